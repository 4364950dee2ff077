package framework

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// shelfAge is how long what nobody in particular sees of the shelf may lag behind what another process did: a public
// page reads it from memory, and its readers leave no entry in the ledger each.
const shelfAge = 10 * time.Second

// shelf is what this process knows of the published editions.
type shelf struct {
	mu   sync.Mutex
	read time.Time
	list []*Edition          // in order of set and publication
	byID map[string]*Edition // grows with every edition ever found
}

// parsed remembers editions by the digest of their document. A document with the same digest is the same for ever and
// in every database, so this needs no owner; it is emptied when it grows beyond what any service holds.
var parsed = struct {
	sync.Mutex
	byDigest map[string]*Edition
}{byDigest: map[string]*Edition{}}

const maxParsed = 200

// Edition finds an edition by its id, built in or published; NotFound (framework.unknown_edition) else. It asks for no
// permission: it is for what already stands on the edition. Where somebody reads the wording, show For(who).
func (s *Service) Edition(ctx context.Context, id string) (*Edition, error) {
	if e, ok := ByID(id); ok {
		return s.worded(e), nil
	}
	s.shelf.mu.Lock()
	e := s.shelf.byID[id]
	fresh := s.door.Now().Sub(s.shelf.read) < shelfAge
	s.shelf.mu.Unlock()
	if e != nil && fresh {
		return s.worded(e), nil
	}
	err := s.door.Read(ctx, permit.Nobody, permit.Public, access.Nothing, func(w *access.Work) (err error) {
		e, err = published(ctx, w.Tx, id)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("find edition: %w", err)
	}
	s.remember(e)
	return s.worded(e), nil
}

// Shown is Edition as this reader may see it: with codes in place of a wording they may not read.
func (s *Service) Shown(ctx context.Context, who permit.Actor, id string) (*Edition, error) {
	e, err := s.Edition(ctx, id)
	if err != nil {
		return nil, err
	}
	return e.For(who), nil
}

func (s *Service) remember(e *Edition) {
	s.shelf.mu.Lock()
	defer s.shelf.mu.Unlock()
	if s.shelf.byID == nil {
		s.shelf.byID = map[string]*Edition{}
	}
	s.shelf.byID[e.ID] = e
}

// Find is Edition within the work of another room's use case, and gives the edition as whoever acts may see it: where
// they may not read its wording, codes stand in its place (Edition.Withheld).
func Find(ctx context.Context, w *access.Work, id string) (*Edition, error) {
	if e, ok := ByID(id); ok {
		return e, nil
	}
	e, err := published(ctx, w.Tx, id)
	if err != nil {
		return nil, fmt.Errorf("find edition: %w", err)
	}
	return e.For(w.Who), nil
}

// Readable lists the editions whose permission lets this reader see them: those in the program, then those published
// here. Editions called back are among them and say so. Nobody in particular sees the public ones.
func (s *Service) Readable(ctx context.Context, who permit.Actor) ([]*Edition, error) {
	all, err := s.all(ctx, who)
	if err != nil {
		return nil, fmt.Errorf("list editions: %w", err)
	}
	list := append([]*Edition{}, Editions()...)
	for _, e := range all {
		if e.Readable(who) {
			list = append(list, e)
		}
	}
	for i, e := range list {
		list[i] = s.worded(e)
	}
	return list, nil
}

// all lists every published edition: read now for somebody signed in, from memory for the public.
func (s *Service) all(ctx context.Context, who permit.Actor) ([]*Edition, error) {
	act := permit.ReadFramework
	if who.ID == "" || !permit.Could(who, act) {
		act = permit.Public
		s.shelf.mu.Lock()
		list, age := s.shelf.list, s.door.Now().Sub(s.shelf.read)
		s.shelf.mu.Unlock()
		if list != nil && age >= 0 && age < shelfAge {
			return list, nil
		}
	}
	list := []*Edition{}
	err := s.door.Read(ctx, who, act, access.Nothing, func(w *access.Work) (err error) {
		list, err = allPublished(ctx, w.Tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	s.shelf.mu.Lock()
	defer s.shelf.mu.Unlock()
	s.shelf.list, s.shelf.read, s.shelf.byID = list, s.door.Now(), map[string]*Edition{}
	for _, e := range list {
		s.shelf.byID[e.ID] = e
	}
	return list, nil
}

// forget makes the next look read the shelf anew.
func (s *Service) forget() {
	s.shelf.mu.Lock()
	defer s.shelf.mu.Unlock()
	s.shelf.list, s.shelf.byID, s.shelf.read = nil, nil, time.Time{}
}

func allPublished(ctx context.Context, tx *db.Tx) ([]*Edition, error) {
	rows, err := listEditions(ctx, tx)
	if err != nil {
		return nil, err
	}
	list := make([]*Edition, 0, len(rows))
	for _, row := range rows {
		e, err := row.edition(ctx, tx)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}

// published reads one published edition, or NotFound.
func published(ctx context.Context, tx *db.Tx, id string) (*Edition, error) {
	row, err := findEdition(ctx, tx, id)
	if problem.Is(err, problem.NotFound) {
		return nil, problem.Wrap(err, problem.NotFound, "framework.unknown_edition")
	}
	if err != nil {
		return nil, err
	}
	return row.edition(ctx, tx)
}

// edition is the parsed document with what the rows say about it. Document and edition hold no link to a transaction.
func (row editionRow) edition(ctx context.Context, tx *db.Tx) (*Edition, error) {
	parsed.Lock()
	base := parsed.byDigest[row.digest]
	parsed.Unlock()
	if base == nil {
		b, err := findDocument(ctx, tx, row.id)
		if err != nil {
			return nil, err
		}
		if base, err = parse(row, b); err != nil {
			return nil, err
		}
	}
	e := *base
	e.Owner, e.Signatures, e.Recall = row.owner, row.signatures, row.recall
	for _, c := range row.copies {
		e.holders = append(e.holders, c.organisation)
		if c.organisation == row.owner {
			e.copied = c.copied
		}
	}
	return &e, nil
}

// parse reads a stored document once. One that is not what was published, byte for byte, is refused: somebody changed
// the table.
func parse(row editionRow, b []byte) (*Edition, error) {
	if digest(b) != row.digest {
		return nil, fmt.Errorf("read edition %s: its document is not the one that was published", row.id)
	}
	var d Document
	if err := json.Unmarshal(b, &d); err != nil {
		return nil, fmt.Errorf("read edition %s: %w", row.id, err)
	}
	e, err := editionOf(d.whole())
	if err != nil {
		return nil, fmt.Errorf("read edition %s: %w", row.id, err)
	}
	parsed.Lock()
	defer parsed.Unlock()
	if len(parsed.byDigest) >= maxParsed {
		clear(parsed.byDigest)
	}
	parsed.byDigest[row.digest] = e
	return e, nil
}
