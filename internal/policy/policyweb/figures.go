package policyweb

import (
	"errors"
	"io"
	"strconv"
	"strings"

	"stablefutures/internal/disclosure"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/policy"
	"stablefutures/internal/problem"
)

const figures = "/policy/figures"

func (web *Web) figureRoutes() []page.Route {
	return []page.Route{
		page.Get(figures, permit.ReadPolicy, web.showFigures),
		page.Get(figures+"/new", permit.MakePolicy, web.showBring),
		page.Post(figures+"/new", permit.MakePolicy, web.saveBring).WithLimit(policy.MaxSeriesFile + page.DefaultLimit),
		page.Get(figures+"/{series}", permit.ReadPolicy, web.showSeries),
		page.Get(figures+"/{series}/csv", permit.ReadPolicy, web.seriesCSV),
	}
}

func (web *Web) showFigures(r *page.Request) (*page.Answer, error) {
	list, err := web.policy.SeriesList(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("evaluation.figures_title"), Lead: t("evaluation.figures_lead")}
	if permit.Could(r.Who, permit.MakePolicy) {
		v.Before = append(v.Before, kit.Button{Text: kit.T(t("evaluation.bring")), Href: figures + "/new"})
	}
	var lines []kit.Content
	for _, one := range list {
		o := one.Table.Origin
		lines = append(lines, kit.Join(desk.NameLink(o.Title, figures+"/"+one.ID), kit.T(dot), kit.Name(o.Publisher),
			kit.T(dot+t("evaluation.series_span", "from", one.Table.Periods[0].Code, "to", one.Table.Periods[len(one.Table.Periods)-1].Code))))
	}
	if len(lines) == 0 {
		v.Before = append(v.Before, desk.Para(kit.T(t("evaluation.figures_none"))))
	} else {
		v.Before = append(v.Before, desk.Bullets(lines...))
	}
	v.After = append(v.After, desk.Para(desk.Link(t("evaluation.to_plans"), evaluations)))
	return v.Answer(nil).Back("/policy"), nil
}

func (web *Web) showBring(r *page.Request) (*page.Answer, error) {
	root := r.Form.Raw("root")
	if root != "" && !r.Form.Has("title") {
		one, err := web.policy.Series(r.Context(), r.Who, root)
		if err != nil {
			return nil, err
		}
		o := one.Table.Origin
		r.Form = page.NewForm(map[string][]string{"root": {one.Root}, "title": {o.Title}, "publisher": {o.Publisher}, "address": {o.Address}, "counted": {string(one.Table.Counted)},
			"unit": {one.Table.Unit}, "rounded": {strconv.FormatInt(one.Table.Rounded, 10)}})
	}
	return web.bringPage(r, nil)
}

func (web *Web) bringPage(r *page.Request, wrong error) (*page.Answer, error) {
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "table")
	rounded := r.Form.Raw("rounded")
	if rounded == "" {
		rounded = "1"
	}
	v := desk.Page{Title: t("evaluation.bring"), Lead: t("evaluation.bring_lead"), Problems: p.Summary(), Files: true,
		Hidden: []desk.Hidden{desk.FormID(r), {Name: "root", Value: r.Form.Raw("root")}},
		Before: []kit.Content{kit.InsetText{Text: kit.T(t("evaluation.bring_never"))}},
		Fields: []kit.Content{
			desk.Line(r, p, "title", "evaluation.series_title", r.Form.Raw("title")),
			desk.Line(r, p, "publisher", "evaluation.publisher", r.Form.Raw("publisher")),
			desk.Line(r, p, "address", "evaluation.address", r.Form.Raw("address")),
			desk.Day(r, p, "day", "evaluation.read_on"),
			kit.Radios{Name: "counted", Legend: desk.Legend(r, "evaluation.counted"), Items: desk.Choices(r, "evaluation.counted_", disclosure.AllCounted), Value: r.Form.Raw("counted"), Error: p.Of("counted")}, // i18n: prefix evaluation.counted_
			desk.Line(r, p, "unit", "evaluation.unit", r.Form.Raw("unit")),
			desk.Line(r, p, "rounded", "evaluation.rounded", rounded),
			kit.Textarea{Name: "table", Label: desk.Label(r, "evaluation.table"), Hint: kit.T(t("evaluation.table_hint")), Rows: 8, Value: r.Form.Raw("table"), Error: p.Of("table")},
			kit.FileUpload{Name: "file", Label: desk.Label(r, "evaluation.file"), Hint: kit.T(t("evaluation.file_hint")), Accept: ".csv,.xlsx,.ods", Error: p.Of("file")},
		},
		Buttons: []kit.Content{desk.Button(r, "evaluation.bring_go"), desk.Cancel(r, figures)}}
	return v.Answer(wrong).Back(figures), nil
}

