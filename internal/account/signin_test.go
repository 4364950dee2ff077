package account

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit"
)

func TestSignIn_bothFactorsAndNothingLess(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		who, e := w.person("Tam Ashdown", "Tam.Ashdown@Wendmoor.example", permit.Practitioner, permit.Manager)
		half, err := w.SignIn(t.Context(), " tam.ashdown@WENDMOOR.example", goodPassword, office)
		ok(t, err)
		if _, err := w.SessionOf(t.Context(), half.Token); problem.KindOf(err) != problem.NotFound {
			t.Fatalf("the password alone opened a session: %v", err)
		}
		waiting, err := w.WaitingFactor(t.Context(), half.Token)
		ok(t, err)
		if len(waiting.Kinds) != 1 || waiting.Kinds[0] != TOTP {
			t.Fatal(waiting.Kinds)
		}
		full, err := w.SignInTOTP(t.Context(), half.Token, w.code(e), office)
		ok(t, err)
		if full.Token == half.Token || full.Device == "" {
			t.Fatal("the token was not changed, or the browser is not known")
		}
		if _, err := w.SessionOf(t.Context(), half.Token); problem.KindOf(err) != problem.NotFound {
			t.Fatal("the old token still opens something")
		}
		s, err := w.SessionOf(t.Context(), full.Token)
		ok(t, err)
		if s.Name != "Tam Ashdown" || s.Organisation != "Wendmoor Council" || s.Nation != "england" ||
			s.Actor.ID != who.ID || s.Actor.Organisation != w.org || !s.Actor.Is(permit.Practitioner) || !s.Actor.Is(permit.Manager) || len(s.Actor.Roles) != 2 {
			t.Fatalf("%+v", s)
		}
		line, found := w.noted(permit.SignIn, "signed_in")
		if !found || line.Actor != who.ID {
			t.Fatalf("the ledger does not say who signed in: %+v", line)
		}
	})
}

func TestSignIn_sameAnswerWhateverIsWrong(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		_, err := w.Invite(t.Context(), w.admin, w.org, NewPerson{Name: "Not Yet", Email: "notyet@wendmoor.example", Roles: []permit.Role{permit.Trainer}})
		ok(t, err)
		gone, _ := w.person("Gone Away", "gone@wendmoor.example", permit.Analyst)
		ok(t, w.Close(t.Context(), w.admin, w.org, gone.ID))
		for _, email := range []string{chiefEmail, "nobody@wendmoor.example", "notyet@wendmoor.example", "gone@wendmoor.example", "", "\x00\xff", string(make([]byte, 5000))} {
			password := "not the password at all"
			if email == "gone@wendmoor.example" {
				password = goodPassword
			}
			_, err := w.SignIn(t.Context(), email, password, office)
			refused(t, err, problem.Invalid, "account.sign_in_wrong")
			if err.Error() != wrong().Error() {
				t.Errorf("%q: another answer: %v", email, err)
			}
		}
		if line, found := w.noted(permit.SignIn, "password_refused"); !found || line.Actor != "nobody" {
			t.Fatalf("%+v %v", line, found)
		}
	})
}

func TestTOTP_aStepWorksOnce(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		code := w.code(w.chief)
		half, err := w.SignIn(t.Context(), chiefEmail, goodPassword, office)
		ok(t, err)
		_, err = w.SignInTOTP(t.Context(), half.Token, code, office)
		ok(t, err)
		again, err := w.SignIn(t.Context(), chiefEmail, goodPassword, office)
		ok(t, err)
		_, err = w.SignInTOTP(t.Context(), again.Token, code, office)
		refused(t, err, problem.Invalid, "account.totp_wrong")
		before, err := totpAt(w.chief.Secret, totpStep(w.clock.now())-1)
		ok(t, err)
		_, err = w.SignInTOTP(t.Context(), again.Token, before, office)
		refused(t, err, problem.Invalid, "account.totp_wrong") // an earlier step than the last used one
		_, err = w.SignInTOTP(t.Context(), again.Token, w.code(w.chief), office)
		ok(t, err)
	})
}

