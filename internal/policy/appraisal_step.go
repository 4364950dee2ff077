package policy

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// AppraisalState is how an appraisal stands.
type AppraisalState string

// The states of an appraisal. It is written in while it is Writing alone.
const (
	Writing AppraisalState = "writing"
	Sent    AppraisalState = "sent"
	Signed  AppraisalState = "signed"
)

// The kinds of steps.
const (
	StepSent      = "sent"
	StepBack      = "back"
	StepSigned    = "signed"
	StepPublished = "published"
	StepReviewed  = "reviewed"
)

// AppraisalStep is something that became of an appraisal. Steps are added, never changed.
type AppraisalStep struct {
	ID   string
	Kind string
	At   time.Time
	By   string
	Due  string // the day on which somebody is to look again; "" for none
	StepText
}

// StepText is the document of a step; of each kind some of it.
type StepText struct {
	Words   string   `json:"words,omitempty"`   // why it was sent back
	As      string   `json:"as,omitempty"`      // in which role somebody signed
	Hash    string   `json:"hash,omitempty"`    // SHA-256 of what was signed
	Edition string   `json:"edition,omitempty"` // id of the edition whose outcomes were lenses
	What    []string `json:"what,omitempty"`    // what was published; of Outputs
	Where   string   `json:"where,omitempty"`
	Day     string   `json:"day,omitempty"`
	Yes     string   `json:"yes,omitempty"` // who said yes: a body or a role
	Look    *Look    `json:"look,omitempty"`
}

// Outputs are what an appraisal gives, in the order shown.
var Outputs = []string{"full", "child", "easy"}

// Look is what somebody saw who looked again afterwards.
type Look struct {
	Option     string            `json:"option"` // what was done; one of the appraisal's options
	Lenses     map[string]string `json:"lenses"` // by the lens's code: of Cames
	Came       string            `json:"came"`   // what came true, and how it is known
	Unexpected string            `json:"unexpected"`
	Young      string            `json:"young"` // what young people say now; or that nobody asked
	Next       string            `json:"next"`  // what is done now
}

// Cames say whether it came as somebody thought, in the order offered.
var Cames = []string{"as_thought", "otherwise", "not_known"}

// State is how the appraisal stands.
func (h AppraisalHead) State() AppraisalState {
	state := Writing
	for _, s := range h.Steps {
		switch s.Kind {
		case StepSent:
			state = Sent
		case StepBack:
			state = Writing
		case StepSigned:
			state = Signed
		}
	}
	return state
}

func (h AppraisalHead) signed() *AppraisalStep {
	if i := slices.IndexFunc(h.Steps, func(s AppraisalStep) bool { return s.Kind == StepSigned }); i >= 0 {
		return &h.Steps[i]
	}
	return nil
}

// Due is the day on which somebody is to look again; "" where no day is set.
func (h AppraisalHead) Due() (day string) {
	for _, s := range h.Steps {
		if s.Kind == StepSigned || s.Kind == StepReviewed {
			day = s.Due
		}
	}
	return day
}

// Hash is the SHA-256 of everything that is said in the appraisal: what somebody signs.
func (a Appraisal) Hash() string {
	edition := ""
	if a.Edition != nil {
		edition = a.Edition.ID
	}
	document, err := json.Marshal(struct {
		Text      AppraisalText
		Edition   string
		Sections  map[string]SectionWords
		Options   []Option
		Screening Screening
		Lenses    map[string]LensWords
		Child     ChildWords
		Easy      EasyWords
	}{a.AppraisalText, edition, a.Sections, a.Options, a.Screening, a.Lenses, a.Child, a.Easy})
	if err != nil {
		panic("policy: " + err.Error()) // strings, lists and maps of strings
	}
	return disclosure.Hash(document)
}

