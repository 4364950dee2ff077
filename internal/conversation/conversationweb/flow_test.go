package conversationweb_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/testkit"
)

// TestFlow holds a conversation in Arabic from the opening page to the view that was talked through, on both engines.
func TestFlow(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, nil)
		at := w.open("ar")
		a, b := "F2", "B2"
		to := w.post("mina", at+"/topics", url.Values{"chosen": {"else", b, a}, "go": {"done"}})
		if to != at+"/else" {
			t.Fatalf("to %q", to)
		}
		topic := hiddenField(t, w.get("mina", to), "topic")
		to = w.post("mina", at+"/else", url.Values{"topic": {topic}, "name": {"كرة القدم"}, "translation": {"Football"}, "language": {"ar"}, "translated_by": {"interpreter"}})
		if to != at+"/card/"+topic {
			t.Fatalf("to %q", to)
		}
		to = w.post("mina", to, url.Values{"choice": {"keeps_changing"}, "go": {"next"}})
		if to != at+"/card/"+b { // chosen first
			t.Fatalf("to %q", to)
		}
		to = w.post("mina", to, url.Values{"choice": {"ask_differently"}, "go": {"next"}})
		if to != at+"/card/"+b+"?differently=1" {
			t.Fatalf("to %q", to)
		}
		arabic, _ := w.ed.Pack("ar")
		card, _ := arabic.Card(b)
		if body := text(w.get("mina", to)); !strings.Contains(body, card.Simpler) || !strings.Contains(body, card.Example) {
			t.Error("asked differently, the card says the same")
		}
		if to = w.post("mina", at+"/card/"+b, url.Values{"choice": {"some_of_it"}, "go": {"words"}}); to != at+"/words/"+b {
			t.Fatalf("to %q", to)
		}
		to = w.post("mina", to, url.Values{"words": {"الغرفة باردة"}, "language": {"ar"}, "translation": {"The room is cold"}, "translated_by": {"interpreter"}, "written_by": {"worker"}})
		if to != at+"/card/"+a {
			t.Fatalf("to %q", to)
		}
		barrier := hiddenField(t, w.get("mina", at+"/change/"+a), "barrier")
		w.post("mina", at+"/change/"+a, url.Values{"barrier": {barrier}, "who": {"service"}, "system": {"interpreter"}, "go": {"next"}})
		w.post("mina", at+"/link/"+a, url.Values{"with": {b}})
		if to = w.post("mina", at+"/card/"+a, url.Values{"go": {"skip"}}); to != at+"/matters" {
			t.Fatalf("to %q", to)
		}
		if to = w.post("mina", to, url.Values{"matters": {topic}}); to != at+"/check" {
			t.Fatalf("to %q", to)
		}
		check := w.get("mina", to)
		for _, words := range []string{"كرة القدم", "Football", "الغرفة باردة", "The room is cold", "Mina, and the people who work with you."} {
			if !strings.Contains(check, words) {
				t.Errorf("%q is not read back", words)
			}
		}
		w.post("mina", at+"/take-out", url.Values{"what": {"link/" + b + "/" + a}})
		form := url.Values{"contribution": {hiddenField(t, check, "contribution")}, "quality": {"ok"}, "go": {"keep"}}
		for range 2 { // pressed twice
			if to = w.post("mina", at+"/check", form); to != at+"/promise" {
				t.Fatalf("to %q", to)
			}
		}
		if to = w.post("mina", to, url.Values{"promise": {db.NewID()}, "go": {"done"}}); to != at+"/end" { // no promise today
			t.Fatalf("to %q", to)
		}
		if end := text(w.get("mina", to)); !strings.Contains(end, arabic.Text("end.thanks")) || !strings.Contains(end, "What was said is kept.") {
			t.Errorf("the end says %q", end)
		}
		w.afterwards(at, a, b, topic)
	})
}

