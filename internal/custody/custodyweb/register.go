package custodyweb

import (
	"bytes"
	"strconv"

	"stablefutures/internal/custody"
	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/print"
	"stablefutures/internal/problem"
)

// showRegister lists what has come to its time: to a manager the records they hold, by name; to those who watch, that
// there are such records; and the certificates.
func (web *Web) showRegister(r *page.Request) (*page.Answer, error) {
	t := r.L.T
	v := desk.Page{Title: t("custody.register"), Lead: t("custody.register_lead"), Wide: true, Before: compact([]kit.Content{done(r, "destroyed", "policy")})}
	if permit.Could(r.Who, permit.ReviewKeeping) {
		mine, more, err := web.custody.Due(r.Context(), r.Who)
		if err != nil {
			return nil, err
		}
		v.After = append(v.After, desk.Part("mine", t("custody.register_mine"), dueTable(r, t("custody.register_mine_table"), mine, true), moreThan(r, more)))
	}
	all, more, err := web.custody.Watch(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	v.After = append(v.After, desk.Part("all", t("custody.register_all"), desk.Para(kit.T(t("custody.register_all_what"))), dueTable(r, t("custody.register_all_table"), all, false), moreThan(r, more)))
	policies, err := web.custody.Policies(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	v.After = append(v.After, desk.Part("policy", t("custody.policy"), policyPart(r, policies)...))
	gone, err := web.custody.Certificates(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	v.After = append(v.After, desk.Part("certificates", t("custody.certificates"), certificateTable(r, gone)))
	if permit.Could(r.Who, permit.AllowPlaces) { // a data protection officer has no other page that leads there
		v.After = append(v.After, desk.Para(desk.Link(t("voice.allow_title"), "/administration/own-devices")))
	}
	return v.Answer(nil), nil
}

func moreThan(r *page.Request, more bool) kit.Content {
	if !more {
		return nil
	}
	return desk.Small(r.L.T("custody.register_more"))
}

func dueTable(r *page.Request, name string, list []custody.Line, named bool) kit.Content {
	t := r.L.T
	if len(list) == 0 {
		return desk.Para(kit.T(t("custody.register_none")))
	}
	table := kit.Table{Caption: name, CaptionClass: "govuk-visually-hidden", Head: []kit.Cell{{Text: kit.T(t("custody.record"))},
		{Text: kit.T(t("custody.rule"))}, {Text: kit.T(t("custody.since_when"))}, {Text: kit.T(t("custody.holds"))}}}
	for _, l := range list {
		whose, since := kit.Content(kit.T(l.Record)), l.Month
		if named {
			whose, since = desk.NameLink(l.Names.Shown(), at(l.Record, "/keeping")), r.L.Day(l.Due)
		}
		held := t("page.none")
		if l.Held {
			held = t("custody.hold_review", "day", r.L.Day(l.Review))
		}
		table.Rows = append(table.Rows, []kit.Cell{{Text: whose}, {Text: kit.T(t("custody.short_" + string(l.Rule)))}, {Text: kit.T(since)}, {Text: kit.T(held)}}) // i18n: prefix custody.short_
	}
	return kit.Scroll{Label: name, Body: table}
}

func policyPart(r *page.Request, list []custody.Policy) []kit.Content {
	t, now := r.L.T, custody.DefaultPolicy()
	var intro kit.Content = kit.InsetText{Text: kit.T(t("custody.policy_undecided"))}
	if len(list) > 0 {
		now = list[0]
		intro = desk.Para(kit.T(t("custody.policy_decided", "day", r.L.Moment(now.At))), kit.T(space), kit.T(now.Source))
	}
	rows := []kit.Row{
		{Key: kit.T(t("custody.policy_records")), Value: kit.T(policyWords(r, now))},
		{Key: kit.T(t("custody.policy_log")), Value: kit.T(r.L.N("custody.years_count", now.LogYears))},
		{Key: kit.T(t("custody.policy_training")), Value: kit.T(r.L.N("custody.years_count", now.TrainingYears))},
		{Key: kit.T(t("custody.policy_audit")), Value: kit.T(r.L.N("custody.years_count", now.AuditYears))},
	}
	return []kit.Content{intro, kit.SummaryList{Rows: rows}, desk.Small(t("custody.policy_others")), desk.Para(desk.Link(t("custody.policy_change"), "/retention/policy"))}
}

func (web *Web) showPolicy(r *page.Request) (*page.Answer, error) { return web.policyForm(r, nil) }

func (web *Web) policyForm(r *page.Request, wrong error) (*page.Answer, error) {
	list, err := web.custody.Policies(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	now := custody.DefaultPolicy()
	if len(list) > 0 {
		now = list[0]
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "after_18")
	years := func(name string, n int) kit.Content {
		value := strconv.Itoa(n)
		if r.Form.Has(name) {
			value = r.Form.Raw(name)
		}
		return kit.Input{Name: name, Label: desk.Label(r, "custody.policy_"+name), Hint: kit.T(t("custody.policy_" + name + "_hint")), Value: value, InputMode: "numeric", // i18n: prefix custody.policy_
			Class: "govuk-input--width-3", Suffix: kit.T(t("custody.years_word")), Error: p.Of(name)}
	}
	where := now.Source
	if r.Form.Has("source") {
		where = r.Form.Raw("source")
	}
	v := desk.Page{Title: t("custody.policy"), Lead: t("custody.policy_lead"), Problems: p.Summary(), Before: compact([]kit.Content{web.ownRule(r)}),
		Fields: []kit.Content{years("after_18", now.After18), years("after_last", now.AfterLast), years("log_years", now.LogYears),
			years("training_years", now.TrainingYears), years("audit_years", now.AuditYears), desk.Line(r, p, "source", "custody.policy_source", where)},
		Buttons: []kit.Content{desk.Button(r, "page.save"), desk.Cancel(r, "/retention")}}
	return v.Answer(wrong).Back("/retention"), nil
}

// ownRule is what the nation's pack says of records that no law fixes.
func (web *Web) ownRule(r *page.Request) kit.Content {
	list := web.nations.For(r.Session.Nation).History(nation.RuleRetentionOther)
	if len(list) == 0 {
		return nil
	}
	return sourceOf(r, list[len(list)-1])
}

func (web *Web) savePolicy(r *page.Request) (*page.Answer, error) {
	p := custody.Policy{After18: r.Form.Number("after_18", 0, 100), AfterLast: r.Form.Number("after_last", 0, 100), LogYears: r.Form.Number("log_years", 1, 100),
		TrainingYears: r.Form.Number("training_years", 1, 100), AuditYears: r.Form.Number("audit_years", 1, 100), Source: r.Form.Required("source", fieldLength)}
	for _, name := range []string{"after_18", "after_last"} { // nothing typed is no decision
		if r.Form.Raw(name) == "" {
			r.Form.Add(name, "problem.required")
		}
	}
	err := r.Form.Err()
	if err == nil {
		err = web.custody.SetPolicy(r.Context(), r.Who, p)
	}
	if desk.ToMend(err) {
		return web.policyForm(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/retention?done=policy"), nil
}

func certificateTable(r *page.Request, list []custody.Certificate) kit.Content {
	t := r.L.T
	if len(list) == 0 {
		return desk.Para(kit.T(t("custody.certificates_none")))
	}
	table := kit.Table{Caption: t("custody.certificates_table"), CaptionClass: "govuk-visually-hidden",
		Head: []kit.Cell{{Text: kit.T(t("custody.record"))}, {Text: kit.T(t("custody.destroyed_on"))}, {Text: kit.T(t("custody.why"))}}}
	for _, c := range list {
		table.Rows = append(table.Rows, []kit.Cell{{Text: desk.Link(c.Record, "/retention/certificates/"+c.ID)}, {Text: kit.T(r.L.Moment(c.At))},
			{Text: kit.T(t("record.erase_reason_" + c.Reason))}}) // i18n: prefix record.erase_reason_
	}
	return kit.Scroll{Label: t("custody.certificates_table"), Body: table}
}

func (web *Web) certificate(r *page.Request) (custody.Certificate, error) {
	id, err := r.PathID("certificate")
	if err != nil {
		return custody.Certificate{}, err
	}
	return web.custody.Certificate(r.Context(), r.Who, id)
}

func (web *Web) showCertificate(r *page.Request) (*page.Answer, error) {
	c, err := web.certificate(r)
	if err != nil {
		return nil, err
	}
	t, own := r.L.T, "/retention/certificates/"+c.ID
	list := kit.SummaryList{}
	for _, f := range c.Facts(r.L) {
		list.Rows = append(list.Rows, kit.Row{Key: kit.T(f.Name), Value: kit.Name(f.Value)})
	}
	v := desk.Page{Title: t("custody.certificate"), Lead: t("custody.certificate_lead"), Wide: true, After: compact([]kit.Content{list, sourceOf(r, c.Source)})}
	if c.Proof == nil {
		v.After = append(v.After, kit.InsetText{Text: kit.T(t("custody.proof_waits"))})
	} else {
		v.After = append(v.After, desk.Part("proof", t("custody.proof"), desk.Para(kit.T(t("custody.proof_what"))), desk.Para(desk.Link(t("custody.proof_take"), own+"/proof")),
			kit.Details{Summary: kit.T(t("custody.proof_see")), Body: proofText(t("custody.proof"), string(c.Proof))}))
	}
	v.After = append(v.After, desk.Para(desk.Link(t("custody.certificate_pdf"), own+"/paper")))
	return v.Answer(nil).Back("/retention"), nil
}

// takeCertificate gives the certificate as a PDF.
func (web *Web) takeCertificate(r *page.Request) (*page.Answer, error) {
	c, err := web.certificate(r)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := print.WritePDF(&b, c.Doc(r.L)); err != nil {
		return nil, err
	}
	return page.File("certificate.pdf", "application/pdf", b.Bytes()), nil
}

// takeProof gives the ledger's proof, for tools/ledgerproof.
func (web *Web) takeProof(r *page.Request) (*page.Answer, error) {
	c, err := web.certificate(r)
	if err != nil {
		return nil, err
	}
	if c.Proof == nil {
		return nil, problem.New(problem.NotFound, "custody.proof_waits")
	}
	return page.File("proof.json", "application/json", c.Proof), nil
}
