package exchange

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"stablefutures/internal/access"
)

// Part is what another room holds of a record, as it goes into the archive: as JSON that another program reads, and as text.
// It holds no sealed detail.
type Part struct {
	Name     string // of its two files, in the folder more/: small letters
	Document any    // written as JSON; its first field is the format
	Sections []PartSection
	Accounts []string // ids that it speaks of, for the list of names in record.json
	Bodies   []string // organisations, likewise
}

// PartSection is a stretch of a part as people read it: facts, and what somebody typed.
type PartSection struct {
	Title string
	Lines []string
	Typed [][2]string // label and text
}

// Giver gives a room's part of a record, within the use case that takes it out, which is already decided.
type Giver func(ctx context.Context, w *access.Work, recordID string) (Part, error)

// AlsoFrom adds what another room holds to every archive. Add before the first use.
func (s *Service) AlsoFrom(f Giver) { s.givers = append(s.givers, f) }

// others asks the rooms for their parts.
func (s *Service) others(ctx context.Context, w *access.Work, id string) ([]Part, error) {
	var list []Part
	for _, give := range s.givers {
		p, err := give(ctx, w, id)
		if err != nil {
			return nil, fmt.Errorf("gather a part: %w", err)
		}
		list = append(list, p)
	}
	return list, nil
}

// files writes a part's two files.
func (p Part) files(whole Whole) ([]part, error) {
	var document bytes.Buffer
	e := json.NewEncoder(&document)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(p.Document); err != nil {
		return nil, fmt.Errorf("write %s.json: %w", p.Name, err)
	}
	t := &text{whole: whole}
	t.line("Record %s. Taken out %s.", whole.Record.ID, moment(whole.Made.At))
	t.line("What people typed stands after a bar ( | ).")
	if len(p.Sections) == 0 {
		t.line("\nNothing.")
	}
	for _, s := range p.Sections {
		t.head("%s", oneLine(s.Title))
		for _, line := range s.Lines {
			t.line("  %s", oneLine(line))
		}
		for _, typed := range s.Typed {
			t.typed(oneLine(typed[0]), typed[1])
		}
	}
	return []part{{"more/" + p.Name + ".json", document.Bytes()}, {"more/" + p.Name + ".txt", []byte(t.out.String())}}, nil
}

// oneLine keeps what is ours on one line, whatever name stands in it.
func oneLine(s string) string { return strings.ReplaceAll(Visible(s), "\n", " ") }
