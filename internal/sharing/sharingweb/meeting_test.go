package sharingweb_test

import (
	"context"
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
	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/ledger"
	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/permit"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
	"stablefutures/internal/sharing"
	"stablefutures/internal/sharing/sharingweb"
	"stablefutures/internal/testkit"
)

// hostile is what somebody may type who means harm, or only likes brackets.
const hostile = `</p><script>alert(1)</script>"'&`

// site is the room's pages over a real database, with whoever who is signed in.
type site struct {
	*testing.T
	http.Handler
	who      permit.Actor
	max, pat permit.Actor // the council's manager, the school's worker
	service  *sharing.Service
	person   string
}

func newSite(t *testing.T) *site {
	t.Helper()
	i18n.OnMissing(func(what string) { t.Errorf("no text for %s", what) })
	t.Cleanup(func() { i18n.OnMissing(nil) })
	d := testkit.SQLite(t)
	ring, err := seal.NewRing()
	s := &site{T: t}
	s.must(err)
	door := access.New(d, ring, testkit.Now, nil).WithLedger(ledger.New(d, ring, testkit.Now))
	people, err := account.New(door, d, account.Options{Hash: account.HashCost{Passes: 1, MemoryKiB: 64, Lanes: 1}})
	s.must(err)
	nations, err := nation.Load()
	s.must(err)
	var bodies [2]string
	for i, name := range []string{"Fernmouth Council", "Hollin School" + hostile} {
		bodies[i], err = people.CreateOrganisation(t.Context(), permit.System, account.Organisation{Name: name, Kind: "council", Nation: "england"})
		s.must(err)
	}
	s.max = permit.Actor{ID: db.NewID(), Organisation: bodies[0], Roles: []permit.Role{permit.Manager}}
	s.pat = permit.Actor{ID: db.NewID(), Organisation: bodies[1], Roles: []permit.Role{permit.Practitioner}}
	s.service = sharing.New(door, people, nations)
	packs := func(_ context.Context, e *framework.Edition, lang string) (*framework.Pack, bool) {
		return e.Pack(lang)
	}
	server, err := page.NewServer(page.Config{
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		SessionOf: func(_ context.Context, lang string) (page.Session, error) {
			return page.Session{ID: "s", Actor: s.who, Name: "Tam Ashdown", Nation: "england", Language: lang, Until: testkit.Now().Add(time.Hour)}, nil
		},
	}, sharingweb.New(s.service, conversation.New(door), nations, packs).Routes())
	s.must(err)
	s.Handler = server.Handler()
	s.person, err = record.New(door).Create(t.Context(), s.max, record.NewPerson{Nation: "england",
		Profile: record.Profile{Names: record.Names{Given: "Selam" + hostile}, Languages: []record.Language{{Tag: "ti"}}}})
	s.must(err)
	return s
}

func (s *site) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// ask sends a request as somebody; with values it is a form that is sent.
func (s *site) ask(who permit.Actor, path string, values url.Values) *httptest.ResponseRecorder {
	s.Helper()
	s.who = who
	method, body := http.MethodGet, ""
	if values != nil {
		method, body = http.MethodPost, values.Encode()
	}
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if values != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: "s"})
	a := httptest.NewRecorder()
	s.ServeHTTP(a, r)
	if strings.Contains(a.Body.String(), "<script>alert") {
		s.Errorf("%s: somebody's words became markup", path)
	}
	return a
}

func (s *site) status(who permit.Actor, path string, values url.Values, want int) string {
	s.Helper()
	a := s.ask(who, path, values)
	if a.Code != want {
		s.Fatalf("%s: %d to %q, want %d: %.300s", path, a.Code, a.Header().Get("Location"), want, a.Body.String())
	}
	return a.Body.String()
}

func plan() url.Values {
	return url.Values{"as": {db.NewID()}, "kind": {"other"}, "named": {"A meeting " + hostile}, "starts-day": {"9"}, "starts-month": {"3"}, "starts-year": {"2026"}, "clock": {"14:30"},
		"where": {"the library " + hostile}, "purpose": {"to plan " + hostile}, "chair": {"Ann " + hostile}, "takes_part": {"not"}, "takes_part_why": {"ill " + hostile},
		"not_in_room": {"HIM " + hostile}, "decided": {"he stays away"}, "until-day": {"9"}, "until-month": {"4"}, "until-year": {"2026"}}
}

