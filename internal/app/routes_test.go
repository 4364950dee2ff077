package app

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/descope/virtualwebauthn"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/conversation"
	"stablefutures/internal/custody"
	"stablefutures/internal/loading"
	"stablefutures/internal/page"
	"stablefutures/internal/permit"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
	"stablefutures/internal/sharing"
	"stablefutures/internal/together"
	"stablefutures/internal/translation"
	"stablefutures/internal/voice"
	"stablefutures/internal/voice/voiceweb"
)

// walker goes through the route table of a demonstration as each of its people.
type walker struct {
	demo    *Demo
	pages   *page.Server
	handler http.Handler
	tokens  map[string]string
	actors  map[string]permit.Actor
	places  map[string]string // what stands for {name} in a pattern
	kept    string            // a conversation that has ended
	going   string            // one that goes on
	taken   string            // one that came in from a device
	said    string            // what the young person put into words
	carried string            // a record whose words somebody was let see
	own     string            // the token of a young person's place on a device of theirs
	held    string            // the same, while the walk goes without it
}

// steps are pages that lead elsewhere when somebody is not at that step: a way in, one half of a form, an address that
// is kept for a reload.
var steps = []string{"/conversations/paper/enter/{typed}", "/{$}", "/leave", "/language/{tag}", "/sign-in", "/sign-in/second", "/sign-in/recovery", "/sign-in/organisation/{id}/back", "/enrol", "/enrol/",
	"/account/app", "/account/passkey", "/account/codes", "/account/password", "/account/factors/", "/people/search",
	"/words/key", "/tool/state", "/people/{id}/conversations/{sitting}/end", "/people/{id}/conversations/{sitting}/safe"}

func newWalker(t *testing.T) *walker { return walkerOf(t, copyDemo(t)) }

func walkerOf(t *testing.T, d *Demo) *walker {
	t.Helper()
	mode := d.Mode()
	mode.Dev = true
	pages, err := d.Pages(mode)
	if err != nil {
		t.Fatal(err)
	}
	w := &walker{demo: d, pages: pages, handler: pages.Handler(), tokens: map[string]string{}, actors: map[string]permit.Actor{}}
	for _, p := range d.People {
		w.tokens[p.Key] = d.token(t, p.Key)
		s, err := d.Account.SessionOf(t.Context(), w.tokens[p.Key])
		if err != nil {
			t.Fatal(err)
		}
		w.actors[p.Key] = s.Actor
	}
	w.find(t)
	return w
}

// find fills the places of patterns from the demonstration.
func (w *walker) find(t *testing.T) {
	ctx, d, who := t.Context(), w.demo, w.actors["practitioner"]
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	rows, _, err := d.Record.Caseload(ctx, who, "Selam")
	must(err)
	id := rows[0].ID
	sittings, err := d.Conversation.Sittings(ctx, who, id)
	must(err)
	w.places = map[string]string{"id": id, "code": "F2", "set": "rights-checklist", "tag": "cy", "$": "", "edition": "rights-checklist-2026-11", "format": "json",
		"from": "rights-checklist-2026-11", "to": "mscos-names-1", "product": "poster.pdf", "pack": "ti.json", "part": "helps"}
	checklist, err := d.Framework.Edition(ctx, "rights-checklist-2026-11")
	must(err)
	versions, err := d.Framework.Versions(ctx, w.actors["steward"], checklist, "en")
	must(err)
	w.places["version"] = versions[1].ID // the first is the draft
	for _, s := range sittings {
		if s.Open() {
			w.going = s.ID
		} else if len(s.Contributions) > 0 {
			w.kept = s.ID
			w.places["contribution"] = s.Contributions[0].ID
		}
	}
	w.findPools(t)
	promises, err := d.Promise.Promises(ctx, who, id)
	must(err)
	w.places["promise"] = promises[slices.IndexFunc(promises, func(p promise.Promise) bool { return p.State == promise.Open })].ID
	heard, err := d.Voice.Hear(ctx, who, id)
	must(err)
	w.places["remark"] = heard.Remarks[0].ID
	voices, err := d.Translation.Recordings(ctx, w.actors["steward"], translation.Waiting)
	must(err)
	w.places["recording"], w.places["speaker"] = voices[0].ID, translation.NewSpeaker()
	heads, err := d.Record.SealedHeads(ctx, who, id)
	must(err)
	w.places["detail"] = heads[0].ID
	held, err := d.Record.Team(ctx, who, d.Account, id)
	must(err)
	w.places["membership"] = id // nobody waits by it
	w.places["named"] = id      // nobody is named by it
	w.places["grant"] = held[slices.IndexFunc(held, func(h record.Held) bool { return h.OpenNow })].ID
	mine, _, err := d.Record.Emergencies(ctx, w.actors["manager"], d.Account)
	must(err)
	w.places["emergency"] = mine[slices.IndexFunc(mine, func(e record.EmergencyLine) bool { return e.Record == id && !e.Reviewed() })].ID
	file, err := d.Record.Attach(ctx, who, id, "letter.txt", strings.NewReader("An invented letter."))
	must(err)
	w.places["file"] = file.ID
	w.findKeeping(t, id)
	sheets, err := d.Conversation.Papers(ctx, who, id)
	must(err)
	w.places["paper"] = sheets[slices.IndexFunc(sheets, func(p conversation.Paper) bool { return !p.Used() })].ID
	w.places["typed"] = sheets[0].Code
	admin := w.actors["administrator"]
	_, err = d.Account.AskReset(ctx, admin, who.ID)
	must(err)
	teams, err := d.Account.Teams(ctx, admin)
	must(err)
	alerts, err := d.Watch.Alerts(ctx, w.actors["manager"])
	must(err)
	w.places["alert"] = alerts[0].ID
	w.findBetween(t)
	w.findOffline(t)
	w.findTogether(t)
	w.findInsight(t)
	w.findAsked(t, id)
	w.findDraft(t)
	w.findShare(t, id)
	w.findCarry(t, id)
	w.places["team"], w.places["account"] = teams[0].ID, who.ID
	w.findDevice(t, id)
}

