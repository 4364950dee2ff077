package conversationweb

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"time"

	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/page"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// What scripts and this server say to each other about sittings without a network; docs/envelope.md describes it.

type ticketJSON struct {
	Version      int                `json:"v"`
	ID           string             `json:"id"`
	Token        string             `json:"token"`
	Sitting      string             `json:"sitting"`
	Contribution string             `json:"contribution"`
	Assigned     bool               `json:"assigned"`
	Label        conversation.Label `json:"label"`
	Key          keyJSON            `json:"key"`
	Issued       string             `json:"issued"`
	Expires      string             `json:"expires"`
	Now          string             `json:"now"`
	Edition      string             `json:"edition"`
	Language     string             `json:"language"`
	Staff        string             `json:"staff"`
	Nation       string             `json:"nation"`
	Readers      string             `json:"readers"`
	Setup        conversation.Setup `json:"setup"`
	Safety       safetyJSON         `json:"safety"`
}

type keyJSON struct {
	ID     string `json:"id"`
	Public string `json:"public"`
}

// safetyJSON is the organisation's contact for danger, so that it can be rung where there is no network.
type safetyJSON struct {
	Name       string `json:"name,omitempty"`
	Phone      string `json:"phone,omitempty"`
	OutOfHours string `json:"out_of_hours,omitempty"`
}

func clock(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func (web *Web) ticketOf(r *page.Request, t conversation.Issued, setup conversation.Setup) ticketJSON {
	out := ticketJSON{Version: 1, ID: t.ID, Token: t.Token, Sitting: t.Sitting, Contribution: t.Contribution, Assigned: t.Record != "",
		Label: t.Label, Key: keyJSON{t.Key, base64.RawURLEncoding.EncodeToString(t.Public)}, Issued: clock(t.Issued), Expires: clock(t.Expires),
		Now: clock(web.Conversation.Now()), Edition: t.EditionID, Language: t.Language, Staff: r.L.Tag(), Nation: t.Nation,
		Readers: setup.Readers, Setup: setup}
	if web.SafetyContact != nil {
		c := web.SafetyContact(r.Context(), r.Who)
		out.Safety = safetyJSON{c.Name, c.Phone, c.OutOfHours}
	}
	return out
}

// readJSON reads what a script posted: one value, nothing unknown in it, of the version we know.
func readJSON(r *page.Request, into any) error {
	dec := json.NewDecoder(bytes.NewReader(r.Body))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil || dec.More() {
		return problem.Wrap(errors.New("body is no message of ours"), problem.Invalid, "problem.unreadable_form")
	}
	return nil
}

// makeTicket takes a sitting with one young person out to a device.
func (web *Web) makeTicket(r *page.Request) (*page.Answer, error) {
	var in struct {
		Version int                `json:"v"`
		Device  string             `json:"device"`
		Label   conversation.Label `json:"label"`
		Days    int                `json:"days"`
		Setup   conversation.Setup `json:"setup"`
	}
	person, ed, err := web.before(r) // first: whoever has no grant learns nothing from what is wrong with their post
	if err != nil {
		return nil, err
	}
	if err := readJSON(r, &in); err != nil {
		return nil, err
	}
	device, err := conversation.ReadDevice(in.Device)
	if err != nil {
		return nil, err
	}
	setup := in.Setup
	setup.Version, setup.Offline, setup.OnPaper = 1, nil, ""
	if setup.Language != "" {
		if err := web.showable(r, ed, setup.Language); err != nil {
			return nil, err
		}
	}
	checked := setup
	if checked.Language == "" {
		checked.Language = originalPack(ed).Lang() // it is chosen at the table
	}
	if err := checked.Check(); err != nil {
		return nil, err
	}
	web.tellReaders(r, ed, &setup)
	t, err := web.Conversation.Issue(r.Context(), r.Who, conversation.NewTicket{Record: person.ID, Device: device, Label: in.Label,
		Days: in.Days, EditionID: ed.ID, Language: setup.Language, Nation: person.Nation})
	if err != nil {
		return nil, err
	}
	return page.JSON(200, web.ticketOf(r, t, setup)), nil
}

// showable refuses a language whose cards may not be shown to young people here: away from the network nobody can fetch
// another one.
func (web *Web) showable(r *page.Request, ed *framework.Edition, lang string) error {
	p, ok := web.Framework.Pack(r.Context(), ed, lang)
	if !ok || !web.mayShow(p) {
		return problem.New(problem.Invalid, "conversation.language_not_ready")
	}
	return nil
}

// topUp gives a device tickets that are nobody's yet.
func (web *Web) topUp(r *page.Request) (*page.Answer, error) {
	var in struct {
		Version int      `json:"v"`
		Device  string   `json:"device"`
		Have    []string `json:"have"`
	}
	if err := readJSON(r, &in); err != nil {
		return nil, err
	}
	device, err := conversation.ReadDevice(in.Device)
	if err != nil {
		return nil, err
	}
	ed, err := web.Framework.Chosen(r.Context(), r.Who, framework.Children) // whoever it will be counts as a child
	if err != nil {
		return nil, err
	}
	nation := r.Session.Nation
	if nation == "" {
		nation = framework.Nations[0]
	}
	list, withdrawn, err := web.Conversation.TopUp(r.Context(), r.Who, conversation.Spare{Device: device, Have: in.Have, EditionID: ed.ID,
		Nation: nation})
	if err != nil {
		return nil, err
	}
	out := struct {
		Version   int          `json:"v"`
		Now       string       `json:"now"`
		Tickets   []ticketJSON `json:"tickets"`
		Withdrawn []string     `json:"withdrawn"`
	}{1, clock(web.Conversation.Now()), []ticketJSON{}, append([]string{}, withdrawn...)}
	for _, t := range list {
		out.Tickets = append(out.Tickets, web.ticketOf(r, t, conversation.Setup{Version: 1}))
	}
	return page.JSON(200, out), nil
}

// toolState says what a device must know before it sends: whether somebody is signed in, and nothing about them.
func (web *Web) toolState(r *page.Request) (*page.Answer, error) {
	return page.JSON(200, map[string]any{"v": 1, "signed_in": r.Who.ID != "", "now": clock(web.Conversation.Now()),
		"may_hold": permit.Could(r.Who, permit.HoldConversation)}), nil
}
