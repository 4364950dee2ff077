package app

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/seal"
)

// demoDevice is an invented tablet of the demonstration: what it sends is sealed and signed as a browser does it.
type demoDevice struct {
	key    *ecdsa.PrivateKey
	device conversation.Device
}

func newDemoDevice() (d demoDevice, err error) {
	if d.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		return d, err
	}
	spki, err := x509.MarshalPKIXPublicKey(&d.key.PublicKey)
	if err != nil {
		return d, err
	}
	d.device, err = conversation.ReadDevice(base64.RawURLEncoding.EncodeToString(spki))
	return d, err
}

// offline lets conversations without a network come in: one that can be taken in, one that is nobody's yet, one that
// somebody has to look at, and one that stood on the wrong record.
func (s *seeder) offline(ctx context.Context) error {
	who, ok := s.actors[s.shownAs("practitioner")]
	if !ok {
		return nil
	}
	rows, _, err := s.app.Record.Caseload(ctx, who, "Selam")
	if err != nil || len(rows) == 0 {
		return err
	}
	s.clock.set(s.now.Add(-2 * time.Hour))
	tablet, err := newDemoDevice()
	if err != nil {
		return err
	}
	ed, _ := framework.BySet(framework.SetChecklist)
	out := func(label conversation.Label) (conversation.Issued, error) {
		return s.app.Conversation.Issue(ctx, who, conversation.NewTicket{Record: rows[0].ID, Device: tablet.device, Label: label,
			EditionID: ed.ID, Language: "ti", Nation: "england"})
	}
	if _, err := out(conversation.Label{Picture: "umbrella", Word: "Maple"}); err != nil { // still out
		return err
	}
	for i, label := range []conversation.Label{{Picture: "kite", Word: "River"}, {Picture: "bell", Word: "Mint"}, {Picture: "cup", Word: "Linen"}} {
		t, err := out(label)
		if err != nil {
			return err
		}
		if i == 1 {
			if err := s.app.Conversation.Withdraw(ctx, who, t.ID); err != nil {
				return err
			}
		}
		if err := s.comesIn(ctx, who, tablet, t, i == 2); err != nil {
			return err
		}
	}
	spare, _, err := s.app.Conversation.TopUp(ctx, who, conversation.Spare{Device: tablet.device, EditionID: ed.ID, Nation: "england"})
	if err != nil || len(spare) == 0 {
		return err
	}
	return s.comesIn(ctx, who, tablet, spare[0], false)
}

// shownAs gives the key of the colleague who has a button on the entry page.
func (s *seeder) shownAs(role string) string {
	for _, p := range s.data.staff.People {
		if p.ShownAs == role {
			return p.Key
		}
	}
	return ""
}

// comesIn seals a short conversation and lets it arrive; a misplaced one is taken in and off again.
func (s *seeder) comesIn(ctx context.Context, who permit.Actor, tablet demoDevice, t conversation.Issued, misplaced bool) error {
	now := s.clock.Now().UTC()
	document, err := json.Marshal(map[string]any{"v": 1, "sitting": t.Sitting, "contribution": t.Contribution, "edition": t.EditionID,
		"setup": map[string]any{"v": 1, "language": "ti", "present": []string{"interpreter"}, "interpreter": map[string]any{"used": "yes", "language": "ti", "independent": "yes", "how": "in_person"}},
		"content": map[string]any{"v": 1, "language": "ti", "answers": map[string]any{"B2": map[string]any{"choice": "some_of_it",
			"words": map[string]any{"text": "ሓደ ሓደ ግዜ", "language": "ti", "written_by": "young_person", "translation": "Sometimes", "translated_to": "en", "translated_by": "interpreter"}}}},
		"state": "finished", "keep": true, "read_back": true, "began_at": now.Add(-50 * time.Minute).Format(time.RFC3339),
		"ended_at": now.Add(-20 * time.Minute).Format(time.RFC3339), "shown": map[string]string{"language": "ti", "pack": "", "staff": "en"},
		"promises": []any{}, "elsewhere": []any{}, "unsafe": []any{}})
	if err != nil {
		return err
	}
	e, err := conversation.SealEnvelope(seal.ReceivingKey{ID: t.Key, Public: t.Public},
		conversation.Envelope{Ticket: t.ID, ID: db.NewID(), Seq: 3, At: now.Format(time.RFC3339), Last: true}, document)
	if err != nil {
		return err
	}
	if e, err = e.SignedBy(tablet.key); err != nil {
		return err
	}
	got, err := s.app.Conversation.Arrive(ctx, who, conversation.Delivery{Now: now, Device: tablet.device, Parcels: []conversation.Parcel{{Token: t.Token, Envelope: e}}})
	if err != nil || !misplaced {
		return err
	}
	if !got[0].Ready {
		return fmt.Errorf("what came in is %s", got[0].State)
	}
	sitting, err := s.app.Conversation.TakeIn(ctx, who, conversation.Take{Arrival: e.ID, Record: t.Record})
	if err != nil {
		return err
	}
	_, err = s.app.Conversation.Detach(ctx, who, t.Record, sitting)
	return err
}