// afterwards adds Mina's own view to the sitting of TestFlow and talks it through.
func (w *world) afterwards(at, a, b, topic string) {
	t := w.t
	t.Helper()
	kept, err := w.service.Kept(t.Context(), w.people["mina"], w.person, at[strings.LastIndex(at, "/")+1:])
	must(t, err)
	c := kept.Contributions[0].Content
	if c.Answers[b].Words.TranslatedTo != "en" || c.Answers[b].Choice != "some_of_it" || len(c.Links) != 0 || c.Barriers[0].System != "interpreter" ||
		c.Matters[0] != topic || c.Language != "ar" || kept.Setup.Interpreter.Quality != "ok" || len(kept.Setup.Explained) != 12 {
		t.Errorf("kept %+v with %+v", c, kept.Setup)
	}
	view := w.get("mina", at+"/view")
	for _, name := range []string{"choice." + b, "choice." + a, "choice." + topic, "finding." + b + ".1"} {
		if !strings.Contains(view, `name="`+name+`"`) {
			t.Errorf("the view has no %s", name)
		}
	}
	if strings.Contains(view, `name="choice.F1"`) {
		t.Error("the view asks about what nobody talked about")
	}
	form := url.Values{"contribution": {hiddenField(t, view, "contribution")}, "choice." + topic: {"not_there"}, "words." + b: {"I think it is warm"},
		"finding." + b + ".1": {"partly"}, "evidence." + b + ".1": {"a letter"}, "go": {"save"}}
	if r := w.as("mina", at+"/view/draft", form); r.status != http.StatusNoContent || r.body != "" {
		t.Errorf("autosave answered %d %q", r.status, r.body)
	}
	if to := w.post("mina", at+"/view", form); to != at+"/view" {
		t.Errorf("to %q", to)
	}
	if !strings.Contains(w.get("mina", at+"/view"), "I think it is warm") {
		t.Error("the draft of the view is lost")
	}
	form.Set("go", "keep")
	for range 2 {
		if to := w.post("mina", at+"/view", form); to != at {
			t.Errorf("to %q", to)
		}
	}
	page := w.get("mina", at)
	for _, words := range []string{"I think it is warm", "It is not there", "Partly", "a letter", "Opinion", "The room is cold"} {
		if !strings.Contains(page, words) {
			t.Errorf("what was kept does not say %q", words)
		}
	}
	id := hiddenField(t, page, "contribution")
	if r := w.as("mina", at+"/talk", url.Values{"contribution": {id}, "outcome": {"withheld"}}); r.status != http.StatusUnprocessableEntity ||
		!strings.Contains(r.body, `href="#why-`+id+`"`) || !strings.Contains(r.body, `id="why-`+id+`"`) {
		t.Errorf("withheld without a reason: %d", r.status)
	}
	w.post("mina", at+"/talk", url.Values{"contribution": {id}, "outcome": {"talked_through"}})
	if !strings.Contains(w.get("mina", at), "Talked through with the young person") {
		t.Error("what was talked through is not said")
	}
	w.setRight(at, kept.Contributions[0], a, b, topic)
}

var correctLink = regexp.MustCompile(`href="([^"]+/correct/[^"]+)"`)

// setRight corrects what the young person said, and then Mina's view, each on its page. What was not touched stays.
func (w *world) setRight(at string, said conversation.Contribution, a, b, topic string) {
	t := w.t
	t.Helper()
	page := at + "/correct/" + said.ID
	for _, who := range []string{"omar", "gail", "ade"} {
		_, err := w.records.Give(t.Context(), w.giver(), w.person, access.Grant{Part: permit.PartRecord, HolderKind: access.HolderAccount, Holder: w.people[who].ID, Reason: access.ReasonTeam})
		must(t, err)
	}
	if links := correctLink.FindAllStringSubmatch(w.get("mina", at), -1); len(links) != 2 || links[0][1] != page {
		t.Fatalf("to set right there are %v", links)
	}
	if links := correctLink.FindAllStringSubmatch(w.get("omar", at), -1); len(links) != 1 {
		t.Errorf("a colleague is led to %v: a view is its author's", links)
	}
	if r := w.as("ade", page, nil); r.status != http.StatusForbidden {
		t.Errorf("an auditor: %d", r.status)
	}
	open := w.get("omar", page)
	for _, words := range []string{"كرة القدم", "الغرفة باردة", "The room is cold", "What was written before stays"} {
		if !strings.Contains(open, words) {
			t.Errorf("the page does not hold %q", words)
		}
	}
	form := url.Values{"contribution": {hiddenField(t, open, "contribution")}, "choice." + b: {"some_of_it"}, "words." + b: {"الغرفة باردة"}, "words-translation." + b: {"The room is cold"},
		"choice." + a: {"not_said"}, "words." + a: {""}, "who." + a: {"service"}, "system." + a: {"interpreter"}, "barrier." + a: {""}, "kind." + a: {""},
		"choice." + topic: {"keeps_changing"}, "words." + topic: {""}, "name." + topic: {"كرة القدم"}, "name-translation." + topic: {"Football"}, "matters": {topic}}
	if r := w.as("omar", page, form); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, "What was wrong?") {
		t.Errorf("no reason: %d", r.status)
	}
	form.Set("why", "the interpreter said another word")
	if r := w.as("omar", page, form); r.status != http.StatusUnprocessableEntity || !strings.Contains(text(r.body), "This says the same as before") {
		t.Errorf("nothing changed: %d %s", r.status, text(r.body))
	}
	form.Set("words-translation."+b, "The room is old")
	for range 2 { // pressed twice
		if to := w.post("omar", page, form); to != at {
			t.Fatalf("to %q", to)
		}
	}
	kept, err := w.service.Kept(t.Context(), w.people["mina"], w.person, at[strings.LastIndex(at, "/")+1:])
	must(t, err)
	later := kept.Contributions[len(kept.Contributions)-1]
	c, was := later.Content, said.Content
	if later.Corrects != said.ID || later.Why != "the interpreter said another word" || c.Answers[b].Words.Text != "الغرفة باردة" || c.Answers[b].Words.Translation != "The room is old" ||
		c.Answers[b].Words.TranslatedBy != "worker" || c.Answers[b].Words.WrittenBy != was.Answers[b].Words.WrittenBy || c.Barriers[0] != was.Barriers[0] || c.Topics[0] != was.Topics[0] || c.Matters[0] != topic {
		t.Errorf("set right as %+v\nit was %+v", c, was)
	}
	after := w.get("gail", at)
	for _, words := range []string{"An earlier version, set right since", "The room is cold", "The room is old", "the interpreter said another word"} {
		if !strings.Contains(after, words) {
			t.Errorf("afterwards it does not say %q", words)
		}
	}
	if r := w.as("mina", page, nil); r.status != http.StatusConflict {
		t.Errorf("what was set right is set right again: %d", r.status)
	}
	w.setViewRight(at, b)
}

