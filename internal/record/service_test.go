package record_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/ledger"
	"stablefutures/internal/nation"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
	"stablefutures/internal/testkit"
)

func TestCreate_sameIDTwiceMakesOneRecord(t *testing.T) {
	eachHouse(t, func(h *house) {
		who := worker(permit.Practitioner)
		n := record.NewPerson{ID: db.NewID(), Nation: nation.Wales, Profile: record.Profile{Names: record.Names{Given: "Bright Invented"}}, Teams: who.Teams}
		if _, err := h.records.Create(h.Context(), who, n); err != nil {
			h.Fatal(err)
		}
		n.Profile.Names.Given = "Another Invented"
		if _, err := h.records.Create(h.Context(), who, n); !problem.Is(err, problem.Conflict) {
			h.Fatalf("the same id again: %v", err)
		}
		p, err := h.records.Person(h.Context(), who, n.ID)
		if err != nil || p.Profile.Names.Given != "Bright Invented" || p.Nation != nation.Wales || p.OpenedBy != who.ID {
			h.Errorf("%+v, %v", p, err)
		}
		if rows, total, err := h.records.Caseload(h.Context(), who, ""); err != nil || total != 1 || len(rows) != 1 {
			h.Errorf("%d rows of %d, %v", len(rows), total, err)
		}
		held, err := h.records.Team(h.Context(), who, h.accounts, n.ID)
		if err != nil || len(held) != 2 {
			h.Errorf("grants: %+v, %v", held, err)
		}
		versions, err := h.records.Versions(h.Context(), who, n.ID)
		if err != nil || len(versions) != 1 {
			h.Errorf("versions: %+v, %v", versions, err)
		}
	})
}

