package app

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/exchange/everything"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
	"stablefutures/internal/testkit"
)

// What was put in and must come out as it was: a name with everything that CSV could spoil, a sealed detail, a page about
// keeping safe, a file of several pieces.
const (
	takenName    = "ሰላም, \"Sel\r\nam\" =1+1"
	takenAddress = "3 Nowhere Mews, taken out"
	takenSafety  = "my aunt, taken out"
)

var takenFile = strings.Repeat("a line of text\n", 10000)

// taken adds what the demonstration may lack and gives the record, and one that was destroyed.
func taken(t *testing.T, d *Demo) (id, gone, file string, who permit.Actor) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	who = d.actor(t, "manager")
	var err error
	for _, into := range []*string{&id, &gone} {
		*into, err = d.Record.Create(t.Context(), who, record.NewPerson{Nation: "england", Sealed: true, Profile: record.Profile{Names: record.Names{Given: takenName}}})
		must(err)
	}
	must(d.Record.Erase(t.Context(), who, gone, "mistake"))
	_, err = d.Record.AddSealed(t.Context(), who, id, record.NewSealed{Class: "address", Detail: record.SealedDetail{Value: takenAddress}})
	must(err)
	must(d.Record.WriteSafety(t.Context(), who, id, db.NewID(), "trust", record.SafetyText{Text: takenSafety, Language: "en"}))
	f, err := d.Record.Attach(t.Context(), who, id, "letter.txt", strings.NewReader(takenFile))
	must(err)
	must(d.Ledger.Settle(t.Context()))
	return id, gone, f.ID, who
}

