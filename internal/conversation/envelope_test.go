package conversation_test

import (
	"bytes"
	"crypto/ecdh"
	"crypto/hpke"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"stablefutures/internal/conversation"
	"stablefutures/internal/testkit"
)

// vector is internal/conversation/testdata/envelope.json: an envelope with all that opens it, for whoever writes the other
// side from docs/envelope.md.
type vector struct {
	Private  string                `json:"private"` // hexadecimal: the receiving key's secret number
	Public   string                `json:"public"`  // hexadecimal
	SPKI     string                `json:"spki"`
	Envelope conversation.Envelope `json:"envelope"`
	Plain    string                `json:"plain"`
	Broken   conversation.Envelope `json:"broken"` // the same, and said to be the last
}

func readVector(t testing.TB) (v vector) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "envelope.json"))
	must(t, err)
	must(t, json.Unmarshal(b, &v))
	return v
}

func TestEnvelope_vectorOpensAndIsDocumented(t *testing.T) {
	v := readVector(t)
	secret, err := hex.DecodeString(v.Private)
	must(t, err)
	private, err := ecdh.P256().NewPrivateKey(secret)
	must(t, err)
	key, err := hpke.NewDHKEMPrivateKey(private)
	must(t, err)
	open := func(e conversation.Envelope) ([]byte, error) {
		enc, err := base64.RawURLEncoding.DecodeString(e.Enc)
		must(t, err)
		ct, err := base64.RawURLEncoding.DecodeString(e.CT)
		must(t, err)
		to, err := hpke.NewRecipient(enc, key, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte(conversation.EnvelopeInfo))
		must(t, err)
		return to.Open(e.Head(), ct)
	}
	plain, err := open(v.Envelope)
	if err != nil || len(plain)%1024 != 0 || strings.TrimRight(string(plain), " ") != v.Plain {
		t.Errorf("opened %q, %v", plain, err)
	}
	if _, err := open(v.Broken); err == nil {
		t.Error("one whose head was changed opens")
	}
	page, err := os.ReadFile(filepath.Join(testkit.Root(), "docs", "envelope.md"))
	must(t, err)
	bare := strings.Join(strings.Fields(string(page)), "")
	for name, want := range map[string]string{"private": v.Private, "public": v.Public, "spki": v.SPKI, "enc": v.Envelope.Enc, "ct": v.Envelope.CT,
		"sig": v.Envelope.Sig, "id": v.Envelope.ID, "at": v.Envelope.At, "plain": v.Plain} {
		if !strings.Contains(bare, strings.Join(strings.Fields(want), "")) {
			t.Errorf("docs/envelope.md lacks the vector's %s", name)
		}
	}
}

// A second implementation, written from docs/envelope.md in another language, opens what ours sealed, checks its signature,
// and opens nothing that was changed.
func TestEnvelope_aSecondImplementationAgrees(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("there is no node here")
	}
	run := func(e conversation.Envelope, v vector) (string, error) {
		in, err := json.Marshal(map[string]any{"private": v.Private, "spki": v.SPKI, "envelope": e})
		must(t, err)
		c := exec.CommandContext(t.Context(), node, filepath.Join(testkit.Root(), "e2e", "envelope.mjs"))
		c.Stdin = bytes.NewReader(in)
		out, err := c.CombinedOutput()
		return string(out), err
	}
	v := readVector(t)
	if out, err := run(v.Envelope, v); err != nil || out != v.Plain {
		t.Errorf("it opens %q, %v; want %q", out, err, v.Plain)
	}
	forged := v.Envelope
	forged.Seq++
	for name, e := range map[string]conversation.Envelope{"a changed head": v.Broken, "another place": forged} {
		if out, err := run(e, v); err == nil {
			t.Errorf("%s opens: %q", name, out)
		}
	}
}
