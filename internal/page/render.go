package page

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"stablefutures/internal/i18n"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
)

// render writes the whole page: frame, banner, navigation, body.
func (s *Server) render(w io.Writer, r *Request, a *Answer) error {
	say := Words(r.L)
	if a.words != nil {
		say = *a.words
	}
	ctx := kit.WithWords(r.Context(), say)
	page := kit.Layout(s.chrome(r, a))
	return page.Render(templ.WithChildren(ctx, a.body), w)
}

func (s *Server) chrome(r *Request, a *Answer) kit.Chrome {
	lang := a.lang
	if lang == "" {
		lang = r.L.Tag()
	}
	c := kit.Chrome{
		Frame: map[Frame]kit.Frame{Staff: kit.Staff, Child: kit.Child, Plain: kit.Plain, Document: kit.Document}[a.frame],
		Lang:  lang, Dir: i18n.Dir(lang), Title: a.title, AppName: r.L.T("page.product"), HomeURL: s.config.Home,
		NavLabel: r.L.T("page.navigation"), Controls: a.controls, Scripts: a.scripts, Styles: a.styles, Banner: s.banner(r),
	}
	if r.own { // in a tab and in a list of pages it is called what it says itself, and no more
		c.AppName, c.HomeURL = a.title, s.config.PlaceIn
	}
	if a.back != "" {
		back := r.L.T("page.back")
		if a.words != nil {
			back = a.words.Back
		}
		c.Back = &kit.Link{Text: kit.T(back), Href: a.back}
	}
	for _, crumb := range a.crumbs {
		c.Breadcrumbs = append(c.Breadcrumbs, kit.Crumb{Text: kit.T(crumb.Text), Href: crumb.URL})
	}
	switch a.frame {
	case Child:
		c.Exit = s.exit(r)
	case Document:
		if a.leaving {
			c.Exit = s.exit(r)
		}
	case Staff, Plain:
		s.dressStaff(r, a, &c)
	}
	return c
}

// helpPage says how to leave, and when not to use an own device.
const helpPage = "/leaving"

// exit is the way out of a page that a young person may be looking at; nil where none is set.
func (s *Server) exit(r *Request) *kit.Exit {
	if s.config.Exit == "" {
		return nil
	}
	e := &kit.Exit{Href: "/leave", Help: helpPage}
	if r.own {
		e.Href, e.Help = s.config.PlaceIn+"/leave", ""
	}
	if r.HTTP.URL.Path == helpPage {
		e.Help = "" // no page leads to itself
	}
	return e
}

func (s *Server) dressStaff(r *Request, a *Answer, c *kit.Chrome) {
	if r.Who.ID != "" && a.frame == Staff {
		for _, n := range s.config.Nav {
			if permit.Could(r.Who, n.Needs) {
				at := r.HTTP.URL.Path
				c.Nav = append(c.Nav, kit.NavItem{Text: kit.T(r.L.T(n.Key)), Href: n.URL, Current: at == n.URL,
					Active: n.URL != "/" && strings.HasPrefix(at, n.URL+"/")})
			}
		}
		c.SignedIn = &kit.SignedIn{Name: kit.Name(r.Session.Name), Href: "/account", SignOutURL: "/sign-out",
			SignOut: r.L.T("page.sign_out")}
	}
	here := s.config.Home
	if r.HTTP.Method == http.MethodGet {
		here = r.HTTP.URL.RequestURI()
	}
	for _, tag := range i18n.Languages() {
		own, _ := i18n.LanguageName(tag)
		c.Languages = append(c.Languages, kit.LanguageLink{Name: own, Lang: tag, Dir: i18n.Dir(tag),
			Href: "/language/" + tag + "?next=" + url.QueryEscape(here), Current: tag == r.L.Tag()})
	}
	c.Footer = []kit.Link{
		{Text: kit.T(r.L.T("page.footer_explore")), Href: "/explore"},
		{Text: kit.T(r.L.T("page.footer_paper")), Href: "/paper"},
		{Text: kit.T(r.L.T("page.footer_about")), Href: "/about"},
		{Text: kit.T(r.L.T("page.footer_accessibility")), Href: "/accessibility"},
		{Text: kit.T(r.L.T("page.footer_privacy")), Href: "/privacy"},
	}
	c.FooterNote = kit.T(r.L.T("page.footer_independent"))
}

func (s *Server) banner(r *Request) kit.Content {
	if s.config.Banner == nil {
		return nil
	}
	// In the reader's language, said as such: the page around it may be a young person's, in another one.
	say := func(key string) kit.Content { return kit.In(r.L.Tag(), r.L.Dir(), r.L.T(key)) }
	switch b := s.config.Banner(r); {
	case r.own && b != DemoBanner: // it would say what the page is part of
		return nil
	case b == TrialBanner:
		return kit.PhaseBanner{Tag: kit.Tag{Text: say("page.trial_tag"), Kind: kit.TagWarm}, Text: say("page.trial_text")}
	case b == DemoBanner:
		return kit.PhaseBanner{Tag: kit.Tag{Text: say("page.demo_tag"), Kind: kit.TagWarm}, Text: say("page.demo_text")}
	}
	return nil
}

// chooseLanguage keeps the chosen interface language in a cookie and goes back to where the reader was.
func (s *Server) chooseLanguage(r *Request) (*Answer, error) {
	return Redirect(s.SafeNext(r.Form.Raw("next"))).Cookie(LanguageCookie, i18n.For(r.Path("tag")).Tag(), 365*24*3600), nil
}

// Fragment renders a component by itself, for tests and for pages that embed one as text.
func Fragment(ctx context.Context, c templ.Component) (string, error) {
	var b strings.Builder
	err := c.Render(ctx, &b)
	return b.String(), err
}
