package main

import (
	"bytes"
	"encoding/json"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/descope/virtualwebauthn"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/app"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/loading"
	"stablefutures/internal/permit"
	"stablefutures/internal/record"
	"stablefutures/internal/testkit"
	"stablefutures/internal/voice"
)

// The reader proves nothing unless it knows nothing of the product.
func TestReader_sharesNoCodeWithTheProduct(t *testing.T) {
	for _, name := range []string{"main.go", "open.go", "ring.go"} {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range file.Imports {
			path, _ := strconv.Unquote(i.Path.Value) // the parser took it
			if strings.Contains(strings.Split(path, "/")[0], ".") && path != "modernc.org/sqlite" || strings.HasPrefix(path, "stablefutures") {
				t.Errorf("%s imports %s", name, path)
			}
		}
	}
}

// schemas are those that docs/formats.md names for each sealed document.
var schemas = map[string]string{
	"together_works.document": "work-1", "together_work_answers.document": "work-answer-1", "together_work_steps.document": "work-check-1", "together_published.document": "published-1",
	"together_rounds.document": "together-round-1", "together_tallies.document": "together-tally-1", "together_words.document": "together-words-1", "together_steps.document": "together-step-1",
	"record_profiles.document": "profile-1", "record_names.names": "search-names-1", "record_sealed.document": "sealed-detail-1",
	"record_blobs.document": "file-1", "conversation_sittings.document": "setup-1", "conversation_contributions.document": "contribution-1",
	"conversation_paper_drafts.document": "typing-1", "custody_entries.document": "keeping-1", "custody_requests.document": "request-1", "custody_steps.document": "request-step-1", "conversation_drafts.document": "contribution-1", "promise_promises.document": "promise-1", "promise_events.document": "promise-event-1",
	"sharing_packages.document": "package-2", "sharing_shares.document": "share-2", "sharing_partners.document": "partner-1",
	"sharing_invitations.document": "meeting-invitation-1", "sharing_lines.document": "meeting-line-1", "sharing_minutes.document": "meeting-minutes-1",
}

// TestReader_opensTheDemonstration opens the whole demonstration, filled through the services, with nothing but what
// docs/formats.md says, and holds every document against its schema.
func TestReader_opensTheDemonstration(t *testing.T) {
	dir := t.TempDir()
	demo, err := app.OpenDemo(t.Context(), app.DemoOptions{Addr: "localhost:1", Data: dir})
	if err != nil {
		t.Fatal(err)
	}
	seen := addTheRest(t, demo)
	if err := demo.Close(); err != nil {
		t.Fatal(err)
	}
	keys, database := filepath.Join(dir, "demo.keys"), filepath.Join(dir, "demo.db")
	files := t.TempDir()
	var out bytes.Buffer
	if err := run(keys, database, files, &out); err != nil {
		t.Fatal(err)
	}
	found := count(t, &out, seen)
	for _, c := range sealedColumns {
		if found[c.table+"."+c.column] == 0 && c.table != "account_recovery" && c.table != "account_factors" {
			t.Errorf("nothing of %s.%s was opened", c.table, c.column)
		}
	}
	for what, times := range seen.texts {
		if times == 0 {
			t.Errorf("%q was not found", what)
		}
	}
	content, err := os.ReadFile(filepath.Join(files, seen.file))
	if err != nil || string(content) != seen.content {
		t.Errorf("the file holds %d bytes, %v; want %d", len(content), err, len(seen.content))
	}
}

// known is what was put in and must come out.
type known struct {
	texts         map[string]int // and how often it was found
	file, content string
}

// count reads what came out, holds it against the schemas, and says how much of each column there was.
func count(t *testing.T, out io.Reader, seen known) map[string]int {
	t.Helper()
	open := map[string]testkit.Schema{}
	for column, name := range schemas {
		open[column] = testkit.OpenSchema(t, name)
	}
	found := map[string]int{}
	for d := json.NewDecoder(out); ; {
		var o opened
		if err := d.Decode(&o); err == io.EOF {
			return found
		} else if err != nil {
			t.Fatal(err)
		}
		column := o.Table + "." + o.Column
		found[column]++
		if schema, ok := open[column]; ok {
			if wrong := schema.Wrong(o.Document); wrong != nil {
				t.Errorf("%s %s is not as %s says: %v", column, o.Row, schemas[column], wrong)
			}
		}
		for text := range seen.texts {
			if strings.Contains(o.Text, text) || bytes.Contains(o.Document, []byte(text)) {
				seen.texts[text]++
			}
		}
	}
}

