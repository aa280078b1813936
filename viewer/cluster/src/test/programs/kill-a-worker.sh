#!/usr/bin/env bash
# A real Spark cluster on this machine, a master and two workers, each a process of its own with the jars of Spark's
# distribution only, makes a data set through the launcher; one worker is killed while it works. The data set must have
# the bytes of one that is made without Spark.
#   viewer/cluster/src/test/programs/kill-a-worker.sh MODEL WORK_FOLDER [SCENES]
set -euo pipefail
root="$(cd "$(dirname "$0")/../../../../.." && pwd)"
model="$1"
work="$2"
scenes="${3:-8}"
port=7077
mkdir -p "$work"

# What a distribution of Spark holds, from Maven; the last two in the versions of the distribution, where Maven would pick older.
home="$work/spark"
version=$(sed -n 's:.*<spark.version>\(.*\)</spark.version>.*:\1:p' "$root/viewer/cluster/pom.xml")
scala=$(sed -n 's:.*<spark.scala>\(.*\)</spark.scala>.*:\1:p' "$root/viewer/cluster/pom.xml")
if [ ! -d "$home/jars" ]; then
  cat >"$work/distribution.xml" <<XML
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId><artifactId>distribution</artifactId><version>1</version>
  <dependencies><dependency><groupId>org.apache.spark</groupId><artifactId>spark-core_$scala</artifactId>
    <version>$version</version></dependency>
  <dependency><groupId>com.fasterxml.jackson.core</groupId><artifactId>jackson-core</artifactId><version>2.15.2</version></dependency>
  <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-api</artifactId><version>2.0.7</version></dependency></dependencies>
</project>
XML
  sh "$root/mvnw" -q -B -f "$work/distribution.xml" dependency:copy-dependencies -DincludeScope=runtime \
    -DoutputDirectory="$home/jars"
fi

opens=()
for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util java.util.concurrent \
  java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar; do
  opens+=("--add-opens=java.base/$package=ALL-UNNAMED")
done
# as the scripts of a distribution set them
export SPARK_HOME="$home" SPARK_SCALA_VERSION="$scala" SPARK_LOCAL_HOSTNAME=127.0.0.1
processes=()
trap 'kill -9 "${processes[@]}" 2>/dev/null || true' EXIT
daemon() { # name, class, arguments
  java -Xmx256m "${opens[@]}" -cp "$home/jars/*" "org.apache.spark.deploy.$2" "${@:3}" >"$work/$1.log" 2>&1 &
  processes+=($!)
}
daemon master master.Master --host 127.0.0.1 --port $port --webui-port 0
sleep 5
for worker in 1 2; do
  daemon "worker-$worker" worker.Worker --host 127.0.0.1 --webui-port 0 --cores 1 --memory 2g \
    --work-dir "$work/worker-$worker" spark://127.0.0.1:$port
done

rm -rf "$work/by-spark" "$work/without"
"$root/remix" dataset "$model" --out "$work/by-spark" --count "$scenes" --views 4 --pixels 64x64 \
  --master spark://127.0.0.1:$port &
job=$!
until [ "$(ls "$work"/by-spark/scene-*/transforms.json 2>/dev/null | wc -l)" -ge 2 ]; do
  kill -0 $job || { echo "the job ended too early"; exit 1; }
  sleep 0.2
done
echo "killing worker 2"
# the worker's own children are the processes that carry out its tasks
pkill -9 -P "${processes[2]}" || true
kill -9 "${processes[2]}"
wait $job
"$root/remix" dataset "$model" --out "$work/without" --count "$scenes" --views 4 --pixels 64x64
diff -r "$work/by-spark" "$work/without" && echo "the same bytes, with a worker lost and without Spark"
