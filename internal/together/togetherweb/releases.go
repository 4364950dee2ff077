package togetherweb

import (
	"slices"
	"strings"

	"stablefutures/internal/disclosure"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/release"
)

// showReleases is the register of what left the organisation.
func (web *Web) showReleases(r *page.Request) (*page.Answer, error) {
	list, err := web.Releases.List(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := view{Title: t("together.releases"), Lead: t("together.releases_lead")}
	table := kit.Table{Caption: t("together.releases"), CaptionClass: "govuk-visually-hidden", Head: []kit.Cell{{Text: kit.T(t("together.release_when"))}, {Text: kit.T(t("together.release_of"))},
		{Text: kit.T(t("together.release_rules"))}, {Text: kit.T(t("together.release_state"))}, {Text: kit.T(t("together.release_hash"))}}}
	for _, one := range list {
		of, _ := web.Says(r.L, one.Key())
		short, _, _ := strings.Cut(one.Pack().Title, ":")
		table.Rows = append(table.Rows, []kit.Cell{{Text: linkTo("/together/releases/"+one.ID, r.L.Moment(one.At))}, {Text: kit.T(of)}, {Text: kit.In("en", "ltr", short)},
			{Text: kit.T(state(r, one))}, {Text: kit.T(one.Hash[:12])}})
	}
	if len(list) == 0 {
		v.Parts = []part{{Text: t("together.releases_none")}}
	} else {
		v.Parts = []part{{Body: []kit.Content{kit.Scroll{Label: t("together.releases"), Body: table}}}}
	}
	back := "/together"
	if !may(r, permit.ReadTogether) {
		back = "/"
	}
	return answer(v, nil, back), nil
}

func state(r *page.Request, one release.Release) string {
	if one.Withheld() != "" {
		return r.L.T("together.release_withheld")
	}
	return r.L.T("together.release_out")
}

func (web *Web) release(r *page.Request) (release.Release, error) {
	id, err := r.PathID("release")
	if err != nil {
		return release.Release{}, err
	}
	return web.Releases.One(r.Context(), r.Who, id)
}

func (web *Web) showRelease(r *page.Request) (*page.Answer, error) {
	one, err := web.release(r)
	if err != nil {
		return nil, err
	}
	t, rules := r.L.T, one.Pack()
	of, word := web.Says(r.L, one.Key())
	v := view{Title: t("together.release"), Caption: r.L.Moment(one.At)}
	rows := []kit.Row{{Key: kit.T(t("together.release_of")), Value: kit.T(of)}, {Key: kit.T(t("together.release_rules")), Value: spoken("en", rules.Title+", "+rules.Version)},
		{Key: kit.T(t("together.release_state")), Value: kit.T(state(r, one))},
		{Key: kit.T(t("together.release_hash")), Value: kit.T(one.Hash)}, {Key: kit.T(t("together.release_compared")), Value: kit.T(r.L.Number(len(one.Compared)))}}
	v.Parts = append(v.Parts, part{Body: []kit.Content{kit.SummaryList{Rows: rows}}})
	figures := part{ID: "figures", Heading: t("together.table")}
	if one.Withheld() == "" {
		if one.IsCrossed() {
			figures.Body = append(figures.Body, crossedTables(r, one.Crossed, word)...)
		} else {
			figures.Body = append(figures.Body, kit.Scroll{Label: t("together.release"), Body: wholeTable(r, one.Table, word)})
		}
	}
	figures.Body = append(figures.Body, web.explained(r, one)...)
	figures.Body = append(figures.Body, paragraph(linkTo("/together/releases/"+one.ID+"/table.json", t("together.release_file"))))
	v.Parts = append(v.Parts, figures)
	return answer(v, nil, "/together/releases"), nil
}

// wholeTable shows a released table with its margins.
func wholeTable(r *page.Request, rel disclosure.Released, word func(code string) string) kit.Content {
	t := r.L.T
	table := kit.Table{Caption: t("together.table"), CaptionClass: "govuk-visually-hidden", RowHeaders: true, Head: []kit.Cell{{Text: kit.T(t("together.answer"))}}}
	number := func(p disclosure.Protected) kit.Cell { return kit.Cell{Text: kit.T(figure(r, p)), Numeric: true} }
	for _, c := range rel.Columns {
		table.Head = append(table.Head, kit.Cell{Text: kit.T(word(c)), Numeric: true})
	}
	table.Head = append(table.Head, kit.Cell{Text: kit.T(t("together.total")), Numeric: true})
	for i, name := range rel.Rows {
		row := []kit.Cell{{Text: kit.T(word(name))}}
		for j := range rel.Columns {
			row = append(row, number(rel.Cell(i, j)))
		}
		table.Rows = append(table.Rows, append(row, number(rel.RowTotal(i))))
	}
	row := []kit.Cell{{Text: kit.T(t("together.total"))}}
	for j := range rel.Columns {
		row = append(row, number(rel.ColumnTotal(j)))
	}
	table.Rows = append(table.Rows, append(row, number(rel.Total())))
	return table
}

// crossedTables shows a released table of more than two directions as tables of two: one for each group of those that come after.
func crossedTables(r *page.Request, rel disclosure.CrossedRelease, word func(code string) string) (list []kit.Content) {
	t := r.L.T
	at := make([]int, len(rel.Directions))
	for d := range at {
		if d > 1 {
			at[d] = len(rel.Directions[d].Nodes) // all together come first
		}
	}
	for {
		var names []string
		for d := 2; d < len(at); d++ {
			dir := rel.Directions[d]
			if at[d] == len(dir.Nodes) {
				names = append(names, t("release.crossed_whole", "direction", word(dir.Name)))
			} else {
				names = append(names, word(dir.Name)+": "+word(dir.Nodes[at[d]].Code))
			}
		}
		caption := strings.Join(names, ", ")
		if caption == "" {
			caption = t("together.table")
		}
		list = append(list, kit.Scroll{Label: caption, Body: crossedTable(r, rel, at, caption, word)})
		d := len(at) - 1
		for ; d > 1; d-- {
			if at[d]--; at[d] >= 0 {
				break
			}
			at[d] = len(rel.Directions[d].Nodes)
		}
		if d <= 1 {
			return list
		}
	}
}

// crossedTable shows the first two directions where the others stand at a group.
func crossedTable(r *page.Request, rel disclosure.CrossedRelease, at []int, caption string, word func(code string) string) kit.Content {
	t := r.L.T
	at = slices.Clone(at)
	name := func(d, i int) string {
		if dir := rel.Directions[d]; i < len(dir.Nodes) {
			return word(dir.Nodes[i].Code)
		}
		return t("together.total")
	}
	table := kit.Table{Caption: caption, CaptionClass: "govuk-table__caption--s", RowHeaders: true, Head: []kit.Cell{{Text: kit.T(word(rel.Directions[0].Name))}}}
	columns := 1
	if len(at) > 1 {
		columns = len(rel.Directions[1].Nodes) + 1
		for j := range columns {
			table.Head = append(table.Head, kit.Cell{Text: kit.T(name(1, j)), Numeric: true})
		}
	} else {
		table.Head = append(table.Head, kit.Cell{Text: kit.T(t("together.people")), Numeric: true})
	}
	for i := range len(rel.Directions[0].Nodes) + 1 {
		at[0] = i
		row := []kit.Cell{{Text: kit.T(name(0, i))}}
		for j := range columns {
			if len(at) > 1 {
				at[1] = j
			}
			row = append(row, kit.Cell{Text: kit.T(figure(r, rel.Figure(at...))), Numeric: true})
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

func (web *Web) downloadRelease(r *page.Request) (*page.Answer, error) {
	one, err := web.release(r)
	if err != nil {
		return nil, err
	}
	return page.File("release-"+one.Hash[:12]+".json", "application/json", one.Document), nil
}
