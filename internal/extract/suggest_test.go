package extract

import (
	"strings"
	"testing"
)

// In every layout the proposal for every text of the set is right, with its code and its outcome; titles are left out.
func TestSuggest_isRightAboutNumberedLayouts(t *testing.T) {
	for _, name := range []string{"poster.pdf", "list.pdf", "wheel.pdf", "garden.docx", "garden.csv", "garden.ods", "garden-list.txt"} {
		t.Run(name, func(t *testing.T) {
			x := mustRead(t, name, sample(t, name))
			texts, byID := map[string]Suggestion{}, map[string]Suggestion{}
			pieces := x.Pieces()
			for i, s := range Suggest(pieces) {
				if s.PieceID != pieces[i].ID {
					t.Fatalf("suggestion %d is about %q", i, s.PieceID)
				}
				texts[pieces[i].Text[s.After:]] = s
				byID[s.PieceID] = s
			}
			for _, r := range garden(t) {
				want := Outcome
				switch {
				case strings.HasPrefix(r.code, "P"):
					want = Principle
				case strings.Contains(r.code, "."):
					want = Indicator
				}
				s := texts[r.text]
				if name == "garden-list.txt" && want == Principle {
					continue // nothing tells them from any other line
				}
				if s.Level != want {
					t.Errorf("%s seems %q (%s): %q", r.code, s.Level, s.Why, r.text)
				}
				if want != Principle && s.Code != r.code {
					t.Errorf("%s has the code %q", r.code, s.Code)
				}
				if outcome, _, ok := strings.Cut(r.code, "."); ok && byID[s.Parent].Code != outcome {
					t.Errorf("%s stands under %q", r.code, byID[s.Parent].Code)
				}
			}
		})
	}
}

func TestSuggest_goesByTheSizeOfLettersWhereThereAreNoNumbers(t *testing.T) {
	var pieces []Piece
	add := func(id, text string, size float64, bold bool) {
		pieces = append(pieces, Piece{ID: id, Text: text, Size: size, Bold: bold})
	}
	add("title", "The garden", 30, true)
	for _, o := range []string{"a", "b", "c"} {
		add("o"+o, "Outcome "+o, 14, true)
		add("i"+o+"1", "15 metres of hose", 10, false)
		add("i"+o+"2", "• a bullet", 10, false)
	}
	want := map[string]string{"title": Ignore, "o": Outcome, "i": Indicator}
	for _, s := range Suggest(pieces) {
		level := want[s.PieceID]
		if level == "" {
			level = want[s.PieceID[:1]]
		}
		if s.Level != level || s.Code != "" || s.Why == "" {
			t.Errorf("%+v, want %q", s, level)
		}
		if s.Level == Indicator && s.Parent != "o"+s.PieceID[1:2] {
			t.Errorf("%s stands under %q", s.PieceID, s.Parent)
		}
	}
}
