package handoverweb

import (
	"stablefutures/internal/page/kit"
)

// earlierViews are words under other editions, shown beside an outcome and never as answers to it.
type earlierViews []earlierView

type earlierView struct {
	Title, Not string // the same for all
	Of, How    string
	Note       kit.Content
	Voice      voiceView
}

// earlier shapes what was said under other editions, each with its edition, how the two items stand to each other, and
// whose judgement that is. The words are read with the pack of the edition they were said under.
func (b reading) earlier(code string) earlierViews {
	if b.young {
		return nil
	}
	var list earlierViews
	for _, e := range b.pic.Earlier[code] {
		then := b
		if p, ok := e.Edition.Pack("en"); ok {
			then.pack = p
		}
		v := earlierView{Title: b.t("crosswalk.earlier"), Not: b.t("crosswalk.earlier_not_counted"),
			Of: b.t("crosswalk.earlier_of", "edition", e.Edition.Name+" "+e.Edition.Version, "item", e.Item.Code+" "+e.Item.Text),
			How: b.t("crosswalk.earlier_how", "relation", b.t("crosswalk.how_"+string(e.Relation)), // i18n: prefix crosswalk.how_
				"made", b.t("crosswalk.made_by", "who", e.Maker)),
			Voice: then.voice(e.Said)}
		if e.Note != "" {
			v.Note = kit.Name(e.Note)
		}
		list = append(list, v)
	}
	return list
}
