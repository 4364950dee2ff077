package insight

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/framework"
	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

// house is two organisations with invented young people, and a clock that the test moves.
type house struct {
	*testing.T
	*Service
	door     *access.Door
	records  *record.Service
	talks    *conversation.Service
	promises *promise.Service
	edition  *framework.Edition
	passed   atomic.Int64
	r        *rand.Rand
	north    permit.Actor
	south    permit.Actor
	analyst  permit.Actor // of north
	people   map[string]permit.Actor
	said     map[string]conversation.Whole // the last of each record
	saidAt   map[string]time.Time          // by contribution
}

func newHouse(t *testing.T, d *db.DB) *house {
	t.Helper()
	ring, err := seal.NewRing()
	if err != nil {
		t.Fatal(err)
	}
	worker := func() permit.Actor {
		return permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Practitioner, permit.Manager}}
	}
	h := &house{T: t, r: rand.New(rand.NewPCG(5, 5)), north: worker(), south: worker(), people: map[string]permit.Actor{}, said: map[string]conversation.Whole{}, saidAt: map[string]time.Time{}}
	h.analyst = permit.Actor{ID: db.NewID(), Organisation: h.north.Organisation, Roles: []permit.Role{permit.Analyst}}
	now := func() time.Time { return testkit.Now().Add(time.Duration(h.passed.Load())) }
	ledger.New(d, ring, now)
	h.door = access.New(d, ring, now, nil)
	h.records, h.talks, h.promises = record.New(h.door), conversation.New(h.door), promise.New(h.door)
	h.Service = New(h.door)
	h.records.OnErase(conversation.Erase)
	h.records.OnErase(promise.Erase)
	h.records.OnErase(h.Service.Erase)
	h.edition, _ = framework.BySet(framework.SetChecklist)
	return h
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func (h *house) person(who permit.Actor, nation string) string {
	h.Helper()
	id, err := h.records.Create(h.Context(), who, record.NewPerson{Nation: nation, Profile: record.Profile{Names: record.Names{Given: "Selam"}}})
	h.must(err)
	h.people[id] = who
	return id
}

// talk holds a conversation about a few outcomes, with what is in the way and a topic of the young person's own.
func (h *house) talk(id string) {
	h.Helper()
	c := conversation.Content{Language: "en", Answers: map[string]conversation.Answer{}}
	choices := []string{"there_for_me", "not_there", "not_today", "some_of_it", ""}
	for _, item := range h.edition.Items()[:8] {
		if item.Kind == framework.OutcomeItem && h.r.IntN(2) == 0 {
			c.Answers[item.Code] = conversation.Answer{Choice: choices[h.r.IntN(len(choices))], Words: conversation.Words{Text: "Lilac", Language: "en", WrittenBy: "worker"}}
			if h.r.IntN(2) == 0 {
				c.Barriers = append(c.Barriers, conversation.Barrier{ID: db.NewID(), Item: item.Code, WhoCanChange: []string{"rule", "service"}[h.r.IntN(2)], System: []string{"", "housing"}[h.r.IntN(2)], Kind: "structural"})
			}
		}
	}
	if h.r.IntN(3) == 0 {
		topic := db.NewID()
		c.Topics = []conversation.Topic{{ID: topic, Name: conversation.Words{Text: "My bicycle", Language: "en", WrittenBy: "worker"}}}
		c.Answers[topic] = conversation.Answer{Choice: "keeps_changing"}
	}
	if len(c.Answers) == 0 {
		c.Answers[h.edition.Items()[0].Code] = conversation.Answer{Choice: "there_for_me"}
	}
	w := conversation.Whole{ContributionID: db.NewID(), Content: c, Sitting: conversation.NewSitting{ID: db.NewID(), Record: id, EditionID: h.edition.ID,
		Setup: conversation.Setup{Language: "en", Interpreter: conversation.Interpreter{Used: "not_needed"}}}}
	h.must(h.talks.Hold(h.Context(), h.people[id], w))
	h.said[id], h.saidAt[w.ContributionID] = w, h.door.Now()
}

func (h *house) promise(id string) string {
	h.Helper()
	p, err := h.promises.Make(h.Context(), h.people[id], promise.Promise{ID: db.NewID(), Record: id, EditionID: h.edition.ID, Items: []string{h.edition.Items()[0].Code},
		Agreed: "yes", DueOn: promise.Day(h.door.Now().AddDate(0, 1, 0)), Text: promise.Text{What: "Ring the college", Owner: "Tam"}})
	h.must(err)
	return p
}

