// Package togetherweb shows what young people say and decide together: rounds, the board and its poster, the advisory
// group's space, and what they gave to be published.
//
// What it is for: the facilitator's pages, the page on which one after another answers on the worker's device, the sheet for
// paper, and the register of what left.
//
// Words it owns: none of its own.
//
// Tables it owns: none.
//
// What it relies on: together, release, disclosure, framework, account, page, kit.
//
// What it never does: it shows no figure that is not Protected, and no count of who answered while a round is open.
package togetherweb

import (
	"slices"

	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/permit"
	"stablefutures/internal/record"
	"stablefutures/internal/release"
	"stablefutures/internal/together"
)

// Options are what the pages need from other rooms.
type Options struct {
	Together  *together.Service
	Releases  *release.Service
	Framework *framework.Service
	Records   *record.Service // whose language a young person is asked in
	DraftsOK  bool            // a young person may meet machine-drafted text
	Demo      bool            // everybody here is invented
	// Says gives in words what a release of a key is of, and what its codes mean.
	Says func(l i18n.L, key string) (title string, word func(code string) string)
}

// Web is the pages of the room.
type Web struct {
	Options
}

// New makes the pages.
func New(o Options) *Web { return &Web{o} }

const sheet = "together.css"

// Routes are the room's rows of the route table.
func (web *Web) Routes() []page.Route {
	const round, item = "/together/rounds/{round}", "/together/board/{heard}"
	return append(slices.Concat(web.groupRoutes(), web.workRoutes()), []page.Route{
		page.Get("/together", permit.ReadTogether, web.showHome),
		page.Get("/together/rounds/new", permit.HoldTogether, web.showNewRound),
		page.Post("/together/rounds/new", permit.HoldTogether, web.saveNewRound),
		page.Get(round, permit.ReadTogether, web.showRound),
		page.Get(round+"/answer", permit.HoldTogether, web.showAnswer).ForChild(),
		page.Post(round+"/answer", permit.HoldTogether, web.saveAnswer).ForChild(),
		page.Get(round+"/thanks", permit.HoldTogether, web.showThanks).ForChild(),
		page.Get(round+"/sheet", permit.HoldTogether, web.showSheet).ForChild(),
		page.Get(round+"/paper", permit.HoldTogether, web.showPaper),
		page.Post(round+"/paper", permit.HoldTogether, web.savePaper),
		page.Post(round+"/close", permit.MakeRelease, web.saveClose),
		page.Post(round+"/words", permit.HoldTogether, web.saveWords),
		page.Get("/together/board", permit.ReadTogether, web.showBoard),
		page.Get("/together/board/new", permit.HoldTogether, web.showNewItem),
		page.Post("/together/board/new", permit.HoldTogether, web.saveNewItem),
		page.Get(item, permit.ReadTogether, web.showItem),
		page.Post(item, permit.HoldTogether, web.saveStep),
		page.Get("/together/poster", permit.ReadTogether, web.showPoster).ForChild(),
		page.Get("/together/releases", permit.ReadReleases, web.showReleases),
		page.Get("/together/releases/{release}", permit.ReadReleases, web.showRelease),
		page.Get("/together/releases/{release}/table.json", permit.ReadReleases, web.downloadRelease),
	}...)
}

func may(r *page.Request, act permit.Action) bool { return permit.Could(r.Who, act) }
