package framework

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"stablefutures/internal/problem"
	"stablefutures/internal/sheet"
)

// The columns of an edition as a table, in the order written. A table from elsewhere may have them in another order.
var columns = []string{"level", "code", "parent", "text", "picture", "systems"}

// What the first column says. An edition row holds a part of the head under its name ("permission/uses"); a more row
// holds anything else of the document, under its JSON pointer, with the kind of its value as parent.
const (
	levelEdition   = "edition"
	levelPrinciple = "principle"
	levelOutcome   = "outcome"
	levelIndicator = "indicator"
	levelMore      = "more"
)

// Names of the sheets in a workbook; a CSV file has them one below the other.
const (
	sheetEdition = "Edition"
	sheetItems   = "Items"
	sheetMore    = "More"
)

// headParts are the parts of the head that have edition rows of their own, in the order written.
var headParts = []string{
	"format", "id", "set", "name", "version", "date", "source", "follows", "permission/uses", "permission/by",
	"permission/licence", "permission/attribution", "permission/recall", "ages", "levels/principle", "levels/outcome",
	"levels/indicator", "sourced", "empty", "common_from", "expected/principles", "expected/outcomes",
	"expected/indicators", "copy/obtained", "copy/original",
}

// WriteTable writes a document as a table: kind is sheet.CSV, sheet.XLSX or sheet.ODS. ReadTable gives the same document
// back, to the character. A character that the kind cannot hold is refused with its place.
func WriteTable(w io.Writer, d Document, kind string) error {
	head, items, more, err := rowsOf(d)
	if err != nil {
		return err
	}
	switch kind {
	case sheet.CSV:
		all := slices.Concat(head, items[1:])
		if len(more) > 1 {
			all = slices.Concat(all, more[1:])
		}
		return sheet.WriteCSV(w, all)
	case sheet.XLSX, sheet.ODS:
	default:
		return problem.New(problem.Invalid, "framework.table.kind", "kind", kind)
	}
	sheets := []sheet.Sheet{{Name: sheetEdition, Rows: head}, {Name: sheetItems, Rows: items}}
	if len(more) > 1 {
		sheets = append(sheets, sheet.Sheet{Name: sheetMore, Rows: more})
	}
	if kind == sheet.ODS {
		return sheet.WriteODS(w, sheets)
	}
	return sheet.WriteXLSX(w, sheets)
}

func cells(texts ...string) []sheet.Cell {
	row := make([]sheet.Cell, len(texts))
	for i, t := range texts {
		row[i].Text = t
	}
	return row
}

// rowsOf writes the document in three parts, each under a row that names the columns.
func rowsOf(d Document) (head, items, more [][]sheet.Cell, err error) {
	tree, err := treeOf(d)
	if err != nil {
		return nil, nil, nil, err
	}
	head, items, more = [][]sheet.Cell{cells(columns...)}, [][]sheet.Cell{cells(columns...)}, [][]sheet.Cell{cells(columns...)}
	for _, part := range headParts {
		if text, ok := take(tree, strings.Split(part, "/")); ok {
			head = append(head, cells(levelEdition, part, "", text))
		}
	}
	principles, _ := tree["principles"].([]any)
	for i, p := range d.Principles {
		items = append(items, cells(levelPrinciple, p.Code, p.Article, p.Name))
		node := principles[i].(map[string]any)
		remove(node, "code", "article", "name")
		for j, o := range p.Outcomes {
			items = append(items, cells(levelOutcome, o.Code, p.Code, o.Text, o.Picture, strings.Join(o.Systems, ", ")))
			on := node["outcomes"].([]any)[j].(map[string]any)
			remove(on, "code", "text", "picture", "systems")
			for k, ind := range o.Indicators {
				items = append(items, cells(levelIndicator, ind.Code, o.Code, ind.Text))
				remove(on["indicators"].([]any)[k].(map[string]any), "code", "text")
			}
		}
	}
	leaves("", tree, func(pointer, kind, text string) {
		more = append(more, cells(levelMore, pointer, kind, text))
	})
	return head, items, more, nil
}

// treeOf gives the document as plain JSON values.
func treeOf(d Document) (map[string]any, error) {
	b, err := json.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("write document: %w", err)
	}
	in := json.NewDecoder(bytes.NewReader(b))
	in.UseNumber()
	tree := map[string]any{}
	if err := in.Decode(&tree); err != nil {
		return nil, fmt.Errorf("write document: %w", err)
	}
	return tree, nil
}

// take gives one value of the head as text and removes it from the tree.
func take(tree map[string]any, path []string) (string, bool) {
	v, ok := tree[path[0]]
	if !ok {
		return "", false
	}
	if len(path) > 1 {
		inner, ok := v.(map[string]any)
		if !ok {
			return "", false
		}
		text, ok := take(inner, path[1:])
		if len(inner) == 0 {
			delete(tree, path[0])
		}
		return text, ok
	}
	delete(tree, path[0])
	return fmt.Sprint(v), true
}

func remove(node map[string]any, names ...string) {
	for _, n := range names {
		delete(node, n)
	}
}

// The kinds of value a more row can hold.
const (
	kindText   = "text"
	kindNumber = "number"
	kindTruth  = "yes or no"
)

// leaves gives every value that is left in a tree, in the order of its pointer. Lists and objects without anything in
// them say nothing in this format, so they are passed over.
func leaves(pointer string, v any, say func(pointer, kind, text string)) {
	switch v := v.(type) {
	case map[string]any:
		for _, k := range sortedKeys(v) {
			leaves(pointer+"/"+pointerToken(k), v[k], say)
		}
	case []any:
		for i, x := range v {
			leaves(pointer+"/"+strconv.Itoa(i), x, say)
		}
	case string:
		say(pointer, kindText, v)
	case json.Number:
		say(pointer, kindNumber, v.String())
	case bool:
		say(pointer, kindTruth, strconv.FormatBool(v))
	}
}
