package framework_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"strings"
	"testing"

	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit"
)

func keyPair(t *testing.T, name string) (private, public string) {
	t.Helper()
	private, public, err := framework.NewKey(name)
	if err != nil {
		t.Fatal(err)
	}
	return private, public
}

func TestSignature_coversEverythingButTheCopy(t *testing.T) {
	private, public := keyPair(t, "gardeners.example")
	signed, err := garden().Sign(private + "\n")
	if err != nil {
		t.Fatal(err)
	}
	signed, err = signed.Sign(private) // again changes nothing
	if err != nil || len(signed.Signatures) != 1 || signed.Signatures[0].Name() != "gardeners.example" {
		t.Fatalf("%v %+v", err, signed.Signatures)
	}
	if ok, err := signed.SignedBy(public); !ok || err != nil {
		t.Errorf("it is not signed: %v", err)
	}
	_, other := keyPair(t, "gardeners.example")
	if ok, err := signed.SignedBy(other); ok || err != nil {
		t.Errorf("signed by another key of the same name: %v", err)
	}
	// As FORMAT.md and docs/formats.md say it, with the standard library alone.
	b, _ := signed.Canonical()
	parts := strings.SplitN(public, "+", 3)
	raw, err := base64.StdEncoding.DecodeString(parts[2])
	sig, _ := base64.StdEncoding.DecodeString(signed.Signatures[0].Signature)
	if err != nil || len(raw) != 33 || !ed25519.Verify(raw[1:], append(b, '\n'), sig) {
		t.Error("the standard library does not verify it")
	}
	own := signed
	own.Copy = &framework.Copy{Obtained: "2027-01-01"}
	if err := own.CheckSignatures(); err != nil {
		t.Errorf("what is about one copy is signed: %v", err)
	}
	for name, change := range map[string]func(*framework.Document){
		"a word":      func(d *framework.Document) { d.Principles[2].Name += "s" },
		"licence":     func(d *framework.Document) { d.Permission.Licence = "anything goes" },
		"attribution": func(d *framework.Document) { d.Permission.Attribution = "" },
		"recall":      func(d *framework.Document) { d.Permission.Recall = "" },
		"uses":        func(d *framework.Document) { d.Permission.Uses = framework.UsesPublic },
		"version":     func(d *framework.Document) { d.Version = "3" },
		"languages":   func(d *framework.Document) { d.Languages = []framework.DocumentLanguage{{Lang: "en"}} },
	} {
		changed := signed
		changed.Principles = append([]framework.DocumentPrinciple{}, signed.Principles...)
		change(&changed)
		if err := changed.CheckSignatures(); problem.KeyOf(err) != "framework.signature.broken" {
			t.Errorf("%s is not signed: %v", name, err)
		}
	}
	for _, bad := range []string{"", "PRIVATE+KEY+x", public, strings.Replace(private, "+", "-", 1)} {
		if _, err := garden().Sign(bad); problem.KeyOf(err) != "framework.key.private" || strings.Contains(err.Error(), private) {
			t.Errorf("signing with %q: %v", bad, err)
		}
	}
	if _, _, err := framework.NewKey("two words"); problem.KeyOf(err) != "framework.key.name" {
		t.Errorf("a name with a blank: %v", err)
	}
}

