#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What the presets that ship build is hardened, and tools/check-hardening sees when something isn't.
set -euo pipefail
source=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

build() {
    cmake -S "$source/tests/integration/hardening" -B "$folder/$1" -DCMAKE_BUILD_TYPE="$1" > "$folder/log" 2>&1
    cmake --build "$folder/$1" >> "$folder/log" 2>&1
}

# "release", and "bench", which inherits it.
type=$(python3 -c "import json, sys; print(next(p['cacheVariables']['CMAKE_BUILD_TYPE'] for p in json.load(open(sys.argv[1]))['configurePresets'] if p['name'] == 'release'))" "$source/CMakePresets.json")
build "$type" || { cat "$folder/log"; exit 1; }
"$source/tools/check-hardening" "$folder/$type/sample"
build Debug
if "$source/tools/check-hardening" "$folder/Debug/sample" 2> "$folder/said"; then
    echo "check-hardening finds nothing missing in a debug build" >&2
    exit 1
fi
grep -q "stack protector" "$folder/said"
grep -q "CET" "$folder/said"
grep -q "_FORTIFY_SOURCE" "$folder/said"
