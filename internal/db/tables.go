package db

import (
	"context"
	"fmt"
	"strings"
)

// Table is a table as it stands in the database: its name and its columns in order.
type Table struct {
	Name    string
	Columns []Column
}

// Column is one column. Bytes says that it holds bytes, which is how sealed values are stored.
type Column struct {
	Name  string
	Bytes bool
}

const (
	sqliteColumns = `select m.name, c.name, c.type from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' order by m.name, c.cid`
	// postgresColumns lists those of the schema that unqualified names mean.
	postgresColumns = `select table_name, column_name, data_type from information_schema.columns
		where table_schema = current_schema() order by table_name, ordinal_position`
)

// Tables lists every table of ours by name, for documents that say what is stored. It reads no row.
func (d *DB) Tables(ctx context.Context) (all []Table, err error) {
	statement := sqliteColumns
	if d.engine == Postgres {
		statement = postgresColumns
	}
	err = d.Read(ctx, func(tx *Tx) error {
		all = nil
		rows, err := tx.Query(ctx, statement)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var table, column, kind string
			if err := rows.Scan(&table, &column, &kind); err != nil {
				return err
			}
			if strings.HasPrefix(table, "sqlite_") || strings.HasPrefix(table, "goose_") {
				continue // the engine's, and the migrations' own
			}
			if len(all) == 0 || all[len(all)-1].Name != table {
				all = append(all, Table{Name: table})
			}
			last := &all[len(all)-1]
			last.Columns = append(last.Columns, Column{Name: column, Bytes: strings.EqualFold(kind, "bytea") || strings.EqualFold(kind, "blob")})
		}
		return rows.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("list tables: %w", err)
	}
	return all, nil
}

// EachRow reads every row of a table, one at a time, in the order of its first columns: for taking all of it out. A value is
// a string, an int64, a bool, a []byte or nil, in the order of the table's columns.
func (tx *Tx) EachRow(ctx context.Context, t Table, f func(values []any) error) error {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	order := "1"
	if len(names) > 1 {
		order = "1, 2"
	}
	values, into := make([]any, len(names)), make([]any, len(names))
	for i := range values {
		into[i] = &values[i]
	}
	err := tx.Each(ctx, func(r *Rows) error {
		if err := r.Scan(into...); err != nil {
			return err
		}
		return f(values)
	}, "select "+strings.Join(names, ", ")+" from "+t.Name+" order by "+order)
	if err != nil {
		return fmt.Errorf("read table %s: %w", t.Name, err)
	}
	return nil
}
