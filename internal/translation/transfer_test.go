package translation_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit"
	"stablefutures/internal/translation"
)

const stopAR = "ui/stop.title"

func arabicStop(w *world) string {
	pack, _ := w.editions.Pack(w.Context(), w.checklist, "ar")
	return pack.Text("stop.title")
}

// The fourth line: export, edit in a text editor, import, status moves; a broken placeholder names the string.
func TestRoundTrip(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		for _, format := range []string{translation.XLIFF, translation.PO} {
			w := newWorld(t, d)
			file := w.export("ar", format)
			same, err := w.bring(file, translation.Translator)
			w.must(err)
			if len(same.Moved) != 0 || len(same.Aside) != 0 || same.Unchanged < 200 {
				t.Errorf("%s: an untouched file moved %d, set %d aside, left %d", format, len(same.Moved), len(same.Aside), same.Unchanged)
			}
			old, better := arabicStop(w), "نقف هنا الآن في "+format
			if strings.Count(file, old) != 1 {
				t.Fatalf("%s: %q stands %d times in the file", format, old, strings.Count(file, old))
			}
			report, err := w.bring(strings.Replace(file, old, better, 1), translation.Translator)
			w.must(err)
			if len(report.Moved) != 1 || report.Moved[0].Text != stopAR || report.Moved[0].To != framework.StatusHuman || !report.Moved[0].Changed {
				t.Fatalf("%s: moved %+v", format, report.Moved)
			}
			pack, _ := w.editions.Pack(t.Context(), w.checklist, "ar")
			if pack.Text("stop.title") != better || pack.StatusOf(stopAR) != framework.StatusHuman {
				t.Errorf("%s: the screen says %q (%s)", format, pack.Text("stop.title"), pack.StatusOf(stopAR))
			}
			if pack.Trusted() {
				t.Error("one checked text makes a pack of drafts trusted")
			}
			again := w.export("ar", format)
			if !strings.Contains(again, better) || again == file {
				t.Errorf("%s: the next export does not hold what came back", format)
			}
			history, err := w.s.History(t.Context(), w.steward, w.checklist.ID, "ar", stopAR)
			w.must(err)
			if len(history) == 0 || history[0].Account != w.steward.ID || history[0].Dialect != "as spoken in the north" || history[0].Via != format {
				t.Errorf("%s: history %+v", format, history)
			}
		}
	})
}

