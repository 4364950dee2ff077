package conversationweb

import (
	"slices"

	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/record"
)

// askOwn asks a worker why they open a young person's own page; nothing is opened yet.
func (web *Web) askOwn(r *page.Request) (*page.Answer, error) { return web.ownReason(r, nil) }

func (web *Web) ownReason(r *page.Request, wrong error) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	made, err := web.Record.SafetyMade(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	l, problems := r.L, r.Problems(wrong)
	v := staffPage{Title: l.T("conversation.own_title"), Problems: problems.Summary()}
	with := kit.Button{Text: kit.T(l.T("conversation.own_with")), Href: ownURL(id, "", ""), Kind: kit.Secondary}
	if made.IsZero() {
		v.Parts = []kit.Content{kit.EmptyState{Drawing: "shield", Title: kit.T(l.T("conversation.own_none")), Body: kit.T(l.T("conversation.own_lead")), Action: with}}
		return v.answer("/people/" + id), nil
	}
	v.Parts = []kit.Content{paragraph(l.T("conversation.own_lead")), paragraph(l.T("conversation.own_since", "moment", l.Moment(made)))}
	v.Action = "/people/" + id + "/own-page/read"
	v.Fields = []kit.Content{kit.Radios{Name: "reason", Legend: legend(l.T("record.sealed_reason")), Error: problems.Of("reason"),
		Items: choices(l, "record.sealed_reason_", record.SealedReasons)}} // i18n: prefix record.sealed_reason_
	v.Buttons = []kit.Content{kit.Button{Text: kit.T(l.T("record.sealed_open"))}}
	v.Below = []kit.Content{with}
	return v.answer("/people/" + id), nil
}

// readOwn shows the page once, with what it was before: it answers a POST, so reloading asks again.
func (web *Web) readOwn(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	reason := r.Form.Choice("reason", record.SealedReasons...)
	if reason == "" {
		r.Form.Add("reason", "record.needs_a_reason")
		return web.ownReason(r, r.Form.Err())
	}
	p, err := web.Record.OpenSafety(r.Context(), r.Who, id, reason)
	if err != nil {
		return nil, err
	}
	l := r.L
	v := staffPage{Title: l.T("conversation.own_title")}
	v.Parts = []kit.Content{paragraph(l.T("record.sealed_opened_lead"))}
	for _, part := range record.SafetyParts {
		if now := p.Now[part]; !now.Text.Empty() {
			v.Parts = append(v.Parts, section(kit.T(l.T("conversation.own_"+part)), []kit.Content{ownQuote(r, now)})) // i18n: prefix conversation.own_
		}
	}
	carried := "conversation.own_carried_no"
	if p.Now[record.SafetyCarry].Text.Card {
		carried = "conversation.own_carried"
	}
	v.Parts = append(v.Parts, paragraph(l.T(carried)))
	var before []kit.Content
	for _, b := range slices.Backward(p.Before) {
		if b.Part != record.SafetyCarry && b.ID != p.Now[b.Part].ID && !b.Text.Empty() {
			before = append(before, topicHeading(kit.T(l.T("conversation.own_"+b.Part))), ownQuote(r, b))
		}
	}
	if len(before) > 0 {
		v.Parts = append(v.Parts, kit.Details{Summary: kit.T(l.T("conversation.own_before")), Body: kit.Join(before...)})
	}
	return v.answer("/people/" + id), nil
}

func ownQuote(r *page.Request, v record.SafetyVersion) kit.Content {
	q := quote(ownWords(v.Text))
	if _, english := i18n.LanguageName(v.Text.Language); english != "" {
		q.OriginalLabel = r.L.T("conversation.quote_in", "language", english)
	}
	if v.Text.TranslatedBy != "" {
		q.TranslatedBy = r.L.T("conversation.quote_translated", "who", r.L.T("conversation.translated_by_"+v.Text.TranslatedBy)) // i18n: prefix conversation.translated_by_
	}
	q.By = kit.T(r.L.Moment(v.At))
	return q
}

type cardView struct {
	Words       []kit.Content
	PDF, PDFURL string
	Print, Back string
	BackURL     string
}

// showCard is what can be carried: their words, no title, nothing that says what it is or whose. It is there only while
// the young person wants one.
func (web *Web) showCard(t *table) (*page.Answer, error) {
	p, err := web.Record.OpenSafety(t.r.Context(), t.r.Who, t.Sitting.Record, "theirs")
	if err != nil {
		return nil, err
	}
	carry := p.Now[record.SafetyCarry].Text
	if !carry.Card {
		return page.Redirect(t.ownURL("")), nil
	}
	v := cardView{PDF: t.r.L.T("conversation.card_pdf"), PDFURL: "/people/" + t.Sitting.Record + "/card/pdf", Print: t.r.L.T("page.print"), Back: t.voice.text("card.back"), BackURL: t.ownURL("")}
	for _, part := range record.SafetyParts {
		if said := p.Now[part].Text; slices.Contains(carry.OnCard, part) && !said.Empty() {
			v.Words = append(v.Words, wordsIn(ownWords(said)))
		}
	}
	return page.Show(t.voice.text("own.print"), cardBody(v)).In(page.Document).Leaving().Speaking(t.voice.pack.Lang()).
		Saying(page.WordsIn(t.r.L, t.voice.text)), nil
}
