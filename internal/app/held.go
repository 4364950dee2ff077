package app

import (
	"context"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/custody"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/nation"
	"stablefutures/internal/sharing"
)

// What other capabilities hold of a record, put into the words in which custody gives it to whom it is about. Rooms of this
// kind do not know each other, so they meet here. Watch has no part in it: an alert is a question about a worker, and is
// told to nobody while somebody looks into it (decision record 27).

// heldInSharing says what was decided about sharing, with whom, and what came back. Of an element it says what it is and
// never its words: these stand in their own place, where they can be covered.
func (a *App) heldInSharing(ctx context.Context, w *access.Work, record string, l i18n.L) ([]custody.Section, error) {
	log, err := a.Sharing.LogOf(ctx, w, record)
	if err != nil {
		return nil, err
	}
	var all []custody.Section
	for _, e := range slices.Backward(log.Entries) {
		all = append(all, a.sharedHere(l, log, e))
	}
	between, err := sharing.TransfersOf(ctx, w, record)
	if err != nil {
		return nil, err
	}
	ids := []string{}
	for _, t := range between {
		ids = append(ids, t.StartedBy)
	}
	names, err := a.Account.Names(ctx, w, ids)
	if err != nil {
		return nil, err
	}
	for _, t := range between {
		all = append(all, sharedElsewhere(l, names, t))
	}
	return all, nil
}

func personName(l i18n.L, names map[string]account.Person, id string) string {
	if n := names[id].Name; n != "" {
		return n
	}
	return l.T("custody.somebody")
}

// ground names the lawful ground of a share; one in somebody's own words is among the texts that can be covered.
func (a *App) ground(l i18n.L, e sharing.Entry) string {
	if e.Terms.Gateway == nation.OtherGateway {
		return l.T("share.gateway_else")
	}
	if text := e.Terms.GatewayText(a.Nations, e.At, l.Tag()); text != "" {
		return text
	}
	return l.T("share.gateway_" + e.Terms.Gateway) // i18n: prefix share.gateway_
}

func (a *App) sharedHere(l i18n.L, log sharing.Log, e sharing.Entry) custody.Section {
	t := l.T
	agency := log.Agencies[e.Recipient].Name
	if agency == "" {
		agency = t("custody.somebody")
	}
	s := custody.Section{ID: "sharing-" + e.ID, Title: t("custody.part_shared", "whom", agency, "day", l.Moment(e.At)), About: t("custody.about_shared")}
	if !e.Share {
		s.Title = t("custody.part_not_shared", "whom", agency, "day", l.Moment(e.At))
	}
	s.Lines = append(s.Lines, t("custody.share_by", "who", personName(l, log.Names, e.By), "day", l.Moment(e.At)), t("custody.share_asked_"+e.Terms.Asked)) // i18n: prefix custody.share_asked_
	if e.Share {
		s.Lines = append(s.Lines, t("custody.share_ground", "what", a.ground(l, e)), t("custody.share_until", "day", l.Moment(e.Until)))
	}
	if e.EndedBy != "" {
		day := t("custody.share_ended_unknown")
		if !e.EndedAt.IsZero() {
			day = l.Moment(e.EndedAt)
		}
		s.Lines = append(s.Lines, t("custody.share_ended", "who", personName(l, log.Names, e.EndedBy), "day", day))
	}
	for _, x := range e.Elements {
		s.Lines = append(s.Lines, t("custody.share_element", "kind", t("share.kind_"+elementKind(x)), "what", elementAbout(l, log.Editions, x), "mark", t("share.mark_"+string(x.Mark)))) // i18n: prefix share.kind_ i18n: prefix share.mark_
	}
	for _, look := range e.Looks {
		s.Lines = append(s.Lines, t("custody.share_look", "who", personName(l, log.Names, look.Account), "day", l.Day(look.Day)))
	}
	terms(&s, l, "share:"+e.ID, e.By, e.Terms)
	for _, r := range e.Replies {
		label := t("custody.share_reply", "who", personName(l, log.Names, r.Author), "whom", agency, "day", l.Moment(r.At))
		if r.Text.State != "" {
			s.Lines = append(s.Lines, label+": "+t("conversation.finding_"+r.Text.State)) // i18n: prefix conversation.finding_
		}
		s.Add("answer:"+r.ID, label, r.Text.Text, "", r.Author)
	}
	return s
}

