package record

import (
	"context"
	"fmt"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// EraseReasons are the reasons for which a record may be destroyed. They are codes, because the tombstone that keeps
// one lies outside all encryption: no word about anybody may stand there.
var EraseReasons = []string{"retention", "mistake", "duplicate", "request", "court"}

// OnErase adds what another room must delete when a record is destroyed. It runs in the same transaction. Add before
// the first use.
func (s *Service) OnErase(f func(context.Context, *access.Work, string) error) {
	s.erase = append(s.erase, f)
}

// BeforeErase adds what may forbid a destruction, and what must be kept of it that names nobody: it is asked in the same
// transaction, while the record can still be read. Its error ends the attempt. Add before the first use.
func (s *Service) BeforeErase(f func(ctx context.Context, w *access.Work, id, why string) error) {
	s.mayErase = append(s.mayErase, f)
}

// Erase destroys a record: the key first, then every row of every room, leaving a tombstone with the key ring and an
// entry in the ledger. There is no way back, and no backup brings it back. why is one of EraseReasons.
func (s *Service) Erase(ctx context.Context, who permit.Actor, id, why string) error {
	var c problem.Check
	c.Require(slices.Contains(EraseReasons, why), "reason", "record.needs_a_reason")
	if err := c.Err(); err != nil {
		return err
	}
	err := s.door.Do(ctx, who, permit.EraseRecord, access.Record(id), func(w *access.Work) error {
		w.Note("reason:" + why)
		for _, ask := range s.mayErase {
			if err := ask(ctx, w, id, why); err != nil {
				return err
			}
		}
		if err := w.Destroy(ctx, why); err != nil {
			return err
		}
		return s.deleteEverywhere(ctx, w, id)
	})
	if err != nil {
		return fmt.Errorf("erase record: %w", err)
	}
	s.index.forget(id)
	return nil
}

func (s *Service) deleteEverywhere(ctx context.Context, w *access.Work, id string) error {
	for i := len(s.erase) - 1; i >= 0; i-- {
		if err := s.erase[i](ctx, w, id); err != nil {
			return fmt.Errorf("erase: %w", err)
		}
	}
	return deletePerson(ctx, w.Tx, id)
}

// FinishErasures deletes the rows of records whose keys are destroyed: after a restore, or a crash in the middle.
// destroyed is every owner that the ring remembers (access.Door.ApplyTombstones); those without rows cost nothing.
func (s *Service) FinishErasures(ctx context.Context, destroyed []string) error {
	for batch := range slices.Chunk(destroyed, ListLimit) {
		var left []string
		err := s.door.Background(ctx, func(w *access.Work) (err error) {
			left, err = listExisting(ctx, w.Tx, batch)
			return err
		})
		if err != nil {
			return fmt.Errorf("look for erased records: %w", err)
		}
		for _, id := range left {
			err := s.door.Do(ctx, permit.System, permit.Operate, access.Nothing, func(w *access.Work) error {
				return s.deleteEverywhere(ctx, w, id)
			})
			if err != nil {
				return fmt.Errorf("finish erasing: %w", err)
			}
			s.index.forget(id)
		}
	}
	return nil
}
