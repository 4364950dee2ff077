package togetherweb

import (
	"io"
	"mime/multipart"
	"slices"
	"time"

	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/together"
)

// Where works of a young person, and of a group, are.
const (
	givenByPerson = "/people/{id}/given"
	givenByGroup  = "/together/groups/{group}/given"
)

// workRoutes are the rows for what young people give to be published.
func (web *Web) workRoutes() []page.Route {
	var rows []page.Route
	for _, at := range []string{givenByPerson, givenByGroup} {
		give, check, publish := permit.GiveWork, permit.CheckWork, permit.PublishWorks
		if at == givenByGroup {
			give, check = permit.HoldTogether, permit.HoldTogether
		}
		work := at + "/{work}"
		rows = append(rows, page.Get(at, give, web.showGiven),
			page.Get(at+"/new", give, web.showGive), page.Post(at+"/new", give, web.saveGive).WithLimit(together.MaxWork+1<<20),
			page.Get(work, give, web.showWork), page.Get(work+"/content", give, web.workContent),
			page.Get(work+"/change", give, web.showChange), page.Post(work+"/change", give, web.saveChange).WithLimit(together.MaxWork+1<<20),
			page.Get(work+"/ask", give, web.showWorkAsk).ForChild(), page.Post(work+"/ask", give, web.saveWorkAsk).ForChild(),
			page.Post(work+"/withdraw", give, web.saveWithdraw),
			page.Get(work+"/check", check, web.showCheck), page.Post(work+"/check", check, web.saveCheck),
			page.Post(work+"/publish", publish, web.savePublish))
	}
	return append(rows, web.shownRoutes()...)
}

// home is whose works an address is about, and where they are.
func home(r *page.Request) (together.Home, string, error) {
	if r.Path("group") != "" {
		id, err := r.PathID("group")
		return together.Home{Group: id}, "/together/groups/" + id + "/given", err
	}
	id, err := r.PathID("id")
	return together.Home{Record: id}, "/people/" + id + "/given", err
}

// opened is the work that an address is about.
func (web *Web) opened(r *page.Request) (h together.Home, at string, k together.Work, err error) {
	if h, at, err = home(r); err != nil {
		return h, at, k, err
	}
	id, err := r.PathID("work")
	if err != nil {
		return h, at, k, err
	}
	k, err = web.Together.Work(r.Context(), r.Who, h, id)
	return h, at + "/" + id, k, err
}

func (web *Web) today() string { return web.Together.Now().UTC().Format(time.DateOnly) }

// workView is a work as it is seen: the picture, the sound or the words, with what is there for whoever does not see or hear.
type workView struct {
	Kind, Src, Type string
	Alt, Lang, Dir  string
	Title, Words    kit.Content
	Translation     kit.Content
	By              kit.Content
	Describe, Gloss kit.Content // labels: "What it shows", "In English"
	Where           kit.Content
	Act             kit.Content
	Loud            bool // on paper, large, with nothing beside it
}

func figureOf(says together.WorkText, kind together.WorkKind, src string, describe, gloss kit.Content) workView {
	v := workView{Kind: string(kind), Src: src, Type: says.Media, Alt: says.Words, Lang: says.Lang, Dir: i18n.Dir(says.Lang), Describe: describe, Gloss: gloss,
		Words: spoken(says.Lang, says.Words)}
	if says.Title != "" {
		v.Title = spoken(says.Lang, says.Title)
	}
	if says.Translation != "" {
		v.Translation = spoken("en", says.Translation)
	}
	return v
}

// staffFigure is a work on a page for staff.
func staffFigure(r *page.Request, says together.WorkText, kind together.WorkKind, src string) workView {
	describe := "together.work_shows"
	if kind == together.WorkSound {
		describe = "together.work_says"
	}
	return figureOf(says, kind, src, kit.T(r.L.T(describe)), kit.T(r.L.T("together.work_english")))
}

func kindName(r *page.Request, k together.WorkKind) string {
	return r.L.T("together.work_kind_" + string(k)) // i18n: prefix together.work_kind_
}

func stateName(r *page.Request, s together.WorkState) string {
	return r.L.T("together.work_state_" + string(s)) // i18n: prefix together.work_state_
}

