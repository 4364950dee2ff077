package conversation

import "testing"

func TestComplete_oneAnswerIsAWholeConversation(t *testing.T) {
	for name, c := range map[string]Content{
		"an anchor":            {Answers: map[string]Answer{"B1": {Choice: "not_there"}}},
		"I don't want to say":  {Answers: map[string]Answer{"B1": {Choice: "dont_want_to_say"}}},
		"ask me differently":   {Answers: map[string]Answer{"B1": {Choice: "ask_differently"}}},
		"one word":             {Answers: map[string]Answer{"B1": {Words: Words{Text: "ok"}}}},
		"a topic of their own": {Topics: []Topic{{ID: "t", Name: Words{Text: "football"}}}},
		"what matters":         {Matters: []string{"B1"}},
		"a link":               {Links: [][2]string{{"B1", "B2"}}},
		"what is in the way":   {Barriers: []Barrier{{ID: "b", Item: "B1", WhoCanChange: "rule"}}},
	} {
		if !c.Complete() {
			t.Errorf("%s is a whole conversation", name)
		}
	}
	for name, c := range map[string]Content{
		"nothing":              {},
		"cards chosen only":    {Chosen: []string{"B1"}, Place: "topics"},
		"an answer left empty": {Answers: map[string]Answer{"B1": {Words: Words{Language: "ar", WrittenBy: "worker"}}}},
		"a topic pointed at":   {Topics: []Topic{{ID: "t"}}},
	} {
		if c.Complete() {
			t.Errorf("%s is nothing said", name)
		}
	}
}

func TestTidy_dropsWhatWasBegunAndLeftEmpty(t *testing.T) {
	c := Content{Place: "card/B2", Chosen: []string{"B2", "B1"},
		Answers: map[string]Answer{"B1": {Choice: "not_sure"}, "B2": {}}}
	c.tidy()
	if len(c.Answers) != 1 || len(c.Chosen) != 1 || c.Chosen[0] != "B1" || c.Place != "" {
		t.Errorf("got %+v", c)
	}
}
