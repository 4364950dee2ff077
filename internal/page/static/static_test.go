package static

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// requireBuilt lets a laptop without the assets go on, and CI not.
func requireBuilt(t *testing.T) {
	t.Helper()
	if err := Built(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
}

func get(t *testing.T, method, url string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(method, url, nil)
	for n := 0; n+1 < len(header); n += 2 {
		r.Header.Set(header[n], header[n+1])
	}
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	return w
}

// unpack is what a browser does with the gzip.
func unpack(gz []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(gz))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func TestServesForEverUnderItsHash(t *testing.T) {
	requireBuilt(t)
	for name, kind := range map[string]string{"app.css": "text/css", "app.rtl.css": "text/css", "app.js": "text/javascript", "drawings.svg": "image/svg+xml", "mark.svg": "image/svg+xml"} {
		url := URL(name)
		if url == Prefix+name {
			t.Fatalf("%s: no hash in %s", name, url)
		}
		plain := get(t, "GET", url)
		if plain.Code != http.StatusOK || !strings.HasPrefix(plain.Header().Get("Content-Type"), kind) {
			t.Fatalf("%s: %d %s", url, plain.Code, plain.Header().Get("Content-Type"))
		}
		if got := plain.Header().Get("Cache-Control"); !strings.Contains(got, "immutable") {
			t.Errorf("%s: Cache-Control %q", url, got)
		}
		packed := get(t, "GET", url, "Accept-Encoding", "br, gzip")
		if packed.Header().Get("Content-Encoding") != "gzip" || packed.Body.Len() >= plain.Body.Len() {
			t.Errorf("%s: not sent as gzip", url)
		}
		if body, err := unpack(packed.Body.Bytes()); err != nil || !bytes.Equal(body, plain.Body.Bytes()) {
			t.Errorf("%s: gzip and plain differ: %v", url, err)
		}
		if w := get(t, "GET", Prefix+name); w.Header().Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: plain name kept for ever", name)
		}
		if w := get(t, "GET", Prefix+name, "If-None-Match", plain.Header().Get("ETag")); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
			t.Errorf("%s: %d on revalidation", name, w.Code)
		}
	}
}

// Every address in the stylesheet answers, and none leads elsewhere.
func TestStylesheetStandsAlone(t *testing.T) {
	requireBuilt(t)
	// Arabic, Bengali and Ethiopic in two weights; twenty slices of Chinese in one.
	for sheet, want := range map[string]int{"app.css": 6, "app.rtl.css": 6, "han.css": 20} {
		content, err := Open(sheet)
		if err != nil {
			t.Fatal(err)
		}
		fonts := 0
		for _, part := range strings.Split(string(content), "url(")[1:] {
			address := strings.Trim(part[:strings.Index(part, ")")], `"'`)
			w := get(t, "GET", Prefix+address)
			if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "font/woff2" || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
				t.Errorf("%s: %s answers %d %s", sheet, address, w.Code, w.Header())
			}
			fonts++
		}
		if fonts != want {
			t.Errorf("%s: %d fonts, want %d", sheet, fonts, want)
		}
		if bytes.Contains(content, []byte("@import")) {
			t.Errorf("%s: imports another sheet", sheet)
		}
		if packed, _ := dist.ReadFile("dist/" + sheet + ".gz"); len(packed) > 22*1024 {
			t.Errorf("%s: %d bytes gzipped, more than 22 KB", sheet, len(packed))
		}
	}
}

func TestRefuses(t *testing.T) {
	requireBuilt(t)
	for url, want := range map[string]int{"/static/none.css": 404, "/static/README.txt": 404, "/static/../static.go": 404, "/static/": 404, "/static/app.css.gz": 404} {
		if w := get(t, "GET", url); w.Code != want {
			t.Errorf("%s: %d, want %d", url, w.Code, want)
		}
	}
	if w := get(t, "POST", URL("app.css")); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", w.Code)
	}
	if w := get(t, "HEAD", URL("app.css")); w.Code != 200 || w.Body.Len() != 0 || w.Header().Get("Content-Length") == "" {
		t.Errorf("HEAD: %d with %d bytes", w.Code, w.Body.Len())
	}
	if w := get(t, "GET", URL("app.css"), "Accept-Encoding", "gzip;q=0"); w.Header().Get("Content-Encoding") != "" {
		t.Error("gzip sent to a browser that refuses it")
	}
}

// Needs no build: the hash follows the content, and unknown kinds stay inside.
func TestFill(t *testing.T) {
	one := fill(fstest.MapFS{"app.css": {Data: []byte("a{}")}, "secret.key": {Data: []byte("x")}, "README.txt": {Data: []byte("x")}})
	two := fill(fstest.MapFS{"app.css": {Data: []byte("b{}")}})
	if one.urls["app.css"] == two.urls["app.css"] || one.urls["app.css"] != "/static/app.5f546eb460.css" {
		t.Errorf("addresses %s and %s", one.urls["app.css"], two.urls["app.css"])
	}
	if len(one.byName) != 2 {
		t.Errorf("%d names served, want the plain and the hashed one", len(one.byName))
	}
}
