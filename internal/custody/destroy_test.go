package custody_test

import (
	"strings"
	"testing"

	"stablefutures/internal/custody"
	"stablefutures/internal/db"
	"stablefutures/internal/ledger"
	"stablefutures/internal/nation"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
)

var sure = record.Birth{Day: "2010-03-05", Accuracy: record.Documented}

// Each nation's record comes due on its day and not before, two people destroy it, the certificate names nobody, and
// the ledger proves it and still holds.
func TestDestruction_onItsDayByTwoPeople(t *testing.T) {
	eachHouse(t, func(h *house) {
		for _, c := range []struct{ nation, eve, day string }{
			{nation.England, "2085-03-04 23:59:59", "2085-03-05 00:00:00"},
			{nation.Wales, "2085-03-04 23:59:59", "2085-03-05 00:00:00"},
			{nation.NorthernIreland, "2085-03-04 23:59:59", "2085-03-05 00:00:00"},
			{nation.Scotland, "2110-03-04 23:59:59", "2110-03-05 00:00:00"},
		} {
			h.london("2026-11-28 12:00:00")
			id := h.born(c.nation, sure)
			h.say(id, custody.Entry{Kind: custody.SaidStatus, Text: custody.Text{Status: custody.LookedAfter}})
			h.london(c.eve)
			h.refused(h.custody.Propose(h.Context(), h.first, id, db.NewID(), ""), problem.Conflict, "custody.not_due")
			if due, _, err := h.custody.Due(h.Context(), h.first); err != nil || len(due) != 0 {
				h.Errorf("%s: due the day before: %v %v", c.nation, due, err)
			}
			h.london(c.day)
			due, _, err := h.custody.Due(h.Context(), h.first)
			if err != nil || len(due) != 1 || due[0].Record != id || due[0].Names.Given != "Selam" {
				h.Errorf("%s: not due on its day: %v %v", c.nation, due, err)
			}
			h.destroy(id)
		}
		r, err := ledger.Verify(h.Context(), h.db, ledger.Options{Ring: h.ring})
		if err != nil || !r.OK || r.Records != 4 {
			h.Errorf("the ledger: %+v %v", r, err)
		}
	})
}

// destroy proposes and confirms, and looks at what is left.
func (h *house) destroy(id string) {
	h.Helper()
	h.refused(h.records.Erase(h.Context(), h.second, id, "retention"), problem.Conflict, "custody.needs_two")
	proposal := db.NewID()
	h.must(h.custody.Propose(h.Context(), h.first, id, proposal, "Looked through."))
	h.must(h.custody.Propose(h.Context(), h.first, id, proposal, "Looked through.")) // the same form again
	h.refused(h.custody.Propose(h.Context(), h.second, id, db.NewID(), ""), problem.Conflict, "custody.proposed_already")
	h.refused(h.custody.Confirm(h.Context(), h.first, id, proposal), problem.Conflict, "custody.needs_two")
	h.refused(h.custody.Confirm(h.Context(), h.second, id, db.NewID()), problem.NotFound, "")
	h.must(h.custody.Confirm(h.Context(), h.second, id, proposal))
	_, err := h.records.Person(h.Context(), h.first, id)
	h.refused(err, problem.NotFound, "")
	h.must(h.log.Settle(h.Context()))
	list, err := h.custody.Certificates(h.Context(), h.first)
	h.must(err)
	c, err := h.custody.Certificate(h.Context(), h.first, list[0].ID)
	h.must(err)
	if c.Record != id || c.ProposedBy != h.first.ID || c.ConfirmedBy != h.second.ID || c.Rule != custody.FromBirth || c.Entry < 0 || c.Source.Source.Title == "" {
		h.Errorf("the certificate: %+v", c)
	}
	if !strings.Contains(string(c.Proof), id) || !strings.Contains(string(c.Proof), "ledger.record_destroyed") || strings.Contains(string(c.Proof), "Selam") {
		h.Errorf("the proof: %s", c.Proof)
	}
	if n := h.count("select count(*) from custody_entries") + h.count("select count(*) from custody_clocks"); n != 0 {
		h.Errorf("%d rows are left", n)
	}
}

func (h *house) count(query string) (n int) {
	h.Helper()
	h.must(h.db.Read(h.Context(), func(tx *db.Tx) error { return tx.QueryRow(h.Context(), query).Scan(&n) }))
	return n
}

// A legal hold stands against every destruction, whichever page asks and for whatever reason, until it is ended.
func TestHold_standsAgainstEveryDestruction(t *testing.T) {
	eachHouse(t, func(h *house) {
		id := h.born(nation.England, sure)
		hold := db.NewID()
		h.refused(h.custody.Hold(h.Context(), h.first, id, hold, custody.Text{Reason: "court", Day: "2020-01-01"}), problem.Invalid, "")
		h.must(h.custody.Hold(h.Context(), h.first, id, hold, custody.Text{Reason: "court", Day: "2027-01-01", Note: "The judge asked."}))
		for _, why := range record.EraseReasons {
			h.refused(h.records.Erase(h.Context(), h.first, id, why), problem.Conflict, "custody.on_hold")
		}
		if k := h.keeping(id); len(k.Holds) != 1 || k.Holds[0].Text.Note != "The judge asked." {
			h.Errorf("%+v", k.Holds)
		}
		h.london("2027-01-01 09:00:00")
		if due, _, err := h.custody.Due(h.Context(), h.first); err != nil || len(due) != 1 || !due[0].Held {
			h.Errorf("a hold to be looked at again is not in the register: %v %v", due, err)
		}
		h.refused(h.custody.Lift(h.Context(), h.first, id, db.NewID(), hold, ""), problem.Invalid, "")
		h.refused(h.custody.Lift(h.Context(), h.first, id, db.NewID(), db.NewID(), "over"), problem.NotFound, "")
		h.must(h.custody.Lift(h.Context(), h.first, id, db.NewID(), hold, "The case is over."))
		h.refused(h.custody.Lift(h.Context(), h.first, id, db.NewID(), hold, "again"), problem.Conflict, "custody.over_already")
		h.must(h.records.Erase(h.Context(), h.first, id, "mistake"))
		list, err := h.custody.Certificates(h.Context(), h.first)
		if err != nil || len(list) != 1 || list[0].Rule != "" || list[0].Reason != "mistake" || !list[0].ProposedAt.IsZero() {
			h.Errorf("%+v %v", list, err)
		}
	})
}

