package handover

import (
	"context"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
)

// taken is what a copy or a case note is made from: one sitting with everything that belongs to it.
type taken struct {
	person   record.Person
	sitting  conversation.Summary
	edition  *framework.Edition
	promises []promise.Promise
}

// take reads one sitting; "" means the last one that ended with something kept, and a record without any is NotFound.
func take(ctx context.Context, w *access.Work, recordID, sittingID string) (t taken, err error) {
	if t.person, err = record.Find(ctx, w, recordID); err != nil {
		return t, err
	}
	sittings, err := conversation.Summaries(ctx, w, recordID)
	if err != nil {
		return t, err
	}
	i := slices.IndexFunc(sittings, func(s conversation.Summary) bool {
		if sittingID != "" {
			return s.ID == sittingID
		}
		return !s.Open() && len(s.Contributions) > 0
	})
	if i < 0 {
		return t, problem.New(problem.NotFound, "handover.no_sitting")
	}
	t.sitting = sittings[i]
	t.sitting.Contributions = standing(t.sitting.Contributions)
	if t.edition, err = framework.Find(ctx, w, t.sitting.EditionID); err != nil {
		return t, err
	}
	t.promises, err = promise.List(ctx, w, recordID)
	return t, err
}

// standing leaves out contributions that a later one corrects.
func standing(all []conversation.Contribution) []conversation.Contribution {
	corrected := map[string]bool{}
	for _, c := range all {
		corrected[c.Corrects] = true
	}
	return slices.DeleteFunc(slices.Clone(all), func(c conversation.Contribution) bool { return corrected[c.ID] })
}

// young gives what the young person said in the sitting.
func (t taken) young() conversation.Content {
	for _, c := range slices.Backward(t.sitting.Contributions) {
		if c.Perspective == conversation.YoungPerson {
			return c.Content
		}
	}
	return conversation.Content{}
}

// order gives the codes and topic ids a content speaks about: in the order chosen, then the rest in the edition's.
func order(ed *framework.Edition, c conversation.Content) []string {
	var codes []string
	add := func(code string) {
		a, said := c.Answers[code]
		_, own := c.Topic(code)
		if !slices.Contains(codes, code) && (said && (a.Choice != "" || !a.Words.Empty()) || own) {
			codes = append(codes, code)
		}
	}
	for _, code := range c.Chosen {
		add(code)
	}
	for _, t := range c.Topics {
		add(t.ID)
	}
	for _, item := range ed.Items() {
		add(item.Code)
	}
	return codes
}
