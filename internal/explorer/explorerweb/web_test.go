package explorerweb_test

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/explorer/explorerweb"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/ledger"
	"stablefutures/internal/page"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

const checklist = "/explore/rights-checklist-2026-11"

// site serves the explorer over a real database. Whoever sends the cookie "in" is signed in as who.
func site(t *testing.T, who *permit.Actor) (http.Handler, *framework.Service) {
	t.Helper()
	ring, err := seal.NewRing()
	if err != nil {
		t.Fatal(err)
	}
	d := testkit.SQLite(t)
	ledger.New(d, ring, testkit.Now)
	now := testkit.Now()
	service := framework.New(access.New(d, ring, func() time.Time { now = now.Add(time.Minute); return now }, nil))
	s, err := page.NewServer(page.Config{
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		SessionOf: func(_ context.Context, token string) (page.Session, error) {
			if token != "in" || who == nil {
				return page.Session{}, problem.New(problem.NotFound, "problem.not_found")
			}
			return page.Session{ID: "s", Actor: *who, Name: "Somebody", Nation: "scotland", Language: "en", Until: testkit.Now().Add(time.Hour)}, nil
		},
	}, explorerweb.New(service, testkit.Now).Routes())
	if err != nil {
		t.Fatal(err)
	}
	return s.Handler(), service
}

func get(t *testing.T, h http.Handler, path string, set ...func(*http.Request)) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), "GET", path, nil)
	for _, f := range set {
		f(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func signedIn(r *http.Request) { r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: "in"}) }
func welsh(r *http.Request)    { r.Header.Set("Accept-Language", "cy") }

var (
	heading = regexp.MustCompile(`<h1[ >]`)
	idOf    = regexp.MustCompile(` id="([^"]+)"`)
)

func TestPages_renderInBothLanguages(t *testing.T) {
	i18n.OnMissing(func(what string) { t.Errorf("no text for %s", what) })
	t.Cleanup(func() { i18n.OnMissing(nil) })
	h, _ := site(t, nil)
	paths := []string{"/explore", "/explore/search", "/explore/search?q=school", "/explore/search?q=zzzz", "/explore/compare", "/explore/csf-pof-slot", "/explore/mscos-names-1",
		"/explore/mscos-names-1/C1", "/explore/start-what-matters-1", "/explore/compare?a=rights-checklist-2026-11&b=mscos-names-1", "/explore/compare?a=mscos-names-1&b=mscos-names-1"}
	e, _ := framework.BySet(framework.SetChecklist)
	for _, item := range e.Items() {
		paths = append(paths, checklist+"/"+item.Code)
	}
	for _, who := range []string{"", "young", "practitioner", "auditor", "inspector", "policy"} {
		for _, rest := range []string{"", "&system=housing", "&lang=ar", "&nation=wales"} {
			paths = append(paths, checklist+"?who="+who+rest, checklist+"/G6?who="+who+rest)
		}
	}
	for _, path := range paths {
		for _, in := range []func(*http.Request){func(*http.Request) {}, welsh} {
			w := get(t, h, path, in)
			body := w.Body.String()
			if w.Code != http.StatusOK || len(heading.FindAllString(body, -1)) != 1 {
				t.Errorf("%s: %d, %d headings", path, w.Code, len(heading.FindAllString(body, -1)))
			}
			seen := map[string]bool{}
			for _, m := range idOf.FindAllStringSubmatch(body, -1) {
				if seen[m[1]] {
					t.Errorf("%s: id %s twice", path, m[1])
				}
				seen[m[1]] = true
			}
			if w.Header().Get("Set-Cookie") != "" {
				t.Errorf("%s sets a cookie", path)
			}
		}
	}
}

