package caseauditweb

import (
	"fmt"
	"strings"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/page"
	"stablefutures/internal/print"
)

// asked is what the audit looked at.
func (w *reportWriter) asked() {
	plan := w.one.Kept.Plan
	w.head("auditreport.asked_head")
	w.say(w.t("auditreport.asked_lead", "from", w.r.L.Day(plan.From), "to", w.r.L.Day(plan.To)))
	var list print.List
	for _, code := range plan.Outcomes {
		name := w.number(code)
		name.Runs[0].Bold = true
		list.Items = append(list.Items, print.Item{Text: name, Notes: []print.Text{w.outcome(code)}})
	}
	if len(list.Items) > 0 {
		w.add(list)
	}
}

// read is how cases were read.
func (w *reportWriter) read() {
	w.head("auditreport.read_head")
	if share := w.one.Kept.Plan.Twice; share > 0 {
		w.say(w.t("auditreport.read_twice", "share", share))
	} else {
		w.say(w.t("auditreport.read_once"))
	}
	w.say(w.t("auditreport.concerns"))
}

// drawn is how cases came into it, so that somebody with the list can draw the same.
func (w *reportWriter) drawn() {
	k := w.one.Kept
	w.head("auditreport.drawn_head")
	rows := [][2]string{{w.t("auditreport.population"), k.Plan.Population}, {w.t("auditreport.list_on"), w.r.L.Day(k.Plan.On)}, {w.t("auditreport.method"), w.t("audit.method_" + k.Plan.Method)}} // i18n: prefix audit.method_
	if one, ok := w.one.Figures[caseaudit.FiguresDrawn]; ok && one.Table.Withheld() == "" {
		rows = append(rows, [2]string{w.t("auditreport.list_size"), w.about(w.figure(one.Table.Total()))}, [2]string{w.t("auditreport.read_size"), w.about(w.figure(one.Table.Cell(0, 0)))})
	} else {
		rows = append(rows, [2]string{w.t("auditreport.read_size"), w.t("auditreport.size_small")})
	}
	if k.Draw.Seed != "" {
		rows = append(rows, [2]string{w.t("auditreport.seed"), k.Draw.Seed})
	}
	rows = append(rows, [2]string{w.t("auditreport.rule"), k.Draw.Algorithm}, [2]string{w.t("auditreport.list_hash"), k.Draw.Hash}, [2]string{w.t("auditreport.left_out"), strings.Join(k.LeftOut, "\n")})
	w.facts(rows...)
}

func (w *reportWriter) about(figure string) string {
	if figure == "c" {
		return w.t("auditreport.size_small")
	}
	return w.t("auditreport.about_size", "number", figure)
}

// unknown is what is not known, and what the reader must bear in mind.
func (w *reportWriter) unknown() {
	k := w.one.Kept
	w.head("auditreport.unknown_head")
	w.say(k.Words.Unknown)
	limits := print.List{}
	point := func(key string) {
		limits.Items = append(limits.Items, print.Item{Text: print.Say(w.t(key))})
	}
	point("auditreport.limit_practice")
	point("auditreport.limit_file")
	switch k.Plan.Method {
	case "census":
		point("auditreport.limit_census")
	case caseaudit.Purposive:
		point("auditreport.limit_purposive")
	default:
		point("auditreport.limit_sample")
	}
	point("auditreport.limit_protected")
	if k.Plan.Twice == 0 {
		point("auditreport.limit_once")
	}
	point("auditreport.limit_checklist")
	w.add(limits)
	w.say(k.Words.Limits)
}

// teamDoc is the page for teams: one side of paper.
func teamDoc(r *page.Request, one caseaudit.Report) print.Doc {
	t, team := r.L.T, one.Kept.Words.Team
	list := func(items []string) print.List {
		var l print.List
		for _, i := range items {
			l.Items = append(l.Items, print.Item{Text: print.Say(i)})
		}
		return l
	}
	table := print.Table{RowHead: true, Head: []print.Text{print.Say(t("auditreport.what")), print.Say(t("auditreport.who")), print.Say(t("auditreport.by"))}}
	for _, c := range team.Change {
		table.Rows = append(table.Rows, []print.Text{print.Say(c.What), print.Say(c.Who), print.Say(r.L.Day(c.By))})
	}
	blocks := []print.Block{
		print.Heading{Level: 1, Text: print.Say(t("auditreport.team_title"))},
		print.Para{Text: print.Say(team.Learnt)},
		print.Heading{Level: 2, Text: print.Say(t("auditreport.works"))}, list(team.Works),
		print.Heading{Level: 2, Text: print.Say(t("auditreport.changes"))}, table,
	}
	blocks = append(blocks, teamActions(r, one.Kept.Actions)...)
	blocks = append(blocks, print.Heading{Level: 2, Text: print.Say(t("auditreport.talk"))}, print.Para{Text: print.Say(team.Talk)},
		print.Para{Small: true, Text: print.Say(t("auditreport.team_note", "number", fmt.Sprint(one.Version), "day", r.L.Day(one.At.Format("2006-01-02"))))})
	return print.Doc{Title: t("auditreport.team_title"), Lang: r.L.Tag(), Date: one.At, Footer: t("auditreport.footer"), OnePage: true, Least: 10, Blocks: blocks}
}
