package release_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/release"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

func TestRegister(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		ring, err := seal.NewRing()
		if err != nil {
			t.Fatal(err)
		}
		ledger.New(d, ring, testkit.Now)
		s := release.New(access.New(d, ring, testkit.Now, nil))
		analyst := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Analyst}}
		table := disclosure.Table{Key: "answers", Data: "one", Columns: []string{"yes", "no", "other"}, Counts: [][]int64{{40, 30, 7}}}
		ctx := t.Context()

		first, err := s.Make(ctx, analyst, disclosure.Research10, table)
		if err != nil || first.Table.Cell(0, 2).Shown() || strings.Contains(string(first.Document), ":7}") {
			t.Fatalf("%v %s", err, first.Document)
		}
		again, err := s.Make(ctx, analyst, disclosure.Research10, table)
		if err != nil || again.ID != first.ID {
			t.Errorf("the same is released twice: %v", err)
		}
		one, err := s.One(ctx, analyst, first.ID)
		if err != nil || one.Hash != disclosure.Hash(one.Document) || one.Table.Cell(0, 0).String() != first.Table.Cell(0, 0).String() {
			t.Errorf("%v %+v", err, one)
		}

		// one more person: the difference would show them
		more := table
		more.Data, more.Counts = "two", [][]int64{{41, 30, 7}}
		second, err := s.Make(ctx, analyst, disclosure.Research10, more)
		if err != nil || second.Table.Withheld() != disclosure.Difference || len(second.Compared) != 1 || second.Compared[0] != first.ID {
			t.Errorf("%v %q %v", err, second.Table.Withheld(), second.Compared)
		}
		if list, err := s.List(ctx, analyst); err != nil || len(list) != 2 {
			t.Errorf("%v %d", err, len(list))
		}

		elsewhere := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Analyst}}
		if _, err := s.One(ctx, elsewhere, first.ID); !problem.Is(err, problem.NotFound) {
			t.Errorf("another organisation's release: %v", err)
		}
		worker := permit.Actor{ID: db.NewID(), Organisation: analyst.Organisation, Roles: []permit.Role{permit.Practitioner}}
		if _, err := s.Make(ctx, worker, disclosure.Research10, table); !problem.Is(err, problem.Forbidden) {
			t.Errorf("a practitioner lets a table out: %v", err)
		}
		if _, err := s.Make(ctx, analyst, "none", table); !problem.Is(err, problem.Invalid) {
			t.Errorf("rules that are not there: %v", err)
		}

		// somebody with the database open writes what was hidden into a release
		err = d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, `update release_tables set document = replace(document, '"symbol":"c","reason":"small"', '"value":7') where id = $1`, first.ID)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.One(ctx, analyst, first.ID); err == nil {
			t.Error("a changed release is read")
		}
	})
}

// directions are two places, two kinds and two quarters.
func directions() (list []disclosure.Direction) {
	for _, name := range []string{"place", "kind", "quarter"} {
		list = append(list, disclosure.Direction{Name: name, Nodes: []disclosure.Node{{Code: name + "-1", Parent: -1}, {Code: name + "-2", Parent: -1}}})
	}
	return list
}

