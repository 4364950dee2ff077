package kit_test

import (
	"sort"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// normalise writes HTML one node a line, attributes and classes in order and
// white space as a browser would lay it out: a space between two words counts, a
// line break between two blocks does not.
func normalise(t *testing.T, source string) string {
	t.Helper()
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(source), body)
	if err != nil {
		t.Fatal(err)
	}
	f := &flow{}
	for _, n := range nodes {
		f.node(n, 0)
	}
	f.endBlock()
	return strings.Join(f.lines, "\n")
}

// flow is the run of text being laid out. A space belongs to the word after it,
// on whichever side of an inline tag it was written.
type flow struct {
	lines []string
	begun bool // the block has text already
	space bool // and a space after it
}

var inline = map[string]bool{"a": true, "span": true, "strong": true, "b": true, "em": true, "bdi": true}

func (f *flow) node(n *html.Node, depth int) {
	indent := strings.Repeat("  ", depth)
	switch n.Type {
	case html.TextNode:
		f.text(n.Data, indent)
	case html.ElementNode:
		atomic := !inline[n.Data]
		if atomic {
			f.endBlock()
		}
		f.lines = append(f.lines, indent+"<"+n.Data+attributes(n)+">")
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if n.Data == "textarea" {
				f.lines = append(f.lines, indent+"  |"+c.Data)
				continue
			}
			f.node(c, depth+1)
		}
		if atomic {
			f.endBlock()
		}
		f.lines = append(f.lines, indent+"</"+n.Data+">")
	}
}

func (f *flow) text(s, indent string) {
	words := strings.Join(strings.Fields(s), " ")
	f.space = f.space || s != strings.TrimLeft(s, " \t\r\n")
	if words == "" {
		return
	}
	if f.space && f.begun {
		words = "~" + words
	}
	f.lines = append(f.lines, indent+"|"+words)
	f.begun, f.space = true, s != strings.TrimRight(s, " \t\r\n")
}

// endBlock drops the space at the end of a run.
func (f *flow) endBlock() { f.begun, f.space = false, false }

func attributes(n *html.Node) string {
	var out []string
	for _, a := range n.Attr {
		value := a.Val
		if a.Key == "class" {
			names := strings.Fields(value)
			sort.Strings(names)
			value = strings.Join(names, " ")
		}
		out = append(out, " "+a.Key+"="+strings.Join(strings.Fields(value), " "))
	}
	sort.Strings(out)
	return strings.Join(out, "")
}
