package app

import (
	"context"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/stats"
)

// reportedCases is how many cases the demonstration's finished audit read: as many as it takes for figures to be shown.
const reportedCases = 40

// auditReports has two audits read and reported: one of all cases of an invented list, with figures, and a small one that
// follows it, whose numbers are too small to show.
func (s *seeder) auditReports(ctx context.Context) error {
	first, err := s.finishedAudit(ctx, "Do plans say what young people want? (invented)", "", reportedCases, 4)
	if err != nil {
		return err
	}
	if err := s.learnt(ctx, first); err != nil {
		return err
	}
	next, err := s.finishedAudit(ctx, "Did asking first change anything? (invented)", first, 6, 4)
	if err != nil {
		return err
	}
	return s.reportIn(ctx, next, caseaudit.ReportWords{Found: "In the cases read since, somebody asked before a plan was written.", Unknown: "Six cases are few. We do not know about the others."})
}

// finishedAudit plans an audit, and has every case of it read; in most of them, up to in of every seven, what was looked for was there.
func (s *seeder) finishedAudit(ctx context.Context, purpose, before string, n, in int) (string, error) {
	who, audits, id, now := s.actors["morgan"], s.app.Audits, db.NewID(), s.clock.Now()
	ed, err := s.app.Framework.Chosen(ctx, who, framework.Children)
	if err != nil {
		return "", err
	}
	scale, _ := caseaudit.ShippedScale("england-4")
	outcomes := []string{ed.Principles[0].Outcomes()[0].Code, ed.Principles[1].Outcomes()[0].Code}
	plan := caseaudit.Plan{Purpose: purpose, From: db.Day(now.AddDate(0, -6, 0)), To: db.Day(now), Population: "Young people in care or leaving care who came without family",
		On: db.Day(now), Method: stats.Census, Edition: ed.ID, Outcomes: outcomes, Scale: &scale, Before: before}
	var frame []caseaudit.Unit
	for i := range n {
		frame = append(frame, caseaudit.Unit{ID: "NR-" + string(rune('A'+i/10)) + string(rune('0'+i%10))})
	}
	if err := audits.Plan(ctx, who, id, plan, frame); err != nil {
		return "", err
	}
	if err := audits.Sample(ctx, who, id); err != nil {
		return "", err
	}
	readers := []permit.Actor{s.actors["astrid"], s.actors["beatrix"]}
	if err := audits.Share(ctx, who, id, []string{readers[0].ID, readers[1].ID}, db.Day(now.AddDate(0, 1, 0))); err != nil {
		return "", err
	}
	p, err := audits.Programme(ctx, who, id)
	if err != nil {
		return "", err
	}
	for i, c := range p.Cases {
		reader := readers[0]
		if a, _ := c.Auditor(); a.Auditor == readers[1].ID {
			reader = readers[1]
		}
		if err := s.readCase(ctx, reader, id, c.ID, ed, i%7 < in); err != nil {
			return "", err
		}
	}
	return id, nil
}

// readCase reads one case from beginning to end, as its auditor would page by page.
func (s *seeder) readCase(ctx context.Context, who permit.Actor, programme, id string, ed *framework.Edition, there bool) error {
	audits := s.app.Audits
	if err := audits.Declare(ctx, who, programme, id, "", ""); err != nil {
		return err
	}
	rating, err := audits.BeginReading(ctx, who, programme, id)
	if err != nil {
		return err
	}
	page, err := audits.Reading(ctx, who, rating)
	if err != nil {
		return err
	}
	for _, step := range page.Steps() {
		if step.Kind == caseaudit.StepCheck {
			break
		}
		if err := audits.Write(ctx, who, rating, step.Code(), inventedReading(ed, step.Outcome, there)); err != nil {
			return err
		}
	}
	return audits.Lock(ctx, who, rating, 45)
}

