package insightweb

import (
	"bytes"
	"slices"

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

// answer is one question: what was asked as a heading, picture and table, or plainly why there is none.
func (d *document) answer(level int, l insight.Last, notes []insight.Note) {
	t := d.l.T
	if !l.Any() || l.Now.Withheld() != "" { // a picture says what was asked itself
		d.head(level, l.Question.Title(d.l))
		level++
	}
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
		for _, line := range append(a.Covered(d.l), a.Rules(d.l)) {
			d.small(line)
		}
		d.small(t("seeing.source", "id", a.Table.ID, "hash", a.Table.Hash))
		return
	}
	c := a.Picture(d.l, notes)
	blocks := c.Blocks(d.l, min(level, 3))
	if tooMuch(c) {
		blocks = slices.DeleteFunc(blocks, func(b print.Block) bool { _, drawn := b.(print.Picture); return drawn })
	}
	d.add(blocks...)
	if reached, ok := a.Reached(d.l); ok {
		d.add(reached.Blocks(d.l, min(level, 3))...)
	}
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
		d.answer(3, p.Answer, keptNotes(one.Kept))
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
		d.answer(2, l, notes)
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
	var b bytes.Buffer
	switch as {
	case "csv":
		err := c.WriteCSV(&b, r.L)
		return page.File(name+".csv", "text/csv; charset=utf-8", b.Bytes()), err
	case "xlsx":
		err := c.WriteXLSX(&b, r.L)
		return page.File(name+".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b.Bytes()), err
	case "png":
		content, err := c.PNG(r.L)
		return page.File(name+".png", "image/png", content), err
	case "svg":
		return page.File(name+".svg", "image/svg+xml", c.SVG(r.L)), nil
	case "pdf":
		d := document{l: r.L}
		d.answer(1, insight.Last{Question: a.Question, Now: a}, notes)
		d.say(r.L.T("seeing.no_survey"))
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
