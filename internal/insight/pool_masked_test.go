package insight

import (
	"bytes"
	"context"
	"crypto/ecdh"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit"
)

// bodies is a number of organisations, each with a database of its own, who know each other's keys.
type bodies struct {
	*testing.T
	houses []*house
	keys   []ed25519.PrivateKey
	known  map[int][]int // who knows whom; everybody everybody unless it says otherwise
}

func newBodies(t *testing.T, n int, open func() *db.DB) *bodies {
	t.Helper()
	b := &bodies{T: t, known: map[int][]int{}}
	for i := range n {
		_, key, err := ed25519.GenerateKey(nil)
		if err != nil {
			t.Fatal(err)
		}
		b.keys = append(b.keys, key)
		h := newHouse(t, open())
		h.UseKeys(PoolKeys{
			Own: func(context.Context, *access.Work) ([]Party, error) { return []Party{b.party(i)}, nil },
			Known: func(context.Context, *access.Work) (list []Party, err error) {
				for j := range b.keys {
					if knows, ok := b.known[i]; j != i && (!ok || slices.Contains(knows, j)) {
						list = append(list, b.party(j))
					}
				}
				return list, nil
			},
			Sign: func(_ context.Context, _ *access.Work, _, message []byte) ([]byte, error) {
				return ed25519.Sign(key, message), nil
			},
		})
		b.houses = append(b.houses, h)
	}
	return b
}

func (b *bodies) party(i int) Party {
	return Party{fmt.Sprintf("Council %d", i+1), b.keys[i].Public().(ed25519.PublicKey)}
}

func (b *bodies) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// begin calls a round at the first, and lets all others join.
func (b *bodies) begin(least int) (ids []string) {
	b.Helper()
	n := NewRound{ID: db.NewID(), About: "Barriers", Measure: "barriers", By: []Axis{BySystem}, Rules: disclosure.EnglandDfE, Least: least,
		Until: testkit.Now().AddDate(0, 1, 0).Format(time.DateOnly)}
	for i := range b.houses[1:] {
		n.With = append(n.With, b.party(i+1).Key)
	}
	b.must(b.houses[0].BeginRound(b.Context(), b.houses[0].analyst, n))
	ids = []string{n.ID}
	for i := range b.houses[1:] {
		ids = append(ids, b.take(i+1, b.file(0, n.ID, Describing)))
	}
	return ids
}

func (b *bodies) round(i int, id string) Round {
	b.Helper()
	r, err := b.houses[i].Round(b.Context(), b.houses[i].analyst, id)
	b.must(err)
	return r
}

// file is somebody's own file of a step.
func (b *bodies) file(i int, id string, step Step) []byte {
	b.Helper()
	r := b.round(i, id)
	if step == Describing {
		return r.description.Text
	}
	a, _ := r.Attempt()
	attempt := a.Hash
	if step == Announcing {
		attempt = ""
	}
	f, ok := r.Mine(step, attempt)
	if !ok {
		b.Fatalf("%d has no %s", i, step)
	}
	return f.Text
}

func (b *bodies) take(i int, file []byte) string {
	b.Helper()
	id, err := b.houses[i].TakeInPoolFile(b.Context(), b.houses[i].analyst, file)
	b.must(err)
	return id
}

// carry brings everybody's file of a step to everybody else of some.
func (b *bodies) carry(ids []string, step Step, among ...int) {
	b.Helper()
	for _, i := range among {
		for _, j := range among {
			if i != j {
				b.take(j, b.file(i, ids[i], step))
			}
		}
	}
}

func (b *bodies) contribute(ids []string, among ...int) {
	b.Helper()
	for _, i := range among {
		b.must(b.houses[i].Contribute(b.Context(), b.houses[i].analyst, ids[i]))
	}
}

func (b *bodies) open(ids []string, among ...int) {
	b.Helper()
	for _, i := range among {
		b.must(b.houses[i].Open(b.Context(), b.houses[i].analyst, ids[i]))
	}
}

