package app

import (
	"context"
	"time"
)

// RotateKeys makes new keys in the ring, keeps it, and wraps every data key anew, while servers run: they take the new
// ring up by themselves. It says how many were wrapped. What a server still wrapped with the old keys before it noticed
// is wrapped anew at the end, so that an old copy of the ring opens nothing that was written since.
func (a *App) RotateKeys(ctx context.Context) (int, error) {
	if err := a.Ring.Rotate(); err != nil {
		return 0, err
	}
	if err := a.Ring.Save(a.options.Keys); err != nil { // before anything is wrapped with what it holds
		return 0, err
	}
	n, err := a.Door.RewrapKeys(ctx)
	if err != nil {
		return n, err
	}
	select {
	case <-ctx.Done():
		return n, ctx.Err()
	case <-time.After(a.Ring.Settles()):
	}
	late, err := a.Door.RewrapKeys(ctx)
	return n + late, err
}
