package account

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/problem"
)

// newPasskeys prepares passkeys for the addresses people's browsers see. It gives nil where passkeys cannot work:
// without an address, or on a bare one ("https://10.0.0.5"), which browsers refuse.
func newPasskeys(o Options) (*webauthn.WebAuthn, error) {
	if len(o.Origins) == 0 {
		return nil, nil
	}
	u, err := url.Parse(o.Origins[0])
	if err != nil {
		return nil, errors.New("an address of the service cannot be read")
	}
	if _, err := netip.ParseAddr(u.Hostname()); err == nil || u.Hostname() == "" {
		return nil, nil
	}
	return webauthn.New(&webauthn.Config{
		RPID: u.Hostname(), RPDisplayName: o.Issuer, RPOrigins: o.Origins,
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementPreferred, UserVerification: protocol.VerificationPreferred,
		},
	})
}

// PasskeysOffered reports whether passkeys can work where the service runs.
func (s *Service) PasskeysOffered() bool { return s.passkeys != nil }

// keyHolder is an account as the passkey library wants to see it.
type keyHolder struct {
	id, name, email string
	credentials     []webauthn.Credential
	factors         []factorRow // of the credentials, in the same order
}

// WebAuthnID gives the account's id: it says nothing about the person.
func (k *keyHolder) WebAuthnID() []byte { return []byte(k.id) }

// WebAuthnName gives what the person's own device shows them when they choose among keys.
func (k *keyHolder) WebAuthnName() string { return k.email }

// WebAuthnDisplayName gives the person's name, for their own device.
func (k *keyHolder) WebAuthnDisplayName() string { return k.name }

// WebAuthnCredentials gives the account's passkeys.
func (k *keyHolder) WebAuthnCredentials() []webauthn.Credential { return k.credentials }

// holder opens an account's passkeys inside a work on that account.
func holder(ctx context.Context, w *access.Work, account string) (*keyHolder, error) {
	p, err := findPerson(ctx, w.Tx, account)
	if err != nil {
		return nil, err
	}
	k := &keyHolder{id: account}
	if k.name, err = w.Key.OpenText(p.name, namePlace(account)); err != nil {
		return nil, err
	}
	if k.email, err = w.Key.OpenText(p.email, emailPlace(account)); err != nil {
		return nil, err
	}
	stored, err := listFactors(ctx, w.Tx, account)
	if err != nil {
		return nil, err
	}
	for _, f := range stored {
		if f.kind != Passkey {
			continue
		}
		plain, err := w.Key.Open(f.secret, factorPlace(f.id))
		if err != nil {
			return nil, err
		}
		var c webauthn.Credential
		if err := json.Unmarshal(plain, &c); err != nil {
			return nil, fmt.Errorf("read passkey: %w", err)
		}
		k.credentials, k.factors = append(k.credentials, c), append(k.factors, f)
	}
	return k, nil
}

// creation gives the dialogue for a new passkey and what its answer is checked against. Both follow from the session's
// challenge, so nothing more need be kept between the two.
func (s *Service) creation(k *keyHolder, challenge string) (*protocol.CredentialCreation, *webauthn.SessionData, error) {
	raw, err := base64.RawURLEncoding.DecodeString(challenge)
	if err != nil {
		return nil, nil, fmt.Errorf("read challenge: %w", err)
	}
	return s.passkeys.BeginRegistration(k, webauthn.WithExclusions(webauthn.Credentials(k.credentials).CredentialDescriptors()),
		func(o *protocol.PublicKeyCredentialCreationOptions) error { o.Challenge = raw; return nil })
}

// assertion is creation for signing in.
func (s *Service) assertion(k *keyHolder, challenge string) (*protocol.CredentialAssertion, *webauthn.SessionData, error) {
	raw, err := base64.RawURLEncoding.DecodeString(challenge)
	if err != nil {
		return nil, nil, fmt.Errorf("read challenge: %w", err)
	}
	return s.passkeys.BeginLogin(k, webauthn.WithChallenge(raw), webauthn.WithUserVerification(protocol.VerificationPreferred))
}

// PasskeyRequest gives, as JSON for the browser's navigator.credentials.get, the question a passkey answers to complete
// a sign-in.
func (s *Service) PasskeyRequest(ctx context.Context, token string) (string, error) {
	return s.passkeyQuestion(ctx, token, []Stage{StagePassword}, func(k *keyHolder, challenge string) (any, error) {
		if len(k.credentials) == 0 {
			return nil, problem.New(problem.Conflict, "account.no_passkey")
		}
		a, _, err := s.assertion(k, challenge)
		if err != nil {
			return nil, err
		}
		return a.Response, nil
	})
}

// PasskeyCreation gives, as JSON for navigator.credentials.create, the question that makes a new passkey, while a
// sign-in is set up or from one's own account.
func (s *Service) PasskeyCreation(ctx context.Context, token string) (string, error) {
	return s.passkeyQuestion(ctx, token, []Stage{StageEnrol, StageFull}, func(k *keyHolder, challenge string) (any, error) {
		c, _, err := s.creation(k, challenge)
		if err != nil {
			return nil, err
		}
		return c.Response, nil
	})
}

