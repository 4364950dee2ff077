package sharing

import (
	"context"
	"slices"
	"strings"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
)

// Shown is an element with what it says now. Missing says why it says nothing: "not_permitted" (the young person has not
// said yes, or took it back), "withheld", or "gone" (set right, taken off).
type Shown struct {
	Element
	Missing     string
	MissingOn   string // the day on which a permission was taken back
	Edition     string
	Outcome     string // the code of the outcome it is about, "" for a topic of their own
	Topic       string // the young person's own words for a topic of theirs, where they may be shown
	Text        string
	Language    string
	Translation string
	Choice      string // of an answer or a view: a code
	Perspective conversation.Perspective
	Author      string
	On          time.Time
	Due         string // of a promise
	State       string // of a promise, a finding or a barrier: a code
	Owner       string // of a promise
	DisputedOn  string // the day on which the young person last said that this is not right, or should be different; "" for none
}

// source is what a record has to share, read once.
type source struct {
	person      record.Person
	standing    []conversation.Contribution
	corrected   map[string]string // earlier contribution -> the one that stands
	permissions []conversation.Permission
	promises    []promise.Promise
	indicators  map[string]*framework.Edition
	disputed    map[string]string // contribution or promise -> the day on which the young person last set it right
}

// read reads what a record has to share.
func read(ctx context.Context, w *access.Work, recordID string) (*source, error) {
	person, err := record.Find(ctx, w, recordID)
	if err != nil {
		return nil, err
	}
	s := &source{person: person, corrected: map[string]string{}, indicators: map[string]*framework.Edition{}, disputed: map[string]string{}}
	sittings, err := conversation.Summaries(ctx, w, recordID)
	if err != nil {
		return nil, err
	}
	var all []conversation.Contribution
	later := map[string]string{}
	for _, sitting := range sittings {
		for _, c := range sitting.Contributions {
			all = append(all, c)
			if c.Corrects != "" {
				later[c.Corrects] = c.ID
			}
		}
	}
	for _, c := range all {
		if later[c.ID] == "" {
			s.standing = append(s.standing, c)
			continue
		}
		last := c.ID
		for later[last] != "" {
			last = later[last]
		}
		s.corrected[c.ID] = last
	}
	slices.SortStableFunc(s.standing, func(a, b conversation.Contribution) int { return b.At.Compare(a.At) })
	if s.permissions, err = conversation.Permissions(ctx, w, recordID); err != nil {
		return nil, err
	}
	remarks, err := conversation.Remarks(ctx, w, recordID)
	if err != nil {
		return nil, err
	}
	for _, r := range remarks { // what they said about it goes to nobody: they were not asked
		if r.About != "" && (r.Kind == conversation.Disagree || r.Kind == conversation.Amend) {
			s.disputed[r.About] = r.At.Format(time.DateOnly)
		}
	}
	s.promises, err = promise.List(ctx, w, recordID)
	return s, err
}

// Candidates lists all that could be shared with a recipient, the newest first, each with what it says and the mark that
// fits it. Words that the young person has not said yes to are there, and say so: they can be asked.
func (s *source) candidates(recipient string) []Shown {
	var list []Shown
	add := func(kind Kind, ref, item string, mark Mark) {
		x := s.show(Element{Kind: kind, Ref: ref, Item: item, Mark: mark}, recipient)
		if x.Missing == "" || x.Missing == "not_permitted" {
			list = append(list, x)
		}
	}
	for _, f := range Fields {
		add(Field, "", f, Fact)
	}
	for _, c := range s.standing {
		own := c.Perspective == conversation.YoungPerson
		for _, item := range sortedItems(c.Content.Answers) {
			switch {
			case own:
				add(Said, c.ID, item, Words)
				add(Answer, c.ID, item, Fact)
			default:
				add(View, c.ID, item, Opinion)
			}
		}
		for _, item := range sortedItems(c.Content.Findings) {
			add(Finding, c.ID, item, Opinion)
		}
		for _, b := range c.Content.Barriers {
			add(Barrier, c.ID, b.ID, Opinion)
		}
	}
	for _, p := range s.promises {
		add(Promise, p.ID, "", Fact)
	}
	return list
}

func sortedItems[T any](of map[string]T) []string {
	list := make([]string, 0, len(of))
	for k := range of {
		list = append(list, k)
	}
	slices.Sort(list)
	return list
}

// show says what an element says now to a recipient.
func (s *source) show(e Element, recipient string) Shown {
	x := Shown{Element: e}
	switch e.Kind {
	case Field:
		s.showField(&x)
	case Promise:
		s.showPromise(&x)
	default:
		s.showContribution(&x, recipient)
	}
	if x.Missing == "" {
		x.DisputedOn = s.disputed[x.Ref]
		if last := s.corrected[x.Ref]; last != "" {
			x.DisputedOn = s.disputed[last] // what they said of what stood before has been heard
		}
	}
	return x
}

func (s *source) showField(x *Shown) {
	switch x.Item {
	case "name":
		x.Text = s.person.Profile.Names.Shown()
	case "language":
		var tags []string
		for _, l := range s.person.Profile.Languages {
			tags = append(tags, l.Tag)
		}
		x.State = strings.Join(tags, " ")
	case "interpreter":
		x.State = s.person.Profile.Interpreter.Needed
	}
	if x.Text == "" && x.State == "" {
		x.Missing = "gone"
	}
}

