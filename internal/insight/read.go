package insight

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/promise"
)

// firstQuarter is the first of every cube of records; what is older counts there.
const firstQuarter = "2000-Q1"

// growing is a frame that takes up codes as they are met.
type growing struct {
	Frame
	places, items, values map[string]int
	editions              []*framework.Edition // that were met
}

// until gives the frame with its quarters up to a moment: a new one where there is none.
func (g *growing) until(at time.Time) (*growing, error) {
	if g == nil {
		g = &growing{Frame: Frame{Items: []Item{{PresentItem, Present}, {OwnTopic, Outcome}}, Perspectives: perspectives, Values: values(),
			Places: []string{"not_known"}, Periods: []string{firstQuarter}, Groups: []Group{{GroupNation, slices.Clone(framework.Nations)}}},
			places: map[string]int{"not_known": 0}, items: map[string]int{}, values: map[string]int{}}
		for i, it := range g.Items {
			g.items[it.Code] = i
		}
		for i, v := range g.Values {
			g.values[v.Code] = i
		}
	}
	for last := g.Periods[len(g.Periods)-1]; last < quarterOf(at); last = NextQuarter(last) {
		if len(g.Periods) == MostPeriods {
			return nil, errTooLarge
		}
		g.Periods = append(g.Periods, NextQuarter(last))
	}
	return g, nil
}

// same reports whether nothing was taken up since a cube was made.
func (g *growing) same(f Frame) bool {
	return len(g.Places) == len(f.Places) && len(g.Items) == len(f.Items) && len(g.Periods) == len(f.Periods)
}

// copied is the frame as it is now, for a cube that never changes.
func (g *growing) copied() Frame {
	f := g.Frame
	f.Places, f.Items, f.Periods = slices.Clone(f.Places), slices.Clone(f.Items), slices.Clone(f.Periods)
	return f
}

func (g *growing) place(organisation string) uint16 {
	i, ok := g.places[organisation]
	if !ok {
		i = len(g.Places)
		g.places[organisation] = i
		g.Places = append(g.Places, organisation)
	}
	return uint16(i)
}

func (g *growing) item(code string, kind Kind) uint16 {
	i, ok := g.items[code]
	if !ok {
		i = len(g.Items)
		g.items[code] = i
		g.Items = append(g.Items, Item{code, kind})
	}
	return uint16(i)
}

// meet takes up an edition's outcomes and indicators, in its own order, when something is first said by it.
func (g *growing) meet(ctx context.Context, w *access.Work, id string) (*framework.Edition, error) {
	if i := slices.IndexFunc(g.editions, func(e *framework.Edition) bool { return e.ID == id }); i >= 0 {
		return g.editions[i], nil
	}
	ed, err := framework.Find(ctx, w, id)
	if err != nil {
		return nil, err
	}
	for _, it := range ed.Items() {
		kind := Outcome
		if it.Kind != framework.OutcomeItem {
			kind = Indicator
		}
		g.item(ItemCode(ed.ID, it.Code), kind)
	}
	g.editions = append(g.editions, ed)
	return ed, nil
}

// about gives the code of an outcome, or OwnTopic for what is none of the edition's.
func about(ed *framework.Edition, code string) string {
	if _, ok := ed.Outcome(code); ok {
		return ItemCode(ed.ID, code)
	}
	return OwnTopic
}

// ItemCode is an edition's item as a cube names it: the same code in another edition may be about something else.
func ItemCode(edition, item string) string { return edition + ":" + item }

// errValue says that a record holds a code which this program does not know.
var errValue = errors.New("a record holds an answer, or a state of a promise, that this program does not know")

