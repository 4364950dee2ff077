package framework_test

import (
	"slices"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

func TestChoosing(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		ring, err := seal.NewRing()
		if err != nil {
			t.Fatal(err)
		}
		now := testkit.Now()
		ledger.New(d, ring, func() time.Time { return now })
		s := framework.New(access.New(d, ring, func() time.Time { return now }, nil))
		ctx := t.Context()
		steward := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Steward}}
		worker := permit.Actor{ID: db.NewID(), Organisation: steward.Organisation, Roles: []permit.Role{permit.Practitioner}}
		elsewhere := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Steward}}
		checklist, _ := framework.BySet(framework.SetChecklist)
		official, _ := framework.BySet(framework.SetOfficial)
		placeholder, _ := framework.BySet(framework.SetPlaceholder)

		if _, err := s.Chosen(ctx, worker); problem.KeyOf(err) != "framework.not_chosen" || !problem.Is(err, problem.NotFound) {
			t.Errorf("before the first choice: %v", err)
		}
		for edition, key := range map[string]string{
			official.ID: "framework.not_loaded", placeholder.ID: "framework.only_for_tests", "nothing": "framework.unknown_edition", "": "framework.unknown_edition",
		} {
			if _, err := s.Choose(ctx, steward, edition); problem.KeyOf(err) != key {
				t.Errorf("choosing %q: %v", edition, err)
			}
		}
		if _, err := s.Choose(ctx, worker, checklist.ID); !problem.Is(err, problem.Forbidden) {
			t.Errorf("a practitioner chose: %v", err)
		}
		if _, err := s.Choose(ctx, permit.Nobody, checklist.ID); !problem.Is(err, problem.Forbidden) {
			t.Errorf("nobody chose: %v", err)
		}
		for i, edition := range []string{checklist.ID, checklist.ID, framework.None, checklist.ID} {
			now = now.Add(time.Minute)
			e, err := s.Choose(ctx, steward, edition)
			if err != nil {
				t.Fatal(err)
			}
			got, err := s.Chosen(ctx, worker)
			if err != nil || got != e {
				t.Errorf("after choice %d: %v, %v", i, got, err)
			}
		}
		history, err := s.History(ctx, worker)
		if err != nil {
			t.Fatal(err)
		}
		if len(history) != 3 { // the repeat in the middle changed nothing
			t.Fatalf("history: %+v", history)
		}
		if h := history[0]; h.Edition != checklist.ID || h.ChosenBy != steward.ID || !h.ChosenAt.Equal(testkit.Now().Add(4*time.Minute)) {
			t.Errorf("latest: %+v", h)
		}
		if h := history[1]; h.Edition == checklist.ID {
			t.Errorf("none was chosen second: %+v", h)
		}
		list, err := s.Choosable(ctx, worker)
		if err != nil {
			t.Fatal(err)
		}
		var sets []string
		for _, e := range list {
			sets = append(sets, e.Set)
		}
		if want := []string{framework.SetChecklist, framework.SetMSCOS, framework.SetWhatMatters}; !slices.Equal(sets, want) {
			t.Errorf("%v can be chosen, want %v", sets, want)
		}
		if _, err := s.Chosen(ctx, elsewhere); !problem.Is(err, problem.NotFound) {
			t.Errorf("another organisation's choice was seen: %v", err)
		}
		if _, err := s.Chosen(ctx, permit.Nobody); !problem.Is(err, problem.Forbidden) {
			t.Errorf("nobody read the choice: %v", err)
		}
	})
}
