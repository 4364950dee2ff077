// Package tablet is a device without a network, for tests: it keeps a key of its own, seals sittings and signs them, as the
// practice tool does in a browser. Nothing in it is the server's: it is written after docs/envelope.md.
package tablet

import (
	"bytes"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hpke"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
)

var b64 = base64.RawURLEncoding

// Tablet is a device with its own key and clock.
type Tablet struct {
	tb   testing.TB
	key  *ecdsa.PrivateKey
	SPKI string        // as it is posted
	Slow time.Duration // by how much its clock is behind
}

// New makes a device.
func New(tb testing.TB) *Tablet {
	tb.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	spki, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		tb.Fatal(err)
	}
	return &Tablet{tb: tb, key: key, SPKI: b64.EncodeToString(spki)}
}

// Device is the device as the server reads it.
func (t *Tablet) Device() conversation.Device {
	t.tb.Helper()
	d, err := conversation.ReadDevice(t.SPKI)
	if err != nil {
		t.tb.Fatal(err)
	}
	return d
}

// Now is the device's clock.
func (t *Tablet) Now() time.Time { return time.Now().Add(-t.Slow).UTC().Truncate(time.Millisecond) }

// Ticket is what the device knows of a ticket.
type Ticket struct {
	ID, Token, Sitting, Contribution, Edition, KeyID string
	Public                                           []byte
}

// Of takes what a device keeps of a ticket that was issued.
func Of(i conversation.Issued) Ticket {
	return Ticket{i.ID, i.Token, i.Sitting, i.Contribution, i.EditionID, i.Key, i.Public}
}

// Sitting is the document of a sitting, as the tool writes it; change what a test needs.
func (t *Tablet) Sitting(k Ticket, content map[string]any) map[string]any {
	now := t.Now()
	return map[string]any{"v": 1, "sitting": k.Sitting, "contribution": k.Contribution, "edition": k.Edition,
		"setup":   map[string]any{"v": 1, "language": "ti", "interpreter": map[string]any{"used": "not_needed"}},
		"content": content, "state": "finished", "keep": true, "read_back": true,
		"began_at": now.Add(-time.Hour).Format(time.RFC3339), "ended_at": now.Format(time.RFC3339),
		"shown":    map[string]any{"language": "ti", "pack": "0123abcd", "staff": "en"},
		"promises": []any{}, "elsewhere": []any{}, "unsafe": []any{}}
}

// Seal seals and signs a document as the state of a sitting after its seq-th answer.
func (t *Tablet) Seal(k Ticket, document any, seq int64, last bool) conversation.Parcel {
	t.tb.Helper()
	plain, err := json.Marshal(document)
	if err != nil {
		t.tb.Fatal(err)
	}
	return t.SealBytes(k, plain, seq, last)
}

// SealBytes is Seal for any bytes.
func (t *Tablet) SealBytes(k Ticket, plain []byte, seq int64, last bool) conversation.Parcel {
	t.tb.Helper()
	padded := append(bytes.Clone(plain), bytes.Repeat([]byte(" "), 1024-len(plain)%1024)...)
	e := conversation.Envelope{Version: 1, Ticket: k.ID, ID: db.NewID(), Seq: seq, At: t.Now().Format("2006-01-02T15:04:05.000Z"), Last: last, Key: k.KeyID}
	digit := 0
	if last {
		digit = 1
	}
	head := fmt.Sprintf("stablefutures envelope 1\n%s\n%s\n%d\n%s\n%d\n%s", e.Ticket, e.ID, e.Seq, e.At, digit, e.Key)
	point, err := ecdh.P256().NewPublicKey(k.Public)
	if err != nil {
		t.tb.Fatal(err)
	}
	public, err := hpke.NewDHKEMPublicKey(point)
	if err != nil {
		t.tb.Fatal(err)
	}
	enc, to, err := hpke.NewSender(public, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte("stablefutures envelope 1"))
	if err != nil {
		t.tb.Fatal(err)
	}
	ct, err := to.Seal([]byte(head), padded)
	if err != nil {
		t.tb.Fatal(err)
	}
	e.Enc, e.CT = b64.EncodeToString(enc), b64.EncodeToString(ct)
	return t.Sign(conversation.Parcel{Token: k.Token, Envelope: e})
}

// Sign signs an envelope as it stands, so that a test can change one and sign it all the same.
func (t *Tablet) Sign(p conversation.Parcel) conversation.Parcel {
	t.tb.Helper()
	e := p.Envelope
	digit := 0
	if e.Last {
		digit = 1
	}
	digest := sha256.Sum256(fmt.Appendf(nil, "stablefutures envelope 1\n%s\n%s\n%d\n%s\n%d\n%s\n%s\n%s", e.Ticket, e.ID, e.Seq, e.At, digit, e.Key, e.Enc, e.CT))
	r, s, err := ecdsa.Sign(rand.Reader, t.key, digest[:])
	if err != nil {
		t.tb.Fatal(err)
	}
	var sig [64]byte
	r.FillBytes(sig[:32])
	s.FillBytes(sig[32:])
	p.Envelope.Sig = b64.EncodeToString(sig[:])
	return p
}

// Delivery is a post of the device, now.
func (t *Tablet) Delivery(parcels ...conversation.Parcel) conversation.Delivery {
	return conversation.Delivery{Now: t.Now(), Device: t.Device(), Parcels: parcels}
}
