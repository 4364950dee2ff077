package inspection

import (
	"strconv"

	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/i18n"
	"stablefutures/internal/nation"
	"stablefutures/internal/print"
)

// Doc is a pack under one of its frameworks, for paper. ok is false where it was not laid under that framework.
func (p Pack) Doc(framework string, l i18n.L) (doc print.Doc, ok bool) {
	g, ok := p.Content.Under[framework]
	if !ok {
		return print.Doc{}, false
	}
	t, f := l.T, g.Framework
	m := packMaker{p: p, l: l}
	m.add(print.Heading{Level: 1, Text: print.Say(p.Content.Title)},
		print.Para{Text: print.Say(t("inspection.pack_purpose"))},
		print.Para{Text: print.Say(t("inspection.pack_about", "from", l.Day(p.Content.Span.From), "to", l.Day(p.Content.Span.To), "framework", f.Title, "inspectorate", f.Inspectorate,
			"nation", nation.Name(f.Nation, l.Tag())))})
	if f.OurHeadings {
		m.add(print.Para{Text: print.Say(t("inspection.our_headings"))})
	}
	if f.Scale != nil {
		m.add(print.Para{Text: print.Say(t("inspection.no_grades")), Small: true})
	}
	for _, h := range f.Headings {
		m.heading(g, h)
	}
	m.add(print.Heading{Level: 2, Text: print.Say(t("inspection.figures_title"))},
		print.List{Items: []print.Item{{Text: print.Say(t("inspection.figures_protected"))}, {Text: print.Say(t("inspection.figures_symbol"))}, {Text: print.Say(t("inspection.figures_traced"))}}},
		print.Para{Text: print.Say(t("inspection.pack_cited", "place", strconv.Itoa(p.Version.Place), "day", l.Day(db.Day(p.Version.At)), "hash", p.Version.Hash)), Small: true})
	return print.Doc{Title: t("inspection.pack_file"), Lang: l.Tag(), Date: p.Version.At, Footer: t("inspection.pack_foot"), Blocks: m.blocks}, true
}

type packMaker struct {
	p      Pack
	l      i18n.L
	blocks []print.Block
}

func (m *packMaker) add(b ...print.Block) { m.blocks = append(m.blocks, b...) }

// heading is one of an inspectorate's headings with the evidence below it; without evidence it says so.
func (m *packMaker) heading(g Grouping, h Heading) {
	t := m.l.T
	m.add(print.Heading{Level: 2, Text: print.SayIn("en", h.Text)})
	list := m.p.Content.Below(g.Framework.ID, h.Code)
	gap := g.Gaps[h.Code]
	if len(list) == 0 {
		paras := []print.Text{print.Say(t("inspection.gap_open"))}
		if gap != "" {
			paras = []print.Text{{Runs: []print.Run{{Text: t("inspection.gap_will") + " "}, {Text: gap}}}}
		}
		m.add(print.Notice{Title: print.Say(t("inspection.gap")), Paras: paras})
		return
	}
	for _, e := range list {
		m.evidence(e)
	}
	if gap != "" {
		m.add(print.Para{Text: print.Text{Runs: []print.Run{{Text: t("inspection.gap_also") + " ", Bold: true}, {Text: gap}}}})
	}
}

func (m *packMaker) evidence(e Evidence) {
	t, lang := m.l.T, m.p.Content.Lang
	ref := m.p.Content.Reference(e.ID)
	if e.Source == Own {
		for _, s := range e.Lines {
			m.add(print.Para{Text: print.Say(s)})
		}
		m.add(print.Para{Text: print.Say(t("inspection.own_ref", "ref", ref)), Small: true})
		return
	}
	m.add(print.Heading{Level: 3, Text: print.Text{Lang: lang, Runs: []print.Run{{Text: e.Title}}}})
	if len(e.Lines) > 0 {
		list := print.List{}
		for _, s := range e.Lines {
			list.Items = append(list.Items, print.Item{Text: print.SayIn(lang, s)})
		}
		m.add(list)
	}
	for _, f := range e.Figures {
		m.figures(f)
	}
	m.add(print.Para{Text: print.Say(t("inspection.ref", "ref", ref, "source", t("inspection.source_"+e.Source), "link", e.Link)), Small: true}) // i18n: prefix inspection.source_
}

// figures is a table of what may be shown, and of nothing else.
func (m *packMaker) figures(f Figures) {
	t, rel := m.l.T, f.Table()
	m.add(print.Para{Text: print.SayIn(m.p.Content.Lang, f.Caption)})
	if rel.Withheld() != "" {
		m.add(print.Para{Text: print.Say(t("inspection.withheld"))})
		return
	}
	switch {
	case len(rel.Rows) == 0:
		m.oneWay(f)
	case len(rel.Columns) > mostAcross:
		m.long(f)
	default:
		table := print.Table{RowHead: true, Head: []print.Text{print.Say(t("inspection.table_row"))}}
		for _, c := range f.Columns {
			table.Head = append(table.Head, print.SayIn(m.p.Content.Lang, c))
		}
		table.Head = append(table.Head, print.Say(t("inspection.table_total")))
		for i := range rel.Rows {
			row := []print.Text{print.SayIn(m.p.Content.Lang, f.Rows[i])}
			for j := range rel.Columns {
				row = append(row, m.figure(rel.Cell(i, j)))
			}
			table.Rows = append(table.Rows, append(row, m.figure(rel.RowTotal(i))))
		}
		m.add(table)
	}
	m.add(print.Para{Text: print.Say(t("inspection.table_source", "rules", rel.Rules().Title, "hash", f.Hash()[:12])), Small: true})
}

// mostAcross is how many columns can be read beside each other on a page of paper; print takes 12.
const mostAcross = 7

// long is a table too wide for paper: a line for each figure that is shown, row by row, then the totals of the rows.
func (m *packMaker) long(f Figures) {
	t, rel := m.l.T, f.Table()
	table := print.Table{RowHead: true, Head: []print.Text{print.Say(t("inspection.table_row")), print.Say(t("inspection.table_column")), print.Say(t("inspection.table_number"))}}
	for i := range rel.Rows {
		row := print.SayIn(m.p.Content.Lang, f.Rows[i])
		for j := range rel.Columns {
			if p := rel.Cell(i, j); p.Shown() {
				table.Rows = append(table.Rows, []print.Text{row, print.SayIn(m.p.Content.Lang, f.Columns[j]), m.figure(p)})
			}
		}
		table.Rows = append(table.Rows, []print.Text{row, print.Say(t("inspection.table_total")), m.figure(rel.RowTotal(i))})
	}
	m.add(table, print.Para{Text: print.Say(t("inspection.table_long")), Small: true})
}

// oneWay is a table of one direction: what it counts stands below each other.
func (m *packMaker) oneWay(f Figures) {
	t, rel := m.l.T, f.Table()
	table := print.Table{RowHead: true, Head: []print.Text{print.Say(t("inspection.table_row")), print.Say(t("inspection.table_number"))}}
	for j := range rel.Columns {
		table.Rows = append(table.Rows, []print.Text{print.SayIn(m.p.Content.Lang, f.Columns[j]), m.figure(rel.Cell(0, j))})
	}
	table.Rows = append(table.Rows, []print.Text{print.Say(t("inspection.table_total")), m.figure(rel.Total())})
	m.add(table)
}

// figure is the one way in which a number about people gets into a pack.
func (m *packMaker) figure(p disclosure.Protected) print.Text {
	if v, decimals, ok := p.Value(); ok && decimals == 0 {
		return print.Say(m.l.Number(int(v)))
	}
	return print.Say(p.String())
}