// convened calls a meeting and invites the school. It gives the two addresses of it.
func (s *site) convened() (ours, theirs string) {
	s.Helper()
	p := plan()
	at := "/people/" + s.person + "/meetings/"
	s.status(s.max, at+"new", p, http.StatusSeeOther)
	ours = at + p.Get("as")
	s.status(s.max, ours+"/invite", url.Values{"as": {db.NewID()}, "agency": {s.pat.Organisation}, "whom": {"the teacher " + hostile}}, http.StatusSeeOther)
	return ours, "/invited/" + s.person + "/" + p.Get("as")
}

// TestMeeting_wordsStayWordsOnEveryPage: what people type is text wherever it stands, also on an agency's page and on paper.
func TestMeeting_wordsStayWordsOnEveryPage(t *testing.T) {
	s := newSite(t)
	ours, theirs := s.convened()
	for _, kind := range []string{"point", "said", "wish", "decision", "promise", "dissent", "present"} {
		v := url.Values{"as": {db.NewID()}, "kind": {kind}, "text": {kind + hostile}, "who": {"Ann " + hostile}, "code": {"fact"}, "audience": {"room"}, "language": {"ti"}, "translation": {hostile}, "from": {"10:00"}}
		if kind == "promise" {
			v.Set("code", "yes")
			v.Set("due-day", "1")
			v.Set("due-month", "5")
			v.Set("due-year", "2026")
			v.Set("for_young", "ቃል "+hostile)
		}
		s.status(s.max, ours+"/room", v, http.StatusSeeOther)
	}
	s.status(s.max, ours+"/minutes/draft", url.Values{"as": {db.NewID()}}, http.StatusSeeOther)
	g, err := s.service.Meeting(t.Context(), s.max, s.person, ours[strings.LastIndex(ours, "/")+1:])
	s.must(err)
	pack := ours + "/invitations/" + g.Invitations[0].ID + "/pack"
	for _, rest := range []string{"", "/room", "/minutes", "/told", "/change"} {
		if body := s.status(s.max, ours+rest, nil, http.StatusOK); !strings.Contains(body, "Selam") && rest != "/told" {
			t.Errorf("%s is about nobody", rest)
		}
	}
	s.status(s.max, pack, nil, http.StatusOK)
	for _, file := range []string{pack + "/pdf", ours + "/minutes/file?as=docx", ours + "/minutes/file?as=pdf", ours + "/told/pdf"} {
		a := s.ask(s.max, file, nil)
		if name := a.Header().Get("Content-Disposition"); a.Code != http.StatusOK || !regexp.MustCompile(`filename="?page\.(pdf|docx)"?`).MatchString(name) {
			t.Errorf("%s: %d %q", file, a.Code, name)
		}
	}
	for _, body := range []string{s.status(s.pat, theirs, nil, http.StatusOK), s.status(s.pat, theirs+"/say", nil, http.StatusOK), s.status(s.pat, "/shared", nil, http.StatusOK)} {
		for _, hidden := range []string{"Selam", "HIM", "said&lt;", "wish&lt;", "ቃል"} {
			if strings.Contains(body, hidden) {
				t.Errorf("%s reaches the agency", hidden)
			}
		}
	}
}

