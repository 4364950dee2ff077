#!/usr/bin/env bash
# fuzz.sh [SECONDS]: runs every fuzz target for a while (30 seconds unless told).
set -euo pipefail
grep -rEo --include='*_test.go' '^func Fuzz[A-Za-z0-9_]+' internal cmd | sed 's/func //' | sort |
  while IFS=: read -r file target; do
    echo "$target ($(dirname "$file"))"
    go test -run '^$' -fuzz "^$target\$" -fuzztime "${1:-30}s" -fuzzminimizetime 20x "./$(dirname "$file")" </dev/null
  done
