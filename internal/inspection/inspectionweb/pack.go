package inspectionweb

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"stablefutures/internal/inspection"
	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/print"
	"stablefutures/internal/problem"
)

func packAt(id, rest string) string { return "/inspection/packs/" + id + rest }

func underAt(id, rest, framework string) string {
	return packAt(id, rest) + "?" + url.Values{"under": {framework}}.Encode()
}

func (web *Web) showNewPack(r *page.Request) (*page.Answer, error) { return web.newPackPage(r, nil) }

func (web *Web) newPackPage(r *page.Request, wrong error) (*page.Answer, error) {
	list, err := web.inspection.Frameworks(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "title")
	chosen := r.Form.Raw("framework")
	radios := kit.Radios{Name: "framework", Legend: desk.Legend(r, "inspection.choose_framework"), Value: chosen, Error: p.Of("framework")}
	for _, f := range list {
		if chosen == "" && f.Nation == r.Session.Nation {
			chosen, radios.Value = f.ID, f.ID
		}
		radios.Items = append(radios.Items, kit.Choice{Value: f.ID, Text: english(f.Title), Hint: kit.Join(english(f.Inspectorate), kit.T(dot+nation.Name(f.Nation, r.L.Tag())))})
	}
	v := desk.Page{Title: t("inspection.new_pack"), Lead: t("inspection.new_pack_lead"), Problems: p.Summary(), Hidden: []desk.Hidden{desk.FormID(r)},
		Fields:  []kit.Content{desk.Line(r, p, "title", "inspection.pack_title", r.Form.Raw("title")), desk.Day(r, p, "from", "inspection.from"), desk.Day(r, p, "to", "inspection.to"), radios},
		Buttons: []kit.Content{desk.Button(r, "inspection.gather"), desk.Cancel(r, "/inspection")}}
	return v.Answer(wrong).Back("/inspection"), nil
}

