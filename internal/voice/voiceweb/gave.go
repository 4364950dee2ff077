package voiceweb

import (
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
	"stablefutures/internal/voice"
)

// showGave is what they gave to be published: where each is shown, and the one press that takes it back.
func (t *table) showGave() (*page.Answer, error) {
	list, err := t.web.Gifts.List(t.r.Context(), t.r.Who, t.record)
	if err != nil {
		return nil, err
	}
	v := t.begin("star", "work.mine")
	v.Lead = []kit.Content{t.say("work.mine_hint")}
	v.Above = []kit.Content{t.listen("", "work.mine", "work.mine_hint")}
	if len(list) == 0 {
		v.Lead = append(v.Lead, t.say("work.mine_none"))
	}
	for _, g := range list {
		v.Above = append(v.Above, gaveBody(t.gave(g)))
	}
	return t.show(v), nil
}

// gaveView is one thing they gave.
type gaveView struct {
	Kind, Src, Alt, Lang, Dir string
	Title, Words              kit.Content
	Says                      []kit.Content
	Places                    []kit.Content
	Action, ID                string // "" where there is nothing to take back
	Button                    kit.Content
}

func (t *table) gave(g voice.Gave) gaveView {
	v := gaveView{Kind: g.Kind, Src: t.base + "/gave/" + g.ID, Alt: g.Words, Lang: g.Lang, Dir: i18n.Dir(g.Lang), Words: kit.In(g.Lang, i18n.Dir(g.Lang), g.Words)}
	about := firstWords(g.Words)
	if g.Title != "" {
		v.Title, about = kit.In(g.Lang, i18n.Dir(g.Lang), g.Title), g.Title
	}
	say := func(key string, slots ...string) { v.Says = append(v.Says, t.say(key, slots...)) }
	switch {
	case g.State == "shown":
		say("work.shown_now")
		for _, p := range g.Places {
			v.Places = append(v.Places, t.say("work.place_"+p))
		}
		v.Places = append(v.Places, t.say("work.shown_until", "day", t.day(g.Until)))
	case g.State == "refused" && g.TakenBack:
		say("work.taken_back")
	case g.State == "refused":
		say("work.refused")
	case g.State == "check" || g.State == "ready":
		say("work.waits")
	case g.State == "change":
		say("work.change")
	default:
		say("work.not_shown")
	}
	if g.Printed != "" {
		say("work.on_paper", "day", t.day(g.Printed))
	}
	if g.WasShown && g.State != "shown" {
		say("work.seen")
	}
	if g.State == "shown" || g.State == "check" || g.State == "ready" || g.State == "change" {
		v.Action, v.ID = t.base+"/gave", g.ID
		v.Button = kit.Button{Text: kit.Join(t.say("work.take_back"), hiddenWords(about)), Kind: kit.Secondary, Once: true}
	}
	return v
}

// showGift sends the picture or the sound itself.
func (t *table) showGift() (*page.Answer, error) {
	id, err := t.r.PathID("work")
	if err != nil {
		return nil, err
	}
	media, content, err := t.web.Gifts.Content(t.r.Context(), t.r.Who, t.record, id)
	if err == nil && len(content) == 0 {
		err = problem.New(problem.NotFound, "problem.not_found")
	}
	if err != nil {
		return nil, err
	}
	return page.Media(media, content), nil
}

// saveGave takes something back: from this moment it is shown nowhere.
func (t *table) saveGave() (*page.Answer, error) {
	id := t.r.Form.ID("work")
	if err := t.r.Form.Err(); err != nil {
		return nil, err
	}
	if err := t.web.Gifts.TakeBack(t.r.Context(), t.r.Who, t.record, id); err != nil {
		return nil, err
	}
	return page.Redirect(t.base + "/gave"), nil
}
