package together

import (
	"context"
	"fmt"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
)

// Finding is what a second person found: an answer to every question, and what comes of it.
type Finding struct {
	Digest  string          // of what was looked at
	Answer  string          // the answer that it was looked at under
	Answers map[string]bool // by question; one that is not there was not answered
	Verdict string
	Note    string
}

// Check writes down whether a work tells on anybody. Whoever took it in or changed it cannot; one yes is enough for it not
// to be shown as it is.
func (s *Service) Check(ctx context.Context, who permit.Actor, home Home, work string, f Finding) error {
	var c problem.Check
	var found []string
	for _, q := range Questions {
		yes, answered := f.Answers[q]
		c.Require(answered, "q-"+q, "problem.required_choice")
		if yes {
			found = append(found, q)
		}
	}
	c.Require(slices.Contains(Verdicts, f.Verdict), "verdict", "problem.required_choice")
	c.Require(f.Verdict != "safe" || len(found) == 0, "verdict", "together.not_safe")
	c.Text("note", f.Note, maxWords, f.Verdict == "change")
	if err := c.Err(); err != nil {
		return err
	}
	return s.at(ctx, who, permit.CheckWork, home, "check work", func(w *access.Work, key seal.Key) error {
		w.Note(work, "verdict:"+f.Verdict)
		k, err := findWork(ctx, w, key, home, work)
		if err != nil {
			return err
		}
		if k.made(who.ID) {
			return problem.New(problem.Forbidden, "together.second_person")
		}
		answer, ok := k.Answer()
		if !ok || !answer.Yes || k.Published != "" || f.Digest != k.Digest() || f.Answer != answer.ID {
			return problem.New(problem.Conflict, "together.changed_since")
		}
		return insertWorkStep(ctx, w, key, home, work, WorkStep{ID: db.NewID(), Kind: "checked", Code: f.Verdict,
			Says: CheckText{Digest: f.Digest, Answer: f.Answer, Found: found, Note: f.Note}})
	})
}

// Shown is a work as it is published: a copy that names no record.
type Shown struct {
	ID      string
	Kind    WorkKind
	Places  []string
	Until   string
	On      string
	Says    WorkText
	Name    string // the one they chose; "" for none
	Content []byte
}

// In reports whether it may be seen in a place.
func (p Shown) In(place string) bool { return slices.Contains(p.Places, place) }

// To reports whether somebody who works in the organisation finds it among what is shown there: where the young person said
// yes to those who work here; for whoever puts it on paper, where they said yes to paper; and always for whoever answers for
// what is published, to take it down.
func (p Shown) To(who permit.Actor) bool {
	return p.In("staff") || permit.Could(who, permit.PublishWorks) || p.In("paper") && permit.Could(who, permit.HoldTogether)
}

// shownText is what a copy holds under its own key.
type shownText struct {
	WorkText
	Name string `json:"name,omitempty"`
}

// Publish shows a work where they said yes to, until the day they said.
func (s *Service) Publish(ctx context.Context, who permit.Actor, home Home, work string) error {
	return s.at(ctx, who, permit.PublishWorks, home, "publish work", func(w *access.Work, key seal.Key) error {
		w.Note(work)
		k, err := findWork(ctx, w, key, home, work)
		if err != nil {
			return err
		}
		switch k.State(today(w)) {
		case WorkShown:
			return nil // pressed twice
		case WorkReady:
		default:
			return problem.New(problem.Conflict, "together.not_ready")
		}
		answer, _ := k.Answer()
		p := Shown{ID: db.NewID(), Kind: k.Kind, Places: answer.Says.Places, Until: answer.Says.Until, Says: k.Says, Name: answer.Says.Name, Content: k.Content}
		w.Note("published", p.ID)
		own, err := w.NewWorkKey(ctx, p.ID)
		if err != nil {
			return err
		}
		if err := insertShown(ctx, w, own, p); err != nil {
			return err
		}
		if err := setPublished(ctx, w, k.ID, p.ID); err != nil {
			return err
		}
		return insertWorkStep(ctx, w, key, home, work, WorkStep{ID: db.NewID(), Kind: "published", Code: p.ID})
	})
}

// takeOff takes down what a work is shown as. The copy's key is destroyed, so that no backup shows it again.
func takeOff(ctx context.Context, w *access.Work, key seal.Key, k Work, kind, code string) error {
	if err := destroyShown(ctx, w, k.Published, kind); err != nil {
		return err
	}
	if err := setPublished(ctx, w, k.ID, ""); err != nil {
		return err
	}
	return insertWorkStep(ctx, w, key, k.Home, k.ID, WorkStep{ID: db.NewID(), Kind: kind, Code: code})
}

func destroyShown(ctx context.Context, w *access.Work, id, why string) error {
	if err := w.DestroyWork(ctx, id, "work_"+why); err != nil {
		return err
	}
	return deleteShown(ctx, w.Tx, id)
}

// Reasons are why a manager takes something down, in the order offered.
var Reasons = []string{"tells", "asked", "mistake", "other"}

// TakeDown takes down something shown that turned out to tell on somebody, or for another reason. It opens no record; the
// work waits for another check.
func (s *Service) TakeDown(ctx context.Context, who permit.Actor, id, reason string) error {
	var c problem.Check
	c.Require(slices.Contains(Reasons, reason), "reason", "problem.required_choice")
	if err := c.Err(); err != nil {
		return err
	}
	err := s.door.Do(ctx, who, permit.PublishWorks, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(id, "reason:"+reason)
		if _, err := findShown(ctx, w, id, who.Organisation); err != nil {
			return err
		}
		if err := destroyShown(ctx, w, id, "taken_down"); err != nil {
			return err
		}
		return tookDown(ctx, w, id, "taken_down", reason)
	})
	if err != nil {
		return fmt.Errorf("take down: %w", err)
	}
	return nil
}

