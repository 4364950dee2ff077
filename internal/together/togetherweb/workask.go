package togetherweb

import (
	"context"
	"slices"
	"strings"

	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/together"
)

// workAct is something that is done to a work at one press.
type workAct func(ctx context.Context, who permit.Actor, home together.Home, work string) error

// untils are for how many months they can say yes, in the order offered.
var untils = []string{"3", "12", "60"}

// askLanguage is the language in which a work is asked about: the young person's own, else the one chosen for a group.
func (web *Web) askLanguage(r *page.Request, h together.Home) (string, error) {
	if h.Record == "" {
		return r.Form.Line("lang", 35), nil
	}
	person, err := web.Records.Person(r.Context(), r.Who, h.Record)
	if err != nil {
		return "", err
	}
	return person.Profile.FirstLanguage(), nil
}

func (web *Web) showWorkAsk(r *page.Request) (*page.Answer, error) { return web.workAskPage(r, nil) }

// workAskPage asks the young person, in their language, whether and where a work may be shown.
func (web *Web) workAskPage(r *page.Request, wrong error) (*page.Answer, error) {
	h, at, k, err := web.opened(r)
	if err != nil {
		return nil, err
	}
	lang, err := web.askLanguage(r, h)
	if err != nil {
		return nil, err
	}
	v, err := web.voice(r.Context(), lang)
	if err != nil {
		return nil, err
	}
	title, problems := r.L.T("together.answer_title"), r.Problems(wrong)
	back := forStaff(r.L.Tag(), r.L.Dir(), []kit.Content{way(r.L.T("together.back_to_work"), at, kit.Secondary)})
	if said := r.Form.Choice("said", "yes", "no"); said != "" && wrong == nil {
		return v.child(r, title, childView{Drawing: "open-hand", Title: v.say("together.thanks"), Above: []kit.Content{v.say("work.said_" + said)}, Staff: back}, false), nil
	}
	figure := figureOf(k.Says, k.Kind, at+"/content", nil, nil)
	if v.pack.Lang() == k.Says.Lang {
		figure.Translation = nil
	}
	c := childView{Drawing: "who-can-see", Title: v.say("work.title"), Action: at + "/ask", Hidden: [][2]string{{"id", formID(r, "id")}, {"digest", k.Digest()}, {"lang", lang}}, Staff: back}
	c.Above = []kit.Content{v.say("work.who"), v.say("work.no_ok"), v.say("work.back"), v.say("work.checked")}
	if wrong != nil {
		c.Problems = problems.Summary()
		if c.Problems == nil {
			c.Problems = paragraph(kit.T(r.L.T(problem.KeyOf(wrong))))
		}
	}
	c.Fields = append([]kit.Content{workFigure(figure)}, askFields(r, v, problems)...)
	c.Buttons = []kit.Content{kit.Button{Text: v.say("work.yes"), Name: "answer", Value: "yes", Once: true}, kit.Button{Text: v.say("work.no"), Name: "answer", Value: "no", Kind: kit.Secondary, Once: true}}
	a := v.child(r, title, c, wrong != nil)
	if problem.Is(wrong, problem.Conflict) {
		a.Status(409)
	}
	return a, nil
}

// askFields are where, under which name, and for how long.
func askFields(r *page.Request, v voice, problems page.Problems) []kit.Content {
	legend := func(key string) kit.Legend { return kit.Legend{Text: v.say(key), Size: "m"} }
	where := kit.Checkboxes{Name: "places", Legend: legend("work.where"), Values: r.Form.All("places"), Error: problems.Of("places")}
	for _, p := range together.Places {
		where.Items = append(where.Items, kit.Choice{Value: p, Text: v.say("work.place_" + p)})
	}
	name := kit.Radios{Name: "named", Legend: legend("work.name"), Value: r.Form.Raw("named"), Error: problems.Of("named"), Items: []kit.Choice{{Value: "none", Text: v.say("work.name_none")},
		{Value: "chosen", Text: v.say("work.name_chosen"), Conditional: kit.Input{Name: "name", Label: kit.Label{Text: v.say("work.name_which")}, Value: r.Form.Raw("name"), Error: problems.Of("name"), Autocomplete: "off"}}}}
	until := kit.Radios{Name: "until", Legend: legend("work.until"), Value: r.Form.Raw("until"), Error: problems.Of("until")}
	for _, n := range untils {
		until.Items = append(until.Items, kit.Choice{Value: n, Text: v.say("work.until_" + n)})
	}
	return []kit.Content{where, name, until}
}

func (web *Web) saveWorkAsk(r *page.Request) (*page.Answer, error) {
	h, at, err := home(r)
	if err != nil {
		return nil, err
	}
	id, err := r.PathID("work")
	if err != nil {
		return nil, err
	}
	f := r.Form
	a := together.WorkAnswer{ID: f.ID("id"), Yes: f.Choice("answer", "yes", "no") == "yes", Says: together.AnswerText{Digest: f.Line("digest", 64), Language: f.Line("lang", 35)}}
	if a.Yes {
		a.Says.Places = f.Choices("places", together.Places...)
		months := map[string]int{"3": 3, "12": 12, "60": 60}[f.Choice("until", untils...)]
		if months == 0 {
			f.Add("until", "problem.required_choice")
		}
		a.Says.Until = web.Together.Now().UTC().AddDate(0, months, 0).Format("2006-01-02")
		if a.Says.Name = strings.TrimSpace(f.Line("name", 60)); f.Choice("named", "none", "chosen") != "chosen" {
			a.Says.Name = ""
		} else if a.Says.Name == "" {
			f.Add("name", "problem.required")
		}
		if !slices.Contains([]string{"none", "chosen"}, f.Raw("named")) {
			f.Add("named", "problem.required_choice")
		}
	}
	err = f.Err()
	if err == nil {
		err = web.Together.Ask(r.Context(), r.Who, h, id, a)
	}
	if page.IsInvalid(err) || problem.Is(err, problem.Conflict) {
		return web.workAskPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	said := "no"
	if a.Yes {
		said = "yes"
	}
	return page.Redirect(at + "/" + id + "/ask?said=" + said + "&lang=" + a.Says.Language), nil
}
