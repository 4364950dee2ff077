#!/usr/bin/env bash
# A PostgreSQL server that lives as long as the pipe on its standard input.
#
# Prints one line, the address, once the server answers; then waits. When whoever
# started it closes that pipe (by ending in any way, kill -9 included) the server
# stops and its folder is removed, so no server is ever left behind.
# It listens on a unix socket only and does not wait for the disk: tests alone use it.
set -euo pipefail

find_server() { # the folder that holds initdb and postgres: PATH first, then Debian's newest
  local at
  if at=$(command -v initdb) && command -v postgres >/dev/null; then
    dirname "$(readlink -f "$at")"
    return
  fi
  local homes=${STABLEFUTURES_POSTGRES_HOMES:-/usr/lib/postgresql}
  for at in $(ls -d "$homes"/*/bin 2>/dev/null | sort -rV); do
    if [ -x "$at/initdb" ] && [ -x "$at/postgres" ]; then echo "$at"; return; fi
  done
  echo "no initdb and postgres on PATH or in $homes/*/bin (Debian: apt-get install postgresql)" >&2
  return 3
}
bin=$(find_server) || exit $?

# PostgreSQL refuses to run as root; lend it another user.
as=()
if [ "$(id -u)" = 0 ]; then
  user=$(id -un postgres 2>/dev/null || echo nobody)
  as=(setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups --)
fi

dir=$(mktemp -d /tmp/stablefutures-pg.XXXXXX) # short: a socket path may have 107 bytes at most
server=
finish() {
  trap '' INT TERM HUP
  if [ -n "$server" ]; then kill -INT "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
  rm -rf "$dir"
}
trap finish EXIT
trap 'exit 1' INT TERM HUP
[ ${#as[@]} -eq 0 ] || chown "$user" "$dir"
cd "$dir"

# Collate as most real servers do, not byte by byte: who relies on SQLite's order finds out here.
locale=(--locale=C)
if "$bin/initdb" --help | grep -q -- --icu-locale; then locale+=(--locale-provider=icu --icu-locale=und); fi
"${as[@]}" "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 "${locale[@]}" --no-sync >"$dir/initdb.log" 2>&1 ||
  { cat "$dir/initdb.log" >&2; exit 4; }
"${as[@]}" "$bin/postgres" -D "$dir/data" -k "$dir" -c listen_addresses= -c max_connections=200 \
  -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off \
  >"$dir/server.log" 2>&1 </dev/null &
server=$!
for _ in $(seq 1 300); do
  if "$bin/pg_isready" -q -h "$dir" -U postgres -d postgres; then
    echo "postgres://postgres@/postgres?host=$dir"
    exec >/dev/null # a reader of our output is not kept waiting for us
    read -r _ || true
    exit 0
  fi
  kill -0 "$server" 2>/dev/null || break
  sleep 0.1
done
cat "$dir/server.log" >&2
exit 5
