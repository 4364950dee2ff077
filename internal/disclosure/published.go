package disclosure

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Counted says what the figures of somebody else are of.
type Counted string

// What they may be of. Only a number of people is held against the threshold: of how many people a percentage or a rate is, the
// figures do not say.
const (
	OfPeople    Counted = "people"
	OfPercent   Counted = "percent"
	OfRate      Counted = "rate"
	NotOfPeople Counted = "other" // money, days, places
)

// AllCounted lists them.
var AllCounted = []Counted{OfPeople, OfPercent, OfRate, NotOfPeople}

// Origin says where figures are published: who answers for them, and where anybody can hold ours against theirs.
type Origin struct {
	Title     string `json:"title"`
	Publisher string `json:"publisher"`
	Address   string `json:"address"`
	ReadOn    string `json:"read_on"` // a day
}

// Published is a table that somebody else published, in time: a row for each period, a column for each series. It is no release:
// nothing was protected here, and it is held against no other table. Whoever brings it says where it is published.
type Published struct {
	Origin  Origin
	Counted Counted
	Unit    string // what is counted, in a few words
	Rounded int64  // a multiple to which its publisher rounded; 1 where it did not
	Rules   string // the pack whose threshold was held against numbers of people
	Periods []Period
	Columns []string
	Below   int // how many numbers were hidden because they are below the threshold here

	figures [][]Protected
}

// Bounds of a published table.
const (
	MostPeriods = 600
	mostSeries  = 40
	mostLabel   = 80
	mostDigits  = 12
	maxDecimals = 6
)

// Unreadable says what is wrong with somebody else's table, and where: a code, which pages have words for, and the row and
// column, from 1, where there is one. It quotes nothing of the table.
type Unreadable struct {
	What        string
	Row, Column int
}

// Whats lists the codes.
var Whats = []string{"size", "period", "order", "length", "cells", "names", "number", "whole", "below", "above", "title", "address", "day", "counted", "unit", "rounded"}

// Error is for logs.
func (u Unreadable) Error() string {
	return fmt.Sprintf("a published table cannot be read: %s, row %d, column %d", u.What, u.Row, u.Column)
}

// ReadPublished reads a table of somebody else's: the first row names the series, the first cell of each other row is its
// period. A number of people that the rules would hide is hidden and not kept. Symbols of official statistics stay symbols.
// What cannot be read is Unreadable.
func ReadPublished(rules Pack, head Published, rows [][]string) (Published, error) {
	p := head
	p.Rules, p.Periods, p.Columns, p.figures, p.Below = rules.ID, nil, nil, nil, 0
	if err := p.checkHead(); err != nil {
		return Published{}, err
	}
	for len(rows) > 0 && blank(rows[len(rows)-1]) {
		rows = rows[:len(rows)-1]
	}
	if len(rows) < 2 || len(rows) > MostPeriods+1 {
		return Published{}, Unreadable{What: "size"}
	}
	for _, name := range rows[0][min(1, len(rows[0])):] {
		p.Columns = append(p.Columns, strings.TrimSpace(name))
	}
	for i, row := range rows[1:] {
		period, ok := ParsePeriod(cellOf(row, 0))
		if !ok {
			return Published{}, Unreadable{"period", i + 2, 1}
		}
		p.Periods = append(p.Periods, period)
		line := make([]Protected, len(p.Columns))
		for j := range p.Columns {
			f, below, wrong := readFigure(rules, p.Counted, cellOf(row, j+1))
			if wrong != "" {
				return Published{}, Unreadable{wrong, i + 2, j + 2}
			}
			if below {
				p.Below++
			}
			line[j] = f
		}
		if len(row) > len(p.Columns)+1 && !blank(row[len(p.Columns)+1:]) {
			return Published{}, Unreadable{"cells", i + 2, len(p.Columns) + 2}
		}
		p.figures = append(p.figures, line)
	}
	return p, p.checkSides()
}

func blank(row []string) bool { return strings.TrimSpace(strings.Join(row, "")) == "" }

