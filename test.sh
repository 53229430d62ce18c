#!/usr/bin/env bash
# Runs every test of Helios. The last line is 'N passed, N failed, N skipped'.
#   ./test.sh              all test projects
#   ./test.sh Linux Hocon  only tests/Linux.Tests and tests/Hocon.Tests
set -uo pipefail
cd "$(dirname "$0")"

install_debian_packages() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 0
  local missing=() name
  while read -r name; do
    case $name in ''|'#'*) continue ;; esac
    dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || missing+=("$name")
  done <tests/debian-packages.txt
  [ ${#missing[@]} = 0 ] && return 0
  echo "installing: ${missing[*]}"
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"; } \
    >/dev/null || echo "some packages could not be installed; their tests are skipped"
}

install_debian_packages

mkdir -p artifacts
restore=()
[ "${CI:-}" = true ] && restore=(-p:RestoreLockedMode=true)
# One compiler for all projects: the analyzers are loaded and compiled once, not once a project.
UseSharedCompilation=true dotnet build Helios.sln -c Release --nologo -v quiet ${restore[@]+"${restore[@]}"}
built=$?
dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1
if [ "$built" != 0 ]; then
  echo "the build failed"
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
fi

# The programs as they are shipped, compiled ahead of time: what the end-to-end and the daemon tests run.
for program in "helios version" "heliosd --version"; do
  # shellcheck disable=SC2086
  if ! ./$program; then
    echo "${program%% *} could not be published"
    echo "0 passed, 1 failed, 0 skipped"
    exit 1
  fi
done

projects=("$@")
if [ ${#projects[@]} = 0 ]; then
  for folder in tests/*.Tests; do projects+=("$(basename "$folder" .Tests)"); done
fi

passed=0 failed=0 skipped=0
report=artifacts/test-report.txt
for project in "${projects[@]}"; do
  program=artifacts/bin/$project.Tests/release/Helios.$project.Tests
  echo "== $project"
  timeout --kill-after=10 "${HELIOS_TEST_TIMEOUT:-900}" "$program" -noLogo -noColor >"$report" 2>&1 </dev/null
  code=$?
  grep -E '\[(FAIL|SKIP)\]|^ {6,}|^  [^ ]' "$report" | grep -vE '^  (Discover|Start|Finish)' || true
  # xunit closes with: Total: 12, Errors: 0, Failed: 0, Skipped: 1, Not Run: 0, Time: 0.123s
  summary=$(grep -E 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+' "$report" | tail -n 1)
  if [ -z "$summary" ]; then
    cat "$report"
    echo "$project: the test program ended with code $code and no summary"
    failed=$((failed + 1))
    continue
  fi
  number() { sed -E "s/.*$1: ([0-9]+).*/\1/" <<<"$summary"; }
  bad=$(($(number Failed) + $(number Errors)))
  left_out=$(($(number Skipped) + $(number 'Not Run')))
  good=$(($(number Total) - $(number Failed) - left_out))
  if [ "$bad" = 0 ] && [ "$code" != 0 ]; then
    echo "$project: the test program ended with code $code"
    bad=1
  fi
  echo "   $good passed, $bad failed, $left_out skipped"
  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + left_out))
done

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
