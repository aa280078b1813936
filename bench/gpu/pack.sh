#!/usr/bin/env bash
# Packs the remix command with its benchmarks and a Java runtime into a folder, for a machine with the same operating system
# that has a graphics card but neither JDK nor network:
#
#     bench/gpu/pack.sh FOLDER
#     python3 compare.py scene.grid --remix FOLDER/remix
set -eu
out=${1:?which folder?}
root=$(cd "$(dirname "$0")/../.." && pwd -P)
[ ! -e "$out" ] || { echo "$out exists already; name a new folder" >&2; exit 1; }
"$root/remix" bench --list >/dev/null
mkdir -p "$out/jars"
tr ':' '\n' <"$root/bench/target/libraries.classpath" | xargs -I{} cp {} "$out/jars/"
cp "$root"/bench/target/app/*.jar "$out/jars/"
home=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")}
"$home/bin/jlink" --add-modules java.se,jdk.unsupported,jdk.zipfs,jdk.incubator.vector --strip-debug --no-header-files \
  --no-man-pages --compress 2 --output "$out/runtime"
cat >"$out/remix" <<'START'
#!/usr/bin/env bash
# Starts the packed remix command; of the launcher's settings it has those that figures depend on.
here=$(cd "$(dirname "$0")" && pwd -P)
export MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=17179869184 MALLOC_TOP_PAD_=268435456 MALLOC_ARENA_MAX=1
export OMP_WAIT_POLICY=passive LC_ALL=C.UTF-8
grep -q -m 1 avx512vl /proc/cpuinfo && export OPENBLAS_CORETYPE=SkylakeX || export OPENBLAS_CORETYPE=Haswell
exec "$here/runtime/bin/java" -XX:MaxRAMPercentage=40 -XX:MaxNewSize=384m -Dorg.bytedeco.javacpp.maxbytes=100% \
  -Dorg.bytedeco.javacpp.maxphysicalbytes=225% -XX:+UseParallelGC -Djava.awt.headless=true \
  --add-modules jdk.incubator.vector -cp "$here/jars/*" org.sceneremix.viewer.cli.RemixCommand "$@"
START
chmod +x "$out/remix"
du -sh "$out"
