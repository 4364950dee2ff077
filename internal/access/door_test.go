package access_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

func TestDo_refusalIsRecordedAndLeavesNothingElse(t *testing.T) {
	eachHouse(t, func(h *house) {
		mine, auditor := worker(permit.Manager), worker(permit.Auditor)
		id := h.record(mine)
		h.give(mine, id, access.Grant{Holder: auditor.ID, Reason: access.ReasonAudit})
		ran := false
		err := h.door.Do(h.Context(), auditor, permit.MakePromise, access.Record(id), func(w *access.Work) error {
			ran = true
			return nil
		})
		if !problem.Is(err, problem.Forbidden) || ran {
			h.Fatalf("an auditor promised: %v, ran %v", err, ran)
		}
		got := h.trail(mine, id)[0]
		if got.Act != permit.MakePromise || got.Actor != auditor.ID || got.Outcome != ledger.Refused || got.Reason != "no_grant" {
			h.Errorf("want the refusal, got %+v", got)
		}
	})
}

func TestDo_failureAfterTheDecisionIsRecordedAndUndone(t *testing.T) {
	eachHouse(t, func(h *house) {
		who := worker(permit.Manager)
		id := h.record(who)
		failed := errors.New("no")
		err := h.door.Do(h.Context(), who, permit.GiveGrant, access.Record(id), func(w *access.Work) error {
			if _, err := w.Give(h.Context(), access.Grant{Part: permit.PartSealed, HolderKind: access.HolderAccount, Holder: db.NewID(), Reason: access.ReasonTeam}); err != nil {
				return err
			}
			return failed
		})
		if !errors.Is(err, failed) {
			h.Fatal(err)
		}
		got := h.trail(who, id)[0]
		if got.Act != permit.GiveGrant || got.Outcome != ledger.Failed || got.Reason != "internal" || got.Detail != nil {
			h.Errorf("want the failure, got %+v", got)
		}
		if n := len(h.grants(who, id)); n != 1 {
			h.Errorf("%d grants, the one that failed is there", n)
		}
	})
}

func TestRead_entryIsDurableBeforeItReturns(t *testing.T) {
	eachHouse(t, func(h *house) {
		who := worker(permit.Practitioner)
		id := h.record(who)
		before := h.entries()
		if err := h.open(who, id); err != nil {
			h.Fatal(err)
		}
		if after := h.entries(); after != before+1 {
			h.Errorf("%d entries became %d", before, after)
		}
	})
}

// A read whose entry cannot be written shows nothing.
func TestRead_failsWhereTheLedgerCannotBeWritten(t *testing.T) {
	h := newHouse(t, testkit.SQLite(t))
	who := worker(permit.Practitioner)
	id := h.record(who)
	broken := errors.New("disk")
	h.db.OnCommit(failing(broken))
	if err := h.open(who, id); !errors.Is(err, broken) {
		t.Errorf("read without an entry: %v", err)
	}
}

func TestRead_cannotWrite(t *testing.T) {
	eachHouse(t, func(h *house) {
		who := worker(permit.Manager)
		id := h.record(who)
		err := h.door.Read(h.Context(), who, permit.GiveGrant, access.Record(id), func(w *access.Work) error {
			_, err := w.Give(h.Context(), access.Grant{Part: permit.PartRecord, HolderKind: access.HolderTeam, Holder: db.NewID(), Reason: access.ReasonTeam})
			return err
		})
		if err == nil {
			h.Error("a read wrote")
		}
	})
}

func TestOpen_anotherOrganisationsRecordIsNotFound(t *testing.T) {
	eachHouse(t, func(h *house) {
		mine := worker(permit.Practitioner)
		id := h.record(mine)
		other := permit.Actor{ID: db.NewID(), Organisation: organisationB, Roles: []permit.Role{permit.Manager}}
		colleague := worker(permit.Practitioner)
		for name, who := range map[string]permit.Actor{"another organisation": other, "a colleague without a grant": colleague, "nobody": permit.Nobody} {
			got, none := h.open(who, id), h.open(who, db.NewID())
			if !problem.Is(got, problem.NotFound) || problem.KeyOf(got) != problem.KeyOf(none) || got.Error() != none.Error() {
				h.Errorf("%s can tell a record from none: %v, %v", name, got, none)
			}
		}
		if n := len(h.trail(mine, id)); n < 4 { // creation and three refusals
			h.Errorf("the refusals are not in the record's log: %d", n)
		}
	})
}

