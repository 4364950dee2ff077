package everything

import (
	"fmt"
	"slices"
	"strings"

	"stablefutures/internal/db"
)

// writeReadmes writes what whoever opens a folder reads first.
func (e *export) writeReadmes() error {
	sealed := "Addresses, telephone numbers, schools, routes, contacts and pages about keeping safe are NOT here: where one would stand, it says so."
	if e.manifest.Sealed {
		sealed = "Addresses, telephone numbers, schools, routes, contacts and pages about keeping safe ARE here, in the folder tables/record."
	}
	text := fmt.Sprintf(readmeText, e.manifest.MadeAt.Format("2006-01-02 15:04:05 UTC"), e.manifest.Version, sealed)
	if err := e.to.write("README.txt", []byte(text)); err != nil {
		return err
	}
	if err := e.to.write("ledger/README.txt", []byte(ledgerText)); err != nil {
		return err
	}
	if err := e.to.write("files/README.txt", []byte(filesText)); err != nil {
		return err
	}
	rooms := map[string][]db.Table{}
	for _, t := range e.tables {
		rooms[roomOf(t.Name)] = append(rooms[roomOf(t.Name)], t)
	}
	for room, tables := range rooms {
		slices.SortFunc(tables, func(a, b db.Table) int { return strings.Compare(a.Name, b.Name) })
		if err := e.to.write("tables/"+room+"/README.txt", []byte(e.roomText(tables))); err != nil {
			return err
		}
	}
	return nil
}

// roomText describes the tables of one folder with the words of docs/formats.md.
func (e *export) roomText(tables []db.Table) string {
	var b strings.Builder
	b.WriteString("THE TABLES IN THIS FOLDER\n\nThe file README.txt at the top says how they are written; about/formats.md has all of this in full.\n")
	for _, t := range tables {
		about := e.formats.aboutTable(t.Name)
		if about == "" {
			about = "Only the running program needs it"
		}
		fmt.Fprintf(&b, "\n%s.csv\n  A row is: %s.\n", t.Name, strings.TrimSuffix(strings.ReplaceAll(about, "`", ""), "."))
		for _, c := range t.Columns {
			if how := e.how(t, c); how != "" {
				fmt.Fprintf(&b, "  %s: %s.\n", c.Name, how)
			}
		}
	}
	return b.String()
}

// how says how a column of bytes is written; "" for one that stands as it is.
func (e *export) how(t db.Table, c db.Column) string {
	name := t.Name + "." + c.Name
	sealed, isSealed := e.formats.sealed[name]
	_, isChunk := chunked[t.Name]
	_, isFile := binary[name]
	switch {
	case slices.Contains(doors, name):
		return "left out"
	case isChunk && chunked[t.Name].column == c.Name:
		return "the path of the file that this piece is a part of"
	case isSealed && sealed.class == "sealed" && !e.manifest.Sealed:
		return "was sealed; left out"
	case binary[name] == inBase64:
		return "was sealed; opened, in base 64"
	case isFile:
		return "was sealed; the path of the opened file"
	case isSealed:
		return "was sealed; opened: JSON or text, as about/formats.md says under What is sealed"
	case c.Bytes:
		return "base 64, or JSON where it is a document"
	}
	return ""
}

const readmeText = `WHAT THIS IS

Everything that one service of Stable Futures held, taken out on %s
by version %s of the program. In Stable Futures workers and young people who were trafficked, or are in danger of it,
talk about what should come true for them, and keep what was promised. You need no program to read this.

It is not shut. Whoever has this folder can read all of it. Keep it where only those may reach it who must, and destroy it
when it is no longer needed. When it was taken out, and why, stands in the service's ledger and in the log of every record.

WHAT IS IN IT

tables/     every table of the database as one CSV file, in a folder for each part of the program. README.txt in each says
            what the tables hold.
files/      every file, opened, under the id of its row
ledger/     who did what and when, entry by entry, and how to prove by hand that nothing in it was changed
about/      how everything is stored: formats.md (read it first), ledger.md, envelope.md, schema.sql, and schemas/ with the form
            of each JSON document
manifest.json   when, why, by which version, and how many rows each table has
SHA256SUMS  the SHA-256 of each file, to see whether one was changed: sha256sum -c SHA256SUMS

%s

HOW TO READ A TABLE

CSV as RFC 4180 has it: UTF-8, the first line names the columns, values are between commas, a value with a comma, a quote
or a line end stands between quotes, and a quote in it is doubled; a line ends with CR LF. Nothing in a value was changed:
one that begins with = or + is no formula, so open these files as text. Times are UTC, days YYYY-MM-DD, ids UUIDs: an id in one
table is the same thing in every other. What was sealed stands here opened, most often as JSON. Other bytes are in base 64.
A value that is empty was never said.

These stand in the place of a value that is not here:
  (left out: sealed details were not asked for)
  (left out: it would open a door, and tells nothing)   passwords, second factors, keys: nobody needs them to read this
  (destroyed: its key is gone)

WHERE TO BEGIN

One young person's record is what carries its id: tables/record/record_people.csv lists the records; record_profiles.csv says
who they are. tables/conversation/conversation_sittings.csv are their conversations, and conversation_contributions.csv what was
said. tables/promise/ is what was promised. about/formats.md, under "What each table is", has the rest.

A record that was destroyed is here as its certificate alone: tables/custody/custody_certificates.csv. Its entries in the ledger
are there too, and say no more whom they were about.

Conversations that were sent in from a device and not yet taken in (conversation_arrivals.csv) are still sealed to the service's
own keys: take them in before you take everything out.
`

const filesText = `Every file under the id of its row. Its name and kind stand in the table.

record/       of young people's records: tables/record/record_blobs.csv (document)
loading/      files from which editions were made: tables/loading/loading_files.csv
translation/  recorded voices: tables/translation/translation_recordings.csv
Every other folder has the name of its table, such as custody_bundles/: what was given to whoever asked for what is held, each a ZIP.
`

const ledgerText = `entries.csv is the ledger to be read: one line an entry, in order. "subject", "reason" and "detail" are there where "opened" is
true; an entry of a destroyed record cannot be opened any more. An actor or subject is an id; names stand in the tables.

To prove by hand that nothing was changed you need no key. ../about/ledger.md has the bytes; ../tables/ledger/ has them in base 64:
  1. Decode ledger_payloads.csv block by block: 4 bytes length (big end first) and the item. ledger_tail.csv has the newest ones.
  2. Of each item take header, commitment and the SHA-256 of what follows: SHA-256 of a zero byte and these is its leaf hash.
  3. Compare the 256 leaf hashes of a block with ledger_blocks.csv, and build the tree over all of them as RFC 6962, section
     2.1, says: the hash of two children is SHA-256 of a byte 1 and both.
  4. The root must be the one in the newest note of ledger_checkpoints.csv whose size it has, and the note's signature must hold
     for a public key that you got from somewhere else than this folder.
`
