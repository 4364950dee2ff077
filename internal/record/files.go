package record

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// FileLimit is the most bytes that a file may have: 20 MiB.
const FileLimit = 20 << 20

// FilesLimit is how many files a record may have.
const FilesLimit = 500

// File is what is known of a file without opening it.
type File struct {
	ID       string
	Name     string // as it came, or as somebody called it; sealed like the content
	Kind     FileKind
	Size     int64 // bytes kept, after what gave somebody away was taken out
	At       time.Time
	AuthorID string
}

// FileName gives a name under which the file can be saved without telling of anybody.
func (f File) FileName() string {
	if f.Kind == JPEG || f.Kind == PNG {
		return "picture" + f.Kind.Extension()
	}
	return "document" + f.Kind.Extension()
}

// fileDocument is what is sealed beside the content.
type fileDocument struct {
	Version int      `json:"v"`
	Name    string   `json:"name"`
	Kind    FileKind `json:"kind"`
}

func contentPlace(id string) seal.Place {
	return seal.Place{Table: "record_blobs", Row: id, Column: "content"}
}

func filePlace(id string) seal.Place {
	return seal.Place{Table: "record_blobs", Row: id, Column: "document"}
}

// Attach keeps a file with a record; see AttachAs.
func (s *Service) Attach(ctx context.Context, who permit.Actor, record, name string, content io.Reader) (File, error) {
	return s.AttachAs(ctx, who, record, db.NewID(), name, content)
}

// AttachAs keeps a file under an id that the client made, so that a form sent twice is a Conflict and keeps one. The
// kind is found by content; one that is not kept, is broken, or holds something that runs is Invalid. What pictures
// and office documents tell beside what they show is taken out first. PDFs are kept byte for byte: changing one would
// break its signatures and its worth as evidence.
func (s *Service) AttachAs(ctx context.Context, who permit.Actor, record, id, name string, content io.Reader) (File, error) {
	name = strings.TrimSpace(name)
	var c problem.Check
	c.Require(name != "", "name", "problem.required")
	checkText(&c, "name", name, maxName)
	c.Require(db.IsID(id), "id", "problem.not_an_id")
	kind, clean, err := readFile(&c, content)
	if err != nil {
		return File{}, fmt.Errorf("attach file: %w", err)
	}
	f := File{ID: id, Name: name, Kind: kind, Size: int64(len(clean)), AuthorID: who.ID}
	document, err := json.Marshal(fileDocument{Version: 1, Name: name, Kind: kind})
	if err != nil {
		return File{}, fmt.Errorf("attach file: %w", err)
	}
	err = s.door.Do(ctx, who, permit.AttachFile, access.Record(record), func(w *access.Work) error {
		w.Note("attached", id)
		f.At = w.At
		n, err := countBlobs(ctx, w.Tx, record)
		if err != nil {
			return err
		}
		if n >= FilesLimit {
			return problem.New(problem.Conflict, "record.too_many_files")
		}
		return writeFile(ctx, w, record, f, document, clean)
	})
	if err != nil {
		return File{}, fmt.Errorf("attach file: %w", err)
	}
	return f, nil
}

// readFile reads all of a file, finds its kind and cleans it. What is wrong with it joins what c holds already.
func readFile(c *problem.Check, r io.Reader) (FileKind, []byte, error) {
	content, err := io.ReadAll(io.LimitReader(r, FileLimit+1))
	if err != nil {
		return "", nil, problem.Wrap(err, problem.Invalid, "problem.file_unreadable")
	}
	switch {
	case len(content) == 0:
		c.Add("file", "problem.file_empty")
	case len(content) > FileLimit:
		c.Add("file", "record.file_too_large", "limit", FileLimit>>20)
	}
	if err := c.Err(); err != nil {
		return "", nil, err
	}
	kind := sniff(content)
	clean, err := strip(content, kind)
	switch {
	case kind == "":
		c.Add("file", "record.file_type")
	case errors.Is(err, errRuns):
		c.Add("file", "record.file_runs")
	case err != nil:
		c.Add("file", "problem.file_unreadable")
	case len(clean) > FileLimit:
		c.Add("file", "record.file_too_large", "limit", FileLimit>>20)
	}
	return kind, clean, c.Err()
}

