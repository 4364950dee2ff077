package kit_test

import (
	"strings"

	"stablefutures/internal/page/kit"
)

// A control takes its hint and its error as content; their own classes and
// attributes are offered by the components Hint and ErrorMessage alone.
func hintOf(o *options) kit.Content { return o.sub("hint").content() }

func errorOf(o *options) kit.Content {
	e := o.sub("errorMessage")
	c := e.content()
	if o.has("errorMessage") && c == nil {
		o.refuse("an error without words")
	}
	return c
}

func groupOf(o *options) string { return o.sub("formGroup").str("classes") }

func mapInput(o *options) kit.Content {
	i := kit.Input{Name: o.str("name"), ID: o.str("id"), Label: labelOf(o.sub("label")), Hint: hintOf(o), Error: errorOf(o),
		Value: o.str("value"), Type: o.str("type"), InputMode: o.str("inputmode"), Autocomplete: o.str("autocomplete"),
		Autocapitalize: o.str("autocapitalize"), Pattern: o.str("pattern"), Spellcheck: spelling(o),
		Prefix: o.sub("prefix").content(), Suffix: o.sub("suffix").content(), Disabled: o.yes("disabled"),
		DescribedBy: o.str("describedBy"), Class: o.str("classes"), GroupClass: groupOf(o), Attrs: o.attrs()}
	return i
}

// spelling is "true" or "false" only where the fixture says so in earnest.
func spelling(o *options) string {
	o.has("spellcheck")
	if v, ok := o.m["spellcheck"].(bool); ok {
		return plain(v)
	}
	return ""
}

func mapTextarea(o *options) kit.Content { return textareaOf(o) }

func textareaOf(o *options) kit.Textarea {
	return kit.Textarea{Name: o.str("name"), ID: o.str("id"), Label: labelOf(o.sub("label")), Hint: hintOf(o), Error: errorOf(o),
		Value: o.str("value"), Rows: o.num("rows"), Autocomplete: o.str("autocomplete"), Spellcheck: spelling(o),
		Disabled: o.yes("disabled"), DescribedBy: o.str("describedBy"), Class: o.str("classes"), GroupClass: groupOf(o), Attrs: o.attrs()}
}

func mapCharacterCount(o *options) kit.Content {
	c := kit.CharacterCount{Textarea: textareaOf(o), MaxLength: o.num("maxlength"), MaxWords: o.num("maxwords"), Threshold: o.num("threshold")}
	if c.MaxLength == 0 && c.MaxWords == 0 {
		o.refuse("a limit given by script")
	}
	if c.MaxLength > 0 && c.MaxWords > 0 {
		o.refuse("two limits")
	}
	w := kit.Words{CharactersLeft: plural(o, "charactersUnderLimitText"), CharactersAtLimit: o.str("charactersAtLimitText"),
		CharactersOverLimit: plural(o, "charactersOverLimitText"), WordsLeft: plural(o, "wordsUnderLimitText"),
		WordsAtLimit: o.str("wordsAtLimitText"), WordsOverLimit: plural(o, "wordsOverLimitText")}
	if described := o.str("textareaDescriptionText"); described != "" {
		w.CharacterLimit, w.WordLimit = described, described
	}
	if c.MaxWords == 0 && (w.WordsAtLimit != "" || w.WordsLeft != kit.Plural{}) ||
		c.MaxWords > 0 && (w.CharactersAtLimit != "" || w.CharactersLeft != kit.Plural{}) {
		o.refuse("texts for the other kind of limit")
	}
	return saying(w, c)
}

func plural(o *options, key string) kit.Plural {
	p := o.sub(key)
	return kit.Plural{Zero: p.str("zero"), One: p.str("one"), Two: p.str("two"), Few: p.str("few"), Many: p.str("many"), Other: p.str("other")}
}

func mapSelect(o *options) kit.Content {
	s := kit.Select{Name: o.str("name"), ID: o.str("id"), Label: labelOf(o.sub("label")), Hint: hintOf(o), Error: errorOf(o),
		Value: o.str("value"), Disabled: o.yes("disabled"), DescribedBy: o.str("describedBy"), Class: o.str("classes"),
		GroupClass: groupOf(o), Attrs: o.attrs()}
	for _, i := range o.list("items") {
		if !i.has("value") {
			o.refuse("an option without a value")
		}
		if v, ok := i.m["selected"].(bool); ok && !v && i.str("value") == s.Value {
			o.refuse("an option that is both chosen and not")
		}
		s.Items = append(s.Items, kit.Option{Value: i.str("value"), Text: i.str("text"), Selected: i.yes("selected"),
			Disabled: i.yes("disabled"), Attrs: i.attrs()})
	}
	return s
}

func mapFileUpload(o *options) kit.Content {
	return kit.FileUpload{Name: o.str("name"), ID: o.str("id"), Label: labelOf(o.sub("label")), Hint: hintOf(o), Error: errorOf(o),
		Multiple: o.yes("multiple"), Disabled: o.yes("disabled"), DescribedBy: o.str("describedBy"), Class: o.str("classes"),
		GroupClass: groupOf(o), Attrs: o.attrs()}
}

