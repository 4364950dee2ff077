package app

import (
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/db"
	"stablefutures/internal/ledger"
	"stablefutures/internal/page"
	"stablefutures/internal/permit"
)

// reference is what differs from one answer to the next whatever was asked: the request's own id.
var reference = regexp.MustCompile(`[0-9a-f]{12}`)

// Whoever holds no grant cannot tell a record that is there from one that is not: each route that names a record gives
// the same status, the same headers and the same words, and leaves as many entries in the ledger, of the same act and
// outcome. So both go the same way, and nothing is left for a clock to tell.
func TestExists_aRecordThatIsNotYoursIsLikeOneThatIsNot(t *testing.T) {
	w := newWalker(t)
	there, nowhere := w.places["id"], db.NewID()
	tried := 0
	for _, r := range w.pages.Routes() {
		if !strings.HasPrefix(r.Pattern, "/people/{id}") {
			continue
		}
		for _, who := range []string{"guardian", "practitioner_wales"} {
			if !permit.Could(w.actors[who], r.Needs) {
				continue
			}
			tried++
			real, realEntries := w.probe(t, r, who, there)
			none, noneEntries := w.probe(t, r, who, nowhere)
			if real.Code != none.Code || same(real, there) != same(none, nowhere) {
				t.Errorf("%s %s as %s tells them apart: %d and %d\n%.300s\n%.300s", r.Method, r.Pattern, who, real.Code, none.Code,
					mainText(same(real, there)), mainText(same(none, nowhere)))
			}
			if real.Code < 400 {
				t.Errorf("%s %s as %s: %d for a record that is not theirs", r.Method, r.Pattern, who, real.Code)
			}
			if !slices.Equal(realEntries, noneEntries) {
				t.Errorf("%s %s as %s leaves %q and %q in the ledger", r.Method, r.Pattern, who, realEntries, noneEntries)
			}
		}
	}
	if tried < 60 {
		t.Errorf("only %d routes were tried", tried)
	}
}

// probe asks for a route with an id in the record's place, and gives what the ledger gained: act and outcome.
func (w *walker) probe(t *testing.T, r page.Route, who, id string) (*httptest.ResponseRecorder, []string) {
	t.Helper()
	kept := w.places["id"]
	w.places["id"] = id
	path := w.path(t, r, w.tokens[who])
	w.places["id"] = kept
	before := w.entries(t, who)
	a := w.ask(r.Method, path, w.tokens[who], "en")
	after := w.entries(t, who)
	return a, after[len(before):]
}

func (w *walker) entries(t *testing.T, who string) (all []string) {
	t.Helper()
	err := w.demo.DB.Read(t.Context(), func(tx *db.Tx) error {
		lines, _, err := w.demo.Ledger.List(t.Context(), tx, ledger.Filter{Actor: w.actors[who].ID, Limit: 100_000})
		for _, l := range lines {
			all = append(all, l.Act+" "+string('0'+rune(l.Outcome)))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(all)
	return all
}

// same is an answer without what was asked for and without the request's own id.
func same(a *httptest.ResponseRecorder, id string) string {
	var b strings.Builder
	for _, name := range slices.Sorted(func(yield func(string) bool) {
		for name := range a.Header() {
			if !yield(name) {
				return
			}
		}
	}) {
		b.WriteString(name + ": " + strings.Join(a.Header()[name], ", ") + "\n")
	}
	return reference.ReplaceAllString(strings.ReplaceAll(b.String()+a.Body.String(), id, "ID"), "REFERENCE")
}
