package voice

// NewCardCode makes a code as a card would have, for tests.
var NewCardCode = newCardCode
