package app

import (
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/nation"
	"stablefutures/internal/policy"
)

// findAppraisals names a change that is thought about, an appraisal that is signed, one that is written, and parts of it.
func (w *walker) findAppraisals(t *testing.T) {
	t.Helper()
	list, err := w.demo.Policy.Initiatives(t.Context(), w.actors["analyst"])
	if err != nil {
		t.Fatal(err)
	}
	w.places["initiative"] = list[0].ID
	all, err := w.demo.Policy.Appraisals(t.Context(), w.actors["analyst"])
	if err != nil {
		t.Fatal(err)
	}
	in := func(state policy.AppraisalState) policy.AppraisalHead {
		return all[slices.IndexFunc(all, func(a policy.AppraisalHead) bool { return a.State() == state })]
	}
	for _, state := range []policy.AppraisalState{policy.Writing, policy.Sent, policy.Signed} {
		w.places[string(state)+" appraisal"] = in(state).ID
	}
	stage := in(policy.Writing).Template.Stages[0]
	w.places["stage"], w.places["questions"], w.places["lens"], w.places["output"] = stage.Code, stage.Sections[0].Code, policy.Principles[0], "easy"
	w.places["form"] = nation.AppraisalTemplates()[0].Code
}

// appraisalFor is the state of the appraisal that a page is about.
func appraisalFor(pattern string) string {
	switch {
	case strings.HasSuffix(pattern, "/sign"):
		return string(policy.Sent)
	case strings.HasSuffix(pattern, "/publish"), strings.HasSuffix(pattern, "/look"), strings.Contains(pattern, "/read/"), strings.HasSuffix(pattern, "/side"):
		return string(policy.Signed)
	}
	return string(policy.Writing)
}

// findBriefing names a briefing of which the first version was given and the second waits.
func (w *walker) findBriefing(t *testing.T) {
	t.Helper()
	list, err := w.demo.Policy.Briefings(t.Context(), w.actors["analyst"])
	if err != nil {
		t.Fatal(err)
	}
	w.places["briefing"], w.places["made"], w.places["reader"] = list[0].ID, "1", "welsh-government"
}
