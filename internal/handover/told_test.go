package handover_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"stablefutures/internal/i18n"
	"stablefutures/internal/permit"
	"stablefutures/internal/print"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
)

// What waits, and what they were not told of yet, stands on the sheet with what happened; what was told does not come again.
func TestTold_isWhatTheyHaveStillToHear(t *testing.T) {
	eachWorld(t, func(w *world) {
		empty, err := w.Told(w.Context(), w.tam, w.selam, "")
		w.must(err)
		if len(empty.Promises) != 0 || print.WritePDF(&bytes.Buffer{}, empty.Doc(i18n.For("en"))) != nil {
			w.Errorf("with no promise at all: %+v", empty)
		}
		sitting := w.full()
		done := w.promise(sitting, "Mend the window", "መስኮት", w.home)
		w.settle(done, promise.WasKept, promise.EventText{Evidence: "mended"})
		w.settle(done, promise.WasToldBack, promise.EventText{How: "in person"})
		told, err := w.Told(w.Context(), w.tam, w.selam, "")
		w.must(err)
		states := map[string]string{}
		for _, p := range told.Promises {
			states[p.What] = p.State
		}
		want := map[string]string{"ንዋና ገዛ ክድውል እየ": "told.waiting", "Ask the college for a place": "told.broken", "Find a team": "told.waiting"}
		if len(states) != len(want) || told.Pack.Lang() != "ti" {
			w.Errorf("%s: %v", told.Pack.Lang(), states)
		}
		for what, state := range want {
			if states[what] != state {
				w.Errorf("%s: %q, want %s", what, states[what], state)
			}
		}
		stranger := permit.Actor{ID: "x", Organisation: w.tam.Organisation, Roles: w.tam.Roles}
		if _, err := w.Told(w.Context(), stranger, w.selam, ""); !problem.Is(err, problem.NotFound) {
			w.Errorf("without a grant: %v", err)
		}
	})
}

// The sheet says it in both languages, names nobody, and has all its letters; look for it in the folder LOOK.
func TestTold_onPaper(t *testing.T) {
	if err := print.Ready(); err != nil {
		t.Skip(err)
	}
	pdftotext, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not installed")
	}
	eachWorld(t, func(w *world) {
		w.full()
		for _, language := range []string{"en", "ar", "ti", "sq"} {
			told, err := w.Told(w.Context(), w.tam, w.selam, language)
			w.must(err)
			doc := told.Doc(i18n.For("en"))
			if missing, err := print.Missing(doc); err != nil || len(missing) > 0 {
				w.Errorf("%s: no font draws %q %v", language, string(missing), err)
			}
			var b bytes.Buffer
			w.must(print.WritePDF(&b, doc))
			file := filepath.Join(w.TempDir(), language+".pdf")
			w.must(os.WriteFile(file, b.Bytes(), 0o600))
			if dir := os.Getenv("LOOK"); dir != "" {
				w.must(os.WriteFile(filepath.Join(dir, "told-"+language+".pdf"), b.Bytes(), 0o600))
			}
			out, err := exec.Command(pdftotext, file, "-").Output()
			w.must(err)
			text := string(out)
			for _, want := range []string{"Not done", "The course is full until summer", "Find a team", "told back"} {
				if !strings.Contains(text, want) {
					w.Errorf("%s: %q does not come out", language, want)
				}
			}
			if strings.Contains(text, "Selam") || strings.Contains(text, "Tesfay") || doc.Title != "What happened about it" {
				w.Errorf("%s: the sheet names somebody", language)
			}
		}
	})
}
