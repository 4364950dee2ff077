package caseaudit_test

import (
	"encoding/json"
	"strings"
	"testing"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/db"
)

// TestReport_saysWhatIsDone holds that a report says what is done about what was found: by a body or a role, with what somebody
// else saw of it, and of one about a case no word; and that the report after it says what became of all of it.
func TestReport_saysWhatIsDone(t *testing.T) {
	each(t, func(w *world) {
		ctx, p := w.Context(), w.audited(4, "", mostly(4))
		give := func(one, owner string, words caseaudit.ActionWords) string {
			id := db.NewID()
			w.must(w.audits.Give(ctx, w.lead, caseaudit.Action{ID: id, Programme: p.ID, Case: one, Owner: owner, Due: w.due(), Words: words}))
			return id
		}
		whole := give("", w.third.ID, caseaudit.ActionWords{What: "Ask before a plan is written", Effect: "Plans quote young people"})
		give("", "", caseaudit.ActionWords{What: "Tell her before a move", Effect: "Nobody moves unasked", Body: "The housing service"})
		give("", w.third.ID, caseaudit.ActionWords{What: "As in " + p.Cases[0].Unit.ID, Effect: "x"})
		give(p.Cases[0].ID, w.third.ID, caseaudit.ActionWords{What: "Bring the blue bag back", Effect: "She has it"})
		first := w.reported(p.ID)
		want := []caseaudit.ReportAction{
			{What: "Ask before a plan is written", Role: "manager", State: caseaudit.ActionOpen, Effect: "Plans quote young people"},
			{What: "Tell her before a move", Owner: "The housing service", State: caseaudit.ActionOpen, Effect: "Nobody moves unasked"},
			{Role: "manager", State: caseaudit.ActionOpen, Effect: "x"},
			{OfCase: true, Role: "manager", State: caseaudit.ActionOpen},
		}
		if len(first.Kept.Actions) != len(want) {
			t.Fatalf("%+v", first.Kept.Actions)
		}
		for i, a := range first.Kept.Actions {
			if want[i].By = w.due(); a != want[i] {
				t.Errorf("%+v, not %+v", a, want[i])
			}
		}
		w.must(w.audits.DoAction(ctx, w.third, whole, "We ask now"))
		w.must(w.audits.LookAtAction(ctx, w.second, whole, caseaudit.ActionConfirmed, "Five plans of six"))
		next := w.audited(4, p.ID, mostly(4))
		then := w.reported(next.ID)
		if len(then.Kept.Actions) != 0 || then.Kept.Before == nil || len(then.Kept.Before.Actions) != len(want) || then.Kept.Before.Actions[0].State != caseaudit.ActionConfirmed {
			t.Errorf("the report after it: %+v, before %+v", then.Kept.Actions, then.Kept.Before)
		}
		for _, r := range []caseaudit.Report{first, then} {
			document, err := json.Marshal(r.Kept)
			w.must(err)
			for what, secret := range map[string]string{"an owner": w.third.ID, "a case": p.Cases[0].ID, "a case’s number": p.Cases[0].Unit.ID, "what is done about a case": "blue bag", "what should come of it": "She has it"} {
				if strings.Contains(string(document), secret) {
					t.Errorf("a report names %s", what)
				}
			}
		}
	})
}
