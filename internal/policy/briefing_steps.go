package policy

import (
	"context"
	"fmt"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/i18n"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/release"
)

// writes reports whether somebody sees briefings before they are given to anybody.
func writes(who permit.Actor) bool {
	return permit.Could(who, permit.MakePolicy) || permit.Could(who, permit.SignPolicy)
}

// Briefings lists the organisation's briefings, the one changed last first. Who writes none sees those that were given to somebody,
// without their drafts.
func (s *Service) Briefings(ctx context.Context, who permit.Actor) (list []Briefing, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		if list, err = listBriefings(ctx, w); err != nil {
			return err
		}
		for i := range list {
			if list[i].Template, err = briefingTemplateOf(ctx, w, list[i].Draft.Template); err != nil {
				return err
			}
			list[i].seenBy(who)
		}
		list = slices.DeleteFunc(list, func(b Briefing) bool { return !writes(who) && len(b.Versions) == 0 })
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list briefings: %w", err)
	}
	return list, nil
}

// seenBy leaves of a briefing what its reader may see. Of one that they do not write it is the title and who reads it, which left
// with the versions, and the versions that were given to somebody.
func (b *Briefing) seenBy(who permit.Actor) {
	if writes(who) {
		return
	}
	b.Versions = slices.DeleteFunc(b.Versions, func(v BriefingVersion) bool { return !b.Published(v.ID) })
	b.Draft = BriefingDraft{Template: b.Draft.Template, Title: b.Draft.Title, Reader: b.Draft.Reader, Lang: b.Draft.Lang}
}

// Briefing gives a briefing as it is being written, with what it cites now, in the words of l. It is NotFound for who sees none
// but those that were given to somebody.
func (s *Service) Briefing(ctx context.Context, who permit.Actor, id string, l i18n.L) (b Briefing, f FilledBriefing, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		w.Note(id)
		if b, err = findBriefing(ctx, w, id); err != nil {
			return err
		}
		if !writes(who) {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		if b.Template, err = briefingTemplateOf(ctx, w, b.Draft.Template); err != nil {
			return err
		}
		f, err = s.fill(ctx, w, l, b.Draft, b.Template, nil)
		return err
	})
	if err != nil {
		return Briefing{}, FilledBriefing{}, fmt.Errorf("read briefing: %w", err)
	}
	return b, f, nil
}

// MaterialForBriefing gives what somebody may put into a briefing now, in the words of l.
func (s *Service) MaterialForBriefing(ctx context.Context, who permit.Actor, l i18n.L) (c BriefingMaterial, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		if !permit.Could(who, permit.MakePolicy) {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		if c.Releases, err = release.All(ctx, w); err != nil {
			return err
		}
		c.Releases = slices.DeleteFunc(c.Releases, func(r release.Release) bool { return r.IsCrossed() || r.Table.Withheld() != "" })
		c.words = map[string]func(string) string{}
		for _, r := range c.Releases {
			if c.words[r.ID], err = s.wordsOf(ctx, w, l, r); err != nil {
				return err
			}
		}
		if c.Saved, err = s.savedQuestions(ctx, w); err != nil {
			return err
		}
		if c.Quotes, err = s.permittedQuotes(ctx, w); err != nil {
			return err
		}
		if c.Themes, err = s.auditThemes(ctx, w, l); err != nil {
			return err
		}
		if c.Appraisals, err = signedAppraisals(ctx, w); err != nil {
			return err
		}
		c.Evaluations, err = keptEvaluations(ctx, w)
		return err
	})
	if err != nil {
		return BriefingMaterial{}, fmt.Errorf("list what can be cited: %w", err)
	}
	return c, nil
}

