package arch

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"
)

// statement is a piece of SQL found in the code: a whole statement, or a fragment
// that other pieces are added to.
type statement struct {
	room string
	pos  token.Position
	text string // constants joined; parts that only a running program knows replaced
	// fragment is set for a piece that is no statement by itself but reads a table.
	fragment bool
}

// sqlStart recognises SQL in a string. It wants more than a verb, since people write
// "select a person" too.
var sqlStart = regexp.MustCompile(`(?is)^\s*(` + strings.Join([]string{
	`select\s.*\sfrom\s`, `select\s+(1|\$1|count|exists|max|coalesce)\b`,
	`insert\s+(or\s+\w+\s+)?into\s`, `replace\s+into\s`, `update\s+[a-z_"]+\s+(as\s+\w+\s+)?set\s`, `delete\s+from\s`,
	`with\s+(recursive\s+)?\w+\s*(\([^)]*\)\s*)?as\s*(not\s+materialized\s*|materialized\s*)?\(`,
	`(create|drop|alter)\s+(unique\s+)?(table|index|trigger|view)\s`, `pragma\s+\w`, `truncate\s+\w`, `vacuum\b`,
}, "|") + `)`)

// statements finds all SQL of the product. It joins constants as the compiler does, so
// a column list kept in a const is seen where it is used.
func (b *building) statements() []statement {
	var all []statement
	reads := b.readsTable()
	b.product(func(name string, p *packages.Package, file *ast.File) {
		if generated(file) {
			return
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if decl, ok := n.(*ast.GenDecl); ok && decl.Tok == token.IMPORT {
				return false
			}
			expr, ok := n.(ast.Expr)
			if !ok {
				return true
			}
			text, isText := evaluate(p.TypesInfo, expr)
			if !isText {
				return true
			}
			if whole := sqlStart.MatchString(text); whole || reads(text) {
				all = append(all, statement{name, b.at(expr.Pos()), text, !whole})
			}
			_, joined := expr.(*ast.BinaryExpr)
			_, literal := expr.(*ast.BasicLit)
			return !joined && !literal // a piece of a joined text is not judged twice
		})
	})
	return all
}

// readsTable recognises a fragment by a table of the migrations after from, join, into
// or update.
func (b *building) readsTable() func(text string) bool {
	var names []string
	for _, owned := range b.roomTables() {
		names = append(names, owned...)
	}
	if len(names) == 0 {
		return func(string) bool { return false }
	}
	return regexp.MustCompile(`(?i)\b(from|join|into|update)\s+(` + strings.Join(names, "|") + `)\b`).MatchString
}

// evaluate gives the text of a string expression. Operands that are not constant are
// replaced by something of their shape: db.In(k, n) by "($k)", strconv.Itoa by "1", a
// condition such as the fragment of access.Visible by "(1 = 1)", other values by "(null)".
func evaluate(info *types.Info, expr ast.Expr) (text string, ok bool) {
	if value := info.Types[expr].Value; value != nil {
		if value.Kind() != constant.String {
			return "", false
		}
		switch expr.(type) {
		case *ast.BasicLit, *ast.BinaryExpr:
			return constant.StringVal(value), true
		}
		return "", false // a mere mention of a constant: judged where it is written
	}
	join, isJoin := expr.(*ast.BinaryExpr)
	if !isJoin || join.Op != token.ADD || !isString(info.Types[expr].Type) {
		return "", false
	}
	left := operand(info, join.X, "where")
	return left + operand(info, join.Y, left), true
}

// afterCondition tells where a condition stands, rather than a value.
var afterCondition = regexp.MustCompile(`(?i)(\b(where|and|or|not|on|when)|^|\()\s*$`)