// byHand reads every record as those who hold it do, out of its sealed documents, and gives for each fact about whom it is and
// its codes.
func (h *house) byHand() (facts []map[Axis]string) {
	h.Helper()
	for id, who := range h.people {
		var p conversation.Picture
		var shell record.Person
		h.must(h.door.Read(h.Context(), who, permit.ReadPicture, access.Record(id), func(w *access.Work) (err error) {
			if p, err = conversation.FindPicture(h.Context(), w, id); err != nil {
				return err
			}
			shell, err = record.Find(h.Context(), w, id)
			return err
		}))
		add := func(at time.Time, item, perspective, value string, also map[Axis]string) {
			f := map[Axis]string{"person": id, ByPlace: shell.Organisation, GroupNation: shell.Nation, ByPeriod: quarterOf(at), ByQuarter: quarterOf(at),
				ByYear: at.UTC().Format("2006"), ByItem: item, ByPerspective: perspective, ByValue: value}
			maps.Copy(f, also)
			facts = append(facts, f)
		}
		for q := quarterOf(shell.OpenedAt); q <= quarterOf(h.door.Now()); q = NextQuarter(q) {
			facts = append(facts, map[Axis]string{"person": id, ByPlace: shell.Organisation, GroupNation: shell.Nation, ByPeriod: q,
				ByItem: PresentItem, ByPerspective: "young_person", ByValue: PresentItem})
		}
		for _, c := range p.Contributions {
			if first, corrected := h.saidAt[c.Corrects]; corrected {
				c.At = first // what was said then, set right
			}
			for code, a := range c.Content.Answers {
				item := h.edition.ID + ":" + code
				if _, own := c.Content.Topic(code); own {
					item = "own_topic"
				}
				value := a.Choice
				if value == "" {
					value = "words_only"
				}
				add(c.At, item, string(c.Perspective), value, map[Axis]string{"kind_of": "outcome"})
			}
			for _, b := range c.Content.Barriers {
				system, about := b.System, h.edition.ID+":"+b.Item
				if system == "" {
					system = "not_said"
				}
				if _, own := c.Content.Topic(b.Item); own {
					about = "own_topic"
				}
				add(c.At, "barrier."+system+".on."+about, string(c.Perspective), "barrier."+b.WhoCanChange+"."+b.Kind, map[Axis]string{"kind_of": "barrier",
					BySystem: "system." + system, ByOutcome: about, ByWho: "who." + b.WhoCanChange, ByKind: "kind." + b.Kind})
			}
		}
		promises, err := h.promises.Promises(h.Context(), who, id)
		h.must(err)
		for _, p := range promises {
			told := "open"
			if p.State != promise.Open && p.ToldAt.IsZero() {
				told = "not_yet"
			} else if p.State != promise.Open {
				told = "yes"
			}
			for _, item := range p.Items {
				add(p.MadeAt, "promise.own.on."+h.edition.ID+":"+item, "practitioner", "promise."+string(p.State)+"."+told, map[Axis]string{"kind_of": "promise",
					ByOutcome: h.edition.ID + ":" + item, ByOwner: "owner.own", ByState: "state." + string(p.State), ByTold: "told." + told})
			}
		}
	}
	return facts
}

// holds demands that the cube counts what is counted by hand.
func (h *house) holds(when string) {
	h.Helper()
	_, err := h.Refresh(h.Context())
	h.must(err)
	facts := h.byHand()
	for _, by := range [][]Axis{nil, {ByItem, ByValue, ByPeriod}, {ByPlace, ByItem, GroupNation}, {ByPerspective, ByValue}, {ByPeriod}} {
		q := Question{}
		for _, a := range by {
			q.By = append(q.By, Direction{Axis: a})
		}
		cells, err := h.cube.Ask(q)
		h.must(err)
		if got, want := named(cells), counted(facts, by); !maps.Equal(got, want) {
			h.Errorf("%s, by %v:\n got %v\nwant %v", when, by, got, want)
		}
	}
	for _, m := range Measures() {
		if m.Course != "" {
			continue // TestAnswer_followsPeople
		}
		about := slices.DeleteFunc(slices.Clone(facts), func(f map[Axis]string) bool {
			return f["kind_of"] != string(m.Kind) || f[ByPlace] != h.north.Organisation || m.Perspective != "" && f[ByPerspective] != m.Perspective ||
				m.Answered && f[ByValue] == "not_today"
		})
		for _, by := range m.Ways() {
			said, err := h.tables(h.Context(), h.north.Organisation, m, by)
			h.must(err)
			if got, want := shown(said.table), counted(about, by); !maps.Equal(got, want) {
				h.Errorf("%s, %s by %v:\n got %v\nwant %v", when, m.Code, by, got, want)
			}
		}
	}
}

