package policy

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"stablefutures/internal/chart"
	"stablefutures/internal/i18n"
	"stablefutures/internal/print"
)

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }

// Routes are the other ways to learn something where numbers are too small, as codes of evaluation.route_CODE.
var Routes = []string{"quotes", "themes", "pool", "longer", "plain"}

// ResultBlocks is the result alone.
func (e Evaluation) ResultBlocks(l i18n.L) []print.Block {
	w := &writer{l: l}
	w.head(2, "evaluation.result")
	w.effect(e, e.Result())
	return w.blocks
}

func (w *writer) result(e Evaluation, r Result) {
	l, p := w.l, e.Plan.Content
	w.effect(e, r)
	w.rows([2]string{l.T("evaluation.no_effect"), p.NoEffect}, [2]string{l.T("evaluation.found"), e.Found})
}

// effect is one result: why there is none, or the effect with its interval and all other ways of looking.
func (w *writer) effect(e Evaluation, r Result) {
	l := w.l
	if r.Refused != "" {
		paras := []print.Text{print.Say(l.T("evaluation.refused_"+string(r.Refused), "least", LeastPoints, "before", r.Before, "after", r.After))} // i18n: prefix evaluation.refused_
		if r.Refused != RunAlone {
			paras = append(paras, print.Say(l.T("evaluation.honest")))
		}
		w.add(print.Notice{Title: print.Say(l.T("evaluation.no_model")), Paras: paras})
		if r.Refused != RunAlone && r.Refused != NotYetAfter {
			w.say(l.T("evaluation.routes"))
			var texts []string
			for _, code := range Routes {
				texts = append(texts, l.T("evaluation.route_"+code)) // i18n: prefix evaluation.route_
			}
			w.list(texts...)
		}
		return
	}
	w.say(l.T("evaluation.verdict_" + r.Verdict)) // i18n: prefix evaluation.verdict_
	w.effectTable(r)
	w.boundaries(r)
	if len(r.Moments) > 0 {
		w.moments(r)
	}
	w.checks(r)
}

// interval writes the two ends, or that there is none.
func (w *writer) interval(bounded bool, low, high Number) string {
	if !bounded || !low.Shown.Shown() || !high.Shown.Shown() {
		return w.l.T("evaluation.no_interval")
	}
	return w.l.T("evaluation.span", "low", w.number(low), "high", w.number(high))
}

func (w *writer) number(n Number) string { return chart.Figure(w.l, n.Shown) }

// chance writes a p-value; one that three decimals do not hold is said to be smaller than they can say.
func (w *writer) chance(p Number) string {
	if v, _, ok := p.Shown.Value(); ok && v == 0 {
		return w.l.T("evaluation.below_thousandth")
	}
	return w.number(p)
}

func (w *writer) effectTable(r Result) {
	l := w.l
	table := print.Table{RowHead: true, Head: []print.Text{print.Say(l.T("evaluation.what")), print.Say(l.T("evaluation.estimate")), print.Say(l.T("evaluation.interval"))}}
	row := func(key string, e Came) {
		table.Rows = append(table.Rows, []print.Text{print.Say(l.T(key)), print.Say(w.number(e.Estimate)), print.Say(w.interval(e.Bounded, e.Low, e.High))})
	}
	switch {
	case r.Design.Model == Places:
		row("evaluation.effect_places", r.Effect)
	case r.Effect.Ratio:
		row("evaluation.effect_ratio", r.Effect)
	case r.Design.Gradual > 0:
		row("evaluation.effect_whole", r.Effect)
	default:
		row("evaluation.effect_level", r.Effect)
	}
	if r.Slope != nil {
		row(map[bool]string{true: "evaluation.effect_slope_ratio", false: "evaluation.effect_slope"}[r.Slope.Ratio], *r.Slope)
	}
	w.add(table)
	if r.Effect.Bounded && r.Effect.P.Shown.Shown() {
		w.small(l.T("evaluation.p_line", "p", w.chance(r.Effect.P)))
	}
	w.small(l.T("evaluation.points_line", "before", r.Before, "after", r.After))
}

