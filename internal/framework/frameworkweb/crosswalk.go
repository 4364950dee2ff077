package frameworkweb

import (
	"bytes"
	"errors"
	"io"
	"net/url"
	"slices"
	"strings"

	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// crosswalkLimit is the most bytes of a crosswalk's file: thousands of lines with notes are far less.
const crosswalkLimit = 4 << 20

func (web *Web) crosswalkRoutes() []page.Route {
	return []page.Route{
		page.Get("/crosswalks", permit.ReadFramework, web.showCrosswalks),
		page.Get("/crosswalks/{from}/{to}", permit.ReadFramework, web.showCrosswalk),
		page.Post("/crosswalks/{from}/{to}/uses", permit.MakeCrosswalk, web.saveUses),
		page.Post("/crosswalks/{from}/{to}/file", permit.MakeCrosswalk, web.takeCrosswalk).WithLimit(crosswalkLimit),
		page.Get("/crosswalks/{from}/{to}/file/{format}", permit.ReadFramework, web.giveCrosswalk),
		page.Get("/crosswalks/{from}/{to}/item/{code}", permit.MakeCrosswalk, web.showLinks),
		page.Post("/crosswalks/{from}/{to}/item/{code}", permit.MakeCrosswalk, web.saveLinks),
	}
}

type crosswalksView struct {
	Title, Lead, Begin string
	None               string
	List               []crosswalkHead
	May                bool
	From, To           kit.Select
	Problem            kit.Content
	Open               kit.Button
}

type crosswalkHead struct{ URL, Name, Made, When string }

// showCrosswalks lists what was begun; a form without script leads to a pair of editions.
func (web *Web) showCrosswalks(r *page.Request) (*page.Answer, error) {
	t, from, to := r.L.T, r.Form.Raw("from"), r.Form.Raw("to")
	if from != "" && to != "" && from != to {
		return page.Redirect(crosswalkURL(from, to)), nil
	}
	list, err := web.service.Crosswalks(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	editions, err := web.service.Readable(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	v := crosswalksView{Title: t("crosswalk.title"), Lead: t("crosswalk.lead"), Begin: t("crosswalk.begin"),
		May: permit.Could(r.Who, permit.MakeCrosswalk), Open: kit.Button{Text: kit.T(t("crosswalk.open"))}}
	for _, c := range list {
		v.List = append(v.List, crosswalkHead{crosswalkURL(c.From.ID, c.To.ID), c.From.Name + " → " + c.To.Name, madeBy(r.L, c), r.L.Day(c.At.Format("2006-01-02"))})
	}
	if len(list) == 0 {
		v.None = t("crosswalk.none_yet")
	}
	options := []kit.Option{}
	for _, e := range editions {
		if len(e.Items()) > 0 && e.Set != framework.SetPlaceholder {
			options = append(options, kit.Option{Value: e.ID, Text: e.Name + " (" + e.Version + ")"})
		}
	}
	v.From = kit.Select{Name: "from", Items: options, Value: from, Label: kit.Label{Text: kit.T(t("crosswalk.from"))}}
	v.To = kit.Select{Name: "to", Items: options, Value: to, Label: kit.Label{Text: kit.T(t("crosswalk.to"))}}
	if from != "" && from == to {
		v.Problem = kit.InsetText{Text: kit.T(t("crosswalk.one_edition"))}
	}
	return page.Show(v.Title, crosswalksBody(v)).Back("/frameworks"), nil
}

func crosswalkURL(from, to string) string {
	return "/crosswalks/" + url.PathEscape(from) + "/" + url.PathEscape(to)
}

// madeBy says whose a crosswalk is, always in the same words.
func madeBy(l i18n.L, c framework.Crosswalk) string {
	if makers := c.Makers(); len(makers) > 0 {
		return l.T("crosswalk.made_by", "who", strings.Join(makers, ", "))
	}
	return l.T("crosswalk.by_nobody")
}

type crosswalkView struct {
	Title, Made  string
	Lead         string
	From, To     kit.Content
	Problems     kit.Content
	Edit         kit.Content
	Rows         []walkRow
	Heads        [3]string
	Files        []linkView
	FilesTitle   string
	Uses         kit.Content
	UsesAction   string
	UsesButton   kit.Button
	Upload       kit.Content
	UploadAction string
	UploadButton kit.Button
}

// walkRow is one item of the first edition with what is said of it.
type walkRow struct {
	ID, Code  string
	Text      kit.Content
	Said      []walkLine
	Unsaid    string
	Edit      string
	EditLabel string
}

type walkLine struct {
	Relation string
	Text     kit.Content
	Note     string
	Maker    string
}

func (web *Web) showCrosswalk(r *page.Request) (*page.Answer, error) {
	return web.crosswalkPage(r, nil)
}

func (web *Web) crosswalkPage(r *page.Request, wrong error) (*page.Answer, error) {
	c, err := web.service.Crosswalk(r.Context(), r.Who, r.Path("from"), r.Path("to"))
	if err != nil {
		return nil, err
	}
	t, at := r.L.T, crosswalkURL(c.From.ID, c.To.ID)
	v := crosswalkView{Title: t("crosswalk.between"), Made: madeBy(r.L, c), Lead: t("crosswalk.converts_nothing"),
		From: staff(c.From.Name), To: staff(c.To.Name), FilesTitle: t("crosswalk.files"),
		Heads: [3]string{t("crosswalk.col_item"), t("crosswalk.col_said"), t("crosswalk.col_edit")}}
	may := permit.Could(r.Who, permit.MakeCrosswalk)
	for _, item := range c.From.Items() {
		said := c.Of(item.Code)
		if item.Kind != framework.OutcomeItem && len(said) == 0 {
			continue
		}
		row := walkRow{ID: "item-" + item.Code, Code: item.Code, Text: staff(item.Text), Said: walkLines(r.L, c, said)}
		if len(row.Said) == 0 {
			row.Unsaid = t("crosswalk.not_said")
		}
		if may {
			row.Edit, row.EditLabel = at+"/item/"+url.PathEscape(item.Code), t("crosswalk.edit")
		}
		v.Rows = append(v.Rows, row)
	}
	if may {
		problems := r.Problems(atField("file", wrong))
		v.Problems = problems.Summary()
		offerChanges(r, &v, c, at, problems)
	}
	if c.Version > 0 {
		for _, f := range []string{"csv", "xlsx", "ods", "json"} {
			v.Files = append(v.Files, linkView{URL: at + "/file/" + f, Text: kit.T(strings.ToUpper(f))})
		}
	}
	answer := page.Show(v.Title, crosswalkBody(v))
	if wrong != nil {
		answer = page.Invalid(v.Title, crosswalkBody(v))
	}
	return answer.Back("/crosswalks"), nil
}

// offerChanges is what a steward can do on the page of a crosswalk.
func offerChanges(r *page.Request, v *crosswalkView, c framework.Crosswalk, at string, problems page.Problems) {
	t := r.L.T
	if first := v.Rows; len(first) > 0 {
		v.Edit = kit.Button{Text: kit.T(t("crosswalk.go_through")), Href: first[0].Edit}
	}
	v.Upload = kit.FileUpload{Error: problems.Of("file"), Name: "file", Label: kit.Label{Text: kit.T(t("crosswalk.upload")), Size: "m"}, Hint: kit.T(t("crosswalk.upload_hint"))}
	v.UploadAction, v.UploadButton = at+"/file", kit.Button{Text: kit.T(t("crosswalk.upload_button")), Kind: kit.Secondary, Once: true}
	if c.Version == 0 || c.From.Permission.Uses != framework.UsesPublic || c.To.Permission.Uses != framework.UsesPublic {
		return
	}
	v.Uses = kit.Radios{Name: "uses", Value: c.Uses, Legend: kit.Legend{Text: kit.T(t("crosswalk.uses")), Size: "m"}, Items: []kit.Choice{
		{Value: framework.UsesOrganisation, Text: kit.T(t("crosswalk.uses_organisation"))},
		{Value: framework.UsesPublic, Text: kit.T(t("crosswalk.uses_public"))}}}
	v.UsesAction, v.UsesButton = at+"/uses", kit.Button{Text: kit.T(t("crosswalk.uses_button")), Kind: kit.Secondary, Once: true}
}

// walkLines are what is said of one item; what was taken back is not said.
func walkLines(l i18n.L, c framework.Crosswalk, links []framework.Link) []walkLine {
	var list []walkLine
	for _, link := range links {
		line := walkLine{Relation: l.T("crosswalk.is_" + string(link.Relation)), Note: link.Note, Maker: link.Maker} // i18n: prefix crosswalk.is_
		switch {
		case link.To == "":
			line.Relation = l.T("crosswalk.nothing_there")
		case link.Relation == framework.NoRelation:
			continue
		default:
			i, _ := c.To.Index(link.To)
			line.Text = kit.Join(kit.T(link.To+" "), staff(c.To.Items()[i].Text))
		}
		list = append(list, line)
	}
	return list
}

// atField puts what is wrong as a whole beside the field it came from.
func atField(field string, err error) error {
	var e *problem.Error
	if !errors.As(err, &e) || len(e.Fields) > 0 {
		return err
	}
	check := problem.Check{}
	check.Add(field, problem.KeyOf(err), e.Args...)
	return check.Err()
}

func (web *Web) saveUses(r *page.Request) (*page.Answer, error) {
	from, to := r.Path("from"), r.Path("to")
	uses := r.Form.Choice("uses", framework.UsesOrganisation, framework.UsesPublic)
	if err := r.Form.Err(); err != nil {
		return nil, err
	}
	if _, err := web.service.SaveCrosswalk(r.Context(), r.Who, from, to, r.Session.Organisation, uses, nil); err != nil {
		return nil, err
	}
	return page.Redirect(crosswalkURL(from, to)), nil
}

// takeCrosswalk takes lines from a file. Whose they are is what the file says, else this organisation's.
func (web *Web) takeCrosswalk(r *page.Request) (*page.Answer, error) {
	from, to := r.Path("from"), r.Path("to")
	sent := r.Form.File("file")
	if sent == nil {
		return web.crosswalkPage(r, problem.New(problem.Invalid, "crosswalk.no_file"))
	}
	in, err := sent.Open()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	b, err := io.ReadAll(in)
	if err != nil {
		return nil, err
	}
	f, err := framework.ReadCrosswalkFile(sent.Filename, b)
	if err == nil && (f.From != from || f.To != to) {
		err = problem.New(problem.Invalid, "crosswalk.other_pair", "from", f.From, "to", f.To)
	}
	if err == nil {
		c, failed := web.service.Crosswalk(r.Context(), r.Who, from, to)
		if failed != nil {
			return nil, failed
		}
		_, err = web.service.SaveCrosswalk(r.Context(), r.Who, from, to, r.Session.Organisation, c.Uses, f.Lines())
	}
	if page.IsInvalid(err) {
		return web.crosswalkPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(crosswalkURL(from, to)), nil
}

func (web *Web) giveCrosswalk(r *page.Request) (*page.Answer, error) {
	c, err := web.service.Crosswalk(r.Context(), r.Who, r.Path("from"), r.Path("to"))
	if err != nil {
		return nil, err
	}
	format := r.Path("format")
	if c.Version == 0 || !slices.Contains([]string{"json", "csv", "xlsx", "ods"}, format) {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	var b bytes.Buffer
	if err := c.File().Write(&b, format); err != nil {
		return nil, err
	}
	kinds := map[string]string{"json": "application/json; charset=utf-8", "csv": "text/csv; charset=utf-8", "ods": "application/vnd.oasis.opendocument.spreadsheet",
		"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
	return page.File("crosswalk."+format, kinds[format], b.Bytes()), nil
}
