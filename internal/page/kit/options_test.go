package kit_test

import (
	"fmt"
	"sort"
	"strconv"

	"github.com/a-h/templ"

	"stablefutures/internal/page/kit"
)

// options is one object of a fixture's options. It remembers which of them were
// asked for, so that an option nobody maps is noticed instead of ignored.
type options struct {
	path string
	m    map[string]any
	seen map[string]bool
	all  *[]*options // every object of the fixture
	why  *[]string   // refusals in words
}

func newOptions(m map[string]any) *options {
	o := &options{m: m, seen: map[string]bool{}, all: new([]*options), why: new([]string)}
	*o.all = append(*o.all, o)
	return o
}

func (o *options) child(key string, m map[string]any) *options {
	c := &options{path: o.path + key + ".", m: m, seen: map[string]bool{}, all: o.all, why: o.why}
	*o.all = append(*o.all, c)
	return c
}

// has says whether the option is given at all.
func (o *options) has(key string) bool {
	o.seen[key] = true
	v, ok := o.m[key]
	return ok && v != nil
}

func (o *options) str(key string) string {
	if !o.has(key) {
		return ""
	}
	return plain(o.m[key])
}

func plain(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	return fmt.Sprintf("%v", v)
}

func (o *options) yes(key string) bool { o.has(key); v, _ := o.m[key].(bool); return v }

func (o *options) num(key string) int {
	n, _ := strconv.Atoi(o.str(key))
	return n
}

// text is "text" or "html" under that key's object; html is passed through, as
// a templ component in that slot would be.
func (o *options) text(textKey, htmlKey string) kit.Content {
	if html, _ := o.m[htmlKey].(string); o.has(htmlKey) && html != "" {
		o.has(textKey)
		return templ.Raw(o.str(htmlKey))
	}
	if !o.has(textKey) {
		return nil
	}
	return kit.T(o.str(textKey))
}

func (o *options) content() kit.Content { return o.text("text", "html") }

func (o *options) sub(key string) *options {
	o.has(key)
	m, _ := o.m[key].(map[string]any)
	return o.child(key, m)
}

func (o *options) list(key string) []*options {
	o.has(key)
	items, _ := o.m[key].([]any)
	var out []*options
	for _, item := range items {
		m, ok := item.(map[string]any)
		if !ok { // upstream leaves it out, yet counts it
			o.refuse("an item that is null")
			continue
		}
		out = append(out, o.child(key+"[]", m))
	}
	return out
}

// attrs reads "attributes", in upstream's several notations.
func (o *options) attrs() templ.Attributes {
	if !o.has("attributes") {
		return nil
	}
	m, ok := o.m["attributes"].(map[string]any)
	if !ok {
		o.refuse("attributes given as a string")
		return nil
	}
	out := templ.Attributes{}
	for name, v := range m {
		if spec, ok := v.(map[string]any); ok {
			optional, _ := spec["optional"].(bool)
			v = spec["value"]
			if optional && (v == nil || v == false) {
				continue
			}
			if optional && v == true {
				out[name] = true
				continue
			}
		}
		if v == nil {
			v = ""
		}
		out[name] = plain(v)
	}
	return out
}

// refuse says in words why a fixture is not held.
func (o *options) refuse(why string) { *o.why = append(*o.why, why) }

// unmet lists the options that no mapper asked for, and the refusals.
func (o *options) unmet() []string {
	found := map[string]bool{}
	for _, why := range *o.why {
		found[why] = true
	}
	for _, c := range *o.all {
		for key, v := range c.m {
			if !c.seen[key] && v != nil && v != false && v != "" {
				found["no option "+c.path+key] = true
			}
		}
	}
	out := make([]string, 0, len(found))
	for why := range found {
		out = append(out, why)
	}
	sort.Strings(out)
	return out
}
