package sharing

import (
	"context"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
)

// Arrived is a package that was checked and not taken in yet: what a preview shows.
type Arrived struct {
	Package  Package
	Partner  Partner
	Hash     string
	Transfer Transfer // what it belongs to; the zero Transfer for a new share
}

// Look opens a package that somebody brought and says what is in it, or precisely why it is refused. It changes nothing.
func (b *Between) Look(ctx context.Context, who permit.Actor, file []byte) (a Arrived, err error) {
	err = b.door.Read(ctx, who, permit.TakeInShare, access.Organisation(who.Organisation), func(w *access.Work) error {
		a, err = b.arrived(ctx, w, file)
		return err
	})
	if err != nil {
		return Arrived{}, fmt.Errorf("look at package: %w", err)
	}
	return a, nil
}

// arrived checks a package, and whether it fits what came before it.
func (b *Between) arrived(ctx context.Context, w *access.Work, file []byte) (a Arrived, err error) {
	a.Hash = hashOf(file)
	w.Note("sha256:" + a.Hash)
	mine, err := b.identities(ctx, w, w.Who.Organisation)
	if err != nil {
		return a, err
	}
	if a.Package, a.Partner, err = openPackage(file, mine, finder(ctx, w, w.Who.Organisation)); err != nil {
		return a, err
	}
	p := a.Package
	w.Note("package:" + p.ID)
	if n, err := countPackages(ctx, w.Tx, a.Partner.ID, p.ID); err != nil || n > 0 {
		if err == nil {
			err = refuse("replayed")
		}
		return a, err
	}
	if p.MadeAt.After(w.At.Add(24 * time.Hour)) {
		return a, refuse("from_the_future")
	}
	a.Transfer, err = findTransferByShare(ctx, w.Tx, a.Partner.ID, p.side(), p.Share)
	if problem.Is(err, problem.NotFound) {
		return a, p.begins(w.At)
	}
	if err != nil {
		return a, err
	}
	return a, p.follows(a.Transfer)
}

// side is which of our transfers a package speaks of: a share and its end are about what we received.
func (p *Package) side() Side {
	if p.Kind == PackageShare || p.Kind == PackageEnd || p.Kind == PackageTakenBack {
		return SideReceived
	}
	return SideSent
}

// begins says whether a package of a share that nobody here knows can be taken in: a share that still stands; and an
// end, for then the share itself must not come in afterwards.
func (p *Package) begins(now time.Time) error {
	switch p.Kind {
	case PackageEnd:
		return nil
	case PackageShare:
		if p.Sequence != 1 {
			return refuse("out_of_order")
		}
		if !now.Before(p.Terms.Until) {
			return refuse("expired")
		}
		return nil
	case PackageTakenBack: // the share itself first: the notice is kept for then
		return refuse("out_of_order")
	}
	return refuse("unknown_share")
}

// follows says whether a package comes in its turn. An end is taken in whenever it comes, for it may not wait for a
// package that was lost; so is what takes elements back, and word that a share was closed or destroyed.
func (p *Package) follows(t Transfer) error {
	final := p.Kind == PackageEnd || p.Kind == PackageTakenBack || p.Kind == PackageReceipt && p.Receipt.State != "taken_in"
	switch {
	case p.Kind == PackageShare && t.State != TransferOpen && t.receivedLast != 1:
		return refuse("withdrawn")
	case p.Kind == PackageShare:
		return refuse("replayed")
	case p.Sequence <= t.receivedLast:
		return refuse("replayed")
	case p.Sequence > t.receivedLast+1 && !final:
		return refuse("out_of_order")
	case p.Kind == PackageAnswer && (t.State != TransferOpen || t.Record == ""):
		return refuse("closed")
	}
	return nil
}