// sentTable is the file that was sent, or what was pasted.
func sentTable(r *page.Request) (name string, file []byte, err error) {
	sent := r.Form.File("file")
	if sent == nil || sent.Size == 0 {
		pasted := r.Form.Raw("table")
		if strings.TrimSpace(pasted) == "" {
			r.Form.Add("table", "evaluation.needs_table")
		}
		return "pasted.csv", []byte(pasted), r.Form.Err()
	}
	f, err := sent.Open()
	if err != nil {
		return "", nil, problem.Wrap(err, problem.Invalid, "problem.file_unreadable")
	}
	file, err = io.ReadAll(io.LimitReader(f, policy.MaxSeriesFile+1))
	return sent.Filename, file, errors.Join(err, f.Close())
}

func (web *Web) saveBring(r *page.Request) (*page.Answer, error) {
	f := r.Form
	n := policy.NewSeries{ID: f.ID("as"), Root: f.Raw("root"), Head: disclosure.Published{Unit: f.Required("unit", 80), Rounded: int64(f.Number("rounded", 1, 1000)),
		Origin:  disclosure.Origin{Title: f.Required("title", maxLine), Publisher: f.Required("publisher", maxLine), Address: f.Required("address", 500), ReadOn: f.Day("day")},
		Counted: disclosure.Counted(f.Choice("counted", desk.Codes(disclosure.AllCounted)...))}}
	if n.Head.Counted == "" {
		f.Add("counted", "problem.required_choice")
	}
	if n.Head.Origin.ReadOn == "" {
		f.Add("day", "problem.required")
	}
	var err error
	if n.Name, n.File, err = sentTable(r); err == nil {
		err = web.policy.Bring(r.Context(), r.Who, n)
	}
	if desk.ToMend(err) {
		return web.bringPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(figures + "/" + n.ID), nil
}

func (web *Web) showSeries(r *page.Request) (*page.Answer, error) {
	one, err := web.policy.Series(r.Context(), r.Who, r.Path("series"))
	if err != nil {
		return nil, err
	}
	t, p, at := r.L.T, one.Table, figures+"/"+one.ID
	f := one.Figures()
	lines := f.Lines[:min(len(f.Lines), 8)]
	rows := []kit.Row{{Key: kit.T(t("evaluation.series_title")), Value: kit.Name(p.Origin.Title)}, {Key: kit.T(t("evaluation.publisher")), Value: kit.Name(p.Origin.Publisher)},
		{Key: kit.T(t("evaluation.address")), Value: kit.Name(p.Origin.Address)}, {Key: kit.T(t("evaluation.read_on_row")), Value: kit.T(r.L.Day(p.Origin.ReadOn))},
		{Key: kit.T(t("evaluation.counted")), Value: kit.T(t("evaluation.counted_" + string(p.Counted)))}, // i18n: prefix evaluation.counted_
		{Key: kit.T(t("evaluation.came")), Value: kit.T(r.L.Day(one.Day()))}}
	v := desk.Page{Title: t("evaluation.series_one"), Wide: true, Before: []kit.Content{kit.SummaryList{Rows: rows}, kit.InsetText{Text: kit.T(t("evaluation.lock_first"))},
		page.Figure(r.L, "figures", 2, f.Chart(r.L, lines, "", "", ""), kit.Link{Text: kit.T(t("evaluation.csv")), Href: at + "/csv"})}}
	if permit.Could(r.Who, permit.MakePolicy) {
		v.After = []kit.Content{desk.Para(desk.Link(t("evaluation.plan_over"), evaluations+"/new?figures="+policy.FromPublished+":"+one.ID)), desk.Para(desk.Link(t("evaluation.bring_later"), figures+"/new?root="+one.ID))}
	}
	return v.Answer(nil).Back(figures).Style(page.ChartStyle), nil
}

func (web *Web) seriesCSV(r *page.Request) (*page.Answer, error) {
	one, err := web.policy.Series(r.Context(), r.Who, r.Path("series"))
	if err != nil {
		return nil, err
	}
	file, err := one.CSV()
	if err != nil {
		return nil, err
	}
	return page.File("figures.csv", "text/csv; charset=utf-8", file), nil
}
