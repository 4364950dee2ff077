package framework

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"

	"stablefutures/internal/problem"
)

// maxDocument bounds a document: many times the checklist in twenty languages.
const maxDocument = 24 << 20

// maxValues bounds how many values a document holds: a list of nothing but brackets is small as a file and huge in memory.
const maxValues = 400_000

// maxDepth bounds how deep a document is nested; the format needs nine.
const maxDepth = 24

// Places says where in a file each value of a document stands, by JSON pointer: at an offset of a text, or in a cell.
type Places struct {
	text    []byte
	offsets map[string]int64
	cells   map[string]string
}

// Cell gives the cell a JSON pointer's value came from, or the nearest around it: "Items!D4"; "" for a text.
func (p Places) Cell(pointer string) string {
	for {
		if c, ok := p.cells[pointer]; ok {
			return c
		}
		i := lastSlash(pointer)
		if i < 0 {
			return ""
		}
		pointer = pointer[:i]
	}
}

// Position gives line and column, counted from 1, of a JSON pointer, or of the nearest value around it; columns count
// characters. Zeros where nothing was read from text.
func (p Places) Position(pointer string) (line, column int) {
	for {
		if at, ok := p.offsets[pointer]; ok {
			return position(p.text, at)
		}
		i := lastSlash(pointer)
		if i < 0 {
			return 0, 0
		}
		pointer = pointer[:i]
	}
}

// Locate fills in the lines and columns of faults that Validate found.
func (p Places) Locate(list []Fault) []Fault {
	for i := range list {
		list[i].Line, list[i].Column = p.Position(list[i].Place)
		list[i].Cell = p.Cell(list[i].Place)
	}
	return list
}

func lastSlash(s string) int { return bytes.LastIndexByte([]byte(s), '/') }

func position(text []byte, at int64) (line, column int) {
	at = min(max(at, 0), int64(len(text)))
	before := text[:at]
	line = bytes.Count(before, []byte{'\n'}) + 1
	return line, utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
}

// ReadDocument reads one document in the open format. It is strict: a name that the format does not have, a name that
// stands twice, a value of another kind, anything after the end and bytes that are no UTF-8 are refused, with line,
// column and JSON pointer of each (problem.Invalid, framework.file.*). What is read may still break rules: Validate.
func ReadDocument(in io.Reader) (Document, error) {
	d, _, err := ReadPlaced(in)
	return d, err
}

// ReadPlaced is ReadDocument, and says where everything stands, for Places.Locate.
func ReadPlaced(in io.Reader) (Document, Places, error) {
	b, err := io.ReadAll(io.LimitReader(in, maxDocument+1))
	if err != nil {
		return Document{}, Places{}, fmt.Errorf("read document: %w", err)
	}
	p := Places{text: b, offsets: map[string]int64{}}
	if len(b) > maxDocument {
		return Document{}, p, problem.New(problem.Invalid, "framework.file.large", "max", maxDocument>>20)
	}
	if at := firstNotUTF8(b); at >= 0 {
		return Document{}, p, p.fault(int64(at), "", "not_utf8")
	}
	var d Document
	if err := p.read(&d); err != nil {
		return Document{}, p, err
	}
	return d.whole(), p, nil
}

// readStrictly reads any value of the open format in the same manner as a document.
func readStrictly(b []byte, into any) error {
	p := Places{text: b, offsets: map[string]int64{}}
	if at := firstNotUTF8(b); at >= 0 {
		return p.fault(int64(at), "", "not_utf8")
	}
	return p.read(into)
}

func (p Places) read(into any) error {
	r := &reader{Places: p, d: json.NewDecoder(bytes.NewReader(p.text))}
	r.d.UseNumber()
	if err := r.value("", typeOf(into), 0); err != nil {
		return r.explain(err)
	}
	end := r.d.InputOffset()
	if _, err := r.d.Token(); !errors.Is(err, io.EOF) {
		return p.fault(r.skipSpace(end), "", "after")
	}
	if len(r.wrong) > 0 {
		err := problem.New(problem.Invalid, r.wrong[0].Key, r.wrong[0].Values...)
		for _, f := range r.wrong {
			err.Fields = append(err.Fields, problem.Field{Name: f.Place, Key: f.Key, Args: f.Values})
		}
		return err
	}
	if err := json.Unmarshal(p.text, into); err != nil { // every kind was compared, so only a number can be left
		return problem.Wrap(err, problem.Invalid, "framework.file.kind", "line", 1, "column", 1, "place", "/", "want", "", "have", "")
	}
	return nil
}

// fault is an error at an offset.
func (p Places) fault(at int64, pointer, key string, more ...any) error {
	line, column := position(p.text, at)
	return problem.New(problem.Invalid, "framework.file."+key, append([]any{"line", line, "column", column, "place", shown(pointer)}, more...)...)
}

// shown writes the whole document's pointer so that it can be seen.
func shown(pointer string) string {
	if pointer == "" {
		return "/"
	}
	return pointer
}

func firstNotUTF8(b []byte) int {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// explain gives an error of the JSON decoder its place.
func (r *reader) explain(err error) error {
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return r.fault(syntax.Offset-1, r.at, "syntax", "what", strconv.Quote(r.around(syntax.Offset-1)))
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return r.fault(int64(len(r.text)), r.at, "ends")
	}
	return err
}

// around quotes what stands at an offset: enough to find it by.
func (r *reader) around(at int64) string {
	at = min(max(at, 0), int64(len(r.text)))
	rest := []rune(string(r.text[at:min(at+40, int64(len(r.text)))]))
	return string(rest[:min(len(rest), 8)])
}
