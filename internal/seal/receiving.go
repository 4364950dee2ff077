package seal

import (
	"crypto/ecdh"
	"crypto/hpke"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"
)

// How long a receiving key is handed out, and how long it stays after that: the longest life of a ticket, and the grace
// in which what comes late can still be opened.
const (
	ReceivingAge   = 30 * 24 * time.Hour
	ReceivingGrace = (14 + 30) * 24 * time.Hour
)

// ReceivingKey is the public half of a receiving key: what a device seals to that has no network.
type ReceivingKey struct {
	ID     string // 16 hexadecimal digits, made from the public half
	Public []byte // 65 bytes: the uncompressed point of P-256
}

// receiver is a receiving key with both halves. It shows nothing of itself when printed.
type receiver struct {
	id      string
	made    time.Time
	retired time.Time // when a newer one took its place; zero while it is the current one
	private *ecdh.PrivateKey
}

// Format hides the key from every verb of fmt.
func (receiver) Format(f fmt.State, verb rune) { fmt.Fprint(f, keyPlaceholder) }

// LogValue hides the key from log/slog.
func (receiver) LogValue() slog.Value { return slog.StringValue(keyPlaceholder) }

func newReceiver(private *ecdh.PrivateKey, made time.Time) *receiver {
	sum := sha256.Sum256(private.PublicKey().Bytes())
	return &receiver{id: hex.EncodeToString(sum[:8]), made: made, private: private}
}

// over reports whether the key's time is over at a moment. One that was never retired is never over, so a clock that
// runs a year ahead costs no key that is in use.
func (r *receiver) over(at time.Time) bool {
	return !r.retired.IsZero() && !at.Before(r.retired.Add(ReceivingGrace))
}

// Receiving gives the current receiving key, making a new one when there is none or the current one is too old, and
// destroys those whose time is over unless keep names them: something that they open is still waiting. changed says
// that the ring has to be saved; until it was, nothing may be sealed to the key, or it is lost with the process.
func (r *Ring) Receiving(now time.Time, keep ...string) (key ReceivingKey, changed bool, err error) {
	now = now.UTC().Truncate(time.Second)
	r.in.mu.Lock()
	defer r.in.mu.Unlock()
	current := r.in.currentReceiver()
	if current == nil || !now.Before(current.made.Add(ReceivingAge)) {
		private, err := ecdh.P256().GenerateKey(rand.Reader)
		if err != nil {
			return ReceivingKey{}, false, fmt.Errorf("make a receiving key: %w", err)
		}
		current = newReceiver(private, now)
		r.in.receivers[current.id] = current
		r.in.unsaved = true
	}
	r.in.settleReceivers(now, keep)
	return ReceivingKey{ID: current.id, Public: current.private.PublicKey().Bytes()}, r.in.unsaved, nil
}

// settleReceivers retires all but the current key and destroys those whose time is over. The caller holds mu.
func (in *ringInnards) settleReceivers(now time.Time, keep []string) {
	for id, k := range in.receivers {
		if k != in.currentReceiver() && k.retired.IsZero() {
			k.retired = now
			in.unsaved = true
		}
		if k.over(now) && !slices.Contains(keep, id) {
			delete(in.receivers, id)
			in.spent[id] = now
			in.unsaved = true
		}
	}
	for id, at := range in.spent { // long after anybody could bring it back
		if now.Sub(at) > 10*ReceivingGrace {
			delete(in.spent, id)
			in.unsaved = true
		}
	}
}

// currentReceiver is the newest key that was not retired, nil when there is none. The caller holds mu.
func (in *ringInnards) currentReceiver() *receiver {
	var current *receiver
	for _, k := range in.receivers {
		if !k.retired.IsZero() {
			continue
		}
		if current == nil || k.made.After(current.made) || k.made.Equal(current.made) && k.id > current.id {
			current = k
		}
	}
	return current
}

// OpenReceived opens what was sealed to a receiving key: HPKE (RFC 9180) in mode base with DHKEM(P-256, HKDF-SHA256),
// HKDF-SHA256 and AES-256-GCM. ErrDestroyed when the key's time is over; ErrWontOpen for anything else.
func (r *Ring) OpenReceived(id string, enc, info, aad, ciphertext []byte) ([]byte, error) {
	k, err := r.receiver(id)
	if errors.Is(err, errRefused) && r.in.refreshIfChanged(askSoon) {
		k, err = r.receiver(id)
	}
	if err != nil {
		return nil, fmt.Errorf("open what was received: %w", err)
	}
	plain, err := openReceived(k.private, enc, info, aad, ciphertext)
	if err != nil {
		return nil, fmt.Errorf("open what was received: %w", ErrWontOpen)
	}
	return plain, nil
}

