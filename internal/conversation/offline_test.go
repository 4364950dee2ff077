package conversation_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
	"stablefutures/internal/testkit/tablet"
)

var kite = conversation.Label{Picture: "kite", Word: "River"}

// takeOut makes a ticket of Mina's for Selam on a device.
func (w *world) takeOut(dev *tablet.Tablet) tablet.Ticket {
	w.t.Helper()
	return tablet.Of(w.issue(w.mina, w.selam, dev))
}

func (w *world) issue(who permit.Actor, recordID string, dev *tablet.Tablet) conversation.Issued {
	w.t.Helper()
	t, err := w.service.Issue(w.t.Context(), who, conversation.NewTicket{Record: recordID, Device: dev.Device(), Label: kite,
		EditionID: w.ed.ID, Language: "ti", Nation: "wales"})
	must(w.t, err)
	return t
}

// later is the same house at another time by its own clock.
func (w *world) later(by time.Duration) *conversation.Service {
	door := access.New(w.d, w.ring, func() time.Time { return time.Now().Add(by) }, func() error { return nil })
	return conversation.New(door)
}

func (w *world) said(words string) map[string]any {
	return map[string]any{"v": 1, "language": "ti", "answers": map[string]any{w.codes[0]: map[string]any{"choice": "there_for_me",
		"words": map[string]any{"text": words, "language": "ti", "written_by": "young_person"}}}}
}

func (w *world) arrive(who permit.Actor, d conversation.Delivery) []conversation.Receipt {
	w.t.Helper()
	r, err := w.service.Arrive(w.t.Context(), who, d)
	must(w.t, err)
	return r
}

// states demands what became of a delivery.
func states(t testing.TB, got []conversation.Receipt, want ...string) {
	t.Helper()
	var have []string
	for _, r := range got {
		s := r.State
		if r.Reason != "" {
			s += " " + r.Reason
		}
		have = append(have, s)
	}
	if strings.Join(have, ", ") != strings.Join(want, ", ") {
		t.Errorf("got %q, want %q", have, want)
	}
}

// heard gives the words of Selam's picture about the first outcome, and demands that there is one contribution at most.
func (w *world) heard(who permit.Actor, recordID string) (words string, all []conversation.Summary) {
	w.t.Helper()
	all, err := w.service.Sittings(w.t.Context(), who, recordID)
	must(w.t, err)
	for _, s := range all {
		for _, c := range s.Contributions {
			words += c.Content.Answers[w.codes[0]].Words.Text
		}
	}
	return words, all
}

func TestTakeIn_isAsIfItHadBeenSaidWithANetwork(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, dev := t.Context(), tablet.New(t)
		dev.Slow = 400 * 24 * time.Hour // its clock is wrong by more than a year
		k := w.takeOut(dev)
		doc := dev.Sitting(k, w.said("ጽቡቕ"))
		doc["began_at"] = dev.Now().Add(3 * time.Second).Format(time.RFC3339)
		mark := db.NewID()
		doc["unsafe"] = []any{map[string]any{"id": mark, "at": dev.Now().Format(time.RFC3339)}}
		doc["elsewhere"] = []any{map[string]any{"id": db.NewID(), "at": dev.Now().Format(time.RFC3339), "reference": "4711"}}
		p := dev.Seal(k, doc, 7, true)
		states(t, w.arrive(permit.Nobody, dev.Delivery(p)), "waiting")
		sitting, err := w.service.TakeIn(ctx, w.mina, conversation.Take{Arrival: p.Envelope.ID, Record: w.selam})
		must(t, err)
		again, err := w.service.TakeIn(ctx, w.mina, conversation.Take{Arrival: p.Envelope.ID, Record: w.selam})
		if err != nil || again != sitting || sitting != k.Sitting {
			t.Errorf("taken in as %s and again as %s, %v", sitting, again, err)
		}
		words, all := w.heard(w.mina, w.selam)
		if words != "ጽቡቕ" || len(all) != 1 {
			t.Fatalf("heard %q in %d sittings", words, len(all))
		}
		s := all[0]
		if off := time.Since(s.EndedAt); off < -time.Second || off > time.Minute || s.EndedAt.Before(s.OpenedAt) {
			t.Errorf("ended %v ago, after %v", off, s.EndedAt.Sub(s.OpenedAt))
		}
		if o := s.Setup.Offline; o == nil || !o.ReadBack || o.Unfinished() || o.Shown != "ti" || o.Pack != "0123abcd" || o.Settled != "" ||
			o.Clock < 399*24*3600 || time.Since(o.Arrived) > time.Minute {
			t.Errorf("it says of itself %+v", o)
		}
		if s.OpenedBy != w.mina.ID || s.Ending != "finished" || s.Contributions[0].Author != w.mina.ID || s.Contributions[0].ID != k.Contribution {
			t.Errorf("kept as %+v", s)
		}
		if len(s.Marks) != 2 || s.Marks[0].Open() == s.Marks[1].Open() {
			t.Errorf("marks: %+v", s.Marks)
		}
		w.nothingLeft(p)
		states(t, w.arrive(w.mina, dev.Delivery(p)), "already")
	})
}

