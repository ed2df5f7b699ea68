#!/usr/bin/env bash
# Times heddle-cli index beside recollindex (Debian: recollcmd) on the same folder, in turn, each from nothing.
#   tests/bench/bench_indexing.sh FOLDER [rounds=5] [heddle-cli]
# Prints {"files","rounds","heddle_s","recoll_s","heddle_files_per_s","recoll_files_per_s","ratio"}; seconds are medians,
# ratio is recoll's time over ours. Run it on a quiet machine with the release preset.
set -euo pipefail
folder=$(realpath "$1")
rounds=${2:-5}
cli=${3:-$(dirname "$0")/../../build/release/app/heddle-cli}
command -v recollindex >/dev/null || { echo "recollindex is not installed (Debian: recollcmd)" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/recoll"
printf 'topdirs = %s\ndbdir = %s/recoll/xapiandb\n' "$folder" "$work" >"$work/recoll/recoll.conf"
files=$(find "$folder" -type f | wc -l)

seconds() {
    local start end
    start=$(date +%s%N)
    "$@" >/dev/null 2>&1
    end=$(date +%s%N)
    echo "$((end - start))"
}
median() { sort -n | sed -n "$(((rounds + 1) / 2))p"; }

for ((round = 0; round < rounds; ++round)); do
    rm -rf "$work/data" "$work/recoll/xapiandb"
    seconds "$cli" --data "$work/data" index "$folder" --collection Bench >>"$work/heddle"
    seconds recollindex -c "$work/recoll" >>"$work/recoll.times"
done
awk -v h="$(median <"$work/heddle")" -v r="$(median <"$work/recoll.times")" -v files="$files" -v rounds="$rounds" 'BEGIN {
    h /= 1e9; r /= 1e9
    printf "{\"files\":%d,\"rounds\":%d,\"heddle_s\":%.2f,\"recoll_s\":%.2f,\"heddle_files_per_s\":%.0f,\"recoll_files_per_s\":%.0f,\"ratio\":%.2f}\n", files, rounds, h, r, files / h, files / r, r / h
}'
