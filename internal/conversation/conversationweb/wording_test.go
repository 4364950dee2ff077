package conversationweb_test

import (
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/conversation/conversationweb"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/testkit"
)

// wording is the checksum under which a record keeps what a pack says.
func (w *world) wording(p *framework.Pack) string {
	w.t.Helper()
	sum, err := w.shelf.KeepWording(w.t.Context(), w.ed, p)
	must(w.t, err)
	return sum
}

func TestOpening_keepsWhichWordsWereShown(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		demo := newWorld(t, d, nil)
		arabic, _ := demo.ed.Pack("ar")
		english, _ := demo.ed.Pack("en")
		if got := demo.sitting(demo.open("ar")).Setup.Wording; !slices.Equal(got, []string{demo.wording(arabic)}) {
			t.Errorf("in a demonstration all is shown in Arabic, and the record keeps %v", got)
		}
		if got := demo.sitting(demo.open("en")).Setup.ShownWordings(); !slices.Equal(got, []string{demo.wording(english)}) {
			t.Errorf("in English: %v", got)
		}
	})
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, func(o *conversationweb.Options) { o.Demo = false }) // drafts are let in, but not for agreement and safety
		arabic, _ := w.ed.Pack("ar")
		english, _ := w.ed.Pack("en")
		if got := w.sitting(w.open("ar")).Setup.Wording; !slices.Equal(got, []string{w.wording(english), w.wording(arabic)}) {
			t.Errorf("agreement and safety are told in English, and the record keeps %v", got)
		}
	})
}

// A picture that was brought here reaches devices too, and they fetch the pictures again for it.
func TestTool_hasPicturesThatWereBrought(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), nil)
	before := w.get("nobody", "/tool/sw.js")
	const name = "own-00000000000000000001"
	kit.LendDrawing(name, `<path d="M8 40h33"/>`)
	if pictures := w.get("nobody", "/tool/pictures.svg"); !strings.Contains(pictures, `<symbol id="`+name+`" viewBox="0 0 48 48"><path d="M8 40h33"/></symbol>`) {
		t.Error("it is not among the pictures")
	}
	if w.get("nobody", "/tool/sw.js") == before {
		t.Error("a device is not told that the pictures are others")
	}
}
