package conversation

import "slices"

// Complete is the rule "one answer is a complete conversation" (R-5-1): a single answer, a word, a topic of their own,
// one thing that matters, "I don't want to say" — each is enough, and nothing is ever missing. There is no other
// measure of a conversation anywhere in this program: no progress, no percentage, no list of what was left out.
func (c *Content) Complete() bool {
	if len(c.Matters) > 0 || len(c.Links) > 0 || len(c.Barriers) > 0 || len(c.Findings) > 0 {
		return true
	}
	for _, t := range c.Topics {
		if !t.Name.Empty() {
			return true
		}
	}
	for _, a := range c.Answers {
		if a.Choice != "" || !a.Words.Empty() {
			return true
		}
	}
	return false
}

// tidy drops what was begun and left empty, so that nothing blank is ever stored or drawn. Cards that were chosen and
// then not talked about are among it: what somebody did not say is nobody's business.
func (c *Content) tidy() {
	answers := map[string]Answer{}
	for code, a := range c.Answers {
		if a.Choice != "" || !a.Words.Empty() {
			answers[code] = a
		}
	}
	c.Answers = answers
	about := c.talkedAbout()
	c.Chosen = slices.DeleteFunc(slices.Clone(c.Chosen), func(code string) bool { return !about[code] })
	c.Place = ""
	c.Version = contentVersion
}