// boundaries say what the numbers do not bear.
func (w *writer) boundaries(r Result) {
	l := w.l
	if r.Left > 0 {
		w.small(l.T(map[bool]string{true: "evaluation.left_places", false: "evaluation.left_out"}[r.Design.Model == Places], "n", r.Left))
	}
	if r.Carried {
		w.small(l.T("evaluation.carried"))
	}
	if r.Alone {
		w.small(l.T("evaluation.alone"))
	} else if !r.Effect.Bounded {
		w.small(l.T("evaluation.few_places", "least", fewPlaces))
	}
	if r.Pretest.Shown.Shown() && r.Effect.Bounded {
		w.small(l.T("evaluation.pretest", "p", w.chance(r.Pretest)))
	}
	for _, c := range r.Checks {
		if c.Name == "rounding" {
			w.small(l.T("evaluation.rounding_line", "n", r.Rounded, "low", w.number(c.Low), "high", w.number(c.High)))
		}
	}
}

func (w *writer) moments(r Result) {
	l := w.l
	w.head(3, "evaluation.moments")
	w.say(l.T("evaluation.moments_lead"))
	table := print.Table{RowHead: true, Head: []print.Text{print.Say(l.T("evaluation.since")), print.Say(l.T("evaluation.estimate")), print.Say(l.T("evaluation.interval"))}}
	for _, m := range r.Moments {
		table.Rows = append(table.Rows, []print.Text{print.Say(strconv.Itoa(m.Since)), print.Say(w.number(m.Estimate)), print.Say(w.interval(r.Effect.Bounded, m.Low, m.High))})
	}
	w.add(table)
}

func (w *writer) checks(r Result) {
	l := w.l
	w.head(3, "evaluation.checks")
	if w.other == 0 { // of a way that was not planned they were not fixed before either
		w.say(l.T("evaluation.checks_lead"))
	}
	table := print.Table{RowHead: true, Head: []print.Text{print.Say(l.T("evaluation.way")), print.Say(l.T("evaluation.estimate")), print.Say(l.T("evaluation.interval"))}}
	add := func(c Looked) {
		setting := c.Setting
		switch code, ok := r.codes[setting]; {
		case c.Name == "errors":
			kind, _, _ := strings.Cut(setting, ":")
			setting = l.T("evaluation.errors_" + kind) // i18n: prefix evaluation.errors_
		case ok && (c.Name == "without" || c.Name == "placebo_time" || c.Name == "placebo_place"):
			setting = code
		}
		name := l.T("evaluation.check_"+c.Name, "setting", setting) // i18n: prefix evaluation.check_
		if c.Placebo {
			name += l.T("evaluation.near_none")
		}
		table.Rows = append(table.Rows, []print.Text{print.Say(name), print.Say(w.number(c.Estimate)), print.Say(w.interval(c.Bounded, c.Low, c.High))})
	}
	for _, c := range r.Checks {
		if c.Name != "rounding" {
			add(c)
		}
	}
	w.add(table)
}

// careful is what must be said under every result: what it rests on, and what else it could be.
func (w *writer) careful(p PlanContent) {
	l := w.l
	w.head(2, "evaluation.careful")
	w.say(l.T("evaluation.careful_lead"))
	rests := []string{"evaluation.assume_same", "evaluation.assume_line", "evaluation.assume_nothing"}
	switch p.Design.Model {
	case WithOther:
		rests = append(rests, "evaluation.assume_control")
	case Places:
		rests = []string{"evaluation.assume_same", "evaluation.assume_parallel", "evaluation.assume_early", "evaluation.assume_spill"}
	}
	var texts []string
	for _, key := range rests {
		texts = append(texts, l.T(key))
	}
	w.list(texts...)
	w.threats(p)
	w.say(p.More)
}

// threats are what else it could be, and what the plan says to each.
func (w *writer) threats(p PlanContent) {
	l := w.l
	w.head(3, "evaluation.threats")
	var list print.List
	for _, threat := range Threats {
		list.Items = append(list.Items, print.Item{Text: print.Say(l.T("evaluation.threat_" + threat)), Notes: []print.Text{print.Say(p.Threats[threat])}}) // i18n: prefix evaluation.threat_
	}
	w.add(list)
}
