#!/usr/bin/env bash
# Two builds of one commit, in two folders with paths of different lengths and targets of their own, have the same bytes.
# Takes as long as two releases.
#   scripts/reproducible.sh [COMMIT]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
commit=$(git rev-parse "${1:-HEAD}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sums=()
for place in a a-folder-with-a-longer/path; do
  folder="$work/$place"
  mkdir -p "$(dirname "$folder")"
  git clone -q --no-hardlinks . "$folder"
  git -C "$folder" checkout -q "$commit"
  (cd "$folder" && env -u CARGO_TARGET_DIR ./dev build)
  sum="$work/$(echo "$place" | tr / -).sums"
  (cd "$folder" && find dist pkg/dist -type f -print0 | sort -z | xargs -0 sha256sum) > "$sum"
  sums+=("$sum")
  rm -rf "$folder"
done
if diff "${sums[@]}"; then
  echo "reproducible: $(wc -l < "${sums[0]}") files of $commit have the same bytes in both folders"
else
  echo "reproducible: the builds of $commit differ" >&2
  exit 1
fi
