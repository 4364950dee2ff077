package loadingweb

import (
	"slices"
	"strconv"
	"strings"

	"stablefutures/internal/loading"
	"stablefutures/internal/page"
	"stablefutures/internal/problem"
)

// savePage saves every row that was changed, and then what the pressed button asks for besides: one operation, so that
// it is undone as one.
func (web *Web) savePage(r *page.Request) (*page.Answer, error) {
	o, p, err := web.openPage(r)
	if err != nil {
		return nil, err
	}
	act := r.Form.Choice("act", "save", "next", "range", "suggest", "codes")
	steps, err := stepsOf(r.Form, o, p, act)
	if err == nil && len(steps) > 0 {
		err = web.loading.Act(r.Context(), r.Who, o.ID, seen(r.Form), loading.Operation{ID: r.Form.Raw("operation"), Steps: steps})
	}
	if again(err) {
		return web.pageAgain(r, o, p, err)
	}
	if err != nil {
		return nil, err
	}
	if next := nextPage(o, p.Number); act == "next" && next > 0 {
		return page.Redirect(pageURL(o.ID, next)), nil
	}
	return page.Redirect(pageURL(o.ID, p.Number)), nil
}

func (web *Web) pageAgain(r *page.Request, o *loading.Opened, p loading.Page, wrong error) (*page.Answer, error) {
	now, err := web.reload(r, o, wrong)
	if err != nil {
		return nil, err
	}
	if p, err = now.Page(p.Number); err != nil {
		return nil, err
	}
	v := assignPage(r, now, p, wrong)
	return shownAgain(v.Neutral, assignBody(v), wrong).Back(at(o.ID, "")).Script("loading.js"), nil
}

// stepsOf turns a page's form into steps. What it cannot follow is noted at its field.
func stepsOf(f *page.Form, o *loading.Opened, p loading.Page, act string) ([]loading.Step, error) {
	on := o.On(p.Number)
	var steps []loading.Step
	unders := map[string]string{} // by the piece's id: the code as it was typed
	for _, piece := range on {
		if !changed(f, piece.ID) || sent(f, piece.ID).String() == f.Raw("was-"+piece.ID) {
			continue
		}
		role := loading.Role(f.Choice("role-"+piece.ID, roleNames()...))
		steps = append(steps, loading.Step{Do: loading.Assign, Piece: piece.ID, Role: role, Code: f.Line("code-"+piece.ID, 24), Prefix: piece.Prefix})
		unders[piece.ID] = f.Line("under-"+piece.ID, 24)
	}
	switch act {
	case "range":
		steps = rangeSteps(f, o, on, steps, unders)
	case "suggest":
		steps = suggestSteps(o, on, steps)
	case "codes":
		steps = codeSteps(o, on, steps)
	}
	steps = resolve(f, o, steps, unders)
	steps = append(steps, joinSteps(f, on)...)
	return steps, f.Err()
}

func roleNames() []string {
	var names []string
	for _, role := range loading.Roles {
		names = append(names, string(role))
	}
	return names
}

// resolve finds the pieces that codes stand for, as they stand once the steps are done.
func resolve(f *page.Form, o *loading.Opened, steps []loading.Step, unders map[string]string) []loading.Step {
	after, err := o.With(steps)
	if err != nil {
		return steps // the service refuses the steps for the same reason
	}
	out := after.Outline()
	for i, step := range steps {
		code := unders[step.Piece]
		if step.Do != loading.Assign || code == "" {
			continue
		}
		id, ok := out.ByCode(code)
		if !ok || id == step.Piece {
			name := "under-" + step.Piece
			if f.Raw("act") == "range" && f.Raw("range_under") == code && f.Raw(name) != code {
				name = "range_under"
			}
			f.Add(name, "loading.no_such_code", "code", code)
			continue
		}
		steps[i].Under = id
	}
	return steps
}

// set gives a piece's assignment among the steps, adding one that says what stands already.
func set(o *loading.Opened, steps []loading.Step, piece loading.Piece) ([]loading.Step, *loading.Step) {
	for i := range steps {
		if steps[i].Piece == piece.ID && steps[i].Do == loading.Assign {
			return steps, &steps[i]
		}
	}
	steps = append(steps, loading.Step{Do: loading.Assign, Piece: piece.ID, Role: piece.Role, Code: piece.Code, Under: piece.Under, Prefix: piece.Prefix})
	return steps, &steps[len(steps)-1]
}

// asTheyAre leaves what each row of a range is, and says only what they stand under.
const asTheyAre = "same"

// rangeSteps says the same of many rows: from one to another, or to the next heading.
func rangeSteps(f *page.Form, o *loading.Opened, on []loading.Piece, steps []loading.Step, unders map[string]string) []loading.Step {
	from := f.Number("range_from", 1, len(on))
	if from == 0 && f.Raw("range_from") == "" {
		f.Add("range_from", "problem.required")
	}
	to := f.Number("range_to", 1, len(on))
	role := loading.Role(f.Choice("range_as", append(roleNames(), asTheyAre)...))
	if role == "" && f.Raw("range_as") == "" {
		f.Add("range_as", "problem.required_choice")
	}
	under, out := f.Line("range_under", 24), o.Outline()
	if from == 0 || role == "" {
		return steps
	}
	if to == 0 {
		to = endOfRun(on, steps, from)
	}
	if to < from {
		f.Add("range_to", "problem.number_range", "min", from, "max", len(on))
		return steps
	}
	id, _ := out.ByCode(under)
	head, _ := o.Piece(id)
	principle := head.Role == loading.Principle // outcomes stand under one, indicators under an outcome
	for _, piece := range on[from-1 : to] {
		var step *loading.Step
		steps, step = set(o, steps, piece)
		if role == asTheyAre {
			if step.Role != loading.Outcome && step.Role != loading.Indicator || step.Role == loading.Outcome != principle {
				continue
			}
		} else {
			step.Role = role
		}
		step.Under, unders[piece.ID] = "", under
	}
	return steps
}