// read reads what stands of some records, as facts of people.
func (s *Service) read(ctx context.Context, w *access.Work, some []source, into map[uint32][]Fact) error {
	ids := make([]string, len(some))
	for i, one := range some {
		ids[i] = one.ID
	}
	spoken, err := conversation.SpokenOf(ctx, w, ids)
	if err != nil {
		return err
	}
	standing, err := promise.StandingOf(ctx, w, ids)
	if err != nil {
		return err
	}
	for _, one := range some {
		p := person{g: s.frame, at: Fact{Place: s.frame.place(one.Organisation),
			Groups: [MostGroups]uint8{uint8(max(0, slices.Index(framework.Nations, one.Nation)))}}}
		first := p.period(one.OpenedAt)
		for _, said := range spoken[one.ID] {
			ed, err := s.frame.meet(ctx, w, said.EditionID)
			if err != nil {
				return err
			}
			first = min(first, p.period(said.At))
			if err := p.say(ed, said); err != nil {
				return err
			}
		}
		for _, made := range standing[one.ID] {
			ed, err := s.frame.meet(ctx, w, made.EditionID)
			if err != nil {
				return err
			}
			first = min(first, p.period(made.MadeAt))
			if err := p.promised(ed, made); err != nil {
				return err
			}
		}
		for q := int(first); q < len(s.frame.Periods); q++ {
			present := p.at
			present.Period = uint8(q)
			p.facts = append(p.facts, present)
		}
		slices.SortStableFunc(p.facts, func(a, b Fact) int { return cmp.Compare(a.Period, b.Period) })
		into[s.number(one.ID)] = p.facts
	}
	if len(s.frame.Items) > MostItems || len(s.frame.Places) > MostPlaces {
		return errTooLarge
	}
	return nil
}

// person gathers the facts of one person.
type person struct {
	g     *growing
	at    Fact
	facts []Fact
}

func (p *person) period(t time.Time) uint8 {
	return uint8(min(max(0, quartersBetween(firstQuarter, quarterOf(t))), len(p.g.Periods)-1))
}

func quartersBetween(from, to string) int {
	y1, q1, _ := parseQuarter(from) // both are quarters of our own making
	y2, q2, _ := parseQuarter(to)
	return 4*(y2-y1) + q2 - q1
}

func (p *person) add(at time.Time, item string, kind Kind, perspective conversation.Perspective, value string) error {
	v, ok := p.g.values[value]
	from := slices.Index(perspectives, string(perspective))
	if !ok || from < 0 {
		return errValue
	}
	f := p.at
	f.Period, f.Item, f.Perspective, f.Value = p.period(at), p.g.item(item, kind), uint8(from), uint8(v)
	p.facts = append(p.facts, f)
	return nil
}

// say adds what one contribution says.
func (p *person) say(ed *framework.Edition, said conversation.Spoken) error {
	facts, err := framework.ParseFacts(ed, said.Facts)
	if err != nil {
		return err
	}
	for _, it := range facts.Touched() {
		kind := Outcome
		if it.Kind != framework.OutcomeItem {
			kind = Indicator
		}
		if err := p.add(said.At, ItemCode(ed.ID, it.Code), kind, said.Perspective, facts.At(it.Code).Key()); err != nil {
			return err
		}
	}
	for _, own := range facts.Own() {
		if own == framework.Untouched {
			continue
		}
		if err := p.add(said.At, OwnTopic, Outcome, said.Perspective, own.Key()); err != nil {
			return err
		}
	}
	for _, b := range said.Barriers {
		if err := p.add(said.At, barrierItem(b.System, about(ed, b.Item)), Barrier, said.Perspective, barrierValue(b.WhoCanChange, b.Kind)); err != nil {
			return err
		}
	}
	return nil
}

// promised adds where one promise stands, for each outcome it is about.
func (p *person) promised(ed *framework.Edition, made promise.Standing) error {
	owner := PromiseOwners[0]
	if made.Agency {
		owner = PromiseOwners[1]
	}
	outcomes := []string{NoOutcome}
	if len(made.Items) > 0 {
		outcomes = outcomes[:0]
		for _, code := range made.Items {
			outcomes = append(outcomes, about(ed, code))
		}
	}
	for _, outcome := range outcomes {
		if err := p.add(made.MadeAt, promiseItem(owner, outcome), Promised, conversation.Practitioner, promiseValue(made.State, made.Told)); err != nil {
			return err
		}
	}
	return nil
}

// stampsOf gives, for a record's id, a text that changes when what is read of it does.
func stampsOf(ctx context.Context, w *access.Work) (func(id string) string, error) {
	spoke, err := conversation.Spoke(ctx, w)
	if err != nil {
		return nil, err
	}
	stood, err := promise.Stood(ctx, w)
	if err != nil {
		return nil, err
	}
	return func(id string) string { return spoke[id] + "|" + stood[id] }, nil
}
