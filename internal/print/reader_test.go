package print

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// readPDF is a small reader for our own files: it follows the cross-reference
// stream as any reader would, so a wrong offset or number is found.
type readPDF struct {
	t       testing.TB
	data    []byte
	objects map[int]any
	places  [][3]int
	trailer map[string]any
}

type name string
type ref int

// stream is a dictionary with its decoded bytes.
type streamObject struct {
	dict map[string]any
	data []byte
}

func parsePDF(t testing.TB, data []byte) *readPDF {
	t.Helper()
	r := &readPDF{t: t, data: data, objects: map[int]any{}}
	tail := string(data[max(0, len(data)-60):])
	m := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindStringSubmatch(tail)
	if m == nil {
		t.Fatalf("no startxref at the end: %q", tail)
	}
	at, _ := strconv.Atoi(m[1])
	x := r.indirect(at).(streamObject)
	r.trailer = x.dict
	for b := x.data; len(b) >= 7; b = b[7:] {
		r.places = append(r.places, [3]int{int(b[0]), int(binary.BigEndian.Uint32(b[1:])), int(binary.BigEndian.Uint16(b[5:]))})
	}
	if len(r.places) != x.dict["Size"].(int) {
		t.Fatalf("cross-reference has %d places, Size says %v", len(r.places), x.dict["Size"])
	}
	return r
}

// get follows a reference.
func (r *readPDF) get(v any) any {
	n, ok := v.(ref)
	if !ok {
		return v
	}
	if o, ok := r.objects[int(n)]; ok {
		return o
	}
	var o any
	switch p := r.places[n]; p[0] {
	case 1:
		o = r.indirect(p[1])
	case 2:
		s := r.get(ref(p[1])).(streamObject)
		head := strings.Fields(string(s.data[:s.dict["First"].(int)]))
		if head[2*p[2]] != strconv.Itoa(int(n)) {
			r.t.Fatalf("object stream %d has %s where %d should be", p[1], head[2*p[2]], n)
		}
		off, _ := strconv.Atoi(head[2*p[2]+1])
		o = (&lexer{r.t, s.data, s.dict["First"].(int) + off}).value()
	default:
		r.t.Fatalf("object %d is not in the file", n)
	}
	r.objects[int(n)] = o
	return o
}

func (r *readPDF) dict(v any) map[string]any {
	d, ok := r.get(v).(map[string]any)
	if !ok {
		r.t.Fatalf("%v is not a dictionary", v)
	}
	return d
}

func (r *readPDF) indirect(at int) any {
	l := &lexer{r.t, r.data, at}
	l.value()
	l.value()
	if got := l.word(); got != "obj" {
		r.t.Fatalf("offset %d holds %q, not an object", at, got)
	}
	v := l.value()
	d, ok := v.(map[string]any)
	if !ok || l.word() != "stream" {
		return v
	}
	start := l.at + 1
	body := r.data[start : start+d["Length"].(int)]
	if d["Filter"] == name("FlateDecode") {
		z, err := zlib.NewReader(bytes.NewReader(body))
		if err != nil {
			r.t.Fatal(err)
		}
		if body, err = io.ReadAll(z); err != nil {
			r.t.Fatal(err)
		}
	}
	return streamObject{d, body}
}

type lexer struct {
	t    testing.TB
	data []byte
	at   int
}

func (l *lexer) space() {
	for l.at < len(l.data) && strings.IndexByte(" \r\n\t", l.data[l.at]) >= 0 {
		l.at++
	}
}

func (l *lexer) word() string {
	l.space()
	from := l.at
	for l.at < len(l.data) && strings.IndexByte(" \r\n\t/<>[]()", l.data[l.at]) < 0 {
		l.at++
	}
	return string(l.data[from:l.at])
}