// inventedReading is what an auditor might write of one outcome of an invented case.
func inventedReading(ed *framework.Edition, outcome string, there bool) caseaudit.Reading {
	r := caseaudit.Reading{Life: "There is a room, a school and a friend; nobody knows how the nights are (invented).", Know: "From the notes of visits and what was said in school (invented).",
		Outcomes: map[string]caseaudit.OutcomeFound{}}
	o, ok := ed.Outcome(outcome)
	if !ok {
		return r
	}
	found := caseaudit.OutcomeFound{Heard: "heard", Words: "“Ask me before you write it.” (invented)", Items: map[string]caseaudit.ItemFound{}, Grade: "good", Why: "It was done and can be seen (invented)."}
	if !there {
		found.Heard, found.Words, found.Grade, found.NoGrade, found.Why = "not_asked", "", "", true, "The file does not show it, so nothing can be said (invented)."
	}
	for _, code := range caseaudit.ItemsOf(o) {
		one := caseaudit.ItemFound{Found: caseaudit.FoundNotEvidenced}
		if there {
			one = caseaudit.ItemFound{Found: caseaudit.FoundInPlace, Evidence: []caseaudit.Evidence{{Place: "file", Where: "Visit notes, spring (invented)"}}}
		}
		found.Items[code] = one
	}
	r.Outcomes[outcome] = found
	return r
}

// learnt writes what was learnt from the larger audit, tells young people, and makes its report.
func (s *seeder) learnt(ctx context.Context, programme string) error {
	who, audits := s.actors["morgan"], s.app.Audits
	p, err := audits.Programme(ctx, who, programme)
	if err != nil {
		return err
	}
	for _, t := range []caseaudit.Theme{
		{Kind: "good", Title: "Somebody comes back when it is quiet", Seen: "Workers came a second time without a form, and that is when young people spoke.", Outcomes: p.Plan.Outcomes[:1], Cases: []string{p.Cases[0].ID, p.Cases[3].ID}},
		{Kind: "improve", Title: "Plans are written before anybody asks", Seen: "Where nobody had asked, the plan said what the service could offer, and not what the young person wanted.", Outcomes: p.Plan.Outcomes[1:], Cases: []string{p.Cases[6].ID}},
		{Kind: "barrier", Title: "Interpreters are booked for an hour", Seen: "Conversations ended when the booking did.", System: "interpreter"},
	} {
		if err := audits.WriteTheme(ctx, who, programme, db.NewID(), "", t); err != nil {
			return err
		}
	}
	told := caseaudit.Told{For: "everybody", State: "done", Lang: "en", Heard: "You told us that nobody asks you first.", Did: "Now we ask you before we write a plan."}
	id := db.NewID()
	if err := audits.WriteTold(ctx, who, programme, id, "", told); err != nil {
		return err
	}
	if err := audits.Publish(ctx, who, programme, id); err != nil {
		return err
	}
	by := db.Day(s.clock.Now().AddDate(0, 3, 0))
	return s.reportIn(ctx, programme, caseaudit.ReportWords{
		Found:   "Most plans say what the young person wants, and it can be seen where that came from. Where nobody asked, plans say what there is to offer.",
		Young:   "Those who were asked said that being asked twice helped more than being asked well.",
		Unknown: "What those think who were never asked. Whether what stands in a file was wanted.",
		Team: caseaudit.Team{Learnt: "Plans say what young people want where somebody asked before writing. Coming back a second time is what opened most conversations.",
			Works: []string{"Coming back without a form", "Writing down the young person’s own words", "Asking the school what it sees"},
			Change: []caseaudit.Change{{What: "Ask before a plan is begun", Who: "Social workers", By: by}, {What: "Book interpreters for two hours", Who: "Business support", By: by},
				{What: "Look in supervision at who was not asked", Who: "Team managers", By: by}},
			Talk: "The practice meeting, first Tuesday of the month"}})
}

// reportIn keeps a report's words and makes the report.
func (s *seeder) reportIn(ctx context.Context, programme string, words caseaudit.ReportWords) error {
	who, audits := s.actors["morgan"], s.app.Audits
	if err := audits.WriteWords(ctx, who, programme, "", words); err != nil {
		return err
	}
	l, err := audits.Learning(ctx, who, programme)
	if err != nil {
		return err
	}
	return audits.MakeReport(ctx, who, programme, db.NewID(), l.Words.Row)
}
