package caseaudit_test

import (
	"testing"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/stats"
)

// TestAudit_fromPlanToReport goes the whole way through the services alone, as those who do it would: a lead plans and draws in
// two groups, two auditors read apart, page by page, a third person settles where they differ, and a manager makes the report.
func TestAudit_fromPlanToReport(t *testing.T) {
	each(t, func(w *world) {
		plan, scale := plan(stats.Stratified, 4), caseaudit.Scale{}
		scale, _ = caseaudit.ShippedScale("england-4")
		plan.Edition, plan.Outcomes, plan.Scale, plan.Twice = w.edition.ID, w.auditOutcomes(), &scale, 50
		p := w.drawn(plan, frame(12))
		w.must(w.audits.Share(w.Context(), w.lead, p.ID, []string{w.lead.ID, w.second.ID}, w.due()))
		twice := w.readApart(p)
		if twice == 0 {
			w.Fatal("no case is read twice")
		}

		moderator := w.person(w.lead.Organisation, "Moderator", permit.Manager)
		talks, err := w.audits.Talks(w.Context(), moderator, p.ID)
		w.must(err)
		settled := 0
		for _, talk := range talks.Talks {
			for _, matter := range talk.Left() {
				one := caseaudit.Settlement{Item: matter.Item, Value: "good", Why: "Page 3 of the plan shows it."}
				if matter.Item != "" {
					one.Value = string(caseaudit.FoundInPlace)
				}
				w.must(w.audits.Settle(w.Context(), moderator, p.ID, talk.Case.ID, matter.Outcome, []caseaudit.Settlement{one}, true))
				settled++
			}
		}
		if settled == 0 {
			w.Fatal("the two readers differ in nothing: there was nothing to settle")
		}

		w.must(w.audits.WriteTheme(w.Context(), w.lead, p.ID, db.NewID(), "", caseaudit.Theme{Kind: "good", Title: "Asked first", Seen: "Somebody asked before a plan was written."}))
		words := caseaudit.ReportWords{Found: "Plans say what young people want where somebody asked.", Team: caseaudit.Team{Learnt: "Ask first.", Works: []string{"Coming back"},
			Change: []caseaudit.Change{{What: "Ask before a plan", Who: "Social workers", By: "2027-01-31"}}, Talk: "The practice meeting"}}
		w.must(w.audits.WriteWords(w.Context(), w.lead, p.ID, "", words))
		r := w.reported(p.ID)
		if r.Kept.Waiting || !r.Kept.Words.Team.Complete() || len(r.Kept.Themes) != 1 {
			w.Errorf("waiting %t, team page %t, %d themes", r.Kept.Waiting, r.Kept.Words.Team.Complete(), len(r.Kept.Themes))
		}
		for kind, one := range r.Figures {
			if kind != caseaudit.FiguresDrawn && one.Table.Withheld() == "" {
				w.Errorf("%s of four cases is shown", kind)
			}
		}
	})
}

// readApart has every reader of a programme read, page by page, what they were given; the second finds less than the first, and
// cannot open the other's before both are locked. It gives how many cases were read twice.
func (w *world) readApart(p caseaudit.Programme) (twice int) {
	w.Helper()
	for _, who := range []permit.Actor{w.lead, w.second} {
		for _, c := range p.Cases {
			if !c.In() {
				continue
			}
			if err := w.audits.Declare(w.Context(), who, p.ID, c.ID, "", ""); problem.Is(err, problem.Conflict) {
				continue // not theirs
			} else if err != nil {
				w.Fatal(err)
			}
			rating, err := w.audits.BeginReading(w.Context(), who, p.ID, c.ID)
			w.must(err)
			page := w.ratingPage(who, rating)
			said := w.foundReading(caseaudit.FoundInPlace)
			if who.ID == w.second.ID {
				said = w.foundReading(caseaudit.FoundNotEvidenced)
			}
			for _, step := range page.Steps() {
				if step.Kind != caseaudit.StepCheck {
					w.must(w.audits.Write(w.Context(), who, rating, step.Code(), said))
				}
			}
			if who.ID == w.lead.ID {
				if _, err := w.audits.Reading(w.Context(), w.second, rating); !problem.Is(err, problem.NotFound) {
					w.Errorf("a reading that is not locked opens to another: %v", err)
				}
			}
			w.must(w.audits.Lock(w.Context(), who, rating, 40))
		}
	}
	talks, err := w.audits.Talks(w.Context(), w.third, p.ID)
	w.must(err)
	for _, talk := range talks.Talks {
		if talk.Twice() {
			twice++
		}
	}
	return twice
}
