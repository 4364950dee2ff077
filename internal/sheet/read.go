package sheet

import (
	"bytes"
	"strings"

	"stablefutures/internal/problem"
)

// Read reads a table in any of the three formats. The bytes decide which one it is; the name only chooses between a
// table and other text when nothing else does, and may be empty.
//
// Errors are Invalid, with a key sheet.* and values for the place: "sheet" (its name), "row" (from 1), "column" (a
// letter), "max" (the bound that was passed).
func Read(name string, b []byte) (Workbook, error) {
	switch kind, err := Kind(b); {
	case err != nil:
		return Workbook{}, err
	case kind == XLSX:
		return ReadXLSX(b)
	case kind == ODS:
		return ReadODS(b)
	default:
		return ReadCSV(b)
	}
}

// Kind tells by its bytes which kind of table a file is: XLSX, ODS, or CSV for any text. It refuses what is no table:
// sheet.empty, sheet.bytes, sheet.locked (a password), sheet.old (.xls and .xlsb), sheet.kind (anything else).
func Kind(b []byte) (string, error) {
	switch {
	case len(b) > MaxBytes:
		return "", tooLarge()
	case len(bytes.TrimSpace(b)) == 0:
		return "", problem.New(problem.Invalid, "sheet.empty")
	case bytes.HasPrefix(b, []byte("PK\x03\x04")), bytes.HasPrefix(b, []byte("PK\x05\x06")):
		return kindOfArchive(b)
	case bytes.HasPrefix(b, []byte("\xD0\xCF\x11\xE0")):
		return "", Compound(b)
	case foreign(b):
		return "", problem.New(problem.Invalid, "sheet.kind")
	}
	return CSV, nil
}

// Compound says what stands in Microsoft's older container: an office file under a password (sheet.locked) or a
// document from before 2007 (sheet.old).
func Compound(b []byte) error {
	if bytes.Contains(b, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")) {
		return problem.New(problem.Invalid, "sheet.locked")
	}
	return problem.New(problem.Invalid, "sheet.old")
}

func kindOfArchive(b []byte) (string, error) {
	a, err := OpenArchive(b)
	if err != nil {
		return "", err
	}
	switch {
	case strings.HasPrefix(a.Mention("mimetype", 100), "application/vnd.oasis.opendocument.spreadsheet"):
		return ODS, nil
	case a.Has("xl/workbook.bin"):
		return "", problem.New(problem.Invalid, "sheet.old")
	case a.Has("xl/workbook.xml"), a.Has("[Content_Types].xml") && !a.Has("word/document.xml") && !a.Has("ppt/presentation.xml"):
		return XLSX, nil
	}
	return "", problem.New(problem.Invalid, "sheet.kind")
}

// foreign reports bytes that begin as no table of text does.
func foreign(b []byte) bool {
	head := bytes.TrimLeft(bytes.TrimPrefix(b, []byte("\uFEFF")), " \t\r\n")
	head = bytes.Clone(head[:min(len(head), 16)])
	for i, c := range head {
		if c >= 'A' && c <= 'Z' {
			head[i] = c + 'a' - 'A'
		}
	}
	for _, s := range []string{"%pdf", "<?xml", "<!doctype", "<html", "<table", "{\\rtf", "\x89png", "\xff\xd8\xff", "gif8", "\x1f\x8b", "rar!", "7z\xbc\xaf"} {
		if bytes.HasPrefix(head, []byte(s)) {
			return true
		}
	}
	return false
}
