package caseaudit

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/stats"
)

// Programme is a plan to read cases, and what was drawn for it.
type Programme struct {
	ID        string
	Drawn     bool
	PlannedAt time.Time
	Plan      Plan
	Frame     []Unit
	Draw      Draw   // zero until it is drawn
	Cases     []Case // in the order drawn, those that stand in last; empty until it is drawn
	Unread    int    // readings of drawn cases that nobody has been given yet, first and second
}

// Plan says what a programme asks, of whom, and how cases are drawn.
type Plan struct {
	Purpose    string `json:"purpose"`
	From       string `json:"from"` // the days between which the practice lies that is read
	To         string `json:"to"`
	Population string `json:"population"` // who is in the frame, in words
	On         string `json:"on"`         // the day on which the frame was taken
	Method     string `json:"method"`     // of Methods
	N          int    `json:"n,omitempty"`
	Allocation string `json:"allocation,omitempty"` // of a stratified sample: "proportional" or "fixed"

	// What is read. Programmes that were planned before there were readings have none of it.
	Edition  string    `json:"edition,omitempty"`  // id of the framework's edition
	Outcomes []string  `json:"outcomes,omitempty"` // at most MostOutcomes codes, in the order of the edition
	Scale    *Scale    `json:"scale,omitempty"`    // as it was when planned
	Minutes  int       `json:"minutes,omitempty"`  // time budget of one case
	Twice    int       `json:"twice,omitempty"`    // per cent of cases that a second auditor reads apart from the first
	Template string    `json:"template,omitempty"` // id of the version of a template; "" for none
	Question *Question `json:"question,omitempty"` // where the frame is of records kept here: what was asked of them
	Before   string    `json:"before,omitempty"`   // id of the programme that this one follows
	Agencies []string  `json:"agencies,omitempty"` // agencies that rate their own part: ids of organisations here, or names
	Clocks   *Clocks   `json:"clocks,omitempty"`   // nil for the usual ones
}

// MostOutcomes is how many outcomes an audit looks at: as many as somebody can read for in a case.
const MostOutcomes = 5

// Question is a population as a saved question: what is asked of the records kept here, and how they are put into groups.
type Question struct {
	Name  string            `json:"name"`
	Asked map[string]string `json:"asked,omitempty"` // codes of what is asked and what is wanted
	Group string            `json:"group,omitempty"` // code of what puts records into groups
}

// Clocks are how long the steps of a case may take, in working days.
type Clocks struct {
	Reflect  int `json:"reflect"`  // from telling the worker to talking with them
	Feedback int `json:"feedback"` // from the end of reading to the worker's hearing what was found
	Escalate int `json:"escalate"` // from being late to the managers' being told
}

// Purposive is the method by which cases are chosen, each for a reason.
const Purposive = "purposive"

// Methods lists how cases come into a programme, in the order offered.
var Methods = []string{stats.Census, stats.Simple, stats.Stratified, stats.Systematic, Purposive}

// Unit is one case of the frame. Its id is a local number that says nothing about anybody.
type Unit struct {
	ID      string `json:"id"`
	Stratum string `json:"stratum,omitempty"`
	LeftOut string `json:"left_out,omitempty"` // why it could not be drawn; "" for one that could
	Chosen  string `json:"chosen,omitempty"`   // why it was chosen, in a purposive programme
	Gone    bool   `json:"gone,omitempty"`     // its record was destroyed before cases were drawn
}

// Draw is how a sample came about. Whoever has the frame and the seed draws the same: docs/statistics.md.
type Draw struct {
	Seed      string    `json:"seed,omitempty"`
	Hash      string    `json:"hash"` // of the frame without what was left out: stats.FrameHash
	Algorithm string    `json:"algorithm"`
	At        time.Time `json:"at"`

	// Which cases are read twice follows from a seed of its own, so that nobody who reads can work it out. Its mark is shown at
	// once, the seed itself when there is nothing left to read blind.
	Apart     string `json:"apart,omitempty"`
	ApartMark string `json:"apart_mark,omitempty"` // SHA-256 of the seed, in hexadecimal
}

// Few reports whether a frame is so small that there is little to gain from leaving anybody out (R-1-1).
func (p Programme) Few() bool { return len(p.MayDraw()) < fewCases && p.Plan.Method != stats.Census }

const fewCases = 20

// maxFrame bounds a frame: many times the largest authority's cases.
const maxFrame = 20_000

// MayDraw gives what could be drawn, for the published draw: the frame without what was left out, in its order.
func (p Programme) MayDraw() (list []Unit) {
	for _, u := range p.Frame {
		if u.LeftOut == "" && !u.Gone {
			list = append(list, u)
		}
	}
	return list
}