func TestRecoveryCode_worksOnceUnderARace(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		const many = 8
		var halves []Entry
		for range many {
			half, err := w.SignIn(t.Context(), chiefEmail, goodPassword, office)
			ok(t, err)
			halves = append(halves, half)
		}
		var all sync.WaitGroup
		results := make([]error, many)
		for i, half := range halves {
			all.Add(1)
			go func() {
				defer all.Done()
				_, results[i] = w.SignInRecovery(context.Background(), half.Token, w.chief.RecoveryCodes[3], office)
			}()
		}
		all.Wait()
		in := 0
		for _, err := range results {
			if err == nil {
				in++
				continue
			}
			refused(t, err, problem.Invalid, "account.recovery_wrong")
		}
		if in != 1 {
			t.Fatalf("%d went in with one code", in)
		}
		w.clock.pass(time.Second)
		full := w.signIn(chiefEmail, w.chief, office)
		g, err := w.OwnGuard(t.Context(), full.Token)
		ok(t, err)
		if g.Recovery != RecoveryCodes-1 {
			t.Fatalf("%d codes left", g.Recovery)
		}
	})
}

func TestSecondFactor_fiveTriesThenThePasswordAgain(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		half, err := w.SignIn(t.Context(), chiefEmail, goodPassword, office)
		ok(t, err)
		for i := range factorTries {
			_, err := w.SignInRecovery(t.Context(), half.Token, "ZZZZ-ZZZZ-ZZZZ", office)
			if i < factorTries-1 {
				refused(t, err, problem.Invalid, "account.recovery_wrong")
			} else {
				refused(t, err, problem.NotFound, "account.begin_again")
			}
		}
		_, err = w.SignInRecovery(t.Context(), half.Token, w.chief.RecoveryCodes[0], office)
		refused(t, err, problem.NotFound, "account.no_session")
		if _, found := w.noted(permit.SignIn, "second_factor_refused"); !found {
			t.Fatal("the ledger does not know of the failures")
		}
	})
}

func TestPasswordStage_lastsTenMinutes(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		half, err := w.SignIn(t.Context(), chiefEmail, goodPassword, office)
		ok(t, err)
		w.clock.pass(passwordLasts)
		_, err = w.SignInRecovery(t.Context(), half.Token, w.chief.RecoveryCodes[0], office)
		refused(t, err, problem.NotFound, "account.no_session")
	})
}

func TestThrottle_doesNotLockOutTheVictim(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		in := w.signIn(chiefEmail, w.chief, office)
		attacker := From{Network: "198.51.100.66"}
		hammer := func(from From) (held error) {
			for range 40 {
				if _, err := w.SignIn(t.Context(), chiefEmail, "wrong wrong wrong", from); problem.Is(err, problem.Conflict) {
					held = err
				}
			}
			return held
		}
		refused(t, hammer(attacker), problem.Conflict, "account.wait_seconds")
		// Even with the right password the attacker waits now.
		_, err := w.SignIn(t.Context(), chiefEmail, goodPassword, attacker)
		refused(t, err, problem.Conflict, "account.wait_seconds")
		// The victim, elsewhere and in a browser never seen: not held.
		_, err = w.SignIn(t.Context(), chiefEmail, goodPassword, From{Network: "203.0.113.5"})
		ok(t, err)
		// The attacker sits in the victim's own office: the known browser still gets through, to the end.
		refused(t, hammer(office), problem.Conflict, "account.wait_seconds")
		known := From{Network: office.Network, Agent: office.Agent, Device: in.Device}
		full := w.signIn(chiefEmail, w.chief, known)
		if full.Device != "" {
			t.Fatal("a known browser was made known again")
		}
		// A known browser is no licence to try other people's accounts.
		elsewhere := From{Network: "203.0.113.99"}
		for range 10 {
			_, err = w.SignIn(t.Context(), "other@wendmoor.example", "wrong wrong wrong", elsewhere)
		}
		refused(t, err, problem.Conflict, "account.wait_seconds")
		elsewhere.Device = in.Device
		_, err = w.SignIn(t.Context(), "other@wendmoor.example", "wrong wrong wrong", elsewhere)
		refused(t, err, problem.Conflict, "account.wait_seconds")
		// Nor is it free to try for ever on its own account.
		for range 40 {
			_, err = w.SignIn(t.Context(), chiefEmail, "wrong wrong wrong", known)
		}
		if !problem.Is(err, problem.Conflict) {
			t.Fatalf("a stolen browser may try for ever: %v", err)
		}
		w.clock.pass(2 * time.Hour)
		w.signIn(chiefEmail, w.chief, known)
	})
}

