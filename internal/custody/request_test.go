package custody_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/conversation"
	"stablefutures/internal/custody"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/nation"
	"stablefutures/internal/permit"
	"stablefutures/internal/print"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
)

// full opens a record with a conversation, a view that names somebody else, a promise and a file.
func (h *house) full() (id string) {
	h.Helper()
	id = h.born(nation.Scotland, sure)
	ed, _ := framework.BySet(framework.SetChecklist)
	var code string
	for _, i := range ed.Items() {
		if i.Kind == framework.OutcomeItem {
			code = i.Code
			break
		}
	}
	sitting := conversation.NewID()
	h.must(h.talks.Hold(h.Context(), h.first, conversation.Whole{ContributionID: conversation.NewID(),
		Sitting: conversation.NewSitting{ID: sitting, Record: id, EditionID: ed.ID, Setup: conversation.Setup{Language: "en", Interpreter: conversation.Interpreter{Used: "not_needed"}}},
		Content: conversation.Content{Version: 1, Language: "en", Chosen: []string{code}, Answers: map[string]conversation.Answer{code: {Choice: "some_of_it",
			Words: conversation.Words{Text: "My cousin Zubayda Quillon sleeps in the kitchen. ZUBAYDA  quillon is kind.", Language: "en", WrittenBy: "worker"}}}}}))
	_, err := h.promises.Make(h.Context(), h.first, promise.Promise{Record: id, Sitting: sitting, EditionID: ed.ID, Items: []string{code}, Agreed: "yes", DueOn: "2027-05-01",
		Text: promise.Text{What: "Ring the landlord Mr Ferrowgate", Owner: "Ann", Language: "en"}})
	h.must(err)
	_, err = h.records.Attach(h.Context(), h.first, id, "letter about Zubayda.txt", strings.NewReader("A letter that names Zubayda Quillon.\n"))
	h.must(err)
	return id
}

func (h *house) ask(id string, a custody.Asked) string {
	h.Helper()
	request := db.NewID()
	a.Language, a.Scope = "en", "The whole record."
	if a.Received == "" {
		a.Received = "2026-01-31"
	}
	h.must(h.custody.Ask(h.Context(), h.first, id, request, a))
	return request
}

func (h *house) step(id, request string, s custody.Step) {
	h.Helper()
	h.must(h.custody.Step(h.Context(), h.first, id, request, s))
}

func (h *house) open(id, request string) custody.Case {
	h.Helper()
	c, err := h.custody.Case(h.Context(), h.first, id, request)
	h.must(err)
	return c
}

// readAll reads every section to its end.
func (h *house) readAll(id, request string) {
	h.Helper()
	for _, s := range h.open(id, request).Sections {
		var marks []string
		for _, i := range s.Items {
			marks = append(marks, i.Mark())
		}
		h.must(h.custody.Read(h.Context(), h.first, id, request, s.ID, marks))
	}
}

// find gives the mark of the text that holds a passage.
func (h *house) find(c custody.Case, passage string) string {
	h.Helper()
	for _, s := range c.Sections {
		for _, i := range s.Items {
			if strings.Contains(i.Text, passage) {
				return i.Mark()
			}
		}
	}
	h.Fatalf("nothing says %q", passage)
	return ""
}

