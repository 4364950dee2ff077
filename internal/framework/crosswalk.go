package framework

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"stablefutures/internal/access"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Relation says how an item of one edition stands to an item of another.
type Relation string

// The relations, read "A is … B". NoRelation with no second item says that the other edition has nothing of the kind; with
// one, that these two do not belong together, which also takes back what was said of them before.
const (
	Equal      Relation = "equal"
	Wider      Relation = "wider"
	Narrower   Relation = "narrower"
	Related    Relation = "related"
	NoRelation Relation = "none"
)

// Relations lists them in the order offered.
var Relations = []Relation{Equal, Wider, Narrower, Related, NoRelation}

// Inverse is the relation read from the other side.
func (r Relation) Inverse() Relation {
	switch r {
	case Wider:
		return Narrower
	case Narrower:
		return Wider
	}
	return r
}

// The bounds of a crosswalk.
const (
	maxLinks = 5_000
	maxNote  = 500 // characters
	maxMaker = 200
)

// Link is one line of a crosswalk: From, in the first edition, is Relation to To, in the second.
type Link struct {
	From     string
	To       string // "" only with NoRelation: nothing there
	Relation Relation
	Note     string
	Maker    string // whose judgement it is: the name of an organisation, never of the authors
	Version  int    // in which it was said
}

// Crosswalk is what one organisation says about how two editions stand to each other. It converts nothing: it only lets
// what was said under the one be shown beside the other.
type Crosswalk struct {
	ID           string // "" before the first saving
	Organisation string
	From, To     *Edition
	Uses         string // UsesOrganisation or UsesPublic
	Version      int    // 0 before the first saving
	At           time.Time
	Links        []Link // what stands, in the order of the first edition's items, then of the second's
}

// Makers names whose judgement the crosswalk is, the latest first.
func (c Crosswalk) Makers() []string {
	links := slices.Clone(c.Links)
	slices.SortStableFunc(links, func(a, b Link) int { return cmp.Compare(b.Version, a.Version) })
	var names []string
	for _, l := range links {
		if !slices.Contains(names, l.Maker) {
			names = append(names, l.Maker)
		}
	}
	return names
}

// Of gives the lines about one item of the first edition.
func (c Crosswalk) Of(code string) []Link {
	var list []Link
	for _, l := range c.Links {
		if l.From == code {
			list = append(list, l)
		}
	}
	return list
}

// Reversed is the same crosswalk read from the other side.
func (c Crosswalk) Reversed() Crosswalk {
	r := c
	r.From, r.To, r.Links = c.To, c.From, nil
	for _, l := range c.Links {
		if l.To != "" {
			r.Links = append(r.Links, Link{From: l.To, To: l.From, Relation: l.Relation.Inverse(), Note: l.Note, Maker: l.Maker, Version: l.Version})
		}
	}
	r.sort()
	return r
}

func (c *Crosswalk) sort() {
	place := func(e *Edition, code string) int {
		i, ok := e.Index(code)
		if !ok {
			return -1
		}
		return i
	}
	slices.SortStableFunc(c.Links, func(a, b Link) int {
		return cmp.Or(cmp.Compare(place(c.From, a.From), place(c.From, b.From)), cmp.Compare(place(c.To, a.To), place(c.To, b.To)))
	})
}

