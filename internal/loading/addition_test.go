package loading_test

import (
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/db"
	"stablefutures/internal/loading"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit"
)

func TestAdditions_leadBackToNobody(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		steward := w.who
		w.who.ID, w.who.Roles = db.NewID(), []permit.Role{permit.Guardian}
		for i := range loading.EnoughAdditions {
			w.must(w.loading.Add(t.Context(), w.who, loading.NewAdditionID(), "Somewhere dry "+string(rune('a'+i)), true))
			_, _, err := w.loading.Additions(t.Context(), w.who)
			w.refused(err, problem.Forbidden, "access.refused")
			list, enough, err := w.loading.Additions(t.Context(), steward)
			w.must(err)
			if want := i == loading.EnoughAdditions-1; enough != want || len(list) > 0 != want {
				t.Errorf("with %d: %v, %d", i+1, enough, len(list))
			}
		}
		w.must(d.Read(t.Context(), func(tx *db.Tx) error {
			return tx.Each(t.Context(), func(r *db.Rows) error {
				var id, organisation, month string
				var document []byte
				if err := r.Scan(&id, &organisation, &month, &document); err != nil {
					return err
				}
				if id[14] != '4' || month != "2026-03" || organisation != steward.Organisation || strings.Contains(string(document), "dry") {
					t.Errorf("a row tells when it came, or what it says: %s %s", id, month)
				}
				return nil
			}, "select * from loading_additions")
		}))
		w.refused(w.loading.Add(t.Context(), w.who, db.NewID(), "Its id would tell the moment", true), problem.Invalid, "problem.stale_form")
		for _, bad := range []struct {
			text string
			yes  bool
		}{{"no yes", false}, {" ", true}, {"a\x00b", true}, {strings.Repeat("x", loading.AdditionLimit+1), true}} {
			if err := w.loading.Add(t.Context(), w.who, loading.NewAdditionID(), bad.text, bad.yes); !problem.Is(err, problem.Invalid) {
				t.Errorf("%.20q: %v", bad.text, err)
			}
		}
		elsewhere := steward
		elsewhere.Organisation = db.NewID()
		if list, enough, err := w.loading.Additions(t.Context(), elsewhere); err != nil || enough || len(list) > 0 {
			t.Errorf("another organisation sees %v", list)
		}
	})
}

func TestChangeAddition_keepsWhatStoodThere(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for range loading.EnoughAdditions {
			w.must(w.loading.Add(t.Context(), w.who, loading.NewAdditionID(), "In Leeds with Ana", true))
		}
		list, _, err := w.loading.Additions(t.Context(), w.who)
		w.must(err)
		id := list[0].ID
		find := func() loading.Addition {
			t.Helper()
			list, _, err := w.loading.Additions(t.Context(), w.who)
			w.must(err)
			return list[slices.IndexFunc(list, func(a loading.Addition) bool { return a.ID == id })]
		}
		edit := loading.Change{ID: db.NewID(), Kind: loading.Edited, Text: "In a town"}
		for range 2 {
			w.must(w.loading.ChangeAddition(t.Context(), w.who, id, 0, edit))
		}
		if a := find(); a.Text != "In a town" || a.Seen != 1 {
			t.Errorf("%+v", a)
		}
		w.refused(w.loading.ChangeAddition(t.Context(), w.who, id, 0, loading.Change{ID: db.NewID(), Kind: loading.Struck}), problem.Conflict, "loading.moved_on")
		w.must(w.loading.ChangeAddition(t.Context(), w.who, id, 1, loading.Change{ID: db.NewID(), Kind: loading.Struck}))
		w.must(w.loading.ChangeAddition(t.Context(), w.who, id, 2, loading.Change{ID: db.NewID(), Kind: loading.Restored}))
		if a := find(); a.Struck || a.Seen != 3 {
			t.Errorf("%+v", a)
		}
		elsewhere := w.who
		elsewhere.Organisation = db.NewID()
		w.refused(w.loading.ChangeAddition(t.Context(), elsewhere, id, 3, loading.Change{ID: db.NewID(), Kind: loading.Struck}), problem.NotFound, "problem.not_found")
		if err := w.loading.ChangeAddition(t.Context(), w.who, id, 3, loading.Change{ID: db.NewID(), Kind: "burnt"}); !problem.Is(err, problem.Invalid) {
			t.Error(err)
		}
	})
}
