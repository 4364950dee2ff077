package handover_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/handover"
	"stablefutures/internal/i18n"
	"stablefutures/internal/print"
	"stablefutures/internal/testkit"
)

func TestNote_everyPieceSaysWhatItIs(t *testing.T) {
	eachWorld(t, func(w *world) {
		sitting := w.full()
		mine := w.view(w.tam, sitting, func(c *conversation.Content) {
			c.Answers = map[string]conversation.Answer{w.home: {Choice: "some_of_it", Words: conversation.Words{Text: "The room is dry now", Language: "en"}}}
			c.Barriers = []conversation.Barrier{{ID: db.NewID(), Item: w.home, WhoCanChange: "service", System: "housing", Words: "the landlord answers nobody"}}
			c.Findings = map[string]conversation.Finding{w.ed.Principles[0].Outcomes()[0].Indicators[0].Code: {State: "partly", Evidence: "seen on a visit"}}
		})
		w.must(w.talks.TalkThrough(w.Context(), w.tam, w.selam, mine, "withheld", "it would tell where somebody lives"))
		for _, language := range []string{"en", "cy"} {
			l := i18n.For(language)
			note, err := w.Note(w.Context(), w.tam, w.selam, sitting, l)
			w.must(err)
			kinds := map[handover.PieceKind]int{}
			ids := map[string]bool{}
			for _, p := range note.Pieces {
				kinds[p.Kind]++
				if ids[p.ID] {
					w.Errorf("two pieces are %s", p.ID)
				}
				ids[p.ID] = true
				if (p.Sharing == "withheld") != (p.Kind == handover.PieceView) {
					w.Errorf("%s: sharing %q", p.ID, p.Sharing)
				}
			}
			if kinds[handover.PieceWords] != 4 || kinds[handover.PieceView] != 2 || kinds[handover.PieceFact] != 2 || kinds[handover.PiecePromise] != 3 {
				w.Errorf("%s: %v", language, kinds)
			}
			full := text(w, note.Doc(l))
			for _, want := range []string{"ቤት የለን", "in English: not_there", "ምስ ኣዕሩኽተይ", "with my friends", "She likes the course", "Tam Ashdown", "seen on a visit",
				"the landlord answers nobody", "The room is dry now", "Find a team", l.T("handover.sharing_withheld"), l.T("handover.kind_words"), w.ed.Name} {
				if !strings.Contains(full, want) {
					w.Errorf("%s: the note lacks %q:\n%s", language, want, full)
				}
			}
			for _, never := range []string{"Selam", "Tesfay", "Luwam", "it would tell"} {
				if strings.Contains(full, never) {
					w.Errorf("%s: the note tells %q", language, never)
				}
			}
		}
	})
}

func TestNote_choosing(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	l := i18n.For("en")
	note, err := w.Note(t.Context(), w.tam, w.selam, w.full(), l)
	w.must(err)
	last := note.Pieces[len(note.Pieces)-1]
	some := note.Choose([]string{last.ID, "no such piece"})
	if len(some.Pieces) != 1 || some.Pieces[0].ID != last.ID || len(note.Pieces) < 5 {
		t.Fatalf("%+v", some.Pieces)
	}
	if got := text(w, some.Doc(l)); strings.Contains(got, "ቤት") || !strings.Contains(got, "Find a team") {
		t.Error(got)
	}
	var b bytes.Buffer
	w.must(print.WriteDOCX(&b, note.Doc(l)))
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	w.must(err)
	f, err := z.Open("word/document.xml")
	w.must(err)
	xml, err := io.ReadAll(f)
	w.must(err)
	if !strings.Contains(string(xml), "ቤት የለን") || !strings.Contains(string(xml), "with my friends") {
		t.Error("the words are not in the Word document")
	}
}
