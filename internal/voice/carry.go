package voice

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/print"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// mostCards is how many cards of one young person count at once.
const mostCards = 10

// Chosen is one statement of theirs: what they said about one thing in one sitting.
type Chosen struct{ Contribution, Item string }

// Carriable is a statement with whether they carry it on.
type Carriable struct {
	conversation.Statement
	Chosen bool
}

// Card is a pocket card. Its code opens nothing: with it somebody new can ask, with the young person there.
type Card struct {
	ID      string
	Code    string
	MadeAt  time.Time
	EndedAt time.Time // zero while it counts
}

// Carry is a young person's carry-on copy: what they chose, their cards, and who asked.
type Carry struct {
	Statements []Carriable // newest first
	Cards      []Card      // newest first
	Asks       []Ask       // newest first
	Names      map[string]account.Person
}

// Erase deletes what the room holds of a record; record calls it while destroying the record.
func Erase(ctx context.Context, w *access.Work, recordID string) error {
	if err := deletePlaces(ctx, w.Tx, recordID); err != nil {
		return err
	}
	return deleteCarry(ctx, w.Tx, recordID)
}

func cardPlace(id string) seal.Place {
	return seal.Place{Table: "voice_cards", Row: id, Column: "document"}
}

// cardDocument is the sealed part of a card.
type cardDocument struct {
	Version int    `json:"v"`
	Code    string `json:"code"`
}

// cardBlind is the domain under which a code is found without being kept.
const cardBlind = "voice_card"

// Carry shows what they carry on, in their own place.
func (s *Service) Carry(ctx context.Context, who permit.Actor, recordID string) (c Carry, err error) {
	err = s.door.Read(ctx, who, permit.ReadOwn, access.Record(recordID), func(w *access.Work) error {
		w.Note("carry_on")
		c, err = s.carry(ctx, w, recordID)
		return err
	})
	if err != nil {
		return Carry{}, fmt.Errorf("open carry-on copy: %w", err)
	}
	return c, nil
}

// CarryOf is Carry within a use case that is already decided: for the bundle of somebody who asks what is held.
func (s *Service) CarryOf(ctx context.Context, w *access.Work, recordID string) (Carry, error) {
	return s.carry(ctx, w, recordID)
}

func (s *Service) carry(ctx context.Context, w *access.Work, recordID string) (c Carry, err error) {
	if c.Statements, err = carriable(ctx, w, recordID); err != nil {
		return c, err
	}
	rows, err := listCards(ctx, w.Tx, recordID)
	if err != nil {
		return c, err
	}
	for _, row := range rows {
		card, err := openCard(w, row)
		if err != nil {
			return c, err
		}
		c.Cards = append(c.Cards, card)
	}
	if c.Asks, err = openAsks(ctx, w, recordID); err != nil {
		return c, err
	}
	var ids []string
	for _, a := range c.Asks {
		ids = append(ids, a.By, a.DecidedBy)
	}
	c.Names, err = s.accounts.Names(ctx, w, ids)
	return c, err
}

// carriable gives everything they put into words, with whether they carry it on.
func carriable(ctx context.Context, w *access.Work, recordID string) ([]Carriable, error) {
	statements, err := conversation.Statements(ctx, w, recordID)
	if err != nil {
		return nil, err
	}
	list := make([]Carriable, len(statements))
	for i, one := range statements {
		list[i] = Carriable{one, conversation.Permitted(one.Permissions, one.Contribution, one.Item, conversation.CarryOn)}
	}
	return list, nil
}

func openCard(w *access.Work, row cardRow) (c Card, err error) {
	c.ID = row.id
	if c.MadeAt, err = db.ParseTime(row.madeAt); err != nil {
		return c, err
	}
	if row.endedAt != "" {
		if c.EndedAt, err = db.ParseTime(row.endedAt); err != nil {
			return c, err
		}
	}
	plain, err := w.Key.Open(row.document, cardPlace(row.id))
	if err != nil {
		return c, fmt.Errorf("open card: %w", err)
	}
	var document cardDocument
	err = json.Unmarshal(plain, &document)
	c.Code = document.Code
	return c, err
}