// fill gives a house some young people, each with a conversation that names what is in the way.
func (b *bodies) fill(i, people int) {
	b.Helper()
	for range people {
		b.houses[i].talk(b.houses[i].person(b.houses[i].north, "england"))
	}
}

// truth is what everybody's cells add up to, from the cubes.
func (b *bodies) truth(r Round, among ...int) (total []int64) {
	b.Helper()
	for _, i := range among {
		t, _, err := b.houses[i].poolAnswer(b.Context(), b.houses[i].north.Organisation, r.About.Measure, r.About.By)
		b.must(err)
		for j, n := range r.About.aligned(t) {
			if j == len(total) {
				total = append(total, 0)
			}
			total[j] += n
		}
	}
	return total
}

func (b *bodies) listed(ids []string, among ...int) {
	b.Helper()
	b.must(b.houses[0].MakeRoster(b.Context(), b.houses[0].analyst, ids[0], nil))
	roster := b.file(0, ids[0], Listing)
	for _, i := range among[1:] {
		b.take(i, roster)
	}
}

func TestRound_addsUpWhatNobodyIsShown(t *testing.T) {
	engines := map[string]func() *db.DB{"sqlite": func() *db.DB { return testkit.SQLite(t) }, "postgres": func() *db.DB { return testkit.Postgres(t) }}
	for engine, open := range engines {
		t.Run(engine, func(t *testing.T) {
			b := newBodies(t, 4, open)
			for i, people := range []int{14, 12, 13, 3} {
				b.fill(i, people)
			}
			ids := b.begin(3)
			all := []int{0, 1, 2, 3}
			for i := range all[1:] {
				b.take(0, b.file(i+1, ids[i+1], Announcing))
			}
			b.listed(ids, all...)
			b.contribute(ids, all...)
			b.carry(ids, Contributing, all...)
			b.open(ids, all...)
			b.carry(ids, Opening, all...)
			r := b.round(2, ids[2])
			tables, err := r.sum()
			b.must(err)
			want := b.truth(r, all...)
			var got []int64
			for _, line := range tables[0].Counts {
				got = append(got, line...)
			}
			if !slices.Equal(got, want) || slices.Max(want) == 0 {
				t.Fatalf("added up to %v, and it is %v", got, want)
			}
			for i := range all {
				b.must(b.houses[i].Combine(t.Context(), b.houses[i].analyst, ids[i]))
			}
			var documents [][]byte
			for i := range all {
				figures, covered, err := b.houses[i].Result(t.Context(), b.houses[i].analyst, ids[i])
				b.must(err)
				if !figures.Table.Made() || !covered.Table.Made() {
					t.Error("nothing came of the round")
				}
				documents = append(documents, figures.Document)
			}
			if !bytes.Equal(documents[0], documents[3]) {
				t.Errorf("two of them are shown different figures:\n%s\n%s", documents[0], documents[3])
			}
		})
	}
}