// nothingLeft demands that no byte of an envelope's ciphertext is in the database.
func (w *world) nothingLeft(p conversation.Parcel) {
	w.t.Helper()
	var n int
	must(w.t, w.d.Read(w.t.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(w.t.Context(), `select count(*) from conversation_arrivals where id = $1 and (length(ct) > 0 or length(enc) > 0 or token <> '')`,
			p.Envelope.ID).Scan(&n)
	}))
	if n != 0 {
		w.t.Error("the envelope is still there")
	}
}

func TestArrive_lateTwiceAndOutOfOrder(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, dev := t.Context(), tablet.New(t)
		k := w.takeOut(dev)
		first := dev.Seal(k, dev.Sitting(k, w.said("one")), 1, false)
		second := dev.Seal(k, dev.Sitting(k, w.said("two")), 2, false)
		third := dev.Seal(k, dev.Sitting(k, w.said("three")), 3, true)
		states(t, w.arrive(w.mina, dev.Delivery(second)), "waiting")
		states(t, w.arrive(w.mina, dev.Delivery(first, second)), "already", "already")
		_, err := w.service.TakeIn(ctx, w.mina, conversation.Take{Arrival: second.Envelope.ID, Record: w.selam})
		refused(t, err, problem.Conflict, "conversation.arrival_unfinished")
		states(t, w.arrive(w.mina, dev.Delivery(third, first)), "waiting", "already")
		list, err := w.service.Arrived(ctx, w.mina)
		must(t, err)
		if len(list) != 1 || list[0].ID != third.Envelope.ID || list[0].Names == nil || list[0].Label != kite {
			t.Fatalf("waiting: %+v", list)
		}
		_, err = w.service.TakeIn(ctx, w.mina, conversation.Take{Arrival: third.Envelope.ID, Record: w.selam})
		must(t, err)
		if words, _ := w.heard(w.mina, w.selam); words != "three" {
			t.Errorf("heard %q", words)
		}
		// A later state of what was taken in, and an earlier one.
		fourth := dev.Seal(k, dev.Sitting(k, w.said("four")), 4, true)
		states(t, w.arrive(w.mina, dev.Delivery(first, fourth)), "already", "quarantined after_kept")
		_, err = w.service.KeepAsCorrection(ctx, w.mina, fourth.Envelope.ID, w.selam)
		must(t, err)
		_, all := w.heard(w.mina, w.selam)
		if len(all) != 1 || len(all[0].Contributions) != 2 || all[0].Contributions[1].Corrects != k.Contribution ||
			all[0].Contributions[1].Content.Answers[w.codes[0]].Words.Text != "four" {
			t.Errorf("kept as a correction: %+v", all)
		}
		w.nothingLeft(fourth)
		// And then the young person stops and wants nothing kept.
		stopped := dev.Sitting(k, w.said("not this"))
		stopped["state"], stopped["keep"] = "stopped", false
		fifth := dev.Seal(k, stopped, 5, true)
		states(t, w.arrive(w.mina, dev.Delivery(fifth)), "quarantined after_kept")
		_, err = w.service.KeepAsCorrection(ctx, w.mina, fifth.Envelope.ID, w.selam)
		must(t, err)
		_, all = w.heard(w.mina, w.selam)
		if last := all[0].Contributions[len(all[0].Contributions)-1]; len(all[0].Contributions) != 3 || last.Content.Complete() ||
			last.Corrects != all[0].Contributions[1].ID {
			t.Errorf("taken back: %+v", last)
		}
		if now := w.picture(); len(now.Contributions) > 0 && now.Contributions[len(now.Contributions)-1].Content.Complete() {
			t.Errorf("the picture still shows %+v", now.Contributions)
		}
	})
}

