package insight

import (
	"context"
	"fmt"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/release"
)

// Pool is figures of several organisations that were put together from what each had let out.
type Pool struct {
	ID        string
	MadeAt    time.Time
	MadeBy    string
	SettledAt time.Time // from then on nothing of it changes
	SettledBy string
	Hash      string // of the settled pool as a file: what it is cited by
	Pooled
}

// Settled reports whether the pool is fixed.
func (p Pool) Settled() bool { return !p.SettledAt.IsZero() }

// BeginPool begins a pool. Given the same id twice it is one pool.
func (s *Service) BeginPool(ctx context.Context, who permit.Actor, id, title string) error {
	err := s.door.Do(ctx, who, permit.PoolFigures, access.Organisation(who.Organisation), func(w *access.Work) error {
		var c problem.Check
		c.Text("title", title, mostName, true)
		c.Require(title == "" || poolLine(title), "title", "pool.no_name")
		if err := c.Err(); err != nil {
			return err
		}
		w.Note(id)
		if _, err := findPool(ctx, w, id); !problem.Is(err, problem.NotFound) {
			return err
		}
		return insertPool(ctx, w, id, title)
	})
	if err != nil {
		return fmt.Errorf("begin pool: %w", err)
	}
	return nil
}

// Pools lists the organisation's pools, the latest first.
func (s *Service) Pools(ctx context.Context, who permit.Actor) (list []Pool, err error) {
	err = s.door.Read(ctx, who, permit.PoolFigures, access.Organisation(who.Organisation), func(w *access.Work) error {
		list, err = listPools(ctx, w)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list pools: %w", err)
	}
	return list, nil
}

// Pool gives one pool with its parts.
func (s *Service) Pool(ctx context.Context, who permit.Actor, id string) (p Pool, err error) {
	err = s.door.Read(ctx, who, permit.PoolFigures, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(id)
		p, err = wholePool(ctx, w, id)
		return err
	})
	if err != nil {
		return Pool{}, fmt.Errorf("read pool: %w", err)
	}
	return p, nil
}

// AddPart puts a release that an organisation handed over into a pool that is not settled.
func (s *Service) AddPart(ctx context.Context, who permit.Actor, pool, id, name string, document []byte) error {
	return s.addPart(ctx, who, pool, func(*access.Work) (PoolPart, error) {
		part, err := ReadPart(name, document)
		part.ID = id
		return part, err
	})
}

// AddOwn puts a release of one's own organisation into a pool that is not settled.
func (s *Service) AddOwn(ctx context.Context, who permit.Actor, pool, id, name, released string) error {
	return s.addPart(ctx, who, pool, func(w *access.Work) (PoolPart, error) {
		r, err := release.Find(ctx, w, released)
		if err != nil {
			return PoolPart{}, err
		}
		part, err := ReadPart(name, r.Document)
		part.ID = id
		return part, err
	})
}

func (s *Service) addPart(ctx context.Context, who permit.Actor, pool string, read func(*access.Work) (PoolPart, error)) error {
	err := s.door.Do(ctx, who, permit.PoolFigures, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(pool)
		p, err := openPool(ctx, w, pool)
		if err != nil {
			return err
		}
		part, err := read(w)
		if err != nil {
			return err
		}
		for _, have := range p.Parts {
			if have.ID == part.ID {
				return nil // the same form, sent twice
			}
		}
		if err := p.Fits(part); err != nil {
			return err
		}
		w.Note(part.ID, part.Hash())
		return insertPart(ctx, w, pool, part)
	})
	if err != nil {
		return fmt.Errorf("add to pool: %w", err)
	}
	return nil
}

// openPool gives a pool that can still be changed, and takes hold of it.
func openPool(ctx context.Context, w *access.Work, id string) (Pool, error) {
	p, err := wholePool(ctx, w, id)
	if err == nil && p.Settled() {
		err = problem.New(problem.Conflict, "pool.settled")
	}
	return p, err
}

// RemovePart takes a release out of a pool that is not settled.
func (s *Service) RemovePart(ctx context.Context, who permit.Actor, pool, part string) error {
	err := s.door.Do(ctx, who, permit.PoolFigures, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(pool, part)
		if _, err := openPool(ctx, w, pool); err != nil {
			return err
		}
		return deletePart(ctx, w, pool, part)
	})
	if err != nil {
		return fmt.Errorf("take out of pool: %w", err)
	}
	return nil
}

// SettlePool fixes a pool: its sums can be shown and cited from then on.
func (s *Service) SettlePool(ctx context.Context, who permit.Actor, id string) error {
	err := s.door.Do(ctx, who, permit.PoolFigures, access.Organisation(who.Organisation), func(w *access.Work) error {
		p, err := openPool(ctx, w, id)
		if err != nil {
			return err
		}
		if err := p.Check(); err != nil {
			return err
		}
		file, err := p.Document()
		if err != nil {
			return err
		}
		hash := disclosure.Hash(file)
		w.Note(id, hash)
		return settlePool(ctx, w, id, hash)
	})
	if err != nil {
		return fmt.Errorf("settle pool: %w", err)
	}
	return nil
}

// OwnReleases lists what of the organisation's own could be put into a pool.
func (s *Service) OwnReleases(ctx context.Context, who permit.Actor, pool string) (list []release.Release, err error) {
	err = s.door.Read(ctx, who, permit.PoolFigures, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(pool)
		p, err := wholePool(ctx, w, pool)
		if err != nil {
			return err
		}
		all, err := release.All(ctx, w)
		for _, r := range all {
			if p.Fits(PoolPart{Document: r.Document, Release: r.Table}) == nil {
				list = append(list, r)
			}
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list releases for a pool: %w", err)
	}
	return list, nil
}

func wholePool(ctx context.Context, w *access.Work, id string) (p Pool, err error) {
	if p, err = findPool(ctx, w, id); err != nil {
		return p, err
	}
	p.Parts, err = listParts(ctx, w, id)
	return p, err
}

func newPart(id string, d partDocument) (PoolPart, error) {
	part, err := ReadPart(d.Name, []byte(d.Release))
	part.ID = id
	return part, err
}

// partDocument is a part of a pool as it is kept.
type partDocument struct {
	Name    string `json:"name"`
	Release string `json:"release"`
}

// poolDocument is a pool's own words as they are kept.
type poolDocument struct {
	Title string `json:"title"`
}

func readMoment(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	return db.ParseTime(text)
}
