#!/usr/bin/env bash
# with-postgres.sh COMMAND…: runs it beside a throwaway PostgreSQL, whose address is in
# STABLEFUTURES_TEST_POSTGRES, so that many test processes share one server. The server
# goes when this script ends, in whatever way. One that is named already is used as it is.
set -euo pipefail
if [ -z "${STABLEFUTURES_TEST_POSTGRES:-}" ]; then
  coproc SERVER { exec "$(dirname "$0")/../internal/testkit/postgres.sh"; }
  answers=${SERVER[0]} # kept: bash forgets it when the server ends
  if ! read -r STABLEFUTURES_TEST_POSTGRES <&"$answers"; then
    echo "no PostgreSQL for the tests; make tools installs it" >&2
    exit 1
  fi
  export STABLEFUTURES_TEST_POSTGRES
fi
"$@"