// TakeIn takes in what Look showed. A new share gets a record of its own, with keys of its own, and is given to a team of
// ours until the day that its terms name. It returns the transfer; the receipt to give back is its newest package.
func (b *Between) TakeIn(ctx context.Context, who permit.Actor, file []byte, team string) (Transfer, error) {
	a, err := b.Look(ctx, who, file)
	if err != nil {
		return Transfer{}, err
	}
	var t Transfer
	switch a.Package.Kind {
	case PackageShare:
		t, err = b.takeInShare(ctx, who, file, team)
	case PackageEnd:
		t, err = b.takeInEnd(ctx, who, file, a)
	case PackageTakenBack:
		t, err = b.takeInBack(ctx, who, file, a)
	default:
		t, err = b.takeInReply(ctx, who, file, a.Transfer)
	}
	if err != nil {
		return Transfer{}, fmt.Errorf("take in package: %w", err)
	}
	return t, nil
}

func (b *Between) takeInShare(ctx context.Context, who permit.Actor, file []byte, team string) (t Transfer, err error) {
	err = b.door.Do(ctx, who, permit.TakeInShare, access.Organisation(who.Organisation), func(w *access.Work) error {
		a, err := b.arrived(ctx, w, file)
		if err != nil {
			return err
		}
		teams, err := b.accounts.TeamsOf(ctx, w, who.Organisation)
		if err != nil {
			return err
		}
		var c problem.Check
		c.Require(slices.ContainsFunc(teams, func(one account.Team) bool { return one.ID == team }), "team", "between.needs_team")
		if err := c.Err(); err != nil {
			return err
		}
		record := db.NewID() // never an id that a package names
		if err := w.NewRecord(ctx, record); err != nil {
			return err
		}
		if _, err := w.Give(ctx, access.Grant{Part: permit.PartShare, HolderKind: access.HolderTeam, Holder: team, Reason: access.ReasonShare,
			Until: a.Package.Terms.Until}); err != nil {
			return err
		}
		t = Transfer{ID: db.NewID(), Organisation: who.Organisation, PartnerID: a.Partner.ID, Side: SideReceived, Share: a.Package.Share, Record: record,
			State: TransferOpen, StartedAt: w.At, StartedBy: who.ID, EndsAt: a.Package.Terms.Until, DestroyAt: a.Package.Terms.DestroyBy, receivedLast: 1}
		if err := insertTransfer(ctx, w.Tx, t); err != nil {
			return err
		}
		if _, err := keepPackage(ctx, w, t, a.Package, In, a.Hash, nil); err != nil {
			return err
		}
		return b.receipt(ctx, w, &t, a.Partner, a.Package.ID, a.Hash, "taken_in")
	})
	return t, err
}

// receipt makes the package that says what became of one, and saves how the transfer stands.
func (b *Between) receipt(ctx context.Context, w *access.Work, t *Transfer, to Partner, packageID, hash, state string) error {
	before := *t
	_, _, err := b.send(ctx, w, t, to, Package{Kind: PackageReceipt,
		Receipt: &PackageReceived{Package: packageID, Hash: hash, State: state, At: w.At.UTC().Truncate(time.Second)}})
	if err != nil {
		return err
	}
	return updateTransfer(ctx, w.Tx, before, *t)
}

// takeInReply takes in an answer or a receipt for what we sent.
func (b *Between) takeInReply(ctx context.Context, who permit.Actor, file []byte, t Transfer) (Transfer, error) {
	on := access.Record(t.Record)
	act := permit.DecideShare
	if t.Record == "" { // our own record is destroyed meanwhile: a receipt is still proof
		on, act = access.Organisation(who.Organisation), permit.TakeInShare
	}
	err := b.door.Do(ctx, who, act, on, func(w *access.Work) error {
		a, err := b.arrived(ctx, w, file)
		if err != nil {
			return err
		}
		before := a.Transfer
		t = a.Transfer
		t.receivedLast = a.Package.Sequence
		if _, err := keepPackage(ctx, w, t, a.Package, In, a.Hash, nil); err != nil {
			return err
		}
		if err := updateTransfer(ctx, w.Tx, before, t); err != nil {
			return err
		}
		if a.Package.Kind != PackageAnswer {
			return nil
		}
		if err := makePromises(ctx, w, t, a); err != nil {
			return err
		}
		return b.receipt(ctx, w, &t, a.Partner, a.Package.ID, a.Hash, "taken_in")
	})
	return t, err
}

