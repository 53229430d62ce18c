#!/usr/bin/env bash
# Counts what the redesign of the house was to change. Give a revision to count that one instead of the working tree:
#   tools/count-house.sh            now
#   tools/count-house.sh c70977b    then
set -euo pipefail
cd "$(dirname "$0")/.."
tree=$PWD
if [ $# = 1 ]; then
  tree=$(mktemp -d)
  trap 'rm -rf "$tree"' EXIT
  git archive "$1" src docs | tar -x -C "$tree"
fi
cd "$tree"

sources() { find src -name '*.cs' -not -path '*/obj/*' -not -path '*/bin/*' "$@"; }
files_with() { sources -print0 | xargs -0 grep -lE "$1" | wc -l; }
count() { printf '%-58s %s\n' "$1" "$2"; }

code=$(sources -print0 | xargs -0 cat | grep -cvE '^\s*(//.*|[{}()\[\];,]*)?$' || true)
count 'files in src' "$(sources | wc -l)"
count 'lines in src' "$(sources -print0 | xargs -0 cat | wc -l)"
count 'lines of code in src (no braces, comments, blanks)' "$code"
count 'files that name one limit (IoWeight, io-weight)' "$(files_with 'IoWeight|io-weight')"
count 'files that name one field (OomScoreAdj, oom-score-adj)' "$(files_with 'OomScoreAdj|oom-score-adj')"
count 'lines that parse prose' "$(sources -print0 | xargs -0 grep -hE '(Message|Reason|Detail|LastExit|lack|Problem)[!?]*\.(Split|Contains|StartsWith)\(' | wc -l)"
count 'hexadecimal permission bits' "$(sources -print0 | xargs -0 grep -hE '0x(1ED|1C0|180|1A4|1B6|1FF|3FF)\b' | wc -l)"
count 'InternalsVisibleTo between products' "$(find src -name '*.csproj' -print0 | xargs -0 grep -hE 'InternalsVisibleTo Include="Helios\.[A-Za-z.]*"' | grep -vc 'Tests"' || true)"
count 'readers of mountinfo' "$(files_with '/mountinfo"')"
count 'lines over 140 columns' "$(sources -print0 | xargs -0 cat | awk 'length > 140' | wc -l)"
for word in Lack Figures Surroundings Birthplace HeldStreams TakeUp Holder Draft LetGo Most Least; do
  count "uses of the old word $word" "$(sources -print0 | xargs -0 grep -ohE "\b[A-Za-z]*${word}[A-Za-z]*\b" | wc -l)"
done
