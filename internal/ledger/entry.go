package ledger

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"strings"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// Outcome says how an act ended.
type Outcome uint8

// The three outcomes.
const (
	Done    Outcome = 1 // it happened
	Refused Outcome = 2 // the decision was no
	Failed  Outcome = 3 // the decision was yes, and then it did not work
)

// String gives "done", "refused" or "failed".
func (o Outcome) String() string {
	switch o {
	case Done:
		return "done"
	case Refused:
		return "refused"
	case Failed:
		return "failed"
	}
	return "unknown"
}

// Entry is one act to be recorded. Every string is an id or a code: printable ASCII without blanks, at most 200 bytes.
// Anything else is refused, so that no word of a person can slip into a log that never forgets.
type Entry struct {
	At      time.Time  // when, kept to the microsecond
	Actor   string     // who: an account's id, or "system"
	Act     string     // which act, as the role table names it; "ledger." is kept for the ledger itself
	Subject string     // whom or what it was about, may be empty; sealed
	Detail  []string   // further ids and codes, sealed; not for other records' ids: those go into Shown
	Shown   []seal.Key // keys of the other records that a list page showed; each can find the entry, no one else can
	Outcome Outcome
	Reason  string // code of the reason, may be empty; sealed
}

const (
	maxCode   = 200
	maxDetail = 2000
	maxShown  = 10000
)

// Record writes an entry in the caller's transaction: both last or neither does. key seals whom it was about: the
// record's key, or the ring's System key where there is no record. On SQLite the entry takes its place just before the
// group commits (New must have been called on the database); on PostgreSQL it is durable with the transaction and gets
// its place within about a second.
func Record(ctx context.Context, tx *db.Tx, e Entry, key seal.Key) error {
	if err := e.check(key); err != nil {
		return err
	}
	if strings.HasPrefix(e.Act, ownActs) {
		return problem.New(problem.Internal, "ledger.bad_entry", "part", "act")
	}
	return place(ctx, tx, encode(e, key, nil))
}

// ownActs begins the acts that only this room records.
const ownActs = "ledger."

// place hands an encoded item on: to the group's list, or to the pending table.
func place(ctx context.Context, tx *db.Tx, it []byte) error {
	if tx.ReadOnly() {
		return problem.New(problem.Internal, "ledger.read_only")
	}
	if tx.Engine() == db.SQLite {
		tx.Note(notedItem(it))
		return nil
	}
	id := db.NewID()
	if err := insertPending(ctx, tx, id, it, pendingDigest(id, it)); err != nil {
		return fmt.Errorf("record entry: %w", err)
	}
	return nil
}

// notedItem marks our values among what a group noted.
type notedItem []byte

func pendingDigest(id string, it []byte) []byte {
	sum := sha256.Sum256(append([]byte(id), it...))
	return sum[:]
}

// check refuses what is no entry. The error names the part, never its content.
func (e Entry) check(key seal.Key) error {
	bad := func(part string) error { return problem.New(problem.Internal, "ledger.bad_entry", "part", part) }
	switch {
	case key.IsZero():
		return bad("key")
	case e.At.Year() < 1971 || e.At.Year() > 9999:
		return bad("at")
	case e.Actor == "" || !isCode(e.Actor):
		return bad("actor")
	case e.Act == "" || !isCode(e.Act):
		return bad("act")
	case !isCode(e.Subject):
		return bad("subject")
	case !isCode(e.Reason):
		return bad("reason")
	case e.Outcome < Done || e.Outcome > Failed:
		return bad("outcome")
	case len(e.Detail) > maxDetail:
		return bad("detail")
	case len(e.Shown) > maxShown:
		return bad("shown")
	}
	for _, d := range e.Detail {
		if !isCode(d) {
			return bad("detail")
		}
	}
	for _, k := range e.Shown {
		if k.IsZero() {
			return bad("shown")
		}
	}
	return nil
}

func isCode(s string) bool {
	if len(s) > maxCode {
		return false
	}
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// encode makes the stored item: header, commitment, ciphertext.
func encode(e Entry, key seal.Key, claims []claim) []byte {
	h := header{At: e.At, Actor: e.Actor, Act: e.Act, Outcome: e.Outcome, Claims: claims}
	if key.Class() != "" {
		h.Under = underSubject
		h.Tags = append(h.Tags, tagOf(key))
	}
	for _, k := range e.Shown {
		h.Tags = append(h.Tags, tagOf(k))
	}
	head := h.append(make([]byte, 0, 256))
	plain := make([]byte, saltSize, 128)
	rand.Read(plain) // never fails: the program ends if the system has no randomness
	plain = body{e.Subject, e.Reason, e.Detail}.append(plain)
	commit := sha256.Sum256(plain)
	it := append(head, commit[:]...)
	return append(it, key.Seal(plain, placeOf(head))...)
}

// placeOf binds a body to its header: a body moved under another header does not open.
func placeOf(head []byte) seal.Place {
	sum := sha256.Sum256(head)
	return seal.Place{Table: "ledger", Row: string(sum[:]), Column: "body"}
}

// tag finds a record's entries without naming the record.
type tag [8]byte

func tagOf(k seal.Key) tag { return tag(k.Tag("ledger")[:8]) }
