package insightweb

import (
	"bytes"

	"stablefutures/internal/chart"
	"stablefutures/internal/i18n"
	"stablefutures/internal/insight"
	"stablefutures/internal/page"
	"stablefutures/internal/print"
	"stablefutures/internal/problem"
)

func langOf(tag string) i18n.L { return i18n.For(tag) }

// document is a page of figures on paper.
type document struct {
	l      i18n.L
	blocks []print.Block
}

func (d *document) add(b ...print.Block) { d.blocks = append(d.blocks, b...) }

func (d *document) head(level int, text string) {
	d.add(print.Heading{Level: level, Text: print.Say(text)})
}

func (d *document) small(text string) { d.add(print.Para{Small: true, Text: print.Say(text)}) }

func (d *document) say(text string) { d.add(print.Para{Text: print.Say(text)}) }

// answer is one question: picture and table, or plainly why there is none.
func (d *document) answer(l insight.Last, notes []insight.Note) {
	t := d.l.T
	if !l.Any() {
		d.say(t("seeing.never_asked"))
		return
	}
	if why := l.Now.Withheld(); why != "" {
		d.add(print.Notice{Paras: []print.Text{print.Say(whyIn(d.l, why, l.Now))}})
		if l.Before != nil {
			d.say(t("seeing.shown_before", "day", d.l.Day(day(*l.Before))))
		}
	}
	a := l.Shown()
	if a.Withheld() != "" {
		d.small(a.Covered(d.l))
		d.small(a.Rules(d.l))
		d.small(t("seeing.source", "id", a.Table.ID, "hash", a.Table.Hash))
		return
	}
	d.add(pictureBlocks(d.l, a.Picture(d.l, notes))...)
	d.small(t("seeing.answered_on", "day", d.l.Day(day(a))))
}

// ways are what else there is where numbers are too small.
func (d *document) ways() {
	t := d.l.T
	d.head(2, t("seeing.other_ways"))
	d.say(t("seeing.other_ways_lead"))
	d.add(print.List{Items: []print.Item{{Text: print.Say(t("seeing.way_together_paper"))}, {Text: print.Say(t("seeing.way_pool_what"))}, {Text: print.Say(t("seeing.way_audits_paper"))}}})
}

func (d *document) doc(title string) print.Doc {
	return print.Doc{Title: title, Lang: d.l.Tag(), Footer: d.l.T("seeing.footer"), Blocks: d.blocks}
}

// pictureBlocks are a picture with its table and notes.
func pictureBlocks(l i18n.L, c chart.Chart) []print.Block {
	t := c.Table(l)
	table := print.Table{RowHead: true}
	for _, h := range t.Head {
		table.Head = append(table.Head, print.Say(h))
	}
	for _, cells := range t.Rows {
		var row []print.Text
		for _, cell := range cells {
			row = append(row, print.Say(cell.Text))
		}
		table.Rows = append(table.Rows, row)
	}
	blocks := []print.Block{table}
	for _, n := range append(t.Symbols, t.Notes...) {
		blocks = append(blocks, print.Para{Small: true, Text: print.Say(n)})
	}
	return blocks
}

func reportDoc(one insight.Report) print.Doc {
	d := document{l: langOf(one.Kept.Lang)}
	t := d.l.T
	d.head(1, one.Kept.Title)
	d.say(t("seeing.report_for", "whom", one.Kept.For, "day", d.l.Day(one.Due)))
	d.say(t("seeing.no_survey"))
	small := false
	for _, p := range one.Kept.Parts {
		d.head(2, p.Title)
		if p.Release == "" {
			d.say(t(p.Refused)) // i18n: prefix release.
			continue
		}
		d.small(p.Answer.Question.Title(d.l))
		d.answer(p.Answer, keptNotes(one.Kept))
		small = small || p.Answer.Now.Withheld() != ""
	}
	if len(one.Kept.Notes) > 0 {
		d.head(2, t("seeing.notes"))
		var list print.List
		for _, n := range one.Kept.Notes {
			list.Items = append(list.Items, print.Item{Text: print.Say(t("seeing.note_line", "day", d.l.Day(n.Day), "text", n.Text, "source", n.Source))})
		}
		d.add(list)
	}
	if small {
		d.ways()
	}
	d.small(t("seeing.report_cite", "hash", one.Hash))
	return d.doc(t("seeing.report"))
}

// takeSubject is a subject's page on paper.
func (web *Web) takeSubject(r *page.Request) (*page.Answer, error) {
	s, err := web.subject(r)
	if err != nil {
		return nil, err
	}
	lasts, err := web.insight.Lasts(r.Context(), r.Who, r.L, s.Questions())
	if err != nil {
		return nil, err
	}
	notes, err := web.insight.Notes(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	d := document{l: r.L}
	d.head(1, subjectName(r, s))
	d.say(r.L.T("seeing.no_survey"))
	small := false
	for _, l := range lasts {
		d.head(2, l.Question.Title(r.L))
		d.answer(l, notes)
		small = small || l.Any() && l.Now.Withheld() != ""
	}
	if small {
		d.ways()
	}
	return pdfFile("figures", d.doc(subjectName(r, s)))
}

// takeAnswer is one answer as a file.
func (web *Web) takeAnswer(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("answer")
	if err != nil {
		return nil, err
	}
	a, err := web.insight.Asked(r.Context(), r.Who, r.L, id)
	if err != nil {
		return nil, err
	}
	notes, err := web.insight.Notes(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	c, name := a.Picture(r.L, notes), "figures-"+a.Table.Hash[:12]
	as := r.Form.Raw("as")
	if as == "" {
		as = "pdf"
	}
	if as != "pdf" && a.Withheld() != "" { // there is nothing to draw
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	switch as {
	case "svg":
		return page.File(name+".svg", "image/svg+xml", c.SVG(r.L)), nil
	case "pdf":
		d := document{l: r.L}
		d.head(1, a.Question.Title(r.L))
		d.say(r.L.T("seeing.no_survey"))
		d.answer(insight.Last{Question: a.Question, Now: a}, notes)
		return pdfFile(name, d.doc(r.L.T("seeing.answer")))
	}
	return nil, problem.New(problem.NotFound, "problem.not_found")
}

func pdfFile(name string, d print.Doc) (*page.Answer, error) {
	var b bytes.Buffer
	if err := print.WritePDF(&b, d); err != nil {
		return nil, err
	}
	return page.File(name+".pdf", "application/pdf", b.Bytes()), nil
}

func wordFile(name string, d print.Doc) (*page.Answer, error) {
	var b bytes.Buffer
	if err := print.WriteDOCX(&b, d); err != nil {
		return nil, err
	}
	return page.File(name+".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b.Bytes()), nil
}
