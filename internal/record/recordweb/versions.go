package recordweb

import (
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
)

// showVersions shows what the profile said before: nothing that was written is lost when it is changed.
func (web *Web) showVersions(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	versions, err := web.records.Versions(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("record.versions"), Lead: t("record.versions_lead")}
	for _, version := range versions {
		p := version.Profile
		rows := []kit.Row{}
		for _, f := range []struct{ key, text string }{
			{"record.given", p.Names.Given}, {"record.family", p.Names.Family}, {"record.preferred", p.Names.Preferred},
			{"record.known_by", p.Names.KnownBy}, {"record.own_script", p.Names.OwnScript}, {"record.pronouns", p.Pronouns},
			{"record.languages", languageNames(p.Languages)}, {"record.interpreter", interpreterNeeds(r.L, p.Interpreter)},
			{"record.birth", birthWords(r.L, p.Birth, version.At)}, {"record.reference", p.Reference},
		} {
			if f.text != "" {
				rows = append(rows, kit.Row{Key: kit.T(t(f.key)), Value: kit.Name(f.text)})
			}
		}
		v.Before = append(v.Before, kit.SummaryList{Rows: rows, Card: &kit.Card{Title: kit.T(r.L.Moment(version.At))}})
	}
	return v.Answer(nil).Back(at(id, "")), nil
}
