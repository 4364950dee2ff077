package handoverweb

import (
	"context"
	"io"
	"time"

	"github.com/a-h/templ"

	"stablefutures/internal/conversation"
	"stablefutures/internal/handover"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/promise"
)

// gapMonths is how long nothing must have been said before the line says so.
const gapMonths = 4

// paths are the strips of what was said over time, one for each perspective that said something more than once: two
// perspectives never share a line, where one would look like an answer to the other.
func (b reading) paths(o handover.OutcomeView) (strips []kit.Content) {
	for _, p := range []conversation.Perspective{conversation.YoungPerson, conversation.Practitioner, conversation.Guardian, conversation.Agency} {
		if b.young && p != conversation.YoungPerson {
			break
		}
		var tokens []conversation.Token
		for _, t := range o.Path {
			if t.Perspective == p {
				tokens = append(tokens, t)
			}
		}
		if len(tokens) > 1 {
			strips = append(strips, b.strip(o.Code, p, tokens))
		}
	}
	return strips
}

func (b reading) strip(code string, p conversation.Perspective, tokens []conversation.Token) kit.Content {
	strip := kit.TokenStrip{ID: "path-" + code + "-" + string(p), Title: b.pathTitle(p), Desc: b.pathDesc(), RTL: b.l.Dir() == "rtl"}
	var last time.Time
	for _, t := range tokens {
		choice, ok := b.pack.Choice(t.Choice)
		token := kit.Token{Drawing: choice.Picture, Word: choice.Word, Date: b.l.Day(promise.Day(t.At))}
		switch {
		case !ok:
			token.Drawing, token.Word = "speech", b.say("handover.in_words", "words.title")
		case p != conversation.YoungPerson: // drawn for the staff alone
			token.Word = b.t("conversation.standing_" + t.Choice) // i18n: prefix conversation.standing_
		case b.l.Tag() != b.pack.Lang():
			token.Lang, token.Dir = b.pack.Lang(), b.pack.Dir()
		}
		if months := int(t.At.Sub(last).Hours() / 24 / 30); !last.IsZero() && months >= gapMonths && !b.young {
			token.Gap = b.l.N("handover.gap", months)
		}
		last = t.At
		strip.Tokens = append(strip.Tokens, token)
	}
	if !b.young {
		return strip
	}
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error { // the words built into it, in their language
		words := kit.Words{AsTable: b.pathTitle(p), When: b.pathTitle(p), What: b.pack.Text("check.said")}
		return strip.Render(kit.WithWords(ctx, words), w)
	})
}

func (b reading) pathTitle(p conversation.Perspective) string {
	switch {
	case b.young:
		return b.pack.Text("mine.over_time")
	case p == conversation.YoungPerson:
		return b.t("handover.path")
	}
	return b.t("handover.path_" + string(p)) // i18n: prefix handover.path_
}

func (b reading) pathDesc() string {
	if b.young {
		return ""
	}
	return b.t("handover.path_desc")
}
