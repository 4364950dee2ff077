#!/usr/bin/env bash
# browser-both.sh: the browser tests on SQLite and on PostgreSQL at the same time, each with a program and a browser of
# its own: a browser mostly waits, so two of them cost little more time than one. What the first printed follows the second.
set -uo pipefail
cd "$(dirname "$0")/.."
mkdir -p .cache
said=.cache/browser-sqlite.txt
node e2e/run.mjs >"$said" 2>&1 &
sqlite=$!
trap 'kill $sqlite 2>/dev/null' INT TERM
scripts/with-postgres.sh node e2e/run.mjs --postgres
postgres_status=$?
wait $sqlite
sqlite_status=$?
cat "$said"
[ $sqlite_status = 0 ] && [ $postgres_status = 0 ]
