package paper

import (
	"slices"

	"stablefutures/internal/nation"
	"stablefutures/internal/print"
)

// workers is the page for the worker: record the least, how to stop, what belongs elsewhere, who to ring, what is asked
// when it is typed in. What is said to the young person stands in both languages.
func (p *sittingPages) workers() []print.Block {
	l, term := p.l, p.s.Nation.Term
	heading := func(key string) print.Block { return print.Heading{Level: 2, Text: p.label(key)} }
	line := func(key string, args ...any) print.Item { return print.Item{Text: p.label(key, args...)} }
	blocks := []print.Block{print.Heading{Level: 1, Text: p.label("paper.worker_title")},
		print.Para{Text: p.label("paper.worker_label", "word", p.s.Label.Word, "code", "\u2066"+p.s.Code+"\u2069")},
		print.Notice{Title: p.label("paper.worker_least_title"), Paras: []print.Text{p.label("paper.worker_least")}}}
	if p.pack.Lang() != p.staff.Lang() {
		blocks = append(blocks, heading("paper.worker_say"), p.sayings(), heading("paper.worker_marks"), p.legend())
	}
	blocks = append(blocks, heading("paper.worker_stop_title"),
		print.List{Items: []print.Item{line("paper.worker_stop"), line("paper.worker_end")}},
		heading("paper.worker_elsewhere_title"),
		print.Para{Text: p.label("paper.worker_elsewhere", "referral", term(nation.TermSafeguardingReferral, l.Tag()), "system", term(nation.TermCaseSystem, l.Tag()),
			"mechanism", term(nation.TermReferralMechanism, l.Tag()))},
		print.Group{Parts: p.write("paper.worker_reference")},
		heading("paper.worker_ring"))
	for _, n := range p.s.Numbers {
		blocks = append(blocks, print.Para{Text: print.Text{Lang: l.Tag(), Runs: []print.Run{{Text: n.Name + ": "}, {Text: "\u2066" + n.Phone + "\u2069", Bold: true}}}})
	}
	blocks = append(blocks, heading("paper.worker_note"), print.Group{Parts: append(p.write("paper.worker_day", "paper.worker_there", "paper.worker_interpreter"),
		print.Tiles{Columns: 2, Above: 8, Items: []print.Beside{p.box("paper.worker_read_back"), p.box("paper.worker_not_read_back")}})})
	blocks = append(blocks, heading("paper.worker_after_title"), print.List{Items: []print.Item{line("paper.worker_carry"), line("paper.worker_type"), line("paper.worker_destroy")}})
	return append(blocks, p.foot()...)
}

// sayings are sentences that the worker reads out or points at.
func (p *sittingPages) sayings() print.Table {
	table := print.Table{}
	for _, key := range []string{"explain.again", "words.not_written", "words.only_what", "pause.text", "stop.text", "safe.tell", "promise.cannot", "change.title"} {
		table.Rows = append(table.Rows, []print.Text{p.tell(key), print.SayIn(p.staff.Lang(), p.staff.Text(key))})
	}
	for _, key := range whoCanChange {
		key = "change." + key
		table.Rows = append(table.Rows, []print.Text{p.tell(key, "who", "……"), print.SayIn(p.staff.Lang(), p.staff.Text(key, "who", "……"))})
	}
	return table
}

// legend says what the boxes mean, by their letters.
func (p *sittingPages) legend() print.Table {
	table := print.Table{}
	for i, c := range slices.Concat(p.pack.Anchors(), p.pack.Answers()) {
		mine, _ := p.staff.Choice(c.Key)
		table.Rows = append(table.Rows, []print.Text{p.in(c.Word), print.SayIn(p.staff.Lang(), string(rune('a'+i))+"  "+mine.Word)})
	}
	return table
}

// write are labels, each with a line to write on after it.
func (p *sittingPages) write(keys ...string) []print.Part {
	var parts []print.Part
	for _, key := range keys {
		parts = append(parts, print.Words{Text: p.label(key), Size: p.pick(12, 18), Start: true, Above: 4}, print.Room{Lines: 1, Gap: 20})
	}
	return parts
}

func (p *sittingPages) box(key string) print.Beside {
	return print.Beside{Box: p.pick(16, 26), Words: []print.Words{{Text: p.label(key), Size: p.pick(12, 18)}}}
}
