package i18n

import (
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Compare gives the order of names as a reader of the language expects it (Ł after L in English, ll after l in
// Welsh): below zero when a comes before b. Case matters only between names otherwise the same. The function may be
// used by many goroutines, one at a time.
func Compare(lang string) func(a, b string) int {
	tag := language.English
	if k, ok := find(lang); ok {
		tag = language.Make(k.Tag)
	}
	var one sync.Mutex // a Collator keeps buffers of its own
	c := collate.New(tag)
	return func(a, b string) int {
		one.Lock()
		defer one.Unlock()
		return c.CompareString(a, b)
	}
}
