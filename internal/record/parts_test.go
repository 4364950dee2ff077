package record_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
)

// partly gives somebody parts of a record.
func (h *house) partly(by permit.Actor, id string, parts ...permit.Part) permit.Actor {
	h.Helper()
	who := worker(permit.Practitioner)
	var texts []string
	for _, p := range parts {
		texts = append(texts, string(p))
	}
	err := h.records.GiveParts(h.Context(), by, id, access.Grant{HolderKind: access.HolderAccount, Holder: who.ID, Reason: access.ReasonTeam}, texts)
	if err != nil {
		h.Fatal(err)
	}
	return who
}

// full is a profile with something in every field that parts can hide.
var full = record.Profile{Names: record.Names{Given: "Invented", Family: "Person"}, Reference: "CASE 77", Why: record.NotStated,
	Birth: record.Birth{Day: "2010-02-03", Accuracy: record.Stated, By: "their papers"}, Languages: []record.Language{{Tag: "ti"}},
	Interpreter: record.Interpreter{Needed: "yes", Notes: "not from the east"}}

// TestPerson_partsShowWhomItIsAboutAndNoMore holds every part by itself.
func TestPerson_partsShowWhomItIsAboutAndNoMore(t *testing.T) {
	eachHouse(t, func(h *house) {
		boss := worker(permit.Manager)
		id, err := h.records.Create(h.Context(), boss, record.NewPerson{Nation: "england", Profile: full, Sealed: true})
		if err != nil {
			h.Fatal(err)
		}
		h.meet(boss, id)
		for _, part := range []permit.Part{permit.PartOutcomes, permit.PartPromises, permit.PartDocuments} {
			who := h.partly(boss, id, part)
			p, err := h.records.Person(h.Context(), who, id)
			if err != nil {
				h.Fatalf("%s: %v", part, err)
			}
			if p.Profile.Names != full.Names || p.Profile.Interpreter.Needed != "yes" {
				h.Errorf("%s does not show whom it is about: %+v", part, p.Profile)
			}
			if p.Profile.Birth != (record.Birth{}) || p.Profile.Reference+p.Profile.Interpreter.Notes != "" || p.Profile.Why != "" || p.Revision != "" {
				h.Errorf("%s shows what it does not open: %+v", part, p.Profile)
			}
			if p.EditionFor(h.door.Now()) != (record.Person{Profile: full}).EditionFor(h.door.Now()) {
				h.Errorf("%s changes whose edition a conversation is held with", part)
			}
			if met := !p.LastSittingAt.IsZero(); met != (part == permit.PartOutcomes) {
				h.Errorf("%s says when they last met: %v", part, met)
			}
			rows, _, err := h.records.Caseload(h.Context(), who, "")
			if err != nil || len(rows) != 1 || rows[0].LastSittingAt.IsZero() == (part == permit.PartOutcomes) {
				h.Errorf("%s in a list: %+v, %v", part, rows, err)
			}
			if found := h.find(who, "CASE 77"); len(found) != 0 {
				h.Errorf("%s finds by a case number that it does not open", part)
			}
			if found := h.find(who, "invented"); len(found) != 1 {
				h.Errorf("%s does not find by name: %v", part, found)
			}
			if _, err := h.records.Versions(h.Context(), who, id); !problem.Is(err, problem.Forbidden) {
				h.Errorf("%s opens what the profile was before: %v", part, err)
			}
		}
		if found := h.find(boss, "CASE 77"); len(found) != 1 {
			h.Errorf("the record does not find by its case number: %v", found)
		}
	})
}

// meet notes that a conversation was held.
func (h *house) meet(who permit.Actor, id string) {
	h.Helper()
	err := h.door.Do(h.Context(), who, permit.HoldConversation, access.Record(id), func(w *access.Work) error {
		return record.NoteSitting(h.Context(), w, id)
	})
	if err != nil {
		h.Fatal(err)
	}
}