// From the search to the bundle: what is hidden is in no form of it, what is said is there, and no step can be skipped.
func TestRequest_fromSearchToBundle(t *testing.T) {
	eachHouse(t, func(h *house) {
		h.london("2026-02-10 10:00:00")
		id := h.full()
		request := h.ask(id, custody.Asked{By: "young_person"})
		h.refused(h.records.Erase(h.Context(), h.first, id, "mistake"), problem.Conflict, "custody.asked_for")
		c := h.open(id, request)
		if !c.Understood || c.DueOn != "2026-02-28" || !slices.Equal(c.Lacks(), []string{"identity", "unread", "files", "harm"}) {
			h.Errorf("%v %s %v", c.Understood, c.DueOn, c.Lacks())
		}
		h.refused(h.custody.MakeBundle(h.Context(), h.first, id, request), problem.Conflict, "custody.not_ready")
		h.step(id, request, custody.Step{Kind: custody.Identity, Text: custody.StepText{How: "known"}})
		words := h.find(c, "sleeps in the kitchen")
		h.refused(h.custody.Hide(h.Context(), h.first, id, request, words, "Nobody Such", "third_party"), problem.Invalid, "")
		h.refused(h.custody.Hide(h.Context(), h.first, id, request, words, "Zubayda Quillon", ""), problem.Invalid, "")
		h.refused(h.custody.Hide(h.Context(), h.first, id, request, "contribution:other#000000000000", "x", "third_party"), problem.Conflict, "")
		h.must(h.custody.Hide(h.Context(), h.first, id, request, words, "zubayda quillon", "third_party"))
		h.must(h.custody.Hide(h.Context(), h.first, id, request, words, "ZUBAYDA  quillon", "third_party"))
		h.must(h.custody.Hide(h.Context(), h.first, id, request, h.find(c, "Ferrowgate"), "", "harm"))
		h.readAll(id, request)
		h.step(id, request, custody.Step{Kind: custody.FileStep, About: c.Files[0].ID, Text: custody.StepText{Reason: "third_party"}})
		h.refused(h.custody.Step(h.Context(), h.first, id, request, custody.Step{Kind: custody.Harm, Text: custody.StepText{Reason: "parts", Who: "Dr Ann", Day: "2026-02-09"}}), problem.Invalid, "")
		h.step(id, request, custody.Step{Kind: custody.Harm, Text: custody.StepText{Reason: "parts", Who: "Ann, psychologist", Day: "2026-02-09", Note: "The landlord is looked for."}})
		h.must(h.custody.MakeBundle(h.Context(), h.first, id, request))
		first, err := h.custody.TakeBundle(h.Context(), h.first, id, request)
		h.must(err)
		h.must(h.custody.MakeBundle(h.Context(), h.first, id, request)) // pressed twice
		again, err := h.custody.TakeBundle(h.Context(), h.first, id, request)
		h.must(err)
		if !bytes.Equal(first, again) {
			h.Error("the bundle was made twice")
		}
		if missing, err := print.Missing(h.open(id, request).Contents(i18n.For("en"))); err != nil || len(missing) > 0 {
			h.Errorf("the fonts lack %q: %v", string(missing), err)
		}
		h.bundleHides(first, []string{"Zubayda", "ZUBAYDA", "zubayda", "Quillon", "quillon", "Ferrowgate"}, []string{"sleeps in the kitchen", "covered: about another person", "covered: could cause serious harm"})
		h.refused(h.custody.Hide(h.Context(), h.first, id, request, words, "kitchen", "harm"), problem.Conflict, "custody.bundle_made")
		h.refused(h.custody.Step(h.Context(), h.first, id, request, custody.Step{Kind: custody.Handed, Text: custody.StepText{How: "in_person", Day: "2026-02-10"}}), problem.Invalid, "")
		h.step(id, request, custody.Step{Kind: custody.Handed, Text: custody.StepText{How: "read_together", Day: "2026-02-10", Offered: true}})
		h.refused(h.custody.Step(h.Context(), h.first, id, request, custody.Step{Kind: custody.Paused, Text: custody.StepText{Reason: "unclear"}}), problem.Conflict, "custody.request_over")
		h.must(h.records.Erase(h.Context(), h.first, id, "mistake"))
		if n := h.count("select count(*) from custody_requests") + h.count("select count(*) from custody_steps") + h.count("select count(*) from custody_bundles"); n != 0 {
			h.Errorf("%d rows are left of a destroyed record", n)
		}
	})
}

