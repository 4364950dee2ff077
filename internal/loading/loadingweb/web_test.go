package loadingweb_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"stablefutures/internal/db"
	"stablefutures/internal/loading"
	"stablefutures/internal/permit"
)

const yard = "The yard\nWhat grows " + hostile + "\nA hose is near\nA butt is full\n"

// yardDraft is a draft of one pasted page with four pieces, made through the pages.
func (s *site) yardDraft() (draft, at string) {
	s.Helper()
	draft = s.begin()
	form := s.form(s.get("/loading/"+draft+"/file"), "")
	form.Set("text", yard)
	if w := s.upload("/loading/"+draft+"/file", "", nil, form); w.Code != http.StatusSeeOther {
		s.Fatalf("pasting: %d %s", w.Code, errorsOf(w.Body.String()))
	}
	return draft, "/loading/" + draft + "/pages/1"
}

func (s *site) open(draft string) *loading.Opened {
	s.Helper()
	o, err := s.loading.Open(s.Context(), s.who, draft)
	s.must(err)
	return o
}

func (s *site) roles(draft string) string {
	s.Helper()
	list := ""
	for _, p := range s.open(draft).Pieces {
		list += string(p.Role) + "|"
	}
	return list
}

func TestPages_everyOneInBothLanguages(t *testing.T) {
	s := newSite(t)
	draft, at := s.yardDraft()
	s.say(at, "save", func(form url.Values) { form.Set("role-p1-1", "outcome"); form.Set("role-p1-2", "indicator") })
	for range loading.EnoughAdditions {
		s.must(s.loading.Add(t.Context(), s.who, loading.NewAdditionID(), "Somewhere dry "+hostile, true))
	}
	list, _, err := s.loading.Additions(t.Context(), s.who)
	s.must(err)
	d := "/loading/" + draft
	for _, path := range []string{"/loading", "/loading/new", "/loading/letter", d, d + "/goal", d + "/file", at, at + "?typed=1", d + "/pieces/p1-2", d + "/check", d + "/about",
		d + "/publish", d + "/discard", "/additions/new", "/additions/new?added=yes", "/additions", "/additions/" + list[0].ID} {
		for _, lang := range []string{"en", "cy"} {
			w := s.do(httptest.NewRequestWithContext(t.Context(), "GET", path, nil), lang)
			if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `lang="`+lang+`"`) {
				t.Errorf("%s in %s: %d", path, lang, w.Code)
			}
		}
	}
	for _, path := range []string{"/loading/x", "/loading/" + db.NewID(), at + "9", d + "/pages/0", d + "/pieces/nothing", at + "/picture", d + "/files/" + db.NewID(), "/additions/" + db.NewID()} {
		if w := s.do(httptest.NewRequestWithContext(t.Context(), "GET", path, nil), "en"); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	s.who.Roles = []permit.Role{permit.Practitioner}
	for _, path := range []string{"/loading", d, at, "/additions"} {
		if w := s.do(httptest.NewRequestWithContext(t.Context(), "GET", path, nil), "en"); w.Code != http.StatusForbidden {
			t.Errorf("a practitioner at %s: %d", path, w.Code)
		}
	}
}

func TestStarting_isCheckedAndPresetsAreTheAuthorsNumbers(t *testing.T) {
	s := newSite(t)
	form := s.form(s.get("/loading/new"), "")
	if w := s.post("/loading/new", form); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `href="#which"`) {
		t.Errorf("nothing chosen: %d", w.Code)
	}
	form.Set("which", "other")
	form.Set("set", "Not A Set")
	form.Set("outcomes", "-1")
	w := s.post("/loading/new", form)
	if body := w.Body.String(); w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#outcomes"`) || !strings.Contains(body, "Not A Set") {
		t.Errorf("wrong numbers: %d", w.Code)
	}
	form.Set("which", "csf-pof")
	for range 2 { // sent twice
		if w := s.post("/loading/new", form); w.Code != http.StatusSeeOther {
			t.Fatal(w.Code)
		}
	}
	drafts, err := s.loading.Drafts(t.Context(), s.who)
	s.must(err)
	if len(drafts) != 1 {
		t.Fatalf("%d drafts", len(drafts))
	}
	if g := s.open(drafts[0].ID).Goal; g.Expected.Principles != 4 || g.Expected.Outcomes != 25 || g.Expected.Indicators != 86 || g.Set != "csf-pof" {
		t.Errorf("%+v", g)
	}
	if body := s.get("/loading/" + drafts[0].ID); !strings.Contains(body, "Outcomes: 0 of 25") || !strings.Contains(body, "Indicators: 0 of 86") {
		t.Error("the counts do not stand there")
	}
}

