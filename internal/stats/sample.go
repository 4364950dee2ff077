package stats

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// Drawing methods.
const (
	Simple     = "simple"
	Stratified = "stratified"
	Systematic = "systematic"
	Census     = "census"
)

// DrawMethods lists the methods of drawing.
var DrawMethods = []string{Simple, Stratified, Systematic, Census}

// FrameUnit is one case that could be drawn. Its id says nothing about anybody.
type FrameUnit struct{ ID, Stratum string }

// DrawRequest says how many of a frame are wanted, and how.
type DrawRequest struct {
	Method     string
	N          int            // units wanted; for stratified with fixed allocation, in each stratum
	Seed       string         // published, so that anybody can draw again
	Allocation string         // of stratified: "proportional" (the default) or "fixed"
	Fixed      map[string]int // of stratified with fixed allocation: how many in a stratum, where it is not N
}

// Drawn is a sample: the units in the order drawn, and those that stand in, in their order, when one has to be left out.
type Drawn struct {
	Method    string         `json:"method"`
	Seed      string         `json:"seed"`
	Frame     int            `json:"frame"`
	FrameHash string         `json:"frame_hash"`
	Units     []string       `json:"units"`
	Reserve   []string       `json:"reserve"`
	Strata    []DrawnStratum `json:"strata,omitempty"`
	Algorithm string         `json:"algorithm"`
	Warnings  []string       `json:"warnings,omitempty"`
}

// DrawnStratum says what one stratum gave.
type DrawnStratum struct {
	Stratum string   `json:"stratum"`
	Frame   int      `json:"frame"`
	Units   []string `json:"units"`
	Reserve []string `json:"reserve"`
}

// Algorithm says how units are drawn, so that thirty lines in any language draw the same (docs/statistics.md).
const Algorithm = "stablefutures-draw-1: order by SHA-256(seed, 0x00, id), ties by id; take from the front"

// smallFrame is below which a census is advised: there is little to gain from leaving anybody out (R-1-1).
const smallFrame = 20

// Draw draws from a frame. The order of the frame makes no difference but to a systematic sample. An id that stands
// twice, an empty frame, and more wanted than there are, are errors.
func Draw(frame []FrameUnit, q DrawRequest) (Drawn, error) {
	if err := q.check(frame); err != nil {
		return Drawn{}, err
	}
	out := Drawn{Method: q.Method, Seed: q.Seed, Frame: len(frame), FrameHash: FrameHash(frame), Algorithm: Algorithm}
	if len(frame) < smallFrame && q.Method != Census {
		out.Warnings = append(out.Warnings, fmt.Sprintf("the frame has %d units: consider taking all of them", len(frame)))
	}
	switch q.Method {
	case Census:
		out.Units = ordered(frame, q.Seed)
	case Simple:
		list := ordered(frame, q.Seed)
		out.Units, out.Reserve = list[:q.N], list[q.N:]
	case Systematic:
		out.systematic(frame, q)
	case Stratified:
		if err := out.stratified(frame, q); err != nil {
			return Drawn{}, err
		}
	}
	return out, nil
}

func (q DrawRequest) check(frame []FrameUnit) error {
	if !slices.Contains(DrawMethods, q.Method) {
		return fmt.Errorf("%q is no method of drawing; there are %s", q.Method, strings.Join(DrawMethods, ", "))
	}
	if q.Allocation != "" && q.Allocation != "proportional" && q.Allocation != "fixed" {
		return fmt.Errorf("%q is no allocation", q.Allocation)
	}
	if len(frame) == 0 {
		return errors.New("the frame is empty")
	}
	seen := map[string]bool{}
	for i, u := range frame {
		if u.ID == "" {
			return fmt.Errorf("unit %d of the frame has no id", i+1)
		}
		if seen[u.ID] {
			return fmt.Errorf("%q stands twice in the frame", u.ID)
		}
		seen[u.ID] = true
	}
	if q.Method == Census {
		return nil
	}
	if q.Seed == "" {
		return errors.New("a draw takes a seed, or nobody could draw it again")
	}
	if fixed := q.Method == Stratified && q.Allocation == "fixed"; q.N < 1 && (!fixed || len(q.Fixed) == 0) || !fixed && q.N > len(frame) {
		return fmt.Errorf("%d cannot be drawn from a frame of %d", q.N, len(frame))
	}
	return nil
}

// hash is the number by which a unit has its place in the order of a seed.
func hash(seed, id string) [32]byte { return sha256.Sum256([]byte(seed + "\x00" + id)) }

