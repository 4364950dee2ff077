package recordweb

import (
	"strconv"
	"strings"
	"time"

	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/record"
)

// showLog shows who looked and what they did, newest first, in words that a young person could be read.
func (web *Web) showLog(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	before, err := strconv.ParseInt(r.Form.Raw("before"), 10, 64)
	if err != nil || before < 0 {
		before = 0 // whatever else stands there: begin at the newest
	}
	looks, more, err := web.records.Log(r.Context(), r.Who, web.accounts, id, before)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("record.log"), Lead: t("record.log_lead"), Wide: true}
	table := kit.Table{Caption: t("record.log"), CaptionClass: "govuk-visually-hidden",
		Head: []kit.Cell{{Text: kit.T(t("record.log_when"))}, {Text: kit.T(t("record.log_who"))}, {Text: kit.T(t("record.log_what"))}}}
	for _, run := range runs(r.L, looks) {
		table.Rows = append(table.Rows, []kit.Cell{{Text: kit.T(run.when)}, {Text: kit.Name(run.who)}, {Text: kit.T(run.what)}})
	}
	if len(looks) == 0 {
		v.After = append(v.After, kit.EmptyState{Title: kit.T(t("record.log_none")), Body: kit.T(t("record.log_none_text"))})
	} else {
		v.After = append(v.After, kit.Scroll{Label: t("record.log"), Body: table})
	}
	if more {
		v.After = append(v.After, kit.Pagination{Next: &kit.PageLink{Href: at(id, "/log?before="+strconv.FormatInt(looks[len(looks)-1].Entry, 10)), Label: t("record.log_earlier")}})
	}
	v.After = append(v.After, desk.Small(t("record.log_sealed")))
	return v.Answer(nil).Back(at(id, "")), nil
}

func actorName(l i18n.L, look record.Look) string {
	switch {
	case look.ActorName != "":
		return look.ActorName
	case look.Actor == "system":
		return l.T("record.log_system")
	}
	return l.T("record.unknown_person")
}

// lookWords says an entry as a sentence. An act has words of its own (record.act.record.open), and may have others for
// what it was exactly (record.act.record.file.open_list), which the first code of its detail names.
func lookWords(l i18n.L, look record.Look) string {
	key := "record.act." + string(look.Act) // i18n: prefix record.act.
	if look.Listed {
		key = "record.act.listed"
	} else if len(look.Detail) > 0 && l.Has(key+"_"+look.Detail[0]) {
		key += "_" + look.Detail[0]
	}
	if !l.Has(key) {
		key = "record.act.other"
	}
	text := l.T(key)
	for _, d := range look.Detail {
		reason, ok := strings.CutPrefix(d, "reason:")
		if ok && l.Has("record.sealed_reason_"+reason) {
			text += " (" + l.T("record.sealed_reason_"+reason) + ")"
		}
	}
	switch look.Outcome.String() {
	case "refused":
		return l.T("record.log_refused", "what", text)
	case "failed":
		return l.T("record.log_failed", "what", text)
	}
	return text
}

// run is one line of the log as people read it: what one person did again and again in one go is one line, with how
// often. Every entry is still there; nothing is left out.
type run struct{ when, who, what string }

func runs(l i18n.L, looks []record.Look) []run {
	var list []run
	for i := 0; i < len(looks); {
		who, what := actorName(l, looks[i]), lookWords(l, looks[i])
		n := i + 1
		for n < len(looks) && actorName(l, looks[n]) == who && lookWords(l, looks[n]) == what && looks[n-1].At.Sub(looks[n].At) < time.Hour {
			n++
		}
		line := run{when: l.Moment(looks[i].At), who: who, what: what}
		if times := n - i; times > 1 {
			line.when = l.Moment(looks[n-1].At) + " – " + l.Moment(looks[i].At)
			line.what = what + " · " + l.N("record.log_times", times)
		}
		list = append(list, line)
		i = n
	}
	return list
}
