#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What is packaged is what tools/components.sha256 names: a file that was changed, added or cut in the cache stops the packaging.
set -euo pipefail
source=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/models/minilm" "$folder/openvino/libs"
echo words > "$folder/models/minilm/vocab.txt"
echo code > "$folder/openvino/libs/libtbb.so.12"

pin() { (cd "$folder" && sha256sum models/minilm/vocab.txt openvino/libs/libtbb.so.12) > "$folder/pinned"; }
packages() { cmake -Dcomponents="$folder" -Dpinned="$folder/pinned" -P "$source/cmake/CheckComponents.cmake" 2> "$folder/said"; }
refuses() {
    if packages; then
        echo "packaged although $1" >&2
        exit 1
    fi
    grep -q "$2" "$folder/said"
}

pin
packages
echo more >> "$folder/openvino/libs/libtbb.so.12"
refuses "a library was changed" libtbb.so.12
pin
echo extra > "$folder/openvino/libs/libextra.so"
refuses "a library was added" libextra.so
rm "$folder/openvino/libs/libextra.so"
packages
: > "$folder/models/minilm/vocab.txt"
refuses "a model was cut" vocab.txt

# The script that fetches them looks at every file, too.
if "$source/tools/fetch-components" --check "$folder" 2> "$folder/said"; then
    echo "fetch-components takes a damaged folder for whole" >&2
    exit 1
fi
grep -q "missing or damaged" "$folder/said"
"$source/tools/fetch-components" --check "$folder/nothing"
