package policy

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/release"
	"stablefutures/internal/sheet"
)

// The kinds of figures that a plan may rest on.
const (
	FromPublished = "published" // somebody else published them
	FromRelease   = "release"   // the organisation let them out, protected
)

// Series is figures that somebody else published, as they stand here. Of one root the latest holds; plans keep which they saw.
type Series struct {
	ID, Root string
	Place    int
	At       time.Time // when they came here
	By       string
	Hash     string
	Table    disclosure.Published
}

// Day is the day on which they came here.
func (s Series) Day() string { return db.Day(s.At) }

// SeriesRules is the pack whose threshold is held against numbers of people that others published.
const SeriesRules = disclosure.StrictDefault

// MaxSeriesFile is how large a file of published figures may be.
const MaxSeriesFile = 1 << 20

// NewSeries is what bringing published figures needs. Head says where they are published; Root names the series they continue,
// "" for new ones. File is a CSV, XLSX or ODS file; its first sheet is read.
type NewSeries struct {
	ID, Root string
	Head     disclosure.Published
	Name     string // of the file
	File     []byte
}

// read makes a table of the file.
func (n NewSeries) read() (disclosure.Published, error) {
	rules, _ := disclosure.Rules(SeriesRules)
	if len(n.File) > MaxSeriesFile {
		return disclosure.Published{}, problem.New(problem.Invalid, "evaluation.file_large", "max", MaxSeriesFile>>10)
	}
	book, err := sheet.Read(n.Name, n.File)
	if err != nil {
		return disclosure.Published{}, err
	}
	var rows [][]string
	for _, line := range book.Sheets[0].Rows {
		var row []string
		for _, cell := range line {
			if cell.Formula != "" {
				return disclosure.Published{}, problem.New(problem.Invalid, "evaluation.read_number", "row", len(rows)+1, "column", len(row)+1)
			}
			row = append(row, cell.Text)
		}
		rows = append(rows, row)
	}
	p, err := disclosure.ReadPublished(rules, n.Head, rows)
	var u disclosure.Unreadable
	if errors.As(err, &u) {
		return p, problem.Wrap(err, problem.Invalid, "evaluation.read_"+u.What, "row", u.Row, "column", u.Column) // i18n: prefix evaluation.read_
	}
	return p, err
}

// Bring takes in figures that somebody else published. A form sent twice brings them once.
func (s *Service) Bring(ctx context.Context, who permit.Actor, n NewSeries) error {
	if !db.IsID(n.ID) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	err := s.make(ctx, who, func(w *access.Work) error {
		w.Note(n.ID)
		if _, err := findSeries(ctx, w, n.ID); err == nil {
			return nil
		}
		one := Series{ID: n.ID, Root: n.ID, Place: 1}
		if n.Root != "" {
			last, err := latestSeries(ctx, w, n.Root)
			if err != nil {
				return err
			}
			one.Root, one.Place = last.Root, last.Place+1
		}
		var err error
		if one.Table, err = n.read(); err != nil {
			return err
		}
		one.Hash, err = insertSeries(ctx, w, one)
		w.Note(one.Hash)
		return err
	})
	if err != nil {
		return fmt.Errorf("bring published figures: %w", err)
	}
	return nil
}

// SeriesList lists what others published and somebody brought here, each as it stands, the latest first.
func (s *Service) SeriesList(ctx context.Context, who permit.Actor) (list []Series, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		list, err = listSeries(ctx, w)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list published figures: %w", err)
	}
	return list, nil
}

// Series gives one of them.
func (s *Service) Series(ctx context.Context, who permit.Actor, id string) (one Series, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		w.Note(id)
		one, err = findSeries(ctx, w, id)
		return err
	})
	if err != nil {
		return Series{}, fmt.Errorf("read published figures: %w", err)
	}
	return one, nil
}

// Figures are figures in time that a plan rests on, wherever they come from: a line for each place or kind, a period each.
type Figures struct {
	Kind, ID, Key string // Key is what stays the same when later figures come: a root, or what a release counts
	Hash          string // of the document
	At            time.Time
	Periods       []disclosure.Period
	Lines         []string // codes of a release, names of published series; "" is the only line of a release of one direction
	Rounded       int64    // a multiple that figures were rounded to
	People        bool     // the figures are numbers of people, or of things
	Published     *disclosure.Published
	Release       *release.Release

	cell func(period, line int) disclosure.Protected
}

// Cell is the figure of a period and a line.
func (f Figures) Cell(period, line int) disclosure.Protected {
	if f.cell == nil || period < 0 || period >= len(f.Periods) || line < 0 || line >= len(f.Lines) {
		return disclosure.Protected{}
	}
	return f.cell(period, line)
}

