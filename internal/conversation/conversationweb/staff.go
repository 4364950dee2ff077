package conversationweb

import (
	"github.com/a-h/templ"

	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
)

// staffPage is every page of the worker's side.
type staffPage struct {
	Title, Caption  string
	Problems        kit.Content
	Parts           []kit.Content
	Action          string
	DraftURL        string
	Saved, NotSaved string
	Hidden          []hidden
	Fields          []kit.Content
	Buttons         []kit.Content
	Below           []kit.Content
}

func (v staffPage) autosave() templ.Attributes {
	if v.DraftURL == "" {
		return nil
	}
	return templ.Attributes{"data-autosave": v.DraftURL, "data-autosave-saved": v.Saved, "data-autosave-failed": v.NotSaved}
}

type smallForm struct {
	Action string
	Hidden []hidden
	Fields []kit.Content
}

// answer shows the page, with 422 when something in it has to be mended.
func (v staffPage) answer(back string) *page.Answer {
	a := page.Show(v.Title, staffBody(v))
	if v.Problems != nil {
		a = page.Invalid(v.Title, staffBody(v))
	}
	return a.Back(back)
}
