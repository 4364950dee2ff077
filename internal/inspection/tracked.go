package inspection

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/i18n"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
)

// Prepared is a tracked case as it was made ready for a visitor, in one version.
type Prepared struct {
	ID      string
	Place   int
	At      time.Time
	By      string
	Hash    string
	Content Tracked
}

// Tracked is what a visitor reads. What was covered is not in it.
type Tracked struct {
	Version int         `json:"v"`
	Label   string      `json:"label"` // by which the case is called: no name
	Lang    string      `json:"lang"`
	Told    string      `json:"told"` // of ToldWays: whether the young person knows that it is read
	Note    string      `json:"note,omitempty"`
	Lines   []ShownLine `json:"lines"`
}

// ShownLine is a line as it is read. One that is left out says why and holds nothing else but its day.
type ShownLine struct {
	On          string   `json:"on"`
	Kind        LineKind `json:"kind,omitempty"`
	About       []Piece  `json:"about,omitempty"`
	AboutLang   string   `json:"about_lang,omitempty"`
	State       string   `json:"state,omitempty"`
	Text        []Piece  `json:"text,omitempty"`
	Lang        string   `json:"lang,omitempty"`
	Translation []Piece  `json:"translation,omitempty"`
	Who         string   `json:"who,omitempty"`
	From        string   `json:"from,omitempty"` // conversation, promise or remark
	Left        string   `json:"left,omitempty"` // of LeaveReasons
}

// Piece is a stretch of a text: shown, or covered for a reason.
type Piece struct {
	Text  string `json:"text,omitempty"`
	Cover string `json:"cover,omitempty"` // of CoverReasons; then there is no text
}

// The choices of making a case ready.
var (
	ToldWays     = []string{"agrees", "told", "not_told"}
	LeaveReasons = []string{"other_person", "safety", "their_wish", "not_needed"}
	CoverReasons = []string{"other_person", "safety", "own_name"}
)

// Show is the choice that a line is shown; any other is one of LeaveReasons.
const Show = "show"

// Preparing is how somebody makes a case ready: every line is shown, or left out for a reason, and words are covered
// wherever they stand. The young person's own names are covered in any case.
type Preparing struct {
	Label string
	Told  string
	Note  string
	Words map[string][]string // to cover, by reason: other_person, safety
	Lines map[string]string   // by id: Show, or one of LeaveReasons
}

const (
	mostCovers   = 200
	longestCover = 200
	longestLabel = 40
)

func (p Preparing) check(all []Line, names []string) error {
	var c problem.Check
	c.Text("label", p.Label, longestLabel, true)
	c.Require(!holdsAny(p.Label, names), "label", "inspection.label_names")
	c.Require(slices.Contains(ToldWays, p.Told), "told", "problem.required_choice")
	c.Text("note", p.Note, longestSaid, p.Told == "not_told")
	c.Require(!holdsAny(p.Note, names), "note", "inspection.label_names")
	for why, words := range p.Words {
		c.Require(slices.Contains(CoverReasons[:2], why), "cover_other_person", "problem.not_a_choice")
		c.Require(len(words) <= mostCovers, "cover_"+why, "problem.too_many", "max", mostCovers)
		for _, s := range words {
			c.Require(utf8.RuneCountInString(s) <= longestCover, "cover_"+why, "problem.too_long", "max", longestCover)
		}
		c.Require(!holdsAny(p.Label, words), "label", "inspection.label_covered")
		c.Require(!holdsAny(p.Note, words), "note", "inspection.label_covered")
	}
	for _, l := range all {
		choice := p.Lines[l.ID]
		c.Require(choice == Show || slices.Contains(LeaveReasons, choice), "line_"+l.ID, "inspection.line_open")
	}
	return c.Err()
}

func holdsAny(text string, names []string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return len(record.Passages(text, n)) > 0 })
}

// cover is a word to cover and why.
type cover struct{ word, why string }

func (p Preparing) covers(names []string) (list []cover) {
	for _, n := range names {
		list = append(list, cover{n, "own_name"})
	}
	for _, why := range CoverReasons[:2] {
		for _, word := range p.Words[why] {
			list = append(list, cover{word, why})
		}
	}
	return list
}

// covered cuts a text at what is to be covered. What is covered is in no piece.
func covered(text string, covers []cover) (list []Piece) {
	if text == "" {
		return nil
	}
	runes := []rune(text)
	why := make([]string, len(runes)) // of each character; "" for shown
	for _, c := range covers {
		for _, at := range record.Passages(text, c.word) {
			for i := at[0]; i < at[1]; i++ {
				if why[i] == "" {
					why[i] = c.why
				}
			}
		}
	}
	for from := 0; from < len(runes); {
		to := from
		for to < len(runes) && why[to] == why[from] {
			to++
		}
		if why[from] == "" {
			list = append(list, Piece{Text: string(runes[from:to])})
		} else {
			list = append(list, Piece{Cover: why[from]})
		}
		from = to
	}
	return list
}

