package translation

import (
	"slices"
	"strings"
	"unicode/utf8"

	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
)

// Staff is the set of the staff's interface, beside the ids of editions.
const Staff = "staff"

// Groups are when a text is said or seen, in the order of a sitting: the order of the interpreter's sheet.
var Groups = []string{"opening", "explain", "topics", "cards", "answers", "words", "matters", "promises", "ending", "stop", "safe",
	"copy", "mine", "privacy", "listen", "paper", "wrong", "items", "staff"}

// Text is one text as a translator meets it: what it says in English, where it appears, and what bounds it.
type Text struct {
	Key     string // "card/F1/ask", "ui/stop.text"; for the staff's interface the message key
	Form    string // plural form of a staff message, "" where there is none
	Source  string
	Group   string // one of Groups
	Picture string // name of the drawing beside it, "" for none
	Max     int    // most characters it may have
	Guarded bool   // about agreement, safety, stopping or privacy: never shown below human translated
	Lent    bool   // a card that has no words of its own and says its outcome's text
	Core    bool   // read or said aloud in a sitting: what a speaker records and an interpreter speaks from
}

// ID is the key and the form as one word: what a file calls the text.
func (t Text) ID() string {
	if t.Form == "" {
		return t.Key
	}
	return t.Key + "#" + t.Form
}

// maxName is the most a card's name or an answer may have: it stands under its picture at 320 pixels.
const maxName = 40

// maxText bounds every other text: far beyond any of ours, far below what could hurt a page.
const maxText = 600

// original is the language every edition of ours is written in.
const original = "en"

// Texts lists every text of an edition that a young person, or whoever reads the outcomes, meets: in the order in which
// they are met. An edition without English screens has its items alone.
func Texts(e *framework.Edition) []Text {
	var list []Text
	if pack, ok := e.Pack(original); ok {
		list = append(list, screenTexts(pack)...)
		list = append(list, explainTexts(pack)...)
		list = append(list, cardTexts(e, pack)...)
		list = append(list, answerTexts(pack)...)
	}
	list = append(list, itemTexts(e)...)
	markLent(list)
	slices.SortStableFunc(list, func(a, b Text) int {
		if a.Group != b.Group {
			return slices.Index(Groups, a.Group) - slices.Index(Groups, b.Group)
		}
		return turn(a.Key) - turn(b.Key)
	})
	return list
}

// turns are the screen texts in the order in which they are said, as FORMAT.md lists them; others stand after these, by
// name. The points of the explanation stand behind its title.
var turns = strings.Fields(`start.title start.hello start.language interpreter.ask interpreter.yes interpreter.no interpreter.ok interpreter.other
	start.who_is_here start.who_may_leave start.can_do start.how start.how_talk start.how_pictures start.how_draw start.how_i_write start.how_you_write start.go
	explain.title explain.points explain.readers explain.again explain.go_on explain.not_now explain.draft
	topics.title topics.hint topics.any_order topics.more topics.chosen topics.done topics.choose_other
	card.how_is_it card.simpler card.example card.listen card.say_more card.skip card.next card.back card.change_answer
	words.title words.hint words.only_what words.who_writes words.keep words.not_written words.language words.translation words.by_worker
	else.title else.name_it else.hint matters.title matters.hint matters.none link.title link.hint link.with link.none
	change.title change.hint change.me_with_help change.person change.service change.rule change.not_known
	promise.title promise.hint promise.what promise.who promise.when promise.agree promise.agree_yes promise.agree_no promise.cannot promise.none promise.told_how
	told.title told.kept told.changed told.passed_on told.broken told.waiting told.why told.ok
	check.title check.hint check.said check.right check.change check.take_out check.readers end.title end.thanks end.next end.again end.finish interpreter.after
	stop.button stop.title stop.text stop.keep stop.keep_not stop.bye pause.button pause.title pause.text pause.breathe pause.continue pause.stop
	safe.button safe.title safe.text safe.danger safe.childline safe.tell safe.at_night safe.leave
	privacy.title privacy.who privacy.what privacy.why privacy.who_sees privacy.not_sent privacy.asked_for privacy.where privacy.how_long privacy.see privacy.wrong
	privacy.take_out privacy.complain privacy.ask`)

// turn gives a text's place within its group; what is in no order keeps the one it has.
func turn(key string) int {
	name, screen := strings.CutPrefix(key, "ui/")
	if !screen {
		if !strings.HasPrefix(key, "explain/") {
			return 0
		}
		name = "explain.points"
	}
	if i := slices.Index(turns, name); i >= 0 {
		return i + 1
	}
	return len(turns) + 1
}

// groupOf says when a screen text is met, by the first word of its key.
var groupOf = map[string]string{"start": "opening", "interpreter": "opening", "explain": "explain", "topics": "topics", "card": "cards",
	"words": "words", "else": "words", "matters": "matters", "link": "matters", "change": "matters", "promise": "promises", "told": "promises",
	"check": "ending", "end": "ending", "stop": "stop", "pause": "stop", "safe": "safe", "copy": "copy", "mine": "mine", "view": "mine",
	"nav": "wrong", "wrong": "wrong", "privacy": "privacy", "listen": "listen", "paper": "paper"}

