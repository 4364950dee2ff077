package app

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// member is one file of an archive.
type member struct {
	name, comment string
	body          []byte
}

// unzipped gives what is in an archive, and the archive's own comment.
func unzipped(t *testing.T, archive []byte) (list []member, comment string) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, member{f.Name, f.Comment, body})
	}
	return list, z.Comment
}

// itsFile stands for the file of a PDF among a tool's arguments.
const itsFile = "{}"

// poppler gives what one of poppler's tools says of a PDF; where it is not installed the test is skipped.
func poppler(t *testing.T, pdf []byte, name string, args ...string) string {
	t.Helper()
	tool, err := exec.LookPath(name)
	if err != nil {
		t.Skip(name + " is not installed")
	}
	file := filepath.Join(t.TempDir(), "page.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, a := range args {
		if a == itsFile {
			args[i] = file
		}
	}
	out, err := exec.Command(tool, args...).Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// page gives what an address shows to somebody; anything but a page ends the test.
func (w *walker) page(t *testing.T, path, token string) string {
	t.Helper()
	a := w.ask(http.MethodGet, path, token, "en")
	if a.Code != http.StatusOK {
		t.Fatalf("%s is %d", path, a.Code)
	}
	return a.Body.String()
}
