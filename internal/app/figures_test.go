package app

import (
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/insight"
	"stablefutures/internal/page"
	"stablefutures/internal/permit"
	"stablefutures/internal/testkit"
	"stablefutures/internal/voice/voiceweb"
)

// many are the values of a place in an address where the walk knows more than one, by the beginning of a pattern.
func (w *crowded) many(t *testing.T, pattern, name string) []string {
	t.Helper()
	switch {
	case strings.HasPrefix(pattern, "/insight/") && name == "answer":
		return w.answers
	case strings.HasPrefix(pattern, "/insight/") && name == "subject":
		var list []string
		for _, s := range insight.Subjects() {
			list = append(list, s.Code)
		}
		return list
	case name == "release":
		all, err := w.demo.Releases.List(t.Context(), w.actors["manager"])
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, r := range all {
			list = append(list, r.ID)
		}
		return list
	}
	return nil
}

// forms are the forms in which a page's figures can be taken away.
var forms = map[string][]string{
	"/insight/answers/{answer}/file": {"as=csv", "as=xlsx", "as=svg", "as=png", "as=pdf"}, "/insight/reports/{report}/file": {"as=pdf", "as=docx", "as=zip"},
	"/policy/briefings/{briefing}/{made}/file": {"as=pdf", "as=docx", "as=html", "as=txt"}, "/policy/appraisals/{appraisal}/read/{output}/file": {"as=pdf", "as=docx"},
	"/audits/{programme}/reports/{report}/file": {"as=pdf", "as=docx", "as=team"}, "/inspection/packs/{evidence}": {"under=england-self-evaluation", "under=scotland-quality-framework"},
	"/inspection/packs/{evidence}/pdf": {"under=england-self-evaluation"}, "/inspection/packs/{evidence}/docx": {"under=england-self-evaluation"},
}

// addresses are those of a route: one for each thing of its kind, in each form.
func (w *crowded) addresses(t *testing.T, r page.Route, token string) (list []string) {
	t.Helper()
	one := w.path(t, r, token)
	list = []string{one}
	if m := place.FindStringSubmatch(r.Pattern); m != nil {
		if all := w.many(t, r.Pattern, m[1]); len(all) > 0 {
			list = nil
			for _, v := range all {
				list = append(list, strings.Replace(one, w.placeOf(r.Pattern, m[1]), v, 1))
			}
		}
	}
	if as := forms[r.Pattern]; as != nil {
		plain := list
		list = nil
		for i, p := range plain {
			for j, form := range as {
				if i < 4 || j < 3 { // what is slow to draw is drawn of a few
					list = append(list, p+"?"+form)
				}
			}
		}
	}
	return list
}

func (w *crowded) placeOf(pattern, name string) string {
	if strings.HasPrefix(pattern, "/insight/") && w.places["insight "+name] != "" {
		return w.places["insight "+name]
	}
	return w.places[name]
}

// others are numbers that are shown and are none of the crowd's: everything that a route says, or one text wherever it stands.
var others = []struct{ at, text, why string }{
	{"/loading/{draft}/pages/{page}", "", "the lines of a document that somebody loads have numbers"},
	{"/translations/sheet", "", "the lines of a list of texts have numbers"},
	{"/explore/{edition}/download/{format}", "", "articles and sections of laws"},
	{"/components", "", "invented figures of invented councils, made up in components.go"},
	{"/people/{id}/requests/{request}/bundle", "", "the numbers of entries in the log of one record, for the young person"},
	{"", "08000 121 700", "a helpline"},
	{"", "128 KiB", "how large a file may be"},
}

// look holds one answer to a route against what is true.
func (w *crowded) look(t *testing.T, pattern, what string, a *httptest.ResponseRecorder) {
	t.Helper()
	kind, _, _ := strings.Cut(a.Header().Get("Content-Type"), ";")
	text := everythingIn(t, "", kind, a.Body.Bytes())
	for name, values := range a.Header() {
		text += "\n" + name + ": " + strings.Join(values, "\n")
	}
	w.looked++
	for i, o := range others {
		if o.text != "" && strings.Contains(text, o.text) {
			text, w.used[i] = strings.ReplaceAll(text, o.text, ""), true
		}
	}
	found := numbersIn(text)
	if found[130] {
		w.kinds[kind] = true
	}
	for n := range w.true {
		if !found[n] {
			continue
		}
		if i := slices.IndexFunc(others, func(o struct{ at, text, why string }) bool { return o.at != "" && o.at == pattern }); i >= 0 {
			w.used[i] = true
			continue
		}
		at := strings.Index(text, fmt.Sprint(n))
		t.Errorf("%s says %d, which is true of young people and was never let out: %q", what, n, text[max(0, at-80):min(len(text), at+80)])
	}
}

// figureRoom reports whether a route is one whose pages are of figures: everybody goes there, and in every language.
func figureRoom(pattern string) bool {
	return slices.ContainsFunc([]string{"/insight", "/together", "/inspection", "/policy", "/audit", "/reviews", "/visit"}, func(p string) bool { return strings.HasPrefix(pattern, p) })
}