// "finds an outcome by a word in Arabic", with no script anywhere.
func TestSearch_byAWordInArabic(t *testing.T) {
	h, _ := site(t, nil)
	body := get(t, h, "/explore/search?q="+url.QueryEscape("المدرسه")).Body.String()
	for _, want := range []string{`href="` + checklist + `/G6?lang=ar"`, `lang="ar"`, `dir="rtl"`, "المدرسة"} {
		if !strings.Contains(body, want) {
			t.Errorf("the results lack %s", want)
		}
	}
	item := get(t, h, checklist+"/G6?lang=ar").Body.String()
	for _, want := range []string{`<div lang="ar" dir="rtl">`, "machine draft", "What can be asked for in England", "Education", "Not read at its source"} {
		if !strings.Contains(item, want) {
			t.Errorf("the page of the item lacks %s", want)
		}
	}
	var answer struct{ Said, HTML string }
	if err := json.Unmarshal(get(t, h, "/explore/search/results?q="+url.QueryEscape("مدرسة")).Body.Bytes(), &answer); err != nil ||
		!strings.Contains(answer.HTML, "/G6?lang=ar") || !strings.Contains(answer.Said, "found") {
		t.Errorf("%v: %+v", err, answer)
	}
	hostile := get(t, h, `/explore/search?q=`+url.QueryEscape(`"><script>alert(1)</script>`)).Body.String()
	if strings.Contains(hostile, "<script>alert") {
		t.Error("a question is not escaped")
	}
}

func TestItem_orderFollowsTheReader(t *testing.T) {
	h, _ := site(t, nil)
	first := func(who string) string {
		body := get(t, h, checklist+"/G6?who="+who).Body.String()
		best, at := "", len(body)
		for _, id := range []string{"card", "ask", "rests", "checks", "systems"} {
			if i := strings.Index(body, `<h2 class="govuk-heading-m" id="`+id+`"`); i >= 0 && i < at {
				best, at = id, i
			}
		}
		return best
	}
	for who, want := range map[string]string{"": "card", "young": "card", "practitioner": "ask", "auditor": "checks", "inspector": "rests", "policy": "systems"} {
		if got := first(who); got != want {
			t.Errorf("%q meets %q first, not %q", who, got, want)
		}
	}
	scotland := get(t, h, checklist+"/V3?nation=scotland").Body.String()
	if !strings.Contains(scotland, "Guardianship Scotland") || strings.Contains(get(t, h, checklist+"/V3").Body.String(), "Guardianship Scotland") {
		t.Error("the nation switch does not switch")
	}
}

// What is kept for all must be the same for all, and nothing is kept for whoever is signed in.
func TestCaching(t *testing.T) {
	who := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Steward}}
	h, _ := site(t, &who)
	w := get(t, h, checklist)
	tag := w.Header().Get("ETag")
	if w.Header().Get("Cache-Control") != "public, max-age=300" || tag == "" || !strings.Contains(strings.Join(w.Header().Values("Vary"), ","), "Cookie") {
		t.Errorf("%v", w.Header())
	}
	again := get(t, h, checklist, func(r *http.Request) { r.Header.Set("If-None-Match", tag) })
	if again.Code != http.StatusNotModified || again.Body.Len() > 0 {
		t.Errorf("asked again: %d with %d bytes", again.Code, again.Body.Len())
	}
	if get(t, h, checklist, welsh).Header().Get("ETag") == tag {
		t.Error("two languages are the same page")
	}
	in := get(t, h, checklist, signedIn)
	if in.Code != http.StatusOK || in.Header().Get("Cache-Control") != "no-store" || in.Header().Get("ETag") != "" || !strings.Contains(in.Body.String(), "Somebody") {
		t.Errorf("signed in: %d %v", in.Code, in.Header())
	}
}

// A crosswalk is shown with whose it is, once its organisation lets everybody see it and not before.
func TestCompare_showsWhoseCrosswalkItIs(t *testing.T) {
	who := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Steward}}
	h, s := site(t, &who)
	link := framework.Link{From: "G6", To: "C7", Relation: framework.Wider, Note: "also college"}
	for _, uses := range []string{framework.UsesOrganisation, framework.UsesPublic} {
		if _, err := s.SaveCrosswalk(t.Context(), who, "rights-checklist-2026-11", "mscos-names-1", "Invented Borough", uses, []framework.Link{link}); err != nil {
			t.Fatal(err)
		}
		for _, c := range [][3]string{{"rights-checklist-2026-11", "mscos-names-1", "is wider than"}, {"mscos-names-1", "rights-checklist-2026-11", "is narrower than"}} {
			body := get(t, h, "/explore/compare?a="+c[0]+"&b="+c[1]).Body.String()
			for _, want := range []string{"Made by Invented Borough, not by the authors.", c[2], "also college"} {
				if strings.Contains(body, want) != (uses == framework.UsesPublic) {
					t.Errorf("%s, %s: %q", uses, c[0], want)
				}
			}
		}
	}
}

