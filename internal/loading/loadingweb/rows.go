package loadingweb

import (
	"context"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"stablefutures/internal/loading"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
)

// rowView is one piece of a page, as a group of controls.
type rowView struct {
	ID, Number string
	Text       kit.Content
	Stands     string // code and what it stands under, once it has a role
	Notes      []string
	Suggested  string
	Was        hidden
	Roles      kit.Radios
	More       kit.Content
	Shape      string // id of its box on the picture, "" for none
	ShapeText  string
}

// entered is what a row's controls hold. It is compared with what they held when the page was made, so that only what
// the reader changed is saved.
type entered struct{ role, code, under, join string }

func (e entered) String() string { return e.role + "\x1f" + e.code + "\x1f" + e.under }

// stored is what the draft says of a piece.
func stored(out loading.Outline, p loading.Piece) entered {
	e := entered{role: string(p.Role), code: p.Code}
	if p.Under != "" {
		e.under = out.Codes[p.Under]
	}
	return e
}

// sent is what a form says of a piece.
func sent(f *page.Form, id string) entered {
	return entered{role: f.Raw("role-" + id), code: f.Raw("code-" + id), under: f.Raw("under-" + id), join: f.Raw("join-" + id)}
}

// changed reports whether the reader changed a row of the form.
func changed(f *page.Form, id string) bool {
	e := sent(f, id)
	return f.Has("was-"+id) && (e.String() != f.Raw("was-"+id) || e.join != "")
}

func rows(r *page.Request, o *loading.Opened, p loading.Page, problems page.Problems) []rowView {
	out := o.Outline()
	var list []rowView
	for i, piece := range o.On(p.Number) {
		list = append(list, rowOf(r, o, &out, piece, i, problems))
	}
	return list
}

func rowOf(r *page.Request, o *loading.Opened, out *loading.Outline, p loading.Piece, i int, problems page.Problems) rowView {
	t := r.L.T
	was := stored(*out, p)
	show := was
	if changed(r.Form, p.ID) {
		show = sent(r.Form, p.ID)
	}
	v := rowView{ID: "row-" + p.ID, Number: strconv.Itoa(i + 1), Text: wordingOf(r, p), Notes: notes(r, p), Was: hidden{"was-" + p.ID, was.String()}}
	if code := out.Codes[p.ID]; code != "" {
		v.Stands = code
		if under := out.Under(p); under != "" {
			v.Stands = t("loading.stands", "code", code, "under", under)
		}
	} else if p.Role.Counted() {
		v.Stands = t("loading.stray")
	}
	if s := p.Suggestion(); s != nil && p.Role == loading.Undecided {
		v.Suggested = t("loading.suggested", "role", t("loading.role_"+string(s.Role)))
		if s.Why != "" {
			v.Suggested += " " + strings.TrimSuffix(t(s.Why), ".") + "."
		}
	}
	v.Roles = kit.Radios{Name: "role-" + p.ID, Class: "govuk-radios--inline govuk-radios--small", Value: show.role, Error: problems.Of("role-" + p.ID),
		Legend: kit.Legend{Text: kit.Join(kit.T(t("loading.piece_is", "number", v.Number))), Class: "govuk-visually-hidden"}, DescribedBy: v.ID + "-text"}
	for k, role := range loading.Roles {
		v.Roles.Items = append(v.Roles.Items, kit.Choice{Value: string(role), Text: kit.T(t("loading.role_" + string(role))), Disabled: !o.Draft.Open(),
			Attrs: templ.Attributes{"data-key": strconv.Itoa((k + 1) % len(loading.Roles))}})
	}
	if o.Draft.Open() {
		v.More = moreOf(r, o, p, i, show, problems)
	}
	if len(p.From) > 0 && p.From[0].W > 0 {
		v.Shape, v.ShapeText = "box-"+p.ID, t("loading.on_picture", "number", v.Number)
	}
	return v
}

