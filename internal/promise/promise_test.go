package promise_test

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/testkit"
)

// What can follow what: every pair of a state and an event, by the way that leads there.
func TestSettle_whatCanFollowWhat(t *testing.T) {
	ways := map[promise.State][]promise.Kind{
		promise.Open: nil, promise.Kept: {promise.WasKept}, promise.HandedOver: {promise.WasHanded}, promise.Broken: {promise.WasBroken},
	}
	want := map[promise.State]map[promise.Kind]promise.State{
		promise.Open: {promise.Changed: promise.Open, promise.WasKept: promise.Kept, promise.WasHanded: promise.HandedOver,
			promise.WasBroken: promise.Broken},
		promise.Kept:       {promise.WasBroken: promise.Broken, promise.WasToldBack: promise.Kept},
		promise.HandedOver: {promise.WasKept: promise.Kept, promise.WasBroken: promise.Broken, promise.WasToldBack: promise.HandedOver},
		promise.Broken: {promise.Changed: promise.Open, promise.WasKept: promise.Kept, promise.WasHanded: promise.HandedOver,
			promise.WasToldBack: promise.Broken},
	}
	eachWorld(t, func(w *world) {
		for state, way := range ways {
			for _, kind := range []promise.Kind{promise.Changed, promise.WasKept, promise.WasHanded, promise.WasBroken, promise.WasToldBack} {
				id := w.make(w.due("2026-03-10"))
				for _, k := range way {
					w.must(w.Settle(w.Context(), w.who, w.personID, id, settled(k)))
				}
				err := w.Settle(w.Context(), w.who, w.personID, id, settled(kind))
				next, can := want[state][kind]
				if promise.CanFollow(state, kind) != can {
					w.Errorf("a page would offer %s after %s: %v", kind, state, !can)
				}
				if !can {
					if problem.KeyOf(err) != "promise.already_settled" || !problem.Is(err, problem.Conflict) {
						w.Errorf("%s after %s: %v", kind, state, err)
					}
					next = state
				} else if err != nil {
					w.Errorf("%s after %s: %v", kind, state, err)
				}
				if p := w.find(id); p.State != next {
					w.Errorf("%s after %s gives %s", kind, state, p.State)
				}
			}
		}
	})
}

// A promise's life that is not straight: changed, handed over, broken, kept late, told.
func TestSettle_brokenThenKeptLate(t *testing.T) {
	eachWorld(t, func(w *world) {
		id := w.make(w.due("2026-03-10"))
		for _, step := range []struct {
			kind   promise.Kind
			due    string
			untold bool
		}{
			{promise.Changed, "2026-04-01", false},
			{promise.WasHanded, "2026-04-01", true},
			{promise.WasToldBack, "2026-04-01", false},
			{promise.WasBroken, "2026-04-01", true},
			{promise.WasToldBack, "2026-04-01", false},
			{promise.WasToldBack, "2026-04-01", false}, // told again, with an interpreter this time
			{promise.WasKept, "2026-04-01", true},
			{promise.WasToldBack, "2026-04-01", false},
		} {
			w.pass(24 * time.Hour)
			w.must(w.Settle(w.Context(), w.who, w.personID, id, settled(step.kind)))
			if p := w.find(id); p.DueOn != step.due || p.Untold() != step.untold {
				w.Errorf("after %s: due %s, untold %v", step.kind, p.DueOn, p.Untold())
			}
		}
		p := w.find(id)
		var kinds []promise.Kind
		for _, e := range p.Events {
			kinds = append(kinds, e.Kind)
			if e.Author != w.who.ID {
				w.Error("an event without its author")
			}
		}
		if len(kinds) != 9 || kinds[0] != promise.Made || kinds[8] != promise.WasToldBack {
			w.Errorf("the history is %v", kinds)
		}
		if p.LastEvent().Kind != promise.WasKept || p.LastEvent().Text.Evidence != "the letter came, mauve paper" {
			w.Errorf("last: %+v", p.LastEvent())
		}
	})
}

