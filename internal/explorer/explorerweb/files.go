package explorerweb

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"

	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

// formats are the files an edition can be taken away as, in the order offered.
var formats = []string{"json", "csv", "xlsx", "ods"}

// files lists what can be taken away: only of editions that everybody may read, which is all the explorer ever holds,
// and only where there is something in it.
func files(l i18n.L, e *framework.Edition, translated bool) []linkView {
	var list []linkView
	for _, f := range formats {
		list = append(list, linkView{URL: editionURL(e) + "/download/" + f, Text: kit.T(l.T("explorer.file_" + f))}) // i18n: prefix explorer.file_
	}
	if translated { // beside the edition as it was published, for what was translated is not part of it
		list = append(list, linkView{URL: editionURL(e) + "/download/json?translated=1", Text: kit.T(l.T("explorer.file_translated"))})
	}
	return append(list, linkView{URL: "/paper/" + url.PathEscape(e.ID), Text: kit.T(l.T("explorer.paper"))})
}

// giveFile gives a public edition as a file. The attribution its permission asks for stands in the file itself.
func (web *Web) giveFile(r *page.Request) (*page.Answer, error) {
	e, _, err := web.edition(r.Context(), r.Path("edition"))
	if err != nil {
		return nil, err
	}
	if len(e.Items()) == 0 {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	format := r.Path("format")
	kind, ok := kinds[format]
	if !ok {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	d := e.Document()
	if r.Form.Raw("translated") != "" {
		d, _ = web.frameworks.Translated(r.Context(), e)
	}
	d.Copy = nil // where one organisation's copy came from is nobody else's business
	var b bytes.Buffer
	if format == "json" {
		out := json.NewEncoder(&b)
		out.SetIndent("", "  ")
		out.SetEscapeHTML(false)
		err = out.Encode(d)
	} else {
		err = framework.WriteTable(&b, d, format)
	}
	if err != nil {
		return nil, err
	}
	return page.File(e.ID+"."+format, kind, b.Bytes()).Shared(keepFor), nil
}

var kinds = map[string]string{
	"json": "application/json; charset=utf-8",
	"csv":  "text/csv; charset=utf-8",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"ods":  "application/vnd.oasis.opendocument.spreadsheet",
}

// permission says in one line who permits what.
func permission(e *framework.Edition) string {
	p := e.Permission
	parts := []string{p.By}
	for _, s := range []string{p.Licence, p.Attribution} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " ")
}
