package i18n

import (
	"encoding/json"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/feature/plural"
)

// keyShape is what a key looks like: the room, then what it is, in lower case.
var keyShape = regexp.MustCompile(`^[a-z][a-z0-9]*(\.[a-z0-9_]+)+$`)

// texts reads a language's messages as the files have them: key to form to text, "" being the form of a plain text.
func texts(t *testing.T, lang string) map[string]map[string]string {
	t.Helper()
	raw, err := readMessages(messageFiles, lang)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]map[string]string{}
	for key, value := range raw {
		var text string
		forms := map[string]string{}
		if json.Unmarshal(value, &text) == nil {
			forms[""] = text
		} else if err := json.Unmarshal(value, &forms); err != nil {
			t.Fatalf("%s: %s: %v", lang, key, err)
		}
		all[key] = forms
	}
	return all
}

// places lists the placeholders of all forms of a message, sorted, once each.
func places(forms map[string]string) []string {
	var names []string
	for _, text := range forms {
		for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
			names = append(names, m[1])
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func TestMessages_sameInEveryLanguage(t *testing.T) {
	english := texts(t, "en")
	for _, lang := range Languages()[1:] {
		other := texts(t, lang)
		for key, forms := range english {
			theirs, ok := other[key]
			if !ok {
				t.Errorf("%s is missing in %s", key, lang)
				continue
			}
			if _, plain := forms[""]; plain != (theirs[""] != "") {
				t.Errorf("%s: plural in one language, plain in %s", key, lang)
			}
			if e, o := places(forms), places(theirs); !slices.Equal(e, o) {
				t.Errorf("%s: placeholders %v in English, %v in %s", key, e, o, lang)
			}
		}
		for key := range other {
			if _, ok := english[key]; !ok {
				t.Errorf("%s is in %s but not in English", key, lang)
			}
		}
	}
}

// neededForms finds the plural forms that whole numbers reach in a language.
func neededForms(lang string) []string {
	c := catalogues()[lang]
	var names []string
	for name, form := range formNames {
		for n := 0; n <= 200; n++ {
			if form == plural.Other || plural.Cardinal.MatchPlural(c.tag, n, 0, 0, 0, 0) == form {
				names = append(names, name)
				break
			}
		}
	}
	slices.Sort(names)
	return names
}

func TestMessages_pluralsComplete(t *testing.T) {
	if got := neededForms("cy"); !slices.Equal(got, []string{"few", "many", "one", "other", "two", "zero"}) {
		t.Fatalf("Welsh needs six forms, found %v", got)
	}
	for _, lang := range Languages() {
		need := neededForms(lang)
		for key, forms := range texts(t, lang) {
			if _, plain := forms[""]; plain {
				continue
			}
			var have []string
			for f := range forms {
				have = append(have, f)
			}
			slices.Sort(have)
			if !slices.Equal(have, need) {
				t.Errorf("%s, %s: forms %v, want %v", lang, key, have, need)
			}
			if !slices.Contains(places(forms), "count") {
				t.Logf("%s, %s never shows its count", lang, key)
			}
		}
	}
}

// markup is what a plain text must not hold: tags, entities, invisible direction marks, control characters.
var markup = regexp.MustCompile(`<[a-zA-Z/!]|&[a-zA-Z#][a-zA-Z0-9]*;|[\x{200e}\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}]|[\x00-\x09\x0b-\x1f]`)

func TestMessages_plainFullTextsInTheirOwnFile(t *testing.T) {
	for _, lang := range Languages() {
		for key, forms := range texts(t, lang) {
			if !keyShape.MatchString(key) {
				t.Errorf("%s: %q is not of the shape room.thing", lang, key)
			}
			for form, text := range forms {
				if strings.TrimSpace(text) == "" || text != strings.TrimSpace(text) {
					t.Errorf("%s, %s %s: empty, or spaces at an end: %q", lang, key, form, text)
				}
				if markup.MatchString(text) {
					t.Errorf("%s, %s %s: HTML or control characters in %q", lang, key, form, text)
				}
				if strings.Contains(text, "'") {
					t.Errorf("%s, %s %s: write ’, not ', in %q", lang, key, form, text)
				}
			}
		}
		files, err := fs.Glob(messageFiles, "messages/"+lang+"/*.json")
		if err != nil || len(files) < 3 {
			t.Fatalf("%s: files %v, %v", lang, files, err)
		}
		for _, file := range files {
			room := strings.TrimSuffix(path.Base(file), ".json")
			if room == "_status" {
				continue
			}
			data, _ := fs.ReadFile(messageFiles, file)
			var keys map[string]json.RawMessage
			if err := json.Unmarshal(data, &keys); err != nil {
				t.Fatal(file, err)
			}
			for key := range keys {
				if !strings.HasPrefix(key, room+".") {
					t.Errorf("%s: %s belongs in another file", file, key)
				}
			}
		}
	}
}

// A Welsh text that is word for word the English one was most likely never translated.
func TestMessages_welshIsWelsh(t *testing.T) {
	same := []string{"page.product", "page.title"} // a name, and a name with a placeholder
	english, welsh := texts(t, "en"), texts(t, "cy")
	for key, forms := range english {
		if text := forms[""]; len(text) > 12 && welsh[key][""] == text && !slices.Contains(same, key) {
			t.Errorf("%s is English in Welsh: %q", key, text)
		}
	}
}

func TestStatus(t *testing.T) {
	ladder := []string{"original", "machine draft", "human translated", "back-translated", "reviewed by speaker with lived experience"}
	for lang, rooms := range statuses() {
		for room, status := range rooms {
			if !slices.Contains(ladder, status) {
				t.Errorf("%s, %s: status %q is none we know", lang, room, status)
			}
		}
	}
	if Status("en", "page") != "original" || Status("cy", "page") != "machine draft" || Status("cy", "nothing") != "" {
		t.Error("status is not what the files say")
	}
}
