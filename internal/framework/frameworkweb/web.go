// Package frameworkweb shows the frameworks to staff and lets an organisation choose the one it works with. It shows no
// one's record, and preselects nothing.
package frameworkweb

import (
	"slices"

	"stablefutures/internal/framework"
	"stablefutures/internal/page"
	"stablefutures/internal/permit"
)

// Web is the pages of the framework room.
type Web struct {
	service *framework.Service
}

// New makes the pages.
func New(service *framework.Service) *Web { return &Web{service: service} }

// Routes are the room's rows of the route table.
func (web *Web) Routes() []page.Route {
	return slices.Concat(web.crosswalkRoutes(), web.keyRoutes(), web.wordingRoutes(), []page.Route{
		page.Get("/frameworks", permit.ReadFramework, web.showList),
		page.Get("/frameworks/choose", permit.ChooseFramework, web.chooseFor(framework.Children, web.showChoose)),
		page.Post("/frameworks/choose", permit.ChooseFramework, web.chooseFor(framework.Children, web.saveChoose)),
		page.Get("/frameworks/choose/adults", permit.ChooseFramework, web.chooseFor(framework.Adults, web.showChoose)),
		page.Post("/frameworks/choose/adults", permit.ChooseFramework, web.chooseFor(framework.Adults, web.saveChoose)),
		page.Get("/frameworks/{set}", permit.ReadFramework, web.showSet),
		page.Get("/frameworks/{set}/{code}", permit.ReadFramework, web.showItem),
	})
}
