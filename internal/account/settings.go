package account

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// Mode says whether an organisation works with real people yet.
type Mode string

// The modes. Every organisation begins in Trial: invented people only.
const (
	Trial Mode = "trial"
	Live  Mode = "live"
)

// Contact is whom to ring when a conversation shows that somebody is in danger.
type Contact struct {
	Name       string
	Phone      string // in working hours
	OutOfHours string // at night and at weekends
	Tested     string // the day on which both numbers were rung and answered, YYYY-MM-DD
}

// Settings are what an organisation says about its service before it works with real people. Each organisation is its
// own controller, so each has its own.
type Settings struct {
	Mode       Mode
	Assessment string // reference of the impact assessment
	Controller string // who is answerable: a name or an office
	Contact    Contact
	Restored   string // the day on which a backup was restored as a test, YYYY-MM-DD
	KeysApart  bool   // somebody has looked: the key ring is kept apart from database and backups

	ChangedBy string
	ChangedAt time.Time
}

// restoreStale is how old a tested restore may be when trial mode is left.
const restoreStale = 366 * 24 * time.Hour

// check asks for everything when the mode is Live; in Trial any part may be missing, but what is there must be right.
func (s *Settings) check(now time.Time) error {
	var c problem.Check
	live := s.Mode == Live
	line := func(field string, text *string, max int) {
		if *text == "" && !live {
			return
		}
		*text = checkName(&c, field, *text, max)
	}
	c.Require(s.Mode == Trial || s.Mode == Live, "mode", "problem.not_a_choice")
	line("assessment", &s.Assessment, maxName)
	line("controller", &s.Controller, maxName)
	line("contact_name", &s.Contact.Name, maxName)
	line("contact_phone", &s.Contact.Phone, 40)
	line("contact_out_of_hours", &s.Contact.OutOfHours, 40)
	checkPhone(&c, "contact_phone", s.Contact.Phone)
	checkPhone(&c, "contact_out_of_hours", s.Contact.OutOfHours)
	checkTested(&c, "contact_tested", s.Contact.Tested, live, now)
	checkTested(&c, "restored", s.Restored, live, now)
	c.Require(!live || s.KeysApart, "keys_apart", "account.keys_apart_needed")
	return c.Err()
}

// checkPhone wants digits enough to ring; how they are grouped is up to the writer.
func checkPhone(c *problem.Check, field, phone string) {
	digits := 0
	for _, r := range phone {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	c.Require(phone == "" || digits >= 3, field, "account.not_a_phone")
}

// checkTested wants a day that has been, and for going live one within the last year.
func checkTested(c *problem.Check, field, day string, live bool, now time.Time) {
	if day == "" {
		c.Require(!live, field, "account.tested_needed")
		return
	}
	t, err := time.Parse(time.DateOnly, day)
	switch {
	case err != nil:
		c.Add(field, "problem.not_a_date", "example", "27 3 2026")
	case t.After(now):
		c.Add(field, "problem.date_past")
	case live && now.Sub(t) > restoreStale:
		c.Add(field, "account.tested_long_ago")
	}
}

func settingsPlace(id string) seal.Place {
	return seal.Place{Table: "account_service", Row: id, Column: "body"}
}

// SaveSettings writes the organisation's settings as a new row; leaving trial mode asks for all of them. Only its
// administrator may.
func (s *Service) SaveSettings(ctx context.Context, who permit.Actor, set Settings) error {
	if err := set.check(s.door.Now()); err != nil {
		return err
	}
	err := s.door.Do(ctx, who, permit.ManageService, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note("settings_saved", string(set.Mode))
		set.ChangedBy, set.ChangedAt = who.ID, w.At
		body, err := json.Marshal(set)
		if err != nil {
			return fmt.Errorf("write settings: %w", err)
		}
		id := db.NewID()
		return insertSettings(ctx, w.Tx, id, who.Organisation, set.Mode, w.System().Seal(body, settingsPlace(id)), who.ID, db.Time(w.At))
	})
	if err != nil {
		return fmt.Errorf("save settings: %w", err)
	}
	s.modes.forget(who.Organisation)
	return nil
}

