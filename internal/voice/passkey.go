package voice

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// keyName is what a device calls the passkey, and who it says asks for it: an everyday word.
const keyName = "Words"

// questionLasts is how long a question to a passkey may wait for its answer.
const questionLasts = 5 * time.Minute

// KeysOffered reports whether passkeys can work where the service runs.
func (s *Service) KeysOffered() bool { return s.accounts.PasskeysOffered() }

// KeyQuestion gives the question that makes the device's passkey, as JSON, to whoever came in by words that allow it.
func (s *Service) KeyQuestion(ctx context.Context, token string) (question string, err error) {
	row, err := s.session(ctx, token, making)
	if err != nil {
		return "", err
	}
	if question, err = s.accounts.GuestKeyCreation(row.place.id, keyName, row.challenge); err != nil {
		return "", fmt.Errorf("ask for passkey: %w", err)
	}
	return question, nil
}

// MakeKey keeps the device's passkey from its answer, and lets its holder in. An answer that proves nothing is Invalid.
func (s *Service) MakeKey(ctx context.Context, token, answer string) (Entry, error) {
	row, err := s.session(ctx, token, making)
	if err != nil {
		return Entry{}, err
	}
	made, err := s.accounts.MakeGuestKey(row.place.id, keyName, row.challenge, answer)
	if problem.Is(err, problem.Invalid) {
		return Entry{}, wrong("passkey")
	}
	if err != nil {
		return Entry{}, fmt.Errorf("make passkey: %w", err)
	}
	entry := Entry{Token: account.NewToken()}
	err = s.door.Do(ctx, row.place.actor(true), permit.EnterOwn, access.Record(row.place.record), func(w *access.Work) error {
		w.Note("own_device_passkey_made")
		p, err := s.openPlace(ctx, w, row.place.record, row.place.id)
		if err != nil {
			return err
		}
		if err := deleteSession(ctx, w.Tx, row.id); err != nil {
			return err
		}
		if err := updatePasskey(ctx, w.Tx, p.id, w.Key.Seal(made, passkeyPlace(p.id))); err != nil {
			return err
		}
		return begin(ctx, w, p, byKey, entry.Token)
	})
	if err != nil {
		return Entry{}, fmt.Errorf("make passkey: %w", err)
	}
	return entry, nil
}

// AskKey gives a question that any place's passkey on a device answers, as JSON, and the challenge that comes back with the
// answer. Nothing is kept of it.
func (s *Service) AskKey(ctx context.Context) (question, challenge string, err error) {
	raw := make([]byte, 16, 32)
	binary.BigEndian.PutUint64(raw, uint64(s.door.Now().Unix()))
	rand.Read(raw[8:]) // never fails: the program ends if the system has no randomness
	err = s.door.Background(ctx, func(w *access.Work) error {
		challenge = base64.RawURLEncoding.EncodeToString(append(raw, signed(w, raw)...))
		return nil
	})
	if err != nil {
		return "", "", fmt.Errorf("ask for passkey: %w", err)
	}
	if question, err = s.accounts.GuestKeyRequest(challenge); err != nil {
		return "", "", fmt.Errorf("ask for passkey: %w", err)
	}
	return question, challenge, nil
}

// signed is what only this service can have put behind a question.
func signed(w *access.Work, raw []byte) []byte {
	sum := sha256.Sum256([]byte(w.Blind("voice question", hex.EncodeToString(raw))))
	return sum[:16]
}

// ours reports whether a challenge is one of ours, and not too old.
func ours(w *access.Work, challenge string) bool {
	raw, err := base64.RawURLEncoding.DecodeString(challenge)
	if err != nil || len(raw) != 32 || subtle.ConstantTimeCompare(signed(w, raw[:16]), raw[16:]) != 1 {
		return false
	}
	asked := time.Unix(int64(binary.BigEndian.Uint64(raw)), 0)
	return !w.At.Before(asked) && w.At.Sub(asked) < questionLasts
}

// ComeInByKey lets in who answers with the passkey of their place. Whatever is wrong (no such place, one that is over, another
// key, an answer that was given before) is Invalid on field "passkey", in the same words.
func (s *Service) ComeInByKey(ctx context.Context, challenge, answer, network string) (Entry, error) {
	forgive, err := s.accounts.TryGuestKey(network)
	if err != nil {
		return Entry{}, err
	}
	var p placeRow
	err = s.door.Background(ctx, func(w *access.Work) (err error) {
		id := account.GuestKeyHolder(answer)
		if !db.IsID(id) || !ours(w, challenge) {
			return errNoPlace()
		}
		p, err = findPlace(ctx, w.Tx, id)
		return err
	})
	entry := Entry{Token: account.NewToken()}
	if err == nil {
		err = s.useKey(ctx, p, challenge, answer, entry.Token)
	}
	switch {
	case err == nil:
		forgive()
		return entry, nil
	case opensNothing(err):
		if err := s.missed(ctx, codeRow{}); err != nil {
			return Entry{}, fmt.Errorf("come in by passkey: %w", err)
		}
		return Entry{}, wrong("passkey")
	}
	return Entry{}, fmt.Errorf("come in by passkey: %w", err)
}

func (s *Service) useKey(ctx context.Context, place placeRow, challenge, answer, token string) error {
	return s.door.Do(ctx, place.actor(false), permit.EnterOwn, access.Record(place.record), func(w *access.Work) error {
		w.Note("own_device_in", "by:"+ByPasskey)
		p, err := s.openPlace(ctx, w, place.record, place.id)
		if err != nil {
			return err
		}
		if p.passkey == nil {
			return errNoPlace()
		}
		stored, err := w.Key.Open(p.passkey, passkeyPlace(p.id))
		if err != nil {
			return fmt.Errorf("open passkey: %w", err)
		}
		used, err := s.accounts.UseGuestKey(p.id, challenge, answer, stored)
		if err != nil {
			return err
		}
		if used == nil {
			return errNoPlace()
		}
		sum := sha256.Sum256([]byte(challenge))
		if err := insertUsed(ctx, w.Tx, hex.EncodeToString(sum[:]), db.Time(w.At.Add(questionLasts))); err != nil {
			return err
		}
		if err := updatePasskey(ctx, w.Tx, p.id, w.Key.Seal(used, passkeyPlace(p.id))); err != nil {
			return err
		}
		return begin(ctx, w, p, byKey, token)
	})
}