// unitID is what a case may be called in a frame: a number of the service's own. A name has blanks, which it may not.
var unitID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._/-]{0,39}$`)

// stratum is what a group of cases may be called: it begins with a letter or a number, so that no spreadsheet takes it for
// a formula.
var stratum = regexp.MustCompile(`^[\p{L}\p{N}]`)

func (p Programme) check(now time.Time) error {
	var c problem.Check
	c.Text("purpose", p.Plan.Purpose, maxText, true)
	c.Text("population", p.Plan.Population, maxText, true)
	from, err1 := time.Parse(time.DateOnly, p.Plan.From)
	to, err2 := time.Parse(time.DateOnly, p.Plan.To)
	on, err3 := time.Parse(time.DateOnly, p.Plan.On)
	c.Require(err1 == nil, "from", "problem.required")
	c.Require(err2 == nil && !to.Before(from), "to", "audit.needs_period")
	c.Require(err3 == nil && !on.After(now), "on", "audit.needs_frame_day")
	c.Require(slices.Contains(Methods, p.Plan.Method), "method", "problem.required_choice")
	c.Require(p.Plan.Allocation == "" || p.Plan.Allocation == "proportional" || p.Plan.Allocation == "fixed", "allocation", "problem.not_a_choice")
	c.Require(p.Plan.Twice >= 0 && p.Plan.Twice <= 100, "twice", "audit.twice_percent")
	p.checkFrame(&c)
	if err := c.Err(); err != nil {
		return err
	}
	if _, err := p.sample("0"); err != nil {
		c.Add("n", "audit.cannot_draw")
	}
	return c.Err()
}

func (p Programme) checkFrame(c *problem.Check) {
	c.Require(len(p.MayDraw()) > 0, "frame", "audit.needs_frame")
	c.Require(len(p.Frame) <= maxFrame, "frame", "audit.frame_too_long", "max", maxFrame)
	seen := map[string]bool{}
	for i, u := range p.Frame {
		switch {
		case !unitID.MatchString(u.ID):
			c.Add("frame", "audit.frame_id", "line", i+1)
		case seen[u.ID]:
			c.Add("frame", "audit.frame_twice", "line", i+1)
		}
		seen[u.ID] = true
		c.Text("frame", u.Stratum, maxName, p.Plan.Method == stats.Stratified)
		c.Require(u.Stratum == "" || stratum.MatchString(u.Stratum), "frame", "audit.frame_stratum", "line", i+1)
		c.Text("left_out", u.LeftOut, maxText, false)
		c.Text("chosen", u.Chosen, maxText, false)
	}
}

// sample draws with a seed: the ids in the order drawn, then those that stand in.
func (p Programme) sample(seed string) (stats.Drawn, error) {
	if p.Plan.Method == Purposive {
		out := stats.Drawn{Algorithm: "chosen, each for a reason", FrameHash: stats.FrameHash(p.frame())}
		for _, u := range p.MayDraw() {
			if u.Chosen != "" {
				out.Units = append(out.Units, u.ID)
			}
		}
		if len(out.Units) == 0 {
			return out, problem.New(problem.Invalid, "audit.cannot_draw")
		}
		return out, nil
	}
	return stats.Draw(p.frame(), stats.DrawRequest{Method: p.Plan.Method, N: p.Plan.N, Seed: seed, Allocation: p.Plan.Allocation})
}

func (p Programme) frame() []stats.FrameUnit {
	open := p.MayDraw()
	list := make([]stats.FrameUnit, len(open))
	for i, u := range open {
		list[i] = stats.FrameUnit{ID: u.ID, Stratum: u.Stratum}
	}
	return list
}

// ReadFrame reads a frame that somebody typed or pasted: a case a line, its id and after a comma, semicolon or tab its
// stratum. It promises nothing about what the lines hold; Plan looks at that.
func ReadFrame(lines string) (list []Unit) {
	for line := range strings.SplitSeq(lines, "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		u := Unit{ID: line}
		if i := strings.IndexAny(line, ",;\t"); i >= 0 {
			u.ID, u.Stratum = strings.TrimSpace(line[:i]), strings.TrimSpace(line[i+1:])
		}
		list = append(list, u)
	}
	return list
}

// Mark notes reasons beside units of a frame: a case a line, its id and after a comma, semicolon or tab the reason. set
// writes the reason down. It gives the first line that names no case of the frame or no reason; 0 when all do.
func Mark(frame []Unit, lines string, set func(*Unit, string)) (wrong int) {
	at := map[string]int{}
	for i, u := range frame {
		at[u.ID] = i + 1
	}
	for n, line := range strings.Split(strings.TrimSpace(lines), "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		cut := strings.IndexAny(line, ",;\t")
		if cut < 0 || at[strings.TrimSpace(line[:cut])] == 0 || strings.TrimSpace(line[cut+1:]) == "" {
			return n + 1
		}
		set(&frame[at[strings.TrimSpace(line[:cut])]-1], strings.TrimSpace(line[cut+1:]))
	}
	return 0
}

func (s *Service) plan(ctx context.Context, who permit.Actor, f func(*access.Work) error) error {
	return s.door.Do(ctx, who, permit.PlanAudits, access.Organisation(who.Organisation), f)
}

// Plan keeps a plan and its frame. id is made by whoever asks, so that a form sent twice plans one programme.
func (s *Service) Plan(ctx context.Context, who permit.Actor, id string, plan Plan, frame []Unit) error {
	p := Programme{ID: id, Plan: plan, Frame: frame}
	if !db.IsID(id) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	if err := p.check(s.door.Now()); err != nil {
		return err
	}
	err := s.plan(ctx, who, func(w *access.Work) error {
		w.Note(id)
		if _, err := findProgramme(ctx, w, id); err == nil {
			return nil
		}
		if err := settleContent(ctx, w, &p.Plan); err != nil {
			return err
		}
		return insertProgramme(ctx, w, p)
	})
	if err != nil {
		return fmt.Errorf("plan audits: %w", err)
	}
	return nil
}

// checkBefore refuses a programme to follow that the organisation does not have.
func checkBefore(ctx context.Context, w *access.Work, before string) error {
	if before == "" {
		return nil
	}
	if _, err := findProgramme(ctx, w, before); err != nil {
		var c problem.Check
		c.Add("before", "auditreport.no_such_programme")
		return c.Err()
	}
	return nil
}

// Sample draws the cases of a programme with a seed that nobody chose. It draws once: whoever wants other cases plans
// another programme, and both stand in the list.
func (s *Service) Sample(ctx context.Context, who permit.Actor, id string) error {
	err := s.plan(ctx, who, func(w *access.Work) error {
		w.Note(id)
		p, err := findProgramme(ctx, w, id)
		if err != nil || p.Drawn {
			return err // pressed twice: it is drawn
		}
		records, err := stillKept(ctx, w, &p)
		if err != nil {
			return err
		}
		seed := ""
		if p.Plan.Method != Purposive {
			seed = newSeed()
		}
		drawn, err := p.sample(seed)
		if err != nil {
			return problem.New(problem.Invalid, "audit.cannot_draw")
		}
		p.Draw = Draw{Seed: seed, Hash: drawn.FrameHash, Algorithm: drawn.Algorithm, At: w.At}
		if p.Plan.Twice > 0 {
			p.Draw.Apart = newSeed()
			p.Draw.ApartMark = markOf(p.Draw.Apart)
		}
		if err := drawProgramme(ctx, w, p); err != nil {
			return err
		}
		units := map[string]Unit{}
		for _, u := range p.Frame {
			units[u.ID] = u
		}
		for i, unit := range append(slices.Clone(drawn.Units), drawn.Reserve...) {
			made, err := insertCase(ctx, w, id, i+1, i < len(drawn.Units), units[unit])
			if err != nil {
				return err
			}
			if records[unit] == "" {
				continue
			}
			if err := insertLink(ctx, w, made, records[unit]); err != nil {
				return err
			}
		}
		return deleteKnown(ctx, w, id)
	})
	if err != nil {
		return fmt.Errorf("draw a sample: %w", err)
	}
	return nil
}

// Programmes lists the organisation's programmes, the latest first, without their cases.
func (s *Service) Programmes(ctx context.Context, who permit.Actor) (list []Programme, err error) {
	err = s.door.Read(ctx, who, permit.ReadAudits, access.Organisation(who.Organisation), func(w *access.Work) error {
		list, err = listProgrammes(ctx, w)
		for i := range list {
			list[i].Draw.Apart = "" // whether it may be seen is for whoever asks for the one
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list audit programmes: %w", err)
	}
	return list, nil
}

// Programme gives one programme with its cases, as who may see them: nothing tells of a second reader before both are done.
func (s *Service) Programme(ctx context.Context, who permit.Actor, id string) (p Programme, err error) {
	err = s.door.Read(ctx, who, permit.ReadAudits, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(id)
		p, err = seeProgramme(ctx, w, id)
		return err
	})
	if err != nil {
		return Programme{}, fmt.Errorf("read audit programme: %w", err)
	}
	return p, nil
}
