package handover

import (
	"context"
	"slices"
	"strings"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
)

// Service makes pictures, copies and notes. It is safe for concurrent use.
type Service struct {
	door     *access.Door
	accounts *account.Service
	packs    Packs
}

// Packs finds what a young person sees of an edition in a language; false where they may not see it here.
type Packs func(ctx context.Context, e *framework.Edition, lang string) (*framework.Pack, bool)

// UsePacks makes copies and their own page speak with the translations made here, and only where a young person may see
// them. It is called once, before the service is used; without it an edition's own packs speak.
func (s *Service) UsePacks(p Packs) *Service {
	s.packs = p
	return s
}

// Pack finds what a young person sees in a language, by any tag the language goes by.
func (s *Service) Pack(ctx context.Context, e *framework.Edition, lang string) (*framework.Pack, bool) {
	if y, ok := i18n.Young(lang); ok {
		lang = y.Tag
	}
	if s.packs != nil {
		return s.packs(ctx, e, lang)
	}
	return e.Pack(lang)
}

// New makes the service.
func New(door *access.Door, accounts *account.Service) *Service {
	return &Service{door: door, accounts: accounts}
}

// OutcomeView is one outcome, or one topic of the young person's own, with the promises that go with it.
type OutcomeView struct {
	conversation.Outcome
	Item     framework.Outcome // zero for a topic of their own
	Promises []promise.Promise
}

// OpenPromises gives those still open.
func (o OutcomeView) OpenPromises() []promise.Promise {
	var open []promise.Promise
	for _, p := range o.Promises {
		if p.State == promise.Open {
			open = append(open, p)
		}
	}
	return open
}

// PrincipleView is a principle with its outcomes in the edition's order.
type PrincipleView struct {
	framework.Principle
	Outcomes []OutcomeView
}

// Picture is one young person's page.
type Picture struct {
	Person     record.Person
	Edition    *framework.Edition
	Others     []*framework.Edition // further editions under which something was said
	Young      bool                 // the young person's reading: only what they raised
	Principles []PrincipleView      // the staff's reading has every outcome, spoken of or not
	Topics     []OutcomeView        // something else, in their own words
	Loose      []promise.Promise    // promises that go with no outcome shown here: none is ever left out
	Names      map[string]account.Person
	// Beside are editions that a crosswalk leads to and under which nothing was said yet; Earlier are earlier words, by
	// outcome of Edition. Both are in the staff's reading alone.
	Beside  []*framework.Edition
	Earlier map[string][]Earlier
}

// Matters gives the outcomes and topics the young person last said matter most now.
func (p Picture) Matters() []OutcomeView {
	var list []OutcomeView
	for _, o := range p.all() {
		if o.Matters {
			list = append(list, o)
		}
	}
	return list
}

func (p Picture) all() []OutcomeView {
	var list []OutcomeView
	for _, pr := range p.Principles {
		list = append(list, pr.Outcomes...)
	}
	return append(list, p.Topics...)
}

// Picture opens the picture of a record. editionID "" means the one last talked with. youngReading leaves out
// everything the young person did not raise, and views not talked through with them.
func (s *Service) Picture(ctx context.Context, who permit.Actor, recordID, editionID string, youngReading bool) (p Picture, err error) {
	err = s.door.Read(ctx, who, permit.ReadPicture, access.Record(recordID), func(w *access.Work) error {
		p, err = s.picture(ctx, w, recordID, editionID, youngReading)
		return err
	})
	return p, err
}

func (s *Service) picture(ctx context.Context, w *access.Work, recordID, editionID string, youngReading bool) (p Picture, err error) {
	p.Young = youngReading
	if p.Person, err = record.Find(ctx, w, recordID); err != nil {
		return p, err
	}
	said, err := conversation.FindPicture(ctx, w, recordID)
	if err != nil {
		return p, err
	}
	promises, err := promise.List(ctx, w, recordID)
	if err != nil {
		return p, err
	}
	if p.Edition, p.Others, err = editions(ctx, w, p.Person, said, promises, editionID); err != nil {
		return p, err
	}
	if !youngReading {
		if err := p.layBeside(ctx, w, said, editionID); err != nil {
			return p, err
		}
	}
	p.arrange(said.Outcomes(p.Edition, youngReading), promises)
	p.Names, err = s.accounts.Names(ctx, w, p.authors())
	return p, err
}

