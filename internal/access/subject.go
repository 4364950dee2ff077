package access

// Kind says what a decision is about.
type kind uint8

const (
	nothing kind = iota
	record
	organisation
	account
	rating
)

// Subject is what somebody acts on: a young person's record, an organisation, an account, a rating of a case audit, or nothing
// in particular.
type Subject struct {
	kind kind
	id   string
}

// Nothing is the subject of actions that are about no one: a public page, the list of frameworks.
var Nothing = Subject{}

// Record is a young person's record by its id.
func Record(id string) Subject { return Subject{record, id} }

// Organisation is an organisation by its id.
func Organisation(id string) Subject { return Subject{organisation, id} }

// Account is a person's account by its id.
func Account(id string) Subject { return Subject{account, id} }

// Rating is a rating of a case audit by its id.
func Rating(id string) Subject { return Subject{rating, id} }

// ID gives the subject's id; "" for Nothing.
func (s Subject) ID() string { return s.id }
