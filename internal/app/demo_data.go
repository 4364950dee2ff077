package app

import (
	"embed"
	"encoding/json"
	"fmt"
	"slices"

	"stablefutures/internal/account"
	"stablefutures/internal/permit"
)

// demoFiles hold everybody and everything in the demonstration. All of it is invented.
//
//go:embed demo/*.json
var demoFiles embed.FS

// demoStaff are the invented bodies and the people who work for them.
type demoStaff struct {
	Organisations []demoOrganisation `json:"organisations"`
	People        []demoColleague    `json:"people"`
}

type demoOrganisation struct {
	Key       string       `json:"key"`
	Name      string       `json:"name"`
	Kind      account.Kind `json:"kind"`
	Nation    string       `json:"nation"`
	Framework string       `json:"framework"` // a set, "none" for starting from what matters, "" for not chosen yet
	Contact   struct {
		Name       string `json:"name"`
		Phone      string `json:"phone"` // from the ranges that the regulator keeps free for fiction
		OutOfHours string `json:"out_of_hours"`
	} `json:"contact"`
	Teams []struct {
		Key  string `json:"key"`
		Name string `json:"name"`
	} `json:"teams"`
}

type demoColleague struct {
	Key          string        `json:"key"`
	ShownAs      string        `json:"shown_as"` // the button on the entry page, "" for none
	Name         string        `json:"name"`
	Email        string        `json:"email"`
	Organisation string        `json:"organisation"`
	Roles        []permit.Role `json:"roles"`
	Teams        []string      `json:"teams"`
}

func (c demoColleague) is(r permit.Role) bool { return slices.Contains(c.Roles, r) }

// demoYoung is an invented young person. Months is their age on the day the demonstration is made.
type demoYoung struct {
	Worker        string `json:"worker"`
	Given         string `json:"given"`
	Family        string `json:"family"`
	OwnScript     string `json:"own_script"`
	Preferred     string `json:"preferred"`
	Pronunciation string `json:"pronunciation"`
	Pronouns      string `json:"pronouns"`
	Reference     string `json:"reference"`
	Months        int    `json:"months"`
	Accuracy      string `json:"accuracy"`
	By            string `json:"by"`
	Languages     []struct {
		Tag     string `json:"tag"`
		Dialect string `json:"dialect"`
		Reads   string `json:"reads"`
	} `json:"languages"`
	Interpreter struct {
		Needed string `json:"needed"`
		Gender string `json:"gender"`
		Notes  string `json:"notes"`
	} `json:"interpreter"`
	Why      string   `json:"why"`
	Sittings int      `json:"sittings"`
	Cares    []string `json:"cares"` // outcome codes that they come back to
	Sealed   bool     `json:"sealed"`
}

// demoWords are what the invented people say and do.
type demoWords struct {
	Words      []demoQuote          `json:"words"`
	Topics     []demoQuote          `json:"topics"`
	TopicWords map[string][2]string `json:"topic_words"` // by language: words, English
	Barriers   []struct {
		Codes  []string `json:"codes"`
		System string   `json:"system"`
		Kind   string   `json:"kind"`
		Who    string   `json:"who"`
		Words  string   `json:"words"`
	} `json:"barriers"`
	Views      []string    `json:"views"`
	TopicViews []string    `json:"topic_views"` // of what is the young person's own
	Evidence   []string    `json:"evidence"`
	Promises   []demoDoing `json:"promises"`
	Told       []string    `json:"told"`
	Reasons    []string    `json:"reasons"`
	Bodies     []string    `json:"bodies"`
	Withheld   []string    `json:"withheld"`
}

// to gives the promise as it is put to a young person in the language of their cards.
func (d demoDoing) to(language string) string {
	return map[string]string{"en": d.Young, "ar": d.AR, "ti": d.TI}[language]
}

// demoDoing is something that can be promised about some outcomes; "" stands for something else.
type demoDoing struct {
	Codes []string `json:"codes"`
	What  string   `json:"what"`
	Young string   `json:"young"` // to the young person, in English
	AR    string   `json:"ar"`    // and in the languages of the cards
	TI    string   `json:"ti"`
}

// demoQuote is something said: in the speaker's language, with the English beside it, and the anchors it goes with.
type demoQuote struct {
	Language string   `json:"lang"`
	Code     string   `json:"code"`
	Text     string   `json:"text"`
	English  string   `json:"en"`
	Choices  []string `json:"choices"`
}

// demoData is all of it.
type demoData struct {
	staff demoStaff
	young []demoYoung
	words demoWords
}

func loadDemoData() (demoData, error) {
	var d demoData
	for _, f := range []struct {
		name string
		into any
	}{{"staff", &d.staff}, {"people", &d.young}, {"words", &d.words}} {
		b, err := demoFiles.ReadFile("demo/" + f.name + ".json")
		if err != nil {
			return d, fmt.Errorf("read demonstration: %w", err)
		}
		if err := json.Unmarshal(b, f.into); err != nil {
			return d, fmt.Errorf("read demonstration, %s: %w", f.name, err)
		}
	}
	return d, nil
}

// nationOf gives the nation of the organisation that somebody works for.
func (d demoData) nationOf(organisation string) string {
	for _, o := range d.staff.Organisations {
		if o.Key == organisation {
			return o.Nation
		}
	}
	return ""
}
