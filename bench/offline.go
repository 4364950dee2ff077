//go:build unix

package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"time"

	"stablefutures/bench/bound"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/seal"
)

// queued is how many conversations a device sends at once (W8).
const queued = 200

// measureOffline times what comes in from a device: storing 200 sealed conversations of fifty answers in one step, the same
// again, and taking them in one by one, which opens them. The bound writes as many encrypted values in one step.
func measureOffline(ctx context.Context, t *table, w *world, e *bound.Engine, wanted *regexp.Regexp) error {
	what := fmt.Sprintf("store %d sealed conversations of %d answers that came in at once", queued, answers)
	if !wanted.MatchString(what) {
		return nil
	}
	var times [4][]float64 // store, store again, take in, bound
	for range 3 {
		d, err := w.packed(ctx)
		if err != nil {
			return err
		}
		for i, f := range []func() error{
			func() error { return arrive(ctx, w, d, "waiting") },
			func() error { return arrive(ctx, w, d, "already") },
			func() error { return w.takeIn(ctx, d) },
			func() error { return e.SaveAll(queued) },
		} {
			start := time.Now()
			if err := f(); err != nil {
				return err
			}
			times[i] = append(times[i], ms(time.Since(start)))
		}
	}
	for i := range times {
		slices.Sort(times[i])
	}
	store, again, take, bare := times[0][1], times[1][1], times[2][1], times[3][1]
	t.add(row{what, "ms", store, bare, "", "≤ 2.2 ×", store <= 2.2*bare})
	t.add(row{"the same again, and not one row more", "ms", again, store, "", "≤ 0.5 ×", again <= 0.5*store})
	t.add(row{fmt.Sprintf("take the %d in, one by one: opened, sealed anew, each durable", queued), "ms", take, 0, "", "–", true})
	return nil
}

func arrive(ctx context.Context, w *world, d conversation.Delivery, want string) error {
	got, err := w.conversations.Arrive(ctx, w.owners[0], d)
	if err != nil {
		return err
	}
	for _, r := range got {
		if r.State != want {
			return fmt.Errorf("what came in is %s, not %s", r.State, want)
		}
	}
	return nil
}

func (w *world) takeIn(ctx context.Context, d conversation.Delivery) error {
	for i, p := range d.Parcels {
		if _, err := w.conversations.TakeIn(ctx, w.owners[0], conversation.Take{Arrival: p.Envelope.ID, Record: w.people[i%caseload]}); err != nil {
			return err
		}
	}
	return nil
}

// packed is a device's outbox: each conversation with a ticket of its own, sealed and signed.
func (w *world) packed(ctx context.Context) (d conversation.Delivery, err error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return d, err
	}
	spki, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return d, err
	}
	if d.Device, err = conversation.ReadDevice(base64.RawURLEncoding.EncodeToString(spki)); err != nil {
		return d, err
	}
	d.Now = time.Now()
	for i := range queued {
		t, err := w.conversations.Issue(ctx, w.owners[0], conversation.NewTicket{Record: w.people[i%caseload], Device: d.Device,
			Label: conversation.Label{Picture: "kite", Word: "River"}, EditionID: w.edition.ID, Nation: "scotland"})
		if err != nil {
			return d, err
		}
		document, err := json.Marshal(map[string]any{"v": 1, "sitting": t.Sitting, "contribution": t.Contribution, "edition": t.EditionID,
			"setup": map[string]any{"v": 1, "language": "en", "interpreter": map[string]any{"used": "not_needed"}}, "content": w.content,
			"state": "finished", "keep": true, "read_back": true, "began_at": d.Now.UTC().Format(time.RFC3339), "ended_at": d.Now.UTC().Format(time.RFC3339),
			"shown": map[string]any{"language": "en", "pack": "", "staff": "en"}, "promises": nil, "elsewhere": nil, "unsafe": nil})
		if err != nil {
			return d, err
		}
		e, err := conversation.SealEnvelope(seal.ReceivingKey{ID: t.Key, Public: t.Public},
			conversation.Envelope{Ticket: t.ID, ID: db.NewID(), Seq: 1, At: d.Now.UTC().Format(time.RFC3339), Last: true}, document)
		if err != nil {
			return d, err
		}
		if e, err = e.SignedBy(key); err != nil {
			return d, err
		}
		d.Parcels = append(d.Parcels, conversation.Parcel{Token: t.Token, Envelope: e})
	}
	return d, nil
}
