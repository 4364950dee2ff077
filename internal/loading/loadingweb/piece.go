package loadingweb

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"stablefutures/internal/loading"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

type pieceView struct {
	Title     string
	Problems  kit.Content
	Text      kit.Content
	Notes     []string
	Picture   *pictureView
	Printed   string // heading
	Lines     kit.Table
	Forms     []pieceForm
	PagesBack linkView
}

// pieceForm is one thing that can be done to a piece.
type pieceForm struct {
	Title, Text string
	Hidden      []hidden
	Fields      []kit.Content
	Do          kit.Button
}

func (web *Web) openPiece(r *page.Request) (*loading.Opened, loading.Piece, error) {
	o, err := web.open(r)
	if err != nil {
		return nil, loading.Piece{}, err
	}
	p, ok := o.Piece(r.Path("piece"))
	if !ok {
		return nil, p, problem.New(problem.NotFound, "problem.not_found")
	}
	return o, p, nil
}

func (web *Web) showPiece(r *page.Request) (*page.Answer, error) {
	o, p, err := web.openPiece(r)
	if err != nil {
		return nil, err
	}
	v := pieceForms(r, o, p, nil)
	return page.Show(v.Title, pieceBody(v)).Back(pageURL(o.ID, p.Page) + "#row-" + p.ID), nil
}

func pieceForms(r *page.Request, o *loading.Opened, p loading.Piece, wrong error) pieceView {
	t, problems := r.L.T, problemsOf(r, wrong)
	v := pieceView{Title: t("loading.piece_title"), Problems: problems.Summary(), Text: wordingOf(r, p), Notes: notes(r, p), Printed: t("loading.printed"),
		PagesBack: linkView{URL: pageURL(o.ID, p.Page) + "#row-" + p.ID, Text: t("loading.back_to_page")}}
	if on, err := o.Page(p.Page); err == nil {
		v.Picture = cropOf(r, o, on, p)
	}
	v.Lines = kit.Table{Caption: v.Printed, Head: []kit.Cell{{Text: kit.T(t("loading.line")), Numeric: true}, {Text: kit.T(t("loading.line_text"))}}}
	for i, line := range p.Lines {
		v.Lines.Rows = append(v.Lines.Rows, []kit.Cell{{Text: kit.T(strconv.Itoa(i + 1)), Numeric: true}, {Text: verbatim{Text: line}}})
	}
	if !o.Draft.Open() {
		return v
	}
	form := func(do, title, text string, fields ...kit.Content) {
		v.Forms = append(v.Forms, pieceForm{Title: title, Text: text, Hidden: append(guard(r, o), hidden{"do", do}), Fields: fields,
			Do: kit.Button{Text: kit.T(title), Kind: kit.Secondary, Once: true}})
	}
	if len(p.Lines) > 1 {
		form("rejoin", t("loading.rejoin"), t("loading.rejoin_text"), joinFields(r, p)...)
	}
	form("split", t("loading.split"), t("loading.split_text"), splitFields(r, p, problems)...)
	form("move", t("loading.move"), t("loading.move_text"), kit.Input{Name: "before", Label: kit.Label{Text: kit.T(t("loading.move_before"))},
		InputMode: "numeric", Class: "govuk-input--width-4", Value: r.Form.Raw("before"), Error: problems.Of("before")})
	words := r.Form.Raw("text")
	if !r.Form.Has("text") {
		words = p.Text()
	}
	form("retype", t("loading.retype"), t("loading.retype_text"), kit.Textarea{Name: "text", Label: kit.Label{Text: kit.T(t("loading.retype_label"))}, Rows: 4,
		Value: words, Error: problems.Of("text")})
	if p.Role != loading.Undecided {
		form("clear", t("loading.clear"), t("loading.clear_text"))
	}
	return v
}

func joinFields(r *page.Request, p loading.Piece) []kit.Content {
	var fields []kit.Content
	for i, how := range p.Joins {
		name := "joiner-" + strconv.Itoa(i+1)
		s := kit.Select{Name: name, Label: kit.Label{Text: kit.T(r.L.T("loading.between", "first", i+1, "second", i+2))}, Value: string(how)}
		for _, j := range loading.Joiners {
			s.Items = append(s.Items, kit.Option{Value: string(j), Text: r.L.T("loading.join_" + string(j))})
		}
		fields = append(fields, s)
	}
	return fields
}

