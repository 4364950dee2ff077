package sharingweb

import (
	"errors"
	"io"
	"strings"
	"time"

	"stablefutures/internal/account"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/sharing"
)

// BetweenPages are the pages of what goes between deployments.
type BetweenPages struct {
	between  *sharing.Between
	accounts *account.Service
}

// NewBetween makes the pages.
func NewBetween(b *sharing.Between, a *account.Service) *BetweenPages { return &BetweenPages{b, a} }

// packageLimit bounds a form that carries a package, which grows by a third on its way through the preview.
const packageLimit = 8 << 20

// Routes lists them.
func (p *BetweenPages) Routes() []page.Route {
	return []page.Route{
		page.Get("/partners", permit.ManagePartners, p.showPartners),
		page.Post("/partners", permit.ManagePartners, p.addPartner),
		page.Get("/partners/card", permit.ManagePartners, p.card),
		page.Post("/partners/{partner}/confirm", permit.ManagePartners, p.confirmPartner),
		page.Post("/partners/{partner}/end", permit.ManagePartners, p.endPartner),
		page.Get("/people/{id}/deployments", permit.DecideShare, p.showSent),
		page.Post("/people/{id}/deployments/{transfer}/withdraw", permit.DecideShare, p.withdraw),
		page.Get("/people/{id}/deployments/{transfer}/package", permit.DecideShare, p.carrySent),
		page.Get("/packages", permit.ListRecords, p.showPackages),
		page.Post("/packages", permit.TakeInShare, p.look).WithLimit(packageLimit),
		page.Post("/packages/take", permit.TakeInShare, p.takeIn).WithLimit(packageLimit),
		page.Get("/packages/{record}", permit.ReadReceived, p.showReceived),
		page.Post("/packages/{record}/answer", permit.AnswerReceived, p.answer),
		page.Post("/packages/{record}/settle", permit.AnswerReceived, p.settle),
		page.Get("/packages/{record}/package", permit.ReadReceived, p.carryReceived),
	}
}

type betweenView struct {
	Title, Lede    string
	Summary, Whose kit.Content
	Sections       []betweenSection
}

// betweenSection is one part of a page: what it shows, and a form where there is something to do.
type betweenSection struct {
	Heading, Text, Action string
	Show                  []kit.Content
	Hidden                []betweenHidden
	Fields                []kit.Content
	Save                  kit.Content
}

type betweenHidden struct{ Name, Value string }

// shown gives a page, or the page again with what to mend.
func betweenShown(r *page.Request, v betweenView, wrong error) *page.Answer {
	v.Summary = r.Problems(wrong).Summary()
	if wrong != nil {
		return page.Invalid(v.Title, betweenBody(v))
	}
	return page.Show(v.Title, betweenBody(v))
}

// onField puts a refusal that names no field of its own on one, so that the page can say it there.
func onField(err error, field string) error {
	var e *problem.Error
	if !errors.As(err, &e) || len(e.Fields) > 0 || !strings.HasPrefix(e.Key, "between.") {
		return err
	}
	var c problem.Check
	c.Add(field, e.Key, e.Args...)
	return c.Err()
}

// onDay gives the day of a moment as people read it.
func onDay(r *page.Request, at time.Time) string { return r.L.Day(promise.Day(at)) }

// lastDay gives the last day before a moment at which something ends.
func lastDay(r *page.Request, end time.Time) string { return onDay(r, end.Add(-time.Second)) }

func saveButton(r *page.Request, key string) kit.Content {
	return kit.Button{Text: kit.T(r.L.T(key)), Once: true}
}

func (p *BetweenPages) showPartners(r *page.Request) (*page.Answer, error) {
	return p.partnersPage(r, nil)
}

