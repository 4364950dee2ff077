package disclosure

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/testkit"
)

func rules(t testing.TB, name string) Pack {
	t.Helper()
	p, ok := Rules(name)
	if !ok {
		t.Fatalf("no pack %s", name)
	}
	return p
}

// random makes tables as they come: small and large, sparse, with rows that are all one answer.
func random(r *rand.Rand) Table {
	rows, columns := r.IntN(6), 2+r.IntN(4)
	if rows == 1 {
		rows = 0
	}
	t := Table{Key: "test", Data: "now", Columns: names("c", columns), Rows: names("r", rows)}
	most := []int64{4, 12, 40, 400}[r.IntN(4)]
	empty := r.IntN(60)
	for range max(rows, 1) {
		var line []int64
		for range columns {
			n := r.Int64N(most + 1)
			if r.IntN(100) < empty {
				n = 0
			}
			line = append(line, n)
		}
		t.Counts = append(t.Counts, line)
	}
	return t
}

func names(prefix string, n int) (list []string) {
	for i := range n {
		list = append(list, fmt.Sprint(prefix, i))
	}
	return list
}

// The numbers are bounded by another hand: by trying every table there is.
func TestBounds_areThoseOfEveryTableThereIs(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	compared := 0
	for range 300 {
		n := newForm(2, 2)
		x := n.flow([][]int64{{r.Int64N(5), r.Int64N(5)}, {r.Int64N(5), r.Int64N(5)}})
		within := make([]span, len(x))
		for a := range x {
			switch r.IntN(3) {
			case 0:
				within[a] = span{x[a], x[a]}
			case 1:
				within[a] = span{max(x[a]-r.Int64N(3), 0), x[a] + r.Int64N(3)}
			default:
				within[a] = span{0, 8} // of a cell; a total may be more
				if a > 3 {
					within[a].hi = 40
				}
			}
		}
		want := make([]span, len(x))
		for a := range want {
			want[a] = span{far, -1}
		}
		for code := range 9 * 9 * 9 * 9 {
			try := n.flow([][]int64{{int64(code % 9), int64(code / 9 % 9)}, {int64(code / 81 % 9), int64(code / 729)}})
			if slices.ContainsFunc(indices(try), func(a int) bool { return try[a] < within[a].lo || try[a] > within[a].hi }) {
				continue
			}
			for a := range try {
				want[a] = span{min(want[a].lo, try[a]), max(want[a].hi, try[a])}
			}
		}
		some, ok := n.net.some(within)
		if !ok {
			t.Fatal("the table itself is within")
		}
		for a := range x {
			for _, from := range [][]int64{x, some} {
				if got := n.net.bound(from, within, a, far); got != want[a] {
					t.Fatalf("%v within %v: number %d lies in %v, not %v", x, within, a, want[a], got)
				}
				compared++
			}
		}
	}
	if compared < 5000 {
		t.Error("too little was compared")
	}
}

func indices(x []int64) []int {
	list := make([]int, len(x))
	for i := range list {
		list[i] = i
	}
	return list
}

func TestProtect_randomTablesWithstandTheAttack(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	shownAny, hid := 0, 0
	for i := range rounds(10_000) {
		table, p := random(r), rules(t, Names()[i%4])
		table.National = i%5 == 0
		out, err := Protect(p, table, nil)
		if err != nil {
			t.Fatalf("%v: %v", table, err)
		}
		if out.Withheld() != "" {
			continue
		}
		shownAny++
		x := out.form.flow(table.Counts)
		found, err := bounds([]Released{out})
		if err != nil {
			t.Fatalf("%v under %s: %v", table, p.ID, err)
		}
		for a, f := range out.figures {
			small := x[a] < p.Threshold && (x[a] > 0 || !p.ZeroShown)
			switch {
			case found[a].lo > x[a] || found[a].hi < x[a]:
				t.Fatalf("%v under %s: the attack says %v of %d", table, p.ID, found[a], x[a])
			case f.shown && small:
				t.Fatalf("%v under %s shows %d", table, p.ID, x[a])
			case !f.shown && (found[a].width() < p.Threshold-2 || small && found[a].hi < p.Threshold-1):
				t.Fatalf("%v under %s: %d comes out as %v", table.Counts, p.ID, x[a], found[a])
			}
		}
		if out.Hides() {
			hid++
		}
	}
	if shownAny < rounds(5000) || hid < rounds(3000) {
		t.Errorf("%d tables were shown, %d with something hidden", shownAny, hid)
	}
}

