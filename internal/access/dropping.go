package access

import (
	"context"
	"errors"

	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// DropKey seals something for whoever may open a record, and opens nothing of it.
type DropKey struct{ key seal.Key }

// Seal seals what is left for those who may open the record.
func (k DropKey) Seal(plain []byte, at seal.Place) []byte { return k.key.Seal(plain, at) }

// IsZero reports whether there is nothing to seal for: the record is destroyed, or was never there.
func (k DropKey) IsZero() bool { return k.key.IsZero() }

// Drop turns a work that asks for words carried on to the record that the young person's card names: its ledger entry is
// the record's from here on, so that they see who asked. Whoever asks learns nothing from it, not even that there is a
// record.
func (w *Work) Drop(ctx context.Context, record string) (DropKey, error) {
	if w.act != permit.AskCarry {
		return DropKey{}, problem.New(problem.Forbidden, "access.refused")
	}
	key, err := w.door.key(ctx, w.Tx, seal.ClassRecord, record)
	if errors.Is(err, seal.ErrDestroyed) || err == nil && key.IsZero() {
		return DropKey{}, nil
	}
	if err != nil {
		return DropKey{}, err
	}
	w.record, w.dropping = record, key
	return DropKey{key}, nil
}
