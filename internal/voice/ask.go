package voice

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// How often one person can ask, how long an ask waits, how long asking takes at the least, and how long an answer holds.
const (
	asksPerHour = 5
	asksPerDay  = 15
	askWaits    = 28 * 24 * time.Hour
	askTakes    = 250 * time.Millisecond
	longestLine = 200
	longestWhy  = 2000
	askListed   = 366 * 24 * time.Hour
)

// AskDays are for how many days a yes can be.
var AskDays = []int{30, 90, 180}

// AskState says how something stands that somebody asked for.
type AskState string

// The states.
const (
	AskWaits     AskState = "waiting"
	AskLapsed    AskState = "lapsed"     // nobody answered in time
	AskGiven     AskState = "given"      // the words can be read now
	AskOver      AskState = "over"       // its day has come, or somebody ended it
	AskRefused   AskState = "refused"    // the answer was no
	AskTakenBack AskState = "taken_back" // by the young person
)

// AskText is what whoever asked said of themselves, sealed for those who answer for the record.
type AskText struct {
	Version  int    `json:"v"`
	Who      string `json:"who"`      // what they are to the young person
	Why      string `json:"why"`      // what they need the words for
	Language string `json:"language"` // in which the young person was asked, and said yes
}

// AskAnswer is the sealed part of the decision.
type AskAnswer struct {
	Version  int    `json:"v"`
	Reason   string `json:"reason"`
	ForYoung string `json:"for_young,omitempty"` // the same in the young person's language
	Language string `json:"language,omitempty"`
}

// Ask is one time that somebody asked with a card.
type Ask struct {
	ID           string
	Record       string
	By           string
	Organisation string
	At           time.Time
	Text         AskText
	State        AskState
	DecidedBy    string
	DecidedAt    time.Time
	Answer       AskAnswer
	Until        time.Time
	ReadAt       time.Time // when the words were first read; zero while they were not
	TakenBackAt  time.Time
	Words        []Chosen // that a yes was about, in their order
}

// NewAsk is what somebody says who asks with a card. That the young person is there and said yes, in Language, is what the
// page before it asks.
type NewAsk struct {
	ID        string
	Code      string
	Text      AskText
	OwnRecord string // theirs, about the same young person; "" for none
}

func (n *NewAsk) check() error {
	var c problem.Check
	c.Require(db.IsID(n.ID) && (n.OwnRecord == "" || db.IsID(n.OwnRecord)), "code", "problem.stale_form")
	c.Require(strings.TrimSpace(n.Text.Who) != "", "who", "problem.required")
	c.Require(strings.TrimSpace(n.Text.Why) != "", "why", "problem.required")
	c.Require(utf8.RuneCountInString(n.Text.Who) <= longestLine, "who", "problem.too_long", "max", longestLine)
	c.Require(utf8.RuneCountInString(n.Text.Why) <= longestWhy, "why", "problem.too_long", "max", longestWhy)
	c.Require(n.Text.Language != "" && len(n.Text.Language) <= 35, "language", "problem.required_choice")
	if err := c.Err(); err != nil {
		return err
	}
	code, err := ReadCardCode(n.Code)
	n.Code = code
	return err
}

// CheckAsk says what is wrong with an ask before the young person is asked, and looks nothing up.
func (s *Service) CheckAsk(n NewAsk) error { return n.check() }

func askPlace(id, column string) seal.Place {
	return seal.Place{Table: "voice_asks", Row: id, Column: column}
}

// Ask asks whoever answers for the record that a card names. Whether there is such a card cannot be told from what it
// answers, nor from how long it takes. Whoever asks too often is a Conflict.
func (s *Service) Ask(ctx context.Context, who permit.Actor, n NewAsk) error {
	if err := n.check(); err != nil {
		return fmt.Errorf("ask: %w", err)
	}
	if n.OwnRecord != "" && !s.door.May(ctx, who, permit.HoldConversation, n.OwnRecord) {
		return fmt.Errorf("ask: %w", problem.New(problem.NotFound, "problem.not_found"))
	}
	least := time.NewTimer(askTakes)
	defer least.Stop()
	often := false
	err := s.door.Do(ctx, who, permit.AskCarry, access.Organisation(who.Organisation), func(w *access.Work) (err error) {
		w.Note(n.ID)
		if often, err = tooOften(ctx, w); often || err != nil {
			return err
		}
		return ask(ctx, w, n)
	})
	select {
	case <-least.C:
	case <-ctx.Done():
	}
	if err == nil && often {
		err = problem.New(problem.Conflict, "voice.asked_too_often")
	}
	if err != nil {
		return fmt.Errorf("ask: %w", err)
	}
	return nil
}

