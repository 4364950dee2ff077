package handover

import (
	"context"

	"stablefutures/internal/access"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/permit"
	"stablefutures/internal/print"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
)

// Told is what was promised and what happened about it, on paper, to take along where it cannot be shown on a screen. It
// bears no name.
type Told struct {
	Pack     *framework.Pack // what the young person reads
	Staff    *framework.Pack // the same in the language the edition was written in, for whoever tells it
	Promises []ToldPromise
	Edition  string
}

// ToldPromise is one promise with what became of it.
type ToldPromise struct {
	CopyPromise
	State string // the key of the screen text that says it
	Staff string // the promise as the worker wrote it, where theirs stands in its place
}

// Told gives the promises that a young person has still to hear about: those that wait, and those of which they were not
// told what happened; in a language of the edition ("" for the young person's own).
func (s *Service) Told(ctx context.Context, who permit.Actor, recordID, language string) (t Told, err error) {
	err = s.door.Read(ctx, who, permit.ReadCopy, access.Record(recordID), func(w *access.Work) error {
		w.Note("told:paper")
		person, err := record.Find(ctx, w, recordID)
		if err != nil {
			return err
		}
		promises, err := promise.List(ctx, w, recordID)
		if err != nil {
			return err
		}
		edition, err := s.toldIn(ctx, w, promises)
		if err != nil {
			return err
		}
		if language == "" {
			language = person.Profile.FirstLanguage()
		}
		t = Told{Edition: edition.Name + " " + edition.Version}
		t.Staff, _ = edition.Pack("en")
		var ok bool
		if t.Pack, ok = s.Pack(ctx, edition, language); !ok { // not ready to be read: plain English, and whoever is there says it
			t.Pack = t.Staff
		}
		for _, p := range promises {
			if p.State != promise.Open && !p.Untold() {
				continue
			}
			one := ToldPromise{CopyPromise: copyPromise(t.Pack, p), State: "told.waiting"}
			if key := happened[p.LastEvent().Kind]; key != "" {
				one.State = key
			}
			if one.What != p.Text.What {
				one.Staff = p.Text.What
			}
			t.Promises = append(t.Promises, one)
		}
		return nil
	})
	return t, err
}

// toldIn is the edition whose screen texts tell it: that of the last promise, else the organisation's.
func (s *Service) toldIn(ctx context.Context, w *access.Work, promises []promise.Promise) (*framework.Edition, error) {
	if n := len(promises); n > 0 {
		if e, err := framework.Find(ctx, w, promises[n-1].EditionID); err == nil {
			if _, speaks := e.Pack("en"); speaks {
				return e, nil
			}
		}
	}
	e, _ := framework.BySet(framework.SetChecklist)
	return e, nil
}

// Doc gives it as a document to print: theirs large, the worker's beneath, and room to write down how it was told. l is
// the worker's language.
func (t Told) Doc(l i18n.L) print.Doc {
	own := i18n.For(t.Pack.Lang())
	d := print.Doc{Title: l.T("handover.told_title"), Lang: t.Pack.Lang(), Size: 14, OnePage: true}
	add := func(b ...print.Block) { d.Blocks = append(d.Blocks, b...) }
	add(print.Heading{Level: 1, Text: print.Say(t.Pack.Text("told.title"))})
	if t.both() {
		add(print.Group{Parts: []print.Part{print.Words{Text: print.SayIn(t.Staff.Lang(), t.Staff.Text("told.title")), Size: 10, Start: true, Soft: true}}})
	}
	if len(t.Promises) == 0 {
		add(print.Para{Text: print.Say(t.Pack.Text("copy.no_promises"))})
	}
	for _, p := range t.Promises {
		add(t.promise(p, own))
	}
	add(print.Heading{Level: 2, Text: print.Say(t.Pack.Text("told.ok"))},
		print.Group{Parts: []print.Part{print.Tiles{Columns: 2, Items: []print.Beside{t.box("nav.yes"), t.box("nav.no")}}, print.Room{Lines: 1, Gap: 26}}},
		print.Rule{}, print.Para{Small: true, Text: print.SayIn(l.Tag(), l.T("handover.told_after"))},
		print.Para{Small: true, Text: print.SayIn(l.Tag(), l.T("handover.told_how"))}, print.Group{Parts: []print.Part{print.Room{Lines: 2, Gap: 22}}})
	if !t.Pack.Trusted() {
		add(print.Para{Small: true, Text: print.Say(t.Pack.Text("copy.machine"))})
	}
	return d
}

// both reports whether the two who look at it read different languages.
func (t Told) both() bool { return t.Pack.Lang() != t.Staff.Lang() }

func (t Told) box(key string) print.Beside {
	one := print.Beside{Box: 18, Words: []print.Words{{Text: print.Say(t.Pack.Text(key)), Size: 12}}}
	if t.both() {
		one.Words = append(one.Words, print.Words{Text: print.SayIn(t.Staff.Lang(), t.Staff.Text(key)), Size: 9, Soft: true})
	}
	return one
}

// promise is one promise in a frame: what, who, by when, and in large words what happened.
func (t Told) promise(p ToldPromise, own i18n.L) print.Group {
	var parts []print.Part
	say := func(lang, s string, size float64, bold, soft bool) {
		if s != "" {
			text := print.SayIn(lang, s)
			text.Runs[0].Bold = bold
			parts = append(parts, print.Words{Text: text, Size: size, Start: true, Soft: soft, Above: 3})
		}
	}
	lang := t.Pack.Lang()
	say(p.Language, p.What, 14, true, false)
	say(p.AlsoLanguage, p.Also, 12, false, false)
	say("en", p.Staff, 10, false, true)
	say(lang, t.Pack.Text("copy.by_whom")+": "+p.Owner+" · "+t.Pack.Text("copy.by_when")+": "+own.Day(p.DueOn), 11, false, true)
	say(lang, t.Pack.Text(p.State), 14, true, false)
	if t.both() {
		say(t.Staff.Lang(), t.Staff.Text(p.State), 10, false, true)
	}
	say("en", p.Why, 11, false, false) // as the worker wrote it
	return print.Group{Edge: print.Framed, Parts: parts}
}
