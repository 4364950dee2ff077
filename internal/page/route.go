package page

import (
	"net/http"

	"stablefutures/internal/permit"
)

// Handler parses, calls a service, and answers or returns the error. It never writes to the connection itself.
type Handler func(*Request) (*Answer, error)

// Route is one row of the route table.
type Route struct {
	Method  string
	Pattern string // of net/http's ServeMux, without the method
	Needs   permit.Action
	Handle  Handler
	// Limit is the most bytes the body may have; DefaultLimit when 0.
	Limit int64
	// Child marks pages made for a young person's eyes: they wear the calm frame even for errors.
	Child bool
	// Raw rows are asked by scripts: their body is no form and comes as it is, and their problems go back as JSON.
	Raw bool
	// Own rows are a young person's, on a device of their own: who asks is found by the cookie of their place and by no
	// other, and nothing around the page says what it is part of.
	Own bool
	// Quiet rows are asked for every few seconds by machines: they are logged only when something is wrong.
	Quiet bool
}

// DefaultLimit is the most bytes an ordinary form may have: room for every answer of a long conversation, and far less
// than a flood.
const DefaultLimit = 1 << 20

// Get makes a row for showing a page. A showing never changes anything but the ledger.
func Get(pattern string, needs permit.Action, handle Handler) Route {
	return Route{Method: http.MethodGet, Pattern: pattern, Needs: needs, Handle: handle}
}

// Post makes a row for saving a form.
func Post(pattern string, needs permit.Action, handle Handler) Route {
	return Route{Method: http.MethodPost, Pattern: pattern, Needs: needs, Handle: handle}
}

// WithLimit gives the row another limit on the body.
func (r Route) WithLimit(bytes int64) Route {
	r.Limit = bytes
	return r
}

// ForScript marks the row as asked by a script: its body is read raw, and a problem is answered as JSON.
func (r Route) ForScript() Route {
	r.Raw = true
	return r
}

// ForChild marks the row as a young person's page.
func (r Route) ForChild() Route {
	r.Child = true
	return r
}

// ForOwnDevice marks the row as a young person's page on a device of their own.
func (r Route) ForOwnDevice() Route {
	r.Child, r.Own = true, true
	return r
}

// NavItem is an entry of the service navigation, shown to those who could use it.
type NavItem struct {
	Key   string // message key of its text
	URL   string
	Needs permit.Action
}

// Quietly keeps the row out of the log while it answers as it should.
func (r Route) Quietly() Route {
	r.Quiet = true
	return r
}
