package sharing

import (
	"context"
	"strings"

	"stablefutures/internal/access"
	"stablefutures/internal/framework"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
)

// packedKinds are what the kinds of element are called in a package.
var packedKinds = map[Kind]string{Field: "field", Said: "statement", Answer: "answer", View: "view", Finding: "finding", Barrier: "barrier", Promise: "promise"}

// packedMarks are the marks as a package has them.
var packedMarks = map[Mark]PackageMark{Fact: MarkFact, Opinion: MarkOpinion, Words: MarkWords}

// pack gives what a decision names as it travels: with the texts of the outcomes, for the other side may not have the
// edition. It says so where something is too long, or holds what would hide in a text.
func pack(ctx context.Context, w *access.Work, m made) (elements []PackageElement, items []PackageItem, err error) {
	editions, err := editionsOf(ctx, w, m.shown)
	if err != nil {
		return nil, nil, err
	}
	seen := map[PackageItem]bool{}
	for i, x := range m.shown {
		about := aboutItem(editions[x.Edition], x)
		e := packed(x, about, editions[x.Edition])
		e.ID = m.Elements[i].ID
		if !e.check() || about.Code != "" && !words(about.Text) {
			var c problem.Check
			c.Add("elements", "between.element_cannot_travel")
			return nil, nil, c.Err()
		}
		elements = append(elements, e)
		if about.Code != "" && !seen[about] {
			seen[about], items = true, append(items, about)
		}
	}
	return elements, items, nil
}

// aboutItem is the outcome or indicator that an element is about, with its text; the zero item where it is about none.
func aboutItem(ed *framework.Edition, x Shown) PackageItem {
	if ed == nil || x.Outcome == "" {
		return PackageItem{}
	}
	if o, ok := ed.Outcome(x.Outcome); ok {
		return PackageItem{Code: o.Code, Text: o.Text, Edition: ed.ID}
	}
	if i, ok := ed.Indicator(x.Outcome); ok {
		return PackageItem{Code: i.Code, Text: i.Text, Edition: ed.ID}
	}
	return PackageItem{}
}

// packed is one element as it travels. What has no text of its own says its choice, or what it is about.
func packed(x Shown, about PackageItem, ed *framework.Edition) PackageElement {
	e := PackageElement{Kind: packedKinds[x.Kind], Mark: packedMarks[x.Mark], Item: about.Code, State: x.State, Due: x.Due,
		Text: clean(x.Text), Language: x.Language, In: clean(x.Translation), By: string(first([]rune(clean(x.Owner)), maxLine))}
	if !x.On.IsZero() {
		e.On = promise.Day(x.On)
	}
	switch x.Kind {
	case Field:
		if e.Item = x.Item; e.Text == "" {
			e.Text, _, _ = strings.Cut(x.State, " ")
		}
		e.State = ""
		return e
	case Promise:
		return e
	case Answer, View:
		if e.State = x.Choice; e.Text == "" || x.Kind == Answer {
			e.Text = choiceWord(ed, x.Choice)
		}
	}
	if e.By = string(x.Perspective); x.Topic != "" {
		e.Text = strings.TrimSpace(clean(x.Topic) + "\n" + e.Text)
	}
	if e.Text == "" {
		e.Text = about.Text
	}
	return e
}

func clean(s string) string { return strings.ReplaceAll(s, "\r", "") }

// choiceWord is how something was said to be, in English; the code where the edition has no word for it.
func choiceWord(ed *framework.Edition, choice string) string {
	if ed == nil {
		return choice
	}
	if pack, ok := ed.Pack("en"); ok {
		if c, ok := pack.Choice(choice); ok {
			return c.Word
		}
	}
	return choice
}
