package caseauditweb

import (
	"slices"
	"strconv"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

// showAgreement is how far two people said the same: several coefficients beside each other, each with its interval, what it means
// in plain words and its definition, and how often each category was used. It judges none of them.
func (web *Web) showAgreement(r *page.Request) (*page.Answer, error) {
	a, err := web.audits.Agreement(r.Context(), r.Who, r.Path("read"))
	if err != nil {
		return nil, err
	}
	t, l := r.L.T, looking{r: r, m: a.Moderated}
	v := desk.Page{Title: t("twice.agreement"), Lead: t("twice.agreement_lead"), Wide: true, Before: []kit.Content{desk.Para(desk.Words(a.Programme.Plan.Purpose)),
		desk.Para(kit.T(t("twice.agreement_first")+space), desk.Link(t("twice.agreement_cases"), audit(a.Programme.ID, "/moderation")))}}
	pairs := 0
	for _, part := range a.Parts {
		if part.Outcome == "" {
			pairs += part.Pairs
			v.Before = append(v.Before, desk.Part(part.Code(), t("twice.all_"+kindOf(part)), l.part(part)...)) // i18n: prefix twice.all_
		}
	}
	if pairs == 0 {
		v.Before = append(v.Before[:2], kit.InsetText{Text: kit.T(t("twice.no_pairs"))})
		return v.Answer(nil).Back(audit(a.Programme.ID, "/moderation")), nil
	}
	var each []kit.Content
	for _, part := range a.Parts {
		if part.Outcome != "" {
			summary := kit.Join(l.text(part.Outcome), kit.T(dot+t("twice.kind_"+kindOf(part)))) // i18n: prefix twice.kind_
			each = append(each, kit.Details{Summary: summary, Body: kit.Join(l.part(part)...)})
		}
	}
	v.After = []kit.Content{desk.Part("each", t("twice.each"), append([]kit.Content{desk.Para(kit.T(t("twice.each_lead")))}, each...)...), l.reading(a.Programme.Plan)}
	return v.Answer(nil).Back(audit(a.Programme.ID, "/moderation")), nil
}

func kindOf(part caseaudit.AgreementPart) string {
	if part.Grades {
		return "grades"
	}
	return "findings"
}

// part is everything that is said of one part.
func (l looking) part(part caseaudit.AgreementPart) (list []kit.Content) {
	t := l.r.L.T
	list = append(list, desk.Para(kit.T(l.r.L.N("twice.pairs", part.Pairs)+space+l.r.L.N("twice.from_cases", part.Cases))))
	if len(part.Results) == 0 {
		list = append(list, kit.InsetText{Text: kit.T(t("twice.too_few", "fewest", caseaudit.FewestPairs))})
	} else {
		list = append(list, l.coefficients(part))
	}
	if part.Pairs > 0 {
		list = append(list, l.shares(part))
		list = append(list, desk.Para(desk.Link(t("twice.take"), audit(l.m.Programme.ID, "/agreement/"+part.Code()))))
		if len(part.Results) > 0 {
			list = append(list, kit.Details{Summary: kit.T(t("twice.again")), Body: kit.Join(desk.Para(kit.T(t("twice.again_lead"))), kit.In("", "ltr", part.Command(part.Requests()[len(part.Results)-1])))})
		}
	}
	return list
}

func (l looking) coefficients(part caseaudit.AgreementPart) kit.Content {
	t := l.r.L.T
	table := kit.Table{Caption: t("twice.coefficients"), CaptionClass: "govuk-visually-hidden", RowHeaders: true, Head: []kit.Cell{{Text: kit.T(t("twice.coefficient"))}, {Text: kit.T(t("twice.estimate")), Numeric: true},
		{Text: kit.T(t("twice.interval")), Numeric: true}, {Text: kit.T(t("twice.means"))}}}
	for _, x := range part.Results {
		estimate, interval := kit.Content(kit.T(t("twice.undefined"))), kit.Content(kit.T(t("twice.no_interval")))
		means := []kit.Content{desk.Para(kit.T(t("twice.means_" + x.Metric)))} // i18n: prefix twice.means_
		if x.Estimate != nil {
			estimate = kit.T(figure(x.Metric, *x.Estimate))
		} else {
			means = append(means, desk.Para(kit.In("en", "ltr", x.Undefined)))
		}
		if x.Low != nil && x.High != nil {
			interval = kit.T(t("twice.from_to", "low", figure(x.Metric, *x.Low), "high", figure(x.Metric, *x.High)))
		}
		means = append(means, kit.Details{Summary: kit.T(t("twice.definition")), Body: kit.Join(desk.Para(kit.In("en", "ltr", x.Method)), desk.Para(kit.In("en", "ltr", x.Source)))})
		table.Rows = append(table.Rows, []kit.Cell{{Text: kit.T(t("twice.metric_" + x.Metric))}, {Text: estimate, Numeric: true}, {Text: interval, Numeric: true}, {Text: kit.Join(means...)}}) // i18n: prefix twice.metric_
	}
	return kit.Join(kit.Scroll{Label: t("twice.coefficients") + dot + t("twice.kind_"+kindOf(part)) + dot + part.Outcome, Body: table}, desk.Small(t("twice.drawn_from", "draws", caseaudit.AgreementDraws, "seed", caseaudit.AgreementSeed))) // i18n: prefix twice.kind_
}

// figure writes a coefficient with two places, and agreement in per cent without any.
func figure(metric string, x float64) string {
	if metric == "percent" {
		return strconv.FormatFloat(100*x, 'f', 0, 64) + " %"
	}
	return strconv.FormatFloat(x, 'f', 2, 64)
}

// shares is how often each category was used, by both together.
func (l looking) shares(part caseaudit.AgreementPart) kit.Content {
	t := l.r.L.T
	table := kit.Table{Caption: t("twice.shares"), CaptionClass: "govuk-table__caption--s", RowHeaders: true, Head: []kit.Cell{{Text: kit.T(t("twice.category"))}, {Text: kit.T(t("twice.times")), Numeric: true}}}
	at := caseaudit.Matter{Item: "x"}
	if part.Grades {
		at.Item = ""
	}
	for _, s := range part.Shares {
		table.Rows = append(table.Rows, []kit.Cell{{Text: l.value(at, s.Category)}, {Text: kit.T(l.r.L.Number(s.Ratings)), Numeric: true}})
	}
	return table
}

// reading says in plain words how to read the coefficients, and why two of them differ.
func (l looking) reading(plan caseaudit.Plan) kit.Content {
	t := l.r.L.T
	list := []kit.Content{kit.T(t("twice.read_none_alone")), kit.T(t("twice.read_paradox")), kit.T(t("twice.read_cases")), kit.T(t("twice.read_interval"))}
	if plan.Scale != nil && plan.Scale.Graded() {
		list = append(list, kit.T(t("twice.read_weighted")))
	}
	return desk.Part("reading", t("twice.read_title"), desk.Bullets(list...))
}

// takeRatings gives a part's ratings as a file; who is A and who is B is decided for each case anew.
func (web *Web) takeRatings(r *page.Request) (*page.Answer, error) {
	a, err := web.audits.Agreement(r.Context(), r.Who, r.Path("read"))
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(a.Parts, func(p caseaudit.AgreementPart) bool { return p.Code() == r.Path("figures") })
	if i < 0 || a.Parts[i].Pairs == 0 {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return page.File("ratings.csv", "text/csv; charset=utf-8", a.Parts[i].File()), nil
}
