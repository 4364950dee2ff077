#!/usr/bin/env bash
# Compiles every component, folder by folder, as `go tool templ generate -path FOLDER` does.
set -euo pipefail
find internal -name '*.templ' -printf '%h\n' | sort -u | while read -r folder; do
  go tool templ generate -path "$folder" >/dev/null
done
