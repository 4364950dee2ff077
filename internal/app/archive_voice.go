package app

import (
	"context"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/exchange"
	"stablefutures/internal/i18n"
)

// allCarried is what more/carried.json holds. The letters on a card are not in it: who finds an archive finds no card.
type allCarried struct {
	Format string        `json:"format"`
	Record string        `json:"record"`
	Cards  []carriedCard `json:"cards"`
	Asks   []carriedAsk  `json:"asks"`
}

type carriedCard struct {
	ID      string `json:"id"`
	MadeAt  string `json:"made_at"`
	EndedAt string `json:"ended_at,omitempty"`
}

type carriedAsk struct {
	ID           string        `json:"id"`
	AskedAt      string        `json:"asked_at"`
	AskedBy      string        `json:"asked_by"`
	Organisation string        `json:"organisation"`
	Who          string        `json:"who,omitempty"`
	Why          string        `json:"why,omitempty"`
	Language     string        `json:"language,omitempty"`
	State        string        `json:"state"`
	DecidedBy    string        `json:"decided_by,omitempty"`
	DecidedAt    string        `json:"decided_at,omitempty"`
	Reason       string        `json:"reason,omitempty"`
	ForYoung     string        `json:"for_young,omitempty"`
	ForYoungIn   string        `json:"for_young_in,omitempty"`
	Until        string        `json:"until,omitempty"`
	ReadAt       string        `json:"read_at,omitempty"`
	TakenBackAt  string        `json:"taken_back_at,omitempty"`
	Words        []carriedWord `json:"words"`
}

type carriedWord struct {
	Contribution string `json:"contribution"`
	Item         string `json:"item"`
}

func (a *App) carriedPart(ctx context.Context, w *access.Work, record string) (exchange.Part, error) {
	c, err := a.Voice.CarryOf(ctx, w, record)
	if err != nil {
		return exchange.Part{}, err
	}
	moment := func(at time.Time) string {
		if at.IsZero() {
			return ""
		}
		return at.UTC().Format(time.RFC3339)
	}
	p := exchange.Part{Name: "carried"}
	whole := allCarried{Format: "stablefutures-record-carried-1", Record: record, Cards: []carriedCard{}, Asks: []carriedAsk{}}
	for _, card := range c.Cards {
		whole.Cards = append(whole.Cards, carriedCard{card.ID, moment(card.MadeAt), moment(card.EndedAt)})
	}
	for _, ask := range c.Asks {
		out := carriedAsk{ID: ask.ID, AskedAt: moment(ask.At), AskedBy: ask.By, Organisation: ask.Organisation, Who: ask.Text.Who, Why: ask.Text.Why,
			Language: ask.Text.Language, State: string(ask.State), DecidedBy: ask.DecidedBy, DecidedAt: moment(ask.DecidedAt), Reason: ask.Answer.Reason,
			ForYoung: ask.Answer.ForYoung, ForYoungIn: ask.Answer.Language, Until: moment(ask.Until), ReadAt: moment(ask.ReadAt), TakenBackAt: moment(ask.TakenBackAt), Words: []carriedWord{}}
		for _, one := range ask.Words {
			out.Words = append(out.Words, carriedWord(one))
		}
		whole.Asks = append(whole.Asks, out)
		p.Accounts, p.Bodies = append(p.Accounts, ask.By, ask.DecidedBy), append(p.Bodies, ask.Organisation)
	}
	p.Document = whole
	read, err := a.heldInVoice(ctx, w, record, i18n.For(archived))
	p.Sections = sectionsOf(read)
	return p, err
}
