// Package conversationweb shows a conversation on two sides of one table: to the worker who opens it, reads it later and
// adds their own view, and to the young person, in their language, one thing at a time. It keeps no rule of its own:
// what is stored and when is conversation's.
package conversationweb

import (
	"context"

	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/permit"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
	"stablefutures/internal/translation"
)

// Options are what the pages need from other rooms.
type Options struct {
	Conversation *conversation.Service
	Record       *record.Service
	Framework    *framework.Service
	Promises     *promise.Service // what was promised in a sitting; may be nil, then none is shown
	Accounts     *account.Service // who wrote what; may be nil, then nobody is named
	Nations      nation.Packs
	// DraftsOK lets a young person meet machine-drafted cards. Without it only languages that a person translated are
	// offered.
	DraftsOK bool
	// Demo says that everybody here is invented: then even texts about agreement, safety, stopping and privacy are
	// shown as drafts. Outside a demonstration no setting does that; they stand in the original language instead.
	Demo bool
	// Translations knows which texts a person has read aloud; may be nil, then the device's own voice reads or nobody does.
	Translations *translation.Service
	// SafetyContact gives the local contact for danger; nil, or an empty contact, where none is set.
	SafetyContact func(context.Context, permit.Actor) account.Contact
}

// Web is the pages of the conversation room.
type Web struct {
	Options
	flood *flood
}

// New makes the pages.
func New(o Options) *Web { return &Web{o, &flood{}} }

// at is where a record's conversations live.
const at = "/people/{id}/conversations"

// Routes are the room's rows of the route table.
func (web *Web) Routes() []page.Route {
	const one = at + "/{sitting}"
	rows := []page.Route{
		page.Get("/your-words", permit.ReadFramework, web.showNotice).ForChild(),
		page.Get(at, permit.ReadConversation, web.showList),
		page.Get("/leaving", permit.Public, web.showLeaving).ForChild(),
		page.Get(at+"/prepare", permit.HoldConversation, web.showPrepare),
		page.Get(at+"/new", permit.HoldConversation, web.showOpening),
		page.Post(at+"/new", permit.HoldConversation, web.saveOpening),
		page.Get(one, permit.ReadConversation, web.showKept),
		page.Get(one+"/words", permit.ReadConversation, web.showWords),
		page.Get(one+"/after", permit.HoldConversation, web.showAfter),
		page.Get(one+"/take-over", permit.TakeOver, web.showTakeOver),
		page.Post(one+"/take-over", permit.TakeOver, web.saveTakeOver),
		page.Post(one+"/marks", permit.HoldConversation, web.saveMark),
		page.Get(one+"/view", permit.AddView, web.showView),
		page.Post(one+"/view", permit.AddView, web.saveView),
		page.Post(one+"/view/draft", permit.AddView, web.draftView),
		page.Post(one+"/talk", permit.AddView, web.saveTalk),
		page.Get(one+"/correct/{contribution}", permit.HoldConversation, web.showCorrect),
		page.Post(one+"/correct/{contribution}", permit.HoldConversation, web.saveCorrect),
	}
	rows = append(rows, web.arrivedRoutes()...)
	show := func(path string, f func(*table) (*page.Answer, error)) {
		rows = append(rows, page.Get(one+path, permit.HoldConversation, web.open(f)).ForChild())
	}
	save := func(path string, f func(*table) (*page.Answer, error)) {
		rows = append(rows, page.Post(one+path, permit.HoldConversation, web.going(f)).ForChild())
	}
	show("/told", (*table).showTold)
	save("/told", (*table).saveTold)
	save("/shown", (*table).saveShown)
	show("/explain", (*table).showExplain)
	save("/explain", (*table).saveExplain)
	show("/topics", (*table).showTopics)
	save("/topics", (*table).saveTopics)
	show("/card/{code}", (*table).showCard)
	save("/card/{code}", (*table).saveCard)
	show("/words/{code}", (*table).showWords)
	save("/words/{code}", (*table).saveWords)
	show("/change/{code}", (*table).showChange)
	save("/change/{code}", (*table).saveChange)
	show("/link/{code}", (*table).showLink)
	save("/link/{code}", (*table).saveLink)
	show("/else", (*table).showElse)
	save("/else", (*table).saveElse)
	show("/matters", (*table).showMatters)
	save("/matters", (*table).saveMatters)
	show("/check", (*table).showCheck)
	save("/take-out", (*table).takeOut)
	show("/pause", (*table).showPause)
	save("/pause", (*table).savePause)
	show("/stop", (*table).showStop)
	save("/draft", (*table).saveDraft)
	rows = append(rows, web.toolRoutes()...)
	rows = append(rows, web.paperRoutes()...)
	return append(rows,
		page.Post(one+"/check", permit.HoldConversation, web.seated((*table).saveCheck)).ForChild(),
		page.Post(one+"/stop", permit.HoldConversation, web.seated((*table).askStop)).ForChild(),
		page.Post(one+"/stopped", permit.HoldConversation, web.seated((*table).saveStop)).ForChild(),
		page.Get(one+"/privacy", permit.HoldConversation, web.seated((*table).showPrivacy)).ForChild(),
		page.Get(one+"/end", permit.HoldConversation, web.seated((*table).showEnd)).ForChild(),
		page.Get(one+"/safe", permit.HoldConversation, web.seated((*table).showSafe)).ForChild(),
		page.Post(one+"/unsafe", permit.HoldConversation, web.seated((*table).saveUnsafe)).ForChild(),
		page.Get(one+"/elsewhere", permit.HoldConversation, web.seated((*table).showElsewhere)).ForChild(),
		page.Post(one+"/elsewhere", permit.HoldConversation, web.seated((*table).saveElsewhere)).ForChild(),
		page.Get(one+"/promise", permit.HoldConversation, web.seated((*table).showPromise)).ForChild(),
		page.Post(one+"/promise", permit.HoldConversation, web.seated((*table).savePromise)).ForChild(),
		page.Get("/people/{id}/own-page", permit.OpenSealed, web.own((*table).showOwnPage)).ForChild(),
		page.Get("/people/{id}/own-page/read", permit.OpenSealed, web.askOwn),
		page.Post("/people/{id}/own-page/read", permit.OpenSealed, web.readOwn),
		page.Get("/people/{id}/own-page/{part}", permit.EditSealed, web.own((*table).showOwnPart)).ForChild(),
		page.Post("/people/{id}/own-page/{part}", permit.EditSealed, web.own((*table).saveOwnPart)).ForChild(),
		page.Get("/people/{id}/card", permit.OpenSealed, web.own(web.showCard)).ForChild(),
	)
}
