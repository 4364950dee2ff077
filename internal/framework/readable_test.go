package framework

import (
	"slices"
	"sort"
	"strings"
	"testing"
)

func longestSentence(text string) int {
	longest := 0
	for _, s := range strings.FieldsFunc(text, func(r rune) bool { return r == '.' || r == '?' || r == '!' }) {
		longest = max(longest, len(strings.Fields(s)))
	}
	return longest
}

// TestReadable prints child English above a reading age of about ten, and fails
// where it is grossly hard. Words that the law forces on us are few.
func TestReadable(t *testing.T) {
	texts := childEnglish(t)
	keys := sortedKeys(texts)
	sort.SliceStable(keys, func(i, j int) bool { return grade(texts[keys[i]]) > grade(texts[keys[j]]) })
	for _, k := range keys {
		g, long := grade(texts[k]), longestSentence(texts[k])
		if len(strings.Fields(texts[k])) < 6 {
			continue // the measure says nothing about a few words
		}
		if g > 5.5 || long > 14 {
			t.Logf("hard (grade %.1f, longest sentence %d): %s: %s", g, long, k, texts[k])
		}
		if g > 9 || long > 20 {
			t.Errorf("too hard for a child (grade %.1f, longest sentence %d): %s: %s", g, long, k, texts[k])
		}
	}
	total := grade(strings.Join(values(texts, keys), " . "))
	t.Logf("all child English together: grade %.1f, reading age about %.0f, %d texts", total, total+5, len(texts))
	if total > 4.5 {
		t.Errorf("the whole reads at grade %.1f; about 4 (age nine) is wanted", total)
	}
}

// TestReadingAge flags, and never refuses, every child text that the measure puts above a reading age of nine: the law
// forces some words on us, and the measure is rough. What it insists on is that no text goes unmeasured.
func TestReadingAge(t *testing.T) {
	texts := childEnglish(t)
	e, _ := BySet(SetChecklist)
	p, _ := e.Pack("en")
	for _, key := range p.Keys() {
		if texts["ui."+key] == "" {
			t.Errorf("%s is not measured", key)
		}
	}
	for _, nation := range Nations {
		for _, point := range p.Explanation(nation) {
			if !slices.Contains(values(texts, sortedKeys(texts)), point.Text) {
				t.Errorf("the explanation's %s in %s is not measured", point.Key, nation)
			}
		}
	}
	over := 0
	for _, k := range sortedKeys(texts) {
		if g := grade(texts[k]); g+5 > 9 && len(strings.Fields(texts[k])) >= 6 {
			over++
			t.Logf("reading age about %.0f: %s: %s", g+5, k, texts[k])
		}
	}
	t.Logf("%d of %d child texts are flagged", over, len(texts))
}

// What R-5-6 wants to be said before the first card is said in every nation and every language, and nothing is promised.
func TestExplanation_saysEveryPointInEveryNation(t *testing.T) {
	e, _ := BySet(SetChecklist)
	want := []string{"what", "choice", "stop", "who_reads", "nation.helpers", "not_sent", "may_be_asked_for", "safety", "nation.solicitor", "see_it", "no_promise", "questions"}
	for _, lang := range e.Languages {
		p, _ := e.Pack(lang)
		for _, nation := range Nations {
			var have []string
			for _, point := range p.Explanation(nation) {
				if point.Text != "" {
					have = append(have, point.Key)
				}
			}
			if !slices.Equal(have, want) {
				t.Errorf("%s in %s says %v, want %v", lang, nation, have, want)
			}
		}
		if p.Status() == StatusOriginal && (!strings.Contains(p.common.Note, "lawyer") || !strings.Contains(p.common.Note, "young people")) {
			t.Errorf("%s does not say that a lawyer and young people are to check it: %s", lang, p.common.Note)
		}
	}
	english, _ := e.Pack("en")
	for key, words := range map[string]string{"stop": "does not change the help you get", "not_sent": "Home Office", "may_be_asked_for": "court or the police",
		"nation.solicitor": "ask your solicitor", "no_promise": "cannot promise"} {
		for _, nation := range Nations {
			for _, point := range english.Explanation(nation) {
				if point.Key == key && !strings.Contains(point.Text, words) {
					t.Errorf("%s in %s does not say %q: %s", key, nation, words, point.Text)
				}
			}
		}
	}
}

// A question or example never asks what happened, and promises nothing.
func TestChildTextAsksNothingOfThePast(t *testing.T) {
	for k, text := range childEnglish(t) {
		if !strings.Contains(k, "card") {
			continue
		}
		lower := " " + strings.ToLower(text) + " "
		for _, bad := range []string{"what happened", "did you", "were you", "your journey", "traffick", "exploit", "who brought", "your route", "we promise", "you will", "should", "why did"} {
			if strings.Contains(lower, bad) {
				t.Errorf("%s says %q: %s", k, bad, text)
			}
		}
	}
}

func TestGrade(t *testing.T) {
	easy, hard := grade("You can stop. It is fine."), grade("Notwithstanding the aforementioned considerations, participatory entitlements necessitate institutional accountability.")
	if easy > 2 || hard < 15 {
		t.Errorf("grades are off: easy %.1f, hard %.1f", easy, hard)
	}
}

func childEnglish(t *testing.T) map[string]string {
	t.Helper()
	e, _ := BySet(SetChecklist)
	p, ok := e.Pack("en")
	if !ok {
		t.Fatal("no English")
	}
	texts := p.texts()
	add := func(k string, c Card) {
		texts["card."+k+".ask"], texts["card."+k+".simpler"], texts["card."+k+".example"] = c.Ask, c.Simpler, c.Example
	}
	for code, c := range p.cards {
		add(code, c)
	}
	add("something_else", p.SomethingElse())
	add("matters_most", p.MattersMost())
	return texts
}

func values(m map[string]string, keys []string) []string {
	var out []string
	for _, k := range keys {
		out = append(out, m[k])
	}
	return out
}