func TestRound_goesOnWithoutWhoeverDropsOut(t *testing.T) {
	b := newBodies(t, 4, func() *db.DB { return testkit.SQLite(t) })
	for i := range 4 {
		b.fill(i, 6)
	}
	ids := b.begin(3)
	for i := range 3 {
		b.take(0, b.file(i+1, ids[i+1], Announcing))
	}
	b.listed(ids, 0, 1, 2, 3)
	b.contribute(ids, 0, 1, 2) // the fourth says nothing more
	first := b.file(1, ids[1], Contributing)
	b.take(0, first)
	if err := b.houses[0].Open(t.Context(), b.houses[0].analyst, ids[0]); problem.KeyOf(err) != "pool.not_all_contributed" {
		t.Fatalf("opened before everybody contributed: %v", err)
	}
	b.must(b.houses[0].MakeRoster(t.Context(), b.houses[0].analyst, ids[0], [][]byte{b.party(3).Key}))
	roster := b.file(0, ids[0], Listing)
	b.take(1, roster)
	b.take(2, roster)
	if _, err := b.houses[3].TakeInPoolFile(t.Context(), b.houses[3].analyst, roster); problem.KeyOf(err) != "pool.we_are_not_in_it" {
		t.Errorf("whoever was left out takes the list in: %v", err)
	}
	b.contribute(ids, 0, 1, 2)
	if bytes.Equal(first, b.file(1, ids[1], Contributing)) {
		t.Error("a contribution serves for two lists")
	}
	b.carry(ids, Contributing, 0, 1, 2)
	b.open(ids, 0, 1, 2)
	b.carry(ids, Opening, 0, 1, 2)
	tables, err := b.round(1, ids[1]).sum()
	b.must(err)
	if want := b.truth(b.round(1, ids[1]), 0, 1, 2); !slices.Equal(tables[0].Counts[0], want) {
		t.Errorf("added up to %v, and it is %v", tables[0].Counts[0], want)
	}
	// nobody opens twice, and no list is made after an opening
	if err := b.houses[0].MakeRoster(t.Context(), b.houses[0].analyst, ids[0], nil); problem.KeyOf(err) != "pool.opened_already" {
		t.Errorf("a list after an opening: %v", err)
	}
	if err := b.houses[0].Contribute(t.Context(), b.houses[0].analyst, ids[0]); problem.KeyOf(err) != "pool.opened_already" {
		t.Errorf("a contribution after an opening: %v", err)
	}
	// a round about the same with one organisation more would show that one
	again := b.begin(3)
	for i := range 3 {
		b.take(0, b.file(i+1, again[i+1], Announcing))
	}
	b.listed(again, 0, 1, 2, 3)
	if err := b.houses[1].Contribute(t.Context(), b.houses[1].analyst, again[1]); problem.KeyOf(err) != "pool.too_alike" {
		t.Errorf("two rounds that differ by one organisation: %v", err)
	}
	b.contribute(again, 3)
	late := b.file(3, again[3], Contributing)
	for _, h := range b.houses {
		h.passed.Add(int64(overlap))
	}
	if _, err := b.houses[0].TakeInPoolFile(t.Context(), b.houses[0].analyst, late); problem.KeyOf(err) != "pool.late" {
		t.Errorf("a contribution that comes after the last day: %v", err)
	}
	if err := b.houses[1].Contribute(t.Context(), b.houses[1].analyst, again[1]); problem.KeyOf(err) != "pool.late" {
		t.Errorf("a contribution after its last day: %v", err)
	}
}