// counted counts different people by hand, where there are any.
func counted(facts []map[Axis]string, by []Axis) map[string]int {
	people := map[string]map[string]bool{}
	for _, f := range facts {
		var key []string
		for _, a := range by {
			key = append(key, f[a])
		}
		k := strings.Join(key, " ")
		if people[k] == nil {
			people[k] = map[string]bool{}
		}
		people[k][f["person"]] = true
	}
	counts := map[string]int{}
	for k, who := range people {
		counts[k] = len(who)
	}
	return counts
}

// shown gives a table's numbers that are not 0, by their codes.
func shown(t disclosure.Table) map[string]int {
	out := map[string]int{}
	for i, line := range t.Counts {
		for j, n := range line {
			key := t.Columns[j]
			if len(t.Rows) > 0 {
				key = t.Rows[i] + " " + key
			}
			if n > 0 {
				out[key] = int(n)
			}
		}
	}
	return out
}

// named gives the cells in which somebody is, by their codes.
func named(c Cells) map[string]int {
	out := map[string]int{}
	for i, n := range c.People {
		if n == 0 {
			continue
		}
		var key []string
		rest := i
		for d := len(c.Directions) - 1; d >= 0; d-- {
			key = append(key, c.Directions[d][rest%len(c.Directions[d])])
			rest /= len(c.Directions[d])
		}
		slices.Reverse(key)
		out[strings.Join(key, " ")] = int(n)
	}
	return out
}

func TestRefresh_countsWhatIsCountedByHand(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.holds("nobody")
		var all []string
		for i := range 9 {
			who, nation := h.north, "wales"
			if i%3 == 0 {
				who, nation = h.south, "scotland"
			}
			id := h.person(who, nation)
			all = append(all, id)
			for range i % 4 {
				h.talk(id)
			}
		}
		h.holds("the first quarter")
		h.passed.Add(int64(95 * 24 * time.Hour))
		h.talk(all[0])
		kept := h.promise(all[1])
		h.promise(all[1])
		h.promise(all[2])
		h.holds("the second quarter")
		if n, err := h.Refresh(t.Context()); n != 0 || err != nil {
			t.Errorf("%d records were read again, and nothing changed: %v", n, err)
		}
		h.must(h.promises.Settle(t.Context(), h.people[all[1]], all[1], kept, promise.Settlement{EventID: db.NewID(), Kind: promise.WasKept, Text: promise.EventText{Evidence: "A letter"}}))
		if n, err := h.Refresh(t.Context()); n != 1 || err != nil {
			t.Errorf("%d records were read again after one promise was kept: %v", n, err)
		}
		h.holds("a promise was kept")
		h.must(h.promises.Settle(t.Context(), h.people[all[1]], all[1], kept, promise.Settlement{EventID: db.NewID(), Kind: promise.WasToldBack, Text: promise.EventText{How: "On the phone"}}))
		h.holds("and the young person was told")
		was := h.said[all[2]]
		right := was.Content
		right.Answers = map[string]conversation.Answer{h.edition.Items()[0].Code: {Choice: "not_sure"}}
		right.Barriers, right.Topics = nil, nil
		h.must(h.talks.Correct(t.Context(), h.people[all[2]], conversation.Correction{Record: all[2], Corrects: was.ContributionID, ID: db.NewID(), Content: right, Why: "Misheard"}))
		h.holds("a correction")
	})
}

// A destroyed record is out of the cube before its destruction is even durable, and its number is free.
func TestErase_reachesTheCube(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		one, two := h.person(h.north, "england"), h.person(h.north, "england")
		h.talk(one)
		h.talk(two)
		h.holds("both")
		h.must(h.records.Erase(t.Context(), h.north, one, "mistake"))
		delete(h.people, one)
		if got, err := h.cube.Ask(Question{}); err != nil || got.People[0] != 1 {
			t.Errorf("%v, %v: not one person", got, err)
		}
		if _, there := h.numbers[one]; there {
			t.Error("a number of a destroyed record is still known")
		}
		h.holds("one destroyed")
		other := New(h.door) // another process, that was told nothing
		if _, err := other.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		h.must(h.records.Erase(t.Context(), h.north, two, "mistake"))
		if _, err := other.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got, err := other.cube.Ask(Question{}); err != nil || got.People[0] != 0 || len(other.numbers) != 0 {
			t.Errorf("%v, %v: somebody is left in another process", got, err)
		}
	})
}

