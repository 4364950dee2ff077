package sharing

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"stablefutures/internal/db"
	"stablefutures/internal/nation"
	"stablefutures/internal/problem"
)

// Kind says what an element of a share is.
type Kind string

// The kinds. Sealed details are none of them, and never can be.
const (
	Field   Kind = "field"   // of the profile: name, language, interpreter
	Said    Kind = "words"   // what the young person put into words; needs their permission for this recipient
	Answer  Kind = "answer"  // how the young person said something is, without their words
	View    Kind = "view"    // what a practitioner, guardian or agency says of an outcome
	Finding Kind = "finding" // what is in place for an indicator
	Barrier Kind = "barrier" // what stands in the way, and which system holds it
	Promise Kind = "promise" // what somebody will do, and what became of it
)

// Mark tells a fact from a professional opinion and from the child's own words (R-3-2).
type Mark string

// The marks.
const (
	Fact    Mark = "fact"
	Opinion Mark = "opinion"
	Words   Mark = "words"
)

// Fields are the parts of a profile that can be shared.
var Fields = []string{"name", "language", "interpreter"}

// Element is one thing that a share names: ids and codes. Ref is a contribution or a promise, Item a code within it.
type Element struct {
	ID   string
	Kind Kind
	Ref  string
	Item string
	Mark Mark
	Back bool // words that were taken back from another deployment: a notice says so, and a later yes is for a new share
}

// Key names an element on a form.
func (e Element) Key() string { return string(e.Kind) + "/" + e.Ref + "/" + e.Item }

// Answers to "were they asked?", and why an identifier is not included (R-3-3).
var (
	AskedAnswers   = []string{"yes", "no", "not_asked"}
	WithIdentifier = []string{"not_needed", "included", "unknown", "would_delay", "detrimental"}
)

// Terms say why something is shared, or not: the sealed part of a decision.
type Terms struct {
	Version    int    `json:"v"`
	Purpose    string `json:"purpose"`
	Gateway    string `json:"gateway,omitempty"`       // a code of the nation's pack, or nation.OtherGateway
	Other      string `json:"gateway_other,omitempty"` // a ground that the pack does not have, in words
	Nation     string `json:"nation,omitempty"`        // whose pack the gateway was read in
	Request    string `json:"request,omitempty"`       // what the agency asked for, and why
	Response   string `json:"response,omitempty"`      // what they need to know to read it rightly
	Asked      string `json:"asked"`
	AskedWhy   string `json:"asked_why,omitempty"`
	Detriment  string `json:"detriment"` // what harm it could do, and what was weighed against it
	Identifier string `json:"identifier,omitempty"`
	Number     string `json:"number,omitempty"`
}

// forAgency gives the terms that the agency reads with what it was shown. What was asked, said and weighed before stays
// with those who answer for the record: why a young person said no can be the very thing they did not want known.
func (t Terms) forAgency() Terms {
	return Terms{Version: t.Version, Purpose: t.Purpose, Gateway: t.Gateway, Other: t.Other, Nation: t.Nation, Response: t.Response, Number: t.Number}
}

// Decision is what somebody decided about one agency.
type Decision struct {
	ID           string
	Record       string
	Organisation string // that answers for the record
	Recipient    string // the agency: an organisation here, or another deployment in the register
	Share        bool   // false: it was decided not to share
	By           string
	At           time.Time
	Until        time.Time
	DestroyBy    time.Time // with another deployment alone: by then its key there is destroyed; kept with the transfer
	EndedBy      string
	EndedAt      time.Time
	Grant        string
	Terms        Terms
	Elements     []Element
}

// Open reports whether the agency sees it at this moment.
func (d Decision) Open(at time.Time) bool { return d.Share && d.EndedBy == "" && at.Before(d.Until) }

// longest is how long a share can last; then it is decided again.
const (
	longest  = 366 * 24 * time.Hour
	mostText = 4000
	mostLine = 60
	mostOf   = 300
)

