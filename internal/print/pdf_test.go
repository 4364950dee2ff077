package print

import (
	"bytes"
	"os"
	"testing"
)

func pdfOf(t testing.TB, doc Doc) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WritePDF(&b, doc); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestShow(t *testing.T) {
	for n, d := range map[string]Doc{"en": sampleEnglish(), "ar": sampleArabic(), "ti": sampleTigrinya()} {
		os.WriteFile("/tmp/exp/"+n+".pdf", pdfOf(t, d), 0o600)
	}
}
