// Package testkit gives tests what they may not invent for themselves: real
// databases and a fixed clock. Only tests import it; it is no part of the product.
//
// What it is for: one call, EachEngine, runs a test on SQLite and on PostgreSQL,
// each time on a fresh database with every migration applied. Nothing is mocked.
//
// Words it owns: engine (sqlite or postgres); throwaway server (a PostgreSQL that
// lives as long as the test process, see postgres.sh).
//
// Tables it owns: none.
//
// What it relies on: db, to open and migrate; Debian's postgresql package, or a
// server named in STABLEFUTURES_TEST_POSTGRES.
//
// What it never does: fake a database, keep data between tests, or let a missing
// PostgreSQL pass in silence where one is required (CI=true or
// STABLEFUTURES_REQUIRE_POSTGRES=1 turn the skip into a failure).
package testkit