// findDevice opens a place on a device of the young person's own, makes its passkey with the worker's words, and is in.
func (w *walker) findDevice(t *testing.T, id string) {
	t.Helper()
	who := w.actors["practitioner"]
	place, err := w.demo.Voice.OpenDevice(t.Context(), who, id, voice.Opening{Way: voice.ByPasskey, Days: 30})
	if err != nil {
		t.Fatal(err)
	}
	code, err := w.demo.Voice.MakeCode(t.Context(), who, id, place)
	if err != nil {
		t.Fatal(err)
	}
	in, err := w.demo.Voice.ComeIn(t.Context(), strings.Join(code.In("en"), " "), "en", "192.0.2.7")
	if err != nil || !in.Making {
		t.Fatalf("the words open nothing: %v", err)
	}
	question, err := w.demo.Voice.KeyQuestion(t.Context(), in.Token)
	if err != nil {
		t.Fatal(err)
	}
	origin, err := url.Parse(w.demo.Account.Origin())
	if err != nil {
		t.Fatal(err)
	}
	options, err := virtualwebauthn.ParseAttestationOptions(`{"publicKey":` + question + `}`)
	if err != nil {
		t.Fatal(err)
	}
	key := virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeRSA) // of EC keys it writes one in 128 a byte short
	phone := virtualwebauthn.NewAuthenticatorWithOptions(virtualwebauthn.AuthenticatorOptions{UserHandle: []byte(place)})
	made := virtualwebauthn.CreateAttestationResponse(virtualwebauthn.RelyingParty{Name: "Words", ID: origin.Hostname(), Origin: w.demo.Account.Origin()}, phone, key, *options)
	if in, err = w.demo.Voice.MakeKey(t.Context(), in.Token, made); err != nil {
		t.Fatal(err)
	}
	w.places["place"], w.own = place, in.Token
}

// findKeeping places a legal hold, and names it and a certificate.
func (w *walker) findKeeping(t *testing.T, id string) {
	t.Helper()
	ctx, who := t.Context(), w.actors["manager"]
	w.places["hold"] = conversation.NewID()
	if err := w.demo.Custody.Hold(ctx, who, id, w.places["hold"], custody.Text{Reason: "court", Day: "2099-01-01"}); err != nil {
		t.Fatal(err)
	}
	gone, err := w.demo.Custody.Certificates(ctx, who)
	if err != nil {
		t.Fatal(err)
	}
	w.places["certificate"] = gone[0].ID
	w.findRequest(t, id, who)
}