func cellOf(row []string, i int) string {
	if i >= len(row) {
		return ""
	}
	return strings.TrimSpace(row[i])
}

// checkHead holds what is said about the table against what must be said.
func (p Published) checkHead() error {
	_, day := time.Parse(time.DateOnly, p.Origin.ReadOn)
	switch {
	case !label(p.Origin.Title, 200) || !label(p.Origin.Publisher, 200):
		return Unreadable{What: "title"}
	case !strings.HasPrefix(p.Origin.Address, "https://") && !strings.HasPrefix(p.Origin.Address, "http://") || !label(p.Origin.Address, 500) ||
		strings.ContainsAny(p.Origin.Address, " \"<>"):
		return Unreadable{What: "address"}
	case day != nil:
		return Unreadable{What: "day"}
	case p.Counted != OfPeople && p.Counted != OfPercent && p.Counted != OfRate && p.Counted != NotOfPeople:
		return Unreadable{What: "counted"}
	case !label(p.Unit, mostLabel):
		return Unreadable{What: "unit"}
	case p.Rounded < 1 || p.Rounded > 1000:
		return Unreadable{What: "rounded"}
	}
	return nil
}

// checkSides holds periods and names against each other.
func (p Published) checkSides() error {
	if len(p.Columns) == 0 || len(p.Columns) > mostSeries || len(p.Periods) == 0 || len(p.Periods) > MostPeriods {
		return Unreadable{What: "size"}
	}
	seen := map[string]bool{}
	for j, c := range p.Columns {
		if !label(c, mostLabel) || seen[c] || strings.ContainsRune("=+-@", rune(c[0])) {
			return Unreadable{"names", 1, j + 2}
		}
		seen[c] = true
	}
	for i, one := range p.Periods {
		if one.Every != p.Periods[0].Every {
			return Unreadable{"length", i + 2, 1}
		}
		if i > 0 && one.Place <= p.Periods[i-1].Place {
			return Unreadable{"order", i + 2, 1}
		}
	}
	return nil
}

// label reports whether a text is one line of a few words that nothing turns around.
func label(s string, most int) bool {
	if s == "" || s != strings.TrimSpace(s) || utf8.RuneCountInString(s) > most || !utf8.ValidString(s) {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) })
}

// symbols are those of official statistics, by what they say: hidden, not applicable, not there. "low" is a number that
// rounds to nothing and is none.
var symbols = map[string]Protected{
	"c": hidden(Small), "*": hidden(Small), "~": hidden(Small), "k": hidden(Small), "low": hidden(Small),
	"z": {symbol: NotApplicable, reason: None}, "x": {}, "u": {}, "": {}, "-": {}, ":": {}, "..": {},
}

var (
	plainNumber   = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)
	groupedNumber = regexp.MustCompile(`^-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$`)
)

// readFigure reads one cell. below says that it was hidden here, and not by whoever published it; wrong is a code of Unreadable.
func readFigure(rules Pack, counted Counted, cell string) (p Protected, below bool, wrong string) {
	if s, ok := symbols[strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(cell, "["), "]"))]; ok {
		return s, false, ""
	}
	text := cell
	switch counted {
	case OfPercent:
		text = strings.TrimSpace(strings.TrimSuffix(text, "%"))
	case NotOfPeople:
		text = strings.TrimPrefix(text, "£")
	}
	if groupedNumber.MatchString(text) {
		text = strings.ReplaceAll(text, ",", "")
	}
	if !plainNumber.MatchString(text) {
		return p, false, "number"
	}
	whole, rest, _ := strings.Cut(text, ".")
	if len(whole)+len(rest) > mostDigits || len(rest) > maxDecimals {
		return p, false, "number"
	}
	v, err := strconv.ParseInt(whole+rest, 10, 64)
	if err != nil {
		return p, false, "number"
	}
	p = Protected{shown: true, value: v, decimals: uint8(len(rest))}
	switch n := p.Number(); {
	case n < 0 && counted != NotOfPeople:
		return Protected{}, false, "below"
	case counted == OfPercent && n > 100:
		return Protected{}, false, "above"
	case counted == OfPeople && len(rest) > 0:
		return Protected{}, false, "whole"
	case counted == OfPeople && v < rules.Threshold && (v > 0 || !rules.ZeroShown):
		return hidden(Small), true, ""
	}
	return p, false, ""
}

