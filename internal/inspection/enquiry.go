package inspection

import (
	"context"
	"fmt"

	"stablefutures/internal/access"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/permit"
	"stablefutures/internal/print"
	"stablefutures/internal/problem"
)

// Sheets are what an inspectorate that wants to try the framework finds here, as documents for paper.
var Sheets = []string{"enquiry", "observation", "summary"}

// Sheet is one of Sheets, for the edition that the organisation works with: questions to ask a child, a worker and the
// file; a sheet to watch with; a form for what was learnt. It is about no young person.
func (s *Service) Sheet(ctx context.Context, who permit.Actor, name string, l i18n.L) (d print.Doc, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		w.Note(name)
		ed, err := framework.ChosenBy(ctx, w, who.Organisation, framework.Children)
		if err != nil {
			return err
		}
		switch name {
		case "enquiry":
			d = enquiry(ed, l)
		case "observation":
			d = observation(ed, l)
		case "summary":
			d = summary(ed, l)
		default:
			return problem.New(problem.NotFound, "problem.not_found")
		}
		return nil
	})
	if err != nil {
		return print.Doc{}, fmt.Errorf("make a sheet for an inspectorate: %w", err)
	}
	return d, nil
}

// sheetOf begins a sheet: what it is for, that nobody endorsed it, and which edition it is of.
func sheetOf(ed *framework.Edition, name string, l i18n.L) print.Doc {
	t := l.T
	return print.Doc{Title: t("inspection.sheet_" + name), Lang: l.Tag(), Footer: t("inspection.sheet_foot"), Blocks: []print.Block{ // i18n: prefix inspection.sheet_
		print.Heading{Level: 1, Text: print.Say(t("inspection.sheet_" + name))},
		print.Para{Text: print.Say(t("inspection.sheet_lead_" + name))}, // i18n: prefix inspection.sheet_lead_
		print.Para{Text: print.Say(t("inspection.sheet_nobody"))},
		print.Para{Text: print.Text{Runs: []print.Run{{Text: t("inspection.sheet_edition") + " "}, {Text: ed.Name, Lang: "en"}}}, Small: true}}}
}

// said is the text of an outcome or an indicator, or its code where the text may not leave with a document.
func said(ed *framework.Edition, code, text string) print.Text {
	if !ed.Exportable() {
		return print.Say(code)
	}
	return print.SayIn("en", text)
}

// enquiry asks of each outcome what to ask a child, a worker and the file. The child's question is that of the edition's
// card, which was worded for young people.
func enquiry(ed *framework.Edition, l i18n.L) print.Doc {
	t, d := l.T, sheetOf(ed, "enquiry", l)
	pack := ed.OriginalPack()
	for _, p := range ed.Principles {
		for _, o := range p.Outcomes() {
			d.Blocks = append(d.Blocks, print.Heading{Level: 2, Text: said(ed, o.Code, o.Text)})
			child := print.Say(t("inspection.ask_child_open"))
			if pack != nil {
				if card, ok := pack.Card(o.Code); ok && card.Ask != "" && ed.Exportable() {
					child = print.SayIn(pack.Lang(), card.Ask)
				}
			}
			row := func(key string, x print.Text) print.Item {
				return print.Item{Text: print.Strong(t(key)), Notes: []print.Text{x}}
			}
			d.Blocks = append(d.Blocks, print.List{Items: []print.Item{row("inspection.ask_child", child), row("inspection.ask_child_then", print.Say(t("inspection.ask_child_change"))),
				row("inspection.ask_worker", print.Say(t("inspection.ask_worker_how"))), row("inspection.ask_file", print.Say(t("inspection.ask_file_where")))}})
			if len(o.Indicators) > 0 {
				list := print.List{}
				for _, i := range o.Indicators {
					list.Items = append(list.Items, print.Item{Text: said(ed, i.Code, i.Text)})
				}
				d.Blocks = append(d.Blocks, print.Para{Text: print.Strong(t("inspection.look_for"))}, list)
			}
		}
	}
	return d
}

// observation leaves room to write, for each outcome, what was heard from children, from workers, and read in files.
func observation(ed *framework.Edition, l i18n.L) print.Doc {
	t, d := l.T, sheetOf(ed, "observation", l)
	for _, p := range ed.Principles {
		d.Blocks = append(d.Blocks, print.Heading{Level: 2, Text: said(ed, p.Code, p.Name)})
		for _, o := range p.Outcomes() {
			d.Blocks = append(d.Blocks, print.Heading{Level: 3, Text: said(ed, o.Code, o.Text)})
			for _, key := range []string{"col_heard", "col_seen", "col_read"} {
				d.Blocks = append(d.Blocks, print.Para{Text: print.Say(t("inspection." + key)), Small: true}, print.Spacer{Lines: 1.2}, print.Rule{}) // i18n: prefix inspection.col_
			}
		}
	}
	return d
}

// summary asks what was learnt of the framework itself, and what should become of it.
func summary(ed *framework.Edition, l i18n.L) print.Doc {
	t, d := l.T, sheetOf(ed, "summary", l)
	for _, key := range []string{"sum_did", "sum_heard", "sum_seen", "sum_gaps", "sum_new", "sum_burden", "sum_stop"} {
		d.Blocks = append(d.Blocks, print.Heading{Level: 2, Text: print.Say(t("inspection." + key))}, // i18n: prefix inspection.sum_
			print.Para{Text: print.Say(t("inspection." + key + "_hint")), Small: true}, print.Spacer{Lines: 5}, print.Rule{})
	}
	return d
}