// Name gives the name of whoever is about to ask, for the young person to read.
func (s *Service) Name(ctx context.Context, who permit.Actor) (name string, err error) {
	err = s.door.Read(ctx, who, permit.AskCarry, access.Organisation(who.Organisation), func(w *access.Work) (err error) {
		name, err = s.accounts.OwnName(ctx, w)
		return err
	})
	return name, err
}

func tooOften(ctx context.Context, w *access.Work) (bool, error) {
	for within, most := range map[time.Duration]int{time.Hour: asksPerHour, 24 * time.Hour: asksPerDay} {
		n, err := countAsks(ctx, w.Tx, w.Who.ID, db.Time(w.At.Add(-within)))
		if err != nil || n >= most {
			return true, err
		}
	}
	return false, nil
}

// ask leaves the ask with the record that the card names, or with nobody.
func ask(ctx context.Context, w *access.Work, n NewAsk) error {
	have, err := findAsk(ctx, w.Tx, n.ID)
	if err == nil && have.by == w.Who.ID {
		return nil // sent twice
	}
	if err == nil {
		return problem.New(problem.Conflict, "problem.duplicate")
	}
	if !problem.Is(err, problem.NotFound) {
		return err
	}
	row := askRow{id: n.ID, by: w.Who.ID, organisation: w.Who.Organisation, at: db.Time(w.At), document: []byte{}, ownRecord: n.OwnRecord}
	card, err := findCard(ctx, w.Tx, w.Blind(cardBlind, n.Code))
	if err != nil && !problem.Is(err, problem.NotFound) {
		return err
	}
	if err == nil {
		key, err := w.Drop(ctx, card.record)
		if err != nil {
			return err
		}
		switch {
		case card.endedAt != "":
			w.Note("card_cancelled") // it stands in the record's log: somebody has a card that does not count
		case !key.IsZero():
			n.Text.Version = 1
			document, err := json.Marshal(n.Text)
			if err != nil {
				return fmt.Errorf("write ask: %w", err)
			}
			row.record, row.card, row.document = card.record, card.id, key.Seal(document, askPlace(n.ID, "document"))
		}
	}
	return insertAsk(ctx, w.Tx, row)
}

// openAsks gives what was asked about a record, the newest first.
func openAsks(ctx context.Context, w *access.Work, recordID string) ([]Ask, error) {
	rows, err := listAsks(ctx, w.Tx, recordID)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	grants, err := w.Grants(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]Ask, len(rows))
	for i, row := range rows {
		if list[i], err = openAsk(w, row, grants); err != nil {
			return nil, err
		}
		if list[i].Words, err = listAskWords(ctx, w.Tx, row.id); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func openAsk(w *access.Work, row askRow, grants []access.Grant) (Ask, error) {
	a, err := row.heading(w.At)
	if err != nil {
		return a, err
	}
	if a.State == AskGiven && !slices.ContainsFunc(grants, func(g access.Grant) bool { return g.ID == row.grant && g.Open(w.At) }) {
		a.State = AskOver // somebody ended the grant itself
	}
	for _, part := range []struct {
		column string
		sealed []byte
		into   any
	}{{"document", row.document, &a.Text}, {"decision", row.decision, &a.Answer}} {
		if len(part.sealed) == 0 {
			continue
		}
		plain, err := w.Key.Open(part.sealed, askPlace(row.id, part.column))
		if err != nil {
			return a, fmt.Errorf("open ask: %w", err)
		}
		if err := json.Unmarshal(plain, part.into); err != nil {
			return a, fmt.Errorf("read ask: %w", err)
		}
	}
	return a, nil
}

// heading is what a row says without any key.
func (row askRow) heading(now time.Time) (a Ask, err error) {
	a = Ask{ID: row.id, Record: row.record, By: row.by, Organisation: row.organisation, DecidedBy: row.decidedBy}
	for _, t := range []struct {
		text string
		into *time.Time
	}{{row.at, &a.At}, {row.decidedAt, &a.DecidedAt}, {row.until, &a.Until}, {row.read, &a.ReadAt}, {row.backAt, &a.TakenBackAt}} {
		if t.text == "" {
			continue
		}
		if *t.into, err = db.ParseTime(t.text); err != nil {
			return a, err
		}
	}
	switch {
	case row.backAt != "":
		a.State = AskTakenBack
	case row.answer == "no":
		a.State = AskRefused
	case row.answer == "" && now.After(a.At.Add(askWaits)):
		a.State = AskLapsed
	case row.answer == "":
		a.State = AskWaits
	case now.Before(a.Until):
		a.State = AskGiven
	default:
		a.State = AskOver
	}
	return a, nil
}
