package extract

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
)

// pdfFile makes a PDF of objects, the first of which is the catalogue.
func pdfFile(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer <</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return b.Bytes()
}

// stream makes a stream object.
func stream(dict, data string) string {
	return fmt.Sprintf("<<%s /Length %d>>\nstream\n%s\nendstream", dict, len(data), data)
}

// deflated makes a compressed stream object of n bytes of one letter.
func deflated(dict string, unit string, n int) string {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	chunk := []byte(strings.Repeat(unit, 1<<16/len(unit)))
	for ; n > 0; n -= len(chunk) {
		w.Write(chunk)
	}
	w.Close()
	return stream(dict+" /Filter /FlateDecode", z.String())
}

// onePage makes a PDF with one page: its box, more entries for the page, and what is drawn on it in Helvetica (/F).
func onePage(box, more, content string, further ...string) []byte {
	return pdfFile(append([]string{
		"<</Type /Catalog /Pages 2 0 R>>",
		"<</Type /Pages /Kids [3 0 R] /Count 1>>",
		fmt.Sprintf("<</Type /Page /Parent 2 0 R /MediaBox [%s] %s /Contents 4 0 R /Resources <</Font <</F 5 0 R>> /XObject <</I 6 0 R>>>>>>", box, more),
		stream("", content),
		"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>",
		stream("/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8", "\x00\xff\xff\x00"),
	}, further...)...)
}

// manyPages makes a PDF with n pages that all say the same.
func manyPages(n int) []byte {
	objects := []string{"<</Type /Catalog /Pages 2 0 R>>", "", stream("", "BT /F 12 Tf 72 700 Td (The pond is safe) Tj ET"), "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>"}
	var kids strings.Builder
	for range n {
		objects = append(objects, "<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R /Resources <</Font <</F 4 0 R>>>>>>")
		fmt.Fprintf(&kids, "%d 0 R ", len(objects))
	}
	objects[1] = fmt.Sprintf("<</Type /Pages /Kids [%s] /Count %d>>", kids.String(), n)
	return pdfFile(objects...)
}
