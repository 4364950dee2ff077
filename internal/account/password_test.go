package account

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"stablefutures/internal/problem"
)

func fieldKey(err error) string {
	var p *problem.Error
	if errors.As(err, &p) && len(p.Fields) > 0 {
		return p.Fields[0].Key
	}
	return ""
}

func TestCheckPassword_table(t *testing.T) {
	own := []string{"Orla Quill", "orla.quill@wendmoor.example", "Wendmoor Council"}
	for _, c := range []struct{ password, want string }{
		{goodPassword, ""},
		{"Y8#kd!vPq2Lx", ""},
		{"ጸሓይ በረቓ ኣብ ሰማይ ርእየ", ""},
		{"البيت الازرق فوق الجبل", ""},
		{"elephant-jungle-42", ""},
		{"short one", "account.password_short"},
		{strings.Repeat("ab!", 100), "account.password_long"},
		{strings.Repeat("é", 5000), "account.password_long"},
		{"1qaz2wsx3edc", "account.password_common"},
		{"0987654321qwert", "account.password_guessable"},
		{"aaaaaaaaaaaaaaaa", "account.password_guessable"},
		{"abcabcabcabcabc", "account.password_guessable"},
		{"Liverpool2026!", "account.password_guessable"},
		{"P4ssw0rd2024!!", "account.password_guessable"},
		{"password password", "account.password_guessable"},
		{"wendmoorquillx", "account.password_yours"},
		{"Orla.Quill-1987x", "account.password_yours"},
		{"with\x00a nul inside", "account.password_characters"},
		{"broken \xff utf eight", "account.password_characters"},
		{"a line\nand another", "account.password_characters"},
	} {
		err := checkPassword(c.password, own...)
		if got := fieldKey(err); got != c.want {
			t.Errorf("%q: got %q, want %q (guesses %d)", c.password, got, c.want, guesses(foldPassword(c.password), nil))
		}
	}
}

func TestCommonList_isSortedAndWhole(t *testing.T) {
	if n := len(commonHashes) / commonWidth; n != 114958 || len(commonHashes)%commonWidth != 0 {
		t.Fatalf("%d entries in %d bytes", n, len(commonHashes))
	}
	for i := commonWidth; i < len(commonHashes); i += commonWidth {
		if commonHashes[i-commonWidth:i] >= commonHashes[i:i+commonWidth] {
			t.Fatalf("not sorted at entry %d", i/commonWidth)
		}
	}
	if !isCommon("password") || !isCommon("liverpool") || isCommon("marmalade tractor") {
		t.Fatal("the list does not know what it should")
	}
}

func TestHasher_checksWhatItMade(t *testing.T) {
	h := newHasher(cheap)
	// The same keys on two machines: é as one letter and as two.
	stored, err := h.hash(t.Context(), "caf\u00e9 tractor lighthouse")
	ok(t, err)
	for _, c := range []struct {
		password string
		want     bool
	}{{"cafe\u0301 tractor lighthouse", true}, {"cafe tractor lighthouse", false}, {"", false}} {
		got, err := h.check(t.Context(), stored, c.password)
		if err != nil || got != c.want {
			t.Errorf("%q: %v %v", c.password, got, err)
		}
	}
	again, err := h.hash(t.Context(), "caf\u00e9 tractor lighthouse")
	ok(t, err)
	if stored == again {
		t.Fatal("two hashes of one password are the same: there is no salt")
	}
	if !newHasher(HashCost{2, 64, 1}).outdated(stored) || h.outdated(stored) {
		t.Fatal("outdated is wrong")
	}
}

func TestHasher_nobodyTakesAsLongAndIsNeverRight(t *testing.T) {
	h := newHasher(cheap)
	h.dummy = h.make("anything at all") // even whoever guessed what nobody knows
	if got, err := h.check(t.Context(), "", "anything at all"); got || err != nil {
		t.Fatal(got, err)
	}
}

func TestHasher_refusesDamagedHashes(t *testing.T) {
	h := newHasher(cheap)
	for _, stored := range []string{"x", "$argon2id$v=19$m=99999999,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAA", "$argon2i$v=19$m=64,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAA"} {
		if _, err := h.check(t.Context(), stored, "anything"); err == nil {
			t.Errorf("%q went through", stored)
		}
	}
}

func TestHasher_boundsTheCrowd(t *testing.T) {
	h := newHasher(cheap)
	for range cap(h.slots) {
		h.slots <- struct{}{} // every place is taken
	}
	ctx, cancel := context.WithCancel(t.Context())
	var waiting sync.WaitGroup
	for range queueLimit {
		waiting.Add(1)
		go func() {
			defer waiting.Done()
			if _, err := h.hash(ctx, "one of a crowd"); !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		}()
	}
	for len(h.queue) < queueLimit {
	}
	_, err := h.hash(t.Context(), "one too many")
	refused(t, err, problem.Conflict, "problem.busy")
	cancel()
	waiting.Wait()
}

func TestDefaultHashCost_isWhatWeSay(t *testing.T) {
	stored := newHasher(DefaultHashCost).dummy
	if !strings.HasPrefix(stored, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatal(stored)
	}
}
