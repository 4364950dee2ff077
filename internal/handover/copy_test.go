package handover_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/handover"
	"stablefutures/internal/i18n"
	"stablefutures/internal/permit"
	"stablefutures/internal/print"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
	"stablefutures/internal/testkit"
)

func (w *world) copy(sitting, language string) handover.Copy {
	w.Helper()
	c, err := w.Copy(w.Context(), w.tam, w.selam, sitting, language)
	w.must(err)
	return c
}

// full holds a conversation with something of everything, and makes three promises.
func (w *world) full() (sitting string) {
	w.Helper()
	ball := db.NewID()
	c := answers(w.home, said("not_there", "ቤት የለን። ብስራሕ እየ ዝደክም።"))
	c.Answers[w.college] = conversation.Answer{Choice: "some_of_it", Words: conversation.Words{Paraphrase: "She likes the course"}}
	c.Topics = []conversation.Topic{{ID: ball, Name: conversation.Words{Text: "ኩዕሶ እግሪ", Language: "ti", Translation: "football", TranslatedTo: "en", TranslatedBy: "interpreter"}}}
	c.Answers[ball] = conversation.Answer{Words: conversation.Words{Text: "ምስ ኣዕሩኽተይ", Language: "ti", Translation: "with my friends", TranslatedTo: "en", TranslatedBy: "interpreter"}}
	c.Matters = []string{ball}
	sitting = w.hold("ti", c)
	w.promise(sitting, "Ring the landlord about the heating", "ንዋና ገዛ ክድውል እየ", w.home)
	w.settle(w.promise(sitting, "Ask the college for a place", "", w.college), promise.WasBroken, promise.EventText{Reason: "The course is full until summer"})
	w.promise(sitting, "Find a team", "", ball)
	return sitting
}

func TestCopy_inEachLanguage(t *testing.T) {
	eachWorld(t, func(w *world) {
		sitting := w.full()
		for _, language := range []string{"en", "ar", "ti", ""} {
			c := w.copy(sitting, language)
			if want := map[string]string{"en": "en", "ar": "ar", "ti": "ti", "": "ti"}[language]; c.Language != want {
				w.Errorf("asked for %q, got %s", language, c.Language)
			}
			if len(c.Said) != 3 || len(c.Matters) != 1 || len(c.Promises) != 3 || c.Readers != "Tam, Iona and the reviewing officer" || !strings.Contains(c.Edition, w.ed.Name) {
				w.Fatalf("%s: %+v", language, c)
			}
			for _, s := range c.Said {
				if s.Name == "ኩዕሶ እግሪ" && (s.Words != "ምስ ኣዕሩኽተይ" || s.Language != "ti" || s.CopyTopic.Language != "ti") {
					w.Errorf("%s: their words became %+v", language, s)
				}
				if s.ByWorker != (s.Words == "She likes the course") {
					w.Errorf("%s: whose words are these: %+v", language, s)
				}
			}
			card, _ := c.Pack.Card(w.home)
			if !strings.Contains(text(w, c.Doc()), card.Name) {
				w.Errorf("%s: the card's name is not in it", language)
			}
			w.promises3(c)
		}
	})
}

// promises3 checks how the promises of full stand on a copy.
func (w *world) promises3(c handover.Copy) {
	w.Helper()
	own, broken := c.Promises[0], c.Promises[1]
	switch {
	case c.Language == "ti" && (own.What != "ንዋና ገዛ ክድውል እየ" || own.Language != "ti" || own.Also != ""):
		w.Errorf("ti: %+v", own)
	case c.Language != "ti" && (own.Language != "en" || own.AlsoLanguage != "ti" || own.Also != "ንዋና ገዛ ክድውል እየ"):
		w.Errorf("%s: %+v", c.Language, own)
	}
	if broken.Language != "en" || broken.Happened != c.Pack.Text("told.broken") || broken.Why != "The course is full until summer" {
		w.Errorf("%s: %+v", c.Language, broken)
	}
	machine := strings.Contains(text(w, c.Doc()), c.Pack.Text("copy.machine"))
	if machine == c.Pack.Trusted() {
		w.Errorf("%s: says of itself that it is a draft: %v", c.Language, machine)
	}
}

func text(w *world, d print.Doc) string {
	w.Helper()
	var b bytes.Buffer
	w.must(print.WriteText(&b, d))
	return b.String()
}

