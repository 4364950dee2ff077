package accountweb

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/account"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/testkit"
)

var (
	headings = regexp.MustCompile(`<h1[ >]`)
	ids      = regexp.MustCompile(` id="([^"]*)"`)
	inputs   = regexp.MustCompile(`<(?:input|select|textarea)\b[^>]*>`)
	title    = regexp.MustCompile(`<title>([^<]*)</title>`)
)

// wellMade checks what every page owes its reader.
func (b *browser) wellMade() {
	b.t.Helper()
	at := b.url.Path
	if n := len(headings.FindAllString(b.body, -1)); n != 1 {
		b.t.Errorf("%s has %d h1", at, n)
	}
	var seen []string
	for _, m := range ids.FindAllStringSubmatch(b.body, -1) {
		if slices.Contains(seen, m[1]) {
			b.t.Errorf("%s has two of id %s", at, m[1])
		}
		seen = append(seen, m[1])
	}
	for _, in := range inputs.FindAllString(b.body, -1) {
		if strings.Contains(in, `type="hidden"`) {
			continue
		}
		id := ids.FindStringSubmatch(in)
		if id == nil || !strings.Contains(b.body, `for="`+id[1]+`"`) {
			b.t.Errorf("%s: no label for %s", at, in)
		}
	}
	if strings.Contains(b.body, "⟦") {
		b.t.Errorf("%s shows a key", at)
	}
	if strings.Contains(b.body, " style=") || strings.Contains(b.body, " onclick=") {
		b.t.Errorf("%s has inline style or script", at)
	}
	if !strings.Contains(b.body, `<html`) || !strings.Contains(b.body, `lang="`+b.lang+`"`) {
		b.t.Errorf("%s does not say that it is in %s", at, b.lang)
	}
	if name := title.FindStringSubmatch(b.body); name == nil || strings.Contains(name[1], "Quill") || strings.Contains(name[1], "Tam") {
		b.t.Errorf("%s has the title %v", at, name)
	}
}

func TestPages_everyOneInBothLanguages(t *testing.T) {
	s := newSite(t, testkit.SQLite(t))
	i, err := s.service.Invite(t.Context(), s.actor(), s.org, account.NewPerson{Name: "Tam Ashdown", Email: "tam@wendmoor.example", Roles: []permit.Role{permit.Manager}})
	must(t, err)
	tam, err := s.service.EnrolTOTP(t.Context(), i.Code, password)
	must(t, err)
	team, err := s.service.CreateTeam(t.Context(), s.actor(), s.org, "Children <arriving> alone")
	must(t, err)
	waiting, err := s.service.Invite(t.Context(), s.actor(), s.org, account.NewPerson{Name: "Cai Rees", Email: "cai@wendmoor.example", Roles: []permit.Role{permit.Trainer}, Teams: []string{team}})
	must(t, err)
	_, err = s.service.AskReset(t.Context(), permit.Actor{ID: tam.AccountID, Organisation: s.org, Roles: []permit.Role{permit.Manager}}, s.admin.AccountID)
	must(t, err)
	for _, lang := range []string{"en", "cy"} {
		t.Run(lang, func(t *testing.T) {
			s.t = t
			s.pass(2 * time.Minute)
			b := s.browser()
			b.lang = lang
			for _, path := range []string{"/sign-in", "/sign-in/help", "/enrol", "/signed-out", "/sign-in?ended=1", "/enrol?ended=1"} {
				b.get(path).at(strings.Split(path, "?")[0], 200).wellMade()
			}
			b.post("/sign-in", "email", adminEmail, "password", password).at("/sign-in/second", 200).wellMade()
			b.get("/sign-in/recovery").at("/sign-in/recovery", 200).wellMade()
			b.signIn(adminEmail, s.admin.Secret)
			guard := b.get("/account").find(`/account/app/(new)`)
			_ = guard
			b.post("/account/app/new").at("/account/app", 200).wellMade()
			b.post("/account/codes/new").at("/account/codes", 200).wellMade()
			person := "/administration/people/"
			for _, path := range []string{"/account", "/account/prove?next=/account", "/account/password", "/account/passkey", "/account/sessions", "/account/language",
				"/account/factors/" + db.NewID() + "/remove", "/administration", "/administration/people", "/administration/people/new",
				person + tam.AccountID, person + waiting.AccountID, person + s.admin.AccountID, person + tam.AccountID + "/name", person + tam.AccountID + "/roles",
				person + tam.AccountID + "/teams", person + tam.AccountID + "/close", "/administration/teams", "/administration/teams/" + team,
				"/administration/resets", "/administration/service"} {
				b.get(path).at(strings.Split(path, "?")[0], 200).wellMade()
			}
			b.post("/administration/service", "mode", "live", "restored-day", "31", "restored-month", "2", "restored-year", "2026").at("/administration/service", 422).wellMade()
			b.post(person+waiting.AccountID+"/invite").at(person+waiting.AccountID+"/invite", 200).wellMade()
		})
	}
}