// findRequest answers a request to its bundle, and names it and a part of it.
func (w *walker) findRequest(t *testing.T, id string, who permit.Actor) {
	t.Helper()
	ctx, c := t.Context(), w.demo.Custody
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	request := conversation.NewID()
	w.places["request"] = request
	must(c.Ask(ctx, who, id, request, custody.Asked{By: "young_person", Received: "2026-01-05", Language: "en", Scope: "All of it."}))
	must(c.Step(ctx, who, id, request, custody.Step{Kind: custody.Identity, Text: custody.StepText{How: "known"}}))
	must(c.Step(ctx, who, id, request, custody.Step{Kind: custody.Harm, Text: custody.StepText{Reason: "none", Who: "Ann, psychologist", Day: "2026-01-06"}}))
	asked, err := c.Case(ctx, who, id, request)
	must(err)
	for _, s := range asked.Sections {
		var marks []string
		for _, i := range s.Items {
			marks, w.places["section"] = append(marks, i.Mark()), s.ID
		}
		must(c.Read(ctx, who, id, request, s.ID, marks))
	}
	for _, f := range asked.Files {
		must(c.Step(ctx, who, id, request, custody.Step{Kind: custody.FileStep, About: f.ID, Text: custody.StepText{Include: true}}))
	}
	must(c.MakeBundle(ctx, who, id, request))
}

// findShare shares something of the record with another agency, and names a statement that could be passed on.
func (w *walker) findShare(t *testing.T, id string) {
	t.Helper()
	d := sharing.Decision{ID: conversation.NewID(), Record: id, Recipient: w.actors["practitioner_charity"].Organisation, Share: true, Until: time.Now().AddDate(0, 1, 0),
		Terms: sharing.Terms{Purpose: "college", Gateway: "ca2004-s11", Asked: "yes", Detriment: "weighed", Identifier: "not_needed"}}
	if err := w.demo.Sharing.Decide(t.Context(), w.actors["manager"], d, []string{"field//language"}); err != nil {
		t.Fatal(err)
	}
	said, err := w.demo.Conversation.Statements(t.Context(), w.actors["manager"], id)
	if err != nil {
		t.Fatal(err)
	}
	pledge := conversation.NewID()
	if err := w.demo.Sharing.Pledge(t.Context(), w.actors["practitioner_charity"], id, sharing.Reply{ID: pledge, Share: d.ID},
		sharing.Pledge{What: "Keep a chair free.", Owner: "Kestrel House", Due: "2031-01-02"}); err != nil {
		t.Fatal(err)
	}
	w.places["share"], w.places["item"], w.said, w.places["pledge"] = d.ID, said[0].Item, said[0].Contribution, pledge
	w.findMeeting(t, id)
}

// findMeeting lets agencies meet about somebody, and names the meeting, an invitation and what they want said there.
func (w *walker) findMeeting(t *testing.T, id string) {
	t.Helper()
	ctx, who, s := t.Context(), w.actors["manager"], w.demo.Sharing
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	m := sharing.Meeting{ID: conversation.NewID(), Record: id, Kind: sharing.Conference, Starts: time.Now(), Until: time.Now().AddDate(0, 1, 0),
		Plan: sharing.Plan{Where: "a room (invented)", Purpose: "to plan", Chair: "Ann (invented)", TakesPart: "in_person"}}
	must(s.Convene(ctx, who, m))
	i := sharing.Invitation{ID: conversation.NewID(), Meeting: m.ID, Record: id, Agency: w.actors["practitioner_charity"].Organisation, Text: sharing.Invited{Whom: "the youth worker"}}
	must(s.Invite(ctx, who, i))
	said := sharing.Line{ID: conversation.NewID(), Meeting: m.ID, Record: id, Kind: sharing.SaidLine, Audience: []string{sharing.AudienceUs}, Text: sharing.LineText{Text: "I am glad.", Language: "en"}}
	_, err := s.Write(ctx, who, said, "")
	must(err)
	w.places["meeting"], w.places["invitation"], w.places["line"] = m.ID, i.ID, said.ID
}

