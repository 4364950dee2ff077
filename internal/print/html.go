package print

import (
	"bufio"
	"fmt"
	"html"
	"io"
	"strconv"
	"strings"
)

// htmlStyle is the whole look of a document that has to stand by itself, in any browser, without a network.
const htmlStyle = `body{font:1.15rem/1.6 "Noto Sans",sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}` +
	`h1,h2,h3{line-height:1.25}blockquote{margin:1rem 0;padding:.5rem 1rem;border-inline-start:4px solid #b9a88a;background:#faf6ee}` +
	`.notice{border:2px solid #555;padding:.5rem 1rem;margin:1rem 0}small{color:#444}figure{margin:1rem 0}figure svg,figure img{max-width:100%;height:auto}p,li,td,blockquote{overflow-wrap:anywhere;white-space:pre-line}` +
	`table{border-collapse:collapse;width:100%}th,td{text-align:start;vertical-align:top;padding:.4rem;border-bottom:1px solid #bbb}`

// WriteHTML writes doc as one HTML file that needs nothing else: no script, no font, no network. Every text carries its
// language and direction. Pictures, boards and stamps, which are for paper, leave their words. Errors: ErrNoTitle,
// ErrTooLong, ErrTable, or w's own.
func WriteHTML(w io.Writer, doc Doc) error {
	doc, err := prepared(doc)
	if err != nil {
		return err
	}
	t := htmlWriter{w: bufio.NewWriter(w), lang: doc.Lang}
	dir := "ltr"
	if doc.Dir == RTL {
		dir = "rtl"
	}
	t.put(`<!doctype html><html lang="`, attr(doc.Lang), `" dir="`, dir, `"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`,
		`<title>`, html.EscapeString(doc.Title), `</title><style>`, htmlStyle, `</style></head><body><main>`, "\n")
	for _, b := range doc.Blocks {
		t.block(b)
	}
	t.put("</main></body></html>\n")
	if err := t.w.Flush(); err != nil {
		return fmt.Errorf("write html: %w", err)
	}
	return nil
}

type htmlWriter struct {
	w    *bufio.Writer // keeps the first error until Flush
	lang string
}

func (t *htmlWriter) put(parts ...string) {
	for _, p := range parts {
		t.w.WriteString(p)
	}
}

func attr(s string) string { return html.EscapeString(s) }

// element writes a text in an element of its own.
func (t *htmlWriter) element(name string, x Text) {
	if !x.empty() {
		t.put("<", name, t.speech(x), ">")
		t.text(x)
		t.put("</", name, ">\n")
	}
}

// speech is the language and the direction of a text, where they are not the document's.
func (t *htmlWriter) speech(x Text) string {
	out := ""
	if x.Lang != t.lang {
		out += ` lang="` + attr(x.Lang) + `"`
	}
	if x.Dir == RTL {
		return out + ` dir="rtl"`
	}
	return out + ` dir="ltr"`
}

func (t *htmlWriter) text(x Text) {
	for _, r := range x.Runs {
		words := html.EscapeString(r.Text)
		if r.Lang != "" && r.Lang != x.Lang {
			words = `<bdi lang="` + attr(r.Lang) + `">` + words + `</bdi>`
		}
		if r.Bold {
			words = "<strong>" + words + "</strong>"
		}
		t.put(words)
	}
}

func (t *htmlWriter) block(b Block) {
	switch b := b.(type) {
	case Heading:
		t.element("h"+strconv.Itoa(b.Level), b.Text)
	case Para:
		if b.Small {
			t.put("<small>")
			t.element("p", b.Text)
			t.put("</small>")
			return
		}
		t.element("p", b.Text)
	case Quote:
		t.quote(b)
	case List:
		t.list(b)
	case Table:
		t.table(b)
	case Notice:
		t.put(`<div class="notice">`)
		if !b.Title.empty() {
			t.put("<p><strong>")
			t.text(b.Title)
			t.put("</strong></p>")
		}
		for _, p := range b.Paras {
			t.element("p", p)
		}
		t.put("</div>\n")
	case Rule:
		t.put("<hr>\n")
	case Picture:
		t.picture(b)
	case Fitted:
		for _, inner := range b.Blocks {
			t.block(inner)
		}
	}
}

func (t *htmlWriter) quote(b Quote) {
	t.put("<blockquote>")
	t.element("p", b.Words)
	if !b.Translation.empty() {
		t.put("<p>", html.EscapeString(b.TranslationLabel), "</p>")
		t.element("p", b.Translation)
	}
	t.put("</blockquote>\n")
	t.element("p", b.Source)
}

func (t *htmlWriter) list(b List) {
	name := "ul"
	if b.Ordered {
		name = "ol"
	}
	t.put("<", name, ">\n")
	for _, it := range b.Items {
		t.put("<li", t.speech(it.Text), ">")
		t.text(it.Text)
		for _, n := range it.Notes {
			t.put("<br><small>")
			t.text(n)
			t.put("</small>")
		}
		t.put("</li>\n")
	}
	t.put("</", name, ">\n")
}

func (t *htmlWriter) table(b Table) {
	t.put("<table>\n")
	row := func(cells []Text, head bool) {
		t.put("<tr>")
		for i, c := range cells {
			name := "td"
			if head {
				name = `th scope="col"`
			} else if i == 0 && b.RowHead {
				name = `th scope="row"`
			}
			t.put("<", name, t.speech(c), ">")
			t.text(c)
			t.put("</", strings.Fields(name)[0], ">")
		}
		t.put("</tr>\n")
	}
	if len(b.Head) > 0 {
		row(b.Head, true)
	}
	for _, r := range b.Rows {
		row(r, false)
	}
	t.put("</table>\n")
}
