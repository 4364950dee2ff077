package testkit

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// Schema holds documents against one of the published schemas in docs/schemas: the part of JSON Schema 2020-12 that
// they use, and no more. A keyword it does not know is a failure, so that no rule is passed over in silence.
type Schema struct {
	files map[string]map[string]any // by file name
	name  string
}

// OpenSchema reads docs/schemas/NAME.json with all that it refers to.
func OpenSchema(tb testing.TB, name string) Schema {
	tb.Helper()
	s := Schema{map[string]map[string]any{}, name + ".json"}
	found, err := filepath.Glob(filepath.Join(Root(), "docs/schemas/*.json"))
	if err != nil {
		tb.Fatal(err)
	}
	for _, path := range found {
		content, err := os.ReadFile(path)
		if err != nil {
			tb.Fatal(err)
		}
		var schema map[string]any
		if err := json.Unmarshal(content, &schema); err != nil {
			tb.Fatalf("%s: %v", path, err)
		}
		s.files[filepath.Base(path)] = schema
	}
	if s.files[s.name] == nil {
		tb.Fatalf("there is no schema %s", s.name)
	}
	return s
}

// Wrong lists what in a document is not as the schema says: where, and which keyword. Nil is a valid document.
func (s Schema) Wrong(document []byte) []string {
	var value any
	if err := json.Unmarshal(document, &value); err != nil {
		return []string{"it is not JSON"}
	}
	v := &validation{Schema: s}
	v.check(s.name, s.files[s.name], "", value)
	return v.wrong
}

type validation struct {
	Schema
	wrong []string
}

func (v *validation) say(at, what string) { v.wrong = append(v.wrong, at+": "+what) }

// notes are keywords that say something to people alone.
var notes = []string{"$schema", "$id", "$defs", "title", "description"}

func (v *validation) check(file string, schema map[string]any, at string, value any) {
	for _, keyword := range slices.Sorted(maps.Keys(schema)) {
		rule := schema[keyword]
		switch keyword {
		case "$ref":
			next, target := v.follow(file, rule.(string))
			if target == nil {
				v.say(at, "no such schema: "+rule.(string))
				continue
			}
			v.check(next, target, at, value)
		case "type":
			if !isType(rule.(string), value) {
				v.say(at, "is no "+rule.(string))
			}
		case "const":
			if fmt.Sprint(rule) != fmt.Sprint(value) {
				v.say(at, "const")
			}
		case "enum":
			if !slices.Contains(rule.([]any), value) {
				v.say(at, "enum")
			}
		case "properties", "required", "additionalProperties":
			if o, ok := value.(map[string]any); ok {
				v.object(file, schema, keyword, at, o)
			}
		case "items", "minItems", "maxItems":
			if list, ok := value.([]any); ok {
				v.array(file, keyword, rule, at, list)
			}
		case "pattern", "minLength", "maxLength":
			if text, ok := value.(string); ok && !textFits(keyword, rule, text) {
				v.say(at, keyword)
			}
		case "minimum":
			if n, ok := value.(float64); ok && n < rule.(float64) {
				v.say(at, keyword)
			}
		default:
			if !slices.Contains(notes, keyword) {
				v.say(at, "the schema uses "+keyword+", which this validator does not know")
			}
		}
	}
}

// follow finds what a $ref names: in this file, or a whole other one.
func (v *validation) follow(file, ref string) (string, map[string]any) {
	if name, ok := strings.CutPrefix(ref, "#/$defs/"); ok {
		defs, _ := v.files[file]["$defs"].(map[string]any)
		target, _ := defs[name].(map[string]any)
		return file, target
	}
	return ref, v.files[ref]
}

func isType(name string, value any) bool {
	switch x := value.(type) {
	case string:
		return name == "string"
	case bool:
		return name == "boolean"
	case float64:
		return name == "number" || name == "integer" && x == float64(int64(x))
	case []any:
		return name == "array"
	case map[string]any:
		return name == "object"
	}
	return name == "null"
}

func (v *validation) object(file string, schema map[string]any, keyword, at string, o map[string]any) {
	known, _ := schema["properties"].(map[string]any)
	switch keyword {
	case "properties":
		for _, name := range slices.Sorted(maps.Keys(o)) {
			if rule, ok := known[name].(map[string]any); ok {
				v.check(file, rule, at+"/"+name, o[name])
			}
		}
	case "required":
		for _, name := range schema["required"].([]any) {
			if _, ok := o[name.(string)]; !ok {
				v.say(at, "lacks "+name.(string))
			}
		}
	case "additionalProperties":
		for _, name := range slices.Sorted(maps.Keys(o)) {
			if _, ok := known[name]; ok {
				continue
			}
			if rule, ok := schema[keyword].(map[string]any); ok {
				v.check(file, rule, at+"/"+name, o[name])
			} else if schema[keyword] == false {
				v.say(at, "has "+name+", which is not described")
			}
		}
	}
}

func (v *validation) array(file, keyword string, rule any, at string, list []any) {
	switch keyword {
	case "items":
		for i, item := range list {
			v.check(file, rule.(map[string]any), fmt.Sprintf("%s/%d", at, i), item)
		}
	case "minItems":
		if len(list) < int(rule.(float64)) {
			v.say(at, keyword)
		}
	case "maxItems":
		if len(list) > int(rule.(float64)) {
			v.say(at, keyword)
		}
	}
}

func textFits(keyword string, rule any, text string) bool {
	switch keyword {
	case "pattern":
		return regexp.MustCompile(rule.(string)).MatchString(text)
	case "minLength":
		return utf8.RuneCountInString(text) >= int(rule.(float64))
	}
	return utf8.RuneCountInString(text) <= int(rule.(float64))
}
