package caseaudit

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/problem"
)

// Pilot is a service's trying the framework for some weeks. Its plan is locked when it begins; what comes after are lines.
type Pilot struct {
	ID        string
	SetUpAt   time.Time
	BegunAt   time.Time // zero before it begins
	CountedAt time.Time // zero while young people can still answer
	ClosedAt  time.Time // zero until its report stands
	Hash      string    // SHA-256 of the plan as it was locked, in hex
	Before    string    // id of the self-review at its beginning; "" where there is none yet
	After     string    // id of the one at its end
	Plan      PilotPlan
	Added     []PilotLine  // what was added to the plan, with why
	Stops     []PilotStop  // each time somebody said that it should stop
	Report    *PilotReport // how it closed; nil until then
	Waiting   int          // stops that nobody answered: a list that whoever leads it sees one by one; only in lists
	counted   *pilotCounted
}

// PilotPlan is what a service decides before a pilot begins.
type PilotPlan struct {
	Question string     `json:"question"` // what the service wants to find out
	Lead     string     `json:"lead"`     // id of the account that leads it
	Workers  []string   `json:"workers"`  // ids of accounts
	First    string     `json:"first"`    // the first day
	Weeks    int        `json:"weeks"`
	Each     int        `json:"each"`  // conversations of each worker
	Told     string     `json:"told"`  // how young people are told
	SayNo    string     `json:"no"`    // how they can say no, and what then
	Rules    []StopRule `json:"rules"` // when it stops
}

// StopRule says when a pilot has to stop, who decides then, and how soon.
type StopRule struct {
	Code    string `json:"code"` // of StopRules
	Words   string `json:"words"`
	Decides string `json:"decides"` // a role
	Days    int    `json:"days"`    // within which it is answered
	Pause   bool   `json:"pause"`   // no new conversation is noted until it is
	Minutes int    `json:"minutes,omitempty"`
}

// The stop rules that are offered. Their words are the service's own.
const (
	RuleHarm  = "harm"  // a young person was harmed or frightened by a conversation; every pilot has it
	RuleTime  = "time"  // it takes workers more minutes a week than Minutes
	RuleAgain = "again" // fewer than half of the young people would do it again
)

// StopRules lists the codes in the order offered; the last is for whatever a service adds itself.
var StopRules = []string{RuleHarm, RuleTime, RuleAgain, "promises", "interpreter", "own"}

// Bounds of a pilot.
const (
	LeastWorkers  = 2
	MostWorkers   = 12
	mostWeeks     = 52
	mostEach      = 10
	mostDays      = 30
	mostMinutes   = 2000
	SilentWorkers = 3 // of fewer workers' time nothing is said
)

// PilotState is how far a pilot is.
type PilotState string

// The states.
const (
	PilotPlanned PilotState = "planned"
	PilotRunning PilotState = "running"
	PilotCounted PilotState = "counted" // nobody adds anything more; its report is written
	PilotClosed  PilotState = "closed"
)

// State says how far it is.
func (p Pilot) State() PilotState {
	switch {
	case !p.ClosedAt.IsZero():
		return PilotClosed
	case !p.CountedAt.IsZero():
		return PilotCounted
	case !p.BegunAt.IsZero():
		return PilotRunning
	}
	return PilotPlanned
}

// Has reports whether somebody is one of its workers.
func (p Pilot) Has(account string) bool { return slices.Contains(p.Plan.Workers, account) }

// Last is the last day.
func (p Pilot) Last() string {
	first, err := time.Parse(time.DateOnly, p.Plan.First)
	if err != nil {
		return ""
	}
	return db.Day(first.AddDate(0, 0, 7*p.Plan.Weeks-1))
}

// Week is the number of the week that a moment lies in: 1 for the first, and for whatever lies before it.
func (p Pilot) Week(at time.Time) int {
	first, err := time.Parse(time.DateOnly, p.Plan.First)
	if err != nil || at.Before(first) {
		return 1
	}
	return int(at.Sub(first)/(7*24*time.Hour)) + 1
}

// Rule gives a rule of the plan.
func (p Pilot) Rule(code string) (StopRule, bool) {
	i := slices.IndexFunc(p.Plan.Rules, func(r StopRule) bool { return r.Code == code })
	if i < 0 {
		return StopRule{}, false
	}
	return p.Plan.Rules[i], true
}

// hash is what a plan is locked by: the SHA-256 of its document, hex.
func (p PilotPlan) hash() (string, error) {
	document, err := json.Marshal(p)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(document)
	return hex.EncodeToString(sum[:]), nil
}

