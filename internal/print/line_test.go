package print

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
)

// Lines are never wider than they may be, and together they are the text.
func TestLinesFit(t *testing.T) {
	p := borrowPress()
	defer p.giveBack()
	for _, text := range []string{
		strings.Repeat("The placement moved twice in the spring. ", 30),
		strings.Repeat("أريد أن أذهب إلى الكلية مع Meron. ", 30),
		strings.Repeat("ምስ ኣሕዋተይ ክነብር ይደሊ። ", 30),
		strings.Repeat("unbroken", 100),
		strings.Repeat("مجموعة", 100),
	} {
		for _, width := range []int{3000, 9500, 40000} {
			var all strings.Builder
			p.paragraph(Text{Lang: "en", Dir: strongIn(text), Runs: []Run{{Text: text, Lang: "en"}}}, width, func(l line) {
				if l.width > width {
					t.Errorf("a line of %d in a width of %d", l.width, width)
				}
				for _, a := range l.atoms {
					all.WriteString(a.text)
				}
			})
			if all.String() != text {
				t.Errorf("%.20s… at %d: the lines are not the text", text, width)
			}
		}
	}
}

// Every code in an embedded font that stands for something to be seen has an
// outline, in the font as it was cut down.
func TestEmbeddedFontsHaveInk(t *testing.T) {
	line := regexp.MustCompile(`<([0-9A-F]{4})><([0-9A-F]*)>`)
	unseen := regexp.MustCompile(`^(20[0-9A-F]{2})*(0020|00A0|200B)$`)
	for n, d := range samples() {
		r := parsePDF(t, pdfOf(t, d))
		fonts := r.dict(r.dict(r.dict(r.dict(r.trailer["Root"])["Pages"])["Resources"])["Font"])
		for use, at := range fonts {
			f := r.dict(at)
			child := r.dict(f["DescendantFonts"].([]any)[0])
			program := r.get(r.dict(child["FontDescriptor"])["FontFile2"]).(streamObject).data
			gids := r.get(child["CIDToGIDMap"]).(streamObject).data
			face, err := font.ParseTTF(bytes.NewReader(withCmap(t, program)))
			if err != nil {
				t.Fatalf("%s %s: %v", n, use, err)
			}
			codes := line.FindAllStringSubmatch(string(r.get(f["ToUnicode"]).(streamObject).data), -1)
			if len(codes) == 0 {
				t.Errorf("%s %s maps no letters", n, use)
			}
			blanks := 0
			for _, c := range codes[1:] { // the first is the code space
				cid, _ := strconv.ParseUint(c[1], 16, 16)
				gid := int(gids[2*cid])<<8 | int(gids[2*cid+1])
				outline, _ := face.GlyphData(font.GID(gid)).(font.GlyphOutline)
				if gid == 0 {
					t.Errorf("%s %s: code %s leads to .notdef", n, use, c[1])
				}
				if len(outline.Segments) == 0 {
					blanks++
					if face.HorizontalAdvance(font.GID(gid)) > 0 && !unseen.MatchString(c[2]) {
						t.Errorf("%s %s: the code for %s draws nothing", n, use, c[2])
					}
				}
			}
			if blanks > len(codes)/2 {
				t.Errorf("%s %s: %d of %d codes draw nothing", n, use, blanks, len(codes))
			}
		}
	}
}

// withCmap adds the one table go-text wants and a PDF does not.
func withCmap(t *testing.T, program []byte) []byte {
	t.Helper()
	return ot.WriteTTF(append(tablesOf(t, program), ot.Table{Tag: ot.MustNewTag("cmap"),
		Content: []byte{0, 0, 0, 1, 0, 3, 0, 10, 0, 0, 0, 12, 0, 12, 0, 0, 0, 0, 0, 28, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 32, 0, 0, 0, 32, 0, 0, 0, 1}}))
}
