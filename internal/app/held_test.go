package app

import (
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/custody"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/sharing"
	"stablefutures/internal/together"
)

// Whoever asks for what is held gets what was decided about sharing, what came back, and what went to and came from other
// deployments: for every record of the demonstration that has any of it. What was shared stands there by what it is; its
// words stand in one place alone, so that covering them there covers them.
func TestBundle_holdsWhatWasShared(t *testing.T) {
	w := newWalker(t)
	who := w.actors["manager"]
	seen := map[string]int{}
	for _, id := range w.everyRecord(t) {
		log, err := w.demo.Sharing.Shares(t.Context(), who, id)
		if err != nil {
			continue // not theirs to answer for
		}
		request := db.NewID()
		if err := w.demo.Custody.Ask(t.Context(), who, id, request, custody.Asked{By: "young_person", Received: "2026-01-05", Language: "en", Scope: "All."}); err != nil {
			t.Fatal(err)
		}
		c, err := w.demo.Custody.Case(t.Context(), who, id, request)
		if err != nil {
			t.Fatal(err)
		}
		text, items := held(c)
		for _, e := range log.Entries {
			seen["decision"]++
			for _, want := range []string{e.Terms.Purpose, e.Terms.Request, e.Terms.AskedWhy, e.Terms.Detriment, e.Terms.Response} {
				if !strings.Contains(items, want) {
					t.Errorf("%q cannot be read and covered", want)
				}
			}
			for _, r := range e.Replies {
				seen["reply"]++
				if !strings.Contains(items, r.Text.Text) {
					t.Errorf("what the agency said is not there: %q", r.Text.Text)
				}
			}
			for _, x := range e.Elements {
				if x.Kind == sharing.Said && x.Text != "" && strings.Count(text+items, x.Text) != wordsIn(c, x.Text) {
					t.Errorf("words that were shared stand where they cannot be covered: %q", x.Text)
				}
			}
		}
		for _, words := range worksOf(t, w, who, id) {
			seen["work"]++
			if !strings.Contains(items, words) {
				t.Errorf("what was given to be published is not there: %q", words)
			}
		}
		sent, err := w.demo.Between.SentOf(t.Context(), who, id)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range sent {
			for _, p := range s.Packages {
				if p.Package == nil {
					continue
				}
				for _, x := range p.Package.Elements {
					seen["package"]++
					if !strings.Contains(items, x.Text) {
						t.Errorf("what was sent is not there: %q", x.Text)
					}
				}
			}
		}
	}
	for _, kind := range []string{"decision", "reply", "package", "work"} {
		if seen[kind] == 0 {
			t.Errorf("the demonstration has no %s to look for", kind)
		}
	}
}

// held gives the lines of a case and its texts.
func held(c custody.Case) (lines, items string) {
	for _, s := range c.Sections {
		lines += s.Title + "\n" + strings.Join(s.Lines, "\n") + "\n"
		for _, i := range s.Items {
			items += i.Text + "\n"
		}
	}
	return lines, items
}

// wordsIn counts how often words stand in texts that can be covered.
func wordsIn(c custody.Case, words string) (n int) {
	for _, s := range c.Sections {
		for _, i := range s.Items {
			n += strings.Count(i.Text, words)
		}
	}
	return n
}

// everyRecord lists what the demonstration's manager can open.
func (w *walker) everyRecord(t *testing.T) (ids []string) {
	t.Helper()
	rows, _, err := w.demo.Record.Caseload(t.Context(), w.actors["manager"], "")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	slices.Sort(ids)
	return ids
}

// worksOf gives the words of everything that was given to be published.
func worksOf(t *testing.T, w *walker, who permit.Actor, id string) (words []string) {
	t.Helper()
	err := w.demo.Door.Read(t.Context(), who, permit.AnswerRequest, access.Record(id), func(work *access.Work) error {
		list, err := together.OfRecord(t.Context(), work, id)
		for _, k := range list {
			words = append(words, k.Says.Words)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return words
}
