package assurance

import (
	"fmt"
	"html"
	"strings"

	"stablefutures/internal/print"
)

// page writes a document as one page that stands by itself: no script, nothing from elsewhere, ready for paper. before
// is markup of ours (a drawing) that stands below the notice at its head; it may be empty.
func page(doc print.Doc, before string) string {
	p := pager{before: before, named: map[string]int{}}
	fmt.Fprintf(&p.b, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"+
		"<meta name=\"robots\" content=\"noindex\">\n<title>%s</title>\n<link rel=\"stylesheet\" href=\"assurance.css\">\n</head>\n<body>\n<main>\n",
		html.EscapeString(doc.Lang), html.EscapeString(doc.Title))
	for _, b := range doc.Blocks {
		p.block(b)
	}
	fmt.Fprintf(&p.b, "</main>\n<footer><p>%s</p><p><a href=\"index.html\">All documents of this folder</a></p></footer>\n</body>\n</html>\n", html.EscapeString(doc.Footer))
	return p.b.String()
}

type pager struct {
	b       strings.Builder
	before  string
	heading string         // the last one, which names a table below it
	named   map[string]int // how often it did
}

func (p *pager) block(b print.Block) {
	switch b := b.(type) {
	case print.Heading:
		level := min(3, max(1, b.Level))
		p.heading = plain(b.Text)
		p.line(fmt.Sprintf("h%d", level), b.Text)
	case print.Para:
		p.line("p", b.Text)
	case print.Notice:
		p.b.WriteString("<div class=\"notice\">\n")
		if len(b.Title.Runs) > 0 {
			p.line("p", print.Text{Lang: b.Title.Lang, Runs: []print.Run{{Text: plain(b.Title), Bold: true}}})
		}
		for _, t := range b.Paras {
			p.line("p", t)
		}
		p.b.WriteString("</div>\n" + p.before) // the first notice says that it is a draft
		p.before = ""
	case print.List:
		tag := "ul"
		if b.Ordered {
			tag = "ol"
		}
		if len(b.Items) > 0 && b.Items[0].Text.Dir == print.RTL {
			p.b.WriteString("<" + tag + " dir=\"rtl\">\n") // its marks stand where its lines begin
		} else {
			p.b.WriteString("<" + tag + ">\n")
		}
		for _, item := range b.Items {
			p.line("li", item.Text)
		}
		p.b.WriteString("</" + tag + ">\n")
	case print.Table:
		p.table(b)
	case print.Rule:
		p.b.WriteString("<hr>\n")
	}
}

// table is as wide as it must be and moves inside a region of its own, which the keyboard reaches.
func (p *pager) table(t print.Table) {
	name := p.heading
	if p.named[name]++; p.named[name] > 1 {
		name = fmt.Sprintf("%s (%d)", name, p.named[name])
	}
	fmt.Fprintf(&p.b, "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"%s\">\n<table>\n", html.EscapeString(name))
	if len(t.Head) > 0 {
		p.b.WriteString("<thead><tr>")
		for _, cell := range t.Head {
			p.cell("th scope=\"col\"", "th", cell)
		}
		p.b.WriteString("</tr></thead>\n")
	}
	p.b.WriteString("<tbody>\n")
	for _, row := range t.Rows {
		p.b.WriteString("<tr>")
		for i, cell := range row {
			if i == 0 && t.RowHead {
				p.cell("th scope=\"row\"", "th", cell)
				continue
			}
			p.cell("td", "td", cell)
		}
		p.b.WriteString("</tr>\n")
	}
	p.b.WriteString("</tbody>\n</table>\n</div>\n")
}

func (p *pager) cell(open, shut string, t print.Text) {
	fmt.Fprintf(&p.b, "<%s>%s</%s>", open, p.runs(t), shut)
}

func (p *pager) line(tag string, t print.Text) {
	attrs := ""
	if t.Lang != "" {
		attrs = fmt.Sprintf(" lang=\"%s\"", html.EscapeString(t.Lang))
		if t.Dir == print.RTL {
			attrs += " dir=\"rtl\""
		}
	}
	fmt.Fprintf(&p.b, "<%s%s>%s</%s>\n", tag, attrs, p.runs(t), tag)
}

func (p *pager) runs(t print.Text) string {
	var b strings.Builder
	for _, r := range t.Runs {
		text := strings.ReplaceAll(html.EscapeString(r.Text), "\n", "<br>")
		if r.Bold {
			text = "<strong>" + text + "</strong>"
		}
		b.WriteString(text)
	}
	return b.String()
}

func plain(t print.Text) string {
	var b strings.Builder
	for _, r := range t.Runs {
		b.WriteString(r.Text)
	}
	return b.String()
}
