package sharing

import (
	"slices"
	"strings"
	"time"

	"stablefutures/internal/account"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
)

// MeetingKind says what a meeting is; how the nation calls it stands in its pack.
type MeetingKind string

// The kinds of meeting.
const (
	Urgent       MeetingKind = "urgent"     // what agencies hold first when harm is feared
	Conference   MeetingKind = "conference" // that decides on a protection plan
	CoreGroup    MeetingKind = "core_group"
	Review       MeetingKind = "review" // of a looked-after child's plan
	OtherMeeting MeetingKind = "other"
)

// MeetingKinds lists the kinds in the order in which people are asked to choose.
var MeetingKinds = []MeetingKind{Urgent, Conference, CoreGroup, Review, OtherMeeting}

// TakingPart are the ways in which a young person has a part in a meeting.
var TakingPart = []string{"in_person", "advocate", "words", "not"}

// Plan says what a meeting is for and how the young person has a part in it: sealed. What is in it from NotInRoom on, and
// why they take part so, is for whoever answers for the record alone.
type Plan struct {
	Version      int    `json:"v"`
	Named        string `json:"named,omitempty"` // of another kind: what it is called
	Where        string `json:"where"`           // never where the young person lives
	Purpose      string `json:"purpose"`
	Chair        string `json:"chair"`
	TakesPart    string `json:"takes_part"`
	TakesPartWhy string `json:"takes_part_why,omitempty"` // how, or why not
	NotInRoom    string `json:"not_in_room,omitempty"`    // whom they do not want there
	Decided      string `json:"decided,omitempty"`        // what was decided about that
}

// Meeting is one meeting of agencies about a young person.
type Meeting struct {
	ID           string      `json:"id"`
	Record       string      `json:"-"`
	Organisation string      `json:"organisation"` // that convened it
	Kind         MeetingKind `json:"kind"`
	Starts       time.Time   `json:"starts"`
	Until        time.Time   `json:"until"` // when all access given for it ends
	By           string      `json:"by"`
	At           time.Time   `json:"at"`
	CalledOffBy  string      `json:"called_off_by,omitempty"`
	CalledOffAt  time.Time   `json:"called_off_at,omitzero"`
	Plan         Plan        `json:"plan"`
}

// Off reports whether the meeting was called off.
func (m Meeting) Off() bool { return m.CalledOffBy != "" }

// Invited is the sealed part of an invitation.
type Invited struct {
	Version int    `json:"v"`
	Agency  string `json:"agency,omitempty"` // of somebody outside this deployment
	Whom    string `json:"whom"`             // a person, or the part they have
}

// Invitation asks an agency to come. One without an Agency is for somebody outside, who has it on paper.
type Invitation struct {
	ID          string    `json:"id"`
	Meeting     string    `json:"-"`
	Record      string    `json:"-"`
	Agency      string    `json:"agency,omitempty"` // an organisation here, or ""
	By          string    `json:"by"`
	At          time.Time `json:"at"`
	WithdrawnBy string    `json:"withdrawn_by,omitempty"`
	WithdrawnAt time.Time `json:"withdrawn_at,omitzero"`
	Grant       string    `json:"-"`
	Text        Invited   `json:"text"`
	Answer      Line      `json:"-"` // the last that was answered; one without an ID is none
}

// Open reports whether the invitation was not withdrawn.
func (i Invitation) Open() bool { return i.WithdrawnBy == "" }

// State is how an invitation stands: withdrawn, invited, or what was answered.
func (i Invitation) State() string {
	switch {
	case !i.Open():
		return "withdrawn"
	case i.Answer.ID == "":
		return "invited"
	}
	return i.Answer.Code
}

// AnswersToInvitation are what an agency can answer.
var AnswersToInvitation = []string{"coming", "apologies", "sends"}

// LineKind says what a line of a meeting is.
type LineKind string

// The kinds of line.
const (
	PlanLine     LineKind = "plan"
	AnswerLine   LineKind = "answer"   // to an invitation
	PresentLine  LineKind = "present"  // who was there, for whom, from when to when
	WishLine     LineKind = "wish"     // what the young person wants said
	SaidLine     LineKind = "said"     // what they said in the room
	PointLine    LineKind = "point"    // what somebody brought: a fact or an opinion
	DecisionLine LineKind = "decision" // with a day it is a promise too
	DissentLine  LineKind = "dissent"  // who does not agree, and why
	PromiseLine  LineKind = "promise"
	PermitLine   LineKind = "permit" // whether the young person lets one agency hear a wish or what they said
	DraftLine    LineKind = "draft"  // the minutes are shown to the agencies
	PaperLine    LineKind = "paper"  // that something was handed over on paper
)

// RoomKinds are the lines that are taken down in a meeting, in the order in which they are offered.
var RoomKinds = []LineKind{PointLine, SaidLine, DecisionLine, PromiseLine, DissentLine, PresentLine}

