package recordweb

import (
	"strings"
	"time"

	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/record"
)

type peopleView struct {
	Title      string
	Done       kit.Content
	New        kit.Content
	Arrived    kit.Content // conversations from devices that wait for the reader
	Review     kit.Content // emergencies that wait for the reader to look at them
	Joining    kit.Content // colleagues who wait to be let into a team of the reader's
	Emergency  kit.Content // to where somebody lets themselves in
	Empty      kit.Content // in place of everything else: there is nobody yet
	Search     kit.Content
	Find, All  kit.Content
	None, List kit.Content
	More       string
	Packages   kit.Content // what other deployments shared
	Paper      kit.Content // to where sheets of paper are typed in; nil for those who hold no conversations
}

// longestQuery is the most characters a search may have.
const longestQuery = 100

func (web *Web) showPeople(r *page.Request) (*page.Answer, error) { return web.people(r, "", nil) }

// searchPeople answers a search with the list itself. It is a POST and no redirect follows it, because an address is
// kept in histories, logs and bookmarks, and a name must not be (R-3-12). Sending it again changes nothing.
func (web *Web) searchPeople(r *page.Request) (*page.Answer, error) {
	query := r.Form.Line("name", longestQuery)
	return web.people(r, query, r.Form.Err())
}

// afterSearch is where a reload, a language link or the way back from signing in lands: the list without a search.
func (web *Web) afterSearch(r *page.Request) (*page.Answer, error) {
	return page.Redirect("/people"), nil
}

func (web *Web) people(r *page.Request, query string, wrong error) (*page.Answer, error) {
	rows, total, err := web.records.Caseload(r.Context(), r.Who, query)
	if err != nil {
		return nil, err
	}
	waiting := 0
	if web.talks != nil {
		if waiting, err = web.talks.CountArrived(r.Context(), r.Who); err != nil {
			return nil, err
		}
	}
	t, problems := r.L.T, r.Problems(wrong)
	v := peopleView{Title: t("record.people"), Done: done(r, "erased"),
		Search: kit.Input{Name: "name", Type: "search", Label: kit.Label{Text: kit.T(t("record.search")), Size: "s"}, Hint: kit.T(t("record.search_hint")),
			Value: r.Form.Raw("name"), Error: problems.Of("name"), Autocomplete: "off", Spellcheck: "false", Class: "govuk-input--width-20"},
		Find: kit.Button{Text: kit.T(t("page.search")), Kind: kit.Secondary}, List: peopleList(r, rows)}
	if permit.Could(r.Who, permit.CreateRecord) {
		v.New = kit.Button{Text: kit.T(t("record.new")), Href: "/people/new"}
	}
	if waiting > 0 {
		v.Arrived = kit.Button{Text: kit.T(r.L.N("conversation.wait", waiting)), Href: "/conversations/arrived", Kind: kit.Secondary}
	}
	if v.Review, err = web.toReview(r); err != nil {
		return nil, err
	}
	joining, err := web.accounts.JoiningsWaiting(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	if joining > 0 {
		v.Joining = kit.Button{Text: kit.T(r.L.N("account.joining_wait", joining)), Href: "/teams/waiting", Kind: kit.Secondary}
	}
	if mayBreak(r) {
		v.Emergency = desk.Link(t("record.emergency_link"), "/people/emergency")
	}
	if permit.Could(r.Who, permit.ReadReceived) {
		v.Packages = desk.Link(t("record.from_packages"), "/packages")
	}
	if permit.Could(r.Who, permit.UsePaper) {
		v.Paper = desk.Link(t("record.from_paper"), "/conversations/paper/enter")
	}
	switch {
	case total == 0:
		v.Empty = kit.EmptyState{Drawing: "friends", Title: kit.T(t("record.nobody")), Body: kit.T(t("record.nobody_text"))}
	case query != "" && len(rows) == 0:
		v.None = kit.EmptyState{Title: kit.T(t("record.none_found")), Body: kit.T(t("record.none_found_text"))}
	case len(rows) == record.ListLimit && total > len(rows):
		v.More = t("record.more", "limit", record.ListLimit)
	}
	if query != "" {
		v.All = desk.Link(t("record.show_all"), "/people")
	}
	if wrong != nil {
		return page.Invalid(v.Title, peopleBody(v)), nil
	}
	return page.Show(v.Title, peopleBody(v)), nil
}

func peopleList(r *page.Request, rows []record.Row) kit.Content {
	t := r.L.T
	table := kit.Table{Caption: t("record.people_caption"), CaptionClass: "govuk-visually-hidden", RowHeaders: true,
		Head: []kit.Cell{{Text: kit.T(t("record.name"))}, {Text: kit.T(t("record.languages"))}, {Text: kit.T(t("record.last_sitting"))}}}
	for _, row := range rows {
		table.Rows = append(table.Rows, []kit.Cell{
			{Text: desk.NameLink(row.Names.Shown(), at(row.ID, ""))},
			{Text: kit.T(languageNames(row.Languages))},
			{Text: kit.T(lastSitting(r.L, row.LastSittingAt))},
		})
	}
	return kit.Scroll{Label: t("record.people_caption"), Body: table}
}

func lastSitting(l i18n.L, at time.Time) string {
	if at.IsZero() {
		return l.T("record.no_sitting")
	}
	return l.Day(at.Format(time.DateOnly))
}

// otherLanguage is the tag of a language that is not in the list; its name then stands where a dialect would.
const otherLanguage = "und"

// languageName gives a language's name for staff, with the dialect.
func languageName(l record.Language) string {
	_, english := i18n.LanguageName(l.Tag)
	switch {
	case l.Tag == otherLanguage:
		return l.Dialect
	case l.Dialect != "":
		return english + " (" + l.Dialect + ")"
	}
	return english
}

func languageNames(list []record.Language) string {
	names := make([]string, len(list))
	for i, l := range list {
		names[i] = languageName(l)
	}
	return strings.Join(names, ", ")
}