// TestSealed_classByClass: whoever holds one class sees and keeps that class, and learns of no other.
func TestSealed_classByClass(t *testing.T) {
	eachHouse(t, func(h *house) {
		boss := worker(permit.Manager)
		id := h.named(boss, record.Names{Given: "Invented"})
		ids := map[string]string{}
		for _, class := range record.SealedClasses {
			var err error
			if ids[class], err = h.records.AddSealed(h.Context(), boss, id, record.NewSealed{Class: class, Detail: record.SealedDetail{Value: "an invented " + class}}); err != nil {
				h.Fatal(err)
			}
		}
		for _, held := range record.SealedClasses {
			who := h.partly(boss, id, permit.PartPromises, permit.Part("sealed."+held))
			heads, err := h.records.SealedHeads(h.Context(), who, id)
			if err != nil || len(heads) != 1 || heads[0].Class != held {
				h.Fatalf("%s: heads %+v, %v", held, heads, err)
			}
			for class, detail := range ids {
				d, err := h.records.OpenSealed(h.Context(), who, id, detail, "visit")
				if class == held && (err != nil || !strings.Contains(d.Value, class)) {
					h.Errorf("%s: its own: %v", held, err)
				}
				if class != held && !problem.Is(err, problem.NotFound) {
					h.Errorf("%s opens %s: %+v, %v", held, class, d, err)
				}
				_, err = h.records.AddSealed(h.Context(), who, id, record.NewSealed{Class: class, Detail: record.SealedDetail{Value: "more"}})
				if (err == nil) != (class == held) {
					h.Errorf("%s keeps %s: %v", held, class, err)
				}
			}
			if _, err := h.records.OpenSafety(h.Context(), who, id, "theirs"); !problem.Is(err, problem.Forbidden) {
				h.Errorf("%s opens the young person's own page: %v", held, err)
			}
			if _, err := h.records.SafetyMade(h.Context(), who, id); !problem.Is(err, problem.Forbidden) {
				h.Errorf("%s learns when the page was made: %v", held, err)
			}
		}
		alone := h.partly(boss, id, permit.PartSealed)
		if _, err := h.records.SealedHeads(h.Context(), alone, id); !problem.Is(err, problem.Forbidden) {
			h.Errorf("what is sealed opens without the record: %v", err)
		}
	})
}

// TestWhoCanSeeAndLooked tells both as they were.
func TestWhoCanSeeAndLooked(t *testing.T) {
	eachHouse(t, func(h *house) {
		boss := worker(permit.Manager)
		id := h.named(boss, record.Names{Given: "Invented"})
		reader := h.partly(boss, id, permit.PartPromises, permit.PartOutcomes)
		gone := h.partly(boss, id, permit.PartRecord)
		if _, err := h.records.Person(h.Context(), gone, id); err != nil {
			h.Fatal(err)
		}
		h.seconds.Add(60)
		h.endFor(boss, id, gone.ID)
		h.seconds.Add(24 * 60 * 60)
		h.find(reader, "")
		if _, err := h.records.Versions(h.Context(), reader, id); err == nil {
			h.Fatal("a part opens the profile")
		}
		if err := h.log.Settle(h.Context()); err != nil {
			h.Fatal(err)
		}
		err := h.door.Read(h.Context(), boss, permit.ReadLedger, access.Record(id), func(w *access.Work) error {
			seers, err := record.WhoCanSee(h.Context(), w, h.accounts)
			if err != nil {
				return err
			}
			if len(seers) != 2 || seers[0].Holder != boss.ID || seers[1].Holder != reader.ID || seers[1].Reason != access.ReasonTeam ||
				!slices.Equal(seers[1].Parts, []permit.Part{permit.PartOutcomes, permit.PartPromises}) {
				h.Errorf("who can see: %+v", seers)
			}
			looked, more, err := record.WhoLooked(h.Context(), w, h.accounts)
			if err != nil || more {
				return err
			}
			var told []string
			for _, l := range looked {
				who := map[string]string{boss.ID: "boss", reader.ID: "reader", gone.ID: "gone"}[l.Actor]
				for _, what := range l.What {
					told = append(told, l.Day[8:]+" "+who+" "+string(what)+" "+string(l.Reason))
				}
			}
			first, second := h.door.Now().Add(-24*time.Hour).Format("02"), h.door.Now().Format("02")
			want := []string{second + " reader listed team", first + " boss wrote allocation", first + " boss access allocation", first + " boss checked allocation", first + " gone read team"}
			if !slices.Equal(told, want) {
				h.Errorf("who looked:\n%v, want\n%v", strings.Join(told, "\n"), strings.Join(want, "\n"))
			}
			return nil
		})
		if err != nil {
			h.Fatal(err)
		}
	})
}

// endFor ends what a holder was given.
func (h *house) endFor(by permit.Actor, id, holder string) {
	h.Helper()
	held, err := h.records.Team(h.Context(), by, h.accounts, id)
	if err != nil {
		h.Fatal(err)
	}
	for _, g := range held {
		if g.Holder == holder && g.EndedBy == "" {
			if _, err := h.records.EndGrant(h.Context(), by, id, g.ID, "done"); err != nil {
				h.Fatal(err)
			}
		}
	}
}
