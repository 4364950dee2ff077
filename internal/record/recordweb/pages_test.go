package recordweb_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/record"
	"stablefutures/internal/testkit"
)

func TestPeople_beginEmptyAndSearchLeavesNoNameInAnAddress(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.get("practitioner", "/people").is(200).shows("Nobody here yet", "Open a new record").hides(`role="search"`)
		id := h.opened()
		h.get("practitioner", "/people").is(200).shows("Selam", "Tigrinya (of Asmara), Arabic", "None yet").hides("method=\"get\"")
		found := h.post("practitioner", "/people/search", "name", "ሰላማዊት").is(200)
		found.shows("Selam", "Show everybody")
		if found.header.Get("Location") != "" || !strings.Contains(found.body, `href="/people/`+id+`"`) {
			t.Error("a search must answer with the list itself")
		}
		h.post("practitioner", "/people/search", "name", "Nobody").is(200).shows("Nobody of that name")
		h.post("practitioner", "/people/search", "name", strings.Repeat("a", 101)).is(422).shows("too long")
		h.get("practitioner", "/people/search").leadsTo("/people")
		h.get("administrator", "/people").is(403)
		h.get("", "/people").leadsTo("/sign-in")
	})
}

func TestNew_oneNameIsEnoughAndTheSameFormOpensOne(t *testing.T) {
	h := newHouse(t, testkit.SQLite(t))
	form := h.get("practitioner", "/people/new").is(200).shows("One name is enough", "Lantern team", "It opens and closes nothing")
	id := form.hidden("record")
	h.post("practitioner", "/people/new", "record", id).is(422).shows("Enter one name")
	first := h.post("practitioner", "/people/new", "record", id, "given", "<b>Bright</b>", "why", "not_stated").leadsTo("/people/" + id)
	h.post("practitioner", "/people/new", "record", id, "given", "<b>Bright</b>").leadsTo("/people/" + id)
	h.get("practitioner", first).is(200).shows("<b>Bright</b>", "The record is open", "Start a conversation").hides("<b>Bright")
	rows, total, err := h.records.Caseload(t.Context(), h.people["practitioner"].Actor, "")
	if err != nil || total != 1 || len(rows) != 1 {
		t.Errorf("%d records, %v", total, err)
	}
	h.get("manager", "/people/"+id).is(404) // not shared with the team
	h.get("auditor", "/people/new").is(403)
}

func TestNew_keepsEverythingThatWasAsked(t *testing.T) {
	h := newHouse(t, testkit.SQLite(t))
	id := h.get("manager", "/people/new").hidden("record")
	p := full()
	typed := []string{"record", id, "given", p.Names.Given, "family", p.Names.Family, "preferred", p.Names.Preferred, "known_by", p.Names.KnownBy,
		"own_script", p.Names.OwnScript, "pronunciation", p.Names.Pronunciation, "pronouns", p.Pronouns,
		"birth-day", "4", "birth-month", "٥", "birth-year", "2007", "accuracy", "disputed", "birth_by", p.Birth.By,
		"language_1", "ti", "dialect_1", "of Asmara", "reads_1", "a_little", "language_2", "ar", "reads_2", "no",
		"interpreter", "yes", "interpreter_gender", "woman", "interpreter_notes", p.Interpreter.Notes, "copy_language", "ti",
		"why", "experienced", "reference", p.Reference, "teams", h.team, "sealed", "yes", "nation", "scotland"}
	more := h.post("manager", "/people/new", append(typed, "act", "language")...).is(200)
	if !strings.Contains(more.body, `name="language_3"`) || !strings.Contains(more.body, `value="Selamawit"`) || more.hidden("record") != id {
		t.Error("another language: no third row, or what was typed is lost")
	}
	h.post("manager", "/people/new", typed...).leadsTo("/people/" + id)
	got, err := h.records.Person(t.Context(), h.people["manager"].Actor, id)
	must(t, err)
	p.Birth.On, p.Version = day(testkit.Now()), 1
	if !slices.Equal(got.Profile.Languages, p.Languages) {
		t.Errorf("languages %+v", got.Profile.Languages)
	}
	got.Profile.Languages, p.Languages = nil, nil
	if got.Profile.Names != p.Names || got.Profile.Birth != p.Birth || got.Profile.Interpreter != p.Interpreter || got.Profile.Why != p.Why ||
		got.Profile.Reference != p.Reference || got.Profile.CopyLanguage != "ti" || got.Nation != "scotland" {
		t.Errorf("kept %+v", got.Profile)
	}
	h.get("practitioner", "/people/"+id).is(200).shows("WM-2041", "according to the council", "Scotland")
	h.get("practitioner", "/people/"+id+"/sealed").is(403)
	h.get("manager", "/people/"+id+"/sealed").is(200)
}

