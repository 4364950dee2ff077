package policyweb

import (
	"errors"
	"io"

	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/policy"
	"stablefutures/internal/problem"
)

func (web *Web) showBriefingTemplates(r *page.Request) (*page.Answer, error) {
	list, err := web.policy.BriefingTemplates(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("briefing.templates"), Lead: t("briefing.templates_lead")}
	var lines []kit.Content
	for _, one := range here(r, list) {
		title, _ := one.Title.In(r.L.Tag())
		line := []kit.Content{desk.Link(title, readers+"/"+one.ID), kit.T(dot + nationsOf(r, one))}
		if one.Loaded() {
			line = append(line, kit.T(dot+t("briefing.loaded")))
		}
		lines = append(lines, kit.Join(line...))
	}
	v.Before = []kit.Content{desk.Bullets(lines...)}
	if permit.Could(r.Who, permit.MakePolicy) {
		v.After = []kit.Content{kit.Button{Text: kit.T(t("briefing.load")), Href: readers + "/load", Kind: kit.Secondary}}
	}
	return v.Answer(nil).Back(briefings), nil
}

func (web *Web) showBriefingTemplate(r *page.Request) (*page.Answer, error) {
	one, err := web.policy.BriefingTemplate(r.Context(), r.Who, r.Path("reader"))
	if err != nil {
		return nil, err
	}
	t := r.L.T
	rows := []kit.Row{{Key: kit.T(t("briefing.template")), Value: inLanguage(r, one.Title)}, {Key: kit.T(t("briefing.who_decides")), Value: inLanguage(r, one.Reader)},
		{Key: kit.T(t("briefing.where")), Value: kit.T(nationsOf(r, one))}, {Key: kit.T(t("briefing.address")), Value: inLanguage(r, one.Address)},
		{Key: kit.T(t("briefing.question")), Value: inLanguage(r, one.Question)}, {Key: kit.T(t("briefing.ask")), Value: inLanguage(r, one.Ask)},
		{Key: kit.T(t("briefing.length")), Value: kit.T(t("briefing.length_most", "most", one.Words))}}
	v := desk.Page{Title: t("briefing.template_one"), Before: []kit.Content{kit.InsetText{Text: kit.T(t("briefing.endorsed_by_nobody"))}, kit.SummaryList{Rows: rows}}}
	var sections, not, sources []kit.Content
	for _, s := range one.Sections {
		sections = append(sections, kit.Join(inLanguage(r, s.Heading), kit.T(dot), inLanguage(r, s.About), kit.T(dot), inLanguage(r, s.Evidence)))
	}
	for _, s := range one.NotGiven {
		not = append(not, inLanguage(r, s))
	}
	for _, s := range one.Sources {
		sources = append(sources, kit.Join(saidIn(r, "en", s.Title+comma+s.Publisher), kit.T(dot+t("briefing.source_"+s.How, "day", r.L.Day(s.Read))+dot), desk.Link(s.URL, s.URL))) // i18n: prefix briefing.source_
	}
	v.Before = append(v.Before, desk.Part("sections", t("briefing.sections"), desk.Bullets(sections...)), desk.Part("not-given", t("briefing.not_given"), desk.Bullets(not...)),
		desk.Part("sources", t("briefing.template_sources"), desk.Bullets(sources...)))
	if len(one.NotRead) > 0 {
		var lines []kit.Content
		for _, s := range one.NotRead {
			lines = append(lines, saidIn(r, "en", s))
		}
		v.Before = append(v.Before, desk.Part("not-read", t("briefing.not_read"), desk.Bullets(lines...)))
	}
	if permit.Could(r.Who, permit.MakePolicy) {
		v.After = []kit.Content{kit.Button{Text: kit.T(t("briefing.begin_with")), Href: briefings + "/new?template=" + one.ID}}
	}
	return v.Answer(nil).Back(readers), nil
}

func (web *Web) showLoadBriefingTemplate(r *page.Request) (*page.Answer, error) {
	return web.loadBriefingTemplatePage(r, nil)
}

func (web *Web) loadBriefingTemplatePage(r *page.Request, wrong error) (*page.Answer, error) {
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "file")
	v := desk.Page{Title: t("briefing.load"), Lead: t("briefing.load_lead"), Problems: p.Summary(), Files: true,
		Fields:  []kit.Content{kit.FileUpload{Name: "file", Label: desk.Label(r, "briefing.template_file"), Hint: kit.T(t("briefing.template_file_hint")), Accept: ".json", Error: p.Of("file")}},
		Buttons: []kit.Content{desk.Button(r, "briefing.load_go"), desk.Cancel(r, readers)}}
	return v.Answer(wrong).Back(readers), nil
}

func (web *Web) saveLoadBriefingTemplate(r *page.Request) (*page.Answer, error) {
	file, err := sentFile(r, policy.MaxBriefingTemplate)
	var one policy.BriefingTemplate
	if err == nil {
		one, err = web.policy.LoadBriefingTemplate(r.Context(), r.Who, file)
	}
	if desk.ToMend(err) {
		return web.loadBriefingTemplatePage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(readers + "/" + one.ID), nil
}

// sentFile reads the file that was sent, up to one byte more than it may have.
func sentFile(r *page.Request, most int64) ([]byte, error) {
	sent := r.Form.File("file")
	if sent == nil || sent.Size == 0 {
		r.Form.Add("file", "briefing.file_needed")
		return nil, r.Form.Err()
	}
	f, err := sent.Open()
	if err != nil {
		return nil, problem.Wrap(err, problem.Invalid, "problem.file_unreadable")
	}
	file, err := io.ReadAll(io.LimitReader(f, most+1))
	return file, errors.Join(err, f.Close())
}