// The audiences of a line that names no agencies by themselves.
const (
	AudienceRoom = "room" // every agency that is invited
	AudienceUs   = "us"   // nobody but those who answer for the record
)

// LineText is the sealed part of a line.
type LineText struct {
	Version     int    `json:"v"`
	Text        string `json:"text,omitempty"`
	Who         string `json:"who,omitempty"`       // who was there, who sends whom, who does it
	From        string `json:"from,omitempty"`      // of whom was there: when they came
	Left        string `json:"left,omitempty"`      // and when they left
	ForYoung    string `json:"for_young,omitempty"` // the same in plain words in the young person's language
	Language    string `json:"language,omitempty"`  // of the young person's words, or of ForYoung
	Translation string `json:"translation,omitempty"`
	Seen        string `json:"seen,omitempty"` // of what was handed over: ids of elements and lines
	Plan        *Plan  `json:"plan,omitempty"`
}

// Line is one thing said of a meeting. It is never changed: a later one corrects it.
type Line struct {
	ID           string    `json:"id"`
	Meeting      string    `json:"-"`
	Record       string    `json:"-"`
	Kind         LineKind  `json:"kind"`
	Code         string    `json:"code,omitempty"`  // of an answer, a point (fact or opinion) or a permission (yes or no)
	About        string    `json:"about,omitempty"` // the invitation or line that it speaks of
	Corrects     string    `json:"corrects,omitempty"`
	Whose        string    `json:"whose,omitempty"` // the invitation of the agency whose it is; "" the organisation that convened
	Audience     []string  `json:"audience"`        // AudienceRoom, AudienceUs, or invitations
	Promise      string    `json:"promise,omitempty"`
	Due          string    `json:"due,omitempty"`
	Author       string    `json:"author"`
	Organisation string    `json:"organisation"`
	At           time.Time `json:"at"`
	Text         LineText  `json:"text"`
}

// Minutes are what was agreed once, with the hash that stands in the ledger.
type Minutes struct {
	ID      string
	Meeting string
	Version int
	By      string
	At      time.Time
	Hash    string
	Kept    KeptMinutes
}

// KeptMinutes is the sealed document of minutes: all of it, as it stood when it was agreed.
type KeptMinutes struct {
	Version     int          `json:"v"`
	Meeting     Meeting      `json:"meeting"`
	Invitations []Invitation `json:"invitations"`
	Lines       []Line       `json:"lines"`
}

// Heard is somebody's opening of a meeting on one day.
type Heard struct {
	Account      string
	Organisation string
	Day          string
	At           time.Time
	Lines        int
}

// Gathering is a meeting with all that was said of it, the oldest first, and the names of whom it speaks of.
type Gathering struct {
	Meeting
	Person      record.Person
	Invitations []Invitation
	Lines       []Line
	Minutes     []Minutes
	Looks       []Heard
	Promises    map[string]promise.Promise
	Names       map[string]account.Person
	Agencies    map[string]account.Organisation
	Now         time.Time
}

// Standing gives the lines of some kinds that nobody of the same organisation set right since.
func (g Gathering) Standing(kinds ...LineKind) (list []Line) {
	for _, l := range g.Lines {
		if slices.Contains(kinds, l.Kind) && g.later(l) == "" && !g.beside(l) {
			list = append(list, l)
		}
	}
	return list
}

// Beside gives what agencies set beside a line that is not theirs to change.
func (g Gathering) Beside(of Line) (list []Line) {
	for _, l := range g.Lines {
		if g.beside(l) && g.root(l.Corrects) == g.root(of.ID) {
			list = append(list, l)
		}
	}
	return list
}

// beside reports whether a line corrects one of another organisation: then both stand.
func (g Gathering) beside(l Line) bool {
	if l.Corrects == "" {
		return false
	}
	first, ok := g.line(l.Corrects)
	return ok && first.Organisation != l.Organisation
}

// later gives the line by which the same organisation set this one right, or "".
func (g Gathering) later(of Line) string {
	for _, l := range g.Lines {
		if l.Corrects == of.ID && l.Organisation == of.Organisation {
			return l.ID
		}
	}
	return ""
}

// root gives the first of a line of corrections.
func (g Gathering) root(id string) string {
	for range g.Lines {
		l, ok := g.line(id)
		if !ok || l.Corrects == "" || g.beside(l) {
			return id
		}
		id = l.Corrects
	}
	return id
}

func (g Gathering) line(id string) (Line, bool) {
	at := slices.IndexFunc(g.Lines, func(l Line) bool { return l.ID == id })
	if at < 0 {
		return Line{}, false
	}
	return g.Lines[at], true
}

// Invitation gives one of the invitations.
func (g Gathering) Invitation(id string) (Invitation, bool) {
	at := slices.IndexFunc(g.Invitations, func(i Invitation) bool { return i.ID == id })
	if at < 0 {
		return Invitation{}, false
	}
	return g.Invitations[at], true
}

