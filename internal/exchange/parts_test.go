package exchange_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/exchange"
	"stablefutures/internal/testkit"
)

// What another room gives stands in the archive as JSON and as text, with its checksum and the names of whom it speaks of; what
// was typed in it cannot pass for a line of ours. A room that cannot give its part stops the archive.
func TestExport_takesWhatOtherRoomsGive(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	elsewhere := w.max.Organisation
	w.exchange.AlsoFrom(func(_ context.Context, work *access.Work, id string) (exchange.Part, error) {
		if work.Key.IsZero() || id != w.person {
			t.Error("the part is asked for outside the use case")
		}
		return exchange.Part{Name: "sharing", Document: map[string]string{"format": "x", "said": hostile}, Accounts: []string{w.max.ID}, Bodies: []string{elsewhere},
			Sections: []exchange.PartSection{{Title: "Shared" + hostile, Lines: []string{"a line" + hostile}, Typed: [][2]string{{"Purpose" + hostile, "so that" + hostile}}}}}, nil
	})
	w.exchange.AlsoFrom(func(context.Context, *access.Work, string) (exchange.Part, error) {
		return exchange.Part{Name: "works", Document: []string{}}, nil
	})
	parts := unzip(t, w.export(w.max, wish))
	for _, name := range []string{"more/sharing.json", "more/sharing.txt", "more/works.json", "more/works.txt"} {
		if parts[name] == "" || !strings.Contains(parts["SHA256SUMS"], name) {
			t.Errorf("%s is not there", name)
		}
	}
	w.sumsHold(parts)
	text := parts["more/sharing.txt"]
	if strings.ContainsAny(text, "\u202E\u0007\r") || !strings.Contains(text, "    | so that") || strings.Contains(text, "\nso that") || strings.Contains(text, "\nPromise 9") || !strings.Contains(text, "    | Promise 9: kept") {
		t.Errorf("typed text passes for ours:\n%s", text)
	}
	if !strings.Contains(parts["more/works.txt"], "Nothing.") || !strings.Contains(parts["more/sharing.json"], `</script>`) {
		t.Error("a part is not as it was given")
	}
	w.exchange.AlsoFrom(func(context.Context, *access.Work, string) (exchange.Part, error) {
		return exchange.Part{}, errors.New("no")
	})
	if _, err := w.exchange.Export(t.Context(), w.max, w.person, wish); err == nil {
		t.Error("an archive without a part passes for a whole one")
	}
}
