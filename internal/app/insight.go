package app

import (
	"context"

	"stablefutures/internal/access"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/release"
)

// letOut is the one way in which the cube's numbers get out: protected, and kept in the register.
func letOut(ctx context.Context, w *access.Work, rules string, t disclosure.Table) (disclosure.Released, error) {
	r, err := release.Keep(ctx, w, rules, t)
	return r.Table, err
}