func operand(info *types.Info, expr ast.Expr, before string) string {
	expr = ast.Unparen(expr)
	if value := info.Types[expr].Value; value != nil && value.Kind() == constant.String {
		return constant.StringVal(value)
	}
	if text, ok := evaluate(info, expr); ok {
		return text
	}
	if call, ok := expr.(*ast.CallExpr); ok {
		sel, ok := call.Fun.(*ast.SelectorExpr)
		switch {
		case ok && sel.Sel.Name == "In" && len(call.Args) == 2:
			if first := info.Types[call.Args[0]].Value; first != nil {
				return "($" + first.ExactString() + ")"
			}
			return "(null)"
		case ok && sel.Sel.Name == "Itoa":
			return "1"
		}
	}
	if afterCondition.MatchString(before) {
		return "(1 = 1)"
	}
	return "(null)"
}

func isString(t types.Type) bool {
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsString != 0
}

// misplacedSQL finds SQL outside store*.go.
func (b *building) misplacedSQL() []finding {
	var found []finding
	for _, s := range b.statements() {
		if !isStore(s.pos.Filename) {
			found = append(found, finding{"place", s.pos, "SQL text belongs in store*.go"})
		}
	}
	return found
}

// foreignTables finds statements over tables that do not carry their room's name.
func (b *building) foreignTables() []finding {
	var found []finding
	for _, s := range b.statements() {
		for _, table := range tables(s.text) {
			if !strings.HasPrefix(table, s.room+"_") {
				found = append(found, finding{"table", s.pos, fmt.Sprintf("%s is not a table of %s: ask the room that owns it", table, s.room)})
			}
		}
	}
	return found
}

// unportable finds what only one of the engines understands, or both differently.
func (b *building) unportable() []finding {
	var found []finding
	for _, s := range b.statements() {
		if oneEngine(s.pos.Filename) || s.room == "db" {
			continue
		}
		for _, why := range notPortable(s.text) {
			found = append(found, finding{"subset", s.pos, why})
		}
	}
	return found
}

// oneEngine reports whether a file says by its name that it is for one engine only.
func oneEngine(filename string) bool {
	base := strings.TrimSuffix(strings.TrimSuffix(filename, ".go"), ".sql")
	return strings.HasSuffix(base, "_sqlite") || strings.HasSuffix(base, "_postgres")
}

// dialect lists what the portable subset leaves out, and what to write instead.
var dialect = []struct {
	pattern *regexp.Regexp
	why     string
}{
	{regexp.MustCompile(`::`), "no :: casts; write cast($1 as text)"},
	{regexp.MustCompile(`(?i)\bi?like\b|\bglob\b|\bregexp\b|\bsimilar\s+to\b`), "no like or ilike (the engines fold case differently); search a column folded in Go"},
	{regexp.MustCompile(`(?i)\b(now|datetime|date_trunc|strftime|julianday|unixepoch|to_char|age)\s*\(|\bcurrent_(timestamp|date|time)\b`), "no clock or calendar in SQL; pass db.Time and do sums in Go"},
	{regexp.MustCompile(`(?i)\bjsonb?\b|\bjson_\w+|->`), "no JSON in SQL; it is for text that no query looks into"},
	{regexp.MustCompile(`(?i)\b(iif|ifnull|nvl|instr|group_concat|printf|total|random|last_insert_rowid|changes|typeof|hex)\s*\(`), "SQLite's own function; use case, coalesce, string_agg or Go"},
	{regexp.MustCompile(`(?i)\b(array_agg|unnest|generate_series|any|all)\s*\(|\barray\s*\[`), "no arrays; use db.In"},
	{regexp.MustCompile(`(?i)\bround\s*\([^()]*,`), "no round(x, n); round in Go"},
	{regexp.MustCompile(`(?i)\bcollate\b`), "no collate; sort for people in Go, in their language"},
	{regexp.MustCompile(`(?i)\binsert\s+or\b|\breplace\s+into\b`), "no insert or …; write on conflict … do nothing or do update"},
	{regexp.MustCompile(`(?i)\b(serial|bigserial|autoincrement|rowid|ctid|identity)\b`), "ids are text made by db.NewID"},
	{regexp.MustCompile(`(?i)\b(pragma|vacuum|truncate|attach)\b`), "one engine's housekeeping"},
	{regexp.MustCompile(`(?i)\bfor\s+(update|share)\b|\bskip\s+locked\b`), "no row locks; writes already behave as one after another"},
	{regexp.MustCompile(`"`), "no double quotes: SQLite reads an unknown column in them as text"},
	{regexp.MustCompile("`|\\["), "no quoting of names"},
	{regexp.MustCompile(`\?`), "placeholders are $1, $2 …"},
	{regexp.MustCompile(`(?i)\blimit\s+-1\b|\blimit\s+\d+\s*,`), "limit n offset m"},
	{regexp.MustCompile(`;\s*\S`), "one statement at a time"},
}