func TestCreate_refusesWhatCannotBe(t *testing.T) {
	h := newHouse(t, testkit.SQLite(t))
	who := worker(permit.Practitioner)
	tomorrow := testkit.Now().AddDate(0, 0, 1).Format(time.DateOnly)
	for name, spoil := range map[string]func(*record.NewPerson){
		"given":              func(n *record.NewPerson) { n.Profile.Names = record.Names{Pronunciation: "seh-LAM"} },
		"family":             func(n *record.NewPerson) { n.Profile.Names.Family = strings.Repeat("a", 201) },
		"known_by":           func(n *record.NewPerson) { n.Profile.Names.KnownBy = "a\x00b" },
		"own_script":         func(n *record.NewPerson) { n.Profile.Names.OwnScript = "\xed\xa0\x80" },
		"birth":              func(n *record.NewPerson) { n.Profile.Birth = record.Birth{Day: tomorrow, Accuracy: record.Stated} },
		"accuracy":           func(n *record.NewPerson) { n.Profile.Birth = record.Birth{Day: "2010-02-28"} },
		"why":                func(n *record.NewPerson) { n.Profile.Why = "score" },
		"language":           func(n *record.NewPerson) { n.Profile.Languages = []record.Language{{Tag: "<script>"}} },
		"reads":              func(n *record.NewPerson) { n.Profile.Languages = []record.Language{{Tag: "ti", Reads: "fluently"}} },
		"interpreter":        func(n *record.NewPerson) { n.Profile.Interpreter.Needed = "maybe" },
		"interpreter_gender": func(n *record.NewPerson) { n.Profile.Interpreter.Gender = "any" },
		"nation":             func(n *record.NewPerson) { n.Nation = "uk" },
		"teams":              func(n *record.NewPerson) { n.Teams = []string{db.NewID()} },
		"id":                 func(n *record.NewPerson) { n.ID = "../../etc/passwd" },
	} {
		n := record.NewPerson{Nation: nation.England, Profile: record.Profile{Names: record.Names{Given: "Invented"}}}
		spoil(&n)
		_, err := h.records.Create(t.Context(), who, n)
		var p *problem.Error
		if !errors.As(err, &p) || p.Kind != problem.Invalid || len(p.Fields) == 0 || p.Fields[0].Name != name {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, role := range []permit.Role{permit.Auditor, permit.Analyst, permit.Trainer, permit.Administrator, permit.Steward} {
		_, err := h.records.Create(t.Context(), worker(role), record.NewPerson{Nation: nation.England, Profile: record.Profile{Names: record.Names{Given: "Invented"}}})
		if !problem.Is(err, problem.Forbidden) {
			t.Errorf("%s: %v", role, err)
		}
	}
}

func TestCreate_givesTheSealedPartOnlyWhereAsked(t *testing.T) {
	eachHouse(t, func(h *house) {
		guardian := worker(permit.Guardian)
		id, err := h.records.Create(h.Context(), guardian, record.NewPerson{Nation: nation.Scotland, Profile: record.Profile{Names: record.Names{Given: "Invented"}}})
		if err != nil {
			h.Fatal(err)
		}
		if _, err := h.records.SealedHeads(h.Context(), guardian, id); !problem.Is(err, problem.Forbidden) {
			h.Errorf("sealed details without being asked for: %v", err)
		}
		held, err := h.records.Team(h.Context(), guardian, h.accounts, id)
		if err != nil || len(held) != 1 || held[0].Reason != access.ReasonGuardian || !held[0].OpenNow {
			h.Errorf("%+v, %v", held, err)
		}
	})
}

func TestUpdateProfile_keepsEveryVersionAndNobodyWritesOverAnother(t *testing.T) {
	eachHouse(t, func(h *house) {
		who := worker(permit.Practitioner)
		id := h.named(who, record.Names{Given: "First Invented"})
		p, err := h.records.Person(h.Context(), who, id)
		if err != nil {
			h.Fatal(err)
		}
		stale := p.Revision
		p.Profile.Names.Given = "Second Invented"
		p.Profile.Birth = record.Birth{Day: "2009-07-01", Accuracy: record.Disputed, By: "the young person"}
		if err := h.records.UpdateProfile(h.Context(), who, id, p.Revision, p.Profile); err != nil {
			h.Fatal(err)
		}
		if err := h.records.UpdateProfile(h.Context(), who, id, stale, p.Profile); !problem.Is(err, problem.Conflict) {
			h.Errorf("another tab wrote over it: %v", err)
		}
		versions, err := h.records.Versions(h.Context(), who, id)
		if err != nil || len(versions) != 2 || versions[0].Profile.Names.Given != "Second Invented" ||
			versions[1].Profile.Names.Given != "First Invented" || versions[1].AuthorID != who.ID {
			h.Errorf("%+v, %v", versions, err)
		}
		now, err := h.records.Person(h.Context(), who, id)
		if err != nil || now.Profile.Birth.Accuracy != record.Disputed || now.Revision == stale {
			h.Errorf("%+v, %v", now, err)
		}
		if got := h.find(who, "second"); !slices.Equal(got, []string{"Second Invented"}) {
			h.Errorf("by the new name: %q", got)
		}
		if got := h.find(who, "first"); got != nil {
			h.Errorf("by the old name: %q", got)
		}
	})
}

func TestPerson_auditorReadsAndChangesNothing(t *testing.T) {
	eachHouse(t, func(h *house) {
		boss, auditor := worker(permit.Manager), worker(permit.Auditor)
		id := h.named(boss, record.Names{Given: "Invented"})
		if _, err := h.records.Give(h.Context(), boss, id, access.Grant{Part: permit.PartRecord, HolderKind: access.HolderAccount, Holder: auditor.ID, Reason: access.ReasonAudit}); err != nil {
			h.Fatal(err)
		}
		p, err := h.records.Person(h.Context(), auditor, id)
		if err != nil {
			h.Fatal(err)
		}
		for what, err := range map[string]error{
			"profile": h.records.UpdateProfile(h.Context(), auditor, id, p.Revision, p.Profile),
			"erase":   h.records.Erase(h.Context(), auditor, id, "mistake"),
			"attach":  second(h.records.Attach(h.Context(), auditor, id, "a", strings.NewReader("text"))),
			"give":    second(h.records.Give(h.Context(), auditor, id, access.Grant{})),
		} {
			if !problem.Is(err, problem.Forbidden) {
				h.Errorf("%s: %v", what, err)
			}
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestSealed_apartWithAReasonAndNotWithoutAGrant(t *testing.T) {
	eachHouse(t, func(h *house) {
		who, colleague := worker(permit.Manager), worker(permit.Practitioner)
		id := h.named(who, record.Names{Given: "Invented"})
		if _, err := h.records.Give(h.Context(), who, id, access.Grant{Part: permit.PartRecord, HolderKind: access.HolderAccount, Holder: colleague.ID, Reason: access.ReasonTeam}); err != nil {
			h.Fatal(err)
		}
		first, err := h.records.AddSealed(h.Context(), who, id, record.NewSealed{Class: "address", Detail: record.SealedDetail{Value: "1 Invented Lane"}})
		if err != nil {
			h.Fatal(err)
		}
		next := record.NewSealed{ID: db.NewID(), Class: "address", Replaces: first, Detail: record.SealedDetail{Value: "2 Invented Lane", Safe: "yes", CheckedBy: "N. Obody"}}
		if _, err := h.records.AddSealed(h.Context(), who, id, next); err != nil {
			h.Fatal(err)
		}
		for what, again := range map[string]record.NewSealed{"the same form": next, "another tab": {Class: "address", Replaces: first, Detail: next.Detail}} {
			if _, err := h.records.AddSealed(h.Context(), who, id, again); !problem.Is(err, problem.Conflict) {
				h.Errorf("%s: %v", what, err)
			}
		}
		if _, err := h.records.AddSealed(h.Context(), who, id, record.NewSealed{Class: "phone", Replaces: next.ID, Detail: next.Detail}); !problem.Is(err, problem.NotFound) {
			h.Errorf("a phone replaced an address: %v", err)
		}
		heads, err := h.records.SealedHeads(h.Context(), who, id)
		if err != nil || len(heads) != 1 || heads[0].ID != next.ID {
			h.Fatalf("%+v, %v", heads, err)
		}
		if _, err := h.records.OpenSealed(h.Context(), who, id, next.ID, "curious"); !problem.Is(err, problem.Invalid) {
			h.Errorf("opened without a reason: %v", err)
		}
		d, err := h.records.OpenSealed(h.Context(), who, id, next.ID, "visit")
		if err != nil || d.Value != "2 Invented Lane" || d.Safe != "yes" {
			h.Errorf("%+v, %v", d, err)
		}
		if old, err := h.records.OpenSealed(h.Context(), who, id, first, "check"); err != nil || old.Value != "1 Invented Lane" || old.Safe != "not_known" {
			h.Errorf("what was replaced: %+v, %v", old, err)
		}
		if _, err := h.records.OpenSealed(h.Context(), colleague, id, next.ID, "visit"); !problem.Is(err, problem.Forbidden) {
			h.Errorf("a colleague opened it: %v", err)
		}
		looks := h.looks(who, id)
		at := slices.IndexFunc(looks, func(l record.Look) bool {
			return l.Act == permit.OpenSealed && l.Outcome == ledger.Done && slices.Contains(l.Detail, "reason:visit") && slices.Contains(l.Detail, next.ID)
		})
		if at < 0 {
			h.Errorf("the reason is not in the ledger: %+v", looks)
		}
		if looks[0].Outcome != ledger.Refused || looks[0].Actor != colleague.ID {
			h.Errorf("the refusal is not in the ledger: %+v", looks[0])
		}
	})
}

// A sealed detail is under a key that opening the record does not open.
func TestSealed_recordKeyDoesNotOpenIt(t *testing.T) {
	eachHouse(t, func(h *house) {
		who := worker(permit.Manager)
		id := h.named(who, record.Names{Given: "Invented"})
		detail, err := h.records.AddSealed(h.Context(), who, id, record.NewSealed{Class: "route", Detail: record.SealedDetail{Value: "by the river"}})
		if err != nil {
			h.Fatal(err)
		}
		err = h.door.Read(h.Context(), who, permit.OpenSealed, access.Record(id), func(w *access.Work) error {
			w.Key, w.Sealed = w.Sealed, w.Key
			_, err := record.OpenSealedWith(w, detail)
			if err == nil {
				h.Error("the record's key opened a sealed detail")
			}
			w.Key, w.Sealed = w.Sealed, w.Key
			_, err = record.OpenSealedWith(w, detail)
			return err
		})
		if err != nil {
			h.Fatal(err)
		}
	})
}

func TestErase_keyRowsTombstone(t *testing.T) {
	eachHouse(t, func(h *house) {
		boss := worker(permit.Manager)
		id, kept := h.named(boss, record.Names{Given: "Gone Invented"}), h.named(boss, record.Names{Given: "Kept Invented"})
		h.fill(boss, id)
		var told []string
		h.records.OnErase(func(_ context.Context, _ *access.Work, record string) error {
			told = append(told, record)
			return nil
		})
		h.find(boss, "invented") // so that the index knows the name
		if err := h.records.Erase(h.Context(), boss, id, "they moved to Leeds"); !problem.Is(err, problem.Invalid) {
			h.Fatalf("words in a tombstone: %v", err)
		}
		if err := h.records.Erase(h.Context(), boss, id, "request"); err != nil {
			h.Fatal(err)
		}
		if !h.ring.IsDestroyed(id) || !slices.Equal(told, []string{id}) {
			h.Errorf("tombstone %v, rooms told of %v", h.ring.IsDestroyed(id), told)
		}
		if rows := h.rows(id); rows != 0 {
			h.Errorf("%d rows are left", rows)
		}
		if _, err := h.records.Person(h.Context(), boss, id); !problem.Is(err, problem.NotFound) {
			h.Errorf("still there: %v", err)
		}
		if got := h.find(boss, "invented"); !slices.Equal(got, []string{"Kept Invented"}) {
			h.Errorf("found %q", got)
		}
		if _, err := h.records.Person(h.Context(), boss, kept); err != nil {
			h.Error(err)
		}
	})
}

func TestFinishErasures_afterARestore(t *testing.T) {
	eachHouse(t, func(h *house) {
		boss := worker(permit.Manager)
		id := h.named(boss, record.Names{Given: "Gone Invented"})
		h.fill(boss, id)
		h.ring.Destroy(id, h.door.Now(), "request") // the ring knows better than this database
		if _, err := h.door.ApplyTombstones(h.Context()); err != nil {
			h.Fatal(err)
		}
		// A crash here leaves rows whose keys are gone; the next start must still find them.
		found, err := h.door.ApplyTombstones(h.Context())
		if err != nil {
			h.Fatal(err)
		}
		for range 2 {
			if err := h.records.FinishErasures(h.Context(), found); err != nil {
				h.Fatal(err)
			}
		}
		if rows := h.rows(id); rows != 0 {
			h.Errorf("%d rows are left", rows)
		}
	})
}

// fill gives a record something in every table of the room.
func (h *house) fill(who permit.Actor, id string) {
	h.Helper()
	if _, err := h.records.AddSealed(h.Context(), who, id, record.NewSealed{Class: "phone", Detail: record.SealedDetail{Value: "07700 900000"}}); err != nil {
		h.Fatal(err)
	}
	if err := h.records.WriteSafety(h.Context(), who, id, db.NewID(), "helps", record.SafetyText{Text: "a song"}); err != nil {
		h.Fatal(err)
	}
	if _, err := h.records.Attach(h.Context(), who, id, "letter", strings.NewReader("Dear Invented")); err != nil {
		h.Fatal(err)
	}
	p, err := h.records.Person(h.Context(), who, id)
	if err != nil {
		h.Fatal(err)
	}
	p.Profile.Reference = "INV-1"
	if err := h.records.UpdateProfile(h.Context(), who, id, p.Revision, p.Profile); err != nil {
		h.Fatal(err)
	}
	if h.rows(id) < 9 {
		h.Fatalf("only %d rows: this test looks at too few tables", h.rows(id))
	}
}

// rows counts what this room's and access's tables hold of a record.
func (h *house) rows(id string) (total int) {
	h.Helper()
	err := h.door.Background(h.Context(), func(w *access.Work) error {
		for _, query := range []string{
			"select count(*) from record_people where id = $1", "select count(*) from record_profiles where record_id = $1",
			"select count(*) from record_names where record_id = $1", "select count(*) from record_identifiers where record_id = $1",
			"select count(*) from record_sealed where record_id = $1", "select count(*) from record_safety where record_id = $1", "select count(*) from record_blobs where record_id = $1",
			"select count(*) from access_keys where owner_id = $1", "select count(*) from access_grants where record_id = $1",
			"select count(*) from record_blob_chunks where $1 = $1",
		} {
			var n int
			if err := w.Tx.QueryRow(h.Context(), query, id).Scan(&n); err != nil {
				return err
			}
			total += n
		}
		return nil
	})
	if err != nil {
		h.Fatal(err)
	}
	return total
}

// Nothing that was typed lies open in the database's files, while it is open and after.
func TestNothing_isInPlainText(t *testing.T) {
	address := testkit.SQLiteAddress(t)
	d, err := db.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	h := newHouse(t, d)
	who := worker(permit.Manager)
	secrets := []string{"Zebulonia", "Quistenberg", "Zebby", "Moonriver", "ሰላማዊት", "zeb-you-LOH", "1999-12-30", "a dentist in Oz", "xe/xem",
		"Asmaradialect", "QX-7719-Z", "no uncles please", "17 Placement Road", "letter from the moon.txt", "the moon wrote this"}
	p := record.Profile{
		Names:       record.Names{Given: secrets[0], Family: secrets[1], Preferred: secrets[2], KnownBy: secrets[3], OwnScript: secrets[4], Pronunciation: secrets[5]},
		Birth:       record.Birth{Day: secrets[6], Accuracy: record.Estimated, By: secrets[7]},
		Pronouns:    secrets[8],
		Languages:   []record.Language{{Tag: "ti", Dialect: secrets[9]}},
		Reference:   secrets[10],
		Interpreter: record.Interpreter{Needed: "yes", Notes: secrets[11]},
	}
	id, err := h.records.Create(t.Context(), who, record.NewPerson{Nation: nation.England, Profile: p, Sealed: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.records.AddSealed(t.Context(), who, id, record.NewSealed{Class: "address", Detail: record.SealedDetail{Value: secrets[12]}}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.records.Attach(t.Context(), who, id, secrets[13], strings.NewReader(secrets[14])); err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{"zebulonia", secrets[4], secrets[10]} {
		if got := h.find(who, q); !slices.Equal(got, []string{secrets[2]}) {
			t.Fatalf("%q finds %q", q, got)
		}
	}
	folded := []string{"qx7719z", "quistenberg"} // nor what a search makes of it
	for _, when := range []string{"open", "closed"} {
		if found := secretsIn(t, filepath.Dir(address), append(folded, secrets...)); found != nil {
			t.Errorf("while %s: %q", when, found)
		}
		if when == "open" {
			if err := d.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}
