package policyweb

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/blocks"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/policy"
	"stablefutures/internal/print"
	"stablefutures/internal/problem"
)

// part is a page on which one part of an appraisal is written: a draft at every step.
type part struct {
	name   string // of the part
	title  string
	lead   string
	fields func(p page.Problems) []kit.Content
	stands []kit.Content // what stands there, for whoever was slower
	next   string        // where "save" leads
	field  string        // where a problem that belongs to no field is shown
	before []kit.Content
}

// show asks; after a mistake with what was typed, and where somebody else wrote meanwhile with what they wrote beside it.
func (one part) show(r *page.Request, a policy.Appraisal, wrong error) (*page.Answer, error) {
	if a.State() != policy.Writing && wrong == nil {
		return page.Redirect(at(a.ID, "")), nil
	}
	last := a.Said[one.name].ID
	if wrong != nil && !problem.Is(wrong, problem.Conflict) {
		last = r.Form.Raw("last")
	}
	p := desk.ProblemsOf(r, wrong, one.field)
	v := desk.Page{Title: one.title, Lead: one.lead, Problems: p.Summary(), Before: one.before, Hidden: []desk.Hidden{{Name: "last", Value: last}}, Fields: one.fields(p),
		Buttons: []kit.Content{desk.Button(r, "appraisal.save_next"), desk.Cancel(r, at(a.ID, ""))}}
	if problem.KeyOf(wrong) == "appraisal.written_meanwhile" {
		v.Before = append(v.Before, kit.InsetText{Text: desk.Part("meanwhile", r.L.T("appraisal.meanwhile"), one.stands...)})
	}
	return v.Answer(wrong).Back(at(a.ID, "")), nil
}

// facts shows pairs of a name and a text, as a list of rows; what is empty is left out.
func facts(rows [][2]string) kit.Content {
	list := kit.SummaryList{}
	for _, row := range rows {
		if row[1] != "" {
			list.Rows = append(list.Rows, kit.Row{Key: kit.T(row[0]), Value: desk.Words(row[1])})
		}
	}
	return list
}

func (web *Web) read(r *page.Request) (policy.Appraisal, error) {
	return web.policy.Appraisal(r.Context(), r.Who, r.Path("appraisal"))
}

func (web *Web) sectionPart(r *page.Request, a policy.Appraisal) (part, nation.AppraisalSection, error) {
	name := policy.SectionPart(r.Path("stage"), r.Path("questions"))
	stage, s, ok := a.Section(name)
	if !ok || s.Part != "" {
		return part{}, s, notThere()
	}
	said, tag := a.Sections[name].Answers, r.L.Tag()
	var rows [][2]string
	for _, q := range s.Questions {
		rows = append(rows, [2]string{q.Ask.In(tag), said[q.Code]})
	}
	one := part{name: name, title: s.Title.In(tag), lead: s.Guidance.In(tag), stands: []kit.Content{facts(rows)}, next: after(a, stage.Code, s.Code), field: "q_" + s.Questions[0].Code}
	one.fields = func(p page.Problems) (list []kit.Content) {
		for _, q := range s.Questions {
			area := kit.Textarea{Name: "q_" + q.Code, Label: kit.Label{Text: kit.T(q.Ask.In(tag)), Size: "s"}, Rows: 5, Value: r.Form.Raw("q_" + q.Code), Error: p.Of("q_" + q.Code)}
			if q.Hint != nil {
				area.Hint = kit.T(q.Hint.In(tag))
			}
			list = append(list, area)
		}
		return append(list, whence(r, a.Template, s))
	}
	return one, s, nil
}

// whence says where a section's questions come from, and how far that was confirmed.
func whence(r *page.Request, t nation.AppraisalTemplate, s nation.AppraisalSection) kit.Content {
	source := t.Sources[s.SourceID]
	line := source.Title + ". " + source.Publisher + ", " + source.Published
	if s.Pinpoint != "" {
		line += dot + s.Pinpoint
	}
	parts := []kit.Content{desk.Para(kit.T(line)), desk.Para(kit.T(r.L.T("appraisal.mark_" + strings.ToLower(string(s.Evidence)))))} // i18n: prefix appraisal.mark_
	if source.URL != "" {
		parts = append(parts, desk.Para(kit.In("", "ltr", source.URL)))
	}
	return kit.Details{Summary: kit.T(r.L.T("appraisal.whence")), Body: kit.Join(parts...)}
}