// findCarry makes a card of theirs, and names what somebody was let see.
func (w *walker) findCarry(t *testing.T, id string) {
	t.Helper()
	w.places["card"] = conversation.NewID()
	if err := w.demo.Voice.MakeCard(t.Context(), w.actors["practitioner"], id, w.places["card"]); err != nil {
		t.Fatal(err)
	}
	list, err := w.demo.Voice.AskedByMe(t.Context(), w.actors["practitioner_wales"])
	if err != nil {
		t.Fatal(err)
	}
	given := list[slices.IndexFunc(list, func(h voice.Heading) bool { return h.State == voice.AskGiven })]
	w.places["ask"], w.carried = given.ID, given.Record
}

// findOffline names what waits to be taken in, a ticket that is out, and a conversation that came from a device.
func (w *walker) findOffline(t *testing.T) {
	t.Helper()
	ctx, who := t.Context(), w.actors["practitioner"]
	waiting, err := w.demo.Conversation.Arrived(ctx, who)
	if err != nil {
		t.Fatal(err)
	}
	out, err := w.demo.Conversation.TakenOut(ctx, who)
	if err != nil {
		t.Fatal(err)
	}
	w.places["ticket"] = out[0].ID
	for _, a := range waiting {
		switch {
		case a.Record != "" && a.State == "waiting" && w.taken == "":
			if w.taken, err = w.demo.Conversation.TakeIn(ctx, who, conversation.Take{Arrival: a.ID, Record: a.Record}); err != nil {
				t.Fatal(err)
			}
		case a.Record == "" && a.State == "waiting":
			w.places["arrival"] = a.ID
		}
	}
}

// findTogether names a round that is closed and one that is open, something that was heard, a release, and a self-review
// that is being answered.
func (w *walker) findTogether(t *testing.T) {
	t.Helper()
	ctx, who := t.Context(), w.actors["practitioner"]
	rounds, err := w.demo.Together.Rounds(ctx, who)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rounds {
		if r.Closed {
			w.places["round"], w.places["release"] = r.ID, r.Release
		} else {
			w.places["open round"] = r.ID
		}
	}
	heard, err := w.demo.Together.Board(ctx, who)
	if err != nil {
		t.Fatal(err)
	}
	w.places["heard"] = heard[0].ID
	groups, err := w.demo.Together.Groups(ctx, who)
	if err != nil {
		t.Fatal(err)
	}
	w.places["group"] = groups[0].ID
	w.findWorks(t)
	reviews, err := w.demo.Audits.Reviews(ctx, who)
	if err != nil {
		t.Fatal(err)
	}
	audits, err := w.demo.Audits.Programmes(ctx, w.actors["manager"])
	if err != nil {
		t.Fatal(err)
	}
	audit, err := w.demo.Audits.Programme(ctx, w.actors["manager"], audits[len(audits)-1].ID)
	if err != nil {
		t.Fatal(err)
	}
	packs, err := w.demo.Inspection.Packs(ctx, w.actors["manager"])
	if err != nil {
		t.Fatal(err)
	}
	w.places["evidence"], w.places["inspectorate"], w.places["sheet"] = packs[0].ID, packs[0].Content.First, "enquiry"
	w.places["programme"], w.places["case"] = audit.ID, audit.Cases[0].ID
	w.findPilots(t)
	w.findReading(t, audit)
	w.findLearning(t, audits)
	w.findTwice(t)
	w.findWay(t)
	w.findAppraisals(t)
	w.findEvaluations(t)
	w.findBriefing(t)
	open := reviews[slices.IndexFunc(reviews, caseaudit.Review.Open)]
	w.places["review"], w.places["outcome"] = open.ID, open.Scope.Outcomes[0]
}

// findReading names a reading that is half-way.
func (w *walker) findReading(t *testing.T, audit caseaudit.Programme) {
	t.Helper()
	templates, err := w.demo.Audits.Templates(t.Context(), w.actors["manager"])
	if err != nil {
		t.Fatal(err)
	}
	w.places["template"] = templates[0].ID
	for _, c := range audit.Cases {
		head, found, err := w.demo.Audits.MyRating(t.Context(), w.actors["manager"], audit.ID, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if found && head.Waits() {
			w.places["rating"], w.places["step"] = head.ID, caseaudit.StepLife
		}
	}
}

// findPilots names a pilot in each state, and a stop that waits.
func (w *walker) findPilots(t *testing.T) {
	t.Helper()
	list, err := w.demo.Audits.Pilots(t.Context(), w.actors["manager"])
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		w.places[string(p.State())+" pilot"] = p.ID
	}
	running, err := w.demo.Audits.Pilot(t.Context(), w.actors["manager"], w.places["running pilot"])
	if err != nil {
		t.Fatal(err)
	}
	w.places["stop"] = running.Stops[0].ID
}

