package conversationweb_test

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/conversation/conversationweb"
	"stablefutures/internal/db"
	"stablefutures/internal/page"
	"stablefutures/internal/permit"
	"stablefutures/internal/promise"
	"stablefutures/internal/testkit"
	"stablefutures/internal/testkit/tablet"
)

// script posts JSON as somebody, "" for nobody, and reads the answer.
func (w *world) script(who, path string, body any, into any) int {
	w.t.Helper()
	b, err := json.Marshal(body)
	must(w.t, err)
	method := http.MethodPost
	if body == nil {
		method = http.MethodGet
	}
	r := httptest.NewRequestWithContext(w.t.Context(), method, path, strings.NewReader(string(b)))
	r.Header.Set("Content-Type", "application/json")
	if who != "" {
		r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: who})
	}
	rec := httptest.NewRecorder()
	w.h.ServeHTTP(rec, r)
	answer, err := io.ReadAll(rec.Body)
	must(w.t, err)
	if err := json.Unmarshal(answer, into); err != nil {
		w.t.Fatalf("%s answers %d: %s", path, rec.Code, answer)
	}
	return rec.Code
}

// ticketAnswer is a ticket as a device gets it.
type ticketAnswer struct {
	V                                                          int
	ID, Token, Sitting, Contribution, Edition, Language, Staff string
	Nation, Readers, Issued, Expires, Now                      string
	Assigned                                                   bool
	Label                                                      conversation.Label
	Key                                                        struct{ ID, Public string }
	Setup                                                      map[string]any
	Safety                                                     struct{ Name, Phone string }
}

func (a ticketAnswer) known(t testing.TB) tablet.Ticket {
	t.Helper()
	public, err := base64.RawURLEncoding.DecodeString(a.Key.Public)
	must(t, err)
	return tablet.Ticket{ID: a.ID, Token: a.Token, Sitting: a.Sitting, Contribution: a.Contribution, Edition: a.Edition, KeyID: a.Key.ID, Public: public}
}

type problemAnswer struct{ Error, Message string }

func (w *world) takeOut(who string, dev *tablet.Tablet, lang string) (a ticketAnswer) {
	w.t.Helper()
	body := map[string]any{"v": 1, "device": dev.SPKI, "label": map[string]string{"picture": "kite", "word": "River"}, "days": 3,
		"setup": map[string]any{"v": 1, "language": lang, "interpreter": map[string]string{"used": "not_needed"}, "readers": "Mina and her team."}}
	if code := w.script(who, w.base()+"/tickets", body, &a); code != http.StatusOK {
		w.t.Fatalf("taken out: %d", code)
	}
	return a
}

type resultsAnswer struct {
	V       int
	Now     string
	Results []struct{ ID, State, Reason, Message string }
}

func post(dev *tablet.Tablet, parcels ...conversation.Parcel) map[string]any {
	var list []map[string]any
	for _, p := range parcels {
		list = append(list, map[string]any{"token": p.Token, "envelope": p.Envelope})
	}
	return map[string]any{"v": 1, "now": dev.Now().Format(time.RFC3339), "device": dev.SPKI, "envelopes": list}
}

func said(words string) map[string]any {
	return map[string]any{"v": 1, "language": "ti", "answers": map[string]any{"B2": map[string]any{"choice": "not_there", "words": map[string]string{"text": words, "language": "ti"}}}}
}

