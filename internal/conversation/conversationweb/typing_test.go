package conversationweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/promise"
	"stablefutures/internal/testkit"
)

// sheet is a ticket on paper for Selam, or ("") for nobody yet.
func (w *world) sheet(record string) conversation.Paper {
	w.t.Helper()
	p, err := w.service.IssuePaper(w.t.Context(), w.people["mina"], conversation.NewPaper{ID: db.NewID(), Record: record, EditionID: w.ed.ID, Language: "ar", Nation: "scotland",
		Picture: "kite", Word: "River"})
	must(w.t, err)
	return p
}

// paperPages looks at the pages on which a sheet is typed in, empty, with a slip, and typed on.
func (w *world) paperPages(look func(who, pattern, path, lang, dir string), who, lang, dir string) {
	w.t.Helper()
	p, loose := w.sheet(w.person), w.sheet("")
	look(who, "/conversations/paper/enter", "/conversations/paper/enter", lang, dir)
	look(who, "/conversations/paper/whose/{paper}", "/conversations/paper/whose/"+loose.ID, lang, dir)
	at := "/people/" + w.person + "/on-paper/"
	look(who, "/people/{id}/on-paper/{paper}", at+p.ID, lang, dir)
	look(who, "/people/{id}/on-paper/{paper}", at+loose.ID, lang, dir)
	w.post("mina", at+p.ID, w.written(p))
	look(who, "/people/{id}/on-paper/{paper}", at+p.ID, lang, dir)
	look(who, "/people/{id}/on-paper/{paper}/check", at+p.ID+"/check", lang, dir)
	w.post("mina", at+p.ID+"/check", url.Values{})
	look(who, "/conversations/paper/enter/{typed}", "/conversations/paper/enter/"+p.Code, lang, dir) // typed in already
}

// written is what stands on a sheet that was held today.
func (w *world) written(p conversation.Paper) url.Values {
	topic, made, now := db.NewID(), db.NewID(), time.Now().UTC()
	return url.Values{"contribution": {db.NewID()}, "mark": {db.NewID()}, "go": {"check"}, "held-day": {now.Format("2")}, "held-month": {now.Format("1")}, "held-year": {now.Format("2006")},
		"read_back": {"yes"}, "interpreter": {"not_needed"}, "explained": {"yes"}, "choice.B2": {"some_of_it"}, "words.B2": {"الغرفة <b>باردة</b>"}, "translation.B2": {"The room is cold"},
		"words_language": {"ar"}, "written_by": {"young_person"}, "translated_by": {"worker"}, "who.B2": {"service"}, "system.B2": {"housing"}, "matters": {"B2", topic},
		"topic": {topic}, "name." + topic: {"كرة <b>القدم"}, "choice." + topic: {"there_for_me"},
		"promise": {made}, "what." + made: {"Mend the <b>lock"}, "owner." + made: {"Mina Okafor"}, "due." + made: {"2030-01-01"}, "agreed." + made: {"yes"},
		"elsewhere": {"yes"}, "elsewhere_reference": {"4711"}}
}

