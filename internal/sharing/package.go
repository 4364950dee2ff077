package sharing

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"stablefutures/internal/db"
)

// PackageKind says what a package brings.
type PackageKind string

// The kinds of package. A share goes to the partner; an answer and a receipt come back; an end closes what was shared.
const (
	PackageShare   PackageKind = "share"
	PackageReceipt PackageKind = "receipt"
	PackageAnswer  PackageKind = "answer"
	PackageEnd     PackageKind = "end"
	// PackageTakenBack takes single elements back: the young person's yes to their words reaching this partner ended.
	PackageTakenBack PackageKind = "taken_back"
)

// Package is what travels between two deployments, inside a signature and an encryption. docs/schemas/package-2.json has
// its form. A reader refuses what it does not know rather than guess.
type Package struct {
	Version  int              `json:"v"`
	ID       string           `json:"id"`
	Kind     PackageKind      `json:"kind"`
	Share    string           `json:"share"`    // the share it belongs to, by its sender's id
	Sequence int              `json:"sequence"` // from 1, one more with each package of this share in this direction
	From     string           `json:"from"`     // fingerprints
	To       string           `json:"to"`
	MadeAt   time.Time        `json:"made_at"`
	Terms    *PackageTerms    `json:"terms,omitempty"`
	Elements []PackageElement `json:"elements,omitempty"` // of a share, and of an answer
	Items    []PackageItem    `json:"items,omitempty"`
	Receipt  *PackageReceived `json:"receipt,omitempty"`
	End      *PackageEnding   `json:"end,omitempty"`
	Back     *PackageBack     `json:"taken_back,omitempty"`
}

// PackageTerms say why the young person's details travel, and until when. Why they said no, and what harm was weighed, stay
// with those who answer for the record, as in a share within one deployment; packages of version 1 could hold them.
type PackageTerms struct {
	Purpose     string    `json:"purpose"`
	Gateway     string    `json:"gateway"`                // the lawful ground, as people read it
	GatewayCode string    `json:"gateway_code,omitempty"` // its code in the nation's pack, or "other"
	Nation      string    `json:"nation,omitempty"`       // whose pack that is
	Request     string    `json:"request,omitempty"`      // what was asked for, and why
	Response    string    `json:"response,omitempty"`     // what they need to know to read it rightly
	Asked       string    `json:"asked"`                  // what the young person said: yes, no, not_asked
	AskedWhy    string    `json:"asked_why,omitempty"`
	Detriment   string    `json:"detriment,omitempty"`
	Number      string    `json:"number,omitempty"` // the nation's health number, where it is included (R-3-3)
	Until       time.Time `json:"until"`            // from here on nobody there may open it
	DestroyBy   time.Time `json:"destroy_by"`       // by then its key there is destroyed
}

// PackageMark says what an element is: whoever reads it must not take an opinion for a fact, nor a fact for their words.
type PackageMark string

// The marks.
const (
	MarkFact    PackageMark = "fact"
	MarkOpinion PackageMark = "opinion"
	MarkWords   PackageMark = "childs_words"
)

// PackageElement is one named thing that is shared, or one that an answer brings back.
type PackageElement struct {
	ID       string      `json:"id"`
	Kind     string      `json:"kind"`
	Mark     PackageMark `json:"mark"`
	Item     string      `json:"item,omitempty"` // an outcome's code, or the name of a profile's field
	Text     string      `json:"text"`
	Language string      `json:"language,omitempty"`
	In       string      `json:"in_english,omitempty"` // a translation
	By       string      `json:"by,omitempty"`         // whose it is: a role or a body
	On       string      `json:"on,omitempty"`         // a day
	Due      string      `json:"due,omitempty"`        // of a promise
	State    string      `json:"state,omitempty"`      // of a promise, a finding, a barrier: a code
	Settles  string      `json:"settles,omitempty"`    // the promise of an earlier answer whose outcome this tells
}

// PackageElementKinds are the kinds of element a package can hold; sealed details are none of them.
var PackageElementKinds = []string{"field", "statement", "answer", "view", "finding", "barrier", "promise"}

// PackageItem is the text of an outcome that an element names, so that it can be read without the edition.
type PackageItem struct {
	Code    string `json:"code"`
	Text    string `json:"text"`
	Edition string `json:"edition"`
}

// PackageReceived says what became of a package: taken in, closed, or destroyed.
type PackageReceived struct {
	Package string    `json:"package"`
	Hash    string    `json:"hash"` // SHA-256 of the file as it arrived
	State   string    `json:"state"`
	At      time.Time `json:"at"`
}

// PackageBack names the elements of a share that may not be used any more: all that were taken back until now, so that no
// earlier notice is missed. Whoever takes it in loses what they said.
type PackageBack struct {
	Elements []string  `json:"elements"`
	At       time.Time `json:"at"`
}

// PackageEnding says that the sender closes a share, and why: the young person or the sender took it back, or its day came.
type PackageEnding struct {
	Why string    `json:"why"` // withdrawn, expired
	At  time.Time `json:"at"`
}

// The most a package may hold. They are far above what a decision names and far below what would tire a server.
const (
	maxPackageFile = 4 << 20
	maxElements    = 400
	maxItems       = 400
	maxWords       = 8000
	maxLine        = 400
	maxSequence    = 100_000
	longestShare   = 366 * 24 * time.Hour
	longestKept    = 2 * longestShare
)

