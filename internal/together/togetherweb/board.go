package togetherweb

import (
	"slices"

	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/together"
)

// boardItem is one thing that was heard, shaped for the board and the poster.
type boardItem struct {
	HeardTitle, Heard kit.Content
	HeardOn           string
	DidTitle, Did, By kit.Content
	HelpedTitle       kit.Content
	Helped            []kit.Content
	Figures           []figureLine
	Note              kit.Content
	Act               kit.Content
}

type figureLine struct {
	Name  kit.Content
	Value string
}

type posterView struct {
	Title   kit.Content
	Items   []boardItem
	Drafted kit.Content
}

// boardItems shapes the board in a voice.
func (web *Web) boardItems(r *page.Request, v voice, list []together.Item, staff bool) []boardItem {
	var items []boardItem
	for _, i := range list {
		now := i.Now()
		texts, in := now.In(v.pack.Lang())
		one := boardItem{HeardTitle: v.say("together.you_said"), Heard: spoken(in, texts.Heard), DidTitle: v.say(didKey(now.State)), Did: spoken(in, texts.Did)}
		if now.State == together.Done || i.Helped != nil {
			one.HelpedTitle = v.say("together.helped")
			web.helped(r, v, i, &one)
		}
		if now.State == together.Heard {
			one.Did = v.say("together.asking")
		}
		if now.State == together.WillDo && now.By != "" {
			one.By = spoken(v.pack.Lang(), v.day(now.By))
		}
		if staff {
			one.HeardOn = r.L.Day(i.HeardOn)
			one.Act = linkTo("/together/board/"+i.ID, r.L.T("together.item_open"))
		}
		items = append(items, one)
	}
	return items
}

func didKey(s together.State) string {
	switch s {
	case together.Done:
		return "together.we_did"
	case together.Cannot:
		return "together.cannot"
	}
	return "together.will_do"
}

// helped fills in what was answered about whether it helped.
func (web *Web) helped(r *page.Request, v voice, i together.Item, one *boardItem) {
	switch {
	case i.Helped == nil || !i.Helped.Closed:
		one.Helped = []kit.Content{v.say("together.asking")}
		return
	case i.Helped.Figures.Withheld() != "":
		one.Helped = []kit.Content{v.say("together.few")}
		return
	}
	one.Helped = []kit.Content{spoken(i.Helped.Asked.Lang, i.Helped.Asked.Question)}
	for j, code := range i.Helped.Figures.Columns {
		name := v.skip()
		if n := slices.Index(i.Helped.Asked.Codes(), code); n >= 0 && n < len(i.Helped.Asked.Options) {
			name = spoken(i.Helped.Asked.Lang, i.Helped.Asked.Options[n])
		}
		one.Figures = append(one.Figures, figureLine{name, figure(r, i.Helped.Figures.Cell(0, j))})
	}
	if i.Helped.Figures.Hides() {
		one.Note = v.say("together.hidden", "sign", "c")
	}
}

