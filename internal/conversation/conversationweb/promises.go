package conversationweb

import (
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
)

// promisesOf shows what was promised in a sitting, so that whoever made it sees that it is kept.
func (web *Web) promisesOf(r *page.Request, record, sitting string) (kit.Content, error) {
	if web.Promises == nil || !web.mayOpen(r, record, permit.ReadPromises) {
		return nil, nil
	}
	list, err := web.Promises.Promises(r.Context(), r.Who, record)
	if err != nil {
		return nil, err
	}
	var rows kit.Promises
	for _, p := range list {
		if p.Sitting != sitting {
			continue
		}
		rows.Rows = append(rows.Rows, kit.PromiseRow{What: kit.Name(p.Text.What), Href: "/people/" + record + "/promises/" + p.ID,
			State: kit.Tag{Text: kit.T(r.L.T("promise.state_" + string(p.State)))}, // i18n: prefix promise.state_
			Facts: []kit.Fact{{Name: kit.T(r.L.T("promise.owner")), Value: kit.Name(p.Text.Owner)},
				{Name: kit.T(r.L.T("promise.due")), Value: kit.T(r.L.Day(p.DueOn))}}})
	}
	if len(rows.Rows) == 0 {
		return nil, nil
	}
	return rows, nil
}
