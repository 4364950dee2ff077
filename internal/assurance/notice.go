package assurance

import (
	"strings"

	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/print"
)

// noticeFor is the notice of one organisation in every language that the checklist speaks: a short one first, and below it
// what is said before a conversation.
func (d Deployment) noticeFor(o Organisation) []print.Block {
	blocks := []print.Block{
		print.Heading{Level: 1, Text: print.Say("Privacy notice for young people: " + o.Name)},
		print.Para{Text: print.Say("In two layers: first the short notice, then what is said before a conversation. Read it aloud with the young person, in their language; the screens of the " +
			"program hold the same words. A language marked as a machine draft must not be given out before a person who speaks it has checked it.")},
	}
	contact := o.Name
	if c := o.Settings.Contact; c.Name != "" {
		contact = strings.TrimSpace(c.Name + " " + c.Phone)
	}
	for _, lang := range i18n.YoungLanguages() {
		pack, ok := d.Checklist.Pack(lang.Tag)
		if !ok {
			continue
		}
		status := "checked by people"
		if !framework.AtLeast(pack.Status(), framework.StatusHuman) {
			status = "a machine draft"
		}
		dir := print.LTR
		if pack.Dir() == "rtl" {
			dir = print.RTL
		}
		say := func(s string) print.Text {
			return print.Text{Lang: pack.Lang(), Dir: dir, Runs: []print.Run{{Text: s}}}
		}
		blocks = append(blocks, print.Heading{Level: 2, Text: print.Text{Runs: []print.Run{{Text: pack.Name(), Lang: pack.Lang()}}}},
			print.Para{Small: true, Text: print.Say("This language is " + status + ".")}, print.Heading{Level: 3, Text: say(pack.Text("privacy.title"))})
		list := print.List{}
		for _, key := range framework.PrivacyNotice {
			list.Items = append(list.Items, print.Item{Text: say(pack.Text(key, "organisation", o.Name, "contact", contact))})
		}
		blocks = append(blocks, list, print.Heading{Level: 3, Text: say(pack.Text("explain.title"))})
		more := print.List{}
		for _, point := range pack.Explanation(o.Nation) {
			more.Items = append(more.Items, print.Item{Text: say(point.Text)})
		}
		blocks = append(blocks, more)
	}
	return blocks
}
