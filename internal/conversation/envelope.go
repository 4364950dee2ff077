package conversation

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// EnvelopeInfo binds a ciphertext to what it is for; it is the info of HPKE. docs/envelope.md describes the form for
// whoever has only that page.
const EnvelopeInfo = "stablefutures envelope 1"

// The most an envelope may hold: a document of 512 KiB, and what sealing adds.
const (
	MaxDocument = 512 << 10
	maxCipher   = MaxDocument + 16
	padTo       = 1024
)

// Envelope is a whole sitting as it was after its latest answer, sealed on a device to a receiving key of ours and signed
// by the device.
type Envelope struct {
	Version int    `json:"v"`
	Ticket  string `json:"ticket"`
	ID      string `json:"id"`
	Seq     int64  `json:"seq"`
	At      string `json:"at"` // the device's clock
	Last    bool   `json:"last"`
	Key     string `json:"key"`
	Enc     string `json:"enc"`
	CT      string `json:"ct"`
	Sig     string `json:"sig"`
}

// b64 is the only form in which bytes stand in an envelope or a token: without padding, and strict, so that one value has
// one spelling.
var b64 = base64.RawURLEncoding.Strict()

// Head is what the ciphertext is bound to.
func (e Envelope) Head() []byte {
	last := 0
	if e.Last {
		last = 1
	}
	return fmt.Appendf(nil, "%s\n%s\n%s\n%d\n%s\n%d\n%s", EnvelopeInfo, e.Ticket, e.ID, e.Seq, e.At, last, e.Key)
}

// Digest is what the device signs: the SHA-256 of the head and of what it sealed.
func (e Envelope) Digest() [sha256.Size]byte {
	return sha256.Sum256(append(e.Head(), "\n"+e.Enc+"\n"+e.CT...))
}

// opened are the bytes of an envelope's fields.
type opened struct {
	at       time.Time
	enc, ct  []byte
	sig      []byte
	original Envelope
}

// read checks an envelope's form, trusting nothing in it.
func (e Envelope) read() (o opened, err error) {
	bad := problem.New(problem.Invalid, "conversation.arrival_malformed")
	o.original = e
	if e.Version != 1 || !db.IsID(e.Ticket) || !db.IsID(e.ID) || e.Seq < 1 || e.Seq > 1<<31 || len(e.Key) != 16 || !isHex(e.Key) ||
		len(e.CT) > b64.EncodedLen(maxCipher) || len(e.Enc) > 100 || len(e.Sig) > 100 || len(e.At) > 40 {
		return o, bad
	}
	if o.at, err = time.Parse(time.RFC3339, e.At); err != nil || o.at.Year() < 1970 || o.at.Year() > 9000 {
		return o, bad
	}
	o.at = o.at.UTC()
	for _, f := range []struct {
		from string
		into *[]byte
	}{{e.Enc, &o.enc}, {e.CT, &o.ct}, {e.Sig, &o.sig}} {
		if *f.into, err = b64.DecodeString(f.from); err != nil {
			return o, bad
		}
	}
	if len(o.enc) != 65 || len(o.sig) != 64 || len(o.ct) < 16 {
		return o, bad
	}
	return o, nil
}

func isHex(s string) bool {
	for _, r := range s {
		if (r < '0' || r > '9') && (r < 'a' || r > 'f') {
			return false
		}
	}
	return true
}

// Device is a device's public key as it was posted.
type Device struct {
	ID  string // base64url of the SHA-256 of the SPKI
	key *ecdsa.PublicKey
}

// ReadDevice reads a device's public key: base64url of its SPKI, a point of P-256.
func ReadDevice(text string) (Device, error) {
	bad := problem.New(problem.Invalid, "conversation.device_unknown")
	if len(text) > 200 {
		return Device{}, bad
	}
	spki, err := b64.DecodeString(text)
	if err != nil {
		return Device{}, bad
	}
	parsed, err := x509.ParsePKIXPublicKey(spki)
	if err != nil {
		return Device{}, bad
	}
	key, ok := parsed.(*ecdsa.PublicKey)
	if !ok || key.Curve != elliptic.P256() {
		return Device{}, bad
	}
	again, err := x509.MarshalPKIXPublicKey(key)
	if err != nil || !bytes.Equal(again, spki) {
		return Device{}, bad // one key has one id
	}
	sum := sha256.Sum256(spki)
	return Device{ID: b64.EncodeToString(sum[:]), key: key}, nil
}

// signed reports whether the device signed the envelope.
func (d Device) signed(o opened) bool {
	digest := o.original.Digest()
	r, s := new(big.Int).SetBytes(o.sig[:32]), new(big.Int).SetBytes(o.sig[32:])
	return ecdsa.Verify(d.key, digest[:], r, s)
}

// SealEnvelope makes an envelope's key and ciphertext from a document, as a device does: padded with blanks to a multiple
// of 1024 bytes, so that its length says little.
func SealEnvelope(to seal.ReceivingKey, e Envelope, document []byte) (Envelope, error) {
	e.Version, e.Key = 1, to.ID
	padded := append(bytes.Clone(document), bytes.Repeat([]byte(" "), (padTo-len(document)%padTo)%padTo)...)
	enc, ct, err := seal.SealTo(to.Public, []byte(EnvelopeInfo), e.Head(), padded)
	if err != nil {
		return e, err
	}
	e.Enc, e.CT = b64.EncodeToString(enc), b64.EncodeToString(ct)
	return e, nil
}

// SignedBy signs an envelope as a device does, for devices that are invented: those of the demonstration and of measurements.
func (e Envelope) SignedBy(key *ecdsa.PrivateKey) (Envelope, error) {
	digest := e.Digest()
	r, s, err := ecdsa.Sign(rand.Reader, key, digest[:])
	if err != nil {
		return e, err
	}
	var sig [64]byte
	r.FillBytes(sig[:32])
	s.FillBytes(sig[32:])
	e.Sig = b64.EncodeToString(sig[:])
	return e, nil
}

// strict reads JSON from outside: nothing unknown, nothing after it.
func strict(data []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return err
	}
	if _, err := dec.Token(); err != io.EOF {
		return fmt.Errorf("more than one value")
	}
	return nil
}
