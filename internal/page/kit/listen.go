package kit

import (
	"context"
	"io"
)

// Listen is what can be read aloud. A script makes one button of it; without one there are players for what was
// recorded, and nothing else. Its words are in the language of the texts.
type Listen struct {
	Lang, Dir string
	Voices    string // tags of voices that speak the language, the best first
	Label     string // of the button
	Stop      string
	Person    string // says that a person reads
	Device    string // says that the device reads
	None      string // says that there is no voice
	About     string // tells one button from another; "" for a page's first
	Recorded  bool   // some of the texts were recorded
	Texts     []ListenText
}

// ListenText is one text, with the address of its recording where there is one.
type ListenText struct{ Text, Sound string }

// Render writes what can be read aloud.
func (l Listen) Render(ctx context.Context, w io.Writer) error { return l.view().Render(ctx, w) }
