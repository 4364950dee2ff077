package caseauditweb

import (
	"stablefutures/internal/caseaudit"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
)

// twiceRows say of a programme whose cases are read twice how these are chosen: the mark of the seed at once, the seed itself when
// nothing is left to be read blind.
func twiceRows(r *page.Request, p caseaudit.Programme) (rows []kit.Row) {
	t := r.L.T
	if p.Draw.ApartMark != "" {
		rows = append(rows, kit.Row{Key: kit.T(t("audit.twice_mark")), Value: kit.In("", "ltr", p.Draw.ApartMark)})
	}
	if p.Draw.Apart != "" {
		rows = append(rows, kit.Row{Key: kit.T(t("audit.twice_seed")), Value: kit.In("", "ltr", p.Draw.Apart)})
	}
	return rows
}

// toModeration leads from a programme to what two people found, for whoever settles it; nil for others.
func toModeration(r *page.Request, p caseaudit.Programme) kit.Content {
	if !p.Drawn || !permit.Could(r.Who, permit.ModerateCases) {
		return nil
	}
	return desk.Para(desk.Link(r.L.T("audit.to_moderation"), audit(p.ID, "/moderation")))
}

// toTalk leads from a case to what was found, once everybody who reads it has locked; nil before.
func toTalk(r *page.Request, programme string, c caseaudit.Case) kit.Content {
	if !c.Done || !permit.Could(r.Who, permit.ReadCases) {
		return nil
	}
	return desk.Para(desk.Link(r.L.T("audit.to_talk"), audit(programme, "/cases/"+c.ID+"/talk")))
}
