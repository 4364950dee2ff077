package conversation

import (
	"fmt"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/problem"
)

// Offline is what a sitting says of itself that was held where there was no network. It stands on a sitting's Setup and
// is written here alone, never taken from a device.
type Offline struct {
	Arrived  time.Time `json:"arrived"`
	ReadBack bool      `json:"read_back"`         // what was said was read back to the young person
	State    string    `json:"state"`             // finished, stopped; going or paused where the device ended in the middle
	Shown    string    `json:"shown,omitempty"`   // in which language the cards were shown
	Pack     string    `json:"pack,omitempty"`    // checksum of the wording
	Staff    string    `json:"staff,omitempty"`   // in which language the worker read along
	Clock    int64     `json:"clock,omitempty"`   // seconds by which the device's clock was behind; its times are corrected by it
	Settled  string    `json:"settled,omitempty"` // why somebody had to look at it before it was taken in
}

// Unfinished reports whether the device ended in the middle, so that nothing was read back.
func (o Offline) Unfinished() bool { return o.State == "going" || o.State == "paused" }

// document is what a device seals: docs/schemas/offline-sitting-1.json.
type document struct {
	Version      int              `json:"v"`
	Sitting      string           `json:"sitting"`
	Contribution string           `json:"contribution"`
	Edition      string           `json:"edition"`
	Setup        Setup            `json:"setup"`
	Content      Content          `json:"content"`
	State        string           `json:"state"`
	Keep         bool             `json:"keep"`
	ReadBack     bool             `json:"read_back"`
	Began        string           `json:"began_at"`
	Ended        string           `json:"ended_at"`
	Shown        shown            `json:"shown"`
	Promises     []OfflinePromise `json:"promises"`
	Elsewhere    []offlineMark    `json:"elsewhere"`
	Unsafe       []offlineMark    `json:"unsafe"`
}

type shown struct {
	Language string `json:"language"`
	Pack     string `json:"pack"`
	Staff    string `json:"staff"`
}

// OfflinePromise is a promise that was made at the table without a network. Whoever looks after promises makes it.
type OfflinePromise struct {
	ID            string   `json:"id"`
	What          string   `json:"what"`
	Owner         string   `json:"owner"`
	OwnerIsWorker bool     `json:"owner_is_worker"`
	WhatForYoung  string   `json:"what_for_young"`
	Language      string   `json:"language"`
	Due           string   `json:"due"`
	Agreed        string   `json:"agreed"`
	Items         []string `json:"items"`
}

type offlineMark struct {
	ID        string `json:"id"`
	At        string `json:"at"`
	Reference string `json:"reference,omitempty"`
}

// The most a document may hold beside its content.
const (
	maxPromises = 50
	maxMarks    = 100
)

// readDocument reads what was opened, trusting nothing in it: whoever holds a device can seal what they like.
func readDocument(plain []byte) (d document, err error) {
	bad := func(err error) (document, error) {
		return d, problem.Wrap(err, problem.Invalid, "conversation.arrival_damaged")
	}
	if len(plain) > MaxDocument {
		return bad(fmt.Errorf("too long"))
	}
	if err := strict(plain, &d); err != nil {
		return bad(fmt.Errorf("not in the form of a sitting")) // the decoder's own words may quote what was said
	}
	if d.Version != 1 || !db.IsID(d.Sitting) || !db.IsID(d.Contribution) || len(d.Promises) > maxPromises ||
		len(d.Shown.Language) > 35 || len(d.Shown.Pack) > 128 || len(d.Shown.Staff) > 35 {
		return bad(fmt.Errorf("not in the form of a sitting"))
	}
	switch d.State {
	case "finished", "stopped", "going", "paused":
	default:
		return bad(fmt.Errorf("no such state"))
	}
	// A help button pressed without end is no reason to keep out what was said.
	d.Elsewhere, d.Unsafe = d.Elsewhere[:min(len(d.Elsewhere), maxMarks)], d.Unsafe[:min(len(d.Unsafe), maxMarks)]
	for _, p := range d.Promises {
		if !db.IsID(p.ID) {
			return bad(fmt.Errorf("a promise without an id"))
		}
	}
	if d.State == "stopped" && !d.Keep { // as the young person chose; a device that sent it all the same is not believed
		d.Content, d.Promises = Content{}, nil
	}
	d.Setup.Offline, d.Setup.OnPaper, d.Content.Findings = nil, "", nil // none of them is a young person's to say
	return d, nil
}

// span gives when a sitting began and ended by our clock. A device's clock may be wrong by a year: offset corrects it as
// measured at the arrival, and nothing can have been before the ticket was made or after it arrived.
func (d document) span(offset time.Duration, issued, arrived time.Time) (began, ended time.Time) {
	corrected := func(text string, or time.Time) time.Time {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			return or
		}
		at = at.UTC().Add(offset)
		if at.Before(issued) {
			return issued
		}
		if at.After(arrived) {
			return arrived
		}
		return at
	}
	began = corrected(d.Began, arrived)
	ended = corrected(d.Ended, arrived)
	if ended.Before(began) {
		ended = began
	}
	return began, ended
}

// ending is how the sitting is kept to have ended.
func (d document) ending() string {
	if d.State == "finished" {
		return "finished"
	}
	return "stopped"
}

// offline is what the sitting says of itself.
func (d document) offline(a Arrival) *Offline {
	return &Offline{Arrived: a.ArrivedAt, ReadBack: d.ReadBack && d.State == "finished", State: d.State, Shown: d.Shown.Language,
		Pack: d.Shown.Pack, Staff: d.Shown.Staff, Clock: a.Offset, Settled: a.Reason}
}