func TestRound_findsWhatWasAlteredReplayedOrSaidTwice(t *testing.T) {
	b := newBodies(t, 3, func() *db.DB { return testkit.SQLite(t) })
	ids := b.begin(3)
	ctx := t.Context()
	refuses := func(i int, what, key string, file []byte) {
		t.Helper()
		if _, err := b.houses[i].TakeInPoolFile(ctx, b.houses[i].analyst, file); problem.KeyOf(err) != key {
			t.Errorf("%s: %v, want %s", what, err, key)
		}
	}
	if again := b.take(1, b.file(0, ids[0], Describing)); again != ids[1] {
		t.Error("a description brought twice is two rounds")
	}
	announcement := b.file(1, ids[1], Announcing)
	refuses(0, "an altered announcement", "pool.forged", bytes.Replace(announcement, []byte(`"step":"announcement"`), []byte(`"step":"opening"`), 1))
	refuses(0, "half a file", "pool.no_round_file", announcement[:len(announcement)/2])
	b.take(0, announcement)
	refuses(0, "a file twice", "pool.have_it", announcement)
	sign := func(i int, step Step, body any) []byte {
		f, err := writePoolFile(step, b.party(i).Key, body, func(m []byte) ([]byte, error) { return ed25519.Sign(b.keys[i], m), nil })
		b.must(err)
		return f.Text
	}
	hash := b.round(0, ids[0]).Hash
	refuses(0, "a second key", "pool.said_otherwise", sign(1, Announcing, announcementBody{hash, bytes.Repeat([]byte{7}, 32)}))
	refuses(0, "a round that is not here", "pool.unknown_round", sign(1, Announcing, announcementBody{"ffff", bytes.Repeat([]byte{7}, 32)}))
	if err := b.houses[0].MakeRoster(ctx, b.houses[0].analyst, ids[0], nil); problem.KeyOf(err) != "pool.too_few" {
		t.Errorf("a list of two: %v", err)
	}
	if err := b.houses[1].MakeRoster(ctx, b.houses[1].analyst, ids[1], nil); problem.KeyOf(err) != "pool.not_the_caller" {
		t.Errorf("a list by somebody else: %v", err)
	}
	if err := b.houses[1].Contribute(ctx, b.houses[1].analyst, ids[1]); problem.KeyOf(err) != "pool.no_roster" {
		t.Errorf("a contribution before the list: %v", err)
	}
	b.take(0, b.file(2, ids[2], Announcing))
	b.listed(ids, 0, 1, 2)
	b.contribute(ids, 0, 1, 2)
	one := b.file(1, ids[1], Contributing)
	b.contribute(ids, 1)
	if !bytes.Equal(one, b.file(1, ids[1], Contributing)) {
		t.Error("asked again, a contribution is another file")
	}
	a, _ := b.round(0, ids[0]).Attempt()
	n := 8 * b.round(0, ids[0]).About.numbers()
	refuses(0, "a short contribution", "pool.bad_contribution", sign(1, Contributing, contributionBody{hash, a.Hash, make([]byte, n-8)}))
	refuses(0, "a contribution to another list", "pool.other_attempt", sign(1, Contributing, contributionBody{hash, hash, make([]byte, n)}))
	refuses(0, "a list by somebody else", "pool.not_the_caller", sign(1, Listing, rosterBody{Round: hash, Attempt: 2}))
	_, stranger, _ := ed25519.GenerateKey(nil)
	f, err := writePoolFile(Contributing, stranger.Public().(ed25519.PublicKey), contributionBody{hash, a.Hash, make([]byte, n)}, func(m []byte) ([]byte, error) { return ed25519.Sign(stranger, m), nil })
	b.must(err)
	refuses(0, "a stranger's contribution", "pool.not_asked", f.Text)
	b.take(0, one)
	refuses(0, "a second contribution", "pool.said_otherwise", sign(1, Contributing, contributionBody{hash, a.Hash, make([]byte, n)}))
	refuses(0, "an opening before all contributed", "pool.not_all_contributed", sign(1, Opening, openingBody{Round: hash, Attempt: a.Hash}))

	// one who gives different contributions to different people is found by the openings
	b.take(2, sign(1, Contributing, contributionBody{hash, a.Hash, make([]byte, n)}))
	b.take(0, b.file(2, ids[2], Contributing))
	b.take(2, b.file(0, ids[0], Contributing))
	b.open(ids, 0, 2)
	refuses(2, "an opening of other contributions", "pool.other_contributions", b.file(0, ids[0], Opening))
	if err := b.houses[0].Combine(ctx, b.houses[0].analyst, ids[0]); problem.KeyOf(err) != "pool.not_all_opened" {
		t.Errorf("added up without every opening: %v", err)
	}
}

