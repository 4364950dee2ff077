package handoverweb

import (
	"bytes"
	"net/url"
	"time"

	"stablefutures/internal/handover"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/print"
)

type copyView struct {
	Privacy, PrivacyURL         string // what happens to their words
	Title, For                  string
	SaidT, MattersT, PromisedT  string
	Said                        []copySaid
	Matters                     []kit.Content
	Promises                    []copyPromise
	None                        string
	ReadersT                    string
	Readers                     kit.Content
	Ask, MadeOn, Edition, Draft string
	Paper                       paperView
	StaffLang, StaffDir         string
}

type copySaid struct {
	Drawing  string
	Name     kit.Content
	Choice   string
	Picture  string
	Words    kit.Content
	ByWorker string
}

type copyPromise struct {
	What, Also                 kit.Content
	ByWhom, Owner, ByWhen, Day string
	Happened, State            string
	Why                        kit.Content
}

// paperView asks about paper, in the young person's language, and offers the worker the ways to give it.
type paperView struct {
	Question, Fine, Safe, No string
	PDF, Print               string
	PDFURL, Action, Sitting  string
	Languages                []kit.LanguageLink
}

// showCopy is the young person's one page.
func (p *Pages) showCopy(r *page.Request) (*page.Answer, error) {
	id, c, err := p.copy(r)
	if err != nil {
		return nil, err
	}
	t := c.Pack.Text
	l := i18n.For(c.Language)
	v := copyView{Title: t("copy.title"), For: t("copy.for", "who", c.For), SaidT: t("copy.said"), MattersT: t("copy.matters"),
		PromisedT: t("copy.promised"), None: t("copy.no_promises"), ReadersT: t("copy.readers"),
		Ask: t("copy.ask"), MadeOn: t("copy.made_on", "date", l.Day(c.MadeOn.Format(time.DateOnly))),
		Edition: t("copy.edition", "edition", c.Edition), StaffLang: r.L.Tag(), StaffDir: r.L.Dir()}
	v.Privacy, v.PrivacyURL = t("privacy.title"), "/your-words?lang="+c.Language
	if !c.Pack.Trusted() {
		v.Draft = t("copy.machine")
	}
	if c.Readers != "" {
		v.Readers = kit.Sentence(c.Language, i18n.Dir(c.Language), c.Readers)
	}
	v.fill(c, l)
	query := url.Values{"sitting": {c.Sitting}, "language": {c.Language}}.Encode()
	v.Paper = paperView{Question: t("copy.paper_question"), Fine: t("copy.paper_fine"), Safe: t("copy.paper_safe"), No: t("copy.paper_no"),
		PDF: r.L.T("handover.copy_pdf"), Print: r.L.T("page.print"), PDFURL: "/people/" + id + "/copy/pdf?" + query,
		Action: "/people/" + id + "/copy/paper", Sitting: c.Sitting, Languages: copyLanguages(id, c)}
	return page.Show(r.L.T("handover.copy_title"), copyBody(v)).In(page.Document).Leaving().Speaking(c.Language).Saying(page.WordsIn(r.L, c.Pack.Text)).
		Back("/people/" + id), nil
}

func (p *Pages) copy(r *page.Request) (id string, c handover.Copy, err error) {
	if id, err = r.PathID("id"); err != nil {
		return id, c, err
	}
	sitting := r.Form.ID("sitting")
	if err := r.Form.Err(); err != nil {
		return id, c, err
	}
	c, err = p.handover.Copy(r.Context(), r.Who, id, sitting, r.Form.Line("language", 35))
	return id, c, err
}

func copyLanguages(id string, c handover.Copy) []kit.LanguageLink {
	var links []kit.LanguageLink
	for _, tag := range c.Languages {
		own, _ := i18n.LanguageName(tag)
		links = append(links, kit.LanguageLink{Name: own, Lang: tag, Dir: i18n.Dir(tag), Current: tag == c.Language,
			Href: "/people/" + id + "/copy?" + url.Values{"sitting": {c.Sitting}, "language": {tag}}.Encode()})
	}
	return links
}

func (v *copyView) fill(c handover.Copy, l i18n.L) {
	for _, s := range c.Said {
		item := copySaid{Drawing: s.CopyTopic.Picture, Name: in(s.CopyTopic.Language, s.Name), Choice: s.Choice, Picture: s.Picture}
		if s.Words != "" {
			item.Words = kit.Quote{Words: s.Words, Lang: s.Language, Dir: i18n.Dir(s.Language)}
		}
		if s.ByWorker {
			item.ByWorker = c.Pack.Text("words.by_worker")
		}
		v.Said = append(v.Said, item)
	}
	for _, m := range c.Matters {
		v.Matters = append(v.Matters, in(m.Language, m.Name))
	}
	for _, p := range c.Promises {
		item := copyPromise{What: in(p.Language, p.What), ByWhom: c.Pack.Text("copy.by_whom"), Owner: p.Owner,
			ByWhen: c.Pack.Text("copy.by_when"), Day: l.Day(p.DueOn), Happened: c.Pack.Text("copy.happened"), State: p.Happened}
		if p.Also != "" {
			item.Also = in(p.AlsoLanguage, p.Also)
		}
		if p.Why != "" {
			item.Why = in("en", p.Why)
		}
		v.Promises = append(v.Promises, item)
	}
}

func in(lang, s string) kit.Content { return kit.In(lang, i18n.Dir(lang), s) }

// showCopyPDF is the same page on paper. Its file's name says nothing.
func (p *Pages) showCopyPDF(r *page.Request) (*page.Answer, error) {
	_, c, err := p.copy(r)
	if err != nil {
		return nil, err
	}
	return onPaper(c.Doc())
}

// showTold is what was promised and what happened, to take along on paper. Its file's name says nothing.
func (p *Pages) showTold(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	told, err := p.handover.Told(r.Context(), r.Who, id, r.Form.Line("language", 35))
	if err != nil {
		return nil, err
	}
	return onPaper(told.Doc(r.L))
}

// showCardPDF is the card that a young person carries. Its file's name says nothing.
func (p *Pages) showCardPDF(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	card, err := p.handover.Card(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	return onPaper(card)
}

// onPaper answers with a document to print, under a name that says nothing.
func onPaper(d print.Doc) (*page.Answer, error) {
	var b bytes.Buffer
	if err := print.WritePDF(&b, d); err != nil {
		return nil, err
	}
	return page.File("page.pdf", "application/pdf", b.Bytes()), nil
}

// savePaper notes that the young person took no paper, which is fine.
func (p *Pages) savePaper(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	sitting := r.Form.ID("sitting")
	if err := r.Form.Err(); err != nil {
		return nil, err
	}
	if err := p.handover.DeclinePaper(r.Context(), r.Who, id, sitting); err != nil {
		return nil, err
	}
	return page.Redirect("/people/" + id), nil
}