// endOfRun gives the number of the last row before the next heading: a piece that is printed as one, or that somebody
// has said is a principle or an outcome.
func endOfRun(on []loading.Piece, steps []loading.Step, from int) int {
	for i := from; i < len(on); i++ {
		role := on[i].Role
		if k := slices.IndexFunc(steps, func(s loading.Step) bool { return s.Piece == on[i].ID }); k >= 0 {
			role = steps[k].Role
		}
		if role == loading.Principle || role == loading.Outcome || on[i].Heading() && !on[from-1].Heading() {
			return i
		}
	}
	return len(on)
}

// suggestSteps takes what the file's reader suggests for every row that nobody has said anything about.
func suggestSteps(o *loading.Opened, on []loading.Piece, steps []loading.Step) []loading.Step {
	for _, piece := range on {
		s := piece.Suggestion()
		said := slices.ContainsFunc(steps, func(step loading.Step) bool { return step.Piece == piece.ID })
		if s == nil || said || piece.Role != loading.Undecided {
			continue
		}
		step := loading.Step{Do: loading.Assign, Piece: piece.ID, Role: s.Role, Code: s.Code, Prefix: s.Prefix}
		if _, ok := o.Piece(s.Under); ok {
			step.Under = s.Under
		}
		steps = append(steps, step)
	}
	return steps
}

// codeSteps takes the number printed in front of every principle, outcome and indicator as its code.
func codeSteps(o *loading.Opened, on []loading.Piece, steps []loading.Step) []loading.Step {
	for _, piece := range on {
		code, prefix := loading.PrintedCode(piece.Printed())
		role := piece.Role
		if i := slices.IndexFunc(steps, func(s loading.Step) bool { return s.Piece == piece.ID }); i >= 0 {
			role = steps[i].Role
		}
		if code == "" || piece.Prefix != "" || !role.Counted() {
			continue
		}
		var step *loading.Step
		steps, step = set(o, steps, piece)
		step.Code, step.Prefix = code, prefix
	}
	return steps
}

// joinSteps puts rows to the end of the nearest row above that stays.
func joinSteps(f *page.Form, on []loading.Piece) []loading.Step {
	var names []string
	for _, j := range loading.Joiners {
		names = append(names, string(j))
	}
	var steps []loading.Step
	above := ""
	for _, piece := range on {
		how := f.Choice("join-"+piece.ID, names...)
		if how == "" || above == "" {
			above = piece.ID
			continue
		}
		steps = append(steps, loading.Step{Do: loading.Join, Piece: piece.ID, With: above, How: loading.Joiner(how)})
	}
	return steps
}

// saveTyped types in one item, or several: each line is one.
func (web *Web) saveTyped(r *page.Request) (*page.Answer, error) {
	o, p, err := web.openPage(r)
	if err != nil {
		return nil, err
	}
	f := r.Form
	role := loading.Role(f.Choice("type_as", string(loading.Principle), string(loading.Outcome), string(loading.Indicator)))
	if role == "" && f.Raw("type_as") == "" {
		f.Add("type_as", "problem.required_choice")
	}
	text, code := f.Words("text", 100_000), f.Line("code", 24)
	if text == "" && f.Raw("text") == "" {
		f.Add("text", "problem.required")
	}
	var steps []loading.Step
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			steps = append(steps, loading.Step{Do: loading.Type, Role: role, Text: line, Page: p.Number})
		}
	}
	if code != "" && len(steps) > 1 {
		f.Add("code", "loading.code_of_one")
	} else if len(steps) > 0 {
		steps[0].Code = code
	}
	if err = f.Err(); err == nil {
		err = web.loading.Act(r.Context(), r.Who, o.ID, seen(f), loading.Operation{ID: f.Raw("operation"), Steps: steps})
	}
	if again(err) {
		return web.pageAgain(r, o, p, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(pageURL(o.ID, p.Number) + "?typed=" + strconv.Itoa(len(steps))), nil
}

func (web *Web) saveUndo(r *page.Request) (*page.Answer, error) {
	o, p, err := web.openPage(r)
	if err != nil {
		return nil, err
	}
	do := r.Form.Choice("do", "undo", "redo")
	if do == "" {
		return nil, problem.New(problem.Invalid, "problem.stale_form")
	}
	err = web.loading.Act(r.Context(), r.Who, o.ID, seen(r.Form),
		loading.Operation{ID: r.Form.Raw("operation"), Undo: do == "undo", Redo: do == "redo"})
	if again(err) {
		return web.pageAgain(r, o, p, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(pageURL(o.ID, p.Number)), nil
}
