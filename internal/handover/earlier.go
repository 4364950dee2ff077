package handover

import (
	"context"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
)

// Earlier is what the young person said of an item of another edition that a crosswalk of this organisation puts beside
// an outcome shown here. It stays what it was: words under that edition. It is never an answer under this one, never on a
// path, never counted.
type Earlier struct {
	Edition  *framework.Edition // under which it was said
	Item     framework.Outcome
	Relation framework.Relation // how that item stands to the outcome it is shown beside
	Note     string
	Maker    string // whose judgement that is
	Said     conversation.Said
}

// layBeside finds the editions that crosswalks lead to from those something was said under, turns to the one asked for
// where it is one of these, and gathers earlier words for the edition that is shown. An edition for adults is not offered
// for whoever may be a child.
func (p *Picture) layBeside(ctx context.Context, w *access.Work, said conversation.Picture, want string) error {
	walks, err := framework.CrosswalkHeads(ctx, w)
	if err != nil {
		return err
	}
	spoken := map[string]bool{}
	for _, c := range said.Contributions {
		spoken[c.EditionID] = true
	}
	for _, c := range walks {
		for _, pair := range [][2]*framework.Edition{{c.From, c.To}, {c.To, c.From}} {
			if spoken[pair[0].ID] && !spoken[pair[1].ID] && p.suits(w, pair[1]) && !slices.Contains(p.Beside, pair[1]) {
				p.Beside = append(p.Beside, pair[1])
			}
		}
	}
	if i := slices.IndexFunc(p.Beside, func(e *framework.Edition) bool { return e.ID == want }); i >= 0 && want != p.Edition.ID {
		if spoken[p.Edition.ID] {
			p.Others = append([]*framework.Edition{p.Edition}, p.Others...)
		}
		p.Edition = p.Beside[i]
		p.Beside = slices.Delete(p.Beside, i, i+1)
	}
	p.Earlier = map[string][]Earlier{}
	for _, c := range walks {
		back := p.Edition.ID == c.From.ID
		other := c.From
		if back {
			other = c.To
		}
		if !back && p.Edition.ID != c.To.ID || !spoken[other.ID] {
			continue // nothing was said on its other side, so its lines need not be read
		}
		if err := c.ReadLinks(ctx, w); err != nil {
			return err
		}
		if back {
			c = c.Reversed()
		}
		p.earlier(said, c)
	}
	return nil
}

func (p *Picture) suits(w *access.Work, e *framework.Edition) bool {
	return e.ID != p.Edition.ID && !e.Withheld() && !(e.ForAdults() && p.Person.Profile.Birth.PresumedChild(w.At))
}

// earlier gathers the young person's latest words under the crosswalk's first edition, by outcome of the second.
func (p *Picture) earlier(said conversation.Picture, c framework.Crosswalk) {
	outcomes := said.Outcomes(c.From, false)
	for _, l := range c.Links {
		o := outcomes[l.From]
		item, ok := c.From.Outcome(l.From)
		if l.To == "" || l.Relation == framework.NoRelation || o == nil || !ok || o.Young == nil ||
			o.Young.Answer.Choice == "" && o.Young.Answer.Words.Empty() {
			continue
		}
		p.Earlier[l.To] = append(p.Earlier[l.To], Earlier{Edition: c.From, Item: item, Relation: l.Relation, Note: l.Note, Maker: l.Maker, Said: *o.Young})
	}
}