// What no law fixes waits for the organisation's own decision, and for its reason to be kept longer.
func TestPolicy_nothingGoesUnderTheDefault(t *testing.T) {
	eachHouse(t, func(h *house) {
		id := h.born(nation.England, sure)
		h.say(id, custody.Entry{Kind: custody.SaidStatus, Text: custody.Text{Status: custody.NotLookedAfter}})
		h.london("2031-03-05 08:00:00")
		h.refused(h.custody.Propose(h.Context(), h.first, id, db.NewID(), ""), problem.Conflict, "custody.no_policy")
		h.refused(h.custody.SetPolicy(h.Context(), h.first, custody.Policy{After18: 101, LogYears: 1, TrainingYears: 1, AuditYears: 1, Source: "x"}), problem.Invalid, "")
		h.must(h.custody.SetPolicy(h.Context(), h.first, custody.Policy{After18: 5, AfterLast: 1, LogYears: 25, TrainingYears: 7, AuditYears: 7, Source: "Schedule, 2026"}))
		if due, _, err := h.custody.Due(h.Context(), h.first); err != nil || len(due) != 0 {
			h.Errorf("due by the old policy: %v %v", due, err)
		}
		h.london("2033-03-05 08:00:00")
		h.must(h.custody.KeepLonger(h.Context(), h.first, id, db.NewID(), custody.Text{Reason: "asked", Day: "2034-01-01"}))
		h.refused(h.custody.Propose(h.Context(), h.first, id, db.NewID(), ""), problem.Conflict, "custody.not_due")
		h.london("2034-01-02 00:00:00")
		proposal := db.NewID()
		h.must(h.custody.Propose(h.Context(), h.first, id, proposal, ""))
		h.must(h.custody.Withdraw(h.Context(), h.second, id, db.NewID(), proposal, "Not yet."))
		h.refused(h.custody.Confirm(h.Context(), h.second, id, proposal), problem.Conflict, "custody.over_already")
	})
}

// A wrong status is set right by a later entry; looked after once is looked after.
func TestStatus_onceLookedAfter(t *testing.T) {
	eachHouse(t, func(h *house) {
		id := h.born(nation.Scotland, sure)
		if k := h.keeping(id); k.Clock.Status != custody.NotSaid || k.Clock.Due != "2110-03-05" {
			h.Errorf("%+v", k.Clock)
		}
		wrong := custody.Entry{ID: db.NewID(), Kind: custody.SaidStatus, Text: custody.Text{Status: custody.LookedAfter, From: "2024-01-01"}}
		h.say(id, wrong)
		h.say(id, custody.Entry{Kind: custody.SaidStatus, Text: custody.Text{Status: custody.NotLookedAfter}})
		if k := h.keeping(id); k.Clock.Rule != custody.FromBirth {
			h.Error("somebody who was looked after once is not any more")
		}
		h.say(id, custody.Entry{Kind: custody.SaidStatus, About: wrong.ID, Text: custody.Text{Status: custody.NotLookedAfter, Note: "It was another child."}})
		if k := h.keeping(id); k.Clock.Rule != custody.ByPolicy {
			h.Error("a mistake cannot be set right")
		}
		h.refused(h.custody.Say(h.Context(), h.first, id, custody.Entry{Kind: custody.SaidStatus, Text: custody.Text{Status: "somewhere"}}), problem.Invalid, "")
		h.refused(h.custody.Say(h.Context(), h.first, id, custody.Entry{Kind: custody.Held, Text: custody.Text{Reason: "court", Day: "2099-01-01"}}), problem.Invalid, "")
	})
}

// The protection officer sees that something is due and neither whose record it is nor from which day.
func TestWatch_withoutContent(t *testing.T) {
	eachHouse(t, func(h *house) {
		id := h.born(nation.England, sure)
		officer := permit.Actor{ID: db.NewID(), Organisation: h.organisation, Roles: []permit.Role{permit.ProtectionOfficer}}
		h.london("2085-04-01 08:00:00")
		list, _, err := h.custody.Watch(h.Context(), officer)
		if err != nil || len(list) != 1 || list[0].Record != id || list[0].Names != (record.Names{}) || list[0].Due != "" || list[0].Month != "2085-03" {
			h.Errorf("%+v %v", list, err)
		}
		_, err = h.custody.Keeping(h.Context(), officer, id)
		h.refused(err, problem.NotFound, "")
		_, _, err = h.custody.Due(h.Context(), officer)
		h.refused(err, problem.Forbidden, "")
		officer.Organisation = db.NewID()
		if list, _, err := h.custody.Watch(h.Context(), officer); err != nil || len(list) != 0 {
			h.Errorf("another organisation's officer sees %v %v", list, err)
		}
		stranger := h.manager(db.NewID())
		h.refused(h.custody.Hold(h.Context(), stranger, id, db.NewID(), custody.Text{Reason: "court", Day: "2099-01-01"}), problem.NotFound, "")
	})
}
