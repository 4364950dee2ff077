package explorer

import (
	"stablefutures/internal/framework"
)

// Pair is one line of a comparison: an item on each side, or on one alone.
type Pair struct {
	A, B *framework.Item
	Same bool // both sides say the same, to the letter
}

// Section is a part of a comparison: what stands under one principle of each edition, where the two have the article of
// the Convention in common; else under a principle of one of them.
type Section struct {
	A, B  *framework.Principle
	Pairs []Pair
}

// Comparison lays two editions side by side. Editions of one set are compared code by code, and each pair says whether
// anything changed. Editions of different sets have nothing to pair by: their items stand in two lists, and which
// belongs with which is for nobody here to say (a crosswalk says it, and whose it is).
type Comparison struct {
	OneSet   bool
	Sections []Section
}

// Compare compares outcomes, and where the editions are of one set their indicators too.
func Compare(a, b *framework.Edition) Comparison {
	c := Comparison{OneSet: a.Set == b.Set}
	taken := map[string]bool{}
	for _, p := range a.Principles {
		s := Section{A: &p}
		for _, q := range b.Principles {
			if !taken[q.Code] && (q.Code == p.Code && c.OneSet || q.Article == p.Article) {
				s.B = &q
				taken[q.Code] = true
				break
			}
		}
		s.Pairs = c.pairs(a, b, s)
		c.Sections = append(c.Sections, s)
	}
	for _, q := range b.Principles {
		if !taken[q.Code] {
			s := Section{B: &q}
			s.Pairs = c.pairs(a, b, s)
			c.Sections = append(c.Sections, s)
		}
	}
	return c
}

func (c Comparison) pairs(a, b *framework.Edition, s Section) []Pair {
	left, right := c.under(a, s.A), c.under(b, s.B)
	var list []Pair
	met := map[string]bool{}
	for _, item := range left {
		p := Pair{A: &item}
		if i, ok := b.Index(item.Code); ok && c.OneSet {
			other := b.Items()[i]
			p.B, p.Same = &other, other.Text == item.Text
			met[item.Code] = true
		}
		list = append(list, p)
	}
	for _, item := range right {
		if _, there := a.Index(item.Code); met[item.Code] || there && c.OneSet {
			continue
		}
		list = append(list, Pair{B: &item})
	}
	return list
}

// under gives the items of a principle: outcomes, each followed by its indicators where both editions are of one set.
func (c Comparison) under(e *framework.Edition, p *framework.Principle) []framework.Item {
	if p == nil {
		return nil
	}
	var list []framework.Item
	for _, o := range p.Outcomes() {
		i, _ := e.Index(o.Code)
		list = append(list, e.Items()[i])
		if !c.OneSet {
			continue
		}
		for _, ind := range o.Indicators {
			i, _ := e.Index(ind.Code)
			list = append(list, e.Items()[i])
		}
	}
	return list
}
