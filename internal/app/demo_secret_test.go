package app

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/db"
)

// secrets gives every name and everything said in the demonstration.
func secrets(t *testing.T) (texts []string) {
	t.Helper()
	d, err := loadDemoData()
	if err != nil {
		t.Fatal(err)
	}
	for _, y := range d.young {
		texts = append(texts, y.Given, y.Family, y.OwnScript, y.Preferred, y.Pronunciation, y.Reference, y.By, y.Interpreter.Notes)
	}
	for _, o := range d.staff.Organisations {
		texts = append(texts, o.Name, strings.TrimSuffix(o.Name, " (invented)"), o.Contact.Name, o.Contact.Phone, o.Contact.OutOfHours)
		for _, team := range o.Teams {
			texts = append(texts, team.Name)
		}
	}
	for _, p := range d.staff.People {
		given, rest, _ := strings.Cut(strings.TrimSuffix(p.Name, " (invented)"), " ")
		texts = append(texts, given, rest, p.Email, strings.Split(p.Email, "@")[0], strings.Split(p.Email, "@")[1])
	}
	w := d.words
	for _, q := range append(slices.Clone(w.Words), w.Topics...) {
		texts = append(texts, q.Text, q.English)
	}
	for _, pair := range w.TopicWords {
		texts = append(texts, pair[0], pair[1])
	}
	for _, b := range w.Barriers {
		texts = append(texts, b.Words)
	}
	for _, p := range w.Promises {
		texts = append(texts, p.What, p.Young, p.AR, p.TI)
	}
	texts = slices.Concat(texts, w.Views, w.TopicViews, w.Evidence, w.Told, w.Reasons, w.Bodies, w.Withheld, []string{"Nowhere Row", "07700 900111"})
	texts = slices.DeleteFunc(texts, func(s string) bool { return s == "" })
	slices.Sort(texts)
	return slices.Compact(texts)
}

func TestDemo_noNameAndNoWordLiesInTheClear(t *testing.T) {
	dir := t.TempDir()
	d := openDemo(t, dir, "")
	if err := db.Backup(t.Context(), d.DB, filepath.Join(dir, "copy.backup")); err != nil {
		t.Fatal(err)
	}
	texts := secrets(t)
	if len(texts) < 300 {
		t.Fatalf("only %d texts to look for", len(texts))
	}
	look := func(name string) {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, ".db") && !bytes.Contains(content, []byte("record_people")) {
			t.Errorf("%s holds no table's name: this does not look where the records are", name)
		}
		for _, s := range texts {
			if len(s) < 4 { // three bytes turn up in millions of random ones
				continue
			}
			if bytes.Contains(content, []byte(s)) {
				t.Errorf("%s holds %q", name, s)
			}
		}
	}
	for _, name := range []string{"demo.db", "demo.db-wal", "copy.backup", "demo.keys"} {
		look(name)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	look("demo.db")
}
