package sharing

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"stablefutures/internal/db"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit"
)

// pair is a sender and a recipient without a database.
func pair(tb testing.TB) (from, to Identity, find func(string) (Partner, error)) {
	tb.Helper()
	from, err := newIdentity(testkit.Now())
	must(tb, err)
	to, err = newIdentity(testkit.Now())
	must(tb, err)
	from.name, to.name = "From", "To"
	return from, to, func(f string) (Partner, error) {
		if f != from.card().Fingerprint() {
			return Partner{}, refuse("unknown_sender")
		}
		return Partner{Card: from.card()}, nil
	}
}

func sample() Package {
	at := testkit.Now()
	return Package{Version: 1, ID: db.NewID(), Kind: PackageShare, Share: db.NewID(), Sequence: 1, MadeAt: at,
		Terms:    &PackageTerms{Purpose: "p", Gateway: "g", Asked: "yes", Until: at.Add(time.Hour), DestroyBy: at.Add(2 * time.Hour)},
		Elements: []PackageElement{{ID: db.NewID(), Kind: "statement", Mark: MarkWords, Item: "F2", Text: "ሰላም"}},
		Items:    []PackageItem{{Code: "F2", Text: "t", Edition: "e"}}}
}

// sealedAs wraps any bytes as if they were a package's body, or its whole document, with a good signature and encryption.
func sealedAs(tb testing.TB, from, to Identity, body, document []byte) []byte {
	tb.Helper()
	if document == nil {
		var err error
		document, err = json.Marshal(signed{Format: packageFormat, Version: 1, From: from.card().Fingerprint(), Body: body,
			Signature: ed25519.Sign(from.signing, append([]byte(packageDomain), body...))})
		must(tb, err)
	}
	var out bytes.Buffer
	w, err := age.Encrypt(&out, to.opening.Recipient())
	must(tb, err)
	_, err = w.Write(document)
	must(tb, err)
	must(tb, w.Close())
	return out.Bytes()
}

// FuzzReadPackage feeds the reader with what a partner could have signed and sealed: whatever it is, it is read whole and
// within its bounds, or refused with a reason that a person can be told.
func FuzzReadPackage(f *testing.F) {
	from, to, find := pair(f)
	p := sample()
	p.From, p.To = from.card().Fingerprint(), to.card().Fingerprint()
	good, err := json.Marshal(p)
	must(f, err)
	f.Add(good, true)
	f.Add(bytes.Replace(good, []byte(`"v":1`), []byte(`"v":2`), 1), true)
	f.Add([]byte(strings.Repeat("[", 20000)), true)
	f.Add([]byte(`{"v":1,"elements":[{}]}`), true)
	f.Add([]byte(`{"format":"stablefutures-package","v":1,"from":"","body":"!","signature":"AA=="}`), false)
	f.Fuzz(func(t *testing.T, raw []byte, body bool) {
		file := sealedAs(t, from, to, raw, nil)
		if !body {
			file = sealedAs(t, from, to, nil, append(raw, ' '))
		}
		got, partner, err := openPackage(file, []Identity{to}, find)
		if err != nil {
			if !strings.HasPrefix(problem.KeyOf(err), "between.package_") || problem.KindOf(err) != problem.Invalid {
				t.Errorf("refused without a reason: %v", err)
			}
			if !reflect.DeepEqual(got, Package{}) || partner.ID != "" {
				t.Error("something came with a refusal")
			}
			return
		}
		if !got.check() || len(got.Elements) > maxElements || got.To != to.card().Fingerprint() {
			t.Errorf("read %+v", got)
		}
	})
}