func (w *world) setViewRight(at, b string) {
	t := w.t
	t.Helper()
	var page string
	for _, l := range correctLink.FindAllStringSubmatch(w.get("mina", at), -1) {
		if strings.Contains(w.get("mina", l[1]), `name="finding.`) {
			page = l[1]
		}
	}
	for _, who := range []string{"omar", "gail"} {
		if r := w.as(who, page, nil); r.status != http.StatusForbidden {
			t.Errorf("%s opens what sets another's view right: %d", who, r.status)
		}
	}
	open := w.get("mina", page)
	w.post("mina", page, url.Values{"contribution": {hiddenField(t, open, "contribution")}, "words." + b: {"I think it is warm"},
		"finding." + b + ".1": {"in_place"}, "evidence." + b + ".1": {"a letter"}, "why": {"I ticked the wrong line"}})
	if after := w.get("mina", at); !strings.Contains(after, "I ticked the wrong line") || !strings.Contains(after, "Partly") || !strings.Contains(after, "In place") {
		t.Error("the view was not set right, or the earlier one is gone")
	}
}

// TestPauseAndStop_keepWhatStandsInTheForm presses Pause and Stop in the middle of every page that asks something.
func TestPauseAndStop_keepWhatStandsInTheForm(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), nil)
	topic := db.NewID()
	for _, c := range []struct {
		at   string
		form url.Values
		said func(conversation.Content) bool
	}{
		{"topics", url.Values{"chosen": {"B3", "else"}}, func(c conversation.Content) bool { return len(c.Chosen) == 1 && c.Chosen[0] == "B3" }},
		{"card/B2", url.Values{"choice": {"not_today"}}, func(c conversation.Content) bool { return c.Answers["B2"].Choice == "not_today" }},
		{"words/B2", url.Values{"words": {"half a sen"}}, func(c conversation.Content) bool { return c.Answers["B2"].Words.Text == "half a sen" }},
		{"change/B2", url.Values{"barrier": {db.NewID()}, "who": {"rule"}}, func(c conversation.Content) bool { return c.HasBarrier("B2") }},
		{"link/B2", url.Values{"with": {"B3"}}, func(c conversation.Content) bool { return len(c.Links) == 1 }},
		{"else", url.Values{"topic": {topic}, "name": {"my bike"}}, func(c conversation.Content) bool { _, ok := c.Topic(topic); return ok }},
		{"matters", url.Values{"matters": {"B2"}}, func(c conversation.Content) bool { return len(c.Matters) == 1 }},
	} {
		for _, press := range []string{"pause", "stop", "draft"} {
			at := w.open("en")
			w.post("mina", at+"/topics", url.Values{"chosen": {"B2"}})
			c.form.Set("at", c.at)
			r := w.as("mina", at+"/"+press, c.form)
			if press == "draft" && r.status != http.StatusNoContent || press != "draft" && r.where != at+"/"+press {
				t.Fatalf("%s on %s: %d to %q", press, c.at, r.status, r.where)
			}
			table, err := w.service.Sitting(t.Context(), w.people["mina"], w.person, at[strings.LastIndex(at, "/")+1:], conversation.YoungPerson)
			must(t, err)
			if !c.said(table.Draft) {
				t.Errorf("%s on %s lost the form: %+v", press, c.at, table.Draft)
			}
			if press == "pause" && !strings.Contains(w.get("mina", at+"/pause"), `href="`+at+"/"+c.at+`"`) {
				t.Errorf("pause on %s does not lead back there", c.at)
			}
		}
	}
}