func TestFigures_noTrueNumberLeaves(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { nothingTrueLeaves(t, copyDemo(t)) })
	t.Run("postgres", func(t *testing.T) { nothingTrueLeaves(t, openDemo(t, t.TempDir(), testkit.EmptyPostgresAddress(t))) })
}

func nothingTrueLeaves(t *testing.T, d *Demo) {
	w := crowdedWorld(t, d)
	w.true, w.used, w.kinds = marked(), map[int]bool{}, map[string]bool{}
	if len(w.shown) < 8 || len(w.shown) == len(w.answers) {
		t.Fatalf("%d of %d answers are shown: too little is tried", len(w.shown), len(w.answers))
	}
	begun := time.Now()
	for _, r := range w.pages.Routes() {
		if r.Method != http.MethodGet || r.Pattern == "/leave" || r.Pattern == voiceweb.WayIn+"/leave" {
			continue
		}
		may, never := w.who(r)
		if may == "" {
			continue // TestRoutes says so
		}
		for i, at := range w.addresses(t, r, w.tokens[may]) {
			a := w.ask("GET", at, w.tokens[may], "en")
			w.look(t, r.Pattern, at+" as "+may, a)
			if strings.HasPrefix(a.Header().Get("Content-Type"), "text/csv") && strings.HasSuffix(at, "?as=csv") {
				w.rounded(t, at, a.Body.String())
			}
			if !figureRoom(r.Pattern) || i > 0 {
				continue
			}
			w.look(t, r.Pattern, at+" in Welsh", w.ask("GET", at, w.tokens[may], "cy"))
			for _, key := range []string{"practitioner", "manager", "administrator", "steward", "analyst", "inspector", "auditor", "guardian"} {
				if key != may && (key == never || permit.Could(w.actors[key], r.Needs)) {
					w.look(t, r.Pattern, at+" as "+key, w.ask("GET", at, w.tokens[key], "en"))
				}
			}
		}
	}
	w.wrong(t)
	t.Logf("%d answers looked at in %v", w.looked, time.Since(begun))
	if w.looked < 900 {
		t.Errorf("only %d answers were looked at", w.looked)
	}
	for i, o := range others {
		if !w.used[i] {
			t.Errorf("%q %q is said nowhere: take it off the list", o.at, o.text)
		}
	}
	for _, kind := range []string{"text/html", "text/csv", "image/svg+xml", "application/pdf", "application/zip", "application/json",
		"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"} {
		if !w.kinds[kind] {
			t.Errorf("no %s says what was let out: nothing is tried of it", kind)
		}
	}
}

// rounded holds every figure of a file against the rules that it was let out by: none is below ten, and none is not rounded. It finds small
// numbers, which stand everywhere else.
func (w *crowded) rounded(t *testing.T, at, table string) {
	t.Helper()
	figures, _, _ := strings.Cut(strings.TrimPrefix(table, "\ufeff"), "\r\n\"\"\r\n") // what is noted comes after an empty line
	lines, err := csv.NewReader(strings.NewReader(figures)).ReadAll()
	if err != nil || len(lines) < 2 {
		t.Fatalf("%s has %d lines: %v", at, len(lines), err)
	}
	for _, line := range lines[1:] {
		for _, cell := range line[1:] {
			if n, err := strconv.Atoi(cell); err == nil && (n%5 != 0 || n < 10) {
				t.Errorf("%s: %d was never let out", at, n)
			}
		}
	}
}

// wrong asks what cannot be answered, and looks at what is said then.
func (w *crowded) wrong(t *testing.T) {
	t.Helper()
	post := func(at, form string, keys ...string) {
		t.Helper()
		for _, key := range keys {
			w.look(t, "", at+" with "+form+" as "+key, w.ask("POST", at, w.tokens[key], "en", func(r *http.Request) {
				r.Body, r.ContentLength = io.NopCloser(strings.NewReader(form)), int64(len(form))
				r.Header.Set("Sec-Fetch-Site", "same-origin")
			}))
		}
	}
	for _, form := range []string{"", "measure=voice&by=system&rules=strict-default", "measure=nothing&by=value&rules=strict-default", "measure=voice&by=value&rules=none",
		"measure=voice&by=value&and=value&rules=wales", "measure=findings&by=value&and=nation&rules=strict-default"} {
		post("/insight/ask", form, "manager", "analyst", "practitioner")
	}
	for range 9 { // beyond what may be asked in a day
		post("/insight/ask", "measure=promises&by=state&and=nation&rules=wales", "manager")
	}
	post("/insight", "", "analyst")
	for _, at := range []string{"/insight/answers/" + db.NewID(), "/insight/answers/113", "/insight/nothing", "/together/releases/" + db.NewID(), "/insight/answers/" + w.answers[0] + "/file?as=nothing"} {
		w.look(t, "", at, w.ask("GET", at, w.tokens["manager"], "en"))
	}
}