// CleanPicture finds whether content is a picture that is kept (PNG or JPEG; never SVG, which can run) and takes out what
// tells of its maker: for a room that keeps pictures of its own. "" for anything else, and for what is broken.
func CleanPicture(content []byte) (FileKind, []byte) {
	kind := sniff(content)
	if kind != PNG && kind != JPEG {
		return "", nil
	}
	clean, err := strip(content, kind)
	if err != nil {
		return "", nil
	}
	return kind, clean
}

// strip takes out of a file what tells of its maker.
func strip(content []byte, kind FileKind) ([]byte, error) {
	switch kind {
	case PNG:
		return stripPNG(content)
	case JPEG:
		return stripJPEG(content)
	case DOCX, ODT:
		return stripOffice(content, kind)
	}
	return content, nil
}

func writeFile(ctx context.Context, w *access.Work, record string, f File, document, content []byte) error {
	stream, header := w.Key.NewStream(contentPlace(f.ID))
	err := insertBlob(ctx, w.Tx, record, blobRow{id: f.ID, at: db.Time(w.At), author: f.AuthorID, size: f.Size,
		document: w.Key.Seal(document, filePlace(f.ID)), header: header})
	if err != nil {
		return err
	}
	return stream.SealAll(content, func(i int, sealed []byte) error { return insertChunk(ctx, w.Tx, f.ID, i, sealed) })
}

// Files lists a record's files, newest first.
func (s *Service) Files(ctx context.Context, who permit.Actor, record string) (files []File, err error) {
	err = s.door.Read(ctx, who, permit.OpenFile, access.Record(record), func(w *access.Work) error {
		w.Note("list")
		rows, err := listBlobs(ctx, w.Tx, record)
		if err != nil {
			return err
		}
		files = make([]File, 0, len(rows))
		for _, row := range rows {
			f, err := openFileHead(w, row)
			if err != nil {
				return err
			}
			files = append(files, f)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list files: %w", err)
	}
	return files, nil
}

func openFileHead(w *access.Work, row blobRow) (File, error) {
	plain, err := w.Key.Open(row.document, filePlace(row.id))
	if err != nil {
		return File{}, err
	}
	var d fileDocument
	if err := json.Unmarshal(plain, &d); err != nil {
		return File{}, err
	}
	at, err := db.ParseTime(row.at)
	return File{ID: row.id, Name: d.Name, Kind: d.Kind, Size: row.size, At: at, AuthorID: row.author}, err
}

// OpenFile gives a file with its content. One that was changed, cut or mixed up in the database is an error.
func (s *Service) OpenFile(ctx context.Context, who permit.Actor, record, id string) (f File, content []byte, err error) {
	err = s.door.Read(ctx, who, permit.OpenFile, access.Record(record), func(w *access.Work) error {
		w.Note(id)
		row, err := findBlob(ctx, w.Tx, record, id)
		if err != nil {
			return err
		}
		if f, err = openFileHead(w, row); err != nil {
			return err
		}
		content, err = readChunks(ctx, w, row)
		return err
	})
	if err != nil {
		return File{}, nil, fmt.Errorf("open file: %w", err)
	}
	return f, content, nil
}

func readChunks(ctx context.Context, w *access.Work, row blobRow) ([]byte, error) {
	stream, err := w.Key.OpenStream(row.header, contentPlace(row.id))
	if err != nil {
		return nil, err
	}
	chunks, err := listChunks(ctx, w.Tx, row.id)
	if err != nil {
		return nil, err
	}
	content, err := stream.OpenAll(chunks)
	if err == nil && int64(len(content)) != row.size {
		err = problem.New(problem.Internal, "problem.damaged")
	}
	if err != nil {
		return nil, err
	}
	return content, nil
}

// RemoveFile destroys a file that should not be here: one attached by mistake, or a picture of a child. Only the
// ledger keeps that there was one.
func (s *Service) RemoveFile(ctx context.Context, who permit.Actor, record, id string) error {
	err := s.door.Do(ctx, who, permit.AttachFile, access.Record(record), func(w *access.Work) error {
		w.Note("removed", id)
		if _, err := findBlob(ctx, w.Tx, record, id); err != nil {
			return err
		}
		return deleteBlob(ctx, w.Tx, id)
	})
	if err != nil {
		return fmt.Errorf("remove file: %w", err)
	}
	return nil
}
