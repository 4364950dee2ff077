package conversation

import (
	"context"

	"stablefutures/internal/access"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// WordsShown gives the words and pictures that the young person was shown in a sitting, in the order in which they were.
// One that is not here, such as that of a sitting which came from elsewhere, is left out.
func (s *Service) WordsShown(ctx context.Context, who permit.Actor, recordID, id string) (sum Summary, list []framework.Wording, err error) {
	sum, err = s.kept(ctx, who, recordID, id, func(w *access.Work, sum Summary) error {
		list, err = Wordings(ctx, w, sum.Setup)
		return err
	})
	return sum, list, err
}

// Wordings gives the words and pictures of a setup within a use case that is already decided: for rooms below.
func Wordings(ctx context.Context, w *access.Work, setup Setup) (list []framework.Wording, err error) {
	for _, sum := range setup.ShownWordings() {
		one, _, err := framework.ShownWording(ctx, w, sum)
		if problem.Is(err, problem.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, nil
}
