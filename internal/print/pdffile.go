package print

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"io"
	"unicode/utf16"
)

// pdfFile writes PDF 1.7 objects: streams as they come, everything else packed
// into object streams, and a cross-reference stream at the end.
type pdfFile struct {
	w      io.Writer
	err    error
	at     int64
	sum    hash.Hash
	where  []place // by object number
	packed []int   // numbers waiting in the object stream
	body   bytes.Buffer
	starts []int
	zip    *zlib.Writer
	buf    bytes.Buffer
}

// place is where an object is: at an offset, or the nth in an object stream.
type place struct {
	kind   byte // 0 not written, 1 offset, 2 in a stream
	offset int64
	index  int
}

func newPDFFile(w io.Writer) *pdfFile {
	f := &pdfFile{w: w, sum: sha256.New(), where: make([]place, 1)}
	f.write([]byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"))
	return f
}

func (f *pdfFile) write(b []byte) {
	if f.err != nil {
		return
	}
	n, err := f.w.Write(b)
	f.at += int64(n)
	f.err = err
	f.sum.Write(b)
}

// reserve gives out the next object number.
func (f *pdfFile) reserve() int {
	f.where = append(f.where, place{})
	return len(f.where) - 1
}

// object writes a dictionary or array under a reserved number.
func (f *pdfFile) object(number int, content string) {
	f.packed = append(f.packed, number)
	f.starts = append(f.starts, f.body.Len())
	f.body.WriteString(content)
	f.body.WriteByte('\n')
	if len(f.packed) == 200 || f.body.Len() > 1<<20 {
		f.pack()
	}
}

// pack writes the waiting objects as one object stream.
func (f *pdfFile) pack() {
	if len(f.packed) == 0 {
		return
	}
	number := f.reserve()
	var head bytes.Buffer
	for i, n := range f.packed {
		fmt.Fprintf(&head, "%d %d ", n, f.starts[i])
		f.where[n] = place{2, int64(number), i}
	}
	dict := fmt.Sprintf("/Type/ObjStm/N %d/First %d", len(f.packed), head.Len())
	f.stream(number, dict, head.Bytes(), f.body.Bytes())
	f.packed, f.starts = f.packed[:0], f.starts[:0]
	f.body.Reset()
}

// stream writes a compressed stream made of parts.
func (f *pdfFile) stream(number int, dict string, parts ...[]byte) {
	f.buf.Reset()
	if f.zip == nil {
		f.zip = zlib.NewWriter(&f.buf)
	} else {
		f.zip.Reset(&f.buf)
	}
	for _, p := range parts {
		f.zip.Write(p) // into memory: cannot fail
	}
	f.zip.Close()
	f.raw(number, dict+"/Filter/FlateDecode", f.buf.Bytes())
}

// raw writes a stream as it is.
func (f *pdfFile) raw(number int, dict string, data []byte) {
	f.where[number] = place{1, f.at, 0}
	f.write(fmt.Appendf(nil, "%d 0 obj\n<<%s/Length %d>>stream\n", number, dict, len(data)))
	f.write(data)
	f.write([]byte("\nendstream\nendobj\n"))
}

// end writes the cross-reference stream. The file's identifier is made from its
// content, so that the same words give the same bytes.
func (f *pdfFile) end(catalog, info int) error {
	f.pack()
	number := f.reserve()
	f.where[number] = place{1, f.at, 0}
	table := make([]byte, 0, len(f.where)*7)
	for i, p := range f.where {
		if i == 0 {
			p = place{0, 0, 0xFFFF}
		}
		table = append(table, p.kind)
		table = binary.BigEndian.AppendUint32(table, uint32(p.offset))
		table = binary.BigEndian.AppendUint16(table, uint16(p.index))
	}
	id := f.sum.Sum(nil)[:16]
	start := f.at
	dict := fmt.Sprintf("/Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Info %d 0 R/ID[<%x><%x>]", len(f.where), catalog, info, id, id)
	f.stream(number, dict, table)
	f.write(fmt.Appendf(nil, "startxref\n%d\n%%%%EOF\n", start))
	return f.err
}

// pdfString writes a text string: plain ASCII as it is, all else as UTF-16.
func pdfString(b *bytes.Buffer, s string) {
	b.WriteByte('(')
	if plainASCII(s) {
		for i := 0; i < len(s); i++ {
			escaped(b, s[i])
		}
	} else {
		b.WriteString("\xfe\xff")
		for _, r := range s {
			if r1, r2 := utf16.EncodeRune(r); r1 != 0xFFFD {
				escaped(b, byte(r1>>8), byte(r1), byte(r2>>8), byte(r2))
			} else {
				escaped(b, byte(r>>8), byte(r))
			}
		}
	}
	b.WriteByte(')')
}

func escaped(b *bytes.Buffer, bytes ...byte) {
	for _, c := range bytes {
		switch c {
		case '(', ')', '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case '\r':
			b.WriteString("\\r")
		case '\n':
			b.WriteString("\\n")
		default:
			b.WriteByte(c)
		}
	}
}
