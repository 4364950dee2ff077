package conversation

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// The picture document is the record's contributions and talks one after the other, each a line of JSON, sealed as one
// value: adding one needs no reading of the rest, and showing the picture opens one value instead of a row each.

// section is one line of the picture document: a contribution, or a talk about one.
type section struct {
	Contribution *Contribution `json:"c,omitempty"`
	TalkOf       string        `json:"of,omitempty"`
	Talk         Talk          `json:"talk,omitzero"`
}

func picturePlace(recordID string) seal.Place {
	return seal.Place{Table: "conversation_pictures", Row: recordID, Column: "document"}
}

func addToPicture(ctx context.Context, w *access.Work, recordID string, sections ...section) error {
	sealed, err := findPictureDocument(ctx, w.Tx, recordID)
	if err != nil && !problem.Is(err, problem.NotFound) {
		return err
	}
	var plain []byte
	if sealed != nil {
		if plain, err = w.Key.Open(sealed, picturePlace(recordID)); err != nil {
			return fmt.Errorf("open picture: %w", err)
		}
	}
	return savePicture(ctx, w, recordID, plain, sections)
}

func savePicture(ctx context.Context, w *access.Work, recordID string, plain []byte, sections []section) error {
	for _, s := range sections {
		line, err := json.Marshal(s)
		if err != nil {
			return fmt.Errorf("write picture: %w", err)
		}
		plain = append(append(plain, line...), '\n')
	}
	return upsertPicture(ctx, w.Tx, recordID, db.Time(w.At), w.Key.Seal(plain, picturePlace(recordID)))
}

// contributions reads a record's contributions from their own rows, oldest first, with how each was talked through.
func contributions(ctx context.Context, w *access.Work, recordID string) ([]Contribution, error) {
	rows, err := listContributions(ctx, w.Tx, recordID)
	if err != nil {
		return nil, err
	}
	talks, err := listTalks(ctx, w.Tx, recordID)
	if err != nil {
		return nil, err
	}
	list := make([]Contribution, 0, len(rows))
	for _, row := range rows {
		c, err := openContribution(w, row)
		if err != nil {
			return nil, err
		}
		for _, t := range talks {
			if t.contribution == c.ID {
				if c.Talk, err = openTalk(w, t); err != nil {
					return nil, err
				}
			}
		}
		list = append(list, c)
	}
	return list, nil
}

func openContribution(w *access.Work, row contributionRow) (Contribution, error) {
	c := Contribution{ID: row.id, Sitting: row.sitting, Record: row.record, Author: row.author,
		Perspective: Perspective(row.perspective), EditionID: row.edition, Corrects: row.corrects}
	var err error
	if c.At, err = db.ParseTime(row.at); err != nil {
		return c, err
	}
	plain, err := w.Key.Open(row.document, contributionPlace(row.id))
	if err != nil {
		return c, fmt.Errorf("open contribution: %w", err)
	}
	if err := json.Unmarshal(plain, &c.Content); err != nil {
		return c, err
	}
	return c, nil
}

func openTalk(w *access.Work, t talkRow) (Talk, error) {
	at, err := db.ParseTime(t.at)
	if err != nil {
		return Talk{}, err
	}
	why, err := w.Key.OpenText(t.document, seal.Place{Table: "conversation_talks", Row: t.id, Column: "document"})
	return Talk{Outcome: t.outcome, At: at, By: t.author, Why: why}, err
}

// RemakePicture makes a record's picture anew from its contributions: what "rebuild" does, and what a test holds the
// kept one against.
func (s *Service) RemakePicture(ctx context.Context, recordID string) error {
	return s.door.Do(ctx, permit.System, permit.Operate, access.Record(recordID), func(w *access.Work) error {
		list, err := contributions(ctx, w, recordID)
		if err != nil {
			return err
		}
		sections := make([]section, len(list))
		for i := range list {
			sections[i] = section{Contribution: &list[i]}
		}
		return savePicture(ctx, w, recordID, nil, sections)
	})
}

// Rebuild remakes every picture and says how many.
func (s *Service) Rebuild(ctx context.Context) (n int, err error) {
	after := ""
	for {
		var ids []string
		err := s.door.Background(ctx, func(w *access.Work) (err error) {
			ids, err = listRecords(ctx, w.Tx, after, 100)
			return err
		})
		if err != nil || len(ids) == 0 {
			return n, err
		}
		for _, id := range ids {
			if err := s.RemakePicture(ctx, id); err != nil {
				return n, fmt.Errorf("remake picture: %w", err)
			}
			n++
		}
		after = ids[len(ids)-1]
	}
}

// Picture is everything said about one young person, oldest first, each with its perspective. What was corrected is
// left out in favour of its correction.
type Picture struct {
	Contributions []Contribution
}

// FindPicture reads the picture within a use case that is already decided: for rooms below.
func FindPicture(ctx context.Context, w *access.Work, recordID string) (Picture, error) {
	sealed, err := findPictureDocument(ctx, w.Tx, recordID)
	if problem.Is(err, problem.NotFound) {
		return Picture{}, nil
	}
	if err != nil {
		return Picture{}, err
	}
	plain, err := w.Key.Open(sealed, picturePlace(recordID))
	if err != nil {
		return Picture{}, fmt.Errorf("open picture: %w", err)
	}
	return parsePicture(plain)
}

