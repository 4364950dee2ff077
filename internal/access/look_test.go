package access_test

import (
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// looks gives what the door saw.
func (h *house) looks() (looks []access.Look) {
	h.Helper()
	err := h.door.Do(h.Context(), permit.System, permit.Operate, access.Nothing, func(w *access.Work) (err error) {
		looks, err = w.Looks(h.Context(), w.At.AddDate(0, 0, -30))
		return err
	})
	if err != nil {
		h.Fatal(err)
	}
	return looks
}

func TestLooks_oneRowForEachPersonRecordAndDay(t *testing.T) {
	eachHouse(t, func(h *house) {
		manager, colleague := worker(permit.Manager), worker(permit.Practitioner)
		colleague.Teams = []string{db.NewID()}
		id := h.record(manager)
		h.give(manager, id, access.Grant{HolderKind: access.HolderTeam, Holder: colleague.Teams[0]})
		count := func(who permit.Actor, kind access.LookKind) (n int, way access.Reason) {
			for _, l := range h.looks() {
				if l.Actor == who.ID && l.Kind == kind && l.Record == id {
					n, way = n+1, l.Way
				}
			}
			return n, way
		}
		for range 3 {
			if err := h.open(colleague, id); err != nil {
				t.Fatal(err)
			}
		}
		if n, way := count(colleague, access.LookOpened); n != 1 || way != access.ReasonTeam {
			t.Errorf("opened three times by a team's grant: %d rows, by %q", n, way)
		}
		h.give(manager, id, access.Grant{Holder: colleague.ID, Reason: access.ReasonAllocation})
		h.wait(24 * time.Hour)
		if err := h.open(colleague, id); err != nil {
			t.Fatal(err)
		}
		if n, way := count(colleague, access.LookOpened); n != 2 || way != access.ReasonAllocation {
			t.Errorf("the next day, allocated: %d rows, by %q", n, way)
		}
		stranger := worker(permit.Manager)
		for range 2 {
			if err := h.open(stranger, id); !problem.Is(err, problem.NotFound) {
				t.Fatal(err)
			}
		}
		if n, _ := count(stranger, access.LookRefused); n != 1 {
			t.Errorf("refused twice: %d rows", n)
		}
		// Refused for the role, on a record that they hold: no attempt at what is hidden.
		if err := h.door.Do(h.Context(), colleague, permit.EraseRecord, access.Record(id), func(*access.Work) error { return nil }); !problem.Is(err, problem.Forbidden) {
			t.Fatal(err)
		}
		if n, _ := count(colleague, access.LookRefused); n != 0 {
			t.Errorf("a Forbidden counts as a look at what is hidden")
		}
		young := permit.Actor{ID: db.NewID(), Roles: []permit.Role{permit.YoungPerson}}
		if err := h.open(young, id); err == nil {
			t.Fatal("opened")
		}
		if n, _ := count(young, access.LookRefused); n != 0 {
			t.Error("a young person is watched")
		}
		err := h.door.Do(h.Context(), manager, permit.EraseRecord, access.Record(id), func(w *access.Work) error { return w.Destroy(h.Context(), "mistake") })
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range h.looks() {
			if l.Record == id {
				t.Errorf("a destroyed record is still named: %+v", l)
			}
		}
	})
}

func TestLooks_whatFailedIsNotForgottenNorCountedTwice(t *testing.T) {
	eachHouse(t, func(h *house) {
		who := worker(permit.Manager)
		id := h.record(who)
		boom := problem.New(problem.Conflict, "problem.conflict")
		if err := h.door.Do(h.Context(), who, permit.EditRecord, access.Record(id), func(*access.Work) error { return boom }); err == nil {
			t.Fatal("went through")
		}
		if n := len(h.looks()); n != 0 {
			t.Fatalf("%d looks after a failure", n)
		}
		if err := h.open(who, id); err != nil {
			t.Fatal(err)
		}
		if n := len(h.looks()); n != 1 {
			t.Errorf("%d looks, want 1: what was noted in a transaction that failed counted as noted", n)
		}
		err := h.door.Read(h.Context(), who, permit.OpenRecord, access.Record(id), func(w *access.Work) error {
			_, err := w.Looks(h.Context(), w.At)
			return err
		})
		if !problem.Is(err, problem.Forbidden) {
			t.Errorf("anybody reads what the door saw: %v", err)
		}
	})
}
