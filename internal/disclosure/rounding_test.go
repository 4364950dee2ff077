package disclosure

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
)

var aKey = []byte("a key that stays where the numbers are")

// rounding is a pack that rounds in another way, to fives.
func rounding(t testing.TB, name, way string) Pack {
	p := allowing(t, name)
	p.Round, p.RoundNational = 5, 5
	return p.Rounded(way)
}

func TestProtect_everyRoundingWithstandsTheAttack(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 1))
	shown, hiding := map[string]int{}, 0
	for i := range rounds(3000) {
		way := []string{Controlled, Random}[i%2]
		p, table := rounding(t, Names()[i/2%4], way), random(r)
		out, err := ProtectBeside(p, table, Before{Key: aKey})
		if err != nil {
			t.Fatalf("%+v under %s, %s: %v", table, p.ID, way, err)
		}
		if out.Withheld() != "" {
			continue
		}
		shown[way]++
		if out.Hides() {
			hiding++
		}
		x, v := out.form.flow(table.Counts), out.view()
		for a, f := range out.figures {
			n, _, ok := f.Value()
			if ok && (n%5 != 0 || n <= x[a]-5 || n >= x[a]+5 || x[a]%5 == 0 && n != x[a]) {
				t.Fatalf("%s: %d is shown as %d", way, x[a], n)
			}
		}
		if way == Controlled && !out.Hides() && !slices.Equal(v.lattice.fill(v.values[:v.lattice.leaves]), byFigure(v)) {
			t.Fatalf("%+v: it does not add up", table)
		}
		if holes, err := Attack(out); err != nil || len(holes) > 0 {
			t.Fatalf("%+v under %s, %s: %v, %v", table, p.ID, way, holes, err)
		}
		doc, err := out.Document()
		if err != nil {
			t.Fatal(err)
		}
		if again, err := Reopen(doc); err != nil || !slices.Equal(again.figures, out.figures) {
			t.Fatalf("%s does not read back: %v", doc, err)
		}
	}
	t.Logf("%v shown, %d of them with something hidden", shown, hiding)
	if shown[Controlled] < rounds(3000)/5 || shown[Random] < rounds(3000)/5 || hiding < rounds(3000)/5 {
		t.Error("hardly a table was rounded")
	}
}

func byFigure(v *view) []int64 {
	out := make([]int64, len(v.values))
	for f, a := range v.lattice.number {
		out[f] = v.values[a]
	}
	return out
}