// bundleHides looks into every part of a bundle, the PDF's own bytes and its text too.
func (h *house) bundleHides(bundle []byte, not, must []string) {
	h.Helper()
	z, err := zip.NewReader(bytes.NewReader(bundle), int64(len(bundle)))
	h.must(err)
	parts := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		h.must(err)
		content, err := io.ReadAll(r)
		h.must(err)
		parts[f.Name] = string(content)
		if strings.HasSuffix(f.Name, ".pdf") {
			parts[f.Name+" as text"] = h.pdfText(content)
		}
	}
	for _, want := range []string{"1-letter.pdf", "1-letter.html", "1-letter.txt", "2-contents.pdf", "2-contents.html", "2-contents.txt", "SHA256SUMS"} {
		if parts[want] == "" {
			h.Errorf("the bundle lacks %s", want)
		}
	}
	for name, content := range parts {
		for _, hidden := range not {
			if strings.Contains(content, hidden) || strings.Contains(name, hidden) {
				h.Errorf("%s holds %q", name, hidden)
			}
		}
	}
	for _, name := range []string{"2-contents.html", "2-contents.txt", "2-contents.pdf as text"} {
		flat := strings.Join(strings.Fields(parts[name]), " ")
		for _, text := range append(must, "—————") {
			if flat != "" && !strings.Contains(flat, text) {
				h.Errorf("%s lacks %q", name, text)
			}
		}
	}
	for _, text := range []string{"about another person", "not read it alone", "Information Commissioner", "The whole record."} {
		if !strings.Contains(strings.ReplaceAll(parts["1-letter.txt"], "need not", "not"), text) {
			h.Errorf("the letter lacks %q", text)
		}
	}
}

// pdfText is what a reader of PDFs finds; "" where there is none on this machine.
func (h *house) pdfText(content []byte) string {
	h.Helper()
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		return ""
	}
	path := filepath.Join(h.TempDir(), "a.pdf")
	h.must(os.WriteFile(path, content, 0o600))
	out, err := exec.CommandContext(h.Context(), tool, path, "-").Output()
	h.must(err)
	return string(out)
}

// What comes into the record while somebody reads has to be read too.
func TestRequest_whatIsNewIsUnread(t *testing.T) {
	eachHouse(t, func(h *house) {
		h.london("2026-02-10 10:00:00")
		id := h.full()
		request := h.ask(id, custody.Asked{By: "young_person"})
		h.readAll(id, request)
		if left := h.open(id, request).Unread(); len(left) != 0 {
			h.Errorf("%d sections are unread", len(left))
		}
		h.say(id, custody.Entry{Kind: custody.SaidStatus, Text: custody.Text{Status: custody.LookedAfter, Note: "Something new."}})
		if left := h.open(id, request).Unread(); len(left) != 1 || left[0].ID != "keeping" {
			h.Errorf("what is new passes unread: %d", len(left))
		}
	})
}

// Somebody who asks for a young person shows who they are and that they may; the young person is asked too.
func TestRequest_ofAParent(t *testing.T) {
	eachHouse(t, func(h *house) {
		id := h.full()
		h.refused(h.custody.Ask(h.Context(), h.first, id, db.NewID(), custody.Asked{By: "parent", Received: "2026-01-31", Language: "en", Scope: "all"}), problem.Invalid, "")
		request := h.ask(id, custody.Asked{By: "parent", Name: "Somebody Else"})
		h.step(id, request, custody.Step{Kind: custody.Identity, Text: custody.StepText{How: "document"}})
		h.refused(h.custody.Step(h.Context(), h.first, id, request, custody.Step{Kind: custody.Authority, Text: custody.StepText{How: "court_order"}}), problem.Invalid, "")
		if !slices.Contains(h.open(id, request).Lacks(), "authority") {
			h.Error("a parent needs no authority")
		}
		h.step(id, request, custody.Step{Kind: custody.Closed, Text: custody.StepText{Reason: "refused", Note: "Against their wish."}})
		h.refused(h.custody.Step(h.Context(), h.first, id, request, custody.Step{Kind: custody.Identity, Text: custody.StepText{How: "known"}}), problem.Conflict, "custody.request_over")
	})
}