// Choose keeps what they carry on from now: these statements and no others. Whoever was let see one that is not among them
// sees it no more. language is the one they were asked in.
func (s *Service) Choose(ctx context.Context, who permit.Actor, recordID, language string, chosen []Chosen) error {
	given := conversation.Beside
	if who.Is(permit.YoungPerson) {
		given = conversation.InOwnPlace
	}
	err := s.door.Do(ctx, who, permit.SpeakOwn, access.Record(recordID), func(w *access.Work) error {
		list, err := carriable(ctx, w, recordID)
		if err != nil {
			return err
		}
		for _, one := range chosen {
			if !slices.ContainsFunc(list, func(c Carriable) bool { return c.Contribution == one.Contribution && c.Item == one.Item }) {
				return problem.New(problem.Conflict, "conversation.corrected")
			}
		}
		for _, c := range list {
			yes := slices.Contains(chosen, Chosen{c.Contribution, c.Item})
			if yes == c.Chosen {
				continue
			}
			p := conversation.Permission{ID: db.NewID(), Contribution: c.Contribution, Item: c.Item, Recipient: conversation.CarryOn, Yes: yes, Given: given,
				Text: conversation.PermissionText{Language: language}}
			if err := conversation.Permit(ctx, w, recordID, p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("choose what to carry on: %w", err)
	}
	return nil
}

// MakeCard makes a card with a code of its own. The same id again makes no second one.
func (s *Service) MakeCard(ctx context.Context, who permit.Actor, recordID, id string) error {
	err := s.door.Do(ctx, who, permit.SpeakOwn, access.Record(recordID), func(w *access.Work) error {
		w.Note("card", id)
		var c problem.Check
		c.Require(db.IsID(id), "card", "problem.stale_form")
		if err := c.Err(); err != nil {
			return err
		}
		have, err := listCards(ctx, w.Tx, recordID)
		if err != nil {
			return err
		}
		open := 0
		for _, row := range have {
			if row.id == id {
				return nil
			}
			if row.endedAt == "" {
				open++
			}
		}
		if open >= mostCards {
			return problem.New(problem.Conflict, "voice.too_many_cards", "max", mostCards)
		}
		code := newCardCode()
		document, err := json.Marshal(cardDocument{1, code})
		if err != nil {
			return fmt.Errorf("write card: %w", err)
		}
		return insertCard(ctx, w.Tx, cardRow{id: id, record: recordID, code: w.Blind(cardBlind, code), madeBy: w.Who.ID, madeAt: db.Time(w.At),
			document: w.Key.Seal(document, cardPlace(id))})
	})
	if err != nil {
		return fmt.Errorf("make card: %w", err)
	}
	return nil
}

// CancelCard ends a card: nobody can ask with it any more. One that is over stays over.
func (s *Service) CancelCard(ctx context.Context, who permit.Actor, recordID, id string) error {
	err := s.door.Do(ctx, who, permit.SpeakOwn, access.Record(recordID), func(w *access.Work) error {
		w.Note("card_cancelled", id)
		row, err := cardOf(ctx, w, recordID, id)
		if err != nil || row.endedAt != "" {
			return err
		}
		return endCard(ctx, w.Tx, recordID, id, w.Who.ID, db.Time(w.At))
	})
	if err != nil {
		return fmt.Errorf("cancel card: %w", err)
	}
	return nil
}

func cardOf(ctx context.Context, w *access.Work, recordID, id string) (cardRow, error) {
	rows, err := listCards(ctx, w.Tx, recordID)
	if err != nil {
		return cardRow{}, err
	}
	if at := slices.IndexFunc(rows, func(c cardRow) bool { return c.id == id }); at >= 0 {
		return rows[at], nil
	}
	return cardRow{}, problem.New(problem.NotFound, "problem.not_found")
}

// PrintCard gives a card to print: its code, the size of a bank card, on a sheet to cut. Nothing on it says what it is,
// whose, or where it is from: somebody may find it. One that was cancelled is not printed again.
func (s *Service) PrintCard(ctx context.Context, who permit.Actor, recordID, id string) (d print.Doc, err error) {
	err = s.door.Read(ctx, who, permit.ReadOwn, access.Record(recordID), func(w *access.Work) error {
		w.Note("card_printed", id)
		row, err := cardOf(ctx, w, recordID, id)
		if err == nil && row.endedAt != "" {
			err = problem.New(problem.NotFound, "problem.not_found")
		}
		if err != nil {
			return err
		}
		card, err := openCard(w, row)
		if err != nil {
			return err
		}
		d = print.Doc{Title: "·", Lang: "en", Paper: print.A4, PageLabel: " ", Blocks: []print.Block{print.Board{Columns: 2, Rows: 5, Cut: true, Pad: 14,
			Panels: []print.Panel{{Parts: []print.Part{print.Words{Text: print.Strong(ShowCardCode(card.Code)), Size: 22}}}}}}}
		return nil
	})
	if err != nil {
		return print.Doc{}, fmt.Errorf("print card: %w", err)
	}
	return d, nil
}

// TakeBack ends that somebody sees their words, now. Where nobody has decided yet, nobody need.
func (s *Service) TakeBack(ctx context.Context, who permit.Actor, recordID, ask string) error {
	err := s.door.Do(ctx, who, permit.SpeakOwn, access.Record(recordID), func(w *access.Work) error {
		w.Note("taken_back", ask)
		row, err := askOn(ctx, w, recordID, ask)
		if err != nil || row.backAt != "" {
			return err
		}
		if row.grant != "" {
			grants, err := w.Grants(ctx)
			if err != nil {
				return err
			}
			if slices.ContainsFunc(grants, func(g access.Grant) bool { return g.ID == row.grant && g.EndedBy == "" && g.Until.After(w.At) }) {
				if err := w.End(ctx, row.grant, "asked"); err != nil {
					return err
				}
			}
		}
		return takeBackAsk(ctx, w.Tx, recordID, ask, w.Who.ID, db.Time(w.At))
	})
	if err != nil {
		return fmt.Errorf("take back: %w", err)
	}
	return nil
}

// askOn finds what somebody asked about a record; another record's, or none, is NotFound.
func askOn(ctx context.Context, w *access.Work, recordID, id string) (askRow, error) {
	row, err := findAsk(ctx, w.Tx, id)
	if err != nil && !problem.Is(err, problem.NotFound) {
		return row, err
	}
	if err != nil || row.record != recordID {
		return askRow{}, problem.New(problem.NotFound, "problem.not_found")
	}
	return row, nil
}