func (s *Service) passkeyQuestion(ctx context.Context, token string, stages []Stage, ask func(*keyHolder, string) (any, error)) (string, error) {
	if s.passkeys == nil {
		return "", problem.New(problem.Conflict, "account.no_passkeys_here")
	}
	row, err := s.session(ctx, token, stages...)
	if err != nil {
		return "", err
	}
	var text []byte
	err = s.door.Read(ctx, row.actor(), row.act(), access.Account(row.account), func(w *access.Work) error {
		w.Note("passkey_asked")
		k, err := holder(ctx, w, row.account)
		if err != nil {
			return err
		}
		question, err := ask(k, row.challenge)
		if err != nil {
			return err
		}
		text, err = json.Marshal(question)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("ask for passkey: %w", err)
	}
	return string(text), nil
}

// SignInPasskey completes a sign-in with a passkey's answer (the JSON of PublicKeyCredential).
func (s *Service) SignInPasskey(ctx context.Context, token, answer string, from From) (Entry, error) {
	if s.passkeys == nil {
		return Entry{}, problem.New(problem.Conflict, "account.no_passkeys_here")
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(answer))
	return s.complete(ctx, token, "passkey", from, func(ctx context.Context, w *access.Work, row sessionRow) (bool, error) {
		if err != nil {
			return false, nil
		}
		return s.usePasskey(ctx, w, row, parsed)
	})
}

// usePasskey checks an answer and keeps the key's new counter. A counter that went back says that the key may have been
// copied: it is refused.
func (s *Service) usePasskey(ctx context.Context, w *access.Work, row sessionRow, answer *protocol.ParsedCredentialAssertionData) (bool, error) {
	k, err := holder(ctx, w, row.account)
	if err != nil {
		return false, err
	}
	if len(k.credentials) == 0 {
		return false, nil
	}
	_, session, err := s.assertion(k, row.challenge)
	if err != nil {
		return false, err
	}
	used, err := s.passkeys.ValidateLogin(k, *session, answer)
	if err != nil {
		return false, nil // whatever was wrong with it, it is no proof
	}
	if used.Authenticator.CloneWarning {
		w.Note("passkey_counter_went_back")
		return false, nil
	}
	for i, c := range k.credentials {
		if string(c.ID) == string(used.ID) {
			id := k.factors[i].id
			plain, err := json.Marshal(used)
			if err != nil {
				return false, fmt.Errorf("keep passkey: %w", err)
			}
			return true, updateFactor(ctx, w.Tx, id, w.Key.Seal(plain, factorPlace(id)), db.Time(w.At))
		}
	}
	return false, nil
}

// AddPasskey keeps a new passkey from the browser's answer (the JSON of PublicKeyCredential). In one's own account the
// password must have been given a short while ago.
func (s *Service) AddPasskey(ctx context.Context, token, answer string) error {
	if s.passkeys == nil {
		return problem.New(problem.Conflict, "account.no_passkeys_here")
	}
	row, err := s.changing(ctx, token)
	if err != nil {
		return err
	}
	parsed, parseErr := protocol.ParseCredentialCreationResponseBytes([]byte(answer))
	refused := false
	err = s.door.Do(ctx, row.actor(), row.act(), access.Account(row.account), func(w *access.Work) error {
		refused = false
		current, err := findSessionByID(ctx, w.Tx, row.id)
		if err != nil {
			return err
		}
		if err := setChallenge(ctx, w.Tx, row.id, newToken(), current.tries); err != nil {
			return err
		}
		k, err := holder(ctx, w, row.account)
		if err != nil {
			return err
		}
		_, session, err := s.creation(k, current.challenge)
		if err != nil {
			return err
		}
		var made *webauthn.Credential
		if parseErr == nil {
			made, err = s.passkeys.CreateCredential(k, *session, parsed)
		}
		if parseErr != nil || err != nil {
			refused = true
			w.Note("passkey_refused")
			return nil
		}
		return keepPasskey(ctx, w, row.account, made)
	})
	if err != nil {
		return fmt.Errorf("add passkey: %w", err)
	}
	if refused {
		return wrongCode("passkey")
	}
	return nil
}

func keepPasskey(ctx context.Context, w *access.Work, account string, made *webauthn.Credential) error {
	id := db.NewID()
	w.Note("factor_added", string(Passkey), id)
	plain, err := json.Marshal(made)
	if err != nil {
		return fmt.Errorf("keep passkey: %w", err)
	}
	if err := insertFactor(ctx, w.Tx, factorRow{id: id, account: account, kind: Passkey, state: "active",
		secret: w.Key.Seal(plain, factorPlace(id))}, db.Time(w.At)); err != nil {
		return err
	}
	return firstRecovery(ctx, w, account)
}

// passkeyHost is the host the passkeys are bound to, for doctor and tests.
func (s *Service) passkeyHost() string {
	if s.passkeys == nil {
		return ""
	}
	return strings.ToLower(s.passkeys.Config.RPID)
}