func mapRadios(o *options) kit.Content {
	r := kit.Radios{Name: o.str("name"), ID: o.str("idPrefix"), Hint: hintOf(o), Error: errorOf(o), Value: o.str("value"),
		Class: o.str("classes"), GroupClass: groupOf(o), Attrs: o.attrs()}
	r.Legend, r.DescribedBy = mapGroupFieldset(o)
	r.Items = mapChoices(o)
	for _, item := range r.Items {
		if item.Value == r.Value && r.Value != "" && !item.Checked && deniesCheck(o) {
			o.refuse("a choice that is both made and not")
		}
	}
	return r
}

func mapCheckboxes(o *options) kit.Content {
	c := kit.Checkboxes{Name: o.str("name"), ID: o.str("idPrefix"), Hint: hintOf(o), Error: errorOf(o),
		Class: o.str("classes"), GroupClass: groupOf(o), Attrs: o.attrs()}
	c.Legend, c.DescribedBy = mapGroupFieldset(o)
	if o.has("describedBy") {
		c.DescribedBy = o.str("describedBy")
	}
	c.Items = mapChoices(o)
	values, _ := o.m["values"].([]any)
	o.has("values")
	for _, v := range values {
		c.Values = append(c.Values, plain(v))
	}
	if len(values) > 0 && deniesCheck(o) {
		o.refuse("a choice that is both made and not")
	}
	return c
}

// deniesCheck says whether an item is explicitly unchecked.
func deniesCheck(o *options) bool {
	items, _ := o.m["items"].([]any)
	for _, i := range items {
		if m, ok := i.(map[string]any); ok && m["checked"] == false {
			return true
		}
	}
	return false
}

func mapGroupFieldset(o *options) (kit.Legend, string) {
	f := o.sub("fieldset")
	legend := mapLegend(f.sub("legend"))
	if o.has("fieldset") && legend.Text == nil {
		o.refuse("a fieldset without a legend")
	}
	return legend, f.str("describedBy")
}

func mapChoices(o *options) []kit.Choice {
	var out []kit.Choice
	for _, i := range o.list("items") {
		cond := i.sub("conditional")
		c := kit.Choice{Value: i.str("value"), ID: i.str("id"), Name: i.str("name"), Text: i.content(), Hint: hintOf(i),
			Checked: i.yes("checked"), Disabled: i.yes("disabled"), Exclusive: i.str("behaviour") == "exclusive",
			Divider: i.str("divider"), Class: i.sub("label").str("classes"), Attrs: i.attrs()}
		c.Conditional = cond.text("no text here", "html")
		out = append(out, c)
	}
	return out
}

func mapDateInput(o *options) kit.Content {
	d := kit.DateInput{ID: o.str("id"), NamePrefix: o.str("namePrefix"), Hint: hintOf(o), Error: errorOf(o),
		Class: o.str("classes"), GroupClass: groupOf(o), Attrs: o.attrs()}
	d.Legend, d.DescribedBy = mapGroupFieldset(o)
	if d.ID == "" {
		o.refuse("a date without an id")
	}
	label := map[string]string{}
	values := o.sub("values")
	for key, part := range map[string]*kit.DatePart{"day": &d.Day, "month": &d.Month, "year": &d.Year} {
		part.Value = values.str(key)
		if prefixed := d.NamePrefix + "-" + key; values.has(prefixed) {
			part.Value = values.str(prefixed)
		}
		if v, given := o.m[key]; given && (v == nil || v == false) {
			o.refuse("fields other than day, month and year")
		}
		if o.has(key) {
			given := o.sub(key)
			label[key] = given.str("label")
			mapDatePart(o, given, key, part)
		}
	}
	items := o.list("items")
	for n, i := range items {
		key := []string{"day", "month", "year"}[min(n, 2)]
		if len(items) != 3 {
			o.refuse("fields other than day, month and year")
			break
		}
		mapDatePart(o, i, key, map[string]*kit.DatePart{"day": &d.Day, "month": &d.Month, "year": &d.Year}[key])
	}
	return saying(kit.Words{Day: label["day"], Month: label["month"], Year: label["year"]}, d)
}

func mapDatePart(o, i *options, key string, part *kit.DatePart) {
	if name := i.str("name"); name != "" && name != key {
		o.refuse("fields other than day, month and year")
	}
	if i.m["error"] == false {
		o.refuse("a part that refuses the group's error")
	}
	class := i.str("classes")
	part.Wrong = i.yes("error") || strings.Contains(class, "govuk-input--error")
	rest := strings.Fields(strings.NewReplacer("govuk-input--error", "", "govuk-input--width-2", "", "govuk-input--width-4", "").Replace(class))
	width := map[string]string{"day": "govuk-input--width-2", "month": "govuk-input--width-2", "year": "govuk-input--width-4"}[key]
	if len(rest) > 0 || (strings.Contains(class, "width") && !strings.Contains(class, width)) {
		o.refuse("no option for a part's classes")
	}
	if i.has("value") {
		part.Value = i.str("value")
	}
	part.Autocomplete = i.str("autocomplete")
	if v := i.str("inputmode"); v != "" && v != "numeric" {
		o.refuse("a part that is not numeric")
	}
}
