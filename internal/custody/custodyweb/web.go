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
	"stablefutures/internal/conversation"
	"stablefutures/internal/custody"
	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
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

// formView is a page with one form, or with what stands in its place.
type formView struct {
	Title    string
	Whose    kit.Content // the young person's name, above the title
	Lead     string
	Problems kit.Content
	Before   []kit.Content
	Action   string // "" for the page's own address
	Hidden   []hidden
	Fields   []kit.Content
	Buttons  []kit.Content
	After    []kit.Content
	Wide     bool
}

type hidden struct{ Name, Value string }

// answer shows the form, or shows it again with what is to be mended.
func (v formView) answer(wrong error) *page.Answer {
	if wrong == nil {
		return page.Show(v.Title, formBody(v))
	}
	a := page.Invalid(v.Title, formBody(v))
	if problem.Is(wrong, problem.Conflict) {
		a.Status(409)
	}
	return a
}

// toMend reports whether a form is to be shown again after err.
func toMend(err error) bool {
	return problem.Is(err, problem.Invalid) || problem.Is(err, problem.Conflict)
}

// problemsOf is what is to be mended; a problem that belongs to no field is shown at the one named.
func problemsOf(r *page.Request, err error, field string) page.Problems {
	p := r.Problems(err)
	if err != nil && !p.Any() {
		p.Items = []kit.ErrorItem{{Text: kit.T(r.L.T(problem.KeyOf(err))), Href: "#" + field}}
	}
	return p
}

func button(r *page.Request, key string) kit.Content {
	return kit.Button{Text: kit.T(r.L.T(key)), Once: true}
}

func cancel(r *page.Request, href string) kit.Content { return link(r.L.T("page.cancel"), href) }

func legend(r *page.Request, key string) kit.Legend {
	return kit.Legend{Text: kit.T(r.L.T(key)), Size: "m"}
}

func label(r *page.Request, key string) kit.Label {
	return kit.Label{Text: kit.T(r.L.T(key)), Size: "s"}
}

// note is a field for a few sentences.
func note(r *page.Request, p page.Problems, name, key string) kit.Content {
	c := kit.Textarea{Name: name, Label: label(r, key), Rows: 4, Value: r.Form.Raw(name), Error: p.Of(name)}
	if r.L.Has(key + "_hint") {
		c.Hint = kit.T(r.L.T(key + "_hint"))
	}
	return c
}

// line is a field for one line.
func line(r *page.Request, p page.Problems, name, key, value string) kit.Content {
	c := kit.Input{Name: name, Label: label(r, key), Value: value, Error: p.Of(name), Autocomplete: "off"}
	if r.L.Has(key + "_hint") {
		c.Hint = kit.T(r.L.T(key + "_hint"))
	}
	return c
}

// day is a field for a date, with what was typed.
func day(r *page.Request, p page.Problems, name, key string) kit.Content {
	c := kit.DateInput{ID: name, NamePrefix: name, Legend: kit.Legend{Text: kit.T(r.L.T(key)), Size: "s"}, Error: p.Of(name),
		Day: kit.DatePart{Value: r.Form.Raw(name + "-day")}, Month: kit.DatePart{Value: r.Form.Raw(name + "-month")}, Year: kit.DatePart{Value: r.Form.Raw(name + "-year")}}
	if r.L.Has(key + "_hint") {
		c.Hint = kit.T(r.L.T(key + "_hint"))
	}
	return c
}

// choices makes radio items of codes whose words are keyed.
func choices[T ~string](r *page.Request, prefix string, codes []T) []kit.Choice {
	items := make([]kit.Choice, len(codes))
	for i, c := range codes {
		items[i] = kit.Choice{Value: string(c), Text: kit.T(r.L.T(prefix + string(c)))}
		if hint := prefix + string(c) + "_hint"; r.L.Has(hint) {
			items[i].Hint = kit.T(r.L.T(hint))
		}
	}
	return items
}

// formID is the id under which what a form makes is kept, so that a form sent twice makes one thing.
func formID(r *page.Request) hidden {
	id := r.Form.Raw("as")
	if id == "" {
		id = conversation.NewID()
	}
	return hidden{"as", id}
}

// done is the banner after something was saved; what is one of a few words that the redirect brought.
func done(r *page.Request, known ...string) kit.Content {
	what := r.Form.Choice("done", known...)
	if what == "" {
		return nil
	}
	return kit.NotificationBanner{Success: true, Body: kit.T(r.L.T("custody.done_" + what))} // i18n: prefix custody.done_
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