// A table that was shown under one pack is shown again under another: both together show no more than the rules allow.
func TestProtect_twoReleasesOfTheSameWithstandTogether(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 13))
	both := 0
	for i := range 2000 {
		table := random(r)
		first, err := Protect(rules(t, Names()[i%4]), table, nil)
		if err != nil {
			t.Fatal(err)
		}
		p := rules(t, Names()[r.IntN(4)])
		second, err := Protect(p, table, []Released{first})
		if err != nil {
			t.Fatalf("%v: %v", table, err)
		}
		if first.Withheld() != "" || second.Withheld() != "" {
			continue
		}
		both++
		found, err := bounds([]Released{second, first})
		if err != nil {
			t.Fatal(err)
		}
		for a, x := range second.form.flow(table.Counts) {
			if !second.figures[a].shown && (found[a].width() < p.Threshold-2 || x < found[a].lo || x > found[a].hi) {
				t.Fatalf("%v, %s after %s: %d comes out as %v", table, p.ID, first.rules.ID, x, found[a])
			}
		}
	}
	if both < 500 {
		t.Errorf("only %d pairs were shown", both)
	}
}

// Without complementary suppression what is hidden comes out by subtraction: the attack must find it.
func TestAttack_findsEveryPlantedHole(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	planted := 0
	for planted < 100 {
		table, p := random(r), rules(t, []string{EnglandDfE, Research10}[planted%2])
		s, total, err := newSearch(p, table, nil)
		if err != nil || total < p.MinCohort || s.safe(s.must) {
			continue // nothing needs a neighbour
		}
		out := newReleased(p, table)
		for a := range out.figures {
			if s.must[a] {
				out.figures[a] = hidden(Small)
			} else {
				out.figures[a] = shown(s.x[a])
			}
		}
		// a hole of the search may be one by guessing alone; the attack is held to those that subtraction finds
		within, alone := s.within(s.must), false
		for a := range s.x {
			if s.must[a] && s.form.net.bound(s.x, within, a, far).width() < out.least() {
				alone = true
			}
		}
		if !alone {
			continue
		}
		planted++
		holes, err := Attack(out)
		if err != nil || len(holes) == 0 {
			t.Fatalf("%v under %s: no hole found (%v)", table, p.ID, err)
		}
		if doc, err := out.Document(); err != nil {
			t.Fatal(err)
		} else if _, err := Reopen(doc); err == nil {
			t.Fatal("a document with a hole is read")
		}
	}
}

func TestProtect_losesHardlyMoreThanTheBest(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 2))
	var ours, least int64
	compared := 0
	for compared < 150 {
		table, p := random(r), rules(t, Names()[compared%4])
		if len(table.Rows)*len(table.Columns) > 9 {
			continue
		}
		s, total, err := newSearch(p, table, nil)
		if err != nil || total < p.MinCohort {
			continue
		}
		hide, ok := s.paths()
		if !ok {
			continue
		}
		s.giveBack(hide)
		best, done := s.exact(hide, 200_000)
		if !done {
			continue
		}
		if !s.safe(best) || s.loss(best) > s.loss(hide) {
			t.Fatal("the exact search gives something worse, or unsafe")
		}
		compared++
		ours, least = ours+s.loss(hide), least+s.loss(best)
	}
	t.Logf("loss of the paths %d, least %d: %.3f", ours, least, float64(ours)/float64(least))
	if ours > least+least/10 {
		t.Errorf("the paths lose %d, the best is %d", ours, least)
	}
}

func TestProtect_rules(t *testing.T) {
	for name, c := range map[string]struct {
		pack  string
		table Table
		want  string
	}{
		"a small cohort":         {StrictDefault, one(3, 4, 2), "withheld cohort"},
		"all of a small group":   {EnglandDfE, Table{Key: "k", Data: "d", Rows: names("r", 2), Columns: names("c", 2), Counts: [][]int64{{11, 0}, {40, 30}}}, "c c c c"},
		"rounding":               {StrictDefault, one(12, 23, 48), "10 25 50"},
		"zero is shown":          {EnglandDfE, one(0, 23, 48), "0 23 48"},
		"zero is not shown":      {StrictDefault, one(0, 23, 48), "c c 50"},
		"a number and its other": {EnglandDfE, one(3, 9, 48), "c c 48"},
		"only the total is left": {StrictDefault, one(6, 6), "c c"},
	} {
		out, err := Protect(rules(t, c.pack), c.table, nil)
		if err != nil {
			t.Fatal(err)
		}
		got := "withheld " + string(out.Withheld())
		if out.Withheld() == "" {
			var list []string
			for i := range max(len(out.Rows), 1) {
				for j := range out.Columns {
					list = append(list, out.Cell(i, j).String())
				}
			}
			got = strings.Join(list, " ")
		}
		if !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: %s, not %s", name, got, c.want)
		}
	}
}