// A device whose clock is wrong by a year brings a conversation of yesterday: it stands on yesterday.
func TestTakeIn_aClockWrongByAYearGivesTheRightDay(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		const out = 48 * time.Hour // for so long it was out
		home := w.later(out)
		for _, slow := range []time.Duration{365 * 24 * time.Hour, -365 * 24 * time.Hour, 0} {
			dev := tablet.New(t)
			dev.Slow = slow - out
			k := w.takeOut(dev)
			doc := dev.Sitting(k, w.said("x"))
			doc["began_at"], doc["ended_at"] = dev.Now().Add(-25*time.Hour).Format(time.RFC3339), dev.Now().Add(-24*time.Hour).Format(time.RFC3339)
			p := dev.Seal(k, doc, 1, true)
			got, err := home.Arrive(t.Context(), w.mina, dev.Delivery(p))
			must(t, err)
			states(t, got, "waiting")
			_, err = home.TakeIn(t.Context(), w.mina, conversation.Take{Arrival: p.Envelope.ID, Record: w.selam})
			must(t, err)
			_, all := w.heard(w.mina, w.selam)
			i := slices.IndexFunc(all, func(s conversation.Summary) bool { return s.ID == k.Sitting })
			ago := func(at time.Time) time.Duration { return time.Until(at.Add(-out)).Round(time.Hour) * -1 }
			if s := all[i]; ago(s.OpenedAt) != 25*time.Hour || ago(s.EndedAt) != 24*time.Hour || ago(s.Contributions[0].At) != 24*time.Hour {
				t.Errorf("behind by %v: began %v before it came in, ended %v, was said %v", slow, ago(s.OpenedAt), ago(s.EndedAt), ago(s.Contributions[0].At))
			}
		}
	})
}

func TestTakeIn_oneThatStoppedInTheMiddle(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, dev := t.Context(), tablet.New(t)
		k := w.takeOut(dev)
		doc := dev.Sitting(k, w.said("so far"))
		doc["state"], doc["ended_at"], doc["read_back"] = "going", "", false
		p := dev.Seal(k, doc, 3, false)
		w.arrive(w.mina, dev.Delivery(p))
		_, err := w.service.TakeIn(ctx, w.mina, conversation.Take{Arrival: p.Envelope.ID, Record: w.selam, Unfinished: true})
		must(t, err)
		words, all := w.heard(w.mina, w.selam)
		if o := all[0].Setup.Offline; words != "so far" || o.ReadBack || !o.Unfinished() || all[0].Open() {
			t.Errorf("%q, %+v", words, all[0])
		}
		// Stopped, and nothing is to be kept: not even what a device sends all the same.
		k = w.takeOut(dev)
		doc = dev.Sitting(k, w.said("not this"))
		doc["state"], doc["keep"] = "stopped", false
		p = dev.Seal(k, doc, 1, true)
		w.arrive(w.mina, dev.Delivery(p))
		_, err = w.service.TakeIn(ctx, w.mina, conversation.Take{Arrival: p.Envelope.ID, Record: w.selam})
		must(t, err)
		if words, all := w.heard(w.mina, w.selam); words != "so far" || len(all) != 2 || all[0].Ending != "stopped" {
			t.Errorf("%q, %+v", words, all)
		}
	})
}

