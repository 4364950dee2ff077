package caseaudit

import (
	"context"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/permit"
)

// What happens between an auditor and a record. Each step names its auditor.
const (
	LetIn      StepKind = "let_in"      // the team let them into the record until a day
	NotLetIn   StepKind = "not_let_in"  // the team did not: they read it through the team
	LetOut     StepKind = "let_out"     // the team ended it midway
	AskedAgain StepKind = "asked_again" // whoever plans asks the team once more
	ByTeam     StepKind = "by_team"     // whoever plans says that it is read through the team
	ReadOver   StepKind = "read_over"   // there is no more to read: the record is shut to its auditor again
	CameBack   StepKind = "came_back"   // its auditor is gone or reads cases no more: it is nobody's
	Destroyed  StepKind = "destroyed"   // its record was destroyed, and with it what was written about the case
	Replaced   StepKind = "replaced"    // a stand-in was brought in for it
)

// WayIn is how far an auditor is with the record that a case is.
type WayIn string

// The ways.
const (
	WayElsewhere WayIn = "elsewhere" // the case is no record here
	WayWaits     WayIn = "waits"     // the team has not decided
	WayOpen      WayIn = "open"      // they can open the record
	WayEnded     WayIn = "ended"     // they could, and can no more, before they had read it
	WayTeam      WayIn = "team"      // they read it together with somebody of the team
	WayOver      WayIn = "over"      // they have read it
	WayGone      WayIn = "gone"      // the record was destroyed
)

// Letting is how one auditor of a case stands to its record.
type Letting struct {
	Auditor string
	Second  bool
	Way     WayIn
	Record  string // id; only where the auditor themselves asks and is let in
	Until   time.Time
	Parts   []permit.Part
	Why     string // the team's words where they did not let them in; for its auditor and whoever plans
}

// Gone reports whether the record that the case was is destroyed.
func (c Case) Gone() bool {
	return slices.ContainsFunc(c.Steps, func(s Step) bool { return s.Kind == Destroyed })
}

// replaced reports whether a stand-in was brought in for a case whose record was destroyed.
func (c Case) replaced() bool {
	return slices.ContainsFunc(c.Steps, func(s Step) bool { return s.Kind == Replaced })
}

// Reader is somebody who accepted a case.
type Reader struct {
	Account string
	Second  bool
	Due     string
}

// Readers gives those who accepted the case and have it now.
func (c Case) Readers() (list []Reader) {
	for _, second := range []bool{false, true} {
		if a, accepted := c.reader(second); a != nil && accepted && c.In() {
			list = append(list, Reader{a.Auditor, second, a.Text.Due})
		}
	}
	return list
}

// decided is the last step between an auditor and the record since they accepted the case; nil where the team was only asked.
func (c Case) decided(auditor string) (last *Step) {
	for i, s := range c.Steps {
		if s.Auditor != auditor {
			continue
		}
		switch s.Kind {
		case Accepted:
			last = nil
		case LetIn, NotLetIn, LetOut, AskedAgain, ByTeam, ReadOver:
			last = &c.Steps[i]
		}
	}
	return last
}

// way says how an auditor stands to the record of a case now, and until when and into what they are let.
func (s *Service) way(ctx context.Context, w *access.Work, c Case, auditor string, h hands) (l Letting, err error) {
	l = Letting{Auditor: auditor, Way: WayElsewhere}
	last := c.decided(auditor)
	switch {
	case c.Gone():
		l.Way = WayGone
	case c.Record == "":
	case last == nil || last.Kind == AskedAgain:
		l.Way = WayWaits
	case last.Kind == NotLetIn || last.Kind == ByTeam:
		l.Way = WayTeam
	case last.Kind == ReadOver:
		l.Way = WayOver
	case last.Kind == LetOut:
		l.Way = WayEnded
	default:
		l.Until, l.Parts, err = w.AuditUntil(ctx, c.Record, auditor, h.teamsOf(auditor))
		l.Way = WayOpen
		if len(l.Parts) == 0 {
			l.Way = WayEnded
		}
	}
	return l, err
}

// hands is who is in which team here now, and what their work is.
type hands struct {
	people  []account.Person
	members map[string][]string // accounts by team
}

