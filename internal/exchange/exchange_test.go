package exchange_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/exchange"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit"
)

var wish = exchange.Wish{Reason: "court", Files: true, Answerable: true}

// export takes the record out.
func (w *world) export(who permit.Actor, wish exchange.Wish) []byte {
	w.Helper()
	archive, err := w.exchange.Export(w.Context(), who, w.person, wish)
	w.must(err)
	return archive
}

func unzip(t *testing.T, archive []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(content)
	}
	return parts
}

func TestExport_holdsTheWholeRecordAndNothingSealed(t *testing.T) {
	eachWorld(t, func(w *world) {
		archive := w.export(w.max, wish)
		parts := unzip(w.T, archive)
		for _, name := range []string{"README.txt", "record.json", "record.txt", "SHA256SUMS", "files/0001.txt"} {
			if parts[name] == "" {
				w.Errorf("the archive lacks %s", name)
			}
		}
		for name, content := range parts {
			if strings.Contains(content, secret) || strings.Contains(content, unfinished) || strings.Contains(content, "@example.org") {
				w.Errorf("%s holds what must never leave", name)
			}
		}
		if parts["files/0001.txt"] != "Dear Selam, the room is yours.\n" {
			w.Errorf("the file holds %q", parts["files/0001.txt"])
		}
		if wrong := testkit.OpenSchema(w.T, "record-1").Wrong([]byte(parts["record.json"])); wrong != nil {
			w.Errorf("record.json is not as its schema says: %v", wrong)
		}
		whole, err := exchange.Parse([]byte(parts["record.json"]))
		w.must(err)
		w.isWhole(whole)
		again, err := exchange.Document(whole)
		w.must(err)
		if string(again) != parts["record.json"] {
			w.Error("what was read back writes another document")
		}
		w.sumsHold(parts)
	})
}

func (w *world) isWhole(whole exchange.Whole) {
	w.Helper()
	if len(whole.Profiles) != 2 || whole.Profiles[1].Document.Pronouns != "she" || whole.Profiles[0].Document.Pronouns != "" {
		w.Errorf("profiles: %+v", whole.Profiles)
	}
	if len(whole.Sittings) != 2 || len(whole.Sittings[0].Contributions) != 2 || len(whole.Sittings[1].Contributions) != 0 {
		w.Fatalf("sittings: %+v", whole.Sittings)
	}
	said, view := whole.Sittings[0].Contributions[0], whole.Sittings[0].Contributions[1]
	if view.Perspective == "young_person" {
		said, view = view, said
	}
	if got := said.Document.Answers[w.codes[0]].Words.Text; got != "መንበሪ"+hostile {
		w.Errorf("words: %q", got)
	}
	if len(whole.Papers) != 1 || whole.Papers[0].Word != "River" || whole.Papers[0].Worker != w.mina.ID || whole.Papers[0].At.IsZero() {
		w.Errorf("papers: %+v", whole.Papers)
	}
	permissions := []exchange.Permission{}
	for _, c := range whole.Sittings[0].Contributions {
		permissions = append(permissions, c.Permissions...)
	}
	if len(permissions) != 1 || permissions[0].Answer != "no" || permissions[0].Recipient != conversation.Publication || !strings.HasPrefix(permissions[0].Document.Note, "not with my name") {
		w.Errorf("permissions: %+v", permissions)
	}
	if marks := whole.Sittings[0].Marks; len(marks) != 2 || marks[0].Kind != conversation.Unsafe || marks[1].About != marks[0].ID ||
		marks[1].Document.Reference != "told the duty team, 4711" {
		w.Errorf("marks: %+v", marks)
	}
	if len(view.Talks) != 2 || view.Talks[0].Why != "somebody is in danger" || view.Talks[1].Outcome != "talked_through" {
		w.Errorf("talks: %+v", view.Talks)
	}
	if len(whole.Promises) != 1 || len(whole.Promises[0].Events) != 3 || whole.Promises[0].Events[1].Document.Evidence != "the key" || whole.Promises[0].State != "kept" {
		w.Errorf("promises: %+v", whole.Promises)
	}
	if len(whole.Grants) != 3 || len(whole.Files) != 1 {
		w.Errorf("grants %+v, files %+v", whole.Grants, whole.Files)
	}
	for _, name := range []string{"Mina Ashdown", "Max Underhill", "Harbour team", "Fernmouth Council"} {
		if !slices.ContainsFunc(whole.People, func(n exchange.Named) bool { return n.Name == name }) {
			w.Errorf("%s is not named", name)
		}
	}
	ed := whole.Editions[0]
	if len(whole.Editions) != 1 || ed.Items[0].Cards["ti"].Ask == "" || ed.Choices["some_of_it"]["ti"] == "" || ed.Explained["nation.helpers"]["en"] == "" {
		w.Errorf("editions: %+v", whole.Editions)
	}
	if !slices.ContainsFunc(ed.Items, func(i exchange.Item) bool { return i.Kind == "indicator" && i.Text != "" }) {
		w.Error("the check that was looked at has no text")
	}
}

func (w *world) sumsHold(parts map[string]string) {
	w.Helper()
	lines := strings.Split(strings.TrimSuffix(parts["SHA256SUMS"], "\n"), "\n")
	if len(lines) != len(parts)-1 {
		w.Errorf("%d sums for %d parts", len(lines), len(parts)-1)
	}
	for _, line := range lines {
		want, name, _ := strings.Cut(line, "  ")
		sum := sha256.Sum256([]byte(parts[name]))
		if hex.EncodeToString(sum[:]) != want {
			w.Errorf("the sum of %s does not hold", name)
		}
	}
}