func (web *Web) saveNewPack(r *page.Request) (*page.Answer, error) {
	f := r.Form
	n := inspection.NewPack{ID: f.ID("as"), Title: f.Line("title", 300), Framework: f.Line("framework", 60), Span: inspection.Span{From: f.Day("from"), To: f.Day("to")}}
	err := f.Err()
	if err == nil {
		err = web.inspection.Begin(r.Context(), r.Who, n, r.L)
	}
	if desk.ToMend(err) {
		return web.newPackPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(packAt(n.ID, "")), nil
}

// pack reads the pack of an address, and under which of its frameworks it is asked for.
func (web *Web) pack(r *page.Request) (p inspection.Pack, framework string, err error) {
	place := 0
	if s := r.Form.Raw("version"); s != "" {
		if place, err = strconv.Atoi(s); err != nil || place < 1 {
			return p, "", problem.New(problem.NotFound, "problem.not_found")
		}
	}
	p, err = web.inspection.Pack(r.Context(), r.Who, r.Path("evidence"), place)
	if err != nil {
		return p, "", err
	}
	if framework = r.Form.Raw("under"); framework == "" {
		framework = p.Content.First
	}
	if _, ok := p.Content.Under[framework]; !ok {
		return p, "", problem.New(problem.NotFound, "problem.not_found")
	}
	return p, framework, nil
}

func (web *Web) doc(r *page.Request) (print.Doc, error) {
	p, under, err := web.pack(r)
	if err != nil {
		return print.Doc{}, err
	}
	d, _ := p.Doc(under, r.L)
	return d, nil
}

func (web *Web) packPDF(r *page.Request) (*page.Answer, error) {
	d, err := web.doc(r)
	if err != nil {
		return nil, err
	}
	return onPaper(d)
}

func (web *Web) packDOCX(r *page.Request) (*page.Answer, error) {
	d, err := web.doc(r)
	if err != nil {
		return nil, err
	}
	return asWord(d)
}

func (web *Web) showPack(r *page.Request) (*page.Answer, error) {
	p, under, err := web.pack(r)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	d, _ := p.Doc(under, r.L)
	last := p.Versions[0].Place == p.Version.Place
	v := desk.Page{Title: t("inspection.pack"), Lead: p.Content.Title, Before: []kit.Content{web.underLinks(r, p, under)}}
	if !last {
		v.Before = append(v.Before, kit.InsetText{Text: kit.T(t("inspection.old_version"))})
	}
	query := "?" + url.Values{"under": {under}, "version": {strconv.Itoa(p.Version.Place)}}.Encode()
	links := []kit.Content{}
	mayMake := permit.Could(r.Who, permit.MakeInspection) && last
	if mayMake {
		links = append(links, kit.Button{Text: kit.T(t("inspection.arrange")), Href: underAt(p.ID, "/arrange", under)})
	}
	links = append(links, kit.Button{Text: kit.T(t("inspection.as_pdf")), Href: packAt(p.ID, "/pdf") + query, Kind: kit.Secondary}, kit.Button{Text: kit.T(t("inspection.as_word")), Href: packAt(p.ID, "/docx") + query, Kind: kit.Secondary})
	v.Before = append(v.Before, desk.Group(links...))
	if nowhere := p.Content.Nowhere(under); len(nowhere) > 0 && mayMake {
		var lines []kit.Content
		for _, e := range nowhere {
			lines = append(lines, evidenceName(r, p, e))
		}
		v.Before = append(v.Before, kit.Details{Summary: kit.T(t("inspection.nowhere")), Body: desk.Bullets(lines...)})
	}
	v.Before = append(v.Before, sheet(d))
	v.After = append(v.After, sources(r, p), versions(r, p, under))
	if mayMake {
		v.After = append(v.After, web.packForms(r, p, under)...)
	}
	return v.Answer(nil).Back("/inspection"), nil
}

// underLinks lead to the same evidence under the other frameworks that it was laid under.
func (web *Web) underLinks(r *page.Request, p inspection.Pack, under string) kit.Content {
	var parts []kit.Content
	ids := make([]string, 0, len(p.Content.Under))
	for id := range p.Content.Under {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		f := p.Content.Under[id].Framework
		name := f.Title + ", " + nation.Name(f.Nation, r.L.Tag())
		if id == under {
			parts = append(parts, kit.Join(kit.T(r.L.T("inspection.shown_under")+" "), english(name)))
		} else {
			parts = append(parts, desk.Link(name, underAt(p.ID, "", id)))
		}
	}
	return desk.Bullets(parts...)
}

// behind says which permission the page behind a piece of evidence asks for, by how its address begins: longer ones first.
var behind = []struct {
	address string
	act     permit.Action
}{{"/together/releases", permit.ReadReleases}, {"/together", permit.ReadTogether}, {"/audits", permit.ReadAudits}, {"/reviews", permit.ReadReviews}}

// mayFollow reports whether whoever reads a pack could open the page behind a piece of evidence.
func mayFollow(r *page.Request, link string) bool {
	for _, b := range behind {
		if strings.HasPrefix(link, b.address) {
			return permit.Could(r.Who, b.act)
		}
	}
	return link != ""
}

func evidenceName(r *page.Request, p inspection.Pack, e inspection.Evidence) kit.Content {
	title := e.Title
	if e.Source == inspection.Own {
		title = strings.Join(e.Lines, " ")
	}
	ref := kit.T(p.Content.Reference(e.ID) + ": ")
	if !mayFollow(r, e.Link) {
		return kit.Join(ref, kit.Name(title))
	}
	return kit.Join(ref, desk.NameLink(title, e.Link))
}

// sources lists every piece of evidence with where it stands.
func sources(r *page.Request, p inspection.Pack) kit.Content {
	var lines []kit.Content
	for _, e := range p.Content.In() {
		if e.Link != "" {
			lines = append(lines, evidenceName(r, p, e))
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return kit.Details{Summary: kit.T(r.L.T("inspection.where")), Body: desk.Bullets(lines...)}
}

func versions(r *page.Request, p inspection.Pack, under string) kit.Content {
	var lines []kit.Content
	for _, v := range p.Versions {
		lines = append(lines, kit.Join(desk.Link(r.L.T("inspection.version_of", "place", strconv.Itoa(v.Place), "day", r.L.Moment(v.At)),
			underAt(p.ID, "", under)+"&version="+strconv.Itoa(v.Place)), kit.T(dot+v.Hash[:16])))
	}
	return kit.Details{Summary: kit.T(r.L.T("inspection.versions")), Body: desk.Bullets(lines...)}
}

// packForms lay the pack under one more framework, gather again, and add a sentence.
func (web *Web) packForms(r *page.Request, p inspection.Pack, under string) (parts []kit.Content) {
	t := r.L.T
	hidden := []desk.Hidden{{Name: "last", Value: p.Version.ID}, {Name: "under", Value: under}}
	list, err := web.inspection.Frameworks(r.Context(), r.Who)
	if err == nil {
		choose := kit.Select{Name: "framework", Label: desk.Label(r, "inspection.also_under"), Hint: kit.T(t("inspection.also_under_hint"))}
		for _, f := range list {
			if _, there := p.Content.Under[f.ID]; !there {
				choose.Items = append(choose.Items, kit.Option{Value: f.ID, Text: nation.Name(f.Nation, r.L.Tag()) + ": " + f.Title})
			}
		}
		if len(choose.Items) > 0 {
			parts = append(parts, desk.Part("under", t("inspection.regroup"), desk.Post(packAt(p.ID, "/under"), hidden, choose,
				kit.Button{Text: kit.T(t("inspection.regroup_go")), Kind: kit.Secondary, Once: true})))
		}
	}
	return append(parts, desk.Part("again", t("inspection.gather_again"), desk.Para(kit.T(t("inspection.gather_again_lead"))),
		desk.Post(packAt(p.ID, "/gather"), hidden, kit.Button{Text: kit.T(t("inspection.gather_again")), Kind: kit.Secondary, Once: true})))
}

func (web *Web) gatherAgain(r *page.Request) (*page.Answer, error) {
	id, under := r.Path("evidence"), r.Form.Line("under", 60)
	if err := web.inspection.GatherAgain(r.Context(), r.Who, id, r.Form.ID("last"), r.L); err != nil {
		return nil, err
	}
	return page.Redirect(underAt(id, "", under)), nil
}

func (web *Web) layUnder(r *page.Request) (*page.Answer, error) {
	id, framework := r.Path("evidence"), r.Form.Line("framework", 60)
	if err := web.inspection.LayUnder(r.Context(), r.Who, id, r.Form.ID("last"), framework); err != nil {
		return nil, err
	}
	return page.Redirect(underAt(id, "", framework)), nil
}
