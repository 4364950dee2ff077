package account

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"stablefutures/internal/problem"
	"stablefutures/internal/testkit"
)

// Ten thousand tries to sign in as one person, one each second from one network, then a thousand at the same moment, then
// two thousand from as many networks: a few dozen reach a password at all, nobody learns anything, the memory stays
// small, and the person signs in meanwhile as on any morning.
func TestSignIn_tenThousandTries(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	attacker := From{Network: "203.0.113.9", Agent: "Firefox Linux"}
	judged, throttled := 0, 0
	try := func(password string, from From) {
		t.Helper()
		_, err := w.SignIn(t.Context(), chiefEmail, password, from)
		switch {
		case IsThrottled(err):
			throttled++
		case problem.KeyOf(err) == "account.sign_in_wrong":
			judged++
		default:
			t.Fatalf("neither refused nor held back: %v", err)
		}
	}
	for i := range 10_000 {
		try(fmt.Sprintf("guess number %05d", i), attacker)
		w.clock.pass(time.Second)
		if i%2500 == 0 {
			w.signsIn(t)
		}
	}
	if judged > 40 || judged+throttled != 10_000 {
		t.Errorf("%d of 10,000 tries reached the password, %d were held back", judged, throttled)
	}
	w.atOnce(t, attacker)
	judged = 0
	for i := range 2000 {
		try("guess from everywhere", From{Network: fmt.Sprintf("198.18.%d.%d", i/250, i%250)})
	}
	if n := len(w.throttle.tries); n > throttleSize {
		t.Errorf("%d counts are kept", n)
	}
	w.signsIn(t)
	// Whoever guessed the password stands before the second factor, and its tries are counted over all networks.
	passed := 0
	for i := range 200 {
		from := From{Network: fmt.Sprintf("198.19.0.%d", i)}
		half, err := w.SignIn(t.Context(), chiefEmail, goodPassword, from)
		ok(t, err)
		if _, err := w.SignInTOTP(t.Context(), half.Token, "000000", from); problem.Is(err, problem.Invalid) {
			passed++
		} else if !IsThrottled(err) {
			t.Fatalf("the second factor: %v", err)
		}
	}
	if passed > 15 {
		t.Errorf("%d codes were tried at one moment", passed)
	}
}

// signsIn is the person themselves, on another network and a browser nobody knows yet.
func (w *world) signsIn(t *testing.T) {
	t.Helper()
	w.clock.pass(time.Minute) // a one-time password counts once
	half, err := w.SignIn(t.Context(), chiefEmail, goodPassword, office)
	ok(t, err)
	full, err := w.SignInTOTP(t.Context(), half.Token, w.code(w.chief), office)
	ok(t, err)
	ok(t, w.SignOut(t.Context(), full.Token))
}

func (w *world) atOnce(t *testing.T, from From) {
	t.Helper()
	var all sync.WaitGroup
	answers := make([]error, 1000)
	for i := range answers {
		all.Go(func() { _, answers[i] = w.SignIn(context.Background(), chiefEmail, "all at once", from) })
	}
	all.Wait()
	judged := 0
	for _, err := range answers {
		if !IsThrottled(err) {
			judged++
		}
	}
	if judged > 6 {
		t.Errorf("%d of a thousand at once reached the password", judged)
	}
}
