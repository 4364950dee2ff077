package sharing

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"strings"
	"time"

	"filippo.io/age"

	"stablefutures/internal/db"
	"stablefutures/internal/problem"
)

// Card is what one deployment gives another so that they can write to each other: nothing on it is secret. What matters
// is that it is theirs, which people find out by comparing the fingerprint over a way they trust.
type Card struct {
	Format    string `json:"format"`
	Version   int    `json:"v"`
	Name      string `json:"name"`
	Recipient string `json:"recipient"` // an age recipient (X25519)
	Key       []byte `json:"key"`       // an Ed25519 public key
}

const (
	cardFormat  = "stablefutures-partner-card"
	maxCardFile = 4096
	// fingerprintSize is the length of a fingerprint: 160 bits in base 32.
	fingerprintSize = 32
)

var letters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// Fingerprint names the card's two keys. The name on a card is no part of it: anybody can write any name.
func (c Card) Fingerprint() string {
	sum := sha256.Sum256([]byte("stablefutures card 1\n" + c.Recipient + "\n" + letters.EncodeToString(c.Key)))
	return letters.EncodeToString(sum[:20])
}

// ShownFingerprint sets a fingerprint in groups of four, to be read aloud.
func ShownFingerprint(f string) string {
	var groups []string
	for len(f) > 4 {
		groups, f = append(groups, f[:4]), f[4:]
	}
	return strings.Join(append(groups, f), " ")
}

// typedFingerprint takes what somebody wrote down while it was read to them.
func typedFingerprint(typed string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("abcdefghijklmnopqrstuvwxyz234567", r) {
			return r
		}
		return -1
	}, strings.ToLower(typed))
}

// Text gives the card as the file that is handed over.
func (c Card) Text() []byte {
	c.Format, c.Version = cardFormat, 1
	text, err := json.MarshalIndent(c, "", " ")
	if err != nil {
		panic("sharing: a card does not encode: " + err.Error()) // text and bytes alone: cannot happen
	}
	return append(text, '\n')
}

// ReadCard reads a card that somebody handed over.
func ReadCard(text []byte) (c Card, err error) {
	bad := problem.New(problem.Invalid, "between.card_malformed")
	if len(text) > maxCardFile {
		return c, bad
	}
	d := json.NewDecoder(bytes.NewReader(bytes.TrimSpace(text)))
	d.DisallowUnknownFields()
	if d.Decode(&c) != nil || d.More() || c.Format != cardFormat || c.Version != 1 || len(c.Key) != ed25519.PublicKeySize ||
		!line(c.Name) || strings.TrimSpace(c.Name) == "" {
		return Card{}, bad
	}
	if _, err := age.ParseX25519Recipient(c.Recipient); err != nil {
		return Card{}, bad
	}
	return c, nil
}

// Identity is an organisation's own pair of keys, in memory alone.
type Identity struct {
	id      string
	madeAt  time.Time
	name    string
	opening *age.X25519Identity
	signing ed25519.PrivateKey
}

// identityForm is how an identity's secrets are stored, sealed under the key ring's system key.
type identityForm struct {
	Version int    `json:"v"`
	Age     string `json:"age"`
	Seed    []byte `json:"seed"`
}

func newIdentity(at time.Time) (Identity, error) {
	opening, err := age.GenerateX25519Identity()
	if err != nil {
		return Identity{}, err
	}
	_, signing, err := ed25519.GenerateKey(rand.Reader)
	return Identity{id: db.NewID(), madeAt: at, opening: opening, signing: signing}, err
}

func (i Identity) form() ([]byte, error) {
	return json.Marshal(identityForm{Version: 1, Age: i.opening.String(), Seed: i.signing.Seed()})
}

func readIdentity(form []byte) (i Identity, err error) {
	var f identityForm
	if err := json.Unmarshal(form, &f); err != nil || len(f.Seed) != ed25519.SeedSize {
		return i, problem.New(problem.Internal, "problem.internal")
	}
	if i.opening, err = age.ParseX25519Identity(f.Age); err != nil {
		return i, problem.New(problem.Internal, "problem.internal")
	}
	i.signing = ed25519.NewKeyFromSeed(f.Seed)
	return i, nil
}

func (i Identity) card() Card {
	return Card{Format: cardFormat, Version: 1, Name: i.name, Recipient: i.opening.Recipient().String(), Key: i.signing.Public().(ed25519.PublicKey)}
}

// String hides the identity from logs.
func (i Identity) String() string { return "[an identity]" }

// GoString hides it from every verb.
func (i Identity) GoString() string { return "[an identity]" }

// Partner is another deployment in an organisation's register.
type Partner struct {
	ID           string
	Organisation string // whose register it stands in
	Card         Card
	AddedBy      string
	AddedAt      time.Time
	ConfirmedBy  string // "" until a second person compared the fingerprint
	ConfirmedAt  time.Time
	EndedBy      string
	EndedAt      time.Time
	Compared     string // how the first person compared it: sealed
}

// Trusted reports whether two people compared the fingerprint and nobody struck the partner off since.
func (p Partner) Trusted() bool { return p.ConfirmedBy != "" && p.EndedBy == "" }
