package app

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"

	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

// needles finds many byte strings in one pass.
type needles struct {
	first [1 << 24]bool // by the first three bytes
	by    map[[3]byte][]needle
}

type needle struct {
	bytes []byte
	says  string
}

// shortest is the fewest bytes looked for: chance writes four of them into megabytes of ciphertext too.
const shortest = 5

func (n *needles) add(b []byte, says string) {
	if len(b) < shortest {
		return
	}
	k := [3]byte(b)
	for _, have := range n.by[k] {
		if bytes.Equal(have.bytes, b) {
			return
		}
	}
	n.first[int(k[0])<<16|int(k[1])<<8|int(k[2])] = true
	n.by[k] = append(n.by[k], needle{b, says})
}

// find names what of it stands in content.
func (n *needles) find(content []byte) (found []string) {
	for i := 0; i+3 <= len(content); i++ {
		if !n.first[int(content[i])<<16|int(content[i+1])<<8|int(content[i+2])] {
			continue
		}
		for _, one := range n.by[[3]byte(content[i:])] {
			if bytes.HasPrefix(content[i:], one.bytes) && !slices.Contains(found, one.says) {
				found = append(found, one.says)
			}
		}
	}
	return found
}

// lookFor makes the needles of every text in every form that a program might write it in.
func lookFor(texts []string) *needles {
	n := &needles{by: map[[3]byte][]needle{}}
	for _, text := range texts {
		if len(text) < shortest {
			continue
		}
		for form, b := range written(text) {
			n.add(b, fmt.Sprintf("%q as %s", text, form))
		}
	}
	return n
}

// written gives a text as UTF-8 in both cases, UTF-16, base 64 wherever it may begin, hexadecimal, percent and JSON escapes.
func written(text string) map[string][]byte {
	raw := []byte(text)
	forms := map[string][]byte{"it stands": raw, "small letters": []byte(strings.ToLower(text)), "capitals": []byte(strings.ToUpper(text)),
		"percent escapes": []byte(url.QueryEscape(text)), "a path": []byte(url.PathEscape(text)), "hex": []byte(hex.EncodeToString(raw)),
		"HEX": []byte(strings.ToUpper(hex.EncodeToString(raw))), "JSON": bytes.Trim(must(json.Marshal(text)), `"`),
		"JSON in ASCII": []byte(strings.Trim(strconv.QuoteToASCII(text), `"`))}
	var small, big []byte
	for _, u := range utf16.Encode([]rune(text)) {
		small, big = append(small, byte(u), byte(u>>8)), append(big, byte(u>>8), byte(u))
	}
	forms["UTF-16LE"], forms["UTF-16BE"] = small, big
	for shift := range 3 {
		for name, enc := range map[string]*base64.Encoding{"base 64": base64.RawStdEncoding, "base 64 for addresses": base64.RawURLEncoding} {
			whole := enc.EncodeToString(append(make([]byte, shift), raw...))
			begin, end := (shift*8+5)/6, (shift+len(raw))*8/6 // the letters made of the text alone
			if end-begin >= 8 {
				forms[fmt.Sprintf("%s, shifted by %d", name, shift)] = []byte(whole[begin:end])
			}
		}
	}
	return forms
}

func must(b []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return b
}

func TestWritten_eachFormIsFound(t *testing.T) {
	text := "Selam ሰላም Bekele-Nowhere"
	n := lookFor([]string{text})
	for form, b := range written(text) {
		hay := append(bytes.Repeat([]byte("noise "), 100), b...)
		if len(n.find(append(hay, " and noise"...))) == 0 {
			t.Errorf("%s is not found", form)
		}
	}
	for shift := range 3 { // in the middle of something else that was encoded with it
		whole := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", 3+shift) + text + "yy"))
		if len(n.find([]byte(whole))) == 0 {
			t.Errorf("base 64 at %d is not found", shift)
		}
	}
	if found := n.find(bytes.Repeat([]byte("noise "), 100)); len(found) != 0 {
		t.Errorf("found in noise: %v", found)
	}
}

