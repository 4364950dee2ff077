package exchange

import "fmt"

// readme says what the archive is, to somebody who has nothing but the archive.
func readme(whole Whole) string {
	kept := "The files of the record are in the folder files/, opened, under numbers; record.json gives each its name and its SHA-256."
	if !whole.Made.Files {
		kept = "The files of the record are NOT here: record.json only lists them. They were left out by whoever took this out."
	}
	return fmt.Sprintf(readmeText, whole.Made.At.Format("2006-01-02 15:04:05 UTC"), kept)
}

const readmeText = `WHAT THIS IS

The whole record of one young person, taken out of Stable Futures on %s.
Stable Futures is a program in which workers and young people who were trafficked, or are in danger of it, talk about
what should come true for them, and keep what was promised. You need no program to read this.

It is not shut. Whoever has this archive can read all of it. Whoever took it out answers for it from then on: keep it
where only those may reach it who need it for the young person, and destroy it when it is no longer needed. Who took it
out, why, and the archive's checksum stand in the service's ledger.

WHAT IS IN IT

README.txt    this text
record.txt    the record for a person to read: plain text, UTF-8
record.json   the same and more, for a program: JSON (RFC 8259), UTF-8, in the form stablefutures-record-1 (below)
more/         what other parts of the program hold of the record, each as text (.txt) and for a program (.json): sharing (what
              was decided about letting other agencies see something, what went to and came from other services, and what
              they answered), meetings (of agencies), keeping (why and how long it is kept, and who asked for what is held), works
              (art and words that were given to be published), carried (their cards, without the letters on them, and who asked
              with one), audits (that practice with them was looked at, and what was written of their life), inspection (what was made ready for an inspectorate’s visitor, and
              who was let into it). Each .json names its form in "format"; its schema has that name.
SHA256SUMS    the SHA-256 of each part, to see whether one was changed: sha256sum -c SHA256SUMS
%s

WHAT IS NOT IN IT, ON PURPOSE

Addresses, telephone numbers, schools, routes and contacts that are kept sealed. They never leave in this way.
Drafts that nobody finished. E-mail addresses of workers. Anything of another young person's record, except what
somebody wrote about them here in words. The line in the ledger about taking this out, which was written afterwards.

BEFORE YOU GIVE IT TO ANYBODY

It holds views that were not talked through with the young person, and some that were withheld from them to keep
somebody safe (in record.json: "talks"; in record.txt: "Withheld"). It may speak of other people. Read it first.

HOW TO READ record.json

It is one object. "format" is "stablefutures-record-1".
"made"      when, by whom and why it was taken out.
"record"    the record's id, organisation, nation, when and by whom it was opened.
"profiles"  every version of who the young person is, oldest first. The last one holds.
"sittings"  every conversation, oldest first. "setup" says how it began: who was there, the interpreter, where, what was
            explained. "contributions" are what was said, each from one perspective: young_person, practitioner,
            guardian or agency. In "document", "answers" go by the code of an outcome or the id of a topic of the young
            person's own ("topics"). "choice" is a name, never an amount: nothing may be added up or averaged. "words"
            are as they were said, in "language", with "translation" beside them. "matters" is what mattered most then,
            "links" what belonged together for them, "barriers" what stood in the way and who can change it, "findings"
            what services had in place. One with "corrects" sets an earlier one right, which stays. "talks" say whether
            a view was talked through with the young person or withheld.
"promises"  who would do what, for which "items", by when ("due_on"), whether the young person agreed, and in "events"
            everything that became of it: made, changed, kept, handed_over, broken, told_back.
"grants"    who could open the record ("part": record) or its sealed details ("part": sealed), why, from when to when.
"files"     the files.
"ledger"    who opened or did what when, as the ledger keeps it. "outcome": done, refused, failed. "ledger_cut" is true
            when there were more lines than an archive holds; then the oldest are missing.
"people"    the names for the ids of accounts, teams and organisations.
"editions"  the texts of every outcome, check, card, answer and explanation that the record points at, in each
            language the young person met them in. "status" says how far a translation could be trusted.

Ids are UUIDs. Times are RFC 3339, UTC. Days are YYYY-MM-DD. Languages are BCP 47 tags. What is not there was not said.
The full description is the JSON Schema docs/schemas/record-1.json of Stable Futures.
`
