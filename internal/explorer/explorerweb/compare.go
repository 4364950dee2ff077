package explorerweb

import (
	"stablefutures/internal/explorer"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

type compareView struct {
	Title, Lead  string
	A, B         kit.Select
	Button       string
	NameA, NameB string
	Sections     []sectionView
	Same         string // how many pairs say the same; only where there are pairs
	Problem      string
	Crosswalks   []walkView
}

type sectionView struct {
	ID      string
	Heading kit.Content
	A, B    []linkView // two lists, for editions of different sets
	Pairs   []pairView // line by line, for editions of one set
}

type pairView struct {
	Code  string
	A, B  *linkView
	State string
}

// walkView is somebody's crosswalk between the two, always with whose it is.
type walkView struct {
	ID, Heading, Made string
	Rows              []walkRow
}

type walkRow struct {
	A, B     linkView
	Relation string
	Note     string
}

func (web *Web) showCompare(r *page.Request) (*page.Answer, error) {
	all, err := web.editions(r.Context())
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := compareView{Title: t("explorer.compare_title"), Lead: t("explorer.compare_lead"), Button: t("explorer.compare_button")}
	var options []kit.Option
	find := func(id string) *framework.Edition {
		for _, e := range all {
			if e.ID == id && len(e.Items()) > 0 {
				return e
			}
		}
		return nil
	}
	for _, e := range all {
		if len(e.Items()) > 0 {
			options = append(options, kit.Option{Value: e.ID, Text: e.Name + " (" + e.Version + ")"})
		}
	}
	idA, idB := r.Form.Raw("a"), r.Form.Raw("b")
	v.A = kit.Select{Name: "a", Label: kit.Label{Text: kit.T(t("explorer.compare_a"))}, Items: options, Value: idA}
	v.B = kit.Select{Name: "b", Label: kit.Label{Text: kit.T(t("explorer.compare_b"))}, Items: options, Value: idB}
	a, b := find(idA), find(idB)
	switch {
	case idA != "" && a == nil || idB != "" && b == nil:
		return nil, problem.New(problem.NotFound, "problem.not_found")
	case a == nil || b == nil:
	case a == b:
		v.Problem = t("explorer.compare_same_edition")
	default:
		if err := web.compare(r, &v, a, b); err != nil {
			return nil, err
		}
	}
	return show(r, v.Title, compareBody(v)).Crumbs(page.Crumb{Text: t("explorer.title"), URL: "/explore"}), nil
}

func (web *Web) compare(r *page.Request, v *compareView, a, b *framework.Edition) error {
	c := explorer.Compare(a, b)
	v.NameA, v.NameB = a.Name, b.Name
	same, changed := 0, 0
	rest := sectionView{ID: "rest", Heading: kit.T(r.L.T("explorer.compare_beside"))}
	for _, s := range c.Sections {
		sv := sectionView{ID: sectionID(s), Heading: staff(r.L, sectionName(s))}
		for _, p := range s.Pairs {
			left, right := itemLink(r.L, a, p.A), itemLink(r.L, b, p.B)
			if !c.OneSet {
				if left != nil {
					sv.A = append(sv.A, *left)
				}
				if right != nil {
					sv.B = append(sv.B, *right)
				}
				continue
			}
			if p.Same {
				same++
				continue // what did not change needs no reading
			}
			changed++
			sv.Pairs = append(sv.Pairs, pairView{Code: pairCode(p), A: left, B: right, State: pairState(r.L, p)})
		}
		switch {
		case !c.OneSet && (s.A == nil || s.B == nil): // nothing in the other edition stands under the same article
			rest.A, rest.B = append(rest.A, sv.A...), append(rest.B, sv.B...)
		case len(sv.A)+len(sv.B)+len(sv.Pairs) > 0:
			v.Sections = append(v.Sections, sv)
		}
	}
	if len(rest.A)+len(rest.B) > 0 {
		v.Sections = append(v.Sections, rest)
	}
	if c.OneSet {
		v.Same = r.L.T("explorer.compare_same", "same", same, "changed", changed)
	}
	return web.addCrosswalk(r, v, a, b)
}

func pairCode(p explorer.Pair) string {
	if p.A != nil {
		return p.A.Code
	}
	return p.B.Code
}

func pairState(l i18n.L, p explorer.Pair) string {
	switch {
	case p.A == nil:
		return l.T("explorer.compare_added")
	case p.B == nil:
		return l.T("explorer.compare_gone")
	}
	return l.T("explorer.compare_changed")
}

func sectionName(s explorer.Section) string {
	switch {
	case s.A == nil:
		return s.B.Name
	case s.B == nil || s.A.Name == s.B.Name:
		return s.A.Name
	}
	return s.A.Name + " / " + s.B.Name
}

func sectionID(s explorer.Section) string {
	if s.A != nil {
		return "a-" + s.A.Code
	}
	return "b-" + s.B.Code
}

func itemLink(l i18n.L, e *framework.Edition, item *framework.Item) *linkView {
	if item == nil {
		return nil
	}
	return &linkView{URL: itemURL(e, item.Code), Text: kit.Join(kit.T(item.Code+" "), staff(l, item.Text))}
}
