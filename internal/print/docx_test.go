package print

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"
)

var writers = map[string]func(io.Writer, Doc) error{"pdf": WritePDF, "docx": WriteDOCX, "text": WriteText}

// parts unpacks a Word document and checks that each part is XML.
func parts(t *testing.T, doc Doc) map[string]string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteDOCX(&b, doc); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(content)
		if strings.HasSuffix(f.Name, ".png") {
			continue
		}
		for d := xml.NewDecoder(bytes.NewReader(content)); ; {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
	}
	return out
}

// wordParagraphs lists style, direction and words of each paragraph.
func wordParagraphs(t *testing.T, document string) []string {
	t.Helper()
	var body struct {
		Body struct {
			P []wordP `xml:"p"`
			T []struct {
				R []struct {
					C []struct {
						P []wordP `xml:"p"`
					} `xml:"tc"`
				} `xml:"tr"`
			} `xml:"tbl"`
		} `xml:"body"`
	}
	if err := xml.Unmarshal([]byte(document), &body); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, p := range body.Body.P {
		out = append(out, p.String())
	}
	for _, table := range body.Body.T {
		for _, row := range table.R {
			for _, cell := range row.C {
				if len(cell.P) == 0 {
					t.Error("a cell without a paragraph is not a valid document")
				}
				for _, p := range cell.P {
					out = append(out, p.String())
				}
			}
		}
	}
	return out
}

type wordP struct {
	Pr struct {
		Style struct {
			Val string `xml:"val,attr"`
		} `xml:"pStyle"`
		Bidi *struct{} `xml:"bidi"`
	} `xml:"pPr"`
	R []struct {
		T  string    `xml:"t"`
		Br *struct{} `xml:"br"`
		Pr struct {
			RTL *struct{} `xml:"rtl"`
		} `xml:"rPr"`
	} `xml:"r"`
}

func (p wordP) String() string {
	var b strings.Builder
	b.WriteString(p.Pr.Style.Val)
	if p.Pr.Bidi != nil {
		b.WriteString(" rtl")
	}
	b.WriteString(":")
	for _, r := range p.R {
		if r.Br != nil {
			b.WriteString("/")
		}
		if r.Pr.RTL != nil {
			b.WriteString("<" + r.T + ">")
		} else {
			b.WriteString(r.T)
		}
	}
	return b.String()
}

func TestDOCXStructure(t *testing.T) {
	p := parts(t, Doc{Title: "Case note", Lang: "en", Date: sampleDay, Footer: "Case note", Blocks: []Block{
		Heading{1, Say("Note")}, Para{Text: Say("one\ntwo")},
		Quote{Words: SayIn("ar", "رقم Meron 42"), TranslationLabel: "In English:", Translation: Say("number")},
		List{Ordered: true, Items: []Item{{Text: Say("a"), Notes: []Text{Say("n")}}}},
		List{Ordered: true, Items: []Item{{Text: Say("b")}}},
		Table{Head: []Text{Say("H")}, Rows: [][]Text{{{}}}},
	}})
	got := strings.Join(wordParagraphs(t, p["word/document.xml"]), "\n")
	want := strings.Join([]string{"Heading1:Note", "Normal:one/two", "Quote rtl:<رقم >Meron 42", "QuoteNote:In English:", "QuoteTranslation:number", ":",
		"ListNumber:a", "ListNote:n", "ListNumber:b", "Small:", "TableText:H", "TableText:"}, "\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for part, needles := range map[string][]string{
		"word/document.xml":  {`<w:numId w:val="2"/>`, `<w:numId w:val="3"/>`, `<w:lang w:bidi="ar"/>`, `<w:tblHeader/>`, `w:pgSz w:w="11906"`},
		"word/styles.xml":    {`w:val="heading 1"`, `w:val="Quote"`, `w:val="List Bullet"`, `<w:lang w:val="en" w:bidi="en"/>`},
		"word/numbering.xml": {`w:numId="3"`, `startOverride`},
		"docProps/core.xml":  {"<dc:title>Case note</dc:title>", "2026-03-09T10:00:00Z"},
		"word/footer1.xml":   {"NUMPAGES", " PAGE "},
	} {
		for _, n := range needles {
			if !strings.Contains(p[part], n) {
				t.Errorf("%s lacks %s", part, n)
			}
		}
	}
}

func TestDOCXOfEverything(t *testing.T) {
	for n, d := range samples() {
		t.Run(n, func(t *testing.T) {
			p := parts(t, d)
			styles := p["word/styles.xml"]
			for _, line := range wordParagraphs(t, p["word/document.xml"]) {
				style, _, _ := strings.Cut(strings.Split(line, ":")[0], " ")
				if style != "" && !strings.Contains(styles, `w:styleId="`+style+`"`) {
					t.Errorf("style %q is not defined", style)
				}
			}
			var a, b bytes.Buffer
			WriteDOCX(&a, d)
			WriteDOCX(&b, d)
			if !bytes.Equal(a.Bytes(), b.Bytes()) {
				t.Error("two writings differ")
			}
		})
	}
}
