package frameworkweb

import (
	"io"
	"strings"

	"stablefutures/internal/framework"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

type wordingForm struct {
	Title    kit.Content
	Caption  kit.Content
	Problems kit.Content
	Lead     string
	Above    []kit.Content
	Frames   []kit.ShownScreen
	Action   string
	Files    bool
	Hidden   [][2]string
	Fields   []kit.Content
	Buttons  []kit.Content
	Below    []kit.Content
}

// theScreen finds the screen that the page names.
func theScreen(r *page.Request, w worded, p *framework.Pack) (*screen, error) {
	id := r.Form.Line("screen", 200)
	list := screensOf(w.edition, p)
	if id == "" {
		return list[0], nil
	}
	for _, s := range list {
		if s.ID == id {
			return s, nil
		}
	}
	return nil, problem.New(problem.NotFound, "problem.not_found")
}

func (web *Web) showScreen(r *page.Request) (*page.Answer, error) {
	w, err := web.worded(r)
	if err != nil {
		return nil, err
	}
	return web.screenForm(r, w, nil)
}

// screenForm shows a screen as a young person sees it with the draft, and its texts to change.
func (web *Web) screenForm(r *page.Request, w worded, wrong error) (*page.Answer, error) {
	next, t, problems := web.next(r, w), r.L.T, r.Problems(wrong)
	s, err := theScreen(r, w, next)
	if err != nil {
		return nil, err
	}
	v := wordingForm{Title: nameOfScreen(r.L, next, s.ID), Caption: w.caption(r.L), Problems: problems.Summary(), Lead: t("wording.screen_lead"),
		Frames: []kit.ShownScreen{frame(t("wording.as_seen"), w.edition, next, s, nil)}, Action: "/wordings/screen",
		Hidden: w.hidden("screen", s.ID), Buttons: []kit.Content{kit.Button{Text: kit.T(t("wording.save")), Once: true},
			kit.Button{Text: kit.T(t("wording.to_draft")), Kind: kit.Secondary, Href: w.to("/draft")}}}
	var guarded bool
	for _, text := range w.edition.YoungTexts(next, w.source) {
		if framework.ScreenOf(text.Key) != s.ID {
			continue
		}
		guarded = guarded || text.Guarded
		value := text.Text
		if r.Form.Has(text.Key) && wrong != nil {
			value = r.Form.Raw(text.Key)
		}
		v.Fields = append(v.Fields, kit.Textarea{Name: text.Key, Rows: 2, Value: value, Error: problems.Of(text.Key),
			Label: kit.Label{Text: kit.T(partName(r.L, text.Key)), Size: "s"}, Hint: web.textHint(r, w, text),
			Attrs: map[string]any{"lang": w.now.Lang(), "dir": w.now.Dir()}})
	}
	if guarded {
		v.Above = append(v.Above, kit.WarningText{Text: kit.T(t("wording.lawyer"))})
	}
	for _, place := range s.Places {
		text := t("wording.change_picture")
		if len(s.Places) > 1 {
			text += ": " + strings.ReplaceAll(place[strings.Index(place, "/")+1:], "_", " ")
		}
		v.Below = append(v.Below, kit.Join(linkTo(w.to("/picture", "place", place), text)))
	}
	if len(v.Below) > 0 {
		v.Below = []kit.Content{linkList(t("wording.pictures"), v.Below)}
	}
	a := page.Show(t("wording.title"), wordingFormBody(v)).Style(wordingCSS)
	if wrong != nil {
		a = page.Invalid(t("wording.title"), wordingFormBody(v)).Style(wordingCSS)
	}
	return a.Back(w.to("")), nil
}

// textHint says what bounds a text, what its English is, and what should be looked at.
func (web *Web) textHint(r *page.Request, w worded, text framework.YoungText) kit.Content {
	hint := []kit.Content{}
	if w.lang != w.source.Lang() {
		hint = append(hint, kit.In(w.source.Lang(), w.source.Dir(), text.Rule.Source), kit.Text{Value: " "})
	}
	if slots := framework.Placeholders(text.Rule.Source); len(slots) > 0 {
		hint = append(hint, kit.T(r.L.T("wording.keep_slots", "list", strings.Join(slots, " "))+" "))
	}
	hint = append(hint, kit.T(r.L.T("wording.at_most", "max", text.Rule.Max)))
	for _, a := range framework.Advise(text.Key, w.lang, text.Text) {
		hint = append(hint, kit.T(" "+r.L.T(a.Key, a.Args...)))
	}
	return kit.Join(hint...)
}

func (web *Web) saveScreen(r *page.Request) (*page.Answer, error) {
	w, err := web.worded(r)
	if err != nil {
		return nil, err
	}
	next := web.next(r, w)
	s, err := theScreen(r, w, next)
	if err != nil {
		return nil, err
	}
	said := map[string]string{}
	for _, text := range w.edition.YoungTexts(next, w.source) {
		if framework.ScreenOf(text.Key) == s.ID && r.Form.Has(text.Key) {
			if now := strings.TrimSpace(framework.FoldText(r.Form.Raw(text.Key))); now != text.Text {
				said[text.Key] = now
			}
		}
	}
	if len(said) > 0 {
		_, err = web.service.ChangeDraft(r.Context(), r.Who, w.edition, w.lang, func(c *framework.Changes) {
			for key, text := range said {
				c.Say(key, text)
			}
		})
	}
	if page.IsInvalid(err) {
		return web.screenForm(r, w, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(w.to("/screen", "screen", s.ID)), nil
}

// showPicture offers the drawings for one place, and to bring one.
func (web *Web) showPicture(r *page.Request) (*page.Answer, error) {
	w, err := web.worded(r)
	if err != nil {
		return nil, err
	}
	return web.pictureForm(r, w, nil)
}

// place finds the place that the page names, and what stands there with the draft.
func (web *Web) place(r *page.Request, w worded) (framework.Place, error) {
	next, want := web.next(r, w), r.Form.Line("place", 200)
	list := w.edition.Places(next)
	if want == "" {
		return list[0], nil
	}
	for _, at := range list {
		if at.Key == want {
			return at, nil
		}
	}
	return framework.Place{}, problem.New(problem.NotFound, "problem.not_found")
}

func (web *Web) pictureForm(r *page.Request, w worded, wrong error) (*page.Answer, error) {
	at, err := web.place(r, w)
	if err != nil {
		return nil, err
	}
	own, err := web.service.OwnDrawings(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t, problems := r.L.T, r.Problems(wrong)
	cards := kit.Cards{Name: "picture", Legend: kit.Legend{Text: kit.T(t("wording.choose_picture")), Size: "m"}, Error: problems.Of("picture")}
	add := func(name string, word kit.Content) {
		cards.Items = append(cards.Items, kit.CardChoice{Drawing: name, Word: word, Value: name, Checked: name == at.Picture})
	}
	for _, d := range own {
		add(d.Name, kit.T(d.Shows))
	}
	for _, name := range kit.DrawingNames() {
		if framework.ForLabels(name) {
			continue
		}
		add(name, kit.T(strings.ReplaceAll(name, "-", " ")))
	}
	v := wordingForm{Title: kit.T(t("wording.change_picture")), Problems: problems.Summary(), Lead: t("wording.picture_lead"), Action: "/wordings/picture", Files: true,
		Caption: kit.Join(w.caption(r.L), kit.Text{Value: " · "}, nameOfScreen(r.L, w.now, framework.ScreenOf(at.Key))), Hidden: w.hidden("place", at.Key),
		Buttons: []kit.Content{kit.Button{Text: kit.T(t("wording.picture_save")), Once: true}}}
	for _, a := range web.service.DrawingAdvice(r.Form.Line("brought", 40)) {
		v.Above = append(v.Above, kit.InsetText{Text: kit.T(r.L.T(a.Key, a.Args...))})
	}
	v.Fields = []kit.Content{kit.Details{Summary: kit.T(t("wording.bring")), Open: wrong != nil, Body: kit.Join(
		kit.FileUpload{Name: "file", Label: kit.Label{Text: kit.T(t("wording.file")), Size: "s"}, Hint: kit.T(t("wording.file_hint")), Accept: ".svg,image/svg+xml",
			Error: problems.Of("file")},
		kit.Input{Name: "shows", Label: kit.Label{Text: kit.T(t("wording.shows")), Size: "s"}, Hint: kit.T(t("wording.shows_hint")), Value: r.Form.Raw("shows"),
			Error: problems.Of("shows")})}, cards}
	a := page.Show(t("wording.title"), wordingFormBody(v)).Style(wordingCSS)
	if wrong != nil {
		a = page.Invalid(t("wording.title"), wordingFormBody(v)).Style(wordingCSS)
	}
	return a.Back(w.to("/screen", "screen", framework.ScreenOf(at.Key))), nil
}

func (web *Web) savePicture(r *page.Request) (*page.Answer, error) {
	w, err := web.worded(r)
	if err != nil {
		return nil, err
	}
	at, err := web.place(r, w)
	if err != nil {
		return nil, err
	}
	name := r.Form.Line("picture", 60)
	file, err := sent(r, "file")
	if err != nil {
		return nil, err
	}
	if file != nil {
		d, err := web.service.AddDrawing(r.Context(), r.Who, file, r.Form.Line("shows", 200))
		if page.IsInvalid(err) {
			return web.pictureForm(r, w, err)
		}
		if err != nil {
			return nil, err
		}
		name = d.Name
	}
	_, err = web.service.ChangeDraft(r.Context(), r.Who, w.edition, w.lang, func(c *framework.Changes) { c.Show(at.Key, name) })
	if page.IsInvalid(err) {
		var check problem.Check
		check.Add("picture", "problem.required_choice")
		return web.pictureForm(r, w, check.Err())
	}
	if err != nil {
		return nil, err
	}
	if file != nil && len(web.service.DrawingAdvice(name)) > 0 {
		return page.Redirect(w.to("/picture", "place", at.Key, "brought", name)), nil
	}
	return page.Redirect(w.to("/screen", "screen", framework.ScreenOf(at.Key))), nil
}

// sent reads a file that was sent along; nil for none.
func sent(r *page.Request, name string) ([]byte, error) {
	head := r.Form.File(name)
	if head == nil || head.Size == 0 {
		return nil, nil
	}
	f, err := head.Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, framework.MaxDrawing+1))
}
