// Package insightweb shows what can be learnt over all records: subjects, questions that are kept, reports, pooling.
//
// What it is for: whoever answers for an organisation sees what was asked and answered over everybody at once, how far that reaches,
// what happened meanwhile, and, where the numbers are too small, which other ways there are.
//
// Words it owns: none of its own.
//
// Tables it owns: none.
//
// What it relies on: insight, release (what a figure is cited by), disclosure, chart, framework, page, print.
//
// What it never does: it asks nothing when a page is looked at (what is asked leaves, and stays out for ever), shows no figure that is
// not Protected, and ranks nobody.
package insightweb

import (
	"slices"

	"stablefutures/internal/framework"
	"stablefutures/internal/insight"
	"stablefutures/internal/page"
	"stablefutures/internal/permit"
)

// Web is the pages of this room.
type Web struct {
	insight   *insight.Service
	framework *framework.Service
}

// New makes the pages.
func New(s *insight.Service, f *framework.Service) *Web { return &Web{s, f} }

const sheet = "insight.css"

// Routes are the pages' rows.
func (web *Web) Routes() []page.Route {
	return slices.Concat(web.seeingRoutes(), web.savedRoutes(), web.reportRoutes(), web.poolRoutes())
}

func (web *Web) seeingRoutes() []page.Route {
	return []page.Route{
		page.Get("/insight", permit.ReadInsight, web.showHome),
		page.Post("/insight", permit.MakeRelease, web.askCovered),
		page.Get("/insight/{subject}", permit.ReadInsight, web.showSubject),
		page.Post("/insight/{subject}", permit.MakeRelease, web.askSubject),
		page.Get("/insight/subjects/{subject}/pdf", permit.ReadInsight, web.takeSubject),
		page.Get("/insight/ask", permit.ReadInsight, web.showAsk),
		page.Post("/insight/ask", permit.MakeRelease, web.ask),
		page.Get("/insight/answers/{answer}", permit.ReadInsight, web.showAnswer),
		page.Get("/insight/answers/{answer}/file", permit.ReadInsight, web.takeAnswer),
	}
}

func (web *Web) savedRoutes() []page.Route {
	return []page.Route{
		page.Get("/insight/questions", permit.ReadInsight, web.showQuestions),
		page.Get("/insight/questions/new", permit.HoldInsight, web.showKeep),
		page.Post("/insight/questions/new", permit.HoldInsight, web.keep),
		page.Get("/insight/questions/{question}", permit.ReadInsight, web.showQuestion),
		page.Post("/insight/questions/{question}", permit.MakeRelease, web.askAgain),
		page.Get("/insight/questions/{question}/change", permit.HoldInsight, web.showChange),
		page.Post("/insight/questions/{question}/change", permit.HoldInsight, web.change),
		page.Post("/insight/questions/{question}/take-away", permit.HoldInsight, web.takeAway),
		page.Get("/insight/notes", permit.ReadInsight, web.showNotes),
		page.Post("/insight/notes", permit.HoldInsight, web.writeNote),
		page.Post("/insight/notes/{note}/take-away", permit.HoldInsight, web.takeNote),
	}
}

func (web *Web) reportRoutes() []page.Route {
	return []page.Route{
		page.Get("/insight/reports", permit.ReadInsight, web.showReports),
		page.Get("/insight/reports/new", permit.HoldInsight, web.showSchedule),
		page.Post("/insight/reports/new", permit.HoldInsight, web.schedule),
		page.Post("/insight/schedules/{schedule}/make", permit.HoldInsight, web.makeReport),
		page.Post("/insight/schedules/{schedule}/end", permit.HoldInsight, web.endSchedule),
		page.Get("/insight/reports/{report}", permit.ReadInsight, web.showReport),
		page.Get("/insight/reports/{report}/file", permit.ReadInsight, web.takeReport),
	}
}

func may(r *page.Request, act permit.Action) bool { return permit.Could(r.Who, act) }

// asking reads a question from a form or an address; what it cannot be is left for the service to refuse.
func asking(r *page.Request) insight.Asking {
	q := insight.Asking{Measure: r.Form.Raw("measure"), Rules: r.Form.Raw("rules")}
	for _, name := range []string{"by", "and"} {
		if a := r.Form.Raw(name); a != "" {
			q.By = append(q.By, ownAxis(r, q.Of(), insight.Axis(a)))
		}
	}
	return q
}

// ownAxis is the direction of a measure that is called as the one that was chosen: what was said is by outcome, and so is what is
// in the way, though each is written down in a way of its own.
func ownAxis(r *page.Request, m insight.Measure, chosen insight.Axis) insight.Axis {
	for _, a := range m.By {
		if a.Title(r.L) == chosen.Title(r.L) {
			return a
		}
	}
	return chosen
}
