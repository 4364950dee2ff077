package print

import (
	"math"
	"strings"
	"time"
)

// Three copies for three invented young people, in the shape the product makes.

var sampleDay = time.Date(2026, 3, 9, 10, 0, 0, 0, time.UTC)

func sampleEnglish() Doc {
	return Doc{Title: "My copy", Lang: "en", Date: sampleDay, Footer: "This belongs to the person it was written for.", PageLabel: "Page {page} of {pages}", Size: 14,
		Blocks: []Block{
			Heading{1, Say("My copy")},
			Para{Text: Say("Thank you for talking with us on 9 March 2026. This is what you said, and what we promised.")},
			Heading{2, Say("What I said")},
			Quote{Words: Say("I want to go to college with Meron. The bus is too far, and nobody told me who can help."),
				Source: Say("Said to Ffion Puddle, and written down as you said it.")},
			Quote{Words: SayIn("cy", "Dw i’n hoffi’r tŷ newydd; mae’r ŵyn yn ddoniol.")},
			Heading{2, Say("What we promised")},
			List{Items: []Item{
				{Text: Say("Find out about a bus pass and tell you the answer."), Notes: []Text{Say("Ffion Puddle · by 20 March 2026")}},
				{Text: Text{Runs: []Run{{Text: "Ask the college for a place "}, {Text: "near the house", Bold: true}, {Text: "."}}}, Notes: []Text{Say("Tamsin Oakapple · by 1 April 2026")}},
			}},
			Heading{2, Say("Who will read this")},
			Table{RowHead: true, Head: []Text{Say("Who"), Say("Why"), Say("Until")}, Rows: [][]Text{
				{Say("Ffion Puddle"), Say("Your social worker"), Say("1 September 2026")},
				{Say("Tamsin Oakapple"), Say("Helps with college"), Say("1 May 2026")},
			}},
			Notice{Title: Say("You can change your mind"), Paras: []Text{Say("You can say stop, take something back, or ask us to put it another way. Nothing bad happens if you do.")}},
		}}
}

func sampleArabic() Doc {
	return Doc{Title: "نسختي", Lang: "ar", Date: sampleDay, Footer: "هذه الورقة لصاحبها.", OnePage: true, PageLabel: "صفحة {page} من {pages}", Size: 14,
		Blocks: []Block{
			Heading{1, Say("نسختي")},
			Para{Text: Say("شكراً لأنك تحدثت معنا يوم 9 مارس 2026. هذا ما قلته، وهذا ما وعدنا به.")},
			Heading{2, Say("ما قلته")},
			Quote{Words: Say("أريد أن أذهب إلى الكلية مع Meron. الحافلة رقم 42 بعيدة (جداً)، ولم يخبرني أحد من يساعدني."),
				TranslationLabel: "بالإنجليزية:", Translation: SayIn("en", "I want to go to college with Meron. Bus number 42 is (very) far, and nobody told me who helps me."),
				Source: Say("قيلت لِـ Ffion Puddle وكُتبت كما هي.")},
			Quote{Words: SayIn("fa", "می\u200cخواهم خانه\u200cای آرام داشته باشم.")},
			Heading{2, Say("ما وعدنا به")},
			List{Ordered: true, Items: []Item{
				{Text: Say("أن نسأل عن بطاقة الحافلة ونخبرك بالجواب."), Notes: []Text{Text{Runs: []Run{{Text: "Ffion Puddle", Lang: "en"}, {Text: " · قبل 20 مارس 2026"}}}}},
				{Text: Say("أن نطلب من الكلية مكاناً قريباً من البيت."), Notes: []Text{Text{Runs: []Run{{Text: "Tamsin Oakapple", Lang: "en"}, {Text: " · قبل 1 أبريل 2026"}}}}},
			}},
			Heading{2, Say("من سيقرأ هذا")},
			Table{RowHead: true, Head: []Text{Say("من"), Say("لماذا"), Say("حتى")}, Rows: [][]Text{
				{Say("Ffion Puddle"), Say("العاملة الاجتماعية"), Say("1 سبتمبر 2026")},
				{Say("Tamsin Oakapple"), Say("تساعد في الكلية"), Say("1 مايو 2026")},
			}},
			Notice{Title: Say("يمكنك أن تغيّر رأيك"), Paras: []Text{Say("يمكنك أن تقول توقّف في أي وقت.")}},
		}}
}

