package release_test

import (
	"strings"
	"testing"

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
