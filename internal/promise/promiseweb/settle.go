package promiseweb

import (
	"errors"
	"slices"
	"strings"

	"stablefutures/internal/framework"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
)

type promiseView struct {
	Title   string
	Summary kit.Content
	Facts   kit.Content
	History string
	Events  kit.Content
	Ask     kit.Content
	Hidden  []hidden
	Save    kit.Content
}

func (p *Pages) showPromise(r *page.Request) (*page.Answer, error) { return p.promisePage(r, nil) }

func (p *Pages) promisePage(r *page.Request, wrong error) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	promiseID, err := r.PathID("promise")
	if err != nil {
		return nil, err
	}
	pr, err := p.promises.Promise(r.Context(), r.Who, id, promiseID)
	if err != nil {
		return nil, err
	}
	problems := r.Problems(wrong)
	event := r.Form.Raw("event")
	if event == "" {
		event = page.NewID()
	}
	v := promiseView{Title: r.L.T("promise.one_title"), Summary: problems.Summary(), Facts: facts(r, pr),
		History: r.L.T("promise.history"), Events: history(r, pr), Ask: settleForm(r, pr, problems),
		Hidden: []hidden{{"event", event}, {"told", first(r.Form.Raw("told"), page.NewID())}}, Save: kit.Button{Text: kit.T(r.L.T("page.save")), Once: true}}
	answer := page.Show(v.Title, promiseBody(v))
	if wrong != nil {
		answer = page.Invalid(v.Title, promiseBody(v))
	}
	return answer.Back("/people/" + id + "/promises"), nil
}

func facts(r *page.Request, pr promise.Promise) kit.Content {
	t := r.L.T
	rows := []kit.Row{
		{Key: kit.T(t("promise.what")), Value: kit.T(pr.Text.What)},
		{Key: kit.T(t("promise.owner")), Value: kit.Name(pr.Text.Owner)},
		{Key: kit.T(t("promise.due")), Value: kit.T(r.L.Day(pr.DueOn))},
		{Key: kit.T(t("promise.state")), Value: stateTag(r, pr)},
		{Key: kit.T(t("promise.agreed")), Value: kit.T(t("promise.agreed_" + pr.Agreed))}, // i18n: prefix promise.agreed_
	}
	if names := itemNames(pr); names != "" {
		rows = append(rows, kit.Row{Key: kit.T(t("promise.items")), Value: kit.T(names)})
	}
	return kit.SummaryList{Rows: rows}
}

func itemNames(pr promise.Promise) string {
	ed, ok := framework.ByID(pr.EditionID)
	if !ok {
		return ""
	}
	var names []string
	for _, code := range pr.Items {
		if o, ok := ed.Outcome(code); ok {
			names = append(names, o.Text)
		}
	}
	return strings.Join(names, " · ")
}

// history tells everything that happened to the promise, oldest first.
func history(r *page.Request, pr promise.Promise) kit.Content {
	table := kit.Table{Head: []kit.Cell{{Text: kit.T(r.L.T("page.when"))}, {Text: kit.T(r.L.T("page.what"))}, {Text: kit.T(r.L.T("promise.details"))}}}
	for _, e := range pr.Events {
		text := e.Text.Evidence + e.Text.Reason + e.Text.How
		if e.Text.Body != "" {
			text = e.Text.Body + ". " + text
		}
		if e.DueOn != "" {
			text = strings.TrimSpace(r.L.T("promise.due_on", "day", r.L.Day(e.DueOn)) + " " + text)
		}
		table.Rows = append(table.Rows, []kit.Cell{{Text: kit.T(r.L.Moment(e.At))},
			{Text: kit.T(r.L.T("promise.event_" + string(e.Kind)))}, {Text: kit.T(text)}}) // i18n: prefix promise.event_
	}
	return kit.Scroll{Label: r.L.T("promise.history"), Body: table}
}