func elementKind(x sharing.Shown) string {
	if x.Kind == sharing.Field {
		return "field"
	}
	return string(x.Kind)
}

// elementAbout says what an element is about, and never a word that somebody said.
func elementAbout(l i18n.L, editions map[string]*framework.Edition, x sharing.Shown) string {
	switch {
	case x.Kind == sharing.Field:
		return l.T("share.field_" + x.Item) // i18n: prefix share.field_
	case x.Outcome == "":
		return l.T("custody.own_topic")
	}
	if ed := editions[x.Edition]; ed != nil {
		if o, ok := ed.Outcome(x.Outcome); ok {
			return o.Text
		}
	}
	return x.Outcome
}

// terms adds why something was shared or not, as texts that can be covered.
func terms(s *custody.Section, l i18n.L, id, by string, t sharing.Terms) {
	for _, f := range [][2]string{{"purpose", t.Purpose}, {"gateway_other", t.Other}, {"request", t.Request}, {"response", t.Response}, {"asked_why", t.AskedWhy}, {"detriment", t.Detriment}, {"number", t.Number}} {
		s.Add(id+":"+f[0], l.T("custody.share_item_"+f[0]), f[1], "", by) // i18n: prefix custody.share_item_
	}
}

// sharedElsewhere is one share with another deployment: here the words themselves are held too, as they went or came.
func sharedElsewhere(l i18n.L, names map[string]account.Person, t sharing.Seen) custody.Section {
	key := "custody.part_sent"
	if t.Side == sharing.SideReceived {
		key = "custody.part_received"
	}
	s := custody.Section{ID: "transfer-" + t.ID, Title: l.T(key, "whom", t.Partner.Card.Name, "day", l.Moment(t.StartedAt)), About: l.T("custody.about_shared")}
	s.Lines = append(s.Lines, l.T("custody.share_by", "who", personName(l, names, t.StartedBy), "day", l.Moment(t.StartedAt)),
		l.T("custody.share_state", "state", l.T("between.state_"+string(t.State)))) // i18n: prefix between.state_
	if !t.EndsAt.IsZero() {
		s.Lines = append(s.Lines, l.T("custody.share_until", "day", l.Moment(t.EndsAt)))
	}
	for _, p := range t.Packages {
		s.Lines = append(s.Lines, l.T("custody.package_"+string(p.Direction)+"_"+string(p.Kind), "day", l.Moment(p.At))) // i18n: prefix custody.package_
		if p.Package == nil {
			continue
		}
		id := "package:" + p.Row
		if m := p.Package.Terms; m != nil {
			s.Lines = append(s.Lines, l.T("custody.share_asked_"+m.Asked))
			terms(&s, l, id, p.By, sharing.Terms{Purpose: m.Purpose, Request: m.Request, AskedWhy: m.AskedWhy, Detriment: m.Detriment})
		}
		for _, x := range p.Package.Elements {
			label := l.T("custody.share_went", "kind", l.T("between.kind_"+x.Kind), "day", l.Moment(p.At)) // i18n: prefix between.kind_
			s.Add(id+":"+x.ID+":text", label, x.Text, x.Language, p.By)
			s.Add(id+":"+x.ID+":english", label+" – "+l.T("custody.item_translation"), x.In, "en", p.By)
			s.Add(id+":"+x.ID+":by", l.T("custody.share_whose"), x.By, "", p.By)
		}
	}
	return s
}
