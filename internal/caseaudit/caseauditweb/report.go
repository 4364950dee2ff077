package caseauditweb

import (
	"bytes"
	"fmt"
	"strings"

	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/print"
)

func (web *Web) showReports(r *page.Request) (*page.Answer, error) {
	programme := r.Path("programme")
	list, err := web.audits.Reports(r.Context(), r.Who, programme)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("auditreport.reports"), Lead: t("auditreport.reports_lead")}
	if len(list) == 0 {
		v.Before = append(v.Before, desk.Para(kit.T(t("auditreport.no_reports"))))
	} else {
		v.Before = append(v.Before, reportList(r, programme, list))
	}
	if permit.Could(r.Who, permit.ModerateCases) {
		v.After = append(v.After, desk.Para(desk.Link(t("auditreport.learning"), audit(programme, "/learning"))))
	}
	return v.Answer(nil).Back(audit(programme, "")), nil
}

// showReport is one version of a report as it stands.
func (web *Web) showReport(r *page.Request) (*page.Answer, error) {
	d, one, err := web.reportDoc(r)
	if err != nil {
		return nil, err
	}
	t, at := r.L.T, audit(one.Programme, "/reports/"+one.ID)
	v := desk.Page{Title: d.Title, Wide: true, Before: onScreen(r, d.Blocks[1:])}
	buttons := []kit.Content{kit.Button{Text: kit.T(t("auditreport.as_pdf")), Href: at + "/file?as=pdf", Kind: kit.Secondary}, kit.Button{Text: kit.T(t("auditreport.as_word")), Href: at + "/file?as=docx", Kind: kit.Secondary}}
	if one.Kept.Words.Team.Complete() {
		buttons = append(buttons, kit.Button{Text: kit.T(t("auditreport.team")), Href: at + "/team", Kind: kit.Secondary})
	}
	v.After = []kit.Content{hideOnPaper(desk.Group(buttons...))}
	return v.Answer(nil).Back(audit(one.Programme, "/reports")), nil
}

// showTeam is the one page for teams.
func (web *Web) showTeam(r *page.Request) (*page.Answer, error) {
	one, err := web.audits.Report(r.Context(), r.Who, r.Path("programme"), r.Path("report"))
	if err != nil {
		return nil, err
	}
	if !one.Kept.Words.Team.Complete() {
		return nil, notThere()
	}
	d, at := teamDoc(r, one), audit(one.Programme, "/reports/"+one.ID)
	v := desk.Page{Title: d.Title, Before: onScreen(r, d.Blocks[1:]), After: []kit.Content{hideOnPaper(desk.Group(kit.Button{Text: kit.T(r.L.T("auditreport.as_pdf")), Href: at + "/file?as=team", Kind: kit.Secondary}))}}
	return v.Answer(nil).Back(at), nil
}

// takeReport is a version as a file, under a name that says nothing.
func (web *Web) takeReport(r *page.Request) (*page.Answer, error) {
	d, one, err := web.reportDoc(r)
	if err != nil {
		return nil, err
	}
	as := r.Form.Choice("as", "pdf", "docx", "team")
	if as == "team" {
		if !one.Kept.Words.Team.Complete() {
			return nil, notThere()
		}
		d = teamDoc(r, one)
	}
	var b bytes.Buffer
	if as == "docx" {
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

// onScreen shows the blocks of a document as a page, so that both say the same.
func onScreen(r *page.Request, blocks []print.Block) (list []kit.Content) {
	var id, heading string
	var body []kit.Content
	close := func() {
		if heading != "" {
			list = append(list, desk.Part(id, heading, body...))
		} else {
			list = append(list, body...)
		}
		body = nil
	}
	for _, b := range blocks {
		if h, ok := b.(print.Heading); ok {
			close()
			id, heading = fmt.Sprintf("part-%d", len(list)+1), plainText(h.Text)
			continue
		}
		body = append(body, blockOnScreen(b, r.L.T("auditreport.table_of", "heading", heading)))
	}
	close()
	return list
}

func blockOnScreen(b print.Block, label string) kit.Content {
	switch b := b.(type) {
	case print.Para:
		if b.Small {
			return smallLine(textOnScreen(b.Text))
		}
		if len(b.Text.Runs) > 0 && b.Text.Runs[0].Bold {
			return boldLine(textOnScreen(b.Text))
		}
		return desk.Para(textOnScreen(b.Text))
	case print.Notice:
		parts := []kit.Content{}
		for _, p := range b.Paras {
			parts = append(parts, textOnScreen(p))
		}
		return kit.InsetText{Text: kit.Join(parts...)}
	case print.List:
		items := make([]kit.Content, len(b.Items))
		for i, one := range b.Items {
			var notes []kit.Content
			for _, n := range one.Notes {
				notes = append(notes, textOnScreen(n))
			}
			items[i] = point(textOnScreen(one.Text), notes)
		}
		return desk.Bullets(items...)
	case print.Table:
		return tableOnScreen(b, label)
	}
	return nil
}

func tableOnScreen(b print.Table, label string) kit.Content {
	if len(b.Head) == 0 {
		rows := make([]kit.Row, len(b.Rows))
		for i, row := range b.Rows {
			rows[i] = kit.Row{Key: textOnScreen(row[0]), Value: textOnScreen(row[1])}
		}
		return kit.SummaryList{Rows: rows}
	}
	table := kit.Table{RowHeaders: b.RowHead, Caption: label, CaptionClass: "govuk-visually-hidden"}
	for i, h := range b.Head {
		table.Head = append(table.Head, kit.Cell{Text: textOnScreen(h), Numeric: i > 0 && numeric(b, i)})
	}
	for _, row := range b.Rows {
		var cells []kit.Cell
		for i, c := range row {
			cells = append(cells, kit.Cell{Text: textOnScreen(c), Numeric: i > 0 && numeric(b, i)})
		}
		table.Rows = append(table.Rows, cells)
	}
	return kit.Scroll{Label: table.Caption, Body: table}
}

// numeric reports whether every cell of a column is a figure or its symbol.
func numeric(b print.Table, i int) bool {
	for _, row := range b.Rows {
		if text := plainText(row[i]); text == "" || strings.Trim(text, "0123456789,. cxz") != "" || len(text) > 8 {
			return false
		}
	}
	return true
}

func plainText(t print.Text) string {
	var b strings.Builder
	for _, run := range t.Runs {
		b.WriteString(run.Text)
	}
	return b.String()
}

func textOnScreen(t print.Text) kit.Content {
	if t.Lang != "" {
		return kit.In(t.Lang, i18n.Dir(t.Lang), plainText(t))
	}
	return desk.Words(plainText(t))
}
