package release_test

import (
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/release"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

// TestAhead_isUsedOnlyWhereItHolds: what was foreseen is what keeping gives; where another table was let out meanwhile, it is held
// against that one too, as if nothing had been foreseen.
func TestAhead_isUsedOnlyWhereItHolds(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		ring, err := seal.NewRing()
		if err != nil {
			t.Fatal(err)
		}
		ledger.New(d, ring, testkit.Now)
		door := access.New(d, ring, testkit.Now, nil)
		who := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Analyst}}
		ctx, here := t.Context(), access.Organisation(who.Organisation)
		table := func(data string, n int64) disclosure.Table {
			return disclosure.Table{Key: "answers", Data: data, Columns: []string{"yes", "no", "other"}, Counts: [][]int64{{n, 30, 7}}}
		}
		foresee := func(one disclosure.Table) (a *release.Ahead) {
			t.Helper()
			if err := door.Read(ctx, who, permit.MakeRelease, here, func(w *access.Work) (err error) {
				a, err = release.Foresee(ctx, w, disclosure.Research10, one)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return a
		}
		keep := func(a *release.Ahead, one disclosure.Table) (r release.Release) {
			t.Helper()
			if err := door.Do(ctx, who, permit.MakeRelease, here, func(w *access.Work) (err error) {
				r, err = a.Keep(ctx, w, disclosure.Research10, one)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return r
		}

		early, late := foresee(table("one", 40)), foresee(table("two", 41))
		if early == nil || late == nil {
			t.Fatal("nothing was foreseen")
		}
		first := keep(early, table("one", 40))
		if first.Withheld() != "" || first.Table.Cell(0, 2).Shown() || len(first.Compared) != 0 || first.Hash != disclosure.Hash(first.Document) {
			t.Errorf("what was foreseen is not what was kept: %s", first.Document)
		}
		if r := keep(late, table("two", 41)); r.Withheld() != disclosure.Difference || len(r.Compared) != 1 {
			t.Errorf("one person more is shown, since nothing stood when it was foreseen: %q %v", r.Withheld(), r.Compared)
		}
		if r := keep(early, table("three", 90)); r.Table.Cell(0, 0).String() != "" && r.Table.Cell(0, 0).String() == first.Table.Cell(0, 0).String() {
			t.Error("what was foreseen of one table is kept of another")
		}
		if a := foresee(table("one", 40)); a != nil {
			t.Error("what is released already is worked out again")
		}
	})
}