func TestOpen_expiredGrantRefusesAtTheNextRequest(t *testing.T) {
	eachHouse(t, func(h *house) {
		boss, who := worker(permit.Manager), worker(permit.Practitioner)
		id := h.record(boss)
		h.give(boss, id, access.Grant{Holder: who.ID, Until: h.door.Now().Add(time.Minute)})
		later := h.give(boss, id, access.Grant{Holder: who.ID, From: h.door.Now().Add(time.Hour)})
		if err := h.open(who, id); err != nil {
			h.Fatal(err)
		}
		h.wait(time.Minute)
		if err := h.open(who, id); !problem.Is(err, problem.NotFound) {
			h.Errorf("opened at the moment of its end: %v", err)
		}
		h.wait(time.Hour)
		if err := h.open(who, id); err != nil {
			h.Errorf("a grant from later on: %v", err)
		}
		h.end(boss, id, later, "")
		if err := h.open(who, id); !problem.Is(err, problem.NotFound) {
			h.Errorf("opened after its end: %v", err)
		}
	})
}

func TestOpen_administratorSeesNothing(t *testing.T) {
	eachHouse(t, func(h *house) {
		boss := worker(permit.Manager)
		id := h.record(boss)
		for _, who := range []permit.Actor{worker(permit.Administrator), worker(permit.Administrator, permit.Manager)} {
			h.give(boss, id, access.Grant{Holder: who.ID})
			for _, act := range []permit.Action{permit.OpenRecord, permit.ReadLedger, permit.GiveGrant, permit.EraseRecord, permit.OpenFile} {
				err := h.door.Read(h.Context(), who, act, access.Record(id), func(w *access.Work) error { return nil })
				if !problem.Is(err, problem.Forbidden) {
					h.Errorf("%v may %s: %v", who.Roles, act, err)
				}
			}
			err := h.door.List(h.Context(), who, permit.ListRecords, func(l *access.Listing) error { return nil })
			if !problem.Is(err, problem.Forbidden) {
				h.Errorf("%v may list: %v", who.Roles, err)
			}
		}
	})
}

func TestEnd_lastGrantStays(t *testing.T) {
	eachHouse(t, func(h *house) {
		boss := worker(permit.Manager)
		id := h.record(boss)
		first := h.grants(boss, id)[0].ID
		h.end(boss, id, first, "access.last_grant")
		second := h.give(boss, id, access.Grant{Holder: worker(permit.Manager).ID})
		sealed := h.give(boss, id, access.Grant{Holder: db.NewID(), Part: permit.PartSealed})
		h.end(boss, id, sealed, "")
		h.end(boss, id, db.NewID(), "problem.conflict")
		h.end(boss, h.record(boss), second, "problem.conflict") // of another record
		h.end(boss, id, second, "")
		h.end(boss, id, second, "problem.conflict") // over already
		if n := len(h.grants(boss, id)); n != 3 {
			h.Errorf("%d grants are left of three that were given", n)
		}
	})
}

func TestGive_onlyByThoseWhoMayAndOnlyWhatIsAGrant(t *testing.T) {
	eachHouse(t, func(h *house) {
		boss, practitioner := worker(permit.Manager), worker(permit.Practitioner)
		id := h.record(boss)
		h.give(boss, id, access.Grant{Holder: practitioner.ID})
		give := func(who permit.Actor, act permit.Action, g access.Grant) error {
			return h.door.Do(h.Context(), who, act, access.Record(id), func(w *access.Work) error {
				_, err := w.Give(h.Context(), g)
				return err
			})
		}
		good := access.Grant{Part: permit.PartRecord, HolderKind: access.HolderAccount, Holder: db.NewID(), Reason: access.ReasonTeam}
		if err := give(practitioner, permit.GiveGrant, good); !problem.Is(err, problem.Forbidden) {
			h.Errorf("a practitioner gave: %v", err)
		}
		if err := give(practitioner, permit.EditRecord, good); !problem.Is(err, problem.Forbidden) {
			h.Errorf("given in another act: %v", err)
		}
		for name, spoil := range map[string]func(*access.Grant){
			"part":   func(g *access.Grant) { g.Part = "all" },
			"holder": func(g *access.Grant) { g.Holder = "robert'); drop table" },
			"kind":   func(g *access.Grant) { g.HolderKind = "everybody" },
			"reason": func(g *access.Grant) { g.Reason = "curious" },
			"until":  func(g *access.Grant) { g.Until = h.door.Now().Add(-time.Second) },
		} {
			bad := good
			spoil(&bad)
			if err := give(boss, permit.GiveGrant, bad); !problem.Is(err, problem.Invalid) {
				h.Errorf("a grant with a wrong %s: %v", name, err)
			}
		}
	})
}

