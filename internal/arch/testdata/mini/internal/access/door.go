package access

// Door is the door.
type Door struct{}
