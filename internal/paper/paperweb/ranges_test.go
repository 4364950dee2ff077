package paperweb_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var rangeRule = regexp.MustCompile(`unicode-range:([^;}]+)`)

// ranges reads the unicode-range of every font rule of a stylesheet.
func ranges(t *testing.T, css string) func(rune) bool {
	t.Helper()
	type span struct{ from, to int64 }
	var spans []span
	for _, m := range rangeRule.FindAllStringSubmatch(css, -1) {
		for _, part := range strings.Split(m[1], ",") {
			from, to, isSpan := strings.Cut(strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(part)), "U+"), "-")
			if !isSpan {
				to = from
			}
			a, err := strconv.ParseInt(from, 16, 32)
			b, err2 := strconv.ParseInt(to, 16, 32)
			if err != nil || err2 != nil {
				t.Fatalf("unicode-range %q", part)
			}
			spans = append(spans, span{a, b})
		}
	}
	if len(spans) < 100 {
		t.Fatalf("%d ranges found", len(spans))
	}
	return func(r rune) bool {
		for _, s := range spans {
			if int64(r) >= s.from && int64(r) <= s.to {
				return true
			}
		}
		return false
	}
}
