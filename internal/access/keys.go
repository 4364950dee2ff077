package access

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"stablefutures/internal/db"
	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// NewRecord makes the keys of a new record and turns this work to it: Key and Sealed are the new record's, grants can
// be given, and the ledger entry names it. The id may come from the client; one that exists is a Conflict.
func (w *Work) NewRecord(ctx context.Context, id string) error {
	if w.act != permit.CreateRecord && w.act != permit.TakeInShare {
		return problem.New(problem.Forbidden, "access.refused")
	}
	key, err := w.newKey(ctx, seal.ClassRecord, id)
	if err != nil {
		return err
	}
	sealed, err := w.newKey(ctx, seal.ClassSealed, id)
	if err != nil {
		return err
	}
	w.record, w.Key, w.Sealed = id, key, sealed
	return nil
}

// NewAccountKey makes the data key of a new account: its name, address and second factors are sealed under it. Whoever
// plans an inspectorate's visit makes the visitor's.
func (w *Work) NewAccountKey(ctx context.Context, id string) (seal.Key, error) {
	if w.act != permit.ManageAccounts && w.act != permit.Operate && w.act != permit.MakeInspection {
		return seal.Key{}, problem.New(problem.Forbidden, "access.refused")
	}
	return w.newKey(ctx, seal.ClassAccount, id)
}

// AccountKey opens an account's data key. Colleagues' names are shown beside what they did, so any work may ask.
func (w *Work) AccountKey(ctx context.Context, id string) (seal.Key, error) {
	return w.door.key(ctx, w.Tx, seal.ClassAccount, id)
}

func (w *Work) newKey(ctx context.Context, class seal.Class, owner string) (seal.Key, error) {
	key, wrapped, err := w.door.ring.NewKey(class, owner)
	if err != nil {
		return seal.Key{}, fmt.Errorf("make key: %w", err)
	}
	return key, insertKey(ctx, w.Tx, class, owner, wrapped)
}

// Destroy destroys the work's record's keys: the ring keeps a tombstone, saved before the rows go, so that a crash
// between the two leaves the record destroyed and not half-kept. Whoever calls this deletes the room's rows as well.
// Closing a share destroys what came with it alone: a record that anybody ever looked after stays.
func (w *Work) Destroy(ctx context.Context, why string) error {
	switch w.act {
	case permit.EraseRecord:
	case permit.CloseShare:
		all, err := w.Grants(ctx)
		if err != nil {
			return err
		}
		if len(all) == 0 || slices.ContainsFunc(all, Grant.looksAfter) {
			return problem.New(problem.Forbidden, "access.refused")
		}
	default:
		return problem.New(problem.Forbidden, "access.refused")
	}
	w.door.ring.Destroy(w.record, w.At, why)
	if w.door.saveRing != nil {
		if err := w.door.saveRing(); err != nil {
			return fmt.Errorf("save key ring: %w", err)
		}
	}
	if err := w.proveDestruction(ctx, why); err != nil {
		return err
	}
	return forget(ctx, w, w.record)
}

// proveDestruction leaves an entry of its own: the use case's own is sealed under the key that has just gone.
func (w *Work) proveDestruction(ctx context.Context, why string) error {
	if w.door.log == nil {
		return nil // a door without its ledger to read, as in some tests
	}
	return w.door.log.RecordDestroyed(ctx, w.Tx, ledger.Entry{At: w.At, Actor: w.Who.ID, Subject: w.record, Reason: why, Detail: w.detail})
}

// Destruction gives the ledger's proof that a record was destroyed, as JSON that tools/ledgerproof checks, with the
// number of its entry. false when there is none, or it still waits for its place (PostgreSQL, about a second).
func (w *Work) Destruction(ctx context.Context, record string) (entry int64, proof []byte, found bool, err error) {
	if w.act != permit.WatchKeeping {
		return 0, nil, false, problem.New(problem.Forbidden, "access.refused")
	}
	entry, found, err = w.door.log.FindDestroyed(ctx, w.Tx, record)
	if err != nil || !found {
		return 0, nil, false, err
	}
	p, err := w.door.log.Prove(ctx, w.Tx, entry)
	if err != nil {
		return 0, nil, false, err
	}
	proof, err = json.MarshalIndent(p, "", " ")
	return entry, proof, err == nil, err
}

