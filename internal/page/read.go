package page

import (
	"errors"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"stablefutures/internal/problem"
)

// readForm reads the query or the body. A body over the limit, or one that is no form, is a clear problem and nothing
// of it is used.
func readForm(w http.ResponseWriter, r *Request, limit int64) error {
	if r.HTTP.Method != http.MethodPost {
		values, err := url.ParseQuery(r.HTTP.URL.RawQuery)
		if err != nil {
			return problem.Wrap(errors.New("query cannot be read"), problem.Invalid, "problem.unreadable_form")
		}
		r.Form = NewForm(values)
		return nil
	}
	if limit == 0 {
		limit = DefaultLimit
	}
	r.HTTP.Body = http.MaxBytesReader(w, r.HTTP.Body, limit)
	kind, _, _ := mime.ParseMediaType(r.HTTP.Header.Get("Content-Type"))
	var err error
	switch kind {
	case "application/x-www-form-urlencoded":
		err = r.HTTP.ParseForm()
	case "multipart/form-data":
		err = r.HTTP.ParseMultipartForm(limit) // all of it in memory: a temporary file would hold it unsealed
	default:
		if r.HTTP.ContentLength == 0 {
			return nil
		}
		return problem.New(problem.Invalid, "problem.unreadable_form")
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return problem.New(problem.Invalid, "problem.too_large", "max", sizeText(limit))
	}
	if err != nil {
		return problem.Wrap(errors.New("body cannot be read"), problem.Invalid, "problem.unreadable_form")
	}
	r.Form = NewForm(r.HTTP.PostForm)
	if r.HTTP.MultipartForm != nil {
		r.Form.values = r.HTTP.MultipartForm.Value
		r.Form.files = r.HTTP.MultipartForm.File
	}
	return nil
}

// readBody reads what a script posted, as it is.
func readBody(w http.ResponseWriter, r *Request, limit int64) (err error) {
	if limit == 0 {
		limit = DefaultLimit
	}
	r.Body, err = io.ReadAll(http.MaxBytesReader(w, r.HTTP.Body, limit))
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return problem.New(problem.Invalid, "problem.too_large", "max", sizeText(limit))
	}
	if err != nil {
		return problem.Wrap(errors.New("body cannot be read"), problem.Invalid, "problem.unreadable_form")
	}
	return nil
}

// remoteHost gives the address a request came from. Behind our own proxy that is the last one the proxy names: what
// stands before it was written by whoever sent the request.
func remoteHost(r *http.Request, proxied bool) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	peer := net.ParseIP(host)
	if !proxied || peer == nil || !peer.IsLoopback() && !peer.IsPrivate() {
		return host
	}
	named := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	if last := net.ParseIP(strings.TrimSpace(named[len(named)-1])); last != nil {
		return last.String()
	}
	return host
}

// agentName keeps of a browser's long name what helps a person recognise their own session, and nothing more.
func agentName(agent string) string {
	name := ""
	for _, b := range []struct{ mark, name string }{
		{"Edg/", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
	} {
		if strings.Contains(agent, b.mark) {
			name = b.name
			break
		}
	}
	for _, p := range []struct{ mark, name string }{
		{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS", "Mac"}, {"Linux", "Linux"},
	} {
		if strings.Contains(agent, p.mark) {
			return strings.TrimSpace(name + " " + p.name)
		}
	}
	return name
}

// sizeText gives a size as people read it.
func sizeText(bytes int64) string {
	if bytes >= 1<<20 {
		return strconv.FormatInt(bytes>>20, 10) + " MB"
	}
	return strconv.FormatInt(bytes>>10, 10) + " KB"
}
