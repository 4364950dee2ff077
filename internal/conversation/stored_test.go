package conversation_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/testkit"
)

// history makes Selam's record of several sittings, corrected, viewed and talked through, and gives every phrase in it.
func history(t testing.TB, w *world) (phrases []string) {
	t.Helper()
	say := func(words string) string { phrases = append(phrases, words); return words }
	r := rand.New(rand.NewPCG(7, 7))
	choices := []string{"there_for_me", "some_of_it", "not_there", "keeps_changing", "not_sure", "dont_want_to_say", "not_today", "ask_differently", ""}
	for n := range 4 {
		sitting, contribution, topic := w.open(), db.NewID(), db.NewID()
		must(t, w.service.ChangeSetup(t.Context(), w.mina, w.selam, sitting, func(s *conversation.Setup) error {
			s.Readers = say(fmt.Sprintf("Readers of the heron talk %d", n))
			return nil
		}))
		codes := w.codes[n*3 : n*3+5]
		texts := map[string]string{}
		for _, code := range append([]string{topic}, codes...) {
			texts[code] = say(fmt.Sprintf("the heron of %s stood still %d", code, n))
		}
		name, way := say(fmt.Sprintf("heron topic %d", n)), say(fmt.Sprintf("the heron in the way %d", n))
		w.say(sitting, func(c *conversation.Content) {
			c.Topics = []conversation.Topic{{ID: topic, Name: conversation.Words{Text: name}}}
			for code, text := range texts {
				answer(c, code, choices[r.IntN(len(choices))], text)
			}
			c.Matters = []string{codes[0], topic}
			c.Links = [][2]string{{codes[0], codes[1]}}
			c.Barriers = []conversation.Barrier{{ID: db.NewID(), Item: topic, WhoCanChange: "rule", System: "housing", Words: way}}
		})
		must(t, w.service.Finish(t.Context(), w.mina, w.selam, sitting, contribution))
		evidence := say(fmt.Sprintf("a heron letter %d", n))
		must(t, w.draft(w.gail, sitting, conversation.Guardian, func(c *conversation.Content) {
			answer(c, codes[0], "not_there", evidence)
			c.Findings = map[string]conversation.Finding{codes[0] + ".1": {State: "not_known", Evidence: evidence}}
		}))
		view := db.NewID()
		must(t, w.service.AddView(t.Context(), w.gail, w.selam, sitting, view))
		mark := db.NewID()
		must(t, w.service.MarkSitting(t.Context(), w.mina, w.selam, sitting, mark, conversation.Elsewhere))
		must(t, w.service.SettleMark(t.Context(), w.mina, w.selam, mark, db.NewID(), conversation.MarkText{Reference: say(fmt.Sprintf("heron reference %d", n))}))
		must(t, w.service.TalkThrough(t.Context(), w.gail, w.selam, view, "withheld", say(fmt.Sprintf("the heron would fly %d", n))))
		if n == 2 {
			right := conversation.Content{}
			answer(&right, codes[1], "not_sure", say("the heron set right"))
			must(t, w.service.Correct(t.Context(), w.mina, conversation.Correction{Record: w.selam, Corrects: contribution, ID: db.NewID(), Content: right, Why: say("a heron misheard")}))
		}
	}
	return phrases
}

func TestPicture_equalsItselfMadeAnew(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		history(t, w)
		kept := w.picture()
		if len(kept.Contributions) != 8 {
			t.Fatalf("%d contributions stand, want 8", len(kept.Contributions))
		}
		n, err := w.service.Rebuild(t.Context())
		must(t, err)
		if n != 1 {
			t.Errorf("%d pictures were remade", n)
		}
		if again := w.picture(); !sameJSON(t, kept, again) {
			t.Errorf("kept\n%+v\nmade anew\n%+v", kept, again)
		}
	})
}

// TestFacts_sayWhatTheDocumentSays reads the packed facts as the cube does and holds them against the sealed document.
func TestFacts_sayWhatTheDocumentSays(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		history(t, w)
		packed := map[string][]byte{}
		must(t, w.d.Read(context.Background(), func(tx *db.Tx) error {
			return tx.Each(context.Background(), func(r *db.Rows) error {
				var id string
				var facts []byte
				if err := r.Scan(&id, &facts); err != nil {
					return err
				}
				packed[id] = facts
				return nil
			}, `select id, facts from conversation_contributions`)
		}))
		list, err := w.service.Sittings(t.Context(), w.mina, w.selam)
		must(t, err)
		seen := 0
		for _, s := range list {
			for _, c := range s.Contributions {
				seen++
				facts, err := framework.ParseFacts(w.ed, packed[c.ID])
				must(t, err)
				for _, item := range w.ed.Items() {
					want := framework.Untouched.Key()
					if a, ok := c.Content.Answers[item.Code]; ok {
						if want = a.Choice; want == "" {
							want = framework.WordsOnly.Key()
						}
					}
					if f, ok := c.Content.Findings[item.Code]; ok {
						want = f.State
					}
					if have := facts.At(item.Code).Key(); have != want {
						t.Errorf("%s of %s: packed %s, said %s", item.Code, c.ID, have, want)
					}
				}
				if len(facts.Own()) != len(c.Content.Topics) {
					t.Errorf("%d own facts for %d topics", len(facts.Own()), len(c.Content.Topics))
				}
			}
		}
		if seen != 9 || len(packed) != 9 {
			t.Errorf("%d of %d contributions were held against their facts", seen, len(packed))
		}
	})
}

func TestErase_leavesNothing(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		history(t, w)
		paper := w.printed(w.mina, w.selam)
		must(t, w.service.SaveTyping(t.Context(), w.mina, w.selam, paper.ID, w.typed(today())))
		must(t, w.records.Erase(t.Context(), w.max, w.selam, "mistake"))
		for _, table := range []string{"papers", "paper_drafts", "sittings", "contributions", "talks", "marks", "drafts", "pictures"} {
			if n := w.count("conversation_" + table); n != 0 {
				t.Errorf("%d rows are left in conversation_%s", n, table)
			}
		}
	})
}

func TestDatabaseFile_holdsNoWordsAnybodySaid(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	phrases := history(t, w)
	sitting := w.open()
	w.say(sitting, func(c *conversation.Content) { answer(c, w.codes[0], "", "an unfinished heron") })
	must(t, w.service.SaveTyping(t.Context(), w.mina, w.selam, w.printed(w.mina, w.selam).ID, w.typed(today())))
	phrases = append(phrases, "ንፋስ ብርቱዕ እዩ")
	files, err := filepath.Glob(w.d.Path() + "*")
	must(t, err)
	if len(files) < 2 {
		t.Fatalf("only %v to look through", files)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		must(t, err)
		for _, words := range append(phrases, "an unfinished heron", "heron", "Selam") {
			if bytes.Contains(content, []byte(words)) {
				t.Errorf("%s holds %q", filepath.Base(file), words)
			}
		}
		if !bytes.Contains(content, []byte(w.selam)) && file == w.d.Path()+"-wal" {
			t.Error("the search finds nothing at all: it proves nothing")
		}
	}
}
