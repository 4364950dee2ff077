// Command bare is the bound that the program's start, memory and size are held against: net/http and SQLite, and
// nothing of the product. It opens the database file named second, listens on the address named first, and answers
// /readyz.
package main

import (
	"database/sql"
	"log"
	"net/http"
	"os"

	_ "modernc.org/sqlite"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: bare HOST:PORT FILE")
	}
	d, err := sql.Open("sqlite", "file:"+os.Args[2]+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		log.Fatal(err)
	}
	http.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		var n int
		if err := d.QueryRowContext(r.Context(), "select count(*) from sqlite_master").Scan(&n); err != nil {
			http.Error(w, "not ready", http.StatusServiceUnavailable)
		}
	})
	log.Fatal(http.ListenAndServe(os.Args[1], nil))
}
