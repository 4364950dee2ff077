package inspectionweb

import (
	"errors"
	"io"
	"strconv"
	"strings"

	"stablefutures/internal/inspection"
	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

func (web *Web) showHome(r *page.Request) (*page.Answer, error) {
	packs, err := web.inspection.Packs(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("inspection.title"), Lead: t("inspection.lead")}
	if permit.Could(r.Who, permit.MakeInspection) {
		v.Before = append(v.Before, kit.Button{Text: kit.T(t("inspection.new_pack")), Href: "/inspection/packs/new"})
	}
	var lines []kit.Content
	for _, p := range packs {
		lines = append(lines, kit.Join(desk.NameLink(p.Content.Title, packAt(p.ID, "")), kit.T(dot+t("inspection.version_of", "place", strconv.Itoa(p.Version.Place), "day", r.L.Day(p.Version.Day())))))
	}
	if len(lines) == 0 {
		v.Before = append(v.Before, desk.Part("packs", t("inspection.packs"), desk.Para(kit.T(t("inspection.no_packs")))))
	} else {
		v.Before = append(v.Before, desk.Part("packs", t("inspection.packs"), desk.Bullets(lines...)))
	}
	v.After = append(v.After, desk.Part("more", t("inspection.more"), desk.Bullets(web.more(r)...)))
	return v.Answer(nil), nil
}

// more is what else there is in this room for its reader.
func (web *Web) more(r *page.Request) []kit.Content {
	t := r.L.T
	return []kit.Content{desk.Link(t("inspection.to_frameworks"), "/inspection/frameworks"), desk.Link(t("inspection.visits"), "/inspection/visits"), desk.Link(t("inspection.kit"), "/inspection/kit")}
}

// What stands between two parts of one line.
const dot = " · "

func (web *Web) showFrameworks(r *page.Request) (*page.Answer, error) {
	list, err := web.inspection.Frameworks(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("inspection.frameworks"), Lead: t("inspection.frameworks_lead")}
	table := kit.Table{Caption: t("inspection.frameworks"), CaptionClass: "govuk-visually-hidden", Head: []kit.Cell{{Text: kit.T(t("inspection.framework"))},
		{Text: kit.T(t("inspection.nation"))}, {Text: kit.T(t("inspection.in_force"))}}}
	for _, f := range list {
		name := []kit.Content{desk.Link(f.Title, "/inspection/frameworks/"+f.ID), kit.T(dot), english(f.Inspectorate)}
		if f.Loaded() {
			name = append(name, kit.T(dot+t("inspection.loaded")))
		}
		table.Rows = append(table.Rows, []kit.Cell{{Text: kit.Join(name...)}, {Text: kit.T(nation.Name(f.Nation, r.L.Tag()))}, {Text: kit.T(force(r, f))}})
	}
	v.Before = []kit.Content{kit.Scroll{Label: t("inspection.frameworks"), Body: table}}
	if permit.Could(r.Who, permit.MakeInspection) {
		v.After = []kit.Content{kit.Button{Text: kit.T(t("inspection.load")), Href: "/inspection/frameworks/load", Kind: kit.Secondary}}
	}
	return v.Answer(nil).Back("/inspection"), nil
}

func force(r *page.Request, f inspection.Framework) string {
	if f.To == "" {
		return r.L.T("inspection.force_from", "day", r.L.Day(f.From))
	}
	return r.L.T("inspection.force_span", "from", r.L.Day(f.From), "to", r.L.Day(f.To))
}

func (web *Web) showFramework(r *page.Request) (*page.Answer, error) {
	f, err := web.inspection.Framework(r.Context(), r.Who, r.Path("inspectorate"))
	if err != nil {
		return nil, err
	}
	t := r.L.T
	rows := []kit.Row{{Key: kit.T(t("inspection.framework")), Value: english(f.Title)}, {Key: kit.T(t("inspection.inspectorate")), Value: english(f.Inspectorate)},
		{Key: kit.T(t("inspection.nation")), Value: kit.T(nation.Name(f.Nation, r.L.Tag()))}, {Key: kit.T(t("inspection.in_force")), Value: kit.T(force(r, f))},
		{Key: kit.T(t("inspection.file_hash")), Value: kit.T(f.Hash()[:16])}}
	v := desk.Page{Title: t("inspection.one_framework"), Before: []kit.Content{kit.SummaryList{Rows: rows}}}
	if f.OurHeadings {
		v.Before = append(v.Before, kit.InsetText{Text: kit.T(t("inspection.our_headings"))})
	}
	var headings []kit.Content
	for _, h := range f.Headings {
		line := []kit.Content{english(h.Text)}
		if h.Ask != "" {
			line = append(line, kit.T(dot), english(h.Ask))
		}
		headings = append(headings, kit.Join(line...))
	}
	v.Before = append(v.Before, desk.Part("headings", t("inspection.headings"), desk.Para(kit.T(t("inspection.headings_lead"))), desk.Bullets(headings...)), scale(r, f), facts(r, f))
	var not []kit.Content
	for _, s := range f.NotRead {
		not = append(not, english(s))
	}
	if len(not) > 0 {
		v.Before = append(v.Before, desk.Part("not-read", t("inspection.not_read"), desk.Bullets(not...)))
	}
	return v.Answer(nil).Back("/inspection/frameworks"), nil
}

func scale(r *page.Request, f inspection.Framework) kit.Content {
	t := r.L.T
	if f.Scale == nil {
		return desk.Part("scale", t("inspection.scale"), desk.Para(kit.T(t("inspection.scale_none"))))
	}
	var steps []kit.Content
	for _, s := range f.Scale.Steps {
		steps = append(steps, english(s))
	}
	parts := []kit.Content{desk.Bullets(steps...)}
	if f.Scale.Note != "" {
		parts = append(parts, desk.Para(english(f.Scale.Note)))
	}
	return desk.Part("scale", t("inspection.scale"), append(parts, desk.Para(kit.T(t("inspection.no_grades"))))...)
}

func facts(r *page.Request, f inspection.Framework) kit.Content {
	t := r.L.T
	var known, sources []kit.Content
	for _, one := range f.Facts {
		known = append(known, kit.Join(english(one.Text), kit.T(" ["+strconv.Itoa(one.Source)+"]"+dot+t("inspection.mark_"+strings.ToLower(one.Mark))))) // i18n: prefix inspection.mark_
	}
	for i, s := range f.Sources {
		sources = append(sources, kit.Join(kit.T("["+strconv.Itoa(i+1)+"] "), english(s.Title+", "+s.Publisher), kit.T(dot+t("inspection.source_"+s.How, "day", r.L.Day(s.Read))+dot), // i18n: prefix inspection.source_
			desk.Link(s.URL, s.URL)))
	}
	return desk.Part("facts", t("inspection.facts"), desk.Bullets(known...), desk.Para(kit.T(t("inspection.sources"))), desk.Bullets(sources...))
}

func (web *Web) showLoad(r *page.Request) (*page.Answer, error) { return web.loadPage(r, nil) }

func (web *Web) loadPage(r *page.Request, wrong error) (*page.Answer, error) {
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "file")
	v := desk.Page{Title: t("inspection.load"), Lead: t("inspection.load_lead"), Problems: p.Summary(), Files: true,
		Fields:  []kit.Content{kit.FileUpload{Name: "file", Label: desk.Label(r, "inspection.file"), Hint: kit.T(t("inspection.file_hint")), Accept: ".json", Error: p.Of("file")}},
		Buttons: []kit.Content{desk.Button(r, "inspection.load_go"), desk.Cancel(r, "/inspection/frameworks")}}
	return v.Answer(wrong).Back("/inspection/frameworks"), nil
}

func (web *Web) saveLoad(r *page.Request) (*page.Answer, error) {
	file, err := sentFile(r)
	var f inspection.Framework
	if err == nil {
		f, err = web.inspection.Load(r.Context(), r.Who, file)
	}
	if desk.ToMend(err) {
		return web.loadPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/inspection/frameworks/" + f.ID), nil
}

func sentFile(r *page.Request) ([]byte, error) {
	sent := r.Form.File("file")
	if sent == nil || sent.Size == 0 {
		r.Form.Add("file", "inspection.file_needed")
		return nil, r.Form.Err()
	}
	f, err := sent.Open()
	if err != nil {
		return nil, problem.Wrap(err, problem.Invalid, "problem.file_unreadable")
	}
	file, err := io.ReadAll(io.LimitReader(f, inspection.MaxFramework+1))
	return file, errors.Join(err, f.Close())
}
