package loading

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

func filePlace(id string) seal.Place {
	return seal.Place{Table: "loading_files", Row: id, Column: "document"}
}

func chunkPlace(id, part string) seal.Place {
	return seal.Place{Table: "loading_chunks", Row: id, Column: part}
}

// fileDocument is what is sealed beside a file's bytes.
type fileDocument struct {
	Name   string   `json:"name"`
	Kind   string   `json:"kind,omitempty"`
	Why    *Why     `json:"why,omitempty"`
	Whole  bool     `json:"whole,omitempty"`
	Drawn  bool     `json:"drawn,omitempty"`
	Notes  []string `json:"notes,omitempty"`
	Pieces []byte   `json:"pieces,omitempty"` // the header of the chunks of what was read
}

// reading is what was read from a file.
type reading struct {
	Pages []Page `json:"pages,omitempty"`
	Whole []byte `json:"whole,omitempty"` // a document in our own form, as JSON
}

// Put keeps a file with a draft, byte for byte, and then reads it. From here on the pieces are this file's; what was
// typed in by hand stays. A file that cannot be read is kept with the reason, which File.Why gives; that is no error.
// seen is as for Act. The id is made by the client: the same one again changes nothing.
func (s *Service) Put(ctx context.Context, who permit.Actor, draft string, seen int, id, name string, content []byte) error {
	if !db.IsID(id) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	var c problem.Check
	c.Require(len(content) > 0, "file", "problem.file_empty")
	c.Require(len(content) <= FileLimit, "file", "loading.file_too_large", "max", FileLimit>>20)
	if err := c.Err(); err != nil {
		return fmt.Errorf("put file: %w", err)
	}
	err := s.do(ctx, who, func(w *access.Work) error {
		w.Note(draft, id)
		if _, err := findFile(ctx, w.Tx, draft, id); !problem.Is(err, problem.NotFound) {
			return err
		}
		return keepFile(ctx, w, draft, id, tidyName(name), content)
	})
	if err != nil {
		return fmt.Errorf("put file: %w", err)
	}
	return s.Read(ctx, who, draft, seen, id)
}

// tidyName takes out of a file's name what is no part of one: folders, control characters, more than fits a line.
func tidyName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == utf8.RuneError || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' {
			return -1
		}
		return r
	}, name)
	if runes := []rune(name); len(runes) > 120 {
		name = string(runes[len(runes)-120:])
	}
	return strings.TrimSpace(name)
}

func keepFile(ctx context.Context, w *access.Work, draft, id, name string, content []byte) error {
	row, err := findDraft(ctx, w.Tx, w.Who.Organisation, draft)
	if err != nil {
		return err
	}
	if !row.Open() {
		return problem.New(problem.Conflict, "loading.published")
	}
	document, err := json.Marshal(fileDocument{Name: name})
	if err != nil {
		return err
	}
	stream, header := w.System().NewStream(chunkPlace(id, partContent))
	sum := sha256.Sum256(content)
	err = insertFile(ctx, w.Tx, w.Who.ID, fileRow{id: id, draft: draft, at: db.Time(w.At), state: FileReading, sha256: hex.EncodeToString(sum[:]),
		size: int64(len(content)), document: w.System().Seal(document, filePlace(id)), header: header})
	if err != nil {
		return err
	}
	return writeChunks(ctx, w, id, partContent, stream, content)
}

func writeChunks(ctx context.Context, w *access.Work, id, part string, stream seal.Stream, content []byte) error {
	return stream.SealAll(content, func(i int, sealed []byte) error { return insertChunk(ctx, w.Tx, id, part, i, sealed) })
}

func readChunks(ctx context.Context, w *access.Work, id, part string, header []byte) ([]byte, error) {
	stream, err := w.System().OpenStream(header, chunkPlace(id, part))
	if err != nil {
		return nil, err
	}
	chunks, err := listChunks(ctx, w.Tx, id, part)
	if err != nil {
		return nil, err
	}
	return stream.OpenAll(chunks)
}

// Read reads a kept file that was not read to its end yet: Put does it at once, and again after a crash.
func (s *Service) Read(ctx context.Context, who permit.Actor, draft string, seen int, id string) error {
	var content []byte
	var head File
	err := s.read(ctx, who, func(w *access.Work) (err error) {
		w.Note(draft, id)
		head, content, err = openFile(ctx, w, draft, id)
		return err
	})
	if err != nil {
		return fmt.Errorf("read file: %w", err)
	}
	if head.State != FileReading {
		return nil
	}
	read, refused := readAny(ctx, head.Name, content)
	if ctx.Err() != nil {
		return fmt.Errorf("read file: %w", ctx.Err()) // it stays unread, and can be read again
	}
	if refused != nil && !problem.Is(refused, problem.Invalid) {
		return fmt.Errorf("read file: %w", refused)
	}
	d := fileDocument{Name: head.Name, Kind: read.kind, Whole: read.Whole != nil, Drawn: read.drawn, Notes: read.notes, Why: whyOf(refused)}
	err = s.do(ctx, who, func(w *access.Work) error { return finishFile(ctx, w, draft, seen, id, d, read.reading) })
	if err != nil {
		return fmt.Errorf("read file: %w", err)
	}
	return nil
}

