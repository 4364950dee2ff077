package insightweb

import (
	"encoding/hex"
	"slices"

	"stablefutures/internal/insight"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

// next is what the organisation can do now in a round, and which of its files the others need.
func (web *Web) next(r *page.Request, one insight.Round) kit.Content {
	t, at := r.L.T, roundsAt+"/"+one.ID
	a, listed := one.Attempt()
	mine, contributed := one.Mine(insight.Contributing, a.Hash)
	var body []kit.Content
	say := func(key string, args ...any) { body = append(body, desk.Para(kit.T(t(key, args...)))) }
	switch {
	case one.ReleaseID != "":
		say("pool.next_done")
	case a.Opened() && one.OpeningID != "":
		say("pool.next_combine")
		body = append(body, desk.Post(at+"/combine", nil, desk.Button(r, "pool.combine")))
	case one.OpeningID != "":
		say("pool.next_wait_openings")
	case contributed && a.Full():
		say("pool.next_open")
		body = append(body, desk.Post(at+"/open", nil, kit.WarningText{Text: kit.T(t("pool.open_warning"))}, desk.Button(r, "pool.open_go")))
	case contributed:
		say("pool.next_wait_contributions", "when", r.L.Moment(mine.At))
	case listed && a.Has(one.Own):
		say("pool.next_contribute")
		body = append(body, desk.Post(at+"/contribute", nil, desk.Button(r, "pool.contribute")))
	case one.Calls():
		say("pool.next_wait_announcements", "least", one.About.Least)
	default:
		say("pool.next_wait_roster", "name", one.From(one.Caller))
	}
	if one.Calls() && one.OpeningID == "" && !a.Full() && len(one.Announced()) >= one.About.Least {
		body = append(body, web.rosterForm(r, one, a, listed))
	}
	body = append(body, filesToSend(r, one, a), desk.Para(desk.Link(t("pool.take"), roundsAt+"/take")))
	return desk.Part("next", t("pool.next"), body...)
}

// rosterForm lists who takes part; again, where somebody who is in the list does not contribute.
func (web *Web) rosterForm(r *page.Request, one insight.Round, a insight.Attempt, again bool) kit.Content {
	t, key := r.L.T, "pool.make_roster"
	if again {
		key = "pool.roster_again"
	}
	var out []kit.Choice
	for _, f := range one.Announced() {
		if string(f.From) != string(one.Own) {
			late := again && !slices.ContainsFunc(a.Contributions, func(c insight.RoundFile) bool { return string(c.From) == string(f.From) })
			out = append(out, kit.Choice{Value: hex.EncodeToString(f.From), Text: kit.Name(one.From(f.From)), Checked: late && a.Has(f.From)})
		}
	}
	form := desk.Post(roundsAt+"/"+one.ID+"/roster", nil, kit.Checkboxes{Name: "without", Legend: kit.Legend{Text: kit.T(t("pool.without")), Size: "s"}, Items: out}, desk.Button(r, key))
	if again {
		return kit.Details{Summary: kit.T(t("pool.somebody_missing")), Body: kit.Join(desk.Para(kit.T(t("pool.somebody_missing_lead"))), form)}
	}
	return form
}

// filesToSend are the organisation's own files, which the others need.
func filesToSend(r *page.Request, one insight.Round, a insight.Attempt) kit.Content {
	t := r.L.T
	var lines []kit.Content
	for _, step := range insight.Steps {
		if _, ok := ownFile(one, a, step); ok {
			to := "pool.to_all"
			if step == insight.Announcing {
				to = "pool.to_caller"
			}
			if step == insight.Announcing && one.Calls() {
				continue
			}
			lines = append(lines, kit.Join(desk.Link(t("pool.file_"+string(step)), roundsAt+"/"+one.ID+"/files/"+string(step)), kit.T(dot+t(to)))) // i18n: prefix pool.file_
		}
	}
	return desk.Part("send", t("pool.send"), desk.Para(kit.T(t("pool.send_lead"))), desk.Bullets(lines...))
}

// ownFile is what the organisation gives the others at a step; the caller gives the description and the list too.
func ownFile(one insight.Round, a insight.Attempt, step insight.Step) (text []byte, ok bool) {
	switch step {
	case insight.Describing:
		return one.Text(), one.Calls()
	case insight.Announcing:
		f, ok := one.Mine(step, "")
		return f.Text, ok
	}
	f, ok := one.Mine(step, a.Hash)
	return f.Text, ok && a.Hash != ""
}

func (web *Web) roundFile(r *page.Request) (*page.Answer, error) {
	one, err := web.round(r)
	if err != nil {
		return nil, err
	}
	a, _ := one.Attempt()
	step := insight.Step(r.Path("sent"))
	text, ok := ownFile(one, a, step)
	if !ok {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return page.File("round-"+one.Hash[:8]+"-"+string(step)+".json", "application/json", text), nil
}

func (web *Web) saveRoster(r *page.Request) (*page.Answer, error) {
	var without [][]byte
	for _, k := range r.Form.All("without") {
		if key, err := hex.DecodeString(k); err == nil {
			without = append(without, key)
		}
	}
	return web.stepIn(r, func(id string) error { return web.insight.MakeRoster(r.Context(), r.Who, id, without) })
}

func (web *Web) saveContribute(r *page.Request) (*page.Answer, error) {
	return web.stepIn(r, func(id string) error { return web.insight.Contribute(r.Context(), r.Who, id) })
}

func (web *Web) saveOpen(r *page.Request) (*page.Answer, error) {
	return web.stepIn(r, func(id string) error { return web.insight.Open(r.Context(), r.Who, id) })
}

func (web *Web) saveCombine(r *page.Request) (*page.Answer, error) {
	return web.stepIn(r, func(id string) error { return web.insight.Combine(r.Context(), r.Who, id) })
}

func (web *Web) stepIn(r *page.Request, act func(id string) error) (*page.Answer, error) {
	one, err := web.round(r)
	if err != nil {
		return nil, err
	}
	err = act(one.ID)
	switch {
	case desk.ToMend(err):
		return web.roundPage(r, one, err)
	case err != nil:
		return nil, err
	}
	return page.Redirect(roundsAt + "/" + one.ID), nil
}
