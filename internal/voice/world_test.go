package voice_test

import (
	"sync/atomic"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
	"stablefutures/internal/voice"
)

// world is a house with Selam, who speaks Tigrinya, her practitioner Tam and her guardian Iona, and Noor, who works with
// somebody else; all invented. The clock moves when the test moves it.
type world struct {
	testing.TB
	*voice.Service
	d        *db.DB
	door     *access.Door
	accounts *account.Service
	records  *record.Service
	talks    *conversation.Service
	promises *promise.Service
	passed   atomic.Int64
	networks int

	admin, tam, iona, noor permit.Actor
	boss                   permit.Actor // Tam, as a manager
	selam, other           string
	said, view, hidden     string // contributions: theirs, a view talked through, one that was not
	promised               string
}

func eachWorld(t *testing.T, f func(w *world)) {
	t.Helper()
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) { f(newWorld(t, d)) })
}

func newWorld(t testing.TB, d *db.DB) *world {
	t.Helper()
	ring, err := seal.NewRing()
	w := &world{TB: t, d: d}
	w.must(err)
	now := func() time.Time { return testkit.Now().Add(time.Duration(w.passed.Load())) }
	log := ledger.New(d, ring, now)
	w.door = access.New(d, ring, now, func() error { return nil }).WithLedger(log)
	w.accounts, err = account.New(w.door, d, account.Options{Origins: []string{"https://futures.wendmoor.example"}, Hash: account.HashCost{Passes: 1, MemoryKiB: 64, Lanes: 1}})
	w.must(err)
	w.records, w.talks, w.promises = record.New(w.door), conversation.New(w.door), promise.New(w.door)
	w.Service = voice.New(w.door, w.accounts)
	w.records.OnErase(conversation.Erase)
	w.records.OnErase(promise.Erase)
	w.records.OnErase(voice.Erase)
	w.staff()
	w.selam, w.other = w.person(w.tam, "Selam"), w.person(w.noor, "Dawit")
	w.boss = w.tam
	w.boss.Roles = []permit.Role{permit.Manager}
	_, err = w.records.Give(t.Context(), w.boss, w.selam, access.Grant{Part: permit.PartRecord, HolderKind: access.HolderAccount, Holder: w.iona.ID, Reason: access.ReasonGuardian})
	w.must(err)
	w.talk()
	return w
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) refused(err error, kind problem.Kind) {
	w.Helper()
	if err == nil || problem.KindOf(err) != kind {
		w.Errorf("got %v, want %v", err, kind)
	}
}

func (w *world) staff() {
	w.Helper()
	organisation := db.NewID()
	first, err := w.accounts.CreateFirstAdministrator(w.Context(), permit.System,
		account.Organisation{ID: organisation, Name: "Wendmoor Council", Kind: account.Council, Nation: "england"},
		account.NewPerson{Name: "Orla Quill", Email: "orla@wendmoor.example"})
	w.must(err)
	w.admin = permit.Actor{ID: first.AccountID, Organisation: organisation, Roles: []permit.Role{permit.Administrator}}
	invite := func(name, email string, role permit.Role) permit.Actor {
		i, err := w.accounts.Invite(w.Context(), w.admin, organisation, account.NewPerson{Name: name, Email: email, Roles: []permit.Role{role}})
		w.must(err)
		return permit.Actor{ID: i.AccountID, Organisation: organisation, Roles: []permit.Role{role}}
	}
	w.tam = invite("Tam Ashdown", "tam@wendmoor.example", permit.Practitioner)
	w.iona = invite("Iona Birk", "iona@wendmoor.example", permit.Guardian)
	w.noor = invite("Noor Vale", "noor@wendmoor.example", permit.Practitioner)
}

func (w *world) person(who permit.Actor, name string) string {
	w.Helper()
	id, err := w.records.Create(w.Context(), who, record.NewPerson{Nation: "england", Profile: record.Profile{
		Names: record.Names{Given: name}, Languages: []record.Language{{Tag: "ti"}}}})
	w.must(err)
	return id
}

// talk holds a conversation in which Selam speaks of one thing; Tam's view is talked through, Iona's is not.
func (w *world) talk() {
	w.Helper()
	ctx := w.Context()
	ed, _ := framework.BySet(framework.SetChecklist)
	code := ed.Principles[0].Outcomes()[0].Code
	words := func(text, by string) conversation.Content {
		return conversation.Content{Answers: map[string]conversation.Answer{code: {Choice: "some_of_it", Words: conversation.Words{Text: text, Language: "en", WrittenBy: by}}}}
	}
	sitting := db.NewID()
	w.said = db.NewID()
	w.must(w.talks.Hold(ctx, w.tam, conversation.Whole{ContributionID: w.said, Content: words("I like the light room", "young_person"),
		Sitting: conversation.NewSitting{ID: sitting, Record: w.selam, EditionID: ed.ID,
			Setup: conversation.Setup{Language: "ti", Interpreter: conversation.Interpreter{Used: "not_needed"}}}}))
	add := func(who permit.Actor, text string) string {
		id := db.NewID()
		w.must(w.talks.ChangeDraft(ctx, who, w.selam, sitting, conversation.OwnPerspective(who), func(c *conversation.Content) error {
			c.Answers = words(text, "worker").Answers
			return nil
		}))
		w.must(w.talks.AddView(ctx, who, w.selam, sitting, id))
		return id
	}
	w.view, w.hidden = add(w.tam, "The room is what helps"), add(w.iona, "A worry nobody has talked about")
	w.must(w.talks.TalkThrough(ctx, w.tam, w.selam, w.view, "talked_through", ""))
	var err error
	w.promised, err = w.promises.Make(ctx, w.tam, promise.Promise{Record: w.selam, EditionID: ed.ID, Items: []string{code}, Agreed: "yes", DueOn: "2027-03-27",
		Text: promise.Text{What: "Ask for a lamp", Owner: "Tam"}})
	w.must(err)
}