// copiesOf gives what somebody could carry away of a database: its files, or a dump made readable, and a backup.
func copiesOf(t *testing.T, d *Demo, dir string) map[string][]byte {
	t.Helper()
	backup := filepath.Join(dir, "copy.backup")
	if err := db.Backup(t.Context(), d.DB, backup); err != nil {
		t.Fatal(err)
	}
	names := []string{backup}
	if d.DB.Engine() == db.Postgres { // the dump is compressed: make a script of it
		script := filepath.Join(dir, "copy.sql")
		if out, err := exec.CommandContext(t.Context(), "pg_restore", "--file="+script, backup).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		names = append(names, script)
	} else {
		names = append(names, filepath.Join(dir, "demo.db"), filepath.Join(dir, "demo.db-wal"))
	}
	copies := map[string][]byte{}
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		copies[filepath.Base(name)] = content
	}
	return copies
}

// onBothFolders is onBoth with the folder that holds the ring.
func onBothFolders(t *testing.T, f func(t *testing.T, d *Demo, dir, database string)) {
	t.Run("sqlite", func(t *testing.T) {
		dir := copied(t)
		f(t, openDemo(t, dir, ""), dir, filepath.Join(dir, "demo.db"))
	})
	t.Run("postgres", func(t *testing.T) {
		dir, database := t.TempDir(), testkit.EmptyPostgresAddress(t)
		f(t, openDemo(t, dir, database), dir, database)
	})
}

// TestCopied_saysNothingWithoutTheRing is what this product promises whoever asks what a stolen copy tells.
func TestCopied_saysNothingWithoutTheRing(t *testing.T) {
	onBothFolders(t, func(t *testing.T, d *Demo, dir, _ string) {
		texts := secrets(t)
		n := lookFor(texts)
		for name, content := range copiesOf(t, d, dir) {
			if len(content) < 100_000 && !strings.HasSuffix(name, "-wal") {
				t.Errorf("%s has %d bytes: this looks at no demonstration", name, len(content))
			}
			for _, found := range n.find(content) {
				t.Errorf("%s holds %s", name, found)
			}
		}
		ring, err := seal.OpenRing(filepath.Join(dir, "demo.keys"))
		if err != nil {
			t.Fatal(err)
		}
		opened := opensWith(t, d.DB, ring)
		back := 0
		for _, text := range texts {
			if len(text) >= shortest && bytes.Contains(opened, []byte(text)) {
				back++
			}
		}
		if back < 200 {
			t.Errorf("with the ring only %d of %d texts come back", back, len(texts))
		}
		data, err := loadDemoData()
		if err != nil {
			t.Fatal(err)
		}
		want := []string{"Nowhere Row", "07700 900111"}
		for _, y := range data.young {
			want = append(want, y.Given, y.Reference)
		}
		for _, p := range data.staff.People {
			want = append(want, p.Email)
		}
		for _, text := range want {
			if !bytes.Contains(opened, []byte(text)) {
				t.Errorf("%q does not come back with the ring", text)
			}
		}
		other, err := seal.NewRing()
		if err != nil {
			t.Fatal(err)
		}
		if got := opensWith(t, d.DB, other); len(got) != 0 {
			t.Errorf("another ring opens %d bytes", len(got))
		}
	})
}

// sealedParts are the columns that hold names, details and words, with the key that opens each; "" for the system's.
var sealedParts = []struct {
	table, column, place, row, owner string
	class                            seal.Class
}{
	{"record_profiles", "document", "document", "id", "record_id", seal.ClassRecord},
	{"record_names", "names", "names", "record_id", "record_id", seal.ClassRecord},
	{"record_identifiers", "document", "case", "record_id", "record_id", seal.ClassRecord},
	{"record_sealed", "document", "document", "id", "record_id", seal.ClassSealed},
	{"conversation_sittings", "document", "document", "id", "record_id", seal.ClassRecord},
	{"conversation_contributions", "document", "document", "id", "record_id", seal.ClassRecord},
	{"promise_promises", "document", "document", "id", "record_id", seal.ClassRecord},
	{"promise_events", "document", "document", "id", "record_id", seal.ClassRecord},
	{"account_people", "name", "name", "id", "id", seal.ClassAccount},
	{"account_people", "email", "email", "id", "id", seal.ClassAccount},
	{"account_organisations", "name", "name", "id", "''", ""},
	{"account_teams", "name", "name", "id", "''", ""},
}

