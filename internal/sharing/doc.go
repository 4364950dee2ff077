// Package sharing is how agencies see a part of a young person's record: within one deployment and between two.
//
// What it is for: a share is a decision with a purpose, a lawful gateway, what the young person said to it, named elements
// and an end. Between deployments it travels as a file, signed and encrypted to a partner whose fingerprint two people
// compared, and comes back as receipts, answers and proof of destruction.
//
// Words it owns: share, terms, element, mark (fact, opinion, the child's words), partner, card, fingerprint, package,
// transfer, receipt, notice.
//
// Tables it owns: sharing_keys, sharing_partners, sharing_transfers, sharing_packages.
//
// What it relies on: access (decisions, keys, grants with part share), account (teams, organisations, names), framework
// (the texts of items), promise, db, permit, problem, seal; filippo.io/age for the encryption.
//
// What it never does: it shares no sealed detail, lets nothing travel without an end, trusts no partner that one person
// alone knows, takes no id from a package for its own, and calls nobody: people carry the files.
package sharing