func (p PilotPlan) check() error {
	var c problem.Check
	c.Text("question", p.Question, maxText, true)
	c.Text("told", p.Told, maxText, true)
	c.Text("no", p.SayNo, maxText, true)
	c.Require(db.IsID(p.Lead), "lead", "problem.required_choice")
	workers := slices.Compact(slices.Sorted(slices.Values(p.Workers)))
	c.Require(len(workers) >= LeastWorkers && len(workers) <= MostWorkers && len(workers) == len(p.Workers), "workers", "pilot.needs_workers", "least", LeastWorkers, "most", MostWorkers)
	_, err := time.Parse(time.DateOnly, p.First)
	c.Require(err == nil, "first", "problem.not_a_date", "example", "27 3 2027")
	c.Require(p.Weeks >= 1 && p.Weeks <= mostWeeks, "weeks", "problem.number_range", "min", 1, "max", mostWeeks)
	c.Require(p.Each >= 1 && p.Each <= mostEach, "each", "problem.number_range", "min", 1, "max", mostEach)
	harm := false
	for i, r := range p.Rules {
		harm = harm || r.Code == RuleHarm
		known := slices.Contains(StopRules, r.Code) && !slices.ContainsFunc(p.Rules[:i], func(o StopRule) bool { return o.Code == r.Code })
		c.Require(known, "rules", "problem.not_a_choice")
		if known {
			r.check(&c)
		}
	}
	c.Require(harm, "rules", "pilot.needs_harm")
	return c.Err()
}

func (r StopRule) check(c *problem.Check) {
	c.Text("words_"+r.Code, r.Words, maxText, true)
	c.Text("decides_"+r.Code, r.Decides, maxName, true)
	c.Require(r.Days >= 0 && r.Days <= mostDays, "days_"+r.Code, "problem.number_range", "min", 0, "max", mostDays)
	if r.Code == RuleTime {
		c.Require(r.Minutes >= 1 && r.Minutes <= mostMinutes, "minutes", "problem.number_range", "min", 1, "max", mostMinutes)
	}
}

// PilotLine is something that was added to a plan after it was locked.
type PilotLine struct {
	ID    string    `json:"-"`
	At    time.Time `json:"-"`
	By    string    `json:"-"`
	Words string    `json:"words"`
	Why   string    `json:"why"`
}

// PilotStop is somebody's saying that a pilot should stop, and what was answered.
type PilotStop struct {
	ID      string        `json:"-"`
	At      time.Time     `json:"-"`
	By      string        `json:"-"`
	Rule    string        `json:"rule"` // code
	Words   string        `json:"words"`
	Answers []PilotAnswer `json:"-"` // in their order; the last one stands
}

// PilotAnswer is what was decided about a stop.
type PilotAnswer struct {
	ID     string    `json:"-"`
	At     time.Time `json:"-"`
	By     string    `json:"-"`
	Decide string    `json:"decision"` // of Decisions
	Why    string    `json:"why"`
}

// What can be decided about a stop.
const (
	StopHere  = "stop"
	PauseHere = "pause"
	GoOn      = "go_on"
)

// Decisions lists what can be decided about a stop, in the order offered.
var Decisions = []string{StopHere, PauseHere, GoOn}

// Stands is the answer that stands; nil where there is none yet.
func (s PilotStop) Stands() *PilotAnswer {
	if len(s.Answers) == 0 {
		return nil
	}
	return &s.Answers[len(s.Answers)-1]
}

// Due is the day by which a stop is to be answered.
func (p Pilot) Due(s PilotStop) string {
	r, _ := p.Rule(s.Rule)
	return db.Day(s.At.AddDate(0, 0, r.Days))
}

// Late reports whether a stop was answered after its day, or is not at a moment after it.
func (p Pilot) Late(s PilotStop, now time.Time) bool {
	if len(s.Answers) > 0 {
		now = s.Answers[0].At
	}
	return db.Day(now) > p.Due(s)
}

// Waits reports whether no conversation may begin: a stop whose rule says so is not answered, or its answer is to pause.
func (p Pilot) Waits() bool {
	return slices.ContainsFunc(p.Stops, func(s PilotStop) bool {
		if a := s.Stands(); a != nil {
			return a.Decide == PauseHere
		}
		r, _ := p.Rule(s.Rule)
		return r.Pause
	})
}

// Stopped reports whether it was decided that it stops.
func (p Pilot) Stopped() bool {
	return slices.ContainsFunc(p.Stops, func(s PilotStop) bool { a := s.Stands(); return a != nil && a.Decide == StopHere })
}

// unanswered reports whether a stop waits for an answer.
func (p Pilot) unanswered() bool {
	return slices.ContainsFunc(p.Stops, func(s PilotStop) bool { return len(s.Answers) == 0 })
}