func TestProtectCrossed_everyRoundingWithstandsTheAttack(t *testing.T) {
	r := rand.New(rand.NewPCG(32, 1))
	shown, adding, gaveUp := 0, 0, 0
	for i := range rounds(2000) {
		way := []string{Controlled, Random}[i%2]
		p, c := rounding(t, Names()[i/2%4], way), randomCrossed(r)
		out, err := ProtectCrossedBeside(p, c, Before{Key: aKey})
		if err != nil {
			t.Fatalf("%+v under %s, %s: %v", c, p.ID, way, err)
		}
		l := newLattice(c.Directions)
		if way == Controlled {
			x := make([]int64, len(l.number))
			for f, n := range l.fill(c.Counts) {
				x[l.number[f]] = n
			}
			all, err := l.controlled(x, 5)
			if errors.Is(err, errNotControlled) {
				gaveUp++
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			for f, n := range l.fill(all[:l.leaves]) {
				if n != all[l.number[f]] || n <= x[l.number[f]]-5 || n >= x[l.number[f]]+5 {
					t.Fatalf("%+v: %d of %d does not add up", c, n, x[l.number[f]])
				}
			}
			adding++
		}
		if out.Withheld() != "" {
			continue
		}
		shown++
		if holes, err := AttackCrossed(out); err != nil || len(holes) > 0 {
			t.Fatalf("%+v under %s, %s: %v, %v", c, p.ID, way, holes, err)
		}
		doc, err := out.Document()
		if err != nil {
			t.Fatal(err)
		}
		if again, err := ReopenCrossed(doc); err != nil || !slices.Equal(again.figures, out.figures) {
			t.Fatalf("%s does not read back: %v", doc, err)
		}
	}
	t.Logf("%d shown; %d add up, of %d no way was found", shown, adding, gaveUp)
	if shown < rounds(2000)/4 || gaveUp > adding/20 {
		t.Errorf("%d shown; %d add up, of %d no way was found", shown, adding, gaveUp)
	}
}

// What is rounded so that it adds up says more than each number by itself. Every table that there is is tried: a hidden number must be
// open over all of them for which some rounding shows what is shown.
func TestControlled_withstandsWhoTriesEverything(t *testing.T) {
	r := rand.New(rand.NewPCG(33, 1))
	tried := 0
	for range 4000 {
		if tried == 60 {
			break
		}
		p := rounding(t, EnglandDfE, Controlled)
		p.Round = 3
		table := one(6+r.Int64N(6), 6+r.Int64N(6), r.Int64N(4), r.Int64N(4))
		out, err := Protect(p, table, nil)
		if err != nil {
			t.Fatal(err)
		}
		if out.Withheld() != "" || !out.Hides() {
			continue
		}
		tried++
		least, most := slices.Repeat([]int64{far}, 5), slices.Repeat([]int64{-1}, 5)
		for code := range 18 * 18 * 18 * 18 {
			x := []int64{int64(code % 18), int64(code / 18 % 18), int64(code / 18 / 18 % 18), int64(code / 18 / 18 / 18)}
			x = append(x, x[0]+x[1]+x[2]+x[3])
			if !possible(p, out, x) {
				continue
			}
			for a, n := range x {
				least[a], most[a] = min(least[a], n), max(most[a], n)
			}
		}
		for a, f := range out.figures {
			if !f.Shown() && most[a]-least[a] < p.MustStayOpen() {
				t.Errorf("%v shown as %v: number %d lies in %d to %d", table.Counts, out.figures, a, least[a], most[a])
			}
		}
	}
	if tried < 60 {
		t.Errorf("only %d tables were tried", tried)
	}
}

// possible reports whether a table could be shown as it is.
func possible(p Pack, out Released, x []int64) bool {
	ways := make([][]int64, len(x))
	for a, f := range out.figures {
		v, _, shown := f.Value()
		if s := p.saidBy(v, false, true); shown && (x[a] < s.lo || x[a] > s.hi) {
			return false
		}
		for _, n := range []int64{x[a] / p.Round * p.Round, (x[a] + p.Round - 1) / p.Round * p.Round} {
			if (!shown || v == n) && !slices.Contains(ways[a], n) {
				ways[a] = append(ways[a], n)
			}
		}
	}
	var add func(a int, sum int64) bool
	add = func(a int, sum int64) bool {
		if a == len(x)-1 {
			return slices.Contains(ways[a], sum)
		}
		return slices.ContainsFunc(ways[a], func(n int64) bool { return add(a+1, sum+n) })
	}
	return add(0, 0)
}

func TestRandom_asksTheSameAndHearsTheSame(t *testing.T) {
	p := rounding(t, Research10, Random)
	w := world{[3]int{2, 3, 2}, []int64{43, 41, 37, 29, 33, 52, 61, 47, 38, 44, 56, 39}}
	if _, err := Protect(p, w.by(0, 1), nil); !errors.Is(err, ErrNoKey) {
		t.Errorf("without a key: %v", err)
	}
	ask := func(state string, key string, axes ...int) Released {
		table := w.by(axes...)
		table.Data, table.About.State = state, state
		out, err := ProtectBeside(p, table, Before{Key: []byte(key)})
		if err != nil || out.Withheld() != "" {
			t.Fatal(err, out.Withheld())
		}
		return out
	}
	one, two := ask("one", string(aKey), 0, 1), ask("two", string(aKey), 0, 2)
	for i := range one.Rows {
		if a, b := one.RowTotal(i), two.RowTotal(i); a != b {
			t.Errorf("the same people are %v in one question and %v in another", a, b)
		}
	}
	differ, up, over := false, 0.0, 0.0
	for i := range 400 {
		w.counts[0] = int64(40 + i%5)
		key := string(aKey) + string(rune('a'+i%26)) + string(rune('a'+i/26))
		a, _, _ := ask("one", key, 0).Cell(0, 0).Value()
		up += float64(a)
		over += float64(w.counts[0] + 41 + 37 + 29 + 33 + 52)
		b, _, _ := ask("one", string(aKey), 0).Cell(0, 0).Value()
		differ = differ || a != b
	}
	if !differ || up/over < 0.997 || up/over > 1.003 {
		t.Errorf("other keys draw the same lots (%v), or the lot is not even: %.4f", !differ, up/over)
	}
}
