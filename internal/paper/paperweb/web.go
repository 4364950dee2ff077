// Package paperweb is where anybody chooses what to print, and gets it as a PDF. Public editions need no sign-in;
// another edition is found only by those who may read it. Nothing is kept of who printed what. The paper for one sitting
// (sitting.go) is the exception: it has a ticket, so that what stands on it finds its way into the record.
package paperweb

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"stablefutures/internal/framework"
	"stablefutures/internal/page"
	"stablefutures/internal/paper"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

const (
	// keepFor is how many seconds a browser may show a public PDF again without asking.
	keepFor = 300
	// patience is the longest one request may wait for the press and use it.
	patience = 20 * time.Second
)

// Web is the pages of the paper room.
type Web struct {
	frameworks *framework.Service
	room       *paper.Room
	drafts     bool
	sittings   *Sittings // nil where nothing is printed for sittings
}

// New makes the pages. What speaks to a young person is printed from a machine's draft only where drafts are let in: in a
// demonstration, or by the operator's own setting.
func New(frameworks *framework.Service, room *paper.Room, drafts bool) *Web {
	return &Web{frameworks: frameworks, room: room, drafts: drafts}
}

// Routes are the room's rows of the route table.
func (web *Web) Routes() []page.Route {
	return append([]page.Route{
		page.Get("/paper", permit.Public, web.showHome),
		page.Get("/paper/{edition}", permit.Public, web.showEdition),
		page.Get("/paper/{edition}/{product}", permit.Public, web.givePDF),
	}, web.sittingRoutes()...)
}

// editions are those this reader may read. A slot that waits for its wording is none: cards that bear the name of a
// framework and nothing of it would mislead.
func (web *Web) editions(r *page.Request) ([]*framework.Edition, error) {
	all, err := web.frameworks.Readable(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(all), func(e *framework.Edition) bool { return e.Set == framework.SetPlaceholder || e.Empty != "" }), nil
}

// edition finds the path's edition among those; one that may not be read is not found, like one that does not exist.
func (web *Web) edition(r *page.Request) (*framework.Edition, error) {
	all, err := web.editions(r)
	if err != nil {
		return nil, err
	}
	for _, e := range all {
		if e.ID == r.Path("edition") {
			return e, nil
		}
	}
	return nil, problem.New(problem.NotFound, "problem.not_found")
}

// fields are all that an address may ask for.
var fields = []string{"back", "lang", "large", "nation", "outcome", "product", "size"}

// order reads an order from the query. What is not known is NotFound; what is known and wrong is said at its field.
func order(r *page.Request, e *framework.Edition, product string) (paper.Order, error) {
	for _, name := range r.Form.Names() {
		if !slices.Contains(fields, name) {
			return paper.Order{}, problem.New(problem.NotFound, "problem.not_found")
		}
	}
	o := paper.Order{Product: paper.Product(product), Lang: r.Form.Line("lang", 20), Size: r.Form.Line("size", 10),
		Nation: r.Form.Line("nation", 20), Outcome: r.Form.Line("outcome", 40), Large: r.Form.Raw("large") == "1", Back: r.Form.Raw("back") == "1"}
	if err := r.Form.Err(); err != nil {
		return o, err
	}
	var check problem.Check
	for _, flag := range []string{"large", "back"} {
		if v := r.Form.Raw(flag); v != "" && v != "1" {
			check.Add(flag, "paper.no_flag")
		}
	}
	if err := check.Err(); err != nil {
		return o, err
	}
	return o.Settled(e)
}

// pack is the order's language; one the edition does not speak, or that no person has checked yet, is said at its field.
func (web *Web) pack(ctx context.Context, e *framework.Edition, o paper.Order) (*framework.Pack, error) {
	var check problem.Check
	p, ok := web.frameworks.Pack(ctx, e, o.Lang)
	switch {
	case !ok:
		check.Add("lang", "paper.no_language")
	case !p.Trusted() && !web.drafts && o.Product.ForYoungPeople():
		check.Add("lang", "paper.draft_not_here")
	}
	return p, check.Err()
}

func (web *Web) givePDF(r *page.Request) (*page.Answer, error) {
	e, err := web.edition(r)
	if err != nil {
		return nil, err
	}
	product, isPDF := strings.CutSuffix(r.Path("product"), ".pdf")
	if !isPDF || !slices.Contains(paper.Products(), paper.Product(product)) {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	ctx, cancel := context.WithTimeout(r.Context(), patience)
	defer cancel()
	sheet, err := web.make(ctx, r, e, product)
	if errors.Is(err, context.DeadlineExceeded) {
		err = problem.New(problem.Conflict, "paper.busy")
	}
	if page.IsInvalid(err) {
		return web.formPage(r, e, err)
	}
	if err != nil {
		return nil, err
	}
	a := page.File(sheet.Name, "application/pdf", sheet.PDF)
	if e.Readable(permit.Nobody) {
		a.Shared(keepFor)
	}
	return a, nil
}

func (web *Web) make(ctx context.Context, r *page.Request, e *framework.Edition, product string) (paper.Sheet, error) {
	o, err := order(r, e, product)
	if err != nil {
		return paper.Sheet{}, err
	}
	pack, err := web.pack(ctx, e, o)
	if err != nil {
		return paper.Sheet{}, err
	}
	return web.room.Make(ctx, e, pack, o)
}

// address is where an order is to be had.
func address(e *framework.Edition, o paper.Order) string {
	q := url.Values{}
	for name, value := range map[string]string{"lang": o.Lang, "size": o.Size, "nation": o.Nation, "outcome": o.Outcome} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if o.Large {
		q.Set("large", "1")
	}
	if o.Back {
		q.Set("back", "1")
	}
	return "/paper/" + url.PathEscape(e.ID) + "/" + string(o.Product) + ".pdf?" + q.Encode()
}
