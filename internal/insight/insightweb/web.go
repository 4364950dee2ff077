// Package insightweb shows what can be learnt over all records: dashboards, saved questions, pooling.
package insightweb

import (
	"slices"

	"stablefutures/internal/framework"
	"stablefutures/internal/insight"
	"stablefutures/internal/page"
)

// Web is the pages of this room.
type Web struct {
	insight   *insight.Service
	framework *framework.Service
}

// New makes the pages.
func New(s *insight.Service, f *framework.Service) *Web { return &Web{s, f} }

// Routes are the pages' rows.
func (web *Web) Routes() []page.Route {
	return slices.Concat(web.poolRoutes())
}
