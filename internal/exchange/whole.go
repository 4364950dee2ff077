package exchange

import (
	"time"

	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
)

// Format names the form of record.json. A form that changes what a reader must know gets another number.
const Format = "stablefutures-record-1"

// Whole is one whole record: what record.json holds. Lists are oldest first, and there even when they are empty.
// Times are RFC 3339 in UTC; one that is left out never came. Every id is a lower-case UUID.
type Whole struct {
	Format    string      `json:"format"`
	Made      Made        `json:"made"`
	Record    Head        `json:"record"`
	Profiles  []Profile   `json:"profiles"` // the last one holds now
	Sittings  []Sitting   `json:"sittings"`
	Tickets   []Ticket    `json:"tickets"`   // conversations taken out to where there was no network, or on paper
	Arrivals  []Arrival   `json:"arrivals"`  // what came in from devices, and what became of it
	Misplaced []Misplaced `json:"misplaced"` // conversations that stood here by mistake; nothing of them is here
	Papers    []Paper     `json:"papers"`    // sheets that were printed for conversations
	Promises  []Promise   `json:"promises"`
	Remarks   []Remark    `json:"remarks"` // what the young person says about what is written
	Grants    []Grant     `json:"grants"`
	// Restrictions are times in which the record opened to those it names alone; Emergencies that somebody let themselves in.
	Restrictions []Restriction `json:"restrictions"`
	Emergencies  []Emergency   `json:"emergencies"`
	Files        []File        `json:"files"`
	Ledger       []LedgerLine  `json:"ledger"`
	LedgerCut    bool          `json:"ledger_cut"` // there are older lines than the archive holds
	People       []Named       `json:"people"`     // whom the ids of accounts, teams and organisations stand for
	Editions     []Edition     `json:"editions"`   // the texts of everything that the record points at
	Wordings     []Wording     `json:"wordings"`   // the words and pictures as they were shown; a setup names them by checksum
}

// Wording is everything that a young person was shown of one edition in one language: docs/schemas/wording-1.json says what
// Document holds. The checksum is the SHA-256, in hex, of Document in the canonical form of RFC 8785.
type Wording struct {
	Checksum string            `json:"checksum"`
	Document framework.Wording `json:"document"`
}

// Made says when, by whom and why the archive was made.
type Made struct {
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Reason string    `json:"reason"` // one of Reasons
	Files  bool      `json:"files"`  // whether the files themselves are in the archive
}

// Head is what is known of the record itself.
type Head struct {
	ID            string    `json:"id"`
	Organisation  string    `json:"organisation"`
	Nation        string    `json:"nation"`
	OpenedAt      time.Time `json:"opened_at"`
	OpenedBy      string    `json:"opened_by"`
	LastSittingAt time.Time `json:"last_sitting_at,omitzero"`
}

// Profile is one version of who the young person is.
type Profile struct {
	ID       string         `json:"id"`
	At       time.Time      `json:"at"`
	Author   string         `json:"author"`
	Document record.Profile `json:"document"`
}

// Sitting is one conversation with what was contributed to it.
type Sitting struct {
	ID            string             `json:"id"`
	Edition       string             `json:"edition"`
	OpenedAt      time.Time          `json:"opened_at"`
	OpenedBy      string             `json:"opened_by"`
	EndedAt       time.Time          `json:"ended_at,omitzero"`
	Ending        string             `json:"ending"` // finished, stopped, or "" while it goes on
	Setup         conversation.Setup `json:"setup"`
	Contributions []Contribution     `json:"contributions"`
	Marks         []Mark             `json:"marks"`
}

// Permission is what the young person said of passing on one statement of theirs to one recipient.
type Permission struct {
	ID        string                      `json:"id"`
	At        time.Time                   `json:"at"`
	Author    string                      `json:"author"`
	Item      string                      `json:"item"`
	Recipient string                      `json:"recipient"` // an organisation's id, or publication
	Answer    string                      `json:"answer"`    // yes, no
	Given     string                      `json:"given"`     // beside, own_place
	Document  conversation.PermissionText `json:"document"`
}

// Ticket is a conversation that was taken out to where there is no network, with the label that two people find it by.
type Ticket struct {
	ID       string    `json:"id"`
	Kind     string    `json:"kind"` // device, paper
	Worker   string    `json:"worker"`
	Picture  string    `json:"picture"`
	Word     string    `json:"word"`
	Edition  string    `json:"edition"`
	Language string    `json:"language,omitempty"`
	Sitting  string    `json:"sitting"` // the id that the sitting has, if it was held and taken in
	Issued   time.Time `json:"issued"`
	Expires  time.Time `json:"expires"`
	State    string    `json:"state"` // open, used, withdrawn
}