// Everything that there is comes out: every table with every row, whatever was sealed, every file, the whole log; and nothing
// that opens a door.
func TestEverything_comesOut(t *testing.T) {
	onBoth(t, func(t *testing.T, d *Demo) {
		id, gone, file, who := taken(t, d)
		tables, err := d.DB.Tables(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		rows := countAll(t, d, tables)
		out := filepath.Join(t.TempDir(), "out")
		made, err := everything.TakeOut(t.Context(), d.Door, permit.System, tables, everything.Wish{Folder: out, Reason: "archive", Version: "test"})
		if err != nil {
			t.Fatal(err)
		}
		read := readTables(t, out, tables)
		for _, table := range tables {
			if got := len(read[table.Name]); got != rows[table.Name] && !strings.HasPrefix(table.Name, "ledger_") {
				t.Errorf("%s: %d rows came out of %d", table.Name, got, rows[table.Name])
			}
		}
		if len(made.Tables) != len(tables) || !slices.ContainsFunc(made.Tables, func(x everything.Table) bool { return x.Name == "record_people" && x.Rows == rows["record_people"] }) {
			t.Errorf("the manifest names %d of %d tables", len(made.Tables), len(tables))
		}
		isWhole(t, out)
		content, err := os.ReadFile(filepath.Join(out, "files/record", file))
		if err != nil || string(content) != takenFile {
			t.Errorf("the file came out with %d bytes of %d: %v", len(content), len(takenFile), err)
		}
		if !holds(read, "record_profiles", id, `ሰላም, \"Sel\r\nam\" =1+1`) {
			t.Error("the name did not come out as it was")
		}
		if !holds(read, "custody_certificates", gone, "mistake") || holds(read, "record_people", gone, "") || holds(read, "record_profiles", gone, "") {
			t.Error("a destroyed record is not its certificate and nothing else")
		}
		isClosed(t, out, read)
		isLogged(t, d, out, id, who, false)
		t.Run("sealed", func(t *testing.T) { sealedComeOut(t, d, tables, id, who) })
	})
}

// sealedComeOut asks for sealed details too.
func sealedComeOut(t *testing.T, d *Demo, tables []db.Table, id string, who permit.Actor) {
	out := filepath.Join(t.TempDir(), "out")
	if _, err := everything.TakeOut(t.Context(), d.Door, permit.System, tables, everything.Wish{Folder: out, Reason: "court", Sealed: true}); err != nil {
		t.Fatal(err)
	}
	read := readTables(t, out, tables)
	if !holds(read, "record_sealed", id, takenAddress) || !holds(read, "record_safety", id, takenSafety) {
		t.Error("what was sealed did not come out")
	}
	isLogged(t, d, out, id, who, true)
}

// countAll counts the rows of every table in the database itself.
func countAll(t *testing.T, d *Demo, tables []db.Table) map[string]int {
	t.Helper()
	rows := map[string]int{}
	err := d.DB.Read(t.Context(), func(tx *db.Tx) error {
		for _, table := range tables {
			var n int
			if err := tx.QueryRow(t.Context(), "select count(*) from "+table.Name).Scan(&n); err != nil {
				return err
			}
			rows[table.Name] = n
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// readTables reads every table as any reader of CSV does. A table without a file is a fault: nothing can be forgotten.
func readTables(t *testing.T, out string, tables []db.Table) map[string][]map[string]string {
	t.Helper()
	read := map[string][]map[string]string{}
	for _, table := range tables {
		room, _, _ := strings.Cut(table.Name, "_")
		content, err := os.ReadFile(filepath.Join(out, "tables", room, table.Name+".csv"))
		if err != nil {
			t.Errorf("%s is not in the export: %v", table.Name, err)
			continue
		}
		if strings.Count(string(content), "\r\n") == 0 || !strings.HasSuffix(string(content), "\r\n") {
			t.Errorf("%s: lines do not end as RFC 4180 says", table.Name)
		}
		all, err := csv.NewReader(strings.NewReader(string(content))).ReadAll()
		if err != nil || len(all) == 0 || len(all[0]) != len(table.Columns) {
			t.Errorf("%s cannot be read: %v", table.Name, err)
			continue
		}
		for _, cells := range all[1:] {
			row := map[string]string{}
			for i, name := range all[0] {
				row[name] = cells[i]
			}
			read[table.Name] = append(read[table.Name], row)
		}
		readme, err := os.ReadFile(filepath.Join(out, "tables", room, "README.txt"))
		if err != nil || !strings.Contains(string(readme), table.Name+".csv") {
			t.Errorf("%s is not described: %v", table.Name, err)
		}
	}
	return read
}

// holds reports whether a table has a row of a record that holds a text.
func holds(read map[string][]map[string]string, table, record, text string) bool {
	return slices.ContainsFunc(read[table], func(row map[string]string) bool {
		all := ""
		for _, v := range row {
			all += v + "\n"
		}
		return strings.Contains(all, record) && strings.Contains(all, text)
	})
}

// isWhole holds the checksums and who may read each file, and that nothing says it is a half.
func isWhole(t *testing.T, out string) {
	t.Helper()
	sums, err := os.ReadFile(filepath.Join(out, "SHA256SUMS"))
	if err != nil {
		t.Fatal(err)
	}
	files := 0
	err = filepath.WalkDir(out, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if want := map[bool]fs.FileMode{true: 0o700, false: 0o600}[e.IsDir()]; err == nil && info.Mode().Perm() != want {
			t.Errorf("%s may be read by others: %v", path, info.Mode())
		}
		name, _ := filepath.Rel(out, path)
		if e.IsDir() || name == "SHA256SUMS" {
			return err
		}
		files++
		content, err := os.ReadFile(path)
		sum := sha256.Sum256(content)
		if !strings.Contains(string(sums), hex.EncodeToString(sum[:])+"  "+filepath.ToSlash(name)+"\n") {
			t.Errorf("the sum of %s is not there", name)
		}
		return err
	})
	if err != nil || strings.Count(string(sums), "\n") != files {
		t.Errorf("%d sums for %d files: %v", strings.Count(string(sums), "\n"), files, err)
	}
	manifest, err := os.ReadFile(filepath.Join(out, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	if wrong := testkit.OpenSchema(t, "everything-1").Wrong(manifest); wrong != nil {
		t.Errorf("the manifest is not as its schema says: %v", wrong)
	}
	for _, name := range []string{"README.txt", "ledger/README.txt", "files/README.txt", "about/formats.md", "about/ledger.md", "about/schema.sql", "about/schemas/profile-1.json"} {
		if _, err := os.Stat(filepath.Join(out, name)); err != nil {
			t.Errorf("%s is not there", name)
		}
	}
}

var opensSomething = regexp.MustCompile(`(secret|password|token|challenge|credential|wrapped)`)

// notDoors are columns that are called like one.
var notDoors = []string{"conversation_arrivals.token"}

// isClosed holds that what was sealed and not asked for is not there, nor what opens a door, and that every document that was
// sealed can be read.
func isClosed(t *testing.T, out string, read map[string][]map[string]string) {
	t.Helper()
	err := filepath.WalkDir(out, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.Contains(path, "/about/") {
			return err
		}
		content, err := os.ReadFile(path)
		for _, secret := range []string{takenAddress, takenSafety, "$argon2id$v", "AGE-SECRET-KEY-1Q"} {
			if strings.Contains(string(content), secret) {
				t.Errorf("%s holds %q", path, secret)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for table, rows := range read {
		for _, row := range rows {
			for column, value := range row {
				// what came off the wrong record leaves a row of no record, whose words are destroyed
				if table == "voice_cards" && column == "document" && !strings.Contains(value, "would open a door") {
					t.Errorf("a card's code came out: %.60q", value)
				}
				if strings.HasPrefix(value, "(destroyed") && row["record_id"] != "" {
					t.Errorf("%s.%s: nobody's key was found for what is not destroyed: row %s of record %s", table, column, row["id"], row["record_id"])
				}
				if opensSomething.MatchString(column) && value != "" && !strings.HasPrefix(value, "(left out") && !slices.Contains(notDoors, table+"."+column) {
					t.Errorf("%s.%s may open a door: leave it out, or say why not", table, column)
				}
				if column == "document" && value != "" && !strings.HasPrefix(value, "(left out") && strings.HasPrefix(value, "{") && !json.Valid([]byte(value)) {
					t.Errorf("%s.%s is no document: %.60q", table, column, value)
				}
			}
		}
	}
}

// isLogged holds that the ledger says so, in its own list and in the record's.
func isLogged(t *testing.T, d *Demo, out, id string, who permit.Actor, sealed bool) {
	t.Helper()
	entries, err := os.ReadFile(filepath.Join(out, "ledger/entries.csv"))
	if err != nil {
		t.Fatal(err)
	}
	all, err := csv.NewReader(strings.NewReader(string(entries))).ReadAll()
	if err != nil || len(all) < 100 {
		t.Fatalf("the ledger has %d lines: %v", len(all), err)
	}
	want := map[bool]string{false: "everything reason:archive", true: "everything reason:court sealed"}[sealed]
	if d.DB.Engine() == db.SQLite && !slices.ContainsFunc(all, func(l []string) bool { return l[2] == "system" && l[8] == want }) {
		t.Errorf("the ledger that was taken out does not say that it was, %q", want)
	}
	if !slices.ContainsFunc(all, func(l []string) bool { return l[6] == id && l[5] == "true" }) {
		t.Error("what was done to the record cannot be read")
	}
	if err := d.Ledger.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	told := false
	err = d.Door.Read(t.Context(), who, permit.ReadLedger, access.Record(id), func(w *access.Work) error {
		traces, _, err := w.Trail(t.Context(), 0, 50)
		told = slices.ContainsFunc(traces, func(x access.Trace) bool { return x.Actor == "system" && x.Act == permit.Operate && x.Listed })
		return err
	})
	if err != nil || !told {
		t.Errorf("the record's own log does not say that it was taken out: %v", err)
	}
}

// A folder with something in it is left as it is; a half is begun anew, and says until the end that it is one.
func TestEverything_theFolder(t *testing.T) {
	d := copyDemo(t)
	tables, err := d.DB.Tables(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "out")
	take := func(wish everything.Wish) error {
		_, err := everything.TakeOut(t.Context(), d.Door, permit.System, tables, wish)
		return err
	}
	for _, bad := range []everything.Wish{{}, {Folder: out}, {Folder: out, Reason: "curious"}, {Reason: "archive"}} {
		if err := take(bad); !problem.Is(err, problem.Invalid) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if _, err := everything.TakeOut(t.Context(), d.Door, permit.Actor{ID: db.NewID(), Roles: []permit.Role{permit.Administrator, permit.Manager}}, tables,
		everything.Wish{Folder: filepath.Join(t.TempDir(), "other"), Reason: "archive"}); !problem.Is(err, problem.Forbidden) {
		t.Errorf("somebody who is not at the machine: %v", err)
	}
	put := func(name string) {
		t.Helper()
		if err := os.MkdirAll(out, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(out, name), []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("mine.txt")
	if err := take(everything.Wish{Folder: out, Reason: "archive"}); problem.KeyOf(err) != "exchange.folder_not_empty" {
		t.Errorf("a folder that holds something: %v", err)
	}
	put("NOT-FINISHED.txt")
	if err := take(everything.Wish{Folder: out, Reason: "archive"}); problem.KeyOf(err) != "exchange.folder_not_empty" {
		t.Errorf("a half with something of somebody's: %v", err)
	}
	if content, err := os.ReadFile(filepath.Join(out, "mine.txt")); err != nil || string(content) != "mine" {
		t.Errorf("what was there is gone: %v", err)
	}
	if err := os.Remove(filepath.Join(out, "mine.txt")); err != nil {
		t.Fatal(err)
	}
	broken := slices.Clone(tables)
	broken[len(broken)-1].Columns = []db.Column{{Name: "nothing"}}
	if _, err := everything.TakeOut(t.Context(), d.Door, permit.System, broken, everything.Wish{Folder: out, Reason: "archive"}); err == nil {
		t.Error("a table that cannot be read is passed over")
	}
	if _, err := os.Stat(filepath.Join(out, "NOT-FINISHED.txt")); err != nil {
		t.Errorf("a half does not say that it is one: %v", err)
	}
	if err := take(everything.Wish{Folder: out, Reason: "archive"}); err != nil {
		t.Errorf("a half cannot be begun anew: %v", err)
	}
	isWhole(t, out)
	if err := take(everything.Wish{Folder: out, Reason: "archive"}); problem.KeyOf(err) != "exchange.folder_not_empty" {
		t.Errorf("over a whole one: %v", err)
	}
}
