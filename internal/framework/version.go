package framework

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// States of a version.
const (
	VersionDraft   = "draft"
	VersionInUse   = "in_use" // it is, or was until a later one came into use
	VersionPutAway = "put_away"
)

// What a group can say to a draft. They say it on paper; who was there writes it down.
const (
	GroupYes           = "yes"
	GroupNotYet        = "not_yet"
	GroupSomethingElse = "something_else"
)

// GroupDecisions lists what a group can say, in the order offered.
var GroupDecisions = []string{GroupYes, GroupNotYet, GroupSomethingElse}

// Version is one version of what a young person sees in an edition and language. It is a draft until it comes into use;
// then it never changes.
type Version struct {
	ID, Edition, Lang string
	Number            int // 0 for one that never came into use
	State             string
	What              string // what changed, in a line
	From              string // id of the version it brings back, "" for none
	Changes           Changes
	BegunBy           string
	BegunAt           time.Time
	ChangedAt         time.Time
	UsedBy            string
	UsedAt            time.Time
	Decisions         []Decision // the latest first
}

// Decision is what a group said to exactly one document, or that a second person has looked at texts about agreement,
// safety, stopping and privacy. It names nobody in the group.
type Decision struct {
	ID, Version string
	Digest      string // of the changes it is about
	Second      bool
	Group       string
	Decision    string // one of GroupDecisions
	Said        string // what they said, in a few words
	On          string // the day, YYYY-MM-DD
	By          string // account of who wrote it down
	Role        string
	At          time.Time
}

// approvals gives the group's yes to what the version says now, and who looked at it second; nil for none.
func (v Version) approvals() (group, second *Decision) {
	sum := v.Changes.digest()
	for i := range v.Decisions {
		d := &v.Decisions[i]
		switch {
		case d.Digest != sum:
		case d.Second && second == nil:
			second = d
		case !d.Second && group == nil: // the latest stands, whatever it was
			group = d
		}
	}
	if group != nil && group.Decision != GroupYes {
		group = nil
	}
	if group == nil || second != nil && second.By == group.By {
		second = nil
	}
	return group, second
}

// Reworded is one difference between what is shown now and what a version would show.
type Reworded struct {
	Key, Before, After string
	Picture            bool
	Guarded            bool // needs a second person, and is to be checked by a lawyer
}

// Rewordings lists how two packs of one edition differ for a young person.
func (e *Edition) Rewordings(before, after *Pack) []Reworded {
	old := map[string]string{}
	for _, entry := range e.Entries(before) {
		old[entry.Key] = entry.Text
	}
	var list []Reworded
	for _, entry := range e.Entries(after) {
		if ForYoung(entry.Key) && old[entry.Key] != entry.Text {
			list = append(list, Reworded{Key: entry.Key, Before: old[entry.Key], After: entry.Text, Guarded: guardedKey(entry.Key)})
		}
	}
	places := e.Places(before)
	for i, at := range e.Places(after) {
		if places[i].Picture != at.Picture {
			list = append(list, Reworded{Key: at.Key, Before: places[i].Picture, After: at.Picture, Picture: true, Guarded: guardedKey(at.Key)})
		}
	}
	return list
}

// Readiness says what a draft still needs before it can be used.
type Readiness struct {
	Changes []Reworded
	Group   *Decision // the yes that stands; nil: still to be asked
	Second  *Decision
	Guarded bool   // something about agreement, safety, stopping or privacy changes
	Twice   string // a drawing that would stand for two things, which one drawing never does; "" for none
}

// Ready reports whether the draft can be put into use.
func (r Readiness) Ready() bool {
	return len(r.Changes) > 0 && r.Twice == "" && r.Group != nil && (!r.Guarded || r.Second != nil)
}

// Readiness works out what a draft still needs.
func (s *Service) Readiness(ctx context.Context, e *Edition, v Version) (Readiness, error) {
	before, after, err := s.beside(ctx, e, v)
	if err != nil {
		return Readiness{}, err
	}
	r := Readiness{Changes: e.Rewordings(before, after)}
	if e.twice(before) == "" { // a set that somebody loaded may have been published so
		r.Twice = e.twice(after)
	}
	r.Guarded = slices.ContainsFunc(r.Changes, func(c Reworded) bool { return c.Guarded })
	r.Group, r.Second = v.approvals()
	return r, nil
}

// twice names a drawing that stands for two cards or choices; "" for none. Screens may show one that a card has.
func (e *Edition) twice(p *Pack) string {
	seen := map[string]bool{}
	for _, at := range e.Places(p) {
		if strings.HasPrefix(at.Key, "screen/") || at.Picture == "" {
			continue
		}
		if seen[at.Picture] {
			return at.Picture
		}
		seen[at.Picture] = true
	}
	return ""
}