func TestAssigning_withoutAScript(t *testing.T) {
	s := newSite(t)
	draft, at := s.yardDraft()
	s.say(at, "save", func(form url.Values) { form.Set("role-p1-1", "principle"); form.Set("role-p1-2", "outcome") })
	s.say(at, "range", func(form url.Values) { form.Set("range_from", "1"); form.Set("range_as", "principle") })
	if got := s.roles(draft); got != "principle|outcome|||" {
		t.Errorf("a range goes on over an outcome: %s", got)
	}
	s.say(at, "range", func(form url.Values) { form.Set("range_from", "3"); form.Set("range_as", "indicator") })
	if got := s.roles(draft); got != "principle|outcome|indicator|indicator|" {
		t.Errorf("after a range: %s", got)
	}
	s.say(at, "save", func(form url.Values) { form.Set("join-p1-4", "break"); form.Set("code-p1-2", "G") })
	o := s.open(draft)
	if len(o.Pieces) != 3 || o.Pieces[2].Text() != "A hose is near\nA butt is full" || o.Outline().Codes["p1-3"] != "G.1" {
		t.Errorf("joined: %+v", o.Pieces)
	}
	if body := s.get(at); !strings.Contains(body, "Joined from 2 printed lines") || !strings.Contains(body, "lines joined with a line break") {
		t.Error("the page does not say what was joined")
	}
	undo := func(do string) {
		t.Helper()
		form := s.form(s.get(at), "/undo")
		form.Set("do", do)
		if w := s.post(at+"/undo", form); w.Code != http.StatusSeeOther {
			t.Fatal(w.Code)
		}
	}
	undo("undo")
	undo("undo")
	if got := s.roles(draft); got != "principle|outcome|||" {
		t.Errorf("undone: %s", got)
	}
	undo("redo")
	if got := s.roles(draft); got != "principle|outcome|indicator|indicator|" {
		t.Errorf("done again: %s", got)
	}
	for name, change := range map[string]url.Values{
		"range_from": {"act": {"range"}, "range_as": {"outcome"}}, "range_as": {"act": {"range"}, "range_from": {"1"}},
		"range_to": {"act": {"range"}, "range_as": {"outcome"}, "range_from": {"3"}, "range_to": {"2"}}, "under-p1-3": {"act": {"save"}, "under-p1-3": {"ZZ"}},
	} {
		form := s.form(s.get(at), "")
		for k, v := range change {
			form[k] = v
		}
		w := s.post(at, form)
		if body := w.Body.String(); w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#`+name+`"`) {
			t.Errorf("%s: %d %s", name, w.Code, errorsOf(body))
		}
	}
}

// Two tabs: the second one's form is shown again with what was entered there, beside what the first one saved.
func TestAssigning_inTwoTabs(t *testing.T) {
	s := newSite(t)
	draft, at := s.yardDraft()
	s.say(at, "save", func(form url.Values) { form.Set("role-p1-1", "ignore") })
	first, second := s.form(s.get(at), ""), s.form(s.get(at), "")
	first.Set("act", "save")
	first.Set("role-p1-1", "principle")
	if w := s.post(at, first); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	second.Set("act", "save")
	second.Set("role-p1-2", "outcome")
	w := s.post(at, second)
	if w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "What you entered is still here") {
		t.Fatalf("%d", w.Code)
	}
	if got := s.roles(draft); got != "principle||||" {
		t.Errorf("the second tab saved all the same: %s", got)
	}
	again := s.form(w.Body.String(), "")
	if again.Get("role-p1-1") != "principle" || again.Get("role-p1-2") != "outcome" {
		t.Errorf("the form holds %q and %q", again.Get("role-p1-1"), again.Get("role-p1-2"))
	}
	again.Set("act", "save")
	if w := s.post(at, again); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	if got := s.roles(draft); got != "principle|outcome|||" {
		t.Errorf("both together: %s", got)
	}
}

