package app

import (
	"context"
	"slices"

	"stablefutures/internal/account"
	"stablefutures/internal/account/accountweb"
	"stablefutures/internal/caseaudit/caseauditweb"
	"stablefutures/internal/conversation/conversationweb"
	"stablefutures/internal/custody/custodyweb"
	"stablefutures/internal/exchange/exchangeweb"
	"stablefutures/internal/explorer/explorerweb"
	"stablefutures/internal/framework"
	"stablefutures/internal/framework/frameworkweb"
	"stablefutures/internal/handover"
	"stablefutures/internal/handover/handoverweb"
	"stablefutures/internal/insight/insightweb"
	"stablefutures/internal/inspection/inspectionweb"
	"stablefutures/internal/loading/loadingweb"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/paper"
	"stablefutures/internal/paper/paperweb"
	"stablefutures/internal/permit"
	"stablefutures/internal/policy/policyweb"
	"stablefutures/internal/promise/promiseweb"
	"stablefutures/internal/record/recordweb"
	"stablefutures/internal/sharing/sharingweb"
	"stablefutures/internal/together/togetherweb"
	"stablefutures/internal/translation/translationweb"
	"stablefutures/internal/voice/voiceweb"
	"stablefutures/internal/watch/watchweb"
)

// routes is the whole route table: every room's rows, then the app's own.
func (a *App) routes(mode Mode) []page.Route {
	rows := slices.Concat(
		accountweb.New(a.Account, "/").Routes(),
		frameworkweb.New(a.Framework).Routes(),
		loadingweb.New(a.Loading, a.Framework).Routes(),
		recordweb.New(a.Record, a.Account, a.Nations, a.Conversation).Routes(),
		a.conversationRoutes(mode),
		promiseweb.New(a.Promise, a.Record, a.Conversation, a.Framework).WithAsked(a.Voice.CountAsks).WithAuditors(a.Audits.CountRequests).WithAudits(a.Audits.CountAsked, a.Audits.CountEscalated).WithStops(a.Audits.CountStops).Routes(),
		handoverweb.New(handover.New(a.Door, a.Account).UsePacks(a.packs(mode))).Routes(),
		sharingweb.NewBetween(a.Between, a.Account).Routes(),
		exchangeweb.New(a.inArchive()).Routes(),
		custodyweb.New(a.Custody, a.Nations).Routes(),
		watchweb.New(a.Watch, a.Record, a.Account).Routes(),
		sharingweb.New(a.Sharing, a.Conversation, a.Nations, sharingweb.Packs(a.packs(mode))).Routes(),
		translationweb.New(a.Translation, a.Framework).Routes(),
		caseauditweb.New(a.Audits, a.Framework).Routes(),
		caseauditweb.NewPilots(a.Audits, a.Framework, mode.DraftsOK, mode.Demo).Routes(),
		inspectionweb.New(a.Inspection, a.Framework).Routes(),
		insightweb.New(a.Insight, a.Framework).Routes(),
		policyweb.New(a.Policy, a.Framework).Routes(),
		togetherweb.New(togetherweb.Options{Together: a.Together, Releases: a.Releases, Framework: a.Framework, Records: a.Record, DraftsOK: mode.DraftsOK, Demo: mode.Demo, Says: releaseSays}).Routes(),
		explorerweb.New(a.Framework, a.options.Now).Routes(),
		a.paperRoutes(mode),
		a.voiceRoutes(mode),
		a.healthRoutes(),
		a.publicRoutes(mode),
	)
	if mode.Demo {
		rows = append(rows, a.entryRoutes(mode)...)
	}
	if mode.Dev {
		rows = append(rows, page.Get("/components", permit.Public, showComponents))
	}
	return append(rows, page.Get("/{$}", permit.Public, func(r *page.Request) (*page.Answer, error) { return a.showHome(r, mode) }))
}

func (a *App) paperRoutes(mode Mode) []page.Route {
	return paperweb.New(a.Framework, paper.New(kit.DrawingBody), mode.Demo || mode.DraftsOK).WithSittings(paperweb.Sittings{Conversation: a.Conversation,
		Record: a.Record, Nations: a.Nations, SafetyContact: a.safetyContact, Demo: mode.Demo, Secure: mode.Secure}).Routes()
}

func (a *App) voiceRoutes(mode Mode) []page.Route {
	return voiceweb.New(voiceweb.Options{Voice: a.Voice, Framework: a.Framework, Pack: a.packs(mode), Translations: a.Translation, Gifts: a.gifts(), Demo: mode.Demo,
		Origin: a.Account.Origin(), Exit: mode.Exit, Failed: func(id string, err error) { a.log.Error("leave", "id", id, "problem", err.Error()) }}).Routes()
}

// packs finds what a young person may see here: what people have translated, and drafts only where they are let in.
func (a *App) packs(mode Mode) handover.Packs {
	return func(ctx context.Context, e *framework.Edition, lang string) (*framework.Pack, bool) {
		p, ok := a.Framework.Pack(ctx, e, lang)
		return p, ok && p.Showable(mode.Demo || mode.DraftsOK)
	}
}

func (a *App) conversationRoutes(mode Mode) []page.Route {
	return conversationweb.New(conversationweb.Options{Conversation: a.Conversation, Record: a.Record, Framework: a.Framework, Promises: a.Promise,
		Accounts: a.Account, Nations: a.Nations, DraftsOK: mode.DraftsOK, Demo: mode.Demo, Translations: a.Translation,
		SafetyContact: a.safetyContact}).Routes()
}

// safetyContact gives the local contact for danger. When it cannot be read the page falls back on the nation's own
// numbers: somebody in danger must not meet an error.
func (a *App) safetyContact(ctx context.Context, who permit.Actor) account.Contact {
	c, err := a.Account.SafetyContact(ctx, who)
	if err != nil {
		a.log.Error("read safety contact", "problem", err.Error())
	}
	return c
}

// showHome leads everybody to where their day begins.
func (a *App) showHome(r *page.Request, mode Mode) (*page.Answer, error) {
	switch {
	case r.Who.ID == "" && mode.Demo:
		return a.showEntry(r, mode)
	case r.Who.ID == "":
		return page.Redirect("/sign-in"), nil
	}
	return page.Redirect(firstPage(r.Who)), nil
}

// firstPage is where somebody's day begins.
func firstPage(who permit.Actor) string {
	switch {
	case permit.Could(who, permit.ListPromises):
		return "/promises"
	case permit.Could(who, permit.ManageAccounts):
		return "/administration"
	case permit.Could(who, permit.ListRecords):
		return "/people"
	case permit.Could(who, permit.VisitInspection):
		return "/visit"
	case permit.Could(who, permit.WatchKeeping):
		return "/retention"
	case permit.Could(who, permit.ReadInsight):
		return "/insight"
	}
	return "/frameworks"
}
