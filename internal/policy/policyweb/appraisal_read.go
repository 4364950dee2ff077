package policyweb

import (
	"bytes"
	"slices"

	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/blocks"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/policy"
	"stablefutures/internal/print"
)

// showSide lays the options side by side, right by right: columns where there is room, one below the other where there is none.
func (web *Web) showSide(r *page.Request) (*page.Answer, error) {
	a, err := web.read(r)
	if err != nil {
		return nil, err
	}
	v := desk.Page{Title: r.L.T("appraisal.side"), Lead: r.L.T("appraisal.side_lead"), Wide: true, Before: []kit.Content{headRows(r, a)}}
	what := sides{Heading: kit.T(r.L.T("appraisal.options"))}
	for _, o := range a.Options {
		what.Sides = append(what.Sides, side{Name: kit.Name(o.OptionName(r.L)), Body: []kit.Content{desk.Para(desk.Words(o.What))}})
	}
	v.Before = append(v.Before, sideBySide(what))
	var untouched []kit.Content
	for _, lens := range a.AllLenses() {
		said := a.Lenses[lens.Code]
		if a.LeftUntouched(lens) {
			untouched = append(untouched, kit.Join(lensWords(r, lens), kit.T(dot), desk.Words(said.Why)))
			continue
		}
		one := sides{Heading: lensWords(r, lens), Below: []kit.Content{desk.Para(boldWords(r.L.T("appraisal.young")), kit.T(colon), desk.Words(policy.YoungWords(r.L, said)))}}
		for _, o := range a.Options {
			cell := said.Cells[o.Code]
			body := []kit.Content{desk.Para(boldWords(policy.EffectWord(r.L, cell.Effect)))}
			for _, row := range a.CellFacts(r.L, cell) {
				if row[1] != "" {
					body = append(body, desk.Para(kit.T(row[0]+colon), desk.Words(row[1])))
				}
			}
			one.Sides = append(one.Sides, side{Name: kit.Name(o.OptionName(r.L)), Body: body})
		}
		v.Before = append(v.Before, sideBySide(one))
	}
	if len(untouched) > 0 {
		v.Before = append(v.Before, desk.Part("untouched", r.L.T("appraisal.untouched"), desk.Bullets(untouched...)))
	}
	return v.Answer(nil).Back(at(a.ID, "")).Style("appraisal.css"), nil
}

// output gives one of the outputs as a document, or NotFound where there is none yet.
func (web *Web) output(r *page.Request) (policy.Appraisal, print.Doc, error) {
	a, err := web.read(r)
	if err != nil {
		return a, print.Doc{}, err
	}
	what, t := r.Path("output"), r.L.T
	if !slices.Contains(policy.Outputs, what) {
		return a, print.Doc{}, notThere()
	}
	d := print.Doc{Title: t("appraisal.output_" + what), Lang: r.L.Tag(), Date: a.BegunAt, Footer: t("appraisal.footer_" + string(a.State())), Size: 12} // i18n: prefix appraisal.output_ // i18n: prefix appraisal.footer_
	switch what {
	case "full":
		d.Blocks = a.Blocks(r.L)
	case "child":
		d.Blocks, d.Size, d.Lang = a.ChildBlocks(r.L), 14, r.L.Tag()
	case "easy":
		d.Blocks, d.Size = a.EasyBlocks(r.L, kit.DrawingBody), 16
	}
	if what == "child" && len(a.Child.Texts) == 0 || what == "easy" && len(a.Easy.Lines) == 0 {
		return a, print.Doc{}, notThere()
	}
	return a, d, nil
}

// showOutput is one of the outputs as a page.
func (web *Web) showOutput(r *page.Request) (*page.Answer, error) {
	a, d, err := web.output(r)
	if err != nil {
		return nil, err
	}
	what, t := r.Path("output"), r.L.T
	v := desk.Page{Title: d.Title, Wide: what == "full"}
	switch what {
	case "easy":
		v.Before = []kit.Content{easyLines(r, a.Easy)}
	case "child":
		if hard := readingAge(r, a.Child); hard != nil {
			v.Before = append(v.Before, blocks.OffPaper(hard))
		}
		v.Before = append(v.Before, blocks.OnScreen(r.L, withoutTitle(d.Blocks))...)
	default:
		v.Before = append([]kit.Content{desk.Para(boldWords(a.Title))}, blocks.OnScreen(r.L, withoutTitle(d.Blocks))...)
	}
	file := at(a.ID, "/read/"+what+"/file?as=")
	v.After = []kit.Content{blocks.OffPaper(desk.Group(kit.Button{Text: kit.T(t("appraisal.as_pdf")), Href: file + "pdf", Kind: kit.Secondary}, kit.Button{Text: kit.T(t("appraisal.as_word")), Href: file + "docx", Kind: kit.Secondary}))}
	return v.Answer(nil).Back(at(a.ID, "")).Style("appraisal.css"), nil
}

// easyLines is the easy read outline on a page.
func easyLines(r *page.Request, w policy.EasyWords) kit.Content {
	var lines []easyLine
	for _, one := range w.Lines {
		lines = append(lines, easyLine{Drawing: one.Picture, Text: kit.In(w.Lang, i18n.Dir(w.Lang), one.Text)})
	}
	return easyRead(lines)
}

// takeOutput is one of the outputs as a file, under a name that says nothing.
func (web *Web) takeOutput(r *page.Request) (*page.Answer, error) {
	_, d, err := web.output(r)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if r.Form.Choice("as", "pdf", "docx") == "docx" {
		if err := print.WriteDOCX(&b, d); err != nil {
			return nil, err
		}
		return page.File("appraisal.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b.Bytes()), nil
	}
	if err := print.WritePDF(&b, d); err != nil {
		return nil, err
	}
	return page.File("appraisal.pdf", "application/pdf", b.Bytes()), nil
}
