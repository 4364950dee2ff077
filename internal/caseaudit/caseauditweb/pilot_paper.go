package caseauditweb

import (
	"bytes"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/print"
)

// pilotChapter is a part of a closing report, for a page and for paper alike.
type pilotChapter struct {
	ID, Heading string
	Lines       []pilotLine
	Figures     *pilotFigures
}

// pilotLine is a paragraph of a chapter: what it is about, and what stands there. Typed says that somebody wrote it.
type pilotLine struct {
	Label, Text string
	Lang        string // of what somebody wrote, where it is known
}

// pilotChapters are the closing report, in its order. It names nobody, so that anybody may be shown it.
func pilotChapters(r *page.Request, p caseaudit.PilotPage) []pilotChapter {
	t, rep := r.L.T, p.Report
	first := pilotChapter{ID: "recommendation", Heading: t("pilot.recommend"), Lines: []pilotLine{{Text: t("pilot.recommend_" + rep.Recommend)}, {t("pilot.reasons"), rep.Reasons, ""}}} // i18n: prefix pilot.recommend_
	if rep.Changes != "" {
		first.Lines = append(first.Lines, pilotLine{t("pilot.changes"), rep.Changes, ""})
	}
	if rep.Against != "" {
		first.Lines = append(first.Lines, pilotLine{t("pilot.against_said"), rep.Against, ""})
	}
	done := pilotChapter{ID: "done", Heading: t("pilot.was_done"), Lines: []pilotLine{{t("pilot.question"), p.Plan.Question, ""},
		{t("pilot.when"), t("pilot.days", "first", r.L.Day(p.Plan.First), "last", r.L.Day(p.Last()), "weeks", r.L.N("pilot.weeks_n", p.Plan.Weeks)), ""},
		{t("pilot.workers"), r.L.N("pilot.workers_n", len(p.Plan.Workers)) + space + r.L.N("pilot.each_n", p.Plan.Each), ""},
		{t("pilot.told"), p.Plan.Told, ""}, {t("pilot.say_no"), p.Plan.SayNo, ""}, {t("pilot.counted_on"), r.L.Day(p.CountedAt.Format("2006-01-02")), ""}}}
	for _, l := range p.Added {
		done.Lines = append(done.Lines, pilotLine{t("pilot.added_on", "day", r.L.Day(l.At.Format("2006-01-02"))), l.Words, ""}, pilotLine{t("pilot.why"), l.Why, ""})
	}
	list := []pilotChapter{first, done, {ID: "young-say", Heading: t("pilot.young_say"), Lines: []pilotLine{{Text: rep.Young}}}}
	for _, f := range pilotTables(r, *p.Counted) {
		list = append(list, pilotChapter{ID: f.ID, Heading: f.Heading, Figures: &f})
	}
	if len(p.Counted.Kept) > 0 {
		wrote := pilotChapter{ID: "wrote", Heading: t("pilot.young_wrote")}
		for _, w := range p.Counted.Kept {
			wrote.Lines = append(wrote.Lines, pilotLine{Text: w.Words, Lang: w.Lang})
		}
		list = append(list, wrote)
	}
	list = append(list, pilotChanged(r, p), pilotStopped(r, p))
	if len(p.Counted.Quotes) > 0 {
		said := pilotChapter{ID: "quotes", Heading: t("pilot.workers_said")}
		for _, q := range p.Counted.Quotes {
			said.Lines = append(said.Lines, pilotLine{Text: q})
		}
		list = append(list, said)
	}
	return append(list, pilotChapter{ID: "left-out", Heading: t("pilot.left_out"), Lines: []pilotLine{{Text: t("pilot.left_out_promises")}, {Text: t("pilot.left_out_people")}, {t("pilot.locked_as", "day", r.L.Moment(p.BegunAt)), p.Hash, ""}}})
}

// pilotChanged is what a service finds of itself otherwise than at the start.
func pilotChanged(r *page.Request, p caseaudit.PilotPage) pilotChapter {
	t := r.L.T
	c := pilotChapter{ID: "changed", Heading: t("pilot.changed")}
	switch {
	case p.Baseline == nil:
		c.Lines = []pilotLine{{Text: t("pilot.no_baseline")}}
	case p.Again == nil || p.Again.Review.Open():
		c.Lines = []pilotLine{{Text: t("pilot.not_again")}}
	default:
		for _, then := range p.Again.Changed() {
			c.Lines = append(c.Lines, pilotLine{textOf(p.Again.Edition, then.Item), t("review.finding_"+string(then.Before.Finding)) + " → " + t("review.finding_"+string(then.Now.Finding)), ""}) // i18n: prefix review.finding_
		}
		if len(c.Lines) == 0 {
			c.Lines = []pilotLine{{Text: t("pilot.same")}}
		}
	}
	return c
}