// MakeVersion makes of a draft that is still as its writer saw it a version that stands. It needs the question, the ask, what we do
// not know, and everything that it cites.
func (s *Service) MakeVersion(ctx context.Context, who permit.Actor, id, version string, seen int) error {
	if !db.IsID(version) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	err := s.make(ctx, who, func(w *access.Work) error {
		w.Note(id, version)
		b, err := findBriefing(ctx, w, id)
		switch {
		case err != nil:
			return err
		case slices.ContainsFunc(b.Versions, func(v BriefingVersion) bool { return v.ID == version }):
			return nil // sent twice
		case b.Revision != seen:
			return problem.New(problem.Conflict, "briefing.changed_since")
		case len(b.Draft.Missing()) > 0:
			return problem.New(problem.Conflict, "briefing.missing")
		}
		if b.Template, err = briefingTemplateOf(ctx, w, b.Draft.Template); err != nil {
			return err
		}
		f, err := s.fill(ctx, w, i18n.For(b.Draft.Lang), b.Draft, b.Template, nil)
		if err != nil {
			return err
		}
		if len(f.Gone) > 0 {
			return problem.New(problem.Conflict, "briefing.gone")
		}
		if f.unsaid() {
			return problem.New(problem.Conflict, "briefing.needs_coverage")
		}
		k := KeptBriefing{Format: briefingFormat, Briefing: id, Version: len(b.Versions) + 1, Initiative: b.Draft.Initiative, Template: b.Template,
			TemplateHash: b.Template.hash, Draft: b.Draft, Cites: f.Cites}
		hash, err := insertBriefingVersion(ctx, w, version, k)
		w.Note("briefing", hash)
		return err
	})
	if err != nil {
		return fmt.Errorf("make a version of a briefing: %w", err)
	}
	return nil
}

// unsaid reports whether figures stand without saying of whom they are.
func (f FilledBriefing) unsaid() bool {
	return slices.ContainsFunc(f.Draft.Pieces, func(p Piece) bool {
		_, said := f.Coverage[p.ID]
		return p.Kind.Figures() && p.Coverage == "" && !said
	})
}

// Version gives a version of a briefing with what it cites, in the words of l. A young person's words that were taken back since
// are not in it.
func (s *Service) Version(ctx context.Context, who permit.Actor, id string, place int, l i18n.L) (b Briefing, v BriefingVersion, f FilledBriefing, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		w.Note(id)
		var k KeptBriefing
		b, v, k, err = s.version(ctx, w, id, place)
		if err != nil {
			return err
		}
		w.Note(v.ID, v.Hash)
		f, err = s.fill(ctx, w, l, k.Draft, k.Template, k.Cites)
		return err
	})
	if err != nil {
		return Briefing{}, BriefingVersion{}, FilledBriefing{}, fmt.Errorf("read a version of a briefing: %w", err)
	}
	return b, v, f, nil
}

// version reads a version that the actor may see.
func (s *Service) version(ctx context.Context, w *access.Work, id string, place int) (b Briefing, v BriefingVersion, k KeptBriefing, err error) {
	if b, err = findBriefing(ctx, w, id); err != nil {
		return b, v, k, err
	}
	b.seenBy(w.Who)
	if !slices.ContainsFunc(b.Versions, func(v BriefingVersion) bool { return v.Place == place }) {
		return b, v, k, problem.New(problem.NotFound, "problem.not_found")
	}
	v, k, err = findBriefingVersion(ctx, w, id, place)
	b.Template = k.Template
	return b, v, k, err
}

// sign runs f over the latest version of a briefing, within what a manager signs.
func (s *Service) sign(ctx context.Context, who permit.Actor, id, version, step string, f func(*access.Work, Briefing, KeptBriefing) (BriefingStep, error)) error {
	if !db.IsID(step) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	return s.door.Do(ctx, who, permit.SignPolicy, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(id, version, step)
		b, err := findBriefing(ctx, w, id)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(b.Steps, func(o BriefingStep) bool { return o.ID == step }) {
			return nil // sent twice
		}
		i := slices.IndexFunc(b.Versions, func(v BriefingVersion) bool { return v.ID == version })
		if i < 0 {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		_, k, err := findBriefingVersion(ctx, w, id, b.Versions[i].Place)
		if err != nil {
			return err
		}
		one, err := f(w, b, k)
		if err != nil {
			return err
		}
		w.Note("step:" + one.Kind)
		one.ID, one.Version = step, version
		return insertBriefingStep(ctx, w, id, one)
	})
}