// beside gives what is shown now and what would be shown with a version.
func (s *Service) beside(ctx context.Context, e *Edition, v Version) (before, after *Pack, err error) {
	before, ok := s.Pack(ctx, e, v.Lang)
	if after = s.Preview(ctx, e, v); !ok || after == nil {
		return nil, nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return before, after, nil
}

// Preview is what a young person would see with a version in use, whether it is or not; nil where the edition does not
// speak its language.
func (s *Service) Preview(ctx context.Context, e *Edition, v Version) *Pack {
	base := e.Published()
	p, ok := base.packs[v.Lang]
	if !ok {
		return nil
	}
	own := inUse{v.Changes, v.Number, v.ChangedAt}
	if v.State == VersionInUse {
		own.since = v.UsedAt
	}
	first := own
	if v.Lang != base.original() {
		first = inUse{}
		if now := s.words.Load(); now != nil {
			first = now.used[wordingPlace{base.ID, base.original()}]
		}
	}
	laid := base.wordedPack(p, first, own)
	if s.overlay != nil {
		if t := s.overlay(ctx, s.worded(e), v.Lang); t != nil {
			return laid.with(t.texts)
		}
	}
	return laid
}

// may reports an edition whose words this reader may look after, in a language that it speaks.
func (e *Edition) may(who permit.Actor, lang string) error {
	if _, speaks := e.packs[lang]; !speaks || e.withheld || !e.Readable(who) || e.Empty != "" {
		return problem.New(problem.NotFound, "problem.not_found")
	}
	return nil
}

// Versions lists the versions of an edition in a language with what was decided about each: the draft first, then the
// latest.
func (s *Service) Versions(ctx context.Context, who permit.Actor, e *Edition, lang string) (list []Version, err error) {
	if err := e.may(who, lang); err != nil {
		return nil, err
	}
	err = s.door.Read(ctx, who, permit.ChangeWording, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(e.ID, lang)
		list, err = listVersions(ctx, w.Tx, e.ID, lang)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list wordings: %w", err)
	}
	return list, nil
}

// Version finds one version.
func (s *Service) Version(ctx context.Context, who permit.Actor, id string) (v Version, e *Edition, err error) {
	err = s.door.Read(ctx, who, permit.ChangeWording, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(id)
		v, err = findVersion(ctx, w.Tx, id)
		return err
	})
	if err != nil {
		return v, nil, fmt.Errorf("find wording: %w", err)
	}
	if e, err = s.Edition(ctx, v.Edition); err != nil {
		return v, nil, err
	}
	return v, e, e.may(who, v.Lang)
}

// ChangeDraft changes the draft of an edition in a language, and begins one with what is in use where there is none. What
// was decided about the draft before was about other words and does not count any more.
func (s *Service) ChangeDraft(ctx context.Context, who permit.Actor, e *Edition, lang string, change func(*Changes)) (v Version, err error) {
	if err := e.may(who, lang); err != nil {
		return v, err
	}
	base := s.worded(e.Published())
	source := base.packs[base.original()]
	if source == nil {
		return v, problem.New(problem.Invalid, "framework.wording.no_original")
	}
	err = s.door.Do(ctx, who, permit.ChangeWording, access.Organisation(who.Organisation), func(w *access.Work) error {
		list, err := listVersions(ctx, w.Tx, e.ID, lang)
		if err != nil {
			return err
		}
		v = Version{ID: db.NewID(), Edition: e.ID, Lang: lang, State: VersionDraft, BegunBy: who.ID, BegunAt: w.At,
			Changes: Changes{Format: FormatChanges, Edition: e.ID, Lang: lang}}
		isNew := true
		for _, have := range list {
			if have.State == VersionDraft {
				v, isNew = have, false
				break
			}
			if have.State == VersionInUse {
				v.Changes = have.Changes
				break
			}
		}
		w.Note(v.ID)
		v.Changes, v.ChangedAt = v.Changes.clone(), w.At
		change(&v.Changes)
		e.Published().tidy(&v.Changes, source)
		if err := e.checkChanges(v.Changes, e.Published().packs[lang], source, s.isDrawing(ctx, w)); err != nil {
			return err
		}
		if isNew {
			return insertVersion(ctx, w.Tx, v)
		}
		return updateDraft(ctx, w.Tx, v)
	})
	if err != nil {
		return v, fmt.Errorf("change wording: %w", err)
	}
	return v, nil
}

// tidy folds what was typed, notes what it was said for, and leaves out what is as it was published.
func (e *Edition) tidy(c *Changes, source *Pack) {
	was, says := map[string]string{}, map[string]string{}
	p := e.packs[c.Lang]
	for _, entry := range e.Entries(p) {
		was[entry.Key] = entry.Text
	}
	for _, entry := range e.Entries(source) {
		says[entry.Key] = entry.Text
	}
	for key, t := range c.Texts {
		t.Text = strings.TrimSpace(FoldText(t.Text))
		if c.Lang == e.original() {
			t.For = ""
		} else if t.For == "" {
			t.For = says[key]
		}
		if c.Texts[key] = t; t.Text == was[key] && p == e.packs[e.original()] {
			delete(c.Texts, key)
		}
	}
	for _, at := range e.Places(p) {
		if c.Pictures[at.Key] == at.Picture && c.Lang == e.original() {
			delete(c.Pictures, at.Key)
		}
	}
	if len(c.Texts) == 0 {
		c.Texts = nil
	}
	if len(c.Pictures) == 0 {
		c.Pictures = nil
	}
}

// isDrawing reports whether there is a drawing of a name, here or in the program.
func (s *Service) isDrawing(ctx context.Context, w *access.Work) func(string) bool {
	return func(name string) bool {
		if ownDrawing.MatchString(name) {
			_, err := findDrawing(ctx, w.Tx, name)
			return err == nil
		}
		return !ForLabels(name) && (s.drawing == nil || s.strokes(name) != "")
	}
}

// line checks one line that somebody typed about a version.
func line(c *problem.Check, field, text string, must bool) {
	c.Require(!must || text != "", field, "problem.required")
	c.Require(utf8.RuneCountInString(text) <= maxSaid, field, "problem.too_long", "max", maxSaid)
}

// maxSaid is the most that a line about a version may hold, in characters.
const maxSaid = 500
