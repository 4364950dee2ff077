package release

import (
	"context"
	"errors"
	"fmt"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Release is a table that left the organisation. Figures about people are in Table alone, or in Crossed where the table has more than
// two directions or wholes within wholes.
type Release struct {
	ID           string
	Organisation string
	Rules        string   // the rule pack's id
	Hash         string   // SHA-256 of the document, in hex: what it is cited by
	Compared     []string // ids of the earlier releases it was attacked together with
	By           string
	At           time.Time
	Table        disclosure.Released
	Crossed      disclosure.CrossedRelease
	Document     []byte // JSON; docs/schemas/release-1.json, release-crossed-1.json
}

// IsCrossed reports whether the table is in Crossed.
func (r Release) IsCrossed() bool { return r.Crossed.Made() }

// Key names what the table counts.
func (r Release) Key() string {
	if r.IsCrossed() {
		return r.Crossed.Key
	}
	return r.Table.Key
}

// Data names the state of its data.
func (r Release) Data() string {
	if r.IsCrossed() {
		return r.Crossed.Data
	}
	return r.Table.Data
}

// Withheld says why nothing of the table is shown; "" where something is.
func (r Release) Withheld() disclosure.Reason {
	if r.IsCrossed() {
		return r.Crossed.Withheld()
	}
	return r.Table.Withheld()
}

// Pack is the rules that it was protected by, as they were then.
func (r Release) Pack() disclosure.Pack {
	if r.IsCrossed() {
		return r.Crossed.Rules()
	}
	return r.Table.Rules()
}

// Hides reports whether any figure is hidden.
func (r Release) Hides() bool {
	if r.IsCrossed() {
		return r.Crossed.Hides()
	}
	return r.Table.Hides()
}

// Service is the register. It is safe for concurrent use.
type Service struct {
	door *access.Door
}

// New makes the service.
func New(door *access.Door) *Service { return &Service{door: door} }

// most bounds how many earlier releases of one table are read: beyond it something is asking again and again.
const most = 200

// subject is what a table says that it counts.
type subject struct {
	key, data string
	about     *disclosure.About
	shape     disclosure.Shape
}

func (s subject) measure() string {
	if s.about == nil {
		return ""
	}
	return s.about.Measure
}

// makers protect a table, or refuse it under a state of data of its own, into a release and its document.
type makers struct {
	protect func(disclosure.Pack, disclosure.Before, *Release) error
	refuse  func(p disclosure.Pack, data string, r *Release) error
}

// Keep protects a table and keeps what may be shown of it, within a use case that was decided as permit.MakeRelease. The
// same table over the same data under the same rules is the release that is there. What is withheld is kept too, with its
// reason. Who asked too many questions near this one today is shown nothing (disclosure.Asked).
func Keep(ctx context.Context, w *access.Work, rules string, t disclosure.Table) (Release, error) {
	return (*Ahead)(nil).Keep(ctx, w, rules, t)
}

// KeepCrossed is Keep for a table of more than two directions, or with wholes within wholes. A pack that allows no such table is an
// Invalid of release.directions.
func KeepCrossed(ctx context.Context, w *access.Work, rules string, c disclosure.Crossed) (Release, error) {
	return (*Ahead)(nil).KeepCrossed(ctx, w, rules, c)
}

func tableOf(t disclosure.Table) (subject, makers) {
	write := func(r *Release, err error) error {
		if err == nil {
			r.Document, err = r.Table.Document()
		}
		return err
	}
	return subject{t.Key, t.Data, t.About, t.Shape()}, makers{
		protect: func(p disclosure.Pack, before disclosure.Before, r *Release) (err error) {
			r.Table, err = disclosure.ProtectBeside(p, t, before)
			return write(r, err)
		},
		refuse: func(p disclosure.Pack, data string, r *Release) (err error) {
			r.Table, err = disclosure.Refuse(p, t, data)
			return write(r, err)
		},
	}
}

func crossedOf(c disclosure.Crossed) (subject, makers) {
	write := func(r *Release, err error) error {
		if err == nil {
			r.Document, err = r.Crossed.Document()
		}
		return err
	}
	return subject{c.Key, c.Data, c.About, c.Shape()}, makers{
		protect: func(p disclosure.Pack, before disclosure.Before, r *Release) (err error) {
			if len(c.Directions) > p.MostDirections() {
				return problem.New(problem.Invalid, "release.directions")
			}
			r.Crossed, err = disclosure.ProtectCrossedBeside(p, c, before)
			return write(r, err)
		},
		refuse: func(p disclosure.Pack, data string, r *Release) (err error) {
			r.Crossed, err = disclosure.RefuseCrossed(p, c, data)
			return write(r, err)
		},
	}
}

// keep finds what a table must withstand, lets it be protected, and writes it down.
func keep(ctx context.Context, w *access.Work, rules string, s subject, make makers, ahead *Ahead) (Release, error) {
	pack, ok := disclosure.Rules(rules)
	if !ok {
		return Release{}, problem.New(problem.Invalid, "release.no_rules")
	}
	if was, err := findSame(ctx, w.Tx, w.Who.Organisation, s, pack.ID); err == nil {
		w.Note(was.ID)
		return was, nil
	} else if !problem.Is(err, problem.NotFound) {
		return Release{}, fmt.Errorf("keep release: %w", err)
	}
	r := Release{ID: db.NewID(), Organisation: w.Who.Organisation, Rules: pack.ID, By: w.Who.ID, At: w.At}
	near, err := tooNear(ctx, w, r, s)
	if err == nil {
		err = noteQuestion(ctx, w, r, s)
	}
	if err != nil {
		return Release{}, fmt.Errorf("keep release: %w", err)
	}
	if near {
		s.data = "refused:" + r.ID // so that it stands in nobody's way tomorrow
		err = make.refuse(pack, s.data, &r)
	} else {
		var before disclosure.Before
		if before, err = beside(ctx, w, s, &r); err == nil && !ahead.knows(pack, s, &r) {
			err = make.protect(pack, before, &r)
		}
	}
	if err != nil {
		return Release{}, fmt.Errorf("keep release: %w", err)
	}
	r.Hash = disclosure.Hash(r.Document)
	w.Note(r.ID, r.Hash)
	return r, insertRelease(ctx, w.Tx, r, s)
}

// beside gives what a table must withstand together with, and notes it in the release.
func beside(ctx context.Context, w *access.Work, s subject, r *Release) (before disclosure.Before, err error) {
	earlier, err := listKin(ctx, w.Tx, w.Who.Organisation, s, most+1)
	if err != nil {
		return before, err
	}
	if len(earlier) > most {
		return before, problem.New(problem.Conflict, "release.too_many")
	}
	before.Key = []byte(w.Blind("release.rounding", w.Who.Organisation)) // the same for every question here, and known to nobody
	for _, e := range earlier {
		r.Compared = append(r.Compared, e.ID)
		if e.IsCrossed() {
			before.Crossed = append(before.Crossed, e.Crossed)
		} else {
			before.Tables = append(before.Tables, e.Table)
		}
	}
	return before, nil
}

// mostNear is how many questions near each other somebody may ask in a day: enough to look at something by year and by quarter, for
// the place and its parts; too few to feel a way around a person.
const mostNear = 8

// tooNear reports whether so much near a question was asked today by the same person that it is refused. What was withheld or
// refused counts as much as what was shown: that, too, was an answer.
func tooNear(ctx context.Context, w *access.Work, r Release, s subject) (bool, error) {
	asked, err := listQuestions(ctx, w.Tx, r, s)
	near := 0
	for _, one := range asked {
		if one.Near(s.shape) {
			near++
		}
	}
	return near >= mostNear, err
}

func noteQuestion(ctx context.Context, w *access.Work, r Release, s subject) error {
	shape, err := s.shape.JSON()
	if err != nil {
		return err
	}
	return insertQuestion(ctx, w.Tx, r, s, shape)
}

// Make protects a table and keeps it, for those who have numbers of their own to let out.
func (s *Service) Make(ctx context.Context, who permit.Actor, rules string, t disclosure.Table) (r Release, err error) {
	err = s.door.Do(ctx, who, permit.MakeRelease, access.Organisation(who.Organisation), func(w *access.Work) error {
		r, err = Keep(ctx, w, rules, t)
		return err
	})
	if err != nil {
		return Release{}, fmt.Errorf("make release: %w", err)
	}
	return r, nil
}

// MakeCrossed is Make for a table of more than two directions, or with wholes within wholes.
func (s *Service) MakeCrossed(ctx context.Context, who permit.Actor, rules string, c disclosure.Crossed) (r Release, err error) {
	err = s.door.Do(ctx, who, permit.MakeRelease, access.Organisation(who.Organisation), func(w *access.Work) error {
		r, err = KeepCrossed(ctx, w, rules, c)
		return err
	})
	if err != nil {
		return Release{}, fmt.Errorf("make release: %w", err)
	}
	return r, nil
}

// List gives the organisation's releases, the latest first.
func (s *Service) List(ctx context.Context, who permit.Actor) (list []Release, err error) {
	err = s.door.Read(ctx, who, permit.ReadReleases, access.Organisation(who.Organisation), func(w *access.Work) error {
		list, err = listReleases(ctx, w.Tx, who.Organisation, most)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list releases: %w", err)
	}
	return list, nil
}

// One gives one of the organisation's releases.
func (s *Service) One(ctx context.Context, who permit.Actor, id string) (r Release, err error) {
	err = s.door.Read(ctx, who, permit.ReadReleases, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(id)
		r, err = Find(ctx, w, id)
		return err
	})
	if err != nil {
		return Release{}, fmt.Errorf("read release: %w", err)
	}
	return r, nil
}

// Find gives a release of the actor's organisation, within the work of another room's use case.
func Find(ctx context.Context, w *access.Work, id string) (Release, error) {
	return findRelease(ctx, w.Tx, w.Who.Organisation, id)
}

// errChanged says that a release's document is not the one that was kept.
var errChanged = errors.New("the release's document is not the one that was kept")

// All gives the releases of the actor's organisation, the latest first, within the work of another room's use case.
func All(ctx context.Context, w *access.Work) ([]Release, error) {
	return listReleases(ctx, w.Tx, w.Who.Organisation, most)
}