// A sheet becomes a sitting like any other, with what was promised and what belongs elsewhere, once.
func TestTyping_becomesASitting(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, nil)
		promises := promise.New(w.door)
		p := w.sheet(w.person)
		at := "/people/" + w.person + "/on-paper/" + p.ID
		if to := w.post("mina", "/conversations/paper/enter", url.Values{"code": {strings.ToLower(p.Code)}}); to != at {
			t.Fatalf("the code leads to %q", to)
		}
		form := w.written(p)
		if r := w.as("mina", at+"/draft", form); r.status != http.StatusNoContent {
			t.Fatalf("autosave: %d %s", r.status, text(r.body))
		}
		if to := w.post("mina", at, form); to != at+"/check" {
			t.Fatalf("looking through it leads to %q", to)
		}
		check := text(w.get("mina", at+"/check"))
		for _, want := range []string{"Selam", "River", "The room is cold", "كرة", "Mend the", "4711"} {
			if !strings.Contains(check, want) {
				t.Errorf("the check does not show %q", want)
			}
		}
		kept := "/people/" + w.person + "/conversations/" + p.Sitting
		for range 2 { // pressed twice
			if to := w.post("mina", at+"/check", url.Values{}); to != kept {
				t.Fatalf("keeping leads to %q", to)
			}
		}
		page := text(w.get("mina", kept))
		for _, want := range []string{"Recorded on paper on", "The room is cold", "كرة", "4711"} {
			if !strings.Contains(page, want) {
				t.Errorf("the kept page does not show %q", want)
			}
		}
		made, err := promises.Promises(t.Context(), w.people["mina"], w.person)
		must(t, err)
		if len(made) != 1 || made[0].Sitting != p.Sitting || made[0].OwnerID != w.people["mina"].ID {
			t.Errorf("promises: %+v", made)
		}
		sum, err := w.service.Kept(t.Context(), w.people["mina"], w.person, p.Sitting)
		must(t, err)
		c := sum.Contributions[0].Content
		if a := c.Answers["B2"]; a.Choice != "some_of_it" || a.Words.Text != "الغرفة <b>باردة</b>" || a.Words.Language != "ar" || a.Words.WrittenBy != "young_person" ||
			a.Words.TranslatedTo != "en" || len(c.Topics) != 1 || len(c.Matters) != 2 || len(c.Barriers) != 1 || c.Barriers[0].System != "housing" {
			t.Errorf("kept: %+v", c)
		}
		if len(sum.Setup.Explained) == 0 || sum.Setup.Language != "ar" || len(sum.Marks) != 1 {
			t.Errorf("setup: %+v, marks %+v", sum.Setup, sum.Marks)
		}
		if to := w.post("mina", at, form); to != kept {
			t.Errorf("typing on a sheet that was kept leads to %q", to)
		}
	})
}

// What is missing or wrong is said at its field, and what was typed is still there.
func TestTyping_says(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), nil)
	p := w.sheet(w.person)
	at := "/people/" + w.person + "/on-paper/" + p.ID
	for name, c := range map[string]struct {
		change func(url.Values)
		field  string
	}{
		"no day":               {func(f url.Values) { f["held-day"], f["held-month"], f["held-year"] = nil, nil, nil }, "held"},
		"half a day":           {func(f url.Values) { f.Set("held-month", "13") }, "held"},
		"read back not said":   {func(f url.Values) { f.Del("read_back") }, "read_back"},
		"interpreter not said": {func(f url.Values) { f.Del("interpreter") }, "interpreter"},
		"a topic without name": {func(f url.Values) { f.Set("name."+f.Get("topic"), "") }, "name."},
		"a promise by nobody":  {func(f url.Values) { f.Set("owner."+f.Get("promise"), "") }, "owner."},
		"a promise some day":   {func(f url.Values) { f.Set("due."+f.Get("promise"), "") }, "due."},
		"a system without who": {func(f url.Values) { f.Set("who.B2", "") }, "who.B2"},
		"a choice of nothing":  {func(f url.Values) { f.Set("choice.B3", "ten") }, "choice.B3"},
	} {
		form := w.written(p)
		c.change(form)
		r := w.as("mina", at, form)
		if r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, `href="#`+c.field) {
			t.Errorf("%s: %d, nothing leads to %s: %s", name, r.status, c.field, between(text(r.body), "There is a problem", "Young person"))
		}
		if !strings.Contains(r.body, "The room is cold") {
			t.Errorf("%s: what was typed is gone", name)
		}
	}
	if to := w.post("mina", at, url.Values{"go": {"later"}, "held-year": {""}}); to != w.base() {
		t.Errorf("going on later leads to %q", to)
	}
	form := w.written(p)
	form.Set("go", "more")
	w.post("mina", at, form)
	if n := strings.Count(w.get("mina", at), `name="topic"`); n != 2 {
		t.Errorf("room for %d topics, want one more than are there, and at least two", n)
	}
}

