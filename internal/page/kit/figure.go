package kit

import (
	"context"
	"io"
)

// Figure is a picture of figures with the same as a table, what its symbols mean, and its files. Wide and Narrow are markup that
// the chart room made, with every text in it escaped; a style sheet (chart.css) shows the one that fits.
type Figure struct {
	ID           string
	Title        string
	HeadingLevel int // of the title; 0 makes it no heading
	About        Content
	Wide, Narrow string
	TableLabel   string // what opens the table
	Table        Table
	Open         bool // the table is open from the start
	Notes        []string
	FilesLabel   string
	Files        []Link
}

// Render writes the figure.
func (f Figure) Render(ctx context.Context, w io.Writer) error { return f.view().Render(ctx, w) }

// Unseen is for whoever listens: what others see from where it stands.
func Unseen(text string) Content { return unseen(text) }

// Picture is a picture of figures alone, for pages that have its title and its table already: Wide and Narrow as of Figure. Without
// them its words stand there.
type Picture struct{ Wide, Narrow, Alt string }

// Render writes the picture.
func (p Picture) Render(ctx context.Context, w io.Writer) error { return p.view().Render(ctx, w) }
