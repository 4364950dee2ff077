package assurance

import (
	"fmt"
	"slices"
	"strings"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/db"
	"stablefutures/internal/i18n"
	"stablefutures/internal/nation"
	"stablefutures/internal/permit"
	"stablefutures/internal/print"
)

// fill gives what stands in a draft where it asks by name.
func (d Deployment) fill(name string) ([]print.Block, bool) {
	switch name {
	case "version":
		return say(d.Program.Version), true
	case "engine":
		return say(map[db.Engine]string{db.SQLite: "SQLite, one file on this machine", db.Postgres: "PostgreSQL"}[d.Program.Engine]), true
	case "keys":
		return say(d.Program.KeyRing), true
	case "where":
		return say(d.places()), true
	case "date":
		return say(i18n.For("en").Day(d.At.Format("2006-01-02"))), true
	}
	tables := map[string]func() []print.Block{
		"organisations": d.organisations, "parties": d.parties, "roles": d.roles, "reasons": d.reasons, "recipients": d.recipients,
		"retention": d.retention, "duties": d.duties, "complaints": d.complaints, "tables": d.tables, "categories": d.categories, "risks": d.risks,
		"flows": func() []print.Block { return say("What goes where is drawn and listed in data-flows in this folder.") }, "drawing": func() []print.Block { return nil },
	}
	if f, ok := tables[name]; ok {
		return f(), true
	}
	return nil, false
}

func say(s string) []print.Block { return []print.Block{print.Para{Text: print.Say(s)}} }

func texts(cells ...string) (row []print.Text) {
	for _, c := range cells {
		row = append(row, print.Say(c))
	}
	return row
}

var nationNames = map[string]string{"england": "England", "scotland": "Scotland", "wales": "Wales", "northern-ireland": "Northern Ireland"}

var kindNames = map[account.Kind]string{account.Council: "council", account.HealthTrust: "health trust", account.Charity: "charity",
	account.GuardianService: "guardian service", account.Agency: "another agency"}

func (d Deployment) places() string {
	var names []string
	for _, p := range d.Packs {
		names = append(names, nationNames[p.Nation()])
	}
	return strings.Join(names, ", ")
}

// organisations says of each controller what it says of itself.
func (d Deployment) organisations() (blocks []print.Block) {
	if len(d.Organisations) == 0 {
		return say("No organisation has been entered yet.")
	}
	for _, o := range d.Organisations {
		t := print.Table{Head: texts("Organisation", o.Name), RowHead: true, Rows: [][]print.Text{
			texts("Kind", kindNames[o.Kind]), texts("Nation", nationNames[o.Nation])}}
		for _, f := range o.Facts {
			t.Rows = append(t.Rows, texts(f[0], f[1]))
		}
		blocks = append(blocks, t)
	}
	return blocks
}

func (d Deployment) parties() []print.Block {
	t := print.Table{Head: texts("Party", "Kind", "Nation", "Controller, as it says"), RowHead: true}
	for _, o := range d.Organisations {
		t.Rows = append(t.Rows, texts(o.Name, kindNames[o.Kind], nationNames[o.Nation], orNotSaid(o.Settings.Controller)))
	}
	return []print.Block{t}
}

func (d Deployment) roles() []print.Block {
	l := i18n.For("en")
	t := print.Table{Head: texts("Role", "What it does", "With a grant, may read a record"), RowHead: true}
	for _, r := range permit.Roles {
		reads := "no"
		if permit.Could(permit.Actor{ID: "x", Roles: []permit.Role{r}}, permit.OpenRecord) {
			reads = "yes"
		}
		t.Rows = append(t.Rows, texts(l.T("account.role."+string(r)), l.T("account.role_hint."+string(r)), reads)) // i18n: prefix account.role.
	}
	return []print.Block{t}
}

func (d Deployment) reasons() []print.Block {
	l := i18n.For("en")
	list := print.List{}
	for _, r := range append(slices.Clone(access.Reasons), access.ReasonOwn) {
		list.Items = append(list.Items, print.Item{Text: print.Say(l.T("record.grant_reason_" + string(r)))}) // i18n: prefix record.grant_reason_
	}
	return []print.Block{list}
}