// pilotStopped is each time somebody said that it should stop, and what was answered, by nobody's name.
func pilotStopped(r *page.Request, p caseaudit.PilotPage) pilotChapter {
	t := r.L.T
	c := pilotChapter{ID: "stops", Heading: t("pilot.stops")}
	for _, s := range p.Stops {
		c.Lines = append(c.Lines, pilotLine{pilotRule(r, s.Rule) + dot + r.L.Day(s.At.Format("2006-01-02")), s.Words, ""})
		for _, a := range s.Answers {
			c.Lines = append(c.Lines, pilotLine{t("pilot.decide_"+a.Decide) + dot + r.L.Day(a.At.Format("2006-01-02")), a.Why, ""}) // i18n: prefix pilot.decide_
		}
		if p.Late(s, p.Now) {
			c.Lines = append(c.Lines, pilotLine{Text: t("pilot.answered_late")})
		}
	}
	if len(c.Lines) == 0 {
		c.Lines = []pilotLine{{Text: t("pilot.no_stops")}}
	}
	return c
}

func (web *Pilots) showReport(r *page.Request) (*page.Answer, error) {
	p, err := web.audits.ClosingReport(r.Context(), r.Who, r.Path("pilot"))
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("pilot.report"), Lead: t("pilot.report_lead", "day", r.L.Day(p.ClosedAt.Format("2006-01-02")))}
	for _, c := range pilotChapters(r, p) {
		if c.Figures != nil {
			v.Before = append(v.Before, pilotFigurePart(r, *c.Figures))
			continue
		}
		var body []kit.Content
		for _, l := range c.Lines {
			switch {
			case l.Lang != "":
				body = append(body, kit.Quote{Words: l.Text, Lang: l.Lang, Dir: i18n.Dir(l.Lang)})
			case l.Label == "":
				body = append(body, desk.Para(desk.Words(l.Text)))
			default:
				body = append(body, pilotSaid(l.Label, desk.Words(l.Text)))
			}
		}
		v.Before = append(v.Before, desk.Part(c.ID, c.Heading, body...))
	}
	file := pilotAt(p.ID, "/report/file?as=")
	v.After = []kit.Content{desk.Group(kit.Button{Text: kit.T(t("pilot.as_pdf")), Href: file + "pdf", Kind: kit.Secondary}, kit.Button{Text: kit.T(t("pilot.as_word")), Href: file + "docx", Kind: kit.Secondary})}
	back := pilotAt(p.ID, "/mine")
	if !p.Has(r.Who.ID) {
		back = pilotAt(p.ID, "")
	}
	return v.Answer(nil).Back(back), nil
}

func (web *Pilots) showReportFile(r *page.Request) (*page.Answer, error) {
	p, err := web.audits.ClosingReport(r.Context(), r.Who, r.Path("pilot"))
	if err != nil {
		return nil, err
	}
	d := pilotOnPaper(r, p)
	var b bytes.Buffer
	if r.Form.Raw("as") == "docx" {
		if err := print.WriteDOCX(&b, d); err != nil {
			return nil, err
		}
		return page.File("report.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b.Bytes()), nil
	}
	if err := print.WritePDF(&b, d); err != nil {
		return nil, err
	}
	return page.File("report.pdf", "application/pdf", b.Bytes()), nil
}

// pilotOnPaper is the closing report as a document.
func pilotOnPaper(r *page.Request, p caseaudit.PilotPage) print.Doc {
	t := r.L.T
	d := print.Doc{Title: t("pilot.report"), Lang: r.L.Tag(), Date: p.ClosedAt, Footer: t("pilot.report")}
	d.Blocks = append(d.Blocks, print.Heading{Level: 1, Text: print.Say(t("pilot.report"))}, print.Para{Small: true, Text: print.Say(t("pilot.report_lead", "day", r.L.Day(p.ClosedAt.Format("2006-01-02"))))})
	for _, c := range pilotChapters(r, p) {
		d.Blocks = append(d.Blocks, print.Heading{Level: 2, Text: print.Say(c.Heading)})
		if f := c.Figures; f != nil {
			d.Blocks = append(d.Blocks, pilotOnPaperFigures(r, *f)...)
			continue
		}
		for _, l := range c.Lines {
			switch {
			case l.Lang != "":
				d.Blocks = append(d.Blocks, print.Quote{Words: print.SayIn(l.Lang, l.Text)})
			case l.Label == "":
				d.Blocks = append(d.Blocks, print.Para{Text: print.Say(l.Text)})
			default:
				d.Blocks = append(d.Blocks, print.Para{Text: print.Text{Runs: []print.Run{{Text: l.Label + "\n", Bold: true}, {Text: l.Text}}}})
			}
		}
	}
	return d
}

func pilotOnPaperFigures(r *page.Request, f pilotFigures) (blocks []print.Block) {
	if f.Withheld != "" {
		return []print.Block{print.Para{Text: print.Say(f.Withheld)}}
	}
	table := print.Table{Head: []print.Text{print.Say(r.L.T("pilot.what")), print.Say(r.L.T("pilot.how_many"))}}
	for _, row := range f.Rows {
		table.Rows = append(table.Rows, []print.Text{print.Say(row[0]), print.Say(row[1])})
	}
	blocks = append(blocks, table)
	for _, note := range f.Notes {
		blocks = append(blocks, print.Para{Small: true, Text: print.Say(note)})
	}
	return blocks
}
