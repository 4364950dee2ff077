package voice

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
)

// The ways into a place on a device of their own.
const (
	ByWords   = "words"   // four words that their worker says each time: opens what they said themselves
	ByPasskey = "passkey" // a key in the device: opens what was promised and who can see it too
)

// Ways lists them.
var Ways = []string{ByWords, ByPasskey}

// DeviceDays are the times for which a place is opened, in days; after that it is opened again, with them.
var DeviceDays = []int{30, 60, 90}

// How long things last.
const (
	codeLasts   = 10 * time.Minute
	sessionIdle = 10 * time.Minute
	sessionMost = 30 * time.Minute
	seenEvery   = time.Minute // how often last-seen is written at most
	codeTries   = 5           // wrong tries of words that were found
)

// Opening is what a young person chose, with their worker beside them, after the safety briefing.
type Opening struct {
	Way  string // one of Ways
	Days int    // one of DeviceDays
}

// Device is a young person's own place on a device of theirs.
type Device struct {
	ID       string
	Way      string
	OpenedBy string // account
	OpenedAt time.Time
	Until    time.Time
	EndedAt  time.Time // zero unless somebody ended it
	// State is "open", or why it is over: worker, renewed, pressed, setting, time, grant, restricted, moved.
	State   string
	Second  bool // they chose a second word
	Passkey bool // the device has its key
}

// Devices is what a worker sees of a young person's places.
type Devices struct {
	Person   record.Person
	Allowed  bool // the organisation lets young people have one
	Passkeys bool // passkeys work where the service runs
	List     []Device
	Names    map[string]account.Person // of those who opened them
}

// Current gives the place that is open, nil when there is none.
func (d Devices) Current() *Device {
	for i := range d.List {
		if d.List[i].State == "open" {
			return &d.List[i]
		}
	}
	return nil
}

// Devices lists the places on devices of their own, the newest first, for whoever works with them.
func (s *Service) Devices(ctx context.Context, who permit.Actor, recordID string) (d Devices, err error) {
	err = s.door.Read(ctx, who, permit.OpenOwnPlace, access.Record(recordID), func(w *access.Work) error {
		w.Note("own_devices")
		d = Devices{Passkeys: s.accounts.PasskeysOffered()} // a snapshot may be read again
		if d.Person, err = record.Find(ctx, w, recordID); err != nil {
			return err
		}
		set, err := bothAllow(ctx, w, recordID, who.Organisation)
		if err != nil {
			return err
		}
		d.Allowed = set.On
		rows, err := listPlaces(ctx, w.Tx, recordID)
		if err != nil {
			return err
		}
		var ids []string
		for _, p := range rows {
			state, err := s.state(ctx, w, p)
			if err != nil {
				return err
			}
			d.List = append(d.List, Device{ID: p.id, Way: p.way, OpenedBy: p.openedBy, OpenedAt: p.openedAt, Until: p.endsAt, EndedAt: p.endedAt,
				State: state, Second: p.second != "", Passkey: p.passkey != nil})
			ids = append(ids, p.openedBy)
		}
		d.Names, err = s.accounts.Names(ctx, w, ids)
		return err
	})
	if err != nil {
		return Devices{}, fmt.Errorf("list own devices: %w", err)
	}
	return d, nil
}

// state says whether a place is open at this moment, or why it is over. It is asked of each use: what a place rests on can
// fall away with nobody thinking of it.
func (s *Service) state(ctx context.Context, w *access.Work, p placeRow) (string, error) {
	switch {
	case p.endedHow != "":
		return p.endedHow, nil
	case p.over(w.At):
		return "time", nil
	}
	grants, err := w.Grants(ctx)
	if err != nil {
		return "", err
	}
	if !slices.ContainsFunc(grants, func(g access.Grant) bool { return g.ID == p.grant && g.Holder == p.id && g.Open(w.At) }) {
		return "grant", nil
	}
	set, err := bothAllow(ctx, w, p.record, p.organisation)
	if err != nil {
		return "", err
	}
	if !set.On || p.openedAt.Before(set.Since) {
		return "setting", nil
	}
	restrictions, err := w.Restrictions(ctx)
	if err != nil {
		return "", err
	}
	if slices.ContainsFunc(restrictions, func(r access.Restriction) bool { return !r.At.Before(p.openedAt) }) {
		return "restricted", nil // whoever shut the record did not have this place in mind: it is opened again, or not
	}
	works, err := s.worksWith(ctx, w, grants, p.organisation)
	if err != nil {
		return "", err
	}
	if !works {
		return "moved", nil
	}
	return "open", nil
}

