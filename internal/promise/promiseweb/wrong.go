package promiseweb

import (
	"errors"
	"net/url"

	"stablefutures/internal/page"
	"stablefutures/internal/problem"
)

// allOf joins what the form could not read with what the room finds wrong, so that somebody mends it in one go. A field
// that could not be read is named once, for the first reason.
func allOf(f *page.Form, wrong error) error {
	var read, checked *problem.Error
	if !errors.As(f.Err(), &read) {
		return wrong
	}
	if !errors.As(wrong, &checked) {
		return read
	}
	all := *read
	all.Fields = append(append([]problem.Field{}, read.Fields...), checked.Fields...) // the first of a name is shown
	return &all
}

// problemsOf is what is wrong with a form, each linking to a field that can be typed into: a date to its day.
func problemsOf(r *page.Request, wrong error) page.Problems {
	problems := r.Problems(wrong)
	for i := range problems.Items {
		if problems.Items[i].Href == "#due" {
			problems.Items[i].Href = "#due-day"
		}
	}
	return problems
}

// hiddenIDs reads the ids a form carries unseen. One that is none cannot be mended by who filled the form in: the form
// is out of date.
func hiddenIDs(f *page.Form, names ...string) (map[string]string, error) {
	ids := map[string]string{}
	for _, name := range names {
		unseen := page.NewForm(url.Values{name: {f.Raw(name)}})
		if ids[name] = unseen.ID(name); unseen.Err() != nil {
			return nil, problem.New(problem.Invalid, "problem.stale_form")
		}
	}
	return ids, nil
}
