package recordweb

import (
	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/record"
)

// Web is the pages of the record room.
type Web struct {
	records  *record.Service
	accounts *account.Service
	nations  nation.Packs
	talks    *conversation.Service // what must not be forgotten of conversations; may be nil
}

// New makes the pages.
func New(records *record.Service, accounts *account.Service, nations nation.Packs, talks *conversation.Service) *Web {
	return &Web{records, accounts, nations, talks}
}

// uploadLimit leaves room around a file for the rest of its form.
const uploadLimit = record.FileLimit + 1<<20

// Routes are the room's rows of the route table.
func (web *Web) Routes() []page.Route {
	return []page.Route{
		page.Get("/people", permit.ListRecords, web.showPeople),
		page.Post("/people/search", permit.ListRecords, web.searchPeople),
		page.Get("/people/search", permit.ListRecords, web.afterSearch),
		page.Get("/people/new", permit.CreateRecord, web.showNew),
		page.Post("/people/new", permit.CreateRecord, web.saveNew),
		page.Get("/people/{id}", permit.OpenRecord, web.showPerson),
		page.Get("/people/{id}/profile", permit.EditRecord, web.showProfile),
		page.Post("/people/{id}/profile", permit.EditRecord, web.saveProfile),
		page.Get("/people/{id}/profile/before", permit.ReadProfile, web.showVersions),
		page.Get("/people/{id}/sealed", permit.OpenSealed, web.showSealed),
		page.Post("/people/{id}/sealed/{detail}", permit.OpenSealed, web.openSealed),
		page.Get("/people/{id}/sealed/{detail}", permit.OpenSealed, web.askReason),
		page.Get("/people/{id}/sealed/new", permit.EditSealed, web.showNewSealed),
		page.Post("/people/{id}/sealed/new", permit.EditSealed, web.saveSealed),
		page.Get("/people/{id}/access", permit.ReadGrants, web.showAccess),
		page.Get("/people/{id}/access/give", permit.GiveGrant, web.showGive),
		page.Post("/people/{id}/access/give", permit.GiveGrant, web.saveGive),
		page.Get("/people/{id}/access/restrict", permit.RestrictRecord, web.showRestrict),
		page.Post("/people/{id}/access/restrict", permit.RestrictRecord, web.saveRestrict),
		page.Post("/people/{id}/access/restrict/name", permit.RestrictRecord, web.saveName),
		page.Post("/people/{id}/access/restrict/{named}/remove", permit.RestrictRecord, web.saveUnname),
		page.Post("/people/{id}/access/restrict/lift", permit.RestrictRecord, web.askLift),
		page.Post("/people/{id}/access/restrict/decide", permit.LiftRestriction, web.decideLift),
		page.Get("/people/emergency", permit.BreakGlass, web.showEmergency),
		page.Post("/people/emergency", permit.BreakGlass, web.saveEmergency),
		page.Get("/emergencies", permit.ListEmergencies, web.showEmergencies),
		page.Get("/people/{id}/emergencies/{emergency}", permit.ReviewEmergency, web.showReview),
		page.Post("/people/{id}/emergencies/{emergency}", permit.ReviewEmergency, web.saveReview),
		page.Get("/people/{id}/access/{grant}/end", permit.GiveGrant, web.showEnd),
		page.Post("/people/{id}/access/{grant}/end", permit.GiveGrant, web.saveEnd),
		page.Get("/people/{id}/files", permit.OpenFile, web.showFiles),
		page.Post("/people/{id}/files", permit.AttachFile, web.saveFile).WithLimit(uploadLimit),
		page.Get("/people/{id}/files/{file}", permit.OpenFile, web.openFile),
		page.Get("/people/{id}/files/{file}/remove", permit.AttachFile, web.showRemove),
		page.Post("/people/{id}/files/{file}/remove", permit.AttachFile, web.saveRemove),
		page.Get("/people/{id}/erase", permit.EraseRecord, web.showErase),
		page.Post("/people/{id}/erase", permit.EraseRecord, web.saveErase),
		page.Get("/people/{id}/log", permit.ReadLedger, web.showLog),
	}
}

// at gives an address within a record.
func at(id, rest string) string { return "/people/" + id + rest }

// done is the banner after something was saved; what is one of a few words that the redirect brought.
func done(r *page.Request, known ...string) kit.Content {
	return desk.Done(r, "record.done_", known...) // i18n: prefix record.done_
}