func TestTyping_oneOrManyWithTheNextRoleReady(t *testing.T) {
	s := newSite(t)
	draft := s.begin()
	at := "/loading/" + draft + "/pages/1"
	add := func(text, want string) {
		t.Helper()
		form := s.form(s.get(at), "/typed")
		if form.Get("type_as") != want {
			t.Errorf("before %q it offers %q", text, form.Get("type_as"))
		}
		form.Set("text", text)
		if w := s.post(at+"/typed", form); w.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", w.Code, errorsOf(w.Body.String()))
		}
	}
	add("A principle "+hostile, "principle")
	add("An outcome", "outcome")
	add("One indicator\n\n another ", "indicator")
	if got := s.roles(draft); got != "principle|outcome|indicator|indicator|" {
		t.Error(got)
	}
	if body := s.get(at); !strings.Contains(body, "Typed in by hand.") || !strings.Contains(body, "Indicators: 2 of 86") {
		t.Error("the page does not say what was typed")
	}
	form := s.form(s.get(at), "/typed")
	for name, value := range map[string]string{"text": strings.Repeat("x", 4001), "code": "a code far longer than any"} {
		bad := url.Values{}
		for k, v := range form {
			bad[k] = v
		}
		bad.Set("text", "fine")
		bad.Set(name, value)
		if w := s.post(at+"/typed", bad); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "error-summary") {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
}

func TestPiece_isCutMovedAndTypedAnew(t *testing.T) {
	s := newSite(t)
	draft, _ := s.yardDraft()
	at := "/loading/" + draft + "/pieces/p1-3"
	do := func(what string, values url.Values, want int) string {
		t.Helper()
		o := s.open(draft)
		form := url.Values{"operation": {db.NewID()}, "seen": {regexp.MustCompile(`name="seen" value="(\d+)"`).FindStringSubmatch(s.get(at))[1]}, "do": {what}}
		for k, v := range values {
			form[k] = v
		}
		w := s.post(at, form)
		if w.Code != want {
			t.Errorf("%s: %d, from %d operations: %s", what, w.Code, o.Seen, errorsOf(w.Body.String()))
		}
		return w.Body.String()
	}
	do("split", url.Values{"second": {"e"}}, http.StatusUnprocessableEntity) // it stands there twice
	do("split", url.Values{"second": {"is near"}}, http.StatusSeeOther)
	o := s.open(draft)
	if o.Pieces[2].Text() != "A hose" || o.Pieces[3].Text() != "is near" {
		t.Errorf("cut: %q, %q", o.Pieces[2].Text(), o.Pieces[3].Text())
	}
	for _, second := range []string{"", "nowhere", "A hose"} {
		if body := do("split", url.Values{"second": {second}}, http.StatusUnprocessableEntity); !strings.Contains(body, `href="#second"`) {
			t.Errorf("cut before %q: no error at the field", second)
		}
	}
	do("move", url.Values{"before": {"1"}}, http.StatusSeeOther)
	if s.open(draft).Pieces[0].ID != "p1-3" {
		t.Error("not moved")
	}
	do("retype", url.Values{"text": {"A hose, anew"}}, http.StatusSeeOther)
	do("retype", url.Values{"text": {""}}, http.StatusUnprocessableEntity)
	if p, _ := s.open(draft).Piece("p1-3"); p.Text() != "A hose, anew" || !p.Typed {
		t.Errorf("%+v", p)
	}
}

func TestFiles_thatCannotBeReadSayWhyInBothLanguages(t *testing.T) {
	s := newSite(t)
	for name, content := range map[string]string{"broken.pdf": "%PDF-1.7\nnothing", "nul.txt": "a\x00b", "odd.json": `{"format":`, "broken.xlsx": "PK\x03\x04nothing"} {
		draft := s.begin()
		if to := s.handIn(draft, name, []byte(content)); to != "/loading/"+draft {
			t.Errorf("%s leads to %s", name, to)
		}
		for _, lang := range []string{"en", "cy"} {
			w := s.do(httptest.NewRequestWithContext(t.Context(), "GET", "/loading/"+draft, nil), lang)
			if want := map[string]string{"en": "The file could not be read", "cy": "Nid oedd modd darllen y ffeil"}[lang]; !strings.Contains(w.Body.String(), want) {
				t.Errorf("%s in %s: no reason", name, lang)
			}
		}
		if next := s.handIn(draft, "good.txt", []byte(yard)); !strings.HasSuffix(next, "/pages/1") {
			t.Errorf("%s, then a good one: %s", name, next)
		}
	}
	draft := s.begin()
	w := s.post("/loading/"+draft+"/file", s.form(s.get("/loading/"+draft+"/file"), ""))
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `href="#file"`) {
		t.Errorf("nothing handed in: %d", w.Code)
	}
}

