package translation

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"stablefutures/internal/framework"
	"stablefutures/internal/problem"
)

// The bounds of a file that comes back. Ours are a tenth of them.
const (
	MaxFile  = 8 << 20 // bytes
	maxUnits = 20000
	maxDepth = 32
)

// readXLIFF reads an XLIFF 2.0 or 2.1 document. What could make a reader do more than read is refused: a document type,
// an encoding other than UTF-8, inline codes that are no placeholder of ours. Errors are Invalid, with the place.
func readXLIFF(data []byte) ([]bundle, error) {
	if len(data) > MaxFile {
		return nil, problem.New(problem.Invalid, "translation.file.too_large", "max", MaxFile>>20)
	}
	r := &xliffReader{d: xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))}
	r.d.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, errors.New("not UTF-8") }
	err := r.document()
	if err == nil {
		return r.bundles, nil
	}
	var known *problem.Error
	if errors.As(err, &known) {
		return nil, err
	}
	line, column := r.d.InputPos()
	return nil, problem.Wrap(err, problem.Invalid, "translation.file.unreadable", "line", line, "column", column)
}

type xliffReader struct {
	d       *xml.Decoder
	lang    string
	bundles []bundle
	units   int
}

// wrong is a problem at the place the reader has come to.
func (r *xliffReader) wrong(key string, args ...any) error {
	line, column := r.d.InputPos()
	return problem.New(problem.Invalid, key, append([]any{"line", line, "column", column}, args...)...)
}

// next gives the next token that means something, and refuses a document type.
func (r *xliffReader) next() (xml.Token, error) {
	for {
		t, err := r.d.Token()
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.Directive:
			return nil, r.wrong("translation.file.doctype")
		case xml.Comment, xml.ProcInst:
			if p, ok := t.(xml.ProcInst); ok && p.Target != "xml" {
				continue
			}
			continue
		case xml.StartElement, xml.EndElement, xml.CharData:
			return xml.CopyToken(t), nil
		}
	}
}

func (r *xliffReader) document() error {
	root := false
	for {
		t, err := r.next()
		if err == io.EOF && root {
			return nil
		}
		if err != nil {
			return err
		}
		start, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		version := value(start, "version")
		if root || start.Name.Space != xliffSpace || start.Name.Local != "xliff" || version != "2.0" && version != "2.1" {
			return r.wrong("translation.file.not_xliff")
		}
		root, r.lang = true, value(start, "trgLang")
		if r.lang == "" {
			return r.wrong("translation.file.no_language")
		}
		if err := r.children(2, func(e xml.StartElement) (bool, error) {
			if !is(e, "file") {
				return false, nil
			}
			r.bundles = append(r.bundles, bundle{set: value(e, "original"), lang: r.lang})
			return true, r.file(3)
		}); err != nil {
			return err
		}
	}
}

// children reads the elements inside the one just opened, up to its end. take says whether it read the element whole;
// one it did not is skipped.
func (r *xliffReader) children(depth int, take func(xml.StartElement) (bool, error)) error {
	if depth > maxDepth {
		return r.wrong("translation.file.too_deep")
	}
	for {
		t, err := r.next()
		if err != nil {
			return eof(err)
		}
		switch t := t.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			taken, err := take(t)
			if err != nil {
				return err
			}
			if !taken {
				if err := r.children(depth+1, func(xml.StartElement) (bool, error) { return false, nil }); err != nil {
					return err
				}
			}
		}
	}
}

// file reads units in a file or group.
func (r *xliffReader) file(depth int) error {
	return r.children(depth, func(e xml.StartElement) (bool, error) {
		switch {
		case is(e, "group"):
			return true, r.file(depth + 1)
		case is(e, "unit"):
			if r.units++; r.units > maxUnits {
				return true, r.wrong("translation.file.too_many", "max", maxUnits)
			}
			u := unit{id: value(e, "name")}
			if u.id == "" {
				u.id = keyOfUnit(value(e, "id"))
			}
			if err := r.unit(&u, depth+1); err != nil {
				return true, err
			}
			last := &r.bundles[len(r.bundles)-1]
			last.units = append(last.units, u)
			return true, nil
		}
		return false, nil
	})
}

func (r *xliffReader) unit(u *unit, depth int) error {
	data, first := map[string]string{}, true
	return r.children(depth, func(e xml.StartElement) (bool, error) {
		switch {
		case is(e, "notes"):
			return true, r.children(depth+1, func(n xml.StartElement) (bool, error) {
				if !is(n, "note") || value(n, "category") != "back-translation" {
					return false, nil
				}
				text, err := r.text(u.id, nil, depth+2)
				u.back = strings.TrimSpace(text)
				return true, err
			})
		case is(e, "originalData"):
			return true, r.children(depth+1, func(d xml.StartElement) (bool, error) {
				if !is(d, "data") {
					return false, nil
				}
				text, err := r.text(u.id, nil, depth+2)
				data[value(d, "id")] = text
				return true, err
			})
		case is(e, "segment"), is(e, "ignorable"):
			return true, r.segment(u, e, data, &first, depth+1)
		}
		return false, nil
	})
}

// segment adds one segment to the unit: tools may have cut it in several. The unit claims what the least of them does.
func (r *xliffReader) segment(u *unit, e xml.StartElement, data map[string]string, first *bool, depth int) error {
	var source, target string
	has := false
	err := r.children(depth, func(c xml.StartElement) (bool, error) {
		var err error
		switch {
		case is(c, "source"):
			source, err = r.text(u.id, data, depth+1)
		case is(c, "target"):
			has = true
			target, err = r.text(u.id, data, depth+1)
		default:
			return false, nil
		}
		return true, err
	})
	if err != nil {
		return err
	}
	u.source += source
	if is(e, "ignorable") && !has {
		target = source
	}
	u.target += target
	if is(e, "segment") {
		status, known := statusOfState[value(e, "state")]
		if !known {
			return r.wrong("translation.file.state", "text", u.id, "state", value(e, "state"))
		}
		if *first || !framework.AtLeast(status, u.status) {
			u.status = status
		}
		*first = false
	}
	return nil
}

// text reads text and inline codes up to the end of the element just opened.
func (r *xliffReader) text(id string, data map[string]string, depth int) (string, error) {
	if depth > maxDepth {
		return "", r.wrong("translation.file.too_deep")
	}
	var b strings.Builder
	for {
		t, err := r.next()
		if err != nil {
			return "", eof(err)
		}
		switch t := t.(type) {
		case xml.EndElement:
			return b.String(), nil
		case xml.CharData:
			b.Write(t)
		case xml.StartElement:
			inner, err := r.text(id, data, depth+1)
			if err != nil {
				return "", err
			}
			switch {
			case is(t, "ph"):
				p, ok := data[value(t, "dataRef")]
				if !ok {
					p = value(t, "equiv")
				}
				b.WriteString(p)
			case is(t, "mrk"):
				b.WriteString(inner)
			case is(t, "sm"), is(t, "em"):
			case is(t, "cp"):
				return "", r.wrong("translation.file.inline", "text", id, "what", "cp "+value(t, "hex"))
			default:
				return "", r.wrong("translation.file.inline", "text", id, "what", t.Name.Local)
			}
		}
	}
}

// eof makes an end in the middle the error it is.
func eof(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

func is(e xml.StartElement, local string) bool {
	return e.Name.Space == xliffSpace && e.Name.Local == local
}

func value(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}
