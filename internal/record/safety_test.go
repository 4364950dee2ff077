package record_test

import (
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
)

func TestSafety_isTheirsSealedAndNeverOverwritten(t *testing.T) {
	eachHouse(t, func(h *house) {
		who, colleague := worker(permit.Manager), worker(permit.Practitioner)
		id := h.named(who, record.Names{Given: "Invented"})
		if _, err := h.records.Give(h.Context(), who, id, access.Grant{Part: permit.PartRecord, HolderKind: access.HolderAccount, Holder: colleague.ID, Reason: access.ReasonTeam}); err != nil {
			h.Fatal(err)
		}
		write := func(who permit.Actor, version, part string, text record.SafetyText) error {
			return h.records.WriteSafety(h.Context(), who, id, version, part, text)
		}
		if p, err := h.records.OpenSafety(h.Context(), who, id, "theirs"); err != nil || !p.Empty() {
			h.Fatalf("before anything: %+v, %v", p, err)
		}
		first := db.NewID()
		for _, one := range []struct {
			version, part, text string
		}{{first, "trust", "my aunt"}, {first, "trust", "my aunt"}, {db.NewID(), "trust", "my coach"}, {db.NewID(), "missing", "ring my sister"}} {
			h.seconds.Add(1)
			if err := write(who, one.version, one.part, record.SafetyText{Text: one.text, Language: "en", WrittenBy: "worker"}); err != nil {
				h.Fatal(err)
			}
		}
		if err := write(who, db.NewID(), record.SafetyCarry, record.SafetyText{Card: true, OnCard: []string{"trust"}}); err != nil {
			h.Fatal(err)
		}
		p, err := h.records.OpenSafety(h.Context(), who, id, "emergency")
		if err != nil || p.Now["trust"].Text.Text != "my coach" || p.Now["missing"].Text.Text != "ring my sister" || !p.Now[record.SafetyCarry].Text.Card ||
			len(p.Before) != 4 || p.Before[0].Text.Text != "my aunt" {
			h.Fatalf("%+v, %v", p, err)
		}
		for what, err := range map[string]error{
			"a colleague without the grant wrote on it": write(colleague, db.NewID(), "trust", record.SafetyText{Text: "me"}),
			"an id was used for something else":         write(who, first, "missing", record.SafetyText{Text: "my aunt"}),
			"an id was used for other words":            write(who, first, "trust", record.SafetyText{Text: "somebody else"}),
			"there is a part that is none":              write(who, db.NewID(), "address", record.SafetyText{Text: "1 Invented Lane"}),
			"a card was asked for in the wrong part":    write(who, db.NewID(), "trust", record.SafetyText{Card: true}),
			"it takes more than there is room for":      write(who, db.NewID(), "trust", record.SafetyText{Text: strings.Repeat("a", 1001)}),
			"it takes a form without an id":             write(who, "", "trust", record.SafetyText{Text: "a"}),
		} {
			if err == nil {
				h.Error(what)
			}
		}
		if _, err := h.records.OpenSafety(h.Context(), who, id, "curious"); !problem.Is(err, problem.Invalid) {
			h.Errorf("opened without a reason: %v", err)
		}
		if _, err := h.records.OpenSafety(h.Context(), colleague, id, "visit"); !problem.Is(err, problem.Forbidden) {
			h.Errorf("a colleague opened it: %v", err)
		}
		if !slices.ContainsFunc(h.looks(who, id), func(l record.Look) bool {
			return l.Act == permit.OpenSealed && l.Outcome == ledger.Done && slices.Contains(l.Detail, "reason:emergency") && slices.Contains(l.Detail, "safety")
		}) {
			h.Error("the reason is not in the ledger")
		}
	})
}

func TestSafety_recordKeyDoesNotOpenIt(t *testing.T) {
	eachHouse(t, func(h *house) {
		who := worker(permit.Manager)
		id := h.named(who, record.Names{Given: "Invented"})
		if err := h.records.WriteSafety(h.Context(), who, id, db.NewID(), "helps", record.SafetyText{Text: "by the river"}); err != nil {
			h.Fatal(err)
		}
		err := h.door.Read(h.Context(), who, permit.OpenSealed, access.Record(id), func(w *access.Work) error {
			w.Key, w.Sealed = w.Sealed, w.Key
			if _, err := record.FindSafety(h.Context(), w, id, "theirs"); err == nil {
				h.Error("the record's key opened a safety page")
			}
			w.Key, w.Sealed = w.Sealed, w.Key
			_, err := record.FindSafety(h.Context(), w, id, "theirs")
			return err
		})
		if err != nil {
			h.Fatal(err)
		}
	})
}
