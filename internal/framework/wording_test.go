package framework_test

import (
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

// worded is a framework service over a real database, with people of one organisation.
type worded struct {
	*framework.Service
	door                   *access.Door
	steward, other, worker permit.Actor
	checklist              *framework.Edition
	now                    time.Time
}

func newWorded(t testing.TB, d *db.DB) *worded {
	t.Helper()
	ring, err := seal.NewRing()
	if err != nil {
		t.Fatal(err)
	}
	w := &worded{now: testkit.Now()}
	clock := func() time.Time { return w.now }
	ledger.New(d, ring, clock)
	w.door = access.New(d, ring, clock, nil)
	w.Service = framework.New(w.door)
	w.UseDrawings(func(name string) string { return `<path d="M8 8h` + name + `"/>` }, nil)
	organisation := db.NewID()
	w.steward = permit.Actor{ID: db.NewID(), Organisation: organisation, Roles: []permit.Role{permit.Steward}}
	w.other = permit.Actor{ID: db.NewID(), Organisation: organisation, Roles: []permit.Role{permit.Steward}}
	w.worker = permit.Actor{ID: db.NewID(), Organisation: organisation, Roles: []permit.Role{permit.Practitioner}}
	w.checklist, _ = framework.BySet(framework.SetChecklist)
	return w
}

// another is the service as another process has it, over the same database.
func (w *worded) another() *framework.Service {
	s := framework.New(w.door)
	s.UseDrawings(func(name string) string { return `<path d="M8 8h` + name + `"/>` }, nil)
	return s
}

func (w *worded) shown(t *testing.T, checksum string) (shown framework.Wording) {
	t.Helper()
	var document []byte
	err := w.door.Read(t.Context(), w.worker, permit.ReadFramework, access.Nothing, func(work *access.Work) (err error) {
		shown, document, err = framework.ShownWording(t.Context(), work, checksum)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if wrong := testkit.OpenSchema(t, "wording-1").Wrong(document); wrong != nil {
		t.Errorf("%s is not as its schema says: %v", checksum, wrong)
	}
	return shown
}

func TestKeepWording_keepsEveryWordAndPictureOnce(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorded(t, d)
		seen := map[string]bool{}
		for _, lang := range w.checklist.Languages {
			pack, _ := w.Pack(t.Context(), w.checklist, lang)
			sum, err := w.KeepWording(t.Context(), w.checklist, pack)
			if err != nil || len(sum) != 64 || seen[sum] {
				t.Fatalf("%s: %q, %v", lang, sum, err)
			}
			seen[sum] = true
			if again, err := w.another().KeepWording(t.Context(), w.checklist, pack); err != nil || again != sum {
				t.Errorf("%s again, by another process: %q, %v", lang, again, err)
			}
			shown := w.shown(t, sum)
			if shown.Checksum() != sum || shown.Lang != lang || shown.Edition != w.checklist.ID || shown.Number != 0 || shown.Status != pack.Status() {
				t.Errorf("%s: %+v", lang, shown.Format)
			}
			card, _ := pack.Card("B1")
			outcome, _ := w.checklist.Outcome("B1")
			if shown.Texts["card/B1/ask"] != card.Ask || shown.Texts["ui/stop.text"] != pack.Text("stop.text") || shown.Pictures["card/B1"] != outcome.Picture ||
				shown.Pictures["screen/safe"] != "shield" || shown.Drawings["shield"] != `<path d="M8 8hshield"/>` {
				t.Errorf("%s: not what is shown", lang)
			}
			for key := range shown.Texts {
				if !framework.ForYoung(key) {
					t.Errorf("%s keeps %s, which no young person sees", lang, key)
				}
			}
		}
		if sum, err := w.KeepWording(t.Context(), w.checklist.WithoutWording(), nil); sum != "" || err != nil {
			t.Errorf("codes were kept: %q, %v", sum, err)
		}
	})
}
