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

		if _, err := s.Chosen(ctx, worker, framework.Children); problem.KeyOf(err) != "framework.not_chosen" || !problem.Is(err, problem.NotFound) {
			t.Errorf("before the first choice: %v", err)
		}
		for edition, key := range map[string]string{
			official.ID: "framework.not_loaded", placeholder.ID: "framework.only_for_tests", "nothing": "framework.unknown_edition", "": "framework.unknown_edition",
		} {
			if err := s.Choose(ctx, steward, framework.Children, edition); problem.KeyOf(err) != key {
				t.Errorf("choosing %q: %v", edition, err)
			}
		}
		if err := s.Choose(ctx, worker, framework.Children, checklist.ID); !problem.Is(err, problem.Forbidden) {
			t.Errorf("a practitioner chose: %v", err)
		}
		if err := s.Choose(ctx, permit.Nobody, framework.Children, checklist.ID); !problem.Is(err, problem.Forbidden) {
			t.Errorf("nobody chose: %v", err)
		}
		for i, edition := range []string{checklist.ID, checklist.ID, framework.None, checklist.ID} {
			now = now.Add(time.Minute)
			err := s.Choose(ctx, steward, framework.Children, edition)
			if err != nil {
				t.Fatal(err)
			}
			got, err := s.Chosen(ctx, worker, framework.Children)
			if err != nil || edition != framework.None && got.ID != edition || edition == framework.None && got.Set != framework.SetWhatMatters {
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
		list, err := s.Choosable(ctx, worker, framework.Children)
		if err != nil {
			t.Fatal(err)
		}
		var sets []string
		for _, e := range list {
			sets = append(sets, e.Set)
		}
		if want := []string{framework.SetChecklist, framework.SetWhatMatters}; !slices.Equal(sets, want) {
			t.Errorf("%v can be chosen, want %v", sets, want)
		}
		if _, err := s.Chosen(ctx, elsewhere, framework.Children); !problem.Is(err, problem.NotFound) {
			t.Errorf("another organisation's choice was seen: %v", err)
		}
		if _, err := s.Chosen(ctx, permit.Nobody, framework.Children); !problem.Is(err, problem.Forbidden) {
			t.Errorf("nobody read the choice: %v", err)
		}
	})
}

// An edition for adults alone stands beside the children's, and never reaches a child: not chosen for them, not by being
// the only one, and not from before there was a choice by age.
func TestChoosing_byAge(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		p := openPlots(t, d)
		ctx := t.Context()
		checklist, _ := framework.BySet(framework.SetChecklist)
		mscos, _ := framework.BySet(framework.SetMSCOS)
		stands := func(what string, whom framework.Whom, want string) {
			t.Helper()
			e, err := p.Chosen(ctx, p.worker, whom)
			if want == "" {
				if problem.KeyOf(err) != "framework.not_chosen" {
					t.Errorf("%s: for %s %v, %v", what, whom, e, err)
				}
			} else if err != nil || e.ID != want {
				t.Errorf("%s: for %s %v, %v; want %s", what, whom, e, err, want)
			}
		}
		choose := func(whom framework.Whom, edition, refusal string) {
			t.Helper()
			if err := p.Choose(ctx, p.steward, whom, edition); (refusal == "") != (err == nil) || err != nil && problem.KeyOf(err) != refusal {
				t.Errorf("choosing %s for %s: %v", edition, whom, err)
			}
		}
		choose(framework.Children, mscos.ID, "framework.adults_only")
		choose(framework.Children, framework.Same, "framework.unknown_edition")
		choose("somebody", checklist.ID, "problem.not_a_choice")
		choose(framework.Adults, mscos.ID, "")
		stands("adults alone", framework.Children, "")
		stands("adults alone", framework.Adults, mscos.ID)
		choose(framework.Children, checklist.ID, "")
		stands("both", framework.Children, checklist.ID)
		stands("both", framework.Adults, mscos.ID)
		choose(framework.Adults, framework.Same, "")
		stands("the same", framework.Adults, checklist.ID)
		history, err := p.History(ctx, p.steward)
		if err != nil || len(history) != 3 || history[0].Edition != "" || history[0].Whom != framework.Adults || history[2].Edition != mscos.ID {
			t.Errorf("history %+v, %v", history, err)
		}
		list, err := p.Choosable(ctx, p.steward, framework.Adults)
		if err != nil || !has(list, mscos.ID) || !has(list, checklist.ID) {
			t.Errorf("for adults %v, %v", list, err)
		}
		if list, err = p.Choosable(ctx, p.steward, framework.Children); err != nil || has(list, mscos.ID) {
			t.Errorf("for children %v, %v", list, err)
		}
	})
}

// What was chosen before anybody was asked for whom keeps standing, but never for a child where it is for adults alone.
func TestChoosing_fromBeforeThereWasAnAge(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		p := openPlots(t, d)
		ctx := t.Context()
		checklist, _ := framework.BySet(framework.SetChecklist)
		mscos, _ := framework.BySet(framework.SetMSCOS)
		stands := func(whom framework.Whom, want string) {
			t.Helper()
			if e, err := p.Chosen(ctx, p.worker, whom); err != nil || e.ID != want {
				t.Errorf("for %s %v, %v; want %s", whom, e, err, want)
			}
		}
		framework.ChooseAsBefore(t, p.door, p.steward, checklist.ID)
		stands(framework.Children, checklist.ID)
		stands(framework.Adults, checklist.ID)
		framework.ChooseAsBefore(t, p.door, p.steward, mscos.ID)
		stands(framework.Children, checklist.ID) // what they had before it
		stands(framework.Adults, mscos.ID)
		if err := p.Choose(ctx, p.steward, framework.Children, framework.None); err != nil {
			t.Fatal(err)
		}
		stands(framework.Adults, mscos.ID) // a choice for children takes nothing from adults
	})
}
