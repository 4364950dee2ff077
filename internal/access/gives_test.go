package access_test

import (
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// TestGive_eachDecisionGivesAndEndsItsOwnKindAlone crosses the decisions with the kinds of grant.
func TestGive_eachDecisionGivesAndEndsItsOwnKindAlone(t *testing.T) {
	eachHouse(t, func(h *house) {
		boss, until := worker(permit.Manager), h.door.Now().Add(time.Hour)
		record := h.record(boss)
		grants := map[string]access.Grant{
			"record":     {Part: permit.PartRecord, HolderKind: access.HolderAccount, Holder: db.NewID(), Reason: access.ReasonTeam},
			"promises":   {Part: permit.PartPromises, HolderKind: access.HolderTeam, Holder: db.NewID(), Reason: access.ReasonTeam},
			"share":      {Part: permit.PartShare, HolderKind: access.HolderOrganisation, Holder: organisationB, Reason: access.ReasonShare, Until: until},
			"open share": {Part: permit.PartShare, HolderKind: access.HolderOrganisation, Holder: organisationB, Reason: access.ReasonShare},
			"carried":    {Part: permit.PartShare, HolderKind: access.HolderAccount, Holder: db.NewID(), Reason: access.ReasonShare, Until: until},
			"own":        {Part: permit.PartOwn, HolderKind: access.HolderYoungPerson, Holder: db.NewID(), Reason: access.ReasonOwn, Until: until},
			"mixed":      {Part: permit.PartOwn, HolderKind: access.HolderAccount, Holder: boss.ID, Reason: access.ReasonOwn, Until: until},
		}
		may := map[permit.Action]map[string]bool{
			permit.GiveGrant:    {"record": true, "promises": true},
			permit.DecideShare:  {"share": true, "carried": true},
			permit.DecideCarry:  {"carried": true},
			permit.SpeakOwn:     {},
			permit.OpenOwnPlace: {"own": true},
			permit.OpenRecord:   {},
		}
		for act, allowed := range may {
			for name, g := range grants {
				err := h.door.Do(t.Context(), boss, act, access.Record(record), func(w *access.Work) error {
					id, err := w.Give(t.Context(), g)
					if err != nil {
						return err
					}
					return w.End(t.Context(), id, "done")
				})
				if (err == nil) != allowed[name] {
					t.Errorf("%s gives and ends %s: %v", act, name, err)
				}
			}
		}
		for _, g := range h.grants(boss, record) {
			if g.Part == permit.PartRecord && g.EndedBy == "" {
				err := h.door.Do(t.Context(), boss, permit.DecideShare, access.Record(record), func(w *access.Work) error { return w.End(t.Context(), g.ID, "done") })
				if !problem.Is(err, problem.Forbidden) {
					t.Errorf("a decision about shares ends a grant on the record: %v", err)
				}
			}
		}
	})
}

// TestEnd_whatWasCarriedOnAYoungPersonTakesBack: their own act ends what lets one person see their words, and nothing else.
func TestEnd_whatWasCarriedOnAYoungPersonTakesBack(t *testing.T) {
	eachHouse(t, func(h *house) {
		boss, until := worker(permit.Manager), h.door.Now().Add(time.Hour)
		record := h.record(boss)
		give := func(act permit.Action, kind access.HolderKind) (id string) {
			err := h.door.Do(t.Context(), boss, act, access.Record(record), func(w *access.Work) (err error) {
				id, err = w.Give(t.Context(), access.Grant{Part: permit.PartShare, HolderKind: kind, Holder: db.NewID(), Reason: access.ReasonShare, Until: until})
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return id
		}
		carried, shared := give(permit.DecideCarry, access.HolderAccount), give(permit.DecideShare, access.HolderOrganisation)
		for id, kind := range map[string]problem.Kind{carried: problem.Internal, shared: problem.Forbidden} {
			err := h.door.Do(t.Context(), boss, permit.SpeakOwn, access.Record(record), func(w *access.Work) error { return w.End(t.Context(), id, "") })
			if id == carried && err != nil || id == shared && !problem.Is(err, kind) {
				t.Errorf("ending it in their own place: %v", err)
			}
		}
	})
}

// TestDrop_leavesItsEntryWithTheRecordAndOpensNothing: whoever asks with a card stands in the record's own log, no other act
// can turn to a record so, and what was never there or is destroyed gives nothing to seal for.
func TestDrop_leavesItsEntryWithTheRecordAndOpensNothing(t *testing.T) {
	eachHouse(t, func(h *house) {
		boss, asker := worker(permit.Manager), permit.Actor{ID: db.NewID(), Organisation: organisationB, Roles: []permit.Role{permit.Practitioner}}
		record := h.record(boss)
		drop := func(act permit.Action, id string) (key access.DropKey, err error) {
			err = h.door.Do(t.Context(), asker, act, access.Organisation(organisationB), func(w *access.Work) error {
				if key, err = w.Drop(t.Context(), id); err == nil && !w.Key.IsZero() {
					t.Error("asking opens the record's key")
				}
				return err
			})
			return key, err
		}
		if key, err := drop(permit.AskCarry, record); err != nil || key.IsZero() {
			t.Errorf("nothing to seal for: %v", err)
		}
		if key, err := drop(permit.AskCarry, db.NewID()); err != nil || !key.IsZero() {
			t.Errorf("a record that is not there: %v", err)
		}
		if _, err := drop(permit.UsePaper, record); !problem.Is(err, problem.Forbidden) {
			t.Errorf("another act turns to a record: %v", err)
		}
		if err := h.open(asker, record); !problem.Is(err, problem.NotFound) {
			t.Errorf("asking let somebody in: %v", err)
		}
	})
}

// TestDo_aShareTellsNothingOfTheRecordBehindIt: a refusal is the same as for a record that is not there.
func TestDo_aShareTellsNothingOfTheRecordBehindIt(t *testing.T) {
	eachHouse(t, func(h *house) {
		boss, partner := worker(permit.Manager), permit.Actor{ID: db.NewID(), Organisation: organisationB, Roles: []permit.Role{permit.Manager}}
		record := h.record(boss)
		err := h.door.Do(t.Context(), boss, permit.DecideShare, access.Record(record), func(w *access.Work) error {
			_, err := w.Give(t.Context(), access.Grant{Part: permit.PartShare, HolderKind: access.HolderOrganisation, Holder: organisationB,
				Reason: access.ReasonShare, Until: w.At.Add(time.Hour)})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range []string{record, db.NewID()} {
			if err := h.open(partner, id); !problem.Is(err, problem.NotFound) || problem.KeyOf(err) != "problem.not_found" {
				t.Errorf("got %v", err)
			}
		}
	})
}

// TestEnd_aPlaceIsEndedByItselfAndByADecisionOverAll: the second word ends the place it belongs to and no other; a decision
// that no own device may be used ends every place it names, and nothing else.
func TestEnd_aPlaceIsEndedByItselfAndByADecisionOverAll(t *testing.T) {
	eachHouse(t, func(h *house) {
		boss, until := worker(permit.Manager), h.door.Now().Add(time.Hour)
		record := h.record(boss)
		open := func() (permit.Actor, string) {
			own := permit.Actor{ID: db.NewID(), Roles: []permit.Role{permit.YoungPerson}}
			var id string
			if err := h.door.Do(t.Context(), boss, permit.OpenOwnPlace, access.Record(record), func(w *access.Work) (err error) {
				id, err = w.Give(t.Context(), access.Grant{Part: permit.PartOwn, HolderKind: access.HolderYoungPerson, Holder: own.ID, Reason: access.ReasonOwn, Until: until})
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return own, id
		}
		end := func(own permit.Actor, id string) error {
			return h.door.Do(t.Context(), own, permit.EnterOwn, access.Record(record), func(w *access.Work) error { return w.End(t.Context(), id, "") })
		}
		first, one := open()
		second, two := open()
		for _, id := range []string{two, h.grants(boss, record)[2].ID, db.NewID()} {
			if err := end(first, id); !problem.Is(err, problem.Forbidden) {
				t.Errorf("a place ends what is not its own: %v", err)
			}
		}
		if err := end(first, one); err != nil {
			t.Fatal(err)
		}
		if err := end(first, one); !problem.Is(err, problem.NotFound) {
			t.Errorf("a place that was ended still opens: %v", err)
		}
		officer := worker(permit.ProtectionOfficer)
		all := func(who permit.Actor, act permit.Action) error {
			return h.door.Do(t.Context(), who, act, access.Organisation(who.Organisation), func(w *access.Work) error {
				return w.EndPlaces(t.Context(), []string{second.ID, boss.ID})
			})
		}
		if err := all(boss, permit.WatchAccess); !problem.Is(err, problem.Forbidden) {
			t.Errorf("another decision ends places: %v", err)
		}
		if err := all(officer, permit.AllowPlaces); err != nil {
			t.Fatal(err)
		}
		if err := end(second, two); !problem.Is(err, problem.NotFound) {
			t.Errorf("a place that a decision ended still opens: %v", err)
		}
		if err := h.open(boss, record); err != nil {
			t.Errorf("a decision over places ends another grant: %v", err)
		}
	})
}
