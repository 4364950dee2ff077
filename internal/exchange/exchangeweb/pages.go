// Package exchangeweb is the page on which a whole record is taken out of this service's keeping.
//
// What it is for: whoever takes a record out knows first what the archive holds, what it leaves out, and that they
// answer for it.
//
// Words it owns: none of its own.
//
// Tables it owns: none.
//
// What it relies on: exchange, page, kit.
//
// What it never does: it puts no name into a title or a file's name.
package exchangeweb

import (
	"stablefutures/internal/exchange"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Pages are the room's pages.
type Pages struct{ exchange *exchange.Service }

// New makes the pages.
func New(e *exchange.Service) *Pages { return &Pages{e} }

// Routes lists them.
func (p *Pages) Routes() []page.Route {
	return []page.Route{
		page.Get("/people/{id}/export", permit.ExportRecord, p.showExport),
		page.Post("/people/{id}/export", permit.ExportRecord, p.makeExport),
	}
}

type exportView struct {
	Title, Lede          string
	Summary, Whose       kit.Content
	HoldsTitle, OutTitle string
	Holds, LeavesOut     []string
	Answerable           kit.Content
	Fields               []kit.Content
	Save                 kit.Content
}

func (p *Pages) showExport(r *page.Request) (*page.Answer, error) { return p.exportPage(r, nil) }

// makeExport gives the archive, or the form again with what to mend.
func (p *Pages) makeExport(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	archive, err := p.exchange.Export(r.Context(), r.Who, id, exchange.Wish{Reason: r.Form.Raw("reason"),
		Files: r.Form.Raw("files") == "yes", Answerable: r.Form.Flag("answerable")})
	if problem.Is(err, problem.Invalid) {
		return p.exportPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.File("record.zip", "application/zip", archive), nil
}

func (p *Pages) exportPage(r *page.Request, wrong error) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	before, err := p.exchange.Before(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	t, problems := r.L.T, r.Problems(wrong)
	v := exportView{Title: t("exchange.title"), Lede: t("exchange.lede"), Summary: problems.Summary(), Whose: kit.Name(before.Names.Shown()),
		HoldsTitle: t("exchange.holds"), OutTitle: t("exchange.leaves_out"),
		Holds:      []string{t("exchange.holds_profile"), t("exchange.holds_conversations"), t("exchange.holds_promises"), t("exchange.holds_access"), t("exchange.holds_others"), t("exchange.holds_texts")},
		LeavesOut:  []string{t("exchange.out_sealed"), t("exchange.out_drafts"), t("exchange.out_others")},
		Answerable: kit.WarningText{Text: kit.T(t("exchange.warning"))}, Fields: fields(r, before, problems),
		Save: kit.Button{Text: kit.T(t("exchange.take"))}}
	answer := page.Show(v.Title, exportBody(v))
	if wrong != nil {
		answer = page.Invalid(v.Title, exportBody(v))
	}
	return answer.Back("/people/" + id), nil
}

func fields(r *page.Request, before exchange.Before, problems page.Problems) []kit.Content {
	t := r.L.T
	why := kit.Radios{Name: "reason", Legend: kit.Legend{Text: kit.T(t("exchange.reason")), Size: "m"}, Hint: kit.T(t("exchange.reason_hint")),
		Value: r.Form.Raw("reason"), Error: problems.Of("reason")}
	for _, reason := range exchange.Reasons {
		why.Items = append(why.Items, kit.Choice{Value: reason, Text: kit.T(t("exchange.reason_" + reason))}) // i18n: prefix exchange.reason_
	}
	list := []kit.Content{why}
	switch {
	case before.TooLarge:
		list = append(list, kit.InsetText{Text: kit.T(t("exchange.files_too_large"))})
	case before.HasFiles:
		list = append(list, kit.Radios{Name: "files", Legend: kit.Legend{Text: kit.T(t("exchange.files")), Size: "m"}, Value: first(r.Form.Raw("files"), "yes"),
			Items: []kit.Choice{{Value: "yes", Text: kit.T(t("exchange.files_yes"))}, {Value: "no", Text: kit.T(t("exchange.files_no"))}}})
	}
	return append(list, kit.Checkboxes{Name: "answerable", Legend: kit.Legend{Text: kit.T(t("exchange.answerable")), Size: "m"}, Values: r.Form.All("answerable"),
		Items: []kit.Choice{{Value: "yes", Text: kit.T(t("exchange.answerable_yes"))}}, Error: problems.Of("answerable")})
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
