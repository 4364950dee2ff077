package problem

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Kind says which of five things happened. There are five because a person can do five different things about them.
type Kind uint8

// The five kinds. Internal is the zero value, so an error nobody classified is treated as our fault, not the reader's.
const (
	Internal  Kind = iota // our fault: say sorry, log it, show nothing
	NotFound              // it is not there, or this reader may not know that it is
	Invalid               // what was sent cannot be right: show the form again with what to mend
	Forbidden             // the reader is known and may not do this
	Conflict              // somebody or something got there first: look again, then decide
)

// String names the kind in lower case for logs and JSON.
func (k Kind) String() string {
	switch k {
	case NotFound:
		return "not found"
	case Invalid:
		return "invalid"
	case Forbidden:
		return "forbidden"
	case Conflict:
		return "conflict"
	default:
		return "internal"
	}
}

// Field is one thing to mend in a form: the field's name and the message key that says how.
type Field struct {
	Name string
	Key  string
	Args []any // name, value pairs for the message
}

// Error is a failure a person may be told about. Key is a message key (room.thing); Args are name, value pairs for it.
// Err, when there, is for the log alone.
type Error struct {
	Kind   Kind
	Key    string
	Args   []any
	Fields []Field
	Err    error
}

// Error gives the text for the log: kind, key and cause, never what a person typed.
func (e *Error) Error() string {
	s := e.Kind.String() + ": " + e.Key
	for _, f := range e.Fields {
		s += fmt.Sprintf(" [%s: %s]", f.Name, f.Key)
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// New makes an error of a kind with a message key and its name, value pairs.
func New(kind Kind, key string, args ...any) *Error {
	return &Error{Kind: kind, Key: key, Args: args}
}

// Wrap is New with a cause for the log.
func Wrap(err error, kind Kind, key string, args ...any) *Error {
	return &Error{Kind: kind, Key: key, Args: args, Err: err}
}

// KindOf finds the kind anywhere in the chain; Internal when nobody said.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// KeyOf finds the message key anywhere in the chain; "problem.internal" when nobody said.
func KeyOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Key
	}
	return "problem.internal"
}

// ArgsOf gives the name, value pairs for the message that KeyOf names; nil when there are none.
func ArgsOf(err error) []any {
	var e *Error
	if errors.As(err, &e) {
		return e.Args
	}
	return nil
}

// Is reports whether err is of the kind.
func Is(err error, kind Kind) bool { return err != nil && KindOf(err) == kind }

// Check collects field errors while a form is validated.
type Check struct{ fields []Field }

// Add notes one field to mend.
func (c *Check) Add(name, key string, args ...any) {
	c.fields = append(c.fields, Field{Name: name, Key: key, Args: args})
}

// Require notes the field when ok is false.
func (c *Check) Require(ok bool, name, key string, args ...any) {
	if !ok {
		c.Add(name, key, args...)
	}
}

// Text notes the field when it is empty, though it is required, or has more than most characters.
func (c *Check) Text(name, value string, most int, required bool) {
	switch {
	case required && strings.TrimSpace(value) == "":
		c.Add(name, "problem.required")
	case utf8.RuneCountInString(value) > most:
		c.Add(name, "problem.too_long", "max", most)
	}
}

// Err gives an Invalid error with every field noted, or nil when there is none.
func (c *Check) Err() error {
	if len(c.fields) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Key: "problem.invalid", Fields: c.fields}
}
