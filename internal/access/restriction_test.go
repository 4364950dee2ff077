package access_test

import (
	"slices"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// in runs f under an action on a record.
func (h *house) in(who permit.Actor, act permit.Action, record string, f func(*access.Work) error) error {
	h.Helper()
	return h.door.Do(h.Context(), who, act, access.Record(record), f)
}

func TestRestrict_opensToThoseNamedAloneUntilItIsLifted(t *testing.T) {
	eachHouse(t, func(h *house) {
		boss, second, other := worker(permit.Manager), worker(permit.Practitioner), worker(permit.Manager)
		partner := permit.Actor{ID: db.NewID(), Organisation: organisationB, Roles: []permit.Role{permit.Manager}}
		record, until := h.record(boss), h.door.Now().Add(time.Hour)
		own := permit.Actor{ID: db.NewID(), Roles: []permit.Role{permit.YoungPerson}}
		for _, who := range []permit.Actor{second, other} {
			h.give(boss, record, access.Grant{Holder: who.ID})
		}
		must := func(err error) {
			h.Helper()
			if err != nil {
				h.Fatal(err)
			}
		}
		must(h.in(boss, permit.DecideShare, record, func(w *access.Work) error {
			_, err := w.Give(h.Context(), access.Grant{Part: permit.PartShare, HolderKind: access.HolderOrganisation, Holder: organisationB, Reason: access.ReasonShare, Until: until})
			return err
		}))
		must(h.in(boss, permit.OpenOwnPlace, record, func(w *access.Work) error {
			_, err := w.Give(h.Context(), access.Grant{Part: permit.PartOwn, HolderKind: access.HolderYoungPerson, Holder: own.ID, Reason: access.ReasonOwn, Until: until})
			return err
		}))
		shares := func(who permit.Actor) bool { return slices.Contains(h.parts(who, record), permit.PartShare) }
		if err := h.in(boss, permit.RestrictRecord, record, func(w *access.Work) error {
			return w.Restrict(h.Context(), "danger", []access.Holder{{Kind: access.HolderAccount, ID: second.ID}})
		}); !problem.Is(err, problem.Invalid) {
			t.Errorf("somebody shut themselves out: %v", err)
		}
		if !shares(partner) {
			t.Fatal("the share does not open")
		}
		h.restrict(boss, record, []string{second.ID})
		if h.open(boss, record) != nil || h.open(second, record) != nil {
			t.Error("those named are shut out")
		}
		unknown := h.open(other, db.NewID())
		if err := h.open(other, record); !problem.Is(err, problem.NotFound) || err.Error() != unknown.Error() {
			t.Errorf("to others it is not as if it were not there: %v, %v", err, unknown)
		}
		if shares(partner) {
			t.Error("another organisation's share still opens")
		}
		if !slices.Contains(h.parts(own, record), permit.PartOwn) {
			t.Error("the young person is shut out of their own place")
		}
		h.give(boss, record, access.Grant{Holder: other.ID}) // what is given now waits too
		if h.open(other, record) == nil {
			t.Error("a grant names somebody")
		}
		name := func(id string) error {
			return h.in(boss, permit.RestrictRecord, record, func(w *access.Work) error {
				return w.Name(h.Context(), access.Holder{Kind: access.HolderOrganisation, ID: id})
			})
		}
		must(name(organisationB))
		must(name(organisationB))
		if !shares(partner) {
			t.Error("an organisation that is named is shut out")
		}
		ask := func(who permit.Actor) error {
			return h.in(who, permit.RestrictRecord, record, func(w *access.Work) error { return w.AskLift(h.Context()) })
		}
		lift := func(who permit.Actor, yes bool) error {
			return h.in(who, permit.LiftRestriction, record, func(w *access.Work) error { return w.Lift(h.Context(), yes) })
		}
		if err := lift(second, true); !problem.Is(err, problem.Conflict) {
			t.Errorf("it is lifted without being asked for: %v", err)
		}
		must(ask(boss))
		if err := ask(boss); !problem.Is(err, problem.Conflict) {
			t.Errorf("asked twice: %v", err)
		}
		if err := lift(boss, true); !problem.Is(err, problem.Forbidden) {
			t.Errorf("one person lifts it alone: %v", err)
		}
		if err := lift(other, true); !problem.Is(err, problem.NotFound) {
			t.Errorf("somebody shut out lifts it: %v", err)
		}
		must(lift(second, false))
		if h.open(other, record) == nil {
			t.Error("refused, it is lifted all the same")
		}
		must(ask(boss))
		must(lift(second, true))
		if h.open(other, record) != nil || !shares(partner) {
			t.Error("what was given does not open again")
		}
		h.restrict(boss, record, []string{second.ID}) // and again: a new one
		if h.open(other, record) == nil {
			t.Error("it cannot be restricted a second time")
		}
	})
}

// parts gives what somebody holds on a record now, as the door reads it.
func (h *house) parts(who permit.Actor, record string) (parts []permit.Part) {
	h.Helper()
	parts, err := h.door.Holds(h.Context(), who, record)
	if err != nil {
		h.Fatal(err)
	}
	return parts
}

func TestUnname_leavesWhoTakesTheNameOff(t *testing.T) {
	eachHouse(t, func(h *house) {
		boss, second := worker(permit.Manager), worker(permit.Practitioner)
		record := h.record(boss)
		h.give(boss, record, access.Grant{Holder: second.ID})
		h.restrict(boss, record, []string{second.ID})
		ids := map[string]string{}
		err := h.in(boss, permit.ReadGrants, record, func(w *access.Work) error {
			r, err := w.Restriction(h.Context())
			for _, n := range r.Named {
				ids[n.Holder.ID] = n.ID
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		unname := func(id string) error {
			return h.in(boss, permit.RestrictRecord, record, func(w *access.Work) error { return w.Unname(h.Context(), id) })
		}
		if err := unname(ids[boss.ID]); !problem.Is(err, problem.Conflict) {
			t.Errorf("somebody takes off what names them: %v", err)
		}
		if err := unname(db.NewID()); !problem.Is(err, problem.NotFound) {
			t.Errorf("a name that is not there: %v", err)
		}
		if err := unname(ids[second.ID]); err != nil || h.open(second, record) == nil {
			t.Errorf("who is named no more still opens it: %v", err)
		}
	})
}

func TestLetIn_isWeighedSealedAndReviewedBySomebodyElse(t *testing.T) {
	eachHouse(t, func(h *house) {
		boss, helper := worker(permit.Manager), worker(permit.Manager)
		record, shut := h.record(boss), h.record(boss)
		h.restrict(boss, shut, nil)
		let := func(who permit.Actor, id string, hours time.Duration, sealed string) (e access.Emergency, err error) {
			err = h.door.Do(h.Context(), who, permit.BreakGlass, access.Organisation(who.Organisation), func(w *access.Work) error {
				e, err = w.LetIn(h.Context(), access.Emergency{Record: id, Reason: "danger", SealedReason: sealed, Until: w.At.Add(hours * time.Hour)}, "why I must")
				return err
			})
			return e, err
		}
		for what, id := range map[string]string{"a restricted record": shut, "an unknown one": db.NewID()} {
			if _, err := let(helper, id, 4, ""); !problem.Is(err, problem.NotFound) {
				t.Errorf("%s: %v", what, err)
			}
		}
		for _, hours := range []time.Duration{0, -1, 25} {
			if _, err := let(helper, record, hours, ""); !problem.Is(err, problem.Invalid) {
				t.Errorf("%d hours: %v", hours, err)
			}
		}
		if h.open(helper, record) == nil {
			t.Fatal("a refused emergency opened the record")
		}
		e, err := let(helper, record, 4, "")
		if err != nil || h.open(helper, record) != nil {
			t.Fatal(err, h.open(helper, record))
		}
		if slices.Contains(h.parts(helper, record), permit.PartSealed) {
			t.Error("what is sealed opens without being asked for")
		}
		review := func(who permit.Actor, verdict string) error {
			return h.in(who, permit.ReviewEmergency, record, func(w *access.Work) error { return w.Review(h.Context(), e.ID, verdict, "what I say") })
		}
		if err := review(helper, "justified"); !problem.Is(err, problem.Conflict) {
			t.Errorf("somebody reviews what they did: %v", err)
		}
		if err := review(boss, "fine"); !problem.Is(err, problem.Invalid) {
			t.Errorf("a verdict there is not: %v", err)
		}
		if err := review(boss, "talk"); err != nil {
			t.Fatal(err)
		}
		if err := review(boss, "justified"); !problem.Is(err, problem.Conflict) {
			t.Errorf("reviewed twice: %v", err)
		}
		err = h.in(boss, permit.ReviewEmergency, record, func(w *access.Work) error {
			all, err := w.Emergencies(h.Context())
			if err != nil || len(all) != 1 || !all[0].Reviewed() {
				t.Errorf("%+v, %v", all, err)
				return err
			}
			words, err := w.Words(all[0])
			if words.Why != "why I must" || words.Review != "what I say" {
				t.Errorf("%+v", words)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		h.wait(4 * time.Hour)
		if h.open(helper, record) == nil {
			t.Error("the hours are over and it opens")
		}
	})
}