func TestAnswer_letsOutWhatIsProtectedAlone(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		for range 14 {
			h.talk(h.person(h.north, "england"))
		}
		h.promise(h.person(h.north, "england"))
		for range 12 {
			h.talk(h.person(h.south, "wales"))
		}
		first, err := h.Answer(t.Context(), h.analyst, disclosure.StrictDefault, "voice", ByYear)
		h.must(err)
		covered := first.Coverage
		if covered.Withheld() != "" || covered.Total().String() != "15" {
			t.Errorf("15 could be asked here: %v, %s", covered.Total(), covered.Withheld())
		}
		few, err := h.Answer(t.Context(), h.analyst, disclosure.StrictDefault, "promises", ByState)
		h.must(err)
		if b, _ := json.Marshal(few.Table); few.Table.Withheld() == "" {
			t.Errorf("one person's promise was let out: %s", b)
		}
		again, err := h.Answer(t.Context(), h.analyst, disclosure.StrictDefault, "voice", ByYear)
		h.must(err)
		if again.Table.Data != first.Table.Data || again.Release.ID != first.Release.ID || first.Release.Hash == "" ||
			again.CoverageRelease.ID != first.CoverageRelease.ID || first.CoverageRelease.ID == first.Release.ID {
			t.Error("the same question over the same records got another answer")
		}
		h.talk(h.person(h.north, "england"))
		after, err := h.Answer(t.Context(), h.analyst, disclosure.StrictDefault, "voice", ByYear)
		h.must(err)
		if after.Table.Data == first.Table.Data {
			t.Error("other numbers bear the same state")
		}
		for _, who := range []permit.Actor{{ID: db.NewID(), Organisation: h.north.Organisation, Roles: []permit.Role{permit.Practitioner}}, {}} {
			if a, err := h.Answer(t.Context(), who, disclosure.StrictDefault, "voice", ByYear); err == nil || a.Table.Columns != nil {
				t.Errorf("%v was answered", who.Roles)
			}
		}
		for _, bad := range [][]Axis{nil, {ByPlace}, {ByYear, ByYear}, {ByItem, ByValue, ByYear}, {"shoe"}} {
			if _, err := h.Answer(t.Context(), h.analyst, disclosure.StrictDefault, "voice", bad...); problem.KindOf(err) != problem.Invalid {
				t.Errorf("by %v: %v", bad, err)
			}
		}
		if _, err := h.Answer(t.Context(), h.analyst, disclosure.StrictDefault, "shoes", ByYear); problem.KindOf(err) != problem.Invalid {
			t.Error(err)
		}
	})
}

// Every measure can be asked by everything it names, of an organisation in which nothing was recorded as well.
func TestMeasures_canBeAsked(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.talk(h.person(h.north, "england"))
		nobody := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Analyst}}
		for _, m := range Measures() {
			if m.Name == "" || !slices.Contains(Kinds, m.Kind) || len(m.By) == 0 {
				t.Errorf("%+v is no measure", m)
			}
			for _, by := range m.Ways() {
				for _, who := range []permit.Actor{h.analyst, nobody} {
					out, err := h.Answer(t.Context(), who, disclosure.StrictDefault, m.Code, by...)
					if err != nil {
						t.Fatalf("%s by %s: %v", m.Code, by, err)
					}
					if out.Table.Withheld() == "" || out.Coverage.Withheld() == "" {
						t.Errorf("%s by %s of nobody, or one person, was let out: %s", m.Code, by, fmt.Sprint(out.Table))
					}
					if slices.Contains(by, ByYear) != (out.CoveredBy == ByYear) && out.CoveredBy != GroupNation {
						t.Errorf("%s by %s is covered by %q", m.Code, by, out.CoveredBy)
					}
				}
			}
		}
	})
}

