package custody

import (
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/record"
)

// keeping says what was noted of keeping the record, and who asked before for what is held. What was judged and covered
// for an earlier request is not here: it is about that request's answer, which they have.
func (c *collector) keeping(record.Person) ([]Section, error) {
	said, err := entries(c.ctx, c.w, c.id)
	if err != nil {
		return nil, err
	}
	asked, err := requests(c.ctx, c.w, c.id)
	if err != nil {
		return nil, err
	}
	return c.keepingOf(said, asked), nil
}

func (c *collector) keepingOf(said []Entry, asked []Request) []Section {
	s := Section{ID: "keeping", Title: c.l.T("custody.part_keeping")}
	for _, e := range said {
		s.Lines = append(s.Lines, c.l.T("custody.kind_"+string(e.Kind))+", "+c.l.Moment(e.At)) // i18n: prefix custody.kind_
		s.Add("keeping:"+e.ID, c.l.T("custody.kind_"+string(e.Kind)), e.Text.Note, "", e.Author)
	}
	for _, r := range asked {
		s.Lines = append(s.Lines, c.l.T("custody.line_asked", "day", c.l.Day(r.Asked.Received), "who", c.l.T("custody.asker_"+r.Asked.By))) // i18n: prefix custody.asker_
	}
	return some(s)
}

// papers lists the sheets that were printed, what was taken out to where there is no network, and what came in from there.
func (c *collector) papers(record.Person) ([]Section, error) {
	printed, err := conversation.PapersOf(c.ctx, c.w, c.id)
	if err != nil {
		return nil, err
	}
	tickets, err := conversation.TicketsOf(c.ctx, c.w, c.id)
	if err != nil {
		return nil, err
	}
	arrived, err := conversation.ArrivalsOf(c.ctx, c.w, c.id)
	if err != nil {
		return nil, err
	}
	mislaid, err := conversation.MislaidOn(c.ctx, c.w, c.id)
	if err != nil {
		return nil, err
	}
	s := Section{ID: "papers", Title: c.l.T("custody.part_papers")}
	for _, p := range printed {
		s.Lines = append(s.Lines, c.l.T("custody.line_paper", "day", c.l.Moment(p.IssuedAt)))
	}
	for _, t := range tickets {
		s.Lines = append(s.Lines, c.l.T("custody.line_ticket", "day", c.l.Moment(t.Issued), "who", c.who(t.Worker)))
	}
	for _, a := range arrived {
		s.Lines = append(s.Lines, c.l.T("custody.line_arrived", "day", c.l.Moment(a.ArrivedAt), "state", c.l.T("custody.arrived_"+a.State))) // i18n: prefix custody.arrived_
	}
	for _, m := range mislaid {
		s.Lines = append(s.Lines, c.l.T("custody.line_mislaid", "day", c.l.Moment(m.At)))
	}
	return some(s), nil
}

// grants says who could see it, and who let themselves in and why.
func (c *collector) grants(record.Person) ([]Section, error) {
	given, err := c.w.Grants(c.ctx)
	if err != nil {
		return nil, err
	}
	s := Section{ID: "grants", Title: c.l.T("custody.part_grants")}
	for _, g := range slices.Backward(given) {
		name := c.who(g.Holder)
		switch g.HolderKind {
		case access.HolderTeam:
			if team, err := c.people.Team(c.ctx, c.w, g.Holder); err == nil {
				name = team.Name
			}
		case access.HolderOrganisation:
			if o, err := c.people.Organisation(c.ctx, c.w, g.Holder); err == nil {
				name = o.Name
			}
		case access.HolderYoungPerson:
			name = c.l.T("custody.you")
		}
		until := c.l.T("custody.no_end")
		if !g.Until.IsZero() {
			until = c.l.Moment(g.Until)
		}
		s.Lines = append(s.Lines, c.l.T("custody.line_grant", "who", name, "why", c.l.T("record.grant_reason_"+string(g.Reason)), "from", c.l.Moment(g.From), "until", until)) // i18n: prefix record.grant_reason_
	}
	return c.letIn(s)
}

// letIn adds who let themselves in when there was no time to ask.
func (c *collector) letIn(s Section) ([]Section, error) {
	all, err := c.w.Emergencies(c.ctx)
	if err != nil {
		return nil, err
	}
	for _, e := range slices.Backward(all) {
		words, err := c.w.Words(e)
		if err != nil {
			return nil, err
		}
		label := c.l.T("custody.item_let_in", "who", c.who(e.Account), "day", c.l.Moment(e.At))
		s.Add("emergency:"+e.ID+":why", label, words.Why, "", e.Account)
		s.Add("emergency:"+e.ID+":review", c.l.T("custody.item_let_in_review", "who", c.who(e.ReviewedBy)), words.Review, "", e.ReviewedBy)
	}
	return []Section{s}, nil
}

// safety says that there is a page about keeping safe and nothing of it: it names those whom they trust and what they do
// when somebody presses them, and a paper can be found. It is read with them.
func (c *collector) safety(record.Person) ([]Section, error) {
	have, err := record.HasSafety(c.ctx, c.w, c.id)
	if err != nil || !have {
		return nil, err
	}
	return []Section{{ID: "safety", Title: c.l.T("custody.part_safety"), Lines: []string{c.l.T("custody.line_safety")}}}, nil
}

// some gives a section that holds something.
func some(s Section) []Section {
	if len(s.Lines)+len(s.Items) == 0 {
		return nil
	}
	return []Section{s}
}
