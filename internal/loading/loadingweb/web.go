package loadingweb

import (
	"net/url"
	"strconv"

	"stablefutures/internal/framework"
	"stablefutures/internal/loading"
	"stablefutures/internal/page"
	"stablefutures/internal/permit"
)

// Web is the pages of the loading room.
type Web struct {
	loading *loading.Service
	shelf   *framework.Service
}

// New makes the pages.
func New(l *loading.Service, shelf *framework.Service) *Web { return &Web{loading: l, shelf: shelf} }

// uploadLimit leaves room for the form around a file of the greatest size.
const uploadLimit = loading.FileLimit + 1<<20

// Routes are the room's rows of the route table.
func (web *Web) Routes() []page.Route {
	const load = permit.LoadFramework
	return []page.Route{
		page.Get("/loading", load, web.showDrafts),
		page.Get("/loading/new", load, web.showNew),
		page.Post("/loading/new", load, web.saveNew),
		page.Get("/loading/letter", load, web.showLetter),
		page.Post("/loading/letter", load, web.saveLetter),
		page.Get("/loading/{draft}", load, web.showDraft),
		page.Get("/loading/{draft}/goal", load, web.showGoal),
		page.Post("/loading/{draft}/goal", load, web.saveGoal),
		page.Get("/loading/{draft}/file", load, web.showFile),
		page.Post("/loading/{draft}/file", load, web.saveFile).WithLimit(uploadLimit),
		page.Get("/loading/{draft}/files/{file}", load, web.openFile),
		page.Post("/loading/{draft}/files/{file}", load, web.readFile),
		page.Get("/loading/{draft}/pages/{page}", load, web.showPage),
		page.Post("/loading/{draft}/pages/{page}", load, web.savePage),
		page.Post("/loading/{draft}/pages/{page}/typed", load, web.saveTyped),
		page.Post("/loading/{draft}/pages/{page}/undo", load, web.saveUndo),
		page.Get("/loading/{draft}/pages/{page}/picture", load, web.openPicture),
		page.Get("/loading/{draft}/pieces/{piece}", load, web.showPiece),
		page.Post("/loading/{draft}/pieces/{piece}", load, web.savePiece),
		page.Get("/loading/{draft}/check", load, web.showCheck),
		page.Get("/loading/{draft}/about", load, web.showAbout),
		page.Post("/loading/{draft}/about", load, web.saveAbout),
		page.Get("/loading/{draft}/publish", load, web.showPublish),
		page.Post("/loading/{draft}/publish", load, web.savePublish),
		page.Get("/loading/{draft}/discard", load, web.showDiscard),
		page.Post("/loading/{draft}/discard", load, web.saveDiscard),
		page.Get("/additions/new", permit.SuggestWording, web.showAdd),
		page.Post("/additions/new", permit.SuggestWording, web.saveAdd),
		page.Get("/additions", load, web.showAdditions),
		page.Get("/additions/{addition}", load, web.showAddition),
		page.Post("/additions/{addition}", load, web.saveAddition),
	}
}

// at gives the address of something of a draft.
func at(draft, rest string) string { return "/loading/" + draft + rest }

func pageURL(draft string, number int) string { return at(draft, "/pages/"+strconv.Itoa(number)) }

func pieceURL(draft, piece string) string { return at(draft, "/pieces/"+url.PathEscape(piece)) }

// open gives the draft that a request is about.
func (web *Web) open(r *page.Request) (*loading.Opened, error) {
	id, err := r.PathID("draft")
	if err != nil {
		return nil, err
	}
	return web.loading.Open(r.Context(), r.Who, id)
}

type hidden struct{ Name, Value string }

// guard is what a form that changes a draft carries unseen: an id, so that sending it twice changes nothing more, and
// how far the draft had come when the form was made.
func guard(r *page.Request, o *loading.Opened) []hidden {
	id := r.Form.Raw("operation")
	if r.HTTP.Method == "GET" || id == "" {
		id = page.NewID()
	}
	return []hidden{{"operation", id}, {"seen", strconv.Itoa(o.Seen)}}
}

// seen reads what guard wrote; one that is no number never matches.
func seen(f *page.Form) int {
	n, err := strconv.Atoi(f.Raw("seen"))
	if err != nil {
		return -1
	}
	return n
}
