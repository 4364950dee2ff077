package handoverweb

import (
	"stablefutures/internal/handover"
	"stablefutures/internal/page"
	"stablefutures/internal/permit"
)

// Pages are the room's pages.
type Pages struct {
	handover *handover.Service
}

// New makes the pages.
func New(h *handover.Service) *Pages { return &Pages{h} }

// Routes lists them.
func (p *Pages) Routes() []page.Route {
	return []page.Route{
		page.Get("/people/{id}/picture", permit.ReadPicture, p.showPicture),
		page.Get("/people/{id}/picture/theirs", permit.ReadPicture, p.showTheirs).ForChild(),
		page.Get("/people/{id}/copy", permit.ReadCopy, p.showCopy).ForChild(),
		page.Post("/people/{id}/copy/paper", permit.ReadCopy, p.savePaper),
		page.Get("/people/{id}/copy/pdf", permit.ReadCopy, p.showCopyPDF),
		page.Get("/people/{id}/copy/told", permit.ReadCopy, p.showTold),
		page.Get("/people/{id}/card/pdf", permit.OpenSealed, p.showCardPDF),
		page.Get("/people/{id}/conversations/{sitting}/note", permit.ReadNote, p.showNote),
		page.Post("/people/{id}/conversations/{sitting}/note", permit.ReadNote, p.makeNote),
	}
}
