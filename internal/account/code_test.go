package account

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestReadCode_asPeopleType(t *testing.T) {
	for _, typed := range []string{"0K1A-2B3C-4D5E", "ok1a 2b3c 4d5e", " oKlA2b3c4d5e\n", "0Kia—2B3C–4D5E"} {
		if got := readCode(typed, recoveryLetters); got != "0K1A2B3C4D5E" {
			t.Errorf("%q: %q", typed, got)
		}
	}
	for _, typed := range []string{"", "0K1A-2B3C-4D5", "0K1A-2B3C-4D5EE", "0K1A-2B3C-4D5U", "0K1A-2B3C-4D5é", strings.Repeat("-", 500), "٠K1A2B3C4D5E", "\xff"} {
		if got := readCode(typed, recoveryLetters); got != "" {
			t.Errorf("%q: %q", typed, got)
		}
	}
	if code := newCode(20); readCode(spaced(code), 20) != code || len(spaced(code)) != 24 {
		t.Fatal(code, spaced(code))
	}
}

func FuzzReadCode(f *testing.F) {
	for _, s := range []string{"0K1A-2B3C-4D5E", "ooOO iiII llLL", "ſtrange", "K\u00a0\u2011", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		code := readCode(typed, recoveryLetters)
		if code == "" {
			return
		}
		if len(code) != recoveryLetters || strings.Trim(code, codeLetters) != "" {
			t.Fatalf("%q gave %q", typed, code)
		}
		if readCode(spaced(code), recoveryLetters) != code || readCode(strings.ToLower(code), recoveryLetters) != code {
			t.Fatalf("%q does not read back", code)
		}
	})
}

func FuzzReadDigits(f *testing.F) {
	f.Add("123 456")
	f.Add("١٢٣٤٥٦")
	f.Fuzz(func(t *testing.T, typed string) {
		if strings.Trim(readDigits(typed), "0123456789") != "" {
			t.Fatalf("%q gave %q", typed, readDigits(typed))
		}
	})
}

func TestHashToken_onlyOfTokens(t *testing.T) {
	token := newToken()
	if len(token) != 43 || len(hashToken(token)) != 64 || hashToken(token) == hashToken(newToken()) {
		t.Fatal(token)
	}
	last := token[:42] + map[bool]string{true: "B", false: "A"}[token[42] == 'A'] // stray low bits: the same bytes, another text
	for _, bad := range []string{"", "x", token + "=", token[:42], strings.Repeat("é", 43), last + "!"} {
		if hashToken(bad) != "" {
			t.Errorf("%q has a hash", bad)
		}
	}
}

// The vectors of RFC 6238, appendix B (SHA-1), cut to six digits.
func TestTOTP_rfcVectors(t *testing.T) {
	secret := totpText.EncodeToString([]byte("12345678901234567890"))
	for at, want := range map[int64]string{59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"} {
		moment := time.Unix(at, 0)
		if got, err := totpAt(secret, totpStep(moment)); err != nil || got != want {
			t.Errorf("%d: %s %v", at, got, err)
		}
		for _, off := range []time.Duration{-30 * time.Second, 0, 30 * time.Second} {
			if step, err := matchTOTP(secret, want[:3]+" "+want[3:], moment.Add(off)); err != nil || step != totpStep(moment) {
				t.Errorf("%d%+v: step %d %v", at, off, step, err)
			}
		}
		for _, off := range []time.Duration{-61 * time.Second, 61 * time.Second} {
			if step, _ := matchTOTP(secret, want, moment.Add(off)); step != 0 && at > 600 { // before 1970 there are no steps
				t.Errorf("%d%+v: an old code matched", at, off)
			}
		}
	}
}

func TestTOTPURI_survivesNames(t *testing.T) {
	u, err := url.Parse(totpURI("Stable Futures", "zoë+a&b@wendmoor.example", "ABC"))
	ok(t, err)
	if u.Scheme != "otpauth" || u.Query().Get("issuer") != "Stable Futures" || u.Path != "/Stable Futures:zoë+a&b@wendmoor.example" {
		t.Fatal(u)
	}
}

func TestFoldEmail_oneAddressOneFold(t *testing.T) {
	same := [][]string{
		{"Orla.Quill@Wendmoor.Example", " orla.quill@wendmoor.example ", "ｏｒｌａ.quill@wendmoor.example"},
		{"straße@bücher.example", "STRASSE@xn--bcher-kva.example", "strasse@BÜCHER.example"},
		{"zoe\u0308@a.example", "zo\u00eb@a.example"},
	}
	seen := map[string]bool{}
	for _, group := range same {
		for _, e := range group[1:] {
			if foldEmail(e) != foldEmail(group[0]) {
				t.Errorf("%q and %q fold apart: %q %q", e, group[0], foldEmail(e), foldEmail(group[0]))
			}
		}
		if seen[foldEmail(group[0])] {
			t.Errorf("%q folds to another's", group[0])
		}
		seen[foldEmail(group[0])] = true
	}
}

func TestCheckEmail_table(t *testing.T) {
	for _, good := range []string{"a@b.example", "zoë@bücher.example", "o'neill+x@a-b.example"} {
		if _, ok := checkEmail(good); !ok {
			t.Errorf("%q refused", good)
		}
	}
	for _, bad := range []string{"", "a", "a@", "@b.example", "a@b", "a@.example", "a@b.", "a@b..example", "a b@c.example", "a@b@c.example", "a\x00@b.example", "a\u202e@b.example", "a\xff@b.example", strings.Repeat("a", 250) + "@b.example"} {
		if _, ok := checkEmail(bad); ok {
			t.Errorf("%q went through", bad)
		}
	}
}
