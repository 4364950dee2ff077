package record

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"regexp"
	"strings"
)

// What an office document may hold unpacked: enough for any letter, too little for a bomb.
const (
	maxParts    = 2000
	maxUnpacked = 100 << 20
)

// The types of the two kinds' main parts; with macros they have others.
const (
	docxMain = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
	odtMain  = "application/vnd.oasis.opendocument.text"
)

// sniffArchive looks into an archive for what makes it a DOCX or an ODT.
func sniffArchive(content []byte) FileKind {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil || len(archive.File) == 0 {
		return ""
	}
	for _, f := range archive.File {
		switch f.Name {
		case "mimetype":
			if part, err := readPart(f, 200); err == nil && string(part) == odtMain {
				return ODT
			}
		case "[Content_Types].xml":
			if part, err := readPart(f, 1<<20); err == nil && bytes.Contains(part, []byte(docxMain)) {
				return DOCX
			}
		}
	}
	return ""
}

func readPart(f *zip.File, most int64) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, errBroken
	}
	defer r.Close()
	part, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil || int64(len(part)) > most {
		return nil, errBroken
	}
	return part, nil
}

// errRuns says that a document holds something that a computer would run.
var errRuns = errors.New("document holds something that runs")

// stripOffice writes the archive anew: without the author, the company, the times and the small picture of the first
// page, with no time, comment or system mark on any part, and with the pictures inside stripped too. A document with
// macros, scripts, controls or embedded programs is errRuns. Names in comments and tracked changes stay: they are part
// of what the document says.
func stripOffice(content []byte, kind FileKind) ([]byte, error) {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil || len(archive.File) > maxParts {
		return nil, errBroken
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	seen, left := map[string]bool{}, int64(maxUnpacked)
	for _, f := range archive.File {
		if strings.HasSuffix(f.Name, "/") {
			continue // a folder: the parts make it
		}
		name := strings.ToLower(f.Name)
		if seen[name] || f.Name != path.Clean(f.Name) || path.IsAbs(f.Name) || strings.HasPrefix(f.Name, "../") || strings.Contains(f.Name, `\`) {
			return nil, errBroken
		}
		seen[name] = true
		if runs(name) {
			return nil, errRuns
		}
		part, err := readPart(f, left)
		if err != nil {
			return nil, err
		}
		left -= int64(len(part))
		if strings.HasPrefix(name, "docprops/thumbnail") || strings.HasPrefix(name, "thumbnails/") {
			continue
		}
		if part, err = cleanPart(name, part, kind); err != nil {
			return nil, err
		}
		if err := writePart(w, f.Name, part); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// runs reports the parts that hold macros, scripts, controls or embedded programs.
func runs(name string) bool {
	base := path.Base(name)
	for _, begin := range []string{"basic/", "scripts/", "word/activex/", "word/embeddings/", "object "} {
		if strings.HasPrefix(name, begin) {
			return true
		}
	}
	return strings.HasPrefix(base, "vbaproject") || strings.HasPrefix(base, "vbadata") || strings.HasPrefix(base, "oleobject") ||
		strings.HasSuffix(base, ".exe") || strings.HasSuffix(base, ".dll") || strings.HasSuffix(base, ".js")
}

// cleanPart gives what is written of a part.
func cleanPart(name string, part []byte, kind FileKind) ([]byte, error) {
	switch {
	case kind == ODT && name == "meta.xml":
		return []byte(emptyMeta), nil
	case kind == DOCX && name == "docprops/core.xml":
		return []byte(emptyCore), nil
	case kind == DOCX && name == "docprops/app.xml":
		return []byte(emptyApp), nil
	case kind == DOCX && name == "docprops/custom.xml":
		return []byte(emptyCustom), nil
	case kind == DOCX && name == "_rels/.rels":
		return withoutThumbnail.ReplaceAll(part, nil), nil
	case kind == ODT && name == "meta-inf/manifest.xml":
		return withoutThumbnailEntry.ReplaceAll(part, nil), nil
	case kind == DOCX && name == "[content_types].xml":
		if bytes.Contains(bytes.ToLower(part), []byte("macroenabled")) {
			return nil, errRuns
		}
	case kind == DOCX && name == "word/_rels/settings.xml.rels":
		if bytes.Contains(part, []byte("attachedTemplate")) {
			return withoutTemplate.ReplaceAll(part, nil), nil
		}
	}
	switch sniffPicture(part) {
	case JPEG:
		return stripJPEG(part)
	case PNG:
		return stripPNG(part)
	}
	return part, nil
}

// Relations to what was left out would make an office program call the document damaged. That to a template can also
// name the author's own computer, or fetch a file from elsewhere.
var (
	withoutThumbnail      = regexp.MustCompile(`<Relationship\b[^>]*metadata/thumbnail"[^>]*/>`)
	withoutThumbnailEntry = regexp.MustCompile(`<manifest:file-entry\b[^>]*"Thumbnails/[^>]*/>`)
	withoutTemplate       = regexp.MustCompile(`<Relationship\b[^>]*attachedTemplate"[^>]*/>`)
)

func sniffPicture(part []byte) FileKind {
	if k := sniff(part[:min(len(part), 16)]); k == JPEG || k == PNG {
		return k
	}
	return ""
}

// writePart writes a part without a time. An ODT's mimetype must stand as it is, not compressed.
func writePart(w *zip.Writer, name string, part []byte) error {
	method := zip.Deflate
	if name == "mimetype" {
		method = zip.Store
	}
	p, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: method})
	if err != nil {
		return err
	}
	_, err = p.Write(part)
	return err
}

// The properties of a document about which nothing is said.
const (
	xmlHead     = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	emptyCore   = xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>`
	emptyApp    = xmlHead + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>`
	emptyCustom = xmlHead + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>`
	emptyMeta   = xmlHead + `<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"><office:meta/></office:document-meta>`
)
