package handover_test

import (
	"testing"

	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/promise"
	"stablefutures/internal/testkit"
)

// BenchmarkPicture opens the staff's reading of a young person with 10 conversations of about 50 facts: decided,
// decrypted, and the reading recorded durably, one reader after the other and many at once.
func BenchmarkPicture(b *testing.B) {
	w := newWorld(b, testkit.SQLite(b))
	for range 10 {
		c := conversation.Content{Answers: map[string]conversation.Answer{}}
		var codes []string
		for _, item := range w.ed.Items() {
			if item.Kind == framework.OutcomeItem && len(codes) < 50 {
				c.Answers[item.Code] = said("some_of_it", "ቃላት")
				codes = append(codes, item.Code)
			}
		}
		sitting := w.hold("ti", c)
		w.view(w.tam, sitting, func(c *conversation.Content) {
			c.Findings = map[string]conversation.Finding{}
			for _, item := range w.ed.Items() {
				if item.Kind != framework.OutcomeItem && len(c.Findings)+len(codes) < 50 {
					c.Findings[item.Code] = conversation.Finding{State: "partly"}
				}
			}
		})
		w.settle(w.promise(sitting, "ring", "", codes[0]), promise.WasKept, promise.EventText{Evidence: "rang"})
		w.pass(20)
	}
	b.Run("one", func(b *testing.B) {
		for b.Loop() {
			w.picture(false)
		}
	})
	b.Run("many", func(b *testing.B) {
		b.SetParallelism(25)
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if _, err := w.Picture(b.Context(), w.tam, w.selam, "", false); err != nil {
					b.Error(err)
				}
			}
		})
	})
}
