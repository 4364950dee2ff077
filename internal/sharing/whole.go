package sharing

import (
	"context"
	"time"

	"stablefutures/internal/access"
)

// WholeFormat names the form of what this room gives to the archive of a record: docs/schemas/record-sharing-1.json.
const WholeFormat = "stablefutures-record-sharing-1"

// Whole is everything that was decided about sharing one record, as an archive holds it: the oldest first.
type Whole struct {
	Format    string          `json:"format"`
	Record    string          `json:"record"`
	Shares    []WholeShare    `json:"shares"`
	Transfers []WholeTransfer `json:"transfers"`
}

// WholeShare is one decision, to share or not to.
type WholeShare struct {
	ID           string         `json:"id"`
	Organisation string         `json:"organisation"`
	Recipient    string         `json:"recipient"`
	Shared       bool           `json:"shared"`
	By           string         `json:"by"`
	At           time.Time      `json:"at"`
	Until        time.Time      `json:"until,omitzero"`
	EndedBy      string         `json:"ended_by,omitempty"`
	EndedAt      time.Time      `json:"ended_at,omitzero"`
	Terms        Terms          `json:"terms"`
	Elements     []WholeElement `json:"elements"`
	Looks        []WholeLook    `json:"looks"`
	Answers      []WholeAnswer  `json:"answers"`
}

// WholeElement is one thing that was named. What it says stands in record.json, under ref and item.
type WholeElement struct {
	ID   string `json:"id"`
	Kind Kind   `json:"kind"`
	Ref  string `json:"ref,omitempty"`
	Item string `json:"item,omitempty"`
	Mark Mark   `json:"mark"`
}

// WholeLook says that somebody of the agency opened it on a day.
type WholeLook struct {
	Account      string `json:"account"`
	Organisation string `json:"organisation"`
	Day          string `json:"day"`
}

// WholeAnswer is what the agency said itself.
type WholeAnswer struct {
	ID           string     `json:"id"`
	Author       string     `json:"author"`
	Organisation string     `json:"organisation"`
	Kind         Kind       `json:"kind"`
	Item         string     `json:"item,omitempty"`
	Promise      string     `json:"promise,omitempty"`
	Corrects     string     `json:"corrects,omitempty"`
	At           time.Time  `json:"at"`
	Document     AnswerText `json:"document"`
}

// WholeTransfer is one share with another deployment.
type WholeTransfer struct {
	ID        string         `json:"id"`
	Side      Side           `json:"side"` // sent, received
	Partner   string         `json:"partner"`
	State     TransferState  `json:"state"`
	StartedAt time.Time      `json:"started_at"`
	StartedBy string         `json:"started_by"`
	EndsAt    time.Time      `json:"ends_at,omitzero"`
	EndedAt   time.Time      `json:"ended_at,omitzero"`
	Packages  []WholePackage `json:"packages"`
}

// WholePackage is a package that went or came. Document is what was in it.
type WholePackage struct {
	ID        string      `json:"id"`
	Direction Direction   `json:"direction"` // out, in
	Kind      PackageKind `json:"kind"`
	Sequence  int         `json:"sequence"`
	SHA256    string      `json:"sha256"`
	At        time.Time   `json:"at"`
	By        string      `json:"by"`
	Document  *Package    `json:"document,omitempty"`
}

// WholeOf gives it, within a use case that is already decided, with the accounts and organisations it speaks of.
func (s *Service) WholeOf(ctx context.Context, w *access.Work, record string) (whole Whole, accounts, bodies []string, err error) {
	log, err := s.LogOf(ctx, w, record)
	if err != nil {
		return whole, nil, nil, err
	}
	whole = Whole{Format: WholeFormat, Record: record, Shares: []WholeShare{}, Transfers: []WholeTransfer{}}
	for i := len(log.Entries) - 1; i >= 0; i-- {
		share := wholeShare(log.Entries[i])
		whole.Shares = append(whole.Shares, share)
		accounts, bodies = append(accounts, share.By, share.EndedBy), append(bodies, share.Recipient)
		for _, l := range share.Looks {
			accounts = append(accounts, l.Account)
		}
		for _, a := range share.Answers {
			accounts = append(accounts, a.Author)
		}
	}
	between, err := TransfersOf(ctx, w, record)
	for _, t := range between {
		out := WholeTransfer{ID: t.ID, Side: t.Side, Partner: t.Partner.Card.Name, State: t.State, StartedAt: t.StartedAt, StartedBy: t.StartedBy,
			EndsAt: t.EndsAt, EndedAt: t.EndedAt, Packages: []WholePackage{}}
		for _, p := range t.Packages {
			out.Packages = append(out.Packages, WholePackage{ID: p.ID, Direction: p.Direction, Kind: p.Kind, Sequence: p.Sequence, SHA256: p.Hash, At: p.At, By: p.By, Document: p.Package})
			accounts = append(accounts, p.By)
		}
		whole.Transfers = append(whole.Transfers, out)
		accounts = append(accounts, t.StartedBy)
	}
	return whole, accounts, bodies, err
}

func wholeShare(e Entry) WholeShare {
	out := WholeShare{ID: e.ID, Organisation: e.Organisation, Recipient: e.Recipient, Shared: e.Share, By: e.By, At: e.At, EndedBy: e.EndedBy, EndedAt: e.EndedAt,
		Terms: e.Terms, Elements: []WholeElement{}, Looks: []WholeLook{}, Answers: []WholeAnswer{}}
	if e.Share {
		out.Until = e.Until
	}
	for _, x := range e.Elements {
		out.Elements = append(out.Elements, WholeElement{ID: x.ID, Kind: x.Kind, Ref: x.Ref, Item: x.Item, Mark: x.Mark})
	}
	for _, l := range e.Looks {
		out.Looks = append(out.Looks, WholeLook{Account: l.Account, Organisation: l.Organisation, Day: l.Day})
	}
	for _, r := range e.Replies {
		out.Answers = append(out.Answers, WholeAnswer{ID: r.ID, Author: r.Author, Organisation: r.Organisation, Kind: r.Kind, Item: r.Item, Promise: r.Ref,
			Corrects: r.Corrects, At: r.At, Document: r.Text})
	}
	return out
}