// Line finds a line by its code; -1 where there is none.
func (f Figures) Line(code string) int { return slices.Index(f.Lines, code) }

// Until is the last period of which any figure is there; "" where there is none.
func (f Figures) Until() string {
	for i := len(f.Periods) - 1; i >= 0; i-- {
		for j := range f.Lines {
			if f.Cell(i, j).Shown() {
				return f.Periods[i].Code
			}
		}
	}
	return ""
}

// Figures are the same as figures in time.
func (s Series) Figures() Figures {
	p := s.Table
	return Figures{Kind: FromPublished, ID: s.ID, Key: s.Root, Hash: s.Hash, At: s.At, Periods: p.Periods, Lines: p.Columns, Rounded: p.Rounded,
		People: p.Counted == disclosure.OfPeople, Published: &p, cell: p.Cell}
}

// CSV is the table as a file that no spreadsheet computes anything in.
func (s Series) CSV() ([]byte, error) {
	head := []sheet.Cell{{Text: "period"}}
	for _, c := range s.Table.Columns {
		head = append(head, sheet.Cell{Text: c})
	}
	rows := [][]sheet.Cell{head}
	for i, p := range s.Table.Periods {
		row := []sheet.Cell{{Text: p.Code}}
		for j := range s.Table.Columns {
			row = append(row, sheet.Cell{Text: s.Table.Cell(i, j).String()})
		}
		rows = append(rows, row)
	}
	var out bytes.Buffer
	err := sheet.WriteCSV(&out, rows)
	return out.Bytes(), err
}

// figuresOf makes figures in time of a release; ok is false where none of its directions is periods in order.
func figuresOf(r release.Release) (f Figures, ok bool) {
	t := r.Table
	f = Figures{Kind: FromRelease, ID: r.ID, Key: t.Key, Hash: r.Hash, At: r.At, Rounded: t.Rules().Round, People: true, Release: &r}
	if f.Periods, ok = periodsOf(t.Columns); ok {
		if f.Lines = t.Rows; len(t.Rows) == 0 {
			f.Lines = []string{""}
		}
		f.cell = func(i, j int) disclosure.Protected { return t.Cell(j, i) }
		return f, true
	}
	if f.Periods, ok = periodsOf(t.Rows); ok {
		f.Lines = t.Columns
		f.cell = t.Cell
	}
	return f, ok
}

func periodsOf(codes []string) (list []disclosure.Period, ok bool) {
	for i, c := range codes {
		p, ok := disclosure.ParsePeriod(c)
		if !ok || i > 0 && (p.Every != list[0].Every || p.Place <= list[i-1].Place) {
			return nil, false
		}
		list = append(list, p)
	}
	return list, len(list) > 1
}

// Sources lists all figures in time that a plan can rest on: published ones, and releases that have periods, the latest of each.
func (s *Service) Sources(ctx context.Context, who permit.Actor) (list []Figures, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		list, err = sources(ctx, w)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list figures in time: %w", err)
	}
	return list, nil
}

func sources(ctx context.Context, w *access.Work) (list []Figures, err error) {
	published, err := listSeries(ctx, w)
	if err != nil {
		return nil, err
	}
	for _, one := range published {
		list = append(list, one.Figures())
	}
	out, err := release.All(ctx, w)
	if err != nil {
		return nil, err
	}
	for _, r := range out {
		f, ok := figuresOf(r)
		if ok && !slices.ContainsFunc(list, func(o Figures) bool { return o.Kind == FromRelease && o.Key == f.Key }) {
			list = append(list, f)
		}
	}
	return list, nil
}

// findFigures gives figures by their id, or, with latest, those that stand now in the place of such.
func findFigures(ctx context.Context, w *access.Work, kind, id string, latest bool) (Figures, error) {
	switch kind {
	case FromPublished:
		one, err := findSeries(ctx, w, id)
		if err == nil && latest {
			one, err = latestSeries(ctx, w, one.Root)
		}
		return one.Figures(), err
	case FromRelease:
		r, err := release.Find(ctx, w, id)
		if err != nil {
			return Figures{}, err
		}
		if latest {
			all, err := release.All(ctx, w)
			if err != nil {
				return Figures{}, err
			}
			if i := slices.IndexFunc(all, func(o release.Release) bool { return o.Table.Key == r.Table.Key }); i >= 0 {
				r = all[i]
			}
		}
		if f, ok := figuresOf(r); ok {
			return f, nil
		}
	}
	return Figures{}, problem.New(problem.Invalid, "evaluation.no_figures")
}
