package print

import (
	"bytes"
	"fmt"
)

// element is a node of the structure tree: what reading software walks.
type element struct {
	number     int // PDF object
	role       string
	lang       string // empty when the same as the document's
	actual     string // the exact words, on elements that hold them directly
	attributes string
	alt        string // of a Figure
	parent     *element
	kids       []kid
	spans      []*element
}

// kid is a child element, or a marked stretch of a page.
type kid struct {
	tag        *element
	page, mcid int
}

// child adds an element; one that will hold a text of a single language holds its
// exact words too. Its language is noted when it is not the document's.
func (e *element) child(role string, t Text, docLang string) *element {
	c := &element{role: role, parent: e}
	if t.Lang != "" && t.Lang != docLang {
		c.lang = t.Lang
	}
	e.kids = append(e.kids, kid{tag: c})
	if len(t.Runs) == 0 {
		return c
	}
	if t.single() {
		if l := t.Runs[0].Lang; l != docLang {
			c.lang = l
		}
		c.actual = t.plain()
		return c
	}
	for _, r := range t.Runs {
		span := &element{role: "Span", parent: c, lang: r.Lang, actual: r.Text}
		c.spans = append(c.spans, span)
		c.kids = append(c.kids, kid{tag: span})
	}
	return c
}

// single reports whether all runs are in one language.
func (t Text) single() bool {
	for _, r := range t.Runs[1:] {
		if r.Lang != t.Runs[0].Lang {
			return false
		}
	}
	return true
}

// leaves are the elements that own the glyphs of each run of t.
func (e *element) leaves(t Text) []*element {
	if e.spans != nil {
		return e.spans
	}
	return []*element{e}
}

// owner picks the leaf of a run.
func (p piece) owner(span int32) *element {
	if len(p.owners) == 1 {
		return p.owners[0]
	}
	return p.owners[span]
}

// writeTags writes the structure tree and returns the number of its root.
func (c *composer) writeTags() int {
	root := c.file.reserve()
	tree := c.file.reserve()
	c.tags.number = c.file.reserve()
	c.writeTag(c.tags, root)

	var nums bytes.Buffer
	for i, pg := range c.pages {
		fmt.Fprintf(&nums, "%d[", i)
		for _, e := range pg.owners {
			fmt.Fprintf(&nums, "%d 0 R ", e.number)
		}
		nums.WriteString("]")
	}
	c.file.object(tree, fmt.Sprintf("<</Nums[%s]>>", nums.Bytes()))
	c.file.object(root, fmt.Sprintf("<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d>>",
		c.tags.number, tree, len(c.pages)))
	return root
}

// writeTag writes an element and all below it.
func (c *composer) writeTag(e *element, parent int) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "<</Type/StructElem/S/%s/P %d 0 R", e.role, parent)
	if e.lang != "" {
		b.WriteString("/Lang")
		pdfString(&b, e.lang)
	}
	if e.actual != "" {
		b.WriteString("/ActualText")
		pdfString(&b, e.actual)
	}
	if e.alt != "" {
		b.WriteString("/Alt")
		pdfString(&b, e.alt)
	}
	if e.attributes != "" {
		b.WriteString("/A" + e.attributes)
	}
	b.WriteString("/K[")
	first := -1
	for _, k := range e.kids {
		switch {
		case k.tag != nil:
			k.tag.number = c.file.reserve()
			fmt.Fprintf(&b, "%d 0 R ", k.tag.number)
		case first < 0 || k.page == first:
			first = k.page
			fmt.Fprintf(&b, "%d ", k.mcid)
		default:
			fmt.Fprintf(&b, "<</Type/MCR/Pg %d 0 R/MCID %d>>", c.pages[k.page].number, k.mcid)
		}
	}
	b.WriteString("]")
	if first >= 0 {
		fmt.Fprintf(&b, "/Pg %d 0 R", c.pages[first].number)
	}
	b.WriteString(">>")
	c.file.object(e.number, b.String())
	for _, k := range e.kids {
		if k.tag != nil {
			c.writeTag(k.tag, e.number)
		}
	}
}