// check says what is missing from a decision, field by field. beyond: it is about another deployment.
func (d *Decision) check(now time.Time, packs nation.Packs, beyond bool) error {
	var c problem.Check
	t := &d.Terms
	c.Require(db.IsID(d.ID), "share", "problem.stale_form")
	c.Require(db.IsID(d.Recipient) && d.Recipient != d.Organisation, "recipient", "share.needs_recipient")
	text(&c, "purpose", t.Purpose, true, "share.needs_purpose")
	text(&c, "detriment", t.Detriment, true, "share.needs_detriment")
	text(&c, "request", t.Request, false, "")
	text(&c, "response", t.Response, false, "")
	c.Require(slices.Contains(AskedAnswers, t.Asked), "asked", "share.needs_asked")
	text(&c, "asked_why", t.AskedWhy, t.Asked == "no" || t.Asked == "not_asked", "share.needs_asked_why")
	if !d.Share {
		c.Require(len(d.Elements) == 0, "elements", "share.nothing_to_share")
		return c.Err()
	}
	t.checkGateway(&c, packs, now.Format(time.DateOnly))
	c.Require(len(d.Elements) > 0 && len(d.Elements) <= mostOf, "elements", "share.needs_elements")
	c.Require(d.Until.After(now) && d.Until.Before(now.Add(longest)), "until", "share.needs_until")
	c.Require(slices.Contains(WithIdentifier, t.Identifier), "identifier", "share.needs_identifier")
	c.Require(t.Identifier == "included" == (t.Number != ""), "number", "share.number_if_included")
	c.Require(t.Number == "" || ValidNumber(t.Nation, t.Number), "number", "share.number_wrong")
	if beyond {
		c.Require(!d.DestroyBy.Before(d.Until) && d.DestroyBy.Before(now.Add(longestKept)), "destroy_by", "between.needs_destroy_by")
	}
	return c.Err()
}

func text(c *problem.Check, field, s string, needed bool, key string) {
	c.Require(!needed || strings.TrimSpace(s) != "", field, key)
	c.Require(utf8.RuneCountInString(s) <= mostText, field, "problem.too_long", "max", mostText)
	c.Require(utf8.ValidString(s) && !strings.ContainsRune(s, 0), field, "problem.not_text")
}

var tenDigits = regexp.MustCompile(`^[0-9]{10}$`)

// ValidNumber checks a health service's number of a nation: ten digits of which the last is the check digit of the others
// (modulus 11; NHS Data Dictionary, "NHS number"; the CHI number and the Health and Care number use the same). A CHI
// number begins with a date. It says nothing about whose number it is.
func ValidNumber(of, number string) bool {
	number = strings.NewReplacer(" ", "", "-", "").Replace(number)
	if !tenDigits.MatchString(number) {
		return false
	}
	sum := 0
	for i := range 9 {
		sum += int(number[i]-'0') * (10 - i)
	}
	check := 11 - sum%11
	if check == 11 {
		check = 0
	}
	if check == 10 || check != int(number[9]-'0') {
		return false
	}
	if of == nation.Scotland {
		_, err := time.Parse("020106", number[:6])
		return err == nil
	}
	return true
}

// AnswerText is the sealed part of what an agency says itself.
type AnswerText struct {
	Version int    `json:"v"`
	Text    string `json:"text"`
	State   string `json:"state,omitempty"` // of a finding
}

// Reply is what the receiving agency says itself: its view, its finding, or what it promised.
type Reply struct {
	ID           string
	Share        string
	Author       string
	Organisation string
	Kind         Kind // View, Finding or Promise
	Item         string
	Ref          string // the promise
	Corrects     string
	At           time.Time
	Text         AnswerText
}

// Look is somebody's opening of a share on one day.
type Look struct {
	Account      string
	Organisation string
	Day          string
	At           time.Time
	Elements     int // how many were there to be read
}
