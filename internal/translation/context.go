package translation

import (
	"fmt"
	"strings"

	"stablefutures/internal/framework"
)

// appears says in English, for whoever translates, when a text is met. Files travel to people outside, so this is not a
// message of the interface.
var appears = map[string]string{
	"opening":  "Opening a conversation, said or shown to the young person.",
	"explain":  "Told before the first card: what this is, what happens with it, that they can stop.",
	"topics":   "Choosing what to talk about.",
	"cards":    "On a card: one topic, one question. Asks how things are now, never what happened.",
	"answers":  "A choice under every card. The order means nothing; no choice is better than another.",
	"words":    "Saying something in their own words.",
	"matters":  "What matters most, what belongs together, who can change it.",
	"promises": "What adults will do and by when, and telling what became of it.",
	"ending":   "Reading back, and a good end.",
	"stop":     "Stopping or pausing. Stopping is a good end and changes no help.",
	"safe":     "Help now. Must be understood at once by somebody who is afraid.",
	"copy":     "On the copy that the young person may take with them.",
	"mine":     "On the young person's own page.",
	"privacy":  "The privacy notice: who keeps their words and what they can ask.",
	"listen":   "About having the screen read aloud.",
	"paper":    "On paper: cards, booklet, poster.",
	"wrong":    "Small buttons, and messages when something goes wrong.",
	"items":    "The outcome or indicator itself, for whoever reads the whole list.",
	"staff":    "The interface that staff work with.",
}

// partOf says which part of a card or an answer a text is.
var partOf = map[string]string{"name": "The card's name, under its picture.", "ask": "The question.", "simpler": "The same question, said more simply.",
	"example": "An ordinary example.", "word": "The choice itself, beside its picture.", "more": "A little more, read out when asked."}

// askPart says which part of what can be asked for a text is.
var askPart = map[string]string{"what": "What can be asked for, in one nation.", "who_must_act": "Who must act, in one nation.",
	"how": "How to ask, and where to turn when it is refused, in one nation."}

// context is what a file says about a text, in lines.
func (t Text) context() []string {
	lines := []string{appears[t.Group]}
	last := t.Key[strings.LastIndexByte(t.Key, '/')+1:]
	if part := partOf[last]; part != "" && (t.Group == "cards" || t.Group == "answers") {
		lines = append(lines, part)
	}
	if t.Group == "cards" && t.Lent {
		lines = append(lines, "This card has no words of its own and says the outcome's text. Leave it empty, and your translation of the outcome is used; write something, and that is.")
	}
	if part := askPart[last]; part != "" && strings.HasPrefix(t.Key, "ask/") {
		lines = []string{part}
	}
	if t.Form != "" {
		lines = append(lines, fmt.Sprintf("Plural form %q of %s. Write it as it is said with such a number.", t.Form, t.Key))
	}
	if t.Guarded {
		lines = append(lines, "About agreement, safety, stopping or privacy: nobody sees a translation of this that no person has checked.")
	}
	if list := framework.Placeholders(t.Source); len(list) > 0 {
		lines = append(lines, "Keep these as they are, wherever they belong in the sentence: "+strings.Join(list, " "))
	}
	return lines
}

// limit is the note on length, "" where the text is long anyway.
func (t Text) limit() string {
	if t.Max > maxName {
		return ""
	}
	return fmt.Sprintf("At most %d characters.", t.Max)
}

// link is the page of this program that shows a text in its place.
func (t Text) link(set, lang string) string {
	return "/translations/text?set=" + escape(set) + "&lang=" + escape(lang) + "&key=" + escape(t.Key)
}

// escape writes a value for an address. Ids, tags and keys hold only letters, digits, and these marks.
func escape(s string) string { return strings.NewReplacer("/", "%2F", "#", "%23", " ", "+").Replace(s) }
