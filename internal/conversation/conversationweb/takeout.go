package conversationweb

import (
	"encoding/json"

	"stablefutures/internal/conversation"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

// takeOutView is the form that a script sends; without it nothing can be kept on a device.
type takeOutView struct {
	Post, Setup, Without, PaperText, PaperURL, OpenText string
	Fields                                              []kit.Content
	Button                                              kit.Button
}

// showTakeOut makes a sitting ready for a place without a network. All that can be known is filled in, as before any
// other conversation; what is new is the label by which two people find it again.
func (web *Web) showTakeOut(r *page.Request) (*page.Answer, error) {
	person, ed, err := web.before(r)
	if problem.KeyOf(err) == "framework.not_chosen" {
		return noFramework(r, person), nil
	}
	if err != nil {
		return nil, err
	}
	out, err := web.Conversation.TakenOut(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	var taken []conversation.Label
	for _, t := range out {
		taken = append(taken, t.Label)
	}
	l, s := r.L, web.defaults(r, person, ed)
	setup, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	label := conversation.FreeLabel(taken, len(taken)*7+web.Conversation.Now().YearDay())
	v := staffPage{Title: l.T("conversation.take_out_title")}
	v.Parts = []kit.Content{paragraph(l.T("conversation.take_out_text")), kit.InsetText{Text: kit.T(l.T("conversation.take_out_lost"))}}
	form := takeOutView{Post: listURL(person.ID) + "/tickets", Setup: string(setup), Without: l.T("conversation.take_out_script"),
		PaperText: l.T("conversation.take_out_paper"), PaperURL: listURL(person.ID) + "/paper", OpenText: l.T("conversation.take_out_open"),
		Button: kit.Button{Text: kit.T(l.T("conversation.take_out_button"))}}
	none := page.Problems{}
	form.Fields = []kit.Content{
		labelFields(l, label),
		web.languageField(r, person, ed, s, none),
		interpreterField(l, s.Interpreter, none),
		kit.Checkboxes{Name: "present", Legend: legend(l.T("conversation.present")), Class: "govuk-checkboxes--small",
			Items: web.presentChoices(l, person.Nation), Values: s.Present},
		kit.Textarea{Name: "readers", Label: kit.Label{Text: kit.T(l.T("conversation.readers")), Size: "m"}, Rows: 2,
			Hint: kit.T(l.T("conversation.readers_hint")), Value: s.Readers},
		kit.Select{Name: "days", Label: kit.Label{Text: kit.T(l.T("conversation.take_out_days")), Size: "m"},
			Hint: kit.T(l.T("conversation.take_out_days_hint")), Value: "3", Items: []kit.Option{
				{Value: "1", Text: l.N("conversation.days", 1)}, {Value: "3", Text: l.N("conversation.days", 3)},
				{Value: "7", Text: l.N("conversation.days", 7)}, {Value: "14", Text: l.N("conversation.days", 14)}}},
	}
	v.Parts = append(v.Parts, takeOutForm(form))
	return v.answer(listURL(person.ID)).Style("han.css").Script("takeout.js"), nil
}

// labelFields offers a picture and a word, both chosen already.
func labelFields(l i18n.L, label conversation.Label) kit.Content {
	pictures := kit.Cards{Name: "label-picture", Legend: legend(l.T("conversation.label_picture")), Hint: kit.T(l.T("conversation.label_hint"))}
	for _, p := range conversation.LabelPictures {
		pictures.Items = append(pictures.Items, kit.CardChoice{Drawing: p, Word: kit.T(l.T("conversation.label_" + p)), Value: p, Checked: p == label.Picture}) // i18n: prefix conversation.label_
	}
	words := kit.Select{Name: "label-word", Label: kit.Label{Text: kit.T(l.T("conversation.label_word")), Size: "m"}, Value: label.Word}
	for _, w := range conversation.LabelWords {
		words.Items = append(words.Items, kit.Option{Value: w, Text: w})
	}
	return kit.Join(pictures, words)
}

// withdrawTicket makes a ticket of one's own no good any more.
func (web *Web) withdrawTicket(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("ticket")
	if err != nil {
		return nil, err
	}
	if err := web.Conversation.Withdraw(r.Context(), r.Who, id); err != nil {
		return nil, err
	}
	return page.Redirect(arrivedURL), nil
}

// offlineWays leads those who may from a record's conversations to those without a network.
func offlineWays(r *page.Request, record string, may bool) kit.Content {
	if !may {
		return kit.Join()
	}
	list := []linkView{{r.L.T("conversation.take_out_link"), listURL(record) + "/take-out"}}
	list = append(list, linkView{r.L.T("conversation.on_paper_link"), listURL(record) + "/paper"})
	return links(append(list, linkView{r.L.T("conversation.arrived_link"), arrivedURL}))
}
