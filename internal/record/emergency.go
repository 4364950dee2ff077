package record

import (
	"context"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/i18n"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// Emergency is what somebody says who must open a record now and holds nothing on it. The name has to be a whole one, and
// the date of birth or the case number that of the same young person.
type Emergency struct {
	Name         string
	Born         string // YYYY-MM-DD, or ""
	Reference    string
	Reason       string // one of access.EmergencyReasons
	Why          string
	Hours        int
	SealedReason string // why they need what is sealed too, one of SealedReasons; "" when they do not
}

func (e Emergency) check() error {
	var c problem.Check
	c.Require(e.Name != "", "name", "problem.required")
	checkText(&c, "name", e.Name, maxName)
	c.Require(e.Born != "" || e.Reference != "", "born", "record.emergency_needs")
	checkText(&c, "reference", e.Reference, maxName)
	c.Require(slices.Contains(access.EmergencyReasons, e.Reason), "reason", "record.needs_a_reason")
	c.Require(e.Why != "", "why", "problem.required")
	checkText(&c, "why", e.Why, maxNotes)
	c.Require(e.Hours > 0 && e.Hours <= access.EmergencyMost, "hours", "problem.not_a_choice")
	c.Require(e.SealedReason == "" || slices.Contains(SealedReasons, e.SealedReason), "sealed_reason", "record.needs_a_reason")
	return c.Err()
}

// How often somebody may try to let themselves in, and how long each try takes at least, so that how long it takes tells
// nothing.
const (
	emergencyTries  = 6
	emergencyWithin = time.Hour
	emergencyTakes  = 400 * time.Millisecond
)

// LetIn lets somebody into a record of a young person whom their own organisation looks after, for some hours. It gives the
// record's id, and "" where nothing fits, where several do, where the record is another organisation's, or restricted:
// none of these can be told from another. Whoever tries too often is a Conflict.
func (s *Service) LetIn(ctx context.Context, who permit.Actor, people *account.Service, e Emergency) (id string, err error) {
	if err := e.check(); err != nil {
		return "", fmt.Errorf("let in: %w", err)
	}
	least := time.NewTimer(emergencyTakes)
	defer least.Stop()
	often := false
	err = s.door.Do(ctx, who, permit.BreakGlass, access.Organisation(who.Organisation), func(w *access.Work) error {
		id, often = "", false // a transaction may run twice
		tries, err := w.EmergencyTries(ctx, w.At.Add(-emergencyWithin))
		if err != nil {
			return err
		}
		if often = tries >= emergencyTries; often {
			w.Note("too_often")
			return nil
		}
		found, err := s.meant(ctx, w, people, e)
		if err != nil || len(found) != 1 {
			w.Note("not_found")
			return err
		}
		id = found[0]
		_, err = w.LetIn(ctx, access.Emergency{Record: id, Reason: e.Reason, SealedReason: e.SealedReason,
			Until: w.At.Add(time.Duration(e.Hours) * time.Hour)}, e.Why)
		return err
	})
	select {
	case <-least.C:
	case <-ctx.Done():
	}
	if err == nil && often {
		err = problem.New(problem.Conflict, "record.emergency_too_often")
	}
	if err != nil {
		return "", fmt.Errorf("let in: %w", err)
	}
	return id, nil
}

// meant gives the records that somebody can mean: in reach of their organisation, of exactly this name, and of this date of
// birth or case number.
func (s *Service) meant(ctx context.Context, w *access.Work, people *account.Service, e Emergency) (found []string, err error) {
	if err := s.index.catchUp(ctx, w); err != nil {
		return nil, err
	}
	for _, id := range s.index.called(newQuery(e.Name)) {
		grants, err := w.LooksAfter(ctx, id)
		if err != nil {
			return nil, err
		}
		if near, err := inReach(ctx, w, people, grants); err != nil {
			return nil, err
		} else if !near {
			continue
		}
		key, err := w.Weigh(ctx, id)
		if err != nil {
			return nil, err
		}
		if fits, err := s.fits(ctx, w, id, key, e); err != nil {
			return nil, err
		} else if fits {
			found = append(found, id)
		}
	}
	return found, nil
}

// inReach reports whether one of the grants is of the organisation of who acts.
func inReach(ctx context.Context, w *access.Work, people *account.Service, grants []access.Grant) (bool, error) {
	for _, g := range grants {
		of := ""
		switch g.HolderKind {
		case access.HolderOrganisation:
			of = g.Holder
		case access.HolderTeam:
			t, err := people.Team(ctx, w, g.Holder)
			if err != nil && !problem.Is(err, problem.NotFound) {
				return false, err
			}
			of = t.OrganisationID
		case access.HolderAccount:
			persons, err := people.Names(ctx, w, []string{g.Holder})
			if err != nil {
				return false, err
			}
			of = persons[g.Holder].OrganisationID
		}
		if of != "" && of == w.Who.Organisation {
			return true, nil
		}
	}
	return false, nil
}

func (s *Service) fits(ctx context.Context, w *access.Work, id string, key seal.Key, e Emergency) (bool, error) {
	if key.IsZero() {
		return false, nil
	}
	row, err := findProfile(ctx, w.Tx, id)
	if err != nil {
		return false, err
	}
	p, err := openProfile(row, key)
	if err != nil {
		return false, err
	}
	born := e.Born != "" && e.Born == p.Birth.Day
	numbered := e.Reference != "" && p.Reference != "" && foldReference(e.Reference) == foldReference(p.Reference)
	return p.Names.are(e.Name) && (born || numbered), nil
}

// are reports whether a name is the whole of one that they go by.
func (n Names) are(name string) bool {
	folded := i18n.Fold(name)
	whole := []string{n.Preferred, n.KnownBy, n.OwnScript}
	switch {
	case n.Given != "" && n.Family != "":
		whole = append(whole, n.Given+" "+n.Family, n.Family+" "+n.Given)
	default: // one name is all there is
		whole = append(whole, n.Given+n.Family)
	}
	if n.Preferred != "" && n.Family != "" {
		whole = append(whole, n.Preferred+" "+n.Family)
	}
	return slices.ContainsFunc(whole, func(w string) bool {
		w = i18n.Fold(w)
		return w != "" && w == folded
	})
}

// EmergencyLine is one emergency with the names of whom it is about.
type EmergencyLine struct {
	access.Emergency
	Names        Names // of the young person; zero for a protection officer, who sees no content
	Who          string
	Organisation string
	ReviewedName string
}

// emergencyLines bounds a list of emergencies: whoever has more sees those nobody looked at first.
const emergencyLines = 100

// Emergencies lists those on the records that a manager may open, and for a protection officer those of their
// organisation's people, which name no young person. What nobody has looked at stands first.
func (s *Service) Emergencies(ctx context.Context, who permit.Actor, people *account.Service) (mine, watched []EmergencyLine, err error) {
	err = s.door.List(ctx, who, permit.ListEmergencies, func(l *access.Listing) error {
		on, err := l.Emergencies(ctx, emergencyLines)
		if err != nil {
			return err
		}
		of, err := l.EmergenciesOf(ctx, emergencyLines)
		if err != nil {
			return err
		}
		if mine, err = s.emergencyLines(ctx, l, people, on); err != nil {
			return err
		}
		watched, err = s.emergencyLines(ctx, l, people, of)
		return err
	})
	if err != nil {
		return nil, nil, fmt.Errorf("list emergencies: %w", err)
	}
	return mine, watched, nil
}

func (s *Service) emergencyLines(ctx context.Context, l *access.Listing, people *account.Service, list []access.Emergency) ([]EmergencyLine, error) {
	var records, accounts []string
	for _, e := range list {
		accounts = append(accounts, e.Account, e.ReviewedBy)
		if e.Record != "" && !slices.Contains(records, e.Record) {
			records = append(records, e.Record)
		}
	}
	keys, err := l.Keys(ctx, records)
	if err != nil {
		return nil, err
	}
	names := map[string]Names{}
	if len(keys) > 0 {
		if names, err = NamesOf(ctx, l, keys); err != nil {
			return nil, err
		}
	}
	persons, err := people.Names(ctx, l.Work, accounts)
	if err != nil {
		return nil, err
	}
	lines := make([]EmergencyLine, len(list))
	for i, e := range list {
		lines[i] = EmergencyLine{Emergency: e, Names: names[e.Record], Who: persons[e.Account].Name,
			Organisation: persons[e.Account].OrganisationName, ReviewedName: persons[e.ReviewedBy].Name}
	}
	return lines, nil
}

// EmergenciesWaiting says how many emergencies wait for who to look at.
func (s *Service) EmergenciesWaiting(ctx context.Context, who permit.Actor) (int, error) {
	if !permit.Could(who, permit.ReviewEmergency) {
		return 0, nil
	}
	return s.door.EmergenciesWaiting(ctx, who)
}

// OpenEmergency opens one emergency of a record with its words, for whoever looks at it afterwards.
func (s *Service) OpenEmergency(ctx context.Context, who permit.Actor, people *account.Service, id, emergency string) (line EmergencyLine, words access.EmergencyWords, err error) {
	err = s.door.Read(ctx, who, permit.ReviewEmergency, access.Record(id), func(w *access.Work) error {
		w.Note(emergency)
		all, err := w.Emergencies(ctx)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(e access.Emergency) bool { return e.ID == emergency })
		if i < 0 {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		person, err := Find(ctx, w, id)
		if err != nil {
			return err
		}
		persons, err := people.Names(ctx, w, []string{all[i].Account, all[i].ReviewedBy})
		if err != nil {
			return err
		}
		line = EmergencyLine{Emergency: all[i], Names: person.Profile.Names, Who: persons[all[i].Account].Name,
			Organisation: persons[all[i].Account].OrganisationName, ReviewedName: persons[all[i].ReviewedBy].Name}
		words, err = w.Words(all[i])
		return err
	})
	if err != nil {
		return EmergencyLine{}, words, fmt.Errorf("open emergency: %w", err)
	}
	return line, words, nil
}

// ReviewEmergency keeps what the second person says of an emergency.
func (s *Service) ReviewEmergency(ctx context.Context, who permit.Actor, id, emergency, verdict, words string) error {
	var c problem.Check
	checkText(&c, "words", words, maxNotes)
	if err := c.Err(); err != nil {
		return fmt.Errorf("review emergency: %w", err)
	}
	err := s.door.Do(ctx, who, permit.ReviewEmergency, access.Record(id), func(w *access.Work) error {
		return w.Review(ctx, emergency, verdict, words)
	})
	if err != nil {
		return fmt.Errorf("review emergency: %w", err)
	}
	return nil
}
