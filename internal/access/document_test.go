package access

import (
	"testing"

	"stablefutures/internal/seal"
)

// A document opens in the row and table it was sealed for, and nowhere else.
func TestDocument_opensInItsPlaceAlone(t *testing.T) {
	ring, err := seal.NewRing()
	if err != nil {
		t.Fatal(err)
	}
	key := ring.System()
	document, err := SealDocument(key, "a_table", "one", map[string]string{"said": "hello"})
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]string
	if err := OpenDocument(key, "a_table", "one", document, &got); err != nil || got["said"] != "hello" {
		t.Errorf("in its place: %v, %v", got, err)
	}
	for table, row := range map[string]string{"a_table": "two", "b_table": "one"} {
		if err := OpenDocument(key, table, row, document, &got); err == nil {
			t.Errorf("it opens in %s, row %s", table, row)
		}
	}
}
