package conversation

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"stablefutures/internal/problem"
)

// A code is read back however a hand wrote it.
func TestPaperCode_isForgiving(t *testing.T) {
	code := paperCode(812_004_117_559)
	for _, typed := range []string{code, strings.ToLower(code), ShowPaperCode(code), " " + code[:4] + " " + code[4:] + " ", code[:4] + "–" + code[4:8] + "—" + code[8:],
		"\u2066" + code + "\u2069"} {
		if got, err := ReadPaperCode(typed); err != nil || got != code {
			t.Errorf("%q reads as %q, %v", typed, got, err)
		}
	}
	zero := paperCode(0) // all noughts
	for _, typed := range []string{"OOOO OOOO O", "oooo-oooo-0", "٠٠٠٠٠٠٠٠٠", "۰۰۰۰۰۰۰۰۰", "QOQO0000O"} {
		if got, err := ReadPaperCode(typed); err != nil || got != zero {
			t.Errorf("%q reads as %q, %v", typed, got, err)
		}
	}
	one := "11110000"
	one += string(paperCheck(one))
	for _, first := range []string{"IIII", "llll", "LiLi"} {
		if got, err := ReadPaperCode(first + "OOOO" + one[8:]); err != nil || got != one {
			t.Errorf("%q reads as %q, %v", first, got, err)
		}
	}
}

// One sign wrong, or two that changed places, is never another code.
func TestPaperCode_findsSlips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := paperCode(rapid.Uint64().Draw(t, "number"))
		if got, err := ReadPaperCode(code); err != nil || got != code {
			t.Fatalf("%s reads as %q, %v", code, got, err)
		}
		b := []byte(code)
		at := rapid.IntRange(0, len(b)-1).Draw(t, "at")
		b[at] = rapid.SampledFrom([]byte(paperSigns)).Draw(t, "sign")
		if string(b) != code {
			if _, err := ReadPaperCode(string(b)); problem.KeyOf(err) != "conversation.code_slip" {
				t.Fatalf("%s for %s: %v", b, code, err)
			}
		}
		b = []byte(code)
		i, j := rapid.IntRange(0, len(b)-1).Draw(t, "i"), rapid.IntRange(0, len(b)-1).Draw(t, "j")
		b[i], b[j] = b[j], b[i]
		if string(b) != code {
			if _, err := ReadPaperCode(string(b)); problem.KeyOf(err) != "conversation.code_slip" {
				t.Fatalf("%s for %s: %v", b, code, err)
			}
		}
	})
}

// What is no code is refused before anything is looked up, and the error has nothing of it.
func TestPaperCode_refuses(t *testing.T) {
	code := paperCode(7)
	for typed, key := range map[string]string{"": "conversation.code_length", code[:8]: "conversation.code_length", code + "0": "conversation.code_length",
		code[:8] + "!": "conversation.code_slip", "ዘዘዘዘዘዘዘዘዘ": "conversation.code_length", code[:6] + "é" + code[8:]: "conversation.code_slip", strings.Repeat("9", 4000): "conversation.code_length"} {
		_, err := ReadPaperCode(typed)
		if problem.KindOf(err) != problem.Invalid || problem.KeyOf(err) != key {
			t.Errorf("%.20q: %v, want %s", typed, err, key)
		}
		if typed != "" && err != nil && strings.Contains(err.Error(), typed) {
			t.Errorf("the error quotes what was typed: %v", err)
		}
	}
}

func FuzzReadPaperCode(f *testing.F) {
	for _, seed := range []string{"", "K7M3-P9RT-2", "oooo oooo o", "٠٠٠٠٠٠٠٠٠", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		code, err := ReadPaperCode(typed)
		if err != nil {
			return
		}
		if again, err := ReadPaperCode(ShowPaperCode(code)); err != nil || again != code {
			t.Fatalf("%q gave %q, which reads as %q, %v", typed, code, again, err)
		}
	})
}