func TestArrive_whatIsWrongWaitsForSomebodyToLook(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, dev, other := t.Context(), tablet.New(t), tablet.New(t)
		k := w.takeOut(dev)
		whole := dev.Seal(k, dev.Sitting(k, w.said("whole")), 1, true)
		change := func(f func(*conversation.Envelope)) conversation.Parcel {
			p := whole
			p.Envelope.ID = db.NewID()
			f(&p.Envelope)
			return p
		}
		flip := func(s string) string {
			b := []byte(s)
			if b[20] == 'A' { // still base64url
				b[20] = 'C'
			}
			b[20] = map[bool]byte{true: 'B', false: 'A'}[b[20] == 'C']
			return string(b)
		}
		// Tampered with by somebody who has not the device's key.
		states(t, w.arrive(w.mina, dev.Delivery(change(func(e *conversation.Envelope) { e.CT = flip(e.CT) }))), "quarantined other_device")
		states(t, w.arrive(w.mina, dev.Delivery(change(func(e *conversation.Envelope) { e.Last = false }))), "quarantined other_device")
		states(t, w.arrive(w.mina, dev.Delivery(change(func(e *conversation.Envelope) { e.CT = e.CT[:len(e.CT)/4*4-4] }))), "quarantined other_device")
		// No envelope at all.
		for name, f := range map[string]func(*conversation.Envelope){
			"version": func(e *conversation.Envelope) { e.Version = 2 }, "ticket": func(e *conversation.Envelope) { e.Ticket = "x" },
			"id": func(e *conversation.Envelope) { e.ID = "" }, "seq": func(e *conversation.Envelope) { e.Seq = 0 },
			"at": func(e *conversation.Envelope) { e.At = "yesterday" }, "enc": func(e *conversation.Envelope) { e.Enc = e.Enc[:20] },
			"sig": func(e *conversation.Envelope) { e.Sig += "A" }, "ct": func(e *conversation.Envelope) { e.CT = "" }, "key": func(e *conversation.Envelope) { e.Key = "no such key at all" },
			"padded base64": func(e *conversation.Envelope) { e.Sig += "==" },
		} {
			got := w.arrive(w.mina, dev.Delivery(change(f)))
			if got[0].State != "refused" || got[0].Reason != "malformed" {
				t.Errorf("%s: %+v", name, got)
			}
		}
		// Damaged before it was signed: it is the device's own, and does not open.
		for _, p := range []conversation.Parcel{
			dev.Sign(change(func(e *conversation.Envelope) { e.CT = flip(e.CT); e.Seq = 2 })),
			dev.Sign(change(func(e *conversation.Envelope) { e.Seq = 3 })),                             // replayed under another place
			dev.Sign(change(func(e *conversation.Envelope) { e.Key = "0123456789abcdef"; e.Seq = 4 })), // a key that is not ours
			dev.SealBytes(k, []byte(`{"v":1,"sitting":"what is this"}`), 5, true),
			dev.Seal(k, dev.Sitting(w.takeOut(dev), w.said("another ticket's")), 6, true),
		} {
			states(t, w.arrive(w.mina, dev.Delivery(p)), "waiting")
			_, err := w.service.TakeIn(ctx, w.mina, conversation.Take{Arrival: p.Envelope.ID, Record: w.selam})
			refused(t, err, problem.Invalid, "conversation.arrival_damaged")
		}
		if words, _ := w.heard(w.mina, w.selam); words != "" {
			t.Errorf("heard %q", words)
		}
		// The same ticket on two devices: the second one's is looked at, and stands beside the first.
		k = w.takeOut(dev)
		mine, theirs := dev.Seal(k, dev.Sitting(k, w.said("mine")), 1, true), other.Seal(k, other.Sitting(k, w.said("theirs")), 9, true)
		states(t, w.arrive(w.mina, dev.Delivery(mine)), "waiting")
		states(t, w.arrive(w.mina, other.Delivery(theirs)), "quarantined other_device")
		_, err := w.service.TakeIn(ctx, w.mina, conversation.Take{Arrival: mine.Envelope.ID, Record: w.selam})
		must(t, err)
		_, err = w.service.TakeIn(ctx, w.mina, conversation.Take{Arrival: theirs.Envelope.ID, Record: w.selam})
		must(t, err)
		if _, all := w.heard(w.mina, w.selam); len(all) != 2 || all[0].ID == all[1].ID {
			t.Errorf("two devices became %+v", all)
		}
	})
}

func TestArrive_expiredWithdrawnUnknownAndRestored(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, dev := t.Context(), tablet.New(t)
		one := func(k tablet.Ticket) conversation.Delivery {
			return dev.Delivery(dev.Seal(k, dev.Sitting(k, w.said("late")), 1, true))
		}
		expired := one(w.takeOut(dev))
		got, err := w.later(4*24*time.Hour).Arrive(ctx, w.mina, expired)
		must(t, err)
		states(t, got, "quarantined expired")
		// Somebody looks at it and takes it in all the same.
		_, err = w.service.TakeIn(ctx, w.mina, conversation.Take{Arrival: expired.Parcels[0].Envelope.ID, Record: w.selam})
		must(t, err)
		if _, all := w.heard(w.mina, w.selam); len(all) != 1 || all[0].Setup.Offline.Settled != conversation.Expired {
			t.Errorf("taken in late: %+v", all)
		}
		k := w.takeOut(dev)
		must(t, w.service.Withdraw(ctx, w.mina, k.ID))
		states(t, w.arrive(w.mina, one(k)), "quarantined withdrawn")
		refused(t, w.service.Withdraw(ctx, w.omar, k.ID), problem.Conflict, "conversation.ticket_used")
		// A token of nobody's: only somebody signed in may store it.
		k = w.takeOut(dev)
		for _, token := range []string{"", "x", k.ID + ".", k.ID + ".AAAA", k.Token[:len(k.Token)-3], w.takeOut(dev).Token} {
			k.Token = token
			states(t, w.arrive(permit.Nobody, one(k)), "sign_in sign_in")
			k = w.takeOut(dev)
		}
		k.Token = "x"
		unknown := one(k)
		states(t, w.arrive(w.mina, unknown), "quarantined unknown")
		_, err = w.service.TakeIn(ctx, w.omar, conversation.Take{Arrival: unknown.Parcels[0].Envelope.ID, Record: w.selam})
		refused(t, err, problem.NotFound, "problem.not_found")
		// A database that does not know the ticket, as after a restore: the token says whose it is.
		k = w.takeOut(dev)
		must(t, w.d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, `delete from conversation_tickets where id = $1`, k.ID)
			return err
		}))
		restored := one(k)
		states(t, w.arrive(w.mina, restored), "quarantined restored")
		_, err = w.service.TakeIn(ctx, w.mina, conversation.Take{Arrival: restored.Parcels[0].Envelope.ID, Record: w.selam})
		must(t, err)
		if _, all := w.heard(w.mina, w.selam); len(all) != 2 {
			t.Errorf("after a restore: %+v", all)
		}
	})
}

