#!/usr/bin/env bash
# COLMAP finds the poses of pictures of a built-in scene, or of photographs in a folder; `remix` reads its model, binary
# and text, and fits a scene.
#   apt-get install colmap        (checked with Debian's COLMAP 3.8; runs on the CPU, some minutes)
#   scenes/src/test/programs/colmap.sh WORK_FOLDER [CAMERA_MODEL [PHOTOGRAPHS]]
set -euo pipefail
remix="$(cd "$(dirname "$0")/../../../.." && pwd)/remix"
work="$1"
model="${2:-SIMPLE_RADIAL}"
photographs="${3:-}"
export QT_QPA_PLATFORM=offscreen
mkdir -p "$work/binary/sparse" "$work/text/sparse/0" "$work/binary/images"
if [ -n "$photographs" ]; then
  cp "$photographs"/* "$work/binary/images/"
else
  "$remix" synth stones --out "$work/synth" --views 40 --size 480 -q
  cp "$work"/synth/train/*.png "$work/binary/images/"
fi
cd "$work/binary"
rm -f database.db
colmap feature_extractor --database_path database.db --image_path images --ImageReader.camera_model "$model" \
  --ImageReader.single_camera 1 --SiftExtraction.use_gpu 0
colmap exhaustive_matcher --database_path database.db --SiftMatching.use_gpu 0
colmap mapper --database_path database.db --image_path images --output_path sparse
colmap model_converter --input_path sparse/0 --output_path ../text/sparse/0 --output_type TXT
ln -sfn ../binary/images ../text/images
cd ..
diff <("$remix" info binary) <("$remix" info text) && echo "binary and text are read alike"
"$remix" check binary
"$remix" fit binary --out scene.grid --resolution 64 --iterations 300