// Arrival says that something came in from a device and what became of it. What is in it is in its sitting, or was destroyed,
// or is still sealed and not here.
type Arrival struct {
	ID        string    `json:"id"`
	Ticket    string    `json:"ticket"`
	Worker    string    `json:"worker"`
	ArrivedAt time.Time `json:"arrived_at"`
	State     string    `json:"state"` // waiting, quarantined, taken_in, destroyed
	Reason    string    `json:"reason,omitempty"`
	SettledAt string    `json:"settled_at,omitempty"`
	SettledBy string    `json:"settled_by,omitempty"`
	Sitting   string    `json:"sitting,omitempty"`
}

// Misplaced says that a conversation stood on this record by mistake, and when it was taken away.
type Misplaced struct {
	Sitting string    `json:"sitting"`
	At      time.Time `json:"at"`
	By      string    `json:"by"`
}

// Paper is a sheet that was printed for a conversation, and what became of it. Its code is not here.
type Paper struct {
	ID       string    `json:"id"`
	Sitting  string    `json:"sitting"` // the conversation that it becomes once it is typed in
	Worker   string    `json:"worker"`
	Edition  string    `json:"edition"`
	Language string    `json:"language"`
	Picture  string    `json:"picture"` // the label
	Word     string    `json:"word"`
	Printed  bool      `json:"printed"` // false for one that was made to type in a sheet without a code
	At       time.Time `json:"at"`
	TypedIn  time.Time `json:"typed_in,omitzero"`
}

// Mark says that the young person pressed "I am not safe now", or that something was said which must be recorded
// elsewhere, and later what came of it. What was said is not here.
type Mark struct {
	ID       string                `json:"id"`
	At       time.Time             `json:"at"`
	Author   string                `json:"author"`
	Kind     conversation.MarkKind `json:"kind"`
	About    string                `json:"about,omitempty"`
	Document conversation.MarkText `json:"document"`
}

// Contribution is what one author said in one sitting, from one perspective. One that was set right later stays.
type Contribution struct {
	ID          string                   `json:"id"`
	At          time.Time                `json:"at"`
	Author      string                   `json:"author"`
	Perspective conversation.Perspective `json:"perspective"`
	Edition     string                   `json:"edition"`
	Corrects    string                   `json:"corrects,omitempty"`
	Why         string                   `json:"why,omitempty"`
	Document    conversation.Content     `json:"document"`
	Talks       []Talk                   `json:"talks"`
	Permissions []Permission             `json:"permissions"`
}

// Talk is one time that a view was talked through with the young person, or withheld from them.
type Talk struct {
	ID      string    `json:"id"`
	At      time.Time `json:"at"`
	By      string    `json:"by"`
	Outcome string    `json:"outcome"` // talked_through, withheld
	Why     string    `json:"why,omitempty"`
}

// Promise is what somebody said they would do, with everything that became of it.
type Promise struct {
	ID       string        `json:"id"`
	Sitting  string        `json:"sitting,omitempty"`
	Edition  string        `json:"edition"`
	MadeAt   time.Time     `json:"made_at"`
	MadeBy   string        `json:"made_by"`
	Owner    string        `json:"owner,omitempty"` // an account, where the owner has one here
	Items    []string      `json:"items"`
	Agreed   string        `json:"agreed"`
	DueOn    string        `json:"due_on"`
	State    promise.State `json:"state"`
	StateAt  time.Time     `json:"state_at"`
	ToldAt   time.Time     `json:"told_at,omitzero"`
	Document promise.Text  `json:"document"`
	Events   []Event       `json:"events"`
}

// Event is one thing that happened to a promise.
type Event struct {
	ID       string            `json:"id"`
	At       time.Time         `json:"at"`
	Author   string            `json:"author"`
	Kind     promise.Kind      `json:"kind"`
	DueOn    string            `json:"due_on,omitempty"`
	Document promise.EventText `json:"document"`
}

// Grant is one line of who could open the record, or its sealed details, and why.
type Grant struct {
	ID         string    `json:"id"`
	Part       string    `json:"part"`
	HolderKind string    `json:"holder_kind"`
	Holder     string    `json:"holder"`
	Reason     string    `json:"reason"`
	DecidedBy  string    `json:"decided_by"`
	From       time.Time `json:"from"`
	Until      time.Time `json:"until,omitzero"`
	GivenAt    time.Time `json:"given_at"`
	EndedBy    string    `json:"ended_by,omitempty"`
	EndReason  string    `json:"end_reason,omitempty"`
	EndAskedBy string    `json:"end_asked_by,omitempty"`
	EndAskedAt time.Time `json:"end_asked_at,omitzero"`
}

// Restriction is a time in which the record opened to those it names alone.
type Restriction struct {
	ID          string    `json:"id"`
	Reason      string    `json:"reason"`
	By          string    `json:"by"`
	At          time.Time `json:"at"`
	LiftAskedBy string    `json:"lift_asked_by,omitempty"`
	LiftAskedAt time.Time `json:"lift_asked_at,omitzero"`
	LiftedBy    string    `json:"lifted_by,omitempty"`
	LiftedAt    time.Time `json:"lifted_at,omitzero"`
	Named       []Member  `json:"named"`
}

