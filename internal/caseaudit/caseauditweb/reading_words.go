package caseauditweb

import (
	"stablefutures/internal/caseaudit"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
)

// showQuiet lists the words that are pointed out beside a text, each with why.
func (web *Web) showQuiet(r *page.Request) (*page.Answer, error) {
	t := r.L.T
	list := kit.SummaryList{}
	for _, w := range caseaudit.QuietKinds() {
		list.Rows = append(list.Rows, kit.Row{Key: kit.In("en", "ltr", w.Word), Value: kit.T(t("reading.word_" + w.Code))}) // i18n: prefix reading.word_
	}
	v := desk.Page{Title: t("reading.words_title"), Lead: t("reading.words_page"), Before: []kit.Content{list, desk.Part("instalments", t("reading.instalments"), desk.Para(kit.T(t("reading.how_instalments"))))}}
	return v.Answer(nil).Back("/audits"), nil
}