func (p *BetweenPages) partnersPage(r *page.Request, wrong error) (*page.Answer, error) {
	reg, err := p.between.Partners(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t, problems := r.L.T, r.Problems(wrong)
	v := betweenView{Title: t("between.partners_title"), Lede: t("between.partners_lede")}
	own := betweenSection{Heading: t("between.own_card_title"), Text: t("between.own_card_text")}
	if reg.Own != "" {
		own.Show = append(own.Show, kit.SummaryList{Rows: []kit.Row{{Key: kit.T(t("between.own_fingerprint")), Value: kit.T(sharing.ShownFingerprint(reg.Own))}}})
	}
	own.Show = append(own.Show, kit.Button{Text: kit.T(t("between.own_card_get")), Href: "/partners/card", Kind: kit.Secondary})
	v.Sections = append(v.Sections, own)
	for _, one := range reg.Partners {
		v.Sections = append(v.Sections, p.partnerSection(r, reg, one, problems))
	}
	v.Sections = append(v.Sections, betweenSection{Heading: t("between.partner_add"), Action: "/partners", Save: saveButton(r, "between.partner_add_go"), Fields: []kit.Content{
		kit.Textarea{Name: "card", Label: kit.Label{Text: kit.T(t("between.partner_card"))}, Hint: kit.T(t("between.partner_card_hint")), Value: r.Form.Raw("card"), Rows: 8,
			Spellcheck: "false", Error: problems.Of("card")},
		fingerprintInput(r, "fingerprint", problems),
		kit.Textarea{Name: "compared", Label: kit.Label{Text: kit.T(t("between.partner_compared"))}, Value: r.Form.Raw("compared"), Rows: 2, Error: problems.Of("compared")},
	}})
	return betweenShown(r, v, wrong), nil
}

func fingerprintInput(r *page.Request, id string, problems page.Problems) kit.Content {
	return kit.Input{Name: "fingerprint", ID: id, Label: kit.Label{Text: kit.T(r.L.T("between.fingerprint"))}, Hint: kit.T(r.L.T("between.fingerprint_hint")),
		Value: r.Form.Raw("fingerprint"), Autocomplete: "off", Spellcheck: "false", Autocapitalize: "none", Error: problems.Of(id)}
}

// partnerSection shows one partner. Its fingerprint is shown only once two people have compared it: the second shall
// type what they hear and not what they read here.
func (p *BetweenPages) partnerSection(r *page.Request, reg sharing.Register, one sharing.Partner, problems page.Problems) betweenSection {
	t := r.L.T
	row := func(key string, value kit.Content) kit.Row { return kit.Row{Key: kit.T(t(key)), Value: value} }
	rows := []kit.Row{row("between.partner_added", kit.Name(reg.People[one.AddedBy].Name+", "+onDay(r, one.AddedAt)))}
	s := betweenSection{Heading: one.Card.Name, Action: "/partners/" + one.ID + "/end", Save: kit.Button{Text: kit.T(t("between.partner_end")), Kind: kit.Secondary, Once: true}}
	switch {
	case one.EndedBy != "":
		rows = append(rows, row("between.partner_ended", kit.Name(reg.People[one.EndedBy].Name+", "+onDay(r, one.EndedAt))))
		s.Save = nil
	case one.ConfirmedBy != "":
		rows = append(rows, row("between.partner_confirmed", kit.Name(reg.People[one.ConfirmedBy].Name+", "+onDay(r, one.ConfirmedAt))),
			row("between.fingerprint", kit.T(sharing.ShownFingerprint(one.Card.Fingerprint()))))
	case one.AddedBy == r.Who.ID:
		rows = append(rows, row("between.partner_confirmed", kit.T(t("between.partner_waits"))))
	default:
		s.Action, s.Save = "/partners/"+one.ID+"/confirm", saveButton(r, "between.partner_confirm")
		s.Text, s.Fields = t("between.partner_confirm_text"), []kit.Content{fingerprintInput(r, "fingerprint-"+one.ID, problems)}
	}
	s.Show = []kit.Content{kit.SummaryList{Rows: append(rows, row("between.partner_compared", kit.Name(one.Compared)))}}
	return s
}

func (p *BetweenPages) addPartner(r *page.Request) (*page.Answer, error) {
	_, err := p.between.AddPartner(r.Context(), r.Who, sharing.NewPartner{Card: r.Form.Raw("card"), Fingerprint: r.Form.Raw("fingerprint"), Compared: r.Form.Words("compared", 2000)})
	return p.partnerDone(r, onField(err, "card"))
}

func (p *BetweenPages) partnerDone(r *page.Request, err error) (*page.Answer, error) {
	if page.IsInvalid(err) {
		return p.partnersPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/partners"), nil
}

func (p *BetweenPages) confirmPartner(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("partner")
	if err != nil {
		return nil, err
	}
	err = p.between.ConfirmPartner(r.Context(), r.Who, id, r.Form.Raw("fingerprint"))
	var e *problem.Error
	if errors.As(err, &e) && len(e.Fields) > 0 {
		var c problem.Check
		c.Add("fingerprint-"+id, e.Fields[0].Key)
		err = c.Err()
	}
	return p.partnerDone(r, err)
}

func (p *BetweenPages) endPartner(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("partner")
	if err != nil {
		return nil, err
	}
	return p.partnerDone(r, p.between.EndPartner(r.Context(), r.Who, id))
}

func (p *BetweenPages) card(r *page.Request) (*page.Answer, error) {
	c, err := p.between.OwnCard(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	return page.File("partner-card.json", "application/json", c.Text()), nil
}

// broughtIn reads the package of a form: the file itself, or what the preview carries on.
func broughtIn(r *page.Request) ([]byte, error) {
	head := r.Form.File("file")
	var c problem.Check
	if head == nil {
		c.Add("file", "between.needs_file")
		return nil, c.Err()
	}
	f, err := head.Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, packageLimit))
}
