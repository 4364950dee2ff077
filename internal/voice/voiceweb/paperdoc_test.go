package voiceweb

import (
	"bytes"
	"context"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/permit"
	"stablefutures/internal/print"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
	"stablefutures/internal/voice"
)

// their words, in each drafted language: what somebody says of a place to sleep. All of it is invented for this test.
var sleeps = map[string]string{"en": "I sleep well here.", "cy": "Rwy’n cysgu’n dda yma.", "sq": "Fle mirë këtu.", "vi": "Tôi ngủ ngon ở đây.", "ar": "أنام جيدًا هنا.",
	"fa": "اینجا خوب می\u200cخوابم.", "ckb": "لێرە باش دەخەوم.", "ti": "ኣብዚ ጽቡቕ ይድቅስ።", "am": "እዚህ ጥሩ እተኛለሁ።"}

// placeIn is a young person's place in one language, with each kind of thing that can stand there.
func placeIn(t *testing.T, lang string) *table {
	t.Helper()
	ed, _ := framework.BySet(framework.SetChecklist)
	pack, ok := ed.Pack(lang)
	if !ok {
		t.Fatalf("no texts in %s", lang)
	}
	web := New(Options{Demo: true, Pack: func(_ context.Context, e *framework.Edition, l string) (*framework.Pack, bool) { return e.Pack(l) }})
	code := ed.Principles[0].Outcomes()[0].Code
	at := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	words := conversation.Words{Text: sleeps[lang], Language: lang, WrittenBy: "young_person"}
	if lang != "en" {
		words.Translation, words.TranslatedTo = sleeps["en"], "en"
	}
	said := conversation.Contribution{ID: "c", At: at, Perspective: conversation.YoungPerson, EditionID: ed.ID, Content: conversation.Content{
		Answers: map[string]conversation.Answer{code: {Choice: "some_of_it", Words: words}}, Matters: []string{code}}}
	person := record.Person{}
	person.Profile.Names.Given = "Selam"
	place := voice.Place{Person: person, Sittings: []voice.Sitting{{Sitting: conversation.Sitting{OpenedAt: at}, Said: said, Edition: ed}},
		Promises: []promise.Promise{{DueOn: "2026-04-01", Text: promise.Text{What: "Ask for a lamp", WhatForYoung: sleeps[lang], Language: lang, Owner: "Tam"}, Events: []promise.Event{{Kind: promise.Made}}}},
		Remarks: []conversation.Remark{{Kind: conversation.Amend, Adult: "a", At: at, Words: words, Replies: []conversation.Reply{{Answer: true, Author: "a", At: at,
			Text: conversation.ReplyText{Text: "We will.", ForYoung: sleeps[lang], Language: lang}}}}},
		Names: map[string]account.Person{"a": {Name: "Tam Ashdown"}}}
	return &table{Place: place, web: web, r: &page.Request{HTTP: httptest.NewRequest("GET", "/", nil), L: i18n.For("en"), Who: permit.Actor{ID: "a"}}, ed: ed, pack: pack, guard: pack, tag: lang}
}

// In every drafted language the paper has all of it, in letters that our fonts have, the page turned as the language is, and
// nothing of whose it is in what a window or a list of files shows.
func TestDocument_isWholeInEveryLanguage(t *testing.T) {
	for lang, words := range sleeps {
		tab := placeIn(t, lang)
		d := tab.document()
		if missing, err := print.Missing(d); err != nil || len(missing) > 0 {
			t.Errorf("%s: letters that no font has: %q, %v", lang, string(missing), err)
		}
		if d.Lang != lang || strings.Contains(d.Title, "Selam") {
			t.Errorf("%s: in %s, called %q", lang, d.Lang, d.Title)
		}
		var said, headings int
		for _, b := range d.Blocks {
			switch b := b.(type) {
			case print.Quote:
				if b.Words.Runs[0].Text == words && b.Words.Lang == lang {
					said++
				}
			case print.Heading:
				headings++
			}
		}
		if said != 3 || headings != 5 {
			t.Errorf("%s: %d passages in their words, %d headings", lang, said, headings)
		}
		var pdf bytes.Buffer
		if err := print.WritePDF(&pdf, d); err != nil {
			t.Fatalf("%s: %v", lang, err)
		}
		if folder := os.Getenv("LOOK"); folder != "" {
			if err := os.WriteFile(folder+"/place-"+lang+".pdf", pdf.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}
