package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stablefutures/internal/problem"
)

// The folder of a whole demonstration holds its organisations and no name, word, promise or number of anybody young.
func TestAssurance_holdsNothingOfAnybodyYoung(t *testing.T) {
	d := copyDemo(t)
	dir := filepath.Join(t.TempDir(), "assurance")
	names, err := d.WriteAssurance(t.Context(), dir, "1.2.3-test")
	if err != nil {
		t.Fatal(err)
	}
	data, err := loadDemoData()
	if err != nil {
		t.Fatal(err)
	}
	var young []string
	for _, y := range data.young {
		young = append(young, y.Given+" "+y.Family, y.OwnScript, y.Reference, y.Interpreter.Notes)
	}
	for _, q := range append(data.words.Words, data.words.Topics...) {
		young = append(young, q.Text, q.English)
	}
	for _, p := range data.words.Promises {
		young = append(young, p.What)
	}
	texts := wordsOf(t, dir, names)
	for _, name := range names {
		for _, secret := range young {
			if len(secret) > 8 && strings.Contains(texts[name], secret) {
				t.Errorf("%s holds %q", name, secret)
			}
		}
	}
	for _, o := range data.staff.Organisations {
		if !strings.Contains(texts["record-of-processing.html"], o.Name) || !strings.Contains(texts["impact-assessment.html"], "What no law fixes is kept") {
			t.Errorf("the record of processing does not name %s", o.Name)
		}
	}
	if _, err := d.WriteAssurance(t.Context(), dir, "1.2.3-test"); !problem.Is(err, problem.Conflict) {
		t.Errorf("a folder somebody worked in is written over: %v", err)
	}
}

// wordsOf reads the files, Word documents unpacked.
func wordsOf(t *testing.T, dir string, names []string) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, name := range names {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(name, ".docx") {
			texts[name] = string(content)
			continue
		}
		list, _ := unzipped(t, content)
		for _, f := range list {
			texts[name] += string(f.body)
		}
	}
	return texts
}
