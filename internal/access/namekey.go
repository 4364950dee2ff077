package access

import (
	"context"
	"errors"

	"stablefutures/internal/permit"
	"stablefutures/internal/seal"
)

// NameKey opens the names of one record for the search index in memory, and nothing else of it.
type NameKey struct{ key seal.Key }

// namesAt is the one place that a NameKey opens.
func namesAt(record string) seal.Place {
	return seal.Place{Table: "record_names", Row: record, Column: "names"}
}

// Open opens a record's sealed names.
func (k NameKey) Open(sealed []byte) ([]byte, error) {
	return k.key.Open(sealed, namesAt(k.key.Owner()))
}

// Seal seals a record's names.
func (k NameKey) Seal(plain []byte) []byte { return k.key.Seal(plain, namesAt(k.key.Owner())) }

// NamesOf is the NameKey of the record that this work is about.
func (w *Work) NamesOf() NameKey { return NameKey{w.Key} }

// NameKeys gives what opens the names of many records, by their ids, for filling the search index: what is shown of it
// is filtered by the grants like every list. A record whose key is destroyed, or is not of this ring, has none.
func (w *Work) NameKeys(ctx context.Context, records []string) (map[string]NameKey, error) {
	if w.act != permit.Operate && w.act != permit.ListRecords && w.act != permit.BreakGlass {
		return nil, errors.New("names are opened for lists alone")
	}
	wrapped, err := listRecordKeys(ctx, w.Tx, records)
	if err != nil {
		return nil, err
	}
	keys := make(map[string]NameKey, len(wrapped))
	for record, raw := range wrapped {
		if key, err := w.door.ring.Unwrap(seal.ClassRecord, record, raw); err == nil {
			keys[record] = NameKey{key}
		}
	}
	return keys, nil
}
