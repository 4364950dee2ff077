// Package release keeps what left an organisation: every table of figures about people, as it was let out.
//
// What it is for: a figure that is out stays out, so the next one must be held against it. The register says who let what
// out, when and under which rules, keeps the protected table itself, and gives it a hash by which anybody can cite it.
//
// Words it owns: release, register, key of a table, state of its data.
//
// Tables it owns: release_tables, release_questions (what each colleague asked today: shapes, no numbers).
//
// What it relies on: access, db, disclosure (which protects, attacks, and reads a release again), permit, problem.
//
// What takes long in an answer, protecting and attacking it, is done ahead of the write (Foresee), so that no conversation waits to
// be saved while somebody asks; where something else was let out meanwhile it is done again.
//
// What it never does: it keeps no number that was hidden, changes or removes no release, and lets nothing out that was not
// attacked together with every earlier release of the same table, and of every table that counts the same, and answers nobody
// who asks around somebody (more than mostNear questions near each other in a day).
package release
