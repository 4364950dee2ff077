package custody

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/nation"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
)

// Source gives what another room holds of a record, for a request. The room's texts are in the language of l.
type Source func(ctx context.Context, w *access.Work, recordID string, l i18n.L) ([]Section, error)

// AlsoFrom adds what another room holds to every request. Add before the first use.
func (s *Service) AlsoFrom(f Source) { s.sources = append(s.sources, f) }

// collector gathers everything of one record.
type collector struct {
	ctx    context.Context
	w      *access.Work
	id     string
	l      i18n.L
	names  map[string]account.Person
	said   map[string]conversation.Content // by sitting: what the young person said, for the names of their topics
	people *account.Service
	looks  []Look // the newest lines of the ledger

	moreLooks bool
}

// collect gathers a record in sections, in the order in which somebody reads about their life here.
func (s *Service) collect(ctx context.Context, w *access.Work, p record.Person, l i18n.L) ([]Section, error) {
	c := &collector{ctx: ctx, w: w, id: p.ID, l: l, said: map[string]conversation.Content{}, people: s.accounts}
	if err := c.name(); err != nil {
		return nil, err
	}
	var all []Section
	others := func(record.Person) (all []Section, err error) {
		for _, more := range s.sources {
			list, err := more(ctx, w, p.ID, l)
			if err != nil {
				return nil, err
			}
			all = append(all, list...)
		}
		return all, nil
	}
	for _, part := range []func(record.Person) ([]Section, error){c.profile, c.sittings, c.promises, c.remarks, c.permissions, c.unfinished, others,
		c.safety, c.keeping, c.papers, c.grants, c.log} {
		list, err := part(p)
		if err != nil {
			return nil, fmt.Errorf("collect a record: %w", err)
		}
		all = append(all, list...)
	}
	return all, nil
}

// name learns the names of the professionals: they are not hidden from whom they wrote about.
func (c *collector) name() error {
	ids := map[string]bool{}
	held, err := conversation.Summaries(c.ctx, c.w, c.id)
	if err != nil {
		return err
	}
	for _, h := range held {
		ids[h.OpenedBy] = true
		for _, t := range h.Setup.TakenOver {
			ids[t.From], ids[t.By] = true, true
		}
		for _, con := range h.Contributions {
			ids[con.Author], ids[con.Talk.By] = true, true
			if con.Perspective == conversation.YoungPerson {
				c.said[h.ID] = con.Content
			}
		}
	}
	made, err := promise.List(c.ctx, c.w, c.id)
	if err != nil {
		return err
	}
	for _, p := range made {
		ids[p.MadeBy], ids[p.OwnerID] = true, true
		for _, e := range p.Events {
			ids[e.Author] = true
		}
	}
	given, err := c.w.Grants(c.ctx)
	if err != nil {
		return err
	}
	for _, g := range given {
		ids[g.Holder], ids[g.DecidedBy] = true, true
	}
	if err := c.nameMore(ids); err != nil {
		return err
	}
	delete(ids, "")
	c.names, err = c.people.Names(c.ctx, c.w, slices.Collect(maps.Keys(ids)))
	return err
}

func (c *collector) who(id string) string {
	if n := c.names[id].Name; n != "" {
		return n
	}
	return c.l.T("custody.somebody")
}

func (c *collector) log(record.Person) ([]Section, error) {
	return []Section{c.logOf(c.looks, c.moreLooks)}, nil
}

