package framework

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// listRow is one edition as `framework list --json` gives it.
type listRow struct {
	ID       string `json:"id"`
	Set      string `json:"set"`
	Name     string `json:"name"`
	Version  string `json:"version"`
	Date     string `json:"date"`
	Released bool   `json:"released"`
	Loaded   Totals `json:"loaded"`
	Expected Totals `json:"expected"`
	Checksum string `json:"checksum"`
	Note     string `json:"note,omitempty"`
	Uses     string `json:"uses"`
	Follows  string `json:"follows,omitempty"`
	Recalled string `json:"recalled,omitempty"` // the notice
}

func rowOf(e *Edition) listRow {
	row := listRow{e.ID, e.Set, e.Name, e.Version, e.Date, e.Released, e.Loaded(), e.Expected, e.Checksum(), e.Empty, e.Permission.Uses, e.Follows, ""}
	if e.Recall != nil {
		row.Recalled = e.Recall.Notice
	}
	return row
}

// ListJSON is `framework list --json` of some editions.
func ListJSON(editions []*Edition) ([]byte, error) {
	rows := []listRow{}
	for _, e := range editions {
		rows = append(rows, rowOf(e))
	}
	return indented(rows)
}

// shownCitation is a citation as other programs read it. Its fields are fixed.
type shownCitation struct {
	Force    string `json:"force"`
	Pinpoint string `json:"pinpoint"`
	Source   string `json:"source"`
	Title    string `json:"title"`
	URL      string `json:"url"`
	Read     string `json:"read"`
	ReadOn   string `json:"read_on"`
	Note     string `json:"note,omitempty"`
}

type shownPrinciple struct {
	Code    string `json:"code"`
	Article string `json:"article"`
	Name    string `json:"name"`
}

type shownOutcome struct {
	Code      string                     `json:"code"`
	Principle string                     `json:"principle"`
	Text      string                     `json:"text"`
	Picture   string                     `json:"picture"`
	Systems   []string                   `json:"systems,omitempty"`
	Citations map[string][]shownCitation `json:"citations"`
	Ask       map[string]Ask             `json:"ask"`
}

type shownIndicator struct {
	Code      string                     `json:"code"`
	Principle string                     `json:"principle"`
	Outcome   string                     `json:"outcome"`
	Text      string                     `json:"text"`
	Citations map[string][]shownCitation `json:"citations"`
}

type shownLanguage struct {
	Lang       string `json:"lang"`
	Name       string `json:"name"`
	Dir        string `json:"dir"`
	Status     string `json:"status"`
	Translator string `json:"translator"`
}

type shownEdition struct {
	listRow
	Slots       []Slot           `json:"slots,omitempty"`
	Source      string           `json:"source"`
	Permission  string           `json:"permission"`
	Licence     string           `json:"licence,omitempty"`
	Attribution string           `json:"attribution,omitempty"`
	Signed      []Signature      `json:"signed,omitempty"`
	Ages        string           `json:"ages"`
	Levels      Levels           `json:"levels"`
	Languages   []shownLanguage  `json:"languages"`
	Principles  []shownPrinciple `json:"principles"`
	Outcomes    []shownOutcome   `json:"outcomes"`
	Indicators  []shownIndicator `json:"indicators"`
}

// ShowJSON is `framework show SET --json`. The lists are never null: an empty
// slot has empty lists, and expected says what they would hold.
func (e *Edition) ShowJSON() ([]byte, error) {
	s := shownEdition{
		listRow: rowOf(e), Slots: e.Slots, Source: e.Source, Permission: e.Permission.By,
		Licence: e.Permission.Licence, Attribution: e.Permission.Attribution, Signed: e.Signatures, Ages: e.Ages, Levels: e.Levels,
		Languages: []shownLanguage{}, Principles: []shownPrinciple{}, Outcomes: []shownOutcome{}, Indicators: []shownIndicator{},
	}
	for _, lang := range e.Languages {
		p := e.packs[lang]
		s.Languages = append(s.Languages, shownLanguage{p.Lang(), p.Name(), p.Dir(), p.Status(), p.Translator()})
	}
	for _, p := range e.Principles {
		s.Principles = append(s.Principles, shownPrinciple{p.Code, p.Article, p.Name})
		for _, o := range p.outcomes {
			s.Outcomes = append(s.Outcomes, shownOutcome{o.Code, p.Code, o.Text, o.Picture, o.Systems, shownCitations(o.Citations), o.Ask})
			for _, ind := range o.Indicators {
				s.Indicators = append(s.Indicators, shownIndicator{ind.Code, p.Code, o.Code, ind.Text, shownCitations(ind.Citations)})
			}
		}
	}
	return indented(s)
}

