package framework

import (
	"bytes"
	"testing"
)

// The bytes are permanent: stored records hold them. If this test fails, the code
// is wrong, not the test.
func TestFactCodesArePermanent(t *testing.T) {
	want := map[string]byte{
		"untouched": 0, "there_for_me": 1, "some_of_it": 2, "not_there": 3, "keeps_changing": 4,
		"not_sure": 16, "dont_want_to_say": 17, "not_today": 18, "ask_differently": 19, "words_only": 20,
		"in_place": 32, "partly": 33, "not_in_place": 34, "not_known": 35, "not_asked": 36, "not_applicable": 37,
	}
	for key, code := range want {
		f, ok := FactByKey(key)
		if !ok || byte(f) != code {
			t.Errorf("%s is %d, was %d", key, f, code)
		}
		if Fact(code).Key() != key {
			t.Errorf("%d is %s, was %s", code, Fact(code).Key(), key)
		}
	}
	if len(want) != len(factKeys) {
		t.Errorf("%d facts, %d expected: add the new one here", len(factKeys), len(want))
	}
	for _, keys := range [][]string{anchorKeys, answerKeys} {
		for _, k := range keys {
			if _, ok := FactByKey(k); !ok {
				t.Errorf("a choice on screen has no fact: %s", k)
			}
		}
	}
}

func TestFacts(t *testing.T) {
	e, _ := BySet(SetChecklist)
	f := NewFacts(e)
	for _, s := range []struct {
		code string
		fact Fact
		ok   bool
	}{
		{"F1", ThereForMe, true}, {"F1", DontWantToSay, true}, {"V2", WordsOnly, true}, {"F1.1", Partly, true}, {"V7.3", NotAsked, true},
		{"F1", Partly, false}, {"F1.1", NotThere, false}, {"F99", NotSure, false}, {"F1", 5, false}, {"F1", 255, false}, {"", NotSure, false},
	} {
		if err := f.Set(s.code, s.fact); (err == nil) != s.ok {
			t.Errorf("Set(%q, %s): %v", s.code, s.fact.Key(), err)
		}
	}
	if n, err := f.AddOwn(KeepsChanging); n != 0 || err != nil {
		t.Errorf("first own topic: %d, %v", n, err)
	}
	if _, err := f.AddOwn(InPlace); err == nil {
		t.Error("an own topic took a finding")
	}
	back, err := ParseFacts(e, f.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if back.At("F1") != DontWantToSay || back.At("V7.3") != NotAsked || back.At("F2") != Untouched || back.At("nothing") != Untouched {
		t.Error("facts changed on their way through bytes")
	}
	if own := back.Own(); len(own) != 1 || own[0] != KeepsChanging {
		t.Errorf("own topics: %v", own)
	}
	if touched := back.Touched(); len(touched) != 4 {
		t.Errorf("touched: %v", touched)
	}
	b := f.Bytes()
	b[0] = byte(NotThere)
	if f.At("F1") != DontWantToSay {
		t.Error("Bytes gave away the inside")
	}
}

func TestParseFactsRefuses(t *testing.T) {
	e, _ := BySet(SetChecklist)
	good := NewFacts(e).Bytes()
	for name, b := range map[string][]byte{
		"too short":               good[:len(good)-1],
		"too long":                append(append([]byte{}, good...), make([]byte, MaxOwnTopics+1)...),
		"empty":                   {},
		"a finding on an outcome": append([]byte{byte(InPlace)}, good[1:]...),
		"an anchor on a check":    append(append([]byte{}, good[:len(good)-1]...), byte(ThereForMe)),
		"a reserved code":         append([]byte{7}, good[1:]...),
		"a finding on a topic":    append(append([]byte{}, good...), byte(InPlace)),
	} {
		if _, err := ParseFacts(e, b); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	f := NewFacts(e)
	for range MaxOwnTopics {
		if _, err := f.AddOwn(Untouched); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.AddOwn(NotSure); err == nil {
		t.Error("more own topics than allowed")
	}
}

func FuzzParseFacts(f *testing.F) {
	e, _ := BySet(SetPlaceholder)
	f.Add(NewFacts(e).Bytes())
	f.Add([]byte{})
	f.Add(append(NewFacts(e).Bytes(), 1, 20))
	f.Fuzz(func(t *testing.T, b []byte) {
		facts, err := ParseFacts(e, b)
		if err != nil {
			return
		}
		if !bytes.Equal(facts.Bytes(), b) {
			t.Fatal("bytes changed")
		}
		// Whatever is accepted could have been written through Set and AddOwn.
		again := NewFacts(e)
		for _, it := range facts.Touched() {
			if err := again.Set(it.Code, facts.At(it.Code)); err != nil {
				t.Fatal(err)
			}
		}
		for _, own := range facts.Own() {
			if _, err := again.AddOwn(own); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(again.Bytes(), b) {
			t.Fatal("written again, the bytes differ")
		}
	})
}