func sampleTigrinya() Doc {
	return Doc{Title: "ቅዳሐይ", Lang: "ti", Date: sampleDay, Footer: "እዚ ወረቐት ናይቲ ሰብ እዩ።", Size: 14,
		Blocks: []Block{
			Heading{1, Say("ቅዳሐይ")},
			Para{Text: Say("ብ9 መጋቢት 2026 ምሳና ስለ ዝተዛረብካ የቐንየልና። እዚ ንስኻ ዝበልካዮን ንሕና ዝተመባጻዕናዮን እዩ።")},
			Heading{2, Say("ዝበልክዎ")},
			Quote{Words: Say("ምስ Meron ናብ ኮሌጅ ክኸይድ ይደሊ። ኣውቶቡስ ርሑቕ እዩ፣ መን ከም ዝሕግዘኒ ድማ ዝነገረኒ የለን።"),
				TranslationLabel: "ብእንግሊዝኛ፦", Translation: SayIn("en", "I want to go to college with Meron. The bus is far, and nobody told me who helps me.")},
			Heading{2, Say("ዝተመባጻዕናዮ")},
			List{Items: []Item{
				{Text: Say("ብዛዕባ ናይ ኣውቶቡስ ካርድ ክንሓትት፣ መልሱ ድማ ክንነግረካ።"), Notes: []Text{Say("Ffion Puddle · ክሳብ 20 መጋቢት 2026")}},
				{Text: Say("ኮሌጅ ኣብ ጥቓ ገዛ ቦታ ክህበካ ክንሓትት።"), Notes: []Text{Say("Tamsin Oakapple · ክሳብ 1 ሚያዝያ 2026")}},
			}},
			Notice{Title: Say("ሓሳብካ ክትቅይር ትኽእል ኢኻ"), Paras: []Text{Say("ኣብ ዝኾነ ግዜ ደው ክትብል ትኽእል ኢኻ።")}},
		}}
}

// sampleReport is four pages of everything.
func sampleReport() Doc {
	d := Doc{Title: "Report", Lang: "en", Date: sampleDay, Footer: "Case note", PageLabel: "Page {page} of {pages}"}
	words := "The placement moved twice in the spring, and each time the school was told late. "
	d.Blocks = append(d.Blocks, Heading{1, Say("Report")}, Para{Text: Say(strings.Repeat(words, 4))})
	for i := range 5 {
		d.Blocks = append(d.Blocks, Heading{2, Say("Part " + string(rune('A'+i)))},
			Para{Text: Say(strings.Repeat(words, 5))},
			Heading{3, Say("What was said")},
			Quote{Words: SayIn("ar", "أريد أن أذهب إلى الكلية مع Meron. الحافلة رقم 42 بعيدة."), TranslationLabel: "In English:", Translation: Say(words), Source: Say("9 March 2026, with an interpreter")},
			List{Ordered: i%2 == 0, Items: []Item{{Text: Say(words)}, {Text: SayIn("ti", "ብዛዕባ ናይ ኣውቶቡስ ካርድ ክንሓትት።"), Notes: []Text{Say("by 20 March 2026")}}, {Text: Say(words + words)}}},
			Table{RowHead: true, Head: []Text{Say("Who"), Say("What"), Say("When")}, Rows: [][]Text{
				{Say("Ffion Puddle"), Say(words), Say("20 March 2026")}, {Say("Tamsin Oakapple"), Say("Asks the college"), Say("")}}},
			Notice{Title: Say("To remember"), Paras: []Text{Say(words)}}, Rule{}, Spacer{1})
	}
	return d
}

// sampleHostile is what nobody should type, and somebody will.
func sampleHostile() Doc {
	bad := "nul\x00 half\xff\xfe \xed\xa0\x80surrogate \u202egnp.exe\u202c \u2067open \u2069\u2069 \U0001F600 \U00013000 a" +
		strings.Repeat("\u0301", 200) + " tab\there\r\nline\u2028sep\u0085 ()\\ <b>&amp;</b> \ufffe"
	return Doc{Title: bad, Lang: "en", Footer: bad, PageLabel: bad + "{page}", Size: math.NaN(), Blocks: []Block{
		Heading{99, Say(bad)}, Heading{-3, Say("")}, Para{Text: SayIn("<script>", bad)}, Para{},
		Quote{Words: Say(bad), Source: Text{Runs: []Run{{Text: bad, Lang: "ar"}, {Text: bad, Lang: "!", Bold: true}}}}, Quote{},
		List{Items: []Item{{}, {Notes: []Text{Say(bad)}}, {Text: Say("\n\n")}}}, List{},
		Table{}, Table{Rows: [][]Text{{}, {}}}, Table{Head: []Text{Say(bad), {}}, Rows: [][]Text{{{}, Say(bad)}}},
		Notice{}, Notice{Paras: []Text{Say(bad)}}, Rule{}, Spacer{math.Inf(1)}, Spacer{-1}, Para{Text: Say(strings.Repeat("W", 3000))},
	}}
}