// after is where somebody goes on after a section: the next one, or the appraisal.
func after(a policy.Appraisal, stage, section string) string {
	found := false
	for _, s := range a.Stages() {
		for _, one := range s.Sections {
			if found && s.Code == stage && one.Part == "" {
				return at(a.ID, "/sections/"+s.Code+"/"+one.Code)
			}
			if found {
				return at(a.ID, "")
			}
			found = s.Code == stage && one.Code == section
		}
	}
	return at(a.ID, "")
}

func (web *Web) showSection(r *page.Request) (*page.Answer, error) { return web.sectionPage(r, nil) }

func (web *Web) sectionPage(r *page.Request, wrong error) (*page.Answer, error) {
	a, err := web.read(r)
	if err != nil {
		return nil, err
	}
	one, s, err := web.sectionPart(r, a)
	if err != nil {
		return nil, err
	}
	if wrong == nil {
		values := map[string][]string{}
		for _, q := range s.Questions {
			values["q_"+q.Code] = []string{a.Sections[one.name].Answers[q.Code]}
		}
		r.Form = page.NewForm(values)
	}
	return one.show(r, a, wrong)
}

func (web *Web) saveSection(r *page.Request) (*page.Answer, error) {
	a, err := web.read(r)
	if err != nil {
		return nil, err
	}
	one, s, err := web.sectionPart(r, a)
	if err != nil {
		return nil, err
	}
	answers := map[string]string{}
	for _, q := range s.Questions {
		answers[q.Code] = r.Form.Words("q_"+q.Code, maxText)
	}
	if err = r.Form.Err(); err == nil {
		err = web.policy.Say(r.Context(), r.Who, a.ID, one.name, r.Form.Raw("last"), policy.InSection(one.name, answers))
	}
	return goOn(r, err, one.next, web.sectionPage)
}