// addTheRest adds what the demonstration may lack: every field of a contribution, a case number, a sealed detail, a
// draft, and a file of more than one chunk.
// addSignOn switches an organisation's own sign-in on and has somebody come in by it.
func addSignOn(t *testing.T, demo *app.Demo, organisation string) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	chief := permit.Actor{ID: db.NewID(), Organisation: organisation, Roles: []permit.Role{permit.Administrator}}
	must(demo.Account.SaveSingle(t.Context(), chief, account.Single{On: true, Issuer: "https://login.reader.example", Client: "us",
		Domains: []string{"reader.example"}, AMR: []string{"mfa"}}))
	_, err := demo.Account.Invite(t.Context(), chief, organisation, account.NewPerson{Name: "R", Email: "r@reader.example", Roles: []permit.Role{permit.Analyst}})
	must(err)
	start, err := demo.Account.BeginSingle(t.Context(), organisation, "", "")
	must(err)
	back, err := demo.Account.TakeSingle(t.Context(), organisation, start.State, start.Cookie)
	must(err)
	_, err = demo.Account.EnterSingle(t.Context(), back, account.Identity{Issuer: "https://login.reader.example", Subject: "subject-reader",
		Email: "r@reader.example", EmailVerified: true, AMR: []string{"mfa"}}, "", account.From{})
	must(err)
}

// addOwnDevice opens a young person's place on a phone of theirs, which makes its passkey, and has the worker make words.
func addOwnDevice(t *testing.T, demo *app.Demo, who permit.Actor, record string) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	place, err := demo.Voice.OpenDevice(t.Context(), who, record, voice.Opening{Way: voice.ByPasskey, Days: 30})
	must(err)
	code, err := demo.Voice.MakeCode(t.Context(), who, record, place)
	must(err)
	in, err := demo.Voice.ComeIn(t.Context(), strings.Join(code.In("en"), " "), "en", "")
	must(err)
	question, err := demo.Voice.KeyQuestion(t.Context(), in.Token)
	must(err)
	options, err := virtualwebauthn.ParseAttestationOptions(`{"publicKey":` + question + `}`)
	must(err)
	phone := virtualwebauthn.NewAuthenticatorWithOptions(virtualwebauthn.AuthenticatorOptions{UserHandle: []byte(place)})
	_, err = demo.Voice.MakeKey(t.Context(), in.Token, virtualwebauthn.CreateAttestationResponse(
		virtualwebauthn.RelyingParty{Name: "Words", ID: "localhost", Origin: demo.Account.Origin()}, phone, virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeRSA), *options))
	must(err)
	_, err = demo.Voice.MakeCode(t.Context(), who, record, place)
	must(err)
}