func TestTakeIn_restoredFromLastNightsBackup(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	ctx, dev := t.Context(), tablet.New(t)
	backup, restored := filepath.Join(t.TempDir(), "backup"), filepath.Join(t.TempDir(), "again.db")
	must(t, db.Backup(ctx, w.d, backup))
	k := w.takeOut(dev) // after the backup: the receiving key was made for it too
	p := dev.Seal(k, dev.Sitting(k, w.said("in between")), 1, true)
	must(t, db.Restore(ctx, backup, restored))
	d, err := db.Open(ctx, restored)
	must(t, err)
	defer d.Close()
	ledger.New(d, w.ring, time.Now)
	service := conversation.New(access.New(d, w.ring, time.Now, func() error { return nil }))
	got, err := service.Arrive(ctx, w.mina, dev.Delivery(p))
	must(t, err)
	states(t, got, "quarantined restored")
	_, err = service.TakeIn(ctx, w.mina, conversation.Take{Arrival: p.Envelope.ID, Record: w.selam})
	must(t, err)
	all, err := service.Sittings(ctx, w.mina, w.selam)
	if err != nil || len(all) != 1 || len(all[0].Contributions) != 1 {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestArrive_tellsNobodyAnything(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, dev, other := t.Context(), tablet.New(t), tablet.New(t)
		here := w.takeOut(dev)
		gone := tablet.Of(w.issue(w.stranger, w.dawit, dev))
		manager := permit.Actor{ID: w.stranger.ID, Organisation: w.stranger.Organisation, Roles: []permit.Role{permit.Manager, permit.Practitioner}}
		must(t, w.records.Erase(ctx, manager, w.dawit, "retention"))
		answers := func(k tablet.Ticket) []byte {
			earlier := dev.Seal(k, dev.Sitting(k, w.said("x")), 1, false)
			first := dev.Seal(k, dev.Sitting(k, w.said("x")), 2, true)
			var all []conversation.Receipt
			for _, d := range []conversation.Delivery{dev.Delivery(first), dev.Delivery(first), dev.Delivery(earlier),
				other.Delivery(other.Seal(k, other.Sitting(k, w.said("x")), 1, true)), other.Delivery(dev.Seal(k, dev.Sitting(k, w.said("x")), 9, true))} {
				for _, r := range w.arrive(permit.Nobody, d) {
					r.ID = ""
					all = append(all, r)
				}
			}
			for range 6 { // until no more is taken
				one := tablet.New(t)
				for _, r := range w.arrive(permit.Nobody, one.Delivery(one.Seal(k, one.Sitting(k, w.said("x")), 1, true))) {
					r.ID = ""
					all = append(all, r)
				}
			}
			b, err := json.Marshal(all)
			must(t, err)
			return b
		}
		if a, b := answers(here), answers(gone); !bytes.Equal(a, b) {
			t.Errorf("a record that is there answers\n%s\none that is not\n%s", a, b)
		}
		var n int
		must(t, w.d.Read(ctx, func(tx *db.Tx) error {
			return tx.QueryRow(ctx, `select count(*) from conversation_arrivals where ticket_id = $1 and length(ct) > 0`, gone.ID).Scan(&n)
		}))
		if n != 0 {
			t.Error("words about somebody whose record was destroyed were kept")
		}
	})
}

func TestArrive_holdsNoMoreThanItMust(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	dev := tablet.New(t)
	k := w.takeOut(dev)
	good := dev.Seal(k, dev.Sitting(k, w.said("good")), 1, false)
	states(t, w.arrive(permit.Nobody, dev.Delivery(good)), "waiting")
	for range 30 {
		other := tablet.New(t)
		w.arrive(permit.Nobody, other.Delivery(other.Seal(k, other.Sitting(k, w.said("flood")), 1, true)))
		w.arrive(permit.Nobody, other.Delivery(dev.Seal(k, dev.Sitting(k, w.said("flood")), 5000, true)))
	}
	for seq := range int64(30) {
		w.arrive(permit.Nobody, dev.Delivery(dev.Seal(k, dev.Sitting(k, w.said("good")), seq+2, seq == 29)))
	}
	// A device that begins again and again: a state of each beginning, within bounds.
	again := tablet.New(t)
	other := w.takeOut(again)
	for seq := int64(100); seq > 0; seq-- {
		again.Slow -= time.Second
		w.arrive(permit.Nobody, again.Delivery(again.Seal(other, again.Sitting(other, w.said("again")), seq, false)))
	}
	var runs int
	must(t, w.d.Read(t.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(t.Context(), `select count(*) from conversation_arrivals where ticket_id = $1`, other.ID).Scan(&runs)
	}))
	if runs < 2 || runs > 4 {
		t.Errorf("%d states of a device that began again are kept", runs)
	}
	var n, mine int
	must(t, w.d.Read(t.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(t.Context(), `select count(*), coalesce(sum(case when device_id = $1 then 1 else 0 end), 0) from conversation_arrivals
			where ticket_id = $2`, dev.Device().ID, k.ID).Scan(&n, &mine)
	}))
	if n > 5 || mine != 1 {
		t.Errorf("%d envelopes of one ticket are kept, %d of its own device", n, mine)
	}
}

