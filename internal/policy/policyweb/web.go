// Package policyweb shows initiatives, appraisals, evaluations and briefings.
package policyweb

import (
	"slices"

	"stablefutures/internal/framework"
	"stablefutures/internal/page"
	"stablefutures/internal/policy"
)

// Web is the pages of this room.
type Web struct {
	policy    *policy.Service
	framework *framework.Service
}

// New makes the pages.
func New(s *policy.Service, f *framework.Service) *Web { return &Web{s, f} }

// Routes are the pages' rows.
func (web *Web) Routes() []page.Route {
	return slices.Concat(
		web.initiativeRoutes(),
		web.evaluationRoutes(),
		web.appraisalRoutes(),
		web.briefingRoutes(),
	)
}