// Member is one that a restriction names.
type Member struct {
	HolderKind string    `json:"holder_kind"`
	Holder     string    `json:"holder"`
	By         string    `json:"by"`
	At         time.Time `json:"at"`
	EndedBy    string    `json:"ended_by,omitempty"`
	EndedAt    time.Time `json:"ended_at,omitzero"`
}

// Emergency says that somebody let themselves into the record, why, and what a second person said of it.
type Emergency struct {
	ID           string    `json:"id"`
	Account      string    `json:"account"`
	Organisation string    `json:"organisation"`
	Reason       string    `json:"reason"`
	SealedReason string    `json:"sealed_reason,omitempty"`
	At           time.Time `json:"at"`
	Until        time.Time `json:"until"`
	Why          string    `json:"why"`
	ReviewedBy   string    `json:"reviewed_by,omitempty"`
	ReviewedAt   time.Time `json:"reviewed_at,omitzero"`
	Verdict      string    `json:"verdict,omitempty"`
	Review       string    `json:"review,omitempty"`
}

// File is one file of the record.
type File struct {
	ID     string          `json:"id"`
	Name   string          `json:"name"` // as it came; in the archive files have numbers
	Kind   record.FileKind `json:"kind"`
	Media  string          `json:"media"`
	Size   int64           `json:"size"` // bytes
	At     time.Time       `json:"at"`
	Author string          `json:"author"`
	Path   string          `json:"path,omitempty"`   // in the archive
	SHA256 string          `json:"sha256,omitempty"` // hexadecimal
}

// LedgerLine is one entry of the ledger about the record.
type LedgerLine struct {
	Entry   int64     `json:"entry"`
	At      time.Time `json:"at"`
	Actor   string    `json:"actor"`
	Act     string    `json:"act"`
	Outcome string    `json:"outcome"` // done, refused, failed
	Reason  string    `json:"reason,omitempty"`
	Detail  []string  `json:"detail"`
	Listed  bool      `json:"listed,omitempty"` // the record stood in a list with others; the rest of the entry stays closed
}

// Named is an account, a team or an organisation by its name.
type Named struct {
	ID           string `json:"id"`
	Kind         string `json:"kind"` // account, team, organisation
	Name         string `json:"name"`
	Organisation string `json:"organisation,omitempty"` // the name of an account's organisation
}

// Edition is one published version of outcomes and indicators, with those of its texts that the record points at.
type Edition struct {
	ID         string `json:"id"`
	Set        string `json:"set"`
	Name       string `json:"name"`
	Version    string `json:"version"`
	Date       string `json:"date"`
	Source     string `json:"source"`
	Permission string `json:"permission"`
	// Attribution is what the rights-holder asks to stand beside the wording.
	Attribution string `json:"attribution,omitempty"`
	// Withheld says why codes stand here in place of the wording; "" when the wording is here.
	Withheld string `json:"withheld,omitempty"`
	// Recalled is the notice with which the edition was called back; "" when it was not.
	Recalled   string                       `json:"recalled,omitempty"`
	Checksum   string                       `json:"checksum"` // SHA-256 of the whole edition, hexadecimal
	Levels     Levels                       `json:"levels"`
	Principles []Principle                  `json:"principles"`
	Items      []Item                       `json:"items"`
	Choices    map[string]map[string]string `json:"choices"`   // by key, then by language: what the young person could pick
	Explained  map[string]map[string]string `json:"explained"` // by key, then by language: what they were told beforehand
	Languages  map[string]Language          `json:"languages"` // those of the texts here, by tag
}

// Levels are the edition's own names of its three levels.
type Levels struct {
	Principle string `json:"principle"`
	Outcome   string `json:"outcome"`
	Indicator string `json:"indicator"`
}

// Principle is one of the principles of an edition.
type Principle struct {
	Code    string `json:"code"`
	Article string `json:"article"`
	Name    string `json:"name"`
}

// Item is one outcome or indicator that the record points at.
type Item struct {
	Code      string          `json:"code"`
	Kind      string          `json:"kind"` // outcome, indicator
	Principle string          `json:"principle"`
	Outcome   string          `json:"outcome"`
	Text      string          `json:"text"`
	Cards     map[string]Card `json:"cards"` // what the young person saw, by language; empty for an indicator
}

// Card is what the young person saw of an outcome.
type Card struct {
	Name    string `json:"name"`
	Ask     string `json:"ask"`
	Simpler string `json:"simpler"`
	Example string `json:"example"`
}

// Language says how far a language's texts could be trusted.
type Language struct {
	Name   string `json:"name"`
	Status string `json:"status"`
}