func TestGive_nobodyLetsThemselvesIn(t *testing.T) {
	eachHouse(t, func(h *house) {
		boss, colleague := worker(permit.Manager), worker(permit.Manager)
		id := h.record(boss)
		h.give(boss, id, access.Grant{Holder: colleague.ID})
		try := func(who permit.Actor, kind access.HolderKind, holder string) string {
			err := h.door.Do(h.Context(), who, permit.GiveGrant, access.Record(id), func(w *access.Work) error {
				_, err := w.Give(h.Context(), access.Grant{Part: permit.PartSealed, HolderKind: kind, Holder: holder, Reason: access.ReasonTeam})
				return err
			})
			if err == nil {
				return "given"
			}
			return problem.KeyOf(err)
		}
		team := db.NewID()
		inTeam := boss
		inTeam.Teams = []string{team}
		for name, key := range map[string]string{
			"themselves":         try(boss, access.HolderAccount, boss.ID),
			"their team":         try(inTeam, access.HolderTeam, team),
			"their organisation": try(boss, access.HolderOrganisation, boss.Organisation),
		} {
			if key != "problem.invalid" {
				h.Errorf("to %s: %s", name, key)
			}
		}
		h.give(colleague, id, access.Grant{Holder: boss.ID, Part: permit.PartSealed}) // the second person
		if key := try(boss, access.HolderTeam, team); key != "given" {
			h.Errorf("what they hold they give on: %s", key)
		}
	})
}

func TestKeys_oneDecisionOpensNoOthers(t *testing.T) {
	eachHouse(t, func(h *house) {
		who := worker(permit.Manager)
		id := h.record(who)
		colleague := worker(permit.Manager)
		h.give(who, id, access.Grant{Holder: colleague.ID})
		h.give(colleague, id, access.Grant{Holder: who.ID, Part: permit.PartSealed})
		look := func(act permit.Action) (record, sealed seal.Key) {
			err := h.door.Read(h.Context(), who, act, access.Record(id), func(w *access.Work) error {
				record, sealed = w.Key, w.Sealed
				return nil
			})
			if err != nil {
				h.Fatal(err)
			}
			return record, sealed
		}
		if r, s := look(permit.OpenRecord); r.IsZero() || !s.IsZero() {
			h.Error("opening a record opened its sealed details")
		}
		if _, s := look(permit.OpenSealed); s.IsZero() || s.Class() != seal.ClassSealed {
			h.Error("sealed details without their key")
		}
		err := h.door.Read(h.Context(), who, permit.ReadFramework, access.Record(id), func(w *access.Work) error {
			if !w.Sealed.IsZero() {
				h.Error("reading the framework opened sealed details")
			}
			return nil
		})
		if err != nil {
			h.Error(err)
		}
	})
}

func TestList_entryIsFoundByEachRecordItShowedAndNamesNone(t *testing.T) {
	eachHouse(t, func(h *house) {
		who := worker(permit.Practitioner)
		a, b, c := h.record(who), h.record(who), h.record(who)
		err := h.door.List(h.Context(), who, permit.ListRecords, func(l *access.Listing) error {
			_, err := l.Keys(h.Context(), []string{a, b})
			return err
		})
		if err != nil {
			h.Fatal(err)
		}
		for id, want := range map[string]bool{a: true, b: true, c: false} {
			at := slices.IndexFunc(h.trail(who, id), func(tr access.Trace) bool { return tr.Listed })
			if (at >= 0) != want {
				h.Errorf("shown in the list: want %v, found at %d", want, at)
			}
		}
	})
}

