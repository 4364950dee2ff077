package conversation_test

import (
	"strings"
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// add keeps a remark on Selam's record as somebody.
func (w *world) add(who permit.Actor, r conversation.Remark) error {
	return w.door.Do(w.t.Context(), who, permit.SpeakOwn, access.Record(w.selam), func(work *access.Work) error {
		return conversation.AddRemark(w.t.Context(), work, w.selam, r)
	})
}

func (w *world) reply(who permit.Actor, record string, a conversation.Reply) error {
	return w.door.Do(w.t.Context(), who, permit.AnswerVoice, access.Record(record), func(work *access.Work) error {
		return conversation.ReplyTo(w.t.Context(), work, record, a)
	})
}

func (w *world) remarks(record string, who permit.Actor) (list []conversation.Remark) {
	w.t.Helper()
	must(w.t, w.door.Read(w.t.Context(), who, permit.AnswerVoice, access.Record(record), func(work *access.Work) (err error) {
		list, err = conversation.Remarks(w.t.Context(), work, record)
		return err
	}))
	return list
}

func TestRemark_isKeptAsItWasSaidAndAnswered(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		said := conversation.Words{Text: "ኣይኮነን", Language: "ti", WrittenBy: "young_person", Translation: "It is not so", TranslatedTo: "en", TranslatedBy: "interpreter"}
		r := conversation.Remark{ID: db.NewID(), Kind: conversation.Amend, Adult: w.mina.ID, Words: said}
		must(t, w.add(w.mina, r))
		must(t, w.add(w.mina, r)) // sent twice
		other := r
		other.Words.Text = "ካልእ"
		refused(t, w.add(w.mina, other), problem.Conflict, "problem.duplicate")

		read := conversation.Reply{ID: db.NewID(), Remark: r.ID}
		must(t, w.reply(w.omar, w.selam, read))
		must(t, w.reply(w.omar, w.selam, conversation.Reply{ID: db.NewID(), Remark: r.ID})) // read again is read once
		must(t, w.reply(w.gail, w.selam, conversation.Reply{ID: db.NewID(), Remark: r.ID, Answer: true, Text: conversation.ReplyText{Text: "We changed it"}}))
		list := w.remarks(w.selam, w.mina)
		if len(list) != 1 || list[0].Words != said || list[0].Author != w.mina.ID || list[0].Own || len(list[0].Replies) != 2 ||
			list[0].ReadAt().IsZero() || len(list[0].Answers()) != 1 || list[0].Answers()[0].Text.Text != "We changed it" {
			t.Errorf("kept: %+v", list)
		}
		demands(t, w.reply(w.gail, w.selam, conversation.Reply{ID: db.NewID(), Remark: r.ID, Answer: true}), "text", "problem.required")
	})
}

func TestRemark_refusesWhatItCannotKeep(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id, adult := db.NewID(), w.mina.ID
		for field, r := range map[string]conversation.Remark{
			"kind":  {ID: id, Kind: "shout", Adult: adult},
			"words": {ID: id, Kind: conversation.Addition, Adult: adult},
			"whom":  {ID: id, Kind: conversation.AskFor, Whom: "police", Adult: adult},
		} {
			err := w.add(w.mina, r)
			if !problem.Is(err, problem.Invalid) || !strings.Contains(err.Error(), field) {
				t.Errorf("%s: %v", field, err)
			}
		}
		refused(t, w.add(w.stranger, conversation.Remark{ID: id, Kind: conversation.Disagree, Adult: adult}), problem.NotFound, "problem.not_found")
		must(t, w.add(w.mina, conversation.Remark{ID: id, Kind: conversation.Disagree, Adult: adult}))
		refused(t, w.reply(w.stranger, w.dawit, conversation.Reply{ID: db.NewID(), Remark: id}), problem.NotFound, "problem.not_found")
	})
}

func TestRemark_waitsForThoseAloneWhoMayAnswer(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := db.NewID()
		must(t, w.add(w.mina, conversation.Remark{ID: id, Kind: conversation.AskFor, Whom: "advocate", Adult: w.mina.ID}))
		count := func(who permit.Actor, want int) {
			t.Helper()
			n, err := w.service.CountRemarks(t.Context(), who)
			must(t, err)
			var list []conversation.OpenRemark
			if permit.Could(who, permit.ListVoices) {
				must(t, w.door.List(t.Context(), who, permit.ListVoices, func(l *access.Listing) (err error) {
					list, err = conversation.OpenRemarks(t.Context(), l)
					return err
				}))
			}
			if n != want || len(list) != want {
				t.Errorf("%d counted, %d listed, want %d", n, len(list), want)
			}
		}
		count(w.omar, 1)
		count(w.stranger, 0)
		count(permit.Actor{ID: db.NewID(), Roles: []permit.Role{permit.Auditor}}, 0)
		must(t, w.reply(w.omar, w.selam, conversation.Reply{ID: db.NewID(), Remark: id}))
		count(w.omar, 1) // read is not answered
		must(t, w.reply(w.omar, w.selam, conversation.Reply{ID: db.NewID(), Remark: id, Answer: true, Text: conversation.ReplyText{Text: "Asked today"}}))
		count(w.omar, 0)
	})
}

func TestRemark_isDestroyedWithItsRecord(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := db.NewID()
		must(t, w.add(w.mina, conversation.Remark{ID: id, Kind: conversation.Disagree, Adult: w.mina.ID}))
		must(t, w.reply(w.mina, w.selam, conversation.Reply{ID: db.NewID(), Remark: id}))
		must(t, w.records.Erase(t.Context(), w.max, w.selam, "request"))
		for _, table := range []string{"conversation_remarks", "conversation_remark_replies"} {
			var n int
			must(t, w.d.Read(t.Context(), func(tx *db.Tx) error { return tx.QueryRow(t.Context(), "select count(*) from "+table).Scan(&n) }))
			if n != 0 {
				t.Errorf("%d rows left in %s", n, table)
			}
		}
	})
}
