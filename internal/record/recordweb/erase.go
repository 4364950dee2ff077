package recordweb

import (
	"slices"
	"strings"

	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/record"
)

// showErase is the first of two steps: what destroying means, and why it is done.
func (web *Web) showErase(r *page.Request) (*page.Answer, error) { return web.eraseForm(r, nil) }

func (web *Web) eraseForm(r *page.Request, wrong error) (*page.Answer, error) {
	id, _, err := web.held(r) // a record they may not open is not found
	if err != nil {
		return nil, err
	}
	t, problems := r.L.T, desk.ProblemsOf(r, wrong, "reason")
	v := desk.Page{Title: t("record.erase"), Problems: problems.Summary(),
		Before: []kit.Content{kit.WarningText{Text: kit.T(t("record.erase_warning"))},
			desk.Lines([]string{t("record.erase_all"), t("record.erase_backups"), t("record.erase_log"), t("record.erase_elsewhere")}),
			kit.InsetText{Text: kit.T(t("record.erase_think"))}},
		Fields: []kit.Content{kit.Radios{Name: "reason", Legend: legend(r, "record.erase_reason"), Items: desk.Choices(r, "record.erase_reason_", record.EraseReasons),
			Value: r.Form.Raw("reason"), Error: problems.Of("reason")}},
		Buttons: []kit.Content{desk.Button(r, "page.continue"), desk.Cancel(r, at(id, ""))}}
	return v.Answer(wrong).Back(at(id, "")), nil
}

// saveErase takes the reason, then asks for the word, then destroys.
func (web *Web) saveErase(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	reason := r.Form.Raw("reason")
	if !slices.Contains(record.EraseReasons, reason) {
		r.Form.Add("reason", "record.needs_a_reason")
		return web.eraseForm(r, r.Form.Err())
	}
	if !r.Form.Has("word") {
		return web.wordForm(r, id, reason, nil)
	}
	if !strings.EqualFold(r.Form.Line("word", lineLength), r.L.T("record.erase_word")) {
		r.Form.Add("word", "record.erase_word_wrong", "word", r.L.T("record.erase_word"))
		return web.wordForm(r, id, reason, r.Form.Err())
	}
	if err := web.records.Erase(r.Context(), r.Who, id, reason); err != nil {
		return nil, err
	}
	return page.Redirect("/people?done=erased"), nil
}

func (web *Web) wordForm(r *page.Request, id, reason string, wrong error) (*page.Answer, error) {
	p, err := web.records.Person(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	t, problems := r.L.T, desk.ProblemsOf(r, wrong, "word")
	word := t("record.erase_word")
	v := desk.Page{Title: t("record.erase_sure"), Problems: problems.Summary(), Hidden: []desk.Hidden{{Name: "reason", Value: reason}},
		Before: []kit.Content{desk.Para(kit.T(t("record.erase_whose")+" "), kit.Name(p.Profile.Names.Shown())), kit.WarningText{Text: kit.T(t("record.erase_warning"))}},
		Fields: []kit.Content{kit.Input{Name: "word", Label: kit.Label{Text: kit.T(t("record.erase_type", "word", word)), Size: "s"},
			Error: problems.Of("word"), Autocomplete: "off", Autocapitalize: "none", Spellcheck: "false", Class: "govuk-input--width-10"}},
		Buttons: []kit.Content{kit.Button{Text: kit.T(t("record.erase_save")), Kind: kit.Warning, Once: true}, desk.Cancel(r, at(id, ""))}}
	return v.Answer(wrong).Back(at(id, "/erase")), nil
}