func (s *Service) hands(ctx context.Context, w *access.Work) (h hands, err error) {
	if h.people, err = s.accounts.ColleaguesIn(ctx, w, w.Who.Organisation); err != nil {
		return hands{}, err
	}
	teams, err := s.accounts.TeamsOf(ctx, w, w.Who.Organisation)
	if err != nil {
		return hands{}, err
	}
	ids := make([]string, len(teams))
	for i, t := range teams {
		ids[i] = t.ID
	}
	h.members, err = s.accounts.MembersOf(ctx, w, ids)
	return h, err
}

func (h hands) teamsOf(account string) (teams []string) {
	for team, members := range h.members {
		if slices.Contains(members, account) {
			teams = append(teams, team)
		}
	}
	return teams
}

// audits reports whether somebody is still here and their work is to read cases.
func (h hands) audits(id string) bool {
	return slices.ContainsFunc(h.people, func(p account.Person) bool { return p.ID == id && Audits(p) })
}

// supervises reports whether somebody is a manager in a team with a person.
func (h hands) supervises(manager, person string) bool {
	leads := slices.ContainsFunc(h.people, func(p account.Person) bool { return p.ID == manager && slices.Contains(p.Roles, permit.Manager) })
	return leads && slices.ContainsFunc(h.teamsOf(person), func(team string) bool { return slices.Contains(h.members[team], manager) })
}

// tie is what the database knows to stand between an auditor and a record, of Ties; "" for nothing. Whoever holds it or held
// it, by themselves or in a team, is tied, as is a manager in the team of whoever holds it now. What an audit gave ties nobody.
func (s *Service) tie(ctx context.Context, w *access.Work, record, auditor string, h hands) (string, error) {
	grants, err := w.HeldOf(ctx, record)
	if err != nil {
		return "", err
	}
	teams, supervises := h.teamsOf(auditor), ""
	for _, g := range grants {
		switch {
		case g.Reason == access.ReasonAudit || g.Part == permit.PartOwn:
		case g.Holder == auditor, g.HolderKind == access.HolderTeam && slices.Contains(teams, g.Holder):
			return "holds", nil
		case g.HolderKind == access.HolderAccount && g.Open(w.At) && h.supervises(auditor, g.Holder):
			supervises = "supervises"
		}
	}
	return supervises, nil
}

// independent gives those of some auditors between whom and the case the database knows nothing to stand. Who is passed over,
// and why, is in the ledger as a code.
func (s *Service) independent(ctx context.Context, w *access.Work, c Case, auditors []string, h hands) (free []string, err error) {
	if c.Record == "" {
		return auditors, nil
	}
	for _, a := range auditors {
		tie, err := s.tie(ctx, w, c.Record, a, h)
		if err != nil {
			return nil, err
		}
		if tie == "" {
			free = append(free, a)
			continue
		}
		w.Note(c.ID, a, "tie:"+tie)
	}
	return free, nil
}

// HoldersOf gives the accounts of those who work with a young person now: whoever the record is allocated to, else guardians,
// else everybody in the teams that hold it. It is empty where there is no record, or nobody here holds it.
func (s *Service) HoldersOf(ctx context.Context, w *access.Work, record string) ([]string, error) {
	if record == "" {
		return nil, nil
	}
	grants, err := w.HeldOf(ctx, record)
	if err != nil {
		return nil, err
	}
	h, err := s.hands(ctx, w)
	if err != nil {
		return nil, err
	}
	here := func(id string) bool {
		return slices.ContainsFunc(h.people, func(p account.Person) bool { return p.ID == id })
	}
	by := map[access.Reason][]string{}
	for _, g := range slices.Backward(grants) { // whoever holds it longest first
		if g.Part != permit.PartRecord || !g.Open(w.At) {
			continue
		}
		switch {
		case g.HolderKind == access.HolderAccount && here(g.Holder):
			by[g.Reason] = append(by[g.Reason], g.Holder)
		case g.HolderKind == access.HolderTeam:
			by[access.ReasonTeam] = append(by[access.ReasonTeam], h.members[g.Holder]...)
		}
	}
	for _, why := range []access.Reason{access.ReasonAllocation, access.ReasonGuardian, access.ReasonTeam} {
		if list := by[why]; len(list) > 0 {
			slices.Sort(list)
			return slices.Compact(list), nil
		}
	}
	return nil, nil
}
