//go:build unix

package main

import (
	"fmt"
	"net/http"
	"net/url"
	"time"

	"stablefutures/internal/disclosure"
)

const askGoal = 1000.0 // milliseconds

// measureInsight times what an analyst meets: the page over all records, a subject's page, and a question that must be held against more than
// ten tables that were let out before. The bound of asking is to ask again what is there already: the difference is the price of
// the proof. Pages are made of what was let out, so that how many facts there are does not matter to them.
func measureInsight(t *table, url string, analyst person) error {
	v, err := newVisitor(url)
	if err != nil {
		return err
	}
	if err := v.signIn(analyst); err != nil {
		return fmt.Errorf("sign in as an analyst: %w", err)
	}
	for _, page := range []string{"/insight", "/insight/barriers"} {
		took, err := middle(func() error { _, _, err := v.do(page, nil, http.StatusOK); return err })
		if err != nil {
			return err
		}
		t.add(atMost("over all records: the page "+page, "ms", took*1000, 0, dashboardGoal))
	}
	for _, by := range [][2]string{{"system", "year"}, {"who", "system"}, {"who", "year"}, {"kind", "year"}, {"system", "kind"}} {
		if _, err := v.ask(by[0], by[1]); err != nil {
			return err
		}
	}
	first, err := v.ask("outcome", "system")
	if err != nil {
		return err
	}
	again, err := v.ask("outcome", "system")
	t.add(atMost("over all records: ask barriers by outcome and system, beside more than ten tables (bound: again)", "ms", first, again, askGoal))
	return err
}

// ask sends the form of a question about barriers, and gives how long the answer took, in milliseconds.
func (v *visitor) ask(by, and string) (float64, error) {
	began := time.Now()
	_, _, err := v.do("/insight/ask", url.Values{"measure": {"barriers"}, "by": {by}, "and": {and}, "rules": {disclosure.EnglandDfE}}, http.StatusSeeOther)
	return ms(time.Since(began)), err
}
