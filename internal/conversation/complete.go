package conversation

// Complete is the rule "one answer is a complete conversation" (R-5-1): a single answer, a word, a topic of their own,
// one thing that matters, "I don't want to say" — each is enough, and nothing is ever missing. There is no other
// measure of a conversation anywhere in this program: no progress, no percentage, no list of what was left out.
func (c *Content) Complete() bool {
	if len(c.Topics) > 0 || len(c.Matters) > 0 || len(c.Links) > 0 || len(c.Barriers) > 0 || len(c.Findings) > 0 {
		return true
	}
	for _, a := range c.Answers {
		if a.Choice != "" || !a.Words.Empty() {
			return true
		}
	}
	return false
}

// tidy drops what was begun and left empty, so that nothing blank is ever stored or drawn.
func (c *Content) tidy() {
	for code, a := range c.Answers {
		if a.Choice == "" && a.Words.Empty() {
			delete(c.Answers, code)
		}
	}
	c.Place = ""
	c.Version = contentVersion
}