// actor is the administrator, for services.
func (s *site) actor() permit.Actor {
	return permit.Actor{ID: s.admin.AccountID, Organisation: s.org, Roles: []permit.Role{permit.Administrator}}
}

func TestOwnAccount_throughThePages(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		b := s.browser().signIn(adminEmail, s.admin.Secret)
		s.pass(16 * time.Minute)
		b.get("/account/password").at("/account/prove", 200)
		if b.find(`name="next" value="([^"]*)"`) != "/account/password" {
			t.Fatal("the way back is lost")
		}
		b.post("/account/prove", "password", "not my password", "next", "/account/password").at("/account/prove", 422, "That is not your password")
		b.post("/account/prove", "password", password, "next", "/account/password").at("/account/password", 200)
		b.post("/account/password", "password", "Orla Quill Orla").at("/account/password", 422, "too close to your name")
		b.post("/account/password", "password", "violin harbour pancake").at("/account", 200)
		b.post("/account/codes/new").at("/account/codes", 200)
		b.post("/account/codes", "kept", "yes").at("/account", 200)
		b.post("/account/language", "language", "xx").at("/account/language", 422)
		b.post("/account/language", "language", "cy").at("/account", 200, "Eich cyfrif")
		b.post("/account/language", "language", "en").at("/account", 200, "Your account")
		other := s.browser()
		other.post("/sign-in", "email", adminEmail, "password", "violin harbour pancake").at("/sign-in/second", 200)
		other.post("/sign-in/second", "code", s.code(s.admin.Secret)).at("/", 200)
		b.get("/account/sessions").at("/account/sessions", 200, "Firefox Windows", "The one you are using now")
		b.post(b.find(`action="(/account/sessions/[^"]*/end)"`)).at("/account/sessions", 200)
		other.get("/account").at("/sign-in", 200)
		b.post("/account/sign-out-everywhere").at("/signed-out", 200)
		b.get("/account").at("/sign-in", 200)
	})
}

func TestAdministration_throughThePages(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		i, err := s.service.Invite(t.Context(), s.actor(), s.org, account.NewPerson{Name: "Tam Ashdown", Email: "tam@wendmoor.example", Roles: []permit.Role{permit.Manager}})
		must(t, err)
		tam, err := s.service.EnrolTOTP(t.Context(), i.Code, password)
		must(t, err)
		s.pass(account.StandsAlone)
		b := s.browser().signIn(adminEmail, s.admin.Secret)
		at := "/administration/people/" + tam.AccountID
		b.post("/administration/teams", "name", "").at("/administration/teams", 422, "Enter something here")
		b.post("/administration/teams", "name", "Leaving care").at("/administration/teams", 200, "Leaving care")
		team := b.find(`/administration/teams/([0-9a-f-]{36})`)
		b.post("/administration/teams/"+team, "name", "Leaving care now").at("/administration/teams", 200, "Leaving care now")
		b.post(at+"/teams", "teams", team).at(at, 200, "Leaving care now")
		b.post(at+"/teams", "was", team).at(at, 200, "None")
		b.post(at+"/name", "name", "Tam Ashdown-Lee", "email", adminEmail).at(at+"/name", 422, "already has an account")
		b.post(at+"/name", "name", "Tam Ashdown-Lee", "email", "tam@wendmoor.example").at(at, 200, "Tam Ashdown-Lee")
		b.post(at+"/roles").at(at+"/roles", 422, "Choose at least one")
		b.post(at+"/roles", "roles", "manager", "roles", "auditor").at(at, 200, "Auditor")

		// Two people reset the administrator's sign-in: the manager asks, and cannot approve alone.
		m := s.browser().signIn("tam@wendmoor.example", tam.Secret)
		m.post("/administration/resets", "person", "nonsense").at("/administration/resets", 422)
		second, err := s.service.Invite(t.Context(), s.actor(), s.org, account.NewPerson{Name: "Bryn Pugh", Email: "bryn@wendmoor.example", Roles: []permit.Role{permit.Administrator}})
		must(t, err)
		_, err = s.service.EnrolTOTP(t.Context(), second.Code, password)
		must(t, err)
		m.post("/administration/resets", "person", second.AccountID).at("/administration/resets", 200, "Bryn Pugh", "another has to approve")
		id := m.find(`/administration/resets/([0-9a-f-]{36})/withdraw`)
		m.post("/administration/resets/"+id+"/approve").at("/administration/resets/"+id+"/approve", 403, "another person has to approve")
		b.get("/administration/resets").at("/administration/resets", 200, "Approve and make a code")
		b.post("/administration/resets/"+id+"/approve").at("/administration/resets/"+id+"/approve", 200, "It is shown only now")
		b.post(at+"/close").at(at, 200, "Closed")
		m.get("/account").at("/sign-in", 200)
		b.post("/administration/people/"+s.admin.AccountID+"/close").at("/administration/people/"+s.admin.AccountID+"/close", 403)
		b.get("/administration/people/"+db.NewID()).at(b.url.Path, 404)
	})
}