// goOn leads on after something was saved, or shows the form again.
func goOn(r *page.Request, err error, next string, again func(*page.Request, error) (*page.Answer, error)) (*page.Answer, error) {
	if desk.ToMend(err) {
		return again(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(next), nil
}

func (web *Web) showScreening(r *page.Request) (*page.Answer, error) {
	return web.screeningPage(r, nil)
}

func (web *Web) screeningPage(r *page.Request, wrong error) (*page.Answer, error) {
	a, err := web.read(r)
	if err != nil {
		return nil, err
	}
	s, ok := sectionOf(a, nation.PartScreening)
	if !ok {
		return nil, notThere()
	}
	if wrong == nil {
		r.Form = page.NewForm(map[string][]string{"full": {a.Screening.Full}, "why": {a.Screening.Why}})
	}
	t := r.L.T
	stands := [][2]string{{t("appraisal.why"), a.Screening.Why}}
	if a.Screening.Full != "" {
		stands = append([][2]string{{t("appraisal.full"), t("appraisal.full_" + a.Screening.Full)}}, stands...) // i18n: prefix appraisal.full_
	}
	return part{name: policy.PartScreening, title: s.Title.In(r.L.Tag()), lead: s.Guidance.In(r.L.Tag()), field: "full", stands: []kit.Content{facts(stands)}, fields: func(p page.Problems) []kit.Content {
		return []kit.Content{kit.Radios{Name: "full", Legend: desk.Legend(r, "appraisal.full"), Items: desk.Choices(r, "appraisal.full_", []string{"yes", "no"}), Value: r.Form.Raw("full"), Error: p.Of("full")}, // i18n: prefix appraisal.full_
			desk.Note(r, p, "why", "appraisal.why"), whence(r, a.Template, s)}
	}}.show(r, a, wrong)
}

// sectionOf is the section of the template that one of the product's own parts is in.
func sectionOf(a policy.Appraisal, part string) (nation.AppraisalSection, bool) {
	for _, stage := range a.Template.Stages {
		if i := slices.IndexFunc(stage.Sections, func(s nation.AppraisalSection) bool { return s.Part == part }); i >= 0 {
			return stage.Sections[i], true
		}
	}
	return nation.AppraisalSection{}, false
}

func (web *Web) saveScreening(r *page.Request) (*page.Answer, error) {
	f, id := r.Form, r.Path("appraisal")
	said := policy.Screening{Full: f.Choice("full", "yes", "no"), Why: f.Words("why", maxText)}
	err := f.Err()
	if err == nil {
		err = web.policy.Say(r.Context(), r.Who, id, policy.PartScreening, f.Raw("last"), said)
	}
	return goOn(r, err, at(id, ""), web.screeningPage)
}

func (web *Web) showOptions(r *page.Request) (*page.Answer, error) { return web.optionsPage(r, nil) }

func (web *Web) optionsPage(r *page.Request, wrong error) (*page.Answer, error) {
	a, err := web.read(r)
	if err != nil {
		return nil, err
	}
	s, _ := sectionOf(a, nation.PartOptions)
	if wrong == nil {
		values := map[string][]string{}
		for _, o := range a.Options {
			values["name_"+o.Code], values["what_"+o.Code] = []string{o.Name}, []string{o.What}
		}
		r.Form = page.NewForm(values)
	}
	var stands [][2]string
	for _, o := range a.Options {
		stands = append(stands, [2]string{o.OptionName(r.L), o.What})
	}
	return part{name: policy.PartOptions, title: s.Title.In(r.L.Tag()), lead: r.L.T("appraisal.options_lead"), field: "what_nothing", stands: []kit.Content{facts(stands)}, fields: func(p page.Problems) []kit.Content {
		list := []kit.Content{kit.Textarea{Name: "what_nothing", Label: desk.Label(r, "appraisal.what_nothing"), Hint: kit.T(r.L.T("appraisal.what_nothing_hint")), Rows: 4, Value: r.Form.Raw("what_nothing"), Error: p.Of("what_nothing")}}
		for i, code := range policy.OptionCodes[1:] {
			list = append(list, kit.Fieldset{Legend: kit.Legend{Text: kit.T(r.L.T("appraisal.option_n", "number", strconv.Itoa(i+2))), Size: "m"}, Body: kit.Join(
				kit.Input{Name: "name_" + code, Label: desk.Label(r, "appraisal.option_name"), Value: r.Form.Raw("name_" + code), Error: p.Of("name_" + code), Autocomplete: "off"},
				kit.Textarea{Name: "what_" + code, Label: desk.Label(r, "appraisal.option_what"), Rows: 4, Value: r.Form.Raw("what_" + code), Error: p.Of("what_" + code)})})
		}
		return append(list, whence(r, a.Template, s))
	}}.show(r, a, wrong)
}

func (web *Web) saveOptions(r *page.Request) (*page.Answer, error) {
	f, id := r.Form, r.Path("appraisal")
	said := policy.OptionWords{Options: []policy.Option{{Code: policy.ChangeNothing, What: f.Words("what_nothing", maxText)}}}
	for _, code := range policy.OptionCodes[1:] {
		if o := (policy.Option{Code: code, Name: f.Line("name_"+code, maxLine), What: f.Words("what_"+code, maxText)}); o.Name != "" || o.What != "" {
			said.Options = append(said.Options, o)
		}
	}
	err := f.Err()
	if err == nil {
		err = web.policy.Say(r.Context(), r.Who, id, policy.PartOptions, f.Raw("last"), said)
	}
	return goOn(r, err, at(id, ""), web.optionsPage)
}

func (web *Web) showChild(r *page.Request) (*page.Answer, error) { return web.childPage(r, nil) }

// childPage writes the summary for young people, prompt by prompt, and says how hard it is to read.
func (web *Web) childPage(r *page.Request, wrong error) (*page.Answer, error) {
	a, err := web.read(r)
	if err != nil {
		return nil, err
	}
	if wrong == nil {
		values := map[string][]string{}
		for _, p := range policy.ChildParts {
			values[p] = []string{a.Child.Texts[p]}
		}
		r.Form = page.NewForm(values)
	}
	one := part{name: policy.PartChild, title: r.L.T("appraisal.child_write"), lead: r.L.T("appraisal.child_lead"), field: policy.ChildParts[0], stands: blocks.OnScreen(r.L, withoutTitle(a.ChildBlocks(r.L)))}
	if hard := readingAge(r, a.Child); hard != nil {
		one.before = []kit.Content{hard}
	}
	one.fields = func(p page.Problems) (list []kit.Content) {
		for _, name := range policy.ChildParts {
			list = append(list, kit.Textarea{Name: name, Label: desk.Label(r, "appraisal.child_"+name), Hint: kit.T(r.L.T("appraisal.child_" + name + "_hint")), Rows: 3, Value: r.Form.Raw(name), Error: p.Of(name)}) // i18n: prefix appraisal.child_
		}
		return list
	}
	return one.show(r, a, wrong)
}

// withoutTitle leaves the first heading to the page that has one.
func withoutTitle(list []print.Block) []print.Block { return list[1:] }

// readingAge says how old somebody must be to read the summary with ease; nil while nothing is written.
func readingAge(r *page.Request, w policy.ChildWords) kit.Content {
	if len(w.Texts) == 0 {
		return nil
	}
	age, ok := w.ReadingAge()
	text := r.L.T("appraisal.age_unknown")
	if ok {
		key := "appraisal.age_well"
		if age > policy.MostReadingAge+0.5 {
			key = "appraisal.age_hard"
		}
		text = r.L.T(key, "age", fmt.Sprintf("%.0f", age), "most", strconv.Itoa(policy.MostReadingAge))
	}
	return kit.InsetText{Text: kit.T(text)}
}

func (web *Web) saveChild(r *page.Request) (*page.Answer, error) {
	f, id := r.Form, r.Path("appraisal")
	said := policy.ChildWords{Lang: r.L.Tag(), Texts: map[string]string{}}
	for _, p := range policy.ChildParts {
		if text := f.Words(p, 600); text != "" {
			said.Texts[p] = text
		}
	}
	err := f.Err()
	if err == nil {
		err = web.policy.Say(r.Context(), r.Who, id, policy.PartChild, f.Raw("last"), said)
	}
	return goOn(r, err, at(id, "/read/child"), web.childPage)
}

func (web *Web) showEasy(r *page.Request) (*page.Answer, error) { return web.easyPage(r, nil) }

// easyPage writes the easy read outline: one idea a line, with a picture beside it.
func (web *Web) easyPage(r *page.Request, wrong error) (*page.Answer, error) {
	a, err := web.read(r)
	if err != nil {
		return nil, err
	}
	if wrong == nil {
		values := map[string][]string{}
		for i, line := range a.Easy.Lines {
			values[lineName(i)], values[pictureName(i)] = []string{line.Text}, []string{line.Picture}
		}
		r.Form = page.NewForm(values)
	}
	pictures := []kit.Option{{Value: "", Text: r.L.T("appraisal.picture_none")}}
	for _, name := range policy.Pictures {
		pictures = append(pictures, kit.Option{Value: name, Text: policy.PictureWord(r.L, name)})
	}
	return part{name: policy.PartEasy, title: r.L.T("appraisal.easy_write"), lead: r.L.T("appraisal.easy_lead"), field: lineName(0), stands: []kit.Content{easyLines(r, a.Easy)}, fields: func(p page.Problems) (list []kit.Content) {
		for i := range policy.MostEasyLines {
			number := strconv.Itoa(i + 1)
			list = append(list, kit.Fieldset{Legend: kit.Legend{Text: kit.T(r.L.T("appraisal.easy_n", "number", number)), Size: "s"}, Body: kit.Join(
				kit.Input{Name: lineName(i), Label: kit.Label{Text: kit.T(r.L.T("appraisal.easy_text"))}, Value: r.Form.Raw(lineName(i)), Error: p.Of(lineName(i)), Autocomplete: "off"},
				kit.Select{Name: pictureName(i), Label: kit.Label{Text: kit.T(r.L.T("appraisal.easy_picture"))}, Items: pictures, Value: r.Form.Raw(pictureName(i)), Error: p.Of(pictureName(i))})})
		}
		return list
	}}.show(r, a, wrong)
}

func lineName(i int) string    { return "line_" + strconv.Itoa(i+1) }
func pictureName(i int) string { return "picture_" + strconv.Itoa(i+1) }

func (web *Web) saveEasy(r *page.Request) (*page.Answer, error) {
	f, id := r.Form, r.Path("appraisal")
	said := policy.EasyWords{Lang: r.L.Tag(), Lines: []policy.EasyLine{}}
	for i := range policy.MostEasyLines {
		if line := (policy.EasyLine{Text: f.Line(lineName(i), 140), Picture: f.Choice(pictureName(i), policy.Pictures...)}); line.Text != "" {
			said.Lines = append(said.Lines, line)
		}
	}
	err := f.Err()
	if err == nil {
		err = web.policy.Say(r.Context(), r.Who, id, policy.PartEasy, f.Raw("last"), said)
	}
	return goOn(r, err, at(id, "/read/easy"), web.easyPage)
}
