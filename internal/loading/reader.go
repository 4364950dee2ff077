package loading

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"path"
	"strings"

	"stablefutures/internal/extract"
	"stablefutures/internal/framework"
	"stablefutures/internal/problem"
	"stablefutures/internal/sheet"
)

// TextName is the name under which pasted text is kept: it came without one.
const TextName = "pasted.txt"

// perPage is how many pieces a page without a picture has at most: more is too long a page to work through.
const perPage = 150

// kindJSON is a file in our own form; all other kinds are extract's.
const kindJSON = "json"

// found is what came of reading a file.
type found struct {
	reading
	kind  string
	drawn bool
	notes []string // message keys of what to know of the whole file
}

// readAny reads a file of any kind. A file in our own form is kept whole: nothing of it is to be assigned. An Invalid
// error is the reason why a file cannot be read, in words for the steward.
func readAny(ctx context.Context, name string, content []byte) (found, error) {
	if isJSON(name, content) {
		return readJSON(content)
	}
	if f, ours, err := readOwnTable(name, content); ours {
		return f, err
	}
	var x *extract.Extract
	var err error
	if name == TextName {
		x, err = extract.ReadText(content)
	} else {
		x, err = extract.Read(ctx, name, content)
	}
	if err != nil {
		return found{}, err
	}
	f := found{kind: x.Kind, drawn: x.Kind == extract.PDF, notes: x.Notes}
	f.Pages, err = inParts(pagesOf(x))
	return f, err
}

func isJSON(name string, content []byte) bool {
	return strings.EqualFold(path.Ext(name), ".json") || bytes.HasPrefix(bytes.TrimSpace(bytes.TrimPrefix(content, []byte("\ufeff"))), []byte("{"))
}

// readJSON takes a document in the open format. What is wrong with one is said with its place.
func readJSON(content []byte) (found, error) {
	if _, err := framework.ReadDocument(bytes.NewReader(content)); err != nil {
		var e *problem.Error
		if errors.As(err, &e) {
			return found{kind: kindJSON}, err
		}
		return found{kind: kindJSON}, problem.Wrap(err, problem.Invalid, "loading.not_our_json")
	}
	return found{kind: kindJSON, reading: reading{Whole: content}}, nil
}

// readOwnTable takes a table in the form that framework writes: the columns level, code and text are its mark. Any other
// table is read as what it is, cells to say something about.
func readOwnTable(name string, content []byte) (f found, ours bool, err error) {
	if name == TextName {
		return f, false, nil
	}
	kind, err := sheet.Kind(content)
	if err != nil {
		return f, false, nil // no table; extract says what it is
	}
	d, _, err := framework.ReadTable(name, content)
	var e *problem.Error
	switch {
	case err == nil:
		f.kind = kind
		f.Whole, err = json.Marshal(d)
		return f, true, err
	case errors.As(err, &e) && e.Kind == problem.Invalid && strings.HasPrefix(e.Key, "framework.") && e.Key != "framework.table.no_column":
		return found{kind: kind}, true, err
	}
	return f, false, nil
}

// pagesOf keeps of an extract what a steward works with.
func pagesOf(x *extract.Extract) []Page {
	suggestions := suggestionsOf(x)
	body := usualSize(x)
	pages := make([]Page, len(x.Pages))
	for i, p := range x.Pages {
		page := Page{Number: p.Number, Width: p.Width, Height: p.Height, Outlined: p.Outlined, Scanned: p.Scanned, Unreadable: p.Unreadable, Pieces: []Printed{}}
		for _, f := range p.Pieces {
			page.Name = f.Sheet
			page.Pieces = append(page.Pieces, Printed{ID: f.ID, X: f.X, Y: f.Y, W: f.W, H: f.H, Text: f.Text, Lines: f.Lines, Row: f.Row,
				Column: f.Column, Sheet: f.Sheet, Hidden: f.Hidden, Merged: f.Merged, Formula: f.Formula, Number: f.Number, Hyphen: f.Hyphen,
				Bullet: f.Bullet, Heading: f.Heading > 0 || body > 0 && f.Size > body*1.05, Suggestion: suggestions[f.ID]})
		}
		pages[i] = page
	}
	return pages
}

// usualSize is the size that most characters of the file are set in; 0 where there are no sizes.
func usualSize(x *extract.Extract) float64 {
	letters := map[float64]int{}
	most := 0.0
	for _, p := range x.Pieces() {
		letters[p.Size] += len(p.Text)
		if letters[p.Size] > letters[most] {
			most = p.Size
		}
	}
	return most
}

// inParts cuts pages that have no picture and are too long into several, and numbers them anew.
func inParts(pages []Page) ([]Page, error) {
	var out []Page
	total := 0
	for _, p := range pages {
		total += len(p.Pieces)
		rest := p.Pieces
		for first := true; first || len(rest) > 0; first = false {
			part := p
			n := len(rest)
			if p.Width == 0 && n > perPage {
				n = perPage
			}
			part.Pieces, rest = rest[:n], rest[n:]
			if p.Width == 0 { // a page with a picture keeps the number by which it is drawn
				part.Number = len(out) + 1
			}
			out = append(out, part)
		}
	}
	if total > mostPieces {
		return nil, problem.New(problem.Invalid, "loading.too_many_pieces", "max", mostPieces)
	}
	return out, nil
}