// What was entered into the publishing form is kept although something is missing.
func TestAbout_keepsWhatIsThere(t *testing.T) {
	s := newSite(t)
	draft, _ := s.yardDraft()
	at := "/loading/" + draft + "/about"
	form := s.form(s.get(at), "")
	form.Set("source", "From the shed "+hostile)
	w := s.post(at, form)
	body := w.Body.String()
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#date-day"`) || !strings.Contains(body, `href="#uses"`) || !strings.Contains(body, "From the shed") {
		t.Errorf("%d %s", w.Code, errorsOf(body))
	}
	if s.open(draft).About.Source != "From the shed "+hostile {
		t.Error("what was entered is lost")
	}
	if body := s.get("/loading/" + draft + "/publish"); strings.Contains(body, `<form method="post">`) {
		t.Error("an edition that is not whole can be published")
	}
	if _, err := s.loading.Publish(t.Context(), s.who, draft, s.open(draft).Seen); err == nil {
		t.Error("it was published")
	}
}

func TestLetter_isFilledAndAdjustable(t *testing.T) {
	s := newSite(t)
	form := s.form(s.get("/loading/letter"), "")
	if text := form.Get("letter"); !strings.Contains(text, "Larkmoor") || !strings.Contains(text, "claims no endorsement") {
		t.Error(text)
	}
	form.Set("letter", "Dear Ada,\nplease")
	if w := s.post("/loading/letter", form); w.Code != http.StatusOK || w.Body.String() != "Dear Ada,\nplease\n" || !strings.Contains(w.Header().Get("Content-Disposition"), "letter.txt") {
		t.Errorf("%d %q", w.Code, w.Body)
	}
	form.Set("letter", " ")
	if w := s.post("/loading/letter", form); w.Code != http.StatusOK && w.Code != http.StatusUnprocessableEntity {
		t.Errorf("%d", w.Code)
	}
}

func TestAdditions_onlyWithAYesAndOnlyFromFiveOn(t *testing.T) {
	s := newSite(t)
	steward := s.who
	s.who = permit.Actor{ID: db.NewID(), Organisation: steward.Organisation, Roles: []permit.Role{permit.Practitioner}}
	for i := range loading.EnoughAdditions {
		form := s.form(s.get("/additions/new"), "")
		form.Set("text", "Somewhere dry "+string(rune('a'+i)))
		for _, yes := range []string{"", "no"} {
			form.Set("yes", yes)
			if w := s.post("/additions/new", form); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `href="#yes"`) {
				t.Errorf("with %q: %d", yes, w.Code)
			}
		}
		worker := s.who
		s.who = steward
		if body := s.get("/additions"); !strings.Contains(body, "at least five") || strings.Contains(body, "Somewhere dry") {
			t.Errorf("with %d they are shown, or the page does not say why not", i)
		}
		s.who = worker
		form.Set("yes", "yes")
		for range 2 {
			if w := s.post("/additions/new", form); w.Code != http.StatusSeeOther {
				t.Fatal(w.Code, errorsOf(w.Body.String()))
			}
		}
	}
	s.who = steward
	list, enough, err := s.loading.Additions(t.Context(), s.who)
	s.must(err)
	if !enough || len(list) != loading.EnoughAdditions || list[0].Month != "2026-03" {
		t.Fatalf("%v %+v", enough, list)
	}
	at := "/additions/" + list[0].ID
	form := s.form(s.get(at), "")
	form.Set("kind", "edited")
	form.Set("text", "A dry place")
	if w := s.post(at, form); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	form.Set("change", db.NewID())
	if w := s.post(at, form); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "A dry place") {
		t.Errorf("from an old page: %d", w.Code)
	}
	if body := s.get("/additions"); !strings.Contains(body, "– A dry place") || strings.Contains(body, "– "+list[0].Text) {
		t.Error("the text to send does not have the new words")
	}
	form = s.form(s.get(at), "")
	form.Set("kind", "struck")
	if w := s.post(at, form); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	if body := s.get("/additions"); strings.Contains(body, "– A dry place") || !strings.Contains(body, "Struck out") || strings.Contains(body, `id="send"`) {
		t.Error("with four left there is a text to send, or the struck one is in it")
	}
}
