package conversationweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
	"stablefutures/internal/testkit"
)

// last gives the id at the end of an address.
func last(at string) string { return at[strings.LastIndex(at, "/")+1:] }

// TestTold opens a sitting with what was promised in the one before: told, it is noted with how; skipped, it is not.
func TestTold_comesFirstAndIsNoted(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, nil)
		promises := promise.New(w.door)
		first, id := w.open("ar"), db.NewID()
		made := url.Values{"promise": {id}, "what": {"Mend the lock"}, "what_for_young": {"إصلاح القفل"}, "who": {"worker"}, "day": {"2030-01-01"}, "agreed": {"yes"}, "go": {"more"}}
		for range 2 { // pressed twice
			if to := w.post("mina", first+"/promise", made); to != first+"/promise" {
				t.Fatalf("to %q", to)
			}
		}
		kept, err := promises.Promises(t.Context(), w.people["mina"], w.person)
		must(t, err)
		if len(kept) != 1 || kept[0].Sitting != last(first) || kept[0].OwnerID != w.people["mina"].ID || kept[0].Agreed != "yes" || kept[0].Text.Language != "ar" {
			t.Fatalf("promised %+v", kept)
		}
		for name, form := range map[string]url.Values{"without the words for colleagues": {"promise": {db.NewID()}, "what_for_young": {"إصلاح"}, "who": {"worker"}, "day": {"2030-01-01"}},
			"without a day": {"promise": {db.NewID()}, "what": {"Mend it"}, "who": {"worker"}}, "without anybody": {"promise": {db.NewID()}, "what": {"Mend it"}, "day": {"2030-01-01"}}} {
			if got := w.as("mina", first+"/promise", form); got.status != http.StatusUnprocessableEntity {
				t.Errorf("a promise %s: %d", name, got.status)
			}
		}
		must(t, promises.Settle(t.Context(), w.people["mina"], w.person, id, promise.Settlement{EventID: db.NewID(), Kind: promise.WasBroken,
			Text: promise.EventText{Reason: "the landlord did not come"}}))
		for _, act := range []string{"skip", "on"} {
			at := w.open("ar")
			body := w.get("mina", at+"/told")
			for _, words := range []string{"إصلاح القفل", "Mend the lock", "the landlord did not come"} {
				if !strings.Contains(body, words) {
					t.Errorf("%q is not told", words)
				}
			}
			if to := w.post("mina", at+"/told", url.Values{"told": {hiddenField(t, body, "told")}, "clear": {"no"}, "go": {act}}); to != at+"/explain" {
				t.Errorf("to %q", to)
			}
			kept, err = promises.Promises(t.Context(), w.people["mina"], w.person)
			must(t, err)
			if told := !kept[0].ToldAt.IsZero(); told != (act == "on") {
				t.Errorf("%s: told %v", act, told)
			}
		}
		if events := kept[0].Events; !strings.Contains(events[len(events)-1].Text.How, "not clear") {
			t.Errorf("how they were told: %+v", events[len(events)-1])
		}
		if r := w.as("mina", w.open("ar")+"/told", nil); !strings.HasSuffix(r.where, "/explain") {
			t.Errorf("with nothing to tell: %d to %q", r.status, r.where)
		}
	})
}

// One touch each: what was typed is kept, help opens, and both are in the record until somebody says what came of them.
func TestOneTouch_keepsWhatWasTypedAndIsNotForgotten(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), nil)
	at, mark := w.open("ar"), db.NewID()
	typed := url.Values{"at": {"words/B2"}, "words": {"الغرفة باردة"}, "language": {"ar"}}
	unsafe := url.Values{"mark": {mark}}
	for k, v := range typed {
		unsafe[k] = v
	}
	for range 2 {
		if to := w.post("mina", at+"/unsafe", unsafe); to != at+"/safe?noted=yes" {
			t.Fatalf("to %q", to)
		}
	}
	if body := w.get("mina", at+"/safe?noted=yes"); !strings.Contains(body, "tel:999") || !strings.Contains(body, "0131 496 0000") {
		t.Error("the page of help gives no numbers")
	}
	if to := w.post("mina", at+"/elsewhere", url.Values{"mark": {db.NewID()}, "at": {"else"}}); to != at+"/elsewhere" {
		t.Fatalf("to %q", to)
	}
	steps := text(w.get("mina", at+"/elsewhere"))
	for _, words := range []string{"child protection referral", "Guardianship Scotland", "Police Scotland", "alone is not enough", "not written here"} {
		if !strings.Contains(strings.ToLower(steps), strings.ToLower(words)) {
			t.Errorf("the steps do not say %q: %s", words, steps)
		}
	}
	seated, err := w.service.Sitting(t.Context(), w.people["mina"], w.person, last(at), conversation.YoungPerson)
	must(t, err)
	if seated.Draft.Answers["B2"].Words.Text != "الغرفة باردة" {
		t.Errorf("what was typed is lost: %+v", seated.Draft)
	}
	w.post("mina", at+"/stopped", url.Values{"contribution": {db.NewID()}, "go": {"forget"}})
	kept, err := w.service.Kept(t.Context(), w.people["mina"], w.person, last(at))
	must(t, err)
	if len(kept.Marks) != 2 {
		t.Fatalf("marks %+v", kept.Marks)
	}
	for _, path := range []string{at + "/end", at, w.base()} {
		if body := text(w.get("mina", path)); !strings.Contains(body, "I am not safe now") || !strings.Contains(body, "Something was said that must be recorded elsewhere") {
			t.Errorf("%s forgot what was pressed", path)
		}
	}
	if r := w.as("mina", at+"/marks", url.Values{"mark": {mark}, "id": {db.NewID()}, "go": {"save"}}); r.status != http.StatusUnprocessableEntity {
		t.Errorf("nothing said of what came of it: %d", r.status)
	}
	w.post("mina", at+"/marks", url.Values{"mark": {mark}, "id": {db.NewID()}, "reference": {"Duty log 17"}, "go": {"save"}})
	if body := w.get("mina", at); !strings.Contains(body, "Duty log 17") {
		t.Error("what came of it is not there")
	}
}