// Gallery lists what is shown to those who work in the organisation, the newest first, without pictures and sounds.
func (s *Service) Gallery(ctx context.Context, who permit.Actor) (list []Shown, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		w.Note("gallery")
		list, err = listShown(ctx, w, who.Organisation)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list what is shown: %w", err)
	}
	return list, nil
}

// Show opens one that is shown in the organisation.
func (s *Service) Show(ctx context.Context, who permit.Actor, id string) (p Shown, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		w.Note(id)
		p, err = findShown(ctx, w, id, who.Organisation)
		return err
	})
	if err != nil {
		return Shown{}, fmt.Errorf("show work: %w", err)
	}
	return p, nil
}

// PublicGallery lists what everybody may see, of every organisation here, the newest first. It opens no record and leaves no
// trace of who looked.
func (s *Service) PublicGallery(ctx context.Context) (list []Shown, err error) {
	err = s.door.Background(ctx, func(w *access.Work) error {
		list, err = listShown(ctx, w, "")
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list what everybody may see: %w", err)
	}
	return slices.DeleteFunc(list, func(p Shown) bool { return !p.In("public") }), nil
}

// PublicShow opens one that everybody may see.
func (s *Service) PublicShow(ctx context.Context, id string) (p Shown, err error) {
	err = s.door.Background(ctx, func(w *access.Work) error {
		p, err = findShown(ctx, w, id, "")
		return err
	})
	if err == nil && !p.In("public") {
		err = problem.New(problem.NotFound, "problem.not_found")
	}
	if err != nil {
		return Shown{}, fmt.Errorf("show work: %w", err)
	}
	return p, nil
}

// Print writes down that something shown is put on paper. One that they did not say yes to for paper is Forbidden.
func (s *Service) Print(ctx context.Context, who permit.Actor, id, print string, p Printed) error {
	var c problem.Check
	c.Require(db.IsID(print), "purpose", "problem.unreadable_form")
	c.Require(slices.Contains(Purposes, p.Purpose), "purpose", "problem.required_choice")
	c.Require(p.Copies >= 1 && p.Copies <= 1000, "copies", "problem.number_range", "min", 1, "max", 1000)
	if err := c.Err(); err != nil {
		return err
	}
	return s.noted(ctx, who, "print work", id, func(w *access.Work) error {
		shown, err := findShownHead(ctx, w, id, who.Organisation)
		if err != nil {
			return err
		}
		if !shown.In("paper") {
			return problem.New(problem.Forbidden, "together.not_on_paper")
		}
		return insertPrinted(ctx, w, id, print, p)
	})
}

// Waiting is a work that waits for somebody, with whose it is.
type Waiting struct {
	Work
	Names record.Names
}

// Waiting lists the works of the records one holds that wait: to be asked about, to be checked, to be changed or to be shown.
func (s *Service) Waiting(ctx context.Context, who permit.Actor) (list []Waiting, err error) {
	err = s.door.List(ctx, who, permit.ListWorks, func(l *access.Listing) error {
		list = nil // a snapshot may be read again
		ids, err := recordsWithWorks(ctx, l)
		if err != nil || len(ids) == 0 {
			return err
		}
		keys, err := l.Keys(ctx, ids)
		if err != nil {
			return err
		}
		names, err := record.NamesOf(ctx, l, keys)
		if err != nil {
			return err
		}
		for _, id := range ids {
			key, ok := keys[id]
			if !ok {
				continue
			}
			all, err := listWorks(ctx, l.Work, key, Home{Record: id})
			if err != nil {
				return err
			}
			for _, k := range all {
				switch k.State(today(l.Work)) {
				case WorkAsk, WorkCheck, WorkChange, WorkReady:
					list = append(list, Waiting{k, names[id]})
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list works that wait: %w", err)
	}
	return list, nil
}

// Expire takes down what was said yes to until a day that is over, and what a restored backup brought back. It is safe to run at any time, on several servers.
func (s *Service) Expire(ctx context.Context) error {
	err := s.door.Do(ctx, permit.System, permit.Operate, access.Nothing, func(w *access.Work) error {
		w.Note("works")
		all, err := listUntil(ctx, w)
		if err != nil {
			return err
		}
		for id, until := range all {
			if until >= today(w) && !w.WorkDestroyed(id) {
				continue
			}
			w.Note(id)
			if err := destroyShown(ctx, w, id, "ended"); err != nil {
				return err
			}
			if err := tookDown(ctx, w, id, "ended", ""); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("take down what is over: %w", err)
	}
	return nil
}

// Erase destroys what a young person gave, and what is shown of it: record.OnErase calls it.
func Erase(ctx context.Context, w *access.Work, recordID string) error {
	ids, err := listShownOf(ctx, w, recordID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := destroyShown(ctx, w, id, "erased"); err != nil {
			return err
		}
	}
	return deleteWorks(ctx, w.Tx, recordID)
}

// OfRecord gives every work of a record with its content, the oldest first: for the record's archive, within a use case that
// is already decided.
func OfRecord(ctx context.Context, w *access.Work, recordID string) ([]Work, error) {
	list, err := listWorks(ctx, w, w.Key, Home{Record: recordID})
	if err != nil {
		return nil, fmt.Errorf("list works: %w", err)
	}
	slices.Reverse(list)
	for i, k := range list {
		if list[i], err = findWork(ctx, w, w.Key, k.Home, k.ID); err != nil {
			return nil, fmt.Errorf("open work: %w", err)
		}
	}
	return list, nil
}
