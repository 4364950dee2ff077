package page

import (
	"errors"
	"net/http"

	"stablefutures/internal/i18n"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

var statuses = map[problem.Kind]int{
	problem.Internal:  http.StatusInternalServerError,
	problem.NotFound:  http.StatusNotFound,
	problem.Invalid:   http.StatusUnprocessableEntity,
	problem.Forbidden: http.StatusForbidden,
	problem.Conflict:  http.StatusConflict,
}

var titles = map[problem.Kind]string{
	problem.Internal:  "problem.internal.title",
	problem.NotFound:  "problem.not_found.title",
	problem.Invalid:   "problem.invalid.title",
	problem.Forbidden: "problem.forbidden.title",
	problem.Conflict:  "problem.conflict.title",
}

// problemPage turns an error into a page, once, in the reader's language. It says what to do next and nothing of what
// went wrong inside.
func (s *Server) problemPage(r *Request, route Route, err error) *Answer {
	kind := problem.KindOf(err)
	key, args := problem.KeyOf(err), []any(nil)
	var e *problem.Error
	if errors.As(err, &e) {
		args = e.Args
	}
	status := statuses[kind]
	if key == "problem.too_large" {
		status = http.StatusRequestEntityTooLarge
	}
	if route.Raw {
		return problemJSON(status, key, r.L.T(key, args...))
	}
	view := problemView{Title: r.L.T(titles[kind]), Text: r.L.T(key, args...), Home: s.config.Home, GoHome: r.L.T("page.home"), ID: r.ID}
	if kind == problem.Internal {
		view.Reference = r.L.T("page.reference", "id", r.ID)
	}
	for _, p := range r.Problems(err).Items {
		view.Fields = append(view.Fields, p.Text)
	}
	a := Show(view.Title, problemBody(view)).Status(status)
	switch {
	case route.Own:
		view.Home = s.config.PlaceIn
		a = Show(view.Title, problemBody(view)).Status(status).In(Child)
	case r.Who.ID == "":
		a.In(Plain)
	}
	return a
}

// problemJSON is a problem for a script: its code, and the sentence it shows.
func problemJSON(status int, code, text string) *Answer {
	return JSON(status, map[string]string{"error": code, "message": text})
}

type problemView struct {
	Title, Text, Home, GoHome, Reference, ID string
	Fields                                   []kit.Content
}

// Problems is what is wrong with a form, ready for its components.
type Problems struct {
	Items  []kit.ErrorItem
	fields map[string]string
}

// Of gives the message for one field, nil when there is none: for a component's Error.
func (p Problems) Of(field string) kit.Content {
	if p.fields[field] == "" {
		return nil
	}
	return kit.T(p.fields[field])
}

// Any reports whether anything is wrong.
func (p Problems) Any() bool { return len(p.Items) > 0 }

// Summary gives the error summary, or nothing.
func (p Problems) Summary() kit.Content {
	if !p.Any() {
		return nil
	}
	return kit.ErrorSummary{Items: p.Items}
}

// Problems gives an Invalid error's fields in the reader's language, each linking to the field of its name.
func (r *Request) Problems(err error) Problems { return ProblemsOf(err, r.L) }

// ProblemsOf is Request.Problems for callers without a request.
func ProblemsOf(err error, l i18n.L) Problems {
	p := Problems{fields: map[string]string{}}
	var e *problem.Error
	if !errors.As(err, &e) {
		return p
	}
	for _, f := range e.Fields {
		if p.fields[f.Name] != "" {
			continue
		}
		p.fields[f.Name] = l.T(f.Key, f.Args...)
		p.Items = append(p.Items, kit.ErrorItem{Text: kit.T(p.fields[f.Name]), Href: "#" + f.Name})
	}
	return p
}

// ProblemsSaid is ProblemsOf in the words that say gives for each field: a page that is in another language than the
// interface's.
func ProblemsSaid(e *problem.Error, say func(problem.Field) string) Problems {
	p := Problems{fields: map[string]string{}}
	for _, f := range e.Fields {
		if p.fields[f.Name] == "" {
			p.fields[f.Name] = say(f)
			p.Items = append(p.Items, kit.ErrorItem{Text: kit.T(p.fields[f.Name]), Href: "#" + f.Name})
		}
	}
	return p
}

// IsInvalid reports whether a form should be shown again with what to mend.
func IsInvalid(err error) bool { return problem.Is(err, problem.Invalid) }

// sessionEnded answers a form that arrived after its session had ended. Nothing of it is kept here: the page itself
// holds it, to be sent again after signing in beside it.
func (s *Server) sessionEnded(r *Request) *Answer {
	view := endedView{Title: r.L.T("page.session_ended"), Text: r.L.T("page.session_ended_send"),
		SignIn: r.L.T("page.sign_in_new_tab"), Again: r.L.T("page.send_again"), Action: r.HTTP.URL.RequestURI()}
	for _, name := range r.Form.Names() {
		if name == "password" || name == "password_again" || name == "new_password" || name == "code" {
			continue // a secret is typed again, never shown to whoever sits there now
		}
		for _, value := range r.Form.All(name) {
			view.Fields = append(view.Fields, hiddenField{name, value})
		}
	}
	return Show(view.Title, endedBody(view)).In(Plain).Status(http.StatusUnauthorized)
}

type hiddenField struct{ Name, Value string }

type endedView struct {
	Title, Text, SignIn, Again, Action string
	Fields                             []hiddenField
}
