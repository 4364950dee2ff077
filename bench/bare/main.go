// Command bare is the bound that the built program is held against: net/http and SQLite, and nothing of the product.
// It makes the database file named second, listens on the address named first, and answers /readyz, GET /page, GET
// /list and POST /save. With -fill=false the database stays empty: that is the bound of start and memory.
package main

import (
	"bytes"
	"database/sql"
	"flag"
	"io"
	"log"
	"net/http"
	"sync/atomic"

	"stablefutures/bench/bound"
)

// finished is a page of the size that the product's pages have.
var finished = bytes.Repeat([]byte("<p>An invented sentence, about as long as they are.</p>\n"), 500)

func main() {
	fill := flag.Bool("fill", true, "make the people whose pages are asked for")
	flag.Parse()
	if flag.NArg() != 2 {
		log.Fatal("usage: bare [-fill=false] HOST:PORT FILE")
	}
	if *fill {
		serveBound(flag.Arg(1))
	} else {
		serveEmpty(flag.Arg(1))
	}
	log.Fatal(http.ListenAndServe(flag.Arg(0), nil))
}

func serveEmpty(file string) {
	d, err := sql.Open("sqlite", "file:"+file+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		log.Fatal(err)
	}
	http.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		var n int
		if err := d.QueryRowContext(r.Context(), "select count(*) from sqlite_master").Scan(&n); err != nil {
			http.Error(w, "not ready", http.StatusServiceUnavailable)
		}
	})
}

func serveBound(file string) {
	e, err := bound.Open(file)
	if err != nil {
		log.Fatal(err)
	}
	var next atomic.Int64
	handle := func(pattern string, page []byte, act func(n int) error) {
		http.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			if _, err := io.Copy(io.Discard, r.Body); err != nil {
				return // the caller has gone
			}
			if err := act(int(next.Add(1))); err != nil {
				http.Error(w, "it failed", http.StatusInternalServerError)
				return
			}
			if page == nil {
				w.WriteHeader(http.StatusNoContent)
				return
			}
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Write(page)
		})
	}
	handle("GET /readyz", []byte("ready"), func(int) error { return nil })
	handle("GET /page", finished, func(n int) error { return e.Page(n % bound.People) })
	handle("GET /list", finished, func(n int) error { return e.List(n % bound.Holders) })
	handle("POST /save", nil, func(n int) error { return e.Save(n % bound.People) })
}
