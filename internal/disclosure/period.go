package disclosure

import (
	"regexp"
	"strconv"
	"strings"
)

// Period is a stretch of time by its code: 2024, 2024/25, 2024-Q3, 2024-07. Place counts such stretches, so that neighbours
// are one apart and a gap shows.
type Period struct {
	Code  string
	Every string // year, quarter, month
	Place int
}

var (
	periodYear    = regexp.MustCompile(`^([12][0-9]{3})$`)
	periodSpan    = regexp.MustCompile(`^([12][0-9]{3})[/-]([0-9]{2})$`)
	periodQuarter = regexp.MustCompile(`^([12][0-9]{3})[- ]?[qQ]([1-4])$`)
	periodMonth   = regexp.MustCompile(`^([12][0-9]{3})-(0[1-9]|1[0-2])$`)
)

// ParsePeriod reads a code. 2024-07 is a month; a year that ends in the next is written 2024/25.
func ParsePeriod(text string) (p Period, ok bool) {
	text = strings.TrimSpace(text)
	number := func(s string) int {
		n, _ := strconv.Atoi(s) // digits, or it would not have matched
		return n
	}
	if m := periodYear.FindStringSubmatch(text); m != nil {
		return Period{m[1], "year", number(m[1])}, true
	}
	if m := periodMonth.FindStringSubmatch(text); m != nil {
		return Period{text, "month", number(m[1])*12 + number(m[2]) - 1}, true
	}
	if m := periodQuarter.FindStringSubmatch(text); m != nil {
		return Period{m[1] + "-Q" + m[2], "quarter", number(m[1])*4 + number(m[2]) - 1}, true
	}
	if m := periodSpan.FindStringSubmatch(text); m != nil && number(m[2]) == (number(m[1])+1)%100 {
		return Period{m[1] + "/" + m[2], "year", number(m[1])}, true
	}
	return Period{}, false
}
