#!/usr/bin/env bash
# COLMAP finds the poses of pictures; `remix` reads its model, binary and text, checks it and fits a scene. Ends with
# status 0 if both formats are read alike, with as many views as COLMAP says that it posed, and the fit shows held-out
# views with at least LEAST dB.
#   apt-get install colmap        (checked with Debian's COLMAP 3.8; runs on the CPU, some minutes)
#   scenes/src/test/programs/colmap.sh WORK_FOLDER [CAMERA_MODEL [PHOTOGRAPHS [LEAST]]]
# Without PHOTOGRAPHS, pictures of a built-in scene are made.
set -euo pipefail
remix="$(cd "$(dirname "$0")/../../../.." && pwd)/remix"
work="$1"
model="${2:-SIMPLE_RADIAL}"
photographs="${3:-}"
least="${4:-20}"
export QT_QPA_PLATFORM=offscreen
rm -rf "$work/binary" "$work/text"
mkdir -p "$work/binary/sparse" "$work/text/sparse/0" "$work/binary/images"
if [ -z "$photographs" ]; then
  "$remix" synth stones --out "$work/synth" --views 40 --size 480 -q
  photographs="$work/synth/train"
fi
cp "$photographs"/* "$work/binary/images/"
cd "$work/binary"
colmap feature_extractor --database_path database.db --image_path images --ImageReader.camera_model "$model" \
  --ImageReader.single_camera 1 --SiftExtraction.use_gpu 0 >../colmap.log
colmap exhaustive_matcher --database_path database.db --SiftMatching.use_gpu 0 >>../colmap.log
colmap mapper --database_path database.db --image_path images --output_path sparse >>../colmap.log
colmap model_converter --input_path sparse/0 --output_path ../text/sparse/0 --output_type TXT >>../colmap.log
ln -s ../binary/images ../text/images
cd ..
posed=$(sed -n 's/.*Number of images: \([0-9]*\).*/\1/p' text/sparse/0/images.txt)
"$remix" info binary --json >binary.json
"$remix" info text --json >text.json
sed -i 's/"text"/"binary"/' text.json
diff binary.json text.json && echo "binary and text are read alike"
"$remix" check binary
"$remix" fit binary --out scene.grid --resolution 64 --iterations 500 --json -q | tee fit.json
python3 - "$posed" "$least" <<'PYTHON'
import json, sys
posed, least = int(sys.argv[1]), float(sys.argv[2])
capture, fit = json.load(open("binary.json")), json.load(open("fit.json"))
views = capture["trainingViews"] + capture["heldOutViews"]
print(f"{posed} images posed, {views} views read, {fit['psnr']:.1f} dB on held-out views")
sys.exit(0 if views == posed and fit["psnr"] >= least else 1)
PYTHON