// spoken are the groups of screen texts that are said in the room.
var spoken = []string{"opening", "explain", "topics", "words", "matters", "promises", "ending", "stop", "safe"}

func screenTexts(pack *framework.Pack) []Text {
	var list []Text
	for _, key := range pack.Keys() {
		first, _, _ := strings.Cut(key, ".")
		group := groupOf[first]
		if key == "interpreter.after" {
			group = "ending"
		}
		if group == "" {
			group = "wrong"
		}
		list = append(list, Text{Key: "ui/" + key, Source: pack.Text(key), Group: group, Max: maxText, Guarded: framework.Guarded(key),
			Core: slices.Contains(spoken, group)})
	}
	return list
}

func explainTexts(pack *framework.Pack) []Text {
	var list []Text
	for i, n := range framework.Nations {
		for _, p := range pack.Explanation(n) {
			short, own := strings.CutPrefix(p.Key, "nation.")
			switch {
			case own:
				list = append(list, Text{Key: "explain/" + n + "/" + short, Source: p.Text, Group: "explain", Max: maxText, Guarded: true, Core: true})
			case i == 0:
				list = append(list, Text{Key: "explain/" + p.Key, Source: p.Text, Group: "explain", Max: maxText, Guarded: true, Core: true})
			}
		}
	}
	return list
}

func cardTexts(e *framework.Edition, pack *framework.Pack) []Text {
	card := func(code, picture string, c framework.Card) []Text {
		t := Text{Group: "cards", Picture: picture, Max: maxText, Core: true}
		var list []Text
		for _, f := range []struct{ name, text string }{{"name", c.Name}, {"ask", c.Ask}, {"simpler", c.Simpler}, {"example", c.Example}} {
			one := t
			one.Key, one.Source = "card/"+code+"/"+f.name, f.text
			if f.name == "name" {
				one.Max = max(maxName, utf8.RuneCountInString(f.text)) // a set's own names may be longer, in English too
			}
			if f.text != "" {
				list = append(list, one)
			}
		}
		return list
	}
	list := card("something_else", "something-else", pack.SomethingElse())
	list = append(list, card("matters_most", pack.MattersMost().Picture, pack.MattersMost())...)
	for _, p := range e.Principles {
		list = append(list, Text{Key: "principle/" + p.Code + "/name", Source: pack.PrincipleName(p), Group: "cards", Max: maxText, Core: true})
		for _, o := range p.Outcomes() {
			if c, ok := pack.Card(o.Code); ok {
				list = append(list, card(o.Code, o.Picture, c)...)
			}
		}
	}
	return list
}

func answerTexts(pack *framework.Pack) []Text {
	var list []Text
	add := func(kind string, choices []framework.Choice) {
		for _, c := range choices {
			list = append(list,
				Text{Key: kind + "/" + c.Key + "/word", Source: c.Word, Group: "answers", Picture: c.Picture, Max: maxName, Core: true},
				Text{Key: kind + "/" + c.Key + "/more", Source: c.More, Group: "answers", Picture: c.Picture, Max: maxText, Core: true})
		}
	}
	add("anchor", pack.Anchors())
	add("answer", pack.Answers())
	return list
}

// itemTexts are the outcomes and indicators themselves and what can be asked for, for whoever reads the edition. No screen of a young person
// needs them, so a language is whole without.
func itemTexts(e *framework.Edition) []Text {
	var list []Text
	for _, it := range e.Items() {
		list = append(list, Text{Key: string(it.Kind) + "/" + it.Code + "/text", Source: it.Text, Group: "items", Max: 4 * maxText})
	}
	for _, a := range e.AskTexts() {
		list = append(list, Text{Key: a.Key, Source: a.Text, Group: "items", Max: 4 * maxText})
	}
	return list
}

// outcomeOf is the key of the text of the outcome that a card stands for; "" for every other text.
func (t Text) outcomeOf() string {
	code, ok := strings.CutPrefix(t.Key, "card/")
	if !ok {
		return ""
	}
	code, _, _ = strings.Cut(code, "/")
	return "outcome/" + code + "/text"
}

// markLent marks the cards that say their outcome's text in English: who translates that has said the card too
// (framework.Pack does the same).
func markLent(list []Text) {
	said := map[string]string{}
	for _, t := range list {
		if t.Group == "items" {
			said[t.Key] = t.Source
		}
	}
	for i, t := range list {
		list[i].Lent = t.Source != "" && said[t.outcomeOf()] == t.Source
	}
}

// StaffTexts lists the texts of the staff's interface for one language: a plural message once for each form that the
// language has, its English being the form that fits best.
func StaffTexts(lang string) []Text {
	var list []Text
	for _, m := range i18n.Messages(original) {
		if m.Forms == nil {
			list = append(list, Text{Key: m.Key, Source: m.Text, Group: "staff", Max: 4 * maxText})
			continue
		}
		for _, form := range i18n.PluralForms(lang) {
			source, ok := m.Forms[form]
			if !ok {
				source = m.Forms["other"]
			}
			list = append(list, Text{Key: m.Key, Form: form, Source: source, Group: "staff", Max: 4 * maxText})
		}
	}
	return list
}