// One month, the shorter month's last day, three when extended, and the days that it waited.
func TestDue_theClockOfARequest(t *testing.T) {
	at := func(day string) time.Time {
		t, _ := time.Parse(time.DateOnly, day)
		return t.Add(12 * time.Hour)
	}
	for _, c := range []struct {
		what, received, want string
		steps                []custody.Step
	}{
		{"a month", "2026-03-05", "2026-04-05", nil},
		{"31 January", "2026-01-31", "2026-02-28", nil},
		{"31 January of a leap year", "2028-01-31", "2028-02-29", nil},
		{"over the year", "2026-12-31", "2027-01-31", nil},
		{"extended", "2026-03-05", "2026-06-05", []custody.Step{{Kind: custody.Extended, At: at("2026-03-20")}}},
		{"waited ten days", "2026-03-05", "2026-04-15", []custody.Step{{Kind: custody.Paused, At: at("2026-03-10")}, {Kind: custody.Resumed, At: at("2026-03-20")}}},
		{"still waits", "2026-03-05", "2026-04-25", []custody.Step{{Kind: custody.Paused, At: at("2026-03-10")}}},
	} {
		r := custody.Request{Asked: custody.Asked{Received: c.received}, Steps: c.steps}
		if got := r.Due(at("2026-03-30")); got != c.want {
			t.Errorf("%s: %s, want %s", c.what, got, c.want)
		}
	}
}

// Cutting never lets a hidden character through, whatever overlaps.
func TestPieces_overlapsAndEdges(t *testing.T) {
	hide := func(from, to int, why string) custody.Step {
		return custody.Step{Kind: custody.Hidden, Text: custody.StepText{From: from, To: to, Reason: why}}
	}
	for _, c := range []struct {
		what   string
		covers []custody.Step
		want   string
	}{
		{"nothing", nil, "سلام, Anna"},
		{"all of it", []custody.Step{hide(0, 0, "harm")}, "[harm]"},
		{"the name", []custody.Step{hide(6, 10, "third_party")}, "سلام, [third_party]"},
		{"overlap", []custody.Step{hide(0, 7, "harm"), hide(5, 8, "third_party")}, "[harm][third_party]na"},
		{"the same twice", []custody.Step{hide(0, 4, "harm"), hide(0, 4, "harm")}, "[harm], Anna"},
		{"beyond the end", []custody.Step{hide(6, 99, "crime")}, "سلام, [crime]"},
		{"whole after a part", []custody.Step{hide(0, 4, "harm"), hide(0, 0, "crime")}, "[harm][crime]"},
	} {
		got := ""
		for _, p := range custody.Pieces("سلام, Anna", c.covers) {
			if p.Reason != "" {
				got += "[" + p.Reason + "]"
			}
			got += p.Text
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
	if found := record.Passages("ANNA, anna and Annabel", "anna"); len(found) != 3 {
		t.Errorf("%d times", len(found))
	}
	marked := 0
	for _, p := range custody.LookOut([]custody.Piece{{Text: "My uncle and Anna, not Annabel"}}, []string{"Anna"}) {
		if p.Look {
			marked++
		}
	}
	if marked != 2 {
		t.Errorf("%d are marked", marked)
	}
}

// Nobody else's request, and nobody without the grant.
func TestRequest_refusesOthers(t *testing.T) {
	eachHouse(t, func(h *house) {
		id, other := h.full(), h.born(nation.England, record.Birth{})
		request := h.ask(id, custody.Asked{By: "young_person"})
		_, err := h.custody.Case(h.Context(), h.first, other, request)
		h.refused(err, problem.NotFound, "")
		_, err = h.custody.TakeBundle(h.Context(), h.first, id, request)
		h.refused(err, problem.NotFound, "")
		stranger := h.manager(db.NewID())
		_, err = h.custody.Case(h.Context(), stranger, id, request)
		h.refused(err, problem.NotFound, "")
		worker := h.first
		worker.Roles = []permit.Role{permit.Practitioner}
		_, err = h.custody.Case(h.Context(), worker, id, request)
		h.refused(err, problem.Forbidden, "")
	})
}