// Pages stay light, so that a phone on a bad line opens them.
func TestPages_areLight(t *testing.T) {
	h, _ := site(t, nil)
	for path, most := range map[string]int{"/explore": 6 << 10, checklist: 6 << 10, checklist + "/G6": 6 << 10, checklist + "/G6?who=auditor&nation=scotland": 6 << 10,
		"/explore/search?q=school": 6 << 10, checklist + "?who=auditor": 11 << 10} {
		w := get(t, h, path, func(r *http.Request) { r.Header.Set("Accept-Encoding", "gzip") })
		if _, err := gzip.NewReader(w.Body); err != nil || w.Body.Len() > most {
			t.Errorf("%s: %d bytes compressed, more than %d (%v)", path, w.Body.Len(), most, err)
		}
	}
}

// published puts an edition with invented texts on the shelf, for an organisation, with this permission.
func published(t *testing.T, s *framework.Service, who permit.Actor, uses string) *framework.Edition {
	t.Helper()
	from, _ := framework.BySet(framework.SetMSCOS)
	d := from.Document()
	d.ID, d.Set, d.Name, d.Version, d.Source, d.Slots, d.Languages = "", "gardens", "Gardens "+uses, uses, "an invented list about gardens", nil, nil
	d.Permission = framework.Permission{Uses: uses, By: "nobody: it is invented"}
	d.Copy = &framework.Copy{Obtained: "2026-11-01"}
	d.Principles = []framework.DocumentPrinciple{{Code: "beds", Article: "none", Name: "Beds", ChildName: map[string]string{},
		Outcomes: []framework.Outcome{{Code: "C1", Text: "The quincunx of pear trees is watered " + uses, Picture: "home"}}}}
	d.Expected = framework.Totals{Principles: 1, Outcomes: 1}
	e, err := s.Publish(t.Context(), who, d)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// Uses=organisation and partners: not found for nobody, and absent from the overview, the search, comparisons, downloads.
func TestPermission(t *testing.T) {
	who := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Steward}}
	h, s := site(t, &who)
	own, partners, public := published(t, s, who, framework.UsesOrganisation), published(t, s, who, framework.UsesPartners), published(t, s, who, framework.UsesPublic)
	for _, e := range []*framework.Edition{own, partners} {
		for _, path := range []string{"/explore/" + e.ID, "/explore/" + e.ID + "/C1", "/explore/" + e.ID + "/download/json", "/explore/compare?a=" + e.ID + "&b=" + public.ID} {
			for _, as := range []func(*http.Request){func(*http.Request) {}, signedIn} { // what is public is the same for everybody
				if w := get(t, h, path, as); w.Code != http.StatusNotFound || strings.Contains(w.Body.String(), "quincunx") {
					t.Errorf("%s: %d", path, w.Code)
				}
			}
		}
	}
	for _, path := range []string{"/explore", "/explore/search?q=quincunx", "/explore/search/results?q=quincunx", "/explore/compare"} {
		body := get(t, h, path).Body.String()
		for _, e := range []*framework.Edition{own, partners} {
			if strings.Contains(body, e.Name) || strings.Contains(body, e.ID) {
				t.Errorf("%s shows %s", path, e.Name)
			}
		}
		if !strings.Contains(body, public.ID) {
			t.Errorf("%s lacks the public one", path)
		}
	}
	for _, path := range []string{"/explore/" + public.ID + "/C1", "/explore/" + public.ID + "/download/json"} {
		if w := get(t, h, path); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "quincunx") {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	if strings.Contains(get(t, h, "/explore/"+public.ID+"/download/json").Body.String(), "obtained") {
		t.Error("a public file tells where an organisation's copy came from")
	}
	if w := get(t, h, "/explore/placeholder-25-86-1"); w.Code != http.StatusNotFound {
		t.Errorf("the placeholder: %d", w.Code)
	}
	for _, path := range []string{"/explore/csf-pof-slot/download/json", checklist + "/download/exe", checklist + "/Z9", "/explore/nothing"} {
		if w := get(t, h, path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

func TestDownload_isTheWholeEdition(t *testing.T) {
	h, _ := site(t, nil)
	w := get(t, h, checklist+"/download/json")
	var d framework.Document
	if err := json.Unmarshal(w.Body.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"csv", "xlsx", "ods"} {
		w := get(t, h, checklist+"/download/"+format)
		back, _, err := framework.ReadTable("edition."+format, w.Body.Bytes())
		if err != nil {
			t.Fatalf("%s: %v", format, err)
		}
		if len(back.Principles) != 4 || back.Principles[2].Outcomes[5].Text != d.Principles[2].Outcomes[5].Text {
			t.Errorf("%s is not what it was", format)
		}
	}
	e, _ := framework.BySet(framework.SetChecklist)
	if d.Format != framework.FormatEdition || d.ID != e.ID || len(d.Principles) != 4 || !strings.Contains(w.Header().Get("Content-Disposition"), e.ID+".json") {
		t.Errorf("%s %s, %d principles, %v", d.Format, d.ID, len(d.Principles), w.Header())
	}
}

// What was translated here after an edition was published is shown and found like what it brought itself, as soon as it
// is accepted, also in a language that the edition does not speak.
func TestExplorer_showsWhatWasTranslatedHere(t *testing.T) {
	h, service := site(t, nil)
	read := func(path string) string { t.Helper(); return get(t, h, path).Body.String() }
	texts := map[string]framework.Translated{}
	for _, key := range []string{"card/F1/name", "card/F1/ask", "outcome/F1/text", "indicator/F1.1/text", "ask/F1/wales/what", "ask/F1/wales/who_must_act", "ask/F1/wales/how"} {
		texts[key] = framework.Translated{Text: "Quruxbadan " + strings.ReplaceAll(key, "/", "-"), Status: framework.StatusHuman}
	}
	if body := read("/explore/search?q=quruxbadan"); strings.Contains(body, "Quruxbadan card") {
		t.Fatal("found before anybody translated it")
	}
	laid := framework.NewTranslations(texts)
	service.UseOverlay(func(_ context.Context, e *framework.Edition, lang string) *framework.Translations {
		if e.Set != framework.SetChecklist || lang != "so" {
			return nil
		}
		return laid
	})
	if body := read("/explore/search?q=quruxbadan"); !strings.Contains(body, `lang="so"`) || !strings.Contains(body, checklist+"/F1?lang=so") {
		t.Error("it is not found")
	}
	if body := read(checklist + "/F1?lang=so&nation=wales"); !strings.Contains(body, "Quruxbadan outcome-F1-text") || !strings.Contains(body, "Quruxbadan card-F1-ask") ||
		!strings.Contains(body, "Quruxbadan indicator-F1.1-text") || !strings.Contains(body, "Quruxbadan ask-F1-wales-how") || !strings.Contains(body, "translated by a person") {
		t.Error("the item's page does not show it")
	}
	if body := read(checklist + "/F1?lang=so&nation=scotland"); strings.Contains(body, "Quruxbadan ask") {
		t.Error("what can be asked for in one nation is shown for another")
	}
	if body := read(checklist + "/F2?lang=so"); !strings.Contains(body, "There is no card in that language yet") {
		t.Error("a card that nobody translated does not say that another language stands in")
	}
	for _, path := range []string{checklist + "?lang=so", checklist + "?lang=so&who=auditor", "/explore"} {
		if body := read(path); !strings.Contains(body, `lang="so"`) {
			t.Errorf("%s does not speak it", path)
		}
	}
}