// The order is that of the saves, even where the clock was set back between them.
func TestSettle_aClockThatJumps(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.pass(6 * time.Hour) // after the record was opened
		id := w.make(w.due("2026-03-10"))
		w.must(w.Settle(w.Context(), w.who, w.personID, id, settled(promise.WasBroken)))
		w.pass(-3 * time.Hour)
		w.must(w.Settle(w.Context(), w.who, w.personID, id, settled(promise.WasKept)))
		if p := w.find(id); p.LastEvent().Kind != promise.WasKept {
			w.Error("the history follows the clock")
		}
		if _, err := w.Rebuild(w.Context()); err != nil || w.find(id).State != promise.Kept {
			w.Errorf("rebuilt to %s, %v", w.find(id).State, err)
		}
	})
}

func TestRepeats_changeNothing(t *testing.T) {
	eachWorld(t, func(w *world) {
		p := w.due("2026-03-10")
		w.make(p)
		w.make(p)
		for name, spoil := range map[string]func(*promise.Promise){
			"what":   func(p *promise.Promise) { p.Text.What = "something else under the same id" },
			"day":    func(p *promise.Promise) { p.DueOn = "2026-03-11" },
			"agreed": func(p *promise.Promise) { p.Agreed = "not_asked" },
		} {
			other := p
			spoil(&other)
			if _, err := w.Make(w.Context(), w.who, other); problem.KeyOf(err) != "promise.saved_otherwise" {
				w.Errorf("another %s under the same id: %v", name, err)
			}
		}
		list, err := w.Promises(w.Context(), w.who, w.personID)
		if err != nil || len(list) != 1 || list[0].Text.What != "Ring the college about the lilac door" || len(list[0].Events) != 1 {
			w.Fatalf("%+v, %v", list, err)
		}
		kept, told := settled(promise.WasKept), settled(promise.WasToldBack)
		for range 2 {
			w.must(w.Settle(w.Context(), w.who, w.personID, p.ID, kept, told))
		}
		if got := w.find(p.ID); len(got.Events) != 3 || got.Untold() {
			w.Errorf("%d events", len(got.Events))
		}
		otherwise := kept
		otherwise.Text.Evidence = "other evidence under the same id"
		if err := w.Settle(w.Context(), w.who, w.personID, p.ID, otherwise); problem.KeyOf(err) != "promise.saved_otherwise" {
			w.Errorf("an event with other words: %v", err)
		}
		changed := settled(promise.Changed)
		later := w.make(w.due("2026-03-12"))
		w.must(w.Settle(w.Context(), w.who, w.personID, later, changed))
		again := w.find(later)
		again.DueOn = "2026-03-12" // as it was made, by a page that knows no better
		w.make(again)
		other := w.make(w.due("2026-03-11"))
		if err := w.Settle(w.Context(), w.who, w.personID, other, kept); problem.KeyOf(err) != "problem.duplicate" {
			w.Errorf("an event of another promise: %v", err)
		}
		half := settled(promise.WasToldBack)
		if err := w.Settle(w.Context(), w.who, w.personID, other, settled(promise.WasKept), promise.Settlement{EventID: half.EventID, Kind: promise.Changed, DueOn: "2026-05-01",
			Text: promise.EventText{Reason: "x"}}); !problem.Is(err, problem.Conflict) {
			w.Errorf("kept, then changed: %v", err)
		}
		if w.find(other).State != promise.Open {
			w.Error("one half of two settlements was saved")
		}
	})
}

func TestSettle_whatMovedOnSinceItWasSeen(t *testing.T) {
	eachWorld(t, func(w *world) {
		id := w.make(w.due("2026-03-10"))
		w.must(w.Settle(w.Context(), w.who, w.personID, id, settled(promise.WasHanded)))
		mine := settled(promise.WasToldBack)
		mine.Seen = w.find(id).Seen()
		w.must(w.Settle(w.Context(), w.who, w.personID, id, settled(promise.WasBroken))) // a colleague, meanwhile
		if err := w.Settle(w.Context(), w.who, w.personID, id, mine); problem.KeyOf(err) != "promise.moved_on" {
			w.Errorf("told back on what nobody was told: %v", err)
		}
		if !w.find(id).Untold() {
			w.Error("the record says they were told that it was broken")
		}
		mine.Seen = w.find(id).Seen()
		w.must(w.Settle(w.Context(), w.who, w.personID, id, mine))
	})
}

