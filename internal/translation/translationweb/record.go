package translationweb

import (
	"net/http"

	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
	"stablefutures/internal/translation"
)

type studioView struct {
	Title, Caption, Code, CodeWhy, Speaker string
	NoScript                               string
	URL, Seconds, Lang, Dir                string
	Record, StopRecording, Listen, Keep    string
	Next, Previous, Keys, HasVoice         string
	Recording, Kept, Failed, NoMicrophone  string
	Done, Silent                           string
	Texts                                  []studioText
}

type studioText struct {
	Key, Words, English string
	Done                bool
}

// showRecord asks whoever would lend their voice, before anything is recorded: a voice is theirs.
func (web *Web) showRecord(r *page.Request) (*page.Answer, error) {
	e, err := web.edition(r, "edition")
	if err != nil {
		return nil, err
	}
	return web.recordForm(r, e.ID, nil).answer(at("", "edition", e.ID)), nil
}

func (web *Web) recordForm(r *page.Request, edition string, err error) staffPage {
	l, problems := r.L, r.Problems(err)
	v := staffPage{Title: l.T("translation.record.title"), Lead: l.T("translation.record.lead"), Action: at("/record"), Problems: problems.Summary(),
		Hidden: [][2]string{{"edition", edition}}}
	languages := kit.Select{Name: "lang", Label: kit.Label{Text: kit.T(l.T("translation.language")), Size: "s"}, Value: r.Form.Raw("lang"), Error: problems.Of("lang")}
	for _, y := range i18n.YoungLanguages() {
		text := y.Own
		if y.Own != y.English {
			text += " – " + y.English
		}
		languages.Items = append(languages.Items, kit.Option{Value: y.Tag, Text: text})
	}
	v.Parts = []kit.Content{kit.InsetText{Text: bullets([]kit.Content{kit.T(l.T("translation.record.yours")), kit.T(l.T("translation.record.used")),
		kit.T(l.T("translation.record.back")), kit.T(l.T("translation.record.copies"))})}}
	v.Fields = []kit.Content{languages,
		kit.Radios{Name: "role", Legend: kit.Legend{Text: kit.T(l.T("translation.record.role")), Size: "s"}, Value: r.Form.Raw("role"), Error: problems.Of("role"),
			Items: roleChoices(l, translation.VoiceRoles)},
		dialectField(r, problems),
		kit.Checkboxes{Name: "consent", Error: problems.Of("consent"), Legend: kit.Legend{Text: kit.T(l.T("translation.record.agree")), Size: "s"},
			Items: []kit.Choice{{Value: "yes", Text: kit.T(l.T("translation.record.consent"))}}},
	}
	v.Buttons = []kit.Content{kit.Button{Text: kit.T(l.T("translation.record.begin")), Once: true}}
	v.Below = []kit.Content{heading(l.T("translation.record.withdraw")), withdrawForm(r, problems)}
	return v
}

func withdrawForm(r *page.Request, problems page.Problems) kit.Content {
	l := r.L
	return staffForm(at("/withdraw"), kit.Input{Name: "speaker", Label: kit.Label{Text: kit.T(l.T("translation.record.code"))},
		Hint: kit.T(l.T("translation.record.withdraw_hint")), Error: problems.Of("speaker"), Class: "govuk-input--width-30", Autocomplete: "off"},
		kit.Button{Text: kit.T(l.T("translation.record.withdraw_do")), Kind: kit.Warning})
}

func (web *Web) startRecord(r *page.Request) (*page.Answer, error) {
	e, err := web.edition(r, "edition")
	if err != nil {
		return nil, err
	}
	f := r.Form
	role, dialect := f.Choice("role", translation.VoiceRoles...), f.Line("dialect", 100)
	if role == "" {
		f.Add("role", "problem.required_choice")
	}
	if !f.Flag("consent") {
		f.Add("consent", "translation.record.consent_needed")
	}
	if err := f.Err(); err != nil {
		return web.recordForm(r, e.ID, err).answer(at("")), nil
	}
	return page.Redirect(at("/record/"+translation.NewSpeaker(), "edition", e.ID, "lang", language(r).Tag, "role", role, "dialect", dialect)), nil
}