// findLearning names a programme whose report was made, with a theme and what young people are told.
func (w *walker) findLearning(t *testing.T, audits []caseaudit.Programme) {
	for _, p := range audits {
		l, err := w.demo.Audits.Learning(t.Context(), w.actors["manager"], p.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(l.Reports) > 0 && len(l.Told) > 0 {
			w.places["reported"], w.places["report"], w.places["theme"], w.places["told"] = p.ID, l.Reports[0].ID, l.Themes[0].ID, l.Told[0].ID
		}
	}
}

// findWay names a case about which somebody is concerned, whose worker is the practitioner, and something that is to be done.
func (w *walker) findWay(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	waiting, err := w.demo.Audits.Waiting(ctx, w.actors["manager"])
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range waiting {
		for _, way := range one.Ways {
			if way.Stopped {
				w.places["concern programme"], w.places["concern case"] = one.Programme.ID, way.Case.ID
			}
		}
	}
	concerns, err := w.demo.Audits.Concerns(ctx, w.actors["manager"], w.places["concern programme"], w.places["concern case"])
	if err != nil {
		t.Fatal(err)
	}
	w.places["concern"] = concerns[0].ID
	actions, _, err := w.demo.Audits.Actions(ctx, w.actors["practitioner"], "")
	if err != nil {
		t.Fatal(err)
	}
	w.places["action"] = actions[0].ID
}

// findWorks names a picture that a young person gave and is shown, one that waits for a second person, and one of a group.
func (w *walker) findWorks(t *testing.T) {
	t.Helper()
	ctx, who := t.Context(), w.actors["practitioner"]
	for name, home := range map[string]together.Home{"": {Record: w.places["id"]}, "group's ": {Group: w.places["group"]}} {
		list, err := w.demo.Together.Works(ctx, who, home)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range list {
			if k.State(time.Now().UTC().Format(time.DateOnly)) == together.WorkCheck {
				w.places[name+"work to check"] = k.ID
			}
			if k.Published != "" && k.Kind == together.WorkPicture {
				w.places[name+"work"], w.places["shown"] = k.ID, k.Published
			}
		}
	}
}

// findDraft names a draft, a page and a piece of it, and an addition.
func (w *walker) findDraft(t *testing.T) {
	t.Helper()
	ctx, who := t.Context(), w.actors["steward"]
	drafts, err := w.demo.Loading.Drafts(ctx, who)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(drafts, loading.Draft.Open)
	o, err := w.demo.Loading.Open(ctx, who, drafts[i].ID)
	if err != nil {
		t.Fatal(err)
	}
	list, _, err := w.demo.Loading.Additions(ctx, who)
	if err != nil {
		t.Fatal(err)
	}
	w.places["draft"], w.places["page"], w.places["piece"], w.places["addition"] = o.ID, "1", o.Pieces[3].ID, list[0].ID
	w.places["original"] = o.File
}

var place = regexp.MustCompile(`\{([^}]+)\}`)

// path fills a pattern.
func (w *walker) path(t *testing.T, r page.Route, token string) string {
	t.Helper()
	query := ""
	if r.Pattern == "/conversations/arrived/{arrival}/check" {
		query = "?person=" + w.places["id"]
	}
	if strings.HasSuffix(r.Pattern, "/place/card") {
		query = "?card=" + w.places["card"]
	}
	switch r.Pattern {
	case "/policy/briefings/{briefing}/piece":
		query = "?section=way"
	case "/policy/briefings/{briefing}/changes":
		query = "?from=1&to=2"
	}
	return place.ReplaceAllStringFunc(r.Pattern, func(name string) string {
		name = strings.Trim(name, "{}")
		switch {
		case strings.HasPrefix(r.Pattern, "/insight/") && w.places["insight "+name] != "":
			return w.places["insight "+name]
		case name == "programme" && (strings.Contains(r.Pattern, "/learning") || strings.Contains(r.Pattern, "/reports")):
			return w.places["reported"]
		case name == "plan" && strings.HasSuffix(r.Pattern, "/edit"):
			return w.places["draft plan"]
		case name == "id" && strings.HasPrefix(r.Pattern, "/administration/people/"):
			return w.places["account"]
		case name == "id" && strings.HasPrefix(r.Pattern, "/administration/teams/"):
			return w.places["team"]
		case name == "id" && strings.HasPrefix(r.Pattern, "/account/factors/"):
			g, err := w.demo.Account.OwnGuard(t.Context(), token)
			if err != nil {
				t.Fatal(err)
			}
			return g.Factors[0].ID
		case name == "id" && strings.HasPrefix(r.Pattern, "/carried/"):
			return w.carried
		case name == "contribution" && strings.Contains(r.Pattern, "/permissions/"):
			return w.said
		case name == "file" && strings.HasPrefix(r.Pattern, "/loading/"):
			return w.places["original"]
		case name == "case" && strings.HasPrefix(r.Pattern, "/taking-part/"):
			return w.places["concern case"]
		case (name == "programme" || name == "case") && strings.Contains(r.Pattern, "/concern/"):
			return w.places["concern "+name]
		case name == "work":
			if strings.HasPrefix(r.Pattern, "/together/groups/") {
				name = "group's work"
			}
			if strings.HasSuffix(r.Pattern, "/check") {
				name += " to check"
			}
		case name == "round" && r.Pattern != "/together/rounds/{round}":
			return w.places["open round"]
		case name == "pool" && (strings.HasSuffix(r.Pattern, "/add") || strings.HasSuffix(r.Pattern, "/own")):
			return w.places["open pool"]
		case name == "pilot":
			return w.places[pilotFor(r.Pattern)+" pilot"]
		case name == "appraisal":
			return w.places[appraisalFor(r.Pattern)+" appraisal"]
		case name == "sitting" && strings.HasSuffix(r.Pattern, "/detach"):
			return w.taken
		case name == "sitting" && strings.HasSuffix(r.Pattern, "/take-over"):
			return w.going
		case name == "sitting":
			if r.Child && !strings.HasSuffix(r.Pattern, "/end") && !strings.HasSuffix(r.Pattern, "/safe") {
				return w.going
			}
			return w.kept
		}
		v, ok := w.places[name]
		if !ok {
			t.Fatalf("%s: the walk has nothing for {%s}; teach it", r.Pattern, name)
		}
		return v
	}) + query
}

// pilotFor is the state of the pilot that a page is about.
func pilotFor(pattern string) string {
	switch {
	case strings.Contains(pattern, "/report"):
		return "closed"
	case strings.HasSuffix(pattern, "/close"):
		return "counted"
	case strings.HasSuffix(pattern, "/change"):
		return "planned"
	}
	return "running"
}

// who gives somebody who may, and somebody who may never ("" where there is none).
func (w *walker) who(r page.Route) (may, never string) {
	if strings.HasPrefix(r.Pattern, "/shared/{id}") || strings.HasPrefix(r.Pattern, "/invited/{id}") {
		return "practitioner_charity", "administrator" // the agency that something was shared with
	}
	if strings.HasPrefix(r.Pattern, "/carried/{id}") {
		return "practitioner_wales", "administrator" // who was let see it
	}
	if strings.HasSuffix(r.Pattern, "/given/{work}/check") {
		return "manager", "administrator" // the practitioner took it in
	}
	if strings.HasPrefix(r.Pattern, "/readings/") {
		return "manager", "administrator" // it is the manager's
	}
	for _, key := range []string{"practitioner", "manager", "administrator", "steward", "analyst", "inspector"} {
		could := permit.Could(w.actors[key], r.Needs)
		if could && may == "" {
			may = key
		}
		if !could && never == "" {
			never = key
		}
	}
	return may, never
}

func (w *walker) ask(method, path, token, language string, set ...func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	r.Host, r.RemoteAddr = "localhost:8080", "127.0.0.1:5"
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if token != "" {
		r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: token})
	}
	if token != "" && w.own != "" {
		r.AddCookie(&http.Cookie{Name: page.PlaceCookie, Value: w.own})
	}
	if language != "" {
		r.AddCookie(&http.Cookie{Name: page.LanguageCookie, Value: language})
	}
	for _, f := range set {
		f(r)
	}
	a := httptest.NewRecorder()
	w.handler.ServeHTTP(a, r)
	return a
}

