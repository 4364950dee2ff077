package ledger

import "stablefutures/internal/seal"

// Options say what verify may lean on. The zero Options need no key: every byte of every table is checked all the same.
type Options struct {
	// Checkpoint is one that NewestCheckpoint gave earlier and that was kept elsewhere. With it, a log whose end was
	// cut off, or that was made anew from the first entry, is found out. Its signature is checked where there is a
	// Verifier or a Ring; without one, the file is taken at its word.
	Checkpoint []byte
	// Verifier is the public key that signatures must hold for. Empty: the ring's, or else the one stored beside each
	// checkpoint, which finds damage but not somebody who signed with a key of their own.
	Verifier string
	// Ring opens the bodies that are sealed under the system key, checks them against their commitments, and gives the
	// Verifier where none is named.
	Ring *seal.Ring
	// Keys open the bodies of these records.
	Keys []seal.Key
	// SinceLast trusts the newest signed checkpoint and checks only what came after, in milliseconds.
	SinceLast bool
}

// Report is what verify found. Entries are numbered from 0.
type Report struct {
	Entries     int64  `json:"entries"`             // in the log, without those that still wait for their place
	OK          bool   `json:"ok"`                  // every entry holds
	FirstBad    *int64 `json:"first_bad,omitempty"` // the first entry that no longer holds; may be Entries, when what is wrong comes after the last
	What        string `json:"what,omitempty"`      // what is wrong there, one short English sentence without secrets
	Destroyed   int64  `json:"destroyed"`           // entries whose content was destroyed, each under an entry that says so
	Records     int64  `json:"records_destroyed"`   // whole records whose destruction an entry proves
	Undestroyed int64  `json:"undestroyed"`         // entries whose content should be gone and is here, as after a restore
	Pending     int64  `json:"pending"`             // entries that wait for their place; they are checked too
	Checkpoints int64  `json:"checkpoints"`         // signed checkpoints that hold
	Opened      int64  `json:"opened"`              // bodies opened and held against their commitments
}

// found notes that what stands from an entry on is lost. The lowest entry wins, and of one entry the first finding.
func (r *Report) found(entry int64, what string) {
	if r.FirstBad == nil || entry < *r.FirstBad {
		r.FirstBad, r.What = &entry, what
	}
	r.OK = false
}
