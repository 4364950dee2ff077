package conversationweb

import (
	"bytes"
	"encoding/json"
	"time"

	"stablefutures/internal/conversation"
	"stablefutures/internal/page"
	"stablefutures/internal/problem"
)

// The most that one post may bring.
const (
	arrivalsLimit = 8 << 20
	mostEnvelopes = 200
)

type receiptJSON struct {
	ID      string `json:"id"`
	State   string `json:"state"`
	Reason  string `json:"reason,omitempty"`
	Message string `json:"message"`
}

// takeArrivals stores what a device sends. Nobody need be signed in for that; what is for the young person of whoever is
// signed in, and finished, is taken in at once.
func (web *Web) takeArrivals(r *page.Request) (*page.Answer, error) {
	if r.Who.ID == "" && !web.flood.let(r.Remote(), web.Conversation.Now()) {
		return page.JSON(429, map[string]string{"error": "slow_down", "message": r.L.T("conversation.receipt_slow_down")}), nil
	}
	d, bad, err := readDelivery(r, web.Conversation.Now())
	if err != nil {
		return nil, err
	}
	receipts, err := web.Conversation.Arrive(r.Context(), r.Who, d)
	if err != nil {
		return nil, err
	}
	out := struct {
		Version int           `json:"v"`
		Now     string        `json:"now"`
		Results []receiptJSON `json:"results"`
	}{1, clock(web.Conversation.Now()), []receiptJSON{}}
	for _, one := range append(receipts, bad...) {
		if one.Ready {
			one = web.takeNow(r, one)
		}
		out.Results = append(out.Results, receiptJSON{one.ID, one.State, one.Reason, receiptText(r, one)})
	}
	return page.JSON(200, out), nil
}

// readDelivery reads a post. One envelope that is none spoils no other.
func readDelivery(r *page.Request, now time.Time) (d conversation.Delivery, bad []conversation.Receipt, err error) {
	var in struct {
		Version   int    `json:"v"`
		Now       string `json:"now"`
		Device    string `json:"device"`
		Envelopes []struct {
			Token    string          `json:"token"`
			Envelope json.RawMessage `json:"envelope"`
		} `json:"envelopes"`
	}
	if err := readJSON(r, &in); err != nil {
		return d, nil, err
	}
	if len(in.Envelopes) > mostEnvelopes {
		return d, nil, problem.New(problem.Invalid, "problem.too_many", "max", mostEnvelopes)
	}
	if d.Now, err = time.Parse(time.RFC3339, in.Now); err != nil || d.Now.Year() < 1970 || d.Now.Year() > 9000 {
		d.Now = now // a clock that cannot be read corrects nothing
	}
	if d.Device, err = conversation.ReadDevice(in.Device); err != nil {
		return d, nil, err
	}
	for _, p := range in.Envelopes {
		e, id, ok := readEnvelope(p.Envelope)
		if !ok {
			bad = append(bad, conversation.Receipt{ID: id, State: "refused", Reason: "malformed"})
			continue
		}
		d.Parcels = append(d.Parcels, conversation.Parcel{Token: p.Token, Envelope: e})
	}
	return d, bad, nil
}

// readEnvelope reads one envelope; where it is none it still gives the id by which the device knows it, if it says one.
func readEnvelope(raw json.RawMessage) (e conversation.Envelope, id string, ok bool) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&e); err == nil {
		return e, e.ID, true
	}
	var named struct {
		ID string `json:"id"`
	}
	if json.Unmarshal(raw, &named) == nil && len(named.ID) <= 64 {
		id = named.ID
	}
	return e, id, false
}

// takeNow takes in what has just come, where nothing has to be asked. When it cannot be, it waits, with the reason.
func (web *Web) takeNow(r *page.Request, one conversation.Receipt) conversation.Receipt {
	_, reason, err := web.takeOrQuarantine(r, conversation.Take{Arrival: one.ID, Record: one.Record})
	switch {
	case err != nil:
		return one // it is stored; the page of what waits says the rest
	case reason != "":
		one.State, one.Reason = "quarantined", reason
	default:
		one.State = "taken_in"
	}
	return one
}

// takeOrQuarantine takes in what waits. Where the grant has ended or it does not open it says so on the arrival, which then
// waits for somebody who can settle it.
func (web *Web) takeOrQuarantine(r *page.Request, t conversation.Take) (sitting, reason string, err error) {
	sitting, err = web.Conversation.TakeIn(r.Context(), r.Who, t)
	switch {
	case err == nil:
		return sitting, "", nil
	case problem.KeyOf(err) == "conversation.arrival_damaged":
		reason = conversation.Damaged
	case problem.Is(err, problem.NotFound), problem.Is(err, problem.Forbidden):
		reason = conversation.NoGrant
	default:
		return "", "", err
	}
	return "", reason, web.Conversation.Quarantine(r.Context(), r.Who, t.Arrival, reason)
}

// receiptText says what became of an envelope, in the reader's language, and nothing about anybody.
func receiptText(r *page.Request, one conversation.Receipt) string {
	switch one.State {
	case "quarantined":
		return r.L.T("conversation.receipt_quarantined") + " " + r.L.T("conversation.arrival_"+one.Reason) // i18n: prefix conversation.arrival_
	case "refused":
		return r.L.T("conversation.refused_" + one.Reason) // i18n: prefix conversation.refused_
	}
	return r.L.T("conversation.receipt_" + one.State) // i18n: prefix conversation.receipt_
}
