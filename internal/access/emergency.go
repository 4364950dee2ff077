package access

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// EmergencyReasons are the reasons for which somebody lets themselves into a record.
var EmergencyReasons = []string{"danger", "missing", "health", "police", "on_call", "other"}

// EmergencyMost is how long somebody can let themselves in for; EmergencyHours what is offered.
const EmergencyMost, EmergencyHours = 24, 4

// Verdicts are what the second person can say of it.
var Verdicts = []string{"justified", "not_justified", "talk"}

// Emergency is one time that somebody let themselves into a record, and what the second person said of it.
type Emergency struct {
	ID           string
	Record       string
	Account      string // who
	Organisation string // of who did
	Reason       string // one of EmergencyReasons
	SealedReason string // "" where they did not ask for what is sealed
	At           time.Time
	Until        time.Time
	ReviewedBy   string // "" until somebody looked at it
	ReviewedAt   time.Time
	Verdict      string // one of Verdicts

	document, review []byte
}

// Reviewed reports whether the second person has said what it was.
func (e Emergency) Reviewed() bool { return e.Verdict != "" }

// EmergencyWords are the words that go with one, under the record's key.
type EmergencyWords struct {
	Why    string // of who let themselves in
	Review string // of the second person
}

// emergencyDocument is either of them as it is sealed.
type emergencyDocument struct {
	Version int    `json:"v"`
	Words   string `json:"words"`
}

func emergencyPlace(id, column string) seal.Place {
	return seal.Place{Table: "access_emergencies", Row: id, Column: column}
}

// EmergencyTries counts how often who acts has tried to let themselves in since a moment, and notes one more. A try tells of
// nobody: it is written whether or not anything was found.
func (w *Work) EmergencyTries(ctx context.Context, since time.Time) (int, error) {
	if w.act != permit.BreakGlass {
		return 0, problem.New(problem.Forbidden, "access.refused")
	}
	n, err := countTries(ctx, w.Tx, w.Who.ID, db.Time(since))
	if err != nil {
		return 0, err
	}
	return n, insertTry(ctx, w.Tx, db.NewID(), w.Who.ID, db.Time(w.At))
}

// LooksAfter gives the open grants of those who look after a record, for deciding whether somebody may let themselves into
// it: none where it is restricted, or not there. It opens nothing.
func (w *Work) LooksAfter(ctx context.Context, record string) ([]Grant, error) {
	if w.act != permit.BreakGlass {
		return nil, problem.New(problem.Forbidden, "access.refused")
	}
	restrictions, err := listRestrictions(ctx, w.Tx, record)
	if err != nil || len(restrictions) > 0 && restrictions[0].Holds() {
		return nil, err
	}
	grants, err := listGrants(ctx, w.Tx, record)
	return slices.DeleteFunc(grants, func(g Grant) bool { return !g.Open(w.At) || !g.looksAfter() }), err
}

// Weigh opens the key of a record that somebody may be about to let themselves into, so that what they typed can be held
// against it, and nothing more. A record whose key was destroyed gives the zero key.
func (w *Work) Weigh(ctx context.Context, record string) (seal.Key, error) {
	grants, err := w.LooksAfter(ctx, record)
	if err != nil || len(grants) == 0 {
		return seal.Key{}, err
	}
	return w.door.key(ctx, w.Tx, seal.ClassRecord, record)
}

// LetIn lets who acts into a record for some hours, and into what is sealed where they gave a reason for that. The work
// stands on the record from here on: its ledger entry is the record's.
func (w *Work) LetIn(ctx context.Context, e Emergency, why string) (Emergency, error) {
	key, err := w.Weigh(ctx, e.Record)
	if err != nil || key.IsZero() {
		return e, problem.Wrap(err, problem.NotFound, "problem.not_found")
	}
	hours := e.Until.Sub(w.At)
	var c problem.Check
	c.Require(slices.Contains(EmergencyReasons, e.Reason), "reason", "record.needs_a_reason")
	c.Require(why != "", "why", "problem.required")
	c.Require(hours > 0 && hours <= EmergencyMost*time.Hour, "hours", "problem.not_a_choice")
	if err := c.Err(); err != nil {
		return e, err
	}
	w.record, w.Key = e.Record, key
	e.ID, e.Account, e.Organisation, e.At = db.NewID(), w.Who.ID, w.Who.Organisation, w.At
	w.Note(e.ID, "reason:"+e.Reason)
	parts := []permit.Part{permit.PartRecord}
	if e.SealedReason != "" {
		w.Note("sealed:" + e.SealedReason)
		parts = append(parts, permit.PartSealed)
	}
	for _, part := range parts {
		if _, err := w.Give(ctx, Grant{Part: part, HolderKind: HolderAccount, Holder: w.Who.ID, Reason: ReasonEmergency, Until: e.Until}); err != nil {
			return e, err
		}
	}
	if e.document, err = sealEmergency(key, e.ID, "document", why); err != nil {
		return e, err
	}
	return e, insertEmergency(ctx, w.Tx, e)
}

