package sharingweb

import (
	"strings"
	"time"

	"stablefutures/internal/account"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/sharing"
)

// elementName says what an element is, in one line.
func elementName(r *page.Request, editions map[string]*framework.Edition, x sharing.Shown) string {
	t := r.L.T
	switch x.Kind {
	case sharing.Field:
		return t("share.field_" + x.Item) // i18n: prefix share.field_
	case sharing.Promise:
		return t("share.kind_promise")
	}
	return t("share.kind_"+string(x.Kind)) + ": " + outcomeText(r, editions, x) // i18n: prefix share.kind_
}

// elementText is what an element says.
func elementText(r *page.Request, editions map[string]*framework.Edition, x sharing.Shown) []kit.Content {
	t := r.L.T
	var list []kit.Content
	add := func(text string) {
		if text != "" {
			list = append(list, desk.Para(kit.T(text)))
		}
	}
	if x.Missing != "" {
		text := t("share.missing_" + x.Missing) // i18n: prefix share.missing_
		if x.Missing == "not_permitted" && x.MissingOn != "" {
			text = t("share.taken_back", "day", r.L.Day(x.MissingOn))
		}
		return []kit.Content{desk.Para(kit.T(text))}
	}
	switch x.Kind {
	case sharing.Field:
		if x.Item == "name" {
			return []kit.Content{desk.Para(kit.Name(x.Text))}
		}
		if x.Item == "language" {
			add(languages(x.State))
		} else {
			add(t("share.interpreter_" + x.State)) // i18n: prefix share.interpreter_
		}
		return list
	case sharing.Promise:
		add(x.Text)
		add(t("share.promise_line", "who", x.Owner, "day", r.L.Day(x.Due), "state", t("promise.state_"+x.State))) // i18n: prefix promise.state_
		return list
	case sharing.Finding:
		add(t("conversation.finding_" + x.State)) // i18n: prefix conversation.finding_
	case sharing.Barrier:
		if x.State != "" {
			add(t("conversation.system_" + x.State)) // i18n: prefix conversation.system_
		} else {
			add(t("share.barrier_system_unsaid"))
		}
	default:
		add(choiceText(r, editions, x))
	}
	if x.Text != "" {
		list = append(list, desk.Para(kit.In(x.Language, i18n.Dir(x.Language), x.Text)))
	}
	if x.Translation != "" {
		list = append(list, desk.Para(kit.T(t("share.translation")+": "), desk.Words(x.Translation)))
	}
	return list
}

func languages(tags string) string {
	var names []string
	for _, tag := range strings.Fields(tags) {
		own, _ := i18n.LanguageName(tag)
		names = append(names, own)
	}
	return strings.Join(names, ", ")
}

// elementCard is one element as its reader sees it: what it is, what it says, and whether it is a fact, an opinion or the
// young person's words.
func elementCard(r *page.Request, editions map[string]*framework.Edition, names map[string]account.Person, x sharing.Shown) kit.Content {
	t := r.L.T
	rows := []kit.Row{{Key: kit.T(t("share.says")), Value: kit.Join(elementText(r, editions, x)...)},
		{Key: kit.T(t("share.mark")), Value: kit.T(t("share.mark_" + string(x.Mark)))}} // i18n: prefix share.mark_
	if x.Missing == "" && !x.On.IsZero() {
		when := r.L.Day(x.On.Format(time.DateOnly))
		if x.Kind == sharing.View || x.Kind == sharing.Finding {
			when = t("share.by_on", "who", who(r, names, x.Author), "day", when)
		}
		rows = append(rows, kit.Row{Key: kit.T(t("share.when")), Value: kit.T(when)})
	}
	if x.DisputedOn != "" {
		rows = append(rows, kit.Row{Key: kit.T(t("share.disputed")), Value: kit.T(t("share.disputed_text", "day", r.L.Day(x.DisputedOn)))})
	}
	return kit.SummaryList{Card: &kit.Card{Title: kit.T(elementName(r, editions, x)), HeadingLevel: 3}, Rows: rows}
}
