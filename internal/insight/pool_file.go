package insight

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"time"

	"stablefutures/internal/disclosure"
	"stablefutures/internal/problem"
)

// FormatPoolRound is what every file of a round says it is; docs/formats.md and docs/schemas/pool-round-1.json tell the rest.
const FormatPoolRound = "stable-futures/pool-round/1"

// roundDomain stands before what is signed, so that no signature of this kind can be taken for another.
const roundDomain = "stablefutures pool 1\n"

// Step is what a file of a round is.
type Step string

// The steps, in order.
const (
	Describing   Step = "round"        // what is asked of whom, by whoever calls the round
	Announcing   Step = "announcement" // a contributor's key for this round
	Listing      Step = "roster"       // who takes part in one attempt, by whoever called the round
	Contributing Step = "contribution" // masked numbers
	Opening      Step = "opening"      // the seed of a contribution's own mask, sealed to each of the others
)

// Steps lists all of them.
var Steps = []Step{Describing, Announcing, Listing, Contributing, Opening}

const (
	mostRoundFile = 4 << 20
	mostAttempts  = 9
)

// PoolFile is a file of a round, whose signature was checked.
type PoolFile struct {
	Step Step
	From []byte // the Ed25519 key that signed
	Body []byte
	Text []byte // the whole file
}

// Hash names the file: two files that say the same have the same.
func (f PoolFile) Hash() string { return hashOf(f.Body) }

func hashOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

type signedFile struct {
	Format    string `json:"format"`
	Step      Step   `json:"step"`
	From      []byte `json:"from"`
	Body      []byte `json:"body"`
	Signature []byte `json:"signature"`
}

// toSign is what a signature of a step covers.
func toSign(step Step, body []byte) []byte {
	return append([]byte(roundDomain+string(step)+"\n"), body...)
}

// writePoolFile signs a body and gives the file.
func writePoolFile(step Step, from []byte, body any, sign func(message []byte) ([]byte, error)) (PoolFile, error) {
	b, err := json.Marshal(body)
	if err != nil {
		return PoolFile{}, err
	}
	signature, err := sign(toSign(step, b))
	if err != nil {
		return PoolFile{}, err
	}
	text, err := json.Marshal(signedFile{FormatPoolRound, step, from, b, signature})
	return PoolFile{step, from, b, text}, err
}

// ReadPoolFile reads a file of a round that somebody handed over, and checks that whoever it names signed it. It says nothing
// about who that is.
func ReadPoolFile(text []byte) (PoolFile, error) {
	var s signedFile
	if err := strictJSON(text, mostRoundFile, &s); err != nil {
		return PoolFile{}, problem.Wrap(err, problem.Invalid, "pool.no_round_file")
	}
	if s.Format != FormatPoolRound || !slices.Contains(Steps, s.Step) || len(s.From) != ed25519.PublicKeySize {
		return PoolFile{}, problem.New(problem.Invalid, "pool.no_round_file")
	}
	if !ed25519.Verify(s.From, toSign(s.Step, s.Body), s.Signature) {
		return PoolFile{}, problem.New(problem.Invalid, "pool.forged")
	}
	return PoolFile{s.Step, s.From, s.Body, text}, nil
}

// Party is an organisation in a round.
type Party struct {
	Name string `json:"name"`
	Key  []byte `json:"key"` // Ed25519, as on its partner card
}

// Description is what a round asks of whom. It never changes: the hash of its body names the round.
type Description struct {
	ID           string   `json:"id"`
	About        string   `json:"about"`
	Measure      string   `json:"measure"`
	By           []Axis   `json:"by"`
	Rules        string   `json:"rules"`
	Least        int      `json:"least"` // contributors
	Until        string   `json:"until"` // a day: no contribution is made or taken after it
	Rows         []string `json:"rows"`
	Columns      []string `json:"columns"`
	Contributors []Party  `json:"contributors"`
}

var roundID = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

func (d Description) check() error {
	_, day := time.Parse(time.DateOnly, d.Until)
	_, rules := disclosure.Rules(d.Rules)
	switch {
	case !roundID.MatchString(d.ID) || !poolLine(d.About) || day != nil:
		return errors.New("no id, words or day")
	case len(d.By) < 1 || len(d.By) > 2 || !rules:
		return errors.New("no directions, or rules that are not here")
	case len(d.Contributors) < LeastContributors || len(d.Contributors) > MostContributors || d.Least < LeastContributors || d.Least > len(d.Contributors):
		return errors.New("too few or too many contributors")
	case len(d.Columns) == 0 || len(d.Columns) > mostSide || len(d.Rows) > mostSide || len(d.By) == 1 && d.Rows != nil || len(d.By) == 2 && len(d.Rows) == 0:
		return errors.New("no table")
	}
	if err := errors.Join(checkCodes(d.Columns, mostSide), checkCodes(d.Rows, mostSide)); err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, p := range d.Contributors {
		if !poolLine(p.Name) || len(p.Key) != ed25519.PublicKeySize || seen[string(p.Key)] || seen[p.Name] {
			return errors.New("a contributor without a name or key, or twice")
		}
		seen[string(p.Key)], seen[p.Name] = true, true
	}
	return nil
}

