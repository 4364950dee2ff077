package conversationweb

import (
	"unicode"
	"unicode/utf8"

	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
)

// showOpening is the one page before a conversation. Whatever can be known is filled in, so that a worker in a hurry
// has to choose little and can still change all of it.
func (web *Web) showOpening(r *page.Request) (*page.Answer, error) {
	person, ed, err := web.before(r)
	if problem.KeyOf(err) == "framework.not_chosen" {
		return noFramework(r, person), nil
	}
	if err != nil {
		return nil, err
	}
	s := web.defaults(r, person, ed)
	return web.opening(r, person, ed, conversation.NewID(), s, nil), nil
}

// before opens the record and the edition that the organisation works with.
func (web *Web) before(r *page.Request) (record.Person, *framework.Edition, error) {
	id, err := r.PathID("id")
	if err != nil {
		return record.Person{}, nil, err
	}
	person, err := web.Record.Person(r.Context(), r.Who, id)
	if err != nil {
		return person, nil, err
	}
	ed, err := web.Framework.Chosen(r.Context(), r.Who, person.EditionFor(web.Record.Now()))
	return person, ed, err
}

// noFramework says that nothing was chosen yet, to whoever may choose and to whoever may not.
func noFramework(r *page.Request, person record.Person) *page.Answer {
	v := staffPage{Title: r.L.T("conversation.open_title")}
	empty := kit.EmptyState{Drawing: "choice", Title: kit.T(r.L.T("conversation.no_framework")),
		Body: kit.T(r.L.T("conversation.no_framework_ask"))}
	if permit.Could(r.Who, permit.ChooseFramework) {
		empty.Body = kit.T(r.L.T("conversation.no_framework_choose"))
		empty.Action = kit.Button{Text: kit.T(r.L.T("conversation.choose_framework")), Href: "/frameworks/choose"}
	}
	v.Parts = []kit.Content{empty}
	return v.answer("/people/" + person.ID).Status(409)
}

func (web *Web) defaults(r *page.Request, person record.Person, ed *framework.Edition) conversation.Setup {
	s := conversation.Setup{Language: originalPack(ed).Lang(), Mode: []string{"talk", "pictures"}}
	first := person.Profile.FirstLanguage()
	if y, ok := i18n.Young(first); ok {
		s.Language = y.Tag
	}
	s.Interpreter.Used = map[string]string{"yes": "yes", "no": "not_needed"}[person.Profile.Interpreter.Needed]
	s.Interpreter.Language = first
	if len(person.Profile.Languages) > 0 {
		s.Interpreter.Language, s.Interpreter.Dialect = person.Profile.Languages[0].Tag, person.Profile.Languages[0].Dialect
	}
	if _, known := i18n.LanguageName(s.Interpreter.Language); known == "" {
		s.Interpreter.Language = first
	}
	s.Readers = usualReaders(r)
	if s.Language != r.L.Tag() { // whoever cannot read it along cannot help
		s.Shown = []string{"two_languages"}
	}
	return s
}

// usualReaders says who will read this, for the worker to change until it is true.
func usualReaders(r *page.Request) string {
	name, organisation := r.Session.Name, r.Session.Organisation
	if name == "" || organisation == "" {
		return r.L.T("conversation.readers_plain")
	}
	return r.L.T("conversation.readers_default", "name", name, "organisation", organisation)
}

// tellReaders turns the usual sentence, where the worker left it as it is, into the young person's language: they are
// told it before the first card, and it stands on their copy.
func (web *Web) tellReaders(r *page.Request, ed *framework.Edition, s *conversation.Setup) {
	pack := web.voice(r.Context(), ed, s.Language).guard
	if s.Readers == usualReaders(r) && r.Session.Name != "" && r.Session.Organisation != "" {
		s.Readers = pack.Text("explain.readers", "who", r.Session.Name, "organisation", r.Session.Organisation)
	}
}