// TestRegister_ofThreeDirections keeps crossed tables like any others: once each, read again, held against what left before in
// any form, and refused where their document was changed.
func TestRegister_ofThreeDirections(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		ring, err := seal.NewRing()
		if err != nil {
			t.Fatal(err)
		}
		ledger.New(d, ring, testkit.Now)
		s := release.New(access.New(d, ring, testkit.Now, nil))
		analyst := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Analyst}}
		ctx := t.Context()
		about := &disclosure.About{Measure: "heard", State: "one", Axes: []disclosure.Axis{{Name: "place", Whole: true}, {Name: "kind", Whole: true}, {Name: "quarter", Whole: true}}}
		table := disclosure.Crossed{Key: "heard:place:kind:quarter", Data: "one", Directions: directions(), Counts: []int64{40, 31, 22, 18, 27, 35, 50, 3}, About: about}

		if _, err := s.MakeCrossed(ctx, analyst, disclosure.StrictDefault, table); !problem.Is(err, problem.Invalid) {
			t.Errorf("the strict default lets three directions out: %v", err)
		}
		first, err := s.MakeCrossed(ctx, analyst, disclosure.Research10, table)
		if err != nil || !first.IsCrossed() || first.Withheld() != "" || first.Crossed.Figure(1, 1, 1).Shown() || !first.Hides() {
			t.Fatalf("%v %s", err, first.Document)
		}
		again, err := s.MakeCrossed(ctx, analyst, disclosure.Research10, table)
		if err != nil || again.ID != first.ID {
			t.Errorf("the same is released twice: %v", err)
		}
		one, err := s.One(ctx, analyst, first.ID)
		if err != nil || one.Hash != disclosure.Hash(one.Document) || one.Key() != table.Key || one.Crossed.Figure(2, 2, 2).String() != first.Crossed.Figure(2, 2, 2).String() {
			t.Errorf("%v %+v", err, one)
		}
		// under another key, of two directions: alone it would show what the first hides
		two := disclosure.Table{Key: "heard:place:kind", Data: "one", Rows: []string{"place-1", "place-2"}, Columns: []string{"kind-1", "kind-2"}, Counts: [][]int64{{71, 40}, {62, 53}},
			About: &disclosure.About{Measure: "heard", State: "one", Axes: about.Axes[:2]}}
		kin, err := s.Make(ctx, analyst, disclosure.Research10, two)
		if err != nil || len(kin.Compared) != 1 || kin.Compared[0] != first.ID {
			t.Fatalf("%v: a table of the same measure was held against %v", err, kin.Compared)
		}
		// and one more person, later
		later := table
		later.Data, later.Counts, later.About = "two", []int64{41, 31, 22, 18, 27, 35, 50, 3}, &disclosure.About{Measure: "heard", State: "two", Axes: about.Axes}
		third, err := s.MakeCrossed(ctx, analyst, disclosure.Research10, later)
		if err != nil || third.Withheld() != disclosure.Difference {
			t.Errorf("%v %q", err, third.Withheld())
		}
		if list, err := s.List(ctx, analyst); err != nil || len(list) != 3 {
			t.Errorf("%v %d", err, len(list))
		}
		err = d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, `update release_tables set document = replace(document, '"symbol":"c","reason":"small"', '"value":3') where id = $1`, first.ID)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.One(ctx, analyst, first.ID); err == nil {
			t.Error("a changed release is read")
		}
	})
}

// Somebody asks again and again for all but one group, each time another: every answer is safe alone and beside the others, and
// after a few of them they are told no more that day. Somebody else, and they themselves tomorrow, are.
func TestRegister_whoAsksAroundIsAnsweredNoMore(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		ring, err := seal.NewRing()
		if err != nil {
			t.Fatal(err)
		}
		now := testkit.Now()
		clock := func() time.Time { return now }
		ledger.New(d, ring, clock)
		s := release.New(access.New(d, ring, clock, nil))
		analyst := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Analyst}}
		ask := func(who permit.Actor, n int) disclosure.Reason {
			t.Helper()
			of := []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n"}[:n]
			r, err := s.Make(t.Context(), who, disclosure.Research10, disclosure.Table{Key: fmt.Sprint("first-", n), Data: "one", Columns: []string{"in"}, Counts: [][]int64{{int64(40 * n)}},
				About: &disclosure.About{Measure: "heard", State: "one", Axes: []disclosure.Axis{{Name: "place", Of: map[string][]string{"in": of}}}}})
			if err != nil {
				t.Fatal(err)
			}
			if why := r.Withheld(); why == disclosure.Asked && strings.Contains(string(r.Document), "value") {
				t.Errorf("refused, and shown: %s", r.Document)
			}
			return r.Withheld()
		}
		shown := 0
		for n := 1; n <= 8; n++ {
			if ask(analyst, n) == "" {
				shown++
			}
		}
		if shown != 8 {
			t.Errorf("of 8 questions %d were answered", shown)
		}
		if why := ask(analyst, 9); why != disclosure.Asked {
			t.Errorf("the ninth is %q", why)
		}
		if why := ask(analyst, 3); why != "" {
			t.Errorf("what is out already is %q", why)
		}
		other := permit.Actor{ID: db.NewID(), Organisation: analyst.Organisation, Roles: []permit.Role{permit.Analyst}}
		if why := ask(other, 10); why != "" {
			t.Errorf("somebody else's first question is %q", why)
		}
		now = now.AddDate(0, 0, 1)
		if why := ask(analyst, 9); why != "" {
			t.Errorf("the day after it is %q", why)
		}
	})
}
