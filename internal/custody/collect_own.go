package custody

import (
	"stablefutures/internal/conversation"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
)

// nameMore learns who beside those of conversations and promises wrote, answered, was told, looked or let themselves in.
func (c *collector) nameMore(ids map[string]bool) error {
	remarks, err := conversation.Remarks(c.ctx, c.w, c.id)
	if err != nil {
		return err
	}
	for _, r := range remarks {
		ids[r.Author], ids[r.Adult] = true, true
		for _, a := range r.Replies {
			ids[a.Author] = true
		}
	}
	permissions, err := conversation.Permissions(c.ctx, c.w, c.id)
	if err != nil {
		return err
	}
	for _, p := range permissions {
		ids[p.By] = true
	}
	begun, err := conversation.AllUnfinished(c.ctx, c.w, c.id)
	if err != nil {
		return err
	}
	for _, u := range begun {
		ids[u.Author] = true
	}
	tickets, err := conversation.TicketsOf(c.ctx, c.w, c.id)
	if err != nil {
		return err
	}
	for _, t := range tickets {
		ids[t.Worker] = true
	}
	let, err := c.w.Emergencies(c.ctx)
	if err != nil {
		return err
	}
	for _, e := range let {
		ids[e.Account], ids[e.ReviewedBy] = true, true
	}
	if c.looks, c.moreLooks, err = looks(c.ctx, c.w, mostLooks); err != nil {
		return err
	}
	for _, look := range c.looks {
		ids[look.Actor] = true
	}
	return nil
}

// remarks are what the young person said about what is written, and what was answered. That a second word was used is in
// no bundle: whoever presses them may read it (decision record 27).
func (c *collector) remarks(record.Person) ([]Section, error) {
	said, err := conversation.Remarks(c.ctx, c.w, c.id)
	if err != nil {
		return nil, err
	}
	t, s := c.l.T, Section{ID: "remarks", Title: c.l.T("custody.part_remarks")}
	for _, r := range said {
		if r.Kind == conversation.Pressed {
			continue
		}
		what := t("custody.remark_" + string(r.Kind)) // i18n: prefix custody.remark_
		if r.Kind == conversation.AskFor {
			what = t("custody.remark_whom_" + r.Whom) // i18n: prefix custody.remark_whom_
		}
		s.Lines = append(s.Lines, t("custody.line_remark", "day", c.l.Moment(r.At), "what", what, "who", c.who(r.Adult)))
		s.addWords(c.l, "remark:"+r.ID, what+", "+c.l.Moment(r.At), r.Words, "", true)
		for _, a := range r.Replies {
			if !a.Answer {
				s.Lines = append(s.Lines, t("custody.line_remark_read", "day", c.l.Moment(a.At), "who", c.who(a.Author)))
				continue
			}
			label := t("custody.item_reply", "who", c.who(a.Author), "day", c.l.Moment(a.At))
			s.Add("reply:"+a.ID+":text", label, a.Text.Text, "", a.Author)
			s.Add("reply:"+a.ID+":young", label+" – "+t("custody.item_translation"), a.Text.ForYoung, a.Text.Language, a.Author)
		}
	}
	return some(s), nil
}

// permissions are what they said to their words being passed on, every time they were asked.
func (c *collector) permissions(record.Person) ([]Section, error) {
	said, err := conversation.Permissions(c.ctx, c.w, c.id)
	if err != nil {
		return nil, err
	}
	s := Section{ID: "permissions", Title: c.l.T("custody.part_permissions")}
	for _, p := range said {
		whom := c.l.T("custody.words_publication")
		if p.Recipient == conversation.CarryOn {
			whom = c.l.T("custody.words_carry_on")
		}
		if conversation.IsOrganisation(p.Recipient) {
			o, err := c.people.Organisation(c.ctx, c.w, p.Recipient)
			if err != nil && !problem.Is(err, problem.NotFound) {
				return nil, err
			}
			if whom = o.Name; whom == "" {
				whom = c.l.T("custody.somebody")
			}
		}
		key := "custody.words_no"
		if p.Yes {
			key = "custody.words_yes"
		}
		line := c.l.Moment(p.At) + ": " + c.l.T(key, "whom", whom)
		s.Lines = append(s.Lines, line)
		s.Add("permission:"+p.ID, c.l.T("custody.item_permission", "what", line), p.Text.Note, p.Text.Language, p.By)
	}
	return some(s), nil
}

// unfinished is what somebody has begun to write and not kept. It is held, so it is theirs to read like anything else.
func (c *collector) unfinished(record.Person) ([]Section, error) {
	begun, err := conversation.AllUnfinished(c.ctx, c.w, c.id)
	if err != nil || len(begun) == 0 {
		return nil, err
	}
	editions, err := c.editionsOf()
	if err != nil {
		return nil, err
	}
	t, s := c.l.T, Section{ID: "drafts", Title: c.l.T("custody.part_drafts")}
	for _, u := range begun {
		from := u.Perspective
		if from == "" {
			from = conversation.YoungPerson
		}
		id := "draft/" + u.Sitting + u.Paper + "/" + u.Author + "/" + string(from)
		s.Lines = append(s.Lines, t("custody.line_draft", "day", c.l.Moment(u.At), "who", c.who(u.Author)))
		if err := c.contribution(&s, conversation.Contribution{ID: id, Author: u.Author, Perspective: from, EditionID: editions[u.Sitting+u.Paper], Content: u.Content}); err != nil {
			return nil, err
		}
		if u.Typing != nil {
			c.typed(&s, id, u)
		}
	}
	return some(s), nil
}

// typed adds what is typed in from a sheet beside what was said.
func (c *collector) typed(s *Section, id string, u conversation.Unfinished) {
	t, typing := c.l.T, u.Typing
	s.Add("setup:"+id+":present", t("custody.item_present"), typing.Setup.PresentNote, "", u.Author)
	s.Add("setup:"+id+":readers", t("custody.item_readers"), typing.Setup.Readers, typing.Setup.Language, u.Author)
	s.Add("setup:"+id+":interpreter", t("custody.item_interpreter"), typing.Setup.Interpreter.Reference, "", u.Author)
	s.Add("mark:"+id, t("custody.item_mark"), typing.Reference, "", u.Author)
	for _, p := range typing.Promises {
		label := t("custody.item_promise_begun")
		s.Add("promise:"+id+":"+p.ID+":what", label, p.What, "", u.Author)
		s.Add("promise:"+id+":"+p.ID+":owner", label, p.Owner, "", u.Author)
		s.Add("promise:"+id+":"+p.ID+":young", label, p.WhatForYoung, typing.Setup.Language, u.Author)
	}
}

// editionsOf gives the edition of each conversation and each sheet of the record.
func (c *collector) editionsOf() (map[string]string, error) {
	editions := map[string]string{}
	held, err := conversation.Summaries(c.ctx, c.w, c.id)
	if err != nil {
		return nil, err
	}
	for _, h := range held {
		editions[h.ID] = h.EditionID
	}
	printed, err := conversation.PapersOf(c.ctx, c.w, c.id)
	for _, p := range printed {
		editions[p.ID] = p.EditionID
	}
	return editions, err
}