func parsePicture(plain []byte) (Picture, error) {
	var p Picture
	for len(plain) > 0 {
		end := slices.Index(plain, '\n')
		if end < 0 {
			return p, fmt.Errorf("read picture: its last line is cut off")
		}
		var s section
		if err := json.Unmarshal(plain[:end], &s); err != nil {
			return p, fmt.Errorf("read picture: %w", err)
		}
		plain = plain[end+1:]
		if s.Contribution != nil {
			p.Contributions = append(p.Contributions, *s.Contribution)
			continue
		}
		for i := range p.Contributions {
			if p.Contributions[i].ID == s.TalkOf {
				p.Contributions[i].Talk = s.Talk
			}
		}
	}
	p.Contributions = standing(p.Contributions)
	// Two saves at once can commit in another order than they began: the picture tells them by their moment.
	slices.SortStableFunc(p.Contributions, func(a, b Contribution) int {
		return cmp.Or(a.At.Compare(b.At), strings.Compare(a.ID, b.ID))
	})
	return p, nil
}

// Said is one perspective's latest on one outcome or topic.
type Said struct {
	Answer       Answer
	Perspective  Perspective
	Author       string
	At           time.Time
	Sitting      string
	Contribution string
	Talk         Talk
}

// Token is one point on an outcome's path: what was said, by whom, when. There is no scale to put it on.
type Token struct {
	Choice      string
	HasWords    bool
	Perspective Perspective
	At          time.Time
}

// Outcome is the picture of one outcome, or of one topic of the young person's own.
type Outcome struct {
	Code     string
	Topic    *Topic // when it is the young person's own
	Young    *Said  // their latest
	Others   []Said // the latest of each other perspective
	Differ   bool   // the two see it differently; information, never an error
	Barriers []Barrier
	Findings map[string]Finding // latest by indicator, from those around
	Path     []Token
	Matters  bool // the young person said, when last asked, that it matters most now
}

// Outcomes gathers the picture by outcome and topic under one edition, leaving out whatever nobody spoke about. With
// youngReading set it holds only what the young person raised, and of the others' views only those talked through.
func (p Picture) Outcomes(ed *framework.Edition, youngReading bool) map[string]*Outcome {
	all := map[string]*Outcome{}
	at := func(code string) *Outcome {
		if all[code] == nil {
			all[code] = &Outcome{Code: code, Findings: map[string]Finding{}}
		}
		return all[code]
	}
	for _, c := range p.Contributions {
		if c.EditionID != ed.ID || youngReading && c.Perspective != YoungPerson && c.Talk.Outcome != "talked_through" {
			continue
		}
		gather(ed, c, at)
	}
	for _, code := range p.matters(ed.ID) {
		at(code).Matters = true
	}
	for code, o := range all {
		if youngReading && o.Young == nil && !o.Matters {
			delete(all, code)
		}
		o.Differ = o.differ()
	}
	return all
}

func gather(ed *framework.Edition, c Contribution, at func(string) *Outcome) {
	for code, a := range c.Content.Answers {
		o := at(code)
		said := Said{Answer: a, Perspective: c.Perspective, Author: c.Author, At: c.At, Sitting: c.Sitting, Contribution: c.ID, Talk: c.Talk}
		if c.Perspective == YoungPerson {
			o.Young = &said
		} else {
			o.Others = slices.DeleteFunc(o.Others, func(s Said) bool { return s.Perspective == said.Perspective })
			o.Others = append(o.Others, said)
		}
		o.Path = append(o.Path, Token{Choice: a.Choice, HasWords: !a.Words.Empty(), Perspective: c.Perspective, At: c.At})
	}
	for _, t := range c.Content.Topics {
		if c.Perspective != YoungPerson {
			continue // a view points at the topic; its name is the young person's
		}
		topic := t
		at(t.ID).Topic = &topic
		if o := at(t.ID); o.Young == nil {
			o.Young = &Said{Answer: c.Content.Answers[t.ID], Perspective: c.Perspective, Author: c.Author, At: c.At,
				Sitting: c.Sitting, Contribution: c.ID}
		}
	}
	for _, b := range c.Content.Barriers {
		o := at(b.Item)
		o.Barriers = append(o.Barriers, b)
	}
	for code, f := range c.Content.Findings {
		if ind, ok := ed.Indicator(code); ok {
			at(ind.Outcome).Findings[code] = f
		}
	}
}

// matters gives what the young person said, the last time they said it, matters most now. Only the latest counts: that
// is what now means.
func (p Picture) matters(editionID string) []string {
	for _, c := range slices.Backward(p.Contributions) {
		if c.Perspective == YoungPerson && c.EditionID == editionID && len(c.Content.Matters) > 0 {
			return c.Content.Matters
		}
	}
	return nil
}

func (o *Outcome) differ() bool {
	if o.Young == nil || o.Young.Answer.Choice == "" {
		return false
	}
	for _, s := range o.Others {
		if s.Answer.Choice != "" && s.Answer.Choice != o.Young.Answer.Choice {
			return true
		}
	}
	return false
}
