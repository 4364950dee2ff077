// Package sharingweb is the pages of sharing: what is decided about an agency, what that agency sees, and what the young
// person said of passing their words on.
//
// What it is for: a decision asks one thing after the other and shows it whole before it holds; the agency's page has just
// what was named; the sharing log can be printed for the young person.
//
// Words it owns: none of its own.
//
// Tables it owns: none.
//
// What it relies on: sharing, account (names), conversation (permissions), framework, i18n, page, kit, permit, promise.
//
// What it never does: it puts no name into a title or an address, and it shows an agency nothing that its share does not
// name.
package sharingweb

import (
	"context"

	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/sharing"
)

// Web is the pages of the room.
type Web struct {
	sharing *sharing.Service
	talks   *conversation.Service
	nations nation.Packs
	packs   Packs
	between *sharing.Between
}

// Packs finds what a young person may see here in a language; false where nobody has translated it.
type Packs func(ctx context.Context, e *framework.Edition, lang string) (*framework.Pack, bool)

// New makes the pages. packs gives the screen texts in which a young person is told of a meeting.
func New(s *sharing.Service, talks *conversation.Service, nations nation.Packs, packs Packs) *Web {
	return &Web{s, talks, nations, packs, sharing.NewBetween(s)}
}

// Routes are the room's rows of the route table.
func (web *Web) Routes() []page.Route {
	return append(web.meetingRoutes(), []page.Route{
		page.Get("/people/{id}/shares", permit.ReadShares, web.showLog),
		page.Get("/people/{id}/shares/new", permit.DecideShare, web.showNew),
		page.Post("/people/{id}/shares/new", permit.DecideShare, web.saveNew),
		page.Get("/people/{id}/shares/{share}/end", permit.DecideShare, web.showEnd),
		page.Post("/people/{id}/shares/{share}/end", permit.DecideShare, web.saveEnd),
		page.Get("/people/{id}/permissions", permit.DecideShare, web.showPermissions),
		page.Get("/people/{id}/permissions/{contribution}/{item}", permit.DecideShare, web.showAsk),
		page.Post("/people/{id}/permissions/{contribution}/{item}", permit.DecideShare, web.saveAsk),
		page.Get("/shared", permit.ListShares, web.showShared),
		page.Get("/shared/{id}/{share}", permit.ReadShare, web.showReceived),
		page.Get("/shared/{id}/{share}/say", permit.AnswerShare, web.showSay),
		page.Post("/shared/{id}/{share}/say", permit.AnswerShare, web.saveSay),
		page.Get("/shared/{id}/{share}/promise", permit.AnswerShare, web.showPledge),
		page.Post("/shared/{id}/{share}/promise", permit.AnswerShare, web.savePledge),
		page.Get("/shared/{id}/{share}/promise/{pledge}", permit.AnswerShare, web.showSettle),
		page.Post("/shared/{id}/{share}/promise/{pledge}", permit.AnswerShare, web.saveSettle),
	}...)
}

func at(id, rest string) string { return "/people/" + id + rest }

// done is the banner after something was saved.
func done(r *page.Request, known ...string) []kit.Content {
	if d := desk.Done(r, "share.done_", known...); d != nil { // i18n: prefix share.done_
		return []kit.Content{d}
	}
	return nil
}

func who(r *page.Request, names map[string]account.Person, id string) string {
	if n := names[id].Name; n != "" {
		return n
	}
	return r.L.T("share.somebody")
}

// agency names an organisation as people read it.
func agency(r *page.Request, known map[string]account.Organisation, id string) string {
	if o, ok := known[id]; ok && o.Name != "" {
		return o.Name
	}
	return r.L.T("share.agency_gone")
}

// outcomeText is what an outcome or indicator is called in its edition; the young person's own topic by its name, where it
// may be shown.
func outcomeText(r *page.Request, editions map[string]*framework.Edition, x sharing.Shown) string {
	if x.Topic != "" {
		return x.Topic
	}
	ed := editions[x.Edition]
	if ed == nil || x.Outcome == "" {
		return r.L.T("share.own_topic")
	}
	if o, ok := ed.Outcome(x.Outcome); ok {
		return o.Text
	}
	if i, ok := ed.Indicator(x.Outcome); ok {
		return i.Text
	}
	return x.Outcome
}

// choiceText is a young person's answer in the reader's language.
func choiceText(r *page.Request, editions map[string]*framework.Edition, x sharing.Shown) string {
	ed := editions[x.Edition]
	if ed == nil || x.Choice == "" {
		return ""
	}
	for _, lang := range []string{r.L.Tag(), "en"} {
		if pack, ok := ed.Pack(lang); ok {
			if c, ok := pack.Choice(x.Choice); ok {
				return c.Word
			}
		}
	}
	return x.Choice
}