func TestTakeIn_whoMay(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, dev := t.Context(), tablet.New(t)
		k := tablet.Of(w.issue(w.stranger, w.dawit, dev))
		p := dev.Seal(k, dev.Sitting(k, w.said("Dawit")), 1, true)
		states(t, w.arrive(w.stranger, dev.Delivery(p)), "waiting")
		for _, who := range []permit.Actor{w.mina, w.max, permit.Nobody} { // no grant on Dawit's record
			_, err := w.service.TakeIn(ctx, who, conversation.Take{Arrival: p.Envelope.ID, Record: w.dawit})
			if !problem.Is(err, problem.NotFound) {
				t.Errorf("%v: %v", who.Roles, err)
			}
		}
		// A grant on another record makes nothing one's own, and what is assigned goes nowhere else.
		_, err := w.service.TakeIn(ctx, w.mina, conversation.Take{Arrival: p.Envelope.ID, Record: w.selam})
		refused(t, err, problem.NotFound, "problem.not_found")
		_, err = w.service.TakeIn(ctx, w.max, conversation.Take{Arrival: p.Envelope.ID, Record: w.selam})
		refused(t, err, problem.Conflict, "conversation.arrival_of_another")
		// Two workers without a network, with one young person: each takes in their own.
		a, b := w.issue(w.mina, w.selam, dev), w.issue(w.omar, w.selam, dev)
		for who, i := range map[*permit.Actor]conversation.Issued{&w.mina: a, &w.omar: b} {
			k := tablet.Of(i)
			p := dev.Seal(k, dev.Sitting(k, w.said("."+who.ID)), 1, true)
			states(t, w.arrive(*who, dev.Delivery(p)), "waiting")
			_, err := w.service.TakeIn(ctx, *who, conversation.Take{Arrival: p.Envelope.ID, Record: w.selam})
			must(t, err)
		}
		if words, all := w.heard(w.gail, w.selam); len(all) != 2 || !strings.Contains(words, w.mina.ID) || !strings.Contains(words, w.omar.ID) {
			t.Errorf("%d sittings: %q", len(all), words)
		}
		// Whoever took it out is away: a manager with a grant stands in, and the words stay those of the sitting's own.
		c := tablet.Of(w.issue(w.mina, w.selam, dev))
		p = dev.Seal(c, dev.Sitting(c, w.said("away")), 1, true)
		w.arrive(permit.Nobody, dev.Delivery(p))
		list, err := w.service.Arrived(ctx, w.max)
		must(t, err)
		if len(list) != 1 || !list[0].Theirs {
			t.Errorf("the manager sees %+v", list)
		}
		_, err = w.service.TakeIn(ctx, w.max, conversation.Take{Arrival: p.Envelope.ID, Record: w.selam})
		must(t, err)
		if _, all := w.heard(w.max, w.selam); all[0].OpenedBy != w.mina.ID || all[0].Contributions[0].Author != w.mina.ID {
			t.Errorf("kept as %+v", all[0])
		}
	})
}