// says holds a conversation about one thing: what the young person says, and how the practitioner sees it ("" for neither).
func (h *house) says(id, young, worker string) (contribution conversation.Whole) {
	h.Helper()
	h.passed.Add(int64(24 * time.Hour))
	who, item := h.people[id], h.edition.Items()[0].Code
	c := conversation.Content{Language: "en", Answers: map[string]conversation.Answer{item: {Choice: young}}}
	w := conversation.Whole{ContributionID: db.NewID(), Content: c, Sitting: conversation.NewSitting{ID: db.NewID(), Record: id, EditionID: h.edition.ID,
		Setup: conversation.Setup{Language: "en", Interpreter: conversation.Interpreter{Used: "not_needed"}}}}
	h.must(h.talks.Hold(h.Context(), who, w))
	if worker != "" {
		h.must(h.talks.ChangeDraft(h.Context(), who, id, w.Sitting.ID, conversation.Practitioner, func(c *conversation.Content) error {
			c.Answers = map[string]conversation.Answer{item: {Choice: worker}}
			return nil
		}))
		h.must(h.talks.AddView(h.Context(), who, id, w.Sitting.ID, db.NewID()))
	}
	return w
}

// How it goes on for people is what they said, in the order in which they said it, whatever was set right or destroyed since.
func TestAnswer_followsPeople(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		ask := func(measure string, by ...Axis) map[string]int {
			m, ok := measureOf(measure, by)
			if !ok {
				t.Fatalf("%s is not asked by %v", measure, by)
			}
			said, err := h.tables(t.Context(), h.north.Organisation, m, by)
			h.must(err)
			return shown(said.table)
		}
		demand := func(when string, want map[string]int, measure string, by ...Axis) {
			t.Helper()
			if got := ask(measure, by...); !maps.Equal(got, want) {
				t.Errorf("%s, %s by %v: %v, not %v", when, measure, by, got, want)
			}
		}
		one, two, three := h.person(h.north, "wales"), h.person(h.north, "wales"), h.person(h.north, "england")
		other := h.person(h.south, "wales")
		early := h.says(one, "not_there", "there_for_me")
		h.says(two, "not_there", "not_there")
		h.says(other, "not_there", "")
		h.passed.Add(int64(366 * 24 * time.Hour))
		h.says(one, "there_for_me", "")
		h.says(two, "some_of_it", "")
		h.says(two, "not_there", "some_of_it")
		h.says(three, "not_today", "")
		item := ItemCode(h.edition.ID, h.edition.Items()[0].Code)
		demand("first", map[string]int{"path.changed": 1, "path.returned": 1, "path.never": 1}, "paths", ByPath)
		demand("first", map[string]int{"path.changed wales": 1, "path.returned wales": 1, "path.never england": 1}, "paths", ByPath, GroupNation)
		demand("first", map[string]int{"not_there there_for_me": 1, "not_there not_there": 1, "no_answer no_answer": 1}, "paths", ByFirst, ByLatest)
		demand("first", map[string]int{"not_there there_for_me": 1, "not_there not_there": 1, "no_asking no_answer": 1}, "flows", ByWas, ByIs)
		demand("first", map[string]int{"between.agree": 1, "between.differ": 1}, "difference", ByBetween)
		demand("first", map[string]int{item + " between.agree": 1, item + " between.differ": 1}, "difference", ByItem, ByBetween)
		demand("first", map[string]int{"there_for_me there_for_me": 1, "not_there some_of_it": 1, "no_answer no_asking": 1}, "difference", ByYoung, ByWorker)

		h.passed.Add(int64(24 * time.Hour))
		right := early.Content
		right.Answers = map[string]conversation.Answer{h.edition.Items()[0].Code: {Choice: "there_for_me"}}
		h.must(h.talks.Correct(t.Context(), h.people[one], conversation.Correction{Record: one, Corrects: early.ContributionID, ID: db.NewID(), Content: right, Why: "Misheard"}))
		demand("what was said first was set right", map[string]int{"path.stayed": 1, "path.returned": 1, "path.never": 1}, "paths", ByPath)
		demand("what was said first was set right", map[string]int{"there_for_me there_for_me": 1, "not_there not_there": 1, "no_asking no_answer": 1}, "flows", ByWas, ByIs)

		h.must(d.Write(t.Context(), func(tx *db.Tx) error {
			return tx.ExecOne(t.Context(), `update record_people set organisation_id = $1 where id = $2`, h.south.Organisation, three)
		}))
		demand("one is held elsewhere now", map[string]int{"path.stayed": 1, "path.returned": 1}, "paths", ByPath)
		h.must(h.records.Erase(t.Context(), h.north, two, "mistake"))
		demand("one was destroyed", map[string]int{"path.stayed": 1}, "paths", ByPath)
		demand("one was destroyed", map[string]int{"between.agree": 1}, "difference", ByBetween)
	})
}
