package promiseweb

import (
	"context"

	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/page"
	"stablefutures/internal/permit"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
)

// Pages are the room's pages.
type Pages struct {
	promises      *promise.Service
	records       *record.Service
	conversations *conversation.Service
	frameworks    *framework.Service
	asked         func(context.Context, permit.Actor) (int, error)
	auditors      func(context.Context, permit.Actor) (int, error)
	stops         func(context.Context, permit.Actor) (int, error)
	audits        func(context.Context, permit.Actor) (int, error)
	lateAudits    func(context.Context, permit.Actor) (int, error)
}

// New makes the pages.
func New(p *promise.Service, r *record.Service, c *conversation.Service, f *framework.Service) *Pages {
	return &Pages{promises: p, records: r, conversations: c, frameworks: f}
}

// WithAsked lets the first page say how many wait for the reader's decision about words that young people carry on: another
// room counts them.
func (p *Pages) WithAsked(count func(context.Context, permit.Actor) (int, error)) *Pages {
	p.asked = count
	return p
}

// WithAuditors lets the first page say how many auditors wait for the reader to let them into a record: another room counts
// them.
func (p *Pages) WithAuditors(count func(context.Context, permit.Actor) (int, error)) *Pages {
	p.auditors = count
	return p
}

// WithStops lets the first page say how often somebody said that a pilot should stop, and nobody answered yet: another room
// counts them.
func (p *Pages) WithStops(count func(context.Context, permit.Actor) (int, error)) *Pages {
	p.stops = count
	return p
}

// WithAudits lets the first page say how many cases of audits ask the reader to take part, and how many need a manager.
func (p *Pages) WithAudits(asked, late func(context.Context, permit.Actor) (int, error)) *Pages {
	p.audits, p.lateAudits = asked, late
	return p
}

// Routes lists them.
func (p *Pages) Routes() []page.Route {
	return []page.Route{
		page.Get("/promises", permit.ListPromises, p.showHome),
		page.Get("/people/{id}/promises", permit.ReadPromises, p.showPromises),
		page.Get("/people/{id}/promises/new", permit.MakePromise, p.showNew),
		page.Post("/people/{id}/promises/new", permit.MakePromise, p.saveNew),
		page.Get("/people/{id}/promises/{promise}", permit.ReadPromises, p.showPromise),
		page.Post("/people/{id}/promises/{promise}", permit.SettlePromise, p.savePromise),
	}
}
