package conversation

import (
	"sync"
	"time"

	"stablefutures/internal/problem"
)

// guesses makes those wait who try many codes that nothing belongs to. It is in memory and per process; the codes have 39
// bits, so that this is against a nuisance more than against a chance.
type guesses struct {
	mu    sync.Mutex
	wrong map[string]guess
}

type guess struct {
	count int
	last  time.Time
}

const (
	guessesFree   = 10              // wrong codes in a row that cost nothing
	guessesWait   = 5 * time.Minute // between any after these
	guessesForget = time.Hour       // of quiet, and all is forgotten
	guessesKept   = 10_000          // accounts that are remembered at once
)

func newGuesses() *guesses { return &guesses{wrong: map[string]guess{}} }

// try counts a guess as wrong before it is looked up, so that a hundred at once are not one; the function it gives takes
// that back for one that was right.
func (g *guesses) try(account string, now time.Time) (right func(), err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	have := g.wrong[account]
	if now.Sub(have.last) > guessesForget {
		have = guess{}
	}
	if have.count >= guessesFree && now.Sub(have.last) < guessesWait {
		return nil, problem.New(problem.Conflict, "conversation.code_wait", "minutes", int(guessesWait/time.Minute))
	}
	if len(g.wrong) >= guessesKept {
		for id, old := range g.wrong {
			if now.Sub(old.last) > guessesWait || len(g.wrong) >= guessesKept {
				delete(g.wrong, id)
			}
		}
	}
	g.wrong[account] = guess{have.count + 1, now}
	return func() { g.forgive(account) }, nil
}

func (g *guesses) forgive(account string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.wrong, account)
}
