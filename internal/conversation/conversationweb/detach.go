package conversationweb

import (
	"slices"

	"stablefutures/internal/conversation"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/record"
)

// speaks reports whether a language is among those of a record.
func speaks(known []record.Language, lang string) bool {
	return slices.ContainsFunc(known, func(l record.Language) bool {
		have, ok := i18n.Young(l.Tag)
		want, also := i18n.Young(lang)
		return l.Tag == lang || ok && also && have.Tag == want.Tag
	})
}

// showDetach asks before a sitting is taken off the record on which it stands by mistake.
func (web *Web) showDetach(r *page.Request) (*page.Answer, error) {
	record, sitting, err := paths(r)
	if err != nil {
		return nil, err
	}
	if err := web.Conversation.MayDetach(r.Context(), r.Who, record, sitting); err != nil {
		return nil, err
	}
	l := r.L
	v := staffPage{Title: l.T("conversation.detach_title"), Action: listURL(record) + "/" + sitting + "/detach"}
	v.Parts = []kit.Content{paragraph(l.T("conversation.detach_text")), kit.InsetText{Text: kit.T(l.T("conversation.detach_lost"))}}
	v.Buttons = []kit.Content{kit.Button{Text: kit.T(l.T("conversation.detach_button")), Kind: kit.Warning, Once: true}}
	return v.answer(listURL(record) + "/" + sitting), nil
}

func (web *Web) detach(r *page.Request) (*page.Answer, error) {
	record, sitting, err := paths(r)
	if err != nil {
		return nil, err
	}
	arrival, err := web.Conversation.Detach(r.Context(), r.Who, record, sitting)
	if err != nil {
		return nil, err
	}
	return page.Redirect(arrivedURL + "/" + arrival), nil
}

// offlineRows say of a sitting when it arrived and whether it was read back. It stands equal to any other.
func offlineRows(l i18n.L, o *conversation.Offline) []kit.Row {
	if o == nil {
		return nil
	}
	read := l.T("conversation.was_read_back")
	if !o.ReadBack {
		read = l.T("conversation.not_read_back")
	}
	rows := []kit.Row{{Key: kit.T(l.T("conversation.row_offline")), Value: kit.T(l.T("conversation.offline_arrived", "moment", l.Moment(o.Arrived)) + " " + read)}}
	if o.Unfinished() {
		rows = append(rows, kit.Row{Key: kit.T(l.T("conversation.row_unfinished")), Value: kit.T(l.T("conversation.offline_unfinished"))})
	}
	if o.Settled != "" {
		rows = append(rows, kit.Row{Key: kit.T(l.T("conversation.row_settled")), Value: kit.T(l.T("conversation.arrival_" + o.Settled))}) // i18n: prefix conversation.arrival_
	}
	return rows
}

// detachWay leads to taking a sitting off the wrong record, where it came from a device.
func (k *keptPage) detachWay() []kit.Content {
	if k.kept.Setup.Offline == nil || !k.may(permit.HoldConversation) {
		return nil
	}
	return []kit.Content{links([]linkView{{k.r.L.T("conversation.detach_link"), k.base + "/detach"}})}
}

// stoodHere says of conversations that were taken off the record that they were there by mistake, and nothing more.
func stoodHere(l i18n.L, list []conversation.Mislaid) kit.Content {
	var lines []kit.Content
	for _, m := range list {
		lines = append(lines, kit.InsetText{Text: kit.T(l.T("conversation.stood_here", "moment", l.Moment(m.At)))})
	}
	return kit.Join(lines...)
}