// Of ten at once one is kept; nobody is told that theirs was who was not.
func TestSettle_manyAtOnce(t *testing.T) {
	eachWorld(t, func(w *world) {
		id := w.make(w.due("2026-03-10"))
		var wait sync.WaitGroup
		results := make([]error, 10)
		for i := range results {
			wait.Go(func() { results[i] = w.Settle(w.Context(), w.who, w.personID, id, settled(promise.WasKept)) })
		}
		wait.Wait()
		done := 0
		for _, err := range results {
			switch {
			case err == nil:
				done++
			case !problem.Is(err, problem.Conflict):
				w.Error(err)
			}
		}
		if p := w.find(id); done != 1 || len(p.Events) != 2 {
			w.Errorf("%d were told that it was saved; %d events", done, len(p.Events))
		}
	})
}

func TestMake_whatIsNoPromise(t *testing.T) {
	eachWorld(t, func(w *world) {
		for field, spoil := range map[string]func(*promise.Promise){
			"what":   func(p *promise.Promise) { p.Text.What = "" },
			"owner":  func(p *promise.Promise) { p.Text.Owner = "" },
			"due":    func(p *promise.Promise) { p.DueOn = "31 February" },
			"agreed": func(p *promise.Promise) { p.Agreed = "" },
			"items":  func(p *promise.Promise) { p.Items = []string{"Z99"} },
			"what_for_young": func(p *promise.Promise) {
				p.Text.WhatForYoung = strings.Repeat("ሰ", 4001)
			},
		} {
			p := w.due("2026-03-10")
			spoil(&p)
			_, err := w.Make(w.Context(), w.who, p)
			var e *problem.Error
			if !problem.Is(err, problem.Invalid) || !as(err, &e) || len(e.Fields) != 1 || e.Fields[0].Name != field {
				w.Errorf("%s: %v", field, err)
			}
		}
		p := w.due("2026-03-10")
		p.Sitting = db.NewID()
		if _, err := w.Make(w.Context(), w.who, p); !problem.Is(err, problem.NotFound) {
			w.Errorf("from a conversation that this record does not have: %v", err)
		}
		p = w.due("2026-03-10")
		p.EditionID = "another/1"
		if _, err := w.Make(w.Context(), w.who, p); !problem.Is(err, problem.Invalid) {
			w.Errorf("under an edition that is not: %v", err)
		}
		for _, kind := range []promise.Kind{promise.WasKept, promise.Changed, promise.WasHanded, promise.WasBroken, promise.WasToldBack, "forgiven"} {
			err := w.Settle(w.Context(), w.who, w.personID, p.ID, promise.Settlement{EventID: db.NewID(), Kind: kind})
			if !problem.Is(err, problem.Invalid) {
				w.Errorf("%s without a word: %v", kind, err)
			}
		}
	})
}

func TestAnothersPromise_isNotThere(t *testing.T) {
	eachWorld(t, func(w *world) {
		stranger := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: w.who.Roles}
		theirs := w.person(stranger, "Amina")
		p := w.due("2026-03-10")
		id := w.make(p)
		p.Record = theirs // the same id on another record
		if _, err := w.Make(w.Context(), stranger, p); !problem.Is(err, problem.Conflict) {
			w.Errorf("one id on two records: %v", err)
		}
		if _, err := w.Promise(w.Context(), stranger, theirs, id); !problem.Is(err, problem.NotFound) {
			w.Errorf("under one's own record: %v", err)
		}
		if err := w.Settle(w.Context(), stranger, theirs, id, settled(promise.WasKept)); !problem.Is(err, problem.NotFound) {
			w.Errorf("settled under one's own record: %v", err)
		}
		if _, err := w.Promise(w.Context(), stranger, w.personID, id); !problem.Is(err, problem.NotFound) {
			w.Errorf("under a record one may not open: %v", err)
		}
		auditor := w.who
		auditor.Roles = []permit.Role{permit.Auditor}
		if err := w.Settle(w.Context(), auditor, w.personID, id, settled(promise.WasKept)); !problem.Is(err, problem.Forbidden) {
			w.Errorf("an auditor settled: %v", err)
		}
		if w.find(id).State != promise.Open {
			w.Error("it was settled all the same")
		}
		home, err := w.Home(w.Context(), stranger)
		if err != nil || len(home.Overdue)+len(home.Due)+len(home.Untold) != 0 {
			w.Errorf("a stranger's home shows %+v, %v", home, err)
		}
	})
}