func TestPerson_presumedAChildWhereTheAgeIsNotSure(t *testing.T) {
	h := newHouse(t, testkit.SQLite(t))
	who := h.people["manager"].Actor
	for birth, want := range map[record.Birth]bool{
		{Day: "2007-05-04", Accuracy: record.Disputed}: true,
		{}: true,
		{Day: "2012-05-04", Accuracy: record.Documented}: false, // nobody doubts it
		{Day: "2001-05-04", Accuracy: record.Documented}: false,
	} {
		id, err := h.records.Create(t.Context(), who, record.NewPerson{Nation: "wales", Profile: record.Profile{Names: record.Names{Given: "Invented"}, Birth: birth}})
		must(t, err)
		page := h.get("manager", "/people/"+id).is(200)
		if got := strings.Contains(page.text(), "Treat them as a child"); got != want {
			t.Errorf("%+v: presumed %v", birth, got)
		}
		if want {
			page.shows("Where this comes from", "s 51", "under 18")
		}
	}
}

func TestProfile_staleFormComesBackWithWhatWasTyped(t *testing.T) {
	h := newHouse(t, testkit.SQLite(t))
	id := h.opened()
	at := "/people/" + id + "/profile"
	revision := h.get("practitioner", at).is(200).hidden("revision")
	h.post("manager", at, "revision", revision, "given", "Selamawit", "birth-day", "4", "birth-month", "5", "birth-year", "2007", "accuracy", "documented").leadsTo("/people/" + id)
	back := h.post("practitioner", at, "revision", revision, "given", "Selamawit", "preferred", "Lami").is(409)
	back.shows("Somebody changed this")
	if !strings.Contains(back.body, `value="Lami"`) {
		t.Error("what was typed is lost")
	}
	h.post("practitioner", at, "revision", back.hidden("revision"), "given", "Selamawit", "preferred", "Lami").leadsTo("/people/" + id)
	h.get("practitioner", at+"/before").is(200).shows("What was written before", "Selam", "Lami", "A document says so")
	h.post("practitioner", at, "revision", back.hidden("revision"), "given", "A", "birth-day", "31", "birth-month", "2", "birth-year", "2009").is(422).shows("real date")
	h.get("auditor", at).is(403)
}