func sealEmergency(key seal.Key, id, column, words string) ([]byte, error) {
	plain, err := json.Marshal(emergencyDocument{1, words})
	if err != nil {
		return nil, fmt.Errorf("write emergency: %w", err)
	}
	return key.Seal(plain, emergencyPlace(id, column)), nil
}

// Emergencies gives every time that somebody let themselves into the work's record, the newest first.
func (w *Work) Emergencies(ctx context.Context) ([]Emergency, error) {
	return listEmergencies(ctx, w.Tx, w.record)
}

// Words opens the words that go with an emergency of the work's record.
func (w *Work) Words(e Emergency) (words EmergencyWords, err error) {
	for column, one := range map[string]struct {
		sealed []byte
		into   *string
	}{"document": {e.document, &words.Why}, "review": {e.review, &words.Review}} {
		if len(one.sealed) == 0 {
			continue
		}
		plain, err := w.Key.Open(one.sealed, emergencyPlace(e.ID, column))
		if err != nil {
			return words, fmt.Errorf("open emergency: %w", err)
		}
		var d emergencyDocument
		if err := json.Unmarshal(plain, &d); err != nil {
			return words, fmt.Errorf("read emergency: %w", err)
		}
		*one.into = d.Words
	}
	return words, nil
}

// Review says of an emergency of the work's record what it was. It is somebody else's to say than who let themselves in;
// one that was reviewed is a Conflict.
func (w *Work) Review(ctx context.Context, id, verdict, words string) error {
	if w.act != permit.ReviewEmergency {
		return problem.New(problem.Forbidden, "access.refused")
	}
	all, err := w.Emergencies(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(e Emergency) bool { return e.ID == id })
	if i < 0 {
		return problem.New(problem.NotFound, "problem.not_found")
	}
	w.Note(id, "verdict:"+verdict)
	var c problem.Check
	c.Require(slices.Contains(Verdicts, verdict), "verdict", "problem.required_choice")
	c.Require(words != "", "words", "problem.required")
	if err := c.Err(); err != nil {
		return err
	}
	if all[i].Account == w.Who.ID {
		return problem.New(problem.Conflict, "access.second_person")
	}
	sealed, err := sealEmergency(w.Key, id, "review", words)
	if err != nil {
		return err
	}
	return updateReview(ctx, w.Tx, id, w.Who.ID, db.Time(w.At), verdict, sealed)
}

// Emergencies gives those of the records that who lists may open, those nobody has looked at first, then the newest.
func (l *Listing) Emergencies(ctx context.Context, limit int) ([]Emergency, error) {
	return listVisibleEmergencies(ctx, l, limit)
}

// EmergenciesOf gives those of one's own organisation's people, without the record they are about: what a protection
// officer sees.
func (l *Listing) EmergenciesOf(ctx context.Context, limit int) ([]Emergency, error) {
	if l.act != permit.ListEmergencies || !l.Who.Is(permit.ProtectionOfficer) || l.Who.Organisation == "" {
		return nil, nil
	}
	list, err := listEmergenciesOf(ctx, l.Tx, l.Who.Organisation, limit)
	for i := range list {
		list[i].Record, list[i].document, list[i].review = "", nil, nil
	}
	return list, err
}

// EmergenciesWaiting counts those that who may look at and nobody has, other than their own: that there is something to do.
// It shows nothing of any, so it leaves no entry.
func (d *Door) EmergenciesWaiting(ctx context.Context, who permit.Actor) (n int, err error) {
	err = d.db.Read(ctx, func(tx *db.Tx) error {
		n, err = countWaitingEmergencies(ctx, tx, Visible(who, permit.ReviewEmergency, d.now(), "e.record_id", 2), who.ID)
		return err
	})
	return n, err
}
