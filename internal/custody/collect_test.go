package custody_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"strings"
	"sync"
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/custody"
	"stablefutures/internal/db"
	"stablefutures/internal/i18n"
	"stablefutures/internal/nation"
	"stablefutures/internal/permit"
	"stablefutures/internal/record"
)

// told adds what a young person says about the record, what is answered, a permission, a draft and a page about keeping safe.
func (h *house) told(id string) {
	h.Helper()
	remark, reply := db.NewID(), db.NewID()
	h.must(h.door.Do(h.Context(), h.first, permit.HoldConversation, access.Record(id), func(w *access.Work) error {
		if err := conversation.AddRemark(h.Context(), w, id, conversation.Remark{ID: remark, Kind: conversation.Amend, Adult: h.first.ID,
			Words: conversation.Words{Text: "It was Zubayda Quillon who cooked.", Language: "en"}}); err != nil {
			return err
		}
		if err := conversation.AddRemark(h.Context(), w, id, conversation.Remark{ID: db.NewID(), Kind: conversation.Pressed, Adult: h.first.ID, Own: true}); err != nil {
			return err
		}
		return conversation.ReplyTo(h.Context(), w, id, conversation.Reply{ID: reply, Remark: remark, Answer: true, Text: conversation.ReplyText{Text: "We asked Zubayda Quillon; it is so.", ForYoung: "Zubayda Quillon said yes.", Language: "en"}})
	}))
	statements, err := h.talks.Statements(h.Context(), h.first, id)
	h.must(err)
	h.must(h.talks.SayPermission(h.Context(), h.first, id, conversation.Permission{ID: db.NewID(), Contribution: statements[0].Contribution, Item: statements[0].Item,
		Recipient: conversation.Publication, Text: conversation.PermissionText{Language: "en", Note: "Not while Zubayda Quillon is here."}}))
	sitting := conversation.NewID()
	_, err = h.talks.OpenSitting(h.Context(), h.second, conversation.NewSitting{ID: sitting, Record: id, EditionID: statements[0].EditionID,
		Setup: conversation.Setup{Language: "en", Interpreter: conversation.Interpreter{Used: "not_needed"}}})
	h.must(err)
	h.must(h.talks.ChangeDraft(h.Context(), h.second, id, sitting, conversation.YoungPerson, func(c *conversation.Content) error {
		c.Answers = map[string]conversation.Answer{statements[0].Item: {Words: conversation.Words{Text: "Half a sentence about Zubayda Quillon", Language: "en"}}}
		return nil
	}))
	h.custody.AlsoFrom(func(context.Context, *access.Work, string, i18n.L) ([]custody.Section, error) {
		s := custody.Section{ID: "elsewhere", Title: "Held elsewhere", About: "What another room holds."}
		s.Add("elsewhere:1", "Purpose", "So that Zubayda Quillon is asked.", "", h.first.ID)
		return []custody.Section{s}, nil
	})
}