func TestList_aKeyItMayNotOpenRefusesTheWholeList(t *testing.T) {
	eachHouse(t, func(h *house) {
		who, other := worker(permit.Practitioner), worker(permit.Practitioner)
		mine, theirs := h.record(who), h.record(other)
		err := h.door.List(h.Context(), who, permit.ListRecords, func(l *access.Listing) error {
			keys, err := l.Keys(h.Context(), []string{mine, theirs})
			if len(keys) != 0 {
				h.Error("keys came with the refusal")
			}
			return err
		})
		if !problem.Is(err, problem.Forbidden) {
			h.Errorf("listed another's record: %v", err)
		}
	})
}

func TestTrail_belongsToReadingTheLog(t *testing.T) {
	eachHouse(t, func(h *house) {
		who := worker(permit.Practitioner)
		id := h.record(who)
		err := h.door.Read(h.Context(), who, permit.OpenRecord, access.Record(id), func(w *access.Work) error {
			_, _, err := w.Trail(h.Context(), 0, 10)
			return err
		})
		if !problem.Is(err, problem.Forbidden) {
			h.Errorf("read the log in another act: %v", err)
		}
		for range 5 {
			if err := h.open(who, id); err != nil {
				h.Fatal(err)
			}
		}
		all := h.trail(who, id)
		err = h.door.Read(h.Context(), who, permit.ReadLedger, access.Record(id), func(w *access.Work) error {
			first, more, err := w.Trail(h.Context(), 0, 3)
			if err != nil || !more || len(first) != 3 {
				h.Fatal(first, more, err)
			}
			next, _, err := w.Trail(h.Context(), first[2].Entry, 3)
			if err != nil || len(next) != 3 || next[0].Entry >= first[2].Entry {
				h.Fatal(next, err)
			}
			return nil
		})
		if err != nil || len(all) < 6 {
			h.Fatal(len(all), err)
		}
	})
}

func TestGrants_sayWhatWasDecided(t *testing.T) {
	eachHouse(t, func(h *house) {
		boss := worker(permit.Manager)
		id, at := h.record(boss), h.door.Now()
		h.wait(time.Minute)
		team := db.NewID()
		g := access.Grant{Part: permit.PartSealed, HolderKind: access.HolderTeam, Holder: team, Reason: access.ReasonCourt,
			From: at.Add(2 * time.Minute), Until: at.Add(time.Hour)}
		grant := h.give(boss, id, g)
		got := h.grants(boss, id)
		if len(got) != 2 {
			h.Fatalf("%+v", got)
		}
		g.ID, g.Record, g.DecidedBy, g.GivenAt = grant, id, boss.ID, at.Add(time.Minute)
		if got[0] != g {
			h.Errorf("got %+v, want %+v", got[0], g)
		}
		if first := got[1]; !first.From.Equal(at) || !first.GivenAt.Equal(at) || !first.Until.IsZero() {
			h.Errorf("the first, given from the moment it was decided: %+v", first)
		}
		h.end(boss, id, grant, "")
		if ended := h.grants(boss, id)[0]; ended.EndedBy != boss.ID || !ended.Until.Equal(at.Add(time.Minute)) {
			h.Errorf("ended: %+v", ended)
		}
	})
}

// grants lists what was given on a record.
func (h *house) grants(who permit.Actor, record string) (grants []access.Grant) {
	h.Helper()
	err := h.door.Read(h.Context(), who, permit.ReadGrants, access.Record(record), func(w *access.Work) (err error) {
		grants, err = w.Grants(h.Context())
		return err
	})
	if err != nil {
		h.Fatal(err)
	}
	return grants
}

// end ends a grant and wants the problem key, or "" for success.
func (h *house) end(who permit.Actor, record, grant, want string) {
	h.Helper()
	err := h.door.Do(h.Context(), who, permit.GiveGrant, access.Record(record), func(w *access.Work) error { return w.End(h.Context(), grant, "done") })
	if (err == nil) != (want == "") || err != nil && problem.KeyOf(err) != want {
		h.Errorf("end a grant: %v, want %q", err, want)
	}
}