// step adds a step to an appraisal, once may says that it can be taken.
func (s *Service) step(ctx context.Context, who permit.Actor, act permit.Action, id, kind, due string, text *StepText, may func(w *access.Work, a Appraisal) error) error {
	err := s.door.Do(ctx, who, act, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(id, kind)
		a, err := findAppraisal(ctx, w, id)
		if err != nil {
			return err
		}
		if err := may(w, a); err != nil {
			return err
		}
		return insertAppraisalStep(ctx, w, id, kind, due, *text)
	})
	if err != nil {
		return fmt.Errorf("%s an appraisal: %w", kind, err)
	}
	return nil
}

// Send hands an appraisal to whoever signs. From then on it is not written in, until it comes back.
func (s *Service) Send(ctx context.Context, who permit.Actor, id string) error {
	return s.step(ctx, who, permit.MakePolicy, id, StepSent, "", &StepText{}, func(_ *access.Work, a Appraisal) error {
		switch {
		case a.State() != Writing:
			return problem.New(problem.Conflict, "appraisal.moved_meanwhile")
		case !a.Ready():
			return problem.New(problem.Invalid, "appraisal.not_whole")
		}
		return nil
	})
}

// SendBack gives an appraisal that was sent back to those who write it, with words.
func (s *Service) SendBack(ctx context.Context, who permit.Actor, id, words string) error {
	return s.step(ctx, who, permit.SignPolicy, id, StepBack, "", &StepText{Words: words}, func(_ *access.Work, a Appraisal) error {
		var c problem.Check
		c.Text("words", words, maxText, true)
		if err := c.Err(); err != nil {
			return err
		}
		return onlyWhen(a, Sent)
	})
}

func onlyWhen(a Appraisal, state AppraisalState) error {
	if a.State() != state {
		return problem.New(problem.Conflict, "appraisal.moved_meanwhile")
	}
	return nil
}

// Sign signs an appraisal that was sent: somebody else than whoever wrote any of it, in the role that they say, of what they had
// before them (seen is its Hash), with the day on which somebody looks again.
func (s *Service) Sign(ctx context.Context, who permit.Actor, id, seen, as, due string) error {
	text := &StepText{As: as}
	return s.step(ctx, who, permit.SignPolicy, id, StepSigned, due, text, func(w *access.Work, a Appraisal) error {
		if err := onlyWhen(a, Sent); err != nil {
			return err
		}
		wrote, err := writersOf(ctx, w, id)
		switch {
		case err != nil:
			return err
		case a.BegunBy == who.ID || slices.Contains(wrote, who.ID):
			return problem.New(problem.Conflict, "appraisal.wrote_it")
		case a.Hash() != seen:
			return problem.New(problem.Conflict, "appraisal.written_meanwhile")
		}
		var c problem.Check
		c.Text("as", as, maxLine, true)
		checkLater(&c, w, "due", due, !a.Narrow())
		if text.Hash = seen; a.Edition != nil {
			text.Edition = a.Edition.ID
		}
		return c.Err()
	})
}

// checkLater notes a day that is not after today, or is missing though it is required.
func checkLater(c *problem.Check, w *access.Work, field, day string, required bool) {
	checkDay(c, field, day)
	c.Require(day == "" || day > db.Day(w.At), field, "appraisal.needs_later")
	c.Require(day != "" || !required, field, "appraisal.needs_review_day")
}

// Published is one line of the log of what was published.
type Published struct {
	What  []string // of Outputs
	Where string
	Day   string // on which it was
	Yes   string // who said yes: a body or a role
}

// Publish writes down that something of a signed appraisal was published.
func (s *Service) Publish(ctx context.Context, who permit.Actor, id string, p Published) error {
	text := &StepText{What: p.What, Where: p.Where, Day: p.Day, Yes: p.Yes}
	return s.step(ctx, who, permit.SignPolicy, id, StepPublished, "", text, func(w *access.Work, a Appraisal) error {
		if err := onlyWhen(a, Signed); err != nil {
			return err
		}
		var c problem.Check
		c.Require(len(p.What) > 0, "what", "problem.required_choice")
		for i, one := range p.What {
			c.Require(slices.Contains(a.Outputs(), one) && !slices.Contains(p.What[:i], one), "what", "problem.not_a_choice")
		}
		c.Text("where", p.Where, maxLine, true)
		c.Text("yes", p.Yes, maxLine, true)
		checkDay(&c, "day", p.Day)
		c.Require(p.Day != "", "day", "problem.required")
		c.Require(p.Day <= db.Day(w.At), "day", "appraisal.not_later_than_today")
		return c.Err()
	})
}

