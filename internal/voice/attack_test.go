package voice_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/descope/virtualwebauthn"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/voice"
)

// acts gives what the log of Selam's record says happened, newest first.
func (w *world) acts(act permit.Action) (details []string) {
	w.Helper()
	w.must(w.door.Read(w.Context(), w.tam, permit.ReadLedger, access.Record(w.selam), func(work *access.Work) error {
		traces, _, err := work.Trail(w.Context(), 0, 200)
		for _, t := range traces {
			if t.Act == act && t.Outcome == ledger.Done {
				details = append(details, strings.Join(t.Detail, " "))
			}
		}
		return err
	}))
	return details
}

// Ten thousand tries, from one network and from ten thousand, find nothing; hammering slows everybody down for a while, and
// then the words that a worker has just said open.
func TestComeIn_tenThousandTriesFindNothing(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.allow()
		place := w.opened(voice.ByWords)
		w.must(w.ChooseSecond(t.Context(), w.tam, w.selam, place, "green kangaroo"))
		c := w.code(place)
		right := strings.Join(c.In("en"), " ")
		list, looked, waited := voice.Words("en"), 0, 0
		guess := func(n int) string {
			return strings.Join([]string{list[n&63], list[n>>6&63], list[n>>12&63], list[63-n&63]}, " ")
		}
		for n := range 10_000 {
			typed := guess(n)
			if typed == right {
				continue
			}
			network := "192.0.2.1"
			if n%2 == 1 {
				network = fmt.Sprintf("10.1.%d.%d", n>>8, n&255)
			}
			e, err := w.ComeIn(t.Context(), typed, "en", network)
			switch {
			case account.IsThrottled(err):
				waited++
			case problem.Is(err, problem.Invalid):
				looked++
			default:
				t.Fatalf("try %d: %+v, %v", n, e, err)
			}
			if n%100 == 0 {
				w.pass(time.Second)
			}
		}
		if looked > 400 || waited < 9_600 {
			t.Errorf("%d tries were looked at, %d had to wait", looked, waited)
		}
		if w.state(place) != "open" {
			t.Error("hammering ends a place")
		}
		w.pass(10*time.Minute + time.Second)
		e, err := w.in(strings.Join(w.code(place).In("ti"), " "))
		w.must(err)
		w.isIn(e)
	})
}

// Somebody who overheard the first two words has five tries; after that these words open nothing for anybody, and others do.
func TestComeIn_theFirstTwoWordsAreWorthFiveTries(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.allow()
		place := w.opened(voice.ByWords)
		c := w.code(place)
		words := c.In("en")
		tries := 0
		for _, third := range voice.Words("en") {
			if third == words[2] || tries == 5 {
				continue
			}
			tries++
			_, err := w.in(words[0] + " " + words[1] + " " + third + " " + words[3])
			w.refused(err, problem.Invalid)
		}
		_, err := w.in(strings.Join(words, " "))
		w.refused(err, problem.Invalid)
		e, err := w.in(strings.Join(w.code(place).In("en"), " "))
		w.must(err)
		w.isIn(e)
	})
}

// Of many who write the same words at once, one is in.
func TestComeIn_onceUnderARace(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.allow()
		typed := strings.Join(w.code(w.opened(voice.ByWords)).In("en"), " ")
		var mu sync.Mutex
		var wait sync.WaitGroup
		tokens := 0
		for n := range 8 {
			wait.Go(func() {
				e, err := w.ComeIn(t.Context(), typed, "en", fmt.Sprintf("10.2.0.%d", n))
				mu.Lock()
				defer mu.Unlock()
				if e.Token != "" {
					tokens++
				} else if !problem.Is(err, problem.Invalid) {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if tokens != 1 {
			t.Errorf("%d are in", tokens)
		}
	})
}

// Their second word looks like any other word that opens nothing: the same answer, and from then on the place is over for
// everybody, and the adult is told inside the program alone.
func TestComeIn_theSecondWordEndsThePlaceAndSaysNothing(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx := t.Context()
		w.allow()
		place := w.opened(voice.ByWords)
		w.must(w.ChooseSecond(ctx, w.tam, w.selam, place, "Green  Kangaroo!"))
		in, err := w.in(strings.Join(w.code(place).In("en"), " "))
		w.must(err)
		c := w.code(place)
		other, otherErr := w.in("blue kangaroo")
		pressed, pressedErr := w.in("green kangaroo")
		if pressed != other || !errors.Is(pressedErr, otherErr) || pressed.Token != "" || pressedErr != nil {
			t.Errorf("another word: %+v %v; the second word: %+v %v", other, otherErr, pressed, pressedErr)
		}
		w.isOut(in, "they were pressed")
		_, err = w.in(strings.Join(c.In("en"), " "))
		w.refused(err, problem.Invalid)
		if again, err := w.in("green kangaroo"); again != other || err != nil {
			t.Errorf("said again: %+v %v", again, err)
		}
		if w.state(place) != "pressed" {
			t.Errorf("the worker reads %q", w.state(place))
		}
		news, err := w.News(ctx, w.tam)
		w.must(err)
		if len(news) != 1 || news[0].Kind != conversation.Pressed || !news[0].Mine {
			t.Errorf("told: %+v", news)
		}
		fresh := w.opened(voice.ByWords)
		in, err = w.in(strings.Join(w.code(fresh).In("en"), " "))
		w.must(err)
		p, err := w.Open(ctx, w.isIn(in), w.selam)
		w.must(err)
		if len(p.Remarks) != 0 {
			t.Errorf("the place itself says that they were pressed: %+v", p.Remarks)
		}
		for _, act := range w.acts(permit.EnterOwn) {
			if strings.Contains(strings.ToLower(act), "kangaroo") {
				t.Errorf("the log holds the word: %s", act)
			}
		}
	})
}

