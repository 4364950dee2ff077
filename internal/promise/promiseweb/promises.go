package promiseweb

import (
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
)

type promisesView struct {
	Title, Lede string
	Whose       kit.Content
	List        kit.Content
	New         kit.Content
}

func (p *Pages) showPromises(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	person, list, err := p.promises.Of(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := promisesView{Title: t("promise.list_title"), Lede: t("promise.list_lede"), Whose: kit.Name(person.Profile.Names.Shown())}
	if permit.On(r.Who, permit.MakePromise, person.Parts) {
		v.New = kit.Button{Text: kit.T(t("promise.make")), Href: "/people/" + id + "/promises/new"}
	}
	if len(list) == 0 {
		v.List = kit.EmptyState{Drawing: "document", Title: kit.T(t("promise.list_empty")), Body: kit.T(t("promise.list_empty_text"))}
	} else {
		var rows kit.Promises
		for i := len(list) - 1; i >= 0; i-- {
			rows.Rows = append(rows.Rows, promiseRow(r, p.promises.Today(), list[i]))
		}
		v.List = rows
	}
	return page.Show(v.Title, promisesBody(v)).Back("/people/" + id), nil
}
