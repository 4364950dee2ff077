package custody

import (
	"context"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/i18n"
)

// WholeFormat names the form of what this room gives to the archive of a record: docs/schemas/record-keeping-1.json.
const WholeFormat = "stablefutures-record-keeping-1"

// Whole is everything that was noted of keeping one record, and every request for what is held, as an archive holds it: the
// oldest first. What was given out is not in it again.
type Whole struct {
	Format   string         `json:"format"`
	Record   string         `json:"record"`
	Entries  []WholeEntry   `json:"entries"`
	Requests []WholeRequest `json:"requests"`
}

// WholeEntry is one thing that was said of keeping the record.
type WholeEntry struct {
	ID       string    `json:"id"`
	Kind     Kind      `json:"kind"`
	About    string    `json:"about,omitempty"`
	At       time.Time `json:"at"`
	Author   string    `json:"author"`
	Document Text      `json:"document"`
}

// WholeRequest is one request for what is held, with everything that was done about it.
type WholeRequest struct {
	ID       string      `json:"id"`
	At       time.Time   `json:"at"`
	Author   string      `json:"author"`
	Document Asked       `json:"document"`
	Steps    []WholeStep `json:"steps"`
	Bundle   string      `json:"bundle_sha256,omitempty"` // of what was given out
}

// WholeStep is one thing that was done about a request.
type WholeStep struct {
	ID       string    `json:"id"`
	Kind     StepKind  `json:"kind"`
	About    string    `json:"about,omitempty"`
	At       time.Time `json:"at"`
	Author   string    `json:"author"`
	Document StepText  `json:"document"`
}

// WholeOf gives it, within a use case that is already decided, with the accounts it speaks of and the same to be read in a
// language.
func (s *Service) WholeOf(ctx context.Context, w *access.Work, record string, l i18n.L) (whole Whole, accounts []string, read []Section, err error) {
	whole = Whole{Format: WholeFormat, Record: record, Entries: []WholeEntry{}, Requests: []WholeRequest{}}
	said, err := entries(ctx, w, record)
	if err != nil {
		return whole, nil, nil, err
	}
	for _, e := range said {
		whole.Entries = append(whole.Entries, WholeEntry{ID: e.ID, Kind: e.Kind, About: e.About, At: e.At, Author: e.Author, Document: e.Text})
		accounts = append(accounts, e.Author)
	}
	asked, err := requests(ctx, w, record)
	if err != nil {
		return whole, nil, nil, err
	}
	for _, r := range asked {
		out := WholeRequest{ID: r.ID, At: r.At, Author: r.Author, Document: r.Asked, Steps: []WholeStep{}}
		if r.Bundle != nil {
			out.Bundle = r.Bundle.SHA256
		}
		accounts = append(accounts, r.Author)
		for _, step := range r.Steps {
			out.Steps = append(out.Steps, WholeStep{ID: step.ID, Kind: step.Kind, About: step.About, At: step.At, Author: step.Author, Document: step.Text})
			accounts = append(accounts, step.Author)
		}
		whole.Requests = append(whole.Requests, out)
	}
	c := &collector{ctx: ctx, w: w, id: record, l: l}
	return whole, accounts, c.keepingOf(said, asked), nil
}
