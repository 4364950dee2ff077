package translationweb

import (
	"io"

	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
	"stablefutures/internal/translation"
)

// export hands out a file for a translator's own tool. Its name says the language and nothing else.
func (web *Web) export(r *page.Request) (*page.Answer, error) {
	set, _, err := web.set(r)
	if err != nil {
		return nil, err
	}
	lang := language(r).Tag
	if set == translation.Staff && r.Form.Raw("lang") == "" {
		lang = "cy"
	}
	format := r.Form.Choice("format", translation.XLIFF, translation.PO)
	if err := r.Form.Err(); err != nil {
		return nil, err
	}
	if format == "" {
		format = translation.XLIFF
	}
	b, err := web.service.Export(r.Context(), r.Who, set, lang, format)
	if err != nil {
		return nil, err
	}
	name := "texts-" + lang
	if set == translation.Staff {
		name = "interface-" + lang
	}
	if format == translation.PO {
		return page.File(name+".po", "text/x-gettext-translation; charset=utf-8", b), nil
	}
	return page.File(name+".xlf", "application/xliff+xml; charset=utf-8", b), nil
}

func (web *Web) showImport(r *page.Request) (*page.Answer, error) {
	return importForm(r, nil, nil).answer(at("")), nil
}

// importForm asks for the file and for the role in which it is brought: nothing is given a status above that.
func importForm(r *page.Request, err error, faults []kit.Content) staffPage {
	l, problems := r.L, r.Problems(err)
	v := staffPage{Title: l.T("translation.import.title"), Lead: l.T("translation.import.lead"), Action: at("/import"), Files: true, Problems: problems.Summary()}
	if len(faults) > 0 {
		v.Parts = append(v.Parts, heading(l.T("translation.import.faults")), bullets(faults))
	}
	v.Fields = []kit.Content{
		kit.FileUpload{Name: "file", Label: kit.Label{Text: kit.T(l.T("translation.import.file")), Size: "s"}, Hint: kit.T(l.T("translation.import.file_hint")),
			Error: problems.Of("file"), Accept: ".xlf,.xliff,.xml,.po"},
		kit.Radios{Name: "role", Legend: kit.Legend{Text: kit.T(l.T("translation.import.role")), Size: "s"}, Hint: kit.T(l.T("translation.import.role_hint")),
			Value: r.Form.Raw("role"), Error: problems.Of("role"), Items: roleChoices(l, translation.Roles)},
		dialectField(r, problems),
	}
	v.Buttons = []kit.Content{kit.Button{Text: kit.T(l.T("translation.import.do")), Once: true}}
	return v
}

func dialectField(r *page.Request, problems page.Problems) kit.Content {
	return kit.Input{Name: "dialect", Label: kit.Label{Text: kit.T(r.L.T("translation.dialect"))}, Hint: kit.T(r.L.T("translation.dialect_hint")),
		Value: r.Form.Raw("dialect"), Error: problems.Of("dialect"), Class: "govuk-input--width-20"}
}

func roleChoices(l i18n.L, roles []string) []kit.Choice {
	var list []kit.Choice
	for _, role := range roles {
		list = append(list, kit.Choice{Value: role, Text: kit.T(l.T("translation.role." + role))})
	}
	return list
}

func (web *Web) saveImport(r *page.Request) (*page.Answer, error) {
	claim := translation.Claim{Role: r.Form.Choice("role", translation.Roles...), Dialect: r.Form.Line("dialect", 100)}
	if claim.Role == "" {
		r.Form.Add("role", "problem.required_choice")
	}
	data, err := uploaded(r, "file", translation.MaxFile)
	if err != nil {
		return nil, err
	}
	if err := r.Form.Err(); err != nil {
		return importForm(r, err, nil).answer(at("")), nil
	}
	report, err := web.service.Import(r.Context(), r.Who, data, claim)
	if page.IsInvalid(err) {
		var c problem.Check
		c.Add("file", problem.KeyOf(err), argsOf(err)...)
		return importForm(r, c.Err(), faultLines(r.L, report.Faults)).answer(at("")), nil
	}
	if err != nil {
		return nil, err
	}
	return web.report(r, report), nil
}

// uploaded reads a file that was sent; one that is missing is noted on the form.
func uploaded(r *page.Request, name string, max int64) ([]byte, error) {
	head := r.Form.File(name)
	if head == nil || head.Size == 0 {
		r.Form.Add(name, "problem.required")
		return nil, nil
	}
	f, err := head.Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, max+1))
}

// maxShown bounds how many lines of a report a page shows; the count says how many there are.
const maxShown = 200

// i18n: prefix translation.fault.
func faultLines(l i18n.L, faults []translation.Fault) []kit.Content {
	var lines []kit.Content
	for n, f := range faults {
		if n == maxShown {
			lines = append(lines, kit.T(l.N("translation.import.more", len(faults)-n)))
			break
		}
		lines = append(lines, kit.T(f.Text+": "+l.T(f.Key, f.Args...)))
	}
	return lines
}

// report says what an import did, text by text.
func (web *Web) report(r *page.Request, report translation.Report) *page.Answer {
	l := r.L
	v := staffPage{Title: l.T("translation.import.done"), Parts: []kit.Content{bullets([]kit.Content{
		kit.T(l.N("translation.import.moved", len(report.Moved))), kit.T(l.N("translation.import.aside", len(report.Aside))),
		kit.T(l.N("translation.import.same", report.Unchanged)), kit.T(l.N("translation.import.empty", report.Empty))})}}
	if len(report.Moved) > 0 {
		t := kit.Table{Caption: l.T("translation.import.moved_title"), RowHeaders: true, Head: []kit.Cell{{Text: kit.T(l.T("translation.key"))},
			{Text: kit.T(l.T("translation.import.from"))}, {Text: kit.T(l.T("translation.import.to"))}, {Text: kit.T(l.T("translation.import.words"))}}}
		for n, m := range report.Moved {
			if n == maxShown {
				break
			}
			words := l.T("translation.import.words_same")
			if m.Changed {
				words = l.T("translation.import.words_new")
			}
			t.Rows = append(t.Rows, []kit.Cell{{Text: kit.T(m.Text)}, {Text: statusTag(l, m.From)}, {Text: statusTag(l, m.To)}, {Text: kit.T(words)}})
		}
		v.Parts = append(v.Parts, kit.Scroll{Label: l.T("translation.import.moved_title"), Body: t})
	}
	if len(report.Aside) > 0 {
		var names []kit.Content
		for _, id := range report.Aside {
			names = append(names, kit.T(id))
		}
		v.Parts = append(v.Parts, heading(l.T("translation.import.aside_title")), bullets(names), links([]link{{l.T("translation.review.link"), at("/review")}}))
	}
	return v.answer(at(""))
}

func argsOf(err error) []any {
	if e, ok := problemOf(err); ok {
		return e.Args
	}
	return nil
}
