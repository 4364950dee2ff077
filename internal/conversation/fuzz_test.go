package conversation

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/seal"
)

// FuzzEnvelope feeds the reader of what devices send: whatever comes, it is read or refused, and what is read has one
// spelling only and a head that its row gives back.
func FuzzEnvelope(f *testing.F) {
	b, err := os.ReadFile(filepath.Join("testdata", "envelope.json"))
	if err != nil {
		f.Fatal(err)
	}
	var v struct{ Envelope json.RawMessage }
	if err := json.Unmarshal(b, &v); err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(v.Envelope))
	f.Add([]byte(`{"v":1,"ticket":"x","seq":-1,"ct":"AA=="}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		var e Envelope
		if strict(raw, &e) != nil {
			return
		}
		o, err := e.read()
		if err != nil {
			return
		}
		if b64.EncodeToString(o.enc) != e.Enc || b64.EncodeToString(o.ct) != e.CT || b64.EncodeToString(o.sig) != e.Sig {
			t.Error("two spellings of one envelope")
		}
		a := Arrival{ID: e.ID, Ticket: e.Ticket, Seq: e.Seq, MadeAt: e.At, Last: e.Last, Key: e.Key}
		if string(a.head()) != string(e.Head()) || strings.Count(string(e.Head()), "\n") != 6 {
			t.Errorf("the head is %q", e.Head())
		}
	})
}

// FuzzToken feeds the reader of tokens: only what was sealed here opens.
func FuzzToken(f *testing.F) {
	ring, err := seal.NewRing()
	if err != nil {
		f.Fatal(err)
	}
	real := Ticket{ID: "0192f0a0-0000-7000-8000-000000000001", Kind: "device", Record: "r", Issued: time.Unix(1, 0).UTC(), Expires: time.Unix(2, 0).UTC(), State: "open"}
	token, err := real.token(ring.System())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(token)
	f.Add(token[:len(token)-1])
	f.Add("." + token)
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := openToken(text, ring.System())
		if ok && (text != token || got != real) {
			t.Errorf("%q opens as %+v", text, got)
		}
		if !ok && text == token {
			t.Error("our own token does not open")
		}
	})
}

// FuzzDocument feeds the reader of what was opened: whoever holds a device can seal what they like.
func FuzzDocument(f *testing.F) {
	f.Add([]byte(`{"v":1,"sitting":"0192f0a0-0000-7000-8000-000000000001","contribution":"0192f0a0-0000-7000-8000-000000000002","state":"stopped","keep":false,
		"content":{"answers":{"B1":{"choice":"not_there"}}},"began_at":"2026-11-28T10:00:00Z","ended_at":""}`))
	f.Add([]byte(`{}`))
	f.Fuzz(func(t *testing.T, plain []byte) {
		d, err := readDocument(plain)
		if err != nil {
			return
		}
		if d.State == "stopped" && !d.Keep && (d.Content.Complete() || len(d.Promises) > 0) {
			t.Error("what was not to be kept is kept")
		}
		issued, arrived := time.Unix(1000, 0).UTC(), time.Unix(100000, 0).UTC()
		began, ended := d.span(time.Hour, issued, arrived)
		if began.Before(issued) || ended.After(arrived) || ended.Before(began) {
			t.Errorf("from %v to %v", began, ended)
		}
	})
}
