package promise

import (
	"context"
	"slices"
	"time"

	"stablefutures/internal/access"
)

// Tally is how many promises stand in each state, how many young people stand behind each number, and how many of them
// are one young person's at most. These are true numbers: nothing shows them but what disclosure control made of them.
type Tally struct {
	States                  []State
	Counts, People, Largest []int64
}

// TallyOf counts the promises of some records that were made between two days, both within, in the work of another room's
// use case. Its numbers go to disclosure control and nowhere else.
func TallyOf(ctx context.Context, w *access.Work, records []string, from, to time.Time) (Tally, error) {
	states := []State{Kept, Open, HandedOver, Broken}
	t := Tally{States: states, Counts: make([]int64, len(states)), People: make([]int64, len(states)), Largest: make([]int64, len(states))}
	for batch := range slices.Chunk(records, 200) {
		counts, err := countStates(ctx, w.Tx, batch, from, to)
		if err != nil {
			return Tally{}, err
		}
		for _, c := range counts {
			if i := slices.Index(states, c.state); i >= 0 {
				t.Counts[i] += c.n
				t.People[i]++
				t.Largest[i] = max(t.Largest[i], c.n)
			}
		}
	}
	return t, nil
}
