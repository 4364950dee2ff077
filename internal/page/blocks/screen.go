package blocks

import (
	"fmt"
	"strings"

	"stablefutures/internal/i18n"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/print"
)

// OnScreen shows blocks as a page, so that it says what the paper says. Each heading begins a part of the page; what stands
// before the first stands by itself.
func OnScreen(l i18n.L, list []print.Block) (out []kit.Content) {
	var id, heading string
	var body []kit.Content
	end := func() {
		if heading != "" {
			out = append(out, desk.Part(id, heading, body...))
		} else {
			out = append(out, body...)
		}
		body = nil
	}
	under := ""
	for _, b := range list {
		if h, ok := b.(print.Heading); ok {
			under = Plain(h.Text)
			if h.Level > 2 {
				body = append(body, lesserHeading(words(h.Text)))
				continue
			}
			end()
			id, heading = fmt.Sprintf("part-%d", len(out)+1), under
			continue
		}
		body = append(body, block(b, l.T("page.table_of", "heading", under)))
	}
	end()
	return out
}

func block(b print.Block, label string) kit.Content {
	switch b := b.(type) {
	case print.Para:
		if b.Small {
			return smallLine(words(b.Text))
		}
		if len(b.Text.Runs) == 1 && b.Text.Runs[0].Bold {
			return boldLine(words(b.Text))
		}
		return desk.Para(words(b.Text))
	case print.Quote:
		return quote(b)
	case print.Notice:
		parts := []kit.Content{}
		if len(b.Title.Runs) > 0 {
			parts = append(parts, boldLine(words(b.Title)))
		}
		for _, p := range b.Paras {
			parts = append(parts, desk.Para(words(p)))
		}
		return kit.InsetText{Text: kit.Join(parts...)}
	case print.List:
		items := make([]kit.Content, len(b.Items))
		for i, one := range b.Items {
			var notes []kit.Content
			for _, n := range one.Notes {
				notes = append(notes, words(n))
			}
			items[i] = point(words(one.Text), notes)
		}
		if b.Ordered {
			return numbered(items)
		}
		return desk.Bullets(items...)
	case print.Picture:
		return kit.Picture{Wide: b.Wide, Narrow: b.Narrow, Alt: b.Alt}
	case print.Table:
		return table(b, label)
	case print.Rule:
		return line()
	}
	return nil
}

func quote(b print.Quote) kit.Content {
	q := kit.Quote{Words: Plain(b.Words), Lang: b.Words.Lang, TranslatedBy: b.TranslationLabel}
	if len(b.Translation.Runs) > 0 {
		q.Translation, q.TranslationLang = Plain(b.Translation), b.Translation.Lang
	}
	if len(b.Source.Runs) > 0 {
		q.By = words(b.Source)
	}
	return q
}

func table(b print.Table, label string) kit.Content {
	if len(b.Head) == 0 {
		rows := make([]kit.Row, len(b.Rows))
		for i, row := range b.Rows {
			rows[i] = kit.Row{Key: words(row[0]), Value: words(row[1])}
		}
		return kit.SummaryList{Rows: rows}
	}
	t := kit.Table{RowHeaders: b.RowHead, Caption: label, CaptionClass: "govuk-visually-hidden"}
	for i, h := range b.Head {
		t.Head = append(t.Head, kit.Cell{Text: words(h), Numeric: i > 0 && numeric(b, i)})
	}
	for _, row := range b.Rows {
		var cells []kit.Cell
		for i, c := range row {
			cells = append(cells, kit.Cell{Text: words(c), Numeric: i > 0 && numeric(b, i)})
		}
		t.Rows = append(t.Rows, cells)
	}
	return kit.Scroll{Label: t.Caption, Body: t}
}

// numeric reports whether every cell of a column is a figure or its symbol.
func numeric(b print.Table, i int) bool {
	for _, row := range b.Rows {
		if text := Plain(row[i]); text == "" || strings.Trim(text, "0123456789,. cxz") != "" || len(text) > 8 {
			return false
		}
	}
	return true
}

// Plain is the words of a text alone.
func Plain(t print.Text) string {
	var b strings.Builder
	for _, run := range t.Runs {
		b.WriteString(run.Text)
	}
	return b.String()
}

// words keeps each run's language and weight.
func words(t print.Text) kit.Content {
	if len(t.Runs) < 2 && (len(t.Runs) == 0 || t.Runs[0].Lang == "") {
		return said(t.Lang, Plain(t))
	}
	parts := make([]kit.Content, len(t.Runs))
	for i, run := range t.Runs {
		lang := run.Lang
		if lang == "" {
			lang = t.Lang
		}
		if parts[i] = said(lang, run.Text); run.Bold {
			parts[i] = strong(parts[i])
		}
	}
	return kit.Join(parts...)
}

func said(lang, text string) kit.Content {
	if lang != "" {
		return kit.In(lang, i18n.Dir(lang), text)
	}
	return desk.Words(text)
}