func TestThrottle_unknownAddressesWaitAlike(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		tries := func(email, net string) (n int) {
			for {
				if _, err := w.SignIn(t.Context(), email, "wrong wrong wrong", From{Network: net}); problem.Is(err, problem.Conflict) {
					return n
				}
				n++
			}
		}
		if a, b := tries(chiefEmail, "198.51.100.1"), tries("nobody@wendmoor.example", "198.51.100.2"); a != b {
			t.Fatalf("an account is told by its throttle: %d and %d tries", a, b)
		}
	})
}

func TestOneTimePasswords_cannotBeGuessedFromManyNetworks(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		in := w.signIn(chiefEmail, w.chief, office)
		hammer := func() { // somebody has the password and a botnet
			tried, held := 0, false
			for n := 0; !held && n < 100; n++ {
				bot := From{Network: fmt.Sprintf("198.51.100.%d", n)}
				half, err := w.SignIn(t.Context(), chiefEmail, goodPassword, bot)
				ok(t, err)
				for range factorTries - 1 {
					_, err := w.SignInTOTP(t.Context(), half.Token, "000000", bot)
					if held = problem.Is(err, problem.Conflict); held {
						break
					}
					tried++
				}
			}
			if !held || tried > paceFactor.free+1 {
				t.Fatalf("held %v after %d", held, tried)
			}
		}
		hammer()
		// The process starts anew: the count is kept.
		w.Service = w.restart()
		half, err := w.SignIn(t.Context(), chiefEmail, goodPassword, From{Network: "203.0.113.1"})
		ok(t, err)
		_, err = w.SignInTOTP(t.Context(), half.Token, w.code(w.chief), From{Network: "203.0.113.1"})
		refused(t, err, problem.Conflict, "account.wait_seconds")
		// A recovery code cannot be guessed, so it is not held.
		_, err = w.SignInRecovery(t.Context(), half.Token, w.chief.RecoveryCodes[9], From{Network: "203.0.113.1"})
		ok(t, err)
		// Neither is a known browser.
		hammer()
		w.signIn(chiefEmail, w.chief, From{Network: office.Network, Device: in.Device})
	})
}

func TestOneTimePasswords_cannotBeGuessedFromAKnownBrowser(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		in := w.signIn(chiefEmail, w.chief, office)
		known := From{Network: office.Network, Device: in.Device} // whoever shares the computer, and knows the password
		tried := 0
		for range 20 {
			half, err := w.SignIn(t.Context(), chiefEmail, goodPassword, known)
			ok(t, err)
			for range factorTries {
				if _, err = w.SignInTOTP(t.Context(), half.Token, "not it", known); IsThrottled(err) {
					break
				}
				tried++
			}
			if IsThrottled(err) {
				break
			}
		}
		if tried > paceDevice.free+1 {
			t.Fatalf("%d codes could be tried without a wait", tried)
		}
		w.clock.pass(paceDevice.forgetAfter + time.Second)
		w.signIn(chiefEmail, w.chief, known)
	})
}

func TestPassword_isHashedAnewWhenTheCostRises(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.hasher = newHasher(HashCost{Passes: 2, MemoryKiB: 128, Lanes: 1})
		_, err := w.SignIn(t.Context(), chiefEmail, goodPassword, office)
		ok(t, err)
		c, err := w.candidate(t.Context(), foldEmail(chiefEmail))
		ok(t, err)
		if w.hasher.outdated(c.hash) {
			t.Fatal("still the old hash")
		}
		w.signIn(chiefEmail, w.chief, office)
	})
}
