package insight

import (
	"bytes"
	"context"
	"crypto/ecdh"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/release"
)

// PoolKeys is how a round knows who is who: by the keys with which organisations share across deployments, each of which two
// people compared.
type PoolKeys struct {
	// Own are the actor's organisation's keys, the newest last; Known are those of partners that are trusted.
	Own, Known func(ctx context.Context, w *access.Work) ([]Party, error)
	// Sign signs a message of a round with one of the own keys.
	Sign func(ctx context.Context, w *access.Work, key, message []byte) ([]byte, error)
}

// UseKeys makes rounds possible.
func (s *Service) UseKeys(k PoolKeys) { s.keys = k }

// overlap is how long after a round another one of the same measure waits, where the two are among nearly the same organisations.
const overlap = 92 * 24 * time.Hour

// NewRound is what somebody asks who calls a round.
type NewRound struct {
	ID, About, Measure string
	By                 []Axis
	Rules              string
	Least              int
	Until              string // a day
	With               [][]byte
}

// PossibleContributors are the partners that a round could be with.
func (s *Service) PossibleContributors(ctx context.Context, who permit.Actor) (list []Party, err error) {
	err = s.door.Read(ctx, who, permit.PoolFigures, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note("partners")
		list, err = s.keys.Known(ctx, w)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list possible contributors: %w", err)
	}
	return list, nil
}

// BeginRound calls a round and joins it. Given the same id twice it is one round.
func (s *Service) BeginRound(ctx context.Context, who permit.Actor, n NewRound) error {
	t, _, err := s.poolAnswer(ctx, who.Organisation, n.Measure, n.By)
	if err != nil && !problem.Is(err, problem.Invalid) {
		return fmt.Errorf("begin round: %w", err)
	}
	err = s.door.Do(ctx, who, permit.PoolFigures, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(n.ID)
		d, key, err := s.describe(ctx, w, n, t, err)
		if err != nil {
			return err
		}
		if _, err := findRound(ctx, w, n.ID); !problem.Is(err, problem.NotFound) {
			return err
		}
		f, err := s.write(ctx, w, Describing, key, d)
		if err != nil {
			return err
		}
		return s.enter(ctx, w, n.ID, f, d, key)
	})
	if err != nil {
		return fmt.Errorf("begin round: %w", err)
	}
	return nil
}

// describe makes the description of a round; notAsked is why the question cannot be asked.
func (s *Service) describe(ctx context.Context, w *access.Work, n NewRound, t disclosure.Table, notAsked error) (d Description, key []byte, err error) {
	own, err := s.keys.Own(ctx, w)
	if err != nil {
		return d, nil, err
	}
	if len(own) == 0 {
		return d, nil, problem.New(problem.Conflict, "pool.no_keys")
	}
	me := own[len(own)-1]
	known, err := s.keys.Known(ctx, w)
	if err != nil {
		return d, nil, err
	}
	d = Description{ID: n.ID, About: strings.TrimSpace(n.About), Measure: n.Measure, By: n.By, Rules: n.Rules, Least: n.Least, Until: n.Until,
		Rows: t.Rows, Columns: t.Columns, Contributors: []Party{me}}
	for _, p := range known {
		if slices.ContainsFunc(n.With, func(k []byte) bool { return bytes.Equal(k, p.Key) }) {
			d.Contributors = append(d.Contributors, p)
		}
	}
	var c problem.Check
	c.Require(poolLine(d.About), "about", "pool.no_name")
	c.Require(notAsked == nil, "measure", "problem.not_a_choice")
	c.Require(len(d.Contributors) >= LeastContributors && len(d.Contributors) == len(n.With)+1, "with", "pool.too_few", "least", LeastContributors)
	c.Require(n.Least >= LeastContributors && n.Least <= len(d.Contributors), "least", "pool.bad_least", "least", LeastContributors)
	_, rules := disclosure.Rules(n.Rules)
	c.Require(rules, "rules", "release.no_rules")
	c.Require(n.Until >= w.At.UTC().Format(time.DateOnly), "until", "pool.past_day")
	if err := c.Err(); err != nil {
		return d, nil, err
	}
	if err := d.check(); err != nil {
		return d, nil, problem.Wrap(err, problem.Invalid, "pool.cannot_be_described")
	}
	return d, me.Key, nil
}