// A code is answered the same whatever stands behind it, for whoever may not know; and it needs somebody who may.
func TestEnter_tellsNothing(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), nil)
	theirs := w.sheet(w.person)
	unknown := text(w.as("omar", "/conversations/paper/enter", url.Values{"code": {"0000-0000-0"}}).body)
	known := w.as("omar", "/conversations/paper/enter", url.Values{"code": {conversation.ShowPaperCode(theirs.Code)}})
	if known.status != http.StatusUnprocessableEntity || text(known.body) != unknown || !strings.Contains(unknown, "not known to you here") {
		t.Errorf("a right code without a grant: %d\n%s\n%s", known.status, text(known.body), unknown)
	}
	if r := w.as("omar", "/people/"+w.person+"/on-paper/"+theirs.ID, nil); r.status != http.StatusNotFound {
		t.Errorf("the ticket itself without a grant: %d", r.status)
	}
	for _, who := range []string{"root", "ann", "stew", "ade"} {
		if r := w.as(who, "/conversations/paper/enter", url.Values{"code": {theirs.Code}}); r.status != http.StatusForbidden {
			t.Errorf("%s: %d", who, r.status)
		}
	}
	if r := w.as("nobody", "/conversations/paper/enter/"+theirs.Code, nil); r.status != http.StatusSeeOther || !strings.HasPrefix(r.where, "/sign-in?next=") {
		t.Errorf("scanned without signing in: %d to %q", r.status, r.where)
	}
	for range 12 {
		w.as("mina", "/conversations/paper/enter", url.Values{"code": {"0000-0000-0"}})
	}
	if r := w.as("mina", "/conversations/paper/enter", url.Values{"code": {theirs.Code}}); r.status != http.StatusConflict || !strings.Contains(text(r.body), "Wait") {
		t.Errorf("after many codes that are not known: %d %s", r.status, text(r.body))
	}
}

// A sheet for nobody yet: the wrong young person can be taken back before anything is kept.
func TestTyping_forTheWrongPerson(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), nil)
	p, other := w.sheet(""), w.newPerson("mina", "sq")
	whose := "/conversations/paper/whose/" + p.ID
	if to := w.post("mina", "/conversations/paper/enter", url.Values{"code": {p.Code}}); to != whose {
		t.Fatalf("the code leads to %q", to)
	}
	list := w.get("mina", whose)
	for _, id := range []string{w.person, other} {
		if !strings.Contains(list, "/people/"+id+"/on-paper/"+p.ID) {
			t.Errorf("%s is not offered", id)
		}
	}
	if r := w.as("mina", whose, url.Values{"find": {"Nobody of this name"}}); r.status != http.StatusOK || strings.Contains(r.body, "/on-paper/") || r.where != "" {
		t.Errorf("a search for nobody: %d to %q", r.status, r.where)
	}
	if strings.Contains(list, `method="get"`) {
		t.Error("a name that is searched for would stand in an address")
	}
	wrong := "/people/" + other + "/on-paper/" + p.ID
	if body := text(w.get("mina", wrong)); !strings.Contains(body, "Is this the right young person?") || !strings.Contains(body, "not among this young person") {
		t.Errorf("it does not ask: %s", body)
	}
	form := w.written(p)
	w.post("mina", wrong, form)
	if to := w.post("mina", wrong+"/drop", url.Values{}); to != whose {
		t.Errorf("taking it back leads to %q", to)
	}
	if _, _, begun, err := w.service.Typing(t.Context(), w.people["mina"], other, p.ID); err != nil || begun {
		t.Errorf("what was typed is still there: %v", err)
	}
	right := "/people/" + w.person + "/on-paper/" + p.ID
	w.post("mina", right, form)
	w.post("mina", right+"/check", url.Values{})
	if list, err := w.service.Sittings(t.Context(), w.people["mina"], other); err != nil || len(list) != 0 {
		t.Errorf("the wrong record has %d sittings, %v", len(list), err)
	}
	if r := w.as("mina", wrong, nil); r.status != http.StatusNotFound {
		t.Errorf("the sheet can still be typed in to the wrong record: %d", r.status)
	}
}