// moreOf holds what few rows need: a code of its own, what it stands under, joining it to the row above.
func moreOf(r *page.Request, o *loading.Opened, p loading.Piece, i int, show entered, problems page.Problems) kit.Content {
	t := r.L.T
	number := strconv.Itoa(i + 1)
	code := kit.Input{Name: "code-" + p.ID, Label: kit.Label{Text: kit.T(t("loading.code"))}, Class: "govuk-input--width-5", Spellcheck: "false",
		Autocapitalize: "none", Value: show.code, Error: problems.Of("code-" + p.ID)}
	under := kit.Input{Name: "under-" + p.ID, Label: kit.Label{Text: kit.T(t("loading.under"))}, Class: "govuk-input--width-5", Spellcheck: "false",
		Autocapitalize: "none", Value: show.under, Error: problems.Of("under-" + p.ID)}
	parts := []kit.Content{code, under}
	if i > 0 {
		join := kit.Select{Name: "join-" + p.ID, Label: kit.Label{Text: kit.T(t("loading.join"))}, Value: show.join, Error: problems.Of("join-" + p.ID),
			Items: []kit.Option{{Value: "", Text: t("loading.join_not")}}}
		for _, j := range loading.Joiners {
			join.Items = append(join.Items, kit.Option{Value: string(j), Text: t("loading.join_" + string(j))}) // i18n: prefix loading.join_
		}
		parts = append(parts, join)
	}
	closer := moreParts{Parts: parts, Closer: linkView{URL: pieceURL(o.ID, p.ID), Text: t("loading.closer", "number", number)}}
	open := show.join != "" || problems.Of("under-"+p.ID) != nil || problems.Of("code-"+p.ID) != nil
	return kit.Details{Summary: kit.T(t("loading.row_more", "number", number)), Body: moreBody(closer), Open: open}
}

type moreParts struct {
	Parts  []kit.Content
	Closer linkView
}

// wordingOf shows a piece's text as it will be stored, with a mark wherever printed lines were joined.
func wordingOf(r *page.Request, p loading.Piece) kit.Content {
	w := wording{lines: slices.Clone(p.Lines), prefix: p.Prefix}
	if first := strings.TrimLeft(w.lines[0], " \t\u00a0"); p.Prefix != "" && strings.HasPrefix(first, p.Prefix) {
		w.lines[0] = first[len(p.Prefix):]
	} else {
		w.prefix = ""
	}
	for _, how := range p.Joins {
		w.joins = append(w.joins, string(how))
		w.said = append(w.said, r.L.T("loading.joined_"+string(how))) // i18n: prefix loading.joined_
	}
	return w
}

// wording is written by hand, so that not a blank stands in it that is not in the text.
type wording struct {
	prefix             string   // the printed number that was taken as the code
	lines, joins, said []string // joins and said: one fewer than lines
}

// Render writes the text.
func (w wording) Render(_ context.Context, out io.Writer) error {
	var b strings.Builder
	b.WriteString(`<bdi class="sf-verbatim">`)
	if w.prefix != "" {
		b.WriteString(`<del class="sf-l-prefix">` + templ.EscapeString(w.prefix) + `</del>`)
	}
	for i, line := range w.lines {
		if i > 0 {
			b.WriteString(`<span class="sf-l-join sf-l-join--` + w.joins[i-1] + `"><span class="govuk-visually-hidden"> ` + templ.EscapeString(w.said[i-1]) + ` </span></span>`)
		}
		b.WriteString(templ.EscapeString(line))
	}
	b.WriteString(`</bdi>`)
	_, err := io.WriteString(out, b.String())
	return err
}

// notes say what somebody who sees only the text would not know.
func notes(r *page.Request, p loading.Piece) []string {
	t := r.L.T
	var list []string
	if len(p.Lines) > 1 {
		list = append(list, r.L.N("loading.note_lines", len(p.Lines)))
	}
	for _, n := range []struct {
		is  bool
		key string
	}{{p.Split, "loading.note_split"}, {p.Typed, "loading.note_typed"}, {p.Hidden(), "loading.note_hidden"}, {p.Merged(), "loading.note_merged"}, {p.Formula(), "loading.note_formula"},
		{p.Number(), "loading.note_number"}, {p.Hyphen(), "loading.note_hyphen"}} {
		if n.is {
			list = append(list, t(n.key)) // i18n: prefix loading.note_
		}
	}
	if p.Prefix != "" {
		list = append(list, t("loading.note_prefix", "prefix", strings.TrimSpace(p.Prefix)))
	}
	if b := p.Bullet(); b != "" {
		list = append(list, t("loading.note_bullet", "bullet", b))
	}
	return list
}