func TestTool_aWholeSittingAwayFromTheNetwork(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w, dev := newWorld(t, d, nil), tablet.New(t)
		a := w.takeOut("mina", dev, "ti")
		if a.V != 1 || !a.Assigned || a.Language != "ti" || a.Nation != "scotland" || a.Safety.Phone != "0131 496 0000" || a.Setup["language"] != "ti" ||
			a.Readers != "Mina and her team." || a.Label.Word != "River" || len(a.Key.Public) != 87 {
			t.Errorf("a ticket is %+v", a)
		}
		k := a.known(t)
		doc := dev.Sitting(k, said("ገዛ ደልየ"))
		doc["promises"] = []any{map[string]any{"id": db.NewID(), "what": "Ask about a room", "owner": "Mina", "owner_is_worker": true, "what_for_young": "",
			"language": "", "due": "2027-01-31", "agreed": "yes", "items": []string{"B2"}}, map[string]any{"id": db.NewID(), "what": ""}}
		p := dev.Seal(k, doc, 4, true)
		var got resultsAnswer
		if code := w.script("mina", "/tool/arrivals", post(dev, p), &got); code != http.StatusOK || len(got.Results) != 1 || got.Results[0].State != "taken_in" ||
			got.Results[0].ID != p.Envelope.ID || !strings.Contains(got.Results[0].Message, "in the record") {
			t.Fatalf("it arrived: %d %+v", code, got)
		}
		body := text(w.get("mina", w.base()+"/"+a.Sitting))
		for _, want := range []string{"ገዛ ደልየ", "Ask about a room", "Held without a network", "It was read back to the young person."} {
			if !strings.Contains(body, want) {
				t.Errorf("the page lacks %q", want)
			}
		}
		promises, err := promise.New(w.door).Promises(t.Context(), w.people["mina"], w.person)
		if err != nil || len(promises) != 1 || promises[0].OwnerID != w.people["mina"].ID || promises[0].Sitting != a.Sitting || promises[0].DueOn != "2027-01-31" {
			t.Errorf("promised %+v, %v", promises, err)
		}
		if code := w.script("mina", "/tool/arrivals", post(dev, p), &got); code != http.StatusOK || got.Results[0].State != "already" {
			t.Errorf("again: %d %+v", code, got)
		}
		// It was another young person's: off this record it takes its promise along.
		other := w.newPerson("mina", "ti")
		where := w.post("mina", w.base()+"/"+a.Sitting+"/detach", url.Values{})
		if left, err := promise.New(w.door).Promises(t.Context(), w.people["mina"], w.person); err != nil || len(left) != 0 {
			t.Errorf("still promised: %+v, %v", left, err)
		}
		if body := text(w.get("mina", w.base())); !strings.Contains(body, "stood here by mistake") || strings.Contains(body, "Held without") {
			t.Errorf("the record it was taken off says: %s", body)
		}
		to := w.post("mina", where+"/take", url.Values{"person": {other}})
		if body := text(w.get("mina", to)); !strings.Contains(body, "ገዛ ደልየ") || !strings.Contains(body, "Ask about a room") || !strings.Contains(body, "wrong record") {
			t.Errorf("on the right record: %s", body)
		}
	})
}

func TestTool_saysWhatIsWrong(t *testing.T) {
	w, dev := newWorld(t, testkit.SQLite(t), func(o *conversationweb.Options) { o.DraftsOK, o.Demo = false, false }), tablet.New(t)
	var p problemAnswer
	body := map[string]any{"v": 1, "device": dev.SPKI, "label": map[string]string{"picture": "kite", "word": "River"}, "setup": map[string]any{"v": 1, "language": "ti",
		"interpreter": map[string]string{"used": "not_needed"}}}
	if code := w.script("mina", w.base()+"/tickets", body, &p); code != http.StatusUnprocessableEntity || p.Error != "conversation.language_not_ready" || p.Message == "" {
		t.Errorf("a language that may not be shown: %d %+v", code, p)
	}
	body["device"] = "AAAA"
	if code := w.script("mina.cy", w.base()+"/tickets", body, &p); code != http.StatusUnprocessableEntity || p.Error != "conversation.device_unknown" || !strings.Contains(p.Message, "ddyfais") {
		t.Errorf("a device without a key: %d %+v", code, p)
	}
	for path, who := range map[string]string{w.base() + "/tickets": "", "/tool/tickets": ""} {
		if code := w.script(who, path, body, &p); code != http.StatusUnauthorized || p.Error != "sign_in" {
			t.Errorf("%s signed out: %d %+v", path, code, p)
		}
	}
	if code := w.script("omar", w.base()+"/tickets", body, &p); code != http.StatusNotFound {
		t.Errorf("without a grant: %d %+v", code, p)
	}
	if code := w.script("ann", "/tool/tickets", body, &p); code != http.StatusForbidden {
		t.Errorf("an analyst: %d %+v", code, p)
	}
	for _, bad := range []any{[]int{1}, map[string]any{"v": 1, "more": true}, map[string]any{"v": 1, "device": "x"}, "x"} {
		if code := w.script("", "/tool/arrivals", bad, &p); code != http.StatusUnprocessableEntity || p.Message == "" {
			t.Errorf("%v: %d %+v", bad, code, p)
		}
	}
	var state struct {
		SignedIn bool `json:"signed_in"`
		MayHold  bool `json:"may_hold"`
	}
	if w.script("", "/tool/state", nil, &state); state.SignedIn || state.MayHold {
		t.Errorf("signed out: %+v", state)
	}
	if w.script("mina", "/tool/state", nil, &state); !state.SignedIn || !state.MayHold {
		t.Errorf("signed in: %+v", state)
	}
}