// FuzzReadCard: a card is read, or refused; what is read is written the same.
func FuzzReadCard(f *testing.F) {
	from, _, _ := pair(f)
	f.Add(from.card().Text())
	f.Add([]byte(`{"format":"stablefutures-partner-card","v":1,"name":"x","recipient":"age1","key":""}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := ReadCard(text)
		if err != nil {
			return
		}
		if again, err := ReadCard(c.Text()); err != nil || !reflect.DeepEqual(again, c) {
			t.Errorf("%+v came back as %+v, %v", c, again, err)
		}
	})
}

// TestOpenPackage_refusesEachWithItsReason, for what is signed and sealed well but says something it may not.
func TestOpenPackage_refusesEachWithItsReason(t *testing.T) {
	from, to, find := pair(t)
	stranger, err := newIdentity(testkit.Now())
	must(t, err)
	body := func(change func(*Package)) []byte {
		p := sample()
		p.From, p.To = from.card().Fingerprint(), to.card().Fingerprint()
		change(&p)
		b, err := json.Marshal(p)
		must(t, err)
		return b
	}
	good := body(func(*Package) {})
	if _, _, err := openPackage(sealedAs(t, from, to, good, nil), []Identity{to}, find); err != nil {
		t.Fatalf("a good package: %v", err)
	}
	forged := sealedAs(t, from, to, nil, func() []byte {
		d, err := json.Marshal(signed{Format: packageFormat, Version: 1, From: from.card().Fingerprint(), Body: good,
			Signature: ed25519.Sign(stranger.signing, append([]byte(packageDomain), good...))})
		must(t, err)
		return d
	}())
	bare := sealedAs(t, from, to, nil, func() []byte { // signed for something else, without what stands before a package
		d, err := json.Marshal(signed{Format: packageFormat, Version: 1, From: from.card().Fingerprint(), Body: good, Signature: ed25519.Sign(from.signing, good)})
		must(t, err)
		return d
	}())
	many := func(p *Package) {
		for range maxElements {
			p.Elements = append(p.Elements, PackageElement{ID: db.NewID(), Kind: "view", Mark: MarkOpinion, Text: "x"})
		}
	}
	for name, c := range map[string]struct {
		file []byte
		key  string
	}{
		"signed by a stranger":          {forged, "forged"},
		"signed for another purpose":    {bare, "forged"},
		"passed on to somebody else":    {sealedAs(t, from, to, body(func(p *Package) { p.To = stranger.card().Fingerprint() }), nil), "not_for_us"},
		"naming another sender inside":  {sealedAs(t, from, to, body(func(p *Package) { p.From = stranger.card().Fingerprint() }), nil), "malformed"},
		"a later version":               {sealedAs(t, from, to, body(func(p *Package) { p.Version = 3 }), nil), "newer"},
		"an unknown field":              {sealedAs(t, from, to, bytes.Replace(good, []byte(`{"v":1`), []byte(`{"x":0,"v":1`), 1), nil), "malformed"},
		"two documents":                 {sealedAs(t, from, to, append(bytes.Clone(good), good...), nil), "malformed"},
		"bytes that are no text":        {sealedAs(t, from, to, bytes.Replace(good, []byte("ሰላም"), []byte("\xff\xfe"), 1), nil), "malformed"},
		"text turned round":             {sealedAs(t, from, to, body(func(p *Package) { p.Elements[0].Text = "a\u202eb" }), nil), "malformed"},
		"too many elements":             {sealedAs(t, from, to, body(many), nil), "malformed"},
		"one element twice":             {sealedAs(t, from, to, body(func(p *Package) { p.Elements = append(p.Elements, p.Elements[0]) }), nil), "malformed"},
		"a sealed detail":               {sealedAs(t, from, to, body(func(p *Package) { p.Elements[0].Kind = "sealed" }), nil), "malformed"},
		"no end":                        {sealedAs(t, from, to, body(func(p *Package) { p.Terms.Until = time.Time{} }), nil), "malformed"},
		"an end in ten years":           {sealedAs(t, from, to, body(func(p *Package) { p.Terms.Until = p.MadeAt.AddDate(10, 0, 0); p.Terms.DestroyBy = p.Terms.Until }), nil), "malformed"},
		"nobody asked, and no reason":   {sealedAs(t, from, to, body(func(p *Package) { p.Terms.Asked = "no" }), nil), "malformed"},
		"a share that brings a receipt": {sealedAs(t, from, to, body(func(p *Package) { p.Receipt = &PackageReceived{} }), nil), "malformed"},
		"an answer with their words":    {sealedAs(t, from, to, body(func(p *Package) { p.Kind, p.Terms, p.Items = PackageAnswer, nil, nil }), nil), "malformed"},
		"a number that wraps":           {sealedAs(t, from, to, bytes.Replace(good, []byte(`"sequence":1`), []byte(`"sequence":9223372036854775807`), 1), nil), "malformed"},
	} {
		p, _, err := openPackage(c.file, []Identity{to}, find)
		if problem.KeyOf(err) != "between.package_"+c.key || p.ID != "" {
			t.Errorf("%s: want %s, got %v", name, c.key, err)
		}
	}
}

// TestIdentity_showsNothingOfItself in a log or an error.
func TestIdentity_showsNothingOfItself(t *testing.T) {
	from, _, _ := pair(t)
	for _, shown := range []string{from.String(), from.GoString()} {
		if strings.Contains(shown, "AGE-SECRET") || shown != "[an identity]" {
			t.Errorf("shows %s", shown)
		}
	}
}

// TestPackage_isReadByAge: the file is a plain age file, and what it holds is what docs/formats.md says, so that a partner
// without this program can read it.
func TestPackage_isReadByAge(t *testing.T) {
	from, to, _ := pair(t)
	file, _, err := sealPackage(sample(), from, to.card())
	must(t, err)
	r, err := age.Decrypt(bytes.NewReader(file), to.opening)
	must(t, err)
	plain, err := io.ReadAll(r)
	must(t, err)
	var outer struct {
		Format          string
		V               int
		From            string
		Body, Signature []byte
	}
	must(t, json.Unmarshal(plain, &outer))
	if !ed25519.Verify(from.card().Key, append([]byte("stablefutures package 1\n"), outer.Body...), outer.Signature) || outer.From != from.card().Fingerprint() {
		t.Error("not as it is documented")
	}
	schema(t, "package-2.json", outer.Body)
	schema(t, "partner-card-1.json", to.card().Text())
}

// schema holds a document's fields against those that its schema names.
func schema(t *testing.T, name string, document []byte) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(testkit.Root(), "docs/schemas", name))
	must(t, err)
	var s struct {
		Properties map[string]any
		Required   []string
	}
	must(t, json.Unmarshal(text, &s))
	var have map[string]any
	must(t, json.Unmarshal(document, &have))
	for field := range have {
		if s.Properties[field] == nil {
			t.Errorf("%s does not name %s", name, field)
		}
	}
	for _, field := range s.Required {
		if _, ok := have[field]; !ok {
			t.Errorf("%s asks for %s", name, field)
		}
	}
}