// Cell is the figure of a period and a series.
func (p Published) Cell(i, j int) Protected {
	if i < 0 || j < 0 || i >= len(p.figures) || j >= len(p.figures[i]) {
		return Protected{}
	}
	return p.figures[i][j]
}

// FormatPublished is what a published table says it is; docs/schemas/published-figures-1.json tells what it holds.
const FormatPublished = "stable-futures/published-figures/1"

type publishedJSON[F any] struct {
	Format  string   `json:"format"`
	Origin  Origin   `json:"origin"`
	Counted Counted  `json:"counted"`
	Unit    string   `json:"unit"`
	Rounded int64    `json:"rounded"`
	Rules   string   `json:"rules"`
	Below   int      `json:"below"`
	Periods []string `json:"periods"`
	Columns []string `json:"columns"`
	Cells   [][]F    `json:"cells"`
}

// Document writes the table: the same always as the same bytes.
func (p Published) Document() ([]byte, error) {
	codes := make([]string, len(p.Periods))
	for i, one := range p.Periods {
		codes[i] = one.Code
	}
	return json.Marshal(publishedJSON[Protected]{FormatPublished, p.Origin, p.Counted, p.Unit, p.Rounded, p.Rules, p.Below, codes, p.Columns, p.figures})
}

// ReopenPublished reads such a document again. It takes no document's word for it: one with a number of people that the rules
// hide is refused.
func ReopenPublished(doc []byte) (p Published, err error) {
	var d publishedJSON[figureJSON]
	if err := strictly(doc, maxDocument*4, &d); err != nil {
		return p, fmt.Errorf("read published figures: %w", err)
	}
	rules, ok := Rules(d.Rules)
	if d.Format != FormatPublished || !ok || len(d.Cells) != len(d.Periods) || d.Below < 0 {
		return p, errors.New("read published figures: the document is not one")
	}
	p = Published{Origin: d.Origin, Counted: d.Counted, Unit: d.Unit, Rounded: d.Rounded, Rules: d.Rules, Below: d.Below, Columns: d.Columns}
	for i, line := range d.Cells {
		period, ok := ParsePeriod(d.Periods[i])
		if !ok || len(line) != len(d.Columns) {
			return Published{}, errors.New("read published figures: a line is not one of the table")
		}
		p.Periods = append(p.Periods, period)
		row := make([]Protected, len(line))
		for j, f := range line {
			if row[j], err = reread(rules, d.Counted, f); err != nil {
				return Published{}, fmt.Errorf("read published figures: %w", err)
			}
		}
		p.figures = append(p.figures, row)
	}
	if err := errors.Join(p.checkHead(), p.checkSides()); err != nil {
		return Published{}, fmt.Errorf("read published figures: %w", err)
	}
	return p, nil
}

func reread(rules Pack, counted Counted, f figureJSON) (Protected, error) {
	if f.Value == nil {
		p := Protected{symbol: f.Symbol, reason: f.Reason}
		if !f.Reason.known() || f.Decimals != 0 || f.Symbol != Hidden && f.Symbol != NotApplicable && f.Symbol != Unavailable {
			return p, errors.New("a figure is neither a value nor a symbol with its reason")
		}
		return p, nil
	}
	p := Protected{shown: true, value: *f.Value, decimals: f.Decimals}
	if f.Decimals > maxDecimals || f.Symbol != "" || f.Reason != "" {
		return p, errors.New("a figure is both a value and a symbol")
	}
	if q, below, wrong := readFigure(rules, counted, p.String()); wrong != "" || below || q != p {
		return p, errors.New("a figure is shown that the rules hide")
	}
	return p, nil
}
