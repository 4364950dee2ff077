package sharing

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// Side says whether a share went from here or came here.
type Side string

// The sides.
const (
	SideSent     Side = "sent"
	SideReceived Side = "received"
)

// TransferState is how a share between deployments stands.
type TransferState string

// The states. All but open are shut: nobody opens what was taken in, and what was sent takes in no more answers.
const (
	TransferOpen      TransferState = "open"
	TransferWithdrawn TransferState = "withdrawn"
	TransferExpired   TransferState = "expired"
	TransferDestroyed TransferState = "destroyed"
)

// Transfer is one share with another deployment, as this side knows it.
type Transfer struct {
	ID           string
	Organisation string
	PartnerID    string
	Side         Side
	Share        string // its id between the two, made by the sender
	Record       string // the record it is of; on the receiving side one of its own. "" once that is destroyed
	State        TransferState
	StartedAt    time.Time
	StartedBy    string
	EndsAt       time.Time
	DestroyAt    time.Time
	EndedAt      time.Time

	sentLast, receivedLast int
}

// Open reports whether the share stands at a moment.
func (t Transfer) Open(at time.Time) bool { return t.State == TransferOpen && at.Before(t.EndsAt) }

// Direction says whether a package went or came.
type Direction string

// The directions.
const (
	Out Direction = "out"
	In  Direction = "in"
)

// Sent is a package that went or came: what proves it. Package is nil once its record is destroyed.
type Sent struct {
	Row       string
	Direction Direction
	ID        string
	Kind      PackageKind
	Sequence  int
	Hash      string
	At        time.Time
	By        string
	Package   *Package
	HasFile   bool
}

// FileName is the name a package travels under: nothing in it tells what it is about.
func FileName(id string) string { return "package-" + id[len(id)-8:] + ".age" }

func packagePlace(row string) seal.Place {
	return seal.Place{Table: "sharing_packages", Row: row, Column: "document"}
}

// send signs and seals one more package of a transfer and keeps it. The transfer's number moves on; the caller saves it.
func (b *Between) send(ctx context.Context, w *access.Work, t *Transfer, to Partner, p Package) (Sent, []byte, error) {
	from, err := b.identity(ctx, w, t.Organisation)
	if err != nil {
		return Sent{}, nil, err
	}
	t.sentLast++
	p.ID, p.Share, p.Sequence, p.MadeAt = db.NewID(), t.Share, t.sentLast, w.At.UTC().Truncate(time.Second)
	file, hash, err := sealPackage(p, from, to.Card)
	if err != nil {
		return Sent{}, nil, err
	}
	p.Version, p.From, p.To = packageVersion, from.card().Fingerprint(), to.Card.Fingerprint()
	sent, err := keepPackage(ctx, w, *t, p, Out, hash, file)
	return sent, file, err
}

// keepPackage writes a package down and names it, with its hash, in this work's ledger entry: each side's log proves its part.
func keepPackage(ctx context.Context, w *access.Work, t Transfer, p Package, d Direction, hash string, file []byte) (Sent, error) {
	sent := Sent{Row: db.NewID(), Direction: d, ID: p.ID, Kind: p.Kind, Sequence: p.Sequence, Hash: hash, At: w.At, By: w.Who.ID, Package: &p}
	row := packageRow{Sent: sent, transfer: t.ID, partner: t.PartnerID, document: []byte{}, file: append([]byte{}, file...)}
	if !w.Key.IsZero() {
		document, err := json.Marshal(p)
		if err != nil {
			return sent, err
		}
		row.document = w.Key.Seal(document, packagePlace(sent.Row))
	}
	w.Note("transfer:"+t.ID, "package:"+p.ID, string(d)+":"+string(p.Kind), "sha256:"+hash)
	return sent, insertPackage(ctx, w.Tx, row)
}

// packagesOf opens a transfer's packages, the oldest first.
func packagesOf(ctx context.Context, w *access.Work, transfer string) ([]Sent, error) {
	rows, err := listPackages(ctx, w.Tx, transfer)
	if err != nil {
		return nil, err
	}
	list := make([]Sent, len(rows))
	for i, row := range rows {
		list[i] = row.Sent
		list[i].HasFile = len(row.file) > 0
		if len(row.document) == 0 {
			continue
		}
		plain, err := w.Key.Open(row.document, packagePlace(row.Row))
		if err != nil {
			return nil, fmt.Errorf("open package: %w", err)
		}
		var p Package
		if err := json.Unmarshal(plain, &p); err != nil {
			return nil, fmt.Errorf("read package: %w", err)
		}
		list[i].Package = &p
	}
	return list, nil
}

// partnerOf finds the partner of a transfer and says why nothing can go to them.
func partnerOf(ctx context.Context, w *access.Work, organisation, id string) (Partner, error) {
	row, err := findPartner(ctx, w.Tx, organisation, id)
	if err != nil {
		return Partner{}, err
	}
	p, err := openPartner(w, row)
	if err == nil && !p.Trusted() {
		err = problem.New(problem.Conflict, "between.partner_not_trusted")
	}
	return p, err
}

// Between-pages: what one side shows of its transfers.

// Seen is a transfer with its partner and its packages, as a page shows it.
type Seen struct {
	Transfer
	Partner  Partner
	Packages []Sent
}

// First gives the package that began it; nil where it was destroyed.
func (s Seen) First() *Package {
	for _, p := range s.Packages {
		if p.Kind == PackageShare {
			return p.Package
		}
	}
	return nil
}

