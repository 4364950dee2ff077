package conversation

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// How long a ticket lives, and how long after that what comes in with it is still taken, by somebody who looks at it.
const (
	TicketDays  = 3  // for one young person, unless the worker chooses
	MaxDays     = 14 // the most, and for those that are nobody's yet
	PaperDays   = 30
	Grace       = 30 * 24 * time.Hour
	spareTarget = 10  // unassigned tickets on one device
	spareMost   = 200 // open unassigned tickets of one worker
)

// Ticket is a sitting that was taken out to where there is no network.
type Ticket struct {
	ID           string
	Kind         string // device, paper
	Record       string // "" while it is nobody's
	Worker       string
	Organisation string
	Device       string
	Key          string // the receiving key it was given
	Label        Label
	EditionID    string
	Language     string // "" is chosen at the table
	Nation       string
	Sitting      string
	Contribution string
	Issued       time.Time
	Expires      time.Time
	State        string // open, used, withdrawn
	Code         string // blind index of a paper ticket's short code
}

// Open reports whether a sitting can still be begun with it.
func (t Ticket) Open(at time.Time) bool { return t.State == "open" && at.Before(t.Expires) }

// tokenBody is what a token carries. A server whose database is older than the ticket still knows from it whose it is.
type tokenBody struct {
	Version      int       `json:"v"`
	ID           string    `json:"id"`
	Kind         string    `json:"kind"`
	Record       string    `json:"record"`
	Sitting      string    `json:"sitting"`
	Contribution string    `json:"contribution"`
	Worker       string    `json:"worker"`
	Organisation string    `json:"organisation"`
	Device       string    `json:"device"`
	Key          string    `json:"key"`
	Edition      string    `json:"edition"`
	Language     string    `json:"language"`
	Nation       string    `json:"nation"`
	Label        Label     `json:"label"`
	Issued       time.Time `json:"issued"`
	Expires      time.Time `json:"expires"`
}

func tokenPlace(id string) seal.Place {
	return seal.Place{Table: "conversation_tickets", Row: id, Column: "token"}
}

// maxToken bounds what is tried as a token.
const maxToken = 4096

// token gives the text that authenticates what comes in for the ticket. It names no one in the clear.
func (t Ticket) token(system seal.Key) (string, error) {
	plain, err := json.Marshal(tokenBody{1, t.ID, t.Kind, t.Record, t.Sitting, t.Contribution, t.Worker, t.Organisation, t.Device, t.Key,
		t.EditionID, t.Language, t.Nation, t.Label, t.Issued, t.Expires})
	if err != nil {
		return "", fmt.Errorf("write token: %w", err)
	}
	return t.ID + "." + b64.EncodeToString(system.Seal(plain, tokenPlace(t.ID))), nil
}

// openToken gives the ticket that a token was made for; false when it is none of ours.
func openToken(token string, system seal.Key) (t Ticket, ok bool) {
	id, sealed, found := strings.Cut(token, ".")
	if !found || len(token) > maxToken || !db.IsID(id) {
		return t, false
	}
	raw, err := b64.DecodeString(sealed)
	if err != nil {
		return t, false
	}
	plain, err := system.Open(raw, tokenPlace(id))
	if err != nil {
		return t, false
	}
	var b tokenBody
	if err := strict(plain, &b); err != nil || b.Version != 1 || b.ID != id {
		return t, false
	}
	return Ticket{ID: b.ID, Kind: b.Kind, Record: b.Record, Worker: b.Worker, Organisation: b.Organisation, Device: b.Device, Key: b.Key,
		Label: b.Label, EditionID: b.Edition, Language: b.Language, Nation: b.Nation, Sitting: b.Sitting, Contribution: b.Contribution,
		Issued: b.Issued, Expires: b.Expires, State: "open"}, true
}

// NewTicket is what taking a sitting out needs.
type NewTicket struct {
	Kind      string // device when ""
	Record    string
	Device    Device // zero for paper
	Label     Label
	Days      int // 0 is TicketDays
	EditionID string
	Language  string
	Nation    string
	Code      string // paper: the short code, of which only a blind index is stored
}

