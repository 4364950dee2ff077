package assurance

import (
	"html"
	"strings"

	"stablefutures/internal/i18n"
	"stablefutures/internal/print"
)

func escape(s string) string { return html.EscapeString(s) }

// statement lists the parts of the accessibility statement, as the program's own page has them and in its order.
var statement = []string{"body", "how", "status", "known", "report", "enforce", "method"}

// accessibility is the statement of the program's own page in both languages of the staff, with what the regulations' model asks
// beside it: who answers, and what was and was not tested.
func accessibility(d Deployment) ([]print.Block, error) {
	var blocks []print.Block
	for i, lang := range i18n.Languages() {
		l := i18n.For(lang)
		say := func(s string) print.Text { return print.SayIn(lang, s) }
		level := 1
		if i > 0 {
			level = 2
		}
		blocks = append(blocks, print.Heading{Level: level, Text: say(l.T("app.accessibility.title"))}, print.Para{Text: say(l.T("app.accessibility.lead"))})
		for _, part := range statement { // i18n: prefix app.accessibility.
			blocks = append(blocks, print.Heading{Level: level + 1, Text: say(l.T("app.accessibility." + part))})
			blocks = append(blocks, spoken(l.T("app.accessibility."+part+"_text"), say)...)
		}
	}
	return append(blocks, accessibilityFacts(d)...), nil
}

// spoken turns lines, of which those with a dash are a list, into blocks.
func spoken(text string, say func(string) print.Text) (blocks []print.Block) {
	var list print.List
	for _, line := range strings.Split(text, "\n") {
		if item, ok := strings.CutPrefix(line, "- "); ok {
			list.Items = append(list.Items, print.Item{Text: say(item)})
		} else if line != "" {
			blocks = append(blocks, print.Para{Text: say(line)})
		}
	}
	if len(list.Items) > 0 {
		blocks = append(blocks, list)
	}
	return blocks
}

func accessibilityFacts(d Deployment) []print.Block {
	who := print.Table{Head: texts("Body", "Address, telephone, answers within"), RowHead: true}
	for _, o := range d.Organisations {
		who.Rows = append(who.Rows, texts(o.Name, ""))
	}
	return []print.Block{
		print.Heading{Level: 2, Text: print.Say("To be filled in by the body that publishes it")}, who,
		print.Heading{Level: 2, Text: print.Say("What was tested, and what was not")},
		print.Table{Head: texts("What", "How", "State"), RowHead: true, Rows: [][]print.Text{
			texts("every page and step", "axe-core and html-validate, in Chromium, at each change", "tested; finds some faults and misses others"),
			texts("keyboard, focus, 320 px, 400 % zoom, dark, forced colours, less movement, no script, right to left, print", "browser tests of the makers", "tested by program and by looking"),
			texts("screen readers (NVDA, JAWS, VoiceOver, TalkBack)", "", "NOT tested by anybody yet"),
			texts("speech control, switch, screen magnifiers, braille", "", "NOT tested by anybody yet"),
			texts("disabled people, young people and workers", "", "NOT tested with them yet"),
			texts("PDF with assistive technology", "tagged PDF; structure checked by program", "NOT tested with assistive technology yet"),
		}},
		print.Para{Text: print.Text{Runs: []print.Run{{Text: "Until somebody has tested these, claim no more than partial compliance. Date of preparation, of the last review, and who tested:", Bold: true}}}},
	}
}
