package account

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"stablefutures/internal/problem"
)

// What guards the way in, lent to a young person's own place: they have no account, and come in by what this room checks
// for those who have. Nothing here reads or writes an account.

// Counts of tries of spoken words: by the network, and over all of them.
const (
	countSpoken    = "spoken"
	countSpokenAll = "spoken all"
)

// The paces of spoken words. A young person mistypes a few times; somebody who hammers from one network waits, and somebody
// who hammers from very many is held to one try in three seconds, for as long as they hammer and ten minutes more.
var (
	paceSpoken    = pace{free: 8, first: 5 * time.Second, most: 5 * time.Minute, forgetAfter: 30 * time.Minute}
	paceSpokenAll = pace{free: 200, first: time.Second, most: 3 * time.Second, forgetAfter: 10 * time.Minute}
)

// TrySpoken counts a try of spoken words before it is made. It answers with what takes the count back (call it when the
// words were right, or nothing was decided), or with a problem that says how long to wait.
func (s *Service) TrySpoken(network string) (forgive func(), err error) {
	wait, own := s.throttle.try(countSpoken, Network(network), paceSpoken)
	if wait > 0 {
		return nil, throttled(wait)
	}
	wait, all := s.throttle.try(countSpokenAll, "", paceSpokenAll)
	if wait > 0 {
		own()
		return nil, throttled(wait)
	}
	return func() { own(); all() }, nil
}

// HashWords makes a slow salted hash of spoken words, as of a password.
func (s *Service) HashWords(ctx context.Context, words string) (string, error) {
	return s.hasher.hash(ctx, words)
}

// CheckWords compares spoken words with a stored hash, "" for none, in the same time whether there is one or not.
func (s *Service) CheckWords(ctx context.Context, stored, words string) (bool, error) {
	return s.hasher.check(ctx, stored, words)
}

// NewToken makes a cookie's token, and TokenHash what is stored of one ("" for what is none).
func NewToken() string { return newToken() }

// TokenHash gives what is stored of a token, or "" when it has not the shape of one.
func TokenHash(token string) string { return hashToken(token) }

// guestHolder is a young person's place as the passkey library wants to see it. Their own device shows name when they
// choose among keys: it must say nothing.
type guestHolder struct {
	place, name string
	credentials []webauthn.Credential
}

func (g *guestHolder) WebAuthnID() []byte                         { return []byte(g.place) }
func (g *guestHolder) WebAuthnName() string                       { return g.name }
func (g *guestHolder) WebAuthnDisplayName() string                { return g.name }
func (g *guestHolder) WebAuthnCredentials() []webauthn.Credential { return g.credentials }

// GuestKeyCreation gives the question that makes a passkey for a place, as JSON for navigator.credentials.create: one that
// the device keeps and finds by itself, that asks who holds it, and that is called name alone. challenge is 32 random
// bytes as NewToken makes them.
func (s *Service) GuestKeyCreation(place, name, challenge string) (question string, err error) {
	c, _, err := s.guestCreation(place, name, challenge)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(c.Response)
	return string(text), err
}

func (s *Service) guestCreation(place, name, challenge string) (*protocol.CredentialCreation, *webauthn.SessionData, error) {
	if s.passkeys == nil {
		return nil, nil, problem.New(problem.Conflict, "account.no_passkeys_here")
	}
	raw, err := base64.RawURLEncoding.DecodeString(challenge)
	if err != nil {
		return nil, nil, fmt.Errorf("read challenge: %w", err)
	}
	must := true
	return s.passkeys.BeginRegistration(&guestHolder{place: place, name: name},
		webauthn.WithAuthenticatorSelection(protocol.AuthenticatorSelection{RequireResidentKey: &must,
			ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired}),
		func(o *protocol.PublicKeyCredentialCreationOptions) error {
			o.Challenge, o.RelyingParty.Name = raw, name
			return nil
		})
}

// MakeGuestKey checks the browser's answer to GuestKeyCreation and gives the passkey as it is to be stored; Invalid on
// field "passkey" when it proves nothing.
func (s *Service) MakeGuestKey(place, name, challenge, answer string) ([]byte, error) {
	_, session, err := s.guestCreation(place, name, challenge)
	if err != nil {
		return nil, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes([]byte(answer))
	if err != nil {
		return nil, wrongCode("passkey")
	}
	made, err := s.passkeys.CreateCredential(&guestHolder{place: place, name: name}, *session, parsed)
	if err != nil || !made.Flags.UserVerified {
		return nil, wrongCode("passkey")
	}
	return json.Marshal(made)
}

// GuestKeyRequest gives the question that any place's passkey on the device answers, as JSON for navigator.credentials.get.
// It names no key, so it tells nothing of who has one.
func (s *Service) GuestKeyRequest(challenge string) (question string, err error) {
	a, _, err := s.guestRequest(challenge)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(a.Response)
	return string(text), err
}

func (s *Service) guestRequest(challenge string) (*protocol.CredentialAssertion, *webauthn.SessionData, error) {
	if s.passkeys == nil {
		return nil, nil, problem.New(problem.Conflict, "account.no_passkeys_here")
	}
	raw, err := base64.RawURLEncoding.DecodeString(challenge)
	if err != nil {
		return nil, nil, fmt.Errorf("read challenge: %w", err)
	}
	return s.passkeys.BeginDiscoverableLogin(webauthn.WithChallenge(raw), webauthn.WithUserVerification(protocol.VerificationRequired))
}

// GuestKeyHolder gives the place that an answer says it is for; nothing is proved by it yet. "" when it cannot be read.
func GuestKeyHolder(answer string) (place string) {
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(answer))
	if err != nil {
		return ""
	}
	return string(parsed.Response.UserHandle)
}

// UseGuestKey checks an answer to GuestKeyRequest against a place's stored passkey. It gives the passkey with its new
// counter, to be stored again; nil when the answer proves nothing, or the key may have been copied.
func (s *Service) UseGuestKey(place, challenge, answer string, stored []byte) ([]byte, error) {
	_, session, err := s.guestRequest(challenge)
	if err != nil {
		return nil, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(answer))
	if err != nil || len(stored) == 0 {
		return nil, nil
	}
	var have webauthn.Credential
	if err := json.Unmarshal(stored, &have); err != nil {
		return nil, fmt.Errorf("read passkey: %w", err)
	}
	holder := &guestHolder{place: place, credentials: []webauthn.Credential{have}}
	used, err := s.passkeys.ValidateDiscoverableLogin(func(_, user []byte) (webauthn.User, error) {
		if string(user) != place {
			return nil, problem.New(problem.NotFound, "problem.not_found")
		}
		return holder, nil
	}, *session, parsed)
	if err != nil || used.Authenticator.CloneWarning {
		return nil, nil // whatever was wrong with it, it is no proof
	}
	return json.Marshal(used)
}

// IsCommon reports whether a word or phrase is on the lists of what people choose: others would try it.
func IsCommon(text string) bool { return isCommon(foldPassword(text)) }

// TryGuestKey counts a try of a passkey of a young person's place, as TrySpoken does. A key cannot be guessed: what is
// bounded is the work.
func (s *Service) TryGuestKey(network string) (forgive func(), err error) {
	wait, forgive := s.throttle.try("guest key", Network(network), paceNetwork)
	if wait > 0 {
		return nil, throttled(wait)
	}
	return forgive, nil
}
