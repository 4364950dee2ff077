package conversationweb

import (
	"stablefutures/internal/conversation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
)

// markForm asks what came of a mark: where it was recorded, or that it was a mistake. from says which page it is on.
func markForm(r *page.Request, base string, m conversation.Marked, from string) kit.Content {
	l := r.L
	return postForm(smallForm{Action: base + "/marks", Hidden: []hidden{{"mark", m.ID}, {"id", conversation.NewID()}, {"from", from}},
		Fields: []kit.Content{
			kit.Input{Name: "reference", ID: "reference-" + m.ID, Label: kit.Label{Text: kit.T(l.T("conversation.mark_reference"))},
				Hint: kit.T(l.T("conversation.mark_reference_hint")), Autocomplete: "off", Class: "govuk-input--width-20"},
			kit.Button{Text: kit.T(l.T("page.save")), Kind: kit.Secondary, Name: "go", Value: "save"},
			kit.Text{Value: " "},
			kit.Button{Text: kit.T(l.T("conversation.mark_mistake")), Kind: kit.Secondary, Name: "go", Value: "mistake"}}})
}

// saveMark keeps what came of a mark.
func (web *Web) saveMark(r *page.Request) (*page.Answer, error) {
	record, sitting, err := paths(r)
	if err != nil {
		return nil, err
	}
	f, base := r.Form, listURL(record)+"/"+sitting
	text := conversation.MarkText{Reference: f.Line("reference", conversation.MaxLine)}
	if f.Raw("go") == "mistake" {
		text = conversation.MarkText{Mistake: true}
	}
	mark, id := f.ID("mark"), f.ID("id")
	if err = f.Err(); err == nil {
		err = web.Conversation.SettleMark(r.Context(), r.Who, record, mark, id, text)
	}
	table := f.Raw("from") == "table"
	if page.IsInvalid(err) && !table {
		k, failed := web.keptPage(r)
		if failed != nil {
			return nil, failed
		}
		problems := r.Problems(err)
		for i := range problems.Items {
			problems.Items[i].Href += "-" + mark
		}
		return k.answer(problems.Summary()), nil
	}
	if err != nil && !page.IsInvalid(err) {
		return nil, err
	}
	if table { // with nothing written the page asks again
		return page.Redirect(base + "/elsewhere"), nil
	}
	return page.Redirect(base + "#marks"), nil
}

// marks says on the page of a sitting what must not be forgotten, and what came of it.
func (k *keptPage) marks() []kit.Content {
	var parts []kit.Content
	for _, m := range k.kept.Marks {
		l := k.r.L
		rows := []kit.Row{{Key: kit.T(l.T("conversation.mark_when")), Value: kit.T(l.Moment(m.At))}}
		if name := k.names[m.Author]; name != "" {
			rows = append(rows, kit.Row{Key: kit.T(l.T("conversation.mark_by")), Value: kit.Name(name)})
		}
		last := m.Last()
		switch {
		case last.Mistake:
			rows = append(rows, kit.Row{Key: kit.T(l.T("conversation.mark_came")), Value: kit.T(l.T("conversation.mark_was_mistake"))})
		case last.Reference != "":
			rows = append(rows, kit.Row{Key: kit.T(l.T("conversation.mark_came")), Value: kit.Name(last.Reference)})
		default:
			rows = append(rows, kit.Row{Key: kit.T(l.T("conversation.mark_came")), Value: kit.T(l.T("conversation.mark_open"))})
		}
		parts = append(parts, kit.SummaryList{Rows: rows, Card: &kit.Card{Title: kit.T(l.T("conversation.mark_" + string(m.Kind))), HeadingLevel: 3}}) // i18n: prefix conversation.mark_
		if m.Open() && k.may(permit.HoldConversation) {
			parts = append(parts, markForm(k.r, k.base, m, ""))
		}
	}
	return parts
}