func TestSealed_listReasonOnce(t *testing.T) {
	h := newHouse(t, testkit.SQLite(t))
	id := h.opened()
	at := "/people/" + id + "/sealed"
	h.get("manager", at).is(200).shows("Nothing is sealed yet")
	detail := h.get("manager", at+"/new").is(200).hidden("detail")
	h.post("manager", at+"/new", "detail", detail, "class", "address", "value", "1 Invented Lane", "safe", "yes").is(422).shows("Say who checked")
	h.post("manager", at+"/new", "detail", detail, "class", "address", "value", "1 Invented Lane", "safe", "not_known").leadsTo(at)
	h.get("manager", at).is(200).shows("Address", "Written on 2 March 2026").hides("Invented Lane")
	h.get("manager", at+"/"+detail).is(200).shows("Why do you need it now?").hides("Invented Lane")
	h.post("manager", at+"/"+detail).is(422).shows("Choose a reason").hides("Invented Lane")
	h.post("manager", at+"/"+detail, "reason", "visit").is(200).shows("1 Invented Lane", "Nobody has said that this is safe")
	next := h.get("manager", at+"/new?replaces="+detail).is(200).shows("Replace: Address")
	h.post("manager", at+"/new", "detail", next.hidden("detail"), "replaces", detail, "class", "address", "value", "2 Invented Lane", "safe", "yes", "checked_by", "Selam and me").leadsTo(at)
	h.post("manager", at+"/"+next.hidden("detail"), "reason", "check").is(200).shows("2 Invented Lane", "Selam and me, on 2 March 2026").hides("Nobody has said")
	h.get("practitioner", at).is(403).hides("Address")
	h.get("manager", at+"/"+db.NewID()).is(404)
	h.settle()
	h.get("manager", "/people/"+id+"/log").is(200).shows("Opened a sealed detail (To visit them)", "Tried, and was refused: Opened a sealed detail")
}

func TestAccess_whoWhyUntilGiveEnd(t *testing.T) {
	h := newHouse(t, testkit.SQLite(t))
	id := h.opened()
	at := "/people/" + id + "/access"
	h.get("practitioner", at).is(200).shows("Lantern team (team)", "They work in the team", "2 March 2026", "No end was set", "Odd Manager").hides("Give somebody access", "End access")
	h.get("practitioner", at+"/give").is(403)
	auditor := h.people["auditor"].Actor.ID
	give := h.get("manager", at+"/give").is(200).shows("Ash Auditor", "Team: Lantern team").hides("Ada Administrator")
	if strings.Contains(give.body, h.people["administrator"].Actor.ID) {
		t.Error("an administrator is offered a record")
	}
	h.post("manager", at+"/give").is(422).shows("Choose a colleague", "Choose one")
	h.post("manager", at+"/give", "holder", "account:"+db.NewID(), "part", "record", "reason", "team").is(422).shows("from the list")
	h.post("manager", at+"/give", "holder", "account:"+auditor, "part", "record", "reason", "share", "until-day", "1", "until-month", "3", "until-year", "2026").is(422).shows("in the future")
	h.post("manager", at+"/give", "holder", "account:"+auditor, "part", "record", "reason", "share", "until-day", "2", "until-month", "3", "until-year", "2026").leadsTo(at)
	h.get("auditor", "/people/"+id).is(200)
	h.get("manager", at).is(200).shows("Ash Auditor", "It was decided to share")
	held, err := h.records.Team(t.Context(), h.people["manager"].Actor, h.accounts, id)
	must(t, err)
	grant := held[slices.IndexFunc(held, func(g record.Held) bool { return g.Holder == auditor })].ID
	h.get("manager", at+"/"+grant+"/end").is(200).shows("End this access?", "Ash Auditor")
	h.post("manager", at+"/"+grant+"/end").is(422).shows("Choose one") // an end says why
	h.post("manager", at+"/"+grant+"/end", "why", "done").leadsTo(at)
	h.post("manager", at+"/"+grant+"/end", "why", "done").is(409)
	h.get("auditor", "/people/"+id).is(404)
	h.get("manager", at).is(200).shows("Who could before", "2 March 2026, ended by Odd Manager")
	for _, g := range held {
		if g.Part == permit.PartRecord && g.HolderKind == access.HolderTeam {
			h.post("manager", at+"/"+g.ID+"/end", "why", "moved_on").leadsTo(at)
		}
	}
	last := held[slices.IndexFunc(held, func(g record.Held) bool {
		return g.Part == permit.PartRecord && g.Holder == h.people["manager"].Actor.ID
	})].ID
	h.post("manager", at+"/"+last+"/end", "why", "moved_on").is(409).shows("last person who can open")
}

