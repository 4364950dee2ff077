package framework

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
)

// reader walks a JSON text beside the Go type it is for, and notes whatever does not fit: encoding/json names neither
// the place of an unknown name nor a name that stands twice.
type reader struct {
	Places
	d     *json.Decoder
	at    string // pointer of what is being read
	wrong []Fault
}

// maxFaults is how many faults of shape are told at once: beyond, it is another kind of file.
const maxFaults = 100

func typeOf(into any) reflect.Type { return reflect.TypeOf(into).Elem() }

// note keeps one fault of shape.
//
// i18n: prefix framework.file.
func (r *reader) note(at int64, pointer, key string, more ...any) {
	if len(r.wrong) >= maxFaults {
		return
	}
	line, column := position(r.text, at)
	r.wrong = append(r.wrong, Fault{
		Place: pointer, Line: line, Column: column, Key: "framework.file." + key,
		Values: append([]any{"line", line, "column", column, "place", shown(pointer)}, more...),
	})
}

// skipSpace gives the offset of the first byte from at on that is neither white space nor what stands between values.
func (r *reader) skipSpace(at int64) int64 {
	for at < int64(len(r.text)) && strings.IndexByte(" \t\r\n,:", r.text[at]) >= 0 {
		at++
	}
	return at
}

// value reads one value meant for a type; nil is a type that is not known, for what stands under an unknown name.
func (r *reader) value(pointer string, t reflect.Type, depth int) error {
	start := r.skipSpace(r.d.InputOffset())
	r.at = pointer
	r.offsets[pointer] = start
	if depth > maxDepth || len(r.offsets) > maxValues {
		return r.fault(start, pointer, "deep")
	}
	token, err := r.d.Token()
	if err != nil {
		return err
	}
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	want, have := kindName(t), tokenName(token)
	if t != nil && want != have {
		r.note(start, pointer, "kind", "want", want, "have", have)
		t = nil
	}
	if text, ok := token.(string); ok && lostHalf(text, r.text[start:r.d.InputOffset()]) {
		r.note(start, pointer, "surrogate")
	}
	switch token {
	case json.Delim('{'):
		return r.object(pointer, t, depth)
	case json.Delim('['):
		return r.list(pointer, t, depth)
	}
	if n, ok := token.(json.Number); ok && t != nil {
		if i, err := strconv.Atoi(n.String()); err != nil || i < 0 || i > 1_000_000 {
			r.note(start, pointer, "number")
		}
	}
	return nil
}

func (r *reader) list(pointer string, t reflect.Type, depth int) error {
	var of reflect.Type
	if t != nil {
		of = t.Elem()
	}
	for i := 0; r.d.More(); i++ {
		if err := r.value(pointer+"/"+strconv.Itoa(i), of, depth+1); err != nil {
			return err
		}
	}
	_, err := r.d.Token()
	return err
}

func (r *reader) object(pointer string, t reflect.Type, depth int) error {
	seen := map[string]bool{}
	for r.d.More() {
		start := r.skipSpace(r.d.InputOffset())
		token, err := r.d.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string)
		at := pointer + "/" + pointerToken(name)
		if seen[name] {
			r.note(start, at, "twice", "name", name)
		}
		seen[name] = true
		of, known := member(t, name)
		if !known {
			r.note(start, at, "unknown", "name", name)
		}
		if err := r.value(at, of, depth+1); err != nil {
			return err
		}
	}
	_, err := r.d.Token()
	return err
}

// member gives the type that stands under a name; in a type that is not known, every name is.
func member(t reflect.Type, name string) (reflect.Type, bool) {
	switch {
	case t == nil:
		return nil, true
	case t.Kind() == reflect.Map:
		return t.Elem(), true
	}
	for i := range t.NumField() {
		tag, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if tag == name && tag != "-" && tag != "" {
			return t.Field(i).Type, true
		}
	}
	return nil, false
}

// kindName names the JSON value that a Go type is written as.
func kindName(t reflect.Type) string {
	if t == nil {
		return ""
	}
	switch t.Kind() {
	case reflect.Struct, reflect.Map:
		return "object"
	case reflect.Slice:
		return "list"
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "true or false"
	}
	return "number"
}

func tokenName(token json.Token) string {
	switch t := token.(type) {
	case json.Delim:
		if t == '{' {
			return "object"
		}
		return "list"
	case string:
		return "text"
	case bool:
		return "true or false"
	case nil:
		return "null"
	}
	return "number"
}

// lostHalf reports whether a text was written with half of a surrogate pair, which the decoder would replace in silence.
func lostHalf(text string, raw []byte) bool {
	lower := bytes.ToLower(raw)
	return strings.Count(text, "\ufffd") > bytes.Count(raw, []byte("\ufffd"))+bytes.Count(lower, []byte(`\ufffd`))
}
