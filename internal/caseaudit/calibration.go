package caseaudit

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/stats"
)

// inventedFiles are case files of nobody, with their worked answers: our own invention, in every staff language.
//
//go:embed invented/*.json
var inventedFiles embed.FS

// Translated is a text by language.
type Translated map[string]string

// In gives the text in a language, or in English, and says in which.
func (t Translated) In(lang string) (text, in string) {
	if text, ok := t[lang]; ok {
		return text, lang
	}
	return t["en"], "en"
}

// InventedCase is a case file of nobody, from which readers learn to read alike.
type InventedCase struct {
	ID      string     `json:"id"`
	Version int        `json:"version"`
	Title   Translated `json:"title"`
	Parts   []struct {
		Heading Translated `json:"heading"`
		Text    Translated `json:"text"`
	} `json:"parts"`
	Answers map[string]struct { // by outcome
		Discuss Translated              `json:"discuss"`
		Items   map[string]WorkedAnswer `json:"items"`
	} `json:"answers"`
}

// WorkedAnswer is what holds of one indicator in an invented case, and why.
type WorkedAnswer struct {
	Found Found      `json:"found"`
	Why   Translated `json:"why"`
}

// Items lists the case's outcomes with their indicators, in their order.
func (c InventedCase) Items() (list []Matter) {
	for _, outcome := range slices.Sorted(maps.Keys(c.Answers)) {
		for _, item := range slices.Sorted(maps.Keys(c.Answers[outcome].Items)) {
			list = append(list, Matter{outcome, item})
		}
	}
	return list
}

// InventedCases lists the cases that ship.
func InventedCases() (list []InventedCase) {
	names, err := inventedFiles.ReadDir("invented")
	if err != nil {
		panic(err) // it is part of the program
	}
	for _, name := range names {
		text, err := inventedFiles.ReadFile("invented/" + name.Name())
		var c InventedCase
		if err == nil {
			err = json.Unmarshal(text, &c)
		}
		if err != nil {
			panic(fmt.Errorf("%s: %w", name.Name(), err))
		}
		list = append(list, c)
	}
	return list
}

// InventedEdition is the edition whose indicators the invented cases are read for: that which ships.
func InventedEdition() *framework.Edition {
	ed, _ := framework.BySet(framework.SetChecklist)
	return ed
}

// Round is one time that everybody who audits reads the same invented case.
type Round struct {
	ID       string
	Case     InventedCase
	BegunAt  time.Time
	ClosedAt time.Time // zero while answers come in
}

// Open reports whether answers can still come in.
func (r Round) Open() bool { return r.ClosedAt.IsZero() }

// RoundAnswer is what one person found, by indicator.
type RoundAnswer struct {
	Items map[string]ItemFound `json:"items"`
}

// FewestReaders is how many people must have read a case before it is shown how answers spread: of two, each would see the other's.
const FewestReaders = 3

// RoundPage is a round as one person sees it. Until it is closed that is their own answer alone.
type RoundPage struct {
	Round   Round
	Mine    *RoundAnswer // nil where they did not answer
	Readers int          // 0 until it is closed
	Spread  map[string]map[Found]int
	Results []stats.Result // how far readers agree; none for few
	Too     string         // why there is no spread, or are no results: "readers", "pairs"
}

// BeginRound begins a round with a case that ships. id is made by whoever asks, so that a form sent twice begins one.
func (s *Service) BeginRound(ctx context.Context, who permit.Actor, id, invented string) error {
	cases := InventedCases()
	i := slices.IndexFunc(cases, func(c InventedCase) bool { return c.ID == invented })
	if i < 0 || !db.IsID(id) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	err := s.door.Do(ctx, who, permit.ModerateCases, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(id)
		if _, err := findRound(ctx, w, id); err == nil {
			return nil
		}
		return insertRound(ctx, w, id, cases[i])
	})
	if err != nil {
		return fmt.Errorf("begin a calibration round: %w", err)
	}
	return nil
}