// whyOf keeps an Invalid problem as the reason why a file was refused.
func whyOf(err error) *Why {
	var e *problem.Error
	if !errors.As(err, &e) {
		return nil
	}
	if len(e.Fields) > 0 {
		return &Why{Key: e.Fields[0].Key, Args: e.Fields[0].Args}
	}
	return &Why{Key: e.Key, Args: e.Args}
}

// finishFile writes down what came of reading. The pieces of a readable file take the place of those before.
func finishFile(ctx context.Context, w *access.Work, draft string, seen int, id string, d fileDocument, read reading) error {
	w.Note(draft, id)
	f := fileRow{id: id, draft: draft, state: FileRead}
	if d.Why != nil {
		f.state = FileRefused
	} else {
		plain, err := json.Marshal(read)
		if err != nil {
			return err
		}
		stream, header := w.System().NewStream(chunkPlace(id, partPieces))
		if err := writeChunks(ctx, w, id, partPieces, stream, plain); err != nil {
			return err
		}
		d.Pieces = header
	}
	document, err := json.Marshal(d)
	if err != nil {
		return err
	}
	f.document = w.System().Seal(document, filePlace(id))
	if err := updateFile(ctx, w.Tx, f); err != nil {
		return err
	}
	if d.Why != nil {
		return nil
	}
	return act(ctx, w, draft, seen, Operation{ID: db.NewID(), File: id})
}

func headOf(w *access.Work, r fileRow) (File, fileDocument, error) {
	var d fileDocument
	plain, err := w.System().Open(r.document, filePlace(r.id))
	if err != nil {
		return File{}, d, fmt.Errorf("open file: %w", err)
	}
	if err := json.Unmarshal(plain, &d); err != nil {
		return File{}, d, err
	}
	f := File{ID: r.id, Name: d.Name, Kind: d.Kind, Size: r.size, SHA256: r.sha256, State: r.state, Whole: d.Whole, Drawn: d.Drawn, Notes: d.Notes}
	if d.Why != nil {
		f.Why = *d.Why
	}
	f.At, err = db.ParseTime(r.at)
	return f, d, err
}

func filesOf(ctx context.Context, w *access.Work, draft string) ([]File, error) {
	rows, err := listFiles(ctx, w.Tx, draft)
	if err != nil {
		return nil, err
	}
	files := make([]File, len(rows))
	for i, r := range rows {
		if files[i], _, err = headOf(w, r); err != nil {
			return nil, err
		}
	}
	return files, nil
}

func openFile(ctx context.Context, w *access.Work, draft, id string) (File, []byte, error) {
	if _, err := findDraft(ctx, w.Tx, w.Who.Organisation, draft); err != nil {
		return File{}, nil, err
	}
	row, err := findFile(ctx, w.Tx, draft, id)
	if err != nil {
		return File{}, nil, err
	}
	f, _, err := headOf(w, row)
	if err != nil {
		return f, nil, err
	}
	content, err := readChunks(ctx, w, id, partContent, row.header)
	if err == nil && int64(len(content)) != row.size {
		err = problem.New(problem.Internal, "problem.damaged")
	}
	return f, content, err
}

// readingOf gives what was read from a file.
func readingOf(ctx context.Context, w *access.Work, draft, id string) (read reading, err error) {
	row, err := findFile(ctx, w.Tx, draft, id)
	if err != nil {
		return read, err
	}
	_, d, err := headOf(w, row)
	if err != nil {
		return read, err
	}
	plain, err := readChunks(ctx, w, id, partPieces, d.Pieces)
	if err != nil {
		return read, err
	}
	return read, json.Unmarshal(plain, &read)
}

// Original gives a file as it came, byte for byte.
func (s *Service) Original(ctx context.Context, who permit.Actor, draft, id string) (f File, content []byte, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		w.Note(draft, id)
		f, content, err = openFile(ctx, w, draft, id)
		return err
	})
	if err != nil {
		return File{}, nil, fmt.Errorf("open original: %w", err)
	}
	return f, content, nil
}