// party finds a contributor by key.
func (d Description) party(key []byte) (Party, bool) {
	i := slices.IndexFunc(d.Contributors, func(p Party) bool { return bytes.Equal(p.Key, key) })
	if i < 0 {
		return Party{}, false
	}
	return d.Contributors[i], true
}

// numbers is how many numbers a contribution has: three for each figure of the table and of what covers it.
func (d Description) numbers() int {
	return 3 * (figuresOf(len(d.Rows), len(d.Columns)) + figuresOf(0, len(coveringCodes)))
}

type announcementBody struct {
	Round   string `json:"round"`
	MaskKey []byte `json:"mask_key"` // X25519
}

type rosterBody struct {
	Round         string   `json:"round"`
	Attempt       int      `json:"attempt"`
	Announcements [][]byte `json:"announcements"` // files
}

type contributionBody struct {
	Round   string `json:"round"`
	Attempt string `json:"attempt"` // the roster's hash
	Masked  []byte `json:"masked"`
}

type openingBody struct {
	Round         string        `json:"round"`
	Attempt       string        `json:"attempt"`
	Contributions []openingOf   `json:"contributions"`
	Boxes         []openingSeed `json:"boxes"`
}

// openingOf names exactly one contribution: whoever gave two people different ones is found by it.
type openingOf struct {
	From []byte `json:"from"`
	Hash string `json:"hash"`
}

type openingSeed struct {
	To  []byte `json:"to"`
	Box []byte `json:"box"`
}

// readDescription reads the body of a round's description.
func readDescription(f PoolFile) (d Description, err error) {
	if err = strictJSON(f.Body, mostRoundFile, &d); err == nil {
		err = d.check()
	}
	if _, in := d.party(f.From); err == nil && !in {
		err = errors.New("whoever calls the round is not in it")
	}
	if err != nil {
		return Description{}, problem.Wrap(err, problem.Invalid, "pool.no_round_file")
	}
	return d, nil
}

// listed is a contributor of one attempt.
type listed struct {
	key, mask []byte
}

// readRoster reads who takes part in an attempt, and holds every announcement in it against the description.
func readRoster(f PoolFile, round string, d Description) (number int, list []listed, err error) {
	var b rosterBody
	bad := problem.New(problem.Invalid, "pool.bad_roster")
	if strictJSON(f.Body, mostRoundFile, &b) != nil || b.Round != round || b.Attempt < 1 || b.Attempt > mostAttempts || len(b.Announcements) < d.Least {
		return 0, nil, bad
	}
	for _, text := range b.Announcements {
		a, err := ReadPoolFile(text)
		if err != nil || a.Step != Announcing {
			return 0, nil, bad
		}
		mask, err := readAnnouncement(a, round, d)
		if err != nil || slices.ContainsFunc(list, func(l listed) bool { return bytes.Equal(l.key, a.From) || bytes.Equal(l.mask, mask) }) {
			return 0, nil, bad
		}
		list = append(list, listed{a.From, mask})
	}
	slices.SortFunc(list, func(a, b listed) int { return bytes.Compare(a.key, b.key) })
	return b.Attempt, list, nil
}

func readAnnouncement(f PoolFile, round string, d Description) ([]byte, error) {
	var b announcementBody
	if strictJSON(f.Body, mostRoundFile, &b) != nil || b.Round != round || len(b.MaskKey) != 32 {
		return nil, problem.New(problem.Invalid, "pool.bad_announcement")
	}
	if _, in := d.party(f.From); !in {
		return nil, problem.New(problem.Invalid, "pool.not_asked")
	}
	return b.MaskKey, nil
}

// roundIn is the hash of the round that a file's body names.
func roundIn(f PoolFile) (string, error) {
	var b struct {
		Round string `json:"round"`
	}
	if err := json.Unmarshal(f.Body, &b); err != nil || b.Round == "" {
		return "", problem.New(problem.Invalid, "pool.no_round_file")
	}
	return b.Round, nil
}
