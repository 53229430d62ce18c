#!/bin/bash
# How helios-shell compares with dash and bash. All runs are interleaved, the medians of ROUNDS rounds are printed.
# usage: measure.sh PATH-OF-NATIVE-HELIOS-SHELL [ROUNDS]
set -u
ours=$1
rounds=${2:-9}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C

for _ in $(seq 1000); do echo /bin/true; done > "$work/commands"
for _ in $(seq 1000); do echo '/bin/true | /bin/true | /bin/true'; done > "$work/pipelines"
for _ in $(seq 1000); do echo 'x=$(echo y)'; done > "$work/substitutions"
echo : > "$work/start"
echo 'head -c 2147483648 /dev/zero | cat | cat > /dev/null' > "$work/pipe"

median() { sort -n | sed -n "$(((rounds + 1) / 2))p"; }

for task in start commands pipelines substitutions pipe; do
    for shell in dash bash "$ours"; do : > "$work/times.${shell##*/}"; done
    for _ in $(seq "$rounds"); do
        for shell in dash bash "$ours"; do
            before=$EPOCHREALTIME
            "$shell" "$work/$task"
            after=$EPOCHREALTIME
            echo $((${after/./} - ${before/./})) >> "$work/times.${shell##*/}"
        done
    done
    d=$(median < "$work/times.dash")
    b=$(median < "$work/times.bash")
    h=$(median < "$work/times.${ours##*/}")
    printf '%-14s dash %9d us   bash %9d us   helios-shell %9d us   of dash %s   of bash %s\n' "$task" "$d" "$b" "$h" \
        "$(echo "scale=2; $h / $d" | bc)" "$(echo "scale=2; $h / $b" | bc)"
done
