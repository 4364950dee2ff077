package app

import (
	"net/http"
	"strings"

	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
)

// publicPage is a page of text that anybody may read. Its messages are app.NAME.title, app.NAME.lead, and for each
// section app.NAME.SECTION and app.NAME.SECTION_text, whose lines are paragraphs; a line that begins with "- " is one of
// a list.
type publicPage struct {
	name     string
	sections []string
	draft    bool // it waits for the controller's own text, and says so
}

var publicPages = []publicPage{
	{"about", []string{"does", "ideas", "not", "words", "who"}, false},
	{"accessibility", []string{"body", "how", "status", "known", "report", "enforce", "method"}, true},
	{"privacy", []string{"kept", "why", "who", "limits", "log", "long", "rights", "cookies", "ask"}, true},
}

func (a *App) publicRoutes(mode Mode) []page.Route {
	rows := []page.Route{page.Get("/leave", permit.Public, func(r *page.Request) (*page.Answer, error) { return a.leave(r, mode) })}
	for _, p := range publicPages {
		rows = append(rows, page.Get("/"+p.name, permit.Public, p.show))
	}
	return rows
}

// publicView is a page of text, shaped.
type publicView struct {
	Title, Lead string
	Draft       kit.Content
	Sections    []publicSection
}

type publicSection struct {
	ID, Heading string
	Blocks      []publicBlock
}

// publicBlock is a paragraph, or a list when it has points.
type publicBlock struct {
	Text   string
	Points []string
}

// i18n: prefix app.about.
// i18n: prefix app.accessibility.
// i18n: prefix app.privacy.
func (p publicPage) show(r *page.Request) (*page.Answer, error) {
	at := "app." + p.name + "."
	v := publicView{Title: r.L.T(at + "title"), Lead: r.L.T(at + "lead")}
	if p.draft {
		v.Draft = kit.InsetText{Text: kit.T(r.L.T("app.draft"))}
	}
	for _, s := range p.sections {
		v.Sections = append(v.Sections, publicSection{ID: s, Heading: r.L.T(at + s), Blocks: blocks(r.L.T(at + s + "_text"))})
	}
	return page.Show(v.Title, publicBody(v)), nil
}

// blocks cuts a message into paragraphs and lists.
func blocks(text string) []publicBlock {
	var out []publicBlock
	for line := range strings.SplitSeq(text, "\n") {
		point, isPoint := strings.CutPrefix(line, "- ")
		switch {
		case !isPoint:
			out = append(out, publicBlock{Text: line})
		case len(out) > 0 && out[len(out)-1].Points != nil:
			out[len(out)-1].Points = append(out[len(out)-1].Points, point)
		default:
			out = append(out, publicBlock{Points: []string{point}})
		}
	}
	return out
}

// leave is where "exit this page" leads: the session ends, the browser is asked to forget this site, and an ordinary
// page opens. It is a link, so it is a GET; another site that links here signs nobody out.
func (a *App) leave(r *page.Request, mode Mode) (*page.Answer, error) {
	answer := page.Redirect(mode.Exit)
	if r.HTTP.Header.Get("Sec-Fetch-Site") == "cross-site" {
		return answer, nil
	}
	if token := r.Cookie(page.SessionCookie); token != "" {
		if err := a.Account.SignOut(r.Context(), token); err != nil {
			a.log.Error("leave", "id", r.ID, "problem", err.Error()) // whoever must leave now, leaves
		}
	}
	return answer.Forget().Cookie(page.SessionCookie, "", -1).Status(http.StatusSeeOther), nil
}
