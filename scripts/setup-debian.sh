#!/usr/bin/env bash
# Installs what the tests need on Debian: a browser, PostgreSQL, and two readers of PDF.
# Says nothing when everything is there. Without root it says what is missing and ends.
set -euo pipefail

missing=()
need() { # need PACKAGE COMMAND...: the package is missing when none of the commands is there
  local package=$1 command
  shift
  for command in "$@"; do
    if command -v "$command" >/dev/null || compgen -G "$command" >/dev/null; then return; fi
  done
  missing+=("$package")
}
need chromium chromium
need postgresql initdb '/usr/lib/postgresql/*/bin/initdb'
need poppler-utils pdftotext
need qpdf qpdf
[ ${#missing[@]} -gt 0 ] || exit 0

install="apt-get install -y --no-install-recommends ${missing[*]}"
if ! command -v apt-get >/dev/null; then
  echo "The tests need ${missing[*]} (Debian's names), and this is no Debian: install them by hand." >&2
  exit 1
fi
if [ "$(id -u)" != 0 ]; then
  echo "The tests need ${missing[*]}. As root, run: $install" >&2
  exit 1
fi
echo "installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { timeout 300 apt-get update && timeout 900 $install; } >"$log" 2>&1 </dev/null; then
  tail -n 30 "$log" >&2
  echo "could not install ${missing[*]}" >&2
  exit 1
fi