func one(counts ...int64) Table {
	return Table{Key: "k", Data: "d", Columns: names("c", len(counts)), Counts: [][]int64{counts}}
}

func TestProtect_dominanceAndPeople(t *testing.T) {
	table := one(40, 50, 60)
	table.People = [][]int64{{20, 3, 20}}
	table.Largest = [][]int64{{2, 2, 50}}
	out, err := Protect(rules(t, Research10), table, nil)
	if err != nil {
		t.Fatal(err)
	}
	if out.Cell(0, 1).Shown() || out.Cell(0, 2).Shown() {
		t.Errorf("few people or one who dominates are shown: %v %v %v", out.Cell(0, 0), out.Cell(0, 1), out.Cell(0, 2))
	}
}

func TestProtect_besideEarlierReleases(t *testing.T) {
	p := rules(t, Research10)
	first, err := Protect(p, one(20, 30, 40), nil)
	if err != nil || first.Withheld() != "" {
		t.Fatal(err, first.Withheld())
	}
	later := one(20, 31, 40)
	later.Data = "later"
	if out, err := Protect(p, later, []Released{first}); err != nil || out.Withheld() != Difference {
		t.Errorf("one more person shows: %v %q", err, out.Withheld())
	}
	later = one(45, 60, 70)
	later.Data = "later"
	if out, err := Protect(p, later, []Released{first}); err != nil || out.Withheld() != "" {
		t.Errorf("many more people: %v %q", err, out.Withheld())
	}
	if _, err := Protect(p, one(21, 30, 40), []Released{first}); err == nil {
		t.Error("other numbers pass for the same data")
	}
	// What one pack showed, a stricter one cannot hide any more.
	loose, err := Protect(rules(t, EnglandDfE), one(8, 30, 40), nil)
	if err != nil || !loose.Cell(0, 0).Shown() {
		t.Fatal(err)
	}
	if out, err := Protect(p, one(8, 30, 40), []Released{loose}); err != nil || out.Withheld() != Earlier {
		t.Errorf("after a looser release: %v %q", err, out.Withheld())
	}
}

// A figure that is hidden shows in no way of printing it that it was 7.
func TestProtected_leaksNothing(t *testing.T) {
	out, err := Protect(rules(t, Research10), one(7, 11, 40), nil)
	if err != nil {
		t.Fatal(err)
	}
	f := out.Cell(0, 0)
	doc, err := out.Document()
	if err != nil {
		t.Fatal(err)
	}
	plain, _ := json.Marshal(f)
	for _, said := range []string{fmt.Sprintf("%v|%+v|%#v|%s|%d|%x|%q|%08b", f, f, f, f, f, f, f, f), fmt.Sprintf("%v %+v %#v", []Protected{f}, struct{ F Protected }{f}, &f),
		string(plain), string(doc[strings.Index(string(doc), `"cells"`):])} {
		if strings.Contains(said, "7") || strings.Contains(said, "11") {
			t.Errorf("%s", said)
		}
	}
	if f.value != 0 || f.Shown() || f.String() != "c" || string(plain) != `{"symbol":"c","reason":"small"}` {
		t.Errorf("%s", plain)
	}
	if z := (Protected{}); z.Shown() || z.String() != "x" || z.Reason() != None {
		t.Error("the zero value shows something")
	}
}

