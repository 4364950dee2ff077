package caseauditweb

import (
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
)

// concernLink leads in one press from any page about a case to whom to ring now, and to saying so (R-1-7); nil for those who read
// no cases.
func concernLink(r *page.Request, programme, id string) kit.Content {
	if !permit.Could(r.Who, permit.ReadCases) {
		return nil
	}
	return desk.Group(kit.Button{Text: kit.T(r.L.T("reading.concern")), Href: audit(programme, "/cases/"+id+"/concern"), Kind: kit.Warning})
}
