package framework

import (
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/mod/sumdb/note"

	"stablefutures/internal/problem"
)

// Signature is a rights-holder's Ed25519 signature under a document: over Canonical and a line end, in the manner of
// golang.org/x/mod/sumdb/note, whose keys carry their owner's name.
type Signature struct {
	Key       string `json:"key"`       // the public key: name+hash+base64
	Signature string `json:"signature"` // base64 of the 64 bytes
}

// Name is what the signer's key is called. Anybody can call a key anything: only a key that was checked says who signed.
func (s Signature) Name() string {
	name, _, _ := strings.Cut(s.Key, "+")
	return name
}

// NewKey makes a key pair for signing editions. The name stands in the public key; it has no blank and no plus sign.
func NewKey(name string) (private, public string, err error) {
	if name == "" || len(name) > maxShortText || strings.ContainsFunc(name, func(r rune) bool { return r == '+' || unicode.IsSpace(r) || !unicode.IsPrint(r) }) {
		return "", "", problem.New(problem.Invalid, "framework.key.name")
	}
	private, public, err = note.GenerateKey(nil, name)
	if err != nil {
		return "", "", fmt.Errorf("make key: %w", err)
	}
	return private, public, nil
}

// Sign adds a signature made with a private key, in place of an earlier one by the same key.
func (d Document) Sign(private string) (Document, error) {
	b, err := d.Canonical()
	if err != nil {
		return d, err
	}
	s, err := sign(b, private)
	if err != nil {
		return d, err
	}
	d.Signatures = add(d.Signatures, s)
	return d, nil
}

// add gives a new list, since documents share theirs.
func add(list []Signature, s Signature) []Signature {
	out := make([]Signature, 0, len(list)+1)
	for _, have := range list {
		if have.Key != s.Key {
			out = append(out, have)
		}
	}
	return append(out, s)
}

func sign(b []byte, private string) (Signature, error) {
	signer, err := note.NewSigner(strings.TrimSpace(private))
	if err != nil {
		return Signature{}, problem.Wrap(fmt.Errorf("read key: the file does not hold a private key"), problem.Invalid, "framework.key.private")
	}
	sig, err := signer.Sign(append(b, '\n'))
	if err != nil {
		return Signature{}, fmt.Errorf("sign: %w", err)
	}
	public, err := publicOf(private)
	return Signature{Key: public, Signature: base64.StdEncoding.EncodeToString(sig)}, err
}

// CheckSignatures verifies every signature under the document. An error names the first that does not hold; whether a
// key belongs to who it names is not asked here.
func (d Document) CheckSignatures() error {
	if len(d.Signatures) == 0 {
		return nil
	}
	b, err := d.Canonical()
	if err != nil {
		return err
	}
	return checkSignatures(b, d.Signatures)
}

func checkSignatures(b []byte, list []Signature) error {
	for _, s := range list {
		v, err := note.NewVerifier(s.Key)
		if err != nil {
			return problem.Wrap(err, problem.Invalid, "framework.key.public")
		}
		sig, err := base64.StdEncoding.DecodeString(s.Signature)
		if err != nil || !v.Verify(append(b[:len(b):len(b)], '\n'), sig) {
			return problem.New(problem.Invalid, "framework.signature.broken", "name", s.Name())
		}
	}
	return nil
}

// SignedBy reports whether the document carries a signature that holds and was made with this public key.
func (d Document) SignedBy(public string) (bool, error) {
	if _, err := note.NewVerifier(strings.TrimSpace(public)); err != nil {
		return false, problem.Wrap(err, problem.Invalid, "framework.key.public")
	}
	for _, s := range d.Signatures {
		if s.Key == strings.TrimSpace(public) {
			return true, d.CheckSignatures()
		}
	}
	return false, nil
}

// publicOf works out the public key that belongs to a private one which note.NewSigner has read.
func publicOf(private string) (string, error) {
	parts := strings.SplitN(strings.TrimSpace(private), "+", 5)
	secret, err := base64.StdEncoding.DecodeString(parts[4])
	if err != nil {
		return "", fmt.Errorf("read key: %w", err)
	}
	pair := ed25519.NewKeyFromSeed(secret[1:]) // the first byte names the algorithm
	return note.NewEd25519VerifierKey(parts[2], pair.Public().(ed25519.PublicKey))
}
