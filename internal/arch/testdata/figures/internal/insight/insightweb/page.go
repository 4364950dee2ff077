// Package insightweb is a miniature.
package insightweb

import (
	"strconv"

	"mini/internal/i18n"
	"mini/internal/insight"
)

// Page shows things.
func Page(people []string) (lines []string) {
	a := insight.Ask()
	lines = append(lines, a.Figure.String(), i18n.T("page.figure", "n", a.Figure))
	for i := range people {
		lines = append(lines, strconv.Itoa(i+1))
	}
	lines = append(lines, title(len(people)), i18n.T("page.people", "n", len(people))) // planted: number number
	c, err := insight.Count()                                                          // planted: carried
	if err != nil {
		return nil
	}
	for range c.Tables { // planted: carried
		lines = append(lines, i18n.Number(60))
	}
	attributes := map[string]any{"data-people": len(people), "class": "one"} // planted: number
	return append(lines, i18n.T("page.all", "of", attributes))
}

// title is what stands over a picture: it is asked of whoever gives the number.
func title(n int) string { return "<title>" + strconv.Itoa(n) + "</title>" }
