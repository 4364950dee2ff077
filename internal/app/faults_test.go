package app

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// faults names what is wrong with a page as it was sent: outline, names of fields, ids, language, texts that are
// missing, titles that tell, styles and scripts that the security policy would refuse.
func faults(text, language string, child bool, names []string) (all []string) {
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return []string{err.Error()}
	}
	add := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	p := readPage(doc)
	if p.h1 != 1 {
		add("%d first headings", p.h1)
	}
	for id, n := range p.ids {
		if n > 1 {
			add("the id %q stands %d times", id, n)
		}
	}
	for _, field := range p.fields {
		if !p.named(field) {
			add("nothing names the field %q", attr(field, "name"))
		}
	}
	if !child && p.lang != language || p.lang == "" {
		add("it says that it is in %q", p.lang)
	}
	if want := map[bool]string{true: "rtl", false: "ltr"}[slices.Contains([]string{"ar", "fa", "ckb", "ps"}, p.lang)]; p.dir != want {
		add("direction %q in %q", p.dir, p.lang)
	}
	if strings.Contains(text, "⟦") {
		at := strings.Index(text, "⟦")
		add("a text is missing: %.60s", text[at:])
	}
	for _, name := range names {
		if len(name) > 3 && strings.Contains(p.title, name) {
			add("the title tells %q", name)
		}
	}
	// The practice tool lies on a phone that others may pick up: its title does not even name the product.
	tool := strings.Contains(text, `href="/tool/manifest.webmanifest"`)
	// So is a young person's own place, on a phone of theirs.
	own := strings.Contains(text, `href="/words/leave"`)
	if own && strings.Contains(text, "Stable Futures") {
		add("a page on an own device says what it is part of")
	}
	if !tool && !own && !strings.Contains(p.title, "Stable Futures") {
		add("the title is %q", p.title)
	}
	return append(all, p.refused...)
}

// readPage gathers from a page what faults looks at.
func readPage(doc *html.Node) *pageRead {
	p := &pageRead{ids: map[string]int{}, labels: map[string]bool{}}
	p.read(doc, false)
	return p
}

type pageRead struct {
	h1               int
	ids              map[string]int
	labels           map[string]bool // the ids that labels name
	fields           []*html.Node
	wrapped          []*html.Node // fields inside a label
	lang, dir, title string
	refused          []string
}

func (p *pageRead) read(n *html.Node, inLabel bool) {
	if n.Type == html.ElementNode {
		p.element(n, inLabel)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		p.read(c, inLabel || n.Data == "label")
	}
}

func (p *pageRead) element(n *html.Node, inLabel bool) {
	if id := attr(n, "id"); id != "" {
		p.ids[id]++
	}
	for _, a := range n.Attr {
		if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
			p.refused = append(p.refused, fmt.Sprintf("<%s %s=%q>", n.Data, a.Key, a.Val))
		}
	}
	switch n.Data {
	case "html":
		p.lang, p.dir = attr(n, "lang"), attr(n, "dir")
	case "title":
		if n.FirstChild != nil && n.Namespace == "" {
			p.title = n.FirstChild.Data
		}
	case "h1":
		p.h1++
	case "style":
		p.refused = append(p.refused, "a <style>")
	case "script":
		if attr(n, "src") == "" {
			p.refused = append(p.refused, "a <script> of its own")
		}
	case "label":
		p.labels[attr(n, "for")] = true
	case "input", "select", "textarea":
		if slices.Contains([]string{"hidden", "submit", "button"}, attr(n, "type")) {
			return
		}
		p.fields = append(p.fields, n)
		if inLabel {
			p.wrapped = append(p.wrapped, n)
		}
	}
}

func (p *pageRead) named(field *html.Node) bool {
	return attr(field, "aria-label") != "" || attr(field, "aria-labelledby") != "" || slices.Contains(p.wrapped, field) ||
		attr(field, "id") != "" && p.labels[attr(field, "id")]
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// mainText gives the words of a page's main part, for a message.
func mainText(text string) string {
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return text
	}
	var b strings.Builder
	var walk func(*html.Node, bool)
	walk = func(n *html.Node, in bool) {
		in = in || n.Data == "main"
		if n.Type == html.TextNode && in {
			b.WriteString(strings.TrimSpace(n.Data) + " ")
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, in)
		}
	}
	walk(doc, false)
	return b.String()
}

func TestFaults_findsEachPlantedOne(t *testing.T) {
	good := `<html lang="en" dir="ltr"><title>People – Stable Futures</title><h1 id="a">x</h1><label for="q">Q</label><input id="q" name="q"></html>`
	if f := faults(good, "en", false, []string{"Selam"}); len(f) > 0 {
		t.Fatalf("a page without faults: %v", f)
	}
	for what, change := range map[string][2]string{
		"two headings": {"</h1>", "</h1><h1>y</h1>"}, "no heading": {"h1", "h2"}, "an id twice": {`id="a"`, `id="q"`},
		"an unnamed field": {`for="q"`, `for="z"`}, "another language": {`lang="en"`, `lang="cy"`}, "another direction": {"ltr", "rtl"},
		"a missing text": {">x<", ">⟦x.y⟧<"}, "a telling title": {"People", "Selam"}, "a style": {"<h1 ", `<h1 style="color:red" `},
		"a script": {"<h1 ", "<script>1</script><h1 "}, "a handler": {"<h1 ", `<h1 onclick="x()" `},
	} {
		page := strings.ReplaceAll(good, change[0], change[1])
		if what == "an id twice" {
			page = strings.Replace(good, change[0], change[1], 1)
		}
		if len(faults(page, "en", false, []string{"Selam"})) == 0 {
			t.Errorf("%s was not found", what)
		}
	}
}
