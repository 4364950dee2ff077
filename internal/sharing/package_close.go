package sharing

import (
	"context"
	"fmt"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
)

// dueAtOnce bounds how many transfers one round looks at; the next round takes the rest.
const dueAtOnce = 200

// Due closes shares whose day has passed, and destroys what was taken in at the day its terms name. A server calls it
// again and again; so does whoever restored a backup. Nobody can open a share after its day even if this never ran, for
// its grants have ended.
func (b *Between) Due(ctx context.Context) error {
	var due []Transfer
	err := b.door.Background(ctx, func(w *access.Work) (err error) {
		if due, err = listDue(ctx, w.Tx, db.Time(w.At), dueAtOnce); err != nil {
			return err
		}
		return b.addDestroyed(ctx, w, &due)
	})
	if err != nil {
		return fmt.Errorf("look for shares that are due: %w", err)
	}
	for _, t := range due {
		if err := b.settleDue(ctx, t); err != nil {
			return fmt.Errorf("close share: %w", err)
		}
	}
	return b.dueBack(ctx)
}

// addDestroyed adds transfers whose record's key is gone already: after a crash, or a restored backup.
func (b *Between) addDestroyed(ctx context.Context, w *access.Work, due *[]Transfer) error {
	held, err := listHeldRecords(ctx, w.Tx)
	if err != nil {
		return err
	}
	for _, id := range held {
		if !w.Destroyed(id) {
			continue
		}
		list, err := listTransfersOf(ctx, w.Tx, id, SideReceived)
		if err != nil {
			return err
		}
		*due = append(*due, list...)
	}
	return nil
}

func (b *Between) settleDue(ctx context.Context, t Transfer) error {
	if t.Side == SideSent {
		return b.door.Do(ctx, permit.System, permit.Operate, access.Nothing, func(w *access.Work) error {
			w.Note("transfer:"+t.ID, "expired")
			before := t
			t.close(w.At, TransferExpired)
			return updateTransfer(ctx, w.Tx, before, t)
		})
	}
	return b.door.Do(ctx, permit.System, permit.CloseShare, access.Record(t.Record), func(w *access.Work) error {
		w.Note("transfer:" + t.ID)
		gone := w.Destroyed(t.Record)
		list, err := listTransfersOf(ctx, w.Tx, t.Record, SideReceived)
		if err != nil || len(list) == 0 { // somebody else was quicker
			return err
		}
		t := list[0]
		if !gone {
			before := t
			t.close(w.At, TransferExpired)
			if t != before {
				if err := updateTransfer(ctx, w.Tx, before, t); err != nil {
					return err
				}
			}
		}
		if !gone && w.At.Before(t.DestroyAt) {
			return nil
		}
		return b.destroy(ctx, w, t, gone)
	})
}

// destroy destroys the key of what was taken in, empties its rows, and leaves a receipt that says so, where there still
// is a partner to tell. gone: the key was destroyed before, and only rows are left.
func (b *Between) destroy(ctx context.Context, w *access.Work, t Transfer, gone bool) error {
	rows, err := listPackages(ctx, w.Tx, t.ID)
	if err != nil {
		return err
	}
	record := t.Record
	if !gone {
		if err := w.Destroy(ctx, "retention"); err != nil {
			return err
		}
	}
	w.Note("destroyed")
	for _, row := range rows {
		if row.Kind != PackageShare {
			continue
		}
		to, err := partnerOf(ctx, w, t.Organisation, t.PartnerID)
		if err != nil {
			break // nobody to tell any more
		}
		if err := b.receipt(ctx, w, &t, to, row.ID, row.Hash, "destroyed"); err != nil {
			return err
		}
	}
	return forgetTransfers(ctx, w, record)
}

func forgetTransfers(ctx context.Context, w *access.Work, record string) error {
	if err := emptyPackages(ctx, w.Tx, record); err != nil {
		return err
	}
	return destroyTransfers(ctx, w.Tx, record, db.Time(w.At))
}

// EraseTransfers takes what a destroyed record shared out of this room: what packages said, and which record it was. That
// there were packages stays, as proof. record.Service calls it.
func EraseTransfers(ctx context.Context, w *access.Work, record string) error {
	return forgetTransfers(ctx, w, record)
}
