package main

import (
	"database/sql"
	"path/filepath"
	"testing"

	"stablefutures/internal/app"
)

// stored is one sealed value where it stands, and the key that opens it.
type stored struct {
	table, row, column, owner string
	key, sealed               []byte
}

// TestSealed_aMovedValueNeverOpens is a database administrator who edits rows: every sealed value of every column is moved
// to another row, another column, another table and another owner, and a byte of it is changed. It opens where it was
// sealed and nowhere else. A column that sealedColumns gains is tried as well.
func TestSealed_aMovedValueNeverOpens(t *testing.T) {
	dir := t.TempDir()
	demo, err := app.OpenDemo(t.Context(), app.DemoOptions{Addr: "localhost:1", Data: dir})
	if err != nil {
		t.Fatal(err)
	}
	addTheRest(t, demo)
	if err := demo.Close(); err != nil {
		t.Fatal(err)
	}
	all := readStored(t, filepath.Join(dir, "demo.keys"), filepath.Join(dir, "demo.db"))
	columns := map[string]int{}
	for i, s := range all {
		if _, err := openValue(s.key, s.sealed, s.table, s.row, s.column); err != nil {
			t.Fatalf("%s.%s %s does not open where it belongs", s.table, s.column, s.row)
		}
		columns[s.table+"."+s.column]++
		refuse := func(how string, key, sealed []byte, table, row, column string) {
			t.Helper()
			if _, err := openValue(key, sealed, table, row, column); err == nil {
				t.Errorf("%s.%s of %s opens %s", s.table, s.column, s.row, how)
			}
		}
		damaged := append([]byte(nil), s.sealed...)
		damaged[len(damaged)/2] ^= 1
		refuse("with a bit changed", s.key, damaged, s.table, s.row, s.column)
		refuse("in another table", s.key, s.sealed, s.table+"x", s.row, s.column)
		refuse("in another column", s.key, s.sealed, s.table, s.row, s.column+"x")
		refuse("with its names run together", s.key, s.sealed, s.table+s.row, "", s.column)
		for _, o := range []stored{all[(i+1)%len(all)], all[(i+len(all)/2)%len(all)]} {
			if o.row == s.row && o.table == s.table && o.column == s.column {
				continue
			}
			refuse("in the place of "+o.table+"."+o.column, o.key, s.sealed, o.table, o.row, o.column)
			refuse("under its own key in the place of "+o.table+"."+o.column, s.key, s.sealed, o.table, o.row, o.column)
			if o.owner != s.owner {
				refuse("under another's key", o.key, s.sealed, s.table, s.row, s.column)
			}
		}
	}
	for _, c := range sealedColumns {
		if columns[c.table+"."+c.place()] == 0 && c.table != "account_recovery" && c.table != "account_factors" {
			t.Errorf("%s.%s was not tried", c.table, c.column)
		}
	}
	if len(all) < 300 {
		t.Errorf("only %d values were tried", len(all))
	}
}

func readStored(t *testing.T, keys, database string) (all []stored) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	r, err := readRing(keys)
	must(err)
	db, err := sql.Open("sqlite", "file:"+database+"?mode=ro")
	must(err)
	defer db.Close()
	wrapped, err := readKeys(db)
	must(err)
	for _, c := range sealedColumns {
		rows, err := db.Query(`select ` + c.row + `, ` + c.owner + `, ` + c.column + ` from ` + c.table + ` where ` + c.column + ` is not null order by 1`)
		must(err)
		for rows.Next() {
			s := stored{table: c.table, column: c.place()}
			must(rows.Scan(&s.row, &s.owner, &s.sealed))
			class := c.classFor(s.owner)
			if s.key = r.system[0]; class != "" { // the demonstration was never rotated
				if s.owner == "" {
					continue
				}
				s.key, err = r.unwrap(class, s.owner, wrapped[keyName{s.owner, class}])
				must(err)
			}
			all = append(all, s)
		}
		must(rows.Err())
		must(rows.Close())
	}
	return all
}
