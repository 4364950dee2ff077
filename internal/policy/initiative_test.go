package policy_test

import (
	"strings"
	"testing"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/policy"
	"stablefutures/internal/problem"
)

func aboutSchool() policy.About {
	return policy.About{Title: "A school place before the move", Changes: "Nobody moves before a school has said yes", Decides: "The lead member for children", From: "2027-09-01", Groups: []string{"in_care", "unaccompanied"}}
}

// TestInitiative_isKeptAsItWas holds that states are added and follow one another, that the words can be said anew, and that
// somebody who was slower loses nothing and overwrites nothing.
func TestInitiative_isKeptAsItWas(t *testing.T) {
	each(t, func(w *world) {
		ctx, id := w.Context(), db.NewID()
		w.must(w.policy.Think(ctx, w.analyst, id, "england", aboutSchool()))
		w.must(w.policy.Think(ctx, w.analyst, id, "england", aboutSchool())) // sent twice
		list, err := w.policy.Initiatives(ctx, w.worker)
		w.must(err)
		if len(list) != 1 || list[0].State() != policy.Thought || list[0].Title != aboutSchool().Title || len(list[0].Steps) != 1 {
			t.Fatalf("%+v", list)
		}
		first := list[0].Stands().ID
		if err := w.policy.Move(ctx, w.analyst, id, first, policy.Began, "", ""); !problem.Is(err, problem.Invalid) {
			t.Errorf("a change begins before it is decided: %v", err)
		}
		if err := w.policy.Move(ctx, w.analyst, id, first, policy.GivenUp, "", ""); !problem.Is(err, problem.Invalid) {
			t.Errorf("a change is given up without a reason: %v", err)
		}
		if err := w.policy.Move(ctx, w.analyst, id, first, policy.Decided, db.Day(w.now().AddDate(0, 0, 2)), ""); !problem.Is(err, problem.Invalid) {
			t.Errorf("a change was decided the day after tomorrow: %v", err)
		}
		w.later(time.Hour)
		w.must(w.policy.Move(ctx, w.analyst, id, first, policy.Decided, db.Day(w.now()), "The cabinet said yes"))
		if err := w.policy.Move(ctx, w.second, id, first, policy.GivenUp, "", "No"); !problem.Is(err, problem.Conflict) {
			t.Errorf("whoever looked before it was decided gives it up: %v", err)
		}
		again := aboutSchool()
		again.Title = "No move without a school"
		w.must(w.policy.Reword(ctx, w.second, id, "", again))
		if err := w.policy.Reword(ctx, w.analyst, id, "", aboutSchool()); !problem.Is(err, problem.Conflict) {
			t.Errorf("words are written over that nobody saw: %v", err)
		}
		one, err := w.policy.Initiative(ctx, w.worker, id)
		w.must(err)
		if one.State() != policy.Decided || one.Title != again.Title || len(one.Steps) != 2 || one.Stands().Words != "The cabinet said yes" {
			t.Errorf("%+v", one)
		}
	})
}

// TestInitiative_isTheirOwn holds who may read and write, and that what is no change is refused.
func TestInitiative_isTheirOwn(t *testing.T) {
	each(t, func(w *world) {
		ctx, id := w.Context(), db.NewID()
		w.must(w.policy.Think(ctx, w.analyst, id, "scotland", aboutSchool()))
		for name, other := range map[string]string{"of others": id, "of nobody": db.NewID(), "no id": "../x"} {
			_, err := w.policy.Initiative(ctx, w.stranger, other)
			if !problem.Is(err, problem.NotFound) || problem.KeyOf(err) != "problem.not_found" {
				t.Errorf("%s: %v", name, err)
			}
			if err := w.policy.Reword(ctx, w.stranger, other, "", aboutSchool()); !problem.Is(err, problem.NotFound) {
				t.Errorf("%s reworded: %v", name, err)
			}
			if err := w.policy.Move(ctx, w.stranger, other, "", policy.Decided, "", ""); !problem.Is(err, problem.NotFound) {
				t.Errorf("%s moved: %v", name, err)
			}
		}
		for _, who := range []permit.Actor{w.worker, w.admin} {
			if err := w.policy.Think(ctx, who, db.NewID(), "england", aboutSchool()); !problem.Is(err, problem.Forbidden) {
				t.Errorf("%v writes one down: %v", who.Roles, err)
			}
		}
		if _, err := w.policy.Initiatives(ctx, w.admin); !problem.Is(err, problem.Forbidden) {
			t.Errorf("an administrator reads them: %v", err)
		}
		for name, bad := range map[string]func(*policy.About){
			"no title":        func(a *policy.About) { a.Title = " " },
			"a long title":    func(a *policy.About) { a.Title = strings.Repeat("a", 201) },
			"nothing changes": func(a *policy.About) { a.Changes = "" },
			"nobody decides":  func(a *policy.About) { a.Decides = "" },
			"no group":        func(a *policy.About) { a.Groups = nil },
			"a group of none": func(a *policy.About) { a.Groups = []string{"clever"} },
			"a group twice":   func(a *policy.About) { a.Groups = []string{"in_care", "in_care"} },
			"others, unnamed": func(a *policy.About) { a.Groups = []string{"others"} },
			"no day":          func(a *policy.About) { a.From = "2027-02-30" },
		} {
			a := aboutSchool()
			bad(&a)
			if err := w.policy.Think(ctx, w.analyst, db.NewID(), "england", a); !problem.Is(err, problem.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		for _, where := range []string{"", "atlantis"} {
			if err := w.policy.Think(ctx, w.analyst, db.NewID(), where, aboutSchool()); !problem.Is(err, problem.Invalid) {
				t.Errorf("a change in %q: %v", where, err)
			}
		}
	})
}
