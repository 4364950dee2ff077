// Package db opens the database, runs transactions and speaks one SQL to two engines.
//
// What it is for: SQLite by default, PostgreSQL when it outgrows one machine; the rooms above cannot tell which.
// On SQLite one writer takes whatever saves are waiting and commits them together, so one sync to disk serves many
// people; nobody is answered before that sync, and a save that fails takes no other with it. Readers work on snapshots
// beside it.
//
// Words it owns: engine, address, write, read, group (the saves that one commit carries), migration.
//
// Tables it owns: none of a room's; goose keeps its list of migrations in goose_db_version.
//
// What it relies on: problem; modernc.org/sqlite, pgx, goose.
//
// What it never does: it knows no table of a room, and no statement leaves it with a person's words in an error.
//
// The portable subset, kept by internal/arch:
//
//	do                                                    don't
//	ids as text made by NewID                             serial, autoincrement
//	times as UTC text of fixed width (Time), days as      now(), datetime(), date_trunc, ::date
//	  YYYY-MM-DD, calendar sums in Go
//	text integer bigint "double precision" boolean bytea  jsonb operators, arrays, any($1), enums
//	search on a column folded in Go, sort in Go           ilike, collate, lower() on names
//	cast($1 as text), coalesce, case                      ::text, iif, round(x, 1)
//	on conflict … do nothing / do update                  insert or ignore, replace into
//	$1, $2 … first appearing in that order                ?, named parameters
package db