// TestMeeting_badFormsAreToldAndChangeNothing: missing, malformed, huge, stale, of others, sent twice.
func TestMeeting_badFormsAreToldAndChangeNothing(t *testing.T) {
	s := newSite(t)
	ours, theirs := s.convened()
	for name, change := range map[string]func(url.Values){
		"empty":        func(v url.Values) { clear(v) },
		"stale":        func(v url.Values) { v.Set("as", "x") },
		"no hour":      func(v url.Values) { v.Set("clock", "25:99") },
		"no day":       func(v url.Values) { v.Set("starts-day", "31"); v.Set("starts-month", "2") },
		"huge":         func(v url.Values) { v.Set("purpose", strings.Repeat("x", 5000)) },
		"another kind": func(v url.Values) { v.Set("kind", "party") },
		"ends before":  func(v url.Values) { v.Set("until-year", "2025") },
	} {
		p := plan()
		change(p)
		if body := s.status(s.max, "/people/"+s.person+"/meetings/new", p, http.StatusUnprocessableEntity); !strings.Contains(body, "govuk-error-summary") {
			t.Errorf("%s: nothing says what is to be mended", name)
		}
	}
	line := func(kind string) url.Values {
		return url.Values{"as": {db.NewID()}, "kind": {kind}, "text": {"something"}, "code": {"fact"}, "audience": {"room"}}
	}
	for name, change := range map[string]func(url.Values){
		"no text":       func(v url.Values) { v.Set("text", " ") },
		"no mark":       func(v url.Values) { v.Del("code") },
		"another's":     func(v url.Values) { v.Set("whose", db.NewID()) },
		"some, none":    func(v url.Values) { v.Set("audience", "some") },
		"some, unknown": func(v url.Values) { v.Set("audience", "some"); v.Set("agencies", db.NewID()) },
		"day, of us": func(v url.Values) {
			v.Set("kind", "decision")
			v.Set("who", "Ann")
			v.Set("audience", "us")
			v.Set("due-day", "1")
			v.Set("due-month", "5")
			v.Set("due-year", "2026")
		},
	} {
		v := line("point")
		change(v)
		if body := s.status(s.max, ours+"/room", v, http.StatusUnprocessableEntity); !strings.Contains(body, "govuk-error-summary") {
			t.Errorf("%s: nothing says what is to be mended", name)
		}
	}
	kept := line("point")
	for range 2 {
		s.status(s.max, ours+"/room", kept, http.StatusSeeOther)
	}
	kept.Set("kind", "said")
	s.status(s.max, ours+"/room", kept, http.StatusConflict)
	s.status(s.max, ours+"/minutes/agree", url.Values{"as": {db.NewID()}, "seen": {db.NewID()}}, http.StatusConflict)
	s.status(s.pat, theirs+"/answer", url.Values{"as": {db.NewID()}, "code": {"perhaps"}}, http.StatusUnprocessableEntity)
	s.status(s.pat, theirs+"/say", url.Values{"as": {db.NewID()}, "what": {"fact"}, "text": {""}}, http.StatusUnprocessableEntity)
	s.status(s.pat, theirs+"/say?line="+kept.Get("as"), nil, http.StatusNotFound) // not shown yet, nor theirs
	g, err := s.service.Meeting(t.Context(), s.max, s.person, ours[strings.LastIndex(ours, "/")+1:])
	s.must(err)
	if n := len(g.Standing(sharing.RoomKinds...)); n != 1 || len(g.Minutes) != 0 {
		t.Errorf("%d lines, %d minutes", n, len(g.Minutes))
	}
}

// TestMeeting_isNobodyElses: pages of a meeting are the same to an agency and to a stranger as if it were not there.
func TestMeeting_isNobodyElses(t *testing.T) {
	s := newSite(t)
	ours, theirs := s.convened()
	stranger := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Manager}}
	g, err := s.service.Meeting(t.Context(), s.max, s.person, ours[strings.LastIndex(ours, "/")+1:])
	s.must(err)
	invitation := "/invitations/" + g.Invitations[0].ID
	for _, rest := range []string{"", "/change", "/off", "/invite", "/room", "/minutes", "/minutes/file", "/told", "/told/pdf", invitation + "/end", invitation + "/answer", invitation + "/pack", invitation + "/pack/pdf", "/lines/" + g.Lines[0].ID + "/correct"} {
		for name, who := range map[string]permit.Actor{"the agency": s.pat, "a stranger": stranger} {
			is, isnt := s.ask(who, ours+rest, nil), s.ask(who, "/people/"+db.NewID()+"/meetings/"+db.NewID()+rest, nil)
			if is.Code != isnt.Code || is.Code != http.StatusNotFound && is.Code != http.StatusForbidden || strings.Contains(is.Body.String(), "library") {
				t.Errorf("%s to %s: %d, and %d of nobody", rest, name, is.Code, isnt.Code)
			}
		}
	}
	for _, rest := range []string{"", "/answer", "/say", "/pdf"} {
		s.status(s.pat, theirs+rest, nil, http.StatusOK)
		s.status(stranger, theirs+rest, nil, http.StatusNotFound)
		s.status(s.max, "/invited/"+s.person+"/"+db.NewID()+rest, nil, http.StatusForbidden) // who holds the record is no agency
	}
	s.status(s.max, ours+invitation+"/end", url.Values{}, http.StatusSeeOther)
	for _, rest := range []string{"", "/answer", "/say", "/pdf"} {
		s.status(s.pat, theirs+rest, nil, http.StatusNotFound)
	}
}
