// Package custodyweb is the pages of the law of the record: why it is held, how long, its end, and requests for it.
//
// What it is for: three things that are easily mixed up stand apart on one page (what allows us to hold this, agreement
// to take part, permission to pass words on); nothing is destroyed without two people; and answering somebody who asks
// for what is held about them is a path of small steps that cannot skip one.
//
// Words it owns: none of its own.
//
// Tables it owns: none.
//
// What it relies on: custody, account (names), i18n, nation, page, kit, print (files to the browser).
//
// What it never does: it puts no name into a title or a file's name, and it shows no hidden passage on a page that is to
// be given away.
package custodyweb

import (
	"stablefutures/internal/account"
	"stablefutures/internal/custody"
	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
)

// Web is the pages of the room.
type Web struct {
	custody *custody.Service
	nations nation.Packs
}

// New makes the pages.
func New(c *custody.Service, nations nation.Packs) *Web { return &Web{c, nations} }

// Routes are the room's rows of the route table.
func (web *Web) Routes() []page.Route {
	return append(web.requestRoutes(),
		page.Get("/people/{id}/keeping", permit.ReadKeeping, web.showKeeping),
		page.Get("/people/{id}/keeping/status", permit.NoteKeeping, web.showStatus),
		page.Post("/people/{id}/keeping/status", permit.NoteKeeping, web.saveStatus),
		page.Get("/people/{id}/keeping/death", permit.NoteKeeping, web.showDeath),
		page.Post("/people/{id}/keeping/death", permit.NoteKeeping, web.saveDeath),
		page.Get("/people/{id}/keeping/basis", permit.NoteKeeping, web.showBasis),
		page.Post("/people/{id}/keeping/basis", permit.NoteKeeping, web.saveBasis),
		page.Get("/people/{id}/keeping/hold", permit.HoldKeeping, web.showHold),
		page.Post("/people/{id}/keeping/hold", permit.HoldKeeping, web.saveHold),
		page.Get("/people/{id}/keeping/holds/{hold}", permit.HoldKeeping, web.showLift),
		page.Post("/people/{id}/keeping/holds/{hold}", permit.HoldKeeping, web.saveLift),
		page.Get("/people/{id}/keeping/end", permit.HoldKeeping, web.showEnd),
		page.Post("/people/{id}/keeping/end", permit.HoldKeeping, web.saveEnd),
		page.Get("/retention", permit.WatchKeeping, web.showRegister),
		page.Get("/retention/policy", permit.SetKeeping, web.showPolicy),
		page.Post("/retention/policy", permit.SetKeeping, web.savePolicy),
		page.Get("/retention/certificates/{certificate}", permit.WatchKeeping, web.showCertificate),
		page.Get("/retention/certificates/{certificate}/paper", permit.WatchKeeping, web.takeCertificate),
		page.Get("/retention/certificates/{certificate}/proof", permit.WatchKeeping, web.takeProof),
	)
}

// at gives an address within a record.
func at(id, rest string) string { return "/people/" + id + rest }

// done is the banner after something was saved; what is one of a few words that the redirect brought.
func done(r *page.Request, known ...string) kit.Content {
	return desk.Done(r, "custody.done_", known...) // i18n: prefix custody.done_
}

// who names an account as people read it.
func who(r *page.Request, names map[string]account.Person, id string) string {
	if n := names[id].Name; n != "" {
		return n
	}
	return r.L.T("custody.somebody")
}

// space stands between two parts of one sentence.
const space = " "