// SaveCrosswalk adds a version to the actor's organisation's crosswalk between two editions: the lines given stand from
// now on for their pairs, all others stay as they were. maker names whose judgement it is where a line does not. uses
// says who may see all of it. Lines that say what already stands are left out; where nothing is left and uses is the
// same, no version is made.
func (s *Service) SaveCrosswalk(ctx context.Context, who permit.Actor, from, to, maker, uses string, links []Link) (Crosswalk, error) {
	var c Crosswalk
	err := s.door.Do(ctx, who, permit.MakeCrosswalk, access.Organisation(who.Organisation), func(w *access.Work) (err error) {
		if c, err = crosswalkOf(ctx, w, from, to); err != nil {
			return err
		}
		fresh, err := c.changes(maker, links)
		if err != nil {
			return err
		}
		if !slices.Contains([]string{UsesOrganisation, UsesPublic}, uses) || strings.TrimSpace(maker) == "" {
			return problem.New(problem.Invalid, "crosswalk.not_whole")
		}
		if uses == UsesPublic && (c.From.Permission.Uses != UsesPublic || c.To.Permission.Uses != UsesPublic) {
			return problem.New(problem.Invalid, "crosswalk.not_public")
		}
		if len(fresh) == 0 && c.Version > 0 && uses == c.Uses {
			return nil
		}
		return addVersion(ctx, w, &c, maker, uses, fresh)
	})
	if err != nil {
		return Crosswalk{}, fmt.Errorf("save crosswalk: %w", err)
	}
	s.forgetWalks()
	return c, nil
}

// changes checks the lines and keeps those that say something new.
func (c *Crosswalk) changes(maker string, links []Link) ([]Link, error) {
	if len(links) > maxLinks {
		return nil, problem.New(problem.Invalid, "crosswalk.too_many", "max", maxLinks)
	}
	seen := map[[2]string]bool{}
	var fresh []Link
	for i, l := range links {
		if err := c.check(i+1, l); err != nil {
			return nil, err
		}
		if pair := [2]string{l.From, l.To}; seen[pair] {
			return nil, problem.New(problem.Invalid, "crosswalk.twice", "line", i+1, "from", l.From, "to", l.To)
		} else {
			seen[pair] = true
		}
		l.Maker = cmp.Or(strings.TrimSpace(l.Maker), strings.TrimSpace(maker))
		stands := func(have Link) bool {
			return have.From == l.From && have.To == l.To && have.Relation == l.Relation && have.Note == l.Note && have.Maker == l.Maker
		}
		if !slices.ContainsFunc(c.Links, stands) {
			fresh = append(fresh, l)
		}
	}
	return fresh, nil
}

// check says what is wrong with one line, and in which.
func (c *Crosswalk) check(line int, l Link) error {
	_, known := c.From.Index(l.From)
	_, there := c.To.Index(l.To)
	switch {
	case !known:
		return problem.New(problem.Invalid, "crosswalk.no_item", "line", line, "code", l.From, "edition", c.From.ID)
	case l.To == "" && l.Relation != NoRelation:
		return problem.New(problem.Invalid, "crosswalk.needs_item", "line", line, "code", l.From)
	case l.To != "" && !there:
		return problem.New(problem.Invalid, "crosswalk.no_item", "line", line, "code", l.To, "edition", c.To.ID)
	case !slices.Contains(Relations, l.Relation):
		return problem.New(problem.Invalid, "crosswalk.no_relation", "line", line, "relation", string(l.Relation))
	case utf8.RuneCountInString(l.Note) > maxNote || utf8.RuneCountInString(l.Maker) > maxMaker:
		return problem.New(problem.Invalid, "crosswalk.too_long", "line", line, "max", maxNote)
	}
	return nil
}

// Crosswalk gives the actor's organisation's crosswalk between two editions; before the first saving it is empty, with
// Version 0. One that was begun the other way round is another crosswalk.
func (s *Service) Crosswalk(ctx context.Context, who permit.Actor, from, to string) (Crosswalk, error) {
	var c Crosswalk
	err := s.door.Read(ctx, who, permit.ReadFramework, access.Nothing, func(w *access.Work) (err error) {
		c, err = crosswalkOf(ctx, w, from, to)
		return err
	})
	if err != nil {
		return Crosswalk{}, fmt.Errorf("read crosswalk: %w", err)
	}
	return c, nil
}

// walks are the public crosswalks, in memory.
type walks struct {
	mu   sync.Mutex
	list []Crosswalk
	read time.Time
}

