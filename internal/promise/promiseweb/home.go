package promiseweb

import (
	"context"

	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/promise"
)

type homeView struct {
	Title, Lede, More string
	Empty             kit.Content
	Arrived           kit.Content // conversations from devices that wait for the reader
	Said              kit.Content // what young people said that waits for an answer
	Sections          []section
}

type section struct {
	ID, Heading, Hint string
	List              kit.Content
}

// showHome is the practitioner's first page: what is overdue, what is due, who has not been told. Lists of things to
// do; no figure about anybody.
func (p *Pages) showHome(r *page.Request) (*page.Answer, error) {
	home, err := p.promises.Home(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	waiting, err := p.conversations.CountArrived(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	said, err := p.conversations.CountRemarks(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	asked, err := counted(r, p.asked)
	if err != nil {
		return nil, err
	}
	auditors, err := counted(r, p.auditors)
	if err != nil {
		return nil, err
	}
	stops, err := counted(r, p.stops)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := homeView{Title: t("promise.home_title"), Lede: t("promise.home_lede")}
	for _, s := range []struct {
		id   string
		list []promise.Waiting
	}{{"overdue", home.Overdue}, {"untold", home.Untold}, {"due", home.Due}} {
		if len(s.list) > 0 {
			v.Sections = append(v.Sections, section{ID: s.id, Heading: t("promise.home_" + s.id), // i18n: prefix promise.home_
				Hint: t("promise.home_" + s.id + "_hint"), List: p.folded(r, home.Today, s.list)})
		}
	}
	if waiting > 0 {
		v.Arrived = kit.Button{Text: kit.T(r.L.N("conversation.wait", waiting)), Href: "/conversations/arrived", Kind: kit.Secondary}
	}
	if said > 0 {
		v.Said = kit.Button{Text: kit.T(r.L.N("voice.home", said)), Href: "/remarks", Kind: kit.Secondary}
	}
	if asked > 0 {
		v.Said = kit.Join(v.Said, kit.Button{Text: kit.T(r.L.N("voice.home_asked", asked)), Href: "/remarks", Kind: kit.Secondary})
	}
	if auditors > 0 {
		v.Said = kit.Join(v.Said, kit.Button{Text: kit.T(r.L.N("auditrecord.home_waits", auditors)), Href: "/audits/let-in", Kind: kit.Secondary})
	}
	if stops > 0 {
		v.Said = kit.Join(v.Said, kit.Button{Text: kit.T(r.L.N("pilot.home_stops", stops)), Href: "/pilots", Kind: kit.Secondary})
	}
	if v.Said, err = p.audited(r, v.Said); err != nil {
		return nil, err
	}
	if home.More {
		v.More = t("promise.home_more")
	}
	if len(v.Sections) == 0 {
		v.Empty = kit.EmptyState{Drawing: "door", Title: kit.T(t("promise.home_empty")), Body: kit.T(t("promise.home_empty_text")),
			Action: kit.Button{Text: kit.T(t("promise.home_people")), Href: "/people", Kind: kit.Secondary}}
	}
	return page.Show(v.Title, homeBody(v)), nil
}

// audited adds what audits want of the reader.
func (p *Pages) audited(r *page.Request, said kit.Content) (kit.Content, error) {
	for _, line := range []struct {
		count     func(context.Context, permit.Actor) (int, error)
		key, href string
	}{{p.lateAudits, "auditway.home_late", "/audit-waits"}, {p.audits, "auditway.home_asked", "/taking-part"}} {
		if line.count == nil {
			continue
		}
		n, err := line.count(r.Context(), r.Who)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			said = kit.Join(said, kit.Button{Text: kit.T(r.L.N(line.key, n)), Href: line.href, Kind: kit.Secondary}) // i18n: prefix auditway.home_
		}
	}
	return said, nil
}

// atOnce is how many lines of one kind are shown before the rest is folded away: enough for a morning, few enough for
// a phone.
const atOnce = 8

// folded shows the most pressing lines, and the rest behind a line of text.
func (p *Pages) folded(r *page.Request, today string, list []promise.Waiting) kit.Content {
	if len(list) <= atOnce+2 {
		return p.waitingRows(r, today, list)
	}
	rest := list[atOnce:]
	return kit.Join(p.waitingRows(r, today, list[:atOnce]),
		kit.Details{Summary: kit.T(r.L.N("promise.home_rest", len(rest))), Body: p.waitingRows(r, today, rest)})
}

func (p *Pages) waitingRows(r *page.Request, today string, list []promise.Waiting) kit.Content {
	var rows kit.Promises
	for _, w := range list {
		row := promiseRow(r, today, w.Promise)
		row.Facts = append([]kit.Fact{{Name: kit.T(r.L.T("promise.for")), Value: kit.Name(w.Names.Shown())}}, row.Facts...)
		rows.Rows = append(rows.Rows, row)
	}
	return rows
}

// promiseRow shows one promise: what, who, by when, and how it stands in words.
func promiseRow(r *page.Request, today string, pr promise.Promise) kit.PromiseRow {
	t := r.L.T
	row := kit.PromiseRow{What: kit.Name(pr.Text.What), Href: "/people/" + pr.Record + "/promises/" + pr.ID,
		State: stateTag(r, today, pr), Facts: []kit.Fact{
			{Name: kit.T(t("promise.owner")), Value: kit.Name(pr.Text.Owner)},
			{Name: kit.T(t("promise.due")), Value: kit.T(r.L.Day(pr.DueOn))},
		}}
	if pr.State != promise.Open {
		told := t("promise.not_told_yet")
		if !pr.ToldAt.IsZero() {
			told = r.L.Day(promise.Day(pr.ToldAt))
		}
		row.Facts = append(row.Facts, kit.Fact{Name: kit.T(t("promise.told_back")), Value: kit.T(told)})
	}
	return row
}

// stateTag says how a promise stands in words; its colour says nothing that the word does not.
func stateTag(r *page.Request, today string, pr promise.Promise) kit.Tag {
	if pr.Overdue(today) {
		return kit.Tag{Text: kit.T(r.L.T("promise.state_overdue")), Kind: kit.TagWarm}
	}
	return kit.Tag{Text: kit.T(r.L.T("promise.state_" + string(pr.State)))} // i18n: prefix promise.state_
}

// counted asks another room how many wait for the reader; none where there is no such room.
func counted(r *page.Request, count func(context.Context, permit.Actor) (int, error)) (int, error) {
	if count == nil {
		return 0, nil
	}
	return count(r.Context(), r.Who)
}
