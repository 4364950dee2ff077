package arch

import (
	"context"
	"database/sql"
	"testing"

	"github.com/jackc/pgx/v5"

	"stablefutures/internal/testkit"
)

// preparer reports whether an engine understands a statement against the migrated schema.
type preparer func(text string) error

// Every statement of every store file is prepared on both engines: a misspelt column
// fails here, at file and line, before anybody's save does.
func TestStatements_prepareOnBothEngines(t *testing.T) {
	b := theHouse(t)
	stands(t, b.unprepared())
	statements := b.preparable()
	t.Logf("%d statements", len(statements))
	t.Run("sqlite", func(t *testing.T) { prepareAll(t, statements, "_postgres", sqlitePreparer(t)) })
	t.Run("postgres", func(t *testing.T) { prepareAll(t, statements, "_sqlite", postgresPreparer(t)) })
}

func prepareAll(t *testing.T, statements []statement, other string, prepare preparer) {
	for _, s := range statements {
		if oneEngine(s.pos.Filename) && containsSuffix(s.pos.Filename, other) {
			continue
		}
		if err := prepare(s.text); err != nil {
			t.Errorf("%s:%d: %v\n\t%s", s.pos.Filename, s.pos.Line, err, s.text)
		}
	}
}

func containsSuffix(filename, suffix string) bool {
	return len(filename) > len(suffix)+3 && filename[len(filename)-3-len(suffix):] == suffix+".go"
}

// sqlitePreparer explains a statement: SQLite compiles it and runs nothing.
func sqlitePreparer(t *testing.T) preparer {
	d, err := sql.Open("sqlite", "file:"+testkit.SQLiteAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return func(text string) error {
		rows, err := d.QueryContext(context.Background(), "explain "+text, make([]any, placeholders(text))...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
		}
		return rows.Err()
	}
}

func postgresPreparer(t *testing.T) preparer {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, testkit.PostgresAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(ctx) })
	return func(text string) error {
		_, err := conn.Prepare(ctx, "", text)
		return err
	}
}

// The test above can fail: an unknown column is found by both engines, and one in
// double quotes, which SQLite takes for text, by PostgreSQL.
func TestPreparers_findAMisspeltColumn(t *testing.T) {
	good := "select version_id from goose_db_version where version_id = $1"
	for name, make := range map[string]func(*testing.T) preparer{"sqlite": sqlitePreparer, "postgres": postgresPreparer} {
		t.Run(name, func(t *testing.T) {
			prepare := make(t)
			if err := prepare(good); err != nil {
				t.Errorf("refuses a good statement: %v", err)
			}
			for _, bad := range []string{
				"select versoin_id from goose_db_version",
				"select version_id from goose_db_versions",
				"selct version_id from goose_db_version",
			} {
				if prepare(bad) == nil {
					t.Errorf("accepts %q", bad)
				}
			}
		})
	}
}
