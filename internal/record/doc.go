// Package record keeps the young person's record: who they are in their own terms, what they need to be understood,
// the team around them, sealed details, and files.
//
// What it is for: one place where a name, a language or an address is written, encrypted under the record's own key.
// It is not a case-management system: it holds what a conversation needs and no more.
//
// Words it owns: young person, record, profile, accuracy (of a birth date), sealed detail, safety page (a young person's own, under the key of
// sealed details), team around, file.
//
// Tables it owns: record_people, record_profiles, record_names, record_identifiers, record_sealed, record_safety, record_blobs,
// record_blob_chunks.
//
// What it relies on: access (decisions, keys, grants), account (colleagues' names), db, i18n (folding names), nation,
// permit, problem, seal.
//
// What it never does: it gates nothing on why the framework is used, it never treats a disputed age as adult, it keeps
// no photograph, and it shows no sealed detail and no safety page without a reason that lands in the ledger.
package record