func (c *collector) profile(p record.Person) ([]Section, error) {
	t := c.l.T
	s := Section{ID: "profile", Title: t("custody.part_profile")}
	versions, err := record.AllVersions(c.ctx, c.w, c.id)
	if err != nil {
		return nil, err
	}
	s.Lines = append(s.Lines, t("custody.line_opened", "day", c.l.Moment(p.OpenedAt), "nation", nation.Name(p.Nation, c.l.Tag())))
	for _, v := range versions {
		d := v.Profile
		for _, f := range []struct{ key, text string }{{"record.given", d.Names.Given}, {"record.family", d.Names.Family}, {"record.preferred", d.Names.Preferred},
			{"record.known_by", d.Names.KnownBy}, {"record.own_script", d.Names.OwnScript}, {"record.pronouns", d.Pronouns}, {"record.reference", d.Reference}} {
			if f.text != "" {
				s.Lines = append(s.Lines, t(f.key)+": "+f.text)
			}
		}
		if d.Birth.Day != "" {
			s.Lines = append(s.Lines, t("record.birth")+": "+c.l.Day(d.Birth.Day))
		}
		if d.Birth.Accuracy != "" {
			s.Lines = append(s.Lines, t("record.accuracy_"+string(d.Birth.Accuracy)))
		}
		for _, lang := range d.Languages {
			_, english := i18n.LanguageName(lang.Tag)
			s.Lines = append(s.Lines, t("record.language")+": "+english+" "+lang.Dialect)
		}
		s.Add("version:"+v.ID+":by", t("custody.item_birth_by"), d.Birth.By, "", v.AuthorID)
		s.Add("version:"+v.ID+":notes", t("record.interpreter_notes"), d.Interpreter.Notes, "", v.AuthorID)
	}
	s.Lines = slices.Compact(s.Lines)
	return []Section{s}, nil
}

// Add adds a text where there is one.
func (s *Section) Add(id, label, text, lang, by string) {
	if text != "" {
		s.Items = append(s.Items, Item{ID: id, Label: label, Text: text, Lang: lang, By: by})
	}
}

// addWords adds words as they were said, their translation and the worker's summary, each a text of its own.
func (s *Section) addWords(l i18n.L, id, label string, w conversation.Words, by string, own bool) {
	from := len(s.Items)
	s.Add(id+":text", label, w.Text, w.Language, by)
	s.Add(id+":translation", label+" – "+l.T("custody.item_translation"), w.Translation, w.TranslatedTo, by)
	s.Add(id+":paraphrase", label+" – "+l.T("custody.item_summary"), w.Paraphrase, "", by)
	for i := range s.Items[from:] {
		s.Items[from+i].Own = own && s.Items[from+i].ID == id+":text"
	}
}

func (c *collector) sittings(record.Person) ([]Section, error) {
	held, err := conversation.Summaries(c.ctx, c.w, c.id)
	if err != nil {
		return nil, err
	}
	marks, err := conversation.Marks(c.ctx, c.w, c.id)
	if err != nil {
		return nil, err
	}
	var all []Section
	for _, h := range slices.Backward(held) {
		s := Section{ID: "conversation-" + h.ID, Title: c.l.T("custody.part_conversation", "day", c.l.Moment(h.OpenedAt))}
		s.Lines = append(s.Lines, c.l.T("custody.line_held_by", "who", c.who(h.OpenedBy)))
		for _, t := range h.Setup.TakenOver {
			s.Lines = append(s.Lines, c.l.T("custody.line_taken_over", "from", c.who(t.From), "who", c.who(t.By), "day", c.l.Moment(t.At)))
		}
		for _, p := range h.Setup.Present {
			s.Lines = append(s.Lines, c.l.T("custody.line_there", "who", c.l.T("conversation.present_"+p))) // i18n: prefix conversation.present_
		}
		s.Add("setup:"+h.ID+":present", c.l.T("custody.item_present"), h.Setup.PresentNote, "", h.OpenedBy)
		s.Add("setup:"+h.ID+":readers", c.l.T("custody.item_readers"), h.Setup.Readers, h.Setup.Language, h.OpenedBy)
		s.Add("setup:"+h.ID+":interpreter", c.l.T("custody.item_interpreter"), h.Setup.Interpreter.Reference, "", h.OpenedBy)
		for _, con := range h.Contributions {
			if err := c.contribution(&s, con); err != nil {
				return nil, err
			}
		}
		for _, m := range marks {
			if m.Sitting == h.ID {
				s.Lines = append(s.Lines, c.l.T("conversation.mark_"+string(m.Kind))+", "+c.l.Moment(m.At)) // i18n: prefix conversation.mark_
				s.Add("mark:"+m.ID, c.l.T("custody.item_mark"), m.Text.Reference, "", m.Author)
			}
		}
		all = append(all, s)
	}
	return all, nil
}