func (web *Web) opening(r *page.Request, person record.Person, ed *framework.Edition, id string, s conversation.Setup, err error) *page.Answer {
	l, problems := r.L, r.Problems(err)
	v := staffPage{Title: l.T("conversation.open_title"), Action: listURL(person.ID) + "/new", Hidden: []hidden{{"sitting", id}},
		Problems: problems.Summary()}
	v.Parts = []kit.Content{kit.InsetText{Text: kit.T(l.T("conversation.least"))},
		links([]linkView{{l.T("conversation.prepare"), listURL(person.ID) + "/prepare"}})}
	v.Fields = []kit.Content{
		web.languageField(r, person, ed, s, problems),
		interpreterField(l, s.Interpreter, problems),
		kit.Checkboxes{Name: "present", Legend: legend(l.T("conversation.present")), Class: "govuk-checkboxes--small",
			Items: web.presentChoices(l, person.Nation), Values: s.Present},
		kit.Checkboxes{Name: "shown", Legend: legend(l.T("conversation.shown")), Class: "govuk-checkboxes--small", Values: s.Shown,
			Items: choices(l, "conversation.shown_", conversation.WaysShown)}, // i18n: prefix conversation.shown_
		kit.Textarea{Name: "readers", Label: kit.Label{Text: kit.T(l.T("conversation.readers")), Size: "m"}, Rows: 2,
			Hint: kit.T(l.T("conversation.readers_hint")), Value: s.Readers, Error: problems.Of("readers")},
		kit.Details{Summary: kit.T(l.T("conversation.more_about")), Open: problems.Of("present_note") != nil || problems.Of("setting") != nil, Body: kit.Join(
			kit.Radios{Name: "setting", Legend: legend(l.T("conversation.setting")), Class: "govuk-radios--small", Value: s.Setting,
				Items: choices(l, "conversation.setting_", conversation.Settings)}, // i18n: prefix conversation.setting_
			kit.Checkboxes{Name: "mode", Legend: legend(l.T("conversation.mode")), Class: "govuk-checkboxes--small",
				Items: choices(l, "conversation.mode_", conversation.Modes), Values: s.Mode}, // i18n: prefix conversation.mode_
			kit.Input{Name: "present_note", Label: kit.Label{Text: kit.T(l.T("conversation.present_note"))},
				Hint: kit.T(l.T("conversation.no_names")), Value: s.PresentNote, Error: problems.Of("present_note")})},
	}
	v.Buttons = []kit.Content{kit.Button{Text: kit.T(l.T("conversation.open_start")), Once: true}}
	v.Below = append(v.Below, links([]linkView{{l.T("conversation.hold_on_paper"), listURL(person.ID) + "/paper"}}))
	return v.answer("/people/" + person.ID).Style("han.css") // the languages, each in its own letters
}

// presentChoices offers who else may be there, in the nation's own terms. The interpreter has a question of their own.
func (web *Web) presentChoices(l i18n.L, code string) []kit.Choice {
	var list []kit.Choice
	for _, role := range conversation.PresentRoles {
		if role != "interpreter" {
			list = append(list, kit.Choice{Value: role, Text: kit.T(presentName(l, web.Nations.For(code), role))})
		}
	}
	return list
}

// presentTerms are the roles that each nation has its own word for.
var presentTerms = map[string]nation.TermKey{"guardian": nation.TermGuardian, "social_worker": nation.TermSocialWorker, "advocate": nation.TermAdvocate}

func presentName(l i18n.L, pack nation.Pack, role string) string {
	if term, ok := presentTerms[role]; ok {
		return capital(pack.Term(term, l.Tag()))
	}
	return l.T("conversation.present_" + role) // i18n: prefix conversation.present_
}

// capital begins a label with a capital letter.
func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

func legend(text string) kit.Legend { return kit.Legend{Text: kit.T(text), Size: "m"} }

