// Package app wires the rooms to a running service: database, key ring, ledger, door, services, pages, server.
//
// What it is for: everything is built once, here, in the order of the rooms, and taken down in the other. The command
// line and the tests both start from Open.
//
// Words it owns: app, mode (service or demonstration), job.
//
// Tables it owns: none.
//
// What it relies on: every room.
//
// What it never does: it has no rule of its own that a room could have, and it makes no call to the outside.
package app
