#!/usr/bin/env bash
# Runs every test of Helios. Before the last line it tells what was not tried and why, and how long each project took; the last line is
# 'N passed, N failed, N skipped'. What each test program wrote is kept in artifacts/test-reports.
#   ./test.sh              all test projects
#   ./test.sh Linux Hocon  only tests/Linux.Tests and tests/Hocon.Tests
#   ./test.sh --coverage   which lines of src the tests run (build/coverage.sh)
set -uo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# Nothing of this asks a question or waits for a terminal; another installation that is under way is waited for.
install_debian_packages() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 0
  local missing=() name
  while read -r name; do
    case $name in ''|'#'*) continue ;; esac
    dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || missing+=("$name")
  done <tests/debian-packages.txt
  [ ${#missing[@]} = 0 ] && return 0
  echo "installing: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive DEBCONF_NONINTERACTIVE_SEEN=true APT_LISTCHANGES_FRONTEND=none NEEDRESTART_MODE=l UCF_FORCE_CONFFOLD=1
  local quiet=(-q -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold)
  { apt-get update "${quiet[@]}" && apt-get install -y --no-install-recommends "${quiet[@]}" "${missing[@]}"; } \
    >/dev/null </dev/null || echo "some packages could not be installed; their tests are skipped"
}

# One compiler for all projects: the analyzers are loaded and compiled once, not once a project. It is this run's own, and ends with the build.
build() {
  local id=helios-test-$$ restore=() compiler built
  [ "${CI:-}" = true ] && restore=(-p:RestoreLockedMode=true)
  dotnet build Helios.sln -c Release --nologo -v quiet -nodeReuse:false -p:UseSharedCompilation=true "-p:SharedCompilationId=$id" ${restore[@]+"${restore[@]}"}
  built=$?
  compiler=$(dirname "$(readlink -f "$(command -v dotnet)")")/sdk/$(dotnet --version)/Roslyn/bincore/VBCSCompiler.dll
  [ ! -e "$compiler" ] || dotnet exec "$compiler" -shutdown "-pipename:$id" >/dev/null 2>&1
  return $built
}

# Of what a test program wrote: its failures with their reasons, or only the reasons of its skips, one a line.
failures() { awk '/^ ? ? ?[^ ]/ { shown = 0 } /^    [^ ]/ { shown = !/ \[SKIP\]$/ } shown' "$1"; }
reasons() { awk 'taken { taken = 0; sub(/^ +/, ""); print } /^    [^ ].* \[SKIP\]$/ { taken = 1 }' "$1"; }

summarize() {
  local seconds project
  if [ -s "$run/reasons" ]; then
    echo "not tried:"
    sort "$run/reasons" | uniq -c | sort -k1,1nr -k2 | sed 's/^/  /'
  fi
  for note in "$run"/replaced-*; do
    [ -e "$note" ] && echo "replaced: $(cat "$note")"
  done
  echo "seconds:"
  sort -k1,1nr "$run/seconds" | awk '{ line = line sprintf("%s%s %s", line == "" ? "  " : ", ", $2, $1) } END { print line }' | fold -s -w 140
}

install_debian_packages
mkdir -p artifacts
if [ "${1:-}" = --coverage ]; then
  shift
  exec build/coverage.sh "$@"
fi
if ! build; then
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

# What test programs of one run find out once for all: which beds boot here.
run=$(mktemp -d "${TMPDIR:-/tmp}/helios-run-XXXXXX")
trap 'rm -rf "$run"' EXIT
export HELIOS_TEST_RUN=$run
: >"$run/reasons"
: >"$run/seconds"
reports=artifacts/test-reports
rm -rf "$reports"
mkdir -p "$reports"

passed=0 failed=0 skipped=0
for project in "${projects[@]}"; do
  program=artifacts/bin/$project.Tests/release/Helios.$project.Tests
  report=$reports/$project.txt
  echo "== $project"
  started=$SECONDS
  timeout --kill-after=10 "${HELIOS_TEST_TIMEOUT:-1800}" "$program" -noLogo -noColor >"$report" 2>&1 </dev/null
  code=$?
  echo "$((SECONDS - started)) $project" >>"$run/seconds"
  failures "$report"
  reasons "$report" >>"$run/reasons"
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
  echo "   $good passed, $bad failed, $left_out skipped, $((SECONDS - started)) s"
  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + left_out))
done

summarize
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
