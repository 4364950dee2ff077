package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/caseaudit"
	"stablefutures/internal/caseaudit/caseauditweb"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/insight"
	"stablefutures/internal/inspection"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
	"stablefutures/internal/release"
	"stablefutures/internal/together"
)

// What rooms have to show to an inspectorate, put into the words of an evidence pack: they do not know each other, so they
// meet here. A number about people gets in as a released table and in no other way; the sentences that are made here hold
// no number but a day.

func (a *App) evidence() {
	a.Inspection.Sources("self_review", reviewEvidence)
	a.Inspection.Sources("audit", auditEvidence)
	a.Inspection.Sources("voice", voiceEvidence)
	a.Inspection.Sources("promises", promiseEvidence)
	a.Inspection.Sources("release", a.releaseEvidence)
}

// reviewEvidence says what a service finds of its own practice, and, apart from that, what it means to put right itself.
func reviewEvidence(ctx context.Context, w *access.Work, l i18n.L, span inspection.Span) (list []inspection.Evidence, err error) {
	reviews, err := caseaudit.AllReviews(ctx, w)
	if err != nil {
		return nil, err
	}
	t := l.T
	for _, p := range reviews {
		r := p.Review
		if r.Open() || !span.Has(db.Day(r.FinishedAt)) {
			continue
		}
		e := inspection.Evidence{ID: "review:" + r.ID, Topics: []string{"self_review", "leadership"}, Title: t("inspection.ev_review", "service", r.Scope.Service), Link: "/reviews/" + r.ID,
			Lines: []string{t("inspection.ev_finished", "day", l.Day(db.Day(r.FinishedAt))), t("inspection.ev_answered_by", "who", r.Scope.Together)}}
		plan := inspection.Evidence{ID: "plan:" + r.ID, Topics: []string{"plans"}, Title: t("inspection.ev_plan", "service", r.Scope.Service), Link: e.Link}
		for _, outcome := range r.Scope.Outcomes {
			answer, answered := r.Answers[outcome]
			if !answered {
				continue
			}
			o, _ := p.Edition.Outcome(outcome)
			for _, code := range caseaudit.ItemsOf(o) {
				said := answer.Items[code]
				line := itemText(p.Edition, code) + " – " + t("review.finding_"+string(said.Finding)) // i18n: prefix review.finding_
				e.Lines = append(e.Lines, line)
				if said.Missing() && strings.HasPrefix(said.Act, "us") {
					plan.Lines = append(plan.Lines, itemText(p.Edition, code)+" – "+t("review.act_"+said.Act)) // i18n: prefix review.act_
				}
			}
		}
		list = append(list, e)
		if r.Scope.Again != "" {
			plan.Lines = append(plan.Lines, t("inspection.ev_again", "day", l.Day(r.Scope.Again)))
		}
		if len(plan.Lines) > 0 {
			list = append(list, plan)
		}
	}
	return list, nil
}

// itemText is the text of an outcome or indicator, or its code where the text may not leave with a document.
func itemText(ed *framework.Edition, code string) string {
	if !ed.Exportable() {
		return code
	}
	if i, ok := ed.Indicator(code); ok {
		return i.Text
	}
	o, _ := ed.Outcome(code)
	return o.Text
}

// auditEvidence says which cases were read, and how they were drawn.
func auditEvidence(ctx context.Context, w *access.Work, l i18n.L, span inspection.Span) (list []inspection.Evidence, err error) {
	programmes, err := caseaudit.AllProgrammes(ctx, w)
	if err != nil {
		return nil, err
	}
	t := l.T
	for _, p := range programmes {
		if !p.Drawn || !span.Has(db.Day(p.Draw.At)) {
			continue
		}
		e := inspection.Evidence{ID: "audit:" + p.ID, Topics: []string{"audit"}, Title: t("inspection.ev_audit", "purpose", p.Plan.Purpose), Link: "/audits/" + p.ID,
			Lines: []string{t("inspection.ev_population", "population", p.Plan.Population), t("inspection.ev_method", "method", t("audit.method_"+string(p.Plan.Method)), // i18n: prefix audit.method_
				"day", l.Day(db.Day(p.Draw.At))), t("inspection.ev_practice", "from", l.Day(p.Plan.From), "to", l.Day(p.Plan.To))}}
		if p.Draw.Seed != "" {
			e.Lines = append(e.Lines, t("inspection.ev_repeat"))
		}
		report, found, err := caseaudit.LatestReport(ctx, w, p.ID)
		if err != nil {
			return nil, err
		}
		if found {
			plan, err := reportEvidence(ctx, w, l, report, &e)
			if err != nil {
				return nil, err
			}
			if len(plan.Lines) > 0 {
				list = append(list, plan)
			}
		} else {
			e.Lines = append(e.Lines, t("inspection.ev_not_reported"))
		}
		list = append(list, e)
	}
	return list, nil
}

