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

// NewTransfer is a decision to share with another deployment: to whom, on which terms, what. Elements are what somebody
// picked from the record; whoever calls this has read them there.
type NewTransfer struct {
	ID       string // made by the client, so that a form sent twice shares once
	Record   string
	Partner  string
	Terms    PackageTerms
	Elements []PackageElement
	Items    []PackageItem // the texts of what elements name
}

// Send makes the package that brings a share to a partner. The file is returned, and kept to be carried again.
func (b *Between) Send(ctx context.Context, who permit.Actor, n NewTransfer) (file []byte, err error) {
	err = b.door.Do(ctx, who, permit.DecideShare, access.Record(n.Record), func(w *access.Work) error {
		file, err = b.SendIn(ctx, w, n)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("share with deployment: %w", err)
	}
	return file, nil
}

// SendIn is Send within a use case that has decided to share already.
func (b *Between) SendIn(ctx context.Context, w *access.Work, n NewTransfer) (file []byte, err error) {
	if !db.IsID(n.ID) || w.Record() != n.Record {
		return nil, problem.New(problem.Invalid, "problem.stale_form")
	}
	n.Terms.Until, n.Terms.DestroyBy = n.Terms.Until.UTC().Truncate(time.Second), n.Terms.DestroyBy.UTC().Truncate(time.Second)
	if err := n.check(w.At); err != nil {
		return nil, err
	}
	to, err := partnerOf(ctx, w, w.Who.Organisation, n.Partner)
	if err != nil {
		return nil, err
	}
	p := Package{Kind: PackageShare, Terms: &n.Terms, Elements: n.Elements, Items: n.Items}
	t := Transfer{ID: n.ID, Organisation: w.Who.Organisation, PartnerID: to.ID, Side: SideSent, Share: n.ID, Record: n.Record,
		State: TransferOpen, StartedAt: w.At, StartedBy: w.Who.ID, EndsAt: n.Terms.Until, DestroyAt: n.Terms.DestroyBy}
	if err := insertTransfer(ctx, w.Tx, t); err != nil {
		return nil, err
	}
	before := t
	if _, file, err = b.send(ctx, w, &t, to, p); err != nil {
		return nil, err
	}
	return file, updateTransfer(ctx, w.Tx, before, t)
}

func (n NewTransfer) check(now time.Time) error {
	var c problem.Check
	c.Require(db.IsID(n.Partner), "partner", "between.needs_partner")
	c.Require(filled(n.Terms.Purpose), "purpose", "between.needs_purpose")
	c.Require(filled(n.Terms.Gateway), "gateway", "between.needs_gateway")
	c.Require(slices.Contains([]string{"yes", "no", "not_asked"}, n.Terms.Asked), "asked", "between.needs_asked")
	c.Require(n.Terms.Asked == "yes" || filled(n.Terms.AskedWhy), "asked_why", "between.needs_asked_why")
	c.Require(n.Terms.Until.After(now) && n.Terms.Until.Before(now.Add(longestShare)), "until", "between.needs_until")
	c.Require(!n.Terms.DestroyBy.Before(n.Terms.Until) && n.Terms.DestroyBy.Before(now.Add(longestKept)), "destroy_by", "between.needs_destroy_by")
	c.Require(len(n.Elements) > 0, "elements", "between.needs_elements")
	return c.Err()
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
		return updateTransfer(ctx, w.Tx, before, t)
	})
	if err != nil {
		return nil, fmt.Errorf("withdraw share: %w", err)
	}
	return file, nil
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
