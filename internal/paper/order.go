package paper

import (
	"slices"

	"stablefutures/internal/framework"
	"stablefutures/internal/print"
	"stablefutures/internal/problem"
)

// Product is one kind of thing on paper.
type Product string

// The products, in the order they are offered.
const (
	Cards       Product = "cards"       // conversation cards to cut out
	Poster      Product = "poster"      // the principles and what stands under them
	Booklet     Product = "booklet"     // easy to read, one idea a page
	Checklist   Product = "checklist"   // one page for each outcome, for staff
	Observation Product = "observation" // one page for each outcome, for a case audit
)

// Products lists all of them.
func Products() []Product { return []Product{Cards, Poster, Booklet, Checklist, Observation} }

// ForYoungPeople reports whether the product speaks to a young person, rather than to staff.
func (p Product) ForYoungPeople() bool { return p == Cards || p == Poster || p == Booklet }

// Sizes are the sheets a product is made for, its own first.
func (p Product) Sizes() []string {
	switch p {
	case Cards:
		return []string{"a4", "a5", "a3"}
	case Poster:
		return []string{"a3", "a4"}
	case Booklet:
		return []string{"a5", "a4"}
	}
	return []string{"a4", "a3"}
}

var sheets = map[string]print.Paper{"a3": print.A3, "a4": print.A4, "a5": print.A5}

// Order is what somebody asks for. Everything in it is public.
type Order struct {
	Product Product
	Lang    string // a language of the edition
	Size    string // "a3", "a4" or "a5"; "" is the product's own
	Nation  string // "" says nothing that differs between nations
	Outcome string // the code of one outcome, on the two sheets; "" is all of them
	Large   bool   // no words under 16 points, but for the source at the foot
	Back    bool   // cards: the simpler question and the example on their backs
}

// Settled fills in what was left out, and refuses what the product or the
// edition does not have: problem.Invalid, with the field's name as problem.Check has it.
func (o Order) Settled(e *framework.Edition) (Order, error) {
	var check problem.Check
	if !slices.Contains(Products(), o.Product) {
		check.Add("product", "paper.no_product")
		return o, check.Err()
	}
	if o.Size == "" {
		o.Size = o.Product.Sizes()[0]
	}
	if !slices.Contains(o.Product.Sizes(), o.Size) {
		check.Add("size", "paper.no_size")
	}
	if o.Lang == "" {
		o.Lang = "en"
	}
	if o.Nation != "" && !slices.Contains(framework.Nations, o.Nation) {
		check.Add("nation", "paper.no_nation")
	}
	sheet := o.Product == Checklist || o.Product == Observation
	if o.Outcome != "" {
		if _, ok := e.Outcome(o.Outcome); !ok || !sheet {
			check.Add("outcome", "paper.no_outcome")
		}
	}
	if o.Back && o.Product != Cards {
		check.Add("back", "paper.no_back")
	}
	if o.Product == Checklist && o.Nation == "" && e.Sourced {
		check.Add("nation", "paper.needs_nation")
	}
	if o.Product == Cards || o.Product == Poster || o.Product == Observation {
		o.Nation = "" // nothing on them differs
	}
	if o.Product == Booklet && e.ForAdults() {
		check.Add("product", "paper.for_adults")
	}
	if n := e.Loaded().Outcomes; n == 0 && o.Product != Cards {
		check.Add("product", "paper.nothing_in_it")
	} else if n > maxOutcomes {
		check.Add("product", "paper.too_many", "max", maxOutcomes)
	}
	return o, check.Err()
}

// maxOutcomes is the largest edition that is printed: four times what any known
// framework has, and still only seconds of work.
const maxOutcomes = 150

// paper is the order's sheet.
func (o Order) paper() print.Paper { return sheets[o.Size] }

// scale is how much wider the sheet is than A4.
func (o Order) scale() float64 { return o.paper().Width / print.A4.Width }