// SignBriefing signs the latest version. Whoever wrote in it cannot; everything in checked must have been looked at.
func (s *Service) SignBriefing(ctx context.Context, who permit.Actor, id, version, step string, checked []string) error {
	var c problem.Check
	for _, one := range SignChecks {
		c.Require(slices.Contains(checked, one), "checked", "briefing.look_at_all")
	}
	if err := c.Err(); err != nil {
		return err
	}
	err := s.sign(ctx, who, id, version, step, func(w *access.Work, b Briefing, k KeptBriefing) (BriefingStep, error) {
		_, signed := b.Step(version, "signed")
		switch {
		case slices.Contains(k.Draft.Authors, w.Who.ID):
			return BriefingStep{}, problem.New(problem.Forbidden, "briefing.second_person")
		case b.Versions[0].ID != version:
			return BriefingStep{}, problem.New(problem.Conflict, "briefing.newer_version")
		case signed:
			return BriefingStep{}, problem.New(problem.Conflict, "briefing.signed_already")
		}
		if err := s.quotesStand(ctx, w, k); err != nil {
			return BriefingStep{}, err
		}
		return BriefingStep{Kind: "signed", Says: BriefingSays{Read: SignChecks}}, nil
	})
	if err != nil {
		return fmt.Errorf("sign briefing: %w", err)
	}
	return nil
}

// quotesStand holds that every young person's words in a version may still be used: until it is given to somebody they can be taken
// back, and then another version has to be made.
func (s *Service) quotesStand(ctx context.Context, w *access.Work, k KeptBriefing) error {
	list, err := s.permittedQuotes(ctx, w)
	if err != nil {
		return err
	}
	for _, id := range k.quotes() {
		if !slices.ContainsFunc(list, func(q PermittedQuote) bool { return q.ID == id }) {
			return problem.New(problem.Conflict, "briefing.quote_gone")
		}
	}
	return nil
}

func (k KeptBriefing) quotes() (ids []string) {
	for _, p := range k.Draft.Pieces {
		if p.Kind == PieceQuote && !slices.Contains(ids, p.Of) {
			ids = append(ids, p.Of)
		}
	}
	return ids
}

// PublishBriefing writes down that a signed version was given to somebody: the log of what left. Of each young person's words in
// it, it is noted that they left, so that they can be told.
func (s *Service) PublishBriefing(ctx context.Context, who permit.Actor, id, version, step string, says BriefingSays) error {
	var c problem.Check
	c.Text("to", says.To, longestTitle, true)
	c.Require(slices.Contains(PublishWays, says.How), "how", "problem.required_choice")
	briefingDay(&c, "on", says.On, true)
	if err := c.Err(); err != nil {
		return err
	}
	err := s.sign(ctx, who, id, version, step, func(w *access.Work, b Briefing, k KeptBriefing) (BriefingStep, error) {
		if _, signed := b.Step(version, "signed"); !signed {
			return BriefingStep{}, problem.New(problem.Conflict, "briefing.not_signed")
		}
		if _, back := b.Step(version, "taken_back"); back {
			return BriefingStep{}, problem.New(problem.Conflict, "briefing.was_taken_back")
		}
		if says.On > db.Day(w.At) {
			var c problem.Check
			c.Add("on", "briefing.not_yet")
			return BriefingStep{}, c.Err()
		}
		if err := s.quotesStand(ctx, w, k); err != nil {
			return BriefingStep{}, err
		}
		quotes := k.quotes()
		for _, quote := range quotes {
			if s.hooks.used == nil {
				break
			}
			if err := s.hooks.used(ctx, w, quote, db.NewID()); err != nil {
				return BriefingStep{}, err
			}
		}
		return BriefingStep{Kind: "published", Says: BriefingSays{To: says.To, How: says.How, On: says.On, Quotes: quotes}}, nil
	})
	if err != nil {
		return fmt.Errorf("publish briefing: %w", err)
	}
	return nil
}

// TakeBriefingBack says that a version that was given to somebody does not hold any more, and why. Whoever has it keeps it; the log
// says to whom to write.
func (s *Service) TakeBriefingBack(ctx context.Context, who permit.Actor, id, version, step, why string) error {
	var c problem.Check
	c.Text("why", why, longestWords, true)
	if err := c.Err(); err != nil {
		return err
	}
	err := s.sign(ctx, who, id, version, step, func(_ *access.Work, b Briefing, _ KeptBriefing) (BriefingStep, error) {
		if !b.Published(version) {
			return BriefingStep{}, problem.New(problem.Conflict, "briefing.not_out")
		}
		return BriefingStep{Kind: "taken_back", Says: BriefingSays{Why: why}}, nil
	})
	if err != nil {
		return fmt.Errorf("take a briefing back: %w", err)
	}
	return nil
}