func TestTool_aFloodFromNobodyIsSlowedDown(t *testing.T) {
	w, dev := newWorld(t, testkit.SQLite(t), nil), tablet.New(t)
	k := w.takeOut("mina", dev, "ti").known(t)
	p := dev.Seal(k, dev.Sitting(k, said("x")), 1, true)
	p.Token = "x"
	slowed := 0
	for range 200 {
		var got struct{ Error, Message string }
		if w.script("", "/tool/arrivals", post(dev, p), &got) == http.StatusTooManyRequests && got.Error == "slow_down" && got.Message != "" {
			slowed++
		}
	}
	if slowed < 120 || slowed > 145 {
		t.Errorf("%d of 200 were slowed down", slowed)
	}
	var got resultsAnswer
	if code := w.script("mina", "/tool/arrivals", post(dev, p), &got); code != http.StatusOK {
		t.Errorf("whoever is signed in is slowed down by a flood: %d", code)
	}
}

func TestTool_twoHundredAtOnceAndOneThatIsNone(t *testing.T) {
	w, dev := newWorld(t, testkit.SQLite(t), nil), tablet.New(t)
	k := w.takeOut("mina", dev, "ti").known(t)
	var parcels []conversation.Parcel
	for i := range 199 {
		parcels = append(parcels, dev.Seal(k, dev.Sitting(k, said("x")), int64(i+1), i == 198))
	}
	body := post(dev, parcels...)
	body["envelopes"] = append(body["envelopes"].([]map[string]any), map[string]any{"token": "x", "envelope": map[string]any{"id": "torn", "more": 1}})
	var got resultsAnswer
	if code := w.script("", "/tool/arrivals", body, &got); code != http.StatusOK || len(got.Results) != 200 || got.Results[0].State != "waiting" ||
		got.Results[199].State != "refused" || got.Results[199].ID != "torn" {
		t.Errorf("%d: %d results, the last %+v", code, len(got.Results), got.Results[len(got.Results)-1])
	}
	body["envelopes"] = append(body["envelopes"].([]map[string]any), map[string]any{})
	if code := w.script("", "/tool/arrivals", body, &got); code != http.StatusUnprocessableEntity {
		t.Errorf("201 in one post: %d", code)
	}
	list, err := w.service.Arrived(t.Context(), w.people["mina"])
	if err != nil || len(list) != 1 || list[0].Seq != 199 {
		t.Errorf("waiting: %d, %v", len(list), err)
	}
}