// Help opens even when the press cannot be noted, and the worker is told.
func TestUnsafe_neverStandsInTheWayOfHelp(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), nil)
	at, other := w.open("en"), w.open("en")
	mark := db.NewID()
	w.post("mina", other+"/unsafe", url.Values{"mark": {mark}})
	to := w.post("mina", at+"/unsafe", url.Values{"mark": {mark}}) // an id that is taken
	if to != at+"/safe?noted=no" {
		t.Fatalf("to %q", to)
	}
	if body := text(w.get("mina", to)); !strings.Contains(body, "could not be noted") || !strings.Contains(body, "999") {
		t.Errorf("the page says %q", body)
	}
}

// How the cards are shown is kept with the sitting, and changes nothing that was said.
func TestShown_isKeptWithTheSitting(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), nil)
	at := w.open("ar")
	w.post("mina", at+"/topics", url.Values{"chosen": {"B2"}})
	arabic, _ := w.ed.Pack("ar")
	english, _ := w.ed.Pack("en")
	theirs, _ := arabic.Card("B2")
	mine, _ := english.Card("B2")
	has := func(path, words string) bool { return strings.Contains(w.get("mina", at+path), words) }
	if has("/card/B2", `<span class="sf-two__second">`) {
		t.Error("two languages, and nobody wanted them")
	}
	if to := w.post("mina", at+"/shown", url.Values{"at": {"card/B2"}, "choice": {"some_of_it"}, "shown": {"two_languages"}}); to != at+"/card/B2" {
		t.Errorf("to %q", to)
	}
	for _, words := range []string{theirs.Ask, theirs.Simpler, mine.Ask, english.Text("card.how_is_it"), arabic.Text("card.how_is_it"), `value="some_of_it" checked`} {
		if !has("/card/B2", words) && !has("/card/B2", strings.ReplaceAll(words, "'", "&#39;")) {
			t.Errorf("the card does not show %q", words)
		}
	}
	w.post("mina", at+"/shown", url.Values{"at": {"card/B2"}, "shown": {"pictures_only"}})
	if choice := arabic.Anchors()[0].Word; !has("/card/B2", "sf-cards--pictures") || !has("/card/B2", choice) || has("/card/B2", theirs.Simpler) {
		t.Error("it is not shown with pictures only")
	}
	w.post("mina", at+"/shown", url.Values{"shown": {"two_languages"}})
	if shown := w.sitting(at).Setup.Shown; len(shown) != 1 || shown[0] != "pictures_only" {
		t.Errorf("kept %v", shown)
	}
	w.post("mina", at+"/shown", url.Values{"shown": {"upside_down"}})
	if shown := w.sitting(at).Setup.Shown; len(shown) != 1 {
		t.Errorf("a way that is none is kept: %v", shown)
	}
}

