package record

import (
	"context"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
)

// OpenSealedWith opens a sealed detail's document with whatever key the work holds as the sealed one.
func OpenSealedWith(w *access.Work, id string) ([]byte, error) {
	row, err := findSealed(context.Background(), w.Tx, w.Sealed.Owner(), id)
	if err != nil {
		return nil, err
	}
	return w.Sealed.Open(row.document, sealedPlace(id))
}

// Sniff and Strip are what Attach does with a file, for fuzzing.
var (
	Sniff = sniff
	Strip = strip
)

// NamesHeld says how many names a service's index holds.
func NamesHeld(s *Service) int { return len(s.index.slotOf) }

// CreateMany opens records a thousand at a time, in one transaction each.
func CreateMany(ctx context.Context, s *Service, who permit.Actor, people []NewPerson) error {
	for batch := range slices.Chunk(people, 1000) {
		err := s.door.Do(ctx, who, permit.CreateRecord, access.Organisation(who.Organisation), func(w *access.Work) error {
			for _, n := range batch {
				n.ID = db.NewID()
				if _, err := s.create(ctx, w, n); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// BenchIndex fills an index and gives the search over all of it, which says how many it found.
func BenchIndex(size int, names func(int) []string) func(string) int {
	x := newNameIndex()
	for i := range size {
		x.put(db.NewID(), "r", names(i))
	}
	return func(text string) int { return len(x.everywhere(newQuery(text))) }
}
