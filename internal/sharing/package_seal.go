package sharing

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"filippo.io/age"

	"stablefutures/internal/problem"
)

const (
	packageFormat  = "stablefutures-package"
	packageVersion = 2 // of the body; 1 is still read
	signedVersion  = 1 // of what stands around it
	// packageDomain stands before what is signed, so that no signature of this kind can be taken for another.
	packageDomain = "stablefutures package 1\n"
	// maxHeader bounds the part of an age file that names recipients: one of them takes 200 bytes.
	maxHeader = 4096
)

// signed is the document inside the encryption. The signature covers Body as it stands, which names sender and
// recipient: nobody can pass it on to somebody else as if it were meant for them.
type signed struct {
	Format    string `json:"format"`
	Version   int    `json:"v"`
	From      string `json:"from"`
	Body      []byte `json:"body"`
	Signature []byte `json:"signature"`
}

// sealPackage signs a package and encrypts it to its recipient. It returns the file and its hash.
func sealPackage(p Package, from Identity, to Card) (file []byte, hash string, err error) {
	p.Version, p.From, p.To = packageVersion, from.card().Fingerprint(), to.Fingerprint()
	if !p.check() {
		return nil, "", problem.New(problem.Invalid, "between.package_malformed")
	}
	body, err := json.Marshal(p)
	if err != nil {
		return nil, "", err
	}
	plain, err := json.Marshal(signed{Format: packageFormat, Version: signedVersion, From: p.From, Body: body,
		Signature: ed25519.Sign(from.signing, append([]byte(packageDomain), body...))})
	if err != nil {
		return nil, "", err
	}
	recipient, err := age.ParseX25519Recipient(to.Recipient)
	if err != nil {
		return nil, "", fmt.Errorf("read recipient: %w", err)
	}
	var out bytes.Buffer
	w, err := age.Encrypt(&out, recipient)
	if err == nil {
		_, err = w.Write(plain)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, "", fmt.Errorf("encrypt package: %w", err)
	}
	if out.Len() > maxPackageFile {
		return nil, "", problem.New(problem.Invalid, "between.package_too_large")
	}
	return out.Bytes(), hashOf(out.Bytes()), nil
}

func hashOf(file []byte) string {
	sum := sha256.Sum256(file)
	return hex.EncodeToString(sum[:])
}

// refuse is a package that is not taken in: the reason is a message key of its own, told to whoever brought it.
func refuse(why string) error { return problem.New(problem.Invalid, "between.package_"+why) }

// openPackage decrypts a file, finds who signed it, and checks the signature, whom it is for, and its form. find gives
// the partner with a fingerprint, or says why there is none to trust. It believes nothing that it has not checked, and
// looks at no other data: whether the package fits what came before is asked afterwards.
func openPackage(file []byte, mine []Identity, find func(fingerprint string) (Partner, error)) (Package, Partner, error) {
	if len(file) > maxPackageFile {
		return Package{}, Partner{}, refuse("too_large")
	}
	plain, err := decryptPackage(file, mine)
	if err != nil {
		return Package{}, Partner{}, err
	}
	var s signed
	if err := strictly(plain, signedVersion, &s); err != nil {
		return Package{}, Partner{}, err
	}
	if s.Format != packageFormat || s.Version != signedVersion {
		return Package{}, Partner{}, refuse("malformed")
	}
	from, err := find(s.From)
	if err != nil {
		return Package{}, Partner{}, err
	}
	if !ed25519.Verify(from.Card.Key, append([]byte(packageDomain), s.Body...), s.Signature) {
		return Package{}, Partner{}, refuse("forged")
	}
	var p Package
	if err := strictly(s.Body, packageVersion, &p); err != nil {
		return Package{}, Partner{}, err
	}
	if p.From != s.From || p.Version < 1 || p.Version > packageVersion || !p.check() {
		return Package{}, Partner{}, refuse("malformed")
	}
	for _, one := range mine {
		if one.card().Fingerprint() == p.To {
			return p, from, nil
		}
	}
	return Package{}, Partner{}, refuse("not_for_us")
}

// decryptPackage opens the encryption, telling a wrong recipient from a changed file.
func decryptPackage(file []byte, mine []Identity) ([]byte, error) {
	if !bytes.HasPrefix(file, []byte("age-encryption.org/v1\n")) {
		return nil, refuse("no_package")
	}
	if !bytes.Contains(file[:min(len(file), maxHeader)], []byte("\n---")) {
		return nil, refuse("tampered")
	}
	var keys []age.Identity
	for _, one := range mine {
		keys = append(keys, one.opening)
	}
	if len(keys) == 0 {
		return nil, refuse("not_for_us")
	}
	r, err := age.Decrypt(bytes.NewReader(file), keys...)
	var nobody *age.NoIdentityMatchError
	if errors.As(err, &nobody) {
		return nil, refuse("not_for_us")
	}
	if err != nil {
		return nil, refuse("tampered")
	}
	plain, err := io.ReadAll(io.LimitReader(r, maxPackageFile+1))
	if err != nil {
		return nil, refuse("tampered")
	}
	return plain, nil
}

// strictly reads JSON that must hold nothing unknown. What names a later version is told apart: then it is this program
// that is too old, and nobody's fault.
func strictly(text []byte, newest int, into any) error {
	if !utf8.Valid(text) { // encoding/json would quietly put something else there
		return refuse("malformed")
	}
	var head struct {
		Version int `json:"v"`
	}
	if json.Unmarshal(text, &head) == nil && head.Version > newest {
		return refuse("newer")
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return refuse("malformed")
	}
	if _, err := d.Token(); err != io.EOF {
		return refuse("malformed")
	}
	return nil
}
