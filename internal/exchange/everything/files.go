package everything

import (
	"encoding/json"
	"errors"
	"fmt"

	"stablefutures/internal/seal"
)

// chunked are the tables that hold a file in pieces: a row's file is named by its first columns, and the pieces stand in
// their order, since a table is read in the order of these.
var chunked = map[string]struct {
	column string // of the bytes
	named  []string
	place  string // of the place where its pieces are sealed: table and column; "" where they are plain
}{
	"record_blob_chunks": {"content", []string{"blob_id"}, "record_blobs"},
	"loading_chunks":     {"content", []string{"file_id", "part"}, "loading_chunks"},
	"translation_chunks": {"bytes", []string{"recording_id"}, ""},
}

// head is what opens a file's pieces.
type head struct {
	class  seal.Class
	owner  string
	header []byte
	at     seal.Place
}

// heads learns what opens every file, about two hundred bytes for each, and whose a transfer's packages, an alert's
// settlement and what became of an action are.
func (e *export) learn() error {
	for table, f := range map[string]func(row) error{
		"record_blobs": func(r row) error {
			e.heads[r.text("id")] = head{seal.ClassRecord, r.text("record_id"), r.bytes("header"), seal.Place{Table: "record_blobs", Row: r.text("id"), Column: "content"}}
			return nil
		},
		"loading_files": e.learnLoading,
		"sharing_transfers": func(r row) error {
			e.joined["transfer"][r.text("id")] = r.text("record_id")
			return nil
		},
		"watch_alerts": func(r row) error {
			e.joined["alert"][r.text("id")] = r.text("about_id")
			return nil
		},
		"caseaudit_actions": func(r row) error {
			e.joined["action"][r.text("id")] = r.text("case_id")
			return nil
		},
	} {
		if err := e.each(table, f); err != nil {
			return err
		}
	}
	return nil
}

// learnLoading learns both parts of a steward's file: its bytes, and the pieces read from it, whose header is sealed.
func (e *export) learnLoading(r row) error {
	id := r.text("id")
	add := func(part string, header []byte) {
		e.heads[id+"-"+part] = head{"", "", header, seal.Place{Table: "loading_chunks", Row: id, Column: part}}
	}
	add("content", r.bytes("header"))
	key, err := e.opener.Key("", "")
	if err != nil {
		return err
	}
	plain, err := key.Open(r.bytes("document"), seal.Place{Table: "loading_files", Row: id, Column: "document"})
	if err != nil {
		return fmt.Errorf("open a loaded file: %w", err)
	}
	var d struct {
		Pieces []byte `json:"pieces"`
	}
	if err := json.Unmarshal(plain, &d); err != nil {
		return fmt.Errorf("read a loaded file: %w", err)
	}
	add("pieces", d.Pieces)
	return nil
}

// filing writes files whose pieces come one by one: it holds one piece back, for the last is sealed as the last.
type filing struct {
	export *export
	sealed bool
	id     string
	out    *out
	stream seal.Stream
	next   []byte
	number int
	broken string // why this file cannot be opened: a marker
}

// piece takes the next piece of a file and says what stands in its row: the file's path, or why there is none.
func (f *filing) piece(folder, id string, content []byte) (string, error) {
	if id != f.id {
		if err := f.end(); err != nil {
			return "", err
		}
		if err := f.begin(folder, id); err != nil {
			return "", err
		}
	} else if err := f.put(false); err != nil {
		return "", err
	}
	f.next = append(f.next[:0], content...)
	if f.broken != "" {
		return f.broken, nil
	}
	return "files/" + folder + "/" + id, nil
}

func (f *filing) begin(folder, id string) error {
	f.id, f.number, f.broken = id, 0, ""
	if f.sealed {
		h := f.export.heads[id]
		key, err := f.export.opener.Key(h.class, h.owner)
		if f.broken = markerOf(err); err != nil && f.broken == "" {
			return err
		}
		if f.broken != "" {
			return nil
		}
		if f.stream, err = key.OpenStream(h.header, h.at); err != nil {
			return fmt.Errorf("open file %s: %w", id, err)
		}
	}
	var err error
	f.out, err = f.export.to.create("files/" + folder + "/" + id)
	f.export.manifest.Files++
	return err
}

// put writes the piece that was held back.
func (f *filing) put(last bool) error {
	if f.id == "" || f.broken != "" {
		return nil
	}
	plain := f.next
	if f.sealed {
		var err error
		if plain, err = f.stream.OpenChunk(f.number, last, f.next); err != nil {
			return fmt.Errorf("open file %s: %w", f.id, err)
		}
	}
	f.number++
	_, err := f.out.Write(plain)
	return err
}

func (f *filing) end() error {
	if f.id == "" || f.broken != "" {
		f.id = ""
		return nil
	}
	err := errors.Join(f.put(true), f.out.end())
	f.id = ""
	return err
}
