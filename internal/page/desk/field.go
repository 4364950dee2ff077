package desk

import (
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
)

// Legend is the question above a group of fields.
func Legend(r *page.Request, key string) kit.Legend {
	return kit.Legend{Text: kit.T(r.L.T(key)), Size: "m"}
}

// Label is the question above one field.
func Label(r *page.Request, key string) kit.Label {
	return kit.Label{Text: kit.T(r.L.T(key)), Size: "s"}
}

// hint is the text key_hint, or nothing where there is no such text.
func hint(r *page.Request, key string) kit.Content {
	if r.L.Has(key + "_hint") {
		return kit.T(r.L.T(key + "_hint"))
	}
	return nil
}

// Note is a field for a few sentences, with what was typed before and the hint key_hint where there is one.
func Note(r *page.Request, p page.Problems, name, key string) kit.Content {
	return kit.Textarea{Name: name, Label: Label(r, key), Rows: 4, Value: r.Form.Raw(name), Error: p.Of(name), Hint: hint(r, key)}
}

// Line is a field for one line.
func Line(r *page.Request, p page.Problems, name, key, value string) kit.Content {
	return kit.Input{Name: name, Label: Label(r, key), Value: value, Error: p.Of(name), Autocomplete: "off", Hint: hint(r, key)}
}

// Day is a field for a date, with what was typed.
func Day(r *page.Request, p page.Problems, name, key string) kit.Content {
	typed := func(part string) kit.DatePart { return kit.DatePart{Value: r.Form.Raw(name + "-" + part)} }
	return kit.DateInput{ID: name, NamePrefix: name, Legend: kit.Legend{Text: kit.T(r.L.T(key)), Size: "s"}, Error: p.Of(name),
		Day: typed("day"), Month: typed("month"), Year: typed("year"), Hint: hint(r, key)}
}

// Codes gives codes of any kind as strings, for a form to hold what was chosen against.
func Codes[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = string(c)
	}
	return out
}

// Choices makes radio or checkbox items of codes whose words are keyed by prefix and code.
func Choices[T ~string](r *page.Request, prefix string, codes []T) []kit.Choice {
	items := make([]kit.Choice, len(codes))
	for i, c := range codes {
		key := prefix + string(c)
		items[i] = kit.Choice{Value: string(c), Text: kit.T(r.L.T(key)), Hint: hint(r, key)}
	}
	return items
}