func TestRound_isForThoseWhoKnowEachOther(t *testing.T) {
	b := newBodies(t, 3, func() *db.DB { return testkit.SQLite(t) })
	b.known[2] = []int{0}
	n := NewRound{ID: db.NewID(), About: "Barriers", Measure: "barriers", By: []Axis{BySystem}, Rules: disclosure.EnglandDfE, Least: 3,
		Until: testkit.Now().Format(time.DateOnly), With: [][]byte{b.party(1).Key, b.party(2).Key}}
	ctx, first := t.Context(), b.houses[0]
	b.must(first.BeginRound(ctx, first.analyst, n))
	if _, err := b.houses[2].TakeInPoolFile(ctx, b.houses[2].analyst, b.file(0, n.ID, Describing)); problem.KeyOf(err) != "pool.unknown_contributor" {
		t.Errorf("joined with somebody unknown: %v", err)
	}
	outside := newBodies(t, 1, func() *db.DB { return testkit.SQLite(t) })
	outside.houses[0].UseKeys(PoolKeys{Own: outside.houses[0].keys.Own, Known: first.keys.Known, Sign: outside.houses[0].keys.Sign})
	if _, err := outside.houses[0].TakeInPoolFile(ctx, outside.houses[0].analyst, b.file(0, n.ID, Describing)); !problem.Is(err, problem.Conflict) {
		t.Errorf("joined without being asked: %v", err)
	}
	bad := func(field string, change func(*NewRound)) {
		t.Helper()
		m := n
		m.ID = db.NewID()
		change(&m)
		err := first.BeginRound(ctx, first.analyst, m)
		if !problem.Is(err, problem.Invalid) {
			t.Errorf("%s: %v", field, err)
		}
	}
	bad("two organisations", func(m *NewRound) { m.With = m.With[:1] })
	bad("a stranger", func(m *NewRound) { m.With = append(slices.Clone(m.With), make([]byte, 32)) })
	bad("too few at least", func(m *NewRound) { m.Least = 2 })
	bad("a day that is over", func(m *NewRound) { m.Until = "2020-01-01" })
	bad("no such measure", func(m *NewRound) { m.Measure = "names" })
	bad("no such rules", func(m *NewRound) { m.Rules = "none" })
	worker := permit.Actor{ID: db.NewID(), Organisation: first.north.Organisation, Roles: []permit.Role{permit.Practitioner}}
	if err := first.Contribute(ctx, worker, n.ID); !problem.Is(err, problem.Forbidden) {
		t.Errorf("a practitioner contributes: %v", err)
	}
	if _, err := first.Round(ctx, first.south, n.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("another organisation reads the round: %v", err)
	}
}

// What three of four know together is the fourth's numbers: said in the documents. What two of four know is not.
func TestMasked_fewerThanAllButOneLearnNothing(t *testing.T) {
	numbers := []uint64{5, 0, 1 << 31}
	seed := func(b byte) []byte { return bytes.Repeat([]byte{b}, seedSize) }
	pairs := []pairSeed{{seed(1), false}, {seed(2), true}, {seed(3), false}}
	file := masked(numbers, seed(9), pairs)
	// the own mask opened, and the pairs with two of three others known: one pair's mask still hides every number
	addMask(file, seed(9), true)
	addMask(file, seed(1), true)
	addMask(file, seed(2), false)
	for i, n := range file {
		if n == numbers[i] {
			t.Errorf("number %d stands open", i)
		}
	}
	addMask(file, seed(3), true)
	if !slices.Equal(file, numbers) {
		t.Errorf("the masks do not come off: %v", file)
	}
}

func TestDescription_laysOutWhatIsContributed(t *testing.T) {
	d := Description{Rules: disclosure.Research10, Least: 3, Rows: []string{"x", "y"}, Columns: []string{"a", "b"}}
	got := d.contribution(disclosure.Table{Rows: []string{"y", "x"}, Columns: []string{"b", "a", "z"}, Counts: [][]int64{{3, 12, 99}, {0, 4, 99}}},
		disclosure.Table{Columns: coveringCodes, Counts: [][]int64{{18, 0, 1}}})
	want := []uint64{4, 0, 12, 3, 4, 15, 16, 3, 19, 18, 0, 1, 19, // numbers, totals, and what covers them
		4, 0, 0, 3, 4, 0, 0, 3, 0, 0, 0, 1, 0, // what the rules would hide
		1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1}
	if !slices.Equal(got, want) || len(got) != d.numbers() {
		t.Errorf("%v", got)
	}
}