func (p Preparing) tracked(all []Line, names []string, lang string) Tracked {
	t := Tracked{Version: 1, Label: p.Label, Lang: lang, Told: p.Told, Note: p.Note}
	covers := p.covers(names)
	for _, l := range all {
		if choice := p.Lines[l.ID]; choice != Show {
			t.Lines = append(t.Lines, ShownLine{On: db.Day(l.At), Left: choice})
			continue
		}
		s := ShownLine{On: db.Day(l.At), Kind: l.Kind, About: covered(l.About, covers), AboutLang: l.AboutLang, State: l.State, Text: covered(l.Text, covers), Lang: l.Lang,
			Translation: covered(l.Translation, covers), Who: l.Who, From: "promise"}
		switch {
		case l.Kind == Remarked:
			s.From = "remark"
		case l.Sitting != "" && l.Promise == "":
			s.From = "conversation"
		}
		t.Lines = append(t.Lines, s)
	}
	return t
}

// Case is what somebody who works with a young person sees of tracking their case.
type Case struct {
	Lines    []Line    // everything, in order of time
	Prepared *Prepared // as it was made ready last; nil while it was not
	Choices  Preparing // what was chosen then
	Let      []LetIn   // visitors who were let into it
	Visits   []Visit   // those that are not over: who could be let in
	Closed   bool      // the record is restricted: a visitor has to be named there as well
}

// Track shows a young person's case in time, to those who work with them. A visitor sees what was made ready, and that is
// Visited's.
func (s *Service) Track(ctx context.Context, who permit.Actor, recordID string) (c Case, err error) {
	err = s.door.Read(ctx, who, permit.TrackCase, access.Record(recordID), func(w *access.Work) error {
		if !w.May(permit.ReadConversation) || !w.May(permit.ReadPromises) {
			return problem.New(problem.NotFound, "problem.not_found") // a visitor: the record itself is not there for them
		}
		c, err = s.caseOf(ctx, w, recordID)
		return err
	})
	if err != nil {
		return Case{}, fmt.Errorf("track a case: %w", err)
	}
	return c, nil
}

func (s *Service) caseOf(ctx context.Context, w *access.Work, recordID string) (c Case, err error) {
	if c.Lines, err = lines(ctx, w, recordID); err != nil {
		return c, err
	}
	p, found, err := findTracked(ctx, w, recordID)
	if err != nil {
		return c, err
	}
	if found {
		c.Prepared = &p
		w.Note(p.ID)
		if w.May(permit.LetInspectorIn) {
			if c.Choices, err = findChoices(ctx, w, p.ID); err != nil {
				return c, err
			}
		}
	}
	if c.Let, err = s.letIn(ctx, w, recordID); err != nil {
		return c, err
	}
	r, err := w.Restriction(ctx)
	if err != nil {
		return c, err
	}
	c.Closed = r.Holds()
	visits, err := s.visits(ctx, w)
	c.Visits = slices.DeleteFunc(visits, func(v Visit) bool { return v.Over(db.Day(w.At)) })
	return c, err
}

// Prepare makes a case ready for a visitor: a new version, without what is covered. Whoever prepares answers for the record.
func (s *Service) Prepare(ctx context.Context, who permit.Actor, recordID string, p Preparing, l i18n.L) error {
	err := s.door.Do(ctx, who, permit.LetInspectorIn, access.Record(recordID), func(w *access.Work) error {
		all, err := lines(ctx, w, recordID)
		if err != nil {
			return err
		}
		names, err := ownNames(ctx, w, recordID)
		if err != nil {
			return err
		}
		for why, words := range p.Words {
			p.Words[why] = slices.DeleteFunc(words, func(s string) bool { return strings.TrimSpace(s) == "" })
		}
		if err := p.check(all, names); err != nil {
			return err
		}
		if len(all) == 0 {
			return problem.New(problem.Invalid, "inspection.nothing_to_track")
		}
		before, _, err := findTracked(ctx, w, recordID)
		if err != nil {
			return err
		}
		return insertTracked(ctx, w, recordID, before.Place+1, p.tracked(all, names, l.Tag()), p)
	})
	if err != nil {
		return fmt.Errorf("make a tracked case ready: %w", err)
	}
	return nil
}

// Visited is a tracked case as a visitor reads it: what was made ready, and nothing else. Those who work with the young
// person can look at it like that too. There is none before it was made ready.
func (s *Service) Visited(ctx context.Context, who permit.Actor, recordID string) (p Prepared, err error) {
	err = s.door.Read(ctx, who, permit.TrackCase, access.Record(recordID), func(w *access.Work) error {
		if who.Is(permit.Inspector) {
			if let, err := isLetIn(ctx, w, recordID); err != nil || !let {
				return noSuchCase(err)
			}
		}
		found := false
		if p, found, err = findTracked(ctx, w, recordID); err != nil || !found {
			return noSuchCase(err)
		}
		w.Note(p.ID)
		return nil
	})
	if err != nil {
		return Prepared{}, fmt.Errorf("read a tracked case: %w", err)
	}
	return p, nil
}

func noSuchCase(err error) error {
	if err != nil {
		return err
	}
	return problem.New(problem.NotFound, "problem.not_found")
}

// Erase deletes what was made ready of a record that is destroyed, and who was let into it.
func Erase(ctx context.Context, w *access.Work, recordID string) error {
	return deleteTracked(ctx, w.Tx, recordID)
}
