package loadingweb_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"stablefutures/internal/framework"
)

// begin starts a draft of the invented set through the pages, and counts what it costs.
func (s *site) begin() string {
	s.Helper()
	form := s.form(s.get("/loading/new"), "")
	for name, value := range map[string]string{"name": "The garden", "set": "garden", "principles": "4", "outcomes": "25", "indicators": "86"} {
		form.Set(name, value)
		s.clicked(1)
		s.typed(value)
	}
	form.Set("which", "other")
	s.clicked(2)
	w := s.post("/loading/new", form)
	if w.Code != http.StatusSeeOther {
		s.Fatalf("starting: %d %s", w.Code, w.Body)
	}
	return strings.TrimSuffix(strings.TrimPrefix(w.Header().Get("Location"), "/loading/"), "/file")
}

// handIn puts a file in and gives where the work goes on.
func (s *site) handIn(draft, name string, content []byte) string {
	s.Helper()
	form := s.form(s.get("/loading/"+draft+"/file"), "")
	s.clicked(4) // choose, the file, open, read it
	w := s.upload("/loading/"+draft+"/file", name, content, form)
	if w.Code != http.StatusSeeOther {
		s.Fatalf("handing in %s: %d %s", name, w.Code, w.Body)
	}
	return w.Header().Get("Location")
}

// say saves a page with what change makes of its form.
func (s *site) say(path, act string, change func(url.Values)) string {
	s.Helper()
	form := s.form(s.get(path), "")
	form.Set("act", act)
	if change != nil {
		change(form)
	}
	s.clicked(1)
	w := s.post(path, form)
	if w.Code != http.StatusSeeOther {
		s.Fatalf("%s at %s: %d %s", act, path, w.Code, errorsOf(w.Body.String()))
	}
	return w.Header().Get("Location")
}

var tag = regexp.MustCompile(`(<[^>]*>|\s)+`)

func mainOf(body string) string {
	_, after, _ := strings.Cut(body, "<main")
	return tag.ReplaceAllString(after, " ")
}

func errorsOf(body string) string {
	_, after, _ := strings.Cut(body, "error-summary")
	after, _, _ = strings.Cut(after, "<h1")
	return after
}

// publish fills the publishing form in and publishes.
func (s *site) publish(draft string) *framework.Edition {
	s.Helper()
	at := "/loading/" + draft
	form := s.form(s.get(at+"/about"), "")
	for name, value := range map[string]string{"version": "1", "source": "Invented for tests.", "by": "Nobody: it is invented.",
		"date-day": "5", "date-month": "1", "date-year": "2026", "obtained-day": "1", "obtained-month": "2", "obtained-year": "2026"} {
		form.Set(name, value)
		s.clicked(1)
		s.typed(value)
	}
	form.Set("uses", "organisation")
	s.clicked(2)
	w := s.post(at+"/about", form)
	if w.Code != http.StatusSeeOther {
		s.Fatalf("about: %d %s", w.Code, errorsOf(w.Body.String()))
	}
	s.clicked(1)
	if body := s.get(at + "/publish"); !strings.Contains(body, "<form method=\"post\">") {
		s.Fatalf("it cannot be published: %s", mainOf(s.get(at+"/check")))
	}
	w = s.post(at+"/publish", s.form(s.get(at+"/publish"), ""))
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/frameworks/choose" {
		s.Fatalf("publishing: %d %s", w.Code, errorsOf(w.Body.String()))
	}
	o, err := s.loading.Open(s.Context(), s.who, draft)
	s.must(err)
	e, err := s.shelf.Edition(s.Context(), o.Edition)
	s.must(err)
	return e
}

// same holds an edition against the set as it was written, character by character. Codes are compared too.
func (s *site) same(e *framework.Edition) {
	s.Helper()
	have := map[string]string{}
	for _, p := range e.Principles {
		have[p.Code] = p.Name
		for _, o := range p.Outcomes() {
			have[o.Code] = o.Text
			for _, i := range o.Indicators {
				have[i.Code] = i.Text
			}
		}
	}
	for i, r := range s.garden() {
		code := r.code
		if strings.HasPrefix(code, "P") {
			code = strings.ToLower(code) // printed without a number: numbered by place
			if _, ok := have[code]; !ok {
				code = r.code
			}
		}
		if have[code] != r.text {
			s.Errorf("%d, %s: printed\n%q\nloaded\n%q", i, r.code, r.text, have[code])
		}
		delete(have, code)
	}
	if len(have) > 0 {
		s.Errorf("more than is printed: %v", have)
	}
}

// Every layout and every kind of file of the same invented set becomes the same edition, to the character, through the
// pages and in far less than ten minutes of a steward's time.
func TestFixtures_areLoadedToTheCharacter(t *testing.T) {
	for _, name := range []string{"poster.pdf", "list.pdf", "wheel.pdf", "garden.docx", "garden.xlsx", "garden.ods", "garden.csv", "garden-list.txt"} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			draft := s.begin()
			first := s.handIn(draft, name, s.sample(name))
			if !strings.Contains(first, "/pages/") {
				t.Fatalf("handed in, it leads to %s: %s", first, s.get(first))
			}
			o, err := s.loading.Open(t.Context(), s.who, draft)
			s.must(err)
			for _, p := range o.AllPages() {
				at := fmt.Sprintf("/loading/%s/pages/%d", draft, p.Number)
				if strings.Contains(s.get(at), `value="suggest"`) {
					s.say(at, "suggest", nil)
				}
			}
			s.correct(draft)
			if name == "wheel.pdf" { // its principles are printed behind the outcomes: say which they stand under
				s.say("/loading/"+draft+"/pages/1", "range", func(form url.Values) {
					s.clicked(4)
					for field, value := range map[string]string{"range_from": "1", "range_to": strconv.Itoa(len(o.On(1))), "range_as": "same", "range_under": "p1"} {
						form.Set(field, value)
						s.typed(value)
					}
				})
			}
			s.same(s.publish(draft))
			t.Logf("%s: %d keystrokes, %d clicks, %d decisions: %.0f s by the keystroke-level model", name, s.effort.keys, s.effort.clicks, s.effort.minds, s.effort.seconds())
			if s.effort.seconds() > 600 {
				t.Errorf("it takes %.0f s", s.effort.seconds())
			}
		})
	}
}

// correct does by hand what the suggestions left open or took wrongly, as somebody does who holds the print beside it.
func (s *site) correct(draft string) {
	s.Helper()
	want := map[string]string{}
	for _, r := range s.garden() {
		role := "outcome"
		switch {
		case strings.HasPrefix(r.code, "P"):
			role = "principle"
		case strings.Contains(r.code, "."):
			role = "indicator"
		}
		want[r.text] = role
	}
	o, err := s.loading.Open(s.Context(), s.who, draft)
	s.must(err)
	for _, p := range o.AllPages() {
		at := fmt.Sprintf("/loading/%s/pages/%d", draft, p.Number)
		wrong := map[string]string{}
		for _, piece := range o.On(p.Number) {
			role := want[piece.Text()]
			if role == "" {
				role = "ignore"
			}
			if string(piece.Role) != role {
				wrong[piece.ID] = role
			}
		}
		if len(wrong) == 0 {
			continue
		}
		s.Logf("page %d: %d roles by hand", p.Number, len(wrong))
		s.say(at, "save", func(form url.Values) {
			for id, role := range wrong {
				form.Set("role-"+id, role)
				s.typed("1") // one key with the script; one click without
			}
		})
	}
}
