package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"

	"stablefutures/internal/problem"
)

// The bounds of a zip file.
const (
	MaxParts    = 2_000     // entries in one archive
	MaxExpanded = 400 << 20 // bytes of all entries together, unpacked
	maxRatio    = 200       // unpacked against packed, for an entry larger than smallPart
	smallPart   = 1 << 20
)

// Archive is a zip file that was looked at before it was opened: few enough entries, no name twice, none locked, and
// none that unpacks out of proportion.
type Archive struct {
	parts map[string]*zip.File
	left  int64 // bytes that may still be unpacked
}

// OpenArchive looks at the directory of a zip file and unpacks nothing. A hostile file is refused with sheet.bomb,
// sheet.locked or sheet.damaged.
func OpenArchive(b []byte) (*Archive, error) {
	if len(b) > MaxBytes {
		return nil, tooLarge()
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, damaged(err)
	}
	if len(z.File) > MaxParts {
		return nil, problem.New(problem.Invalid, "sheet.parts", "max", MaxParts)
	}
	a := &Archive{parts: make(map[string]*zip.File, len(z.File)), left: MaxExpanded}
	var whole uint64
	for _, f := range z.File {
		name := strings.TrimPrefix(f.Name, "/")
		if a.parts[name] != nil {
			return nil, damaged(errors.New("one name stands for two entries"))
		}
		if f.Flags&1 != 0 {
			return nil, problem.New(problem.Invalid, "sheet.locked")
		}
		size := f.UncompressedSize64
		if size > MaxExpanded || size > smallPart && size/maxRatio > f.CompressedSize64 {
			return nil, bomb()
		}
		if whole += size; whole > MaxExpanded {
			return nil, bomb()
		}
		a.parts[name] = f
	}
	return a, nil
}

// Has reports whether the archive holds the entry.
func (a *Archive) Has(name string) bool { return a.parts[strings.TrimPrefix(name, "/")] != nil }

// Open unpacks one entry as it is read. An entry that is not there is sheet.damaged; one that turns out larger than it
// said fails while it is read.
func (a *Archive) Open(name string) (io.ReadCloser, error) {
	f := a.parts[strings.TrimPrefix(name, "/")]
	if f == nil {
		return nil, damaged(errors.New("an entry is missing"))
	}
	r, err := f.Open()
	if err != nil {
		return nil, damaged(err)
	}
	return &part{ReadCloser: r, archive: a}, nil
}

// part counts what is unpacked against the archive's bound, so that reading one entry many times cannot pass it.
type part struct {
	io.ReadCloser
	archive *Archive
}

// Read unpacks some more.
func (p *part) Read(b []byte) (int, error) {
	n, err := p.ReadCloser.Read(b)
	if p.archive.left -= int64(n); p.archive.left < 0 {
		return n, bomb()
	}
	return n, err
}

// Mention opens an entry that a short text should stand in (a mimetype) and returns its first bytes; "" when there is none.
func (a *Archive) Mention(name string, most int64) string {
	if !a.Has(name) {
		return ""
	}
	r, err := a.Open(name)
	if err != nil {
		return ""
	}
	defer r.Close()
	b, _ := io.ReadAll(io.LimitReader(r, most))
	return string(b)
}

func damaged(err error) error { return problem.Wrap(err, problem.Invalid, "sheet.damaged") }

func bomb() error { return problem.New(problem.Invalid, "sheet.bomb", "max", MaxExpanded>>20) }