// Outputs lists what the appraisal gives: a first look that ended there has no summaries where nobody wrote any.
func (a Appraisal) Outputs() []string {
	out := []string{"full"}
	if !a.Child.lacks() {
		out = append(out, "child")
	}
	if !a.Easy.lacks() {
		out = append(out, "easy")
	}
	return out
}

// LookAgain writes down what came of a signed appraisal, and when somebody looks again after that ("" for never).
func (s *Service) LookAgain(ctx context.Context, who permit.Actor, id, due string, l Look) error {
	return s.step(ctx, who, permit.MakePolicy, id, StepReviewed, due, &StepText{Look: &l}, func(w *access.Work, a Appraisal) error {
		if err := onlyWhen(a, Signed); err != nil {
			return err
		}
		var c problem.Check
		c.Require(slices.ContainsFunc(a.Options, func(o Option) bool { return o.Code == l.Option }), "option", "problem.required_choice")
		for code, came := range l.Lenses {
			c.Require(slices.ContainsFunc(a.AllLenses(), func(one Lens) bool { return one.Code == code }) && slices.Contains(Cames, came), "lens_"+code, "problem.not_a_choice")
		}
		for field, text := range map[string]string{"came": l.Came, "young": l.Young, "next": l.Next} {
			c.Text(field, text, maxText, true)
		}
		c.Text("unexpected", l.Unexpected, maxText, false)
		checkLater(&c, w, "due", due, false)
		return c.Err()
	})
}

// DueReview is an appraisal at which somebody is to look again.
type DueReview struct {
	Appraisal string // its id
	Title     string
	Day       string
	Late      bool // the day is over
}

// dueSoon is how many days ahead a review is shown.
const dueSoon = 30

// DueReviews lists the appraisals at which somebody is to look again within a month, and those whose day is over, the earliest
// first.
func (s *Service) DueReviews(ctx context.Context, who permit.Actor) (list []DueReview, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		all, err := listAppraisals(ctx, w)
		for _, a := range all {
			if day := a.Due(); day != "" && day <= db.Day(w.At.AddDate(0, 0, dueSoon)) {
				list = append(list, DueReview{Appraisal: a.ID, Title: a.Title, Day: day, Late: day < db.Day(w.At)})
			}
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list reviews that are due: %w", err)
	}
	slices.SortStableFunc(list, func(a, b DueReview) int { return cmp.Compare(a.Day, b.Day) })
	return list, nil
}

// LeaveUntouched says of several lenses at once that no option touches them, with one reason. What somebody has said of a lens
// stays: only lenses of which nothing is said are taken.
func (s *Service) LeaveUntouched(ctx context.Context, who permit.Actor, id string, lenses []string, why string) error {
	err := s.make(ctx, who, func(w *access.Work) error {
		w.Note(id)
		a, err := findAppraisal(ctx, w, id)
		if err != nil {
			return err
		}
		if a.State() != Writing {
			return problem.New(problem.Conflict, "appraisal.written_no_more")
		}
		var c problem.Check
		c.Require(len(lenses) > 0, "lenses", "appraisal.needs_lenses")
		c.Text("why", why, maxText, true)
		for i, code := range lenses {
			c.Require(!slices.Contains(lenses[:i], code) && slices.ContainsFunc(a.AllLenses(), func(l Lens) bool { return l.Code == code && l.Outcome }), "lenses", "problem.not_a_choice")
		}
		if err := c.Err(); err != nil {
			return err
		}
		for _, code := range lenses {
			if a.LensProgress(code) != NotBegun {
				continue
			}
			if err := insertPart(ctx, w, id, LensPart(code), Untouched(a.Options, why)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("leave lenses untouched: %w", err)
	}
	return nil
}
