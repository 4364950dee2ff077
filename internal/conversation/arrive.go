package conversation

import (
	"context"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Why what came in waits for somebody to look at it. The reader of a page gets a sentence for each.
const (
	AfterKept       = "after_kept"       // the sitting was taken in already, and this is a later state of it
	OtherDevice     = "other_device"     // not signed by the device that the ticket was made for
	Expired         = "expired"          // the ticket's time was over
	Restored        = "restored"         // the ticket is not in this database, which is older
	Withdrawn       = "withdrawn"        // the ticket was withdrawn
	NoGrant         = "no_grant"         // whoever took it out may not open the record any more
	Damaged         = "damaged"          // it does not open, or is no sitting
	Unknown         = "unknown"          // it names no ticket of ours
	Misplaced       = "misplaced"        // it stood on the wrong record
	RecordDestroyed = "record_destroyed" // the record it was for was destroyed, and so was this
)

// Arrival is an envelope as it waits, or what is left of it once it was settled.
type Arrival struct {
	ID           string
	Ticket       string
	Record       string // "" while it is nobody's
	Worker       string
	Organisation string
	Device       string
	Seq          int64
	Last         bool
	MadeAt       string // by the device's clock, as the device wrote it: the ciphertext is bound to it
	Offset       int64  // seconds by which that clock was behind
	ArrivedAt    time.Time
	Key          string
	State        string // waiting, quarantined, taken_in, destroyed
	Reason       string
	SettledAt    string
	SettledBy    string
	SettledIn    string // the record
	Sitting      string // that it became
	Token        string

	enc, ct []byte
	foreign bool // not signed by the device of its ticket
}

// live reports whether the envelope is still there.
func (a Arrival) live() bool { return a.State == "waiting" || a.State == "quarantined" }

// head is what the ciphertext is bound to, made again from the row.
func (a Arrival) head() []byte {
	return Envelope{Ticket: a.Ticket, ID: a.ID, Seq: a.Seq, At: a.MadeAt, Last: a.Last, Key: a.Key}.Head()
}

// Parcel is one envelope as it was posted.
type Parcel struct {
	Token    string
	Envelope Envelope
}

// Delivery is what one device posts at one moment.
type Delivery struct {
	Now     time.Time // the device's clock
	Device  Device
	Parcels []Parcel
}

// Receipt says what became of one envelope.
type Receipt struct {
	ID     string
	State  string // waiting, quarantined, already, refused, sign_in; taken_in is said by whoever takes in
	Reason string
	Record string // for whoever is signed in, where it can be taken in at once
	Ready  bool   // finished, assigned, and who posts may take it in at once
}

// Limits on what is kept of one ticket or of one worker before anybody looked at it.
const (
	maxUnsigned = 4  // envelopes of one ticket that its device did not sign, and other devices
	maxUnknown  = 50 // envelopes of one worker that name no ticket
)

// Arrive stores what a device sends, all of it in one step. Whoever is not signed in may store too, where a token of ours
// says whose it is, and learns nothing: every envelope that could be stored has the same answer, whether or not there is
// such a record, whether or not it was here before. The same again changes nothing.
func (s *Service) Arrive(ctx context.Context, who permit.Actor, d Delivery) (receipts []Receipt, err error) {
	known := permit.Could(who, permit.TakeOut)
	receipts = make([]Receipt, len(d.Parcels))
	read := make([]opened, len(d.Parcels))
	tickets := make([]*Ticket, len(d.Parcels))
	store := false
	err = s.door.Background(ctx, func(w *access.Work) error {
		for i, p := range d.Parcels {
			receipts[i] = Receipt{ID: p.Envelope.ID, State: "sign_in", Reason: "sign_in"}
			if read[i], err = p.Envelope.read(); err != nil {
				receipts[i].State, receipts[i].Reason = "refused", "malformed"
				continue
			}
			if t, ok := openToken(p.Token, w.System()); ok && t.ID == p.Envelope.Ticket {
				tickets[i] = &t
			} else if !known {
				continue
			}
			receipts[i].State, receipts[i].Reason = "", ""
			store = true
		}
		return nil
	})
	if err != nil || !store {
		return receipts, err
	}
	planned := slices.Clone(receipts)
	err = s.door.Do(ctx, who, permit.Public, access.Nothing, func(w *access.Work) error {
		copy(receipts, planned)
		for i, p := range d.Parcels {
			if receipts[i].State != "" {
				continue
			}
			if err := s.store(ctx, w, d, p, read[i], tickets[i], &receipts[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && !known {
		for i, r := range receipts {
			if r.State == "quarantined" || r.State == "already" {
				receipts[i].State, receipts[i].Reason = "waiting", ""
			}
			receipts[i].Ready, receipts[i].Record = false, ""
		}
	}
	return receipts, err
}

// store decides where one envelope belongs and puts it there.
func (s *Service) store(ctx context.Context, w *access.Work, d Delivery, p Parcel, o opened, t *Ticket, r *Receipt) error {
	e := p.Envelope
	a := Arrival{ID: e.ID, Ticket: e.Ticket, Seq: e.Seq, Last: e.Last, MadeAt: e.At, Offset: int64(w.At.Sub(d.Now).Seconds()),
		ArrivedAt: w.At.UTC().Truncate(time.Microsecond), Key: e.Key, State: "waiting", Token: p.Token, enc: o.enc, ct: o.ct}
	here, err := listTicketArrivals(ctx, w.Tx, e.Ticket)
	if err != nil {
		return err
	}
	if have, err := findArrival(ctx, w.Tx, e.ID); err == nil {
		r.State = "already"
		if have.Ticket != e.Ticket {
			r.State, r.Reason = "refused", "malformed"
		}
		return nil
	} else if !problem.Is(err, problem.NotFound) {
		return err
	}
	signed := d.Device.key != nil && d.Device.signed(o)
	if t == nil {
		a.Worker, a.Organisation, a.Reason = w.Who.ID, w.Who.Organisation, Unknown
	} else if err := a.of(ctx, w, *t, d.Device, signed); err != nil {
		return err
	}
	if signed {
		a.Device = d.Device.ID
	}
	return place(ctx, w, a, here, r)
}

// of takes over whose an envelope is from its ticket, and why it has to be looked at, if so. Only what follows from the
// token, the ticket and the signature counts here: who may open which record is asked when it is taken in.
func (a *Arrival) of(ctx context.Context, w *access.Work, t Ticket, device Device, signed bool) error {
	row, err := findTicket(ctx, w.Tx, t.ID)
	missing := problem.Is(err, problem.NotFound)
	if err != nil && !missing {
		return err
	}
	if !missing {
		t = row
	}
	a.Record, a.Worker, a.Organisation, a.foreign = t.Record, t.Worker, t.Organisation, !signed || device.ID != t.Device
	switch {
	case t.Record != "" && w.Destroyed(t.Record):
		a.Record, a.State, a.Reason, a.enc, a.ct, a.Token = "", "destroyed", RecordDestroyed, []byte{}, []byte{}, ""
	case a.foreign:
		a.Reason = OtherDevice
	case t.State == "withdrawn":
		a.Reason = Withdrawn
	case missing:
		a.Reason = Restored
	case !a.ArrivedAt.Before(t.Expires):
		a.Reason = Expired
	}
	return nil
}

// place puts an envelope beside those of its ticket: a newer state of a sitting takes the place of an older one of the
// same device, and of nothing else.
func place(ctx context.Context, w *access.Work, a Arrival, here []Arrival, r *Receipt) error {
	var before *Arrival
	others, runs := 0, 0
	for i, h := range here {
		switch {
		case a.Device != "" && h.Device == a.Device:
			if h.counts() && h.Seq >= a.Seq {
				runs++ // kept beside this one: the device began again
			}
			if before == nil || h.Seq > before.Seq {
				before = &here[i]
			}
		case h.counts() && (a.Device == "" || h.Device != a.Device):
			others++
		}
	}
	switch {
	case before != nil && a.Seq <= before.Seq && !a.madeAfter(*before):
		r.State = "already"
		return nil
	case runs >= maxUnsigned, before == nil && others >= maxUnsigned && (a.foreign || a.Reason == Unknown): // never the ticket's own
		r.State, r.Reason = "refused", "too_many"
		return nil
	}
	if a.Reason == Unknown {
		n, err := countUnknown(ctx, w.Tx, a.Worker)
		if err != nil {
			return err
		}
		if n >= maxUnknown {
			r.State, r.Reason = "refused", "too_many"
			return nil
		}
	}
	a.follow(here)
	for _, h := range here {
		if a.Device != "" && h.Device == a.Device && h.live() && h.Seq < a.Seq {
			if err := deleteArrival(ctx, w.Tx, h.ID); err != nil {
				return err
			}
		}
	}
	if a.Reason != "" && a.State == "waiting" {
		a.State = "quarantined"
	}
	w.Note(a.ID)
	r.State, r.Reason = a.State, a.Reason
	if a.State == "destroyed" {
		r.State = "quarantined" // the device need not keep it either
	}
	r.Record = a.Record
	r.Ready = a.State == "waiting" && a.Last && a.Record != "" && a.Worker == w.Who.ID
	return insertArrival(ctx, w.Tx, a)
}

// counts reports whether an arrival takes up room. What is left of one for a destroyed record counts like any other: the
// answers would tell on it otherwise.
func (a Arrival) counts() bool { return a.live() || a.Reason == RecordDestroyed }

// madeAfter reports whether a device made one state after another, by its own clock. A state with a lower number that was
// made later is no older state: the device began again, from a copy that was older or from nothing. Both are kept.
func (a Arrival) madeAfter(b Arrival) bool {
	mine, err := time.Parse(time.RFC3339, a.MadeAt)
	if err != nil {
		return false
	}
	theirs, err := time.Parse(time.RFC3339, b.MadeAt)
	return err == nil && mine.After(theirs)
}

// follow says that a sitting was taken in before, where it was.
func (a *Arrival) follow(here []Arrival) {
	for _, h := range here {
		if h.State == "taken_in" && h.Reason != Unknown && a.State == "waiting" {
			if a.Reason == "" || a.Reason == Expired || a.Reason == Withdrawn {
				a.Reason = AfterKept
			}
			if a.Reason == AfterKept {
				a.Record, a.Sitting = h.SettledIn, h.Sitting
			}
		}
	}
}

// ArrivalsOf gives what came in for a record and what became of it, the oldest first: for rooms below, within a use case
// that is already decided.
func ArrivalsOf(ctx context.Context, w *access.Work, recordID string) ([]Arrival, error) {
	return listRecordArrivals(ctx, w.Tx, recordID)
}
