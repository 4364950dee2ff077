package custody

import (
	"strconv"

	"stablefutures/internal/i18n"
	"stablefutures/internal/nation"
	"stablefutures/internal/print"
)

// Fact is one line of a certificate.
type Fact struct{ Name, Value string }

// Facts says the certificate line by line.
func (c Certificate) Facts(l i18n.L) []Fact {
	t := l.T
	name := func(id string) string {
		if n := c.Names[id].Name; n != "" {
			return n
		}
		return id
	}
	list := []Fact{{t("custody.record"), c.Record}, {t("custody.destroyed_on"), l.Moment(c.At)}, {t("custody.why"), t("record.erase_reason_" + c.Reason)},
		{t("custody.nation"), nation.Name(c.Nation, l.Tag())}}
	if c.Rule != "" {
		list = append(list, Fact{t("custody.rule"), t("custody.short_" + string(c.Rule))},
			Fact{t("custody.proposed"), name(c.ProposedBy) + ", " + l.Moment(c.ProposedAt)})
	}
	list = append(list, Fact{t("custody.confirmed"), name(c.ConfirmedBy) + ", " + l.Moment(c.At)})
	if c.Source.Source.Title != "" {
		list = append(list, Fact{t("custody.rule_source"), c.Source.Source.Title + ", " + c.Source.Pinpoint + " (" + t("custody.pack", "version", c.Pack) + ")"})
	}
	if c.Entry >= 0 {
		list = append(list, Fact{t("custody.entry"), strconv.FormatInt(c.Entry, 10)})
	}
	return list
}

// Doc is the certificate on paper.
func (c Certificate) Doc(l i18n.L) print.Doc {
	t := l.T
	table := print.Table{RowHead: true}
	for _, f := range c.Facts(l) {
		table.Rows = append(table.Rows, []print.Text{print.Say(f.Name), print.Say(f.Value)})
	}
	doc := print.Doc{Title: t("custody.certificate"), Lang: l.Tag(), Date: c.At, Footer: t("custody.certificate_footer"), Blocks: []print.Block{
		print.Heading{Level: 1, Text: print.Say(t("custody.certificate"))}, print.Para{Text: print.Say(t("custody.certificate_lead"))}, table}}
	if c.Proof == nil {
		return doc
	}
	doc.Blocks = append(doc.Blocks, print.Heading{Level: 2, Text: print.Say(t("custody.proof"))}, print.Para{Text: print.Say(t("custody.proof_what"))},
		print.Para{Small: true, Text: print.SayIn("en", string(c.Proof))})
	return doc
}
