package kit

import (
	"context"
	"io"
	"strings"
	"unicode/utf8"
)

// Token is one thing said about one topic at one time.
type Token struct {
	Drawing   string
	Word      string
	Date      string // as shown
	Lang, Dir string // of the word, when it differs from the page
	// Gap, when filled, says what lies between the token before and this one:
	// "nothing asked for 5 months". It is drawn as a break in the line.
	Gap string
}

// TokenStrip is the path over time: words with pictures along a line of dates.
// It has no height, slope or colour that could be read as better or worse, and
// the tokens stand evenly, so that it can never be taken for a chart. The same
// facts follow as a table.
type TokenStrip struct {
	ID          string // unique on the page
	Title, Desc string // what a screen reader says of the picture
	Tokens      []Token
	RTL         bool // time runs from right to left
}

// Render writes the strip and its table; nothing when there are no tokens.
func (s TokenStrip) Render(ctx context.Context, w io.Writer) error { return s.view().Render(ctx, w) }

// Measures of the strip, in its own units (CSS pixels at full size).
const (
	tokenPitch  = 150 // from one token to the next
	gapPitch    = 120 // added where there is a gap
	tokenRadius = 27
	tokenAxis   = 34 // the line's height, when nothing is written above it
	lineHeight  = 19
	wordRunes   = 15 // about what fits under a token
)

// placed is a token with its place.
type placed struct {
	Token
	x     int
	fromX int // where the line towards it begins; -1 for the first
	words []string
	gap   []string
}

// place lays the tokens out and says how wide the picture is, how high, and how
// far down its line runs.
func (s TokenStrip) place() (tokens []placed, width, axis, height int) {
	x, lines, above := tokenPitch/2, 1, 0
	for n, t := range s.Tokens {
		p := placed{Token: t, fromX: -1, words: wrap(t.Word), gap: wrap(t.Gap)}
		if n > 0 {
			p.fromX = x
			x += tokenPitch
			if t.Gap != "" {
				x += gapPitch
			}
		}
		p.x = x
		lines, above = max(lines, len(p.words)), max(above, len(p.gap))
		tokens = append(tokens, p)
	}
	width = x + tokenPitch/2
	if s.RTL {
		for n := range tokens {
			tokens[n].x = width - tokens[n].x
			if tokens[n].fromX >= 0 {
				tokens[n].fromX = width - tokens[n].fromX
			}
		}
	}
	axis = max(tokenAxis, lineHeight*above+16)
	return tokens, width, axis, axis + tokenRadius + lineHeight*(lines+1) + 18
}

// wrap breaks a text into lines for SVG, which cannot. A long word stays whole.
func wrap(text string) []string {
	var lines []string
	for _, word := range strings.Fields(text) {
		last := len(lines) - 1
		if last >= 0 && utf8.RuneCountInString(lines[last])+1+utf8.RuneCountInString(word) <= wordRunes {
			lines[last] += " " + word
			continue
		}
		lines = append(lines, word)
	}
	return lines
}

func (s TokenStrip) table(ctx context.Context) Table {
	rows := make([][]Cell, 0, len(s.Tokens))
	for _, t := range s.Tokens {
		if t.Gap != "" {
			rows = append(rows, []Cell{{Text: T(t.Gap), Colspan: 2}})
		}
		rows = append(rows, []Cell{{Text: T(t.Date)}, {Text: In(t.Lang, t.Dir, t.Word)}})
	}
	return Table{Caption: s.Title, CaptionClass: "govuk-visually-hidden", Rows: rows,
		Head: []Cell{{Text: T(say(ctx, "", wWhen))}, {Text: T(say(ctx, "", wWhat))}}}
}
