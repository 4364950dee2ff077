package kit

import (
	"context"
	"strings"
	"testing"
)

// A sentence in Arabic that begins with a name in Latin letters still runs from right to left; an English one on the
// same page does not.
func TestSentence_runsAsItsPageDoes(t *testing.T) {
	for _, c := range []struct{ dir, text, want string }{
		{"rtl", "Rowan ومن يعملون معك", `<bdi lang="ar" dir="rtl">`},
		{"rtl", "Rowan and those who work with you", `<bdi dir="auto">`},
		{"ltr", "Rowan ومن يعملون معك", `<bdi dir="auto">`},
	} {
		lang := map[string]string{"rtl": "ar", "ltr": "en"}[c.dir]
		var b strings.Builder
		if err := Sentence(lang, c.dir, c.text).Render(context.Background(), &b); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(b.String(), c.want) {
			t.Errorf("on a page %s: %s\nwant it to begin %s", c.dir, b.String(), c.want)
		}
	}
}
