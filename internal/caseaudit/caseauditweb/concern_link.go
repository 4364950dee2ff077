package caseauditweb

import (
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
)

// concernLink leads, in one press, from any page of a case to saying that somebody is not safe now (R-1-7).
func concernLink(r *page.Request, programme, caseID string) kit.Content {
	return desk.Group(kit.Button{Text: kit.T(r.L.T("reading.concern")), Href: audit(programme, "/cases/"+caseID+"/concern"), Kind: kit.Warning})
}
