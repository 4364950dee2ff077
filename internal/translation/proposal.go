package translation

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// States of a proposal or recording.
const (
	Waiting   = "waiting"
	Accepted  = "accepted"
	Refused   = "refused"
	Withdrawn = "withdrawn" // a recording whose speaker took it back: its bytes are gone
)

// Kinds of proposal.
const (
	Wording       = "wording"        // somebody said it better
	SourceChanged = "source_changed" // it came back from a translator after its English had changed
)

// Proposers lists who can say a better wording, in the order offered. A worker passes on what somebody said.
var Proposers = []string{"interpreter", "speaker", "young_person", "translator", "worker"}

// Proposal is a text somebody would put in another's place. It holds nothing about a young person.
type Proposal struct {
	ID                string
	Set, Lang         string
	Key, Form         string
	Source            string // the English it stands for
	Text, Back        string
	Note              string
	Kind              string
	Role, Dialect     string
	Account           string
	Organisation      string
	At                time.Time
	State             string
	DecidedBy, Reason string
	DecidedAt         time.Time
	Now, NowStatus    string // what stands at this moment; filled in lists
	EnglishHasChanged bool
}

// finder finds texts with what stands for them now, for one reader: it goes through each set and language once, however
// many texts of it are asked for.
type finder struct {
	*Service
	who  permit.Actor
	read map[place]map[string]Entry
}

func (s *Service) finder(who permit.Actor) finder {
	return finder{s, who, map[place]map[string]Entry{}}
}

// entries are the texts of a set in a language, by ID; NotFound for a set that is not the reader's to read.
func (f finder) entries(ctx context.Context, at place) (map[string]Entry, error) {
	if have, ok := f.read[at]; ok {
		return have, nil
	}
	e, err := f.edition(ctx, f.who, at.set)
	if err != nil {
		return nil, err
	}
	byID := map[string]Entry{}
	for _, one := range entriesOf(e, at.lang, f.now.Load().texts[at]) {
		byID[one.ID()] = one
	}
	f.read[at] = byID
	return byID, nil
}

// reasoned trims the reason of a decision. Only a refusal needs one.
func reasoned(accept bool, reason string) (string, error) {
	reason = strings.TrimSpace(reason)
	var c problem.Check
	c.Require(accept || reason != "", "reason", "problem.required")
	return reason, c.Err()
}

// entry finds one text of a set with what stands for it now.
func (s *Service) entry(e *framework.Edition, set, lang, key, form string) (Entry, error) {
	want := Text{Key: key, Form: form}.ID()
	for _, one := range entriesOf(e, lang, s.now.Load().texts[place{set, lang}]) {
		if one.ID() == want {
			return one, nil
		}
	}
	return Entry{}, problem.New(problem.NotFound, "problem.not_found")
}

// Look gives one text with what stands for it, for whoever may suggest.
func (s *Service) Look(ctx context.Context, who permit.Actor, set, lang, key, form string) (Entry, error) {
	e, err := s.edition(ctx, who, set)
	if err != nil {
		return Entry{}, err
	}
	var found Entry
	err = s.door.Read(ctx, who, permit.ReadFramework, access.Nothing, func(w *access.Work) (err error) {
		w.Note(set, lang)
		found, err = s.entry(e, set, lang, key, form)
		return err
	})
	return found, err
}

// Suggest brings a better wording to review. The id may come from the client: the same one again changes nothing.
func (s *Service) Suggest(ctx context.Context, who permit.Actor, p Proposal) error {
	e, err := s.edition(ctx, who, p.Set)
	if err != nil {
		return err
	}
	now, err := s.entry(e, p.Set, p.Lang, p.Key, p.Form)
	if err != nil {
		return err
	}
	p.Text, p.Source, p.Kind = strings.TrimSpace(framework.FoldText(p.Text)), now.Source, Wording
	var c problem.Check
	c.Require(slices.Contains(Proposers, p.Role), "role", "problem.required_choice")
	for _, f := range check(now.Text, p.Lang, p.Text) {
		c.Add("text", f.Key, f.Args...)
	}
	c.Require(p.Text == "" || p.Text != framework.FoldText(now.Target), "text", "translation.suggest.same")
	if err := c.Err(); err != nil {
		return err
	}
	err = s.door.Do(ctx, who, permit.SuggestWording, access.Organisation(who.Organisation), func(w *access.Work) error {
		if p.ID == "" {
			p.ID = db.NewID()
		}
		w.Note(p.ID, p.Set, p.Lang)
		p.Account, p.Organisation, p.At = who.ID, who.Organisation, w.At
		return insertProposal(ctx, w.Tx, p)
	})
	if err != nil {
		return fmt.Errorf("suggest wording: %w", err)
	}
	return nil
}

