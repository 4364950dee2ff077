//go:build unix

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pquerna/otp/totp"

	"stablefutures/internal/db"
	"stablefutures/internal/framework"
)

// visitor is a browser of the plainest kind.
type visitor struct {
	url    string
	client *http.Client
}

func newVisitor(url string) (*visitor, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	return &visitor{url, &http.Client{Jar: jar, Timeout: 30 * time.Second,
		Transport:     &http.Transport{MaxIdleConnsPerHost: callers, MaxConnsPerHost: callers},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}, nil
}

// do asks for a path, or sends a form to it when there is one. The answer must have the status.
func (v *visitor) do(path string, form url.Values, status int) (body, location string, err error) {
	method, content := http.MethodGet, io.Reader(nil)
	if form != nil {
		method, content = http.MethodPost, strings.NewReader(form.Encode())
	}
	r, err := http.NewRequest(method, v.url+path, content)
	if err != nil {
		return "", "", err
	}
	r.Header.Set("Accept-Language", "en")
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	answer, err := v.client.Do(r)
	if err != nil {
		return "", "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != status {
		err = fmt.Errorf("%s %s answered %s", method, path, answer.Status)
	}
	return string(text), answer.Header.Get("Location"), err
}

// person is how demo --json says that somebody signs in.
type person struct {
	Email    string `json:"email"`
	Password string `json:"password"`
	Secret   string `json:"totp_secret"`
}

func readPeople(said []byte) (map[string]person, error) {
	var demo struct {
		Roles map[string]person `json:"roles"`
	}
	if err := json.Unmarshal(said, &demo); err != nil {
		return nil, fmt.Errorf("read what demo --json says: %w", err)
	}
	return demo.Roles, nil
}

// signIn goes the real way in, with password and one-time password.
func (v *visitor) signIn(p person) error {
	if _, _, err := v.do("/sign-in", url.Values{"email": {p.Email}, "password": {p.Password}}, http.StatusSeeOther); err != nil {
		return err
	}
	code, err := totp.GenerateCode(p.Secret, time.Now())
	if err != nil {
		return err
	}
	_, to, err := v.do("/sign-in/second", url.Values{"code": {code}}, http.StatusSeeOther)
	if err == nil && strings.HasPrefix(to, "/sign-in") {
		err = errors.New("signed in, and still led to " + to)
	}
	return err
}

var recordLink = regexp.MustCompile(`/people/[0-9a-f-]{36}`)

// longestPicture finds, among the young people of a practitioner's day, the one whose picture is the largest.
func (v *visitor) longestPicture() (record string, bytes int, err error) {
	home, _, err := v.do("/promises", nil, http.StatusOK)
	if err != nil {
		return "", 0, err
	}
	records := recordLink.FindAllString(home, -1)
	slices.Sort(records)
	for _, at := range slices.Compact(records) {
		text, _, err := v.do(at+"/picture", nil, http.StatusOK)
		if err != nil {
			return "", 0, err
		}
		if len(text) > bytes {
			record, bytes = at, len(text)
		}
	}
	if record == "" {
		return "", 0, errors.New("a practitioner's first page names no young person")
	}
	return record, bytes, nil
}

// openSitting begins a conversation, as far as the cards, and gives its address.
func (v *visitor) openSitting(record string) (string, error) {
	id := db.NewID()
	at := record + "/conversations/" + id
	if _, _, err := v.do(record+"/conversations/new", url.Values{"sitting": {id}, "language": {"en"}, "interpreter": {"not_needed"},
		"readers": {"Those who work with you."}}, http.StatusSeeOther); err != nil {
		return "", err
	}
	_, _, err := v.do(at+"/explain", url.Values{"go": {"on"}, "contribution": {db.NewID()}}, http.StatusSeeOther)
	return at, err
}

// words is what an autosave of one card sends.
func words() url.Values {
	ed, _ := framework.BySet(framework.SetChecklist)
	code := ""
	for _, item := range ed.Items() {
		if item.Kind == framework.OutcomeItem {
			code = item.Code
			break
		}
	}
	return url.Values{"at": {"words/" + code}, "words": {"An invented sentence, about as long as people say."}, "written_by": {"worker"}}
}

// latencies runs f so many times a second for a while, whether or not the last has come back, and gives the median and
// the 99th percentile of how long one took, in milliseconds.
func latencies(perSecond int, each time.Duration, f func() error) (p50, p99 float64, err error) {
	type result struct {
		took time.Duration
		err  error
	}
	n := max(int(each.Seconds()*float64(perSecond)), 1)
	results := make(chan result, n)
	tick := time.NewTicker(time.Second / time.Duration(perSecond))
	defer tick.Stop()
	for range n {
		<-tick.C
		began := time.Now()
		go func() {
			err := f()
			results <- result{time.Since(began), err}
		}()
	}
	took := make([]time.Duration, n)
	for i := range took {
		r := <-results
		took[i] = r.took
		err = errors.Join(err, r.err)
	}
	slices.Sort(took)
	return ms(took[n/2]), ms(took[n*99/100]), err
}

// cpuOf is what another process has used of the processors so far, in ticks of 10 ms.
func cpuOf(pid int) (time.Duration, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	var ticks int
	for _, f := range fields[11:13] {
		n, err := strconv.Atoi(f)
		if err != nil {
			return 0, err
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond, nil
}
