package testkit

import "testing"

// The validator is of no use unless it finds what is wrong: each fault here breaks one rule of a published schema.
func TestSchema_findsEveryFault(t *testing.T) {
	s := OpenSchema(t, "contribution-1")
	if wrong := s.Wrong([]byte(`{"v":1,"answers":{"B1":{"choice":"not_sure","words":{"text":"ኩዕሶ"}}},"links":[["B1","B2"]]}`)); wrong != nil {
		t.Errorf("a document as it should be: %v", wrong)
	}
	for _, bad := range []string{
		`{`, `[]`, `{}`, `{"v":2}`, `{"v":1,"more":1}`, `{"v":1,"language":3}`, `{"v":1,"answers":{"B1":{}}}`,
		`{"v":1,"answers":{"B1":{"choice":"5","words":{}}}}`, `{"v":1,"links":[["B1"]]}`, `{"v":1,"topics":[{"id":"","name":{}}]}`,
		`{"v":1,"links":[["B1","B2","B3"]]}`, `{"v":1,"answers":{"B1":{"words":{"extra":""}}}}`,
	} {
		if s.Wrong([]byte(bad)) == nil {
			t.Errorf("%s passes", bad)
		}
	}
	for bad, schema := range map[string]string{`{"v":1,"names":{},"birth":{"day":"1.2.2010"},"interpreter":{}}`: "profile-1",
		`{"value":"a","safe":"maybe"}`: "sealed-detail-1", `["a"]`: "search-names-1"} {
		if OpenSchema(t, schema).Wrong([]byte(bad)) == nil {
			t.Errorf("%s passes %s", bad, schema)
		}
	}
	unknown := Schema{map[string]map[string]any{"x.json": {"oneOf": []any{}}}, "x.json"}
	if unknown.Wrong([]byte(`1`)) == nil {
		t.Error("a keyword that the validator does not know is passed over")
	}
}