// Rounds lists the organisation's rounds, the latest first.
func (s *Service) Rounds(ctx context.Context, who permit.Actor) (list []Round, err error) {
	err = s.door.Read(ctx, who, permit.ReadCases, access.Organisation(who.Organisation), func(w *access.Work) error {
		list, err = listRounds(ctx, w)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list calibration rounds: %w", err)
	}
	return list, nil
}

// AnswerRound keeps what somebody found of a round's case, of every indicator, once and for good.
func (s *Service) AnswerRound(ctx context.Context, who permit.Actor, id string, a RoundAnswer) error {
	err := s.door.Do(ctx, who, permit.ReadCases, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(id)
		r, err := findRound(ctx, w, id)
		if err != nil {
			return err
		}
		var c problem.Check
		for _, m := range r.Case.Items() {
			c.Require(slices.Contains(Founds, a.Items[m.Item].Found), "found-"+m.Item, "problem.required_choice")
			c.Text("note-"+m.Item, a.Items[m.Item].Note, maxText, false)
		}
		c.Require(len(a.Items) == len(r.Case.Items()), "found-"+r.Case.Items()[0].Item, "problem.stale_form")
		if err := c.Err(); err != nil {
			return err
		}
		mine, err := answersOfRound(ctx, w, id, who.ID)
		switch {
		case err != nil:
			return err
		case len(mine) > 0:
			return problem.New(problem.Conflict, "calibration.answered")
		case !r.Open():
			return problem.New(problem.Conflict, "calibration.closed")
		}
		return insertRoundAnswer(ctx, w, id, a)
	})
	if err != nil {
		return fmt.Errorf("answer a calibration round: %w", err)
	}
	return nil
}

// CloseRound ends a round: from then on everybody sees how the answers spread, and the worked answer.
func (s *Service) CloseRound(ctx context.Context, who permit.Actor, id string) error {
	err := s.door.Do(ctx, who, permit.ModerateCases, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(id)
		r, err := findRound(ctx, w, id)
		if err != nil || !r.Open() {
			return err // pressed twice
		}
		return closeRound(ctx, w, id)
	})
	if err != nil {
		return fmt.Errorf("close a calibration round: %w", err)
	}
	return nil
}

// Round gives one round: while it is open who asks sees their own answer alone, and not how many others answered.
func (s *Service) Round(ctx context.Context, who permit.Actor, id string) (p RoundPage, err error) {
	err = s.door.Read(ctx, who, permit.ReadCases, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(id)
		if p.Round, err = findRound(ctx, w, id); err != nil {
			return err
		}
		mine, err := answersOfRound(ctx, w, id, who.ID)
		if err != nil {
			return err
		}
		if len(mine) > 0 {
			p.Mine = &mine[0]
		}
		if p.Round.Open() {
			return nil
		}
		all, err := answersOfRound(ctx, w, id, "")
		if err == nil {
			err = p.close(all)
		}
		return err
	})
	if err != nil {
		return RoundPage{}, fmt.Errorf("read a calibration round: %w", err)
	}
	return p, nil
}

// close says how the answers of a closed round spread, and how far readers agree with each other; of nobody by name.
func (p *RoundPage) close(all []RoundAnswer) error {
	p.Readers = len(all)
	if len(all) < FewestReaders {
		p.Too = "readers"
		return nil
	}
	p.Spread = map[string]map[Found]int{}
	var ratings []stats.Rating
	for _, m := range p.Round.Case.Items() {
		p.Spread[m.Item] = map[Found]int{}
		for i, a := range all {
			p.Spread[m.Item][a.Items[m.Item].Found]++
			ratings = append(ratings, stats.Rating{Unit: m.Item, Rater: fmt.Sprint(i + 1), Value: string(a.Items[m.Item].Found)})
		}
	}
	if len(p.Spread) < FewestPairs {
		p.Too = "pairs"
		return nil
	}
	var scale []string
	for _, f := range Founds {
		scale = append(scale, string(f))
	}
	r, err := stats.NewRatings(ratings, scale)
	for _, metric := range []string{"percent", "fleiss", "alpha", "ac1"} {
		if err != nil {
			return err
		}
		var out stats.Result
		out, err = stats.Agreement(r, stats.Request{Metric: metric, Level: stats.Nominal, Boot: AgreementDraws, Seed: AgreementSeed})
		p.Results = append(p.Results, out)
	}
	return err
}
