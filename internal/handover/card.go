package handover

import (
	"context"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/permit"
	"stablefutures/internal/print"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
)

// Card makes the card that a young person carries: those of their own words that they chose, and nothing that says what
// it is, whose, or where it is from. Somebody may find it. Where they want none there is none.
func (s *Service) Card(ctx context.Context, who permit.Actor, recordID string) (d print.Doc, err error) {
	err = s.door.Read(ctx, who, permit.OpenSealed, access.Record(recordID), func(w *access.Work) error {
		p, err := record.FindSafety(ctx, w, recordID, "theirs")
		if err != nil {
			return err
		}
		w.Note("card")
		carry := p.Now[record.SafetyCarry].Text
		if !carry.Card {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		d = print.Doc{Title: "·", Lang: "en", Size: 12, PageLabel: " "}
		for _, part := range record.SafetyParts {
			said := p.Now[part].Text
			if said.Empty() || !slices.Contains(carry.OnCard, part) {
				continue
			}
			if len(d.Blocks) == 0 {
				d.Lang = ScriptOf(said.Text)
			}
			words, language := said.Text, or(said.Language, "en")
			if words == "" {
				words, language = said.Translation, or(said.TranslatedTo, "en")
			}
			d.Blocks = append(d.Blocks, print.Para{Text: print.SayIn(language, words)})
		}
		return nil
	})
	return d, err
}
