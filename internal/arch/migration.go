package arch

import (
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

var (
	migrationName = regexp.MustCompile(`^\d{4}_([a-z0-9]+)(?:_[a-z0-9_]+)?\.sql$`)
	createTable   = regexp.MustCompile(`(?i)\bcreate\s+table\s+(?:if\s+not\s+exists\s+)?([a-z_][a-z0-9_]*)`)
	sqlComment    = regexp.MustCompile(`(?m)--[^\n]*`)
)

// migrations holds the migration files against three rules: the file's name says whose
// tables it makes, tables carry that room's name, and the text is portable unless the
// file says by its name that it is for one engine.
func (b *building) migrations() []finding {
	var found []finding
	for file, text := range b.migrationFiles() {
		where := token.Position{Filename: file, Line: 1}
		m := migrationName.FindStringSubmatch(filepath.Base(file))
		if m == nil || !slices.ContainsFunc(b.rooms, func(r room) bool { return r.path == m[1] }) {
			found = append(found, finding{"table", where, "a migration is named NNNN_<room>….sql after a room of the list"})
			continue
		}
		text = sqlComment.ReplaceAllString(text, "")
		for _, made := range createTable.FindAllStringSubmatchIndex(text, -1) {
			name := text[made[2]:made[3]]
			if !strings.HasPrefix(name, m[1]+"_") {
				found = append(found, finding{"table", lineOf(where, text, made[2]), name + " does not carry the name of its room, " + m[1]})
			}
		}
		if oneEngine(file) {
			found = append(found, b.unpaired(file, where)...)
			continue
		}
		for _, statement := range strings.Split(text, ";") {
			statement = strings.TrimSpace(statement)
			for _, why := range notPortable(statement) {
				found = append(found, finding{"subset", lineOf(where, text, strings.Index(text, statement)), why})
			}
		}
	}
	slices.SortFunc(found, func(x, y finding) int { return strings.Compare(x.String(), y.String()) })
	return found
}

// unpaired finds a migration for one engine that the other has no counterpart of.
func (b *building) unpaired(file string, where token.Position) []finding {
	other := strings.NewReplacer("_sqlite.sql", "_postgres.sql", "_postgres.sql", "_sqlite.sql").Replace(file)
	if _, err := os.Stat(filepath.Join(b.root, other)); err != nil {
		return []finding{{"table", where, "has no counterpart " + filepath.Base(other)}}
	}
	return nil
}

// migrationFiles gives the text of every migration by its path from the root.
func (b *building) migrationFiles() map[string]string {
	files := map[string]string{}
	paths, _ := filepath.Glob(filepath.Join(b.root, "internal/db/migrations/*.sql")) // a constant pattern cannot be bad
	for _, p := range paths {
		text, err := os.ReadFile(p)
		if err != nil {
			continue // vanished while being looked at
		}
		files[b.relative(p)] = string(text)
	}
	return files
}

// roomTables lists the tables of each room, from the migrations.
func (b *building) roomTables() map[string][]string {
	owned := map[string][]string{}
	for file, text := range b.migrationFiles() {
		m := migrationName.FindStringSubmatch(filepath.Base(file))
		if m == nil {
			continue
		}
		for _, made := range createTable.FindAllStringSubmatch(sqlComment.ReplaceAllString(text, ""), -1) {
			aside := strings.Contains(text, "drop table "+made[1]+";") && strings.HasSuffix(made[1], "_aside") // rows wait there while their table is made anew
			renamed := strings.Contains(text, "alter table "+made[1]+" rename to ")                            // it has an older table's name afterwards
			if !aside && !renamed && !slices.Contains(owned[m[1]], made[1]) {
				owned[m[1]] = append(owned[m[1]], made[1])
			}
		}
	}
	return owned
}

func lineOf(where token.Position, text string, offset int) token.Position {
	where.Line = 1 + strings.Count(text[:max(offset, 0)], "\n")
	return where
}
