package app

import (
	"context"

	"stablefutures/internal/access"
	"stablefutures/internal/custody"
	"stablefutures/internal/i18n"
	"stablefutures/internal/sharing"
	"stablefutures/internal/together"
)

// heldInMeetings gives every meeting of agencies about a record: what it was for and everything that was said of it, whoever
// was let hear it then.
func (a *App) heldInMeetings(ctx context.Context, w *access.Work, record string, l i18n.L) ([]custody.Section, error) {
	list, err := a.Sharing.Gatherings(ctx, w, record)
	if err != nil {
		return nil, err
	}
	var all []custody.Section
	for _, g := range list {
		ids := []string{g.By, g.CalledOffBy}
		for _, line := range g.Lines {
			ids = append(ids, line.Author)
		}
		names, err := a.Account.Names(ctx, w, ids)
		if err != nil {
			return nil, err
		}
		s := custody.Section{ID: "meeting-" + g.ID, Title: l.T("custody.part_meeting", "day", l.Moment(g.Starts)), About: l.T("custody.about_meeting"),
			Lines: []string{l.T("custody.share_by", "who", personName(l, names, g.By), "day", l.Moment(g.At))}}
		if g.Off() {
			s.Lines = append(s.Lines, l.T("custody.meeting_off", "day", l.Moment(g.CalledOffAt)))
		}
		planned(&s, l, "meeting:"+g.ID, g.By, g.Plan)
		for _, i := range g.Invitations {
			s.Add("invitation:"+i.ID+":agency", l.T("custody.meeting_invited"), i.Text.Agency, "", i.By)
			s.Add("invitation:"+i.ID+":whom", l.T("custody.meeting_invited"), i.Text.Whom, "", i.By)
		}
		for _, line := range g.Lines {
			said(&s, l, personName(l, names, line.Author), line)
		}
		all = append(all, s)
	}
	return all, nil
}

func planned(s *custody.Section, l i18n.L, id, by string, p sharing.Plan) {
	for _, f := range [][2]string{{"named", p.Named}, {"where", p.Where}, {"purpose", p.Purpose}, {"chair", p.Chair}, {"takes_part_why", p.TakesPartWhy},
		{"not_in_room", p.NotInRoom}, {"decided", p.Decided}} {
		s.Add(id+":"+f[0], l.T("custody.meeting_"+f[0]), f[1], "", by) // i18n: prefix custody.meeting_
	}
}

// said adds one line of a meeting. What the young person wished or said is theirs.
func said(s *custody.Section, l i18n.L, who string, line sharing.Line) {
	id, label := "line:"+line.ID, l.T("custody.line_of_"+string(line.Kind), "who", who, "day", l.Moment(line.At)) // i18n: prefix custody.line_of_
	own := line.Kind == sharing.WishLine || line.Kind == sharing.SaidLine
	before, lang := len(s.Items), ""
	if own {
		lang = line.Text.Language
	}
	s.Add(id+":text", label, line.Text.Text, lang, line.Author)
	for i := range s.Items[before:] {
		s.Items[before+i].Own = own
	}
	s.Add(id+":who", label, line.Text.Who, "", line.Author)
	s.Add(id+":young", label+" – "+l.T("custody.item_translation"), line.Text.ForYoung, line.Text.Language, line.Author)
	s.Add(id+":translation", label+" – "+l.T("custody.item_translation"), line.Text.Translation, "", line.Author)
	if p := line.Text.Plan; p != nil {
		planned(s, l, id, line.Author, *p)
	}
	if len(s.Items) == before {
		s.Lines = append(s.Lines, label)
	}
}

// heldInWorks gives the art and words that the young person gave to be published, what they said to it, and what a second
// person found. A picture or a sound itself is listed: it is theirs, and is given to them by itself.
func (a *App) heldInWorks(ctx context.Context, w *access.Work, record string, l i18n.L) ([]custody.Section, error) {
	list, err := together.OfRecord(ctx, w, record)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	s := custody.Section{ID: "works", Title: l.T("custody.part_works"), About: l.T("custody.about_works")}
	for _, k := range list {
		label := l.T("custody.work_"+string(k.Kind), "day", l.Moment(k.GivenAt)) // i18n: prefix custody.work_
		s.Lines = append(s.Lines, label)
		before := len(s.Items)
		s.Add("work:"+k.ID+":title", label, k.Says.Title, k.Says.Lang, "")
		s.Add("work:"+k.ID+":words", label, k.Says.Words, k.Says.Lang, "")
		for i := range s.Items[before:] {
			s.Items[before+i].Own = true
		}
		s.Add("work:"+k.ID+":translation", label+" – "+l.T("custody.item_translation"), k.Says.Translation, "en", k.GivenBy)
		for _, answer := range k.Answers {
			key := "custody.work_no"
			if answer.Yes {
				key = "custody.work_yes"
			}
			s.Lines = append(s.Lines, l.T(key, "day", l.Moment(answer.At)))
			s.Add("work-answer:"+answer.ID, l.T("custody.work_name"), answer.Says.Name, "", answer.By)
		}
		for _, step := range k.Steps {
			s.Add("work-step:"+step.ID, l.T("custody.work_note", "day", l.Moment(step.At)), step.Says.Note, "", step.By)
		}
	}
	return []custody.Section{s}, nil
}
