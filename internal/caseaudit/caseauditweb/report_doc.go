package caseauditweb

import (
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/framework"
	"stablefutures/internal/page"
	"stablefutures/internal/print"
)

// reportWriter writes a version of a report as a document, from which the page is made too.
type reportWriter struct {
	r      *page.Request
	one    caseaudit.Report
	ed     *framework.Edition
	blocks []print.Block
}

func (web *Web) reportDoc(r *page.Request) (print.Doc, caseaudit.Report, error) {
	one, err := web.audits.Report(r.Context(), r.Who, r.Path("programme"), r.Path("report"))
	if err != nil {
		return print.Doc{}, one, err
	}
	ed, err := web.editionOf(r, one.Kept.Plan.Edition)
	if err != nil {
		return print.Doc{}, one, err
	}
	w := &reportWriter{r: r, one: one, ed: ed}
	t := r.L.T
	w.add(print.Heading{Level: 1, Text: print.Say(t("auditreport.report_title"))},
		print.Para{Text: print.Say(one.Kept.Plan.Purpose)},
		print.Para{Small: true, Text: print.Say(t("auditreport.version_line", "number", fmt.Sprint(one.Version), "day", r.L.Day(one.At.Format(time.DateOnly)), "hash", one.Hash))},
		print.Notice{Paras: []print.Text{print.Say(t("auditreport.about"))}})
	for _, part := range []func(){w.found, w.asked, w.young, w.inPlace, w.before, w.became, w.themes, w.done, w.read, w.drawn, w.unknown} {
		part()
	}
	return print.Doc{Title: t("auditreport.report_title"), Lang: r.L.Tag(), Date: one.At, Footer: t("auditreport.footer"), Size: 12, Blocks: w.blocks}, one, nil
}

func (w *reportWriter) add(blocks ...print.Block) { w.blocks = append(w.blocks, blocks...) }

func (w *reportWriter) t(key string, args ...any) string { return w.r.L.T(key, args...) }

func (w *reportWriter) head(key string) {
	w.add(print.Heading{Level: 2, Text: print.Say(w.t(key))})
}

func (w *reportWriter) say(text string) {
	if text != "" {
		w.add(print.Para{Text: print.Say(text)})
	}
}

// facts is a table of two columns without a heading; what has no value is left out.
func (w *reportWriter) facts(rows ...[2]string) {
	table := print.Table{RowHead: true}
	for _, row := range rows {
		if row[1] != "" {
			table.Rows = append(table.Rows, []print.Text{print.Strong(row[0]), print.Say(row[1])})
		}
	}
	if len(table.Rows) > 0 {
		w.add(table)
	}
}

func (w *reportWriter) outcome(code string) print.Text {
	if w.ed == nil {
		return print.Say(code)
	}
	lang := "en"
	if pack := w.ed.OriginalPack(); pack != nil {
		lang = pack.Lang()
	}
	return print.SayIn(lang, textOf(w.ed, code))
}

// number names an outcome as the list at the beginning does: what it says is too long for a table.
func (w *reportWriter) number(code string) print.Text {
	return print.Say(w.t("auditreport.outcome_n", "number", fmt.Sprint(slices.Index(w.one.Kept.Plan.Outcomes, code)+1)))
}

func (w *reportWriter) found() {
	w.head("auditreport.found_head")
	w.say(w.one.Kept.Words.Found)
	if w.one.Kept.Waiting {
		w.say(w.t("auditreport.waiting"))
	}
}

func (w *reportWriter) young() {
	w.head("auditreport.young_head")
	w.say(w.one.Kept.Words.Young)
	if w.one.Kept.Words.Young == "" {
		w.say(w.t("auditreport.young_none"))
	}
	w.figures(caseaudit.FiguresHeard, "auditreport.heard_", "auditreport.counts_cases") // i18n: prefix auditreport.heard_
}

func (w *reportWriter) inPlace() {
	w.head("auditreport.in_place_head")
	w.figures(caseaudit.FiguresFound, "auditreport.found_", "auditreport.counts_findings") // i18n: prefix auditreport.found_
	scale := w.one.Kept.Plan.Scale
	if scale == nil || !scale.Graded() {
		return
	}
	w.head("auditreport.grade_head")
	w.say(w.t("auditreport.grade_lead"))
	w.table(caseaudit.FiguresGrade, "auditreport.counts_cases", func(code string) string { return w.grade(scale, code) })
}

func (w *reportWriter) grade(scale *caseaudit.Scale, code string) string {
	if code == caseaudit.NotSaid {
		return w.t("auditreport.no_grade")
	}
	if i := scale.Place(code); i > 0 && scale.Points[i-1].Name != "" {
		return scale.Points[i-1].Name
	}
	if key := "auditreport.grade_" + code; w.r.L.Has(key) {
		return w.t(key) // i18n: prefix auditreport.grade_
	}
	return code
}

func (w *reportWriter) figures(kind, prefix, counts string) {
	w.table(kind, counts, func(code string) string { return w.t(prefix + code) })
}

