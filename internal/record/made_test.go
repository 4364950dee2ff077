package record_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"testing"
)

func pictureOf() image.Image {
	m := image.NewRGBA(image.Rect(0, 0, 24, 16))
	for y := range 16 {
		for x := range 24 {
			m.Set(x, y, color.RGBA{uint8(x * 10), uint8(y * 15), uint8(x * y), 255})
		}
	}
	return m
}

func jpegOf(tb testing.TB) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, pictureOf(), nil); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(tb testing.TB) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, pictureOf()); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

const (
	docxTypes = `<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
	docxText  = "<w:document>Dear all</w:document>"
)

func docx(tb testing.TB, more map[string]string) string {
	parts := map[string]string{"[Content_Types].xml": docxTypes, "word/document.xml": docxText}
	for name, part := range more {
		parts[name] = part
	}
	return archive(tb, parts)
}

func archive(tb testing.TB, parts map[string]string) string {
	tb.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, part := range parts {
		p, err := w.Create(name)
		if err == nil {
			_, err = io.WriteString(p, part)
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

func unzip(tb testing.TB, content []byte) map[string]string {
	tb.Helper()
	r, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		tb.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range r.File {
		p, err := f.Open()
		if err != nil {
			tb.Fatal(err)
		}
		part, err := io.ReadAll(p)
		if err != nil || f.Modified.Year() > 1979 { // a zip without a time says the eleventh month of 1979
			tb.Fatal(f.Modified, err)
		}
		parts[f.Name] = string(part)
	}
	return parts
}

// pngChunk makes one chunk of a PNG.
func pngChunk(kind, content string) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
	out = append(append(out, kind...), content...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}
