package disclosure

import (
	"math"
	"testing"
)

func TestWorked_isHiddenWithWhatItCameFrom(t *testing.T) {
	third := func(v []float64) float64 { return v[0] / 3 }
	minus := func(v []float64) float64 { return v[0] - v[1] }
	for _, c := range []struct {
		got  Protected
		want string
	}{
		{Worked(2, []Protected{shown(10)}, third), "3.33"},
		{Worked(1, []Protected{shown(1), {shown: true, value: 15, decimals: 1}}, minus), "-0.5"},
		{Worked(0, []Protected{shown(1), hidden(Small)}, minus), "c"},
		{Worked(0, nil, third), "x"},
		{Worked(0, []Protected{shown(1)}, func([]float64) float64 { return math.NaN() }), "x"},
		{Worked(6, []Protected{shown(1)}, func([]float64) float64 { return 1e12 }), "x"},
	} {
		if c.got.String() != c.want {
			t.Errorf("%s, want %s", c.got, c.want)
		}
	}
	if p := Worked(0, []Protected{hidden(Cohort)}, third); p.Reason() != Cohort || !math.IsNaN(p.Number()) {
		t.Errorf("%s for %s", p, p.Reason())
	}
}
