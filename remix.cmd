@echo off
rem Starts the remix command. Builds it first where sources have changed, and picks flags for the JVM.
setlocal EnableExtensions DisableDelayedExpansion
set "ROOT=%~dp0"
set "TARGET=%ROOT%viewer\target"

set "JAVA=java"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "JAVA=%JAVA_HOME%\bin\java.exe"
set "RELEASE="
for /f "tokens=3" %%v in ('"%JAVA%" -version 2^>^&1 ^| findstr version') do if not defined RELEASE set "RELEASE=%%~v"
for /f "tokens=1 delims=.-+" %%v in ("%RELEASE%") do set "RELEASE=%%v"
if not defined RELEASE goto nojava
if %RELEASE% LSS 17 goto nojava

rem What networks run on; = parts arguments as a space does.
set "BACKEND="
set "NETWORKS="
set "BEFORE="
:scan
if "%~1"=="" goto scanned
if /i "%BEFORE%"=="--backend" set "BACKEND=%~1"
for %%v in (train sample edit doctor) do if "%~1"=="%%v" set "NETWORKS=1"
set "BEFORE=%~1"
shift /1
goto scan
:scanned

rem A release has all jars in one folder and builds nothing.
if exist "%ROOT%lib\" goto start

rem Fresh: the stamp is newer than every source and pom.
powershell -NoProfile -Command "$s = Get-Item -ErrorAction SilentlyContinue '%TARGET%\launcher.stamp'; if (-not $s) { exit 1 }; $n = Get-ChildItem -Recurse -ErrorAction SilentlyContinue '%ROOT%pom.xml', '%ROOT%*\pom.xml', '%ROOT%*\src\main' | Where-Object LastWriteTime -gt $s.LastWriteTime | Select-Object -First 1; if ($n) { exit 1 }"
if not errorlevel 1 goto start

if not exist "%TARGET%" mkdir "%TARGET%"
echo Building SceneRemix ... 1>&2
type nul > "%TARGET%\launcher.stamp.new"
pushd "%ROOT%"
call mvnw.cmd -B -Dmaven.test.skip=true -Dspotless.check.skip=true -pl viewer -am package > "%TARGET%\launcher-build.log" 2>&1
if errorlevel 1 (
  popd
  findstr /b /c:"[ERROR]" "%TARGET%\launcher-build.log" 1>&2
  echo remix: the build failed; all of its output is in %TARGET%\launcher-build.log 1>&2
  exit /b 1
)
popd
move /y "%TARGET%\launcher.stamp.new" "%TARGET%\launcher.stamp" > nul

:start
set "FLAGS=-XX:MaxRAMPercentage=40 -XX:MaxNewSize=384m -Dorg.bytedeco.javacpp.maxbytes=100%% -Dorg.bytedeco.javacpp.maxphysicalbytes=225%% -XX:+UseParallelGC -Djava.awt.headless=true -Dfile.encoding=UTF-8 -Djdk.serialFilter=!*"
if %RELEASE% GEQ 24 set "FLAGS=%FLAGS% --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=passive"
if exist "%ROOT%lib\" goto released
set "LIBRARIES=%TARGET%\libraries.classpath"
call :arguments
if not defined NETWORKS goto run
if /i "%BACKEND%"=="cuda" goto cuda
if /i not "%BACKEND%"=="auto" goto run
if not exist "%ROOT%viewer\cuda\target\libraries.classpath" goto run

rem Goes over to ND4J's CUDA build where it can run: driver, card and libraries are looked at first.
:cuda
if /i "%BACKEND%"=="auto" (
  "%JAVA%" "@%TARGET%\launcher.args" org.sceneremix.viewer.doctor.CudaPreflight > "%TARGET%\cuda.txt" 2> nul
) else (
  "%JAVA%" "@%TARGET%\launcher.args" org.sceneremix.viewer.doctor.CudaPreflight > "%TARGET%\cuda.txt"
)
if errorlevel 1 (
  if /i "%BACKEND%"=="auto" goto run
  exit /b 1
)
set "LIBRARIES=%ROOT%viewer\cuda\target\libraries.classpath"
set "PROFILE=cuda,cuda-redist"
set "WANTED=-redist.jar"
findstr /b installed "%TARGET%\cuda.txt" > nul && set "PROFILE=cuda" && set "WANTED=-cudnn.jar"
findstr /c:"%WANTED%" "%LIBRARIES%" > nul 2>&1 && goto fetched
echo Fetching ND4J's CUDA build, 0.6 GB, and NVIDIA's libraries, 1.8 GB, if they are missing ... 1>&2
pushd "%ROOT%"
call mvnw.cmd -B -Dmaven.test.skip=true -Dspotless.check.skip=true -P%PROFILE% -pl viewer/cuda -am package > "%TARGET%\launcher-build.log" 2>&1
if errorlevel 1 (
  popd
  findstr /b /c:"[ERROR]" "%TARGET%\launcher-build.log" 1>&2
  echo remix: the build failed; all of its output is in %TARGET%\launcher-build.log 1>&2
  exit /b 1
)
popd
:fetched
call :arguments

:run
"%JAVA%" %FLAGS% "@%TARGET%\launcher.args" org.sceneremix.viewer.cli.RemixCommand %*
exit /b %ERRORLEVEL%

:released
"%JAVA%" %FLAGS% -cp "%ROOT%lib\*" org.sceneremix.viewer.cli.RemixCommand %*
exit /b %ERRORLEVEL%

:nojava
echo remix: SceneRemix needs JDK 17 or newer; install one and set JAVA_HOME, or put its java on the PATH. 1>&2
exit /b 1

rem The class path is longer than a command line may be: it goes into an argument file, where \ is doubled.
:arguments
powershell -NoProfile -Command "$r = '%ROOT%'; $own = 'volume', 'renderer', 'scenes', 'gan', 'viewer' | ForEach-Object { (Get-ChildItem ($r + $_ + '\target\sceneremix-' + $_ + '-*.jar') | Where-Object Name -notmatch '-(sources|javadoc)\.jar$' | Sort-Object LastWriteTime | Select-Object -Last 1).FullName }; $cp = ($own -join ';') + ';' + (Get-Content '%LIBRARIES%'); [IO.File]::WriteAllText($r + 'viewer\target\launcher.args', '-cp ' + [char]34 + $cp.Replace('\', '\\') + [char]34)"
exit /b