func splitFields(r *page.Request, p loading.Piece, problems page.Problems) []kit.Content {
	t := r.L.T
	var fields []kit.Content
	if len(p.Lines) > 1 {
		s := kit.Select{Name: "line", Label: kit.Label{Text: kit.T(t("loading.split_line"))}, Value: r.Form.Raw("line"), Error: problems.Of("line"),
			Items: []kit.Option{{Value: "", Text: t("loading.choose")}}}
		for i := 1; i < len(p.Lines); i++ {
			s.Items = append(s.Items, kit.Option{Value: strconv.Itoa(i), Text: t("loading.after_line", "number", i)})
		}
		fields = append(fields, s)
	}
	label := t("loading.split_before")
	if len(fields) > 0 {
		label = t("loading.split_at")
	}
	return append(fields, kit.Input{Name: "second", Label: kit.Label{Text: kit.T(label)}, Hint: kit.T(t("loading.split_at_hint")),
		Value: r.Form.Raw("second"), Error: problems.Of("second"), Spellcheck: "false"})
}

func (web *Web) savePiece(r *page.Request) (*page.Answer, error) {
	o, p, err := web.openPiece(r)
	if err != nil {
		return nil, err
	}
	step, err := stepOf(r.Form, o, p)
	if err == nil {
		err = web.loading.Act(r.Context(), r.Who, o.ID, seen(r.Form), loading.Operation{ID: r.Form.Raw("operation"), Steps: []loading.Step{step}})
	}
	if again(err) {
		now, failed := web.reload(r, o, err)
		if failed != nil {
			return nil, failed
		}
		p, ok := now.Piece(p.ID)
		if !ok {
			return nil, problem.New(problem.Conflict, movedOn)
		}
		v := pieceForms(r, now, p, err)
		return shownAgain(v.Title, pieceBody(v), err).Back(pageURL(o.ID, p.Page)), nil
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(pageURL(o.ID, p.Page) + "#row-" + p.ID), nil
}

func stepOf(f *page.Form, o *loading.Opened, p loading.Piece) (loading.Step, error) {
	step := loading.Step{Piece: p.ID}
	switch f.Raw("do") {
	case "rejoin":
		step.Do = loading.Rejoin
		for i := range p.Joins {
			step.Joins = append(step.Joins, loading.Joiner(f.Choice("joiner-"+strconv.Itoa(i+1), string(loading.Space), string(loading.Nothing), string(loading.Break))))
		}
	case "split":
		step.Do = loading.Split
		step.Line, step.Char = splitAt(f, p)
	case "move":
		step.Do = loading.Move
		on := o.On(p.Page)
		n := f.Number("before", 1, len(on))
		if n > 0 {
			step.Near = on[n-1].ID
			if step.Near == p.ID {
				f.Add("before", "loading.move_itself")
			}
		}
	case "retype":
		step.Do, step.Text = loading.Retype, f.Words("text", 4000)
		if step.Text == "" && f.Err() == nil {
			f.Add("text", "problem.required")
		}
	case "clear":
		step.Do = loading.Assign
	default:
		return step, problem.New(problem.Invalid, "problem.stale_form")
	}
	return step, f.Err()
}

// splitAt finds where to cut: after a line, or before words that stand in the piece exactly once. Nobody has to count.
func splitAt(f *page.Form, p loading.Piece) (line, char int) {
	second := strings.TrimSpace(f.Raw("second"))
	if second == "" {
		if line = f.Number("line", 1, max(len(p.Lines)-1, 1)); line == 0 && f.Raw("line") == "" {
			f.Add("second", "loading.split_where")
		}
		return line, 0
	}
	found := 0
	for i, text := range p.Lines {
		if n := strings.Count(text, second); n > 0 {
			found += n
			line, char = i, utf8.RuneCountInString(text[:strings.Index(text, second)])
		}
	}
	if found != 1 || line == 0 && char == 0 {
		f.Add("second", "loading.split_not_once")
	}
	return line, char
}
