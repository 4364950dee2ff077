package promiseweb

import (
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/promise"
)

// withRemarks puts what the young person says about a promise under what is known of it; whoever may answer is led there.
func (p *Pages) withRemarks(r *page.Request, pr promise.Promise, mayAnswer bool, facts kit.Content) (kit.Content, error) {
	said, err := p.promises.RemarksOn(r.Context(), r.Who, pr.Record, pr.ID)
	parts := []kit.Content{facts}
	for _, m := range said {
		q := kit.Quote{Words: m.Words.Text, Lang: m.Words.Language, Dir: i18n.Dir(m.Words.Language), Translation: m.Words.Translation,
			TranslationLang: m.Words.TranslatedTo, TranslationDir: i18n.Dir(m.Words.TranslatedTo)}
		one := kit.Remark{Kind: kit.T(r.L.T("voice.kind_" + string(m.Kind))), Words: q} // i18n: prefix voice.kind_
		if mayAnswer {
			one.More = kit.Link{Text: kit.T(r.L.T("voice.heard_title")), Href: "/people/" + pr.Record + "/remarks#r-" + m.ID}
		}
		parts = append(parts, one)
	}
	return kit.Join(parts...), err
}
