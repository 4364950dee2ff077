package translation

import (
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
)

// Entry is one text with what stands for it in a language now.
type Entry struct {
	Text
	Target string
	Back   string // what the target says, put back into English by somebody who has not seen the original
	Status string // one of framework's statuses; "" where nobody has translated it
}

// lower gives the less trusted of two statuses.
func lower(a, b string) string {
	if !framework.AtLeast(a, b) {
		return a
	}
	return b
}

// unit is one text as a file brought it back.
type unit struct {
	id     string
	source string
	target string
	back   string
	status string // the highest that the file claims; "" for untouched or a draft
}

// bundle is one set in one language as a file brought it back.
type bundle struct {
	set   string
	lang  string
	units []unit
}

// staffTexts gives what the program's own messages say in a language, by ID.
func staffTexts(lang string) map[string]string {
	have := map[string]string{}
	for _, m := range i18n.Messages(lang) {
		if m.Forms == nil {
			have[m.Key] = m.Text
		}
		for form, text := range m.Forms {
			have[m.Key+"#"+form] = text
		}
	}
	return have
}