// Answers gives what came back, or went back, the oldest first.
func (s Seen) Answers() (list []Package) {
	for _, p := range s.Packages {
		if p.Kind == PackageAnswer && p.Package != nil {
			list = append(list, *p.Package)
		}
	}
	return list
}

// TakenBack counts the elements that notices have taken back until now.
func (s Seen) TakenBack() (n int) {
	for _, p := range s.Packages {
		if p.Kind == PackageTakenBack && p.Package != nil {
			n = max(n, len(p.Package.Back.Elements))
		}
	}
	return n
}

// SentOf gives what went from a record to other deployments, and what came back.
func (b *Between) SentOf(ctx context.Context, who permit.Actor, record string) (list []Seen, err error) {
	err = b.door.Read(ctx, who, permit.DecideShare, access.Record(record), func(w *access.Work) error {
		list, err = seenOf(ctx, w, record, SideSent)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("shares with deployments: %w", err)
	}
	return list, nil
}

// Received opens what was taken in under a record of its own, for those it was given to.
func (b *Between) Received(ctx context.Context, who permit.Actor, record string) (s Seen, err error) {
	err = b.door.Read(ctx, who, permit.ReadReceived, access.Record(record), func(w *access.Work) error {
		list, err := seenOf(ctx, w, record, SideReceived)
		if err != nil {
			return err
		}
		if len(list) == 0 { // a share within one deployment: its record is not ours to show here
			return problem.New(problem.NotFound, "problem.not_found")
		}
		s = list[0]
		return nil
	})
	if err != nil {
		return Seen{}, fmt.Errorf("received share: %w", err)
	}
	return s, nil
}

// TransfersOf gives every share of a record with other deployments, what went and what came, with its packages: for
// whoever gathers all that is held, within a use case that is already decided.
func TransfersOf(ctx context.Context, w *access.Work, record string) ([]Seen, error) {
	sent, err := seenOf(ctx, w, record, SideSent)
	if err != nil {
		return nil, fmt.Errorf("what went to other deployments: %w", err)
	}
	received, err := seenOf(ctx, w, record, SideReceived)
	if err != nil {
		return nil, fmt.Errorf("what came from other deployments: %w", err)
	}
	return append(sent, received...), nil
}

func seenOf(ctx context.Context, w *access.Work, record string, side Side) (list []Seen, err error) {
	transfers, err := listTransfersOf(ctx, w.Tx, record, side)
	if err != nil {
		return nil, err
	}
	for _, t := range transfers {
		s := Seen{Transfer: t}
		row, err := findPartner(ctx, w.Tx, t.Organisation, t.PartnerID)
		if err == nil {
			s.Partner, err = openPartner(w, row)
		}
		if err == nil {
			s.Packages, err = packagesOf(ctx, w, t.ID)
		}
		if err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}

// Carry gives the newest package of a transfer that this side made.
func (b *Between) Carry(ctx context.Context, who permit.Actor, side Side, record, transfer string) ([]byte, error) {
	return b.File(ctx, who, side, record, transfer, "")
}

// File gives a package once more that this side made, to be handed over; the newest for "". Whoever may see its share may carry it.
func (b *Between) File(ctx context.Context, who permit.Actor, side Side, record, transfer, packageID string) (file []byte, err error) {
	act := permit.DecideShare
	if side == SideReceived {
		act = permit.ReadReceived
	}
	err = b.door.Read(ctx, who, act, access.Record(record), func(w *access.Work) error {
		t, err := findTransfer(ctx, w.Tx, record, transfer)
		if err != nil {
			return err
		}
		rows, err := listPackages(ctx, w.Tx, t.ID)
		if err != nil {
			return err
		}
		for _, row := range slices.Backward(rows) {
			if t.Side == side && (packageID == "" || row.ID == packageID) && row.Direction == Out && len(row.file) > 0 {
				w.Note("transfer:"+t.ID, "package:"+row.ID, "carried")
				file = row.file
				return nil
			}
		}
		return problem.New(problem.NotFound, "problem.not_found")
	})
	if err != nil {
		return nil, fmt.Errorf("carry package: %w", err)
	}
	return file, nil
}

// incomingLimit bounds the list of what was taken in.
const incomingLimit = 200

// Incoming lists what was taken in and who may open now, the newest first, without a word about anybody.
func (b *Between) Incoming(ctx context.Context, who permit.Actor) (list []Seen, err error) {
	err = b.door.List(ctx, who, permit.ListRecords, func(l *access.Listing) error {
		l.Note("received")
		all, err := listTransfers(ctx, l.Tx, who.Organisation, SideReceived, incomingLimit)
		if err != nil {
			return err
		}
		var records []string
		for _, t := range all {
			if t.Record != "" {
				records = append(records, t.Record)
			}
		}
		open, err := l.OpenTo(ctx, permit.ReadReceived, records)
		if err != nil {
			return err
		}
		partners, err := partnersOf(ctx, l.Work, who.Organisation)
		if err != nil {
			return err
		}
		list = nil
		for _, t := range all {
			i := slices.IndexFunc(partners, func(p Partner) bool { return p.ID == t.PartnerID })
			if slices.Contains(open, t.Record) && i >= 0 {
				list = append(list, Seen{Transfer: t, Partner: partners[i]})
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list what was taken in: %w", err)
	}
	return list, nil
}
