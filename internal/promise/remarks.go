package promise

import (
	"context"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/permit"
)

// RemarksOn gives what the young person says about one promise, the oldest first, to whoever may read promises.
func (s *Service) RemarksOn(ctx context.Context, who permit.Actor, recordID, promiseID string) (list []conversation.Remark, err error) {
	err = s.door.Read(ctx, who, permit.ReadPromises, access.Record(recordID), func(w *access.Work) error {
		w.Note(promiseID, "remarks")
		list, err = conversation.Remarks(ctx, w, recordID)
		list = slices.DeleteFunc(list, func(r conversation.Remark) bool { return r.About != promiseID })
		return err
	})
	return list, err
}