func shownCitations(byNation map[string][]Citation) map[string][]shownCitation {
	out := make(map[string][]shownCitation, len(byNation))
	for nation, list := range byNation {
		shown := make([]shownCitation, 0, len(list))
		for _, c := range list {
			shown = append(shown, shownCitation{c.Force, c.Pinpoint, c.Source, c.Title, c.URL, c.Read, c.ReadOn, c.Note})
		}
		out[nation] = shown
	}
	return out
}

func indented(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // addresses and dashes stay readable
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("write json: %w", err)
	}
	return b.Bytes(), nil
}

// List writes editions as plain text for `framework list`.
func List(w io.Writer, editions []*Edition) error {
	var b strings.Builder
	for _, e := range editions {
		name := e.Set
		if !e.BuiltIn() {
			name = e.ID
		}
		fmt.Fprintf(&b, "%-20s %s\n", name, e.Name)
		fmt.Fprintf(&b, "%-20s %s\n", "", e.Summary())
		if e.Recall != nil {
			fmt.Fprintf(&b, "%-20s called back on %s by %s: %s\n", "", e.Recall.Date, e.Recall.By, e.Recall.Notice)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Summary says in one line how much of the edition is here, in its own names for
// its levels.
func (e *Edition) Summary() string {
	if e.Empty != "" {
		return e.Empty
	}
	t := e.Loaded()
	s := fmt.Sprintf("%s: %s · %s · %s", e.Version, count(t.Principles, e.Levels.Principle),
		count(t.Outcomes, e.Levels.Outcome), count(t.Indicators, e.Levels.Indicator))
	if m := e.Missing(); m != "" {
		s += " · " + m
	}
	return s
}

func count(n int, word string) string {
	switch {
	case n == 1:
		return "1 " + word
	case strings.HasSuffix(word, "y"):
		return fmt.Sprintf("%d %sies", n, strings.TrimSuffix(word, "y"))
	default:
		return fmt.Sprintf("%d %ss", n, word)
	}
}

// Show writes the edition as plain text for `framework show SET`: what it is, whose,
// every item, what it rests on per nation, and what was not read at its source.
func (e *Edition) Show(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n\n", e.Name, e.Summary())
	fmt.Fprintf(&b, "Source: %s\nPermission: %s\nFor: %s\n", e.Source, e.Permission.By, e.Permission.Uses)
	for _, line := range [][2]string{{"Licence", e.Permission.Licence}, {"Attribution", e.Permission.Attribution}, {"Follows", e.Follows}} {
		if line[1] != "" {
			fmt.Fprintf(&b, "%s: %s\n", line[0], line[1])
		}
	}
	for _, s := range e.Signatures {
		fmt.Fprintf(&b, "Signed with: %s\n", s.Key)
	}
	if e.Recall != nil {
		fmt.Fprintf(&b, "CALLED BACK on %s by %s: %s\n", e.Recall.Date, e.Recall.By, e.Recall.Notice)
	}
	fmt.Fprintf(&b, "Edition: %s  Checksum: %s\n", e.ID, e.Checksum())
	for _, lang := range e.Languages {
		p := e.packs[lang]
		fmt.Fprintf(&b, "Language: %s (%s), %s\n", p.Name(), p.Lang(), p.Status())
	}
	for _, p := range e.Principles {
		fmt.Fprintf(&b, "\n%s (%s)\n", p.Name, p.Article)
		for _, o := range p.outcomes {
			fmt.Fprintf(&b, "\n  %-5s %s\n", o.Code, o.Text)
			showCitations(&b, "        ", o.Citations)
			for _, ind := range o.Indicators {
				fmt.Fprintf(&b, "    %-5s %s\n", ind.Code, ind.Text)
				showCitations(&b, "          ", ind.Citations)
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func showCitations(b *strings.Builder, indent string, byNation map[string][]Citation) {
	for _, nation := range Nations {
		for _, c := range byNation[nation] {
			read := "read in part on " + c.ReadOn
			switch c.Read {
			case "full":
				read = "read on " + c.ReadOn
			case "not read":
				read = "not read at its source"
			}
			fmt.Fprintf(b, "%s%s: %s, %s [%s; %s]\n", indent, nation, c.Title, c.Pinpoint, c.Force, read)
		}
	}
}
