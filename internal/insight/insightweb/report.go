package insightweb

import (
	"archive/zip"
	"bytes"
	"fmt"

	"stablefutures/internal/insight"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
)

func (web *Web) report(r *page.Request) (insight.Report, error) {
	id, err := r.PathID("report")
	if err != nil {
		return insight.Report{}, err
	}
	return web.insight.Report(r.Context(), r.Who, id)
}

// keptNotes are the notes that a report took with it.
func keptNotes(k insight.Kept) (list []insight.Note) {
	for _, n := range k.Notes {
		list = append(list, insight.Note{Day: n.Day, Text: n.Text, Source: n.Source})
	}
	return list
}

// showReport is a report as it was made.
func (web *Web) showReport(r *page.Request) (*page.Answer, error) {
	one, err := web.report(r)
	if err != nil {
		return nil, err
	}
	t, at := r.L.T, "/insight/reports/"+one.ID
	v := desk.Page{Title: t("seeing.report"), Lead: one.Kept.Title, Wide: true, Before: []kit.Content{kit.SummaryList{Rows: []kit.Row{
		{Key: kit.T(t("seeing.for_whom")), Value: kit.T(one.Kept.For)}, {Key: kit.T(t("seeing.for_day")), Value: kit.T(r.L.Day(one.Due))},
		{Key: kit.T(t("seeing.made_on")), Value: kit.T(r.L.Moment(one.At))}, {Key: kit.T(t("seeing.hash")), Value: kit.T(one.Hash)}}},
		desk.Para(kit.T(t("seeing.same_for_ever"))), desk.Para(kit.T(t("seeing.no_survey")))}}
	small := false
	for i, p := range one.Kept.Parts {
		v.Before = append(v.Before, desk.Part(fmt.Sprintf("question-%d", i+1), p.Title, partBody(r, one, i)...))
		small = small || p.Release != "" && p.Answer.Now.Withheld() != ""
	}
	if len(one.Kept.Notes) > 0 {
		var items []kit.Content
		for _, n := range one.Kept.Notes {
			items = append(items, kit.T(t("seeing.note_line", "day", r.L.Day(n.Day), "text", n.Text, "source", n.Source)))
		}
		v.Before = append(v.Before, desk.Part("notes", t("seeing.notes"), desk.Bullets(items...)))
	}
	if small {
		v.Before = append(v.Before, otherWays(r))
	}
	var files []kit.Content
	for _, as := range []string{"pdf", "docx", "zip"} {
		files = append(files, kit.Button{Text: kit.T(t("seeing.as_" + as)), Href: at + "/file?as=" + as, Kind: kit.Secondary}) // i18n: prefix seeing.as_
	}
	v.After = []kit.Content{notOnPaper(desk.Group(files...))}
	return v.Answer(nil).Back("/insight/reports").Style(sheet).Style(page.ChartStyle), nil
}

func partBody(r *page.Request, one insight.Report, i int) []kit.Content {
	p := one.Kept.Parts[i]
	list := []kit.Content{desk.Small(r.L.T("seeing.for_part", "whom", p.For))}
	if p.Release != "" && p.Answer.Now.Withheld() != "" { // a picture says what was asked itself
		list = append(list, desk.Small(p.Answer.Question.Title(r.L)))
	}
	if p.Release == "" {
		return []kit.Content{kit.InsetText{Text: kit.T(r.L.T(p.Refused))}} // i18n: prefix release.
	}
	return append(list, answered(r, fmt.Sprintf("figure-%d", i+1), p.Answer, keptNotes(one.Kept))...)
}

// takeReport is a report as a file, under a name that says nothing.
func (web *Web) takeReport(r *page.Request) (*page.Answer, error) {
	one, err := web.report(r)
	if err != nil {
		return nil, err
	}
	switch r.Form.Choice("as", "pdf", "docx", "zip") {
	case "zip":
		return csvZip(one)
	case "docx":
		return wordFile("report", reportDoc(one))
	}
	return pdfFile("report", reportDoc(one))
}

// csvZip is the tables of a report, each as a file, and their releases' documents, by which anybody can check them.
func csvZip(one insight.Report) (*page.Answer, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	put := func(name string, content []byte) error {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(content)
		}
		return err
	}
	l := langOf(one.Kept.Lang)
	for i, p := range one.Kept.Parts {
		if p.Release == "" {
			continue
		}
		a := p.Answer.Shown()
		var csv bytes.Buffer
		err := a.Picture(l, keptNotes(one.Kept)).WriteCSV(&csv, l)
		if err == nil {
			err = put(fmt.Sprintf("table-%d.csv", i+1), csv.Bytes())
		}
		if err == nil {
			err = put(fmt.Sprintf("table-%d-release.json", i+1), a.Table.Document)
		}
		if err == nil {
			err = put(fmt.Sprintf("table-%d-coverage.json", i+1), a.Coverage.Document)
		}
		if err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return page.File("report.zip", "application/zip", b.Bytes()), nil
}