// reportEvidence adds what was found and agreed, as it was reported, and gives what is done about it. Grades stay with the
// audit.
func reportEvidence(ctx context.Context, w *access.Work, l i18n.L, r caseaudit.Report, e *inspection.Evidence) (plan inspection.Evidence, err error) {
	t, kept := l.T, r.Kept
	e.Lines = append(e.Lines, t("inspection.ev_reported", "day", l.Day(db.Day(r.At))))
	if kept.Words.Found != "" {
		e.Lines = append(e.Lines, kept.Words.Found)
	}
	for _, theme := range kept.Themes {
		if !theme.Dropped {
			e.Lines = append(e.Lines, theme.Title+": "+theme.Seen)
		}
	}
	plan = inspection.Evidence{ID: "actions:" + kept.Programme, Topics: []string{"plans"}, Title: t("inspection.ev_actions", "purpose", kept.Plan.Purpose), Link: e.Link}
	for _, a := range kept.Actions {
		said := caseauditweb.SayAction(l, a)
		line := said.What + " – " + said.Who
		if said.By != "" {
			line += ", " + said.By
		}
		line += " – " + said.Effect
		plan.Lines = append(plan.Lines, line)
	}
	var ed *framework.Edition
	if kept.Plan.Edition != "" {
		if ed, err = framework.Find(ctx, w, kept.Plan.Edition); err != nil {
			return plan, err
		}
	}
	for _, f := range []struct{ kind, caption, prefix string }{
		{caseaudit.FiguresDrawn, "inspection.ev_drawn_caption", "inspection.ev_"},
		{caseaudit.FiguresHeard, "inspection.ev_heard_caption", "auditreport.heard_"},
		{caseaudit.FiguresFound, "inspection.ev_found_caption", "auditreport.found_"},
	} {
		one, counted := r.Figures[f.kind]
		if !counted {
			continue
		}
		var rows, columns []string
		for _, code := range one.Table.Rows {
			if ed != nil {
				code = itemText(ed, code)
			}
			rows = append(rows, code)
		}
		for _, code := range one.Table.Columns {
			columns = append(columns, t(f.prefix+code)) // i18n: prefix inspection.ev_ auditreport.heard_ auditreport.found_
		}
		figures, err := inspection.FiguresOf(t(f.caption), one.ID, one.Table, rows, columns)
		if err != nil {
			return plan, err
		}
		e.Figures = append(e.Figures, figures)
	}
	return plan, nil
}

// voiceEvidence is what young people were asked together, and what became of what they said.
func voiceEvidence(ctx context.Context, w *access.Work, l i18n.L, span inspection.Span) (list []inspection.Evidence, err error) {
	rounds, err := together.ClosedRounds(ctx, w)
	if err != nil {
		return nil, err
	}
	t := l.T
	for _, r := range rounds {
		if !span.Has(r.ClosedOn) {
			continue
		}
		f, err := inspection.FiguresOf(t("inspection.ev_round_caption"), r.Release, r.Figures, nil, append(slices.Clone(r.Asked.Options), t("inspection.ev_skip")))
		if err != nil {
			return nil, err
		}
		list = append(list, inspection.Evidence{ID: "round:" + r.ID, Topics: []string{"voice"}, Title: t("inspection.ev_round", "question", r.Asked.Question), Link: "/together/rounds/" + r.ID,
			Lines: []string{t("inspection.ev_asked", "from", l.Day(r.BegunOn), "to", l.Day(r.ClosedOn))}, Figures: []inspection.Figures{f}})
	}
	items, err := together.Items(ctx, w)
	if err != nil {
		return nil, err
	}
	for _, i := range items {
		now := i.Now()
		texts, _ := now.In(l.Tag())
		if !span.Has(i.HeardOn) || texts.Heard == "" {
			continue
		}
		e := inspection.Evidence{ID: "heard:" + i.ID, Topics: []string{"voice"}, Title: t("inspection.ev_heard", "what", texts.Heard), Link: "/together/board/" + i.ID,
			Lines: []string{t("inspection.ev_state_" + string(now.State))}} // i18n: prefix inspection.ev_state_
		if texts.Did != "" {
			e.Lines = append(e.Lines, texts.Did)
		}
		if now.State == together.WillDo {
			e.Topics = append(e.Topics, "plans")
			if now.By != "" {
				e.Lines = append(e.Lines, t("inspection.ev_by", "who", now.Who, "day", l.Day(now.By)))
			}
		}
		list = append(list, e)
	}
	return list, nil
}