// forget deletes what this room holds of a destroyed owner: its keys, who could open it, and who may not.
func forget(ctx context.Context, w *Work, owner string) error {
	if err := deleteKeys(ctx, w.Tx, owner); err != nil {
		return err
	}
	if err := deleteRestrictions(ctx, w.Tx, owner); err != nil {
		return err
	}
	if err := deleteEmergencies(ctx, w.Tx, owner); err != nil {
		return err
	}
	if err := deleteLooks(ctx, w.Tx, owner); err != nil {
		return err
	}
	return deleteGrants(ctx, w.Tx, owner)
}

// ApplyTombstones deletes every key and grant whose owner the ring says is destroyed: after a restore, and after a
// crash in the middle of a destruction. It returns all those owners, since a crash may have come after their keys went
// and before their rows did; the rooms delete what rows are left.
func (d *Door) ApplyTombstones(ctx context.Context) ([]string, error) {
	var found []string
	err := d.Do(ctx, permit.System, permit.Operate, Nothing, func(w *Work) error {
		found = found[:0]
		for _, t := range d.ring.Tombstones() {
			if err := forget(ctx, w, t.Owner); err != nil {
				return err
			}
			found = append(found, t.Owner)
		}
		return nil
	})
	return found, err
}

// RewrapKeys wraps every data key that is not yet under the ring's newest key-encryption key anew, in small transactions,
// and says how many. It is safe to stop and start again.
func (d *Door) RewrapKeys(ctx context.Context) (int, error) {
	total, after := 0, storedKey{}
	for {
		var batch []storedKey
		n := 0
		err := d.Do(ctx, permit.System, permit.Operate, Nothing, func(w *Work) (err error) {
			if batch, err = listKeys(ctx, w.Tx, after, 200); err != nil {
				return err
			}
			n, err = d.rewrap(ctx, w.Tx, batch)
			return err
		})
		if err != nil || len(batch) == 0 {
			return total, err
		}
		total += n
		after = batch[len(batch)-1]
	}
}

func (d *Door) rewrap(ctx context.Context, tx *db.Tx, batch []storedKey) (n int, err error) {
	for _, k := range batch {
		if d.ring.IsCurrent(k.class, k.wrapped) {
			continue
		}
		wrapped, err := d.ring.Rewrap(k.class, k.owner, k.wrapped)
		if errors.Is(err, seal.ErrDestroyed) {
			continue
		}
		if err != nil {
			return n, fmt.Errorf("wrap key anew: %w", err)
		}
		if err := updateKey(ctx, tx, k.class, k.owner, wrapped); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// CheckKeys opens every data key and says how many there are and how many this ring cannot open: what doctor asks.
func (d *Door) CheckKeys(ctx context.Context) (total, unreadable int, err error) {
	err = d.Read(ctx, permit.System, permit.Operate, Nothing, func(w *Work) error {
		after := storedKey{}
		for {
			batch, err := listKeys(ctx, w.Tx, after, 500)
			if err != nil || len(batch) == 0 {
				return err
			}
			for _, k := range batch {
				total++
				if _, err := d.ring.Unwrap(k.class, k.owner, k.wrapped); err != nil {
					unreadable++
				}
			}
			after = batch[len(batch)-1]
		}
	})
	return total, unreadable, err
}

// CheckRing makes sure that the ring belongs to this database: a new database takes it, another's ring is a Conflict.
func (d *Door) CheckRing(ctx context.Context) error {
	var have string
	err := d.db.Read(ctx, func(tx *db.Tx) (err error) {
		have, err = findRing(ctx, tx)
		return err
	})
	if err != nil || have == d.ring.ID() {
		return err
	}
	if have != "" {
		return problem.New(problem.Conflict, "access.other_ring")
	}
	return d.Do(ctx, permit.System, permit.Operate, Nothing, func(w *Work) error {
		return insertRing(ctx, w.Tx, d.ring.ID(), db.Time(w.At))
	})
}