func TestHome_groups(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.make(w.due("2026-03-05"))
		w.make(w.due("2026-03-02")) // today: still time
		overdue := w.make(w.due("2026-03-01"))
		told, untold := w.make(w.due("2026-02-01")), w.make(w.due("2026-02-02"))
		w.must(w.Settle(w.Context(), w.who, w.personID, told, settled(promise.WasKept), settled(promise.WasToldBack)))
		w.must(w.Settle(w.Context(), w.who, w.personID, untold, settled(promise.WasBroken)))
		home, err := w.Home(w.Context(), w.who)
		w.must(err)
		if len(home.Overdue) != 1 || home.Overdue[0].ID != overdue || home.Overdue[0].Names.Shown() != "Selam" {
			w.Errorf("overdue: %+v", home.Overdue)
		}
		if len(home.Due) != 2 || home.Due[0].DueOn != "2026-03-02" {
			w.Errorf("due: %+v", home.Due)
		}
		if len(home.Untold) != 1 || home.Untold[0].ID != untold {
			w.Errorf("untold: %+v", home.Untold)
		}
		if home.More || home.Today != "2026-03-02" {
			w.Errorf("more %v, today %s", home.More, home.Today)
		}
	})
}

func TestDay_isTheOneInLondon(t *testing.T) {
	if d := promise.Day(time.Date(2026, 6, 30, 23, 30, 0, 0, time.UTC)); d != "2026-07-01" {
		t.Error(d)
	}
}

// Whatever is spoilt in the derived columns, replaying the events gives what the saves had given.
func TestRebuild_givesWhatTheSavesGave(t *testing.T) {
	eachWorld(t, func(w *world) {
		lives := [][]promise.Kind{nil, {promise.WasKept}, {promise.WasKept, promise.WasToldBack}, {promise.WasBroken, promise.WasKept},
			{promise.Changed}, {promise.WasHanded, promise.WasToldBack, promise.WasBroken}, {promise.WasBroken, promise.WasToldBack, promise.Changed}}
		for _, life := range lives {
			id := w.make(w.due("2026-03-10"))
			for _, kind := range life {
				w.pass(time.Minute)
				w.must(w.Settle(w.Context(), w.who, w.personID, id, settled(kind)))
			}
		}
		before, err := w.Promises(w.Context(), w.who, w.personID)
		w.must(err)
		w.must(w.db.Write(w.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(w.Context(), `update promise_promises set state = 'kept', due_on = '1999-01-01', told_at = made_at, state_at = made_at`)
			return err
		}))
		n, err := w.Rebuild(w.Context())
		if err != nil || n != len(lives) {
			w.Fatal(n, err)
		}
		after, err := w.Promises(w.Context(), w.who, w.personID)
		w.must(err)
		if !slices.EqualFunc(before, after, func(a, b promise.Promise) bool {
			return a.ID == b.ID && a.State == b.State && a.DueOn == b.DueOn && a.StateAt.Equal(b.StateAt) && a.ToldAt.Equal(b.ToldAt)
		}) {
			w.Errorf("before %+v\nafter  %+v", before, after)
		}
	})
}

func TestErase_leavesNothing(t *testing.T) {
	eachWorld(t, func(w *world) {
		id := w.make(w.due("2026-03-10"))
		w.must(w.Settle(w.Context(), w.who, w.personID, id, settled(promise.WasKept)))
		manager := w.who
		manager.Roles = []permit.Role{permit.Manager}
		w.must(w.records.Erase(w.Context(), manager, w.personID, "mistake"))
		for _, table := range []string{"promise_promises", "promise_events"} {
			var n int
			w.must(w.db.Read(w.Context(), func(tx *db.Tx) error {
				return tx.QueryRow(w.Context(), `select count(*) from `+table).Scan(&n)
			}))
			if n != 0 {
				w.Errorf("%d rows left in %s", n, table)
			}
		}
	})
}

func TestTexts_areSealed(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	id := w.make(w.due("2026-03-10"))
	for _, kind := range []promise.Kind{promise.Changed, promise.WasBroken, promise.WasKept, promise.WasToldBack} {
		w.must(w.Settle(w.Context(), w.who, w.personID, id, settled(kind)))
	}
	for _, end := range []string{"", "-wal"} {
		content, err := os.ReadFile(w.db.Path() + end)
		w.must(err)
		for _, word := range []string{"lilac", "Tam Ashdown", "ክድውል", "mauve", "marigold", "vermilion", "turquoise", "Selam"} {
			if bytes.Contains(content, []byte(word)) {
				t.Errorf("%q can be read in the file%s", word, end)
			}
		}
	}
}