// opensWith gives everything that a ring opens of a database, with no door in between: what a thief with both would do.
func opensWith(t *testing.T, d *db.DB, ring *seal.Ring) (opened []byte) {
	t.Helper()
	err := d.Read(t.Context(), func(tx *db.Tx) error {
		opened = nil
		for _, part := range sealedParts {
			query := fmt.Sprintf("select %s, %s, %s from %s", part.row, part.owner, part.column, part.table)
			if part.class != "" {
				query = fmt.Sprintf("select p.%s, p.%s, p.%s, k.wrapped from %s p join access_keys k on k.owner_id = p.%s and k.class = '%s'",
					part.row, part.owner, part.column, part.table, part.owner, part.class)
			}
			err := tx.Each(t.Context(), func(r *db.Rows) error {
				var row, owner string
				var sealed, wrapped []byte
				if err := r.Scan(append([]any{&row, &owner, &sealed}, []any{&wrapped}[:min(1, len(part.class))]...)...); err != nil {
					return err
				}
				keys := []seal.Key{ring.System()} // tried everywhere: what lies under it can never be destroyed
				if part.class != "" {
					if key, err := ring.Unwrap(part.class, owner, wrapped); err == nil {
						keys = append(keys, key)
					}
				}
				for _, key := range keys {
					if plain, err := key.Open(sealed, seal.Place{Table: part.table, Row: row, Column: part.place}); err == nil {
						opened = append(append(opened, plain...), '\n')
					}
				}
				return nil
			}, query)
			if err != nil {
				return fmt.Errorf("%s: %w", part.table, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return opened
}

// wrappedWith counts the data keys of a database that a ring opens.
func wrappedWith(t *testing.T, d *db.DB, ring *seal.Ring) (opens, all int) {
	t.Helper()
	err := d.Read(t.Context(), func(tx *db.Tx) error {
		opens, all = 0, 0
		return tx.Each(t.Context(), func(r *db.Rows) error {
			var owner string
			var class seal.Class
			var wrapped []byte
			if err := r.Scan(&owner, &class, &wrapped); err != nil {
				return err
			}
			all++
			if _, err := ring.Unwrap(class, owner, wrapped); err == nil {
				opens++
			}
			return nil
		}, "select owner_id, class, wrapped from access_keys")
	})
	if err != nil {
		t.Fatal(err)
	}
	return opens, all
}

// stolenRing is a copy of the ring that sees nothing of what becomes of the file.
func stolenRing(t *testing.T, dir string) *seal.Ring {
	t.Helper()
	file, err := os.ReadFile(filepath.Join(dir, "demo.keys"))
	if err != nil {
		t.Fatal(err)
	}
	ring, err := seal.ParseRing(file)
	if err != nil {
		t.Fatal(err)
	}
	return ring
}

func TestCopied_afterARotationTheOldRingOpensNothing(t *testing.T) {
	onBothFolders(t, func(t *testing.T, server *Demo, dir, database string) {
		stolen := stolenRing(t, dir)
		who := server.actor(t, "manager")
		stop, during := workOn(t, server, who)
		cli, err := Open(t.Context(), Options{Database: database, Keys: filepath.Join(dir, "demo.keys")})
		if err != nil {
			t.Fatal(err)
		}
		defer cli.Close()
		n, err := cli.RotateKeys(t.Context())
		if err != nil || n == 0 {
			t.Fatalf("rotated %d keys: %v", n, err)
		}
		stop()
		if len(*during) < 2 {
			t.Fatalf("only %d records were opened while the keys turned", len(*during))
		}
		team, err := server.Account.CreateTeam(t.Context(), server.actor(t, "administrator"), server.actor(t, "administrator").Organisation, "Made since Quillfeather")
		if err != nil || team == "" {
			t.Fatal(err)
		}
		if opens, all := wrappedWith(t, server.DB, stolen); opens != 0 || all == 0 {
			t.Errorf("the old ring opens %d of %d data keys", opens, all)
		}
		for _, text := range []string{"Turnwhile", "Quillfeather", "Nowhere Row"} {
			if bytes.Contains(opensWith(t, server.DB, stolen), []byte(text)) {
				t.Errorf("the old ring opens %q", text)
			}
			if !bytes.Contains(opensWith(t, server.DB, server.Ring), []byte(text)) {
				t.Errorf("the new ring does not open %q", text)
			}
		}
		for _, id := range *during {
			if _, err := server.Record.Person(t.Context(), who, id); err != nil {
				t.Errorf("what was written while the keys turned: %v", err)
			}
		}
	})
}

// workOn opens records on a server until stop, as people do while somebody rotates the keys.
func workOn(t *testing.T, server *Demo, who permit.Actor) (stop func(), ids *[]string) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ids = &[]string{}
	var done sync.WaitGroup
	done.Go(func() {
		for ctx.Err() == nil {
			p := record.NewPerson{Nation: "england", Profile: record.Profile{Names: record.Names{Given: "Turnwhile"}}}
			id, err := server.Record.Create(context.WithoutCancel(ctx), who, p)
			if err != nil {
				t.Errorf("work while the keys turn: %v", err)
				return
			}
			*ids = append(*ids, id)
			if _, err := server.Record.Person(context.WithoutCancel(ctx), who, id); err != nil {
				t.Errorf("read while the keys turn: %v", err)
			}
		}
	})
	return func() { cancel(); done.Wait() }, ids
}

func TestCopied_destroyedStaysDestroyedAfterARestore(t *testing.T) {
	onBothFolders(t, func(t *testing.T, d *Demo, dir, _ string) {
		who := d.actor(t, "manager")
		p := record.NewPerson{Nation: "england", Profile: record.Profile{Names: record.Names{Given: "Gonewithout"}}}
		id, err := d.Record.Create(t.Context(), who, p)
		if err != nil {
			t.Fatal(err)
		}
		backup := filepath.Join(dir, "before.backup")
		if err := db.Backup(t.Context(), d.DB, backup); err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(opensWith(t, d.DB, d.Ring), []byte("Gonewithout")) {
			t.Fatal("the name is not there before: this test would see nothing")
		}
		if err := d.Record.Erase(t.Context(), who, id, "mistake"); err != nil {
			t.Fatal(err)
		}
		if _, err := d.RotateKeys(t.Context()); err != nil {
			t.Fatal(err)
		}
		again := filepath.Join(dir, "again.db")
		if d.DB.Engine() == db.Postgres {
			again = testkit.EmptyPostgresAddress(t)
		}
		if err := db.Restore(t.Context(), backup, again); err != nil {
			t.Fatal(err)
		}
		raw, err := db.Open(t.Context(), again) // before the program has looked at it: the copy as it lies there
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(opensWith(t, raw, d.Ring), []byte("Gonewithout")) {
			t.Error("the newest ring opens the name of a destroyed record in an old backup")
		}
		if err := raw.Close(); err != nil {
			t.Fatal(err)
		}
		restored, err := Open(t.Context(), Options{Database: again, Keys: filepath.Join(dir, "demo.keys")})
		if err != nil {
			t.Fatal(err)
		}
		defer restored.Close()
		if _, err := restored.Record.Person(t.Context(), who, id); !problem.Is(err, problem.NotFound) {
			t.Errorf("a destroyed record is back: %v", err)
		}
		if rows, _, err := restored.Record.Caseload(t.Context(), who, "Gonewithout"); err != nil || len(rows) != 0 {
			t.Errorf("its name is found: %d, %v", len(rows), err)
		}
		if _, unreadable, err := restored.Door.CheckKeys(t.Context()); err != nil || unreadable != 0 {
			t.Errorf("%d keys cannot be opened: %v", unreadable, err)
		}
		if _, err := restored.Ring.Unwrap(seal.ClassRecord, id, nil); !errors.Is(err, seal.ErrDestroyed) {
			t.Errorf("its key: %v", err)
		}
	})
}