// Issued is a ticket with what its device needs.
type Issued struct {
	Ticket
	Token  string
	Public []byte // of the receiving key
}

// Issue makes a ticket for a sitting with one young person.
func (s *Service) Issue(ctx context.Context, who permit.Actor, n NewTicket) (out Issued, err error) {
	key, err := s.receiving(ctx)
	if err != nil {
		return out, err
	}
	id := db.NewID()
	err = s.door.Do(ctx, who, permit.HoldConversation, access.Record(n.Record), func(w *access.Work) error {
		w.Note(id)
		out, err = issue(ctx, w, id, n, key)
		return err
	})
	return out, err
}

func issue(ctx context.Context, w *access.Work, id string, n NewTicket, key seal.ReceivingKey) (out Issued, err error) {
	if n.Kind == "" {
		n.Kind = "device"
	}
	if n.Days == 0 {
		n.Days = TicketDays
	}
	most := MaxDays
	if n.Kind == "paper" {
		most = PaperDays
	}
	var c problem.Check
	c.Require(n.Days >= 1 && n.Days <= most, "days", "problem.number_range", "min", 1, "max", most)
	c.Require(n.Label.Known(), "label", "problem.not_a_choice")
	c.Require(n.Kind == "paper" || n.Device.ID != "", "device", "conversation.device_unknown")
	if err := c.Err(); err != nil {
		return out, err
	}
	if err := takeable(ctx, w, n.Record, n.EditionID); err != nil {
		return out, err
	}
	at := w.At.UTC().Truncate(time.Second)
	t := Ticket{ID: id, Kind: n.Kind, Record: n.Record, Worker: w.Who.ID, Organisation: w.Who.Organisation, Device: n.Device.ID, Key: key.ID,
		Label: n.Label, EditionID: n.EditionID, Language: n.Language, Nation: n.Nation, Sitting: db.NewID(), Contribution: db.NewID(),
		Issued: at, Expires: at.AddDate(0, 0, n.Days), State: "open"}
	if n.Code != "" {
		t.Code = w.Blind("paper code", n.Code)
	}
	if err := insertTicket(ctx, w.Tx, t); err != nil {
		return out, err
	}
	return handOut(w, t, key)
}

// takeable refuses an edition that a sitting could not be opened with. Somebody who is nobody yet is taken for a child.
func takeable(ctx context.Context, w *access.Work, recordID, id string) error {
	if recordID != "" {
		return choosable(ctx, w, recordID, id)
	}
	ed, err := edition(ctx, w, id)
	if err == nil && (ed.Withheld() || !ed.Suits(framework.Children)) {
		err = problem.New(problem.Invalid, "conversation.unknown_edition")
	}
	return err
}

func handOut(w *access.Work, t Ticket, key seal.ReceivingKey) (Issued, error) {
	token, err := t.token(w.System())
	return Issued{Ticket: t, Token: token, Public: key.Public}, err
}

// receiving gives the current receiving key, keeping those that something here still waits for.
func (s *Service) receiving(ctx context.Context) (seal.ReceivingKey, error) {
	var keep []string
	err := s.door.Background(ctx, func(w *access.Work) (err error) {
		keep, err = listKeysInUse(ctx, w.Tx)
		return err
	})
	if err != nil {
		return seal.ReceivingKey{}, err
	}
	key, err := s.door.Receiving(keep...)
	if err != nil {
		return key, problem.Wrap(err, problem.Internal, "conversation.ring_not_saved")
	}
	return key, nil
}

// Spare is what a device has and wants of tickets that are nobody's yet.
type Spare struct {
	Device    Device
	Have      []string // ids of those on the device, not used yet
	EditionID string
	Nation    string
}

