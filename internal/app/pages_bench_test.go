package app

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"stablefutures/internal/page"
)

// BenchmarkPage makes whole pages of the demonstration, from the request to the last byte, without a network.
func BenchmarkPage(b *testing.B) {
	d := copyDemo(b)
	pages, err := d.Pages(d.Mode())
	if err != nil {
		b.Fatal(err)
	}
	handler, token := pages.Handler(), d.token(b, "practitioner")
	who := d.actor(b, "practitioner")
	rows, _, err := d.Record.Caseload(b.Context(), who, "Selam")
	if err != nil {
		b.Fatal(err)
	}
	for name, path := range map[string]string{"caseload": "/people", "promises": "/promises", "record": "/people/" + rows[0].ID,
		"picture": "/people/" + rows[0].ID + "/picture", "theirs": "/people/" + rows[0].ID + "/picture/theirs"} {
		b.Run(name, func(b *testing.B) {
			size := 0
			for b.Loop() {
				r := httptest.NewRequest(http.MethodGet, path, nil)
				r.Host, r.RemoteAddr = "localhost:8080", "127.0.0.1:5"
				r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: token})
				a := httptest.NewRecorder()
				handler.ServeHTTP(a, r)
				if a.Code != http.StatusOK {
					b.Fatal(path, a.Code)
				}
				size = a.Body.Len()
			}
			b.ReportMetric(float64(size), "bytes")
		})
	}
}