// settleForm asks what happened and, under each answer, only what that answer needs.
func settleForm(r *page.Request, pr promise.Promise, problems page.Problems) kit.Content {
	t, f := r.L.T, r.Form
	area := func(name, key string) kit.Content {
		return kit.Textarea{Name: name, Label: kit.Label{Text: kit.T(t(key))}, Rows: 3, Value: f.Raw(name), Error: problems.Of(name)}
	}
	due := kit.DateInput{ID: "due", NamePrefix: "due", Legend: kit.Legend{Text: kit.T(t("promise.new_day"))}, Error: problems.Of("due"),
		Day: kit.DatePart{Value: f.Raw("due-day")}, Month: kit.DatePart{Value: f.Raw("due-month")}, Year: kit.DatePart{Value: f.Raw("due-year")}}
	choices := []kit.Choice{
		{Value: "kept", Text: kit.T(t("promise.settle_kept")), Conditional: kit.Join(area("evidence", "promise.evidence"), area("kept_how", "promise.told_how_now"))},
		{Value: "changed", Text: kit.T(t("promise.settle_changed")), Conditional: kit.Join(due, area("changed_reason", "promise.reason"))},
		{Value: "handed_over", Text: kit.T(t("promise.settle_handed_over")), Conditional: kit.Join(area("body", "promise.body"), area("handed_reason", "promise.reason"))},
		{Value: "broken", Text: kit.T(t("promise.settle_broken")), Conditional: area("broken_reason", "promise.reason")},
		{Value: "told_back", Text: kit.T(t("promise.settle_told_back")), Conditional: area("how", "promise.told_how")},
	}
	var possible []kit.Choice
	for _, c := range choices {
		if promise.CanFollow(pr.State, promise.Kind(c.Value)) {
			possible = append(possible, c)
		}
	}
	return kit.Radios{Name: "kind", Legend: kit.Legend{Text: kit.T(t("promise.settle_title")), Size: "m"}, Items: possible,
		Value: f.Raw("kind"), Error: problems.Of("kind")}
}

// reasonFields names the field in which each answer's reason is typed: the form has one for each.
var reasonFields = map[promise.Kind]string{promise.Changed: "changed_reason", promise.WasHanded: "handed_reason", promise.WasBroken: "broken_reason"}

// ownFields points what is wrong with a reason at the field of the chosen answer.
func ownFields(err error, kind promise.Kind) error {
	var e *problem.Error
	if !errors.As(err, &e) {
		return err
	}
	own := *e
	own.Fields = slices.Clone(e.Fields)
	for i, f := range own.Fields {
		if name := reasonFields[kind]; f.Name == "reason" && name != "" {
			own.Fields[i].Name = name
		}
	}
	return &own
}

func (p *Pages) savePromise(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	promiseID, err := r.PathID("promise")
	if err != nil {
		return nil, err
	}
	f := r.Form
	settle := promise.Settlement{EventID: f.ID("event"), Kind: promise.Kind(f.Choice("kind", "kept", "changed", "handed_over", "broken", "told_back"))}
	readSettlement(f, &settle)
	if settle.Kind == "" {
		f.Add("kind", "problem.required_choice")
	}
	err = f.Err()
	if err == nil {
		err = p.promises.Settle(r.Context(), r.Who, id, promiseID, settle)
	}
	if page.IsInvalid(err) {
		return p.promisePage(r, ownFields(err, settle.Kind))
	}
	if err != nil {
		return nil, err
	}
	if how := f.Words("kept_how", 4000); settle.Kind == promise.WasKept && how != "" {
		err = p.promises.Settle(r.Context(), r.Who, id, promiseID, promise.Settlement{EventID: f.ID("told"), Kind: promise.WasToldBack,
			Text: promise.EventText{How: how}})
		if err != nil {
			return nil, err
		}
	}
	return page.Redirect("/people/" + id + "/promises/" + promiseID), nil
}

// readSettlement reads only the fields of the answer that was chosen; what was typed under another is left alone.
func readSettlement(f *page.Form, s *promise.Settlement) {
	switch s.Kind {
	case promise.WasKept:
		s.Text.Evidence = f.Words("evidence", 4000)
	case promise.Changed:
		s.DueOn = f.Day("due")
		s.Text.Reason = f.Words("changed_reason", 4000)
	case promise.WasHanded:
		s.Text.Body = f.Words("body", 4000)
		s.Text.Reason = f.Words("handed_reason", 4000)
	case promise.WasBroken:
		s.Text.Reason = f.Words("broken_reason", 4000)
	case promise.WasToldBack:
		s.Text.How = f.Words("how", 4000)
	}
}
