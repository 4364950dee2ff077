package together

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	_ "image/jpeg" // to read how large a picture is
	_ "image/png"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
)

// at does something with the works of one home: a record under its own key, a group's under the system key and by those who
// hold the group's meetings.
func (s *Service) at(ctx context.Context, who permit.Actor, act permit.Action, home Home, what string, f func(*access.Work, seal.Key) error) error {
	return s.through(ctx, s.door.Do, who, act, home, what, f)
}

// see is at for what changes nothing.
func (s *Service) see(ctx context.Context, who permit.Actor, act permit.Action, home Home, what string, f func(*access.Work, seal.Key) error) error {
	return s.through(ctx, s.door.Read, who, act, home, what, f)
}

func (s *Service) through(ctx context.Context, enter func(context.Context, permit.Actor, permit.Action, access.Subject, func(*access.Work) error) error,
	who permit.Actor, act permit.Action, home Home, what string, f func(*access.Work, seal.Key) error) error {
	on := access.Record(home.Record)
	if home.Record == "" {
		on = access.Organisation(who.Organisation)
		if act != permit.PublishWorks {
			act = permit.HoldTogether
		}
	}
	err := enter(ctx, who, act, on, func(w *access.Work) error {
		if home.Record != "" {
			return f(w, w.Key)
		}
		if _, err := findGroup(ctx, w, home.Group); err != nil {
			return err
		}
		w.Note(home.Group)
		return f(w, w.System())
	})
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// Gift is what somebody takes in with a young person: a work, and that whoever took it in looked for photographs.
type Gift struct {
	ID      string // made by whoever sends it, so that a repeat is harmless
	Kind    WorkKind
	Says    WorkText
	Content []byte // of a picture or a sound; nil keeps what is there when a work is changed
	NoPhoto bool   // a picture: there is no photograph of anybody in it
}

// maxPixels bounds a picture's width and its height: more is only there to exhaust whoever shows it.
const maxPixels = 10_000

// clean refuses what cannot be shown and takes out what tells on somebody beside what is seen or heard.
func (g *Gift) clean(c *problem.Check, keeps bool) {
	g.Says.check(c, g.Kind)
	c.Require(db.IsID(g.ID), "words", "problem.unreadable_form")
	if g.Kind != WorkPicture && g.Kind != WorkSound {
		g.Content, g.Says.Media, g.Says.Sum = nil, "", ""
		return
	}
	c.Require(g.Kind != WorkPicture || g.NoPhoto, "photo", "together.photo_needed")
	switch {
	case len(g.Content) == 0 && keeps:
		return
	case len(g.Content) == 0:
		c.Add("file", "together.file_needed")
		return
	case len(g.Content) > MaxWork:
		c.Add("file", "together.file_large", "limit", MaxWork>>20)
		return
	}
	if g.Kind == WorkSound {
		kind, clean := record.CleanSound(g.Content)
		c.Require(kind != "", "file", "together.no_sound")
		g.Content, g.Says.Media = clean, string(kind)
	} else {
		kind, clean := record.CleanPicture(g.Content)
		size, _, err := image.DecodeConfig(bytes.NewReader(clean))
		c.Require(kind != "" && err == nil && size.Width <= maxPixels && size.Height <= maxPixels, "file", "together.no_picture")
		g.Content, g.Says.Media = clean, kind.MediaType()
	}
	sum := sha256.Sum256(g.Content)
	g.Says.Sum = hex.EncodeToString(sum[:])
}

// Give takes a work in. Nothing of it is shown to anybody who may not open the record before it was asked about and checked.
func (s *Service) Give(ctx context.Context, who permit.Actor, home Home, g Gift) error {
	var c problem.Check
	g.clean(&c, false)
	if err := c.Err(); err != nil {
		return err
	}
	return s.at(ctx, who, permit.GiveWork, home, "take in work", func(w *access.Work, key seal.Key) error {
		w.Note(g.ID, string(g.Kind))
		have, err := findWork(ctx, w, key, home, g.ID)
		if err == nil && have.Says == g.Says {
			return nil // the same form again
		}
		if err == nil {
			return problem.New(problem.Conflict, "problem.duplicate")
		}
		if !problem.Is(err, problem.NotFound) {
			return err
		}
		k := Work{ID: g.ID, Home: home, Kind: g.Kind, Says: g.Says, Content: g.Content}
		if err := insertWork(ctx, w, key, k); err != nil {
			return err
		}
		return insertWorkStep(ctx, w, key, home, g.ID, WorkStep{ID: db.NewID(), Kind: "given"})
	})
}

// Change puts something else in a work's place, made together with the young person. What was shown is taken down, and they
// are asked and it is checked anew.
func (s *Service) Change(ctx context.Context, who permit.Actor, home Home, g Gift) error {
	return s.at(ctx, who, permit.GiveWork, home, "change work", func(w *access.Work, key seal.Key) error {
		w.Note(g.ID)
		have, err := findWork(ctx, w, key, home, g.ID)
		if err != nil {
			return err
		}
		g.Kind = have.Kind
		if len(g.Content) == 0 {
			g.Says.Media, g.Says.Sum = have.Says.Media, have.Says.Sum
		}
		var c problem.Check
		g.clean(&c, true)
		if err := c.Err(); err != nil {
			return err
		}
		changed := have
		if changed.Says = g.Says; g.Content != nil {
			changed.Content = g.Content
		}
		if changed.Digest() == have.Digest() {
			return nil
		}
		if have.Published != "" {
			if err := takeOff(ctx, w, key, have, "withdrawn", "changed"); err != nil {
				return err
			}
		}
		if err := updateWork(ctx, w, key, changed); err != nil {
			return err
		}
		return insertWorkStep(ctx, w, key, home, g.ID, WorkStep{ID: db.NewID(), Kind: "changed"})
	})
}

// Ask keeps what the young person said of showing a work. digest names what they were asked about: one that was changed
// meanwhile is a Conflict. What is shown under an earlier answer is taken down, whatever the new one says.
func (s *Service) Ask(ctx context.Context, who permit.Actor, home Home, work string, a WorkAnswer) error {
	a.Given = conversation.Beside
	var c problem.Check
	c.Require(db.IsID(a.ID), "answer", "problem.unreadable_form")
	a.check(&c, s.Now())
	if err := c.Err(); err != nil {
		return err
	}
	return s.at(ctx, who, permit.GiveWork, home, "ask about work", func(w *access.Work, key seal.Key) error {
		w.Note(work, "answer:"+yesOrNo(a.Yes))
		k, err := findWork(ctx, w, key, home, work)
		if err != nil {
			return err
		}
		for _, have := range k.Answers {
			if have.ID == a.ID {
				return nil // the same form again
			}
		}
		if a.Says.Digest != k.Digest() {
			return problem.New(problem.Conflict, "together.changed_since")
		}
		if k.Published != "" {
			if err := takeOff(ctx, w, key, k, "withdrawn", "asked_again"); err != nil {
				return err
			}
		}
		return insertWorkAnswer(ctx, w, key, home, work, a)
	})
}

// Withdraw takes a yes back: the work is gone from everywhere at that moment. In their own place they do it themselves.
func (s *Service) Withdraw(ctx context.Context, who permit.Actor, home Home, work string) error {
	act, given := permit.GiveWork, conversation.Beside
	if who.Is(permit.YoungPerson) {
		act, given = permit.SpeakOwn, conversation.InOwnPlace
	}
	return s.at(ctx, who, act, home, "withdraw work", func(w *access.Work, key seal.Key) error {
		w.Note(work, "withdrawn")
		k, err := findWork(ctx, w, key, home, work)
		if err != nil {
			return err
		}
		if last, ok := k.Answer(); ok && !last.Yes && k.Published == "" {
			return nil // they have said so already
		}
		if k.Published != "" {
			if err := takeOff(ctx, w, key, k, "withdrawn", given); err != nil {
				return err
			}
		}
		return insertWorkAnswer(ctx, w, key, home, work, WorkAnswer{ID: db.NewID(), Given: given, Says: AnswerText{Digest: k.Digest()}})
	})
}

// Works lists what was given, the newest first, without pictures and sounds.
func (s *Service) Works(ctx context.Context, who permit.Actor, home Home) (list []Work, err error) {
	act := permit.GiveWork
	if who.Is(permit.YoungPerson) {
		act = permit.ReadOwn
	}
	err = s.see(ctx, who, act, home, "list works", func(w *access.Work, key seal.Key) error {
		w.Note("works")
		list, err = listWorks(ctx, w, key, home)
		return err
	})
	return list, err
}

// Work opens one with everything that became of it.
func (s *Service) Work(ctx context.Context, who permit.Actor, home Home, id string) (k Work, err error) {
	act := permit.GiveWork
	if who.Is(permit.YoungPerson) {
		act = permit.ReadOwn
	}
	err = s.see(ctx, who, act, home, "open work", func(w *access.Work, key seal.Key) error {
		w.Note(id)
		k, err = findWork(ctx, w, key, home, id)
		return err
	})
	return k, err
}

func yesOrNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}
