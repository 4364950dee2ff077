package app

import (
	"context"
	"fmt"
	"strings"

	"stablefutures/internal/access"
	"stablefutures/internal/caseaudit"
	"stablefutures/internal/db"
	"stablefutures/internal/i18n"
	"stablefutures/internal/insight"
	"stablefutures/internal/permit"
	"stablefutures/internal/policy"
	"stablefutures/internal/release"
	"stablefutures/internal/together"
)

// What a briefing can cite of other capabilities: they do not know each other, so they meet here.
func (a *App) briefings() {
	a.Policy.UseWords(a.codeWords)
	a.Policy.UseQuotes(quotable, together.QuotedInBriefing)
	a.Policy.UseThemes(reportedThemes)
	a.Policy.UseSaved(a.keptQuestions)
}

// keptQuestions gives the saved questions over all records, with the releases that answer them now. An answer in more than two
// directions does not fit on paper, and is left to its own page.
func (a *App) keptQuestions(ctx context.Context, w *access.Work) (list []policy.SavedQuestion, err error) {
	if !permit.Could(w.Who, permit.ReadInsight) {
		return nil, nil
	}
	saved, err := insight.QuestionsIn(ctx, w)
	if err != nil {
		return nil, err
	}
	for _, q := range saved {
		last, err := a.Insight.LastIn(ctx, w, i18n.For("en"), q)
		if err != nil {
			return nil, err
		}
		one := policy.SavedQuestion{ID: q.ID, Title: q.Title}
		if last.Any() {
			shown := last.Shown()
			if shown.Table.IsCrossed() {
				continue
			}
			one.Release, one.Coverage = shown.Table.ID, shown.Coverage.ID
		}
		list = append(list, one)
	}
	return list, nil
}

// codeWords gives the words of a release's codes: of a round's answers what was offered, of all else what insight knows.
func (a *App) codeWords(ctx context.Context, w *access.Work, l i18n.L, r release.Release) (func(code string) string, error) {
	if !strings.HasPrefix(r.Table.Key, "round:") {
		return a.Insight.Named(ctx, w, l, r), nil
	}
	rounds, err := together.ClosedRounds(ctx, w)
	if err != nil {
		return nil, err
	}
	words := map[string]string{together.Skip: l.T("together.skip")}
	for _, one := range rounds {
		if one.Round.Release != r.ID {
			continue
		}
		for i, option := range one.Round.Asked.Options {
			words[one.Round.Asked.Codes()[i]] = option
		}
	}
	return func(code string) string {
		if text, ok := words[code]; ok {
			return text
		}
		return code
	}, nil
}

// quotable gives the words of young people that may stand in a paper now.
func quotable(ctx context.Context, w *access.Work) (list []policy.PermittedQuote, err error) {
	shown, err := together.Quotable(ctx, w)
	for _, p := range shown {
		list = append(list, policy.PermittedQuote{ID: p.ID, Words: p.Says.Words, Lang: p.Says.Lang, Translation: p.Says.Translation, Name: p.Name, Until: p.Until})
	}
	return list, err
}

// reportedThemes gives what audits found, from the latest report of each programme.
func reportedThemes(ctx context.Context, w *access.Work, l i18n.L) (list []policy.AuditTheme, err error) {
	reports, err := caseaudit.LatestReports(ctx, w)
	for _, r := range reports {
		source := l.T("briefing.audit_report", "purpose", r.Kept.Plan.Purpose, "version", fmt.Sprint(r.Version), "day", l.Day(db.Day(r.At)), "hash", r.Hash)
		for i, t := range r.Kept.Themes {
			if !t.Dropped {
				list = append(list, policy.AuditTheme{ID: fmt.Sprintf("%s/%d", r.ID, i), Title: t.Title, Seen: t.Seen, Source: source})
			}
		}
	}
	return list, err
}
