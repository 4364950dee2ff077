package loadingweb

import (
	"errors"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"stablefutures/internal/loading"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

// movedOn is what a form gets that was made before somebody, perhaps its own reader in another tab, changed the draft.
const movedOn = "loading.moved_on"

// again reports whether a form is to be shown again with all that was entered: there is something to mend, or the draft
// has changed since and the reader should look before sending it again.
func again(err error) bool {
	return page.IsInvalid(err) && problem.KeyOf(err) != "problem.stale_form" || err != nil && problem.KeyOf(err) == movedOn
}

// reload opens the draft anew after a refusal, so that the form shown again goes by what is there now.
func (web *Web) reload(r *page.Request, o *loading.Opened, err error) (*loading.Opened, error) {
	if problem.KeyOf(err) != movedOn {
		return o, nil
	}
	return web.open(r)
}

// shownAgain answers with the form: 409 when the draft has changed, 422 when there is something to mend.
func shownAgain(title string, body templ.Component, err error) *page.Answer {
	if problem.KeyOf(err) == movedOn {
		return page.Show(title, body).Status(http.StatusConflict)
	}
	return page.Invalid(title, body)
}

// problemsOf is what is wrong with a form. What is about no one field leads to the page's content.
func problemsOf(r *page.Request, err error) page.Problems {
	problems := r.Problems(err)
	var e *problem.Error
	if err != nil && !problems.Any() && errors.As(err, &e) {
		problems.Items = append(problems.Items, kit.ErrorItem{Text: kit.T(r.L.T(e.Key, e.Args...)), Href: "#main"})
	}
	for i, item := range problems.Items {
		if strings.HasPrefix(item.Href, "#/") { // a place in the document
			problems.Items[i].Href = "#main"
		}
		if item.Href == "#date" || item.Href == "#obtained" {
			problems.Items[i].Href = item.Href + "-day"
		}
	}
	return problems
}