// A second word is one that others would not think of, is no code, and is nobody else's; why it is refused says nothing of
// others.
func TestChooseSecond_isTheirsAlone(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx := t.Context()
		w.allow()
		place := w.opened(voice.ByWords)
		dawit, err := w.OpenDevice(ctx, w.noor, w.other, voice.Opening{Way: voice.ByWords, Days: 30})
		w.must(err)
		w.must(w.ChooseSecond(ctx, w.noor, w.other, dawit, "green kangaroo"))
		var said []string
		for _, word := range []string{"green kangaroo", "GREEN, kangaroo", "password", "sun moon star rain", "11 12 13 14"} {
			err := w.ChooseSecond(ctx, w.tam, w.selam, place, word)
			w.refused(err, problem.Invalid)
			var p *problem.Error
			if errors.As(err, &p) && len(p.Fields) == 1 {
				said = append(said, p.Fields[0].Key)
			}
		}
		if strings.Join(said, " ") != "voice.second_other voice.second_other voice.second_length voice.second_other voice.second_other" {
			t.Errorf("why: %q", said)
		}
		for _, word := range []string{"", "abc", "kangaroos", "   ", strings.Repeat("long ", 100)} {
			w.refused(w.ChooseSecond(ctx, w.tam, w.selam, place, word), problem.Invalid)
		}
		w.must(w.ChooseSecond(ctx, w.tam, w.selam, place, "ሰማያዊ ጋንቤል"))
		w.must(w.ChooseSecond(ctx, w.tam, w.selam, place, "ሰማያዊ ጋንቤል")) // pressed twice
		w.refused(w.ChooseSecond(ctx, w.tam, w.selam, dawit, "blue kangaroo"), problem.NotFound)
		if _, err := w.in("ሠማያዊ, ጋንቤል"); err != nil || w.state(place) != "pressed" {
			t.Errorf("written with another letter for the same sound: %v, %s", err, w.state(place))
		}
	})
}

// Hostile text at the way in opens nothing and breaks nothing.
func TestComeIn_hostileText(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.allow()
		w.opened(voice.ByWords)
		for _, typed := range []string{"", " ", "\x00", "' or 1=1 --", strings.Repeat("a", 1<<16), strings.Repeat("sun ", 1<<14), "\xff\xfe", "<script>", strings.Repeat("٣", 5000),
			"\u202esun moon star rain", strings.Repeat("e\u0301\u0301\u0301", 2000)} {
			e, err := w.in(typed)
			if e.Token != "" || err != nil && !problem.Is(err, problem.Invalid) {
				t.Errorf("%.20q: %+v, %v", typed, e, err)
			}
		}
	})
}

var party = virtualwebauthn.RelyingParty{Name: "Words", ID: "futures.wendmoor.example", Origin: "https://futures.wendmoor.example"}

// phone is a device with a passkey of its own.
type phone struct {
	authenticator virtualwebauthn.Authenticator
	key           virtualwebauthn.Credential
}

// newPhone is a phone with one fresh P-256 key. The simulator writes a coordinate that begins with a zero byte one byte
// short, which no real device does and the server rightly refuses: such a key is drawn again.
func newPhone(place string, verifies bool) *phone {
	const whole = 77 // bytes of a COSE P-256 key with both coordinates in full (RFC 9053, 7.1.1)
	key := virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2)
	for len(key.Key.AttestationData()) != whole {
		key = virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2)
	}
	return &phone{virtualwebauthn.NewAuthenticatorWithOptions(virtualwebauthn.AuthenticatorOptions{UserHandle: []byte(place), UserNotVerified: !verifies}), key}
}

func (o *phone) create(t testing.TB, question string) string {
	t.Helper()
	options, err := virtualwebauthn.ParseAttestationOptions(`{"publicKey":` + question + `}`)
	if err != nil {
		t.Fatal(err)
	}
	o.authenticator.AddCredential(o.key)
	return virtualwebauthn.CreateAttestationResponse(party, o.authenticator, o.key, *options)
}

