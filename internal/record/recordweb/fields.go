package recordweb

import (
	"slices"

	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/record"
)

// profileFields asks who somebody is. One name is enough; everything else is folded away until it is wanted, and says
// why it is asked.
func profileFields(r *page.Request, p record.Profile, wrong page.Problems) []kit.Content {
	open := func(fields ...string) bool {
		return slices.ContainsFunc(fields, func(f string) bool { return wrong.Of(f) != nil })
	}
	fold := func(key string, filled bool, body ...kit.Content) kit.Content {
		return kit.Details{Summary: kit.T(r.L.T(key)), Body: kit.Join(body...), Open: filled}
	}
	n, b := p.Names, p.Birth
	adding := anotherLanguage(r)
	return []kit.Content{
		line(r, wrong, "given", n.Given),
		line(r, wrong, "family", n.Family),
		line(r, wrong, "preferred", n.Preferred),
		fold("record.fold_names", n.KnownBy+n.OwnScript+n.Pronunciation+p.Pronouns != "" || open("known_by", "own_script", "pronunciation", "pronouns"),
			line(r, wrong, "own_script", n.OwnScript), line(r, wrong, "pronunciation", n.Pronunciation),
			line(r, wrong, "known_by", n.KnownBy), line(r, wrong, "pronouns", p.Pronouns)),
		fold("record.fold_languages", adding || len(p.Languages) > 0 || p.Interpreter.Needed != "" || open("language", "dialect", "interpreter_notes"),
			languageFields(r, p, wrong)...),
		fold("record.fold_birth", b != (record.Birth{}) || open("birth", "accuracy", "birth_by"), birthFields(r, b, wrong)...),
		fold("record.fold_why", p.Reference != "" || p.Why != "" && p.Why != record.NotStated || open("why", "reference"),
			kit.Radios{Name: "why", Legend: legend(r, "record.why_question"), Hint: kit.T(r.L.T("record.why_hint")),
				Items: desk.Choices(r, "record.why_", desk.Codes(record.Whys)), Value: first(string(p.Why), string(record.NotStated)), Error: wrong.Of("why")},
			line(r, wrong, "reference", p.Reference)),
	}
}

func birthFields(r *page.Request, b record.Birth, wrong page.Problems) []kit.Content {
	t := r.L.T
	d, m, y := dayParts(r, "birth", b.Day)
	return []kit.Content{
		kit.DateInput{ID: "birth", NamePrefix: "birth", Legend: legend(r, "record.birth"), Hint: kit.T(t("record.birth_hint")), Error: wrong.Of("birth"),
			Day: kit.DatePart{Value: d}, Month: kit.DatePart{Value: m}, Year: kit.DatePart{Value: y}},
		kit.Radios{Name: "accuracy", Legend: legend(r, "record.accuracy"), Hint: kit.T(t("record.accuracy_why")),
			Items: desk.Choices(r, "record.accuracy_", desk.Codes(record.Accuracies)), Value: string(b.Accuracy), Error: wrong.Of("accuracy")},
		line(r, wrong, "birth_by", b.By),
	}
}

func languageFields(r *page.Request, p record.Profile, wrong page.Problems) []kit.Content {
	t := r.L.T
	rows := max(1, len(p.Languages))
	if anotherLanguage(r) && rows < mostRows && len(p.Languages) > 0 {
		rows++
	}
	var fields []kit.Content
	for i := range rows {
		var l record.Language
		if i < len(p.Languages) {
			l = p.Languages[i]
		}
		fields = append(fields, languageRow(r, i, l, wrong))
	}
	if rows < mostRows {
		fields = append(fields, kit.Button{Text: kit.T(t("record.language_another")), Kind: kit.Secondary, Name: "act", Value: "language"})
	}
	return append(fields,
		kit.Radios{Name: "interpreter", Legend: legend(r, "record.interpreter_question"), Value: p.Interpreter.Needed, Error: wrong.Of("interpreter"),
			Items: desk.Choices(r, "record.interpreter_", record.InterpreterAnswers)},
		kit.Radios{Name: "interpreter_gender", Legend: legend(r, "record.interpreter_gender"), Value: p.Interpreter.Gender, Error: wrong.Of("interpreter_gender"),
			Items: desk.Choices(r, "record.interpreter_gender_", record.InterpreterGenders)},
		kit.Textarea{Name: "interpreter_notes", Label: desk.Label(r, "record.interpreter_notes"), Hint: kit.T(t("record.interpreter_notes_hint")), Rows: 3,
			Value: p.Interpreter.Notes, Error: wrong.Of("interpreter_notes")},
		kit.Select{Name: "copy_language", Label: desk.Label(r, "record.copy_language"), Hint: kit.T(t("record.copy_language_hint")),
			Items: languageOptions(t("record.copy_language_first")), Value: p.CopyLanguage, Error: wrong.Of("copy_language")})
}