func (s *Service) write(ctx context.Context, w *access.Work, step Step, key []byte, body any) (PoolFile, error) {
	return writePoolFile(step, key, body, func(message []byte) ([]byte, error) { return s.keys.Sign(ctx, w, key, message) })
}

// enter keeps a round, with a mask key for it and the announcement of that.
func (s *Service) enter(ctx context.Context, w *access.Work, id string, f PoolFile, d Description, key []byte) error {
	mask, err := ecdh.X25519().GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	r := Round{ID: id, Hash: f.Hash(), About: d, Caller: f.From, Own: key, mask: mask, description: f}
	announcement, err := s.write(ctx, w, Announcing, key, announcementBody{r.Hash, mask.PublicKey().Bytes()})
	if err != nil {
		return err
	}
	w.Note(r.Hash)
	if err := insertRound(ctx, w, r); err != nil {
		return err
	}
	return s.keep(ctx, w, r, announcement, "", nil)
}

// keep keeps a file of a round.
func (s *Service) keep(ctx context.Context, w *access.Work, r Round, f PoolFile, attempt string, seed []byte) error {
	file := RoundFile{ID: db.NewID(), Attempt: attempt, PoolFile: f, seed: seed}
	w.Note(string(f.Step), f.Hash())
	return insertRoundFile(ctx, w, r.ID, file)
}

// TakeInPoolFile takes in a file of a round that somebody brought, and gives the round's id here. A description is joined, if
// everybody in it is known; no number leaves by that.
func (s *Service) TakeInPoolFile(ctx context.Context, who permit.Actor, text []byte) (id string, err error) {
	f, wrong := ReadPoolFile(text)
	err = s.door.Do(ctx, who, permit.PoolFigures, access.Organisation(who.Organisation), func(w *access.Work) error {
		if wrong != nil {
			return wrong
		}
		w.Note(string(f.Step), f.Hash())
		if f.Step == Describing {
			id, err = s.join(ctx, w, f)
			return err
		}
		r, err := roundOfFile(ctx, w, f)
		if err != nil {
			return err
		}
		attempt, err := r.takeIn(f, w.At)
		if err != nil {
			return err
		}
		id = r.ID
		return s.keep(ctx, w, r, f, attempt, nil)
	})
	if err != nil {
		return "", fmt.Errorf("take in file of a round: %w", err)
	}
	return id, nil
}

func (s *Service) join(ctx context.Context, w *access.Work, f PoolFile) (string, error) {
	d, err := readDescription(f)
	if err != nil {
		return "", err
	}
	if have, err := findRoundByHash(ctx, w, f.Hash()); !problem.Is(err, problem.NotFound) {
		return have.ID, err // brought again
	}
	own, err := s.keys.Own(ctx, w)
	if err != nil {
		return "", err
	}
	known, err := s.keys.Known(ctx, w)
	if err != nil {
		return "", err
	}
	var me []byte
	for _, p := range d.Contributors {
		is := func(q Party) bool { return bytes.Equal(q.Key, p.Key) }
		switch {
		case slices.ContainsFunc(own, is):
			if me != nil {
				return "", problem.New(problem.Invalid, "pool.no_round_file")
			}
			me = p.Key
		case !slices.ContainsFunc(known, is):
			return "", problem.New(problem.Conflict, "pool.unknown_contributor", "name", p.Name)
		}
	}
	if me == nil {
		return "", problem.New(problem.Conflict, "pool.we_are_not_in_it")
	}
	if _, ok := measureOf(d.Measure, d.By); !ok {
		return "", problem.New(problem.Conflict, "pool.unknown_measure")
	}
	id := db.NewID()
	return id, s.enter(ctx, w, id, f, d, me)
}