func TestFiles_keptUnderANeutralNameAndDestroyed(t *testing.T) {
	h := newHouse(t, testkit.SQLite(t))
	id := h.opened()
	at := "/people/" + id + "/files"
	form := h.get("practitioner", at).is(200).shows("No photographs of children", "nothing is taken out", "not checked for viruses", "No files")
	h.upload("practitioner", at, `C:\letters\From the <college>.txt`, []byte("Dear Selam"), "id", form.hidden("id")).leadsTo(at)
	h.upload("practitioner", at, "again.txt", []byte("Dear Selam"), "id", form.hidden("id")).is(409)
	list := h.get("practitioner", at).is(200).shows("From the <college>", "Plain text, 10 bytes").hides("<college>")
	file := regexp.MustCompile(`/files/([0-9a-f-]{36})"`).FindStringSubmatch(list.body)[1]
	got := h.get("practitioner", at+"/"+file).is(200)
	if got.body != "Dear Selam" || got.header.Get("Content-Disposition") != "attachment; filename=document.txt" ||
		got.header.Get("Content-Type") != "text/plain; charset=utf-8" || got.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%q %v", got.body, got.header)
	}
	for name, content := range map[string]string{"page.pdf": "<html>", "empty.txt": "", "run.docx": "MZ\x00"} {
		h.upload("practitioner", at, name, []byte(content), "id", db.NewID()).is(422).shows("There is a problem")
	}
	h.post("practitioner", at, "name", "no file").is(422).shows("Choose a file")
	h.upload("practitioner", at, "large.txt", make([]byte, record.FileLimit+2<<20)).is(413)
	h.get("practitioner", at+"/"+file+"/remove").is(200).shows("Destroy this file?", "From the")
	h.post("practitioner", at+"/"+file+"/remove").leadsTo(at)
	h.get("practitioner", at+"/"+file).is(404)
	h.get("practitioner", at+"/"+file+"/remove").is(404)
}

func TestErase_twoStepsAndNoWayBack(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		id := h.opened()
		at := "/people/" + id + "/erase"
		h.get("practitioner", at).is(403)
		h.get("manager", at).is(200).shows("There is no way back", "kept by law").hides("Selam")
		h.post("manager", at).is(422).shows("Choose a reason")
		h.post("manager", at, "reason", "request").is(200).shows("type the word: destroy", "Selam")
		h.post("manager", at, "reason", "request", "word", "").is(422).shows("Type the word destroy")
		h.get("manager", "/people/"+id).is(200)
		h.post("manager.cy", at, "reason", "request", "word", "Dinistrio").leadsTo("/people")
		h.get("manager", "/people/"+id).is(404)
		h.get("manager", "/people?done=erased").is(200).shows("The record is destroyed", "Nobody here yet").hides("Selam")
	})
}

func TestLog_saysWhoDidWhatInWords(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		id := h.opened()
		h.get("practitioner", "/people").is(200)
		h.get("practitioner", "/people/"+id).is(200)
		h.get("auditor", "/people/"+id).is(404)
		h.settle()
		log := h.get("manager", "/people/"+id+"/log").is(200)
		log.shows("2 March 2026 at 10:00am Ash Auditor Tried, and was refused: Looked at the record", "Mina Practitioner Looked at the record",
			"Mina Practitioner Saw the record in a list", "Odd Manager Opened the record for the first time")
		for range record.LogLimit {
			_, err := h.records.Person(t.Context(), h.people["manager"].Actor, id)
			must(t, err)
		}
		h.settle()
		first := h.get("manager", "/people/"+id+"/log").is(200).shows("Earlier entries")
		next := regexp.MustCompile(`/log\?before=\d+`).FindString(first.body)
		h.get("manager", "/people/"+id+next).is(200).shows("Opened the record for the first time")
		h.get("manager", "/people/"+id+"/log?before=a%00b").is(200).shows("Earlier entries")
		one := "/people/" + id + "/log?"
		mina := h.people["practitioner"].Actor.ID
		h.get("manager", one+"who="+mina+"&kind=read&day-day=2&day-month=3&day-year=2026&by=day").is(200).shows("By person and day", "Mina Practitioner", "On one day")
		h.get("manager", one+"day=2026-03-03").is(200).shows("Nothing yet")
		h.get("manager", one+"who="+db.NewID()).is(200).shows("Nothing yet", "somebody")
		h.get("manager", one+"kind=score&who=x&day=2026-99-99&by=rank").is(200).shows("Earlier entries")
		if page := h.get("manager", one+"kind=checked").is(200); strings.Contains(page.body, "Tried, and was refused:") || !strings.Contains(page.body, "kind=checked") && strings.Contains(page.body, "Earlier entries") {
			t.Error("the page after forgets what it was narrowed to, or one kind shows another")
		}
		h.get("auditor", "/people/"+id+"/log").is(403)
	})
}

