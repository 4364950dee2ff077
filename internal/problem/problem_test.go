package problem

import (
	"errors"
	"fmt"
	"testing"
)

func TestKindOf_findsTheKindThroughWraps(t *testing.T) {
	err := fmt.Errorf("keep promise: %w", New(Conflict, "promise.already_settled"))
	if KindOf(err) != Conflict || KeyOf(err) != "promise.already_settled" {
		t.Fatalf("got %v %q", KindOf(err), KeyOf(err))
	}
	if KindOf(errors.New("disk on fire")) != Internal || KeyOf(errors.New("x")) != "problem.internal" {
		t.Fatal("an unclassified error must be Internal")
	}
	if Is(nil, Internal) {
		t.Fatal("no error is no problem")
	}
}

func TestCheck_collectsEveryField(t *testing.T) {
	var c Check
	if c.Err() != nil {
		t.Fatal("an empty check must pass")
	}
	c.Require(true, "a", "problem.required")
	c.Require(false, "b", "problem.required")
	c.Add("c", "problem.too_long", "max", 10)
	var e *Error
	if !errors.As(c.Err(), &e) || len(e.Fields) != 2 || e.Kind != Invalid {
		t.Fatalf("got %v", c.Err())
	}
	if e.Error() != "invalid: problem.invalid [b: problem.required] [c: problem.too_long]" {
		t.Fatal(e.Error())
	}
}