// recipients are kinds, never names of people: who could come to see something, and on what.
func (d Deployment) recipients() []print.Block {
	t := print.Table{Head: texts("Kind of recipient", "What they can come to see", "On what"), RowHead: true, Rows: [][]print.Text{
		texts("workers, guardians and managers of the controller", "records and parts on which they hold a grant", "allocation, team, guardianship"),
		texts("the young person, and whoever they choose to show it to", "what they said, what was written and promised, who can see and who looked", "their own right"),
		texts("auditors and inspectors", "the records they were given, for reading", "audit, inspection: until the day in the grant"),
		texts("a court, or the police with a lawful demand", "what the controller's decision names", "court; the young person is told beforehand that this can be"),
		texts("the data protection officer", "grants, reviews and what is kept how long; no record without a grant", "oversight"),
	}}
	for _, k := range account.Kinds {
		if slices.ContainsFunc(d.Organisations, func(o Organisation) bool { return o.Kind == k }) {
			t.Rows = append(t.Rows, texts("partner: "+kindNames[k], "the elements that a share names, until its end; never sealed details with them", "a decision to share, with its ground"))
		}
	}
	t.Rows = append(t.Rows, texts("the public, commissioners, researchers", "figures after disclosure control, and words or art with permission for that use", "release, publication"))
	return []print.Block{t}
}

// rule gives a rule of today as words, with where it comes from.
func rule(p nation.Pack, key nation.RuleKey, day string) (value, source string) {
	r, err := p.Rule(key, day)
	if err != nil {
		return "nothing is known here: find out before relying on anything", ""
	}
	switch r.Value.Type {
	case nation.TypeDuration:
		value = period(r.Value.Duration) + " from " + r.Value.From
	case nation.TypeList:
		for _, t := range r.Value.List {
			value += t.In("en") + "; "
		}
		value = strings.TrimSuffix(value, "; ")
	default:
		value = r.Value.Text.In("en")
	}
	source = r.Source.Title
	for _, more := range []string{r.Pinpoint, r.Source.URL, "read on " + r.ReadOn, "checked on " + r.CheckedOn, evidenceWords[r.Evidence]} {
		if more != "" {
			source += ", " + more
		}
	}
	return value, source
}

var evidenceWords = map[nation.Evidence]string{nation.Primary: "from the text itself", nation.Secondary: "from a secondary source: check the text",
	nation.Unconfirmed: "NOT CONFIRMED: check before relying on it", nation.Decided: "our own decision"}

// period writes P75Y as 75 years.
func period(iso string) string {
	var words []string
	n := ""
	for _, c := range strings.TrimPrefix(iso, "P") {
		switch {
		case c >= '0' && c <= '9':
			n += string(c)
		default:
			words = append(words, n+" "+map[rune]string{'Y': "years", 'M': "months", 'D': "days"}[c])
			n = ""
		}
	}
	return strings.Join(words, " ")
}

func (d Deployment) rules(head string, keys map[nation.RuleKey]string, order ...nation.RuleKey) []print.Block {
	day := d.At.Format("2006-01-02")
	t := print.Table{Head: texts("Nation", head, "Rule", "Source"), RowHead: true}
	for _, p := range d.Packs {
		for _, key := range order {
			value, source := rule(p, key, day)
			t.Rows = append(t.Rows, texts(nationNames[p.Nation()], keys[key], value, source))
		}
	}
	return []print.Block{t}
}

func (d Deployment) retention() []print.Block {
	return d.rules("Whose record", map[nation.RuleKey]string{nation.RuleRetentionBirth: "a looked-after child", nation.RuleRetentionDeath: "a looked-after child who died before 18",
		nation.RuleRetentionOther: "a child who was never looked after"}, nation.RuleRetentionBirth, nation.RuleRetentionDeath, nation.RuleRetentionOther)
}

func (d Deployment) duties() []print.Block {
	return d.rules("About", map[nation.RuleKey]string{nation.RuleSharingDuty: "sharing", nation.RuleHealthIdentifier: "the identifier", nation.RuleUNCRCStatus: "the Convention on the Rights of the Child"},
		nation.RuleSharingDuty, nation.RuleHealthIdentifier, nation.RuleUNCRCStatus)
}

func (d Deployment) complaints() []print.Block {
	t := print.Table{Head: texts("Nation", "The way to complain", "Children's commissioner"), RowHead: true}
	for _, p := range d.Packs {
		t.Rows = append(t.Rows, texts(nationNames[p.Nation()], p.Term(nation.TermComplaints, "en"), p.Term(nation.TermCommissioner, "en")))
	}
	return append([]print.Block{t}, say(fmt.Sprintf("Anywhere in %s also the Information Commissioner, free of charge.", "the United Kingdom"))...)
}
