package inspection

import (
	"context"
	"encoding/json"
	"strings"

	"stablefutures/internal/access"
)

// Held is what this room holds of a record: what was made ready for visitors, the latest version, and who was let into it.
type Held struct {
	Prepared *Prepared // nil where nothing was made ready
	Let      []LetIn
}

// HeldOf gives it, within a use case that is already decided. Words that were covered are not in it: they stand in their own
// place in the record.
func (s *Service) HeldOf(ctx context.Context, w *access.Work, recordID string) (h Held, err error) {
	p, found, err := findTracked(ctx, w, recordID)
	if err != nil {
		return h, err
	}
	if found {
		h.Prepared = &p
	}
	h.Let, err = s.letIn(ctx, w, recordID)
	return h, err
}

// JSON is the document of what was made ready, as it is stored.
func (p Prepared) JSON() (json.RawMessage, error) { return json.Marshal(p.Content) }

// Plain is a text with what is covered shown as a gap.
func Plain(list []Piece) string {
	var b strings.Builder
	for _, p := range list {
		if p.Cover != "" {
			b.WriteString("[…]")
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}
