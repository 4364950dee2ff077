package policyweb

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/policy"
)

func (web *Web) showTemplates(r *page.Request) (*page.Answer, error) {
	list, err := web.policy.Templates(r.Context(), r.Who, r.Session.Nation)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	var lines []kit.Content
	for _, one := range list {
		line := []kit.Content{desk.NameLink(one.Title.In(r.L.Tag()), templates+"/"+one.Name)}
		if one.Own {
			line = append(line, kit.T(dot+t("appraisal.template_own")))
		}
		lines = append(lines, kit.Join(line...))
	}
	v := desk.Page{Title: t("appraisal.templates"), Lead: t("appraisal.templates_lead"), Before: []kit.Content{desk.Bullets(lines...)}}
	if permit.Could(r.Who, permit.MakePolicy) {
		v.After = []kit.Content{kit.Button{Text: kit.T(t("appraisal.template_load")), Href: templates + "/load", Kind: kit.Secondary}}
	}
	return v.Answer(nil).Back(appraisals), nil
}

func (web *Web) template(r *page.Request) (policy.Template, error) {
	list, err := web.policy.Templates(r.Context(), r.Who, r.Session.Nation)
	if err != nil {
		return policy.Template{}, err
	}
	i := slices.IndexFunc(list, func(t policy.Template) bool { return t.Name == r.Path("form") })
	if i < 0 {
		return policy.Template{}, notThere()
	}
	return list[i], nil
}

// showTemplate is a template to read: what it asks, where that comes from, and how far somebody read it there.
func (web *Web) showTemplate(r *page.Request) (*page.Answer, error) {
	one, err := web.template(r)
	if err != nil {
		return nil, err
	}
	t, tag := r.L.T, r.L.Tag()
	v := desk.Page{Title: t("appraisal.template"), Before: []kit.Content{desk.Para(boldWords(one.Title.In(tag))), desk.Para(kit.T(one.About.In(tag))), desk.Para(boldWords(t("appraisal.signs")), kit.T(colon+one.Signs.In(tag)))}}
	for _, stage := range one.Stages {
		parts := []kit.Content{desk.Para(kit.T(stage.Guidance.In(tag)))}
		for _, s := range stage.Sections {
			lines := []kit.Content{}
			for _, q := range s.Questions {
				lines = append(lines, kit.T(q.Ask.In(tag)))
			}
			if len(lines) == 0 {
				lines = append(lines, kit.T(t("appraisal.part_"+s.Part))) // i18n: prefix appraisal.part_
			}
			parts = append(parts, desk.Para(boldWords(s.Title.In(tag)), kit.T(dot+s.Guidance.In(tag))), desk.Bullets(lines...), whence(r, one.AppraisalTemplate, s))
		}
		v.Before = append(v.Before, desk.Part("stage-"+stage.Code, stage.Title.In(tag), parts...))
	}
	v.After = []kit.Content{desk.Para(desk.Link(t("appraisal.template_file"), templates+"/"+one.Name+"/file"))}
	return v.Answer(nil).Back(templates), nil
}

func (web *Web) takeTemplate(r *page.Request) (*page.Answer, error) {
	one, err := web.template(r)
	if err != nil {
		return nil, err
	}
	file, err := json.MarshalIndent(one.AppraisalTemplate, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write a template: %w", err)
	}
	return page.File("appraisal-template.json", "application/json", append(file, '\n')), nil
}

func (web *Web) showLoad(r *page.Request) (*page.Answer, error) { return web.loadPage(r, nil) }

func (web *Web) loadPage(r *page.Request, wrong error) (*page.Answer, error) {
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "file")
	v := desk.Page{Title: t("appraisal.template_load"), Lead: t("appraisal.template_load_lead"), Problems: p.Summary(), Files: true, Hidden: []desk.Hidden{desk.FormID(r)},
		Fields:  []kit.Content{kit.FileUpload{Name: "file", Label: desk.Label(r, "appraisal.template_choose"), Accept: ".json,application/json", Error: p.Of("file")}},
		Buttons: []kit.Content{desk.Button(r, "appraisal.template_load_go"), desk.Cancel(r, templates)}}
	return v.Answer(wrong).Back(templates), nil
}

func (web *Web) saveLoad(r *page.Request) (*page.Answer, error) {
	id := r.Form.ID("as")
	data, err := fileOf(r, nation.MostAppraisalBytes)
	if err != nil {
		return nil, err
	}
	if err = r.Form.Err(); err == nil {
		err = web.policy.LoadTemplate(r.Context(), r.Who, id, data)
	}
	return goOn(r, err, templates+"/"+id, web.loadPage)
}

// fileOf reads the file that was sent, up to one byte more than it may have; a file that is missing or too large is noted.
func fileOf(r *page.Request, most int64) ([]byte, error) {
	head := r.Form.File("file")
	if head == nil || head.Size > most {
		r.Form.Add("file", "appraisal.no_template")
		return nil, nil
	}
	opened, err := head.Open()
	if err != nil {
		return nil, fmt.Errorf("open the file: %w", err)
	}
	defer opened.Close()
	data, err := io.ReadAll(io.LimitReader(opened, most+1))
	if err != nil {
		return nil, fmt.Errorf("read the file: %w", err)
	}
	return data, nil
}