// worksWith reports whether somebody of an organisation works with the young person at this moment.
func (s *Service) worksWith(ctx context.Context, w *access.Work, grants []access.Grant, organisation string) (bool, error) {
	var ids []string
	for _, g := range grants {
		works := g.Part == permit.PartRecord && slices.Contains([]access.Reason{access.ReasonAllocation, access.ReasonTeam, access.ReasonGuardian}, g.Reason)
		if !works || !g.Open(w.At) {
			continue
		}
		switch g.HolderKind {
		case access.HolderOrganisation:
			if g.Holder == organisation {
				return true, nil
			}
		case access.HolderTeam:
			team, err := s.accounts.Team(ctx, w, g.Holder)
			if err != nil && !problem.Is(err, problem.NotFound) {
				return false, err
			}
			if team.OrganisationID == organisation {
				return true, nil
			}
		case access.HolderAccount:
			ids = append(ids, g.Holder)
		}
	}
	people, err := s.accounts.Names(ctx, w, ids)
	if err != nil {
		return false, err
	}
	for _, p := range people {
		if p.OrganisationID == organisation && p.State != account.Closed {
			return true, nil
		}
	}
	return false, nil
}

// inside lets through whoever works here, and a young person in a place of theirs that is open. To others there is none.
func (s *Service) inside(ctx context.Context, w *access.Work, recordID string) error {
	if !w.Who.Is(permit.YoungPerson) {
		return nil
	}
	_, err := s.openPlace(ctx, w, recordID, w.Who.ID)
	return err
}

// openPlace finds a place of a record while it is open; NotFound when it is not, whyever.
func (s *Service) openPlace(ctx context.Context, w *access.Work, recordID, id string) (placeRow, error) {
	p, err := findPlace(ctx, w.Tx, id)
	if err != nil {
		return p, err
	}
	state, err := s.state(ctx, w, p)
	if err == nil && (p.record != recordID || state != "open") {
		err = problem.New(problem.NotFound, "problem.not_found")
	}
	return p, err
}

// openUntil says until when a place on a device of their own is open; zero where none is.
func (s *Service) openUntil(ctx context.Context, w *access.Work, recordID string) (until time.Time, err error) {
	rows, err := listPlaces(ctx, w.Tx, recordID)
	if err != nil {
		return until, err
	}
	for _, p := range rows {
		state, err := s.state(ctx, w, p)
		if err != nil {
			return until, err
		}
		if state == "open" {
			return p.endsAt, nil
		}
	}
	return until, nil
}

