package print

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// composer is one PDF in the making.
type composer struct {
	file     *pdfFile
	fonts    fontSet
	tags     *element
	pages    []*page
	headings []*heading
	parent   int // the page tree
	fontDict int
	sheet    sheet
}

// WritePDF writes doc as a tagged PDF 1.7 (fonts embedded and cut down,
// structure, languages, bookmarks, PDF/UA-1 metadata). The same doc gives the
// same bytes. It is safe for concurrent use. Errors: ErrNoTitle, ErrTooLong,
// ErrTable, ErrPicture, ErrOverflow, ErrNoFonts, or w's own; all but w's come before the first byte.
func WritePDF(w io.Writer, doc Doc) error {
	doc, err := prepared(doc)
	if err != nil {
		return err
	}
	if err := Ready(); err != nil {
		return err
	}
	press := borrowPress()
	defer press.giveBack()
	if doc.OnePage {
		doc.Size = fitting(press, doc)
	}
	// What may not fit its box must fail before the first byte.
	if boxed(doc) {
		var whole bytes.Buffer
		if err := write(&whole, press, doc); err != nil {
			return err
		}
		if _, err := w.Write(whole.Bytes()); err != nil {
			return fmt.Errorf("write pdf: %w", err)
		}
		return nil
	}
	return write(w, press, doc)
}

func write(w io.Writer, press *press, doc Doc) error {
	c, err := compose(newPDFFile(w), press, doc)
	if press.err != nil {
		return press.err
	}
	if err != nil {
		return err
	}
	if err := c.end(doc); err != nil {
		return fmt.Errorf("write pdf: %w", err)
	}
	return nil
}

// compose lays a document out, page by page, into file.
func compose(file *pdfFile, press *press, doc Doc) (*composer, error) {
	c := &composer{file: file, tags: &element{role: "Document"}, sheet: sheetOf(doc)}
	c.parent, c.fontDict = c.file.reserve(), c.file.reserve()
	f := newFlow(c)
	s := &setter{press: press, flow: f, root: c.tags, size: doc.Size, least: doc.Least, lang: doc.Lang, rtl: doc.Dir == RTL, doc: doc}
	for _, b := range doc.Blocks {
		if s.block(b); press.err != nil || c.file.err != nil || s.err != nil {
			break
		}
	}
	f.end()
	c.feet(s, doc)
	return c, s.err
}

// fitting is the largest size, from the document's own down to its least, at which it
// takes one page, or its own when none does. Words and their shapes stay in the
// press, so another try costs little.
func fitting(press *press, doc Doc) float64 {
	own, least := doc.Size, doc.Least
	for size := own; ; size = max(least, size-0.5) {
		doc.Size = size
		c, err := compose(newPDFFile(io.Discard), press, doc)
		switch pages := len(c.pages); {
		case err != nil:
			return own // the real one says so
		case pages == 1:
			return size
		case size == least || pages > 2:
			return own
		}
	}
}

func (c *composer) newPage() *page {
	return &page{number: len(c.pages), out: c}
}

// finish writes what a page holds so far; its foot comes at the end.
func (c *composer) finish(p *page) {
	p.disown()
	n := c.file.reserve()
	c.file.stream(n, "", p.under.Bytes(), p.over.Bytes())
	p.contents = append(p.contents, n)
	p.under, p.over = bytes.Buffer{}, bytes.Buffer{}
	c.pages = append(c.pages, p)
}

// feet draws the foot of every page: the neutral line where reading starts, the
// page number where it ends. Both are artifacts.
func (c *composer) feet(s *setter, doc Doc) {
	how := look{size: 9.5, colour: softInk}
	for i, p := range c.pages {
		label := strings.NewReplacer("{page}", strconv.Itoa(i+1), "{pages}", strconv.Itoa(len(c.pages))).Replace(doc.PageLabel)
		p.artifact = footer
		room := s.full().width
		if l, ok := s.footLine(label, doc, room); ok {
			wide := float64(l.width) * how.size / 1000
			at := frame{c.sheet.side + room - wide, wide}
			if doc.Dir == RTL {
				at.x = c.sheet.side
			}
			p.text(piece{line: l, frame: at, size: how.size, colour: how.colour}, c.sheet.foot)
			room -= wide + 20
		}
		if l, ok := s.footLine(doc.Footer, doc, room); ok {
			at := s.full().inset(0, s.full().width-room, doc.Dir == RTL)
			p.text(piece{line: l, frame: at, toRight: doc.Dir == RTL, size: how.size, colour: how.colour}, c.sheet.foot)
		}
		p.artifact = header
		if l, ok := s.footLine(doc.Header, doc, c.sheet.full().width); ok {
			p.text(piece{line: l, frame: c.sheet.full(), toRight: doc.Dir == RTL, size: how.size, colour: how.colour}, c.sheet.height-c.sheet.foot-how.size/2)
		}
		if doc.Stamp != nil {
			c.stamped(s, p, doc.Stamp)
		}
		n := c.file.reserve()
		c.file.stream(n, "", p.over.Bytes())
		p.contents = append(p.contents, n)
		p.over = bytes.Buffer{}
	}
}

// footLine sets one line of the foot: as much as fits the room.
func (s *setter) footLine(words string, doc Doc, room float64) (line, bool) {
	t := Text{Lang: doc.Lang, Dir: doc.Dir, Runs: []Run{{Text: words, Lang: doc.Lang}}}
	var first line
	n := 0
	if words != "" {
		s.press.paragraph(t, int(room/9.5*1000), func(l line) {
			if n == 0 {
				first = l
			}
			n++
		})
	}
	return first, len(first.atoms) > 0
}

