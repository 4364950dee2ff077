package framework

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"stablefutures/internal/problem"
	"stablefutures/internal/sheet"
)

// ReadAny reads a document from a file of any form that holds a whole one: our JSON, or a table (CSV, XLSX, ODS). The
// bytes decide which it is. Errors are as those of ReadPlaced and ReadTable.
func ReadAny(name string, b []byte) (Document, Places, error) {
	if first := bytes.TrimLeft(b, "\xef\xbb\xbf \t\r\n"); len(first) > 0 && first[0] == '{' {
		return ReadPlaced(bytes.NewReader(b))
	}
	return ReadTable(name, b)
}

// ReadTable reads a document from a table: see WriteTable and docs/formats.md. Rows without anything in them are passed
// over; the first other row of each sheet names the columns, of which level, code and text are needed. It refuses what
// cannot be read as one thing only (problem.Invalid; every fault is a field with its cell): a formula, a merged or hidden
// cell, a level that does not exist, an indicator under no outcome. What is read may still break rules: Validate.
func ReadTable(name string, b []byte) (Document, Places, error) {
	book, err := sheet.Read(name, b)
	if err != nil {
		return Document{}, Places{}, err
	}
	t := &tableReader{tree: map[string]any{}, cells: map[string]string{}, principles: map[string]int{}, outcomes: map[string][2]int{}, filled: map[string]int{}}
	for _, s := range book.Sheets {
		t.sheet(s, len(book.Sheets) > 1)
	}
	if len(t.wrong) > 0 {
		err := problem.New(problem.Invalid, t.wrong[0].Key, t.wrong[0].Values...)
		for _, f := range t.wrong {
			err.Fields = append(err.Fields, problem.Field{Name: f.Place, Key: f.Key, Args: f.Values})
		}
		return Document{}, Places{}, err
	}
	text, err := json.Marshal(t.tree)
	if err != nil {
		return Document{}, Places{}, err
	}
	var d Document
	if err := json.Unmarshal(text, &d); err != nil {
		return Document{}, Places{}, err
	}
	return d.whole(), Places{cells: t.cells}, nil
}

// tableReader builds a document's tree row by row, and remembers which cell every value came from.
type tableReader struct {
	tree       map[string]any
	cells      map[string]string // by pointer
	at         map[string]int    // column of a name in this sheet
	principles map[string]int    // place by code
	outcomes   map[string][2]int // place of principle and outcome, by code
	filled     map[string]int    // how many places a list has taken, by its pointer
	last       string            // code of the outcome above
	wrong      []Fault
}

// row is one row with the name of its sheet.
type row struct {
	cells []sheet.Cell
	in    string
}

// say keeps one fault of a cell.
//
// i18n: prefix framework.table.
func (t *tableReader) say(place, key string, values ...any) {
	if len(t.wrong) < maxFaults {
		t.wrong = append(t.wrong, Fault{Place: place, Cell: place, Key: "framework.table." + key, Values: append([]any{"place", place}, values...)})
	}
}

func (r row) place(i int) string {
	ref := ""
	if i < len(r.cells) {
		ref = r.cells[i].Ref
	} else if len(r.cells) > 0 {
		ref = r.cells[len(r.cells)-1].Ref
	}
	if r.in == "" {
		return ref
	}
	return r.in + "!" + ref
}

func (t *tableReader) sheet(s sheet.Sheet, several bool) {
	t.at = nil
	for _, c := range s.Rows {
		r := row{cells: c}
		if several {
			r.in = s.Name
		}
		switch {
		case !slices.ContainsFunc(c, func(c sheet.Cell) bool { return c.Text != "" || c.Formula != "" }):
		case t.at == nil:
			if !t.header(r) {
				return // this sheet is no part of it: one fault says all
			}
		default:
			t.row(r)
		}
	}
}

// header finds the columns by their names.
func (t *tableReader) header(r row) bool {
	t.at = map[string]int{}
	for i, c := range r.cells {
		name := strings.ToLower(strings.TrimSpace(c.Text))
		if _, twice := t.at[name]; twice && name != "" {
			t.say(r.place(i), "column_twice", "name", name)
		}
		t.at[name] = i
	}
	for _, need := range []string{"level", "code", "text"} {
		if _, ok := t.at[need]; !ok {
			t.say(r.place(0), "no_column", "name", need, "columns", strings.Join(columns, ", "))
			return false
		}
	}
	return true
}

// text gives what stands in a named column, and its place.
func (t *tableReader) text(r row, column string) (string, string) {
	i, ok := t.at[column]
	if !ok || i >= len(r.cells) {
		return "", r.place(len(r.cells))
	}
	return r.cells[i].Text, r.place(i)
}

func (t *tableReader) row(r row) {
	for _, name := range columns {
		i, ok := t.at[name]
		if !ok || i >= len(r.cells) {
			continue
		}
		switch c := r.cells[i]; {
		case c.Formula != "":
			t.say(r.place(i), "formula")
			return
		case c.Hidden:
			t.say(r.place(i), "hidden")
			return
		case c.Merged:
			t.say(r.place(i), "merged")
			return
		}
	}
	level, place := t.text(r, "level")
	code, codePlace := t.text(r, "code")
	text, textPlace := t.text(r, "text")
	parent, parentPlace := t.text(r, "parent")
	switch strings.ToLower(strings.TrimSpace(level)) {
	case levelEdition:
		t.set("/"+code, text, codePlace, textPlace)
	case levelMore:
		t.set(code, text, codePlace, textPlace)
	case levelPrinciple:
		t.principle(code, parent, text, codePlace, parentPlace, textPlace)
	case levelOutcome:
		t.outcome(r, code, parent, text, codePlace, parentPlace, textPlace)
	case levelIndicator:
		t.indicator(code, parent, text, codePlace, parentPlace, textPlace)
	default:
		t.say(place, "level", "level", level)
	}
}