// OpenDevice opens a place on a device of their own, where the organisation allows it, until a stated day. One that was open
// before ends. It gives the place's id.
func (s *Service) OpenDevice(ctx context.Context, who permit.Actor, recordID string, o Opening) (id string, err error) {
	var c problem.Check
	c.Require(slices.Contains(Ways, o.Way) && (o.Way != ByPasskey || s.accounts.PasskeysOffered()), "way", "problem.required_choice")
	c.Require(slices.Contains(DeviceDays, o.Days), "days", "problem.required_choice")
	if err := c.Err(); err != nil {
		return "", err
	}
	err = s.door.Do(ctx, who, permit.OpenOwnPlace, access.Record(recordID), func(w *access.Work) error {
		set, err := bothAllow(ctx, w, recordID, who.Organisation)
		if err != nil {
			return err
		}
		if !set.On {
			return problem.New(problem.Conflict, "voice.device_not_allowed")
		}
		before, err := listPlaces(ctx, w.Tx, recordID)
		if err != nil {
			return err
		}
		for _, p := range before {
			if !p.over(w.At) {
				if err := endPlace(ctx, w, p, "renewed"); err != nil {
					return err
				}
			}
		}
		p := placeRow{id: db.NewID(), record: recordID, organisation: who.Organisation, way: o.Way, openedBy: who.ID, openedAt: w.At,
			endsAt: w.At.AddDate(0, 0, o.Days)}
		w.Note("own_device", p.id, "way:"+o.Way)
		if p.grant, err = w.Give(ctx, access.Grant{Part: permit.PartOwn, HolderKind: access.HolderYoungPerson, Holder: p.id, Reason: access.ReasonOwn, Until: p.endsAt}); err != nil {
			return err
		}
		id = p.id
		return insertPlace(ctx, w.Tx, p)
	})
	if err != nil {
		return "", fmt.Errorf("open own device: %w", err)
	}
	return id, nil
}

// endPlace ends a place with its grant, where that is still open.
func endPlace(ctx context.Context, w *access.Work, p placeRow, how string) error {
	grants, err := w.Grants(ctx)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(grants, func(g access.Grant) bool { return g.ID == p.grant && g.Open(w.At) }) {
		if err := w.End(ctx, p.grant, ""); err != nil {
			return err
		}
	}
	return p.end(ctx, w, how)
}

// EndDevice ends a place, and whoever is in it is out from the next request on. One that is over is a Conflict.
func (s *Service) EndDevice(ctx context.Context, who permit.Actor, recordID, place string) error {
	err := s.door.Do(ctx, who, permit.OpenOwnPlace, access.Record(recordID), func(w *access.Work) error {
		w.Note("own_device_ended", place)
		p, err := findPlace(ctx, w.Tx, place)
		if err != nil || p.record != recordID {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		if p.over(w.At) {
			return problem.New(problem.Conflict, "voice.device_over")
		}
		return endPlace(ctx, w, p, "worker")
	})
	if err != nil {
		return fmt.Errorf("end own device: %w", err)
	}
	return nil
}

// secondIndex is what a second word is found by.
func secondIndex(w *access.Work, typed string) string {
	return w.Blind("voice second word", strings.Join(foldTokens(typed), " "))
}

// ChooseSecond keeps the word that a young person chose for when somebody presses them: written where the words of the code
// are written, it ends the place and shows a harmless page. It is two words or more: it is looked for among everybody's, and
// nobody may come upon somebody's by trying. It must not be what many would think of, or look like a code.
func (s *Service) ChooseSecond(ctx context.Context, who permit.Actor, recordID, place, typed string) error {
	folded := strings.Join(foldTokens(typed), " ")
	_, shaped := readSpoken(typed, "en")
	letters := utf8.RuneCountInString(strings.ReplaceAll(folded, " ", ""))
	err := s.door.Do(ctx, who, permit.OpenOwnPlace, access.Record(recordID), func(w *access.Work) error {
		w.Note("own_device_second_word", place)
		if _, err := s.openPlace(ctx, w, recordID, place); err != nil {
			return err
		}
		index := secondIndex(w, typed)
		taken, err := findBySecond(ctx, w.Tx, index, db.Time(w.At))
		if err != nil && !problem.Is(err, problem.NotFound) {
			return err
		}
		var c problem.Check
		switch {
		case !strings.Contains(folded, " ") || letters < 5 || len(typed) > maxTyped:
			c.Add("second", "voice.second_length")
		case shaped || account.IsCommon(folded) || taken.id != "" && taken.id != place:
			c.Add("second", "voice.second_other")
		}
		if err := c.Err(); err != nil {
			return err
		}
		return updateSecond(ctx, w.Tx, place, index)
	})
	if err != nil {
		return fmt.Errorf("choose second word: %w", err)
	}
	return nil
}
