package sharingweb

import (
	"slices"

	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/sharing"
)

// settleLinks lead to the agency's own promises of which there is something to say.
func settleLinks(r *page.Request, id, share string, rec sharing.Received) []kit.Content {
	tasks := kit.TaskList{IDPrefix: "pledge"}
	for _, a := range rec.Replies {
		if p, ok := rec.Promises[a.Ref]; ok && a.Kind == sharing.Promise {
			tasks.Items = append(tasks.Items, kit.Task{Title: kit.Name(p.Text.What), Hint: kit.T(r.L.T("share.settle_link")), Href: received(id, share, "/promise/"+p.ID)})
		}
	}
	if len(tasks.Items) == 0 {
		return nil
	}
	return []kit.Content{tasks}
}

func (web *Web) showSettle(r *page.Request) (*page.Answer, error) { return web.settleForm(r, nil) }

// settleForm asks the agency what became of a promise of its own.
func (web *Web) settleForm(r *page.Request, wrong error) (*page.Answer, error) {
	id, share, rec, err := web.received(r)
	if err != nil {
		return nil, err
	}
	made, ok := rec.Promises[r.Path("pledge")]
	if !ok || !slices.ContainsFunc(rec.Replies, func(a sharing.Reply) bool { return a.Ref == made.ID }) {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	t, p, f := r.L.T, desk.ProblemsOf(r, wrong, "state"), r.Form
	seen := f.Raw("seen")
	if seen == "" {
		seen = made.Seen()
	}
	v := desk.Page{Title: t("share.settle"), Lead: t("share.settle_lead"), Problems: p.Summary(), Hidden: []desk.Hidden{desk.FormID(r), {Name: "seen", Value: seen}},
		Fields: []kit.Content{kit.InsetText{Text: kit.Join(desk.Para(kit.Name(made.Text.What)), desk.Para(kit.T(t("share.promise_line", "who", made.Text.Owner, "day", r.L.Day(made.DueOn),
			"state", t("promise.state_"+string(made.State))))))}, // i18n: prefix promise.state_
			outcomeRadios(r, p, "state", outcomesOf(made)), desk.Note(r, p, "why", "share.outcome_why"), desk.Day(r, p, "due", "share.outcome_due")},
		Buttons: []kit.Content{desk.Button(r, "page.save"), desk.Cancel(r, received(id, share, ""))}}
	return v.Answer(wrong).Back(received(id, share, "")), nil
}

// outcomesOf are the answers that can follow how a promise stands.
func outcomesOf(p promise.Promise) (list []string) {
	for state, kind := range map[string]promise.Kind{sharing.StateKept: promise.WasKept, sharing.StateChanged: promise.Changed, sharing.StateBroken: promise.WasBroken} {
		if promise.CanFollow(p.State, kind) {
			list = append(list, state)
		}
	}
	slices.SortFunc(list, func(a, b string) int {
		return slices.Index(sharing.SettledStates, a) - slices.Index(sharing.SettledStates, b)
	})
	return list
}

func outcomeRadios(r *page.Request, p page.Problems, name string, states []string) kit.Content {
	return kit.Radios{Name: name, Legend: desk.Legend(r, "share.outcome"), Items: desk.Choices(r, "share.outcome_", states), Value: r.Form.Raw(name), Error: p.Of(name)} // i18n: prefix share.outcome_
}

// outcomeOf reads what was said; a new day counts only where the promise was moved.
func outcomeOf(r *page.Request, prefix string) sharing.Outcome {
	f := r.Form
	o := sharing.Outcome{ID: f.ID("as"), Seen: f.Raw("seen"), State: f.Choice(prefix+"state", sharing.SettledStates...), Why: f.Words(prefix+"why", noteLength)}
	if o.State == sharing.StateChanged {
		o.Due = f.Day(prefix + "due")
	}
	return o
}

func (web *Web) saveSettle(r *page.Request) (*page.Answer, error) {
	id, share, err := shareOf(r)
	if err != nil {
		return nil, err
	}
	o := outcomeOf(r, "")
	if err = r.Form.Err(); err == nil {
		err = web.sharing.Settle(r.Context(), r.Who, id, share, r.Path("pledge"), o)
	}
	if desk.ToMend(err) {
		return web.settleForm(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(received(id, share, "?done=settled")), nil
}
