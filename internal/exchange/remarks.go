package exchange

import (
	"context"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
)

// Remark is what the young person said about what is written of them, or whom they asked for.
type Remark struct {
	ID      string                  `json:"id"`
	At      time.Time               `json:"at"`
	Kind    conversation.RemarkKind `json:"kind"`            // disagree, correct, add, ask, pressed
	About   string                  `json:"about,omitempty"` // the contribution or promise they speak of
	Whom    string                  `json:"whom,omitempty"`  // worker, guardian, advocate, other
	Told    string                  `json:"told"`            // the account that was told
	Author  string                  `json:"author"`          // who was beside them, or their own place
	Own     bool                    `json:"own"`             // nobody was beside them
	Words   conversation.Words      `json:"words"`
	Replies []Reply                 `json:"replies"`
}

// Reply is what became of a remark.
type Reply struct {
	ID       string    `json:"id"`
	At       time.Time `json:"at"`
	Author   string    `json:"author"`
	Answered bool      `json:"answered"` // false: it was read
	Text     string    `json:"text,omitempty"`
	ForYoung string    `json:"for_young,omitempty"`
	Language string    `json:"language,omitempty"` // of for_young
}

func remarks(ctx context.Context, w *access.Work, id string) ([]Remark, error) {
	said, err := conversation.Remarks(ctx, w, id)
	list := make([]Remark, 0, len(said))
	for _, r := range said {
		out := Remark{ID: r.ID, At: r.At, Kind: r.Kind, About: r.About, Whom: r.Whom, Told: r.Adult, Author: r.Author, Own: r.Own,
			Words: r.Words, Replies: []Reply{}}
		for _, a := range r.Replies {
			out.Replies = append(out.Replies, Reply{ID: a.ID, At: a.At, Author: a.Author, Answered: a.Answer, Text: a.Text.Text,
				ForYoung: a.Text.ForYoung, Language: a.Text.Language})
		}
		list = append(list, out)
	}
	return list, err
}

func (whole Whole) remarkAccounts() (ids []string) {
	for _, r := range whole.Remarks {
		ids = append(ids, r.Told, r.Author)
		for _, a := range r.Replies {
			ids = append(ids, a.Author)
		}
	}
	return ids
}

func (t *text) remarks() {
	if len(t.whole.Remarks) == 0 {
		return
	}
	t.head("What the young person says about what is written")
	what := map[conversation.RemarkKind]string{conversation.Disagree: "They say: this is not right", conversation.Amend: "They say: it should say this",
		conversation.Addition: "They add", conversation.AskFor: "They ask for somebody", conversation.Pressed: "Their second word was used: they may have been pressed"}
	for _, r := range t.whole.Remarks {
		with := "with " + t.name(r.Author)
		if r.Own {
			with = "in a place of their own"
		}
		t.line("\n  %s, %s, %s. Told: %s.", what[r.Kind], moment(r.At), with, t.name(r.Told))
		t.short("Whom", words(r.Whom))
		t.short("About", r.About)
		t.said(r.Words)
		for _, a := range r.Replies {
			if !a.Answered {
				t.line("    Read by %s, %s.", t.name(a.Author), moment(a.At))
				continue
			}
			t.line("    Answered by %s, %s.", t.name(a.Author), moment(a.At))
			t.typed("Answer", a.Text)
			t.typed("In the young person's language"+after(" (", a.Language, ")"), a.ForYoung)
		}
	}
}
