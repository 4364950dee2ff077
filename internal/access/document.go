package access

import (
	"encoding/json"

	"stablefutures/internal/seal"
)

// SealDocument writes v as JSON under a key, for the column document of a row.
func SealDocument(key seal.Key, table, row string, v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return key.Seal(plain, documentPlace(table, row)), nil
}

// OpenDocument reads into v what SealDocument wrote under that key for that row, and for no other.
func OpenDocument(key seal.Key, table, row string, document []byte, v any) error {
	plain, err := key.Open(document, documentPlace(table, row))
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, v)
}

// SealDocument is the function of that name under the system key, for what is no one person's.
func (w *Work) SealDocument(table, row string, v any) ([]byte, error) {
	return SealDocument(w.System(), table, row, v)
}

// OpenDocument reads what SealDocument of a work wrote.
func (w *Work) OpenDocument(table, row string, document []byte, v any) error {
	return OpenDocument(w.System(), table, row, document, v)
}

func documentPlace(table, row string) seal.Place {
	return seal.Place{Table: table, Row: row, Column: "document"}
}
