package record

import (
	"context"

	"stablefutures/internal/access"
)

// OpenSealedWith opens a sealed detail's document with whatever key the work holds as the sealed one.
func OpenSealedWith(w *access.Work, id string) ([]byte, error) {
	row, err := findSealed(context.Background(), w.Tx, w.Sealed.Owner(), id)
	if err != nil {
		return nil, err
	}
	return w.Sealed.Open(row.document, sealedPlace(id))
}

// Sniff and Strip are what Attach does with a file, for fuzzing.
var (
	Sniff = sniff
	Strip = strip
)