func TestCopy_whatHappenedToAPromise(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	old := w.hold("ti", answers(w.home, said("not_there", "")))
	ids := map[promise.Kind]string{}
	for kind, e := range map[promise.Kind]promise.EventText{
		promise.WasKept: {Evidence: "e"}, promise.Changed: {Reason: "the shop was shut"}, promise.WasHanded: {Body: "the virtual school, by telephone"},
	} {
		ids[kind] = w.promise(old, string(kind), "")
		w.settle(ids[kind], kind, e)
	}
	w.must(w.promises.Settle(w.Context(), w.tam, w.selam, ids[promise.WasKept], promise.Settlement{EventID: db.NewID(), Kind: promise.WasToldBack, Text: promise.EventText{How: "told"}}))
	w.pass(3)
	w.hold("ti", answers(w.home, said("some_of_it", "")))
	got := map[string]handover.CopyPromise{}
	c := w.copy("", "en") // of the later sitting
	for _, p := range c.Promises {
		got[p.What] = p
	}
	if len(got) != 2 || got["changed"].Happened != "Changed, and you agreed" || got["changed"].Why != "the shop was shut" || got["handed_over"].Why != "the virtual school, by telephone" {
		t.Errorf("%+v", got)
	}
	if c := w.copy(old, "en"); len(c.Promises) != 3 {
		t.Errorf("the sitting's own copy has %d", len(c.Promises))
	}
}

func TestCopy_fallsBackToEnglishAndKeepsTheWords(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	w.hold("so", conversation.Content{Answers: map[string]conversation.Answer{w.home: {Words: conversation.Words{Text: "ቤት", Language: "so"}}}})
	if c := w.copy("", ""); c.Language != "en" || c.Said[0].Words != "ቤት" || c.Said[0].Language != "so" || c.Said[0].Choice != "" {
		t.Errorf("%+v", c)
	}
}

func TestCopy_ofWhatIsNotThere(t *testing.T) {
	eachWorld(t, func(w *world) {
		if _, err := w.Copy(w.Context(), w.tam, w.selam, "", ""); problem.KeyOf(err) != "handover.no_sitting" {
			w.Errorf("of nothing: %v", err)
		}
		sitting := w.full()
		other, err := w.records.Create(w.Context(), w.tam, record.NewPerson{Nation: "england", Profile: record.Profile{Names: record.Names{Given: "Dawit"}}})
		w.must(err)
		stranger := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: w.tam.Roles}
		l := i18n.For("en")
		_, copied := w.Copy(w.Context(), w.tam, other, sitting, "")
		_, noted := w.Note(w.Context(), w.tam, other, sitting, l)
		_, strange := w.Copy(w.Context(), stranger, w.selam, sitting, "")
		_, noting := w.Note(w.Context(), stranger, w.selam, sitting, l)
		for i, err := range []error{copied, noted, strange, noting, w.DeclinePaper(w.Context(), w.tam, other, sitting), w.DeclinePaper(w.Context(), stranger, w.selam, sitting)} {
			if !problem.Is(err, problem.NotFound) {
				w.Errorf("%d: %v", i, err)
			}
		}
		w.must(w.DeclinePaper(w.Context(), w.tam, w.selam, sitting))
	})
}

// One page, tagged, in the page's direction, and with every script's letters in it.
func TestCopy_asPDF(t *testing.T) {
	if err := print.Ready(); err != nil {
		t.Skip(err)
	}
	w := newWorld(t, testkit.SQLite(t))
	sitting := w.full()
	for _, language := range []string{"en", "ar", "ti"} {
		var b bytes.Buffer
		doc := w.copy(sitting, language).Doc()
		w.must(print.WritePDF(&b, doc))
		if strings.Contains(doc.Title, "Selam") || strings.Contains(doc.Footer, "Selam") {
			t.Errorf("%s: a name where every reader of a file list sees it", language)
		}
		path := filepath.Join(t.TempDir(), "page.pdf")
		w.must(os.WriteFile(path, b.Bytes(), 0o600))
		info, err := exec.Command("pdfinfo", path).Output()
		if err != nil {
			t.Skip("no pdfinfo here: ", err)
		}
		if !strings.Contains(string(info), "Pages:           1\n") || !strings.Contains(string(info), "Tagged:          yes") {
			t.Errorf("%s: %s", language, info)
		}
		read, err := exec.Command("pdftotext", path, "-").Output()
		w.must(err)
		if !strings.Contains(string(read), "ቤት የለን") {
			t.Errorf("%s: their words cannot be read out of it:\n%s", language, read)
		}
	}
}