func (r *Ring) receiver(id string) (*receiver, error) {
	r.in.mu.RLock()
	defer r.in.mu.RUnlock()
	if k := r.in.receivers[id]; k != nil {
		return k, nil
	}
	if _, gone := r.in.spent[id]; gone {
		return nil, ErrDestroyed
	}
	return nil, errRefused
}

func openReceived(private *ecdh.PrivateKey, enc, info, aad, ciphertext []byte) ([]byte, error) {
	key, err := hpke.NewDHKEMPrivateKey(private)
	if err != nil {
		return nil, err
	}
	to, err := hpke.NewRecipient(enc, key, hpke.HKDFSHA256(), hpke.AES256GCM(), info)
	if err != nil {
		return nil, err
	}
	return to.Open(aad, ciphertext)
}

// SealTo seals to the public half of a receiving key, as a device does. It gives the encapsulated key and the ciphertext.
func SealTo(public, info, aad, plain []byte) (enc, ciphertext []byte, err error) {
	point, err := ecdh.P256().NewPublicKey(public)
	if err != nil {
		return nil, nil, fmt.Errorf("seal to a receiving key: %w", ErrWontOpen)
	}
	key, err := hpke.NewDHKEMPublicKey(point)
	if err != nil {
		return nil, nil, fmt.Errorf("seal to a receiving key: %w", err)
	}
	enc, from, err := hpke.NewSender(key, hpke.HKDFSHA256(), hpke.AES256GCM(), info)
	if err != nil {
		return nil, nil, fmt.Errorf("seal to a receiving key: %w", err)
	}
	ciphertext, err = from.Seal(aad, plain)
	if err != nil {
		return nil, nil, fmt.Errorf("seal to a receiving key: %w", err)
	}
	return enc, ciphertext, nil
}

// receiverForm is a receiving key in the ring's file.
type receiverForm struct {
	Made    time.Time `json:"made"`
	Retired time.Time `json:"retired,omitzero"`
	Private []byte    `json:"private"` // 32 bytes
}

// receivingForm is the part of the ring's file that holds the receiving keys; a ring without any writes none.
type receivingForm struct {
	Keys  []receiverForm       `json:"keys"`
	Spent map[string]time.Time `json:"spent"` // ids of destroyed ones, so that no other process brings them back
}

// receivingForm writes the receiving keys, in order of their making. The caller holds mu.
func (in *ringInnards) receivingForm() *receivingForm {
	if len(in.receivers)+len(in.spent) == 0 {
		return nil
	}
	form := &receivingForm{Spent: in.spent, Keys: []receiverForm{}}
	for _, k := range in.receivers {
		form.Keys = append(form.Keys, receiverForm{k.made, k.retired, k.private.Bytes()})
	}
	slices.SortFunc(form.Keys, func(a, b receiverForm) int { return a.Made.Compare(b.Made) })
	return form
}

// read takes the receiving keys of a ring's file, trusting nothing in it.
func (form *receivingForm) read(in *ringInnards) error {
	if form == nil {
		return nil
	}
	for _, k := range form.Keys {
		private, err := ecdh.P256().NewPrivateKey(k.Private)
		if err != nil || k.Made.IsZero() {
			return errors.New("a receiving key is not one")
		}
		one := newReceiver(private, k.Made.UTC())
		one.retired = k.Retired.UTC()
		in.receivers[one.id] = one
	}
	for id, at := range form.Spent {
		in.spent[id] = at.UTC()
	}
	return nil
}

// absorbReceivers takes over the receiving keys of another copy of the same ring. What one of the two destroyed is
// destroyed; what one of them retired is retired. The caller holds mu for writing.
func (in *ringInnards) absorbReceivers(other *ringInnards) {
	for id, at := range other.spent {
		in.spent[id] = at
		delete(in.receivers, id)
	}
	for id, theirs := range other.receivers {
		if _, gone := in.spent[id]; gone {
			continue
		}
		mine := in.receivers[id]
		if mine == nil {
			in.receivers[id] = theirs
		} else if mine.retired.IsZero() || !theirs.retired.IsZero() && theirs.retired.Before(mine.retired) {
			mine.retired = theirs.retired
		}
	}
}
