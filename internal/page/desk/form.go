package desk

import (
	"net/http"

	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

// Page is a page with one form, or with what stands in its place. A form is there where there is a button.
type Page struct {
	Title    string
	Whose    kit.Content // the young person's name, above the title; nil on pages about nobody
	Lead     string
	Problems kit.Content // what is to be mended, first on the page
	Before   []kit.Content
	Action   string // where the form is sent; "" for the page's own address
	Files    bool   // the form sends a file
	Draft    string // where what was typed so far is kept, a few seconds after somebody stops typing; "" where nothing is
	Saved    string // said when it was
	NotSaved string // said when it could not be
	Hidden   []Hidden
	Fields   []kit.Content
	Buttons  []kit.Content
	After    []kit.Content
	Wide     bool // as wide as the screen: for tables
}

// Hidden is what a form sends along unseen.
type Hidden struct{ Name, Value string }

// Answer shows the page; or, with what went wrong, shows it again: 409 where somebody else was quicker, 422 where there
// is something to mend.
func (v Page) Answer(wrong error) *page.Answer {
	if wrong == nil {
		return page.Show(v.Title, body(v))
	}
	a := page.Invalid(v.Title, body(v))
	if problem.Is(wrong, problem.Conflict) {
		a.Status(http.StatusConflict)
	}
	return a
}

// ToMend reports whether a form is to be shown again after err: its reader can do something about it.
func ToMend(err error) bool {
	return problem.Is(err, problem.Invalid) || problem.Is(err, problem.Conflict)
}

// ProblemsOf is what is to be mended; a problem that belongs to no field is shown at the one named.
func ProblemsOf(r *page.Request, err error, field string) page.Problems {
	p := r.Problems(err)
	if err != nil && !p.Any() {
		p.Items = []kit.ErrorItem{{Text: kit.T(r.L.T(problem.KeyOf(err), problem.ArgsOf(err)...)), Href: "#" + field}}
	}
	return p
}

// FormID is the id under which what a form makes is kept, so that a form sent twice makes one thing.
func FormID(r *page.Request) Hidden {
	id := r.Form.Raw("as")
	if id == "" {
		id = page.NewID()
	}
	return Hidden{"as", id}
}

// Button sends the form; a second press while it is under way does nothing.
func Button(r *page.Request, key string) kit.Content {
	return kit.Button{Text: kit.T(r.L.T(key)), Once: true}
}

// Cancel leads away from a form without sending it.
func Cancel(r *page.Request, href string) kit.Content { return Link(r.L.T("page.cancel"), href) }

// Done is the banner after something was saved: the text under prefix and one of the few words that a redirect may bring.
// It is nil where the address brings none of them.
func Done(r *page.Request, prefix string, known ...string) kit.Content {
	what := r.Form.Choice("done", known...)
	if what == "" {
		return nil
	}
	return kit.NotificationBanner{Success: true, Body: kit.T(r.L.T(prefix + what))}
}