// Whoever takes from a sum all that could be published of it, and its own number, is left with nobody or with as many as the rules
// ask for. Every way in which four organisations can hold up to 13 people, under a threshold of 5.
func TestDescription_noSubtractionShowsAFew(t *testing.T) {
	d := Description{Rules: disclosure.Wales, Least: 3}
	threshold, shown := uint64(d.threshold()), 0
	for code := range 14 * 14 * 14 * 14 {
		x := []uint64{uint64(code % 14), uint64(code / 14 % 14), uint64(code / 196 % 14), uint64(code / 2744)}
		var n, small, holders uint64
		for _, v := range x {
			n += v
			if v > 0 {
				holders++
			}
			if v < threshold {
				small += v
			}
		}
		if n == 0 || !d.safe(n, small, holders) {
			continue
		}
		shown++
		for _, own := range append(x, 0) { // an outsider takes away nothing of its own
			left := small
			if own < threshold {
				left -= own
			}
			if left > 0 && left < threshold || n-own < threshold {
				t.Fatalf("%v: %d are left for whoever holds %d", x, left, own)
			}
		}
	}
	if shown < 1000 {
		t.Errorf("only %d sums are shown: this does not look where it should", shown)
	}
}

func TestRound_hidesWhatASubtractionWouldShow(t *testing.T) {
	d := Description{Rules: disclosure.Research10, Least: 3, Columns: []string{"a", "b", "c"}}
	r, a := Round{About: d}, Attempt{Hash: hashOf(nil), list: []listed{{key: []byte{1}}, {key: []byte{2}}, {key: []byte{3}}}}
	covered := []uint64{90, 0, 0, 90}
	sums := func(counts, small, holders []uint64) []uint64 {
		return slices.Concat(counts, covered, small, make([]uint64, 4), holders, []uint64{3, 0, 0, 3})
	}
	protect := func(total []uint64) disclosure.Released {
		t.Helper()
		tables, err := r.tables(a, total)
		if err != nil {
			t.Fatal(err)
		}
		rules, _ := disclosure.Rules(d.Rules)
		out, err := disclosure.Protect(rules, tables[0], nil)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	counts, three := []uint64{30, 40, 50, 120}, []uint64{3, 3, 3, 3}
	if out := protect(sums(counts, make([]uint64, 4), three)); !out.Cell(0, 0).Shown() || out.Hides() {
		t.Errorf("what is safe is hidden: %s", out.Cell(0, 0))
	}
	if out := protect(sums(counts, []uint64{4, 0, 0, 0}, three)); out.Cell(0, 0).Shown() {
		t.Errorf("two of three can publish theirs, and the third's 4 would come out of %s", out.Cell(0, 0))
	}
	if out := protect(sums(counts, make([]uint64, 4), []uint64{2, 3, 3, 3})); out.Cell(0, 0).Shown() {
		t.Errorf("a sum that two hold is shown: %s", out.Cell(0, 0))
	}
	if out := protect(sums(counts, []uint64{0, 0, 0, 4}, three)); out.Total().Shown() || out.Cell(0, 1).Shown() {
		t.Errorf("a total out of which a few would come is shown: %s", out.Total())
	}
	wild := map[string][]uint64{"too many": sums([]uint64{1 << 40, 0, 0, 1 << 40}, make([]uint64, 4), three), "more holders than contributors": sums(counts, make([]uint64, 4), []uint64{4, 3, 3, 3}),
		"a total that is none": sums([]uint64{30, 40, 50, 121}, make([]uint64, 4), three), "more small than there are": sums(counts, []uint64{31, 0, 0, 0}, three)}
	for what, total := range wild {
		if _, err := r.tables(a, total); problem.KeyOf(err) != "pool.does_not_add_up" {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func FuzzReadPoolFile(f *testing.F) {
	key := ed25519.NewKeyFromSeed(make([]byte, 32))
	public := key.Public().(ed25519.PublicKey)
	write := func(step Step, body any) {
		file, err := writePoolFile(step, public, body, func(m []byte) ([]byte, error) { return ed25519.Sign(key, m), nil })
		if err != nil {
			f.Fatal(err)
		}
		f.Add(file.Text, byte(0))
		f.Add(file.Body, byte(1))
	}
	d := Description{ID: db.NewID(), About: "x", Measure: "barriers", By: []Axis{ByItem}, Rules: disclosure.Research10, Least: 3, Until: "2026-12-01", Columns: []string{"a"},
		Contributors: []Party{{"A", public}, {"B", bytes.Repeat([]byte{1}, 32)}, {"C", bytes.Repeat([]byte{2}, 32)}}}
	write(Describing, d)
	write(Announcing, announcementBody{"r", make([]byte, 32)})
	write(Listing, rosterBody{"r", 1, [][]byte{{1}}})
	write(Contributing, contributionBody{"r", "a", make([]byte, 8*d.numbers())})
	write(Opening, openingBody{"r", "a", []openingOf{{public, "h"}}, []openingSeed{{public, []byte{1}}}})
	f.Fuzz(func(t *testing.T, data []byte, as byte) {
		file, err := ReadPoolFile(data)
		if as%2 == 1 { // a body, as if it were well signed: nothing it says may bring the reader down
			file, err = PoolFile{Steps[int(as/2)%len(Steps)], public, data, data}, nil
		}
		if err != nil {
			return
		}
		if got, err := readDescription(file); err == nil && got.check() != nil {
			t.Error("a description that does not check is read")
		}
		r := Round{Hash: "r", About: d, Own: public, Caller: public}
		_, _ = roundIn(file)
		if number, list, err := readRoster(file, "r", d); err == nil && (number < 1 || len(list) < 3) {
			t.Error("a list of too few is read")
		}
		if file.Step != Listing {
			_, _ = r.takeIn(file, time.Time{})
		}
		if !json.Valid(file.Body) && as%2 == 0 {
			_, err := roundIn(file)
			if err == nil {
				t.Error("a body that is no JSON names a round")
			}
		}
	})
}

// vectors is a made-up round as docs/pooling.md has it, for whoever writes another program.
type vectors struct {
	Attempt       string        `json:"attempt"`
	Contributions []vectorsFrom `json:"contributions"`
	Total         []uint64      `json:"total"`
}

type vectorsFrom struct {
	Key        []byte   `json:"key"`
	MaskSecret []byte   `json:"mask_secret"`
	Seed       []byte   `json:"seed"`
	Numbers    []uint64 `json:"numbers"`
	Masked     []byte   `json:"masked"`
}

// The vectors in the repository are what this program makes, and add up without it.
func TestMasked_isWhatTheVectorsSay(t *testing.T) {
	v := vectors{Attempt: hashOf([]byte("made up"))}
	attempt, _ := hex.DecodeString(v.Attempt)
	var secrets []*ecdh.PrivateKey
	for i := range 4 {
		at := func(what string) []byte {
			b, _ := hex.DecodeString(hashOf(fmt.Appendf(nil, "%s %d", what, i)))
			return b
		}
		secret, err := ecdh.X25519().NewPrivateKey(at("mask"))
		if err != nil {
			t.Fatal(err)
		}
		secrets = append(secrets, secret)
		key := ed25519.NewKeyFromSeed(at("key")).Public().(ed25519.PublicKey)
		v.Contributions = append(v.Contributions, vectorsFrom{Key: key, MaskSecret: secret.Bytes(), Seed: at("seed"), Numbers: []uint64{uint64(10 * i), 7, 0, 1, 1, 0}})
	}
	v.Total = []uint64{60, 28, 0, 4, 4, 0}
	var files [][]uint64
	var seeds [][]byte
	for i := range v.Contributions {
		c := &v.Contributions[i]
		var pairs []pairSeed
		for j, other := range v.Contributions {
			if j != i {
				p, err := pairOf(secrets[i], secrets[j].PublicKey().Bytes(), c.Key, other.Key, attempt)
				if err != nil {
					t.Fatal(err)
				}
				pairs = append(pairs, p)
			}
		}
		numbers := masked(c.Numbers, c.Seed, pairs)
		c.Masked = packNumbers(numbers)
		files, seeds = append(files, unpackNumbers(c.Masked)), append(seeds, c.Seed)
	}
	if got := addUp(files, seeds); !slices.Equal(got, v.Total) {
		t.Errorf("%v", got)
	}
	text, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	testkit.Document(t, "internal/insight/testdata/pool-vectors.json", string(text)+"\n")
}