var (
	textLiteral = regexp.MustCompile(`'(?:[^']|'')*'`)
	lineComment = regexp.MustCompile(`--[^\n]*`)
	placeholder = regexp.MustCompile(`\$(\d+)`)
)

// bare is the text without what stands in quotes and comments.
func bare(text string) string {
	return lineComment.ReplaceAllString(textLiteral.ReplaceAllString(text, "''"), " ")
}

// notPortable says what is wrong with a text for two engines.
func notPortable(text string) []string {
	var why []string
	text = bare(text)
	for _, d := range dialect {
		if d.pattern.MatchString(text) {
			why = append(why, d.why)
		}
	}
	return append(why, disordered(text)...)
}

// disordered says where placeholders first appear out of order: SQLite numbers $n by
// first appearance, PostgreSQL by n.
func disordered(text string) []string {
	highest := 0
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		n, err := strconv.Atoi(m[1])
		if err != nil {
			return []string{"a placeholder that is no number"}
		}
		if n > highest+1 {
			return []string{fmt.Sprintf("$%d appears before $%d; SQLite would bind them in the other order", n, highest+1)}
		}
		highest = max(highest, n)
	}
	return nil
}

var (
	tableList = regexp.MustCompile(`(?is)\b(from|join|into|update|table|on\s+table)\s+((?:if\s+(?:not\s+)?exists\s+|only\s+)?)([a-z_][a-z0-9_]*(?:\s+(?:as\s+)?[a-z_][a-z0-9_]*)?(?:\s*,\s*[a-z_][a-z0-9_]*(?:\s+(?:as\s+)?[a-z_][a-z0-9_]*)?)*)`)
	distinct  = regexp.MustCompile(`(?is)\bis\s+(not\s+)?distinct\s+from\b`)
	doUpdate  = regexp.MustCompile(`(?is)\bdo\s+update\s+set\b|\bon\s+(update|delete)\b`)
	inside    = regexp.MustCompile(`(?is)\b(substring|extract|trim)\s*\([^()]*\)`)
	cteName   = regexp.MustCompile(`(?is)(?:\bwith\s+(?:recursive\s+)?|,\s*)([a-z_][a-z0-9_]*)\s*(?:\([^()]*\)\s*)?as\s*(?:not\s+materialized\s*|materialized\s*)?\(`)
)

// tables names the tables that a text reads or writes, without those it makes itself
// with "with". Order is that of appearance.
func tables(text string) []string {
	text = bare(text)
	for _, not := range []*regexp.Regexp{distinct, doUpdate, inside} {
		text = not.ReplaceAllString(text, " ")
	}
	own := map[string]bool{"set": true, "select": true, "lateral": true, "values": true}
	for _, m := range cteName.FindAllStringSubmatch(text, -1) {
		own[strings.ToLower(m[1])] = true
	}
	var names []string
	for _, m := range tableList.FindAllStringSubmatch(text, -1) {
		for item := range strings.SplitSeq(m[3], ",") {
			name := strings.ToLower(strings.Fields(item)[0])
			if !own[name] && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}
