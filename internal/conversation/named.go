package conversation

import (
	"context"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/permit"
)

// KeptWithNames is Kept with the names of those who contributed, by account id; without accounts nobody is named.
func (s *Service) KeptWithNames(ctx context.Context, who permit.Actor, recordID, id string, accounts *account.Service) (Summary, map[string]string, error) {
	names := map[string]string{}
	sum, err := s.kept(ctx, who, recordID, id, func(w *access.Work, sum Summary) error {
		if accounts == nil {
			return nil
		}
		ids := []string{sum.OpenedBy}
		for _, t := range sum.Setup.TakenOver {
			ids = append(ids, t.From, t.By)
		}
		for _, m := range sum.Marks {
			ids = append(ids, m.Author, m.Outcome.Author)
		}
		for _, c := range sum.Contributions {
			ids = append(ids, c.Author)
		}
		people, err := accounts.Names(ctx, w, ids)
		for id, p := range people {
			names[id] = p.Name
		}
		return err
	})
	return sum, names, err
}
