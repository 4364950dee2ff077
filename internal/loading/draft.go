package loading

import (
	"time"

	"stablefutures/internal/extract"
	"stablefutures/internal/problem"
)

// How far a draft has come.
const (
	StateOpen      = "open"
	StatePublished = "published"
)

// Draft is an edition in the making.
type Draft struct {
	ID           string
	Organisation string
	Name         string // of the framework it is an edition of
	MadeAt       time.Time
	LastAt       time.Time
	State        string
	Edition      string // id of what was published from it
}

// Open reports whether it can still be worked on.
func (d Draft) Open() bool { return d.State == StateOpen }

// How far the reading of a file has come.
const (
	FileReading = "reading" // not read to its end: the program may have stopped; it can be read again
	FileRead    = "read"
	FileRefused = "refused"
)

// FileLimit is the most bytes that a file to load may have.
const FileLimit = extract.MaxBytes

// TextLimit is the most characters that can be pasted in one go.
const TextLimit = 400_000

// File is a file of a draft, without its bytes.
type File struct {
	ID     string
	Name   string
	Kind   string // "pdf", "docx", "xlsx", "ods", "csv", "json", "text"; "" when it was not recognised
	Size   int64
	SHA256 string // of the bytes as they came, in hex
	At     time.Time
	State  string
	Why    Why      // why it was refused
	Whole  bool     // our own form, the whole edition: nothing is to be assigned
	Drawn  bool     // its pages can be drawn
	Notes  []string // message keys of what to know of the whole file
}

// Why is a reason as a person can be told it: a message key and its values.
type Why struct {
	Key  string `json:"key,omitempty"`
	Args []any  `json:"args,omitempty"` // name, value pairs
}

// Opened is a draft with everything a page needs to show it.
type Opened struct {
	Draft
	State
	Files []File // newest first
	// Whole is the document of a file in our own form; nil for any other.
	Whole []byte
}

// Current is the file whose pieces stand, and whether there is one.
func (o *Opened) Current() (File, bool) {
	for _, f := range o.Files {
		if f.ID == o.File {
			return f, true
		}
	}
	return File{}, false
}

// Last is the file that came last, and whether there is one: it may have been refused.
func (o *Opened) Last() (File, bool) {
	if len(o.Files) == 0 {
		return File{}, false
	}
	return o.Files[0], true
}

// Page gives a page as printed; a draft without a file has one empty page to type on.
func (o *Opened) Page(number int) (Page, error) {
	for _, p := range o.AllPages() {
		if p.Number == number {
			return p, nil
		}
	}
	return Page{}, problem.New(problem.NotFound, "problem.not_found")
}

// AllPages gives the pages to work through.
func (o *Opened) AllPages() []Page {
	if len(o.Pages) == 0 {
		return []Page{{Number: 1}}
	}
	return o.Pages
}
