package explorerweb

import (
	"strings"

	"stablefutures/internal/framework"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
)

// addCrosswalk shows what an organisation here lets everybody see between the two editions, with its name before
// everything else. Where several do, each stands by itself: nobody's word is mixed with another's.
func (web *Web) addCrosswalk(r *page.Request, v *compareView, a, b *framework.Edition) error {
	list, err := web.frameworks.PublicCrosswalks(r.Context(), a.ID, b.ID)
	if err != nil {
		return err
	}
	for i, c := range list {
		w := walkView{ID: "crosswalk-" + string(rune('a'+i%26)), Heading: r.L.T("explorer.crosswalk"), Made: r.L.T("explorer.crosswalk_made", "who", strings.Join(c.Makers(), ", "))}
		for _, l := range c.Links {
			if l.Relation == framework.NoRelation {
				continue // that two do not belong together needs no line between them
			}
			w.Rows = append(w.Rows, walkRow{A: link(r, a, l.From), B: link(r, b, l.To), Note: l.Note,
				Relation: r.L.T("explorer.is_" + string(l.Relation))}) // i18n: prefix explorer.is_
		}
		if len(w.Rows) > 0 {
			v.Crosswalks = append(v.Crosswalks, w)
		}
	}
	return nil
}

func link(r *page.Request, e *framework.Edition, code string) linkView {
	i, ok := e.Index(code)
	if !ok {
		return linkView{Text: kit.T(code)}
	}
	return linkView{URL: itemURL(e, code), Text: kit.Join(kit.T(code+" "), staff(r.L, e.Items()[i].Text))}
}
