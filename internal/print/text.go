package print

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// WriteText writes doc as plain UTF-8 text for pasting into another system:
// headings on lines of their own, quoted words in quotation marks, a mark before
// each list item, cells between bars. It needs no fonts. A paragraph whose first
// letter would turn it the wrong way begins with a direction mark. Errors:
// ErrNoTitle, ErrTooLong, ErrTable, or w's own.
func WriteText(w io.Writer, doc Doc) error {
	doc, err := prepared(doc)
	if err != nil {
		return err
	}
	t := textWriter{w: bufio.NewWriter(w)}
	for _, b := range doc.Blocks {
		t.block(b)
	}
	if err := t.w.Flush(); err != nil {
		return fmt.Errorf("write text: %w", err)
	}
	return nil
}

type textWriter struct {
	w       *bufio.Writer // keeps the first error until Flush
	started bool
}

// gap leaves one empty line between blocks.
func (t *textWriter) gap() {
	if t.started {
		t.w.WriteByte('\n')
	}
	t.started = true
}

// line writes one text after a mark; further lines of it are indented as far.
func (t *textWriter) line(before string, x Text, after string) {
	if x.empty() {
		return
	}
	indent := strings.Repeat(" ", len([]rune(before)))
	words := strings.ReplaceAll(x.plain(), "\n", "\n"+indent)
	t.w.WriteString(turned(before+words+after, x.Dir) + "\n")
}

// turned puts a direction mark before a line that would start the wrong way.
func turned(s string, dir Direction) string {
	switch d := strongIn(s); {
	case dir == RTL && d != RTL:
		return "\u200f" + s
	case dir == LTR && d == RTL:
		return "\u200e" + s
	}
	return s
}

func (t *textWriter) block(b Block) {
	switch b := b.(type) {
	case Heading:
		t.gap()
		t.line("", b.Text, "")
	case Para:
		t.gap()
		t.line("", b.Text, "")
	case Quote:
		t.gap()
		t.line("\u201c", b.Words, "\u201d")
		if b.TranslationLabel != "" && !b.Translation.empty() {
			t.w.WriteString(b.TranslationLabel + "\n")
		}
		t.line("\u201c", b.Translation, "\u201d")
		t.line("", b.Source, "")
	case List:
		t.gap()
		for i, it := range b.Items {
			mark := itemMark(b.Ordered, i) + " "
			t.line(mark, it.Text, "")
			for _, n := range it.Notes {
				t.line(strings.Repeat(" ", len([]rune(mark))), n, "")
			}
		}
	case Table:
		t.gap()
		t.row(b.Head)
		for _, r := range b.Rows {
			t.row(r)
		}
	case Notice:
		t.gap()
		t.line("", b.Title, "")
		for _, p := range b.Paras {
			t.line("", p, "")
		}
	case Rule:
		t.gap()
		t.w.WriteString("----\n")
	case Spacer:
		t.gap()
	case Picture:
		t.gap()
		t.w.WriteString("[" + b.Alt + "]\n")
	case Group:
		t.parts(b.Parts)
	case Board:
		t.parts(b.Head)
		for _, p := range b.Panels {
			t.parts(p.Parts)
		}
		t.parts(b.Foot)
	case Fitted:
		for _, inner := range b.Blocks {
			t.block(inner)
		}
	}
}

// parts writes the words of parts; a picture is there for its words, which stand
// beside it.
func (t *textWriter) parts(parts []Part) {
	if len(parts) > 0 {
		t.gap()
	}
	for _, w := range wordsOf(parts) {
		t.line("", w.Text, "")
	}
}

func (t *textWriter) row(cells []Text) {
	if len(cells) == 0 {
		return
	}
	for i, c := range cells {
		if i > 0 {
			t.w.WriteString(" | ")
		}
		t.w.WriteString(strings.Join(strings.Fields(c.plain()), " "))
	}
	t.w.WriteByte('\n')
}
