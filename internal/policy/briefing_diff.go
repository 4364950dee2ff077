package policy

import (
	"context"
	"fmt"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/permit"
)

// Difference is one thing that changed from one version to the next.
type Difference struct {
	Kind    string // changed, added, removed, moved
	Field   string // title, reader, question, short, ask, by, unknown; "" for a piece
	Section string // of a piece
	Piece   PieceKind
	Before  string
	After   string
}

// Differences lists what changed from one version to a later one: what was written, then the pieces in the order of the later.
func Differences(before, after BriefingDraft) (list []Difference) {
	for _, f := range []struct{ field, before, after string }{
		{"title", before.Title, after.Title}, {"reader", before.Reader, after.Reader}, {"question", before.Question, after.Question}, {"short", before.Short, after.Short},
		{"ask", before.Ask, after.Ask}, {"by", before.By, after.By}, {"unknown", before.Unknown, after.Unknown}} {
		if f.before != f.after {
			list = append(list, Difference{Kind: "changed", Field: f.field, Before: f.before, After: f.after})
		}
	}
	for _, p := range after.Pieces {
		was, there := before.Piece(p.ID)
		d := Difference{Kind: "changed", Section: p.Section, Piece: p.Kind, Before: was.says(), After: p.says()}
		switch {
		case !there:
			d.Kind, d.Before = "added", ""
		case was == p && rank(before, after, p) == rank(after, before, p):
			continue
		case was == p:
			d.Kind, d.Before = "moved", ""
		}
		list = append(list, d)
	}
	for _, p := range before.Pieces {
		if _, there := after.Piece(p.ID); !there {
			list = append(list, Difference{Kind: "removed", Section: p.Section, Piece: p.Kind, Before: p.says()})
		}
	}
	return list
}

// says is what of a piece was written; what it cites is told by its kind.
func (p Piece) says() string {
	text := p.Text
	for _, more := range []string{p.Coverage, p.Publisher, p.Source, p.URL} {
		if more != "" {
			text += "\n" + more
		}
	}
	return text
}

// rank is the place of a piece in its section of a draft among those that the other draft has too.
func rank(of, other BriefingDraft, p Piece) int {
	var both []string
	for _, o := range of.In(p.Section) {
		if there, ok := other.Piece(o.ID); ok && there.Section == o.Section {
			both = append(both, o.ID)
		}
	}
	return slices.Index(both, p.ID)
}

// Changes gives what changed between two versions of a briefing.
func (s *Service) Changes(ctx context.Context, who permit.Actor, id string, from, to int) (b Briefing, list []Difference, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		w.Note(id)
		_, _, before, err := s.version(ctx, w, id, from)
		if err != nil {
			return err
		}
		var after KeptBriefing
		if b, _, after, err = s.version(ctx, w, id, to); err != nil {
			return err
		}
		list = Differences(before.Draft, after.Draft)
		return nil
	})
	if err != nil {
		return Briefing{}, nil, fmt.Errorf("compare versions of a briefing: %w", err)
	}
	return b, list, nil
}
