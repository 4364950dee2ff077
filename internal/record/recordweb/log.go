package recordweb

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"stablefutures/internal/account"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/record"
)

// showLog shows who looked and what they did, newest first, in words that a young person could be read: each entry, or by
// person and day, of everybody or one person, of every kind or one, on every day or one.
func (web *Web) showLog(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	want := wanted(r)
	log, err := web.records.Log(r.Context(), r.Who, web.accounts, id, want)
	if err != nil {
		return nil, err
	}
	t, grouped := r.L.T, r.Form.Raw("by") == "day"
	v := desk.Page{Title: t("record.log"), Lead: t("record.log_lead"), Wide: true, Before: []kit.Content{logFilter(r, id, want, log.People)}}
	if said := narrowed(r, want, log.People); said != nil {
		v.Before = append(v.Before, said)
	}
	switch {
	case len(log.Looks) == 0:
		v.After = append(v.After, kit.EmptyState{Title: kit.T(t("record.log_none")), Body: kit.T(t("record.log_none_text"))})
	case grouped:
		v.After = append(v.After, kit.Scroll{Label: t("record.log"), Body: byDay(r.L, log.Looks)})
	default:
		v.After = append(v.After, kit.Scroll{Label: t("record.log"), Body: logTable(r.L, runs(r.L, log.Looks))})
	}
	if log.Next > 0 {
		v.After = append(v.After, kit.Pagination{Next: &kit.PageLink{Href: at(id, "/log?"+logQuery(r, want, log.Next)), Label: t("record.log_earlier")}})
	}
	v.After = append(v.After, desk.Small(t("record.log_sealed")), printButton(t("page.print")))
	return v.Answer(nil).Back(at(id, "")), nil
}

// wanted reads what the log is to be narrowed to; whatever makes no sense wants everything.
func wanted(r *page.Request) record.Wanted {
	want := record.Wanted{Actor: r.Form.ID("who"), Kind: record.LookedAt(r.Form.Raw("kind"))}
	if !slices.Contains(record.LogKinds, want.Kind) {
		want.Kind = ""
	}
	if day, err := time.Parse(time.DateOnly, r.Form.Raw("day")); err == nil {
		want.Day = day.Format(time.DateOnly)
	} else if day := r.Form.Day("day"); day != "" {
		want.Day = day
	}
	if before, err := strconv.ParseInt(r.Form.Raw("before"), 10, 64); err == nil && before > 0 {
		want.Before = before
	}
	return want
}

// logQuery is the address of the page after. It holds an account's id, a kind and a day, and nothing about a young person.
func logQuery(r *page.Request, want record.Wanted, next int64) string {
	q := url.Values{"before": {strconv.FormatInt(next, 10)}}
	for name, value := range map[string]string{"who": want.Actor, "kind": string(want.Kind), "day": want.Day} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if r.Form.Raw("by") == "day" {
		q.Set("by", "day")
	}
	return q.Encode()
}

func logFilter(r *page.Request, id string, want record.Wanted, people []account.Person) kit.Content {
	t := r.L.T
	who := []kit.Option{{Value: "", Text: t("record.log_everybody")}}
	for _, p := range people {
		who = append(who, kit.Option{Value: p.ID, Text: p.Name})
	}
	kinds := []kit.Option{{Value: "", Text: t("record.log_everything")}}
	for _, k := range record.LogKinds {
		kinds = append(kinds, kit.Option{Value: string(k), Text: t("record.looked_" + string(k))}) // i18n: prefix record.looked_
	}
	d, m, y := dayParts(r, "day", want.Day)
	by := "entry"
	if r.Form.Raw("by") == "day" {
		by = "day"
	}
	return narrowForm(at(id, "/log"), t("record.log_narrow"), []kit.Content{
		kit.Select{Name: "who", Label: desk.Label(r, "record.log_who"), Items: who, Value: want.Actor},
		kit.Select{Name: "kind", Label: desk.Label(r, "record.log_what"), Items: kinds, Value: string(want.Kind)},
		kit.DateInput{ID: "day", NamePrefix: "day", Legend: kit.Legend{Text: kit.T(t("record.log_day")), Size: "s"},
			Day: kit.DatePart{Value: d}, Month: kit.DatePart{Value: m}, Year: kit.DatePart{Value: y}},
		kit.Radios{Name: "by", Class: "govuk-radios--inline", Legend: kit.Legend{Text: kit.T(t("record.log_by")), Size: "s"}, Value: by, Items: []kit.Choice{
			{Value: "entry", Text: kit.T(t("record.log_by_entry"))}, {Value: "day", Text: kit.T(t("record.log_by_day"))}}},
		kit.Button{Text: kit.T(t("record.log_show")), Kind: kit.Secondary}}, want != record.Wanted{Before: want.Before} || by == "day")
}

// narrowed says on the page and on paper what it was narrowed to; nil where it holds everything.
func narrowed(r *page.Request, want record.Wanted, people []account.Person) kit.Content {
	t := r.L.T
	var rows []kit.Row
	if want.Actor != "" {
		name := t("record.unknown_person")
		if i := slices.IndexFunc(people, func(p account.Person) bool { return p.ID == want.Actor }); i >= 0 {
			name = people[i].Name
		}
		rows = append(rows, kit.Row{Key: kit.T(t("record.log_who")), Value: kit.Name(name)})
	}
	if want.Kind != "" {
		rows = append(rows, kit.Row{Key: kit.T(t("record.log_what")), Value: kit.T(t("record.looked_" + string(want.Kind)))}) // i18n: prefix record.looked_
	}
	if want.Day != "" {
		rows = append(rows, kit.Row{Key: kit.T(t("record.log_day")), Value: kit.T(r.L.Day(want.Day))})
	}
	if rows == nil {
		return nil
	}
	return kit.SummaryList{Rows: rows}
}

func logTable(l i18n.L, rows []run) kit.Table {
	table := kit.Table{Caption: l.T("record.log"), CaptionClass: "govuk-visually-hidden",
		Head: []kit.Cell{{Text: kit.T(l.T("record.log_when"))}, {Text: kit.T(l.T("record.log_who"))}, {Text: kit.T(l.T("record.log_what"))}}}
	for _, run := range rows {
		table.Rows = append(table.Rows, []kit.Cell{{Text: kit.T(run.when)}, {Text: kit.Name(run.who)}, {Text: kit.T(run.what)}})
	}
	return table
}

// byDay is one row for each person on each day: what they did that day, each said once.
func byDay(l i18n.L, looks []record.Look) kit.Table {
	var rows []run
	for _, g := range record.ByPersonAndDay(looks) {
		var did []string
		for _, look := range g.Lines {
			if words := lookWords(l, look); !slices.Contains(did, words) {
				did = append(did, words)
			}
		}
		rows = append(rows, run{when: l.Day(g.Day), who: actorName(l, g.Lines[0]), what: strings.Join(did, " · ")})
	}
	return logTable(l, rows)
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