// The pages of what came in, in both languages of staff, and what their buttons do.
func TestArrivedPages(t *testing.T) {
	w, dev := newWorld(t, testkit.SQLite(t), nil), tablet.New(t)
	var got resultsAnswer
	one := func(k tablet.Ticket, last bool) conversation.Parcel {
		doc := dev.Sitting(k, said("secretly said"))
		if !last {
			doc["state"], doc["ended_at"], doc["read_back"] = "going", "", false
		}
		p := dev.Seal(k, doc, 1, last)
		w.script("", "/tool/arrivals", post(dev, p), &got)
		return p
	}
	ready, _, half := one(w.takeOut("mina", dev, "ti").known(t), true), one(w.takeOut("mina", dev, "ti").known(t), true), one(w.takeOut("mina", dev, "ti").known(t), false)
	gone := w.takeOut("mina", dev, "ti")
	w.post("mina", "/conversations/tickets/"+gone.ID+"/withdraw", url.Values{})
	odd := one(gone.known(t), true)
	var spare struct {
		Tickets   []ticketAnswer
		Withdrawn []string
	}
	if code := w.script("mina", "/tool/tickets", map[string]any{"v": 1, "device": dev.SPKI, "have": []string{gone.ID}}, &spare); code != http.StatusOK || len(spare.Tickets) != 10 || len(spare.Withdrawn) != 1 {
		t.Fatalf("spare: %d %+v", code, spare)
	}
	unplanned := one(spare.Tickets[0].known(t), true)
	out := w.takeOut("mina", dev, "ti")
	for _, lang := range []string{"en", "cy"} {
		for _, path := range []string{"/conversations/arrived", "/conversations/arrived/" + odd.Envelope.ID, "/conversations/arrived/" + unplanned.Envelope.ID,
			"/conversations/arrived/" + unplanned.Envelope.ID + "/check?person=" + w.person, w.base() + "/take-out", w.base()} {
			body := w.get("mina."+lang, path)
			if n := len(headings.FindAllString(body, -1)); n != 1 || unresolved.MatchString(text(body)) || !strings.Contains(body, `<html lang="`+lang+`"`) ||
				strings.Contains(body, "secretly said") || strings.Contains(between(body, "<title>", "</title>"), "Selam") {
				t.Errorf("%s in %s: %d h1, %q", path, lang, n, unresolved.FindString(text(body)))
			}
		}
	}
	body := w.get("mina", "/conversations/arrived")
	for _, want := range []string{ready.Envelope.ID, odd.Envelope.ID, unplanned.Envelope.ID, half.Envelope.ID, "/conversations/tickets/" + out.ID + "/withdraw", "It had been withdrawn."} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if body := w.get("mina", w.base()+"/take-out"); !strings.Contains(body, `data-takeout="`+w.base()+`/tickets"`) || !strings.Contains(body, "<noscript>") || !strings.Contains(body, w.base()+"/paper") {
		t.Error("the page for taking out lacks its form, or what to do without script")
	}
	// The cards were in Tigrinya, Selam speaks Arabic: the page asks twice. Somebody else may not look.
	check := "/conversations/arrived/" + unplanned.Envelope.ID + "/check?person=" + w.person
	if body := text(w.get("mina", check)); !strings.Contains(body, "Is it really theirs?") {
		t.Errorf("nothing warns: %s", body)
	}
	for _, who := range []string{"omar", "max"} {
		if r := w.as(who, check, nil); r.status != http.StatusNotFound {
			t.Errorf("%s looks: %d", who, r.status)
		}
	}
	w.post("mina", "/conversations/arrived", url.Values{})
	if sittings, err := w.service.Sittings(t.Context(), w.people["mina"], w.person); err != nil || len(sittings) != 2 {
		t.Errorf("taken in at once: %d, %v", len(sittings), err)
	}
	to := w.post("mina", "/conversations/arrived/"+half.Envelope.ID+"/take", url.Values{"person": {w.person}, "unfinished": {"1"}})
	if body := text(w.get("mina", to)); !strings.Contains(body, "The device stopped in the middle") || !strings.Contains(body, "not read back") {
		t.Errorf("one that stopped in the middle: %s", body)
	}
	w.post("mina", "/conversations/arrived/"+unplanned.Envelope.ID+"/take", url.Values{"person": {w.person}})
	if r := w.as("mina", "/conversations/arrived/"+odd.Envelope.ID+"/destroy", url.Values{}); r.status != http.StatusUnprocessableEntity {
		t.Errorf("destroyed without a reason: %d", r.status)
	}
	if r := w.as("mina", w.base()+"/"+spare.Tickets[0].Sitting+"/detach", nil); r.status != http.StatusOK {
		t.Errorf("the page before it is taken off: %d", r.status)
	}
	w.post("mina", "/conversations/arrived/"+odd.Envelope.ID+"/destroy", url.Values{"why": {"asked"}})
	if body := text(w.get("mina", "/conversations/arrived")); !strings.Contains(body, "Nothing waits") {
		t.Errorf("still waiting: %s", body)
	}
}

// A grant that ended before the conversation came in: whoever took it out may not take it in, and a manager who may does.
func TestTool_aGrantThatEnded(t *testing.T) {
	w, dev := newWorld(t, testkit.SQLite(t), nil), tablet.New(t)
	k := w.takeOut("mina", dev, "ti").known(t)
	p := dev.Seal(k, dev.Sitting(k, said("x")), 1, true)
	mina, gail := w.people["mina"], w.people["gail"]
	for _, holder := range []string{w.people["max"].ID, gail.ID} {
		_, err := w.records.Give(t.Context(), w.giver(), w.person, access.Grant{Part: permit.PartRecord, HolderKind: access.HolderAccount, Holder: holder, Reason: access.ReasonGuardian})
		must(t, err)
	}
	must(t, w.door.Do(t.Context(), w.people["max"], permit.GiveGrant, access.Record(w.person), func(work *access.Work) error {
		held, err := work.Grants(t.Context())
		for _, g := range held {
			if g.Holder == mina.ID && err == nil {
				err = work.End(t.Context(), g.ID, "done")
			}
		}
		return err
	}))
	var got resultsAnswer
	if w.script("mina", "/tool/arrivals", post(dev, p), &got); got.Results[0].State != "quarantined" || got.Results[0].Reason != "no_grant" {
		t.Errorf("arrived as %+v", got.Results)
	}
	if body := text(w.get("mina", "/conversations/arrived")); !strings.Contains(body, "may not open this record now") {
		t.Errorf("it says: %s", body)
	}
	to := w.post("max", "/conversations/arrived/"+p.Envelope.ID+"/take", url.Values{"person": {w.person}})
	if body := w.get("max", to); !strings.Contains(body, "x") {
		t.Error("the manager sees nothing")
	}
}

// giver is Mina with a manager's role, to let others in.
func (w *world) giver() permit.Actor {
	who := w.people["mina"]
	who.Roles = []permit.Role{permit.Manager}
	return who
}