func (l *lexer) value() any {
	l.space()
	switch {
	case bytes.HasPrefix(l.data[l.at:], []byte("<<")):
		l.at += 2
		d := map[string]any{}
		for {
			l.space()
			if bytes.HasPrefix(l.data[l.at:], []byte(">>")) {
				l.at += 2
				return d
			}
			key, ok := l.value().(name)
			if !ok {
				l.t.Fatalf("dictionary key expected at %q", l.data[l.at:min(len(l.data), l.at+40)])
			}
			d[string(key)] = l.value()
		}
	case l.data[l.at] == '[':
		l.at++
		list := []any{}
		for {
			l.space()
			if l.data[l.at] == ']' {
				l.at++
				return list
			}
			list = append(list, l.value())
		}
	case l.data[l.at] == '/':
		l.at++
		return name(l.word())
	case l.data[l.at] == '<':
		end := bytes.IndexByte(l.data[l.at:], '>')
		s := string(l.data[l.at+1 : l.at+end])
		l.at += end + 1
		return "<" + s
	case l.data[l.at] == '(':
		return l.text()
	}
	w := l.word()
	n, err := strconv.Atoi(w)
	if err != nil {
		if f, err := strconv.ParseFloat(w, 64); err == nil {
			return f
		}
		if w == "" {
			l.t.Fatalf("nothing to read at %q", l.data[l.at:min(len(l.data), l.at+40)])
		}
		return w
	}
	if m := regexp.MustCompile(`^ \d+ R`).Find(l.data[l.at:min(len(l.data), l.at+12)]); m != nil {
		l.at += len(m)
		return ref(n)
	}
	return n
}

func (l *lexer) text() string {
	var b []byte
	for l.at++; l.data[l.at] != ')'; l.at++ {
		c := l.data[l.at]
		if c == '\\' {
			l.at++
			switch c = l.data[l.at]; c {
			case 'n':
				c = '\n'
			case 'r':
				c = '\r'
			}
		}
		b = append(b, c)
	}
	l.at++
	if !bytes.HasPrefix(b, []byte("\xfe\xff")) {
		return string(b)
	}
	var u []uint16
	for b = b[2:]; len(b) >= 2; b = b[2:] {
		u = append(u, binary.BigEndian.Uint16(b))
	}
	return string(utf16.Decode(u))
}

// tag is an element of the structure tree as a reader finds it.
type tag struct {
	role, lang, actual string
	attributes         map[string]any
	kids               []*tag
	marked             int // stretches of page it owns
	alt                string
}

// tags walks the structure tree, and checks that each marked stretch belongs to
// exactly the element that claims it.
func (r *readPDF) tags() *tag {
	catalog := r.dict(r.trailer["Root"])
	root := r.dict(catalog["StructTreeRoot"])
	parents := r.dict(root["ParentTree"])["Nums"].([]any)
	claimed := 0
	var walk func(at ref) *tag
	walk = func(at ref) *tag {
		d := r.dict(at)
		e := &tag{role: string(d["S"].(name))}
		e.lang, _ = d["Lang"].(string)
		e.actual, _ = d["ActualText"].(string)
		e.alt, _ = d["Alt"].(string)
		e.attributes, _ = d["A"].(map[string]any)
		owns := func(page any, mcid int) {
			owners := parents[2*r.dict(page)["StructParents"].(int)+1].([]any)
			if owners[mcid] != at {
				r.t.Errorf("%s %v claims stretch %d, which belongs to %v", e.role, at, mcid, owners[mcid])
			}
			e.marked++
			claimed++
		}
		for _, k := range d["K"].([]any) {
			switch k := k.(type) {
			case ref:
				e.kids = append(e.kids, walk(k))
			case int:
				owns(d["Pg"], k)
			case map[string]any:
				owns(k["Pg"], k["MCID"].(int))
			}
		}
		return e
	}
	document := walk(root["K"].(ref))
	all := 0
	for i := 1; i < len(parents); i += 2 {
		all += len(parents[i].([]any))
	}
	if all != claimed {
		r.t.Errorf("%d marked stretches, %d claimed", all, claimed)
	}
	return document
}

// outline writes a tag tree as one line per element.
func (e *tag) outline(b *strings.Builder, depth int) {
	b.WriteString(strings.Repeat("  ", depth) + e.role)
	if e.lang != "" {
		b.WriteString(" (" + e.lang + ")")
	}
	if e.actual != "" {
		b.WriteString(": " + e.actual)
	}
	b.WriteByte('\n')
	for _, k := range e.kids {
		k.outline(b, depth+1)
	}
}

// contents are the page's operators.
func (r *readPDF) contents(page any) string {
	var b strings.Builder
	for _, c := range r.dict(page)["Contents"].([]any) {
		b.Write(r.get(c).(streamObject).data)
	}
	return b.String()
}

func (r *readPDF) pages() []any {
	return r.dict(r.dict(r.trailer["Root"])["Pages"])["Kids"].([]any)
}