// end writes pages, tags, fonts, bookmarks and metadata.
func (c *composer) end(doc Doc) error {
	var kids bytes.Buffer
	for i, p := range c.pages {
		n := c.file.reserve()
		c.file.object(n, fmt.Sprintf("<</Type/Page/Parent %d 0 R/Contents[%d 0 R %d 0 R]/StructParents %d/Tabs/S>>",
			c.parent, p.contents[0], p.contents[1], i))
		p.number = n
		fmt.Fprintf(&kids, "%d 0 R ", n)
	}
	c.file.object(c.parent, fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]/MediaBox[0 0 %.2f %.2f]/Resources<</Font %d 0 R>>>>",
		len(c.pages), kids.Bytes(), c.sheet.width, c.sheet.height, c.fontDict))
	var fonts bytes.Buffer
	for _, u := range c.fonts.inUse {
		u.number = c.file.reserve()
		fmt.Fprintf(&fonts, "%s %d 0 R", u.name, u.number)
		u.write(c.file)
	}
	c.file.object(c.fontDict, "<<"+fonts.String()+">>")
	tree := c.writeTags()
	outlines := c.writeBookmarks()

	metadata := c.file.reserve()
	c.file.raw(metadata, "/Type/Metadata/Subtype/XML", xmp(doc))
	info := c.file.reserve()
	var b bytes.Buffer
	b.WriteString("<</Title")
	pdfString(&b, doc.Title)
	b.WriteString("/Producer(Stable Futures)")
	if !doc.Date.IsZero() {
		date := doc.Date.UTC().Format("D:20060102150405Z")
		fmt.Fprintf(&b, "/CreationDate(%s)/ModDate(%s)", date, date)
	}
	b.WriteString(">>")
	c.file.object(info, b.String())

	catalog := c.file.reserve()
	direction := "L2R"
	if doc.Dir == RTL {
		direction = "R2L"
	}
	b.Reset()
	fmt.Fprintf(&b, "<</Type/Catalog/Pages %d 0 R/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R/ViewerPreferences<</DisplayDocTitle true/Direction/%s>>/Metadata %d 0 R%s/Lang",
		c.parent, tree, direction, metadata, outlines)
	pdfString(&b, doc.Lang)
	b.WriteString(">>")
	c.file.object(catalog, b.String())
	return c.file.end(catalog, info)
}

// writeBookmarks writes the outline as nested as the headings are, and returns
// its entry for the catalog.
func (c *composer) writeBookmarks() string {
	if len(c.headings) == 0 {
		return ""
	}
	type node struct {
		number, parent, prev, next, first, last, count int
	}
	nodes := make([]node, len(c.headings)+1)
	for i := range nodes {
		nodes[i].number = c.file.reserve()
	}
	path := []int{0} // node indexes; nodes[0] is the root
	depth := []int{0}
	for i, h := range c.headings {
		me := i + 1
		for depth[len(depth)-1] >= h.level {
			path, depth = path[:len(path)-1], depth[:len(depth)-1]
		}
		up := path[len(path)-1]
		nodes[me].parent = up
		if nodes[up].first == 0 {
			nodes[up].first = me
		} else {
			nodes[me].prev, nodes[nodes[up].last].next = nodes[up].last, me
		}
		nodes[up].last = me
		for _, above := range path {
			nodes[above].count++
		}
		path, depth = append(path, me), append(depth, h.level)
	}
	for i, n := range nodes {
		var b bytes.Buffer
		b.WriteString("<<")
		if i == 0 {
			b.WriteString("/Type/Outlines")
		} else {
			h := c.headings[i-1]
			b.WriteString("/Title")
			pdfString(&b, strings.Join(strings.Fields(h.text), " "))
			fmt.Fprintf(&b, "/Parent %d 0 R/SE %d 0 R/Dest[%d 0 R/XYZ 0 %.1f null]", nodes[n.parent].number, h.tag.number, c.pages[h.page].number, h.top)
		}
		for _, link := range []struct {
			key string
			to  int
		}{{"Prev", n.prev}, {"Next", n.next}, {"First", n.first}, {"Last", n.last}} {
			if link.to != 0 {
				fmt.Fprintf(&b, "/%s %d 0 R", link.key, nodes[link.to].number)
			}
		}
		if n.count > 0 {
			fmt.Fprintf(&b, "/Count %d", n.count)
		}
		b.WriteString(">>")
		c.file.object(n.number, b.String())
	}
	return fmt.Sprintf("/Outlines %d 0 R", nodes[0].number)
}

// xmp is the metadata packet: title, language, date, and the PDF/UA-1 mark.
func xmp(doc Doc) []byte {
	var title, date bytes.Buffer
	xml.EscapeText(&title, []byte(doc.Title)) // into memory: cannot fail
	if !doc.Date.IsZero() {
		fmt.Fprintf(&date, "<xmp:CreateDate>%s</xmp:CreateDate>", doc.Date.UTC().Format(time.RFC3339))
	}
	return fmt.Appendf(nil, `<?xpacket begin="`+"\ufeff"+`" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part><dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title><dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>%s<pdf:Producer>Stable Futures</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`, title.Bytes(), doc.Lang, date.Bytes())
}