// TopUp brings a device to ten tickets that are nobody's yet: new ones for those missing, and a longer life for those
// that have less than half of theirs left. It gives what is new or longer, and which of those the device has are not good
// any more.
func (s *Service) TopUp(ctx context.Context, who permit.Actor, sp Spare) (list []Issued, withdrawn []string, err error) {
	if len(sp.Have) > 100 {
		return nil, nil, problem.New(problem.Invalid, "problem.too_many", "max", 100)
	}
	key, err := s.receiving(ctx)
	if err != nil {
		return nil, nil, err
	}
	err = s.door.Do(ctx, who, permit.TakeOut, access.Nothing, func(w *access.Work) error {
		list, withdrawn = nil, nil
		mine, err := listSpare(ctx, w.Tx, who.ID)
		if err != nil {
			return err
		}
		var kept []Ticket
		for _, id := range sp.Have {
			i := slices.IndexFunc(mine, func(t Ticket) bool { return t.ID == id && t.Device == sp.Device.ID && t.Open(w.At) })
			if i < 0 {
				withdrawn = append(withdrawn, id)
				continue
			}
			kept = append(kept, mine[i])
		}
		for _, t := range kept {
			if w.At.Sub(t.Issued) <= t.Expires.Sub(t.Issued)/2 {
				continue
			}
			one, err := renew(ctx, w, t, key)
			if err != nil {
				return err
			}
			list = append(list, one)
		}
		fresh, err := spare(ctx, w, sp, mine, spareTarget-len(kept), key)
		list = append(list, fresh...)
		return err
	})
	return list, withdrawn, err
}

// renew gives a ticket that nobody has used a new life, and the receiving key of today.
func renew(ctx context.Context, w *access.Work, t Ticket, key seal.ReceivingKey) (Issued, error) {
	t.Issued = w.At.UTC().Truncate(time.Second)
	t.Expires, t.Key = t.Issued.AddDate(0, 0, MaxDays), key.ID
	w.Note(t.ID)
	if err := renewTicket(ctx, w.Tx, t); err != nil {
		return Issued{}, err
	}
	return handOut(w, t, key)
}

func spare(ctx context.Context, w *access.Work, sp Spare, mine []Ticket, missing int, key seal.ReceivingKey) (list []Issued, err error) {
	open := 0
	var taken []Label
	for _, t := range mine {
		if t.Open(w.At) {
			open++
			taken = append(taken, t.Label)
		}
	}
	for range missing {
		if open >= spareMost {
			return nil, problem.New(problem.Conflict, "conversation.too_many_tickets")
		}
		label := FreeLabel(taken, open*7+w.At.YearDay())
		id := db.NewID()
		w.Note(id)
		one, err := issue(ctx, w, id, NewTicket{Device: sp.Device, Label: label, Days: MaxDays, EditionID: sp.EditionID, Nation: sp.Nation}, key)
		if err != nil {
			return nil, err
		}
		list, taken, open = append(list, one), append(taken, label), open+1
	}
	return list, nil
}

// TakenOut lists the open device tickets for one young person that who holds, the newest first.
func (s *Service) TakenOut(ctx context.Context, who permit.Actor) (list []Ticket, err error) {
	err = s.door.Read(ctx, who, permit.TakeOut, access.Nothing, func(w *access.Work) error {
		list, err = listTakenOut(ctx, w.Tx, who.ID, db.Time(w.At))
		return err
	})
	return list, err
}

// Withdraw makes a ticket of one's own no good any more: its device was lost, or nobody came. What comes in with it all
// the same is looked at before it is taken in.
func (s *Service) Withdraw(ctx context.Context, who permit.Actor, id string) error {
	return s.door.Do(ctx, who, permit.TakeOut, access.Nothing, func(w *access.Work) error {
		w.Note(id)
		return withdrawTicket(ctx, w.Tx, id, who.ID)
	})
}

// TicketsOf gives every ticket ever made for a record, the oldest first: for rooms below, within a use case that is
// already decided.
func TicketsOf(ctx context.Context, w *access.Work, recordID string) ([]Ticket, error) {
	return listRecordTickets(ctx, w.Tx, recordID)
}