func (t *tableReader) principle(code, article, name, codePlace, articlePlace, namePlace string) {
	n := len(t.principles)
	if _, twice := t.principles[code]; twice {
		t.say(codePlace, "principle_twice", "code", code)
		return
	}
	t.principles[code] = n
	at := "/principles/" + strconv.Itoa(n)
	t.put(at+"/code", code, codePlace)
	t.put(at+"/article", article, articlePlace)
	t.put(at+"/name", name, namePlace)
	t.last = ""
}

func (t *tableReader) outcome(r row, code, parent, text, codePlace, parentPlace, textPlace string) {
	p, ok := t.principles[parent]
	switch {
	case parent == "" && len(t.principles) > 0:
		p = len(t.principles) - 1 // the principle above
	case !ok:
		t.say(parentPlace, "outcome_alone", "code", code, "parent", parent)
		return
	}
	if _, twice := t.outcomes[code]; twice {
		t.say(codePlace, "code_twice", "code", code)
		return
	}
	of := "/principles/" + strconv.Itoa(p) + "/outcomes"
	t.outcomes[code] = [2]int{p, t.filled[of]}
	t.last = code
	at := t.next(of)
	t.put(at+"/code", code, codePlace)
	t.put(at+"/text", text, textPlace)
	if picture, place := t.text(r, "picture"); picture != "" {
		t.put(at+"/picture", picture, place)
	}
	if systems, place := t.text(r, "systems"); systems != "" {
		for i, s := range strings.Split(systems, ",") {
			t.put(at+"/systems/"+strconv.Itoa(i), strings.TrimSpace(s), place)
		}
	}
}

func (t *tableReader) indicator(code, parent, text, codePlace, parentPlace, textPlace string) {
	if parent == "" {
		parent = t.last // the outcome above
	}
	o, ok := t.outcomes[parent]
	if !ok {
		t.say(parentPlace, "indicator_alone", "code", code, "parent", parent)
		return
	}
	of := "/principles/" + strconv.Itoa(o[0]) + "/outcomes/" + strconv.Itoa(o[1]) + "/indicators"
	at := t.next(of)
	t.put(at+"/code", code, codePlace)
	t.put(at+"/text", text, textPlace)
}

// next takes the next place of a list.
func (t *tableReader) next(list string) string {
	n := t.filled[list]
	t.filled[list]++
	return list + "/" + strconv.Itoa(n)
}

// set puts a value that a row names by pointer.
func (t *tableReader) set(pointer, text, pointerPlace, textPlace string) {
	if t.cells[pointer] != "" {
		t.say(pointerPlace, "twice", "name", pointer)
		return
	}
	if !t.put(pointer, text, textPlace) {
		t.say(pointerPlace, "unknown", "name", pointer)
	}
}

// put sets one value where the format has a place for it, and reports whether it has.
func (t *tableReader) put(pointer, text, place string) bool {
	tokens := strings.Split(pointer, "/")
	if tokens[0] != "" || len(tokens) < 2 || len(tokens) > maxDepth {
		return false
	}
	value, ok := grow(t.tree, reflect.TypeFor[Document](), tokens[1:], text)
	if ok {
		t.tree, _ = value.(map[string]any)
		t.cells[pointer] = place
	}
	return ok
}

// grow puts a text at the end of a path, making lists and objects on its way as the type wants them. A list grows by one
// at a time, so that a row cannot ask for a million places.
func grow(node any, t reflect.Type, path []string, text string) (any, bool) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if len(path) == 0 {
		return scalar(t, text)
	}
	switch t.Kind() {
	case reflect.Struct, reflect.Map:
		name := strings.NewReplacer("~1", "/", "~0", "~").Replace(path[0])
		of, ok := member(t, name)
		object, isObject := node.(map[string]any)
		if !ok || node != nil && !isObject {
			return node, false
		}
		value, ok := grow(object[name], of, path[1:], text)
		if !ok {
			return node, false
		}
		if object == nil {
			object = map[string]any{}
		}
		object[name] = value
		return object, true
	case reflect.Slice:
		i, err := strconv.Atoi(path[0])
		list, isList := node.([]any)
		if err != nil || i < 0 || i > len(list) || node != nil && !isList || strconv.Itoa(i) != path[0] {
			return node, false
		}
		var have any
		if i < len(list) {
			have = list[i]
		}
		value, ok := grow(have, t.Elem(), path[1:], text)
		if !ok {
			return node, false
		}
		if i == len(list) {
			list = append(list, nil)
		}
		list[i] = value
		return list, true
	}
	return node, false
}

// scalar reads a text as the type wants it.
func scalar(t reflect.Type, text string) (any, bool) {
	switch t.Kind() {
	case reflect.String:
		return text, true
	case reflect.Int:
		n, err := strconv.Atoi(text)
		return n, err == nil && n >= 0 && n <= 1_000_000
	case reflect.Bool:
		return text == "true", text == "true" || text == "false"
	}
	return nil, false
}