func TestImport_isAllOrNothing(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	file := w.export("ar", translation.PO)
	pack, _ := w.checklist.Pack("ar")
	broken := strings.Replace(file, arabicStop(w), "نقف هنا الآن", 1)
	slot := "{topic}"
	if strings.Count(pack.Text("link.with"), slot) != 1 {
		t.Fatal("link.with has no slot")
	}
	line := "msgstr \"" + pack.Text("link.with") + "\""
	for what, c := range map[string]struct{ to, key string }{
		"missing":      {strings.Replace(line, slot, "", 1), "translation.fault.placeholder_missing"},
		"wrong":        {strings.Replace(line, slot, "{topics}", 1), "translation.fault.placeholder_missing"},
		"extra":        {strings.Replace(line, slot, slot+slot, 1), "translation.fault.placeholder_extra"},
		"override":     {strings.Replace(line, slot, slot+"\u202e", 1), "translation.fault.character"},
		"mixed script": {strings.Replace(line, slot, slot+" пример", 1), "translation.fault.script"},
	} {
		if !strings.Contains(broken, line) {
			t.Fatal("the line is not in the file")
		}
		report, err := w.bring(strings.Replace(broken, line, c.to, 1), translation.Translator)
		if problem.KeyOf(err) != "translation.import.refused" || !problem.Is(err, problem.Invalid) {
			t.Errorf("%s: %v", what, err)
		}
		if len(report.Faults) == 0 || report.Faults[0].Text != "ui/link.with" || report.Faults[0].Key != c.key || len(report.Moved) != 0 {
			t.Errorf("%s: faults %+v, moved %+v", what, report.Faults, report.Moved)
		}
		if w.status("ar", stopAR) != framework.StatusMachineDraft {
			t.Errorf("%s: a refused file changed a text", what)
		}
	}
	if report, err := w.bring(strings.Replace(file, `msgctxt "ui/link.with"`, `msgctxt "ui/no.such"`, 1), translation.Translator); err == nil ||
		report.Faults[0].Key != "translation.fault.unknown" || report.Faults[0].Text != "ui/no.such" {
		t.Errorf("an unknown key: %+v %v", report, err)
	}
	name, _ := pack.Card("F1")
	long := strings.Replace(file, "msgstr \""+name.Name+"\"", "msgstr \""+strings.Repeat("ع", 41)+"\"", 1)
	if report, err := w.bring(long, translation.Translator); err == nil || report.Faults[0].Key != "translation.fault.too_long" || report.Faults[0].Text != "card/F1/name" {
		t.Errorf("a long name: %+v %v", report, err)
	}
	for what, file := range map[string]string{
		"Somali as Klingon": strings.Replace(file, "Language: ar", "Language: tlh", 1),
		"English":           strings.Replace(file, "Language: ar", "Language: en", 1),
		"an unknown set":    strings.Replace(file, "Set: "+w.checklist.ID, "Set: nothing", 1),
		"no PO":             "hello",
		"empty":             "",
	} {
		if _, err := w.bring(file, translation.Translator); !problem.Is(err, problem.Invalid) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := w.bring(file, "director"); !problem.Is(err, problem.Invalid) {
		t.Errorf("a role that is none: %v", err)
	}
	if _, err := w.s.Import(t.Context(), w.worker, []byte(file), translation.Claim{Role: translation.Translator}); !problem.Is(err, problem.Forbidden) {
		t.Errorf("a worker imported: %v", err)
	}
}

func TestImport_setsAsideWhatWasTranslatedFromOtherEnglish(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	english, _ := w.checklist.Pack("en")
	file := strings.Replace(w.export("ar", translation.XLIFF), "<source>"+english.Text("stop.title"), "<source>We end here", 1)
	file = strings.Replace(file, arabicStop(w), "ننتهي هنا", 1)
	report, err := w.bring(file, translation.Translator)
	w.must(err)
	if len(report.Aside) != 1 || report.Aside[0] != stopAR || len(report.Moved) != 0 {
		t.Fatalf("%+v", report)
	}
	kept, err := w.s.Proposals(t.Context(), w.steward, translation.Waiting)
	w.must(err)
	if len(kept) != 1 || kept[0].Kind != translation.SourceChanged || kept[0].Text != "ننتهي هنا" || !kept[0].EnglishHasChanged {
		t.Errorf("kept %+v", kept)
	}
}

// A status never passes the claim, whatever the file says; and no draft becomes a translation by travelling.
func TestImport_claims(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	old := arabicStop(w)
	file := w.export("ar", translation.XLIFF)
	at := strings.Index(file, `name="`+stopAR+`"`)
	raise := func(file, state string) string {
		at := strings.Index(file, `name="`+stopAR+`"`)
		from := at + strings.Index(file[at:], "<segment ")
		to := from + strings.Index(file[from:], ">")
		return file[:from] + `<segment state="` + state + `"` + file[to:]
	}
	if at < 0 {
		t.Fatal("the text is not in the file")
	}
	for _, c := range []struct{ role, state, want string }{
		{translation.Translator, "initial", framework.StatusMachineDraft},
		{translation.Translator, "final", framework.StatusHuman},
		{translation.BackTranslator, "final", framework.StatusHuman}, // nothing was put back into English
		{translation.Speaker, "reviewed", framework.StatusBackTranslated},
		{translation.Speaker, "final", framework.StatusReviewed},
		{translation.Translator, "translated", framework.StatusReviewed}, // unchanged words are not lowered
	} {
		_, err := w.bring(raise(file, c.state), c.role)
		w.must(err)
		if got := w.status("ar", stopAR); got != c.want {
			t.Errorf("%s said %s: %s", c.role, c.state, got)
		}
	}
	changed := strings.Replace(file, old, "نقف", 1)
	_, err := w.bring(changed, translation.Translator)
	w.must(err)
	if got := w.status("ar", stopAR); got != framework.StatusHuman {
		t.Errorf("new words of a translator are %s", got)
	}
	now := w.export("ar", translation.XLIFF)
	at = strings.Index(now, `name="`+stopAR+`"`)
	notes := at + strings.Index(now[at:], "</notes>")
	back := now[:notes] + `<note category="back-translation" appliesTo="target">We halt</note>` + now[notes:]
	_, err = w.bring(back, translation.BackTranslator)
	w.must(err)
	if got := w.status("ar", stopAR); got != framework.StatusBackTranslated {
		t.Errorf("put back into English: %s", got)
	}
	if again := w.export("ar", translation.PO); !strings.Contains(again, "#. back: We halt\n") {
		t.Error("the back-translation does not travel on")
	}
}

// The staff's interface travels in the same file, plural form by plural form.
func TestStaffInterface(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	file := w.export("cy", translation.XLIFF)
	if strings.Count(file, "<file ") != 2 || !strings.Contains(file, `original="staff"`) {
		t.Fatal("the interface is not in the file")
	}
	if strings.Count(w.export("ar", translation.XLIFF), "<file ") != 1 {
		t.Error("there is no interface in Arabic to translate")
	}
	po, err := w.s.Export(t.Context(), w.steward, translation.Staff, "cy", translation.PO)
	w.must(err)
	before := i18n.For("cy").T("page.back")
	_, err = w.bring(strings.Replace(string(po), `msgstr "`+before+`"`, `msgstr "Nôl â chi"`, 1), translation.Translator)
	w.must(err)
	if got := i18n.For("cy").T("page.back"); got != "Nôl â chi" {
		t.Errorf("the page says %q", got)
	}
	lines := strings.Split(string(po), "\n")
	for n, line := range lines {
		if strings.HasPrefix(line, "msgstr[5]") {
			lines[n] = strings.ReplaceAll(line, "{{.count}}", "{{.counts}}")
		}
	}
	broken := strings.Join(lines, "\n")
	report, err := w.bring(broken, translation.Translator)
	if err == nil || len(report.Faults) == 0 {
		t.Errorf("wrong values in plurals were taken: %+v", report)
	}
	short := strings.Replace(string(po), "nplurals=6", "nplurals=2", 1)
	for n := 5; n > 1; n-- {
		short = dropLines(short, "msgstr["+string(rune('0'+n))+"]")
	}
	report, err = w.bring(short, translation.Translator)
	if err == nil || report.Faults[0].Key != "translation.fault.form_missing" {
		t.Errorf("a plural with two of six forms was taken: %+v %v", report.Faults, err)
	}
}

func dropLines(s, prefix string) string {
	var kept []string
	for line := range strings.SplitSeq(s, "\n") {
		if !strings.HasPrefix(line, prefix) {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// A language of which nothing is in the program becomes whole when everything was translated, and not before.
func TestNewLanguage(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	const lang = "so"
	if _, ok := w.checklist.Pack(lang); ok {
		t.Skip("the edition speaks Somali now; choose another language")
	}
	var set translation.Set
	entries, err := w.s.Entries(t.Context(), w.steward, w.checklist.ID, lang)
	w.must(err)
	for n, e := range entries {
		if e.Target != "" || e.Status != "" {
			t.Fatalf("%s: %q is there already", e.Key, e.Target)
		}
		e.Target = e.Source
		entries[n] = e
	}
	set = translation.Set{ID: w.checklist.ID, Lang: lang, Entries: entries[1:]}
	_, err = w.bring(string(translation.WritePO(set)), translation.Translator)
	w.must(err)
	if r := w.s.Ready(w.checklist, lang); r.Done != r.All-1 || r.Status != "" {
		t.Errorf("one is missing: %+v", r)
	}
	if pack, ok := w.editions.Pack(t.Context(), w.checklist, lang); ok && pack.Trusted() {
		t.Error("a language with a hole in it is trusted")
	}
	set.Entries = entries[:1]
	_, err = w.bring(string(translation.WritePO(set)), translation.Translator)
	w.must(err)
	if r := w.s.Ready(w.checklist, lang); r.Done != r.All || r.Status != framework.StatusHuman {
		t.Errorf("whole: %+v", r)
	}
	pack, ok := w.editions.Pack(t.Context(), w.checklist, lang)
	if !ok || !pack.Trusted() || pack.Name() != "Soomaali" {
		t.Errorf("whole, and: %v %v", ok, pack)
	}
}

// Debian's gettext reads what we write, where it is there.
func TestPO_passesMsgfmt(t *testing.T) {
	msgfmt, err := exec.LookPath("msgfmt")
	if err != nil {
		t.Skip("no msgfmt here")
	}
	w := newWorld(t, testkit.SQLite(t))
	staff, err := w.s.Export(t.Context(), w.steward, translation.Staff, "cy", translation.PO)
	w.must(err)
	for name, file := range map[string]string{"ar": w.export("ar", translation.PO), "ti": w.export("ti", translation.PO), "so": w.export("so", translation.PO), "staff": string(staff)} {
		path := filepath.Join(t.TempDir(), name+".po")
		w.must(os.WriteFile(path, []byte(file), 0o600))
		if out, err := exec.Command(msgfmt, "-c", "-o", os.DevNull, path).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}

// A set that somebody loaded has no cards: it says its outcomes' own English. Translating each outcome once through a
// file, in a language of which not even the screens are here, is enough for the cards to speak it; and principles,
// indicators and what can be asked for can be translated with it.
func TestRoundTrip_ofALoadedSet(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		for _, format := range []string{translation.XLIFF, translation.PO} {
			w := newWorld(t, d)
			e := w.load("garden-" + format)
			file, err := w.s.Export(t.Context(), w.steward, e.ID, "ar", format)
			w.must(err)
			text := string(file)
			if strings.Count(text, "says the outcome&apos;s text")+strings.Count(text, "says the outcome's text")+strings.Count(text, "says the outcome&#39;s text") != 4 {
				t.Errorf("%s: the file does not say four times that a card may be left empty", format)
			}
			for key, said := range map[string]string{"principle/bed/name": "الحوض", "outcome/1/text": "لكل نبتة ماء", "indicator/1.1/text": "هناك دلو",
				"ask/1/wales/what": "دلو", "ask/1/wales/who_must_act": "البستاني", "ask/1/wales/how": "اطلب منه"} {
				text = fill(t, format, text, key, said)
			}
			report, err := w.bring(text, translation.Translator)
			w.must(err)
			if len(report.Moved) != 6 {
				t.Fatalf("%s: moved %+v", format, report.Moved)
			}
			pack, _ := w.editions.Pack(t.Context(), e, "ar")
			o, _ := e.Outcome("1")
			card, _ := pack.Card("1")
			ask, asked := pack.AskText(o, "wales")
			item, _ := pack.ItemText(e.Items()[1])
			if want := "لكل نبتة ماء"; card != (framework.Card{Name: want, Ask: want, Simpler: want, Example: want}) || pack.StatusOf("card/1/ask") != framework.StatusHuman {
				t.Errorf("%s: the card says %+v (%s)", format, card, pack.StatusOf("card/1/ask"))
			}
			if !asked || ask != (framework.Ask{What: "دلو", WhoMustAct: "البستاني", How: "اطلب منه"}) || item != "هناك دلو" || pack.PrincipleName(e.Principles[0]) != "الحوض" {
				t.Errorf("%s: %v %+v, %q, %q", format, asked, ask, item, pack.PrincipleName(e.Principles[0]))
			}
			if ask, asked := pack.AskText(o, "scotland"); asked || ask.What != "A bigger bucket" {
				t.Errorf("%s: what was not translated reads %v %+v", format, asked, ask)
			}
			if pack.Status() != framework.StatusMachineDraft { // the screens around the cards are the checklist's drafts
				t.Errorf("%s: all of it is %s", format, pack.Status())
			}
			again, err := w.s.Export(t.Context(), w.steward, e.ID, "ar", format)
			w.must(err)
			same, err := w.bring(string(again), translation.Translator)
			w.must(err)
			if len(same.Moved) != 0 {
				t.Errorf("%s: the card's lent words came back as its own: %+v", format, same.Moved)
			}
			better := fill(t, format, text, "card/1/ask", "هل عندك ماء؟")
			_, err = w.bring(better, translation.Translator)
			w.must(err)
			pack, _ = w.editions.Pack(t.Context(), e, "ar")
			if card, _ := pack.Card("1"); card.Ask != "هل عندك ماء؟" || card.Name != "لكل نبتة ماء" {
				t.Errorf("%s: with a question of its own the card says %+v", format, card)
			}
		}
	})
}

// load publishes a small invented set without cards.
func (w *world) load(id string) *framework.Edition {
	w.Helper()
	e, err := w.editions.Publish(w.Context(), w.steward, framework.Document{
		Format: framework.FormatEdition, ID: id, Set: "garden", Name: "Garden", Version: "1", Date: "2026-04-01", Source: "Invented for tests.",
		Permission: framework.Permission{Uses: framework.UsesOrganisation, By: "The allotment society"},
		Levels:     framework.Levels{Principle: "bed", Outcome: "plot", Indicator: "tool"},
		Expected:   framework.Totals{Principles: 1, Outcomes: 1, Indicators: 1}, Copy: &framework.Copy{Obtained: "2026-04-03"},
		Principles: []framework.DocumentPrinciple{{Code: "bed", Name: "Bed of roses", Outcomes: []framework.Outcome{{Code: "1", Text: "Every plant has water.",
			Ask: map[string]framework.Ask{"wales": {What: "A bucket", WhoMustAct: "The gardener", How: "Ask them"},
				"scotland": {What: "A bigger bucket", WhoMustAct: "The gardener", How: "Ask them"}},
			Indicators: []framework.Indicator{{Code: "1.1", Text: "There is a bucket."}}}}}},
	})
	w.must(err)
	return e
}

// fill writes a translation into a file as somebody does in a text editor.
func fill(t *testing.T, format, file, key, said string) string {
	t.Helper()
	head, tail, ok := strings.Cut(file, map[string]string{translation.XLIFF: `name="` + key + `"`, translation.PO: `msgctxt "` + key + `"`}[format])
	if !ok {
		t.Fatalf("%s is not in the file:\n%s", key, file[:min(len(file), 3000)])
	}
	mark := file[len(head) : len(file)-len(tail)]
	if format == translation.PO {
		before, after, _ := strings.Cut(tail, "msgstr ")
		_, after, _ = strings.Cut(after, "\n")
		return head + mark + before + `msgstr "` + said + "\"\n" + after
	}
	unit, rest, _ := strings.Cut(tail, "</unit>")
	unit = strings.Replace(unit, "</source>", "</source><target>"+said+"</target>", 1)
	unit = strings.Replace(unit, `state="initial"`, `state="translated"`, 1)
	return head + mark + unit + "</unit>" + rest
}
