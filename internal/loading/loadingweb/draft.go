package loadingweb

import (
	"stablefutures/internal/framework"
	"stablefutures/internal/loading"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
)

type draftView struct {
	Title, Caption string
	Refused        kit.Content
	Counts         []kit.Content
	Steps          string // heading
	Tasks          kit.TaskList
	Files          string // heading
	FileList       kit.SummaryList
	Read           kit.Content
	Hidden         []hidden
	ReadURL        string
	Discard        *linkView
	Published      kit.Content
}

func (web *Web) showDraft(r *page.Request) (*page.Answer, error) {
	o, err := web.open(r)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := draftView{Title: o.Goal.Name, Caption: t("loading.draft"), Counts: counts(r, o), Steps: t("loading.steps"), Files: t("loading.files"),
		FileList: fileRows(r, o)}
	if f, ok := o.Last(); ok {
		switch f.State {
		case loading.FileRefused:
			v.Refused = kit.NotificationBanner{Title: kit.T(t("loading.refused")), NoFocus: true,
				Body: kit.Join(kit.T(why(r, f)+" "), kit.T(t("loading.refused_next")))}
		case loading.FileReading:
			v.Refused = kit.NotificationBanner{Title: kit.T(t("page.important")), NoFocus: true, Body: kit.T(t("loading.not_read"))}
			v.Read, v.Hidden, v.ReadURL = kit.Button{Text: kit.T(t("loading.read_again")), Once: true}, guard(r, o), at(o.ID, "/files/"+f.ID)
		}
	}
	if o.Draft.Open() {
		if v.Tasks, err = tasks(r, o); err != nil {
			return nil, err
		}
		v.Discard = &linkView{URL: at(o.ID, "/discard"), Text: t("loading.discard")}
	} else {
		v.Published = kit.InsetText{Text: kit.Join(kit.T(t("loading.is_published")+" "), kit.T(o.Edition))}
	}
	return page.Show(t("loading.draft"), draftBody(v)).Back("/loading"), nil
}

func why(r *page.Request, f loading.File) string { return r.L.T(f.Why.Key, f.Why.Args...) }

// counts says how much there is of each level, against what the copy is expected to hold.
func counts(r *page.Request, o *loading.Opened) []kit.Content {
	have, want := o.Have(), o.Goal.Expected
	if o.Whole != nil {
		return nil
	}
	var list []kit.Content
	for _, n := range []struct {
		key        string
		have, want int
	}{{"principles", have.Principles, want.Principles}, {"outcomes", have.Outcomes, want.Outcomes}, {"indicators", have.Indicators, want.Indicators}} {
		if n.have == 0 && n.want == 0 {
			continue
		}
		list = append(list, kit.T(r.L.T("loading.count_"+n.key, "have", n.have, "want", n.want))) // i18n: prefix loading.count_
	}
	return list
}

// tasks are the steps of a draft, each with how far it has come.
func tasks(r *page.Request, o *loading.Opened) (kit.TaskList, error) {
	t := r.L.T
	list := kit.TaskList{IDPrefix: "step"}
	add := func(key, url string, status kit.Content) {
		list.Items = append(list.Items, kit.Task{Title: kit.T(t(key)), Href: url, Status: status, Waiting: url == ""})
	}
	done, todo := kit.T(t("loading.done")), kit.Tag{Text: kit.T(t("loading.todo"))}
	add("loading.step_goal", at(o.ID, "/goal"), done)
	if _, ok := o.Current(); ok {
		add("loading.step_file", at(o.ID, "/file"), done)
	} else {
		add("loading.step_file", at(o.ID, "/file"), kit.T(t("loading.step_file_none")))
	}
	if o.Whole == nil {
		for _, p := range o.AllPages() {
			status := kit.Content(done)
			if left := o.State.Open(p.Number); left > 0 {
				status = kit.Tag{Text: kit.T(r.L.N("loading.left", left))}
			} else if len(o.On(p.Number)) == 0 {
				status = todo
			}
			title := r.L.T("loading.step_page", "number", p.Number)
			if p.Name != "" {
				title = r.L.T("loading.step_sheet", "name", p.Name)
			}
			list.Items = append(list.Items, kit.Task{Title: kit.T(title), Href: pageURL(o.ID, p.Number), Status: status})
		}
	}
	faults, err := o.Faults()
	if err != nil {
		return list, err
	}
	status := kit.Content(done)
	if n := len(aboutPieces(faults)) + len(o.Outline().Strays); n > 0 {
		status = kit.Tag{Text: kit.T(r.L.N("loading.faults", n))}
	}
	add("loading.step_check", at(o.ID, "/check"), status)
	status = done
	if len(faults) > len(aboutPieces(faults)) {
		status = todo
	}
	add("loading.step_about", at(o.ID, "/about"), status)
	add("loading.step_publish", at(o.ID, "/publish"), todo)
	return list, nil
}

// aboutPieces gives the faults that are about the pieces, and not about what the publishing form says.
func aboutPieces(faults []framework.Fault) []framework.Fault {
	var list []framework.Fault
	for _, f := range faults {
		if field(f) == "" {
			list = append(list, f)
		}
	}
	return list
}

func fileRows(r *page.Request, o *loading.Opened) kit.SummaryList {
	var list kit.SummaryList
	for _, f := range o.Files {
		name := f.Name
		if name == loading.TextName {
			name = r.L.T("loading.pasted")
		}
		state := r.L.T("loading.file_" + f.State) // i18n: prefix loading.file_
		if f.State == loading.FileRefused {
			state += " " + why(r, f)
		}
		list.Rows = append(list.Rows, kit.Row{Key: kit.Name(name), Value: lines{kit.T(r.L.Moment(f.At)), kit.T(state), kit.T(r.L.T("loading.sha", "sum", f.SHA256))},
			Actions: []kit.Action{{Text: kit.T(r.L.T("page.download")), Href: at(o.ID, "/files/"+f.ID), Hidden: name}}})
	}
	return list
}

type discardView struct {
	Title, Text string
	Keep        linkView
	Discard     kit.Button
}

func (web *Web) showDiscard(r *page.Request) (*page.Answer, error) {
	o, err := web.open(r)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := discardView{Title: t("loading.discard_title"), Text: t("loading.discard_text"), Keep: linkView{URL: at(o.ID, ""), Text: t("loading.discard_keep")},
		Discard: kit.Button{Text: kit.T(t("loading.discard_yes")), Kind: kit.Warning, Once: true}}
	return page.Show(v.Title, discardBody(v)).Back(at(o.ID, "")), nil
}

func (web *Web) saveDiscard(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("draft")
	if err != nil {
		return nil, err
	}
	if err := web.loading.Discard(r.Context(), r.Who, id); err != nil {
		return nil, err
	}
	return page.Redirect("/loading"), nil
}