func TestService_leavingTrialModeThroughThePage(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		b := s.browser().signIn(adminEmail, s.admin.Secret)
		b.post("/administration/service", "mode", "live", "controller", "Director of Kestrels", "contact_tested-day", "27", "contact_tested-month", "2", "contact_tested-year", "").
			at("/administration/service", 422, "Director of Kestrels")
		full := []string{"mode", "live", "assessment", "DPIA/1", "controller", "Director of Kestrels", "contact_name", "Duty desk", "contact_phone", "01632 960 123",
			"contact_out_of_hours", "01632 960 998", "contact_tested-day", "27", "contact_tested-month", "2", "contact_tested-year", "2026",
			"restored-day", "20", "restored-month", "2", "restored-year", "2026", "keys_apart", "yes"}
		b.post("/administration/service", full...).at("/administration/service", 200, "Last changed")
		mode, err := s.service.Mode(t.Context(), s.org)
		must(t, err)
		if mode != account.Live {
			t.Fatal(mode)
		}
		if b.find(`name="contact_tested-day"[^>]* value="([^"]*)"`) != "27" {
			t.Fatal("the day is not shown")
		}
	})
}

func TestHostile_formsOfEveryKind(t *testing.T) {
	s := newSite(t, testkit.SQLite(t))
	b := s.browser().signIn(adminEmail, s.admin.Secret)
	hostile := []string{"<script>alert(1)</script>", "\x00", "\xff\xfe", "\u202eevil", strings.Repeat("a", 100_000), "'; drop table account_people; --", "{{.name}}"}
	for _, r := range New(s.service, "/").Routes() {
		path := strings.NewReplacer("{id}", db.NewID()).Replace(r.Pattern)
		if r.Method != "POST" || strings.HasPrefix(path, "/sign-out") || path == "/account/sign-out-everywhere" {
			continue
		}
		for _, h := range hostile {
			form := url.Values{}
			for _, name := range []string{"email", "password", "code", "answer", "name", "roles", "teams", "was", "person", "mode", "language", "next", "factor", "kept",
				"assessment", "controller", "contact_name", "contact_phone", "restored-day", "restored"} {
				form.Add(name, h)
			}
			b.do("POST", path, form)
			if b.status >= 500 || strings.Contains(b.body, "<script>alert") {
				t.Fatalf("POST %s with %.20q: %d\n%s", path, h, b.status, visible(b.body))
			}
		}
	}
}

func TestSquare_isAWholeCode(t *testing.T) {
	q, err := newSquare("otpauth://totp/Stable%20Futures:orla.quill@wendmoor.example?issuer=Stable%20Futures&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
	must(t, err)
	if (q.Size-2*quiet-17)%4 != 0 || !strings.HasPrefix(q.Path, "M4 4h7v1h-7z") { // a version's side, and the finder's top edge
		t.Fatal(q.Size, q.Path[:40])
	}
}