func TestSignedEditionAndItsRecall(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		p := openPlots(t, d)
		ctx := t.Context()
		private, public := keyPair(t, "gardeners.example")
		stranger, _ := keyPair(t, "gardeners.example")
		nameless, err := garden().Sign(private)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Publish(ctx, p.steward, nameless); problem.KeyOf(err) != "framework.signature.no_id" {
			t.Errorf("a signed file without an id: %v", err)
		}
		signed := garden()
		signed.ID = "garden-plots-2"
		if signed, err = signed.Sign(private); err != nil {
			t.Fatal(err)
		}
		forged := signed
		forged.Name = "Garden plots of somebody else"
		if _, err := p.Publish(ctx, p.steward, forged); problem.KeyOf(err) != "framework.signature.broken" {
			t.Errorf("a forged edition was published: %v", err)
		}
		e, err := p.Publish(ctx, p.steward, signed)
		if err != nil {
			t.Fatal(err)
		}
		p.signers(t, e, public, false)
		early, err := framework.Recall{Format: framework.FormatRecall, Edition: e.ID, Checksum: e.Checksum(), Notice: "Too early.", Date: "2026-09-01", By: "x"}.Sign(private)
		if err != nil {
			t.Fatal(err)
		}
		if err := p.CallBack(ctx, p.partner, early); problem.KeyOf(err) != "framework.recall.not_yours" {
			t.Errorf("a key that nobody checked called it back: %v", err)
		}
		if err := p.Trust(ctx, p.steward, public, true); err != nil {
			t.Fatal(err)
		}
		p.signers(t, e, public, true)
		if err := p.Trust(ctx, p.worker, public, true); !problem.Is(err, problem.Forbidden) {
			t.Errorf("a practitioner trusts keys: %v", err)
		}
		recall := framework.Recall{Format: framework.FormatRecall, Edition: e.ID, Checksum: e.Checksum(), Notice: "Plot 7 was dug up.", Date: "2026-09-01", By: "The allotment society"}
		other := recall
		other.Checksum = strings.Repeat("0", 64)
		if err := p.CallBack(ctx, p.steward, other); problem.KeyOf(err) != "framework.recall.other_words" {
			t.Errorf("a recall of other words: %v", err)
		}
		byStranger, err := recall.Sign(stranger)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range []framework.Recall{recall, byStranger} {
			if err := p.CallBack(ctx, p.partner, r); problem.KeyOf(err) != "framework.recall.not_yours" {
				t.Errorf("anybody can call it back: %v", err)
			}
		}
		if recall, err = recall.Sign(private); err != nil {
			t.Fatal(err)
		}
		b, err := recall.JSON()
		if err != nil {
			t.Fatal(err)
		}
		read, err := framework.ReadRecall(bytes.NewReader(b))
		if err != nil || len(read.Signatures) != 1 {
			t.Fatal(err)
		}
		if _, err := framework.ReadRecall(bytes.NewReader(bytes.Replace(b, []byte("dug up"), []byte("sold"), 1))); problem.KeyOf(err) != "framework.signature.broken" {
			t.Errorf("a forged recall: %v", err)
		}
		if err := p.CallBack(ctx, p.partner, read); err != nil {
			t.Errorf("the rights-holder's recall: %v", err)
		}
		p.calledBack(t, e.ID)
	})
}

func (p *plots) signers(t *testing.T, e *framework.Edition, public string, trusted bool) {
	t.Helper()
	list, err := p.Signers(t.Context(), p.worker, e)
	if err != nil || len(list) != 1 || list[0] != (framework.Signer{Name: "gardeners.example", Key: public, Trusted: trusted}) {
		t.Errorf("signers: %+v, %v", list, err)
	}
}

// calledBack: it says so, nobody can choose it, and what stands on it still stands.
func (p *plots) calledBack(t *testing.T, id string) {
	t.Helper()
	list, err := p.Readable(t.Context(), p.steward)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		if e.ID == id && (e.Recall == nil || e.Recall.Notice != "Plot 7 was dug up.") {
			t.Errorf("it does not say so: %+v", e.Recall)
		}
	}
	if err := p.Choose(t.Context(), p.steward, framework.Children, id); problem.KeyOf(err) != "framework.recalled" {
		t.Errorf("it can be chosen: %v", err)
	}
	if e, err := p.Edition(t.Context(), id); err != nil || len(e.Items()) != 25+86 {
		t.Errorf("it is gone: %v", err)
	}
	if err := p.CallBack(t.Context(), permit.Nobody, framework.Recall{}); !problem.Is(err, problem.Forbidden) {
		t.Errorf("nobody called something back: %v", err)
	}
}