func TestReleased_percentOnlyOfEnough(t *testing.T) {
	out, err := Protect(rules(t, EnglandDfE), Table{Key: "k", Data: "d", Rows: names("r", 3), Columns: names("c", 2),
		Counts: [][]int64{{20, 40}, {9, 8}, {20, 3}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(out.Percent(0, 0), out.Percent(1, 0), out.Percent(2, 1)); got != "33.3 c c" {
		t.Error(got)
	}
	free, err := Protect(rules(t, EnglandDfE), one(20, 40), nil)
	if err != nil || free.Percent(0, 0).String() != "33.3" {
		t.Error(err, free.Percent(0, 0))
	}
}

func TestReopen_readsWhatWasWrittenAndNothingElse(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	for i := range 200 {
		out, err := Protect(rules(t, Names()[i%4]), random(r), nil)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := out.Document()
		if err != nil {
			t.Fatal(err)
		}
		if wrong := testkit.OpenSchema(t, "release-1").Wrong(doc); wrong != nil {
			t.Fatalf("%s: %v", doc, wrong)
		}
		again, err := Reopen(doc)
		if err != nil {
			t.Fatalf("%s: %v", doc, err)
		}
		if same, _ := again.Document(); string(same) != string(doc) {
			t.Fatalf("%s\nbecomes\n%s", doc, same)
		}
	}
	out, err := Protect(rules(t, Research10), one(7, 11, 40), nil)
	if err != nil {
		t.Fatal(err)
	}
	doc, _ := out.Document()
	for _, change := range [][2]string{{`{"symbol":"c","reason":"small"}`, `{"value":7}`}, {`"threshold":10`, `"threshold":1`}, {`"columns"`, `"kolumns"`},
		{`{"value":40}`, `{"value":40,"symbol":"c"}`}, {`{"value":40}`, `{"value":59}`}, {`}}`, `}}{}`}} {
		bad := strings.Replace(string(doc), change[0], change[1], 1)
		if bad == string(doc) {
			t.Fatalf("%s is not in %s", change[0], doc)
		}
		if _, err := Reopen([]byte(bad)); err == nil {
			t.Errorf("%s is read", bad)
		}
	}
}

func TestLoadPack_refusesRulesThatProtectNobody(t *testing.T) {
	good, err := packFiles.ReadFile("packs/strict-default.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range [][2]string{{`"threshold": 10`, `"threshold": 1`}, {`"width": 10`, `"width": 2`}, {`"min_cohort": 10`, `"min_cohort": 3`},
		{`"round": 5`, `"round": 50`}, {`"format"`, `"fromat"`}, {`"mark": "D"`, `"mark": ""`}, {`"id": "strict-default"`, `"id": ""`}} {
		if _, err := LoadPack([]byte(strings.Replace(string(good), change[0], change[1], 1))); err == nil {
			t.Errorf("%s passes", change[1])
		}
	}
	if _, ok := Rules("no-such"); ok {
		t.Error("a pack that is not there")
	}
}

func FuzzReopen(f *testing.F) {
	out, err := Protect(rules(f, StrictDefault), one(12, 3, 48, 20), nil)
	if err != nil {
		f.Fatal(err)
	}
	doc, _ := out.Document()
	f.Add(doc)
	f.Add([]byte(`{"format":"stable-futures/release/1"}`))
	f.Fuzz(func(t *testing.T, doc []byte) {
		r, err := Reopen(doc)
		if err != nil {
			return
		}
		if holes, err := Attack(r); err != nil || len(holes) > 0 {
			t.Errorf("%s is read: %v %v", doc, holes, err)
		}
		for i := range max(len(r.Rows), 1) {
			for j := range r.Columns {
				_ = r.Percent(i, j).String()
			}
		}
	})
}

func FuzzProtect(f *testing.F) {
	f.Add(uint8(2), uint8(3), []byte{1, 12, 40, 0, 0, 9}, uint8(0))
	f.Fuzz(func(t *testing.T, rows, columns uint8, numbers []byte, pack uint8) {
		table := Table{Key: "k", Data: "d", Rows: names("r", int(rows%6)), Columns: names("c", int(columns%6))}
		for i := range max(len(table.Rows), 1) {
			line := make([]int64, len(table.Columns))
			for j := range line {
				if at := i*len(line) + j; at < len(numbers) {
					line[j] = int64(numbers[at])
				}
			}
			table.Counts = append(table.Counts, line)
		}
		out, err := Protect(rules(t, Names()[int(pack)%4]), table, nil)
		if err != nil {
			return
		}
		if holes, err := Attack(out); err != nil || len(holes) > 0 {
			t.Errorf("%v: %v %v", table, holes, err)
		}
	})
}