func (s *source) showPromise(x *Shown) {
	at := slices.IndexFunc(s.promises, func(p promise.Promise) bool { return p.ID == x.Ref })
	if at < 0 {
		x.Missing = "gone"
		return
	}
	p := s.promises[at]
	x.Text, x.Owner, x.Due, x.State, x.On, x.Edition = p.Text.What, p.Text.Owner, p.DueOn, string(p.State), p.MadeAt, p.EditionID
}

// showContribution shows a part of what somebody said. What was set right since is shown as it stands now; the child's
// words then need their yes again, for they never said it to these.
func (s *source) showContribution(x *Shown, recipient string) {
	ref := x.Ref
	if last := s.corrected[ref]; last != "" {
		ref = last
	}
	at := slices.IndexFunc(s.standing, func(c conversation.Contribution) bool { return c.ID == ref })
	if at < 0 {
		x.Missing = "gone"
		return
	}
	c := s.standing[at]
	x.On, x.Edition, x.Author, x.Perspective = c.At, c.EditionID, c.Author, c.Perspective
	if c.Talk.Outcome == "withheld" && c.Perspective == conversation.YoungPerson {
		x.Missing = "withheld"
		return
	}
	permitted := conversation.Permitted(s.permissions, c.ID, x.Item, recipient)
	switch x.Kind {
	case Said:
		s.showWords(x, c, permitted, recipient)
	case Answer, View:
		s.showAnswer(x, c, permitted)
	case Finding:
		f, ok := c.Content.Findings[x.Item]
		if x.Outcome, x.State, x.Text = x.Item, f.State, f.Evidence; !ok {
			x.Missing = "gone"
		}
	case Barrier:
		b := slices.IndexFunc(c.Content.Barriers, func(b conversation.Barrier) bool { return b.ID == x.Item })
		if b < 0 {
			x.Missing = "gone"
			return
		}
		x.Outcome, x.State, x.Choice = c.Content.Barriers[b].Item, c.Content.Barriers[b].System, c.Content.Barriers[b].WhoCanChange
		if c.Perspective != conversation.YoungPerson { // in the young person's own sitting these are their words
			x.Text = c.Content.Barriers[b].Words
		}
	}
}

func (s *source) showWords(x *Shown, c conversation.Contribution, permitted bool, recipient string) {
	words := c.Content.Answers[x.Item].Words
	topic, own := c.Content.Topic(x.Item)
	if words.Empty() && !own {
		x.Missing = "gone"
		return
	}
	if x.Outcome = x.Item; own {
		x.Outcome = ""
	}
	if !permitted {
		x.Missing = "not_permitted"
		if p, ok := conversation.LastPermission(s.permissions, c.ID, x.Item, recipient); ok {
			x.MissingOn = p.At.Format(time.DateOnly)
		}
		return
	}
	x.Text, x.Language, x.Translation = words.Text, words.Language, words.Translation
	if own {
		x.Topic = topic.Name.Text
	}
}

// showAnswer shows how something is, and, of somebody else's view, their words. The name of a topic of the young person's
// own is their word, and is shown only where they said yes.
func (s *source) showAnswer(x *Shown, c conversation.Contribution, permitted bool) {
	a, ok := c.Content.Answers[x.Item]
	if !ok || x.Kind == Answer && a.Choice == "" {
		x.Missing = "gone"
		return
	}
	x.Choice = a.Choice
	if topic, own := c.Content.Topic(x.Item); own {
		if permitted {
			x.Topic = topic.Name.Text
		}
	} else {
		x.Outcome = x.Item
	}
	if x.Kind == View {
		x.Text, x.Language, x.Translation = a.Words.Text, a.Words.Language, a.Words.Translation
	}
}

// pick finds the elements that keys name among what the record has. Words need the young person's yes: without it they
// cannot be named at all.
func (s *source) pick(keys []string, recipient string) ([]Shown, error) {
	var list []Shown
	candidates := s.candidates(recipient)
	for _, key := range slices.Compact(slices.Sorted(slices.Values(keys))) {
		at := slices.IndexFunc(candidates, func(x Shown) bool { return x.Key() == key })
		if at < 0 {
			return nil, problem.New(problem.Conflict, "share.element_gone")
		}
		if candidates[at].Missing != "" {
			var c problem.Check
			c.Add("elements", "share.not_permitted")
			return nil, c.Err()
		}
		list = append(list, candidates[at])
	}
	return list, nil
}

// named gives what a share names, as it is to its recipient now.
func named(ctx context.Context, w *access.Work, row shareRow) (*source, []Shown, error) {
	have, err := read(ctx, w, row.Record)
	if err != nil {
		return nil, nil, err
	}
	elements, err := listElements(ctx, w.Tx, row.Record)
	if err != nil {
		return nil, nil, err
	}
	var list []Shown
	for _, e := range elements[row.ID] {
		list = append(list, have.show(e, row.Recipient))
	}
	return have, list, nil
}
