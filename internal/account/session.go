package account

import (
	"context"
	"fmt"
	"sync"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// How long things last.
const (
	sessionIdle    = 30 * time.Minute // without a request
	sessionMost    = 12 * time.Hour   // whatever happens
	passwordLasts  = 10 * time.Minute // between password and second factor
	enrolmentLasts = time.Hour        // to set up a sign-in, once begun
	provenLasts    = 15 * time.Minute // after the password was given, what guards the account may be changed
	seenEvery      = time.Minute      // how often last-seen is written at most
)

// Stage says how far a session is.
type Stage string

// The stages of a session.
const (
	StagePassword Stage = "password" // the second factor is still to come
	StageEnrol    Stage = "enrol"    // a sign-in is being set up
	StageFull     Stage = "full"     // signed in
)

// Session is who is signed in, with roles and teams as they are at this moment.
type Session struct {
	ID           string // never the token
	Actor        permit.Actor
	Name         string
	Organisation string // its name
	Nation       string // one of Nations
	Language     string // "en", "cy", or "" when never chosen
	Until        time.Time
}

// Entry is what a step of signing in gives the browser: the session's token for its cookie, and, once signed in, the
// token of the device cookie by which this browser is known again. Neither is stored as it stands.
type Entry struct {
	Token  string
	Stage  Stage
	Device string // "" when the browser keeps the one it has
	Until  time.Time
}

// errNoSession is what a token that opens nothing gets, whyever it does not.
func errNoSession() error { return problem.New(problem.NotFound, "account.no_session") }

// SessionOf finds who is signed in by a session's token; NotFound when nobody is. Roles, teams and the state of the
// account are read each time, so a change holds from the next request on.
func (s *Service) SessionOf(ctx context.Context, token string) (Session, error) {
	row, err := s.session(ctx, token, StageFull)
	if err != nil {
		return Session{}, err
	}
	out := Session{ID: row.id, Nation: row.nation, Language: row.language, Until: row.endsAt,
		Actor: permit.Actor{ID: row.account, Organisation: row.organisation, Teams: row.teams, Roles: row.roles}}
	if out.Name, out.Organisation, err = s.namesFor(ctx, out.Actor, row); err != nil {
		return Session{}, fmt.Errorf("read own name: %w", err)
	}
	return out, nil
}

// session finds the row of a token at one of the stages and keeps its last-seen time.
func (s *Service) session(ctx context.Context, token string, stages ...Stage) (sessionRow, error) {
	hash := hashToken(token)
	if hash == "" {
		return sessionRow{}, errNoSession()
	}
	now := s.door.Now()
	row, err := s.gate.session(ctx, hash, now)
	if err != nil {
		if problem.Is(err, problem.NotFound) {
			return sessionRow{}, errNoSession()
		}
		return sessionRow{}, fmt.Errorf("find session: %w", err)
	}
	for _, stage := range stages {
		if row.stage == stage && s.stands(row, now) {
			s.touch(ctx, row, now)
			return row, nil
		}
	}
	return sessionRow{}, errNoSession()
}

// stands reports whether a session is neither ended nor idle, and its account may be in it.
func (s *Service) stands(row sessionRow, now time.Time) bool {
	seen := row.seenAt
	if later := s.seen.last(row.id); later.After(seen) {
		seen = later
	}
	if !now.Before(row.endsAt) || now.Sub(seen) >= sessionIdle || row.accountEnds != "" && row.accountEnds <= db.Time(now) {
		return false
	}
	return row.state == Active || row.stage == StageEnrol && row.state == Invited
}

// touch notes that the session is in use: in memory now, in the database once a minute. When that write fails the
// request goes on: the worst is that somebody is asked to sign in sooner than they must.
func (s *Service) touch(ctx context.Context, row sessionRow, now time.Time) {
	s.seen.note(row.id, now)
	if now.Sub(row.seenAt) >= seenEvery && s.seen.claim(row.id, now) {
		_ = s.gate.touch(ctx, row.id, now)
	}
}

// namesFor opens the person's own name and their organisation's, unless they are in memory.
func (s *Service) namesFor(ctx context.Context, who permit.Actor, row sessionRow) (name, organisation string, err error) {
	name, ok := s.names.find(row.revision)
	organisation, ok2 := s.names.find(row.organisationRevision)
	if ok && ok2 {
		return name, organisation, nil
	}
	err = s.door.Read(ctx, who, permit.Self, access.Account(who.ID), func(w *access.Work) error {
		w.Note("own_name")
		p, err := findPerson(ctx, w.Tx, who.ID)
		if err != nil {
			return err
		}
		if name, err = w.Key.OpenText(p.name, namePlace(who.ID)); err != nil {
			return err
		}
		o, err := s.Organisation(ctx, w, who.Organisation)
		if err != nil {
			return err
		}
		organisation = o.Name
		s.names.keep(p.revision, name)
		s.names.keep(o.revision, o.Name)
		return nil
	})
	return name, organisation, err
}

// OwnSession is one line of the list of one's own sessions.
type OwnSession struct {
	ID       string
	Agent    string // "Firefox Windows"
	Began    time.Time
	LastSeen time.Time
	Current  bool
}

// Sessions lists the person's own sessions, newest first.
func (s *Service) Sessions(ctx context.Context, token string) ([]OwnSession, error) {
	row, err := s.session(ctx, token, StageFull)
	if err != nil {
		return nil, err
	}
	var own []OwnSession
	err = s.door.Read(ctx, row.actor(), permit.Self, access.Account(row.account), func(w *access.Work) error {
		w.Note("sessions")
		own, err = listSessions(ctx, w.Tx, row.account, db.Time(w.At), db.Time(w.At.Add(-sessionIdle)))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	for i := range own {
		own[i].Current = own[i].ID == row.id
	}
	return own, nil
}

// EndSession ends one of the person's own sessions; another person's is NotFound.
func (s *Service) EndSession(ctx context.Context, who permit.Actor, id string) error {
	err := s.door.Do(ctx, who, permit.Self, access.Account(who.ID), func(w *access.Work) error {
		w.Note("session_ended", id)
		n, err := deleteSession(ctx, w.Tx, who.ID, id)
		if err == nil && n == 0 {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	return nil
}

// SignOut ends the token's session, at whatever stage; a token that opens nothing is signed out already.
func (s *Service) SignOut(ctx context.Context, token string) error {
	row, err := s.session(ctx, token, StageFull, StagePassword, StageEnrol)
	if problem.Is(err, problem.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	err = s.door.Do(ctx, row.actor(), permit.Self, access.Account(row.account), func(w *access.Work) error {
		w.Note("signed_out")
		_, err := deleteSession(ctx, w.Tx, row.account, row.id)
		return err
	})
	if err != nil {
		return fmt.Errorf("sign out: %w", err)
	}
	return nil
}

// SignOutEverywhere ends every session of the person and forgets every browser that was known.
func (s *Service) SignOutEverywhere(ctx context.Context, who permit.Actor) error {
	err := s.door.Do(ctx, who, permit.Self, access.Account(who.ID), func(w *access.Work) error {
		w.Note("signed_out_everywhere")
		if err := deleteDevices(ctx, w.Tx, who.ID); err != nil {
			return err
		}
		return deleteSessionsOf(ctx, w.Tx, who.ID, "")
	})
	if err != nil {
		return fmt.Errorf("sign out everywhere: %w", err)
	}
	return nil
}

// ChooseLanguage keeps the language in which the person wants the pages: "en" or "cy".
func (s *Service) ChooseLanguage(ctx context.Context, who permit.Actor, language string) error {
	var c problem.Check
	c.Require(language == "en" || language == "cy", "language", "problem.not_a_choice")
	if err := c.Err(); err != nil {
		return err
	}
	err := s.door.Do(ctx, who, permit.Self, access.Account(who.ID), func(w *access.Work) error {
		w.Note("language")
		return updateLanguage(ctx, w.Tx, who.ID, language)
	})
	if err != nil {
		return fmt.Errorf("choose language: %w", err)
	}
	return nil
}

// lastSeen keeps in memory when each session was last used.
type lastSeen struct {
	mu      sync.Mutex
	at      map[string]time.Time
	written map[string]time.Time
}

func (l *lastSeen) last(id string) time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.at[id]
}

func (l *lastSeen) note(id string, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.at == nil {
		l.at, l.written = map[string]time.Time{}, map[string]time.Time{}
	}
	l.at[id] = now
}

// claim lets one of several requests of a session write the time.
func (l *lastSeen) claim(id string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.Sub(l.written[id]) < seenEvery {
		return false
	}
	l.written[id] = now
	return true
}

func (l *lastSeen) sweep(before time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for id, at := range l.at {
		if at.Before(before) {
			delete(l.at, id)
			delete(l.written, id)
		}
	}
}
