package conversation

import (
	"strings"
	"testing"

	"stablefutures/internal/framework"
	"stablefutures/internal/problem"
)

func TestContentCheck_refusesWhatCannotBeKept(t *testing.T) {
	ed, _ := framework.BySet(framework.SetChecklist)
	long := strings.Repeat("ж", MaxWords+1)
	many := make([]Topic, framework.MaxOwnTopics+1)
	for i := range many {
		many[i] = Topic{ID: strings.Repeat("x", i%60+1) + string(rune('a'+i/60)), Name: Words{Text: "t"}}
	}
	one := func(a Answer) Content { return Content{Answers: map[string]Answer{"B1": a}} }
	for name, c := range map[string]Content{
		"an unknown outcome":         {Answers: map[string]Answer{"Z9": {Choice: "not_there"}}},
		"an indicator as an outcome": {Answers: map[string]Answer{"B1.1": {Choice: "not_there"}}},
		"an unknown choice":          one(Answer{Choice: "five_stars"}),
		"a finding as an answer":     one(Answer{Choice: "in_place"}),
		"the stored name of words":   {Chosen: []string{"nothing"}},
		"words too long":             one(Answer{Words: Words{Text: long}}),
		"a translation too long":     one(Answer{Words: Words{Text: "a", Translation: long}}),
		"a summary too long":         one(Answer{Words: Words{Paraphrase: long}}),
		"NUL":                        one(Answer{Words: Words{Text: "a\x00b"}}),
		"invalid UTF-8":              one(Answer{Words: Words{Text: "a\xffb"}}),
		"an unpaired surrogate":      one(Answer{Words: Words{Text: "\xed\xa0\x80"}}),
		"an unknown writer":          one(Answer{Words: Words{Text: "a", WrittenBy: "the police"}}),
		"an unknown translator":      one(Answer{Words: Words{Text: "a", TranslatedBy: "a friend"}}),
		"a topic with a code's id":   {Topics: []Topic{{ID: "B1", Name: Words{Text: "mine"}}}},
		"two topics with one id":     {Topics: []Topic{{ID: "t", Name: Words{Text: "a"}}, {ID: "t", Name: Words{Text: "b"}}}},
		"too many topics":            {Topics: many},
		"a link to itself":           {Links: [][2]string{{"B1", "B1"}}},
		"a link to nowhere":          {Links: [][2]string{{"B1", "Z9"}}},
		"a barrier of nothing":       {Barriers: []Barrier{{Item: "Z9", WhoCanChange: "rule"}}},
		"a barrier nobody changes":   {Barriers: []Barrier{{Item: "B1"}}},
		"an unknown system":          {Barriers: []Barrier{{Item: "B1", WhoCanChange: "rule", System: "the child"}}},
		"a finding on an outcome":    {Findings: map[string]Finding{"B1": {State: "in_place"}}},
		"a finding without a state":  {Findings: map[string]Finding{"B1.1": {Evidence: "a plan"}}},
	} {
		if err := c.Check(ed); !problem.Is(err, problem.Invalid) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	c := one(Answer{Choice: "not_there", Words: Words{Text: "الغرفة \u202eباردة\u200d", Language: "ar", WrittenBy: "interpreter"}})
	c.Topics = []Topic{{ID: "t", Name: Words{Text: "ኩዕሶ"}}}
	c.Answers["t"] = Answer{Choice: "keeps_changing"}
	if err := c.Check(ed); err != nil {
		t.Errorf("words as somebody says them: %v", err)
	}
}

func TestSetupCheck_asksWhetherAnInterpreterIsIndependent(t *testing.T) {
	good := Setup{Language: "ar", Interpreter: Interpreter{Used: "yes", Language: "ar", Independent: "no"}}
	if err := good.Check(); err != nil {
		t.Errorf("somebody may sit with nobody else: %v", err)
	}
	for name, change := range map[string]func(*Setup){
		"not said whether independent": func(s *Setup) { s.Interpreter.Independent = "" },
		"no language":                  func(s *Setup) { s.Interpreter.Language = "" },
		"not said whether used":        func(s *Setup) { s.Interpreter.Used = "" },
		"no language of the cards":     func(s *Setup) { s.Language = "" },
		"an unknown setting":           func(s *Setup) { s.Setting = "the moon" },
		"an unknown person":            func(s *Setup) { s.Present = []string{"trafficker"} },
		"the same one eight times":     func(s *Setup) { s.Present = make([]string, 8) },
		"a long note":                  func(s *Setup) { s.PresentNote = strings.Repeat("x", MaxLine+1) },
		"no day":                       func(s *Setup) { s.OnPaper = "2026-02-30" },
		"readers that are no text":     func(s *Setup) { s.Readers = "\x00" },
	} {
		s := good
		change(&s)
		if err := s.Check(); !problem.Is(err, problem.Invalid) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
