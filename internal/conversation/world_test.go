package conversation_test

import (
	"context"
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

// world is a database with two invented young people: Selam, with whom a team works, and Dawit, with whom others do.
type world struct {
	t       testing.TB
	d       *db.DB
	ring    *seal.Ring
	log     *ledger.Log
	door    *access.Door
	records *record.Service
	service *conversation.Service
	ed      *framework.Edition
	codes   []string // of the edition's outcomes

	mina, omar, gail, max permit.Actor // of Selam's team: two practitioners, a guardian, a manager
	stranger              permit.Actor // works with Dawit
	selam, dawit          string
}

func eachWorld(t *testing.T, f func(*testing.T, *world)) {
	t.Helper()
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) { f(t, newWorld(t, d)) })
}

func newWorld(t testing.TB, d *db.DB) *world {
	t.Helper()
	ring, err := seal.NewRing()
	must(t, err)
	w := &world{t: t, d: d, ring: ring, log: ledger.New(d, ring, time.Now)}
	w.door = access.New(d, ring, time.Now, func() error { return nil })
	must(t, w.door.CheckRing(t.Context()))
	w.records, w.service = record.New(w.door), conversation.New(w.door)
	w.records.OnErase(conversation.Erase)
	w.ed, _ = framework.BySet(framework.SetChecklist)
	for _, item := range w.ed.Items() {
		if item.Kind == framework.OutcomeItem {
			w.codes = append(w.codes, item.Code)
		}
	}
	organisation, team := db.NewID(), db.NewID()
	somebody := func(role permit.Role) permit.Actor {
		return permit.Actor{ID: db.NewID(), Organisation: organisation, Teams: []string{team}, Roles: []permit.Role{role}}
	}
	w.mina, w.omar, w.gail, w.max = somebody(permit.Practitioner), somebody(permit.Practitioner), somebody(permit.Guardian), somebody(permit.Manager)
	w.stranger = permit.Actor{ID: db.NewID(), Organisation: organisation, Roles: []permit.Role{permit.Practitioner}}
	w.selam = w.newPerson(w.mina, "Selam", team)
	w.dawit = w.newPerson(w.stranger, "Dawit")
	return w
}

func (w *world) newPerson(who permit.Actor, name string, teams ...string) string {
	w.t.Helper()
	id, err := w.records.Create(w.t.Context(), who, record.NewPerson{Nation: "wales", Teams: teams,
		Profile: record.Profile{Names: record.Names{Given: name}}})
	must(w.t, err)
	return id
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// refused demands a kind of failure and its message key.
func refused(t testing.TB, err error, kind problem.Kind, key string) {
	t.Helper()
	if err == nil || problem.KindOf(err) != kind || problem.KeyOf(err) != key {
		t.Errorf("got %v, want %v %s", err, kind, key)
	}
}

// demands is refused for an Invalid error that names a field.
func demands(t testing.TB, err error, field, key string) {
	t.Helper()
	var found bool
	for e := err; e != nil && !found; {
		p, ok := e.(*problem.Error)
		if ok {
			for _, f := range p.Fields {
				found = found || f.Name == field && f.Key == key
			}
		}
		u, ok := e.(interface{ Unwrap() error })
		if !ok {
			break
		}
		e = u.Unwrap()
	}
	if !found {
		t.Errorf("got %v, want field %s: %s", err, field, key)
	}
}

func setup() conversation.Setup {
	return conversation.Setup{Language: "en", Interpreter: conversation.Interpreter{Used: "not_needed"}}
}

// open opens a sitting of Selam's as Mina.
func (w *world) open() string {
	w.t.Helper()
	id, err := w.service.OpenSitting(w.t.Context(), w.mina, conversation.NewSitting{Record: w.selam, EditionID: w.ed.ID, Setup: setup()})
	must(w.t, err)
	return id
}

// say changes the young person's draft as Mina.
func (w *world) say(sitting string, change func(*conversation.Content)) {
	w.t.Helper()
	must(w.t, w.draft(w.mina, sitting, conversation.YoungPerson, change))
}

func (w *world) draft(who permit.Actor, sitting string, p conversation.Perspective, change func(*conversation.Content)) error {
	return w.service.ChangeDraft(w.t.Context(), who, w.selam, sitting, p, func(c *conversation.Content) error {
		change(c)
		return nil
	})
}

func answer(c *conversation.Content, code, choice, words string) {
	if c.Answers == nil {
		c.Answers = map[string]conversation.Answer{}
	}
	c.Answers[code] = conversation.Answer{Choice: choice, Words: conversation.Words{Text: words, Language: "en"}}
}

// finished is a sitting in which one thing was said about each code.
func (w *world) finished(codes ...string) (sitting, contribution string) {
	w.t.Helper()
	sitting, contribution = w.open(), db.NewID()
	w.say(sitting, func(c *conversation.Content) {
		for _, code := range codes {
			answer(c, code, "some_of_it", "said of "+code)
		}
	})
	must(w.t, w.service.Finish(w.t.Context(), w.mina, w.selam, sitting, contribution))
	return sitting, contribution
}

func (w *world) kept(sitting string) conversation.Summary {
	w.t.Helper()
	sum, err := w.service.Kept(w.t.Context(), w.mina, w.selam, sitting)
	must(w.t, err)
	return sum
}

func (w *world) picture() (p conversation.Picture) {
	w.t.Helper()
	must(w.t, w.door.Read(w.t.Context(), w.mina, permit.ReadPicture, access.Record(w.selam), func(work *access.Work) (err error) {
		p, err = conversation.FindPicture(w.t.Context(), work, w.selam)
		return err
	}))
	return p
}

// count counts rows of one of the room's tables.
func (w *world) count(table string) (n int) {
	w.t.Helper()
	must(w.t, w.d.Read(context.Background(), func(tx *db.Tx) error {
		return tx.QueryRow(context.Background(), `select count(*) from `+table).Scan(&n)
	}))
	return n
}

func sameJSON(t testing.TB, a, b any) bool {
	t.Helper()
	var x, y any
	for _, p := range []struct{ from, into any }{{a, &x}, {b, &y}} {
		text, err := json.Marshal(p.from)
		must(t, err)
		must(t, json.Unmarshal(text, p.into))
	}
	return reflect.DeepEqual(x, y)
}
