#!/usr/bin/env bash
# Writes the pinned lists from pyproject.toml. Needs uv; run it after changing a dependency.
set -euo pipefail
cd "$(dirname "$0")"
lock() {
    local out=$1; shift
    uv pip compile ../pyproject.toml "$@" --universal --python-version 3.11 --override excluded.txt \
        --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "requirements/lock.sh" \
        --quiet -o "$out"
    # drop the excluded packages' own entries, hashes and all
    awk '/^[^ ]/ { keep = !/sys_platform == .never./ } keep' "$out" > "$out.kept" && mv "$out.kept" "$out"
}
lock run.txt --extra build --extra flows --extra postgresql
lock test.txt --extra build --extra flows --extra postgresql --extra test
