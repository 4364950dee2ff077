package sharing

import (
	"crypto/ed25519"
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// What another room has signed for its files can never be taken for a package, and is signed with an own key alone.
func TestSignAs_signsNoPackage(t *testing.T) {
	eachTwo(t, func(w *two) {
		h := w.council
		card, err := h.OwnCard(w.Context(), h.boss)
		must(w, err)
		err = h.door.Do(w.Context(), h.boss, permit.ManagePartners, access.Organisation(h.boss.Organisation), func(x *access.Work) error {
			message := []byte("stablefutures pool 1\nround\n{}")
			signature, err := h.SignAs(w.Context(), x, card.Key, message)
			if err != nil || !ed25519.Verify(card.Key, message, signature) {
				t.Errorf("a message of a round: %v", err)
			}
			for what, m := range map[string]string{"a package": packageDomain + "{}", "nothing": "", "no domain": "{}\n", "part of a package's": "stablefutures package\n{}"} {
				if s, err := h.SignAs(w.Context(), x, card.Key, []byte(m)); err == nil || s != nil {
					t.Errorf("signed %s", what)
				}
			}
			if _, err := h.SignAs(w.Context(), x, make([]byte, 32), message); !problem.Is(err, problem.Conflict) {
				t.Errorf("signed with a key that is not ours: %v", err)
			}
			own, err := h.OwnSigners(w.Context(), x)
			must(w, err)
			known, err := h.TrustedSigners(w.Context(), x)
			must(w, err)
			if len(own) != 1 || len(known) != 1 || string(own[0].Key) != string(card.Key) || string(known[0].Key) == string(card.Key) {
				t.Errorf("%d own keys, %d known ones", len(own), len(known))
			}
			return nil
		})
		must(w, err)
	})
}