// Proposals lists those in a state, latest first, with what stands in each one's place now.
func (s *Service) Proposals(ctx context.Context, who permit.Actor, state string) ([]Proposal, error) {
	var list []Proposal
	err := s.door.Read(ctx, who, permit.TranslateTexts, access.Organisation(who.Organisation), func(w *access.Work) (err error) {
		list, err = listProposals(ctx, w.Tx, state)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list proposals: %w", err)
	}
	shown, texts := list[:0], s.finder(who)
	for _, p := range list {
		entries, err := texts.entries(ctx, place{p.Set, p.Lang})
		if problem.Is(err, problem.NotFound) {
			continue // of an edition that is not theirs to read
		}
		if err != nil {
			return nil, err
		}
		if now, ok := entries[Text{Key: p.Key, Form: p.Form}.ID()]; ok {
			p.Now, p.NowStatus, p.EnglishHasChanged = now.Target, now.Status, now.Source != p.Source
		}
		shown = append(shown, p)
	}
	return shown, nil
}

// Decide accepts a proposal, which then stands, or refuses it with a reason. In the edition's own language nothing is
// laid over what was published: an accepted wording waits for the next edition.
func (s *Service) Decide(ctx context.Context, who permit.Actor, id string, accept bool, reason string) error {
	reason, err := reasoned(accept, reason)
	if err != nil {
		return err
	}
	var set string
	if err := s.door.Read(ctx, who, permit.TranslateTexts, access.Organisation(who.Organisation), func(w *access.Work) error {
		p, err := findProposal(ctx, w.Tx, id)
		set = p.Set
		return err
	}); err != nil {
		return err
	}
	e, err := s.edition(ctx, who, set)
	if err != nil {
		return err
	}
	err = s.door.Do(ctx, who, permit.TranslateTexts, access.Organisation(who.Organisation), func(w *access.Work) error {
		p, err := findProposal(ctx, w.Tx, id)
		if err != nil {
			return err
		}
		w.Note(p.ID, p.Set, p.Lang)
		p.State, p.DecidedBy, p.DecidedAt, p.Reason = Refused, who.ID, w.At, reason
		if accept {
			p.State = Accepted
			if err := s.put(ctx, w, e, p); err != nil {
				return err
			}
		}
		return decideProposal(ctx, w.Tx, p)
	})
	if err != nil {
		return fmt.Errorf("decide on proposal: %w", err)
	}
	return s.Refresh(ctx)
}

// put makes an accepted proposal the text that stands.
func (s *Service) put(ctx context.Context, w *access.Work, e *framework.Edition, p Proposal) error {
	if p.Lang == original {
		return nil
	}
	now, err := s.entry(e, p.Set, p.Lang, p.Key, p.Form)
	if err != nil {
		return err
	}
	if faults := check(now.Text, p.Lang, p.Text); len(faults) > 0 { // its English has changed since, and with it the slots
		return problem.New(problem.Invalid, faults[0].Key, faults[0].Args...)
	}
	r := row{id: db.NewID(), edition: p.Set, lang: p.Lang, key: p.Key, form: p.Form, source: now.Source, text: p.Text, back: p.Back,
		status: framework.StatusHuman, role: Translator, dialect: p.Dialect, account: p.Account, organisation: p.Organisation, via: "suggestion", at: w.At}
	if p.Role == Speaker {
		r.status, r.role = framework.StatusReviewed, Speaker
	}
	return insertText(ctx, w.Tx, r)
}

// Step is one row of a text's history.
type Step struct {
	Text, Back, Status string
	Role, Dialect, Via string
	Account            string
	At                 time.Time
}

// History lists what was ever given to a text here, latest first.
func (s *Service) History(ctx context.Context, who permit.Actor, set, lang, key string) ([]Step, error) {
	if _, err := s.edition(ctx, who, set); err != nil {
		return nil, err
	}
	var list []Step
	err := s.door.Read(ctx, who, permit.TranslateTexts, access.Organisation(who.Organisation), func(w *access.Work) error {
		rows, err := listHistory(ctx, w.Tx, set, lang, key)
		for _, r := range rows {
			list = append(list, Step{r.text, r.back, r.status, r.role, r.dialect, r.via, r.account, r.at})
		}
		return err
	})
	return list, err
}

// Entries lists every text of a set with what stands for it in a language, for whoever may look after texts.
func (s *Service) Entries(ctx context.Context, who permit.Actor, set, lang string) ([]Entry, error) {
	e, err := s.edition(ctx, who, set)
	if err != nil {
		return nil, err
	}
	var list []Entry
	err = s.door.Read(ctx, who, permit.ReadFramework, access.Nothing, func(w *access.Work) error {
		w.Note(set, lang)
		list = entriesOf(e, lang, s.now.Load().texts[place{set, lang}])
		return nil
	})
	return list, err
}
