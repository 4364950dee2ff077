package loadingweb

import (
	"strconv"
	"strings"

	"stablefutures/internal/framework"
	"stablefutures/internal/loading"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
)

type checkView struct {
	Title, Lede string
	Counts      []kit.Content
	Faults      string // heading
	FaultList   []faultView
	Fine        kit.Content
	Look        string // heading of what is no fault and wants a look
	LookList    []faultView
	Outline     string // heading
	Principles  []outlineView
	Next        *kit.Button
	Print       string
}

type faultView struct {
	Text  string
	Quote kit.Content
	URL   string
	Link  string
}

// outlineView is the edition as it would read, to be held against the print.
type outlineView struct {
	Code     string
	Name     kit.Content
	Outcomes []outlineItem
}

type outlineItem struct {
	Code       string
	Text       kit.Content
	Indicators []outlineItem
}

func (web *Web) showCheck(r *page.Request) (*page.Answer, error) {
	o, err := web.open(r)
	if err != nil {
		return nil, err
	}
	faults, err := o.Faults()
	if err != nil {
		return nil, err
	}
	d, err := o.Document()
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := checkView{Title: t("loading.check_title"), Lede: t("loading.check_lede"), Counts: counts(r, o), Faults: t("loading.check_faults"),
		Look: t("loading.check_look"), Outline: t("loading.check_outline"), Principles: outlineOf(d), Print: t("page.print")}
	v.FaultList = faultList(r, o, aboutPieces(faults))
	for _, p := range o.Outline().Strays {
		v.FaultList = append(v.FaultList, faultView{Text: t("loading.stray_" + string(p.Role)), Quote: kit.Name(short(p.Text())), // i18n: prefix loading.stray_
			URL: rowURL(o, p), Link: t("loading.go_there")})
	}
	if len(v.FaultList) == 0 {
		v.Fine = kit.InsetText{Text: kit.T(t("loading.check_fine"))}
	}
	v.LookList = lookList(r, o)
	if o.Draft.Open() {
		v.Next = &kit.Button{Text: kit.T(t("loading.step_about")), Href: at(o.ID, "/about")}
	}
	return page.Show(v.Title, checkBody(v)).Back(at(o.ID, "")), nil
}

func rowURL(o *loading.Opened, p loading.Piece) string {
	return pageURL(o.ID, p.Page) + "#row-" + p.ID
}

// faultList says what stands in the way, each with the way to it.
func faultList(r *page.Request, o *loading.Opened, faults []framework.Fault) []faultView {
	out := o.Outline()
	var list []faultView
	for _, f := range faults {
		v := faultView{Text: r.L.T(f.Key, f.Values...), Link: r.L.T("loading.go_there")}
		if p, ok := pieceAt(&out, f.Place); ok && o.Whole == nil {
			v.Quote, v.URL = kit.Name(short(p.Text())), rowURL(o, p)
		} else if o.Whole == nil && strings.HasPrefix(f.Place, "/principles") {
			v.URL, v.Link = at(o.ID, "/goal"), r.L.T("loading.step_goal")
		} else if f.Place != "" {
			v.Quote = kit.T(f.Place)
		}
		list = append(list, v)
	}
	return list
}

// pieceAt finds the piece that a JSON pointer into the document leads to.
func pieceAt(out *loading.Outline, place string) (loading.Piece, bool) {
	parts := strings.Split(strings.TrimPrefix(place, "/"), "/")
	number := func(i int, name string, most int) (int, bool) {
		if i+1 >= len(parts) || parts[i] != name {
			return 0, false
		}
		n, err := strconv.Atoi(parts[i+1])
		return n, err == nil && n >= 0 && n < most
	}
	i, ok := number(0, "principles", len(out.Principles))
	if !ok {
		return loading.Piece{}, false
	}
	p := out.Principles[i]
	j, ok := number(2, "outcomes", len(p.Outcomes))
	if !ok {
		return p.Piece, p.Piece.ID != ""
	}
	k, ok := number(4, "indicators", len(p.Outcomes[j].Indicators))
	if !ok {
		return p.Outcomes[j].Piece, true
	}
	return p.Outcomes[j].Indicators[k], true
}

// lookList says what is no fault and still wants a look: pieces nobody decided, the same words twice, cells that a
// reader of the original does not see.
func lookList(r *page.Request, o *loading.Opened) []faultView {
	var list []faultView
	for _, p := range o.AllPages() {
		if n := o.State.Open(p.Number); n > 0 && o.Whole == nil {
			list = append(list, faultView{Text: r.L.N("loading.look_open", n, "page", p.Number), URL: pageURL(o.ID, p.Number), Link: r.L.T("loading.go_there")})
		}
	}
	first := map[string]loading.Piece{}
	for _, p := range o.Pieces {
		if !p.Role.Counted() {
			continue
		}
		look := ""
		if _, twice := first[p.Text()]; twice {
			look = r.L.T("loading.look_twice")
		}
		first[p.Text()] = p
		for _, n := range []struct {
			is  bool
			key string
		}{{p.Hidden(), "loading.note_hidden"}, {p.Formula(), "loading.note_formula"}} {
			if n.is {
				look = strings.TrimSpace(look + " " + r.L.T(n.key))
			}
		}
		if look != "" {
			list = append(list, faultView{Text: look, Quote: kit.Name(short(p.Text())), URL: rowURL(o, p), Link: r.L.T("loading.go_there")})
		}
	}
	return list
}

func outlineOf(d framework.Document) []outlineView {
	var list []outlineView
	for _, p := range d.Principles {
		v := outlineView{Code: p.Code, Name: verbatim{Text: p.Name}}
		for _, o := range p.Outcomes {
			item := outlineItem{Code: o.Code, Text: verbatim{Text: o.Text}}
			for _, ind := range o.Indicators {
				item.Indicators = append(item.Indicators, outlineItem{Code: ind.Code, Text: verbatim{Text: ind.Text}})
			}
			v.Outcomes = append(v.Outcomes, item)
		}
		list = append(list, v)
	}
	return list
}

// short gives the beginning of a text, to know it by.
func short(s string) string {
	const most = 80
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return strings.TrimSpace(string(runes[:most])) + "…"
}
