package app

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/hex"
	"html"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// What follows reads everything that an answer says, in whatever form it is: what is seen, and what is not (names of files, alt texts,
// tooltips, properties of documents, chunks of pictures).

// everythingIn is the text of a file, whatever it is.
func everythingIn(t *testing.T, name, kind string, body []byte) string {
	t.Helper()
	switch {
	case bytes.HasPrefix(body, []byte("PK\x03\x04")):
		return saidInZip(t, body)
	case bytes.HasPrefix(body, []byte("%PDF")):
		return saidInPDF(t, body)
	case bytes.HasPrefix(body, []byte("\x89PNG")):
		return saidInPNG(t, body)
	case strings.HasPrefix(kind, "text/html"), strings.HasPrefix(kind, "image/svg"), strings.HasSuffix(name, ".svg"):
		return saidInMarkup(string(body))
	case strings.HasSuffix(name, ".xml"), strings.HasSuffix(name, ".rels"):
		return saidInOffice(string(body))
	}
	return string(body)
}

// drawn are attributes that say where and how something is drawn. A chart draws nothing but Protected figures: internal/arch holds it to
// that.
var drawn = regexp.MustCompile(` (?:x|y|x1|x2|y1|y2|dx|dy|cx|cy|r|rx|ry|d|points|width|height|viewBox|transform|font-size|font-weight|stroke-width|stroke-dasharray|style|class|id|for|name|href|aria-[a-z]+by|maxlength|rows)="[^"]*"`)

// saidInMarkup is the text of a page or a picture, its attributes among it, and what stands in an address after the question mark.
func saidInMarkup(s string) string {
	var also []string
	for _, m := range regexp.MustCompile(` (?:href|id|name)="([^"]*)"`).FindAllStringSubmatch(s, -1) {
		also = append(also, m[1])
	}
	return html.UnescapeString(drawn.ReplaceAllString(s, " ")) + "\n" + html.UnescapeString(strings.Join(also, "\n"))
}

var (
	aTag      = regexp.MustCompile(`<[^>]*>`)
	attribute = regexp.MustCompile(`="([^"]*[A-Za-z][^"]*)"`)
)

// saidInOffice is the text of a part of a Word document or workbook, and those of its attributes that are no plain number: those say
// how wide and how high things are.
func saidInOffice(s string) string {
	var also []string
	for _, m := range attribute.FindAllStringSubmatch(s, -1) {
		also = append(also, m[1])
	}
	return html.UnescapeString(aTag.ReplaceAllString(s, " ") + "\n" + strings.Join(also, "\n"))
}

func saidInZip(t *testing.T, body []byte) string {
	t.Helper()
	list, comment := unzipped(t, body)
	all := []string{comment}
	for _, f := range list {
		if strings.HasSuffix(f.name, ".odttf") || strings.HasSuffix(f.name, ".ttf") {
			continue // a typeface
		}
		all = append(all, f.name, f.comment, everythingIn(t, f.name, "", f.body))
	}
	return strings.Join(all, "\n")
}

func saidInPNG(t *testing.T, body []byte) string {
	t.Helper()
	var all []string
	for at := 8; at+8 <= len(body); {
		size, kind := int(binary.BigEndian.Uint32(body[at:])), string(body[at+4:at+8])
		if !slices.Contains([]string{"IHDR", "PLTE", "IDAT", "IEND", "pHYs", "tRNS", "sRGB", "gAMA"}, kind) {
			all = append(all, string(body[at+8:at+8+size]))
		}
		at += 12 + size
	}
	return strings.Join(all, "\n")
}

var (
	stream   = regexp.MustCompile(`(?s)stream\r?\n(.*?)endstream`)
	sentence = regexp.MustCompile(`(?s)/(?:Alt|ActualText|Title|Subject|Keywords|Author|Contents|TU|E)\s*(\((?:\\.|[^\\)])*\)|<[0-9A-Fa-f\s]+>)`)
)

// saidInPDF is what is printed, and what is said beside it: titles, alternatives, properties.
func saidInPDF(t *testing.T, body []byte) string {
	t.Helper()
	all := []string{paperText(t, body)}
	parts := [][]byte{stream.ReplaceAll(body, nil)}
	for _, m := range stream.FindAllSubmatch(body, -1) {
		if r, err := zlib.NewReader(bytes.NewReader(m[1])); err == nil {
			if plain, err := io.ReadAll(r); err == nil && !bytes.Contains(plain, []byte(" Tf")) {
				parts = append(parts, plain)
			}
		} else if bytes.Contains(m[1], []byte("xpacket")) {
			all = append(all, aTag.ReplaceAllString(string(m[1]), " "))
		}
	}
	for _, p := range parts {
		for _, m := range sentence.FindAllSubmatch(p, -1) {
			all = append(all, ofPDF(string(m[1])))
		}
	}
	for line := range strings.Lines(poppler(t, body, "pdfinfo", itsFile)) {
		if !strings.HasPrefix(line, "File size:") && !strings.HasPrefix(line, "Page size:") {
			all = append(all, line)
		}
	}
	return strings.Join(all, "\n")
}

// ofPDF reads a string of a PDF.
func ofPDF(s string) string {
	b := []byte(strings.Trim(s, "()"))
	if strings.HasPrefix(s, "<") {
		b, _ = hex.DecodeString(strings.Join(strings.Fields(strings.Trim(s, "<>")), ""))
	}
	if len(b) < 2 || b[0] != 0xFE || b[1] != 0xFF {
		return string(b)
	}
	var units []uint16
	for i := 2; i+1 < len(b); i += 2 {
		units = append(units, binary.BigEndian.Uint16(b[i:]))
	}
	return string(utf16.Decode(units))
}

var (
	noFigure = regexp.MustCompile(`[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|\d{4}-\d\d-\d\d(?:T[\d:.]+Z?)?|\b[0-9A-Za-z_+/-]*(?:[0-9][A-Za-z]+[0-9]|[A-Za-z][0-9]+[A-Za-z])[0-9A-Za-z_+/=-]*`)
	figureOf = regexp.MustCompile(`\d+(?:[,.\x{a0}\x{202f}\x{2009}\x{66c}']\d{3})*(?:[.,\x{66b}]\d+)?`)
	grouping = regexp.MustCompile(`[,.\x{a0}\x{202f}\x{2009}\x{66c}'](\d{3})`)
)

// numbersIn gives the whole numbers that a text says, whatever their digits and however they are grouped. Names of things that are made of
// letters and digits (ids, digests), days and moments say none.
func numbersIn(text string) map[int]bool {
	text = strings.Map(func(r rune) rune {
		for _, zero := range "\u0660\u06f0\u0966\u09e6\u1040\uff10" {
			if r >= zero && r < zero+10 {
				return '0' + (r - zero)
			}
		}
		return r
	}, text)
	found := map[int]bool{}
	for _, m := range figureOf.FindAllString(noFigure.ReplaceAllString(text, " "), -1) {
		for _, way := range []string{m, grouping.ReplaceAllString(m, "$1")} {
			whole, part, decimal := strings.Cut(strings.ReplaceAll(way, ",", "."), ".")
			if n, err := strconv.Atoi(whole); err == nil && (!decimal || strings.Trim(part, "0") == "") {
				found[n] = true
			}
		}
	}
	return found
}