// table shows a released table: its rows are outcomes. Sums of rows are left out: they are the same in every row.
func (w *reportWriter) table(kind, counts string, column func(string) string) {
	one, ok := w.one.Figures[kind]
	if !ok {
		w.say(w.t("auditreport.not_counted"))
		return
	}
	if why := one.Table.Withheld(); why != "" {
		w.say(w.t("auditreport.withheld_" + string(why))) // i18n: prefix auditreport.withheld_
		return
	}
	if !anyShown(one.Table) {
		w.say(w.t("auditreport.withheld_nothing"))
		return
	}
	table := print.Table{RowHead: true, Head: []print.Text{print.Say(w.t("auditreport.outcome"))}}
	for _, code := range one.Table.Columns {
		table.Head = append(table.Head, print.Say(column(code)))
	}
	for i, code := range one.Table.Rows {
		row := []print.Text{w.number(code)}
		for j := range one.Table.Columns {
			row = append(row, print.Say(w.figure(one.Table.Cell(i, j))))
		}
		table.Rows = append(table.Rows, row)
	}
	w.add(table)
	note := w.t(counts)
	if one.Table.Hides() {
		note += space + w.t("auditreport.symbol_c")
	}
	if to := one.Table.Rules().Round; to > 1 {
		note += space + w.t("auditreport.rounded", "to", int(to))
	}
	w.add(print.Para{Small: true, Text: print.Say(note)}, print.Para{Small: true, Text: print.Say(w.t("auditreport.release", "hash", one.Hash))})
}

// anyShown reports whether there is a number in any cell: a table of symbols alone tells nobody anything.
func anyShown(t disclosure.Released) bool {
	for i := range t.Rows {
		for j := range t.Columns {
			if t.Cell(i, j).Shown() {
				return true
			}
		}
	}
	return false
}

func (w *reportWriter) figure(p disclosure.Protected) string {
	if v, decimals, ok := p.Value(); ok && decimals == 0 {
		return w.r.L.Number(int(v))
	}
	return p.String()
}

// before puts what was found in the programme before beside what is found now.
func (w *reportWriter) before() {
	b := w.one.Kept.Before
	if b == nil {
		return
	}
	w.head("auditreport.before_head")
	w.say(w.t("auditreport.before_lead", "purpose", b.Purpose, "from", w.r.L.Day(b.From), "to", w.r.L.Day(b.To)))
	then, was := w.one.Then[caseaudit.FiguresFound]
	now, is := w.one.Figures[caseaudit.FiguresFound]
	switch {
	case b.Report == "":
		w.say(w.t("auditreport.before_unreported"))
		return
	case !was || !is || then.Table.Withheld() != "" || now.Table.Withheld() != "":
		w.say(w.t("auditreport.before_withheld"))
		return
	}
	table := print.Table{RowHead: true, Head: []print.Text{print.Say(w.t("auditreport.outcome"))}}
	shown := []caseaudit.Found{caseaudit.FoundInPlace, caseaudit.FoundNotEvidenced}
	for _, f := range shown {
		table.Head = append(table.Head, print.Say(w.t("auditreport.then_"+string(f))), print.Say(w.t("auditreport.now_"+string(f)))) // i18n: prefix auditreport.then_ auditreport.now_
	}
	for i, code := range now.Table.Rows {
		at := slices.Index(then.Table.Rows, code)
		row := []print.Text{w.number(code)}
		for _, f := range shown {
			before := w.t("auditreport.not_asked_then")
			if j := slices.Index(then.Table.Columns, string(f)); at >= 0 && j >= 0 {
				before = w.figure(then.Table.Cell(at, j))
			}
			row = append(row, print.Say(before), print.Say(w.figure(now.Table.Cell(i, slices.Index(now.Table.Columns, string(f))))))
		}
		table.Rows = append(table.Rows, row)
	}
	w.add(table, print.Para{Small: true, Text: print.Say(w.t("auditreport.before_note"))})
}

func (w *reportWriter) themes() {
	for _, kind := range []string{"good", "improve"} {
		w.head("auditreport.themes_" + kind) // i18n: prefix auditreport.themes_
		w.themeList(func(t caseaudit.Theme) bool { return t.Kind == kind })
	}
	w.head("auditreport.themes_barrier")
	none := true
	for _, system := range caseaudit.Systems {
		if slices.ContainsFunc(w.one.Kept.Themes, func(t caseaudit.Theme) bool { return t.System == system }) {
			none = false
			w.add(print.Para{Text: print.Strong(w.t("auditreport.system_" + system))}) // i18n: prefix auditreport.system_
			w.themeList(func(t caseaudit.Theme) bool { return t.System == system })
		}
	}
	if none {
		w.say(w.t("auditreport.no_barriers"))
	}
}

func (w *reportWriter) themeList(is func(caseaudit.Theme) bool) {
	var list print.List
	for _, t := range w.one.Kept.Themes {
		if !is(t) {
			continue
		}
		item := print.Item{Text: print.Strong(t.Title), Notes: []print.Text{print.Say(t.Seen)}}
		for _, code := range t.Outcomes {
			item.Notes = append(item.Notes, w.number(code))
		}
		list.Items = append(list.Items, item)
	}
	if len(list.Items) == 0 {
		w.say(w.t("auditreport.none_written"))
		return
	}
	w.add(list)
}
