package static

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Prefix is where Handler expects to be mounted, and where every URL begins.
const Prefix = "/static/"

// ErrNotBuilt says that the program was compiled before "make assets" had run.
var ErrNotBuilt = errors.New("the styles and scripts were not built before this program was compiled: run \"make assets\", then build again")

//go:embed all:dist
var dist embed.FS

// asset is one embedded file, ready to be sent.
type asset struct {
	kind    string // media type
	etag    string // strong validator, quoted
	plain   []byte
	gzipped []byte // nil for what is compressed already
}

type shelf struct {
	byName map[string]asset  // "app.css" and "app.3f2a….css" alike
	urls   map[string]string // "app.css" to its address
	lasts  map[string]bool   // names that hold their own hash
}

var stock = sync.OnceValue(func() shelf {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the folder is named in the embed directive above
	}
	return fill(sub)
})

var mediaTypes = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".svg":   "image/svg+xml",
	".woff2": "font/woff2",
	".txt":   "text/plain; charset=utf-8",
}

// Fonts carry their hash already, because the stylesheet has to name them.
var ownHash = regexp.MustCompile(`\.[0-9a-f]{10}\.`)

func fill(files fs.FS) shelf {
	s := shelf{map[string]asset{}, map[string]string{}, map[string]bool{}}
	_ = fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		kind, known := mediaTypes[path.Ext(name)]
		if err != nil || entry.IsDir() || !known || name == "README.txt" {
			return err
		}
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		gz, _ := fs.ReadFile(files, name+".gz") // absent for fonts
		sum := sha256.Sum256(content)
		hash := hex.EncodeToString(sum[:5])
		a := asset{kind: kind, etag: `"` + hash + `"`, plain: content, gzipped: gz}
		lasting := name
		if !ownHash.MatchString(name) {
			ext := path.Ext(name)
			lasting = strings.TrimSuffix(name, ext) + "." + hash + ext
		}
		s.byName[name], s.byName[lasting] = a, a
		s.lasts[lasting] = true
		s.urls[name] = Prefix + lasting
		return nil
	})
	return s
}

// Built returns nil, or ErrNotBuilt when the program holds no stylesheet. Start-up
// and doctor ask, so that nobody has to guess why a page is bare.
func Built() error {
	if _, ok := stock().urls["app.css"]; !ok {
		return ErrNotBuilt
	}
	return nil
}

// URL is the address of an asset, such as "app.css". It changes when the content
// does, so a browser may keep it for ever. An asset that does not exist has the
// address of its plain name, which answers 404 with the reason.
func URL(name string) string {
	if u, ok := stock().urls[name]; ok {
		return u
	}
	return Prefix + name
}

// Fonts lists the addresses of the fonts of one script ("arabic"), for a page that must have them before it is alone.
func Fonts(script string) []string {
	list := []string{}
	for name, u := range stock().urls {
		if strings.HasPrefix(name, "fonts/"+script+"-") {
			list = append(list, u)
		}
	}
	slices.Sort(list)
	return list
}

// Open returns an asset's bytes by its plain name, for rooms that write a page
// which must stand alone.
func Open(name string) ([]byte, error) {
	a, ok := stock().byName[name]
	if !ok {
		return nil, fmt.Errorf("open asset %s: %w", name, fs.ErrNotExist)
	}
	return a.plain, nil
}

// Handler serves every asset below Prefix: GET and HEAD, gzip where the browser
// takes it, kept for ever under its hashed name and revalidated under its plain
// one. A build without assets answers 503 and says what to run.
func Handler() http.Handler { return http.HandlerFunc(serve) }

func serve(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	if err := Built(); err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	name := strings.TrimPrefix(r.URL.Path, Prefix)
	a, ok := stock().byName[name]
	if !ok {
		http.Error(w, "no such file", http.StatusNotFound)
		return
	}
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("ETag", a.etag)
	h.Set("X-Content-Type-Options", "nosniff")
	if a.gzipped != nil {
		h.Set("Vary", "Accept-Encoding")
	}
	if stock().lasts[name] {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		h.Set("Cache-Control", "no-cache")
	}
	if strings.Contains(r.Header.Get("If-None-Match"), a.etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	send(w, r, a)
}

func send(w http.ResponseWriter, r *http.Request, a asset) {
	body := a.plain
	if a.gzipped != nil && takesGzip(r) {
		w.Header().Set("Content-Encoding", "gzip")
		body = a.gzipped
	}
	w.Header().Set("Content-Length", fmt.Sprint(len(body)))
	if r.Method == http.MethodHead {
		return
	}
	_, _ = w.Write(body) // the reader has gone; there is nobody to tell
}

// takesGzip reads Accept-Encoding: gzip named, and not with a weight of nought.
func takesGzip(r *http.Request) bool {
	for _, part := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		coding, weight, _ := strings.Cut(strings.ReplaceAll(part, " ", ""), ";")
		if strings.EqualFold(coding, "gzip") {
			return strings.Trim(strings.TrimPrefix(weight, "q="), "0.") != "" || weight == ""
		}
	}
	return false
}
