package access

import (
	"context"
	"fmt"
	"slices"

	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// workOwner is whose key a published work has: its own, which no record's and no account's id can be.
func workOwner(id string) string { return "work:" + id }

// mayWork are the acts within which a published work's key is made, opened or destroyed. Operate is the program itself. A briefing
// quotes words whose permission covers it, and refers to them: so its readers open them as they stand.
var mayWork = map[string][]permit.Action{
	"make":    {permit.PublishWorks},
	"open":    {permit.PublishWorks, permit.ReadTogether, permit.ReadPolicy, permit.MakePolicy, permit.SignPolicy, permit.Operate},
	"destroy": {permit.PublishWorks, permit.GiveWork, permit.HoldTogether, permit.SpeakOwn, permit.EraseRecord, permit.Operate},
}

// NewWorkKey makes the key of a work that is published. It is the work's own, so that showing it opens nothing of the
// record that it came from, and taking it down makes every copy unreadable, in backups too.
func (w *Work) NewWorkKey(ctx context.Context, id string) (seal.Key, error) {
	if !slices.Contains(mayWork["make"], w.act) {
		return seal.Key{}, problem.New(problem.Forbidden, "access.refused")
	}
	return w.newKey(ctx, seal.ClassRecord, workOwner(id))
}

// WorkKey opens a published work's key; ErrDestroyed once it was taken down, the zero key where there is none.
func (w *Work) WorkKey(ctx context.Context, id string) (seal.Key, error) {
	if !slices.Contains(mayWork["open"], w.act) {
		return seal.Key{}, problem.New(problem.Forbidden, "access.refused")
	}
	return w.door.key(ctx, w.Tx, seal.ClassRecord, workOwner(id))
}

// DestroyWork destroys a published work's key, the ring's mark first: a restored backup does not bring it back. why is a
// short code.
func (w *Work) DestroyWork(ctx context.Context, id, why string) error {
	if !slices.Contains(mayWork["destroy"], w.act) {
		return problem.New(problem.Forbidden, "access.refused")
	}
	w.door.ring.Destroy(workOwner(id), w.At, why)
	if w.door.saveRing != nil {
		if err := w.door.saveRing(); err != nil {
			return fmt.Errorf("save key ring: %w", err)
		}
	}
	return deleteKeys(ctx, w.Tx, workOwner(id))
}

// WorkDestroyed reports whether a published work was taken down: what a restored backup still holds of it opens no more.
func (w *Work) WorkDestroyed(id string) bool { return w.door.ring.IsDestroyed(workOwner(id)) }
