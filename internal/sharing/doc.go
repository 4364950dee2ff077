// Package sharing is how agencies see a part of a young person's record: within one deployment and between two.
//
// What it is for: a share is a decision with a purpose, a lawful gateway, what the young person said to it, named elements
// and an end. What an element says is read from the record each time, so that a word taken back is gone at once. Between
// deployments it travels as a file, signed and encrypted to a partner whose fingerprint two people compared, and comes back
// as receipts, answers and proof of destruction. When agencies meet about a young person, each has one page of just what it
// may see, what is decided is taken down line by line, and the minutes are agreed.
//
// Words it owns: share, terms, element, mark (fact, opinion, the child's words), reply, look, partner, card, fingerprint,
// package, transfer, receipt, notice,
// meeting, invitation, line, pack, minutes.
//
// Tables it owns: sharing_shares, sharing_elements, sharing_seen, sharing_answers, sharing_keys, sharing_partners,
// sharing_transfers, sharing_packages, sharing_meetings, sharing_invitations, sharing_lines, sharing_minutes,
// sharing_heard, sharing_pledges.
//
// What it relies on: access (decisions, keys, grants with part share), account (teams, organisations, names), conversation
// (what was said, permissions), framework (the texts of items), nation, promise, record, db, permit, problem, seal;
// filippo.io/age for the encryption.
//
// What it never does: it shares no sealed detail, lets nothing be seen or travel without an end, shows the child's words to
// nobody they did not say yes to, lets nobody edit what another agency answers for, trusts no partner that one person alone
// knows, takes no id from a package for its own, and calls nobody: people carry the files. No meeting is held where the young person
// lives, and no line of one is ever changed.
package sharing
