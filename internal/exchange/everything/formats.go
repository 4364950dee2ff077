package everything

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"stablefutures/docs"
	"stablefutures/internal/seal"
)

// sealedColumn is a row of the table "What is sealed" in docs/formats.md: which key opens a column, and what its place is.
type sealedColumn struct {
	class  seal.Class
	joined string   // how the owner is found where it stands in another table: transfer, alert
	group  bool     // where no record is named it is a group's, under the system key
	prefix string   // what stands before by in the owner: a thing with a key of its own
	by     string   // the column of its id; where that is empty, it is under the system key
	row    []string // the columns that make the row of the place
	place  string   // the column of the place
}

// formats is what docs/formats.md says, read once.
type formats struct {
	page   string
	sealed map[string]sealedColumn // by table.column
	about  map[string]string       // by table, or by the beginning of its name before *
	faults []string                // lines that were not understood: what they speak of comes out as it is stored
}

// ownBy is how the page says whose own key a thing has, after the owner's prefix: by a column of the row, or of its action.
var ownBy = regexp.MustCompile("^` and the (row|action)'s `(\\w+)`(?:; a programme's: system)?$")

var quoted = regexp.MustCompile("`([^`]+)`")

// readFormats reads docs/formats.md as it is. A test keeps the page and this program together: there is no line that it does not
// understand.
func readFormats() (*formats, error) {
	page, err := docs.Formats.ReadFile("formats.md")
	if err != nil {
		return nil, fmt.Errorf("read formats: %w", err)
	}
	f := &formats{page: string(page), sealed: map[string]sealedColumn{}, about: map[string]string{}}
	for _, cells := range tableUnder(f.page, "## What is sealed") {
		if err := f.addSealed(cells); err != nil {
			f.faults = append(f.faults, err.Error())
		}
	}
	for _, cells := range tableUnder(f.page, "## What each table is") {
		for _, name := range quoted.FindAllStringSubmatch(cells[0], -1) {
			text := strings.TrimSpace(cells[1])
			if len(cells) > 2 && strings.TrimSpace(cells[2]) != "" {
				text += ". To know: " + strings.TrimSpace(cells[2])
			}
			f.about[name[1]] = text
		}
	}
	if len(f.sealed) == 0 || len(f.about) == 0 {
		return nil, fmt.Errorf("read formats: its tables are not there")
	}
	return f, nil
}

// tableUnder gives the rows of the first table after a heading, without its head.
func tableUnder(page, heading string) (rows [][]string) {
	_, rest, _ := strings.Cut(page, "\n"+heading+"\n")
	in := false
	for _, line := range strings.Split(rest, "\n") {
		if !strings.HasPrefix(line, "|") {
			if in || strings.HasPrefix(line, "## ") {
				break
			}
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		if in = true; len(cells) > 1 && !strings.HasPrefix(cells[0], "---") {
			rows = append(rows, cells)
		}
	}
	if len(rows) > 0 {
		rows = rows[1:]
	}
	return rows
}

func (f *formats) addSealed(cells []string) error {
	if len(cells) < 4 {
		return fmt.Errorf("read formats: a line of what is sealed has %d parts", len(cells))
	}
	c := sealedColumn{}
	key, more, _ := strings.Cut(strings.TrimSpace(cells[2]), ":")
	switch {
	case key == "record; a group's" && strings.TrimSpace(more) == "system":
		c.class, c.group, more = seal.ClassRecord, true, ""
	case strings.HasPrefix(key, "class record, owner `"):
		by := ownBy.FindStringSubmatch(more)
		if by == nil {
			return fmt.Errorf("read formats: nobody knows whose key is meant by %q", more)
		}
		c.class, c.prefix, c.by, more = seal.ClassRecord, strings.TrimPrefix(key, "class record, owner `")+":", by[2], ""
		if by[1] == "action" {
			c.joined = "action"
		}
	case key == "system":
	case slices.Contains([]string{"record", "sealed", "account"}, key):
		c.class = seal.Class(key)
	default:
		return fmt.Errorf("read formats: nobody knows the key %q", key)
	}
	switch {
	case c.joined != "":
	case strings.Contains(more, "transfer"):
		c.joined = "transfer"
	case strings.Contains(more, "alert"):
		c.joined = "alert"
	case more != "":
		return fmt.Errorf("read formats: nobody knows whose key is meant by %q", more)
	}
	row := quoted.FindStringSubmatch(cells[3])
	if row == nil {
		return fmt.Errorf("read formats: what is sealed in %s has no row", cells[0])
	}
	c.row = strings.Split(row[1], "/")
	columns, renamed, _ := strings.Cut(cells[1], ";")
	for _, table := range quoted.FindAllStringSubmatch(cells[0], -1) {
		for _, column := range quoted.FindAllStringSubmatch(columns, -1) {
			one := c
			one.place = column[1]
			if m := quoted.FindStringSubmatch(renamed); m != nil {
				one.place = m[1]
			}
			f.sealed[table[1]+"."+column[1]] = one
		}
	}
	return nil
}

// aboutTable gives what the page says of a table, "" where it says nothing.
func (f *formats) aboutTable(table string) string {
	if text := f.about[table]; text != "" {
		return text
	}
	for name, text := range f.about {
		if begin, ok := strings.CutSuffix(name, "*"); ok && strings.HasPrefix(table, begin) {
			return text
		}
	}
	return ""
}
