package i18n

import (
	"slices"
	"testing"
	"unicode/utf8"
)

func TestFold_samePeopleMeet(t *testing.T) {
	for _, same := range [][]string{
		{"Trần Thị Đức", "tran thi duc", "TRAN  THI\tDUC", "Trần Thị Đức"},
		{"Łukasz", "lukasz"},
		{"Øyvind", "oyvind"},
		{"Ştefan", "Ștefan", "stefan"},
		{"İlker", "ilker", "Ilker", "ılker"},
		{"Weiß", "WEISS"},
		{"Siân", "Sian"},
		{"علي", "علی", "عَلِيّ", "عـــلي"},
		{"أحمد", "احمد", "إحمد", "ٱحمد"},
		{"فاطمة", "فاطمه"},
		{"کریم", "كريم"},
		{"مؤمن", "مومن"},
		{"ሐይለ", "ኀይለ", "ሃይለ"},
		{"ሠላም", "ሰላም"},
		{"ዓወት", "ኣወት", "አወት"},
		{"ፀጋይ", "ጸጋይ"},
		{"O’Brien", "OBrien", "O'Brien"},
		{"Al-Amin", "al amin"},
		{"\u200fعلي\u200e", "علي"},
		{"Room ١٢", "room 12", "room ۱۲"},
	} {
		for _, s := range same[1:] {
			if Fold(s) != Fold(same[0]) {
				t.Errorf("%q folds to %q, %q to %q", s, Fold(s), same[0], Fold(same[0]))
			}
		}
	}
	if Fold("আকাশ") == Fold("আকশ") {
		t.Error("a Bengali vowel is no accent")
	}
	if Fold("Mai") == Fold("Mei") || Fold("") != "" || Fold(" - ") != "" {
		t.Error("folded too much")
	}
}

func TestTransliterations_meetAcrossScripts(t *testing.T) {
	for _, names := range [][]string{
		{"محمد", "Mohammed", "Muhammad", "Mohamed", "Mehmed", "مُحَمَّد", "Maxamed", "መሓመድ"},
		{"أحمد", "Ahmed", "Ahmad", "Axmed"},
		{"حسين", "Hussein", "Husayn", "Xuseen"},
		{"عثمان", "Osman", "Othman", "Cismaan", "Uthman"},
		{"يوسف", "Yusuf", "Youssef", "Yousif", "Jusuf"},
		{"عبد الرحمن", "Abdulrahman", "Abdul Rahman", "Abd al-Rahman"},
		{"عبد الله", "Abdullah", "عبدالله", "Abdulla", "Cabdullaahi"},
		{"فاطمة", "Fatima", "Fatimah"},
		{"خالد", "Khalid", "Khaled"},
		{"قاسم", "Qasim", "Kasim", "Gasim"},
		{"جمال", "Jamal", "Gamal", "Cemal"},
		{"صالح", "Saleh", "Salih"},
		{"ሃይለ", "Haile", "ኃይለ"},
		{"ገብረ", "Gebre"},
		{"ተስፋይ", "Tesfay", "Tesfaye"},
		{"ሚካኤል", "Michael", "Mikael", "Mikiel"},
		{"ዮናስ", "Yonas", "Jonas", "يوناس"},
		{"ዳዊት", "Dawit"},
		{"ጸጋይ", "Tsegay", "ፀጋይ"},
		{"ኣብርሃም", "Abraham", "إبراهام"},
		{"شیرین", "Shirin", "Şirin", "شيرين"},
		{"الأمين", "Al-Amin", "Alamin", "Amin"},
	} {
		first := Transliterations(names[0])
		for _, n := range names[1:] {
			if !slices.ContainsFunc(Transliterations(n), func(k string) bool { return slices.Contains(first, k) }) {
				t.Errorf("%s %q does not meet %s %q", n, Transliterations(n), names[0], first)
			}
		}
	}
	for _, apart := range [][2]string{{"Ahmed", "Yonas"}, {"محمد", "Fatima"}, {"ሃይለ", "Selam"}, {"Tesfay", "Osman"}} {
		for _, k := range Transliterations(apart[0]) {
			if slices.Contains(Transliterations(apart[1]), k) {
				t.Errorf("%s and %s meet at %s", apart[0], apart[1], k)
			}
		}
	}
	if k := Transliterations("李 Lê"); len(k) != 0 {
		t.Errorf("too little to go by, yet %q", k)
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"محمد Đức ሐይለ", "\x00\xff", "a\u202eb", "ﷺ", "schckhgh"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		folded := Fold(s)
		if !utf8.ValidString(folded) {
			t.Errorf("%q folds to invalid text", s)
		}
		if again := Fold(folded); again != folded {
			t.Errorf("%q folds to %q, then to %q", s, folded, again)
		}
		if keys := Transliterations(s); len(s) < 50 && len(keys) > 20*mostKeys*2 {
			t.Errorf("%q gives %d keys", s, len(keys))
		}
	})
}

func TestCompare(t *testing.T) {
	sorted := func(lang string, names ...string) []string {
		slices.SortFunc(names, Compare(lang))
		return names
	}
	if got := sorted("en", "Zed", "Łukasz", "Émile", "adam", "Eve", "Luke"); !slices.Equal(got, []string{"adam", "Émile", "Eve", "Łukasz", "Luke", "Zed"}) {
		t.Errorf("English: %q", got)
	}
	if got := sorted("cy", "Llinos", "Lynn", "Lara"); !slices.Equal(got, []string{"Lara", "Lynn", "Llinos"}) {
		t.Errorf("Welsh: %q", got)
	}
	if got := sorted("ar", "يوسف", "أحمد", "محمد"); !slices.Equal(got, []string{"أحمد", "محمد", "يوسف"}) {
		t.Errorf("Arabic: %q", got)
	}
}
