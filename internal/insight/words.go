package insight

import (
	"context"
	"slices"
	"strings"

	"stablefutures/internal/access"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/release"
)

// Words gives the words in which a code of one of insight's releases is shown to staff: key is the release's key, and edition the
// one whose outcomes need not say of which edition they are; "" says it of none. Editions that were published here are known to
// Service.Named alone. A code that nobody knows stays as it is.
func Words(l i18n.L, edition, key, code string) string {
	return words(l, edition, key, code, func(id string) *framework.Edition {
		e, _ := framework.ByID(id)
		return e
	})
}

// Named gives the words of a release's codes as whoever acts may read them, within the work of another room's use case.
func (s *Service) Named(ctx context.Context, w *access.Work, l i18n.L, r release.Release) func(code string) string {
	found := map[string]*framework.Edition{}
	codes := slices.Concat(r.Table.Rows, r.Table.Columns)
	for _, d := range r.Crossed.Directions {
		for _, n := range d.Nodes {
			codes = append(codes, n.Code)
		}
	}
	for _, code := range codes {
		id, _, ok := strings.Cut(code, ":")
		if _, met := found[id]; ok && !met {
			found[id], _ = framework.Find(ctx, w, id) // one that cannot be read has codes for words
		}
	}
	only := ""
	for id := range found {
		if only = id; len(found) > 1 {
			only = ""
			break
		}
	}
	return func(code string) string {
		return words(l, only, r.Key(), code, func(id string) *framework.Edition { return found[id] })
	}
}

func words(l i18n.L, edition, key, code string, find func(id string) *framework.Edition) string {
	if id, item, ok := strings.Cut(code, ":"); ok {
		ed := find(id)
		switch {
		case ed == nil:
			return item
		case id == edition || edition == "":
			return title(l, ed, item)
		}
		return title(l, ed, item) + " (" + ed.Name + ")"
	}
	if _, quarter, err := parseQuarter(code); err == nil {
		return l.T("insight.quarter", "quarter", quarter, "year", code[:4])
	}
	if strings.Contains(key, ":coverage") && l.Has("insight.cover_"+code) {
		return l.T("insight.cover_" + code) // i18n: prefix insight.cover_
	}
	if k := "insight.code_" + strings.NewReplacer(".", "_", "-", "_").Replace(code); l.Has(k) {
		return l.T(k) // i18n: prefix insight.code_
	}
	return code
}

// title gives an outcome's or indicator's short name in the reader's language, or in English.
func title(l i18n.L, ed *framework.Edition, item string) string {
	for _, lang := range []string{l.Tag(), "en"} {
		if pack, ok := ed.Pack(lang); ok {
			if card, ok := pack.Card(item); ok && card.Name != "" {
				return card.Name
			}
		}
	}
	if o, ok := ed.Outcome(item); ok {
		return o.Text
	}
	if i, ok := ed.Indicator(item); ok {
		return i.Text
	}
	return item
}

// Title names the measure in the reader's language.
func (m Measure) Title(l i18n.L) string {
	return l.T("insight.measure_" + m.Code) // i18n: prefix insight.measure_
}

// Title names a direction by which something is asked in the reader's language.
func (a Axis) Title(l i18n.L) string {
	return l.T("insight.by_" + string(a)) // i18n: prefix insight.by_
}

// TitleOf gives what a release of insight tells, in words: its measure, and by what; ok is false where it is none of insight's.
func TitleOf(l i18n.L, key string) (title string, ok bool) {
	parts := strings.Split(key, ":")
	if len(parts) < 4 || parts[0] != "insight" {
		return "", false
	}
	q := Asking{Measure: parts[2]}
	if !slices.ContainsFunc(Measures(), func(m Measure) bool { return m.Code == q.Measure }) {
		return "", false
	}
	coverage := false
	for _, by := range parts[3:] {
		if by == "coverage" {
			coverage = true
			continue
		}
		q.By = append(q.By, Axis(by))
	}
	switch {
	case coverage:
		return l.T("insight.coverage_of", "measure", q.Of().Title(l)), true
	case len(q.By) == 0:
		return q.Of().Title(l), true
	}
	return q.Title(l), true
}
