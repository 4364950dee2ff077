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

// Release is a table that left the organisation. Figures about people are in Table alone.
type Release struct {
	ID           string
	Organisation string
	Rules        string   // the rule pack's id
	Hash         string   // SHA-256 of the document, in hex: what it is cited by
	Compared     []string // ids of the earlier releases it was attacked together with
	By           string
	At           time.Time
	Table        disclosure.Released
	Document     []byte // JSON; docs/schemas/release-1.json
}

// Service is the register. It is safe for concurrent use.
type Service struct {
	door *access.Door
}

// New makes the service.
func New(door *access.Door) *Service { return &Service{door: door} }

// most bounds how many earlier releases of one table are read: beyond it something is asking again and again.
const most = 200

// Keep protects a table and keeps what may be shown of it, within a use case that was decided as permit.MakeRelease. The
// same table over the same data under the same rules is the release that is there. What is withheld is kept too, with its
// reason.
func Keep(ctx context.Context, w *access.Work, rules string, t disclosure.Table) (Release, error) {
	pack, ok := disclosure.Rules(rules)
	if !ok {
		return Release{}, problem.New(problem.Invalid, "release.no_rules")
	}
	earlier, err := listReleases(ctx, w.Tx, w.Who.Organisation, t.Key, most+1)
	if err != nil {
		return Release{}, fmt.Errorf("keep release: %w", err)
	}
	if len(earlier) > most {
		return Release{}, problem.New(problem.Conflict, "release.too_many")
	}
	r := Release{ID: db.NewID(), Organisation: w.Who.Organisation, Rules: pack.ID, By: w.Who.ID, At: w.At}
	var tables []disclosure.Released
	for _, e := range earlier {
		if e.Table.Data == t.Data && e.Rules == pack.ID {
			w.Note(e.ID)
			return e, nil
		}
		tables = append(tables, e.Table)
		r.Compared = append(r.Compared, e.ID)
	}
	if r.Table, err = disclosure.Protect(pack, t, tables); err != nil {
		return Release{}, fmt.Errorf("keep release: %w", err)
	}
	if r.Document, err = r.Table.Document(); err != nil {
		return Release{}, fmt.Errorf("keep release: %w", err)
	}
	r.Hash = disclosure.Hash(r.Document)
	w.Note(r.ID, r.Hash)
	return r, insertRelease(ctx, w.Tx, r)
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

// List gives the organisation's releases, the latest first.
func (s *Service) List(ctx context.Context, who permit.Actor) (list []Release, err error) {
	err = s.door.Read(ctx, who, permit.ReadReleases, access.Organisation(who.Organisation), func(w *access.Work) error {
		list, err = listReleases(ctx, w.Tx, who.Organisation, "", most)
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
	return listReleases(ctx, w.Tx, w.Who.Organisation, "", most)
}
