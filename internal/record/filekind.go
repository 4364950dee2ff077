package record

import (
	"bytes"
	"unicode/utf8"
)

// FileKind is a kind of file that is kept.
type FileKind string

// The kinds. Everything else is refused: what a browser would run (HTML, SVG), programs, documents with macros.
const (
	PDF  FileKind = "pdf"
	PNG  FileKind = "png"
	JPEG FileKind = "jpeg"
	DOCX FileKind = "docx"
	ODT  FileKind = "odt"
	Text FileKind = "text"
)

// FileKinds lists the kinds in the order people read them.
var FileKinds = []FileKind{PDF, DOCX, ODT, Text, JPEG, PNG}

// MediaType gives the kind's media type.
func (k FileKind) MediaType() string {
	switch k {
	case PDF:
		return "application/pdf"
	case PNG:
		return "image/png"
	case JPEG:
		return "image/jpeg"
	case DOCX:
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case ODT:
		return "application/vnd.oasis.opendocument.text"
	case Text:
		return "text/plain; charset=utf-8"
	}
	return "application/octet-stream"
}

// Extension gives the usual end of the kind's file names, with its dot.
func (k FileKind) Extension() string {
	switch k {
	case Text:
		return ".txt"
	case JPEG:
		return ".jpg"
	}
	return "." + string(k)
}

// sniff finds the kind by content; the name that came with a file proves nothing. "" is a kind that is not kept. What
// it says of the archives (DOCX, ODT) is only a first look: stripOffice reads them whole.
func sniff(content []byte) FileKind {
	switch {
	case bytes.HasPrefix(content, []byte("%PDF-")):
		return PDF
	case bytes.HasPrefix(content, pngMagic):
		return PNG
	case bytes.HasPrefix(content, []byte{0xFF, 0xD8, 0xFF}):
		return JPEG
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		return sniffArchive(content)
	case isPlainText(content):
		return Text
	}
	return ""
}

// isPlainText wants UTF-8 with nothing in it but writing, and no beginning by which some program would take it for
// more than text: markup, rich text, PostScript, a script.
func isPlainText(content []byte) bool {
	text := bytes.TrimPrefix(content, []byte("\xEF\xBB\xBF"))
	if !utf8.Valid(text) || len(bytes.TrimSpace(text)) == 0 {
		return false
	}
	for _, b := range text {
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f' || b == 0x7f {
			return false
		}
	}
	start := bytes.TrimSpace(text)
	for _, more := range []string{"<", "{\\rtf", "%!", "#!", "MZ"} {
		if bytes.HasPrefix(start, []byte(more)) {
			return false
		}
	}
	return true
}