// ordered gives the ids in the order of the seed.
func ordered(frame []FrameUnit, seed string) []string {
	type placed struct {
		hash [32]byte
		id   string
	}
	list := make([]placed, len(frame))
	for i, u := range frame {
		list[i] = placed{hash(seed, u.ID), u.ID}
	}
	slices.SortFunc(list, func(a, b placed) int {
		if c := slices.Compare(a.hash[:], b.hash[:]); c != 0 {
			return c
		}
		return strings.Compare(a.id, b.id)
	})
	ids := make([]string, len(list))
	for i, p := range list {
		ids[i] = p.id
	}
	return ids
}

// FrameHash names a frame: SHA-256 over its units, ordered by id, each as its length-marked id and stratum. Whoever has
// the same frame has the same hash.
func FrameHash(frame []FrameUnit) string {
	sorted := slices.SortedFunc(slices.Values(frame), func(a, b FrameUnit) int { return strings.Compare(a.ID, b.ID) })
	h := sha256.New()
	for _, u := range sorted {
		for _, s := range []string{u.ID, u.Stratum} {
			_ = binary.Write(h, binary.BigEndian, uint32(len(s))) // a hash takes everything
			h.Write([]byte(s))
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// systematic takes every so-manieth of the frame as it stands, from a start that the seed gives: the units at
// floor((start + i) x frame / n), start being SHA-256(seed, 0x00) as a fraction of 2^256.
func (out *Drawn) systematic(frame []FrameUnit, q DrawRequest) {
	start := hash(q.Seed, "")
	taken := map[int]bool{}
	whole := new(big.Int).Lsh(big.NewInt(1), 256)
	for i := range q.N {
		at := new(big.Int).Lsh(big.NewInt(int64(i)), 256)
		at.Add(at, new(big.Int).SetBytes(start[:]))
		at.Mul(at, big.NewInt(int64(len(frame))))
		at.Div(at, new(big.Int).Mul(whole, big.NewInt(int64(q.N))))
		taken[int(at.Int64())] = true
		out.Units = append(out.Units, frame[at.Int64()].ID)
	}
	var rest []FrameUnit
	for i, u := range frame {
		if !taken[i] {
			rest = append(rest, u)
		}
	}
	out.Reserve = ordered(rest, q.Seed)
	out.Algorithm = "stablefutures-draw-1: floor((i + SHA-256(seed, 0x00) / 2^256) x frame / n) for i from 0; reserve as in simple"
}

// stratified draws in each stratum as simple does.
func (out *Drawn) stratified(frame []FrameUnit, q DrawRequest) error {
	by := map[string][]FrameUnit{}
	for _, u := range frame {
		by[u.Stratum] = append(by[u.Stratum], u)
	}
	names := make([]string, 0, len(by))
	for name := range by {
		names = append(names, name)
	}
	slices.Sort(names)
	wanted, err := q.allocate(names, by, len(frame))
	if err != nil {
		return err
	}
	for _, name := range names {
		list, n := ordered(by[name], q.Seed), wanted[name]
		out.Strata = append(out.Strata, DrawnStratum{Stratum: name, Frame: len(list), Units: list[:n], Reserve: list[n:]})
		out.Units, out.Reserve = append(out.Units, list[:n]...), append(out.Reserve, list[n:]...)
		if n == 0 {
			out.Warnings = append(out.Warnings, fmt.Sprintf("nobody is drawn from stratum %q", name))
		}
	}
	return nil
}

// allocate says how many each stratum gives: its share rounded down, the rest by largest remainder, ties by name.
func (q DrawRequest) allocate(names []string, by map[string][]FrameUnit, all int) (map[string]int, error) {
	wanted := map[string]int{}
	if q.Allocation == "fixed" {
		for name := range q.Fixed {
			if by[name] == nil {
				return nil, fmt.Errorf("there is no stratum %q", name)
			}
		}
		for _, name := range names {
			n, own := q.Fixed[name]
			if !own {
				n = q.N
			}
			if n < 0 || n > len(by[name]) {
				return nil, fmt.Errorf("%d cannot be drawn from stratum %q, which has %d", n, name, len(by[name]))
			}
			wanted[name] = n
		}
		return wanted, nil
	}
	left := q.N
	for _, name := range names {
		wanted[name] = q.N * len(by[name]) / all
		left -= wanted[name]
	}
	rest := slices.Clone(names)
	remainder := func(name string) int { return q.N * len(by[name]) % all }
	slices.SortStableFunc(rest, func(a, b string) int { return remainder(b) - remainder(a) })
	for _, name := range rest[:left] {
		wanted[name]++
	}
	return wanted, nil
}
