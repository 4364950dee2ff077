// Package inspectionweb shows how a service gets ready for an inspectorate, and what a visitor sees.
package inspectionweb

import (
	"bytes"

	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/inspection"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/print"
)

// Web is the pages of this room.
type Web struct {
	inspection *inspection.Service
	framework  *framework.Service
}

// New makes the pages.
func New(s *inspection.Service, f *framework.Service) *Web { return &Web{s, f} }

// Routes are the pages' rows.
func (web *Web) Routes() []page.Route {
	const pack = "/inspection/packs/{evidence}"
	return []page.Route{
		page.Get("/inspection", permit.ReadInspection, web.showHome),
		page.Get("/inspection/frameworks", permit.ReadInspection, web.showFrameworks),
		page.Get("/inspection/frameworks/load", permit.MakeInspection, web.showLoad),
		page.Post("/inspection/frameworks/load", permit.MakeInspection, web.saveLoad),
		page.Get("/inspection/frameworks/{inspectorate}", permit.ReadInspection, web.showFramework),
		page.Get("/inspection/packs/new", permit.MakeInspection, web.showNewPack),
		page.Post("/inspection/packs/new", permit.MakeInspection, web.saveNewPack),
		page.Get(pack, permit.ReadInspection, web.showPack),
		page.Get(pack+"/pdf", permit.ReadInspection, web.packPDF),
		page.Get(pack+"/docx", permit.ReadInspection, web.packDOCX),
		page.Get(pack+"/arrange", permit.MakeInspection, web.showArrange),
		page.Post(pack+"/arrange", permit.MakeInspection, web.saveArrange),
		page.Post(pack+"/say", permit.MakeInspection, web.saveSentence),
		page.Post(pack+"/gather", permit.MakeInspection, web.gatherAgain),
		page.Post(pack+"/under", permit.MakeInspection, web.layUnder),

		page.Get("/people/{id}/tracked", permit.TrackCase, web.showTracked),
		page.Get("/people/{id}/tracked/ready", permit.TrackCase, web.showReady),
		page.Get("/people/{id}/tracked/pdf", permit.TrackCase, web.trackedPDF),
		page.Get("/people/{id}/tracked/prepare", permit.LetInspectorIn, web.showPrepare),
		page.Post("/people/{id}/tracked/prepare", permit.LetInspectorIn, web.savePrepare),
		page.Post("/people/{id}/tracked/let-in", permit.LetInspectorIn, web.letIn),
		page.Post("/people/{id}/tracked/let-out", permit.LetInspectorIn, web.letOut),

		page.Get("/inspection/visits", permit.ReadInspection, web.showVisits),
		page.Get("/inspection/visits/new", permit.MakeInspection, web.showNewVisit),
		page.Post("/inspection/visits/new", permit.MakeInspection, web.saveNewVisit),
		page.Post("/inspection/visits/code", permit.MakeInspection, web.codeAgain),
		page.Post("/inspection/visits/end", permit.MakeInspection, web.endVisit),
		page.Get("/visit", permit.VisitInspection, web.showMine),

		page.Get("/inspection/kit", permit.ReadInspection, web.showKit),
		page.Get("/inspection/kit/{sheet}", permit.ReadInspection, web.showSheet),
		page.Get("/inspection/kit/{sheet}/pdf", permit.ReadInspection, web.sheetPDF),
	}
}

// english is text of a framework file in its own language.
func english(text string) kit.Content { return kit.In("en", i18n.Dir("en"), text) }

// onPaper answers with a document to print, under a name that says nothing about anybody.
func onPaper(d print.Doc) (*page.Answer, error) {
	var b bytes.Buffer
	if err := print.WritePDF(&b, d); err != nil {
		return nil, err
	}
	return page.File("page.pdf", "application/pdf", b.Bytes()), nil
}

// asWord is onPaper for a word processor.
func asWord(d print.Doc) (*page.Answer, error) {
	var b bytes.Buffer
	if err := print.WriteDOCX(&b, d); err != nil {
		return nil, err
	}
	return page.File("page.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b.Bytes()), nil
}