func addTheRest(t *testing.T, demo *app.Demo) known {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	who := worker(t, demo)
	addSignOn(t, demo, who.Organisation)
	steward := who // of the same organisation
	steward.Roles = []permit.Role{permit.Steward}
	added, _, err := demo.Loading.Additions(t.Context(), steward)
	must(err)
	must(demo.Loading.ChangeAddition(t.Context(), steward, added[0].ID, added[0].Seen, loading.Change{ID: db.NewID(), Kind: loading.Edited, Text: "a dry place-reader"}))
	seen := known{texts: map[string]int{"ሰላም-reader": 0, "case 4711": 0, "መንበሪ-reader": 0, "unfinished-reader": 0, "typed-reader": 0, "3 Nowhere Mews": 0, "a dry place-reader": 0, "subject-reader": 0, "they may-reader": 0}, content: strings.Repeat("a line of text\n", 10000)}
	ed, _ := framework.BySet(framework.SetChecklist)
	id, err := demo.Record.Create(t.Context(), who, record.NewPerson{Nation: "england", Sealed: true, Profile: record.Profile{
		Names: record.Names{Given: "Selam", OwnScript: "ሰላም-reader"}, Birth: record.Birth{Day: "2010-02-03", Accuracy: record.Disputed, By: "the court", On: "2026-01-01"},
		Pronouns: "she", Languages: []record.Language{{Tag: "ti", Dialect: "Asmara", Reads: "no"}}, Interpreter: record.Interpreter{Needed: "yes", Gender: "woman", Notes: "n"},
		Why: record.Experienced, Reference: "case 4711", CopyLanguage: "ti"}})
	must(err)
	_, err = demo.Record.AddSealed(t.Context(), who, id, record.NewSealed{Class: "address", Detail: record.SealedDetail{Value: "3 Nowhere Mews", Safe: "no", CheckedBy: "A", CheckedOn: "2026-02-01"}})
	must(err)
	f, err := demo.Record.Attach(t.Context(), who, id, "letter.txt", strings.NewReader(seen.content))
	must(err)
	seen.file = f.ID
	addOwnDevice(t, demo, who, id)
	outcome, _ := ed.Outcome(ed.Items()[0].Code)
	words := conversation.Words{Text: "መንበሪ-reader", Language: "ti", WrittenBy: "interpreter", Translation: "a room", TranslatedTo: "en", TranslatedBy: "interpreter", Paraphrase: "p"}
	sitting := conversation.NewID()
	setup := conversation.Setup{Language: "ti", Present: conversation.PresentRoles, PresentNote: "n", Setting: "home", Mode: conversation.Modes, Explained: []string{"what"}, Readers: "r", OnPaper: "2026-02-01", TypedIn: "2026-02-02", ReadBack: "no",
		Interpreter: conversation.Interpreter{Used: "yes", Language: "ti", Dialect: "d", How: "phone", GenderMet: "yes", Independent: "yes", Reference: "77", Quality: "ok"}}
	said := conversation.NewID()
	must(demo.Conversation.Hold(t.Context(), who, conversation.Whole{ContributionID: said,
		Sitting: conversation.NewSitting{ID: sitting, Record: id, EditionID: ed.ID, Setup: setup},
		Content: conversation.Content{Version: 1, Language: "ti", Chosen: []string{outcome.Code}, Answers: map[string]conversation.Answer{outcome.Code: {Choice: "some_of_it", Words: words}},
			Topics: []conversation.Topic{{ID: "t1", Name: words}}, Matters: []string{"t1"}, Links: [][2]string{{outcome.Code, "t1"}},
			Barriers: []conversation.Barrier{{ID: "b", Item: "t1", WhoCanChange: "rule", System: "asylum", Kind: "structural", Words: "w"}}}}))
	must(demo.Conversation.SayPermission(t.Context(), who, id, conversation.Permission{ID: conversation.NewID(), Contribution: said, Item: outcome.Code,
		Recipient: conversation.Publication, Yes: true, Text: conversation.PermissionText{Language: "ti", Note: "they may-reader"}}))
	paper, err := demo.Conversation.IssuePaper(t.Context(), who, conversation.NewPaper{ID: conversation.NewID(), Record: id, EditionID: ed.ID, Language: "ti", Nation: "england", Picture: "kite", Word: "River"})
	must(err)
	must(demo.Conversation.SaveTyping(t.Context(), who, id, paper.ID, conversation.Typing{Contribution: conversation.NewID(), Setup: setup, Elsewhere: conversation.NewID(), Reference: "77",
		Content:  conversation.Content{Topics: []conversation.Topic{{ID: "t2", Name: conversation.Words{Text: "typed-reader", Language: "ti"}}}},
		Promises: []conversation.PaperPromise{{ID: conversation.NewID(), What: "w", Owner: "o", Agreed: "yes", WhatForYoung: "y", Due: "2026-03-01", Items: []string{outcome.Code}}}}))
	must(demo.Conversation.ChangeDraft(t.Context(), who, id, sitting, conversation.OwnPerspective(who), func(c *conversation.Content) error {
		c.Findings = map[string]conversation.Finding{outcome.Indicators[0].Code: {State: "partly", Evidence: "unfinished-reader"}}
		c.Place = "findings"
		return nil
	}))
	return seen
}

// worker finds somebody of the demonstration who works with young people, as their account has them.
func worker(t *testing.T, demo *app.Demo) permit.Actor {
	t.Helper()
	for _, p := range demo.People {
		if p.Key != "practitioner" {
			continue
		}
		who := permit.Actor{ID: p.AccountID, Roles: []permit.Role{permit.Practitioner}}
		err := demo.Door.Read(t.Context(), permit.System, permit.Operate, access.Nothing, func(w *access.Work) error {
			people, err := demo.Account.Names(t.Context(), w, []string{p.AccountID})
			who.Organisation = people[p.AccountID].OrganisationID
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return who
	}
	t.Fatal("the demonstration has no practitioner")
	return permit.Nobody
}