// showStudio shows the texts one at a time, large. It is the one page that may use the microphone.
func (web *Web) showStudio(r *page.Request) (*page.Answer, error) {
	speaker, err := r.PathID("speaker")
	if err != nil {
		return nil, err
	}
	e, err := web.edition(r, "edition")
	if err != nil {
		return nil, err
	}
	y, l := language(r), r.L
	texts, have, err := web.service.Spoken(r.Context(), r.Who, e.ID, y.Tag)
	if err != nil {
		return nil, err
	}
	t := l.T
	v := studioView{Title: t("translation.record.title"), Caption: y.English, Speaker: speaker, Code: t("translation.record.your_code"), CodeWhy: t("translation.record.code_why"),
		NoScript: t("translation.record.no_script"), Seconds: "60", Lang: y.Tag, Dir: y.Dir,
		URL:    at("/record/"+speaker, "edition", e.ID, "lang", y.Tag, "role", r.Form.Raw("role"), "dialect", r.Form.Raw("dialect")),
		Record: t("translation.record.record"), StopRecording: t("translation.record.stop"), Listen: t("translation.record.listen"), Keep: t("translation.record.keep"),
		Next: t("translation.record.next"), Previous: t("translation.record.previous"), Keys: t("translation.record.keys"), HasVoice: t("translation.record.has_voice"),
		Recording: t("translation.record.recording"), Kept: t("translation.record.kept"), Failed: t("translation.record.failed"),
		NoMicrophone: t("translation.record.no_microphone"), Done: t("translation.record.done"), Silent: t("translation.record.silent")}
	for _, one := range texts {
		v.Texts = append(v.Texts, studioText{Key: one.Key, Words: one.Target, English: one.Source, Done: have[one.Key]})
	}
	return page.Show(v.Title, studioBody(v)).Back(at("/record", "edition", e.ID)).Script("record.js").Style("han.css").Microphone(), nil
}

// saveSound keeps one recording. The page sends it by script, so it answers with JSON.
func (web *Web) saveSound(r *page.Request) (*page.Answer, error) {
	speaker, err := r.PathID("speaker")
	if err != nil {
		return nil, err
	}
	f := r.Form
	rec := translation.Recording{Set: f.Line("edition", 200), Lang: f.Line("lang", 35), Key: f.Line("key", 200), Role: f.Choice("role", translation.VoiceRoles...),
		Dialect: f.Line("dialect", 100), Speaker: speaker, Consent: f.Flag("consent")}
	sound, err := uploaded(r, "sound", translation.MaxRecording)
	if err != nil {
		return nil, err
	}
	if err = f.Err(); err == nil {
		err = web.service.Record(r.Context(), r.Who, rec, sound)
	}
	if page.IsInvalid(err) {
		return page.JSON(http.StatusUnprocessableEntity, map[string]string{"problem": firstFault(r.L, err)}), nil
	}
	if err != nil {
		return nil, err
	}
	return page.JSON(http.StatusOK, map[string]bool{"kept": true}), nil
}

func (web *Web) withdraw(r *page.Request) (*page.Answer, error) {
	speaker := r.Form.ID("speaker")
	err := r.Form.Err()
	if err == nil && speaker == "" {
		r.Form.Add("speaker", "problem.required")
		err = r.Form.Err()
	}
	gone := 0
	if err == nil {
		gone, err = web.service.Withdraw(r.Context(), r.Who, speaker)
	}
	if problem.KeyOf(err) == "translation.record.no_speaker" {
		var c problem.Check
		c.Add("speaker", "translation.record.no_speaker")
		err = c.Err()
	}
	if page.IsInvalid(err) {
		e, failed := web.edition(r, "edition")
		if failed != nil {
			return nil, failed
		}
		return web.recordForm(r, e.ID, err).answer(at("")), nil
	}
	if err != nil {
		return nil, err
	}
	v := staffPage{Title: r.L.T("translation.record.withdrawn"), Parts: []kit.Content{paragraph(r.L.N("translation.record.withdrawn_text", gone))}}
	return v.answer(at("")), nil
}

// play gives a recording to a player of sound.
func (web *Web) play(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("recording")
	if err != nil {
		return nil, err
	}
	kind, sound, err := web.service.Sound(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	return page.Media(kind, sound), nil
}

// firstFault is what a script shows of a refusal.
func firstFault(l i18n.L, err error) string {
	e, ok := problemOf(err)
	switch {
	case !ok:
		return l.T("problem.internal")
	case len(e.Fields) > 0:
		return l.T(e.Fields[0].Key, e.Fields[0].Args...)
	}
	return l.T(e.Key, e.Args...)
}
