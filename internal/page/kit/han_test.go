package kit

import (
	"context"
	"strings"
	"testing"
)

// Only a page in Chinese asks for the rules of the Chinese font.
func TestChineseBringsItsFont(t *testing.T) {
	for lang, want := range map[string]bool{"zh-Hans": true, "zh": true, "en": false, "za": false, "": false} {
		var b strings.Builder
		if err := Layout(Chrome{Lang: lang, Title: "t"}).Render(context.Background(), &b); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(b.String(), "han."); got != want {
			t.Errorf("%q: han.css is linked: %v", lang, got)
		}
	}
}