func TestTopUp_keepsTenOnADevice(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, dev := t.Context(), tablet.New(t)
		spare := conversation.Spare{Device: dev.Device(), EditionID: w.ed.ID, Nation: "wales"}
		list, withdrawn, err := w.service.TopUp(ctx, w.mina, spare)
		must(t, err)
		labels := map[conversation.Label]bool{}
		for _, i := range list {
			labels[i.Label] = true
			spare.Have = append(spare.Have, i.ID)
		}
		if len(list) != 10 || len(withdrawn) != 0 || len(labels) != 10 {
			t.Fatalf("%d tickets with %d labels", len(list), len(labels))
		}
		used := spare.Have[0]
		spare.Have = spare.Have[1:]
		must(t, w.service.Withdraw(ctx, w.mina, spare.Have[0]))
		list, withdrawn, err = w.service.TopUp(ctx, w.mina, spare)
		if err != nil || len(list) != 2 || len(withdrawn) != 1 {
			t.Errorf("%d new, %v withdrawn, %v", len(list), withdrawn, err)
		}
		list, _, err = w.later(8*24*time.Hour).TopUp(ctx, w.mina, conversation.Spare{Device: dev.Device(), Have: spare.Have[1:], EditionID: w.ed.ID, Nation: "wales"})
		if err != nil || len(list) != 10 {
			t.Errorf("renewed %d, %v", len(list), err)
		}
		// One that was nobody's becomes somebody's.
		first := func(id string) tablet.Ticket {
			var k tablet.Ticket
			l, _, err := w.service.TopUp(ctx, w.omar, conversation.Spare{Device: dev.Device(), EditionID: w.ed.ID, Nation: "wales"})
			must(t, err)
			k = tablet.Of(l[0])
			return k
		}(used)
		p := dev.Seal(first, dev.Sitting(first, w.said("unplanned")), 1, true)
		states(t, w.arrive(w.omar, dev.Delivery(p)), "waiting")
		look, err := w.service.Look(ctx, w.omar, p.Envelope.ID, w.selam)
		if err != nil || look.Language != "ti" || look.Person.ID != w.selam || look.Ended.IsZero() {
			t.Errorf("%+v, %v", look, err)
		}
		_, err = w.service.TakeIn(ctx, w.omar, conversation.Take{Arrival: p.Envelope.ID, Record: w.selam})
		must(t, err)
		if words, _ := w.heard(w.omar, w.selam); words != "unplanned" {
			t.Errorf("heard %q", words)
		}
	})
}

func TestIssue_takesTheKeyOnlyOnceItIsSaved(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	dev := tablet.New(t)
	broken := conversation.New(access.New(w.d, w.ring, time.Now, func() error { return seal.ErrBusy }))
	n := conversation.NewTicket{Record: w.selam, Device: dev.Device(), Label: kite, EditionID: w.ed.ID, Nation: "wales"}
	_, err := broken.Issue(t.Context(), w.mina, n)
	refused(t, err, problem.Internal, "conversation.ring_not_saved")
	n.Days = 15
	_, err = w.service.Issue(t.Context(), w.mina, n)
	demands(t, err, "days", "problem.number_range")
	n.Days, n.Label = 14, conversation.Label{Picture: "kite", Word: "Selam"}
	_, err = w.service.Issue(t.Context(), w.mina, n)
	demands(t, err, "label", "problem.not_a_choice")
	n.Label = kite
	_, err = w.service.Issue(t.Context(), w.stranger, n)
	refused(t, err, problem.NotFound, "problem.not_found")
}

// spoken says how many contributions of a record are counted without opening it, and its stamp.
func (w *world) spoken(recordID string) (n int, stamp string) {
	w.t.Helper()
	must(w.t, w.door.Background(w.t.Context(), func(work *access.Work) error {
		all, err := conversation.SpokenOf(w.t.Context(), work, []string{recordID})
		if err != nil {
			return err
		}
		n = len(all[recordID])
		stamps, err := conversation.Spoke(w.t.Context(), work)
		stamp = stamps[recordID]
		return err
	}))
	return n, stamp
}