// TestEnd_asksWhyAndOfAGuardianTwoPeople goes through the pages: no reason, a reason, and a guardian's right.
func TestEnd_asksWhyAndOfAGuardianTwoPeople(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		id, boss := h.opened(), h.people["manager"].Actor
		give := func(holder string, reason access.Reason) string {
			g, err := h.records.Give(t.Context(), boss, id, access.Grant{Part: permit.PartRecord, HolderKind: access.HolderAccount, Holder: holder, Reason: reason})
			must(t, err)
			return "/people/" + id + "/access/" + g + "/end"
		}
		second := h.people["manager"]
		second.Actor.ID = db.NewID()
		h.people["second"] = second
		plain, right := give(db.NewID(), access.ReasonTeam), give(db.NewID(), access.ReasonGuardian)
		h.post("manager", plain).is(422).shows("Why it ends")
		h.post("manager", plain, "why", "nonsense").is(422)
		h.post("manager", plain, "why", "moved_on").is(303)
		h.get("manager", "/people/"+id+"/access").is(200).shows("They no longer work with the young person")
		h.get("manager", right).is(200).shows("a second person agrees")
		h.post("manager", right, "why", "guardian").is(303)
		h.get("manager", right).is(200).shows("Somebody else has to decide")
		h.post("manager", right, "go", "yes").is(403)
		h.get("second", right).is(200).shows("Should this guardian’s right end?")
		h.post("second", right, "go", "no").is(303)
		h.post("second", right, "go", "yes").is(409)
		h.post("second", right, "why", "court").is(303)
		h.post("manager", right, "go", "yes").is(303)
		h.get("manager", "/people/"+id+"/access").is(200).shows("A court decided it")
		h.post("practitioner", right, "why", "court").is(403)
	})
}

// Every page, in both languages: one h1, a neutral title, unique ids, a label for every field, no text missing.
func TestEveryPage_isWellMade(t *testing.T) {
	h := newHouse(t, testkit.SQLite(t))
	id := h.opened()
	boss := h.people["manager"].Actor
	detail, err := h.records.AddSealed(t.Context(), boss, id, record.NewSealed{Class: "phone", Detail: record.SealedDetail{Value: "07700 900000"}})
	must(t, err)
	file, err := h.records.Attach(t.Context(), boss, id, "letter", strings.NewReader("Dear Selam"))
	must(t, err)
	held, err := h.records.Team(t.Context(), boss, h.accounts, id)
	must(t, err)
	right, err := h.records.Give(t.Context(), boss, id, access.Grant{Part: permit.PartRecord, HolderKind: access.HolderAccount, Holder: db.NewID(), Reason: access.ReasonGuardian})
	must(t, err)
	_, err = h.records.EndGrant(t.Context(), boss, id, right, "court")
	must(t, err)
	h.settle()
	one := "/people/" + id
	paths := []string{"/people", "/people/new", one, one + "/profile", one + "/profile/before", one + "/sealed", one + "/sealed/" + detail,
		one + "/sealed/new", one + "/sealed/new?replaces=" + detail, one + "/access", one + "/access/give", one + "/access/" + held[0].ID + "/end", one + "/access/" + right + "/end",
		one + "/files", one + "/files/" + file.ID + "/remove", one + "/erase", one + "/log"}
	for _, as := range []string{"manager", "manager.cy"} {
		for _, path := range paths {
			checkMade(t, h.get(as, path).is(200))
		}
		checkMade(t, h.post(as, "/people/new", "birth-day", "31", "accuracy", "guess").is(422))
		checkMade(t, h.post(as, one+"/sealed/new", "safe", "yes").is(422))
		checkMade(t, h.post(as, one+"/sealed/"+detail, "reason", "visit").is(200))
		checkMade(t, h.post(as, one+"/access/give").is(422))
		checkMade(t, h.post(as, one+"/erase", "reason", "court").is(200))
		checkMade(t, h.post(as, "/people/search", "name", "x").is(200))
	}
}

