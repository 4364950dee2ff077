package conversation

import (
	"encoding/json"
	"fmt"

	"stablefutures/internal/framework"
)

// pack gives the facts of a content in the edition's fixed order, one byte an item, then one byte for each topic of
// the young person's own in the order they were named: what pages and the cube read without opening any words.
func pack(ed *framework.Edition, c *Content) ([]byte, error) {
	facts := framework.NewFacts(ed)
	for code, a := range c.Answers {
		if _, own := c.Topic(code); own {
			continue
		}
		if err := facts.Set(code, factOf(a)); err != nil {
			return nil, fmt.Errorf("pack facts: %w", err)
		}
	}
	for code, f := range c.Findings {
		fact, _ := framework.FactByKey(f.State)
		if err := facts.Set(code, fact); err != nil {
			return nil, fmt.Errorf("pack facts: %w", err)
		}
	}
	for _, t := range c.Topics {
		if _, err := facts.AddOwn(factOf(c.Answers[t.ID])); err != nil {
			return nil, fmt.Errorf("pack facts: %w", err)
		}
	}
	return facts.Bytes(), nil
}

func factOf(a Answer) framework.Fact {
	if fact, ok := framework.FactByKey(a.Choice); ok {
		return fact
	}
	if !a.Words.Empty() {
		return framework.WordsOnly
	}
	return framework.Untouched
}

// lists gives the typed lists that stand beside the facts as JSON of codes, never of words.
func lists(c *Content) (matters, links, barriers string, err error) {
	type code struct {
		Item         string `json:"item"`
		WhoCanChange string `json:"who_can_change"`
		System       string `json:"system,omitempty"`
		Kind         string `json:"kind,omitempty"`
	}
	codes := make([]code, len(c.Barriers))
	for i, b := range c.Barriers {
		codes[i] = code{b.Item, b.WhoCanChange, b.System, b.Kind}
	}
	for _, p := range []struct {
		from any
		into *string
	}{{nonNil(c.Matters), &matters}, {nonNil(c.Links), &links}, {codes, &barriers}} {
		b, err := json.Marshal(p.from)
		if err != nil {
			return "", "", "", err
		}
		*p.into = string(b)
	}
	return matters, links, barriers, nil
}

func nonNil[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
