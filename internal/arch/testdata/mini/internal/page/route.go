package page

// Route is a row.
type Route struct{}
