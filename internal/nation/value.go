package nation

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Text is one text in the languages of the staff interface.
type Text struct {
	En string `json:"en"`
	Cy string `json:"cy"`
}

// In gives the text in Welsh for "cy" and its variants, in English for any other language.
func (t Text) In(lang string) string {
	if lang == "cy" || strings.HasPrefix(lang, "cy-") {
		return t.Cy
	}
	return t.En
}

// ValueType says which field of a Value holds the value.
type ValueType string

// The kinds of value a rule may have.
const (
	TypeText     ValueType = "text"
	TypeNumber   ValueType = "number"
	TypeFlag     ValueType = "flag"
	TypeList     ValueType = "list"
	TypeDuration ValueType = "duration"
	TypeTable    ValueType = "table"
)

// Value is a rule's value. Only the fields of its type are filled.
type Value struct {
	Type     ValueType `json:"type"`
	Text     Text      `json:"text,omitzero"`
	Number   int       `json:"number,omitempty"` // with Unit
	Unit     string    `json:"unit,omitempty"`   // "years", "months", "days"
	Flag     *bool     `json:"flag,omitempty"`
	List     []Text    `json:"list,omitempty"`
	Duration string    `json:"duration,omitempty"` // ISO 8601, years, months and days: "P75Y"
	From     string    `json:"from,omitempty"`     // what a duration counts from: "birth", "death"
	Columns  []Text    `json:"columns,omitempty"`
	Rows     [][]Text  `json:"rows,omitempty"` // each as long as Columns
}

// Is gives a flag's answer; false for any other type.
func (v Value) Is() bool { return v.Flag != nil && *v.Flag }

// After adds a duration to a stored day (YYYY-MM-DD) and gives the day on which it is over: 75 years after 2010-02-28
// is 2085-02-28. A 29 February becomes 1 March where the year has none, which keeps a record the longer. An error
// when this is no duration, or the day is none.
func (v Value) After(day string) (string, error) {
	years, months, days, err := period(v.Duration)
	if err != nil {
		return "", fmt.Errorf("add %q: %w", v.Duration, err)
	}
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return "", fmt.Errorf("add a duration to a day: %w", err)
	}
	return t.AddDate(years, months, days).Format(time.DateOnly), nil
}

var isoPeriod = regexp.MustCompile(`^P(?:([0-9]{1,3})Y)?(?:([0-9]{1,4})M)?(?:([0-9]{1,5})D)?$`)

// period reads an ISO 8601 duration of years, months and days.
func period(s string) (years, months, days int, err error) {
	m := isoPeriod.FindStringSubmatch(s)
	if m == nil || s == "P" {
		return 0, 0, 0, errors.New("not a duration of years, months or days, such as P75Y")
	}
	years, _ = strconv.Atoi("0" + m[1])
	months, _ = strconv.Atoi("0" + m[2])
	days, _ = strconv.Atoi("0" + m[3])
	return years, months, days, nil
}

// check says what is wrong with a value, or nil. Fields of another type must be empty, so that nothing is said twice.
func (v Value) check() error {
	filled := map[ValueType]bool{
		TypeText: v.Text != Text{}, TypeNumber: v.Number != 0 || v.Unit != "", TypeFlag: v.Flag != nil,
		TypeList: len(v.List) > 0, TypeDuration: v.Duration != "" || v.From != "", TypeTable: len(v.Columns) > 0 || len(v.Rows) > 0,
	}
	if _, known := filled[v.Type]; !known {
		return fmt.Errorf("unknown type of value %q", v.Type)
	}
	for kind, full := range filled {
		if full != (kind == v.Type) {
			return fmt.Errorf("a value of type %q must fill that and nothing else; look at %q", v.Type, kind)
		}
	}
	switch v.Type {
	case TypeText:
		return v.Text.check()
	case TypeNumber:
		if v.Number <= 0 || !oneOf(v.Unit, "years", "months", "days") {
			return errors.New("a number must be above zero with the unit years, months or days")
		}
	case TypeList:
		return checkTexts(v.List)
	case TypeDuration:
		if _, _, _, err := period(v.Duration); err != nil {
			return err
		}
		if !oneOf(v.From, "birth", "death") {
			return fmt.Errorf("a duration counts from birth or death, not %q", v.From)
		}
	case TypeTable:
		return v.checkTable()
	}
	return nil
}

func (v Value) checkTable() error {
	if len(v.Columns) == 0 || len(v.Rows) == 0 {
		return errors.New("a table needs columns and rows")
	}
	if err := checkTexts(v.Columns); err != nil {
		return err
	}
	for i, row := range v.Rows {
		if len(row) != len(v.Columns) {
			return fmt.Errorf("row %d of the table has %d cells for %d columns", i+1, len(row), len(v.Columns))
		}
		if err := checkTexts(row); err != nil {
			return err
		}
	}
	return nil
}

func checkTexts(all []Text) error {
	for i, t := range all {
		if err := t.check(); err != nil {
			return fmt.Errorf("item %d: %w", i+1, err)
		}
	}
	return nil
}

// longestText bounds one text of a pack, in bytes: long enough for a rule, too short for a book.
const longestText = 4000

// check refuses a text that is empty, too long or not plain in either language.
func (t Text) check() error {
	for lang, s := range map[string]string{"en": t.En, "cy": t.Cy} {
		if strings.TrimSpace(s) == "" {
			return fmt.Errorf("the text in %q is empty", lang)
		}
		if err := plain(s); err != nil {
			return fmt.Errorf("the text in %q %w", lang, err)
		}
	}
	return nil
}

// plain refuses control characters, invisible direction marks and overlong text: packs may come from elsewhere.
func plain(s string) error {
	if len(s) > longestText {
		return fmt.Errorf("is longer than %d bytes", longestText)
	}
	for _, r := range s {
		if r < ' ' || r == 0x7f || r == 0xFFFD || (r >= 0x200b && r <= 0x200f) || (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069) {
			return fmt.Errorf("holds the control character %U", r)
		}
	}
	return nil
}

func oneOf(s string, all ...string) bool {
	for _, a := range all {
		if s == a {
			return true
		}
	}
	return false
}
