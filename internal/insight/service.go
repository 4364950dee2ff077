package insight

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/record"
)

// Service keeps the cube of what is recorded here, and answers questions of it. It is safe for concurrent use.
type Service struct {
	keys PoolKeys
	door *access.Door

	mu      sync.Mutex
	cube    *Cube             // nil before the first refresh
	frame   *growing          // of the cube
	numbers map[string]uint32 // of people, by record; drawn anew whenever the program starts, and kept nowhere else
	taken   map[uint32]bool
	stamps  map[string]string // what the cube was made from, by record
	asked   map[string]state  // by key of a table
	states  states
}

// New makes the service.
func New(door *access.Door) *Service {
	return &Service{door: door, numbers: map[string]uint32{}, taken: map[uint32]bool{}, stamps: map[string]string{}, asked: map[string]state{}}
}

// batch is how many records are read at a time.
const batch = 200

// Refresh brings the cube up to what is recorded, and says of how many records it read anything anew. What it reads is of one
// moment. Only records in which something changed are read.
func (s *Service) Refresh(ctx context.Context) (changed int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.refresh(ctx)
}

// source is one record as the refresh finds it.
type source struct {
	record.Shell
	stamp string
}

func (s *Service) refresh(ctx context.Context) (changed int, err error) {
	next := map[uint32][]Fact{}
	stamps := map[string]string{}
	err = s.door.Background(ctx, func(w *access.Work) error {
		all, err := sources(ctx, w)
		if err != nil {
			return err
		}
		frame, err := s.frame.until(w.At)
		if err != nil {
			return err
		}
		s.frame = frame
		var stale []source
		for _, one := range all {
			stamps[one.ID] = one.stamp
			if s.stamps[one.ID] != one.stamp {
				stale = append(stale, one)
			}
		}
		for len(stale) > 0 {
			n := min(batch, len(stale))
			if err := s.read(ctx, w, stale[:n], next); err != nil {
				return err
			}
			stale = stale[n:]
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("refresh cube: %w", err)
	}
	for id, number := range s.numbers {
		if _, there := stamps[id]; !there {
			next[number] = nil
		}
	}
	if err := s.take(next); err != nil {
		return 0, fmt.Errorf("refresh cube: %w", err)
	}
	for id := range s.numbers {
		if _, there := stamps[id]; !there {
			s.forget(id)
		}
	}
	s.stamps = stamps
	return len(next), nil
}

// sources lists every record with a stamp of what it holds.
func sources(ctx context.Context, w *access.Work) (all []source, err error) {
	stamps, err := stampsOf(ctx, w)
	if err != nil {
		return nil, err
	}
	for after := ""; ; {
		shells, err := record.Shells(ctx, w, after, 1000)
		if err != nil || len(shells) == 0 {
			return all, err
		}
		for _, sh := range shells {
			all = append(all, source{sh, sh.Organisation + "/" + sh.Nation + "/" + quarterOf(w.At) + stamps(sh.ID)})
		}
		after = shells[len(shells)-1].ID
	}
}

// take makes the next cube.
func (s *Service) take(people map[uint32][]Fact) error {
	before := s.cube
	if before == nil {
		b, err := NewBuilder(s.frame.Frame)
		if err != nil {
			return err
		}
		before = b.Cube()
	} else if len(people) == 0 && s.frame.same(before.frame) {
		return nil
	}
	next, err := before.Change(s.frame.copied(), people)
	if err == nil {
		s.cube = next
	}
	return err
}

// number gives a person's number in the cube: drawn by lot, so that it says nothing of when their record was opened.
func (s *Service) number(id string) uint32 {
	if n, ok := s.numbers[id]; ok {
		return n
	}
	for {
		n := rand.Uint32N(uint32(max(1024, 2*len(s.numbers))))
		if !s.taken[n] {
			s.numbers[id], s.taken[n] = n, true
			return n
		}
	}
}

func (s *Service) forget(id string) {
	delete(s.taken, s.numbers[id])
	delete(s.numbers, id)
	delete(s.stamps, id)
}

// Erase takes a record out of the cube; record calls it while destroying the record. Were that not to happen after all, the
// next refresh would find it missing.
func (s *Service) Erase(_ context.Context, _ *access.Work, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	number, ok := s.numbers[id]
	if !ok || s.cube == nil {
		return nil
	}
	if err := s.take(map[uint32][]Fact{number: nil}); err != nil {
		return fmt.Errorf("erase from cube: %w", err)
	}
	s.forget(id)
	return nil
}

func quarterOf(t time.Time) string {
	t = t.UTC()
	return fmt.Sprintf("%04d-Q%d", t.Year(), (int(t.Month())+2)/3)
}
