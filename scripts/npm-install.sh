#!/usr/bin/env bash
# Fetches the pinned build and test packages. npm can hang, so it is given ten minutes,
# twice; none of the packages' own install scripts is run.
set -euo pipefail
if ! command -v npm >/dev/null; then
  echo "Node.js with npm is needed to build styles and scripts (version 20 or later; Debian: apt-get install nodejs npm)." >&2
  exit 1
fi
fetch() { timeout 600 npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null; }
fetch || { echo "npm: once more" >&2; fetch; }