// MakeRoster lists who takes part, of those who gave their key: everybody but those left out. Only whoever called the round can.
// It can be made again while nothing was opened, where somebody did not contribute.
func (s *Service) MakeRoster(ctx context.Context, who permit.Actor, round string, without [][]byte) error {
	return s.act(ctx, who, round, func(w *access.Work, r Round) error {
		last, _ := r.Attempt()
		switch {
		case !r.Calls():
			return problem.New(problem.Conflict, "pool.not_the_caller")
		case r.OpeningID != "" || last.Full():
			return problem.New(problem.Conflict, "pool.opened_already")
		case last.Number >= mostAttempts:
			return problem.New(problem.Conflict, "pool.too_many_attempts")
		}
		b := rosterBody{Round: r.Hash, Attempt: last.Number + 1}
		for _, a := range r.Announced() {
			if bytes.Equal(a.From, r.Own) || !slices.ContainsFunc(without, func(k []byte) bool { return bytes.Equal(k, a.From) }) {
				b.Announcements = append(b.Announcements, a.Text)
			}
		}
		if len(b.Announcements) < r.About.Least {
			return problem.New(problem.Conflict, "pool.too_few", "least", r.About.Least)
		}
		f, err := s.write(ctx, w, Listing, r.Own, b)
		if err != nil {
			return err
		}
		return s.keep(ctx, w, r, f, f.Hash(), nil)
	})
}

// act does something in a round.
func (s *Service) act(ctx context.Context, who permit.Actor, round string, f func(w *access.Work, r Round) error) error {
	err := s.door.Do(ctx, who, permit.PoolFigures, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(round)
		r, err := wholeRound(ctx, w, round)
		if err != nil {
			return err
		}
		return f(w, r)
	})
	if err != nil {
		return fmt.Errorf("act in round: %w", err)
	}
	return nil
}

// Open hands the seed of the own contribution's mask to everybody in the attempt, once every contribution of it is here. It is
// done once in a round: what a second opening would open could be taken from the first.
func (s *Service) Open(ctx context.Context, who permit.Actor, round string) error {
	return s.act(ctx, who, round, func(w *access.Work, r Round) error {
		a, ok := r.Attempt()
		mine, contributed := r.Mine(Contributing, a.Hash)
		switch {
		case r.OpeningID != "":
			return nil // asked again: the opening is there
		case !ok || !contributed || !a.Full():
			return problem.New(problem.Conflict, "pool.not_all_contributed")
		}
		attempt, err := hex.DecodeString(a.Hash)
		if err != nil {
			return err
		}
		b := openingBody{Round: r.Hash, Attempt: a.Hash, Contributions: a.named()}
		for _, l := range a.list {
			if bytes.Equal(l.key, r.Own) {
				continue
			}
			key, err := openingKey(r.mask, l.mask, r.Own, l.key, attempt)
			if err != nil {
				return err
			}
			b.Boxes = append(b.Boxes, openingSeed{l.key, sealSeed(key, mine.seed, attempt)})
		}
		f, err := s.write(ctx, w, Opening, r.Own, b)
		if err != nil {
			return err
		}
		if err := settleOpening(ctx, w, r.ID, f.Hash()); err != nil {
			return err
		}
		return s.keep(ctx, w, r, f, a.Hash, nil)
	})
}

// Combine adds up what was opened and lets out what may be shown of the sum: a release of the organisation's own. The sum itself
// is given to nobody.
func (s *Service) Combine(ctx context.Context, who permit.Actor, round string) error {
	err := s.door.Do(ctx, who, permit.MakeRelease, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(round)
		r, err := wholeRound(ctx, w, round)
		if err != nil {
			return err
		}
		if r.ReleaseID != "" {
			return nil
		}
		tables, err := r.sum()
		if err != nil {
			return err
		}
		figures, err := release.Keep(ctx, w, r.About.Rules, tables[0])
		if err != nil {
			return err
		}
		covered, err := release.Keep(ctx, w, r.About.Rules, tables[1])
		if err != nil {
			return err
		}
		return settleRound(ctx, w, r.ID, figures.ID, covered.ID)
	})
	if err != nil {
		return fmt.Errorf("combine round: %w", err)
	}
	return nil
}
