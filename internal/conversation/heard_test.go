package conversation_test

import (
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/permit"
)

func TestHeardBetween_countsWhatAYoungPersonSaidInThePeriod(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		before := time.Now().Add(-time.Hour)
		w.finished(w.codes[0])
		for _, period := range []struct {
			from, until time.Time
			want        bool
		}{{before, time.Now().Add(time.Hour), true}, {before.AddDate(0, 0, -2), before, false}, {time.Now().Add(time.Hour), time.Now().Add(2 * time.Hour), false}} {
			must(t, w.door.Read(t.Context(), w.max, permit.ListRecords, access.Nothing, func(work *access.Work) error {
				heard, err := conversation.HeardBetween(t.Context(), work, period.from, period.until)
				if heard[w.selam] != period.want || heard[w.dawit] {
					t.Errorf("%v: %v", period, heard)
				}
				return err
			}))
		}
	})
}
