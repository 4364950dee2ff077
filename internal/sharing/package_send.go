package sharing

import (
	"context"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Send decides to share with another deployment what keys name of the record as it is now, and gives the file that brings
// it there. Whoever calls this names elements and brings none: what they say, and whether the child's words may go to this
// partner, is read in the same moment. The file is kept to be carried again; a decision sent twice gives the same one.
func (b *Between) Send(ctx context.Context, who permit.Actor, d Decision, keys []string) (file []byte, err error) {
	err = b.door.Do(ctx, who, permit.DecideShare, access.Record(d.Record), func(w *access.Work) error {
		file, err = b.SendIn(ctx, w, d, keys)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("share with deployment: %w", err)
	}
	return file, nil
}

// SendIn is Send within a use case that is decided already.
func (b *Between) SendIn(ctx context.Context, w *access.Work, d Decision, keys []string) ([]byte, error) {
	if err := b.sharing.DecideIn(ctx, w, d, keys); err != nil {
		return nil, err
	}
	rows, err := listPackages(ctx, w.Tx, d.ID)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		if row.Kind == PackageShare && row.Direction == Out {
			return row.file, nil
		}
	}
	return nil, problem.New(problem.NotFound, "problem.not_found") // an organisation here, or a decision not to share
}

// sendShare makes the package of a decision that is kept in the same transaction.
func (b *Between) sendShare(ctx context.Context, w *access.Work, m made) error {
	elements, items, err := pack(ctx, w, m)
	if err != nil {
		return err
	}
	second := func(t time.Time) time.Time { return t.UTC().Truncate(time.Second) }
	terms := PackageTerms{Purpose: clean(m.Terms.Purpose), Gateway: clean(m.Terms.GatewayText(b.sharing.nations, w.At, "en")), GatewayCode: m.Terms.Gateway,
		Nation: m.Terms.Nation, Request: clean(m.Terms.Request), Response: clean(m.Terms.Response), Asked: m.Terms.Asked, Number: m.Terms.Number,
		Until: second(m.Until), DestroyBy: second(m.DestroyBy)}
	t := Transfer{ID: m.ID, Organisation: m.beyond.Organisation, PartnerID: m.beyond.ID, Side: SideSent, Share: m.ID, Record: m.Record,
		State: TransferOpen, StartedAt: w.At, StartedBy: w.Who.ID, EndsAt: terms.Until, DestroyAt: terms.DestroyBy}
	if err := insertTransfer(ctx, w.Tx, t); err != nil {
		return err
	}
	before := t
	if _, _, err = b.send(ctx, w, &t, *m.beyond, Package{Kind: PackageShare, Terms: &terms, Elements: elements, Items: items}); err != nil {
		return err
	}
	return updateTransfer(ctx, w.Tx, before, t)
}

// Withdraw closes a share with another deployment and makes the notice for it. One whose day has passed is closed as
// expired. It can be asked for again, and gives the same notice.
func (b *Between) Withdraw(ctx context.Context, who permit.Actor, record, transfer string) (file []byte, err error) {
	err = b.door.Do(ctx, who, permit.DecideShare, access.Record(record), func(w *access.Work) error {
		t, err := findTransfer(ctx, w.Tx, record, transfer)
		if err != nil {
			return err
		}
		if t.Side != SideSent {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		if file, err = noticeOf(ctx, w, t.ID); file != nil || err != nil {
			return err
		}
		to, err := partnerOf(ctx, w, w.Who.Organisation, t.PartnerID)
		if err != nil {
			return err
		}
		before := t
		t.close(w.At, TransferWithdrawn)
		end := &PackageEnding{Why: string(t.State), At: t.EndedAt.UTC().Truncate(time.Second)}
		if _, file, err = b.send(ctx, w, &t, to, Package{Kind: PackageEnd, End: end}); err != nil {
			return err
		}
		if err := endDecision(ctx, w, t); err != nil {
			return err
		}
		return updateTransfer(ctx, w.Tx, before, t)
	})
	if err != nil {
		return nil, fmt.Errorf("withdraw share: %w", err)
	}
	return file, nil
}

// endDecision writes the end of a transfer beside the decision that began it, so that the sharing log says it too.
func endDecision(ctx context.Context, w *access.Work, t Transfer) error {
	have, err := findShare(ctx, w.Tx, t.ID)
	if problem.Is(err, problem.NotFound) { // sent before decisions were kept for it
		return nil
	}
	if err != nil || t.State != TransferWithdrawn || have.EndedBy != "" {
		return err
	}
	return endShare(ctx, w.Tx, t.Record, t.ID, w.Who.ID, db.Time(w.At))
}

// close shuts a transfer: because its day has passed, if it has, or for the reason given.
func (t *Transfer) close(now time.Time, why TransferState) {
	if t.State != TransferOpen {
		return
	}
	t.State, t.EndedAt = why, now
	if !now.Before(t.EndsAt) {
		t.State, t.EndedAt = TransferExpired, t.EndsAt
	}
}

// noticeOf finds the notice that was made for a share before.
func noticeOf(ctx context.Context, w *access.Work, transfer string) ([]byte, error) {
	rows, err := listPackages(ctx, w.Tx, transfer)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		if row.Kind == PackageEnd && row.Direction == Out {
			w.Note("package:"+row.ID, "carried")
			return row.file, nil
		}
	}
	return nil, nil
}

// Answer sends our own view, findings and promises back to where a share came from.
func (b *Between) Answer(ctx context.Context, who permit.Actor, record string, elements []PackageElement) (sent Sent, err error) {
	var c problem.Check
	c.Require(len(elements) > 0 && !slices.ContainsFunc(elements, notAnswer), "elements", "between.needs_answer")
	if err := c.Err(); err != nil {
		return Sent{}, err
	}
	err = b.door.Do(ctx, who, permit.AnswerReceived, access.Record(record), func(w *access.Work) error {
		list, err := listTransfersOf(ctx, w.Tx, record, SideReceived)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		t := list[0]
		if !t.Open(w.At) {
			return problem.New(problem.Conflict, "between.share_closed")
		}
		if err := ownPromises(ctx, w, t, elements); err != nil {
			return err
		}
		to, err := partnerOf(ctx, w, t.Organisation, t.PartnerID)
		if err != nil {
			return err
		}
		before := t
		if sent, _, err = b.send(ctx, w, &t, to, Package{Kind: PackageAnswer, Elements: elements}); err != nil {
			return err
		}
		return updateTransfer(ctx, w.Tx, before, t)
	})
	if err != nil {
		return Sent{}, fmt.Errorf("answer share: %w", err)
	}
	return sent, nil
}

// ownPromises refuses to say what became of a promise that was not made here, in an earlier answer to this share.
func ownPromises(ctx context.Context, w *access.Work, t Transfer, elements []PackageElement) error {
	var all []Sent
	for _, e := range elements {
		if e.Settles == "" {
			continue
		}
		if all == nil {
			var err error
			if all, err = packagesOf(ctx, w, t.ID); err != nil {
				return err
			}
		}
		if !ownPledge(all, e.Settles) {
			return problem.New(problem.NotFound, "problem.not_found")
		}
	}
	return nil
}