// workTitle is what stands for a work in a list: its title, or the first words.
func workTitle(says together.WorkText) kit.Content {
	if says.Title != "" {
		return spoken(says.Lang, says.Title)
	}
	words := []rune(says.Words)
	if len(words) > 60 {
		words = append(words[:60], '…')
	}
	return spoken(says.Lang, string(words))
}

// showGiven is everything that a young person, or a group, gave.
func (web *Web) showGiven(r *page.Request) (*page.Answer, error) {
	h, at, err := home(r)
	if err != nil {
		return nil, err
	}
	list, err := web.Together.Works(r.Context(), r.Who, h)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := view{Title: t("together.given"), Lead: t("together.given_lead")}
	tasks := kit.TaskList{IDPrefix: "work"}
	for _, k := range list {
		tasks.Items = append(tasks.Items, kit.Task{Title: workTitle(k.Says), Href: at + "/" + k.ID, Hint: kit.T(kindName(r, k.Kind) + " · " + r.L.Day(k.GivenAt.Format(time.DateOnly))),
			Status: kit.T(stateName(r, k.State(web.today())))})
	}
	if len(list) == 0 {
		v.Parts = append(v.Parts, part{Text: t("together.given_none")})
	} else {
		v.Parts = append(v.Parts, part{Body: []kit.Content{tasks}})
	}
	v.Parts = append(v.Parts, part{Body: []kit.Content{way(t("together.give"), at+"/new", kit.Primary)}})
	return answer(v, nil, backOf(h)), nil
}

// backOf is the page that works hang on.
func backOf(h together.Home) string {
	if h.Group != "" {
		return "/together/groups/" + h.Group
	}
	return "/people/" + h.Record
}

func (web *Web) showGive(r *page.Request) (*page.Answer, error) { return web.givePage(r, nil) }

func (web *Web) givePage(r *page.Request, wrong error) (*page.Answer, error) {
	_, at, err := home(r)
	if err != nil {
		return nil, err
	}
	t, problems := r.L.T, r.Problems(wrong)
	v := view{Title: t("together.give"), Lead: t("together.give_lead"), Problems: problems.Summary()}
	kinds := kit.Radios{Name: "kind", Legend: kit.Legend{Text: kit.T(t("together.work_kind")), Size: "s"}, Value: r.Form.Raw("kind"), Error: problems.Of("kind")}
	for _, k := range together.WorkKinds {
		kinds.Items = append(kinds.Items, kit.Choice{Value: string(k), Text: kit.T(kindName(r, k)), Hint: kit.T(t("together.work_kind_" + string(k) + "_hint"))}) // i18n: prefix together.work_kind_
	}
	f := form{Action: at + "/new", Hidden: [][2]string{{"work", formID(r, "work")}}, Upload: true, Fields: append([]kit.Content{kinds}, workFields(r, problems, true)...),
		Buttons: []kit.Content{button(t("together.work_save"), kit.Primary)}}
	v.Parts = []part{{Form: &f}}
	return answer(v, wrong, at), nil
}

// workFields ask for the file and for what is written of it.
func workFields(r *page.Request, problems page.Problems, file bool) []kit.Content {
	t := r.L.T
	var fields []kit.Content
	if file {
		fields = append(fields, kit.FileUpload{Name: "file", Label: kit.Label{Text: kit.T(t("together.work_file")), Size: "s"}, Hint: kit.T(t("together.work_file_hint", "limit", together.MaxWork>>20)),
			Accept: "image/png,image/jpeg,audio/wav,audio/mp4,audio/webm,.m4a", Error: problems.Of("file")},
			kit.Checkboxes{Name: "photo", Legend: kit.Legend{Text: kit.T(t("together.work_photo")), Size: "s"}, Hint: kit.T(t("together.work_photo_hint")), Values: r.Form.All("photo"), Error: problems.Of("photo"),
				Items: []kit.Choice{{Value: "none", Text: kit.T(t("together.work_photo_none"))}}})
	}
	languages := kit.Select{Name: "lang", Label: kit.Label{Text: kit.T(t("together.work_lang")), Size: "s"}, Error: problems.Of("lang"), Value: r.Form.Raw("lang"), Items: []kit.Option{{Value: "", Text: t("together.work_lang_choose")}}}
	for _, l := range i18n.Known() {
		languages.Items = append(languages.Items, kit.Option{Value: l.Tag, Text: l.English + " (" + l.Own + ")"})
	}
	return append(fields, area(r, problems, "words", t("together.work_words"), t("together.work_words_hint"), 5), languages,
		input(r, problems, "title", t("together.work_title"), t("together.work_title_hint")),
		area(r, problems, "translation", t("together.work_translation"), t("together.work_translation_hint"), 4))
}

