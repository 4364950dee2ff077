package translation

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/problem"
)

// readPO reads a gettext PO file of ours that came back. Errors are Invalid, with the line.
func readPO(data []byte) (bundle, error) {
	if len(data) > MaxFile {
		return bundle{}, problem.New(problem.Invalid, "translation.file.too_large", "max", MaxFile>>20)
	}
	r := poReader{lines: bufio.NewScanner(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))}
	r.lines.Buffer(nil, 1<<20)
	err := r.file()
	var known *problem.Error
	if err != nil && !errors.As(err, &known) {
		err = problem.Wrap(err, problem.Invalid, "translation.file.unreadable", "line", r.line, "column", 1)
	}
	return r.out, err
}

type poReader struct {
	lines *bufio.Scanner
	line  int
	entry map[string]string // keyword to text, and "status", "back", "fuzzy" from comments
	into  string            // keyword that a following line of quotes belongs to
	out   bundle
	head  bool
}

func (r *poReader) file() error {
	for r.lines.Scan() {
		r.line++
		if err := r.take(strings.TrimSpace(r.lines.Text())); err != nil {
			return err
		}
	}
	if err := r.lines.Err(); err != nil {
		return err
	}
	if err := r.finish(); err != nil {
		return err
	}
	if !r.head {
		return problem.New(problem.Invalid, "translation.file.not_po")
	}
	return nil
}

// keyword is a line that begins a string.
var keyword = regexp.MustCompile(`^(msgctxt|msgid|msgid_plural|msgstr|msgstr\[[0-9]\])[ \t]*(".*)$`)

func (r *poReader) take(line string) error {
	switch {
	case !utf8.ValidString(line):
		return errors.New("not UTF-8")
	case line == "", strings.HasPrefix(line, "#~"): // what tools keep of old entries is of no use here
		return nil
	case strings.HasPrefix(line, "#"):
		return r.comment(line)
	}
	if strings.HasPrefix(line, `"`) {
		if r.into == "" {
			return errors.New("text that belongs to nothing")
		}
		more, err := unquotePO(line)
		r.entry[r.into] += more
		return err
	}
	m := keyword.FindStringSubmatch(line)
	if m == nil {
		return errors.New("no line of a PO file")
	}
	if err := r.begin(m[1] == "msgctxt" || m[1] == "msgid" && r.entry["msgctxt"] == ""); err != nil {
		return err
	}
	if _, twice := r.entry[m[1]]; twice {
		return errors.New("keyword twice in one entry")
	}
	text, err := unquotePO(m[2])
	r.into, r.entry[m[1]] = m[1], text
	return err
}

// begin closes the entry before, when a line can only belong to the next one.
func (r *poReader) begin(next bool) error {
	if next && r.translated() {
		if err := r.finish(); err != nil {
			return err
		}
	}
	if r.entry == nil {
		r.entry = map[string]string{}
	}
	return nil
}

// translated reports whether the entry has come to its translation.
func (r *poReader) translated() bool {
	_, plain := r.entry["msgstr"]
	_, plural := r.entry["msgstr[0]"]
	return plain || plural
}

func (r *poReader) comment(line string) error {
	if err := r.begin(true); err != nil {
		return err
	}
	r.into = ""
	switch {
	case strings.HasPrefix(line, "#."):
		text := strings.TrimSpace(line[2:])
		for _, name := range []string{"status", "back"} {
			if said, ok := strings.CutPrefix(text, name+":"); ok {
				r.entry[name] = strings.TrimSpace(said)
			}
		}
	case strings.HasPrefix(line, "#,"):
		for flag := range strings.SplitSeq(line[2:], ",") {
			if strings.TrimSpace(flag) == "fuzzy" {
				r.entry["fuzzy"] = "yes"
			}
		}
	}
	return nil
}

// finish files the entry that was read: the header, a text, or a plural's forms.
func (r *poReader) finish() error {
	e := r.entry
	r.entry, r.into = nil, ""
	if len(e) == 0 || !strings.HasPrefix(firstKeyword(e), "msg") {
		return nil
	}
	if !has(e, "msgid") || !has(e, "msgstr") && !has(e, "msgstr[0]") {
		return errors.New("an entry without msgid or msgstr")
	}
	if e["msgid"] == "" && e["msgctxt"] == "" {
		return r.header(e["msgstr"])
	}
	if !r.head {
		return problem.New(problem.Invalid, "translation.file.not_po")
	}
	if len(r.out.units) >= maxUnits {
		return problem.New(problem.Invalid, "translation.file.too_many", "line", r.line, "column", 1, "max", maxUnits)
	}
	u := unit{id: e["msgctxt"], source: e["msgid"], target: e["msgstr"], back: e["back"], status: claimed(e)}
	if !has(e, "msgid_plural") {
		r.out.units = append(r.out.units, u)
		return nil
	}
	forms := i18n.PluralForms(r.out.lang)
	for n, form := range forms {
		one := u
		one.id, one.target = u.id+"#"+form, e[fmt.Sprintf("msgstr[%d]", n)]
		if form != "one" {
			one.source = e["msgid_plural"]
		}
		r.out.units = append(r.out.units, one)
	}
	if has(e, fmt.Sprintf("msgstr[%d]", len(forms))) {
		return problem.New(problem.Invalid, "translation.file.forms", "text", u.id, "want", len(forms))
	}
	return nil
}

// claimed is the status an entry claims: what its comment says, but human translated at least once nobody calls it
// fuzzy, and nothing while somebody does.
func claimed(e map[string]string) string {
	if has(e, "fuzzy") || e["msgstr"] == "" && e["msgstr[0]"] == "" {
		return ""
	}
	if s := e["status"]; framework.AtLeast(s, framework.StatusBackTranslated) && s != framework.StatusOriginal {
		return s
	}
	return framework.StatusHuman
}

func (r *poReader) header(text string) error {
	if r.head {
		return errors.New("two headers")
	}
	for line := range strings.SplitSeq(text, "\n") {
		name, said, _ := strings.Cut(line, ":")
		switch said = strings.TrimSpace(said); strings.ToLower(name) {
		case "language":
			r.out.lang = strings.ReplaceAll(said, "_", "-")
		case "x-stable-futures-set":
			r.out.set = said
		case "content-type":
			if !strings.Contains(strings.ToLower(said), "utf-8") {
				return errors.New("not UTF-8")
			}
		}
	}
	if r.out.lang == "" || r.out.set == "" {
		return problem.New(problem.Invalid, "translation.file.not_po")
	}
	r.head = true
	return nil
}

func has(e map[string]string, key string) bool { _, ok := e[key]; return ok }

// firstKeyword gives a keyword of the entry, "" for comments that belong to none.
func firstKeyword(e map[string]string) string {
	for k := range e {
		if strings.HasPrefix(k, "msg") {
			return k
		}
	}
	return ""
}

// unquotePO reads one quoted string with its escapes.
func unquotePO(s string) (string, error) {
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' {
		return "", errors.New("text without its quotation marks")
	}
	s = s[1 : len(s)-1]
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '"' {
			return "", errors.New("a quotation mark inside a text")
		}
		if s[i] != '\\' {
			b.WriteByte(s[i])
			continue
		}
		i++
		if i == len(s) {
			return "", errors.New("a text that ends in the middle")
		}
		switch s[i] {
		case 'n':
			b.WriteByte('\n')
		case 't':
			b.WriteByte('\t')
		case 'r':
			b.WriteByte('\r')
		case '"', '\\':
			b.WriteByte(s[i])
		default:
			return "", errors.New("an escape that PO files do not have")
		}
	}
	return b.String(), nil
}
