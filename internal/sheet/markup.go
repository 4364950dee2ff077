package sheet

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"stablefutures/internal/problem"
)

// maxDepth bounds how deep elements may stand in each other; office files need about 30.
const maxDepth = 400

// Markup reads XML strictly: one token at a time, no document type (sheet.doctype), no entities but the five of XML
// itself, nothing fetched, and no deeper than the bound.
type Markup struct {
	d     *xml.Decoder
	depth int
}

// NewMarkup reads XML from r.
func NewMarkup(r io.Reader) *Markup { return &Markup{d: xml.NewDecoder(r)} }

// Next returns the next token: an xml.StartElement, xml.EndElement or xml.CharData. At the end it returns io.EOF; what
// is not well-formed is sheet.damaged with its line.
func (m *Markup) Next() (xml.Token, error) {
	for {
		t, err := m.d.Token()
		if err == io.EOF {
			return nil, err
		}
		if err != nil {
			var known *problem.Error
			if errors.As(err, &known) {
				return nil, err
			}
			return nil, damaged(err)
		}
		switch t.(type) {
		case xml.Directive:
			return nil, problem.New(problem.Invalid, "sheet.doctype")
		case xml.StartElement:
			if m.depth++; m.depth > maxDepth {
				return nil, damaged(errors.New("elements stand too deep in each other"))
			}
			return t, nil
		case xml.EndElement:
			m.depth--
			return t, nil
		case xml.CharData:
			return t, nil
		}
	}
}

// Skip reads past the end of the element that was last begun.
func (m *Markup) Skip() error {
	for depth := 1; depth > 0; {
		t, err := m.Next()
		if err == io.EOF {
			return damaged(io.ErrUnexpectedEOF)
		}
		if err != nil {
			return err
		}
		switch t.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
	}
	return nil
}

// Text reads the text inside the element that was last begun, up to its end. Elements inside it are passed over.
func (m *Markup) Text() (string, error) {
	var s strings.Builder
	for {
		t, err := m.Next()
		if err == io.EOF {
			return "", damaged(io.ErrUnexpectedEOF)
		}
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.CharData:
			if s.Len()+len(t) > MaxText {
				return "", bomb()
			}
			s.Write(t)
		case xml.StartElement:
			if err := m.Skip(); err != nil {
				return "", err
			}
		case xml.EndElement:
			return s.String(), nil
		}
	}
}

// Attr finds an attribute by its local name, whatever its name space; "" when there is none.
func Attr(e xml.StartElement, local string) string {
	for _, a := range e.Attr {
		if a.Name.Local == local && a.Name.Space != "xmlns" {
			return a.Value
		}
	}
	return ""
}

// each calls do for every element that begins in one entry of the archive.
func (a *Archive) each(name string, do func(m *Markup, e xml.StartElement) error) error {
	r, err := a.Open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	m := NewMarkup(r)
	return m.Elements(func(e xml.StartElement) error { return do(m, e) })
}

// Elements calls do for every element that begins, at any depth.
func (m *Markup) Elements(do func(xml.StartElement) error) error {
	for {
		t, err := m.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := t.(xml.StartElement); ok {
			if err := do(e); err != nil {
				return err
			}
		}
	}
}
