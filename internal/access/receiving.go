package access

import (
	"fmt"

	"stablefutures/internal/seal"
)

// Receiving gives the key to which devices without a network seal, saved before it is handed out: a key that only this
// process has would take what was sealed to it along. keep names keys that something still waits for. It is no part of
// a transaction, since a transaction may run twice.
func (d *Door) Receiving(keep ...string) (seal.ReceivingKey, error) {
	key, changed, err := d.ring.Receiving(d.now(), keep...)
	if err != nil {
		return key, err
	}
	if changed && d.saveRing != nil {
		if err := d.saveRing(); err != nil {
			return seal.ReceivingKey{}, fmt.Errorf("save key ring: %w", err)
		}
	}
	return key, nil
}

// OpenReceived opens what a device sealed to a receiving key. It asks for a work that stands on a record: only whoever
// decided whose words these are may read them.
func (w *Work) OpenReceived(key string, enc, info, aad, ciphertext []byte) ([]byte, error) {
	if w.record == "" || w.Key.IsZero() {
		return nil, fmt.Errorf("open what was received: %w", seal.ErrNoKey)
	}
	return w.door.ring.OpenReceived(key, enc, info, aad, ciphertext)
}

// Destroyed reports whether an owner's key was destroyed: what comes late about them is destroyed too.
func (w *Work) Destroyed(owner string) bool { return w.door.ring.IsDestroyed(owner) }

// Record is the id of the record that this work stands on, "" when it stands on none.
func (w *Work) Record() string { return w.record }