func TestRoutes_everyPageIsAPage(t *testing.T) {
	w := newWalker(t)
	names := secrets(t)
	seen := 0
	for _, r := range w.pages.Routes() {
		if r.Method != http.MethodGet || r.Pattern == "/leave" || r.Pattern == voiceweb.WayIn+"/leave" {
			continue
		}
		may, _ := w.who(r)
		if may == "" {
			t.Errorf("%s: nobody in the demonstration may %s", r.Pattern, r.Needs)
			continue
		}
		for _, language := range []string{"en", "cy"} {
			path := w.path(t, r, w.tokens[may])
			a := w.ask("GET", path, w.tokens[may], language)
			kind := a.Header().Get("Content-Type")
			switch {
			case a.Code == http.StatusSeeOther && slices.ContainsFunc(steps, func(s string) bool {
				return r.Pattern == s || strings.HasSuffix(s, "/") && strings.HasPrefix(r.Pattern, s)
			}):
			case a.Code == http.StatusNotFound && strings.HasSuffix(r.Pattern, "/picture") && r.Needs == permit.LoadFramework:
				// The demonstration's draft is a pasted text, which has no picture.
			case a.Code != http.StatusOK:
				t.Errorf("%s as %s in %s: %d to %q: %.200s", r.Pattern, may, language, a.Code, a.Header().Get("Location"), mainText(a.Body.String()))
			case strings.HasPrefix(kind, "text/html"):
				seen++
				for _, fault := range faults(a.Body.String(), language, r.Child, names) {
					t.Errorf("%s as %s in %s: %s", r.Pattern, may, language, fault)
				}
			}
		}
	}
	if seen < 80 {
		t.Errorf("only %d pages were looked at", seen)
	}
}

