package stats_test

import (
	"crypto/sha256"
	"fmt"
	"math"
	"slices"
	"sort"
	"testing"

	"stablefutures/internal/stats"
)

func frameOf(n int, strata ...string) []stats.FrameUnit {
	frame := make([]stats.FrameUnit, n)
	for i := range frame {
		frame[i] = stats.FrameUnit{ID: fmt.Sprintf("case-%03d", i)}
		if len(strata) > 0 {
			frame[i].Stratum = strata[i%len(strata)]
		}
	}
	return frame
}

// byHand draws as docs/statistics.md says, knowing nothing of the package.
func byHand(ids []string, seed string, n int) []string {
	key := func(id string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(seed+"\x00"+id))) }
	sort.Slice(ids, func(i, j int) bool { return key(ids[i]) < key(ids[j]) })
	return ids[:n]
}

func TestDraw_agreesWithTheAlgorithmAsDocumented(t *testing.T) {
	frame := frameOf(200)
	var ids []string
	for _, u := range frame {
		ids = append(ids, u.ID)
	}
	slices.Reverse(frame)
	got, err := stats.Draw(frame, stats.DrawRequest{Method: stats.Simple, N: 12, Seed: "spring 2027"})
	if err != nil {
		t.Fatal(err)
	}
	if want := byHand(ids, "spring 2027", 12); !slices.Equal(got.Units, want) {
		t.Errorf("got %v, by hand %v", got.Units, want)
	}
	if len(got.Reserve) != 188 {
		t.Errorf("%d in reserve", len(got.Reserve))
	}
	// This order was written down when the algorithm was settled. It never changes.
	if want := []string{"case-028", "case-105", "case-128"}; !slices.Equal(got.Units[:3], want) {
		t.Errorf("the algorithm changed: %v", got.Units[:3])
	}
}

func TestDraw_stratifiedSharesByLargestRemainder(t *testing.T) {
	frame := append(frameOf(50), stats.FrameUnit{ID: "x1", Stratum: "b"}, stats.FrameUnit{ID: "x2", Stratum: "b"})
	for i := range 30 {
		frame = append(frame, stats.FrameUnit{ID: fmt.Sprint("y", i), Stratum: "c"})
	}
	got, err := stats.Draw(frame, stats.DrawRequest{Method: stats.Stratified, N: 10, Seed: "s"})
	if err != nil {
		t.Fatal(err)
	}
	var sizes []int
	for _, s := range got.Strata {
		sizes = append(sizes, len(s.Units))
	}
	if !slices.Equal(sizes, []int{6, 0, 4}) || len(got.Units) != 10 || len(got.Warnings) != 1 { // 6.10, 0.24, 3.66
		t.Errorf("%v, %v", sizes, got.Warnings)
	}
	got, err = stats.Draw(frame, stats.DrawRequest{Method: stats.Stratified, N: 2, Allocation: "fixed", Fixed: map[string]int{"b": 1}, Seed: "s"})
	if err != nil || len(got.Units) != 5 {
		t.Errorf("fixed: %v %v", got.Units, err)
	}
}

func TestDraw_systematicIsSpreadOverTheFrame(t *testing.T) {
	frame := frameOf(97)
	got, err := stats.Draw(frame, stats.DrawRequest{Method: stats.Systematic, N: 10, Seed: "s"})
	if err != nil {
		t.Fatal(err)
	}
	last := -1
	for i, id := range got.Units {
		at := slices.IndexFunc(frame, func(u stats.FrameUnit) bool { return u.ID == id })
		if last >= 0 && at-last != 9 && at-last != 10 || at/10 > i {
			t.Errorf("unit %d is the %dth, after the %dth", i, at, last)
		}
		last = at
	}
	if len(got.Reserve) != 87 {
		t.Errorf("%d in reserve", len(got.Reserve))
	}
}

// TestDraw_everybodyHasTheSameChance draws with many seeds and holds the counts against chance.
func TestDraw_everybodyHasTheSameChance(t *testing.T) {
	frame, drawn := frameOf(40), map[string]int{}
	const seeds = 4000
	for i := range seeds {
		got, err := stats.Draw(frame, stats.DrawRequest{Method: stats.Simple, N: 10, Seed: fmt.Sprint(i)})
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range got.Units {
			drawn[id]++
		}
	}
	square := 0.0
	for _, u := range frame {
		d := float64(drawn[u.ID]) - seeds/4
		square += d * d / (seeds / 4)
	}
	if square > 39+5*math.Sqrt(2*39) {
		t.Errorf("chi-square %v with 39 degrees of freedom", square)
	}
}

func TestDraw_refuses(t *testing.T) {
	for name, q := range map[string]stats.DrawRequest{
		"too many": {Method: stats.Simple, N: 9, Seed: "s"}, "no seed": {Method: stats.Simple, N: 2}, "none": {Method: stats.Simple, Seed: "s"},
		"no method": {Method: "best", N: 2, Seed: "s"}, "no stratum": {Method: stats.Stratified, Allocation: "fixed", Fixed: map[string]int{"z": 1}, Seed: "s"},
	} {
		if _, err := stats.Draw(frameOf(5), q); err == nil {
			t.Errorf("%s is drawn", name)
		}
	}
	if _, err := stats.Draw([]stats.FrameUnit{{ID: "a"}, {ID: "a"}}, stats.DrawRequest{Method: stats.Census}); err == nil {
		t.Error("an id that stands twice is drawn")
	}
}

func TestFrameHash_doesNotDependOnOrderAndTellsStrataApart(t *testing.T) {
	a := []stats.FrameUnit{{ID: "a", Stratum: "x"}, {ID: "b"}}
	b := []stats.FrameUnit{{ID: "b"}, {ID: "a", Stratum: "x"}}
	if stats.FrameHash(a) != stats.FrameHash(b) || stats.FrameHash(a) == stats.FrameHash([]stats.FrameUnit{{ID: "a"}, {ID: "b", Stratum: "x"}}) {
		t.Error("frames are not told apart by what stands in them")
	}
}
