package assurance

import (
	"fmt"
	"regexp"
	"strings"

	"stablefutures/internal/print"
)

// filler gives the blocks that stand where a draft has {{name}} on a line of its own, and whether there are such.
type filler func(name string) ([]print.Block, bool)

var (
	asked   = regexp.MustCompile(`^\{\{([a-z-]+)\}\}$`)
	inline  = regexp.MustCompile(`\{\{([a-z-]+)\}\}`)
	link    = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)
	ordered = regexp.MustCompile(`^\d+\. `)
	strong  = regexp.MustCompile(`\*\*([^*]+)\*\*`)
	accent  = regexp.MustCompile(`(^|[\s(])\*([^*\s][^*]*)\*`)
)

// read turns a text in the few marks of Markdown that ours use (headings, paragraphs, lists, tables, "> " for a notice, a
// fence for a drawing in letters, which is left out) into blocks. A {{name}} nobody can fill is an error, so that no draft
// is ever written with a hole in it.
func read(text string, fill filler) ([]print.Block, error) {
	r := reader{lines: strings.Split(text, "\n"), fill: fill}
	for r.at < len(r.lines) && r.err == nil {
		r.block()
	}
	return r.blocks, r.err
}

type reader struct {
	lines  []string
	at     int
	fill   filler
	blocks []print.Block
	err    error
}

func (r *reader) line() string { return strings.TrimRight(r.lines[r.at], " ") }

func (r *reader) add(b print.Block) { r.blocks = append(r.blocks, b) }

func (r *reader) block() {
	l := r.line()
	switch {
	case l == "":
		r.at++
	case strings.HasPrefix(l, "```"):
		r.at++
		for r.at < len(r.lines) && !strings.HasPrefix(r.line(), "```") {
			r.at++
		}
		r.at++
	case strings.HasPrefix(l, "#"):
		level := len(l) - len(strings.TrimLeft(l, "#"))
		r.add(print.Heading{Level: level, Text: r.words(strings.TrimSpace(l[level:]))})
		r.at++
	case asked.MatchString(l):
		name := asked.FindStringSubmatch(l)[1]
		blocks, ok := r.fill(name)
		if !ok {
			r.err = fmt.Errorf("read draft: nothing fills {{%s}}", name)
			return
		}
		r.blocks = append(r.blocks, blocks...)
		r.at++
	case strings.HasPrefix(l, "|"):
		r.table()
	case strings.HasPrefix(l, "> "):
		var words []string
		for r.at < len(r.lines) && strings.HasPrefix(r.line(), "> ") {
			words = append(words, r.line()[2:])
			r.at++
		}
		r.add(print.Notice{Paras: []print.Text{r.words(strings.Join(words, " "))}})
	case bullet(l) || ordered.MatchString(l):
		r.list()
	default:
		r.add(print.Para{Text: r.words(r.run())})
	}
}

func bullet(l string) bool { return strings.HasPrefix(l, "- ") || strings.HasPrefix(l, "* ") }

// run gives the lines of one paragraph as one.
func (r *reader) run() string {
	var words []string
	for r.at < len(r.lines) {
		l := r.line()
		if l == "" || len(words) > 0 && (bullet(l) || ordered.MatchString(l) || strings.HasPrefix(l, "|") || strings.HasPrefix(l, "#") || asked.MatchString(l)) {
			break
		}
		words = append(words, strings.TrimSpace(l))
		r.at++
	}
	return strings.Join(words, " ")
}

func (r *reader) list() {
	list := print.List{Ordered: ordered.MatchString(r.line())}
	for r.at < len(r.lines) {
		l := r.line()
		if !bullet(l) && !ordered.MatchString(l) {
			break
		}
		_, first, _ := strings.Cut(l, " ")
		r.at++
		words := []string{first}
		for r.at < len(r.lines) && strings.HasPrefix(r.lines[r.at], "  ") {
			words = append(words, strings.TrimSpace(r.line()))
			r.at++
		}
		list.Items = append(list.Items, print.Item{Text: r.words(strings.Join(words, " "))})
	}
	r.add(list)
}

func (r *reader) table() {
	var t print.Table
	for ; r.at < len(r.lines) && strings.HasPrefix(r.line(), "|"); r.at++ {
		l := r.line()
		if strings.Trim(l, "|- ") == "" {
			continue
		}
		var row []print.Text
		for _, cell := range strings.Split(strings.TrimSuffix(strings.TrimPrefix(l, "|"), "|"), " | ") {
			row = append(row, r.words(strings.TrimSpace(cell)))
		}
		if t.Head == nil {
			t.Head = row
		} else {
			t.Rows = append(t.Rows, row)
		}
	}
	r.add(t)
}

// words reads one stretch: bold stays, places in the code lose their marks, links lose their addresses.
func (r *reader) words(s string) print.Text {
	s = inline.ReplaceAllStringFunc(s, func(m string) string {
		blocks, ok := r.fill(m[2 : len(m)-2])
		if p, isPara := first(blocks).(print.Para); ok && isPara && len(p.Text.Runs) > 0 {
			return p.Text.Runs[0].Text
		}
		r.err = fmt.Errorf("read draft: nothing fills %s", m)
		return ""
	})
	s = accent.ReplaceAllString(link.ReplaceAllString(strings.ReplaceAll(s, "`", ""), "$1"), "$1$2")
	var t print.Text
	for len(s) > 0 {
		at := strong.FindStringSubmatchIndex(s)
		if at == nil {
			t.Runs = append(t.Runs, print.Run{Text: s})
			break
		}
		if at[0] > 0 {
			t.Runs = append(t.Runs, print.Run{Text: s[:at[0]]})
		}
		t.Runs = append(t.Runs, print.Run{Text: s[at[2]:at[3]], Bold: true})
		s = s[at[1]:]
	}
	return t
}

func first(blocks []print.Block) print.Block {
	if len(blocks) != 1 {
		return nil
	}
	return blocks[0]
}