// check says whether a package has the form that its kind promises.
func (p *Package) check() bool {
	if !db.IsID(p.ID) || !db.IsID(p.Share) || p.Sequence < 1 || p.Sequence > maxSequence || p.MadeAt.IsZero() || p.MadeAt.Year() > 9000 ||
		!fits(p.From, fingerprintSize) || !fits(p.To, fingerprintSize) || len(p.Elements) > maxElements || len(p.Items) > maxItems {
		return false
	}
	seen := map[string]bool{}
	for _, e := range p.Elements {
		if !e.check() || seen[e.ID] {
			return false
		}
		seen[e.ID] = true
	}
	for _, i := range p.Items {
		if !line(i.Code) || !words(i.Text) || !line(i.Edition) {
			return false
		}
	}
	return p.holds()
}

// holds says whether a package has just the parts of its kind.
func (p *Package) holds() bool {
	others := map[PackageKind]bool{PackageReceipt: p.Receipt != nil, PackageEnd: p.End != nil, PackageTakenBack: p.Back != nil}
	for kind, there := range others {
		if there != (p.Kind == kind) {
			return false
		}
	}
	switch p.Kind {
	case PackageShare:
		return p.Terms != nil && p.Terms.check(p.MadeAt) && (p.Version > 1 || p.Terms.Asked == "yes" || p.Terms.AskedWhy != "") && len(p.Elements) > 0 && !slices.ContainsFunc(p.Elements, func(e PackageElement) bool { return e.Settles != "" })
	case PackageAnswer:
		return p.Terms == nil && len(p.Elements) > 0 && !slices.ContainsFunc(p.Elements, notAnswer)
	case PackageReceipt:
		return p.Receipt.check() && p.empty()
	case PackageEnd:
		return slices.Contains([]string{"withdrawn", "expired"}, p.End.Why) && !p.End.At.IsZero() && p.empty()
	case PackageTakenBack:
		return p.Back.check() && p.empty()
	}
	return false
}

func (b *PackageBack) check() bool {
	return len(b.Elements) > 0 && len(b.Elements) <= maxElements && !b.At.IsZero() && !slices.ContainsFunc(b.Elements, func(id string) bool { return !db.IsID(id) })
}

func (p *Package) empty() bool { return p.Terms == nil && len(p.Elements) == 0 && len(p.Items) == 0 }

// notAnswer: an agency answers with what is its own. The child's words are not its to bring.
func notAnswer(e PackageElement) bool {
	return e.Mark == MarkWords || !slices.Contains([]string{"view", "finding", "promise"}, e.Kind)
}

func (t *PackageTerms) check(made time.Time) bool {
	return filled(t.Purpose) && filled(t.Gateway) && words(t.Request) && words(t.AskedWhy) && words(t.Detriment) &&
		words(t.Response) && line(t.GatewayCode) && line(t.Nation) && (t.Number == "" || ValidNumber(t.Nation, t.Number)) &&
		slices.Contains([]string{"yes", "no", "not_asked"}, t.Asked) &&
		t.Until.After(made) && t.Until.Before(made.Add(longestShare+time.Hour)) &&
		!t.DestroyBy.Before(t.Until) && t.DestroyBy.Before(made.Add(longestKept))
}

func (e *PackageElement) check() bool {
	if !db.IsID(e.ID) || !slices.Contains(PackageElementKinds, e.Kind) || !slices.Contains([]PackageMark{MarkFact, MarkOpinion, MarkWords}, e.Mark) {
		return false
	}
	switch {
	case e.Settles != "":
		if !db.IsID(e.Settles) || e.Kind != "promise" || !slices.Contains(SettledStates, e.State) || e.State == StateChanged && !day(e.Due) {
			return false
		}
	case e.Kind == "promise" && (!day(e.Due) || !filled(e.By)):
		return false
	}
	return filled(e.Text) && words(e.In) && line(e.Item) && line(e.Language) && line(e.By) && (e.On == "" || day(e.On)) && (e.Due == "" || day(e.Due)) && line(e.State)
}

func (r *PackageReceived) check() bool {
	return db.IsID(r.Package) && fits(r.Hash, 64) && slices.Contains([]string{"taken_in", "closed", "destroyed", "taken_back"}, r.State) && !r.At.IsZero()
}

// What an agency says became of its promise.
const (
	StateKept    = "kept"
	StateBroken  = "broken"
	StateChanged = "changed" // to another day
)

// SettledStates are the answers to what became of an agency's own promise.
var SettledStates = []string{StateKept, StateChanged, StateBroken}

func filled(s string) bool { return strings.TrimSpace(s) != "" && words(s) }

func words(s string) bool { return plain(s, maxWords, "\n\t") }

func line(s string) bool { return plain(s, maxLine, "") }

// plain refuses what would hide in a text or turn it round: bytes that are no text, controls, and the marks that reorder
// what is read. Letters of every script pass.
func plain(s string, most int, also string) bool {
	if !utf8.ValidString(s) || utf8.RuneCountInString(s) > most {
		return false
	}
	for _, r := range s {
		control := r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0xfeff
		if control && !strings.ContainsRune(also, r) {
			return false
		}
	}
	return true
}

func fits(s string, size int) bool {
	return len(s) == size && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789") == ""
}

func day(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}
