#!/usr/bin/env bash
# ./test.sh --coverage: which lines of src the test projects run, by coverlet. Takes the same names of projects.
# What runs in a program of its own (the published helios and heliosd, beds, payloads) is not counted: coverlet sees the test process.
set -uo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1 TESTINGPLATFORM_NOBANNER=1

# A build of its own below artifacts/coverage: with it tests are started by the Microsoft Testing Platform, which coverlet extends.
dotnet build Helios.sln -c Release --nologo -v quiet -nodeReuse:false -p:Coverage=true || exit 1
./helios version && ./heliosd --version || exit 1

projects=("$@")
if [ ${#projects[@]} = 0 ]; then
  for folder in tests/*.Tests; do projects+=("$(basename "$folder" .Tests)"); done
fi

reports=artifacts/coverage/reports
rm -rf "$reports"
mkdir -p "$reports"
failed=0
for project in "${projects[@]}"; do
  program=artifacts/coverage/bin/$project.Tests/release/Helios.$project.Tests
  echo "== $project"
  timeout --kill-after=10 "${HELIOS_TEST_TIMEOUT:-3600}" "$program" --coverlet --coverlet-output-format cobertura --coverlet-include "[Helios.*]*" \
    --results-directory "$reports/$project" --no-ansi --progress off >"$reports/$project.txt" 2>&1 </dev/null || failed=1
  grep -E '^  (total|failed|succeeded|skipped): ' "$reports/$project.txt" | tr -s ' \n' ' '
  echo
done

# A line counts once for all projects that run it.
find "$reports" -name '*.xml' -exec cat {} + | awk '
  match($0, /<package name="[^"]*"/) { package = substr($0, RSTART + 15, RLENGTH - 16) }
  match($0, /filename="[^"]*"/) { file = substr($0, RSTART + 10, RLENGTH - 11) }
  match($0, /<line number="[0-9]+" hits="[0-9]+"/) {
    split(substr($0, RSTART, RLENGTH), part, "\"")
    key = package SUBSEP file SUBSEP part[2]
    if (!(key in seen)) { seen[key] = 1; lines[package]++; all++ }
    if (part[4] > 0 && !(key in hit)) { hit[key] = 1; covered[package]++; sum++ }
  }
  END {
    for (package in lines) printf "%6.1f %%  %6d of %6d lines  %s\n", 100 * covered[package] / lines[package], covered[package], lines[package], package | "sort -k6"
    close("sort -k6")
    if (all) printf "%6.1f %%  %6d of %6d lines  altogether\n", 100 * sum / all, sum, all
  }'
exit $failed