func TestRoutes_waysInBeforeSignIn(t *testing.T) {
	w := newWalker(t)
	for _, path := range []string{"/", "/demo", "/sign-in", "/sign-in/help", "/signed-out", "/enrol", "/about", "/accessibility", "/privacy", "/components", "/nowhere"} {
		for _, language := range []string{"en", "cy"} {
			a := w.ask("GET", path, "", language)
			if a.Code != http.StatusOK && path != "/nowhere" {
				t.Errorf("%s: %d", path, a.Code)
			}
			for _, fault := range faults(a.Body.String(), language, false, nil) {
				t.Errorf("%s in %s: %s", path, language, fault)
			}
		}
	}
}

func TestRoutes_nobodyGoesWhereTheyMayNot(t *testing.T) {
	w := newWalker(t)
	open := []permit.Action{permit.Public, permit.SignIn}
	for _, r := range w.pages.Routes() {
		if r.Needs == "" {
			t.Errorf("%s names no permission", r.Pattern)
		}
		may, never := w.who(r)
		path := w.path(t, r, w.tokens[may])
		if r.Method == http.MethodPost {
			cross := w.ask("POST", path, w.tokens[may], "", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") })
			if cross.Code != http.StatusForbidden {
				t.Errorf("%s takes a form of another site: %d", r.Pattern, cross.Code)
			}
		}
		if slices.Contains(open, r.Needs) {
			continue
		}
		if r.Own { // nobody but whoever is in the place itself; staff are nobody there
			w.own, w.held = "", w.own
			for _, token := range []string{"", w.tokens[may]} {
				if a := w.ask(r.Method, path, token, ""); a.Code != http.StatusSeeOther || a.Header().Get("Location") != voiceweb.WayIn {
					t.Errorf("%s %s: %d to %q", r.Method, r.Pattern, a.Code, a.Header().Get("Location"))
				}
			}
			w.own = w.held
			continue
		}
		unsigned := w.ask(r.Method, path, "", "")
		if want := map[string]int{"GET": http.StatusSeeOther, "POST": http.StatusUnauthorized}[r.Method]; unsigned.Code != want ||
			r.Method == "GET" && !strings.HasPrefix(unsigned.Header().Get("Location"), "/sign-in?next=") {
			t.Errorf("%s %s without signing in: %d to %q", r.Method, r.Pattern, unsigned.Code, unsigned.Header().Get("Location"))
		}
		if never != "" {
			if a := w.ask(r.Method, path, w.tokens[never], ""); a.Code != http.StatusForbidden {
				t.Errorf("%s %s as %s: %d", r.Method, r.Pattern, never, a.Code)
			}
		}
		// the right role without a grant: whoever works elsewhere may not even learn that the record is there
		if strings.HasPrefix(r.Pattern, "/people/{id}") {
			for _, elsewhere := range []string{"guardian", "practitioner_wales"} {
				if !permit.Could(w.actors[elsewhere], r.Needs) {
					continue
				}
				if a := w.ask(r.Method, path, w.tokens[elsewhere], ""); a.Code != http.StatusNotFound && a.Code != http.StatusUnprocessableEntity || strings.Contains(a.Body.String(), "Selam") {
					t.Errorf("%s %s as %s, who has no grant: %d", r.Method, r.Pattern, elsewhere, a.Code)
				}
			}
		}
	}
}

func TestLeave_endsTheSessionAndForgets(t *testing.T) {
	w := newWalker(t)
	token := w.demo.token(t, "practitioner")
	linked := w.ask("GET", "/leave", token, "", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") })
	if linked.Code != http.StatusSeeOther || w.ask("GET", "/promises", token, "").Code != http.StatusOK {
		t.Error("a link on another site signs people out")
	}
	a := w.ask("GET", "/leave", token, "")
	// Not "storage": what a device keeps sealed until it can be sent must not be lost by leaving.
	if a.Code != http.StatusSeeOther || a.Header().Get("Location") != DefaultExit ||
		a.Header().Get("Clear-Site-Data") != `"cache", "cookies"` || !strings.Contains(a.Header().Get("Set-Cookie"), "Max-Age=0") {
		t.Errorf("%d %v", a.Code, a.Header())
	}
	if again := w.ask("GET", "/promises", token, ""); again.Code != http.StatusSeeOther {
		t.Errorf("the session goes on: %d", again.Code)
	}
	if out := w.ask("GET", "/leave", "", ""); out.Code != http.StatusSeeOther || out.Header().Get("Location") != DefaultExit {
		t.Errorf("signed out: %d", out.Code)
	}
}

func TestReady_saysWhatIsWrong(t *testing.T) {
	w := newWalker(t)
	if a := w.ask("GET", "/healthz", "", ""); a.Code != http.StatusOK {
		t.Errorf("/healthz: %d", a.Code)
	}
	a := w.ask("GET", "/readyz", "", "")
	if a.Code != http.StatusOK || !strings.Contains(a.Body.String(), `"ready":true`) || !strings.HasPrefix(a.Header().Get("Content-Type"), "application/json") {
		t.Errorf("/readyz: %d %s", a.Code, a.Body)
	}
	if err := w.demo.Close(); err != nil {
		t.Fatal(err)
	}
	if a := w.ask("GET", "/readyz", "", ""); a.Code != http.StatusServiceUnavailable || !strings.Contains(a.Body.String(), `"database","ok":false`) {
		t.Errorf("without a database: %d %s", a.Code, a.Body)
	}
	if a := w.ask("GET", "/healthz", "", ""); a.Code != http.StatusOK {
		t.Errorf("the process lives all the same: %d", a.Code)
	}
}

func TestHome_leadsEverybodyToTheirDay(t *testing.T) {
	w := newWalker(t)
	for key, want := range map[string]string{"practitioner": "/promises", "guardian": "/promises", "manager": "/promises",
		"administrator": "/administration", "auditor": "/people", "steward": "/frameworks", "analyst": "/insight"} {
		if a := w.ask("GET", "/", w.tokens[key], ""); a.Header().Get("Location") != want {
			t.Errorf("%s is led to %q", key, a.Header().Get("Location"))
		}
	}
	service, err := w.demo.Pages(Mode{})
	if err != nil {
		t.Fatal(err)
	}
	a := httptest.NewRecorder()
	service.Handler().ServeHTTP(a, httptest.NewRequest("GET", "/", nil))
	if a.Header().Get("Location") != "/sign-in" {
		t.Errorf("outside a demonstration: %q", a.Header().Get("Location"))
	}
	a = httptest.NewRecorder()
	service.Handler().ServeHTTP(a, httptest.NewRequest("GET", "/demo", nil))
	if a.Code != http.StatusNotFound {
		t.Errorf("outside a demonstration /demo answers %d", a.Code)
	}
}
