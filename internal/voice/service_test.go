package voice_test

import (
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// What is theirs to see is what they said, the views that were talked through with them, and what was promised.
func TestOpen_showsWhatIsTheirsAndNothingElse(t *testing.T) {
	eachWorld(t, func(w *world) {
		p, err := w.Open(t.Context(), w.tam, w.selam)
		w.must(err)
		if len(p.Sittings) != 1 || p.Sittings[0].Said.ID != w.said {
			t.Errorf("said: %+v", p.Sittings)
		}
		if len(p.Views) != 1 || p.Views[0].ID != w.view {
			t.Errorf("views: %+v", p.Views)
		}
		if len(p.Promises) != 1 || p.Own {
			t.Errorf("promises: %+v, own %v", p.Promises, p.Own)
		}
		if len(p.Adults) != 2 || p.Adults[0].ID != w.tam.ID || p.Adults[1].ID != w.iona.ID {
			t.Errorf("who can be told: %+v", p.Adults)
		}
		_, err = w.Open(t.Context(), w.noor, w.selam)
		w.refused(err, problem.NotFound)
		_, err = w.Open(t.Context(), w.admin, w.selam)
		if err == nil {
			t.Error("an administrator opens a young person's place")
		}
	})
}

func TestSay_isToldToANamedAdultAndAnswered(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx := t.Context()
		r := conversation.Remark{ID: db.NewID(), Kind: conversation.Disagree, About: w.view, Adult: w.iona.ID}
		w.must(w.Say(ctx, w.tam, w.selam, r))
		news, err := w.News(ctx, w.iona)
		w.must(err)
		if len(news) != 1 || !news[0].Mine || news[0].Names.Shown() != "Selam" {
			t.Errorf("told: %+v", news)
		}
		if news, err = w.News(ctx, w.tam); err != nil || len(news) != 1 || news[0].Mine {
			t.Errorf("a colleague on the record: %+v, %v", news, err)
		}
		if news, err = w.News(ctx, w.noor); err != nil || len(news) != 0 {
			t.Errorf("somebody else: %+v, %v", news, err)
		}
		w.must(w.Reply(ctx, w.iona, w.selam, conversation.Reply{ID: db.NewID(), Remark: r.ID, Answer: true, Text: conversation.ReplyText{Text: "I see", ForYoung: "ተረዲኡኒ"}}))
		p, err := w.Open(ctx, w.tam, w.selam)
		w.must(err)
		if len(p.Remarks) != 1 || len(p.Remarks[0].Answers()) != 1 || p.Remarks[0].Answers()[0].Text.Language != "ti" || p.Names[w.iona.ID].Name != "Iona Birk" {
			t.Errorf("answered: %+v", p.Remarks)
		}
		h, err := w.Hear(ctx, w.tam, w.selam)
		w.must(err)
		if len(h.Remarks) != 1 || h.Sittings[w.view] == "" {
			t.Errorf("heard: %+v", h)
		}
	})
}

// Nobody finds out by speaking of it what is written that was not talked through, or is of another record.
func TestSay_isAboutWhatIsTheirsToSee(t *testing.T) {
	eachWorld(t, func(w *world) {
		say := func(who permit.Actor, record string, change func(*conversation.Remark)) error {
			r := conversation.Remark{ID: db.NewID(), Kind: conversation.Disagree}
			change(&r)
			return w.Say(t.Context(), who, record, r)
		}
		for _, about := range []string{w.said, w.view, w.promised, ""} {
			w.must(say(w.tam, w.selam, func(r *conversation.Remark) { r.About = about }))
		}
		for _, about := range []string{w.hidden, db.NewID()} {
			w.refused(say(w.tam, w.selam, func(r *conversation.Remark) { r.About = about }), problem.NotFound)
		}
		w.refused(say(w.noor, w.other, func(r *conversation.Remark) { r.About = w.said }), problem.NotFound)
		w.refused(say(w.tam, w.selam, func(r *conversation.Remark) { r.Adult = w.noor.ID }), problem.Invalid)
		w.refused(say(w.tam, w.selam, func(r *conversation.Remark) { r.Kind = conversation.Pressed }), problem.Invalid)
		w.refused(say(w.noor, w.selam, func(*conversation.Remark) {}), problem.NotFound)
	})
}

// Who looked is told to them beside their worker; the log of it stays closed to every other act.
func TestSeen_saysWhoCanSeeAndWhoLooked(t *testing.T) {
	eachWorld(t, func(w *world) {
		seen, err := w.Seen(t.Context(), w.tam, w.selam)
		w.must(err)
		if len(seen.Seers) != 2 || seen.Seers[0].Name != "Tam Ashdown" {
			t.Errorf("who can see: %+v", seen.Seers)
		}
		err = w.door.Read(t.Context(), w.tam, permit.SpeakOwn, access.Record(w.selam), func(work *access.Work) error {
			_, _, err := work.Trail(t.Context(), 0, 10)
			return err
		})
		w.refused(err, problem.Forbidden)
	})
}
