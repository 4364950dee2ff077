package caseaudit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"stablefutures/internal/access"
)

// TwiceAlgorithm names how the cases are chosen that two people read (docs/statistics.md). It never changes.
const TwiceAlgorithm = "stablefutures-twice-1"

// TwiceOrder puts cases into the order in which they are read twice: by SHA-256 over the seed, a zero byte and the case's id.
func TwiceOrder(seed string, ids []string) []string {
	mark := func(id string) [32]byte { return sha256.Sum256([]byte(seed + "\x00" + id)) }
	list := slices.Clone(ids)
	slices.SortFunc(list, func(a, b string) int {
		x, y := mark(a), mark(b)
		if c := slices.Compare(x[:], y[:]); c != 0 {
			return c
		}
		return strings.Compare(a, b)
	})
	return list
}

// TwiceOf is how many of n cases are read twice where so many per cent of them are: rounded up, so that it is one at least.
func TwiceOf(n, percent int) int { return (n*percent + 99) / 100 }

// markOf is what is shown of a seed before the seed itself may be seen.
func markOf(seed string) string {
	sum := sha256.Sum256([]byte(seed))
	return hex.EncodeToString(sum[:])
}

// shareSeconds gives cases that are read twice to somebody beside the first, in the order of the seed that nobody sees yet, until
// there are as many as the plan says. It is never whoever reads the case already, nobody tied to it, and no case of which a
// reading is locked: what could be read already is not read blind any more, so the next in the order takes its place.
func (s *Service) shareSeconds(ctx context.Context, w *access.Work, programme string, auditors []string, load map[string]int, due string, h hands) error {
	p, err := findProgramme(ctx, w, programme)
	if err != nil {
		return err
	}
	waiting, err := s.waitForSecond(ctx, w, p)
	if err != nil {
		return err
	}
	left := p.secondsWanted()
	for i, one := range waiting {
		if left == 0 {
			break
		}
		first, _ := one.Auditor()
		free, err := s.independent(ctx, w, one, auditors, h)
		if err != nil {
			return err
		}
		if second := least(rarest(without(free, first.Auditor), waiting[i+1:min(i+left, len(waiting))]), load, one); second != "" {
			load[second]++
			left--
			if err := give(ctx, w, one.ID, access.RatingSecond, Step{Kind: Assigned, Auditor: second, Text: StepText{Due: due, Second: true}}); err != nil {
				return err
			}
		}
	}
	return nil
}

// secondsWanted is how many cases somebody else still has to read beside the first.
func (p Programme) secondsWanted() int {
	in, have := 0, 0
	for _, c := range p.Cases {
		if !c.In() {
			continue
		}
		in++
		if second, _ := c.Second(); second != nil {
			have++
		}
	}
	return max(0, TwiceOf(in, p.Plan.Twice)-have)
}

// waitForSecond lists, in the order of the seed, the cases that could be given to a second reader: that have a first, and no
// reading that is locked.
func (s *Service) waitForSecond(ctx context.Context, w *access.Work, p Programme) (list []Case, err error) {
	if p.Plan.Twice == 0 || p.Draw.Apart == "" || p.secondsWanted() == 0 {
		return nil, nil
	}
	byID, ids := map[string]Case{}, []string{}
	for _, c := range p.Cases {
		first, _ := c.Auditor()
		second, _ := c.Second()
		if c.In() && first != nil && second == nil {
			byID[c.Unit.ID] = c
			ids = append(ids, c.Unit.ID)
		}
	}
	for _, id := range TwiceOrder(p.Draw.Apart, ids) {
		heads, err := w.RatingHeads(ctx, byID[id].ID)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(heads, func(r access.RatingHead) bool { return !r.LockedAt.IsZero() }) {
			list = append(list, byID[id])
		}
	}
	return list, nil
}

// rarest puts those first who can be asked least of what is still to be given, because they read most of it already: so that
// nobody has much more to read than another in the end.
func rarest(auditors []string, rest []Case) []string {
	reads := map[string]int{}
	for _, c := range rest {
		first, _ := c.Auditor()
		reads[first.Auditor]++
	}
	slices.SortStableFunc(auditors, func(a, b string) int { return reads[b] - reads[a] })
	return auditors
}

func without(list []string, one string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(x string) bool { return x == one })
}

// stepUp makes the second reader of a case the first where the first is gone and the second has locked what they found: whoever
// came now could have read it before. It reports whether it did.
func stepUp(ctx context.Context, w *access.Work, one Case, due string) (bool, error) {
	second, _ := one.Second()
	if second == nil {
		return false, nil
	}
	heads, err := w.RatingHeads(ctx, one.ID)
	if err != nil || !slices.ContainsFunc(heads, func(r access.RatingHead) bool { return r.Rater == second.Auditor && !r.LockedAt.IsZero() }) {
		return false, err
	}
	if err := insertStep(ctx, w, one.ID, Step{Kind: Assigned, Auditor: second.Auditor, Text: StepText{Due: due}}); err != nil {
		return false, err
	}
	return true, insertStep(ctx, w, one.ID, Step{Kind: Accepted, Auditor: second.Auditor})
}

// seeProgramme is findProgramme for whoever looks: of a case that two people read, and that one of them has not locked yet, each of
// the two sees themselves alone, as if there were nobody else, and everybody else sees the first alone. So no page, list or
// step tells who reads beside whom, nor whether anybody does.
func seeProgramme(ctx context.Context, w *access.Work, id string) (Programme, error) {
	p, err := findProgramme(ctx, w, id)
	if err != nil {
		return Programme{}, err
	}
	p.Unread = p.secondsWanted()
	for _, c := range p.Cases {
		if first, _ := c.Auditor(); first == nil && c.In() {
			p.Unread++
		}
	}
	blind := false // whether there is still something to be read
	for i, c := range p.Cases {
		if !slices.ContainsFunc(c.Steps, func(s Step) bool { return s.Kind == Assigned }) {
			blind = blind || c.In()
			continue
		}
		heads, err := w.RatingHeads(ctx, c.ID)
		if err != nil {
			return Programme{}, err
		}
		p.Cases[i].Done = finished(heads)
		blind = blind || c.In() && !p.Cases[i].Done
		twice := slices.ContainsFunc(c.Steps, func(s Step) bool { return s.Text.Second })
		if twice && slices.ContainsFunc(heads, access.RatingHead.Waits) {
			p.Cases[i].Steps = c.stepsFor(w.Who.ID)
		}
	}
	if blind || len(p.Cases) == 0 {
		p.Draw.Apart = ""
	}
	return p, nil
}

// stepsFor leaves out of a case's steps what shows that somebody reads it beside somebody else.
func (c Case) stepsFor(who string) (list []Step) {
	first, _ := c.Auditor()
	second, _ := c.Second()
	isSecond := second != nil && second.Auditor == who
	seconds := map[string]bool{}
	for _, s := range c.Steps {
		if s.Text.Second && (first == nil || first.Auditor != s.Auditor) {
			seconds[s.Auditor] = true
		}
	}
	for _, s := range c.Steps {
		switch {
		case isSecond && s.Auditor != "" && s.Auditor != who, !isSecond && (s.Text.Second || seconds[s.Auditor]):
			continue
		case isSecond:
			s.Text.Second = false
		}
		list = append(list, s)
	}
	return list
}