// promiseEvidence counts what became of the promises that were made to young people whose records this organisation keeps.
func promiseEvidence(ctx context.Context, w *access.Work, l i18n.L, span inspection.Span) ([]inspection.Evidence, error) {
	from, err := time.Parse(time.DateOnly, span.From)
	if err != nil {
		return nil, err
	}
	to, err := time.Parse(time.DateOnly, span.To)
	if err != nil {
		return nil, err
	}
	ids, err := record.OfOrganisation(ctx, w)
	if err != nil {
		return nil, err
	}
	tally, err := promise.TallyOf(ctx, w, ids, from, to.AddDate(0, 0, 1))
	if err != nil {
		return nil, err
	}
	t := l.T
	table := disclosure.Table{Key: "promises.by-state", Data: span.From + ":" + span.To + ":" + db.Day(w.At), Counts: [][]int64{tally.Counts}, People: [][]int64{tally.People}, Largest: [][]int64{tally.Largest}}
	var columns []string
	for _, s := range tally.States {
		table.Columns = append(table.Columns, string(s))
		columns = append(columns, t("inspection.promise_"+string(s))) // i18n: prefix inspection.promise_
	}
	kept, err := release.Keep(ctx, w, disclosure.StrictDefault, table)
	if problem.Is(err, problem.Conflict) {
		return nil, nil // it was asked so often that no more is let out
	}
	if err != nil {
		return nil, err
	}
	f, err := inspection.FiguresOf(t("inspection.ev_promises_caption"), kept.ID, kept.Table, nil, columns)
	if err != nil {
		return nil, err
	}
	return []inspection.Evidence{{ID: "promises", Topics: []string{"promises"}, Title: t("inspection.ev_promises"), Link: "/together/releases/" + kept.ID,
		Lines: []string{t("inspection.ev_promises_when", "from", l.Day(span.From), "to", l.Day(span.To))}, Figures: []inspection.Figures{f}}}, nil
}

// ownTables are keys of releases that another piece of evidence shows already.
var ownTables = []string{"round:", "promises.", "audit-"}

// releaseEvidence is what left the organisation as a table.
func (a *App) releaseEvidence(ctx context.Context, w *access.Work, l i18n.L, span inspection.Span) (list []inspection.Evidence, err error) {
	all, err := release.All(ctx, w)
	if err != nil {
		return nil, err
	}
	t, titles := l.T, map[string]bool{}
	for _, r := range all {
		own := slices.ContainsFunc(ownTables, func(prefix string) bool { return strings.HasPrefix(r.Key(), prefix) })
		if own || r.IsCrossed() || // of two directions at most: a pack shows what fits on its page
			!span.Has(db.Day(r.At)) {
			continue
		}
		title, rows, columns := t("inspection.ev_release", "key", r.Table.Key), r.Table.Rows, r.Table.Columns
		if said, ok := insight.TitleOf(l, r.Key()); ok {
			if r.Table.Withheld() != "" { // it says nothing, and there are many
				continue
			}
			word := a.Insight.Named(ctx, w, l, r)
			title, rows, columns = said, each(rows, word), each(columns, word)
		}
		if titles[title] { // asked more than once: each by the name under which it is cited
			title = t("inspection.ev_release_again", "title", title, "hash", r.Hash[:8])
		}
		titles[title] = true
		f, err := inspection.FiguresOf(t("inspection.ev_release_caption"), r.ID, r.Table, rows, columns)
		if err != nil {
			return nil, err
		}
		list = append(list, inspection.Evidence{ID: "release:" + r.ID, Topics: []string{"figures"}, Title: title, Link: "/together/releases/" + r.ID,
			Lines: []string{t("inspection.ev_released", "day", l.Day(db.Day(r.At)))}, Figures: []inspection.Figures{f}})
	}
	return list, nil
}

func each(codes []string, word func(string) string) []string {
	words := make([]string, len(codes))
	for i, c := range codes {
		words[i] = word(c)
	}
	return words
}
