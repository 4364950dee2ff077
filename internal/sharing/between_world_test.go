package sharing

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
	"stablefutures/internal/nation"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

// deployment is one whole house: a database, a key ring, an organisation with a team, and its people.
type deployment struct {
	*testing.T
	*Between
	name     string
	db       *db.DB
	ring     *seal.Ring
	log      *ledger.Log
	door     *access.Door
	accounts *account.Service
	records  *record.Service
	promises *promise.Service
	talks    *conversation.Service
	shares   *Service

	boss, second, worker permit.Actor
	team                 string
	other                permit.Actor // a manager of another organisation in the same deployment
}

// two is a sender and a receiver on one clock that the test moves.
type two struct {
	*testing.T
	council, trust *deployment
	passed         atomic.Int64
	person         string
	said, item     string  // what she said, and about which outcome
	partner        Partner // the trust, in the council's register
}

// shared is a decision to share with the things it names.
type shared struct {
	Decision
	keys []string
}

func (w *two) now() time.Time { return testkit.Now().Add(time.Duration(w.passed.Load())) }

func (w *two) pass(d time.Duration) { w.passed.Add(int64(d)) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// refused holds an error against the message key it must carry.
func refused(t testing.TB, err error, key string) {
	t.Helper()
	if err == nil || problem.KeyOf(err) != key {
		t.Errorf("want %s, got %v", key, err)
	}
}

// eachTwo runs f with two deployments on SQLite and two on PostgreSQL.
func eachTwo(t *testing.T, f func(w *two)) {
	t.Helper()
	for name, open := range map[string]func(testing.TB) *db.DB{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		t.Run(name, func(t *testing.T) {
			w := &two{T: t}
			w.council, w.trust = newDeployment(t, open(t), "Wendmoor Council", w.now), newDeployment(t, open(t), "Northfell Health Trust", w.now)
			w.partner = w.council.knows(w.trust)
			w.trust.knows(w.council)
			var err error
			w.person, err = w.council.records.Create(t.Context(), w.council.boss, record.NewPerson{Nation: "england",
				Profile: record.Profile{Names: record.Names{Given: "Selam"}, Languages: []record.Language{{Tag: "ti"}}}})
			must(t, err)
			w.fill()
			f(w)
		})
	}
}

func newDeployment(t *testing.T, d *db.DB, name string, now func() time.Time) *deployment {
	t.Helper()
	ring, err := seal.NewRing()
	must(t, err)
	h := &deployment{T: t, name: name, db: d, ring: ring}
	h.log = ledger.New(d, ring, now)
	h.door = access.New(d, ring, now, nil).WithLedger(h.log)
	h.accounts, err = account.New(h.door, d, account.Options{})
	must(t, err)
	packs, err := nation.Load()
	must(t, err)
	h.records, h.promises, h.talks, h.shares = record.New(h.door), promise.New(h.door), conversation.New(h.door), New(h.door, h.accounts, packs)
	h.Between = NewBetween(h.shares)
	h.records.OnErase(conversation.Erase)
	h.records.OnErase(promise.Erase)
	h.records.OnErase(Erase)
	h.records.OnErase(EraseTransfers)
	organisation, err := h.accounts.CreateOrganisation(t.Context(), permit.System, account.Organisation{Name: name, Kind: account.Council, Nation: "england"})
	must(t, err)
	h.team, err = h.accounts.CreateTeam(t.Context(), permit.System, organisation, "Team")
	must(t, err)
	person := func(teams []string, roles ...permit.Role) permit.Actor {
		return permit.Actor{ID: db.NewID(), Organisation: organisation, Teams: teams, Roles: roles}
	}
	h.boss, h.second = person([]string{h.team}, permit.Manager), person(nil, permit.Manager)
	h.worker = person([]string{h.team}, permit.Practitioner)
	elsewhere, err := h.accounts.CreateOrganisation(t.Context(), permit.System, account.Organisation{Name: "Elsewhere", Kind: account.Agency, Nation: "england"})
	must(t, err)
	h.other = permit.Actor{ID: db.NewID(), Organisation: elsewhere, Roles: []permit.Role{permit.Manager}}
	return h
}

// knows puts another deployment into the register, by two people.
func (h *deployment) knows(other *deployment) Partner {
	h.Helper()
	card, err := other.OwnCard(h.Context(), other.boss)
	must(h, err)
	p, err := h.AddPartner(h.Context(), h.boss, NewPartner{Card: string(card.Text()), Fingerprint: ShownFingerprint(card.Fingerprint()), Compared: "by telephone with their manager"})
	must(h, err)
	must(h, h.ConfirmPartner(h.Context(), h.second, p.ID, ShownFingerprint(card.Fingerprint())))
	return p
}

// fill lets her say something in Tigrinya, say yes to its reaching the trust, and be promised something.
func (w *two) fill() {
	w.Helper()
	ed, _ := framework.BySet(framework.SetChecklist)
	for _, item := range ed.Items() {
		if item.Kind == framework.OutcomeItem && w.item == "" {
			w.item = item.Code
		}
	}
	w.said = db.NewID()
	must(w, w.council.talks.Hold(w.Context(), w.council.boss, conversation.Whole{ContributionID: w.said, Content: conversation.Content{Language: "ti", Chosen: []string{w.item},
		Answers: map[string]conversation.Answer{w.item: {Choice: "there_for_me", Words: conversation.Words{Text: "ድቃስ የብለይን", Language: "ti", Translation: "I do not sleep, lilac"}}}},
		Sitting: conversation.NewSitting{ID: db.NewID(), Record: w.person, EditionID: ed.ID, Setup: conversation.Setup{Language: "ti", Interpreter: conversation.Interpreter{Used: "not_needed"}}}}))
	_, err := w.council.promises.Make(w.Context(), w.council.boss, promise.Promise{Record: w.person, EditionID: ed.ID, Items: []string{w.item}, Agreed: "yes",
		DueOn: "2031-03-20", Text: promise.Text{What: "Ring the clinic", Owner: "her worker"}})
	must(w, err)
	w.says(true)
}

// says is what she says of her words reaching the trust.
func (w *two) says(yes bool) {
	w.Helper()
	must(w, w.council.talks.SayPermission(w.Context(), w.council.boss, w.person, conversation.Permission{ID: db.NewID(), Contribution: w.said, Item: w.item,
		Recipient: w.partner.ID, Yes: yes, Text: conversation.PermissionText{To: "Northfell Health Trust"}}))
}

// shared is a decision of the council to share with the trust.
func (w *two) shared() shared {
	w.Helper()
	list, err := w.council.promises.Promises(w.Context(), w.council.boss, w.person)
	must(w, err)
	return shared{Decision{ID: db.NewID(), Record: w.person, Recipient: w.partner.ID, Share: true,
		Until: w.now().Add(30 * 24 * time.Hour), DestroyBy: w.now().Add(60 * 24 * time.Hour),
		Terms: Terms{Purpose: "so that a nurse can see her", Gateway: "ca2004-s11", Asked: "yes", Detriment: "weighed, mauve", Identifier: "not_needed"}},
		[]string{"field//name", "promise/" + list[0].ID + "/", "words/" + w.said + "/" + w.item}}
}

func (w *two) send() (shared, []byte) {
	w.Helper()
	n := w.shared()
	file, err := w.council.Send(w.Context(), w.council.boss, n.Decision, n.keys)
	must(w, err)
	return n, file
}

// made is a package as the council could make one of these things, for whoever forges.
func (w *two) made() Package {
	n := w.shared()
	return Package{ID: db.NewID(), Kind: PackageShare, Share: n.ID, Sequence: 1, MadeAt: w.now(),
		Terms:    &PackageTerms{Purpose: "p", Gateway: "g", Asked: "yes", Until: n.Until, DestroyBy: n.DestroyBy},
		Elements: []PackageElement{{ID: db.NewID(), Kind: "field", Mark: MarkFact, Item: "name", Text: "Selam"}}}
}

// takeIn brings a file to the trust.
func (w *two) takeIn(file []byte) Transfer {
	w.Helper()
	t, err := w.trust.TakeIn(w.Context(), w.trust.boss, file, w.trust.team)
	must(w, err)
	return t
}

// newest gives the newest file that a side made for a transfer.
func (h *deployment) newest(t Transfer, kind PackageKind) (file []byte) {
	h.Helper()
	must(h, h.db.Read(h.Context(), func(tx *db.Tx) error {
		rows, err := listPackages(h.Context(), tx, t.ID)
		for _, r := range rows {
			if r.Direction == Out && r.Kind == kind {
				file = r.file
			}
		}
		return err
	}))
	if file == nil {
		h.Fatalf("%s made no %s", h.name, kind)
	}
	return file
}

func answers() []PackageElement {
	return []PackageElement{
		{ID: db.NewID(), Kind: "view", Mark: MarkOpinion, Text: "She is tired and afraid of the corridor, mauve", By: "school nurse"},
		{ID: db.NewID(), Kind: "promise", Mark: MarkFact, Text: "See her every Tuesday", By: "school nurse", Due: "2026-03-10"}}
}

// holds verifies a deployment's whole ledger.
func (h *deployment) holds() {
	h.Helper()
	must(h, h.log.Settle(h.Context()))
	report, err := ledger.Verify(h.Context(), h.db, ledger.Options{})
	must(h, err)
	if !report.OK {
		h.Errorf("the ledger of %s does not hold: %+v", h.name, report)
	}
}
