package app

import (
	"context"

	"stablefutures/internal/access"
	"stablefutures/internal/insight"
	"stablefutures/internal/sharing"
)

// poolKeys lets rounds of masked numbers know who is who by the partners of the register.
func (a *App) poolKeys() insight.PoolKeys {
	parties := func(find func(context.Context, *access.Work) ([]sharing.Signer, error)) func(context.Context, *access.Work) ([]insight.Party, error) {
		return func(ctx context.Context, w *access.Work) (list []insight.Party, err error) {
			all, err := find(ctx, w)
			for _, s := range all {
				list = append(list, insight.Party{Name: s.Name, Key: s.Key})
			}
			return list, err
		}
	}
	return insight.PoolKeys{Own: parties(a.Between.OwnSigners), Known: parties(a.Between.TrustedSigners), Sign: a.Between.SignAs}
}
