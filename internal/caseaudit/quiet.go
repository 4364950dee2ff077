package caseaudit

import (
	"regexp"
	"slices"
	"strings"
)

// QuietWord is a word that says more about whoever writes than about what happened, found in a text. It is a suggestion: it
// stops nobody and changes nothing (R-1-10).
type QuietWord struct {
	Code string // of a reason in the messages
	Word string // as it stands in the text
}

// quietWords are English words of case files that doubt a child, or make them the author of what was done to them. Children who
// were exploited have asked that they are not used of them.
var quietWords = []struct{ code, shown, pattern string }{
	{"claims", "claims, claimed", `claim(?:s|ed|ing)?`},
	{"alleged", "alleged, allegation", `alleg(?:e|es|ed|edly|ing|ation|ations)`},
	{"absconded", "absconded", `abscond(?:s|ed|ing|er)?`},
	{"decided_to", "decided to, chose to", `(?:chose|chooses|decided|decides|choosing|deciding) to`},
	{"disclosed", "disclosed, disclosure", `disclos(?:e|es|ed|ing|ure|ures)`},
	{"inconsistent", "inconsistent", `inconsisten(?:t|tly|cy|cies)`},
	{"failed", "failed to engage, refused to attend", `(?:failed|fails|refused|refuses) to (?:engage|attend|cooperate|co-operate)|non-engag(?:ing|ement)|did not engage`},
	{"manipulative", "manipulative, attention-seeking, streetwise", `manipulative|attention[- ]seeking|streetwise|promiscuous`},
	{"lifestyle", "lifestyle choice, risky behaviour, puts themselves at risk", `lifestyle(?: choice)?|risky behaviours?|puts? (?:him|her|them)sel(?:f|ves) at risk`},
	{"illegal", "illegal, illegals", `illegals?(?: immigrants?| migrants?)?`},
	{"age_disputed", "so-called minor, purported child", `(?:so-called|purported|putative) (?:minor|child)`},
}

var quiet = func() (list []*regexp.Regexp) {
	for _, w := range quietWords {
		list = append(list, regexp.MustCompile(`(?i)\b(?:`+w.pattern+`)\b`))
	}
	return list
}()

// QuietKinds lists the words that are looked for, by an example of each kind.
func QuietKinds() (list []QuietWord) {
	for _, w := range quietWords {
		list = append(list, QuietWord{w.code, w.shown})
	}
	return list
}

// QuietWords gives the words of a text, each kind once, in the order of the text.
func QuietWords(text string) (list []QuietWord) {
	type hit struct {
		at int
		QuietWord
	}
	var hits []hit
	for i, re := range quiet {
		if at := re.FindStringIndex(text); at != nil {
			hits = append(hits, hit{at[0], QuietWord{quietWords[i].code, strings.TrimSpace(text[at[0]:at[1]])}})
		}
	}
	slices.SortFunc(hits, func(a, b hit) int { return a.at - b.at })
	for _, h := range hits {
		list = append(list, h.QuietWord)
	}
	return list
}
