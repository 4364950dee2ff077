package kit

import (
	"context"
	"io"
)

// ShownScreen is a screen of a young person as staff, and the group that decides on it, look at it: in a frame of 320
// pixels, with nothing to press. What differs from another one is marked by a line, not by a colour.
type ShownScreen struct {
	Label, Lang, Dir string
	Drawing          string
	Title            string
	Lines            []ShownLine
	Choices          []ShownChoice
	Large            bool // for a group to look at together
}

// ShownLine is one text.
type ShownLine struct {
	Text string
	New  bool
}

// ShownChoice is one of the choices under a card.
type ShownChoice struct {
	Drawing, Word, More string
	New                 bool
}

// Render writes the screen.
func (s ShownScreen) Render(ctx context.Context, w io.Writer) error {
	return shownScreen(s).Render(ctx, w)
}
