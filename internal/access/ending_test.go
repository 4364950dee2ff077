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

// deciding does something under a decision about grants.
func (h *house) deciding(who permit.Actor, record string, f func(w *access.Work) error) error {
	return h.door.Do(h.Context(), who, permit.GiveGrant, access.Record(record), f)
}

// TestEnd_saysWhy: no grant is ended without a reason, and the reason stays and lands in the log.
func TestEnd_saysWhy(t *testing.T) {
	eachHouse(t, func(h *house) {
		boss, ctx := worker(permit.Manager), h.Context()
		record := h.record(boss)
		grant := h.give(boss, record, access.Grant{Holder: db.NewID()})
		for _, why := range []access.EndReason{"", "because", "moved_on "} {
			err := h.deciding(boss, record, func(w *access.Work) error { return w.End(ctx, grant, why) })
			if !problem.Is(err, problem.Invalid) {
				t.Errorf("%q: %v", why, err)
			}
		}
		if err := h.deciding(boss, record, func(w *access.Work) error { return w.End(ctx, grant, "moved_on") }); err != nil {
			t.Fatal(err)
		}
		g := h.grants(boss, record)
		i := slices.IndexFunc(g, func(g access.Grant) bool { return g.ID == grant })
		if g[i].EndReason != "moved_on" || g[i].EndedBy != boss.ID {
			t.Errorf("%+v", g[i])
		}
		traced := slices.ContainsFunc(h.trail(boss, record), func(tr access.Trace) bool {
			return tr.Act == permit.GiveGrant && slices.Contains(tr.Detail, "reason:moved_on")
		})
		if !traced {
			t.Error("the log does not say why")
		}
	})
}

// TestEnd_aGuardiansRightTakesASecondPerson attacks it: one person alone, twice, under another name of the act, after
// it was taken back, after it was decided.
func TestEnd_aGuardiansRightTakesASecondPerson(t *testing.T) {
	eachHouse(t, func(h *house) {
		boss, other, guardian, ctx := worker(permit.Manager), worker(permit.Manager), worker(permit.Guardian), h.Context()
		record := h.record(boss)
		h.give(boss, record, access.Grant{Holder: other.ID})
		right := h.give(boss, record, access.Grant{Holder: guardian.ID, Reason: access.ReasonGuardian})
		plain := h.give(boss, record, access.Grant{Holder: db.NewID()})
		refused := func(who permit.Actor, want problem.Kind, key string, f func(w *access.Work) error) {
			t.Helper()
			if err := h.deciding(who, record, f); !problem.Is(err, want) || key != "" && problem.KeyOf(err) != key {
				t.Errorf("got %v, want %s", err, key)
			}
			if err := h.open(guardian, record); err != nil {
				t.Fatalf("the guardian is shut out: %v", err)
			}
		}
		end := func(w *access.Work) error { return w.End(ctx, right, "guardian") }
		ask := func(w *access.Work) error { return w.AskEnd(ctx, right, "guardian") }
		settle := func(yes bool) func(w *access.Work) error {
			return func(w *access.Work) error { return w.SettleEnd(ctx, right, yes) }
		}
		refused(boss, problem.Conflict, "access.guardian_second", end)
		refused(boss, problem.Conflict, "access.not_asked", settle(true))
		refused(boss, problem.Invalid, "", func(w *access.Work) error { return w.AskEnd(ctx, right, "") })
		refused(boss, problem.Conflict, "access.not_asked", func(w *access.Work) error { return w.AskEnd(ctx, plain, "done") })
		refused(boss, problem.Conflict, "access.not_asked", func(w *access.Work) error { return w.AskEnd(ctx, db.NewID(), "done") })
		err := h.door.Do(ctx, boss, permit.DecideShare, access.Record(record), ask)
		if !problem.Is(err, problem.Forbidden) {
			t.Errorf("a decision about shares asks: %v", err)
		}
		if err := h.deciding(boss, record, ask); err != nil {
			t.Fatal(err)
		}
		refused(other, problem.Conflict, "access.end_asked", ask)
		refused(boss, problem.Forbidden, "access.second_person", settle(true))
		refused(other, problem.Conflict, "access.guardian_second", end)
		if err := h.deciding(boss, record, settle(false)); err != nil { // taken back
			t.Fatal(err)
		}
		refused(other, problem.Conflict, "access.not_asked", settle(true))
		if err := h.deciding(boss, record, ask); err != nil {
			t.Fatal(err)
		}
		if err := h.deciding(other, record, settle(true)); err != nil {
			t.Fatal(err)
		}
		if err := h.open(guardian, record); !problem.Is(err, problem.NotFound) {
			t.Errorf("after its end the guardian opens it: %v", err)
		}
		for _, g := range h.grants(boss, record) {
			if g.ID == right && (g.EndReason != "guardian" || g.EndedBy != other.ID || g.EndAskedBy != boss.ID || g.EndAskedAt.IsZero()) {
				t.Errorf("%+v", g)
			}
		}
		if err := h.deciding(other, record, settle(false)); !problem.Is(err, problem.Conflict) {
			t.Errorf("what ended is refused: %v", err)
		}
	})
}

// TestEnd_aGuardianWhoSpeaksForThemselves may agree to what a colleague asked, and one grant alone is never left.
func TestEnd_aGuardianWhoSpeaksForThemselves(t *testing.T) {
	eachHouse(t, func(h *house) {
		boss, guardian, ctx := worker(permit.Manager), worker(permit.Guardian), h.Context()
		record := h.record(boss)
		right := h.give(boss, record, access.Grant{Holder: guardian.ID, Reason: access.ReasonGuardian})
		later := h.give(boss, record, access.Grant{Holder: guardian.ID, Reason: access.ReasonGuardian, Part: permit.PartSealed, From: h.door.Now().Add(time.Hour)})
		for _, grant := range []string{later, right} {
			err := h.deciding(boss, record, func(w *access.Work) error { return w.AskEnd(ctx, grant, "court") })
			if err == nil {
				err = h.deciding(guardian, record, func(w *access.Work) error { return w.SettleEnd(ctx, grant, true) })
			}
			if err != nil {
				t.Errorf("%s: %v", grant, err)
			}
		}
		if err := h.open(guardian, record); !problem.Is(err, problem.NotFound) {
			t.Errorf("got %v", err)
		}
	})
}

// TestOpens_saysWhetherAHolderHoldsAnything and nothing else.
func TestOpens_saysWhetherAHolderHoldsAnything(t *testing.T) {
	eachHouse(t, func(h *house) {
		boss, team, ctx := worker(permit.Manager), db.NewID(), h.Context()
		record := h.record(boss)
		opens := func() (yes bool) {
			if err := h.door.Background(ctx, func(w *access.Work) (err error) { yes, err = w.Opens(ctx, team); return err }); err != nil {
				t.Fatal(err)
			}
			return yes
		}
		if opens() {
			t.Error("a team that was given nothing opens something")
		}
		grant := h.give(boss, record, access.Grant{HolderKind: access.HolderTeam, Holder: team})
		if !opens() {
			t.Error("a team with a grant opens nothing")
		}
		if err := h.deciding(boss, record, func(w *access.Work) error { return w.End(ctx, grant, "done") }); err != nil || opens() {
			t.Error("after its end it opens something", err)
		}
	})
}