var (
	ids    = regexp.MustCompile(` id="([^"]+)"`)
	links  = regexp.MustCompile(`href="#([^"]+)"`)
	title  = regexp.MustCompile(`<title>([^<]*)</title>`)
	fields = regexp.MustCompile(`<(?:input|select|textarea)[^>]* id="([^"]+)"`)
)

func checkMade(t *testing.T, a answer) {
	t.Helper()
	if n := strings.Count(a.body, "<h1"); n != 1 {
		t.Errorf("%s: %d h1", a.path, n)
	}
	for _, name := range []string{"Selam", "Invented", "ሰላማዊት"} {
		if strings.Contains(title.FindString(a.body), name) {
			t.Errorf("%s: a name in the title", a.path)
		}
	}
	seen := map[string]bool{}
	for _, m := range ids.FindAllStringSubmatch(a.body, -1) {
		if seen[m[1]] {
			t.Errorf("%s: two of id %q", a.path, m[1])
		}
		seen[m[1]] = true
	}
	for _, m := range links.FindAllStringSubmatch(a.body, -1) {
		if !seen[m[1]] {
			t.Errorf("%s: a link to #%s leads nowhere", a.path, m[1])
		}
	}
	for _, m := range fields.FindAllStringSubmatch(a.body, -1) {
		if !strings.Contains(a.body, `for="`+m[1]+`"`) {
			t.Errorf("%s: field %s has no label", a.path, m[1])
		}
	}
}

func TestHostileInput_isAClearAnswer(t *testing.T) {
	h := newHouse(t, testkit.SQLite(t))
	id := h.opened()
	hostile := []string{"<script>alert(1)</script>", "\x00", "\xed\xa0\x80", "\u202egnp.exe", "'; drop table record_people; --", "{{.name}}", strings.Repeat("ሰ", 5000), "../../../etc/passwd"}
	for _, text := range hostile {
		for _, path := range []string{"/people/new", "/people/search", "/people/" + id + "/profile", "/people/" + id + "/sealed/new", "/people/" + id + "/access/give"} {
			a := h.post("manager", path, "given", text, "name", text, "value", text, "record", text, "revision", text, "class", text, "birth", text,
				"language_1", text, "dialect_1", text, "holder", text, "nation", text, "teams", text, "why", text, "replaces", text, "detail", text)
			if a.status >= 500 || strings.Contains(a.body, "<script>alert") {
				t.Errorf("%s with %.20q: %d", path, text, a.status)
			}
		}
	}
	for _, path := range []string{"/people/x", "/people/" + db.NewID(), "/people/" + strings.ToUpper(id), "/people/" + id + "/files/x", "/people/" + id + "/access/x/end"} {
		h.get("manager", path).is(404)
	}
	h.do("manager", "POST", "/people/new", strings.NewReader(strings.Repeat("given=a&", 1<<18)), "application/x-www-form-urlencoded").is(413)
}
