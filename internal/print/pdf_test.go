package print

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestMain(m *testing.M) {
	if err := Ready(); err != nil {
		fmt.Fprintln(os.Stderr, err, "\nThese tests draw letters: run `make assets` first.")
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func pdfOf(t testing.TB, doc Doc) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WritePDF(&b, doc); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// program finds an outside witness; in CI it must be there.
func program(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is required in CI", name)
		}
		t.Skipf("%s is not installed", name)
	}
	return path
}

func samples() map[string]Doc {
	return map[string]Doc{"en": sampleEnglish(), "ar": sampleArabic(), "ti": sampleTigrinya(), "long": sampleReport(), "hostile": sampleHostile()}
}

func TestQPDF(t *testing.T) {
	qpdf := program(t, "qpdf")
	for n, d := range samples() {
		file := filepath.Join(t.TempDir(), n+".pdf")
		if err := os.WriteFile(file, pdfOf(t, d), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command(qpdf, "--check", file).CombinedOutput(); err != nil || bytes.Contains(out, []byte("WARNING")) {
			t.Errorf("%s: %v\n%s", n, err, out)
		}
	}
}

// extracted is what a program that knows nothing of tags takes out of the page,
// without the direction marks it adds.
func extracted(t *testing.T, doc Doc) string {
	t.Helper()
	pdftotext := program(t, "pdftotext")
	file := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(file, pdfOf(t, doc), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(pdftotext, file, "-").CombinedOutput()
	if err != nil {
		t.Fatal(err, string(out))
	}
	s := strings.NewReplacer("\u202a", "", "\u202b", "", "\u202c", "").Replace(string(out))
	return strings.Join(strings.Fields(s), " ")
}

func TestTextComesOutOfThePage(t *testing.T) {
	for _, c := range []struct{ name, lang, text string }{
		{"English", "en", "Find out about a bus pass (and tell you) by 20 March 2026: office, fjord, AVATAR."},
		{"Welsh", "cy", "Mae'r ŵyn yn y tŷ; llŷr â hiraeth, gẃraidd."},
		{"Vietnamese", "vi", "Tôi muốn sống ở nơi yên tĩnh, được đến trường và gặp bạn bè."},
		{"Vietnamese, decomposed", "vi", "nơi yên tĩnh được"},
		{"Albanian, Polish, Romanian", "sq", "Unë dua të shkoj në shkollë; źdźbło, łąka; știință"},
		{"Ukrainian", "uk", "Я хочу ходити до школи, їжак."},
		{"Arabic", "ar", "أريد أن أذهب إلى الكلية، ولم يخبرني أحد من يساعدني."},
		{"Arabic with vowel marks", "ar", "شكراً جدّاً، يُغيِّر رأيَهُ"},
		{"Persian with joiners", "fa", "می\u200cخواهم خانه\u200cای آرام داشته باشم"},
		{"Sorani", "ckb", "من دەمەوێت بچمە قوتابخانە، ڕۆژ و گەڵا"},
		{"Pashto", "ps", "زه غواړم ښوونځي ته لاړ شم"},
		{"Urdu", "ur", "میں اسکول جانا چاہتا ہوں"},
		{"Tigrinya", "ti", "ምስ ኣሕዋተይ ክነብር ይደሊ። ናብ ቤት ትምህርቲ ክኸይድ፣ ሕራይ፧"},
		{"Amharic", "am", "ትምህርት ቤት መሄድ እፈልጋለሁ።"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := extracted(t, Doc{Title: "t", Lang: c.lang, PageLabel: " ", Blocks: []Block{Para{Text: Say(c.text)}}})
			want := strings.TrimSpace(clean(c.text))
			if rtlLang(c.lang) {
				got, want = letters(got), letters(want)
			}
			if !strings.Contains(got, want) {
				t.Errorf("\n got %+q\nwant %+q", got, want)
			}
		})
	}
}

// letters leaves the blanks out: where they go around a change of direction is a
// guess of pdftotext's own. The tags hold them exactly.
func letters(s string) string { return strings.Join(strings.Fields(s), "") }

func TestMixedDirections(t *testing.T) {
	got := extracted(t, Doc{Title: "t", Lang: "ar", Blocks: []Block{Para{Text: Say("قيلت لِلسيدة Ffion Puddle يوم 20 مارس (البيت) وكُتبت.")}}})
	if !strings.Contains(letters(got), letters("قيلت لِلسيدة Ffion Puddle يوم 20 مارس (البيت) وكُتبت.")) {
		t.Errorf("got %+q", got)
	}
}

func TestSameWordsSameBytes(t *testing.T) {
	for n, d := range samples() {
		first := pdfOf(t, d)
		var group sync.WaitGroup
		for range 3 {
			group.Go(func() {
				if !bytes.Equal(first, pdfOf(t, d)) {
					t.Errorf("%s: two writings differ", n)
				}
			})
		}
		group.Wait()
	}
}

func TestErrors(t *testing.T) {
	ok := Doc{Title: "t", Lang: "en"}
	long := ok
	long.Blocks = []Block{Para{Text: Say(strings.Repeat("secret ", MaxText/7+1))}}
	odd := ok
	odd.Blocks = []Block{Table{Head: []Text{Say("a")}, Rows: [][]Text{{Say("secret"), Say("b")}}}}
	untitled, nowhere := Doc{Lang: "en"}, Doc{Title: "t", Lang: "e\nn"}
	for want, doc := range map[error][]Doc{ErrTooLong: {long}, ErrTable: {odd}, ErrNoTitle: {untitled, nowhere}} {
		for _, d := range doc {
			for kind, write := range writers {
				var b bytes.Buffer
				err := write(&b, d)
				if !errors.Is(err, want) || b.Len() > 0 || strings.Contains(err.Error(), "secret") {
					t.Errorf("%s: %v after %d bytes, want %v", kind, err, b.Len(), want)
				}
			}
		}
	}
	for kind, write := range writers {
		if err := write(brokenPipe{}, sampleEnglish()); !errors.Is(err, os.ErrClosed) {
			t.Errorf("%s to a closed pipe: %v", kind, err)
		}
		if err := write(&bytes.Buffer{}, ok); err != nil {
			t.Errorf("%s of nothing: %v", kind, err)
		}
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, os.ErrClosed }

// A paragraph of five million bytes, in several unkind shapes, takes time and
// memory in proportion and loses nothing.
func TestHugeParagraphs(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for n, unit := range map[string]string{"words": "word after word ", "no spaces": "abcdefghij", "Arabic": "كلمة بعد ", "marks": "a\u0301\u0327", "isolates": "\u2067a\u2066", "unknown": "\U00013000"} {
		start := time.Now()
		doc := Doc{Title: "t", Lang: "en", Blocks: []Block{Para{Text: Say(strings.Repeat(unit, 5<<20/len(unit)))}}}
		data := pdfOf(t, doc)
		if took := time.Since(start); took > 60*time.Second {
			t.Errorf("%s took %v", n, took)
		} else {
			t.Logf("%s: %v, %d KB", n, took, len(data)>>10)
		}
	}
}