// languageRow asks for one language. The first row's fields carry the names that the room's own check uses.
func languageRow(r *page.Request, i int, l record.Language, wrong page.Problems) kit.Content {
	t := r.L.T
	errOf := func(field string) kit.Content {
		if e := wrong.Of(numbered(field, i)); e != nil || i > 0 {
			return e
		}
		return wrong.Of(field)
	}
	return kit.Fieldset{Legend: kit.Legend{Text: kit.T(t("record.language_row", "number", i+1)), Size: "s"}, Body: kit.Join(
		kit.Select{Name: numbered("language", i), ID: rowID("language", i), Label: desk.Label(r, "record.language"), Value: l.Tag, Error: errOf("language"),
			Items: languageOptions(t("record.language_choose"), kit.Option{Value: otherLanguage, Text: t("record.language_other")})},
		kit.Input{Name: numbered("dialect", i), ID: rowID("dialect", i), Label: desk.Label(r, "record.dialect"), Hint: kit.T(t("record.dialect_hint")),
			Value: l.Dialect, Error: errOf("dialect"), Class: "govuk-input--width-20"},
		kit.Radios{Name: numbered("reads", i), ID: rowID("reads", i), Legend: legend(r, "record.reads_question"), Class: "govuk-radios--small",
			Items: desk.Choices(r, "record.reads_", record.ReadsAnswers), Value: l.Reads, Error: errOf("reads")},
	)}
}

// rowID gives the first row the plain names, to which an error of the whole list links.
func rowID(name string, i int) string {
	if i == 0 {
		return name
	}
	return numbered(name, i)
}

// sharingFields asks, for a new record, where it belongs and who works with the young person.
func (web *Web) sharingFields(r *page.Request, wrong page.Problems) ([]kit.Content, error) {
	t := r.L.T
	teams, err := web.accounts.Teams(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	var items []kit.Choice
	for _, team := range teams {
		if slices.Contains(r.Who.Teams, team.ID) {
			items = append(items, kit.Choice{Value: team.ID, Text: kit.Name(team.Name)})
		}
	}
	var fields []kit.Content
	if len(items) > 0 {
		fields = append(fields, kit.Checkboxes{Name: "teams", Legend: kit.Legend{Text: kit.T(t("record.teams")), Size: "m"}, Hint: kit.T(t("record.teams_hint")),
			Items: items, Values: r.Form.All("teams"), Error: wrong.Of("teams")})
	}
	var sealed []string
	if r.Form.Flag("sealed") {
		sealed = []string{"yes"}
	}
	var nations []kit.Choice
	for _, c := range nation.Codes() {
		nations = append(nations, kit.Choice{Value: c, Text: kit.T(nation.Name(c, r.L.Tag()))})
	}
	chosen := first(r.Form.Raw("nation"), r.Session.Nation)
	return append(fields,
		kit.Checkboxes{Name: "sealed", Legend: kit.Legend{Text: kit.T(t("record.hold_sealed")), Size: "m"}, Hint: kit.T(t("record.hold_sealed_hint")),
			Items: []kit.Choice{{Value: "yes", Text: kit.T(t("record.hold_sealed_yes"))}}, Values: sealed},
		kit.Details{Summary: kit.T(t("record.fold_nation", "nation", nation.Name(chosen, r.L.Tag()))), Open: wrong.Of("nation") != nil,
			Body: kit.Radios{Name: "nation", Legend: legend(r, "record.nation"), Hint: kit.T(t("record.nation_hint")), Items: nations, Value: chosen, Error: wrong.Of("nation")}},
	), nil
}

// line is one field of a name or another short text; its words are keyed by its name.
func line(r *page.Request, wrong page.Problems, name, value string) kit.Content {
	input := kit.Input{Name: name, Label: desk.Label(r, "record."+name), Value: first(value, r.Form.Raw(name)), Error: wrong.Of(name),
		Autocomplete: "off", Spellcheck: "false"}
	if hint := "record." + name + "_hint"; r.L.Has(hint) {
		input.Hint = kit.T(r.L.T(hint))
	}
	return input
}

func legend(r *page.Request, key string) kit.Legend {
	return kit.Legend{Text: kit.T(r.L.T(key)), Size: "s"}
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
