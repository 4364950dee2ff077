package i18n

import (
	"slices"
	"strings"
)

// LanguageInfo says how one language is named and written.
type LanguageInfo struct {
	Tag     string // BCP 47, for example "fa-AF"
	Own     string // its name in itself, in its own script: what a person looks for in a list
	English string // its name for staff
	Dir     string // "ltr" or "rtl"
	Script  string // ISO 15924, for example "Ethi"
}

// known holds the languages of domain.md section 5 (scripts and directions from CLDR), English and Welsh first,
// the others in the order of that section. Names, never flags.
var known = []LanguageInfo{
	{"en", "English", "English", "ltr", "Latn"},
	{"cy", "Cymraeg", "Welsh", "ltr", "Latn"},
	{"sq", "Shqip", "Albanian", "ltr", "Latn"},
	{"vi", "Tiếng Việt", "Vietnamese", "ltr", "Latn"},
	{"ar", "العربية", "Arabic", "rtl", "Arab"},
	{"apd", "العربية السودانية", "Sudanese Arabic", "rtl", "Arab"},
	{"ckb", "کوردیی ناوەندی (سۆرانی)", "Kurdish Sorani", "rtl", "Arab"},
	{"ku", "Kurdî (kurmancî)", "Kurdish Kurmanji", "ltr", "Latn"},
	{"ti", "ትግርኛ", "Tigrinya", "ltr", "Ethi"},
	{"am", "አማርኛ", "Amharic", "ltr", "Ethi"},
	{"om", "Afaan Oromoo", "Oromo", "ltr", "Latn"},
	{"so", "Soomaali", "Somali", "ltr", "Latn"},
	{"ps", "پښتو", "Pashto", "rtl", "Arab"},
	{"fa-AF", "دری", "Dari", "rtl", "Arab"},
	{"fa", "فارسی", "Farsi (Persian)", "rtl", "Arab"},
	{"ur", "اردو", "Urdu", "rtl", "Arab"},
	{"bn", "বাংলা", "Bengali", "ltr", "Beng"},
	{"ro", "Română", "Romanian", "ltr", "Latn"},
	{"tr", "Türkçe", "Turkish", "ltr", "Latn"},
	{"zh-Hans", "中文（简体）", "Chinese (simplified)", "ltr", "Hans"},
	{"zh-Hant", "中文（繁體）", "Chinese (traditional)", "ltr", "Hant"},
}

// aliases are other tags under which the same languages arrive, from browsers and from imported files.
var aliases = map[string]string{
	"prs": "fa-af", "pes": "fa", "kmr": "ku", "zh": "zh-hans", "zh-cn": "zh-hans", "zh-sg": "zh-hans",
	"zh-tw": "zh-hant", "zh-hk": "zh-hant", "zh-mo": "zh-hant", "ar-sd": "apd", "als": "sq", "gaz": "om",
}

// rightToLeft holds the languages outside known that are written from right to left; a script subtag decides first.
var rightToLeft = []string{"he", "yi", "dv", "sd", "ug", "syr", "arc", "azb", "lrc", "mzn", "glk", "bal", "bgn", "haz",
	"aeb", "arq", "ary", "arz", "acm", "acq", "aec", "afb", "ajp", "apc", "ayl", "ayn", "shu", "sdh", "lki", "ks", "pnb", "skr", "nqo", "rhg", "iw"}

// rightToLeftScripts are the scripts written from right to left.
var rightToLeftScripts = []string{"arab", "aran", "hebr", "syrc", "thaa", "nkoo", "rohg", "adlm", "mand", "samr"}

// knownByTag finds a known language by its lower-case tag.
var knownByTag = func() map[string]LanguageInfo {
	m := make(map[string]LanguageInfo, len(known))
	for _, k := range known {
		m[strings.ToLower(k.Tag)] = k
	}
	return m
}()

// Known lists the languages we know young people to speak, English and Welsh first. The slice is the caller's own.
func Known() []LanguageInfo { return slices.Clone(known) }

// Languages lists the tags of the staff interface, English first.
func Languages() []string { return []string{"en", "cy"} }

// LanguageName gives a language's name in itself and in English. For a tag we do not know, both are the tag:
// an honest answer that a reader can still look up.
func LanguageName(tag string) (own, english string) {
	if k, ok := find(tag); ok {
		return k.Own, k.English
	}
	return tag, tag
}

// Dir says whether a language is written "ltr" or "rtl", for any BCP 47 tag; "ltr" when nothing tells.
func Dir(tag string) string {
	parts := strings.Split(normal(tag), "-")
	for _, p := range parts[1:] {
		if len(p) == 1 {
			break // an extension or private use begins; what follows is no script
		}
		if len(p) == 4 && p[0] > '9' {
			if slices.Contains(rightToLeftScripts, p) {
				return "rtl"
			}
			return "ltr"
		}
	}
	if k, ok := find(tag); ok {
		return k.Dir
	}
	if slices.Contains(rightToLeft, parts[0]) {
		return "rtl"
	}
	return "ltr"
}

// find looks a tag up as it is, by alias, then with its last subtags dropped: "so-SO" is Somali.
func find(tag string) (LanguageInfo, bool) {
	for t := normal(tag); t != ""; {
		if a, ok := aliases[t]; ok {
			t = a
		}
		if k, ok := knownByTag[t]; ok {
			return k, true
		}
		cut := strings.LastIndexByte(t, '-')
		if cut < 0 {
			break
		}
		t = t[:cut]
	}
	return LanguageInfo{}, false
}

// normal writes a tag in lower case with hyphens.
func normal(tag string) string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimSpace(tag)), "_", "-")
}
