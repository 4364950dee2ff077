package conversationweb

import (
	"context"

	"stablefutures/internal/framework"
	"stablefutures/internal/page/kit"
)

// voice speaks to the young person: in their language, except that a text which must not be a machine's draft stands
// in a language that a person wrote.
type voice struct {
	pack  *framework.Pack
	guard *framework.Pack // for agreement, safety, stopping and privacy
	// second is the worker's language where both are wanted: it stands beside theirs, smaller.
	second *framework.Pack
}

// secondPack is the pack that a worker reads along in; nil where the cards are in their language already.
func (web *Web) secondPack(ctx context.Context, ed *framework.Edition, lang string, first *framework.Pack) *framework.Pack {
	pack, ok := web.Framework.Pack(ctx, ed, lang)
	if !ok || !web.mayShow(pack) {
		pack = originalPack(ed)
	}
	if pack.Lang() == first.Lang() {
		return nil
	}
	return pack
}

// voice finds the pack of a spoken language. Where that is not ready the cards are in plain English, with their pictures,
// and an interpreter speaks from the sheet.
func (web *Web) voice(ctx context.Context, ed *framework.Edition, lang string) voice {
	original := originalPack(ed)
	pack, ok := web.Framework.Pack(ctx, ed, lang)
	if !ok || !web.mayShow(pack) {
		pack = original
	}
	v := voice{pack: pack, guard: pack}
	if !pack.Trusted() && !web.Demo {
		v.guard = original
	}
	return v
}

// mayShow says whether a pack may be shown here.
func (web *Web) mayShow(p *framework.Pack) bool { return p.Showable(web.DraftsOK || web.Demo) }

// originalPack is the pack that the edition was written in.
func originalPack(ed *framework.Edition) *framework.Pack {
	for _, lang := range ed.Languages {
		if p, _ := ed.Pack(lang); p.Status() == framework.StatusOriginal {
			return p
		}
	}
	p, _ := ed.Pack(ed.Languages[0])
	return p
}

func (v voice) of(key string) *framework.Pack {
	if framework.Guarded(key) {
		return v.guard
	}
	return v.pack
}

// say is a screen text for a slot, marked with its own language where that is not the page's.
func (v voice) say(key string, slots ...string) kit.Content {
	return v.both(v.of(key), func(p *framework.Pack) string { return p.Text(key, slots...) })
}

// changer is who can change something, without the room that paper leaves for a name.
func (v voice) changer(who string) kit.Content {
	return v.both(v.pack, func(p *framework.Pack) string { return p.Changer(who) })
}

// both is a text of a pack, with the same text in the worker's language beside it where both are wanted.
func (v voice) both(p *framework.Pack, text func(*framework.Pack) string) kit.Content {
	own := v.in(p, text(p))
	if v.second == nil || v.second.Lang() == p.Lang() {
		return own
	}
	return inBoth(own, kit.In(v.second.Lang(), v.second.Dir(), text(v.second)))
}

// card is a text of an outcome's card.
func (v voice) card(code string, text func(framework.Card) string) kit.Content {
	return v.both(v.pack, func(p *framework.Pack) string {
		card, _ := p.Card(code)
		return text(card)
	})
}

// choice is the word of an anchor or an answer.
func (v voice) choice(key string) kit.Content {
	return v.both(v.pack, func(p *framework.Pack) string {
		c, _ := p.Choice(key)
		return c.Word
	})
}

// text is the bare text.
func (v voice) text(key string, slots ...string) string { return v.of(key).Text(key, slots...) }

func (v voice) in(p *framework.Pack, text string) kit.Content {
	if p == v.pack {
		return kit.T(text)
	}
	return kit.In(p.Lang(), p.Dir(), text)
}

// explanation is what is told before the first card. It is guarded as a whole.
func (v voice) explanation(nation string) []framework.Point {
	points := v.guard.Explanation(nation)
	if points == nil {
		points = v.guard.Explanation(framework.Nations[0])
	}
	return points
}

// drafted says whether what the young person sees was made by a machine and must say so.
func (v voice) drafted() bool { return !v.pack.Trusted() }

// sentence is text that somebody typed, perhaps in the young person's language and perhaps not.
func (v voice) sentence(text string) kit.Content {
	return kit.Sentence(v.pack.Lang(), v.pack.Dir(), text)
}
