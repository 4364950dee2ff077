package exchange

import (
	"context"
	"maps"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/framework"
	"stablefutures/internal/problem"
)

// pointed is what a record points at in one edition.
type pointed struct{ codes, languages, explained map[string]bool }

// editions gives the texts of everything that the record points at, so that it can be read without the program.
//
// A wording that is for one organisation does not go along: whoever opens the file is elsewhere. Codes stand in its
// place, and Withheld says why.
func editions(ctx context.Context, w *access.Work, whole Whole) ([]Edition, error) {
	list := []Edition{}
	at := whole.points()
	for _, id := range slices.Sorted(maps.Keys(at)) {
		ed, err := framework.Find(ctx, w, id)
		if err != nil {
			return nil, err
		}
		if !ed.Exportable() {
			ed = ed.WithoutWording()
		}
		list = append(list, edition(ed, at[id], whole.Record.Nation))
	}
	return list, nil
}

// wordings gives the words and pictures as they were shown in the record's conversations, but for those of an edition whose
// wording stays in one organisation.
func wordings(ctx context.Context, w *access.Work, whole Whole) ([]Wording, error) {
	list, have := []Wording{}, map[string]bool{}
	for _, sitting := range whole.Sittings {
		for _, checksum := range sitting.Setup.ShownWordings() {
			if have[checksum] {
				continue
			}
			have[checksum] = true
			shown, _, err := framework.ShownWording(ctx, w, checksum)
			if problem.Is(err, problem.NotFound) {
				continue // a device named a wording that was never here
			}
			if err != nil {
				return nil, err
			}
			ed, err := framework.Find(ctx, w, shown.Edition)
			if err != nil {
				return nil, err
			}
			if ed.Exportable() {
				list = append(list, Wording{checksum, shown})
			}
		}
	}
	return list, nil
}

// points gathers codes, languages and explanations by edition.
func (whole Whole) points() map[string]pointed {
	all := map[string]pointed{}
	in := func(edition string) pointed {
		if _, ok := all[edition]; !ok {
			all[edition] = pointed{map[string]bool{}, map[string]bool{"en": true}, map[string]bool{}}
		}
		return all[edition]
	}
	for _, s := range whole.Sittings {
		p := in(s.Edition)
		p.languages[s.Setup.Language] = true
		for _, key := range s.Setup.Explained {
			p.explained[key] = true
		}
		for _, c := range s.Contributions {
			in(c.Edition).content(c)
		}
	}
	for _, p := range whole.Promises {
		for _, code := range p.Items {
			in(p.Edition).codes[code] = true
		}
	}
	return all
}

func (p pointed) content(c Contribution) {
	d := c.Document
	p.languages[d.Language] = true
	for code := range d.Answers {
		p.codes[code] = true
	}
	for code := range d.Findings {
		p.codes[code] = true
	}
	for _, code := range slices.Concat(d.Chosen, d.Matters) {
		p.codes[code] = true
	}
	for _, l := range d.Links {
		p.codes[l[0]], p.codes[l[1]] = true, true
	}
	for _, b := range d.Barriers {
		p.codes[b.Item] = true
	}
}

func edition(ed *framework.Edition, at pointed, nation string) Edition {
	out := Edition{ID: ed.ID, Set: ed.Set, Name: ed.Name, Version: ed.Version, Date: ed.Date, Source: ed.Source,
		Permission: ed.Permission.By, Checksum: ed.Checksum(), Levels: Levels(ed.Levels), Principles: []Principle{}, Items: []Item{},
		Attribution: ed.Permission.Attribution, Withheld: withheld(ed), Choices: map[string]map[string]string{}, Explained: map[string]map[string]string{}, Languages: map[string]Language{}}
	if ed.Recall != nil {
		out.Recalled = ed.Recall.Notice
	}
	for _, p := range ed.Principles {
		out.Principles = append(out.Principles, Principle{Code: p.Code, Article: p.Article, Name: p.Name})
	}
	for code := range maps.Clone(at.codes) { // a check is read under its outcome
		if ind, ok := ed.Indicator(code); ok {
			at.codes[ind.Outcome] = true
		}
	}
	var packs []*framework.Pack
	for _, lang := range slices.Sorted(maps.Keys(at.languages)) {
		if pack, ok := ed.Pack(lang); ok {
			packs = append(packs, pack)
			out.Languages[lang] = Language{Name: pack.Name(), Status: pack.Status()}
		}
	}
	for _, item := range ed.Items() {
		if at.codes[item.Code] {
			out.Items = append(out.Items, newItem(item, packs))
		}
	}
	for _, pack := range packs {
		for _, c := range slices.Concat(pack.Anchors(), pack.Answers()) {
			put(out.Choices, c.Key, pack.Lang(), c.Word)
		}
		for _, point := range pack.Explanation(nation) {
			if at.explained[point.Key] {
				put(out.Explained, point.Key, pack.Lang(), point.Text)
			}
		}
	}
	return out
}

// withheld is for whoever opens the file with no other program, so it is in plain English like the rest of it.
func withheld(ed *framework.Edition) string {
	if !ed.Withheld() {
		return ""
	}
	return "Codes stand here in place of the wording, which may be used inside one organisation only. It is the wording of: " + ed.Source +
		" Permitted by: " + ed.Permission.By + " Whoever holds a copy of edition " + ed.ID + " can read the codes beside it."
}

func newItem(item framework.Item, packs []*framework.Pack) Item {
	out := Item{Code: item.Code, Kind: string(item.Kind), Principle: item.Principle, Outcome: item.Outcome, Text: item.Text, Cards: map[string]Card{}}
	for _, pack := range packs {
		if c, ok := pack.Card(item.Code); ok {
			out.Cards[pack.Lang()] = Card{Name: c.Name, Ask: c.Ask, Simpler: c.Simpler, Example: c.Example}
		}
	}
	return out
}

func put(into map[string]map[string]string, key, lang, text string) {
	if into[key] == nil {
		into[key] = map[string]string{}
	}
	into[key][lang] = text
}