// Crosswalks lists what the actor's organisation has begun, latest first.
func (s *Service) Crosswalks(ctx context.Context, who permit.Actor) ([]Crosswalk, error) {
	var list []Crosswalk
	err := s.door.Read(ctx, who, permit.ReadFramework, access.Nothing, func(w *access.Work) (err error) {
		if list, err = CrosswalkHeads(ctx, w); err != nil {
			return err
		}
		for i := range list {
			if err := list[i].ReadLinks(ctx, w); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list crosswalks: %w", err)
	}
	return list, nil
}

// CrosswalkHeads gives, within the work of another room's use case, every crosswalk of the actor's organisation without
// its lines, latest first: which editions they lead between. ReadLinks fills in the lines of one that is looked into.
func CrosswalkHeads(ctx context.Context, w *access.Work) ([]Crosswalk, error) {
	rows, err := listCrosswalks(ctx, w.Tx, w.Who.Organisation)
	if err != nil {
		return nil, err
	}
	list := make([]Crosswalk, len(rows))
	for i, h := range rows {
		if list[i], err = h.head(ctx, w); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(list, func(a, b Crosswalk) int { return b.At.Compare(a.At) })
	return list, nil
}

// PublicCrosswalks gives what organisations here let everybody see between two editions, whichever side they began from.
// Like the public shelf it is kept in memory for some seconds.
func (s *Service) PublicCrosswalks(ctx context.Context, a, b string) ([]Crosswalk, error) {
	all, err := s.publicWalks(ctx)
	if err != nil {
		return nil, fmt.Errorf("list public crosswalks: %w", err)
	}
	var list []Crosswalk
	for _, c := range all {
		switch {
		case c.From.ID == a && c.To.ID == b:
			list = append(list, c)
		case c.From.ID == b && c.To.ID == a:
			list = append(list, c.Reversed())
		}
	}
	return list, nil
}

func (s *Service) publicWalks(ctx context.Context) ([]Crosswalk, error) {
	s.walks.mu.Lock()
	list, age := s.walks.list, s.door.Now().Sub(s.walks.read)
	s.walks.mu.Unlock()
	if list != nil && age >= 0 && age < shelfAge {
		return list, nil
	}
	list = []Crosswalk{}
	err := s.door.Read(ctx, permit.Nobody, permit.Public, access.Nothing, func(w *access.Work) error {
		heads, err := listCrosswalks(ctx, w.Tx, "")
		if err != nil {
			return err
		}
		for _, h := range heads {
			c, err := h.open(ctx, w)
			if err != nil {
				return err
			}
			if c.Uses == UsesPublic && c.From.Readable(permit.Nobody) && c.To.Readable(permit.Nobody) {
				list = append(list, c)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	s.walks.mu.Lock()
	defer s.walks.mu.Unlock()
	s.walks.list, s.walks.read = list, s.door.Now()
	return list, nil
}

func (s *Service) forgetWalks() {
	s.walks.mu.Lock()
	defer s.walks.mu.Unlock()
	s.walks.list = nil
}

// crosswalkOf finds the organisation's crosswalk in the direction asked for; an empty one when nothing was begun.
func crosswalkOf(ctx context.Context, w *access.Work, from, to string) (Crosswalk, error) {
	c := Crosswalk{Organisation: w.Who.Organisation, Uses: UsesOrganisation}
	if from == to {
		return c, problem.New(problem.Invalid, "crosswalk.one_edition")
	}
	var err error
	if c.From, err = Find(ctx, w, from); err != nil {
		return c, err
	}
	if c.To, err = Find(ctx, w, to); err != nil {
		return c, err
	}
	if !c.From.Readable(w.Who) || !c.To.Readable(w.Who) {
		return c, problem.New(problem.NotFound, "framework.unknown_edition")
	}
	h, err := findCrosswalk(ctx, w.Tx, w.Who.Organisation, from, to)
	if problem.Is(err, problem.NotFound) {
		return c, nil
	}
	if err != nil {
		return c, err
	}
	return h.open(ctx, w)
}
