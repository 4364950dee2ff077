package translation

import (
	"bytes"
	"fmt"
	"strings"

	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
)

// pluralRule is gettext's way to say which form a number takes, for the languages that have an interface for staff. The
// order of its numbers is that of i18n.PluralForms; a test holds the two against each other.
var pluralRule = map[string]string{
	"en": "n==1 ? 0 : 1",
	"cy": "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 5",
}

// WritePO writes one set in one language as a gettext PO file. A machine's draft is marked fuzzy, which every tool shows
// as still to be done.
func WritePO(s Set) []byte {
	var b bytes.Buffer
	b.WriteString("# Translations for Stable Futures. How to work on this file: docs/translating.md\n")
	b.WriteString("msgid \"\"\nmsgstr \"\"\n")
	header := []string{"Project-Id-Version: stable-futures", "Language: " + s.Lang, "MIME-Version: 1.0", "Content-Type: text/plain; charset=UTF-8",
		"Content-Transfer-Encoding: 8bit", "X-Stable-Futures-Set: " + s.ID}
	if rule, ok := pluralRule[s.Lang]; ok && s.ID == Staff {
		header = append(header, fmt.Sprintf("Plural-Forms: nplurals=%d; plural=(%s);", len(i18n.PluralForms(s.Lang)), rule))
	}
	for _, h := range header {
		b.WriteString(quotePO(h+"\n") + "\n")
	}
	for i := 0; i < len(s.Entries); i++ {
		e := s.Entries[i]
		forms := []Entry{e}
		for e.Form != "" && i+1 < len(s.Entries) && s.Entries[i+1].Key == e.Key {
			i++
			forms = append(forms, s.Entries[i])
		}
		writeEntry(&b, s, forms)
	}
	return b.Bytes()
}

func writeEntry(b *bytes.Buffer, s Set, forms []Entry) {
	e := forms[0]
	b.WriteByte('\n')
	comment := func(mark, text string) {
		if text != "" {
			fmt.Fprintf(b, "#%s %s\n", mark, strings.ReplaceAll(text, "\n", " "))
		}
	}
	for _, line := range e.context() {
		comment(".", line)
	}
	if e.Picture != "" {
		comment(".", "picture: "+e.Picture)
	}
	comment(".", e.limit())
	status := e.Status
	for _, f := range forms {
		status = lower(status, f.Status)
	}
	if status != "" {
		comment(".", "status: "+status)
	}
	for _, f := range forms {
		if f.Target != "" && f.Back != "" {
			comment(".", "back: "+f.Back)
			break
		}
	}
	comment(":", e.link(s.ID, s.Lang))
	if status == framework.StatusMachineDraft || status == framework.StatusSourceChanged {
		comment(",", "fuzzy")
	}
	fmt.Fprintf(b, "msgctxt %s\n", quotePO(e.Key))
	if e.Form == "" {
		fmt.Fprintf(b, "msgid %s\nmsgstr %s\n", quotePO(e.Source), quotePO(e.Target))
		return
	}
	one, other := englishForms(e.Key)
	fmt.Fprintf(b, "msgid %s\nmsgid_plural %s\n", quotePO(one), quotePO(other))
	for n, f := range forms {
		fmt.Fprintf(b, "msgstr[%d] %s\n", n, quotePO(f.Target))
	}
}

// englishForms gives a plural message's English for one and for more.
func englishForms(key string) (one, other string) {
	english := staffTexts(original)
	one, other = english[key+"#one"], english[key+"#other"]
	if one == "" {
		one = other
	}
	return one, other
}

var poEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "\r", `\r`)

func quotePO(s string) string { return `"` + poEscapes.Replace(s) + `"` }
