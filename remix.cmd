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
set "FLAGS=-XX:MaxRAMPercentage=40 -XX:MaxNewSize=384m -Dorg.bytedeco.javacpp.maxbytes=100%% -Dorg.bytedeco.javacpp.maxphysicalbytes=225%% -XX:+UseParallelGC -Djava.awt.headless=true -Dfile.encoding=UTF-8"
if %RELEASE% GEQ 24 set "FLAGS=%FLAGS% --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=passive"
rem The class path is longer than a command line may be: it goes into an argument file, where \ is doubled.
powershell -NoProfile -Command "$r = '%ROOT%'; $own = 'volume', 'renderer', 'scenes', 'gan', 'viewer' | ForEach-Object { (Get-ChildItem ($r + $_ + '\target\sceneremix-' + $_ + '-*.jar') | Sort-Object LastWriteTime | Select-Object -Last 1).FullName }; $cp = ($own -join ';') + ';' + (Get-Content ($r + 'viewer\target\libraries.classpath')); [IO.File]::WriteAllText($r + 'viewer\target\launcher.args', '-cp ' + [char]34 + $cp.Replace('\', '\\') + [char]34)"
"%JAVA%" %FLAGS% "@%TARGET%\launcher.args" org.sceneremix.viewer.cli.RemixCommand %*
exit /b %ERRORLEVEL%

:nojava
echo remix: SceneRemix needs JDK 17 or newer; install one and set JAVA_HOME, or put its java on the PATH. 1>&2
exit /b 1