// makePromises writes down what a partner promises, as theirs to keep, and what they say became of it. The ids are ours: a package chooses none.
func makePromises(ctx context.Context, w *access.Work, t Transfer, a Arrived) error {
	for _, e := range a.Package.Elements {
		if e.Kind != "promise" {
			continue
		}
		if e.Settles != "" {
			if err := settled(ctx, w, t, e); err != nil {
				return err
			}
			continue
		}
		owner := []rune(e.By + ", " + a.Partner.Card.Name)
		edition, _ := framework.BySet(framework.SetWhatMatters)
		p := promise.Promise{ID: db.NewID(), Record: t.Record, EditionID: edition.ID, Agreed: "not_asked", DueOn: e.Due, Agency: t.PartnerID,
			Text: promise.Text{What: string(first([]rune(e.Text), 4000)), Owner: string(first(owner, 200))}}
		if err := promise.MakeIn(ctx, w, p); err != nil {
			return err
		}
		if err := insertPledge(ctx, w.Tx, p.ID, t, e.ID); err != nil {
			return err
		}
	}
	return nil
}

func first(r []rune, n int) []rune { return slices.Clip(r[:min(n, len(r))]) }

// takeInEnd closes what was taken in, at once and for everybody. The record's key is destroyed at the stated day.
func (b *Between) takeInEnd(ctx context.Context, who permit.Actor, file []byte, a Arrived) (t Transfer, err error) {
	if a.Transfer.Record == "" {
		return b.takeInEarlyEnd(ctx, who, file)
	}
	// Whoever brings it need not be one of those who may open the share: a person's decision to take the notice in is
	// written down first, then the program closes what it names.
	err = b.door.Do(ctx, who, permit.TakeInShare, access.Organisation(who.Organisation), func(w *access.Work) error {
		_, err := b.arrived(ctx, w, file)
		return err
	})
	if err != nil {
		return t, err
	}
	err = b.door.Do(ctx, permit.System, permit.CloseShare, access.Record(a.Transfer.Record), func(w *access.Work) error {
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
		t.close(w.At, TransferState(a.Package.End.Why))
		if err := endGrants(ctx, w); err != nil {
			return err
		}
		if _, err := keepPackage(ctx, w, t, a.Package, In, a.Hash, nil); err != nil {
			return err
		}
		if err := updateTransfer(ctx, w.Tx, before, t); err != nil {
			return err
		}
		return b.receipt(ctx, w, &t, a.Partner, a.Package.ID, a.Hash, "closed")
	})
	return t, err
}

// takeInEarlyEnd remembers that a share was taken back before it came, or after it was destroyed.
func (b *Between) takeInEarlyEnd(ctx context.Context, who permit.Actor, file []byte) (t Transfer, err error) {
	err = b.door.Do(ctx, who, permit.TakeInShare, access.Organisation(who.Organisation), func(w *access.Work) error {
		a, err := b.arrived(ctx, w, file)
		if err != nil {
			return err
		}
		before := a.Transfer
		t = before
		if t.ID == "" {
			t = Transfer{ID: db.NewID(), Organisation: who.Organisation, PartnerID: a.Partner.ID, Side: SideReceived, Share: a.Package.Share,
				State: TransferState(a.Package.End.Why), StartedAt: w.At, StartedBy: who.ID, EndsAt: w.At, DestroyAt: w.At, EndedAt: w.At}
			if err := insertTransfer(ctx, w.Tx, t); err != nil {
				return err
			}
			before = t
		}
		t.receivedLast = a.Package.Sequence
		if _, err := keepPackage(ctx, w, t, a.Package, In, a.Hash, nil); err != nil {
			return err
		}
		if err := updateTransfer(ctx, w.Tx, before, t); err != nil {
			return err
		}
		return b.receipt(ctx, w, &t, a.Partner, a.Package.ID, a.Hash, "closed")
	})
	return t, err
}

func endGrants(ctx context.Context, w *access.Work) error {
	all, err := w.Grants(ctx)
	if err != nil {
		return err
	}
	for _, g := range all {
		if g.EndedBy != "" {
			continue
		}
		if err := w.End(ctx, g.ID, ""); err != nil {
			return err
		}
	}
	return nil
}
