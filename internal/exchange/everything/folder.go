package everything

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"stablefutures/internal/problem"
)

// unfinished is the file that says that a folder is not whole. It is written first and goes last.
const unfinished = "NOT-FINISHED.txt"

const unfinishedText = `THIS FOLDER IS NOT WHOLE.

Somebody began to take everything out of a Stable Futures service into it, and that has not come to its end. If nothing is
writing here any more, run "stablefutures export-all" with the same folder again: it begins anew. Or destroy the folder:
what is in it can be read by everybody who has it.
`

// ours are the names that an export makes in its folder: a half is removed by them and by nothing else.
var ours = []string{"README.txt", "manifest.json", "SHA256SUMS", "about", "files", "ledger", "tables", unfinished}

// folder is where everything is written: files that only their owner may read, and the checksum of each.
type folder struct {
	path string
	sums []string
}

// openFolder makes the folder, or takes an empty one, or begins a half anew. Any other is left alone: a Conflict.
func openFolder(path string) (*folder, error) {
	entries, err := os.ReadDir(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, problem.Wrap(err, problem.Invalid, "exchange.no_folder")
	}
	half := slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == unfinished })
	foreign := slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return !slices.Contains(ours, e.Name()) })
	if len(entries) > 0 && (!half || foreign) {
		return nil, problem.New(problem.Conflict, "exchange.folder_not_empty")
	}
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, problem.Wrap(err, problem.Invalid, "exchange.no_folder")
	}
	if err := os.Chmod(path, 0o700); err != nil {
		return nil, problem.Wrap(err, problem.Invalid, "exchange.no_folder")
	}
	f := &folder{path: path}
	if err := os.WriteFile(filepath.Join(path, unfinished), []byte(unfinishedText), 0o600); err != nil {
		return nil, problem.Wrap(err, problem.Invalid, "exchange.no_folder")
	}
	for _, name := range ours {
		if name == unfinished {
			continue
		}
		if err := os.RemoveAll(filepath.Join(path, name)); err != nil {
			return nil, fmt.Errorf("remove a half: %w", err)
		}
	}
	return f, nil
}

// out is one file being written.
type out struct {
	*bufio.Writer
	file *os.File
	sum  hash.Hash
	name string
	in   *folder
}

// create begins a file by its path in the folder, with slashes.
func (f *folder) create(name string) (*out, error) {
	path := filepath.Join(f.path, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("write %s: %w", name, err)
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", name, err)
	}
	o := &out{file: file, sum: sha256.New(), name: name, in: f}
	o.Writer = bufio.NewWriterSize(io.MultiWriter(file, o.sum), 64<<10)
	return o, nil
}

// end writes the file to the disk and keeps its checksum.
func (o *out) end() error {
	if err := errors.Join(o.Flush(), o.file.Sync(), o.file.Close()); err != nil {
		return fmt.Errorf("write %s: %w", o.name, err)
	}
	o.in.sums = append(o.in.sums, hex.EncodeToString(o.sum.Sum(nil))+"  "+o.name)
	return nil
}

// write writes a whole small file.
func (f *folder) write(name string, content []byte) error {
	o, err := f.create(name)
	if err != nil {
		return err
	}
	_, err = o.Write(content)
	return errors.Join(err, o.end())
}

// finish writes the checksums and takes the mark of a half away.
func (f *folder) finish() error {
	slices.SortFunc(f.sums, func(a, b string) int { return strings.Compare(a[66:], b[66:]) })
	if err := f.write("SHA256SUMS", []byte(strings.Join(f.sums, "\n")+"\n")); err != nil {
		return err
	}
	if err := os.Remove(filepath.Join(f.path, unfinished)); err != nil {
		return fmt.Errorf("finish: %w", err)
	}
	dir, err := os.Open(f.path)
	if err != nil {
		return fmt.Errorf("finish: %w", err)
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// record writes one record of a CSV file as RFC 4180 has it. A value keeps every character, its line ends too.
func (o *out) record(cells []string) error {
	for i, cell := range cells {
		if i > 0 {
			o.WriteByte(',')
		}
		if strings.ContainsAny(cell, "\",\r\n") {
			cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
		}
		o.WriteString(cell)
	}
	_, err := o.WriteString("\r\n") // an error of any write stays in the writer
	return err
}
