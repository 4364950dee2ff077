// Gallery serves the component gallery by itself, with the content security
// policy of the product, so that components can be looked at and checked before
// any page uses them:
//
//	go run ./tools/gallery --addr localhost:8099
//	node tools/gallery/look.mjs http://localhost:8099 /tmp/shots
//
// /staff, /child, /plain and /document show the frames; add ?dir=rtl to mirror.
package main

import (
	"bytes"
	"flag"
	"log"
	"net/http"
	"time"

	"stablefutures/internal/page/kit"
	"stablefutures/internal/page/static"
)

const policy = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

func main() {
	addr := flag.String("addr", "localhost:8099", "where to listen")
	flag.Parse()
	if err := static.Built(); err != nil {
		log.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle(static.Prefix, static.Handler())
	for path, frame := range map[string]kit.Frame{"/staff": kit.Staff, "/child": kit.Child, "/plain": kit.Plain, "/document": kit.Document} {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) { show(w, r, frame) })
	}
	mux.Handle("/", http.RedirectHandler("/staff", http.StatusSeeOther))
	server := &http.Server{Addr: *addr, Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	log.Printf("gallery on http://%s/staff", *addr)
	log.Fatal(server.ListenAndServe())
}

func show(w http.ResponseWriter, r *http.Request, frame kit.Frame) {
	c := chrome(frame)
	if r.FormValue("dir") == "rtl" {
		c.Lang, c.Dir = "ar", "rtl"
	}
	var b bytes.Buffer
	if err := kit.Gallery(c).Render(r.Context(), &b); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Security-Policy", policy)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = b.WriteTo(w)
}

func chrome(frame kit.Frame) kit.Chrome {
	c := kit.Chrome{
		Frame: frame, Lang: "en", Dir: "ltr", Title: "Component gallery", AppName: "Stable Futures", HomeURL: "/staff",
		Banner: kit.T("Demonstration: everyone here is invented. Do not enter real people."),
		Exit:   &kit.Exit{Href: "https://www.bbc.co.uk/weather", Text: "Leave this page"},
		Languages: []kit.LanguageLink{{Name: "English", Lang: "en", Current: true}, {Name: "Cymraeg", Lang: "cy", Href: "?"},
			{Name: "العربية", Lang: "ar", Dir: "rtl", Href: "?dir=rtl"}, {Name: "ትግርኛ", Lang: "ti", Href: "?"}},
		Footer:     []kit.Link{{Text: kit.T("Privacy"), Href: "#"}, {Text: kit.T("Accessibility"), Href: "#"}, {Text: kit.T("Help"), Href: "#"}},
		FooterNote: kit.T("An independent implementation. No endorsement is claimed."),
	}
	switch frame {
	case kit.Staff:
		c.SignedIn = &kit.SignedIn{Name: kit.Name("Ana Sample"), Href: "#", SignOutURL: "/sign-out", SignOut: "Sign out"}
		c.Nav = []kit.NavItem{{Text: kit.T("Home"), Href: "#"}, {Text: kit.T("People"), Href: "#", Current: true},
			{Text: kit.T("Promises"), Href: "#"}, {Text: kit.T("Guidance"), Href: "#"}}
		c.Breadcrumbs = []kit.Crumb{{Text: kit.T("Home"), Href: "#"}, {Text: kit.T("Gallery")}}
		c.Exit = nil
	case kit.Child:
		c.Controls = &kit.Controls{PauseURL: "/pause", Pause: "Pause", StopURL: "/stop", Stop: "Stop", Form: "answer"}
		c.Languages, c.FooterNote = nil, nil
	case kit.Document:
		c.Exit, c.Languages = nil, nil
	}
	return c
}
