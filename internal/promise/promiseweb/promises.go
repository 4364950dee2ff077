package promiseweb

import (
	"time"

	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
)

type promisesView struct {
	Title string
	Lede  string
	List  kit.Content
	New   kit.Content
}

func (p *Pages) showPromises(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	list, err := p.promises.Promises(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := promisesView{Title: t("promise.list_title"), Lede: t("promise.list_lede"),
		New: kit.Button{Text: kit.T(t("promise.make")), Href: "/people/" + id + "/promises/new"}}
	if len(list) == 0 {
		v.List = kit.EmptyState{Drawing: "document", Title: kit.T(t("promise.list_empty")), Body: kit.T(t("promise.list_empty_text"))}
	} else {
		var rows kit.Promises
		for i := len(list) - 1; i >= 0; i-- {
			rows.Rows = append(rows.Rows, promiseRow(r, list[i]))
		}
		v.List = rows
	}
	return page.Show(v.Title, promisesBody(v)).Back("/people/" + id), nil
}

// today is the day in London: a promise is due on a day people live in.
func today(*page.Request) string {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		london = time.UTC
	}
	return time.Now().In(london).Format(time.DateOnly)
}
