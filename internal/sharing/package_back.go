package sharing

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// TakeBackWords makes the notice for each share of a record that still holds words whose yes has ended. It reports whether
// there is one to carry.
func (b *Between) TakeBackWords(ctx context.Context, who permit.Actor, record string) (made bool, err error) {
	err = b.door.Do(ctx, who, permit.DecideShare, access.Record(record), func(w *access.Work) error {
		list, err := listTransfersOf(ctx, w.Tx, record, SideSent)
		if err != nil {
			return err
		}
		made = false
		for _, t := range list {
			one, err := b.takeBack(ctx, w, t)
			if err != nil {
				return err
			}
			made = made || one
		}
		return nil
	})
	if err != nil {
		return false, fmt.Errorf("take words back: %w", err)
	}
	return made, nil
}

// takeBack makes the notice of one share, where there is something to take back that no notice names yet.
func (b *Between) takeBack(ctx context.Context, w *access.Work, t Transfer) (bool, error) {
	before, lost, err := lostWords(ctx, w, t)
	if err != nil || len(lost) == 0 {
		return false, err
	}
	to, err := partnerOf(ctx, w, t.Organisation, t.PartnerID)
	if problem.Is(err, problem.Conflict) { // nothing goes to whom nobody trusts any more
		return false, nil
	}
	if err != nil {
		return false, err
	}
	was := t
	back := &PackageBack{Elements: append(before, lost...), At: w.At.UTC().Truncate(time.Second)}
	if _, _, err := b.send(ctx, w, &t, to, Package{Kind: PackageTakenBack, Back: back}); err != nil {
		return false, err
	}
	for _, id := range lost {
		if err := takeBackElement(ctx, w.Tx, t.Record, id, db.Time(w.At)); err != nil {
			return false, err
		}
	}
	return true, updateTransfer(ctx, w.Tx, was, t)
}

// lostWords are the elements of a share that hold the young person's words and may not reach the partner any more: they said
// no since, or set the words right. before are those that a notice named already.
func lostWords(ctx context.Context, w *access.Work, t Transfer) (before, lost []string, err error) {
	if t.Side != SideSent || !t.Open(w.At) {
		return nil, nil, nil
	}
	elements, err := listElements(ctx, w.Tx, t.Record)
	if err != nil {
		return nil, nil, err
	}
	for _, e := range elements[t.ID] {
		if e.Kind != Said {
			continue
		}
		if e.Back {
			before = append(before, e.ID)
			continue
		}
		may, err := conversation.MayReach(ctx, w, t.Record, e.Ref, e.Item, t.PartnerID)
		if err != nil {
			return nil, nil, err
		}
		if !may {
			lost = append(lost, e.ID)
		}
	}
	return before, lost, nil
}

// dueBack looks, in the background, for shares whose words were taken back where nobody pressed a button here: in the young
// person's own place, or by setting words right.
func (b *Between) dueBack(ctx context.Context) error {
	var due []Transfer
	err := b.door.Background(ctx, func(w *access.Work) error {
		due = nil
		all, err := listWithWords(ctx, w.Tx)
		if err != nil {
			return err
		}
		for _, t := range all {
			_, lost, err := lostWords(ctx, w, t)
			if err != nil {
				return err
			}
			if len(lost) > 0 {
				due = append(due, t)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("look for words that were taken back: %w", err)
	}
	for _, t := range due {
		err := b.door.Do(ctx, permit.System, permit.CloseShare, access.Record(t.Record), func(w *access.Work) error {
			now, err := findTransfer(ctx, w.Tx, t.Record, t.ID)
			if err != nil {
				return err
			}
			_, err = b.takeBack(ctx, w, now)
			return err
		})
		if err != nil {
			return fmt.Errorf("take words back: %w", err)
		}
	}
	return nil
}

// takeInBack takes the words of what a notice names out of what was taken in, at once and for everybody: they stand nowhere
// any more when this returns.
func (b *Between) takeInBack(ctx context.Context, who permit.Actor, file []byte, a Arrived) (t Transfer, err error) {
	// As with an end: whoever brings the notice need not be one of those who may open the share.
	err = b.door.Do(ctx, who, permit.TakeInShare, access.Organisation(who.Organisation), func(w *access.Work) error {
		_, err := b.arrived(ctx, w, file)
		return err
	})
	if err != nil {
		return t, err
	}
	on, act, by := access.Record(a.Transfer.Record), permit.CloseShare, permit.System
	if a.Transfer.Record == "" { // destroyed already: there is nothing left to take out
		on, act, by = access.Organisation(who.Organisation), permit.TakeInShare, who
	}
	err = b.door.Do(ctx, by, act, on, func(w *access.Work) error {
		before, err := findTransferByShare(ctx, w.Tx, a.Partner.ID, SideReceived, a.Package.Share)
		if err != nil {
			return err
		}
		if err := a.Package.follows(before); err != nil {
			return err
		}
		w.Note("by:" + who.ID)
		t = before
		t.receivedLast = a.Package.Sequence
		if t.Record != "" {
			if err := forgetElements(ctx, w, t, a.Package.Back.Elements); err != nil {
				return err
			}
		}
		if _, err := keepPackage(ctx, w, t, a.Package, In, a.Hash, nil); err != nil {
			return err
		}
		if err := updateTransfer(ctx, w.Tx, before, t); err != nil {
			return err
		}
		return b.receipt(ctx, w, &t, a.Partner, a.Package.ID, a.Hash, "taken_back")
	})
	return t, err
}

// forgetElements writes the share that was taken in anew without the elements named.
func forgetElements(ctx context.Context, w *access.Work, t Transfer, ids []string) error {
	all, err := packagesOf(ctx, w, t.ID)
	if err != nil {
		return err
	}
	for _, p := range all {
		if p.Kind != PackageShare || p.Package == nil {
			continue
		}
		p.Package.Elements = slices.DeleteFunc(p.Package.Elements, func(e PackageElement) bool { return slices.Contains(ids, e.ID) })
		document, err := json.Marshal(p.Package)
		if err != nil {
			return err
		}
		if err := updatePackage(ctx, w.Tx, p.Row, w.Key.Seal(document, packagePlace(p.Row))); err != nil {
			return err
		}
	}
	return nil
}
