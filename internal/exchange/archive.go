package exchange

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"stablefutures/internal/problem"
)

// Archive writes a whole record as a ZIP: README.txt, record.json, record.txt, the files, and SHA256SUMS over all of
// them (the form of sha256sum). The same record gives the same bytes. contents are the files by their path in it; more is
// what other rooms hold of the record, in the folder more/.
func Archive(whole Whole, contents map[string][]byte, more ...Part) ([]byte, error) {
	document, err := Document(whole)
	if err != nil {
		return nil, err
	}
	if len(document) > maxJSON {
		return nil, problem.New(problem.Conflict, "exchange.record_too_large")
	}
	parts := []part{{"README.txt", []byte(readme(whole))}, {"record.json", document}, {"record.txt", []byte(Text(whole))}}
	for _, p := range more {
		files, err := p.files(whole)
		if err != nil {
			return nil, err
		}
		parts = append(parts, files...)
	}
	for _, path := range slices.Sorted(maps.Keys(contents)) {
		parts = append(parts, part{path, contents[path]})
	}
	var sums strings.Builder
	for _, p := range parts {
		sum := sha256.Sum256(p.content)
		fmt.Fprintf(&sums, "%s  %s\n", hex.EncodeToString(sum[:]), p.path)
	}
	return pack(whole, append(parts, part{"SHA256SUMS", []byte(sums.String())}))
}

type part struct {
	path    string
	content []byte
}

func pack(whole Whole, parts []part) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range parts {
		h := &zip.FileHeader{Name: p.path, Method: zip.Deflate, Modified: whole.Made.At}
		if strings.HasPrefix(p.path, "files/") {
			h.Method = zip.Store // pictures and documents are packed already
		}
		h.SetMode(0o600)
		to, err := z.CreateHeader(h)
		if err != nil {
			return nil, fmt.Errorf("write archive: %w", err)
		}
		if _, err := to.Write(p.content); err != nil {
			return nil, fmt.Errorf("write archive: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("write archive: %w", err)
	}
	return out.Bytes(), nil
}

// Document writes record.json: indented, for people who open it, and with characters as they are.
func Document(whole Whole) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(whole); err != nil {
		return nil, fmt.Errorf("write record.json: %w", err)
	}
	return out.Bytes(), nil
}

// Parse reads record.json back. A form that this program does not know, or a field that it has no place for, is an
// error: nothing is read by half.
func Parse(document []byte) (Whole, error) {
	var whole Whole
	d := json.NewDecoder(bytes.NewReader(document))
	d.DisallowUnknownFields()
	if err := d.Decode(&whole); err != nil {
		return Whole{}, problem.Wrap(err, problem.Invalid, "exchange.not_a_record")
	}
	if whole.Format != Format {
		return Whole{}, problem.New(problem.Invalid, "exchange.not_a_record")
	}
	return whole, nil
}