// editions finds the edition to read under: the one asked for, else the one last used, else the organisation's choice,
// else the first there is.
func editions(ctx context.Context, w *access.Work, person record.Person, said conversation.Picture, promises []promise.Promise, want string) (*framework.Edition, []*framework.Edition, error) {
	var used []string
	for _, c := range slices.Backward(said.Contributions) {
		used = append(used, c.EditionID)
	}
	for _, p := range slices.Backward(promises) {
		used = append(used, p.EditionID)
	}
	if len(used) == 0 {
		if e, err := framework.ChosenBy(ctx, w, w.Who.Organisation, person.EditionFor(w.At)); err == nil {
			used = append(used, e.ID)
		} else {
			used = append(used, framework.Editions()[0].ID)
		}
	}
	if want == "" || !slices.Contains(used, want) {
		want = used[0]
	}
	var chosen *framework.Edition
	var others []*framework.Edition
	for i, id := range used {
		e, err := framework.Find(ctx, w, id)
		switch {
		case err != nil && !problem.Is(err, problem.NotFound):
			return nil, nil, err
		case err != nil || slices.Contains(used[:i], id):
		case id == want:
			chosen = e
		default:
			others = append(others, e)
		}
	}
	if chosen == nil {
		chosen = framework.Editions()[0]
	}
	return chosen, others, nil
}

// arrange puts outcomes under their principles, topics beside them, and promises with what they are for.
func (p *Picture) arrange(outcomes map[string]*conversation.Outcome, promises []promise.Promise) {
	placed := map[string]bool{}
	view := func(code string) OutcomeView {
		v := OutcomeView{}
		if o := outcomes[code]; o != nil {
			v.Outcome = *o
		}
		v.Code = code
		for _, pr := range promises {
			if pr.EditionID == p.Edition.ID && slices.Contains(pr.Items, code) {
				v.Promises = append(v.Promises, pr)
				placed[pr.ID] = true
			}
		}
		return v
	}
	for _, principle := range p.Edition.Principles {
		pv := PrincipleView{Principle: principle}
		for _, o := range principle.Outcomes() {
			if p.Young && outcomes[o.Code] == nil {
				continue
			}
			v := view(o.Code)
			v.Item = o
			pv.Outcomes = append(pv.Outcomes, v)
		}
		if len(pv.Outcomes) > 0 {
			p.Principles = append(p.Principles, pv)
		}
	}
	p.topics(outcomes, view)
	for _, pr := range promises {
		if !placed[pr.ID] {
			p.Loose = append(p.Loose, pr)
		}
	}
}

func (p *Picture) topics(outcomes map[string]*conversation.Outcome, view func(string) OutcomeView) {
	for code, o := range outcomes {
		if o.Topic != nil {
			p.Topics = append(p.Topics, view(code))
		}
	}
	slices.SortFunc(p.Topics, func(a, b OutcomeView) int {
		if a.Young != nil && b.Young != nil && !a.Young.At.Equal(b.Young.At) {
			return b.Young.At.Compare(a.Young.At)
		}
		return strings.Compare(a.Code, b.Code)
	})
}

// authors lists the workers whose views and findings the picture shows, and nobody else: each name costs a key.
func (p Picture) authors() []string {
	var ids []string
	add := func(id string) {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for _, o := range p.all() {
		for _, s := range o.Others {
			add(s.Author)
		}
		for _, b := range o.Barriers {
			if b.Perspective != conversation.YoungPerson {
				add(b.Author)
			}
		}
		for _, list := range o.Findings {
			for _, f := range list {
				add(f.Author)
			}
		}
	}
	return ids
}
