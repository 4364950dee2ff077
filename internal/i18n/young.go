package i18n

import (
	"slices"

	"golang.org/x/text/feature/plural"
)

// YoungLanguage is one of the languages in which a young person may meet their own screens, once somebody has written
// them in it.
type YoungLanguage struct {
	LanguageInfo
	// Stored is the tag that records and older sittings use for the same language, where it is another one ("ku" for
	// Kurmanji, "fa-AF" for Dari); otherwise it is Tag.
	Stored string
	// Voices are the BCP 47 tags to look for among a device's own voices, best first. A voice of another language is
	// never used in its place: it would read the words wrongly and nobody in the room could tell.
	Voices []string
}

// young holds the twenty, in the order of known. Voices are those of the language itself; Sudanese Arabic is written in
// the standard's letters, so a voice of standard Arabic reads it as a broadcast would.
var young = []struct {
	tag    string
	stored string
	voices []string
}{
	{"en", "", []string{"en-GB", "en-IE", "en"}}, {"cy", "", []string{"cy-GB", "cy"}}, {"sq", "", []string{"sq-AL", "sq"}},
	{"vi", "", []string{"vi-VN", "vi"}}, {"ar", "", []string{"ar-001", "ar-SA", "ar-EG", "ar"}}, {"apd", "", []string{"apd", "ar-SD", "ar-EG", "ar"}},
	{"ckb", "", []string{"ckb-IQ", "ckb"}}, {"kmr", "ku", []string{"kmr-TR", "kmr", "ku-TR", "ku"}}, {"ti", "", []string{"ti-ER", "ti-ET", "ti"}},
	{"am", "", []string{"am-ET", "am"}}, {"om", "", []string{"om-ET", "om"}}, {"so", "", []string{"so-SO", "so"}}, {"ps", "", []string{"ps-AF", "ps"}},
	{"prs", "fa-AF", []string{"prs-AF", "prs", "fa-AF"}}, {"fa", "", []string{"fa-IR", "fa"}}, {"ur", "", []string{"ur-PK", "ur-IN", "ur"}},
	{"bn", "", []string{"bn-BD", "bn-IN", "bn"}}, {"ro", "", []string{"ro-RO", "ro"}}, {"tr", "", []string{"tr-TR", "tr"}},
	{"zh-Hans", "", []string{"zh-CN", "zh-Hans", "cmn-Hans-CN", "zh"}},
}

// YoungLanguages lists the twenty languages of everything a young person sees, English and Welsh first, by their tags
// as editions use them ("kmr", "prs"). Names are in the language's own script, never a flag. The slice is the caller's.
func YoungLanguages() []YoungLanguage {
	list := make([]YoungLanguage, 0, len(young))
	for _, y := range young {
		info, _ := find(y.tag)
		l := YoungLanguage{LanguageInfo: info, Stored: y.stored, Voices: slices.Clone(y.voices)}
		l.Tag = y.tag
		if l.Stored == "" {
			l.Stored = y.tag
		}
		list = append(list, l)
	}
	return list
}

// Young finds one of the twenty by any tag under which it arrives: "ku" and "kmr" are both Kurmanji, "fa-AF" and "prs"
// both Dari, "zh-CN" simplified Chinese.
func Young(tag string) (YoungLanguage, bool) {
	want, ok := find(tag)
	if !ok {
		return YoungLanguage{}, false
	}
	for _, l := range YoungLanguages() {
		if have, _ := find(l.Tag); have.Tag == want.Tag {
			return l, true
		}
	}
	return YoungLanguage{}, false
}

// PluralForms names the plural forms that whole numbers reach in a language, as message files name them, in the order
// of CLDR (zero, one, two, few, many, other). A language without plurals has "other" alone.
func PluralForms(tag string) []string {
	c := For(tag).catalogue()
	var forms []string
	for _, name := range formOrder {
		form := formNames[name]
		for n := 0; n <= 1000; n++ {
			if form == plural.Other || plural.Cardinal.MatchPlural(c.tag, n, 0, 0, 0, 0) == form {
				forms = append(forms, name)
				break
			}
		}
	}
	return forms
}

// formOrder is the order in which CLDR lists plural forms.
var formOrder = []string{"zero", "one", "two", "few", "many", "other"}

// PluralForm names the form of PluralForms that a whole number takes.
func PluralForm(tag string, n int) string {
	have := plural.Cardinal.MatchPlural(For(tag).catalogue().tag, max(n, -n), 0, 0, 0, 0)
	for _, name := range formOrder {
		if formNames[name] == have {
			return name
		}
	}
	return "other"
}