func (web *Web) showBoard(r *page.Request) (*page.Answer, error) {
	list, err := web.Together.Board(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	v, err := web.voice(r.Context(), r.L.Tag())
	if err != nil {
		return nil, err
	}
	t := r.L.T
	b := view{Title: t("together.board"), Lead: t("together.board_lead")}
	if len(list) == 0 {
		b.Parts = append(b.Parts, part{Text: t("together.board_empty")})
	} else {
		b.Parts = append(b.Parts, part{Body: []kit.Content{board(web.boardItems(r, v, list, true))}})
	}
	if may(r, permit.HoldTogether) {
		b.Parts = append(b.Parts, part{Body: []kit.Content{way(t("together.new_item"), "/together/board/new", kit.Primary)}})
	}
	var posters []kit.Content
	for _, y := range web.languages(r.Context()) {
		posters = append(posters, posterLink("/together/poster?lang="+y.Tag, y.Own, y.Tag, y.Dir))
	}
	b.Parts = append(b.Parts, part{ID: "poster", Heading: t("together.poster"), Text: t("together.poster_text"), Body: []kit.Content{lines(posters)}})
	return answer(b, nil, "/together"), nil
}

// showPoster is the board to hang up, in one language.
func (web *Web) showPoster(r *page.Request) (*page.Answer, error) {
	list, err := web.Together.Board(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	v, err := web.voice(r.Context(), r.Form.Line("lang", 35))
	if err != nil {
		return nil, err
	}
	p := posterView{Title: v.say("together.poster"), Items: web.boardItems(r, v, list, false), Drafted: v.drafted()}
	return page.Show(r.L.T("together.poster"), posterBody(p)).In(page.Document).Speaking(v.pack.Lang()).Saying(page.WordsIn(r.L, v.text)).
		Back("/together/board").Style(sheet), nil
}

func (web *Web) showNewItem(r *page.Request) (*page.Answer, error) { return web.newItem(r, nil) }

func (web *Web) newItem(r *page.Request, wrong error) (*page.Answer, error) {
	t, problems := r.L.T, r.Problems(wrong)
	v := view{Title: t("together.new_item"), Lead: t("together.new_item_lead"), Problems: problems.Summary()}
	v.Parts = []part{{Form: &form{Action: "/together/board/new", Hidden: [][2]string{{"id", formID(r, "id")}, {"round", r.Form.Raw("round")}},
		Fields: web.stepFields(r, problems), Buttons: []kit.Content{button(t("together.save"), kit.Primary)}}}}
	return answer(v, wrong, "/together/board"), nil
}

// stepFields ask what was heard and what became of it, in the language of the page and in others.
func (web *Web) stepFields(r *page.Request, problems page.Problems) []kit.Content {
	t := r.L.T
	states := kit.Radios{Name: "state", Legend: kit.Legend{Text: kit.T(t("together.state")), Size: "s"}, Value: r.Form.Raw("state"), Error: problems.Of("state")}
	for _, s := range together.States {
		states.Items = append(states.Items, kit.Choice{Value: string(s), Text: kit.T(t("together.state_" + string(s)))}) // i18n: prefix together.state_
	}
	fields := []kit.Content{area(r, problems, "heard", t("together.heard"), t("together.heard_hint"), 3), states,
		area(r, problems, "did", t("together.did"), t("together.did_hint"), 3),
		input(r, problems, "who", t("together.who"), t("together.who_hint")),
		dayField(r, problems, "by", t("together.by"), t("together.by_hint"))}
	var more []kit.Content
	for _, y := range web.languages(r.Context()) {
		if y.Tag == "en" {
			continue
		}
		for _, what := range []string{"heard", "did"} {
			more = append(more, kit.Textarea{Name: what + "-" + y.Tag, Rows: 2, Value: r.Form.Raw(what + "-" + y.Tag), Attrs: map[string]any{"lang": y.Tag, "dir": y.Dir},
				Label: kit.Label{Text: kit.Join(kit.T(t("together."+what)+" · "), kit.In(y.Tag, y.Dir, y.Own))}}) // i18n: prefix together.
		}
	}
	return append(fields, kit.Details{Summary: kit.T(t("together.other_languages")), Body: kit.Join(more...)})
}

// step reads what was typed.
func (web *Web) step(r *page.Request) together.Step {
	f := r.Form
	s := together.Step{State: together.State(f.Choice("state", "heard", "will_do", "done", "cannot")), Who: f.Line("who", 120), By: f.Day("by"),
		Texts: map[string]together.Texts{"en": {Heard: f.Line("heard", 300), Did: f.Line("did", 300)}}}
	for _, y := range web.languages(r.Context()) {
		heard, did := f.Line("heard-"+y.Tag, 300), f.Line("did-"+y.Tag, 300)
		if y.Tag != "en" && heard != "" && (did != "" || s.State == together.Heard) {
			s.Texts[y.Tag] = together.Texts{Heard: heard, Did: did}
		}
	}
	return s
}

func (web *Web) saveNewItem(r *page.Request) (*page.Answer, error) {
	id, round, s := r.Form.ID("id"), r.Form.ID("round"), web.step(r)
	err := r.Form.Err()
	if err == nil {
		err = web.Together.Hear(r.Context(), r.Who, id, round, s)
	}
	if page.IsInvalid(err) {
		return web.newItem(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/together/board/" + id), nil
}

func (web *Web) showItem(r *page.Request) (*page.Answer, error) { return web.itemPage(r, nil) }

func (web *Web) itemPage(r *page.Request, wrong error) (*page.Answer, error) {
	id, err := r.PathID("heard")
	if err != nil {
		return nil, err
	}
	i, err := web.Together.Item(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	v, err := web.voice(r.Context(), r.L.Tag())
	if err != nil {
		return nil, err
	}
	t, problems := r.L.T, r.Problems(wrong)
	b := view{Title: t("together.item"), Problems: problems.Summary(), Parts: []part{{Body: []kit.Content{board(web.boardItems(r, v, []together.Item{i}, false))}}}}
	var steps []kit.Content
	for _, s := range i.Steps {
		texts, in := s.In(r.L.Tag())
		line := kit.Join(kit.T(r.L.Day(s.On)+" · "+t("together.state_"+string(s.State))+". "), spoken(in, texts.Did)) // i18n: prefix together.state_
		steps = append(steps, line)
	}
	b.Parts = append(b.Parts, part{ID: "steps", Heading: t("together.steps"), Body: []kit.Content{lines(steps)}})
	if may(r, permit.HoldTogether) {
		if i.Help == "" && i.Now().State == together.Done {
			b.Parts = append(b.Parts, part{ID: "ask", Heading: t("together.ask_helped"), Text: t("together.ask_helped_text"), Body: []kit.Content{
				way(t("together.ask_helped_go"), "/together/rounds/new?helps="+i.ID, kit.Secondary)}})
		}
		if wrong == nil && r.HTTP.Method == "GET" {
			fill(r, i.Now())
		}
		b.Parts = append(b.Parts, part{ID: "next", Heading: t("together.next_step"), Text: t("together.next_step_text"), Form: &form{Action: "/together/board/" + i.ID,
			Fields: web.stepFields(r, problems), Buttons: []kit.Content{button(t("together.save"), kit.Primary)}}})
	}
	return answer(b, wrong, "/together/board"), nil
}

// fill puts what was said last into the form for the next step.
func fill(r *page.Request, s together.Step) {
	values := map[string][]string{}
	for lang, texts := range s.Texts {
		end := "-" + lang
		if lang == "en" {
			end = ""
		}
		values["heard"+end], values["did"+end] = []string{texts.Heard}, []string{texts.Did}
	}
	r.Form = page.NewForm(values)
}

func (web *Web) saveStep(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("heard")
	if err != nil {
		return nil, err
	}
	s := web.step(r)
	err = r.Form.Err()
	if err == nil {
		err = web.Together.TakeStep(r.Context(), r.Who, id, s)
	}
	if page.IsInvalid(err) {
		return web.itemPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/together/board/" + id), nil
}
