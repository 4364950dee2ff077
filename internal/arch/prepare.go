package arch

import (
	"strconv"
	"strings"
)

// preparable lists the whole statements of store files, each with its place. A
// fragment that only makes sense within another text is left out: it is prepared
// where it is used.
func (b *building) preparable() []statement {
	var whole []statement
	for _, s := range b.statements() {
		if !s.fragment && s.room != "db" && isStore(s.pos.Filename) {
			whole = append(whole, s)
		}
	}
	return whole
}

// unprepared finds statements that are put together so that the test of preparation
// cannot know their text: with fmt.Sprintf or strings.Builder.
func (b *building) unprepared() []finding {
	var found []finding
	for _, s := range b.preparable() {
		if strings.Contains(bare(s.text), "%") {
			found = append(found, finding{"prepare", s.pos, "SQL is joined with + from constants and db.In, so that every text can be prepared by a test"})
		}
	}
	return found
}

// placeholders is how many values a text wants.
func placeholders(text string) int {
	highest := 0
	for _, m := range placeholder.FindAllStringSubmatch(bare(text), -1) {
		n, _ := strconv.Atoi(m[1]) // digits only, by the pattern
		highest = max(highest, n)
	}
	return highest
}