// interpreterField asks what R-5-7 asks, and all of it only where there is an interpreter.
func interpreterField(l i18n.L, i conversation.Interpreter, problems page.Problems) kit.Content {
	about := kit.Join(
		kit.Radios{Name: "independent", Legend: kit.Legend{Text: kit.T(l.T("conversation.independent"))}, Value: i.Independent,
			Hint: kit.T(l.T("conversation.independent_hint")), Error: problems.Of("independent"), Class: "govuk-radios--inline govuk-radios--small",
			Items: []kit.Choice{{Value: "yes", Text: kit.T(l.T("page.yes"))}, {Value: "no", Text: kit.T(l.T("page.no"))}}},
		kit.Select{Name: "interpreter-language", Label: kit.Label{Text: kit.T(l.T("conversation.interpreter_language"))},
			Value: i.Language, Items: languageOptions(l), Error: problems.Of("interpreter-language")},
		kit.Input{Name: "dialect", Label: kit.Label{Text: kit.T(l.T("conversation.dialect"))}, Value: i.Dialect,
			Error: problems.Of("dialect"), Class: "govuk-input--width-20"},
		kit.Radios{Name: "how", Legend: kit.Legend{Text: kit.T(l.T("conversation.how"))}, Value: i.How, Class: "govuk-radios--inline govuk-radios--small",
			Items: choices(l, "conversation.how_", conversation.InterpreterHow)}, // i18n: prefix conversation.how_
		kit.Radios{Name: "gender", Legend: kit.Legend{Text: kit.T(l.T("conversation.gender"))}, Value: i.GenderMet, Class: "govuk-radios--inline govuk-radios--small",
			Items: choices(l, "conversation.gender_", conversation.GenderMet)}, // i18n: prefix conversation.gender_
		kit.Input{Name: "reference", Label: kit.Label{Text: kit.T(l.T("conversation.reference"))}, Hint: kit.T(l.T("conversation.reference_hint")),
			Value: i.Reference, Error: problems.Of("reference"), Class: "govuk-input--width-20"})
	field := kit.Radios{Name: "interpreter", Legend: legend(l.T("conversation.interpreter")), Value: i.Used, Error: problems.Of("interpreter"),
		Items: choices(l, "conversation.interpreter_", conversation.InterpreterUsed)} // i18n: prefix conversation.interpreter_
	field.Items[0].Conditional = about
	return field
}

func readSetup(f *page.Form) conversation.Setup {
	s := conversation.Setup{
		Language: f.Line("language", 35), Present: f.Choices("present", conversation.PresentRoles...),
		PresentNote: f.Line("present_note", conversation.MaxLine), Readers: f.Line("readers", conversation.MaxLine),
		Shown:   f.Choices("shown", conversation.WaysShown...),
		Setting: f.Choice("setting", conversation.Settings...), Mode: f.Choices("mode", conversation.Modes...),
	}
	s.Interpreter.Used = f.Choice("interpreter", conversation.InterpreterUsed...)
	if s.Interpreter.Used == "yes" {
		s.Interpreter = conversation.Interpreter{Used: "yes", Language: f.Choice("interpreter-language", languageTags()...),
			Dialect: f.Line("dialect", conversation.MaxLine), How: f.Choice("how", conversation.InterpreterHow...),
			GenderMet: f.Choice("gender", conversation.GenderMet...), Independent: f.Choice("independent", "yes", "no"),
			Reference: f.Line("reference", conversation.MaxLine)}
	}
	return s
}

func (web *Web) saveOpening(r *page.Request) (*page.Answer, error) {
	person, ed, err := web.before(r)
	if problem.KeyOf(err) == "framework.not_chosen" {
		return noFramework(r, person), nil
	}
	if err != nil {
		return nil, err
	}
	s, id := readSetup(r.Form), r.Form.ID("sitting")
	if s.Language != "" && !web.spoken(r, ed, s.Language) {
		r.Form.Add("language", "problem.not_a_choice")
	}
	if err = r.Form.Err(); err == nil {
		web.tellReaders(r, ed, &s)
		if id == "" {
			return nil, problem.New(problem.Invalid, "problem.stale_form")
		}
		if s.Wording, err = web.wordings(r.Context(), ed, web.voice(r.Context(), ed, s.Language)); err != nil {
			return nil, err
		}
		_, err = web.Conversation.OpenSitting(r.Context(), r.Who, conversation.NewSitting{ID: id, Record: person.ID, EditionID: ed.ID, Setup: s})
	}
	if page.IsInvalid(err) {
		if id == "" {
			id = conversation.NewID()
		}
		return web.opening(r, person, ed, id, s, err), nil
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(listURL(person.ID) + "/" + id + web.firstPage(r, person.ID)), nil
}
