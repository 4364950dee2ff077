package caseauditweb

import (
	"stablefutures/internal/caseaudit"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/print"
)

// ActionLine is what a report says of an action, in the language of whoever reads it.
type ActionLine struct{ What, Who, By, Effect string }

// SayAction writes out an action of a report: of one about a case what is to be done is not said.
func SayAction(l i18n.L, a caseaudit.ReportAction) ActionLine {
	line := ActionLine{What: a.What, Who: a.Owner, Effect: l.T("auditreport.action_" + a.State)} // i18n: prefix auditreport.action_
	switch {
	case a.OfCase:
		line.What = l.T("auditreport.about_one_case")
	case a.What == "":
		line.What = l.T("auditreport.names_one_case")
	}
	switch {
	case a.Owner != "":
	case a.Role != "":
		line.Who = l.T("account.role." + a.Role) // i18n: prefix account.role.
	default:
		line.Who = l.T("auditreport.who_outside")
	}
	if a.By != "" {
		line.By = l.Day(a.By)
	}
	switch {
	case a.Effect == "":
	case a.State == caseaudit.ActionConfirmed:
		line.Effect += colon + a.Effect
	default:
		line.Effect += dot + l.T("auditreport.should", "effect", a.Effect)
	}
	return line
}

func (l ActionLine) row() []print.Text {
	return []print.Text{print.Say(l.What), print.Say(l.Who), print.Say(l.By), print.Say(l.Effect)}
}

func actionTable(l i18n.L) print.Table {
	return print.Table{RowHead: true, Head: []print.Text{print.Say(l.T("auditreport.what")), print.Say(l.T("auditreport.who")), print.Say(l.T("auditreport.by")), print.Say(l.T("auditreport.effect"))}}
}

// done is what is done about it: by roles and bodies, never by name.
func (w *reportWriter) done() {
	w.head("auditreport.actions_head")
	table := actionTable(w.r.L)
	for _, a := range w.one.Kept.Actions {
		table.Rows = append(table.Rows, SayAction(w.r.L, a).row())
	}
	for _, c := range w.one.Kept.Words.Team.Change {
		table.Rows = append(table.Rows, ActionLine{c.What, c.Who, w.r.L.Day(c.By), w.t("auditreport.agreed")}.row())
	}
	if len(table.Rows) == 0 {
		w.say(w.t("auditreport.no_actions"))
		return
	}
	w.add(table)
}

// became is what had become of what the programme before brought about, when this report was made.
func (w *reportWriter) became() {
	if w.one.Kept.Before == nil {
		return
	}
	w.head("auditreport.became_head")
	if len(w.one.Kept.Before.Actions) == 0 {
		w.say(w.t("auditreport.became_none"))
		return
	}
	table := actionTable(w.r.L)
	for _, a := range w.one.Kept.Before.Actions {
		table.Rows = append(table.Rows, SayAction(w.r.L, a).row())
	}
	w.add(table, print.Para{Small: true, Text: print.Say(w.t("auditreport.became_note"))})
}

// mostOnTeamPage bounds what the one side of paper for teams says of actions; the report has all.
const mostOnTeamPage = 4

// teamActions is what is done after an audit as a whole, for the page of a team; what is done about one case is not theirs.
func teamActions(r *page.Request, all []caseaudit.ReportAction) (blocks []print.Block) {
	table, more := actionTable(r.L), false
	for _, a := range all {
		if a.OfCase {
			continue
		}
		if len(table.Rows) == mostOnTeamPage {
			more = true
			break
		}
		table.Rows = append(table.Rows, SayAction(r.L, a).row())
	}
	if len(table.Rows) == 0 {
		return nil
	}
	blocks = []print.Block{print.Heading{Level: 2, Text: print.Say(r.L.T("auditreport.actions_head"))}, table}
	if more {
		blocks = append(blocks, print.Para{Small: true, Text: print.Say(r.L.T("auditreport.more_in_report"))})
	}
	return blocks
}
