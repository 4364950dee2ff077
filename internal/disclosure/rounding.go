package disclosure

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"math"
	"strconv"
	"strings"

	"stablefutures/internal/disclosure/linear"
)

// The ways of rounding.
const (
	// Conventional rounds each number by itself to the nearest multiple, halves up.
	Conventional = "conventional"
	// Controlled rounds each number up or down so that what is shown adds up; a multiple stays what it is.
	Controlled = "controlled"
	// Random rounds each number up or down by lot, the nearer one the more likely. The lot is drawn from what the number counts and how
	// many it is, with a key that stays where the numbers are: the same number of the same people is rounded the same in any question,
	// so that asking again averages nothing away.
	Random = "random"
)

// ErrNoKey says that the rules round at random, and there is no key to draw lots with.
var ErrNoKey = errors.New("the rules round at random, and there is no key for that")

// errNotControlled says that no way of rounding was found in which a table adds up.
var errNotControlled = errors.New("no rounding was found that adds up")

// keyLength is the least a key for random rounding has.
const keyLength = 16

func (p Pack) rounding() string {
	if p.Rounding == "" {
		return Conventional
	}
	return p.Rounding
}

// rounded gives, by number, what is shown of every number of a table if it is shown. shape is the table without figures.
func (p Pack) rounded(shape *view, x []int64, national bool, key []byte) ([]int64, error) {
	out, base := make([]int64, len(x)), p.base(national)
	switch p.rounding() {
	case Controlled:
		return shape.lattice.controlled(x, base)
	case Random:
		if len(key) < keyLength {
			return nil, ErrNoKey
		}
		for a, n := range x {
			out[a] = drawn(key, shape.measure(), shape.whom(a), n, base)
		}
	default:
		for a, n := range x {
			out[a] = p.round(n, national)
		}
	}
	return out, nil
}

// drawn rounds a number by lot.
func drawn(key []byte, measure, whom string, n, base int64) int64 {
	low, over := n/base*base, n%base
	if over == 0 {
		return n
	}
	mac := hmac.New(sha256.New, key)
	for _, part := range []string{measure, whom, strconv.FormatInt(n, 10), strconv.FormatInt(base, 10)} {
		mac.Write(binary.BigEndian.AppendUint64(nil, uint64(len(part))))
		mac.Write([]byte(part))
	}
	if binary.BigEndian.Uint64(mac.Sum(nil))%uint64(base) < uint64(over) { // 2^64 is so much more than base that the lot is even
		return low + base
	}
	return low
}

// whom names whom a number counts: the same in every table that counts them.
func (v *view) whom(a int) string {
	if b := v.groups[a]; b != nil {
		return b.key()
	}
	return "sum:" + strings.Join(strings.Split(CrossedKey(v.directions, v.lattice.at(v.lattice.order[a])), "\x00"), "/")
}

// controlled rounds every number to a multiple next to it so that all add up: a vertex of the linear system of multiples, as near to the
// numbers as can be. Of a table of two directions every vertex is whole; of others the numbers that are not are settled one by one.
func (l lattice) controlled(x []int64, base int64) ([]int64, error) {
	bounds, near := make([]linear.Bound, len(x)), make([]float64, len(x))
	from := make([]float64, len(x))
	for a, n := range x {
		low := float64(n / base)
		from[a] = float64(n) / float64(base)
		bounds[a] = linear.Bound{Low: low, High: low}
		if over := n % base; over > 0 {
			bounds[a].High++
			near[a] = 1 - 2*float64(over)/float64(base) // what going up costs beyond staying
		}
	}
	out := make([]int64, len(x))
	for range len(x) + 1 {
		state, err := l.system.Start(bounds, from)
		if err == nil {
			err = state.Minimise(near)
		}
		if err != nil {
			return nil, err
		}
		point := state.Point()
		open := -1
		for a, v := range point {
			whole := math.Round(v)
			if out[a] = int64(whole) * base; math.Abs(v-whole) > 1e-6 && open < 0 {
				open = a
			}
		}
		if open < 0 {
			return out, nil
		}
		// the nearer way first, then the other
		nearer := math.Round(point[open])
		for _, to := range []float64{nearer, math.Floor(point[open]) + math.Ceil(point[open]) - nearer} {
			was := bounds[open]
			bounds[open] = linear.Bound{Low: to, High: to}
			var next *linear.State
			if next, err = l.system.Start(bounds, nil); err == nil {
				from = next.Point()
				break
			}
			bounds[open] = was
		}
		if err != nil {
			return nil, errNotControlled
		}
	}
	return nil, errNotControlled
}

// shadow is what is shown of a table that was rounded so that it adds up, as a table of its own: it adds up too, and each number of it
// lies within a multiple of the true one. Its numbers are nobody in particular.
func (v *view) shadow() *view {
	s := &view{directions: v.directions, lattice: v.lattice, rules: v.rules, groups: make([]box, len(v.known)), hidden: make([]bool, len(v.known))}
	for a := range v.known {
		known := span{0, far}
		if v.values != nil && !v.hidden[a] {
			known = span{v.values[a], v.values[a]}
		}
		s.known = append(s.known, known)
	}
	return s
}

// provesAlone attacks a table that was rounded so that it adds up together with what is shown of it.
func (v *view) provesAlone() error {
	if !v.adds {
		return nil
	}
	p, err := newPuzzle([]*view{v})
	if err != nil {
		return err
	}
	why, err := beside{t: v, groups: []*group{{puzzle: p}}}.prove()
	if err == nil && why != "" {
		err = errors.New("what is hidden in it can be worked out, because it adds up")
	}
	return err
}