// What everybody did is in the ledger, the taking out too, with the archive's own checksum.
func TestExport_landsInTheLedger(t *testing.T) {
	eachWorld(t, func(w *world) {
		sum := sha256.Sum256(w.export(w.max, wish))
		var last, first access.Trace
		w.must(w.log.Settle(w.Context())) // on PostgreSQL an entry waits for its place
		w.must(w.door.Read(w.Context(), w.max, permit.ReadLedger, access.Record(w.person), func(work *access.Work) error {
			traces, _, err := work.Trail(w.Context(), 0, 500)
			for _, trace := range traces {
				if first = trace; trace.Act == permit.ExportRecord {
					last = trace
				}
			}
			return err
		}))
		if want := []string{"taken", "reason:court", "sha256:" + hex.EncodeToString(sum[:])}; !slices.Equal(last.Detail, want) || last.Actor != w.max.ID {
			w.Errorf("the ledger says %+v, want %v", last, want)
		}
		whole, err := exchange.Parse([]byte(unzip(w.T, w.export(w.max, wish))["record.json"]))
		w.must(err)
		if len(whole.Ledger) == 0 || whole.LedgerCut || whole.Ledger[0].Entry != first.Entry {
			w.Errorf("the archive's lines begin at %+v, the ledger at %d", whole.Ledger, first.Entry)
		}
		if !slices.IsSortedFunc(whole.Ledger, func(a, b exchange.LedgerLine) int { return int(a.Entry - b.Entry) }) {
			w.Error("lines are out of order")
		}
	})
}

func TestExport_refusesWhoMayNotAndWhatIsIncomplete(t *testing.T) {
	eachWorld(t, func(w *world) {
		administrator := w.max
		administrator.Roles = []permit.Role{permit.Administrator, permit.Manager}
		stranger := permit.Actor{ID: w.max.ID[:35] + "0", Organisation: w.max.Organisation[:35] + "0", Roles: []permit.Role{permit.Manager}}
		for who, kind := range map[*permit.Actor]problem.Kind{&w.mina: problem.Forbidden, &administrator: problem.Forbidden, &stranger: problem.NotFound, &permit.System: problem.NotFound} {
			if archive, err := w.exchange.Export(w.Context(), *who, w.person, wish); archive != nil || problem.KindOf(err) != kind {
				w.Errorf("%v: %d bytes, %v, want %v", who.Roles, len(archive), err, kind)
			}
			if _, err := w.exchange.Before(w.Context(), *who, w.person); problem.KindOf(err) != kind {
				w.Errorf("%v looks: %v", who.Roles, err)
			}
		}
		for _, bad := range []exchange.Wish{{}, {Reason: "court"}, {Reason: "curious", Answerable: true}} {
			if _, err := w.exchange.Export(w.Context(), w.max, w.person, bad); !problem.Is(err, problem.Invalid) {
				w.Errorf("%+v: %v", bad, err)
			}
		}
		parts := unzip(w.T, w.export(w.max, exchange.Wish{Reason: "other", Answerable: true}))
		if parts["files/0001.txt"] != "" || !strings.Contains(parts["README.txt"], "NOT here") || !strings.Contains(parts["record.txt"], "not in this archive") {
			w.Error("files that were not wanted")
		}
	})
}

// Nothing that somebody typed can pass for a line of the record's own, nor turn lines round.
func TestText_keepsWhatWasTypedBehindItsBar(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	text := unzip(t, w.export(w.max, wish))["record.txt"]
	for _, want := range []string{"መንበሪx", "WHAT THE YOUNG PERSON SAID, written by Mina Ashdown", "    | Promise 9: kept", `y\u{202E}z\u{0007}`, "Withheld from the young person", w.ed.Items()[0].Text} {
		if !strings.Contains(text, want) {
			t.Errorf("record.txt lacks %q", want)
		}
	}
	if strings.ContainsAny(text, "\u202E\u0007\r") || strings.Contains(text, "\nPromise 9") || strings.Contains(text, "\n=====\nP") {
		t.Error("typed text passes for the record's own")
	}
}

func TestArchive_sameRecordSameBytesAndBounds(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	whole, err := exchange.Parse([]byte(unzip(t, w.export(w.max, wish))["record.json"]))
	w.must(err)
	one, err := exchange.Archive(whole, map[string][]byte{"files/0001.txt": []byte("a"), "files/0002.pdf": []byte("b")})
	w.must(err)
	two, err := exchange.Archive(whole, map[string][]byte{"files/0002.pdf": []byte("b"), "files/0001.txt": []byte("a")})
	w.must(err)
	if !bytes.Equal(one, two) {
		t.Error("two archives of one record differ")
	}
	back, err := exchange.Parse([]byte(unzip(t, one)["record.json"]))
	w.must(err)
	if !reflect.DeepEqual(back, whole) {
		t.Error("a record does not survive being written and read")
	}
	whole.Profiles[0].Document.Names.Given = strings.Repeat("x", 65<<20)
	if _, err := exchange.Archive(whole, nil); problem.KeyOf(err) != "exchange.record_too_large" {
		t.Errorf("a record of 65 MB: %v", err)
	}
	for _, bad := range []string{``, `{}`, `{"format":"stablefutures-record-2"}`, `{"format":"stablefutures-record-1","surprise":1}`} {
		if _, err := exchange.Parse([]byte(bad)); !problem.Is(err, problem.Invalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