func TestDetach_takesASittingOffTheWrongRecord(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, dev := t.Context(), tablet.New(t)
		other := w.newPerson(w.mina, "Hana")
		before := w.open()
		must(t, w.service.Finish(ctx, w.mina, w.selam, before, db.NewID()))
		k := w.takeOut(dev)
		doc := dev.Sitting(k, w.said("Hana's own words"))
		doc["unsafe"] = []any{map[string]any{"id": db.NewID(), "at": dev.Now().Format(time.RFC3339)}}
		p := dev.Seal(k, doc, 1, true)
		w.arrive(w.mina, dev.Delivery(p))
		sitting, err := w.service.TakeIn(ctx, w.mina, conversation.Take{Arrival: p.Envelope.ID, Record: w.selam})
		must(t, err)
		there, stamp := w.spoken(w.selam)
		_, err = w.service.Detach(ctx, w.omar, w.selam, sitting)
		refused(t, err, problem.Forbidden, "conversation.detach_not_yours")
		_, err = w.service.Detach(ctx, w.mina, w.selam, before)
		refused(t, err, problem.Conflict, "conversation.detach_only_offline")
		_, err = w.later(31*24*time.Hour).Detach(ctx, w.mina, w.selam, sitting)
		refused(t, err, problem.Conflict, "conversation.detach_late")
		arrival, err := w.service.Detach(ctx, w.mina, w.selam, sitting)
		must(t, err)
		if words, all := w.heard(w.mina, w.selam); words != "" || len(all) != 1 {
			t.Errorf("still heard: %q in %d", words, len(all))
		}
		w.nowhere("Hana's own words", w.selam)
		if left, next := w.spoken(w.selam); left >= there || next == stamp {
			t.Errorf("what is counted without opening records: %d contributions after %d, stamps %q and %q", left, there, next, stamp)
		}
		_, err = w.service.Kept(ctx, w.mina, w.selam, sitting)
		refused(t, err, problem.NotFound, "problem.not_found")
		if open, err := w.service.OpenMarks(ctx, w.mina, w.selam); err != nil || len(open) != 0 {
			t.Errorf("marks: %+v, %v", open, err)
		}
		again, err := w.service.TakeIn(ctx, w.mina, conversation.Take{Arrival: arrival, Record: other})
		must(t, err)
		words, all := w.heard(w.mina, other)
		if words != "Hana's own words" || len(all) != 1 || again == sitting || len(all[0].Marks) != 1 || all[0].Setup.Offline.Settled != conversation.Misplaced {
			t.Errorf("%q: %+v", words, all)
		}
		if off := time.Since(all[0].EndedAt); off > time.Minute || !all[0].Setup.Offline.ReadBack {
			t.Errorf("ended %v ago", off)
		}
		must(t, w.records.Erase(ctx, w.max, w.selam, "retention"))
		for _, table := range []string{"conversation_sittings", "conversation_contributions", "conversation_misplaced", "conversation_marks"} {
			var n int
			must(t, w.d.Read(ctx, func(tx *db.Tx) error {
				return tx.QueryRow(ctx, `select count(*) from `+table+` where record_id <> $1`, other).Scan(&n)
			}))
			if n != 0 {
				t.Errorf("%d rows of %s outlive the record", n, table)
			}
		}
	})
}

// nowhere demands that no row opens with a record's key and says some words.
func (w *world) nowhere(words, recordID string) {
	w.t.Helper()
	must(w.t, w.door.Read(w.t.Context(), w.mina, permit.ReadConversation, access.Record(recordID), func(work *access.Work) error {
		for _, table := range []string{"conversation_sittings", "conversation_contributions", "conversation_marks"} {
			must(w.t, work.Tx.Each(w.t.Context(), func(r *db.Rows) error {
				var id string
				var document []byte
				if err := r.Scan(&id, &document); err != nil {
					return err
				}
				if plain, err := work.Key.Open(document, seal.Place{Table: table, Row: id, Column: "document"}); err == nil && bytes.Contains(plain, []byte(words)) {
					w.t.Errorf("%s still holds the words", table)
				}
				return nil
			}, `select id, document from `+table))
		}
		p, err := conversation.FindPicture(w.t.Context(), work, recordID)
		for _, c := range p.Contributions {
			if strings.Contains(c.Content.Answers[w.codes[0]].Words.Text, words) {
				w.t.Error("the picture still holds the words")
			}
		}
		return err
	}))
}

// TestArrived_neverLiesUnseen: whoever took it out has left, and no manager of theirs may open the record.
func TestArrived_neverLiesUnseen(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		dev := tablet.New(t)
		k := tablet.Of(w.issue(w.stranger, w.dawit, dev))
		states(t, w.arrive(w.stranger, dev.Delivery(dev.Seal(k, dev.Sitting(k, w.said("Dawit")), 1, true))), "waiting")
		manager := permit.Actor{ID: db.NewID(), Organisation: w.stranger.Organisation, Roles: []permit.Role{permit.Manager}}
		list, err := w.service.Arrived(t.Context(), manager)
		must(t, err)
		if len(list) != 0 {
			t.Errorf("on the first day a manager without a grant sees %+v", list)
		}
		list, err = w.later(4*24*time.Hour).Arrived(t.Context(), manager)
		must(t, err)
		if len(list) != 1 || list[0].Names != nil || !list[0].NoGrant || !list[0].Theirs {
			t.Errorf("after days a manager without a grant sees %+v, want one line without a name", list)
		}
	})
}

func TestTakeIn_manyPressesOfHelpKeepNothingOut(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	dev := tablet.New(t)
	k := w.takeOut(dev)
	doc := dev.Sitting(k, w.said("here"))
	var presses []any
	for range 150 {
		presses = append(presses, map[string]any{"id": db.NewID(), "at": dev.Now().Format(time.RFC3339)})
	}
	doc["unsafe"] = presses
	p := dev.Seal(k, doc, 1, true)
	states(t, w.arrive(w.mina, dev.Delivery(p)), "waiting")
	_, err := w.service.TakeIn(t.Context(), w.mina, conversation.Take{Arrival: p.Envelope.ID, Record: w.selam})
	must(t, err)
	if words, _ := w.heard(w.mina, w.selam); words != "here" {
		t.Errorf("heard %q", words)
	}
}