// Permitted reports whether the young person lets an agency hear a line: the last that they said holds, and nothing said
// is no. A line that sets words right needs their yes again.
func (g Gathering) Permitted(line, invitation string) (yes bool, asked bool) {
	for _, l := range g.Lines {
		if l.Kind == PermitLine && l.About == line && slices.Contains(l.Audience, invitation) {
			yes, asked = l.Code == "yes", true
		}
	}
	return yes, asked
}

// Shows reports whether an agency may see a line: its own; what was taken down for all or for it, once the minutes are
// shown; the young person's words where they said yes; and never what was kept for those who answer for the record. A line
// that was set right goes with the one that stands in its place: where that is not for the agency, neither is what was
// wrong.
func (g Gathering) Shows(l Line, to Invitation) bool {
	if !g.shows(l, to) {
		return false
	}
	last := g.last(l)
	return last.ID == l.ID || g.shows(last, to)
}

func (g Gathering) shows(l Line, to Invitation) bool {
	switch l.Kind {
	case AnswerLine:
		return l.About == to.ID
	case WishLine:
		yes, _ := g.Permitted(l.ID, to.ID)
		return yes
	case SaidLine:
		yes, _ := g.Permitted(l.ID, to.ID)
		return yes && g.Drafted()
	case PlanLine, PermitLine, DraftLine, PaperLine:
		return false
	}
	switch {
	case slices.Contains(l.Audience, AudienceUs): // whoever it is of, and whoever wrote it
		return false
	case to.Agency != "" && l.Organisation == to.Agency:
		return true
	case !g.Drafted():
		return false
	}
	if g.beside(l) {
		first, _ := g.line(l.Corrects)
		return g.Shows(first, to)
	}
	if l.Kind == DissentLine && l.About != "" {
		if decision, ok := g.line(l.About); ok && !g.Shows(decision, to) {
			return false
		}
	}
	return l.Whose == to.ID || slices.Contains(l.Audience, AudienceRoom) || slices.Contains(l.Audience, to.ID)
}

// last is the line that stands now in the place of one, after all that its own organisation set right.
func (g Gathering) last(l Line) Line {
	for range g.Lines {
		id := g.later(l)
		if id == "" {
			break
		}
		l, _ = g.line(id)
	}
	return l
}

// Drafted reports whether the minutes are shown to the agencies.
func (g Gathering) Drafted() bool {
	return len(g.Minutes) > 0 || slices.ContainsFunc(g.Lines, func(l Line) bool { return l.Kind == DraftLine })
}

// LastSeen names the newest line: a form carries it, so that its writer is told what others wrote meanwhile.
func (g Gathering) LastSeen() string {
	if len(g.Lines) == 0 {
		return ""
	}
	return g.Lines[len(g.Lines)-1].ID
}

// Since counts what others wrote after the line that a form had seen.
func (g Gathering) Since(seen, but string) (n int) {
	at := slices.IndexFunc(g.Lines, func(l Line) bool { return l.ID == seen })
	for _, l := range g.Lines[at+1:] {
		if l.Author != but && slices.Contains(RoomKinds, l.Kind) {
			n++
		}
	}
	return n
}

// Pack is one agency's page: just what it may see of the record and the meeting, as it is now.
type Pack struct {
	Gathering
	To       Invitation
	Shares   []Entry // open, with what they show now and what the agency said itself
	Editions map[string]*framework.Edition
	Out      bool // the minutes are shown to the agencies
}

// mostLines bounds a meeting; nobody takes down more by hand.
const mostLines = 2000

// check says what is missing from a meeting, field by field.
func (m Meeting) check(now time.Time) error {
	var c problem.Check
	p := m.Plan
	c.Require(db.IsID(m.ID), "kind", "problem.stale_form")
	c.Require(slices.Contains(MeetingKinds, m.Kind), "kind", "meeting.needs_kind")
	c.Require(m.Kind != OtherMeeting || p.Named != "", "named", "meeting.needs_name")
	c.Require(!m.Starts.IsZero(), "starts", "meeting.needs_time")
	c.Require(m.Until.After(m.Starts) && m.Until.After(now) && m.Until.Before(now.Add(longest)), "until", "meeting.needs_until")
	text(&c, "where", p.Where, true, "meeting.needs_where")
	text(&c, "purpose", p.Purpose, true, "meeting.needs_purpose")
	text(&c, "chair", p.Chair, true, "meeting.needs_chair")
	c.Require(slices.Contains(TakingPart, p.TakesPart), "takes_part", "meeting.needs_part")
	text(&c, "takes_part_why", p.TakesPartWhy, p.TakesPart == "not", "meeting.needs_why_not")
	text(&c, "not_in_room", p.NotInRoom, false, "")
	text(&c, "decided", p.Decided, strings.TrimSpace(p.NotInRoom) != "", "meeting.needs_decided")
	return c.Err()
}
