package sharing

import (
	"bytes"
	"strings"
	"testing"

	"stablefutures/internal/problem"
)

// TestOutside_aFileTellsNothingWithoutAKey, and whoever runs the program finds it again by its hash, and a changed one not.
func TestOutside_aFileTellsNothingWithoutAKey(t *testing.T) {
	eachTwo(t, func(w *two) {
		_, file := w.send()
		o, err := LookFromOutside(file)
		must(w, err)
		if o.Recipients != 1 || o.Size != len(file) || o.Hash != hashOf(file) {
			t.Errorf("an outsider sees %+v", o)
		}
		w.takeIn(file)
		for _, d := range []*deployment{w.council, w.trust} {
			l, err := d.Known(w.Context(), file)
			must(w, err)
			if l.Kind != PackageShare || l.Sequence != 1 {
				t.Errorf("%s knows it as %+v", d.name, l)
			}
			changed := append(bytes.Clone(file[:len(file)-1]), file[len(file)-1]^1)
			if _, err := d.Known(w.Context(), changed); !problem.Is(err, problem.NotFound) {
				t.Errorf("%s knows a changed file: %v", d.name, err)
			}
			list, err := d.Tracks(w.Context())
			if err != nil || len(list) == 0 || list[0].At.IsZero() {
				t.Errorf("%s lists %v, %v", d.name, list, err)
			}
		}
	})
}

// FuzzLookFromOutside: any file is described within its bounds, or refused with a reason.
func FuzzLookFromOutside(f *testing.F) {
	f.Add([]byte("age-encryption.org/v1\n-> X25519 abc\ndef\n--- mac\n"))
	f.Add([]byte("age-encryption.org/v1\n" + strings.Repeat("-> x\n", 2000)))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, file []byte) {
		o, err := LookFromOutside(file)
		if err != nil {
			if !strings.HasPrefix(problem.KeyOf(err), "between.package_") || o != (Outside{}) {
				t.Errorf("refused with %v and %+v", err, o)
			}
			return
		}
		if o.Size != len(file) || len(o.Hash) != 64 || o.Recipients < 0 {
			t.Errorf("described as %+v", o)
		}
	})
}
