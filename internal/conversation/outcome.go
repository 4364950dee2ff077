package conversation

import (
	"slices"
	"time"

	"stablefutures/internal/framework"
)

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

// BarrierSaid is a barrier with whose words it is.
type BarrierSaid struct {
	Barrier
	Perspective Perspective
	Author      string
	At          time.Time
}

// FindingSaid is a finding with who found it, and when.
type FindingSaid struct {
	Finding
	Perspective Perspective
	Author      string
	At          time.Time
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
	Topic    *Topic                   // when it is the young person's own
	Young    *Said                    // their latest
	Others   []Said                   // the latest of each other perspective
	Differ   bool                     // the two see it differently; information, never an error
	Barriers []BarrierSaid            // what each perspective last said is in the way
	Findings map[string][]FindingSaid // by indicator: the latest of each perspective
	Path     []Token
	Matters  bool // the young person said, when last asked, that it matters most now
}

// Outcomes gathers the picture by outcome and topic under one edition, leaving out whatever nobody spoke about. With
// youngReading set it holds only what the young person raised, and of the others' views only those talked through.
func (p Picture) Outcomes(ed *framework.Edition, youngReading bool) map[string]*Outcome {
	all := map[string]*Outcome{}
	at := func(code string) *Outcome {
		if all[code] == nil {
			all[code] = &Outcome{Code: code, Findings: map[string][]FindingSaid{}}
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
	gatherBarriers(c, at)
	for code, f := range c.Content.Findings {
		ind, ok := ed.Indicator(code)
		if !ok {
			continue
		}
		o := at(ind.Outcome)
		list := slices.DeleteFunc(o.Findings[code], func(have FindingSaid) bool { return have.Perspective == c.Perspective })
		o.Findings[code] = append(list, FindingSaid{f, c.Perspective, c.Author, c.At})
	}
}

// gatherBarriers puts what a contribution says is in the way in the place of what the same perspective said before
// about the same thing: whoever speaks of it again and names no barrier says that there is none now.
func gatherBarriers(c Contribution, at func(string) *Outcome) {
	forget := func(code string) {
		o := at(code)
		o.Barriers = slices.DeleteFunc(o.Barriers, func(b BarrierSaid) bool { return b.Perspective == c.Perspective && b.At.Before(c.At) })
	}
	for code := range c.Content.Answers {
		forget(code)
	}
	for _, b := range c.Content.Barriers {
		forget(b.Item)
		o := at(b.Item)
		o.Barriers = append(o.Barriers, BarrierSaid{b, c.Perspective, c.Author, c.At})
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