// The own page is made part by part, opened by a worker with a reason alone, and carried as a card only while they want one.
func TestOwnPage_isTheirs(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, nil)
		at := w.open("ar")
		own, in := "/people/"+w.person+"/own-page", "?sitting="+last(at)
		send := func(part string, form url.Values) string {
			body := w.get("mina", own+"/"+part+in)
			form.Set("sitting", hiddenField(t, body, "sitting"))
			form.Set("version", hiddenField(t, body, "version"))
			return w.post("mina", own+"/"+part, form)
		}
		if to := send("trust", url.Values{"words": {"خالتي"}, "language": {"ar"}, "translation": {"My aunt"}, "translated_by": {"worker"}, "go": {"keep"}}); to != own+"/pressed"+in {
			t.Errorf("to %q", to)
		}
		if r := w.as("mina", "/people/"+w.person+"/card"+in, nil); r.status != http.StatusSeeOther {
			t.Errorf("a card that nobody wanted: %d", r.status)
		}
		if to := send("carry", url.Values{"go": {"yes"}}); to != own+"/carry"+in {
			t.Errorf("an empty card: to %q", to)
		}
		send("carry", url.Values{"on_card": {"trust"}, "go": {"yes"}})
		card := w.get("mina", "/people/"+w.person+"/card"+in)
		if !strings.Contains(card, "خالتي") || strings.Contains(card, "My aunt") || strings.Contains(text(card), text(w.arabic("own.trust"))) {
			t.Errorf("the card says %q", text(card))
		}
		send("carry", url.Values{"go": {"no"}})
		if r := w.as("mina", "/people/"+w.person+"/card"+in, nil); r.status != http.StatusSeeOther {
			t.Errorf("a card that nobody wants any more: %d", r.status)
		}
		if body := w.get("mina", own+"/read"); strings.Contains(body, "My aunt") {
			t.Error("it opens without a reason")
		}
		if r := w.as("mina", own+"/read", url.Values{}); r.status != http.StatusUnprocessableEntity || strings.Contains(r.body, "My aunt") {
			t.Errorf("without a reason: %d", r.status)
		}
		if r := w.as("mina", own+"/read", url.Values{"reason": {"emergency"}}); !strings.Contains(r.body, "My aunt") || !strings.Contains(r.body, "They carry no card") {
			t.Errorf("opened: %d %s", r.status, text(r.body))
		}
		if r := w.as("mina", own+"/address", nil); r.status != http.StatusNotFound {
			t.Errorf("a part that is none: %d", r.status)
		}
		id, err := w.records.Create(t.Context(), w.people["mina"], record.NewPerson{Nation: "wales", Profile: record.Profile{Names: record.Names{Given: "Dawit"}}})
		must(t, err)
		if r := w.as("mina", "/people/"+id+"/own-page", nil); r.status != http.StatusForbidden {
			t.Errorf("without a grant on sealed details: %d", r.status)
		}
	})
}

func (w *world) arabic(key string) string {
	pack, _ := w.ed.Pack("ar")
	return pack.Text(key)
}

// TestLeaving says to anybody, in any language that may be shown, how to leave and when not to use an own device.
func TestLeaving_isSaidToAnybodyAndLinkedFromEveryCard(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), nil)
	body := w.get("nobody", "/leaving?lang=ar")
	for _, key := range []string{"device.button", "device.shift", "device.history", "device.when_not", "device.near"} {
		if !strings.Contains(body, w.arabic(key)) {
			t.Errorf("it does not say %s", key)
		}
	}
	at := w.open("ar")
	for _, path := range []string{"/topics", "/card/B2", "/safe", "/elsewhere"} {
		page := w.get("mina", at+path)
		exit, skip := strings.Index(page, "govuk-js-exit-this-page-skiplink"), strings.Index(page, `href="#main"`)
		if exit < 0 || exit > skip || !strings.Contains(page, `href="/leaving"`) || strings.Count(page, "govuk-js-exit-this-page-button") != 1 {
			t.Errorf("%s has no way out first (%d, %d)", path, exit, skip)
		}
	}
	for _, path := range []string{w.base(), w.base() + "/new", w.base() + "/prepare"} {
		if strings.Contains(w.get("mina", path), "exit-this-page") {
			t.Errorf("%s is a page for staff and has a way out", path)
		}
	}
}

// TestTakeOver_onItsPage: a manager is led to what a colleague left open, is asked why, and nobody else is.
func TestTakeOver_onItsPage(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, nil)
		for _, who := range []string{"omar", "max"} {
			_, err := w.records.Give(t.Context(), w.giver(), w.person, access.Grant{Part: permit.PartRecord, HolderKind: access.HolderAccount, Holder: w.people[who].ID, Reason: access.ReasonTeam})
			must(t, err)
		}
		at := w.open("en")
		link := at + "/take-over"
		for who, want := range map[string]bool{"max": true, "omar": false, "mina": false} {
			if got := strings.Contains(w.get(who, w.base()), link); got != want {
				t.Errorf("%s is led to it: %v", who, got)
			}
		}
		if r := w.as("omar", link, nil); r.status != http.StatusForbidden {
			t.Errorf("a colleague: %d", r.status)
		}
		if r := w.as("mina", link, nil); r.status != http.StatusForbidden {
			t.Errorf("whoever opened it: %d", r.status)
		}
		open := w.get("max", link)
		if r := w.as("max", link, url.Values{"go": {"end"}, "contribution": {hiddenField(t, open, "contribution")}}); r.status != http.StatusUnprocessableEntity {
			t.Errorf("no reason: %d", r.status)
		}
		form := url.Values{"go": {"end"}, "why": {"ill"}, "contribution": {hiddenField(t, open, "contribution")}}
		if r := w.as("max", link, form); r.status != http.StatusConflict || !strings.Contains(r.body, "last half hour") {
			t.Errorf("while it is held: %d", r.status)
		}
		late := conversation.New(access.New(d, w.ring, func() time.Time { return time.Now().Add(conversation.TakeOverAfter) }, nil))
		must(t, late.EndLeft(t.Context(), w.people["max"], w.person, last(at), db.NewID(), "ill"))
		if body := text(w.get("omar", at)); !strings.Contains(body, "and it was not read back") || !strings.Contains(body, "Your colleague is ill") {
			t.Errorf("afterwards it says %s", body)
		}
	})
}
