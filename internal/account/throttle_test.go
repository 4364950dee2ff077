package account

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"stablefutures/internal/testkit"
)

func TestPace_growsAndStops(t *testing.T) {
	p := pace{free: 3, first: 5 * time.Second, most: time.Minute}
	for failures, want := range []time.Duration{0, 0, 0, 0, 5, 10, 20, 40, 60, 60} {
		if want < time.Second {
			want *= time.Second
		}
		if got := p.wait(failures); got != want {
			t.Errorf("%d: %v, want %v", failures, got, want)
		}
	}
	if p.wait(1<<20) != time.Minute {
		t.Fatal("a long siege must not overflow")
	}
}

func TestThrottle_aHundredAtOnceAreAHundred(t *testing.T) {
	c := &clock{at: testkit.Now()}
	th := newThrottle(c.now)
	var through, held int
	var mu sync.Mutex
	var all sync.WaitGroup
	for range 100 {
		all.Add(1)
		go func() {
			defer all.Done()
			wait, _ := th.try("k", "a", paceAccount)
			mu.Lock()
			defer mu.Unlock()
			if wait > 0 {
				held++
			} else {
				through++
			}
		}()
	}
	all.Wait()
	if through != paceAccount.free+1 || held != 99-paceAccount.free {
		t.Fatalf("%d through, %d held", through, held)
	}
	if wait, _ := th.try("k", "b", paceAccount); wait != 0 {
		t.Fatal("somebody else is held too")
	}
	c.pass(paceAccount.forgetAfter + time.Second)
	if wait, _ := th.try("k", "a", paceAccount); wait != 0 {
		t.Fatal("never forgotten")
	}
}

func TestThrottle_successTakesItsOwnTryBack(t *testing.T) {
	c := &clock{at: testkit.Now()}
	th := newThrottle(c.now)
	for range 1000 {
		wait, forgive := th.try("network", "council", paceNetwork)
		if wait > 0 {
			t.Fatal("a busy office is held up by its own success")
		}
		forgive()
	}
}

func TestThrottle_staysBounded(t *testing.T) {
	c := &clock{at: testkit.Now()}
	th := newThrottle(c.now)
	for i := range throttleSize + 1000 {
		for range 7 {
			th.try("k", fmt.Sprint(i), paceAccount)
		}
	}
	if len(th.tries) > throttleSize {
		t.Fatal(len(th.tries))
	}
}

func TestNetwork_table(t *testing.T) {
	for in, want := range map[string]string{
		"192.0.2.7": "192.0.2.7", "::ffff:192.0.2.7": "192.0.2.7", "2001:db8:1:2:3::4": "2001:db8:1:2::/64",
		"2001:db8:1:2:ffff::": "2001:db8:1:2::/64", "fe80::1%eth0": "fe80::/64", "": "unknown", "../../x": "unknown",
	} {
		if got := Network(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
