package print

import (
	"strings"
	"testing"
)

// Whatever somebody typed stays text; each language keeps its own direction; nothing is fetched.
func TestWriteHTML_escapesAndSpeaks(t *testing.T) {
	bad := `</p><script>alert(1)</script>"'&`
	doc := Doc{Title: "Everything", Lang: "en", Blocks: []Block{
		Heading{Level: 1, Text: Say(bad)}, Para{Text: SayIn("ar", "غرفة")}, Para{Text: Say(bad), Small: true},
		Quote{Words: SayIn("ti", "መንበሪ"), Translation: Say(bad), TranslationLabel: "In English:", Source: Say("written by " + bad)},
		List{Items: []Item{{Text: Say(bad), Notes: []Text{Say(bad)}}}}, Table{Head: []Text{Say("a"), Say("b")}, Rows: [][]Text{{Say(bad), Say("d")}}, RowHead: true},
		Notice{Title: Say("Look"), Paras: []Text{Strong(bad)}}, Rule{}}}
	var b strings.Builder
	if err := WriteHTML(&b, doc); err != nil {
		t.Fatal(err)
	}
	out := b.String()
	for _, wrong := range []string{"<script", "http:", "https:", "url(", " src="} {
		if strings.Contains(out, wrong) {
			t.Errorf("it holds %q", wrong)
		}
	}
	for _, right := range []string{`<p lang="ar" dir="rtl">غرفة</p>`, `lang="ti"`, `&lt;script&gt;alert(1)`, `<th scope="row"`, `<strong>`, `<html lang="en" dir="ltr">`} {
		if !strings.Contains(out, right) {
			t.Errorf("it lacks %q", right)
		}
	}
	if n := strings.Count(out, "&lt;script"); n != 8 {
		t.Errorf("%d of 8 hostile texts are there", n)
	}
	if err := WriteHTML(&b, Doc{Title: " "}); err == nil {
		t.Error("a document without a title")
	}
}
