package account

import (
	"testing"

	"github.com/descope/virtualwebauthn"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit"
)

var party = virtualwebauthn.RelyingParty{Name: "Stable Futures", ID: "futures.wendmoor.example", Origin: "https://futures.wendmoor.example"}

// device is a person's own machine with its passkey.
type ownDevice struct {
	authenticator virtualwebauthn.Authenticator
	key           virtualwebauthn.Credential
}

// newOwnDevice is a device with one fresh P-256 key. The simulator writes a coordinate that begins with a zero byte one
// byte short, which no real device does and the server rightly refuses: one key in 128, so such a key is drawn again.
func newOwnDevice(account string) *ownDevice {
	const whole = 77 // bytes of a COSE P-256 key with both coordinates in full (RFC 9053, 7.1.1)
	key := virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2)
	for len(key.Key.AttestationData()) != whole {
		key = virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2)
	}
	return &ownDevice{virtualwebauthn.NewAuthenticatorWithOptions(virtualwebauthn.AuthenticatorOptions{UserHandle: []byte(account)}), key}
}

func (o *ownDevice) create(t *testing.T, question string) string {
	t.Helper()
	options, err := virtualwebauthn.ParseAttestationOptions(`{"publicKey":` + question + `}`)
	ok(t, err)
	if options.UserName == "" || options.RelyingPartyID != party.ID {
		t.Fatalf("%+v", options)
	}
	o.authenticator.AddCredential(o.key)
	return virtualwebauthn.CreateAttestationResponse(party, o.authenticator, o.key, *options)
}

func (o *ownDevice) answer(t *testing.T, at virtualwebauthn.RelyingParty, question string) string {
	t.Helper()
	options, err := virtualwebauthn.ParseAssertionOptions(`{"publicKey":` + question + `}`)
	ok(t, err)
	if o.authenticator.FindAllowedCredential(*options) == nil {
		t.Fatal("the key is not asked for")
	}
	o.key.Counter++
	return virtualwebauthn.CreateAssertionResponse(at, o.authenticator, o.key, *options)
}

func TestPasskey_enrolAndSignIn(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		i, err := w.Invite(t.Context(), w.admin, w.org, NewPerson{Name: "Tam Ashdown", Email: "tam@wendmoor.example", Roles: []permit.Role{permit.Guardian}})
		ok(t, err)
		entry, err := w.Redeem(t.Context(), i.Code, office)
		ok(t, err)
		ok(t, w.ChoosePassword(t.Context(), entry.Token, goodPassword))
		own := newOwnDevice(i.AccountID)
		question, err := w.PasskeyCreation(t.Context(), entry.Token)
		ok(t, err)
		made := own.create(t, question)
		ok(t, w.AddPasskey(t.Context(), entry.Token, made))
		refused(t, w.AddPasskey(t.Context(), entry.Token, made), problem.Invalid, "account.passkey_wrong") // the question is asked once
		_, err = w.FinishEnrolment(t.Context(), entry.Token, office)
		ok(t, err)

		half, err := w.SignIn(t.Context(), "tam@wendmoor.example", goodPassword, office)
		ok(t, err)
		waiting, err := w.WaitingFactor(t.Context(), half.Token)
		ok(t, err)
		if len(waiting.Kinds) != 1 || waiting.Kinds[0] != Passkey {
			t.Fatal("an app that was never proven is offered:", waiting.Kinds)
		}
		first, err := w.PasskeyRequest(t.Context(), half.Token)
		ok(t, err)
		elsewhere := party
		elsewhere.Origin = "https://futures.wendm00r.example"
		_, err = w.SignInPasskey(t.Context(), half.Token, own.answer(t, elsewhere, first), office)
		refused(t, err, problem.Invalid, "account.passkey_wrong") // a look-alike site gets an answer that is worth nothing here
		_, err = w.SignInPasskey(t.Context(), half.Token, own.answer(t, party, first), office)
		refused(t, err, problem.Invalid, "account.passkey_wrong") // after a failure there is another question
		second, err := w.PasskeyRequest(t.Context(), half.Token)
		ok(t, err)
		answer := own.answer(t, party, second)
		full, err := w.SignInPasskey(t.Context(), half.Token, answer, office)
		ok(t, err)
		_, err = w.SessionOf(t.Context(), full.Token)
		ok(t, err)

		again, err := w.SignIn(t.Context(), "tam@wendmoor.example", goodPassword, office)
		ok(t, err)
		_, err = w.SignInPasskey(t.Context(), again.Token, answer, office)
		refused(t, err, problem.Invalid, "account.passkey_wrong") // replayed
		third, err := w.PasskeyRequest(t.Context(), again.Token)
		ok(t, err)
		own.key.Counter = 0 // a copy that was made earlier
		_, err = w.SignInPasskey(t.Context(), again.Token, own.answer(t, party, third), office)
		refused(t, err, problem.Invalid, "account.passkey_wrong")
		if _, found := w.noted(permit.SignIn, "passkey_counter_went_back"); !found {
			t.Fatal("the ledger does not say that the key may have been copied")
		}
	})
}

func TestPasskey_anotherPersonsKeyOpensNothing(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		chief := w.signIn(chiefEmail, w.chief, office)
		own := newOwnDevice(w.admin.ID)
		question, err := w.PasskeyCreation(t.Context(), chief.Token)
		ok(t, err)
		ok(t, w.AddPasskey(t.Context(), chief.Token, own.create(t, question)))
		w.person("Tam Ashdown", "tam@wendmoor.example", permit.Practitioner)
		half, err := w.SignIn(t.Context(), "tam@wendmoor.example", goodPassword, office)
		ok(t, err)
		_, err = w.PasskeyRequest(t.Context(), half.Token)
		refused(t, err, problem.Conflict, "account.no_passkey")
		other, err := w.SignIn(t.Context(), chiefEmail, goodPassword, office)
		ok(t, err)
		asked, err := w.PasskeyRequest(t.Context(), other.Token)
		ok(t, err)
		_, err = w.SignInPasskey(t.Context(), half.Token, own.answer(t, party, asked), office)
		refused(t, err, problem.Invalid, "account.passkey_wrong")
		for _, junk := range []string{"", "{}", "null", `{"id":"a"}`, string(make([]byte, 1<<16))} {
			_, err = w.SignInPasskey(t.Context(), other.Token, junk, office)
			if err == nil {
				t.Fatalf("%.20q went in", junk)
			}
		}
	})
}

func TestPasskeys_notWhereTheyCannotWork(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for _, origins := range [][]string{nil, {"https://10.0.0.5"}, {"http://[::1]:8080"}} {
			s, err := New(access.New(d, w.ring, w.clock.now, nil), d, Options{Origins: origins, Hash: cheap})
			ok(t, err)
			if s.PasskeysOffered() {
				t.Errorf("%v", origins)
			}
			_, err = s.PasskeyRequest(t.Context(), newToken())
			refused(t, err, problem.Conflict, "account.no_passkeys_here")
		}
		s, err := New(access.New(d, w.ring, w.clock.now, nil), d, Options{Origins: []string{"http://localhost:8080"}, Hash: cheap})
		ok(t, err)
		if s.passkeyHost() != "localhost" {
			t.Fatal(s.passkeyHost())
		}
	})
}
