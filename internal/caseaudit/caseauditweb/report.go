package caseauditweb

import (
	"bytes"

	"stablefutures/internal/page"
	"stablefutures/internal/page/blocks"
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
	v := desk.Page{Title: d.Title, Wide: true, Before: blocks.OnScreen(r.L, d.Blocks[1:])}
	buttons := []kit.Content{kit.Button{Text: kit.T(t("auditreport.as_pdf")), Href: at + "/file?as=pdf", Kind: kit.Secondary}, kit.Button{Text: kit.T(t("auditreport.as_word")), Href: at + "/file?as=docx", Kind: kit.Secondary}}
	if one.Kept.Words.Team.Complete() {
		buttons = append(buttons, kit.Button{Text: kit.T(t("auditreport.team")), Href: at + "/team", Kind: kit.Secondary})
	}
	v.After = []kit.Content{blocks.OffPaper(desk.Group(buttons...))}
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
	v := desk.Page{Title: d.Title, Before: blocks.OnScreen(r.L, d.Blocks[1:]), After: []kit.Content{blocks.OffPaper(desk.Group(kit.Button{Text: kit.T(r.L.T("auditreport.as_pdf")), Href: at + "/file?as=team", Kind: kit.Secondary}))}}
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
