package print

import (
	"strings"
	"testing"
)

// alphabets are the letters beyond A to Z of the twenty languages that young
// people here speak, capitals and all.
var alphabets = map[string]string{
	"cy":      "âêîôûŵŷÂÊÎÔÛŴŶäëïöüẅÿáéíóúẃýàèìòùẁỳ’",
	"sq":      "çëÇË",
	"vi":      "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵĂÂĐÊÔƠƯẰẲẴẮẶẦẨẪẤẬỀỂỄẾỆỒỔỖỐỘỜỞỠỚỢỪỬỮỨỰỲỶỸÝỴ",
	"ar":      "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيًٌٍَُِّْٰ،؛؟٠١٢٣٤٥٦٧٨٩«»",
	"apd":     "چگڤپ",
	"ckb":     "ئابپتجچحخدرڕزژسشعغفڤقکگلڵمنوۆهەیێ،؟٠١٢٣٤٥٦٧٨٩",
	"kmr":     "çêîşûÇÊÎŞÛ",
	"ti":      "ሀለሐመሠረሰሸቀቐበተቸኀነኘአከኸወዐዘዠየደጀገጠጨጰጸፀፈፐቈኰጐቝዃ፡።፣፤፥፦፧፩፪፫፬",
	"am":      "ሀሁሂሃሄህሆሏሗሟሧሯሷሿቋቧቯቷቿኗኟኧኳዟዧዷጇጓጧጯጷጿፏፗ፡።፣፤",
	"om":      "ʼ’",
	"so":      "’",
	"ps":      "اآبپتټثجځچڅحخدډذرړزژږسشښصضطظعغفقکګلمنڼهوؤیېۍيئءۀ،؟۰۱۲۳۴۵۶۷۸۹",
	"prs":     "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیءأؤئۀ\u200c،؟۰۱۲۳۴۵۶۷۸۹",
	"fa":      "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیءأؤئۀ\u200c،؟۰۱۲۳۴۵۶۷۸۹",
	"ur":      "آأابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوؤہۂۃھءیئےۓ،۔؟۰۱۲۳۴۵۶۷۸۹",
	"bn":      "অআইঈউঊঋএঐওঔকখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহড়ঢ়য়ৎংঃঁািীুূৃেৈোৌ্০১২৩৪৫৬৭৮৯।৳",
	"ro":      "ăâîșțĂÂÎȘȚşţ„”",
	"tr":      "çğıöşüÇĞİÖŞÜâîû",
	"zh-Hans": "我们会听你说。你可以问任何问题，也可以停下来：没关系！？“”《》、；（）……—安全学校医生律师翻译朋友家庭",
	"en":      "‘’“”–—…£•·§",
}

// Every letter of every language is in a font, in both weights.
func TestFontsSpeakEveryLanguage(t *testing.T) {
	for lang, letters := range alphabets {
		missing, err := Missing(Doc{Title: "t", Lang: lang, Blocks: []Block{Para{Text: SayIn(lang, letters)}}})
		if err != nil {
			t.Fatal(err)
		}
		if len(missing) > 0 {
			t.Errorf("%s: no font draws %q", lang, string(missing))
		}
	}
}

// GB 2312 is what Chinese writing in China was done with for twenty years; of its
// 6,763 characters the font has all that are used in writing.
func TestChineseCoverage(t *testing.T) {
	p := borrowPress()
	defer p.giveBack()
	have := 0
	for r := rune(0x4E00); r < 0xA000; r++ {
		if _, ok := p.has(famHan, false, r); ok {
			have++
		}
	}
	if have < 7000 {
		t.Errorf("the Chinese font has only %d characters", have)
	}
}

// A letter that no font has is spelt out on the page, and is still the letter
// for whoever copies or listens.
func TestMissingLetterIsSpelt(t *testing.T) {
	doc := Doc{Title: "t", Lang: "en", PageLabel: " ", Blocks: []Block{Para{Text: Say("A smile 🙂 and a word ꓡ.")}}}
	missing, err := Missing(doc)
	if err != nil || string(missing) != "ꓡ🙂" {
		t.Fatalf("missing %q, %v", string(missing), err)
	}
	if got := extracted(t, doc); got != "A smile 🙂 and a word ꓡ." {
		t.Errorf("copied: %q", got)
	}
	p := borrowPress()
	defer p.giveBack()
	word := p.word([]rune("🙂"), "en", p.face(famLatin*2), false)
	if len(word) != 1 || len(word[0].glyphs) != len("[U+1F642]") || word[0].adv < 3000 {
		t.Errorf("drawn as %+v", word)
	}
	for _, g := range word[0].glyphs {
		if g.gid == 0 {
			t.Error("an empty box")
		}
	}
}

// Bengali vowels stand before, above, below and around their letters, and Chinese
// breaks between characters but never before its full stop.
func TestBengaliAndChineseLines(t *testing.T) {
	lines := map[string]string{
		"bn":      "তুমি কি নিরাপদে থাকো? তোমার সাহায্য পাওয়ার অধিকার আছে। স্কুল, ক্ষমা, প্রশ্ন, কর্তৃপক্ষ।",
		"zh-Hans": "你现在住的地方适合你吗？你可以说“不知道”，也可以不说。我们会告诉你谁能看到。",
	}
	for lang, line := range lines {
		for _, bold := range []bool{false, true} {
			doc := Doc{Title: "t", Lang: lang, PageLabel: " ", Size: 14, Blocks: []Block{Para{Text: Text{Lang: lang, Runs: []Run{{Text: line, Bold: bold}}}}}}
			if missing, err := Missing(doc); err != nil || len(missing) > 0 {
				t.Fatalf("%s: %q %v", lang, string(missing), err)
			}
			if got := strings.ReplaceAll(extracted(t, doc), " ", ""); got != strings.ReplaceAll(line, " ", "") {
				t.Errorf("%s bold=%v: copied %q", lang, bold, got)
			}
		}
	}
	p := borrowPress()
	defer p.giveBack()
	p.paragraph(SayIn("zh-Hans", strings.Repeat("你好吗？", 200)), 9900, func(l line) {
		if len(l.atoms) > 0 && strings.HasPrefix(l.atoms[0].text, "？") {
			t.Error("a line of Chinese begins with its question mark")
		}
	})
	if p.faces[famHan*2] == nil {
		t.Error("Chinese was not set in the Chinese font")
	}
}
