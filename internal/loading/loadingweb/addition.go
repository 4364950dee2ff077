package loadingweb

import (
	"strconv"
	"strings"
	"time"

	"stablefutures/internal/i18n"
	"stablefutures/internal/loading"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

type addView struct {
	Title, Lede, Care string
	Problems          kit.Content
	Thanks            kit.Content
	Hidden            []hidden
	Text              kit.CharacterCount
	Yes               kit.Radios
	Save              kit.Button
	List              *linkView
}

func (web *Web) showAdd(r *page.Request) (*page.Answer, error) {
	v := addForm(r, nil)
	if r.Form.Raw("added") != "" {
		v.Thanks = kit.NotificationBanner{Success: true, Body: kit.T(r.L.T("loading.added"))}
	}
	return page.Show(v.Title, addBody(v)).Back("/frameworks"), nil
}

func addForm(r *page.Request, wrong error) addView {
	t, problems := r.L.T, problemsOf(r, wrong)
	id := r.Form.Raw("addition")
	if id == "" {
		id = loading.NewAdditionID()
	}
	v := addView{Title: t("loading.add_title"), Lede: t("loading.add_lede"), Care: t("loading.add_care"), Problems: problems.Summary(),
		Hidden: []hidden{{"addition", id}},
		Text: kit.CharacterCount{MaxLength: loading.AdditionLimit, Textarea: kit.Textarea{Name: "text", Label: kit.Label{Text: kit.T(t("loading.add_text")), Size: "m"},
			Hint: kit.T(t("loading.add_text_hint")), Rows: 4, Value: r.Form.Raw("text"), Error: problems.Of("text")}},
		Yes: kit.Radios{Name: "yes", Legend: kit.Legend{Text: kit.T(t("loading.add_yes")), Size: "m"}, Value: r.Form.Raw("yes"), Error: problems.Of("yes"),
			Items: []kit.Choice{{Value: "yes", Text: kit.T(t("loading.add_yes_yes"))}, {Value: "no", Text: kit.T(t("loading.add_yes_no"))}}},
		Save: kit.Button{Text: kit.T(t("loading.add_save")), Once: true}}
	if permit.Could(r.Who, permit.LoadFramework) {
		v.List = &linkView{URL: "/additions", Text: t("loading.additions_title")}
	}
	return v
}

func (web *Web) saveAdd(r *page.Request) (*page.Answer, error) {
	f := r.Form
	text := f.Words("text", loading.AdditionLimit)
	err := f.Err()
	if err == nil {
		err = web.loading.Add(r.Context(), r.Who, f.Raw("addition"), text, f.Choice("yes", "yes", "no") == "yes")
	}
	if again(err) {
		v := addForm(r, err)
		return page.Invalid(v.Title, addBody(v)).Back("/frameworks"), nil
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/additions/new?added=yes"), nil
}

type additionsView struct {
	Title, Lede string
	Empty       kit.Content
	Rows        []additionRow
	Add         linkView
	TextTitle   string
	TextLede    string
	Text        kit.Textarea
	Copy        string
	Copied      string
}

type additionRow struct {
	Text   kit.Content
	Month  string
	Struck string
	Change linkView
}

func (web *Web) showAdditions(r *page.Request) (*page.Answer, error) {
	list, enough, err := web.loading.Additions(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := additionsView{Title: t("loading.additions_title"), Lede: t("loading.additions_lede"), Add: linkView{URL: "/additions/new", Text: t("loading.add_title")},
		TextTitle: t("loading.send_title"), TextLede: t("loading.send_lede"), Copy: t("page.copy"), Copied: t("page.copied")}
	if !enough {
		v.Empty = kit.EmptyState{Drawing: "something-else", Title: kit.T(t("loading.additions_few")), Body: kit.T(t("loading.additions_few_text"))}
		return page.Show(v.Title, additionsBody(v)).Back("/loading"), nil
	}
	var standing []string
	for i, a := range list {
		row := additionRow{Text: kit.Name(a.Text), Month: monthOf(r.L, a.Month),
			Change: linkView{URL: "/additions/" + a.ID, Text: t("loading.addition_change", "number", i+1)}}
		if a.Struck {
			row.Struck = t("loading.addition_struck")
		} else {
			standing = append(standing, "– "+strings.ReplaceAll(a.Text, "\n", "\n  "))
		}
		v.Rows = append(v.Rows, row)
	}
	if len(standing) >= loading.EnoughAdditions {
		v.Text = kit.Textarea{Name: "send", Label: kit.Label{Text: kit.T(t("loading.send_label"))}, Rows: 14,
			Value: t("loading.send_text", "organisation", r.Session.Organisation, "additions", strings.Join(standing, "\n"))}
	}
	return page.Show(v.Title, additionsBody(v)).Back("/loading"), nil
}

// monthOf writes YYYY-MM with the month's name, which is what a day has beside its number.
func monthOf(l i18n.L, month string) string {
	if _, err := time.Parse("2006-01", month); err != nil {
		return month
	}
	return strings.TrimSpace(strings.TrimPrefix(l.Day(month+"-01"), "1"))
}

type additionView struct {
	Title, Lede string
	Problems    kit.Content
	Text        kit.Content
	Hidden      []hidden
	Edit        kit.Textarea
	Save        kit.Button
	Strike      kit.Button
}

func (web *Web) addition(r *page.Request) (a loading.Addition, err error) {
	list, _, err := web.loading.Additions(r.Context(), r.Who)
	if err != nil {
		return a, err
	}
	for _, have := range list {
		if have.ID == r.Path("addition") {
			return have, nil
		}
	}
	return a, problem.New(problem.NotFound, "problem.not_found")
}

func (web *Web) showAddition(r *page.Request) (*page.Answer, error) {
	a, err := web.addition(r)
	if err != nil {
		return nil, err
	}
	v := additionForm(r, a, nil)
	return page.Show(v.Title, additionBody(v)).Back("/additions"), nil
}

func additionForm(r *page.Request, a loading.Addition, wrong error) additionView {
	t, problems := r.L.T, problemsOf(r, wrong)
	text := a.Text
	if r.Form.Has("text") {
		text = r.Form.Raw("text")
	}
	v := additionView{Title: t("loading.addition_title"), Lede: t("loading.addition_lede"), Problems: problems.Summary(), Text: kit.Name(a.Text),
		Hidden: []hidden{{"change", page.NewID()}, {"seen", strconv.Itoa(a.Seen)}},
		Edit:   kit.Textarea{Name: "text", Label: kit.Label{Text: kit.T(t("loading.addition_edit")), Size: "m"}, Rows: 4, Value: text, Error: problems.Of("text")},
		Save:   kit.Button{Text: kit.T(t("page.save")), Name: "kind", Value: loading.Edited, Once: true},
		Strike: kit.Button{Text: kit.T(t("loading.strike")), Kind: kit.Secondary, Name: "kind", Value: loading.Struck, Once: true}}
	if a.Struck {
		v.Strike.Text, v.Strike.Value = kit.T(t("loading.restore")), loading.Restored
	}
	return v
}

func (web *Web) saveAddition(r *page.Request) (*page.Answer, error) {
	a, err := web.addition(r)
	if err != nil {
		return nil, err
	}
	f := r.Form
	change := loading.Change{ID: f.Raw("change"), Kind: f.Choice("kind", loading.Edited, loading.Struck, loading.Restored), Text: f.Words("text", loading.AdditionLimit)}
	if err = f.Err(); err == nil {
		err = web.loading.ChangeAddition(r.Context(), r.Who, a.ID, seen(f), change)
	}
	if again(err) {
		v := additionForm(r, a, err)
		return shownAgain(v.Title, additionBody(v), err).Back("/additions"), nil
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/additions"), nil
}
