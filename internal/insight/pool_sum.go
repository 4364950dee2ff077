package insight

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"stablefutures/internal/access"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/release"
)

// poolAnswer asks a measure for a pool: the true table, and how it is covered as a whole. They are given to nobody.
func (s *Service) poolAnswer(ctx context.Context, organisation, measure string, by []Axis) (t, covered disclosure.Table, err error) {
	m, ok := measureOf(measure, by)
	if !ok || len(by) > 2 {
		return t, covered, problem.New(problem.Invalid, "problem.not_a_choice")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.refresh(ctx); err != nil {
		return t, covered, fmt.Errorf("answer for a pool: %w", err)
	}
	sides := make([]side, len(by))
	for i, a := range by {
		sides[i] = m.sideOf(a, s.frame)
	}
	q := s.question(organisation, m)
	cells, err := ask(s.cube, q, sides)
	if err != nil {
		return t, covered, fmt.Errorf("answer for a pool: %w", err)
	}
	key := "pool:" + m.Code + ":" + organisation
	if covered, err = s.coverage(key+":coverage", q, nil); err != nil {
		return t, covered, fmt.Errorf("answer for a pool: %w", err)
	}
	return s.table(key, cells), covered, nil
}

// threshold is below which number the round's rules hide one.
func (d Description) threshold() int64 {
	rules, _ := disclosure.Rules(d.Rules)
	return rules.Threshold
}

// contribution lays out an organisation's own numbers as a round has agreed: every figure of the table and of what covers it, with
// their totals; then of each what the rules would hide in the organisation's own table, else 0; then of each 1 where it is more
// than 0. A code that is not agreed is left out; one that is not here counts nobody.
func (d Description) contribution(t, covered disclosure.Table) []uint64 {
	numbers := append(withTotals(d.aligned(t), len(d.Rows), len(d.Columns)), withTotals(d.coverage(covered), 0, len(coveringCodes))...)
	out := make([]uint64, 3*len(numbers))
	for i, n := range numbers {
		out[i] = uint64(n)
		if n > 0 {
			out[2*len(numbers)+i] = 1
		}
		if n < d.threshold() {
			out[len(numbers)+i] = uint64(n)
		}
	}
	return out
}

// withTotals gives cells row by row, then the totals of rows and of columns where there are rows, then the grand total.
func withTotals(cells []int64, rows, columns int) []int64 {
	out := append([]int64{}, cells...)
	var all int64
	down := make([]int64, columns)
	for i := range max(rows, 1) {
		var across int64
		for j := range columns {
			n := cells[i*columns+j]
			across, down[j], all = across+n, down[j]+n, all+n
		}
		if rows > 0 {
			out = append(out, across)
		}
	}
	if rows > 0 {
		out = append(out, down...)
	}
	return append(out, all)
}

func (d Description) aligned(t disclosure.Table) (numbers []int64) {
	for i := range max(len(d.Rows), 1) {
		row := 0
		if len(d.Rows) > 0 {
			row = slices.Index(t.Rows, d.Rows[i])
		}
		for _, c := range d.Columns {
			n, column := int64(0), slices.Index(t.Columns, c)
			if row >= 0 && row < len(t.Counts) && column >= 0 {
				n = t.Counts[row][column]
			}
			numbers = append(numbers, n)
		}
	}
	return numbers
}

var coveringCodes = []string{"answered", "asked", "not_asked"}

func (d Description) coverage(t disclosure.Table) []int64 {
	return Description{Columns: coveringCodes}.aligned(t)
}

// Contribute makes the organisation's masked numbers for the latest list of contributors. Asked again it is the same file: two
// different ones would tell what changed between them.
func (s *Service) Contribute(ctx context.Context, who permit.Actor, round string) error {
	r, err := s.Round(ctx, who, round)
	if err != nil {
		return err
	}
	t, covered, err := s.poolAnswer(ctx, who.Organisation, r.About.Measure, r.About.By)
	if err != nil {
		return fmt.Errorf("contribute: %w", err)
	}
	return s.act(ctx, who, round, func(w *access.Work, r Round) error {
		a, ok := r.Attempt()
		switch {
		case !ok:
			return problem.New(problem.Conflict, "pool.no_roster")
		case r.OpeningID != "":
			return problem.New(problem.Conflict, "pool.opened_already")
		case r.Over(w.At):
			return problem.New(problem.Conflict, "pool.late", "day", r.About.Until)
		}
		if _, done := r.Mine(Contributing, a.Hash); done {
			return nil
		}
		if err := s.mayContribute(ctx, w, r, a); err != nil {
			return err
		}
		seed := make([]byte, seedSize)
		_, _ = rand.Read(seed) // never fails
		f, err := s.contributionFile(ctx, w, r, a, r.About.contribution(t, covered), seed)
		if err != nil {
			return err
		}
		return s.keep(ctx, w, r, f, a.Hash, seed)
	})
}

func (s *Service) contributionFile(ctx context.Context, w *access.Work, r Round, a Attempt, numbers []uint64, seed []byte) (PoolFile, error) {
	attempt, err := hex.DecodeString(a.Hash)
	if err != nil {
		return PoolFile{}, err
	}
	var pairs []pairSeed
	for _, l := range a.list {
		if bytes.Equal(l.key, r.Own) {
			continue
		}
		p, err := pairOf(r.mask, l.mask, r.Own, l.key, attempt)
		if err != nil {
			return PoolFile{}, problem.Wrap(err, problem.Conflict, "pool.bad_roster")
		}
		pairs = append(pairs, p)
	}
	return s.write(ctx, w, Contributing, r.Own, contributionBody{r.Hash, a.Hash, packNumbers(masked(numbers, seed, pairs))})
}

// mayContribute refuses where the partners are not known any more, or where another round about the same was opened a short time
// ago among nearly the same organisations: the difference of the two sums would be the numbers of the few who were in one alone.
func (s *Service) mayContribute(ctx context.Context, w *access.Work, r Round, a Attempt) error {
	known, err := s.keys.Known(ctx, w)
	if err != nil {
		return err
	}
	for _, k := range a.Keys() {
		if !bytes.Equal(k, r.Own) && !slices.ContainsFunc(known, func(p Party) bool { return bytes.Equal(p.Key, k) }) {
			return problem.New(problem.Conflict, "pool.unknown_contributor", "name", r.From(k))
		}
	}
	others, err := listRounds(ctx, w)
	if err != nil {
		return err
	}
	for _, o := range others {
		if o.ID == r.ID || o.OpeningID == "" || o.About.Measure != r.About.Measure {
			continue
		}
		if o, err = wholeRound(ctx, w, o.ID); err != nil {
			return err
		}
		for _, mine := range o.Files {
			if mine.Step == Opening && bytes.Equal(mine.From, o.Own) && w.At.Sub(mine.At) < overlap {
				was, err := o.attempt(mine.Attempt)
				if err != nil {
					return err
				}
				if tooAlike(was.Keys(), a.Keys()) {
					return problem.New(problem.Conflict, "pool.too_alike", "name", o.About.About)
				}
			}
		}
	}
	return nil
}

// tooAlike reports whether two lists of organisations differ, and by so few that the difference of their sums shows these.
func tooAlike(a, b [][]byte) bool {
	only := func(x, y [][]byte) (n int) {
		for _, k := range x {
			if !slices.ContainsFunc(y, func(o []byte) bool { return bytes.Equal(k, o) }) {
				n++
			}
		}
		return n
	}
	few := func(n int) bool { return n > 0 && n < LeastContributors }
	return few(only(a, b)) || few(only(b, a))
}

// sum adds up what was opened: the table, and what covers it, as disclosure takes them.
func (r Round) sum() (tables [2]disclosure.Table, err error) {
	a, ok := r.Attempt()
	mine, contributed := r.Mine(Contributing, a.Hash)
	if !ok || !contributed || !a.Opened() {
		return tables, problem.New(problem.Conflict, "pool.not_all_opened")
	}
	var contributions [][]uint64
	for _, c := range a.Contributions {
		var b contributionBody
		if err := json.Unmarshal(c.Body, &b); err != nil {
			return tables, err
		}
		contributions = append(contributions, unpackNumbers(b.Masked))
	}
	seeds := [][]byte{mine.seed}
	for _, o := range a.Openings {
		if bytes.Equal(o.From, r.Own) {
			continue
		}
		seed, err := r.seedIn(a, o.PoolFile)
		if err != nil {
			return tables, problem.Wrap(err, problem.Conflict, "pool.bad_opening")
		}
		seeds = append(seeds, seed)
	}
	return r.tables(a, addUp(contributions, seeds))
}

// mostInCell is the largest number that a table may hold.
const mostInCell = 1 << 32

// tables are a round's sums as disclosure takes them: the table, and what covers it.
func (r Round) tables(a Attempt, total []uint64) (tables [2]disclosure.Table, err error) {
	d, n := r.About, len(total)/3
	for i, v := range total {
		if v > mostInCell || i >= 2*n && v > uint64(len(a.list)) || i >= n && i < 2*n && v > total[i-n] {
			return tables, problem.New(problem.Conflict, "pool.does_not_add_up")
		}
	}
	var who strings.Builder
	for _, l := range a.list {
		who.WriteString(hex.EncodeToString(l.key))
	}
	key := "pool:" + d.Measure
	for _, b := range d.By {
		key += ":" + string(b)
	}
	key += ":" + hashOf([]byte(who.String()))[:16]
	at := 0
	for i, t := range []disclosure.Table{{Key: key, Rows: d.Rows, Columns: d.Columns}, {Key: key + ":coverage", Columns: coveringCodes}} {
		t.Data, t.National = a.Hash[:32], true
		figures := figuresOf(len(t.Rows), len(t.Columns))
		counts := make([]int64, figures)
		safe := make([]bool, figures)
		for f := range figures {
			counts[f] = int64(total[at+f])
			safe[f] = d.safe(total[at+f], total[n+at+f], total[2*n+at+f])
		}
		at += figures
		if !slices.Equal(counts, withTotals(counts[:max(len(t.Rows), 1)*len(t.Columns)], len(t.Rows), len(t.Columns))) {
			return tables, problem.New(problem.Conflict, "pool.does_not_add_up")
		}
		tables[i] = filled(t, counts, safe)
	}
	return tables, nil
}

// figuresOf is how many figures a table has, totals among them.
func figuresOf(rows, columns int) int {
	if rows == 0 {
		return columns + 1
	}
	return (rows + 1) * (columns + 1)
}

// safe reports whether a sum may be shown as far as its contributors go: none of them holds any, or enough do; and what would be
// left when all who could show their own number did so is nothing, or so much that whoever is among the rest and takes itself
// away still has as many before it as the rules ask for. (Each of the rest holds less than the threshold.)
func (d Description) safe(n, small, holders uint64) bool {
	return n == 0 || holders >= uint64(d.Least) && (small == 0 || small >= uint64(2*d.threshold()-1))
}

// filled gives a table its numbers, and says for how many people each stands as far as it may be shown: for one, which no rules
// show, where it is not safe. Where a total is not safe, nothing that it is made of is.
func filled(t disclosure.Table, counts []int64, safe []bool) disclosure.Table {
	rows, columns := len(t.Rows), len(t.Columns)
	lines := max(rows, 1)
	for i := range lines {
		line, people := make([]int64, columns), make([]int64, columns)
		for j := range columns {
			f := i*columns + j
			line[j], people[j] = counts[f], counts[f]
			ok := safe[f] && safe[len(safe)-1]
			if rows > 0 {
				ok = ok && safe[lines*columns+i] && safe[lines*columns+lines+j]
			}
			if !ok && counts[f] > 0 {
				people[j] = 1
			}
		}
		t.Counts, t.People = append(t.Counts, line), append(t.People, people)
	}
	return t
}

// Rounds lists the rounds that the organisation is in, the latest first, without their files.
func (s *Service) Rounds(ctx context.Context, who permit.Actor) (list []Round, err error) {
	err = s.door.Read(ctx, who, permit.PoolFigures, access.Organisation(who.Organisation), func(w *access.Work) error {
		list, err = listRounds(ctx, w)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list rounds: %w", err)
	}
	return list, nil
}

// Round gives one round with its files.
func (s *Service) Round(ctx context.Context, who permit.Actor, id string) (r Round, err error) {
	err = s.door.Read(ctx, who, permit.PoolFigures, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(id)
		r, err = wholeRound(ctx, w, id)
		return err
	})
	if err != nil {
		return Round{}, fmt.Errorf("read round: %w", err)
	}
	return r, nil
}

// Result gives what came of a round: the release of its figures and that of what covers them.
func (s *Service) Result(ctx context.Context, who permit.Actor, id string) (figures, covered release.Release, err error) {
	err = s.door.Read(ctx, who, permit.PoolFigures, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(id)
		r, err := findRound(ctx, w, id)
		if err != nil {
			return err
		}
		if figures, err = release.Find(ctx, w, r.ReleaseID); err != nil {
			return err
		}
		covered, err = release.Find(ctx, w, r.CoverageID)
		return err
	})
	if err != nil {
		return figures, covered, fmt.Errorf("read what came of a round: %w", err)
	}
	return figures, covered, nil
}
