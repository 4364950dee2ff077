package insight

import (
	"bytes"
	"crypto/ecdh"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"stablefutures/internal/problem"
)

// Round is a round of masked numbers as one organisation knows it: from the files it made and took in.
type Round struct {
	ID          string // here
	Hash        string // of the description: the same for everybody
	About       Description
	Caller      []byte // the key of whoever calls the round
	Own         []byte // the organisation's own key in it
	JoinedAt    time.Time
	OpeningID   string // of the one opening that was made here; "" before there is one
	ReleaseID   string // what came of it, in the register
	CoverageID  string
	Files       []RoundFile
	mask        *ecdh.PrivateKey
	description PoolFile
}

// RoundFile is a file of a round as it is kept.
type RoundFile struct {
	ID      string
	At      time.Time
	By      string
	Attempt string // hash of the list it belongs to; of a list its own
	PoolFile
	seed []byte // of a contribution made here: its own mask's
}

// Attempt is one list of contributors, and what came in for it.
type Attempt struct {
	Number        int
	Hash          string
	Contributions []RoundFile // in order of keys
	Openings      []RoundFile
	list          []listed
}

// Calls reports whether the organisation called the round.
func (r Round) Calls() bool { return bytes.Equal(r.Caller, r.Own) }

// Over reports whether the last day for contributions has passed.
func (r Round) Over(now time.Time) bool { return now.UTC().Format(time.DateOnly) > r.About.Until }

// Announced lists who gave their key for the round.
func (r Round) Announced() []RoundFile { return r.of(Announcing, "") }

func (r Round) of(step Step, attempt string) (list []RoundFile) {
	for _, f := range r.Files {
		if f.Step == step && f.Attempt == attempt {
			list = append(list, f)
		}
	}
	slices.SortFunc(list, func(a, b RoundFile) int { return bytes.Compare(a.From, b.From) })
	return list
}

// Attempt gives the latest list of contributors; ok is false before there is one.
func (r Round) Attempt() (a Attempt, ok bool) {
	for _, f := range r.Files {
		if f.Step != Listing {
			continue
		}
		if one, err := r.attempt(f.Hash()); err == nil && one.Number > a.Number {
			a, ok = one, true
		}
	}
	return a, ok
}

// attempt gives the list of a hash, with what came in for it.
func (r Round) attempt(hash string) (a Attempt, err error) {
	i := slices.IndexFunc(r.Files, func(f RoundFile) bool { return f.Step == Listing && f.Hash() == hash })
	if i < 0 {
		return a, problem.New(problem.Conflict, "pool.other_attempt")
	}
	a.Hash = hash
	if a.Number, a.list, err = readRoster(r.Files[i].PoolFile, r.Hash, r.About); err != nil {
		return a, err
	}
	a.Contributions, a.Openings = r.of(Contributing, hash), r.of(Opening, hash)
	return a, nil
}

// Has reports whether an organisation is in the list.
func (a Attempt) Has(key []byte) bool {
	return slices.ContainsFunc(a.list, func(l listed) bool { return bytes.Equal(l.key, key) })
}

// Keys are those of everybody in the list.
func (a Attempt) Keys() (keys [][]byte) {
	for _, l := range a.list {
		keys = append(keys, l.key)
	}
	return keys
}

// Full reports whether every contribution is there; Opened whether every opening is.
func (a Attempt) Full() bool { return len(a.Contributions) == len(a.list) && len(a.list) > 0 }

// Opened reports whether every opening is there.
func (a Attempt) Opened() bool { return len(a.Openings) == len(a.list) && a.Full() }

// Mine finds the organisation's own file of a step.
func (r Round) Mine(step Step, attempt string) (RoundFile, bool) {
	for _, f := range r.of(step, attempt) {
		if bytes.Equal(f.From, r.Own) {
			return f, true
		}
	}
	return RoundFile{}, false
}

// From finds whose a key is.
func (r Round) From(key []byte) string {
	p, _ := r.About.party(key)
	return p.Name
}