// TestStop_isAGoodEndingAtOneTouch stops with and without keeping, and with nothing said.
func TestStop_isAGoodEndingAtOneTouch(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), nil)
	for _, c := range []struct{ said, press, end string }{
		{"not_sure", "keep", "What was said is kept."},
		{"not_sure", "forget", "Nothing was kept."},
		{"", "forget", "Nothing was kept."},
	} {
		at := w.open("en")
		w.as("mina", at+"/stop", url.Values{"at": {"card/B2"}, "choice": {c.said}})
		page := w.get("mina", at+"/stop")
		if offers := strings.Contains(page, `value="keep"`); offers != (c.said != "") {
			t.Errorf("with %q said, keeping is offered: %v", c.said, offers)
		}
		form := url.Values{"contribution": {hiddenField(t, page, "contribution")}, "go": {c.press}}
		for range 2 {
			if to := w.post("mina", at+"/stopped", form); to != at+"/end" {
				t.Fatalf("to %q", to)
			}
		}
		if end := w.get("mina", at+"/end"); !strings.Contains(end, c.end) || !strings.Contains(end, "Take good care") {
			t.Errorf("%s after %q: %s", c.press, c.said, text(end))
		}
	}
}

func TestStaleSitting_isSaidAndNothingIsAdded(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), nil)
	at := w.open("en")
	w.post("mina", at+"/card/B2", url.Values{"choice": {"not_there"}, "go": {"next"}})
	check := hiddenField(t, w.get("mina", at+"/check"), "contribution")
	w.post("mina", at+"/check", url.Values{"contribution": {check}})
	for path, form := range map[string]url.Values{"/card/B2": {"choice": {"not_sure"}}, "/words/B2": {"words": {"late"}}, "/topics": {"chosen": {"B3"}},
		"/else": {"topic": {db.NewID()}, "name": {"late"}}, "/matters": {"matters": {"B2"}}, "/take-out": {"what": {"choice/B2"}},
		"/draft": {"at": {"card/B2"}}, "/pause": {"at": {"card/B2"}}, "/explain": {"go": {"on"}}} {
		if r := w.as("mina", at+path, form); r.status != http.StatusConflict || !strings.Contains(r.body, "This conversation has ended") {
			t.Errorf("POST %s after the end: %d %s", path, r.status, text(r.body))
		}
	}
	for _, path := range []string{"/explain", "/topics", "/card/B2", "/words/B2", "/check", "/pause", "/stop"} {
		if r := w.as("mina", at+path, nil); r.where != at+"/end" {
			t.Errorf("GET %s after the end leads to %q (%d)", path, r.where, r.status)
		}
	}
	for path, form := range map[string]url.Values{"/check": {"contribution": {db.NewID()}}, "/stopped": {"contribution": {db.NewID()}, "go": {"forget"}}} {
		if to := w.post("mina", at+path, form); to != at+"/end" {
			t.Errorf("POST %s again leads to %q", path, to)
		}
	}
	if !strings.Contains(w.get("mina", at+"/end"), "What was said is kept.") {
		t.Error("what was kept was forgotten by a stale form")
	}
}

func TestOpening_asksLittleAndTakesARepeat(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), nil)
	page := w.get("mina", w.base()+"/new")
	for _, filled := range []string{`<input[^>]* value="ar"[^>]* checked`, `<input[^>]* name="interpreter"[^>]* value="yes"[^>]* checked`,
		"Mina Okafor, and the people at Northwick Council", `value="Sudanese"`} {
		if !regexp.MustCompile(filled).MatchString(page) {
			t.Errorf("%q is not filled in", filled)
		}
	}
	form := url.Values{"sitting": {hiddenField(t, page, "sitting")}, "language": {"ar"}, "interpreter": {"yes"}, "interpreter-language": {"ar"}}
	if r := w.as("mina", w.base()+"/new", form); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, `href="#independent"`) {
		t.Errorf("independence not asked: %d", r.status)
	}
	form.Set("independent", "yes")
	first := w.post("mina", w.base()+"/new", form)
	if again := w.post("mina", w.base()+"/new", form); again != first {
		t.Errorf("sent twice it opened %q and %q", first, again)
	}
	list, err := w.service.Sittings(t.Context(), w.people["mina"], w.person)
	must(t, err)
	if len(list) != 1 {
		t.Errorf("%d sittings", len(list))
	}
	if !strings.Contains(w.get("mina", w.base()), first[:strings.LastIndex(first, "/")]+"/pause") {
		t.Error("the list does not offer to go on")
	}
	if r := w.as("mina", w.base()+"/new", url.Values{"language": {"en"}, "interpreter": {"not_needed"}}); r.status != http.StatusUnprocessableEntity {
		t.Errorf("without the hidden id: %d", r.status)
	}
}
