package i18n

import (
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // London time must be right on a machine without a time zone database
)

// calendarWords are one language's dates, lists and grouping of digits, from CLDR 48.2.
type calendarWords struct {
	Months []string          `json:"months"`
	Day    string            `json:"day"`    // {d}, {m}, {y}
	Moment string            `json:"moment"` // {date}, {time}
	List   map[string]string `json:"list"`   // two, start, middle, end with {0}, {1}
	Group  string            `json:"group"`
}

// london is where every time on a screen is told.
var london = func() *time.Location {
	l, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err) // cannot be: tzdata is embedded above
	}
	return l
}()

// Day writes a stored day in words: "2026-11-22" is "22 November 2026". An empty day stays empty, and what is no day
// comes back as it is, so that nothing a person wrote is lost. The calendar is the Gregorian one in every language,
// because the letters and appointments it must match are.
func (l L) Day(day string) string {
	if day == "" {
		return ""
	}
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return l.day(t)
}

func (l L) day(t time.Time) string {
	w := l.catalogue().words
	return strings.NewReplacer("{d}", strconv.Itoa(t.Day()), "{m}", w.Months[t.Month()-1], "{y}", strconv.Itoa(t.Year())).Replace(w.Day)
}

// Moment writes a point in time as date and time in London: "22 November 2026 at 8:05pm"; empty for the zero time.
// English and Welsh use the twelve-hour clock of GOV.UK, the others twenty-four hours, which no language misreads.
func (l L) Moment(utc time.Time) string {
	if utc.IsZero() {
		return ""
	}
	t := utc.In(london)
	clock := t.Format("15:04")
	if tag := l.Tag(); tag == "en" || tag == "cy" {
		clock = t.Format("3:04pm")
	}
	return strings.NewReplacer("{date}", l.day(t), "{time}", clock).Replace(l.catalogue().words.Moment)
}

// List joins items as the language does: "a, b and c". Nothing gives "", and one item is itself.
func (l L) List(items []string) string {
	w := l.catalogue().words.List
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	case 2:
		return l.join(w["two"], items[0], items[1])
	}
	out := l.join(w["start"], items[0], items[1])
	for i := 2; i < len(items)-1; i++ {
		out = l.join(w["middle"], out, items[i])
	}
	return l.join(w["end"], out, items[len(items)-1])
}

// join fills one list pattern. CLDR leaves the Welsh "and" open as "a(c)": "ac" stands before a vowel.
func (l L) join(pattern, before, after string) string {
	if l.Tag() == "cy" {
		and := "a"
		if first := []rune(Fold(after)); len(first) > 0 && strings.ContainsRune("aeiouwy", first[0]) {
			and = "ac"
		}
		pattern = strings.Replace(strings.Replace(pattern, ", a(c)", " a(c)", 1), "a(c)", and, 1)
	}
	return strings.NewReplacer("{0}", before, "{1}", after).Replace(pattern)
}