// contribution adds what one author said from one perspective. A view that was withheld from the young person is here
// like any other: whether it may stay withheld is for the review of serious harm.
func (c *collector) contribution(s *Section, con conversation.Contribution) error {
	ed, err := framework.Find(c.ctx, c.w, con.EditionID)
	if err != nil {
		return err
	}
	own, l, id := con.Perspective == conversation.YoungPerson, c.l, "contribution:"+con.ID
	about := func(code string) string {
		if o, ok := ed.Outcome(code); ok {
			return o.Text
		}
		if i, ok := ed.Indicator(code); ok {
			return i.Text
		}
		return l.T("custody.own_topic")
	}
	head := func(code string) string {
		if own {
			return l.T("custody.item_said", "what", about(code))
		}
		return l.T("custody.item_view", "who", c.who(con.Author), "what", about(code))
	}
	for _, topic := range con.Content.Topics {
		s.addWords(l, id+":topic:"+topic.ID, l.T("custody.own_topic"), topic.Name, con.Author, own)
	}
	for _, code := range slices.Sorted(maps.Keys(con.Content.Answers)) {
		a := con.Content.Answers[code]
		if a.Choice != "" {
			s.Lines = append(s.Lines, head(code)+": "+l.T("conversation.standing_"+a.Choice)) // i18n: prefix conversation.standing_
		}
		s.addWords(l, id+":answer:"+code, head(code), a.Words, con.Author, own)
	}
	for _, code := range con.Content.Matters {
		s.Lines = append(s.Lines, l.T("custody.line_matters", "what", about(code)))
	}
	for i, b := range con.Content.Barriers {
		s.Add(id+":barrier:"+strconv.Itoa(i), l.T("custody.item_barrier", "what", about(b.Item)), b.Words, "", con.Author)
	}
	for _, code := range slices.Sorted(maps.Keys(con.Content.Findings)) {
		f := con.Content.Findings[code]
		s.Lines = append(s.Lines, about(code)+": "+l.T("conversation.finding_"+f.State)) // i18n: prefix conversation.finding_
		s.Add(id+":finding:"+code, l.T("custody.item_finding", "what", about(code)), f.Evidence, "", con.Author)
	}
	s.Add(id+":withheld", l.T("custody.item_withheld"), con.Talk.Why, "", con.Talk.By)
	s.Add(id+":corrected", l.T("custody.item_corrected"), con.Why, "", con.Author)
	return nil
}

func (c *collector) promises(record.Person) ([]Section, error) {
	made, err := promise.List(c.ctx, c.w, c.id)
	if err != nil || len(made) == 0 {
		return nil, err
	}
	t := c.l.T
	s := Section{ID: "promises", Title: t("custody.part_promises")}
	for _, p := range made {
		day := c.l.Day(promise.Day(p.MadeAt))
		s.Add("promise:"+p.ID+":what", t("custody.item_promise", "day", day, "due", c.l.Day(p.DueOn)), p.Text.What, "", p.MadeBy)
		s.Add("promise:"+p.ID+":owner", t("custody.item_promise_owner", "day", day), p.Text.Owner, "", p.MadeBy)
		s.Add("promise:"+p.ID+":young", t("custody.item_promise_young", "day", day), p.Text.WhatForYoung, p.Text.Language, p.MadeBy)
		for _, e := range p.Events {
			when := t("custody.item_event", "day", c.l.Moment(e.At), "what", t("custody.event_"+string(e.Kind))) // i18n: prefix custody.event_
			for _, f := range [][2]string{{"evidence", e.Text.Evidence}, {"reason", e.Text.Reason}, {"body", e.Text.Body}, {"how", e.Text.How}} {
				s.Add("event:"+e.ID+":"+f[0], when, f[1], "", e.Author)
			}
		}
	}
	return []Section{s}, nil
}