// takeIn holds a file against all that is known of the round, and says which list it belongs to.
func (r Round) takeIn(f PoolFile, now time.Time) (attempt string, err error) {
	if _, in := r.About.party(f.From); !in {
		return "", problem.New(problem.Invalid, "pool.not_asked")
	}
	switch f.Step {
	case Announcing:
		_, err = readAnnouncement(f, r.Hash, r.About)
	case Listing:
		attempt, err = r.takeRoster(f)
	case Contributing:
		attempt, err = r.takeContribution(f, now)
	case Opening:
		attempt, err = r.takeOpening(f)
	default:
		err = problem.New(problem.Conflict, "pool.round_known")
	}
	if err != nil {
		return "", err
	}
	for _, have := range r.of(f.Step, attempt) {
		if !bytes.Equal(have.From, f.From) {
			continue
		}
		if have.Hash() == f.Hash() {
			return "", problem.New(problem.Conflict, "pool.have_it")
		}
		return "", problem.New(problem.Conflict, "pool.said_otherwise", "name", r.From(f.From))
	}
	return attempt, nil
}

func (r Round) takeRoster(f PoolFile) (string, error) {
	if !bytes.Equal(f.From, r.Caller) {
		return "", problem.New(problem.Invalid, "pool.not_the_caller")
	}
	number, list, err := readRoster(f, r.Hash, r.About)
	if err != nil {
		return "", err
	}
	if !slices.ContainsFunc(list, func(l listed) bool {
		return bytes.Equal(l.key, r.Own) && bytes.Equal(l.mask, r.mask.PublicKey().Bytes())
	}) {
		return "", problem.New(problem.Invalid, "pool.we_are_not_in_it")
	}
	if last, ok := r.Attempt(); ok && last.Number >= number && last.Hash != f.Hash() {
		return "", problem.New(problem.Conflict, "pool.said_otherwise", "name", r.From(f.From))
	}
	return f.Hash(), nil
}

func (r Round) takeContribution(f PoolFile, now time.Time) (string, error) {
	var b contributionBody
	if strictJSON(f.Body, mostRoundFile, &b) != nil || b.Round != r.Hash || len(b.Masked) != 8*r.About.numbers() {
		return "", problem.New(problem.Invalid, "pool.bad_contribution")
	}
	a, err := r.attempt(b.Attempt)
	switch {
	case err != nil:
		return "", err
	case !a.Has(f.From):
		return "", problem.New(problem.Invalid, "pool.not_asked")
	case r.Over(now):
		return "", problem.New(problem.Conflict, "pool.late", "day", r.About.Until)
	}
	return b.Attempt, nil
}

func (r Round) takeOpening(f PoolFile) (string, error) {
	var b openingBody
	if strictJSON(f.Body, mostRoundFile, &b) != nil || b.Round != r.Hash {
		return "", problem.New(problem.Invalid, "pool.bad_opening")
	}
	a, err := r.attempt(b.Attempt)
	switch {
	case err != nil:
		return "", err
	case !a.Has(f.From):
		return "", problem.New(problem.Invalid, "pool.not_asked")
	case !a.Full():
		return "", problem.New(problem.Conflict, "pool.not_all_contributed")
	}
	if !slices.EqualFunc(b.Contributions, a.named(), func(x, y openingOf) bool { return bytes.Equal(x.From, y.From) && x.Hash == y.Hash }) {
		return "", problem.New(problem.Conflict, "pool.other_contributions", "name", r.From(f.From))
	}
	if !bytes.Equal(f.From, r.Own) {
		if _, err := r.seedIn(a, f); err != nil {
			return "", problem.Wrap(err, problem.Invalid, "pool.bad_opening")
		}
	}
	return b.Attempt, nil
}

// named are the contributions of a full attempt, as an opening names them.
func (a Attempt) named() (list []openingOf) {
	for _, c := range a.Contributions {
		list = append(list, openingOf{c.From, c.Hash()})
	}
	return list
}

// seedIn opens the seed in somebody's opening that is sealed to this organisation.
func (r Round) seedIn(a Attempt, f PoolFile) ([]byte, error) {
	var b openingBody
	if err := json.Unmarshal(f.Body, &b); err != nil {
		return nil, err
	}
	i := slices.IndexFunc(b.Boxes, func(s openingSeed) bool { return bytes.Equal(s.To, r.Own) })
	j := slices.IndexFunc(a.list, func(l listed) bool { return bytes.Equal(l.key, f.From) })
	if i < 0 || j < 0 {
		return nil, errors.New("nothing in it is for us")
	}
	attempt, err := hex.DecodeString(a.Hash)
	if err != nil {
		return nil, err
	}
	key, err := openingKey(r.mask, a.list[j].mask, f.From, r.Own, attempt)
	if err != nil {
		return nil, err
	}
	return openSeed(key, b.Boxes[i].Box, attempt)
}

// Text is the description as the file that is handed over.
func (r Round) Text() []byte { return r.description.Text }
