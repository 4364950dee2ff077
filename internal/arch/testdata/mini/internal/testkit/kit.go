package testkit

// Kit is for tests.
type Kit struct{}