// gift reads what was sent.
func gift(r *page.Request, id string) (together.Gift, error) {
	f := r.Form
	g := together.Gift{ID: id, Kind: together.WorkKind(f.Choice("kind", "words", "picture", "sound")), NoPhoto: slices.Contains(f.All("photo"), "none"),
		Says: together.WorkText{Title: f.Line("title", 120), Words: f.Words("words", 5000), Lang: f.Line("lang", 35), Translation: f.Words("translation", 5000)}}
	if sent := f.File("file"); sent != nil && sent.Size > 0 {
		content, err := readSent(sent)
		if err != nil {
			return g, err
		}
		g.Content = content
	}
	return g, f.Err()
}

func readSent(sent *multipart.FileHeader) ([]byte, error) {
	file, err := sent.Open()
	if err != nil {
		return nil, problem.Wrap(err, problem.Invalid, "problem.file_unreadable")
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, together.MaxWork+1))
	if err != nil {
		return nil, problem.Wrap(err, problem.Invalid, "problem.file_unreadable")
	}
	return content, nil
}

func (web *Web) saveGive(r *page.Request) (*page.Answer, error) {
	h, at, err := home(r)
	if err != nil {
		return nil, err
	}
	g, err := gift(r, r.Form.ID("work"))
	if err == nil {
		err = web.Together.Give(r.Context(), r.Who, h, g)
	}
	if page.IsInvalid(err) {
		return web.givePage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(at + "/" + g.ID), nil
}

func (web *Web) showChange(r *page.Request) (*page.Answer, error) { return web.changePage(r, nil) }

// changePage puts something else in a work's place, made together with them.
func (web *Web) changePage(r *page.Request, wrong error) (*page.Answer, error) {
	_, at, k, err := web.opened(r)
	if err != nil {
		return nil, err
	}
	t, problems := r.L.T, r.Problems(wrong)
	if wrong == nil {
		typed := map[string][]string{"words": {k.Says.Words}, "lang": {k.Says.Lang}, "title": {k.Says.Title}, "translation": {k.Says.Translation}}
		r = withForm(r, typed)
	}
	v := view{Title: t("together.work_change"), Lead: t("together.work_change_lead"), Problems: problems.Summary()}
	if check, ok := k.Check(); ok && check.Says.Note != "" {
		v.Parts = append(v.Parts, part{Body: []kit.Content{kit.InsetText{Text: kit.Name(check.Says.Note)}}})
	}
	f := form{Action: at + "/change", Upload: true, Fields: workFields(r, problems, k.Kind != together.WorkWords), Buttons: []kit.Content{button(t("together.work_change_save"), kit.Primary)}}
	v.Parts = append(v.Parts, part{Form: &f})
	return answer(v, wrong, at), nil
}

// withForm is the request as if this had been typed into its form.
func withForm(r *page.Request, typed map[string][]string) *page.Request {
	c := *r
	c.Form = page.NewForm(typed)
	return &c
}

func (web *Web) saveChange(r *page.Request) (*page.Answer, error) {
	h, at, k, err := web.opened(r)
	if err != nil {
		return nil, err
	}
	g, err := gift(r, k.ID)
	if err == nil {
		err = web.Together.Change(r.Context(), r.Who, h, g)
	}
	if page.IsInvalid(err) {
		return web.changePage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(at), nil
}

// workContent sends a picture or a sound to be seen on its own page.
func (web *Web) workContent(r *page.Request) (*page.Answer, error) {
	_, _, k, err := web.opened(r)
	if err != nil {
		return nil, err
	}
	return content(k.Says, k.Content)
}

func content(says together.WorkText, content []byte) (*page.Answer, error) {
	if len(content) == 0 {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return page.Media(says.Media, content), nil
}
