package everything

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/seal"
)

// The markers: what stands in the place of a value that is not here.
const (
	leftOut   = "(left out: sealed details were not asked for)"
	destroyed = "(destroyed: its key is gone)"
	opensDoor = "(left out: it would open a door, and tells nothing)"
)

// doors are columns that open something: to sign in as somebody, or to open what is sealed elsewhere. Nobody needs them to
// read a record.
var doors = []string{"access_keys.wrapped", "account_people.password", "account_factors.secret", "account_recovery.shown",
	"account_sessions.token_hash", "account_sessions.challenge", "account_devices.token_hash", "sharing_keys.secret",
	"voice_codes.secret", "voice_sessions.token_hash", "voice_sessions.challenge"}

// masked are columns of which one part opens something.
var masked = map[string]string{"account_single.body": "Secret", "voice_cards.document": "code"}

// binary are sealed columns that are no text once they are opened: a file with an ending, or without one, or base 64.
var binary = map[string]string{"conversation_pictures.document": inBase64, "custody_bundles.content": ".zip", "together_works.content": "", "together_published.content": ""}

const inBase64 = "base 64"

// row is one row as it is stored.
type row struct {
	table  db.Table
	values []any
}

func (r row) at(column string) any {
	i := slices.IndexFunc(r.table.Columns, func(c db.Column) bool { return c.Name == column })
	if i < 0 {
		return nil
	}
	return r.values[i]
}

func (r row) text(column string) string { return plain(r.at(column)) }

func (r row) bytes(column string) []byte {
	b, _ := r.at(column).([]byte)
	return slices.Clone(b)
}

// plain writes a value that is not sealed. Bytes that are text come out as text, others in base 64.
func plain(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case bool:
		return strconv.FormatBool(v)
	case []byte:
		return base64.StdEncoding.EncodeToString(v)
	}
	return fmt.Sprint(value)
}

// writeTable writes one table and says how many rows it has.
func (e *export) writeTable(t db.Table) (int, error) {
	o, err := e.to.create(path(t.Name))
	if err != nil {
		return 0, err
	}
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	if err := o.record(names); err != nil {
		return 0, err
	}
	n := 0
	pieces := &filing{export: e, sealed: chunked[t.Name].place != ""}
	err = e.each(t.Name, func(r row) error {
		n++
		cells := make([]string, len(t.Columns))
		for i, c := range t.Columns {
			if cells[i], err = e.cell(r, c, pieces); err != nil {
				return fmt.Errorf("%s.%s of row %d: %w", t.Name, c.Name, n, err)
			}
		}
		return o.record(cells)
	})
	return n, errors.Join(err, pieces.end(), o.end())
}

// path is where a table stands: a folder for each room, which is the beginning of its tables' names.
func path(table string) string { return "tables/" + roomOf(table) + "/" + table + ".csv" }

func roomOf(table string) string {
	room, _, _ := strings.Cut(table, "_")
	return room
}

// cell gives what stands in the export for one value.
func (e *export) cell(r row, c db.Column, pieces *filing) (string, error) {
	name := r.table.Name + "." + c.Name
	value := r.at(c.Name)
	if slices.Contains(doors, name) {
		return opensDoor, nil
	}
	if ch, ok := chunked[r.table.Name]; ok && ch.column == c.Name {
		var id []string
		for _, part := range ch.named {
			id = append(id, r.text(part))
		}
		return pieces.piece(roomOf(r.table.Name), strings.Join(id, "-"), r.bytes(c.Name))
	}
	sealed, ok := e.formats.sealed[name]
	content, isBytes := value.([]byte)
	if !ok || !isBytes || len(content) == 0 {
		if isBytes && textual(name, content) {
			return string(content), nil
		}
		return plain(value), nil
	}
	opened, marker, err := e.open(r, sealed, content)
	if err != nil || marker != "" {
		return marker, err
	}
	return e.shown(r, name, opened)
}

// textual reports whether bytes that are not sealed are a document to be read: JSON, as editions and wordings are.
func textual(name string, content []byte) bool {
	return strings.HasSuffix(name, ".document") && json.Valid(content)
}

// open opens a sealed value where it stands, or gives the marker that says why not.
func (e *export) open(r row, c sealedColumn, content []byte) (opened []byte, marker string, err error) {
	class, owner := e.owner(r, c)
	key, err := e.opener.Key(class, owner)
	if marker = markerOf(err); marker != "" {
		return nil, marker, nil
	}
	if err != nil {
		return nil, "", err
	}
	parts := make([]string, len(c.row))
	for i, column := range c.row {
		parts[i] = r.text(column)
	}
	opened, err = key.Open(content, seal.Place{Table: r.table.Name, Row: strings.Join(parts, "/"), Column: c.place})
	return opened, "", err
}

func markerOf(err error) string {
	switch {
	case errors.Is(err, access.ErrLeftOut):
		return leftOut
	case errors.Is(err, access.ErrNoOwner):
		return destroyed
	}
	return ""
}

// owner gives whose key a value is sealed under, and of which class.
func (e *export) owner(r row, c sealedColumn) (seal.Class, string) {
	switch {
	case c.class == "", c.group && r.text("record_id") == "":
		return "", ""
	case c.prefix != "":
		id := r.text(c.by)
		if c.joined == "action" {
			id = e.joined["action"][r.text("action_id")]
		}
		if id == "" {
			return "", ""
		}
		return c.class, c.prefix + id
	case c.joined == "transfer":
		return c.class, e.joined["transfer"][r.text("transfer_id")]
	case c.joined == "alert":
		return c.class, e.joined["alert"][r.text("alert_id")]
	case c.class == seal.ClassAccount && r.at("account_id") != nil:
		return c.class, r.text("account_id")
	case c.class == seal.ClassAccount:
		return c.class, r.text("id")
	}
	return c.class, r.text("record_id")
}

// shown writes an opened value: text as it is, without what would open a door.
func (e *export) shown(r row, name string, opened []byte) (string, error) {
	if part := masked[name]; part != "" {
		var d map[string]any
		if err := json.Unmarshal(opened, &d); err != nil {
			return "", err
		}
		if d[part] != "" && d[part] != nil {
			d[part] = opensDoor
		}
		masked, err := json.Marshal(d)
		return string(masked), err
	}
	ending, isBinary := binary[name]
	if isBinary && ending != inBase64 && len(opened) > 0 {
		file := "files/" + r.table.Name + "/" + r.text("id") + ending
		e.manifest.Files++
		return file, e.to.write(file, opened)
	}
	if isBinary || !utf8.Valid(opened) {
		return base64.StdEncoding.EncodeToString(opened), nil
	}
	return string(opened), nil
}
