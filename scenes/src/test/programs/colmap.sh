#!/usr/bin/env bash
# COLMAP finds the poses of pictures of a built-in scene, or of photographs in a folder; `remix` reads its model, binary
# and text, and fits a scene to each: the same one.
#   apt-get install colmap        (checked with Debian's COLMAP 3.8; runs on the CPU, some minutes)
#   scenes/src/test/programs/colmap.sh WORK_FOLDER [CAMERA_MODEL [PHOTOGRAPHS]]
# Neighbouring photographs must overlap: of 119 photographs around a thing, every fourth gave no model, 30 consecutive ones
# one of all 30.
set -euo pipefail
remix="$(cd "$(dirname "$0")/../../../.." && pwd)/remix"
work="$1"
model="${2:-SIMPLE_RADIAL}"
photographs="${3:-}"
export QT_QPA_PLATFORM=offscreen
rm -rf "$work/binary" "$work/text"
mkdir -p "$work/binary/sparse" "$work/binary/images"
if [ -n "$photographs" ]; then
  cp "$photographs"/* "$work/binary/images/"
else
  "$remix" synth stones --out "$work/synth" --views 40 --size 480 -q
  cp "$work"/synth/train/*.png "$work/binary/images/"
fi
cd "$work/binary"
colmap feature_extractor --database_path database.db --image_path images --ImageReader.camera_model "$model" \
  --ImageReader.single_camera 1 --SiftExtraction.use_gpu 0
# guided: more matches on small pictures, each of which has few features
colmap exhaustive_matcher --database_path database.db --SiftMatching.use_gpu 0 --SiftMatching.guided_matching 1
colmap mapper --database_path database.db --image_path images --output_path sparse \
  --Mapper.init_min_num_inliers 50 --Mapper.init_min_tri_angle 4 --Mapper.abs_pose_min_num_inliers 15
for found in sparse/*; do
  colmap model_analyzer --path "$found"
  mkdir -p "../text/$found"
  colmap model_converter --input_path "$found" --output_path "../text/$found" --output_type TXT
done
ln -sfn ../binary/images ../text/images
cd ..
# the same but for the last digits, which the text lacks
facts() { "$remix" info "$1" | sed -E 's/([0-9]\.[0-9]{9})[0-9]+/\1/g'; }
diff <(facts binary) <(facts text)
"$remix" check binary
for format in binary text; do
  "$remix" fit "$format" --out "$format.grid" --resolution 64 --iterations 300
done
# but for the name of the capture they are equal
diff <("$remix" info binary.grid | grep -v -e capture -e '^file') <("$remix" info text.grid | grep -v -e capture -e '^file')
echo "binary and text are read alike"
