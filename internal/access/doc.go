// Package access is the one door to the data: decide, act and write the ledger entry together.
//
// What it is for: a use case names who, which action and which subject, and gets a Work in which it may act: the
// transaction, the moment, and the keys this decision opened. No decision, no key. Reads are recorded like writes, and
// no answer leaves before its entry is durable. A list filters by the same grants that decide single reads. Whom an audit
// alone lets into a record reads it as an auditor does, whatever else their work here is.
//
// Words it owns: door, subject, work, grant, visible, name key (opens a record's names for searching, nothing else of it),
// restriction, named, emergency, review.
//
// Tables it owns: access_keys (wrapped data keys), access_grants (the one source of access),
// access_restrictions and access_named (records that open to those they name alone), access_emergencies and
// access_emergency_tries (who let themselves in, and how often they tried), access_rings (which key
// ring belongs to this database), access_looks (who looked at which record on which day, for
// watching over access), access_ratings (who reads which case of an audit, and whether that is locked).
//
// What it relies on: db, ledger, permit, seal, problem.
//
// What it never does: it has no business rules, and it gives a sealed key to no action that does not open sealed details.
package access
