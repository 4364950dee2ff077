package handover_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/print"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
	"stablefutures/internal/testkit"
)

// The card has the words that were chosen for it and nothing else: no title, no name, no date, no other part.
func TestCard_hasTheirWordsAndNothingThatSaysWhatItIs(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		dawit, err := w.records.Create(t.Context(), w.tam, record.NewPerson{Nation: "england", Sealed: true, Profile: record.Profile{Names: record.Names{Given: "Dawit"}}})
		w.must(err)
		write := func(part string, text record.SafetyText) {
			w.must(w.records.WriteSafety(t.Context(), w.tam, dawit, db.NewID(), part, text))
		}
		none := func(what string, who permit.Actor, kind problem.Kind, id string) {
			if _, err := w.Card(t.Context(), who, id); !problem.Is(err, kind) {
				t.Errorf("%s: %v", what, err)
			}
		}
		write("helps", record.SafetyText{Text: "ሙዚቃ", Language: "ti", Translation: "Music", TranslatedTo: "en"})
		write("missing", record.SafetyText{Text: "Ring my sister", Language: "en"})
		none("nobody asked for a card", w.tam, problem.NotFound, dawit)
		write(record.SafetyCarry, record.SafetyText{Card: true, OnCard: []string{"helps"}})
		card, err := w.Card(t.Context(), w.tam, dawit)
		w.must(err)
		text, err := json.Marshal(card)
		w.must(err)
		for _, bad := range []string{"Dawit", "Ring my sister", "Music", "safe", "card", "2026"} {
			if strings.Contains(strings.ToLower(string(text)), strings.ToLower(bad)) {
				t.Errorf("the card says %q: %s", bad, text)
			}
		}
		if !strings.Contains(string(text), "ሙዚቃ") {
			t.Errorf("the card lacks their words: %s", text)
		}
		if print.Ready() == nil {
			var pdf bytes.Buffer
			w.must(print.WritePDF(&pdf, card))
			if !bytes.HasPrefix(pdf.Bytes(), []byte("%PDF-")) {
				t.Error("no PDF")
			}
		}
		write(record.SafetyCarry, record.SafetyText{})
		none("they want none any more", w.tam, problem.NotFound, dawit)
		none("without a grant on sealed details", w.tam, problem.Forbidden, w.selam)
	})
}