func (o *phone) answer(t testing.TB, at virtualwebauthn.RelyingParty, question string) string {
	t.Helper()
	options, err := virtualwebauthn.ParseAssertionOptions(`{"publicKey":` + question + `}`)
	if err != nil {
		t.Fatal(err)
	}
	o.key.Counter++
	return virtualwebauthn.CreateAssertionResponse(at, o.authenticator, o.key, *options)
}

// A passkey is made on their device with the worker's words, asks who holds it, says no name, and opens the place itself.
func TestComeInByKey_opensThePlaceAndSaysNoName(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx := t.Context()
		w.allow()
		place := w.opened(voice.ByPasskey)
		e, err := w.in(strings.Join(w.code(place).In("ti"), " "))
		w.must(err)
		if !e.Making {
			t.Fatalf("the words of a passkey's place open it: %+v", e)
		}
		w.isOut(e, "the passkey is not made yet")
		question, err := w.KeyQuestion(ctx, e.Token)
		w.must(err)
		var asked struct {
			User struct{ Name, DisplayName string }
			RP   struct{ Name string }
			Auth struct{ ResidentKey, UserVerification string } `json:"authenticatorSelection"`
		}
		w.must(json.Unmarshal([]byte(question), &asked))
		if strings.Contains(question, "Selam") || asked.User.Name != "Words" || asked.User.DisplayName != "Words" || asked.RP.Name != "Words" ||
			asked.Auth.ResidentKey != "required" || asked.Auth.UserVerification != "required" {
			t.Errorf("asked of the device: %s", question)
		}
		_, err = w.MakeKey(ctx, e.Token, newPhone(place, false).create(t, question))
		w.refused(err, problem.Invalid) // anybody who holds the phone could use that one
		own := newPhone(place, true)
		made := own.create(t, question)
		in, err := w.MakeKey(ctx, e.Token, made)
		w.must(err)
		who := w.isIn(in)
		_, err = w.MakeKey(ctx, e.Token, made)
		w.refused(err, problem.NotFound)
		p, err := w.Open(ctx, who, w.selam)
		w.must(err)
		if !p.Own || p.Spoken || len(p.Promises) != 1 || len(p.Views) != 0 {
			t.Errorf("the place: %+v", p)
		}
		seen, err := w.Seen(ctx, who, w.selam)
		w.must(err)
		if len(seen.Seers) != 2 {
			t.Errorf("who can see: %+v", seen)
		}
		w.keyIsHeld(t, own, place, in)
	})
}

// keyIsHeld shows what a passkey's answer is worth: once, in its time, from this site and its own key, while the place is open.
func (w *world) keyIsHeld(t *testing.T, own *phone, place string, in voice.Entry) {
	t.Helper()
	ctx := t.Context()
	use := func(challenge, answer string) (voice.Entry, error) {
		return w.ComeInByKey(ctx, challenge, answer, "10.3.0.1")
	}
	ask := func() (string, string) {
		question, challenge, err := w.AskKey(ctx)
		w.must(err)
		return question, challenge
	}
	question, challenge := ask()
	elsewhere := party
	elsewhere.Origin = "https://futures.wendm00r.example"
	_, err := use(challenge, own.answer(t, elsewhere, question))
	w.refused(err, problem.Invalid)
	answer := own.answer(t, party, question)
	next, err := use(challenge, answer)
	w.must(err)
	w.isIn(next)
	w.isOut(in, "they came in elsewhere")
	_, err = use(challenge, answer)
	w.refused(err, problem.Invalid) // replayed
	question, challenge = ask()
	_, err = use(challenge, newPhone(place, true).answer(t, party, question))
	w.refused(err, problem.Invalid) // another key that says it is for this place
	late := own.answer(t, party, question)
	w.pass(5 * time.Minute)
	_, err = use(challenge, late)
	w.refused(err, problem.Invalid)
	question, _ = ask()
	_, err = use(strings.Repeat("A", 43), own.answer(t, party, question))
	w.refused(err, problem.Invalid) // a question that was never ours
	question, challenge = ask()
	counter := own.key.Counter
	own.key.Counter = 0 // a copy that was made earlier
	_, err = use(challenge, own.answer(t, party, question))
	w.refused(err, problem.Invalid)
	own.key.Counter = counter
	for _, junk := range []string{"", "{}", "null", `{"id":"a"}`, strings.Repeat("\x00", 1<<16)} {
		_, err = use(challenge, junk)
		w.refused(err, problem.Invalid)
	}
	w.must(w.EndDevice(ctx, w.tam, w.selam, place))
	question, challenge = ask()
	_, err = use(challenge, own.answer(t, party, question))
	w.refused(err, problem.Invalid)
}
