#!/usr/bin/env bash
# Blender imports what `remix export` writes of a grid: meshes and the volume.
#   apt-get install blender        (checked with Debian's Blender 3.4, without a display)
#   volume/src/test/programs/blender.sh GRID WORK_FOLDER
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
grid="$1"
work="$2"
mkdir -p "$work"
for file in mesh.ply mesh.obj mesh.glb field.vdb; do
  "$here/../../../../remix" export "$grid" --out "$work/$file"
done
blender -b --python-exit-code 1 --python "$here/blender-reads-exports.py" -- "$work"
