package accountweb

import (
	"time"

	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// showJoining lists whom an administrator put into a team of the manager's: until the manager lets them in, the team opens
// nothing to them.
func (web *Web) showJoining(r *page.Request) (*page.Answer, error) {
	list, err := web.service.Joinings(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v, back := formView{Title: t("account.joining.title"), Lead: t("account.joining.lead")}, "/people"
	switch { // a second person for teams without a manager
	case r.Who.Is(permit.Administrator):
		v.Lead, back = t("account.joining.lead_second"), "/administration"
	case !r.Who.Is(permit.Manager):
		v.Lead, back = t("account.joining.lead_second"), "/watch"
	}
	if len(list) == 0 {
		v.After = []kit.Content{kit.InsetText{Text: kit.T(t("account.joining.none"))}}
	}
	for _, j := range list {
		rows := kit.SummaryList{Card: &kit.Card{Title: kit.Name(j.Name), HeadingLevel: 2}, Rows: []kit.Row{
			{Key: kit.T(t("account.joining.team")), Value: kit.Name(j.Team)},
			{Key: kit.T(t("account.joining.since")), Value: kit.T(r.L.Day(j.From.Format(time.DateOnly)))}}}
		v.After = append(v.After, rows, asking(formView{Action: "/teams/waiting/" + j.ID, Buttons: []kit.Content{
			kit.Button{Text: kit.T(t("account.joining.yes", "who", j.Name)), Name: "answer", Value: "yes", Once: true},
			kit.Button{Text: kit.T(t("account.joining.no", "who", j.Name)), Name: "answer", Value: "no", Kind: kit.Secondary, Once: true}}}))
	}
	return page.Show(v.Title, formBody(v)).Back(back), nil
}

func (web *Web) saveJoining(r *page.Request) (*page.Answer, error) {
	membership, err := r.PathID("membership")
	if err != nil {
		return nil, err
	}
	answer := r.Form.Choice("answer", "yes", "no")
	if answer == "" {
		return nil, problem.New(problem.Invalid, "problem.required_choice")
	}
	if err := web.service.LetJoin(r.Context(), r.Who, membership, answer == "yes"); err != nil {
		return nil, err
	}
	return page.Redirect("/teams/waiting"), nil
}
