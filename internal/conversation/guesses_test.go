package conversation

import (
	"testing"
	"time"

	"stablefutures/internal/problem"
)

// Ten wrong codes are free; then each waits. A right one forgives all, and so does a quiet hour.
func TestGuesses_wait(t *testing.T) {
	g, now := newGuesses(), time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	try := func(who string) error {
		_, err := g.try(who, now)
		return err
	}
	for n := range guessesFree {
		if err := try("a"); err != nil {
			t.Fatalf("guess %d: %v", n+1, err)
		}
	}
	if err := try("a"); problem.KeyOf(err) != "conversation.code_wait" {
		t.Fatalf("the eleventh at once: %v", err)
	}
	if err := try("b"); err != nil {
		t.Errorf("somebody else: %v", err)
	}
	now = now.Add(guessesWait)
	if err := try("a"); err != nil {
		t.Errorf("after the wait: %v", err)
	}
	if err := try("a"); err == nil {
		t.Error("and again at once")
	}
	now = now.Add(guessesWait)
	right, err := g.try("a", now)
	if err != nil {
		t.Fatal(err)
	}
	right()
	if err := try("a"); err != nil {
		t.Errorf("after a right one: %v", err)
	}
	for range guessesKept + 5 {
		_, _ = g.try(time.Now().String(), now)
	}
	if len(g.wrong) > guessesKept {
		t.Errorf("%d accounts are remembered", len(g.wrong))
	}
}