// Settings reads the settings of one's own organisation, for its administrator.
func (s *Service) Settings(ctx context.Context, who permit.Actor) (Settings, error) {
	var set Settings
	err := s.door.Read(ctx, who, permit.ManageService, access.Organisation(who.Organisation), func(w *access.Work) (err error) {
		w.Note("settings")
		set, err = settingsOf(ctx, w, who.Organisation)
		return err
	})
	if err != nil {
		return Settings{}, fmt.Errorf("read settings: %w", err)
	}
	return set, nil
}

// AllSettings reads the settings of every organisation, by its id, for the command line (permit.System).
func (s *Service) AllSettings(ctx context.Context, who permit.Actor) (map[string]Settings, error) {
	var all map[string]Settings
	err := s.door.Read(ctx, who, permit.Operate, access.Nothing, func(w *access.Work) error {
		w.Note("settings")
		organisations, err := listOrganisations(ctx, w.Tx)
		if err != nil {
			return err
		}
		all = map[string]Settings{}
		for _, o := range organisations {
			if all[o.ID], err = settingsOf(ctx, w, o.ID); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read settings: %w", err)
	}
	return all, nil
}

func settingsOf(ctx context.Context, w *access.Work, organisation string) (Settings, error) {
	id, body, err := findSettings(ctx, w.Tx, organisation)
	if problem.Is(err, problem.NotFound) {
		return Settings{Mode: Trial}, nil
	}
	if err != nil {
		return Settings{}, err
	}
	plain, err := w.System().Open(body, settingsPlace(id))
	if err != nil {
		return Settings{}, err
	}
	var set Settings
	if err := json.Unmarshal(plain, &set); err != nil {
		return Settings{}, fmt.Errorf("read settings: %w", err)
	}
	return set, nil
}

// modeKept is how long a mode or a contact is believed before it is read again: another server may have changed it.
const modeKept = 30 * time.Second

// modes keeps modes and safety contacts in memory for a short while.
type modes struct {
	mu       sync.Mutex
	modes    map[string]keptMode
	contacts map[string]keptContact
}

type keptMode struct {
	mode Mode
	at   time.Time
}

type keptContact struct {
	contact Contact
	at      time.Time
}

func (m *modes) forget(organisation string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.modes, organisation)
	delete(m.contacts, organisation)
}

// Mode says whether an organisation works in trial mode; "" is nobody's, and Trial. Asking is cheap.
func (s *Service) Mode(ctx context.Context, organisation string) (Mode, error) {
	if organisation == "" {
		return Trial, nil
	}
	now := s.door.Now()
	s.modes.mu.Lock()
	kept, ok := s.modes.modes[organisation]
	s.modes.mu.Unlock()
	if ok && now.Sub(kept.at) < modeKept {
		return kept.mode, nil
	}
	mode, err := s.gate.mode(ctx, organisation)
	if err != nil {
		return Trial, fmt.Errorf("read mode: %w", err)
	}
	s.modes.mu.Lock()
	defer s.modes.mu.Unlock()
	if s.modes.modes == nil {
		s.modes.modes = map[string]keptMode{}
	}
	s.modes.modes[organisation] = keptMode{mode, now}
	return mode, nil
}

// SafetyContact gives whom to ring in one's own organisation; its fields are empty when nobody was named yet.
func (s *Service) SafetyContact(ctx context.Context, who permit.Actor) (Contact, error) {
	now := s.door.Now()
	s.modes.mu.Lock()
	kept, ok := s.modes.contacts[who.Organisation]
	s.modes.mu.Unlock()
	if ok && now.Sub(kept.at) < modeKept {
		return kept.contact, nil
	}
	var c Contact
	err := s.door.Read(ctx, who, permit.Self, access.Account(who.ID), func(w *access.Work) (err error) {
		w.Note("safety_contact")
		c, err = s.SafetyContactIn(ctx, w, who.Organisation)
		return err
	})
	if err != nil {
		return Contact{}, fmt.Errorf("read safety contact: %w", err)
	}
	s.modes.mu.Lock()
	defer s.modes.mu.Unlock()
	if s.modes.contacts == nil {
		s.modes.contacts = map[string]keptContact{}
	}
	s.modes.contacts[who.Organisation] = keptContact{c, now}
	return c, nil
}

// SafetyContactIn is SafetyContact inside any work.
func (s *Service) SafetyContactIn(ctx context.Context, w *access.Work, organisation string) (Contact, error) {
	set, err := settingsOf(ctx, w, organisation)
	return set.Contact, err
}