// Everything that is held is gathered, whoever's room it is in, can be covered like anything else, and is then in no form
// in what is given out.
func TestBundle_holdsWhatEveryRoomHolds(t *testing.T) {
	eachHouse(t, func(h *house) {
		h.london("2026-02-10 10:00:00")
		id := h.full()
		h.told(id)
		request := h.ask(id, custody.Asked{By: "young_person"})
		c := h.open(id, request)
		kinds := map[string]int{}
		for _, s := range c.Sections {
			kind, _, _ := strings.Cut(s.ID, "-")
			kinds[kind] += len(s.Items)
			if s.ID == "remarks" && len(s.Lines) != 1 {
				h.Errorf("that a second word was used stands on paper: %q", s.Lines)
			}
			for _, i := range s.Items {
				if strings.Contains(i.Text, "Zubayda") {
					h.must(h.custody.Hide(h.Context(), h.first, id, request, i.Mark(), "Zubayda Quillon", "third_party"))
				}
				if strings.HasPrefix(i.ID, "remark:") && !i.Own {
					h.Error("the young person's own words are not marked as theirs")
				}
			}
		}
		for kind, n := range map[string]int{"remarks": 3, "permissions": 1, "drafts": 1, "elsewhere": 1} {
			if kinds[kind] != n {
				h.Errorf("%s: %d texts, want %d", kind, kinds[kind], n)
			}
		}
		h.must(h.custody.Hide(h.Context(), h.first, id, request, h.find(c, "ZUBAYDA  quillon"), "ZUBAYDA  quillon", "third_party"))
		parts := h.bundleOf(id, request)
		for name, content := range parts {
			for _, hidden := range []string{"Zubayda", "ZUBAYDA", "quillon", "Quillon", "second word"} {
				if strings.Contains(content, hidden) {
					h.Errorf("%s holds %q", name, hidden)
				}
			}
		}
		flat := strings.Join(strings.Fields(parts["2-contents.txt"]), " ")
		for _, text := range []string{"who cooked", "We asked", "said yes", "Not while", "Half a sentence about", "So that", "What another room holds.", "What you said about what is written"} {
			if !strings.Contains(flat, text) {
				h.Errorf("the bundle lacks %q", text)
			}
		}
	})
}

// bundleOf takes a request to its end and opens what is given out. Files stay out.
func (h *house) bundleOf(id, request string) map[string]string {
	h.Helper()
	h.step(id, request, custody.Step{Kind: custody.Identity, Text: custody.StepText{How: "known"}})
	h.readAll(id, request)
	for _, f := range h.open(id, request).Files {
		h.step(id, request, custody.Step{Kind: custody.FileStep, About: f.ID, Text: custody.StepText{Reason: "third_party"}})
	}
	h.step(id, request, custody.Step{Kind: custody.Harm, Text: custody.StepText{Reason: "none", Who: "Ann, psychologist", Day: "2026-02-09"}})
	h.must(h.log.Settle(h.Context()))
	h.must(h.custody.MakeBundle(h.Context(), h.first, id, request))
	content, err := h.custody.TakeBundle(h.Context(), h.first, id, request)
	h.must(err)
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	h.must(err)
	parts := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		h.must(err)
		one, err := io.ReadAll(r)
		h.must(err)
		parts[f.Name] = string(one)
		if strings.HasSuffix(f.Name, ".pdf") {
			parts[f.Name+" as text"] = h.pdfText(one)
		}
	}
	return parts
}

// The bundle has every line of the ledger, however many there are, and says in the contents who looked on which day once.
func TestBundle_holdsEveryLineOfTheLedger(t *testing.T) {
	eachHouse(t, func(h *house) {
		h.london("2026-02-09 10:00:00")
		id := h.born(nation.England, record.Birth{})
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				for range 60 {
					if _, err := h.records.Person(h.Context(), h.second, id); err != nil {
						h.Error(err)
					}
				}
			})
		}
		all.Wait()
		h.must(h.log.Settle(h.Context()))
		h.london("2026-02-10 10:00:00")
		request := h.ask(id, custody.Asked{By: "young_person"})
		c := h.open(id, request)
		if last := c.Sections[len(c.Sections)-1]; last.ID != "log" || len(last.Lines) > 5 || !strings.Contains(strings.Join(last.Lines, "\n"), "older") {
			h.Errorf("while it is read the newest lines are enough, and it says so: %q", last.Lines)
		}
		parts := h.bundleOf(id, request)
		if n := strings.Count(parts["3-who-looked.txt"], "\n"); n < 1210 {
			h.Errorf("%d lines of more than 1,200", n)
		}
		if !strings.Contains(parts["3-who-looked.txt"], "9 February 2026") || strings.Contains(parts["2-contents.txt"], "older") {
			h.Error("the bundle's log is cut")
		}
		if !strings.Contains(parts["SHA256SUMS"], "3-who-looked.txt") || !strings.Contains(parts["1-letter.txt"], "3-who-looked") {
			h.Error("the list of who looked is not named")
		}
	})
}
