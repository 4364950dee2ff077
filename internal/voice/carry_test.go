package voice_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/voice"
)

// elsewhere is a worker of another organisation, who has met Selam and does not know what she told here.
func (w *world) elsewhere() permit.Actor {
	w.Helper()
	organisation := db.NewID()
	first, err := w.accounts.CreateFirstAdministrator(w.Context(), permit.System,
		account.Organisation{ID: organisation, Name: "Kestrel House", Kind: account.Charity, Nation: "england"}, account.NewPerson{Name: "Ada Orme", Email: "ada@kestrel.example"})
	w.must(err)
	admin := permit.Actor{ID: first.AccountID, Organisation: organisation, Roles: []permit.Role{permit.Administrator}}
	i, err := w.accounts.Invite(w.Context(), admin, organisation, account.NewPerson{Name: "Sunniva Lark", Email: "sunniva@kestrel.example", Roles: []permit.Role{permit.Practitioner}})
	w.must(err)
	return permit.Actor{ID: i.AccountID, Organisation: organisation, Roles: []permit.Role{permit.Practitioner}}
}

// chosen gives everything Selam put into words, chosen to carry on, and a card with its code.
func (w *world) chosen() (voice.Chosen, voice.Card) {
	w.Helper()
	c, err := w.Carry(w.Context(), w.tam, w.selam)
	w.must(err)
	one := voice.Chosen{Contribution: c.Statements[0].Contribution, Item: c.Statements[0].Item}
	w.must(w.Choose(w.Context(), w.tam, w.selam, "ti", []voice.Chosen{one}))
	id := db.NewID()
	w.must(w.MakeCard(w.Context(), w.tam, w.selam, id))
	w.must(w.MakeCard(w.Context(), w.tam, w.selam, id)) // pressed twice
	c, err = w.Carry(w.Context(), w.tam, w.selam)
	w.must(err)
	if len(c.Cards) != 1 || !c.Statements[0].Chosen {
		w.Fatalf("cards %+v", c.Cards)
	}
	return one, c.Cards[0]
}

func asking(code string) voice.NewAsk {
	return voice.NewAsk{ID: db.NewID(), Code: code, Text: voice.AskText{Who: "college mentor", Why: "so that she need not begin again", Language: "ti"}}
}

func yes(ask string) voice.AskDecision {
	return voice.AskDecision{Ask: ask, Yes: true, Days: 30, Text: voice.AskAnswer{Reason: "she wants it", ForYoung: "እወ"}}
}

// What was chosen, and nothing else, goes to the one who asked, once whoever answers for the record said yes; it is read as
// it stands, and is gone when she takes it back.
func TestCarry_goesToWhomSheShowsHerCardAndComesBack(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx, sunniva := t.Context(), w.elsewhere()
		one, card := w.chosen()
		ask := asking(strings.ToLower(voice.ShowCardCode(card.Code)))
		w.must(w.Ask(ctx, sunniva, ask))
		w.must(w.Ask(ctx, sunniva, ask)) // sent twice
		_, err := w.Received(ctx, sunniva, w.selam, ask.ID)
		w.refused(err, problem.NotFound) // nobody said yes
		w.refused(w.DecideAsk(ctx, w.tam, w.selam, yes(ask.ID)), problem.Forbidden)
		waiting, err := w.WaitingAsks(ctx, w.iona)
		w.must(err)
		if n, err := w.CountAsks(ctx, w.iona); err != nil || n != 1 || len(waiting) != 1 || waiting[0].Names.Shown() != "Selam" {
			t.Fatalf("waiting: %d %+v %v", n, waiting, err)
		}
		shown, err := w.Asks(ctx, w.iona, w.selam)
		w.must(err)
		if len(shown.Asks) != 1 || shown.Asks[0].Text.Who != "college mentor" || len(shown.Words) != 1 || shown.Names[sunniva.ID].Name != "Sunniva Lark" {
			t.Fatalf("to decide: %+v", shown)
		}
		w.must(w.DecideAsk(ctx, w.iona, w.selam, yes(ask.ID)))
		w.refused(w.DecideAsk(ctx, w.iona, w.selam, yes(ask.ID)), problem.Conflict)

		got, err := w.Received(ctx, sunniva, w.selam, ask.ID)
		w.must(err)
		if len(got.Words) != 1 || got.Words[0].Words.Text != "I like the light room" || got.From != "Wendmoor Council" || len(got.Words[0].Permissions) != 0 {
			t.Fatalf("received: %+v", got)
		}
		_, err = w.Open(ctx, sunniva, w.selam)
		w.refused(err, problem.NotFound)
		_, err = w.Received(ctx, w.noor, w.selam, ask.ID)
		w.refused(err, problem.NotFound)
		hers := asking(card.Code) // somebody else who was let see opens what is theirs alone
		w.must(w.Ask(ctx, w.noor, hers))
		w.must(w.DecideAsk(ctx, w.iona, w.selam, yes(hers.ID)))
		_, err = w.Received(ctx, w.noor, w.selam, ask.ID)
		w.refused(err, problem.NotFound)
		w.must(w.TakeBack(ctx, w.tam, w.selam, hers.ID))
		seen, err := w.Seen(ctx, w.tam, w.selam)
		w.must(err)
		if len(seen.Seers) != 3 || seen.Seers[2].Name != "Sunniva Lark" || seen.Seers[2].Reason != access.ReasonShare {
			t.Errorf("who can see: %+v", seen.Seers)
		}

		w.must(w.Choose(ctx, w.tam, w.selam, "ti", nil))
		got, err = w.Received(ctx, sunniva, w.selam, ask.ID)
		w.must(err)
		if got.Words[0].Missing != "taken_back" || got.Words[0].Words.Text != "" || got.Words[0].Day == "" {
			t.Errorf("taken back, and shown: %+v", got.Words)
		}
		w.must(w.Choose(ctx, w.tam, w.selam, "ti", []voice.Chosen{one}))
		c, err := w.Carry(ctx, w.tam, w.selam)
		w.must(err)
		given := c.Asks[slices.IndexFunc(c.Asks, func(a voice.Ask) bool { return a.ID == ask.ID })]
		if given.State != voice.AskGiven || given.ReadAt.IsZero() || given.Answer.Language != "ti" {
			t.Errorf("in her place: %+v", c.Asks)
		}
		w.must(w.TakeBack(ctx, w.tam, w.selam, ask.ID))
		w.must(w.TakeBack(ctx, w.tam, w.selam, ask.ID)) // pressed twice
		_, err = w.Received(ctx, sunniva, w.selam, ask.ID)
		w.refused(err, problem.NotFound)
		mine, err := w.AskedByMe(ctx, sunniva)
		w.must(err)
		if len(mine) != 1 || mine[0].State != voice.AskTakenBack || mine[0].Record != "" {
			t.Errorf("on her list: %+v", mine)
		}
	})
}

// A code on no card, on one that was cancelled and on one that counts are answered alike, and stand alike on the list.
func TestAsk_tellsNobodyWhetherThereIsACard(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx, sunniva := t.Context(), w.elsewhere()
		_, card := w.chosen()
		gone := db.NewID()
		w.must(w.MakeCard(ctx, w.tam, w.selam, gone))
		c, err := w.Carry(ctx, w.tam, w.selam)
		w.must(err)
		cancelled := c.Cards[0]
		if cancelled.ID != gone {
			cancelled = c.Cards[1]
		}
		w.must(w.CancelCard(ctx, w.tam, w.selam, gone))
		_, err = w.PrintCard(ctx, w.tam, w.selam, gone)
		w.refused(err, problem.NotFound)
		for _, code := range []string{card.Code, cancelled.Code, voice.NewCardCode()} {
			w.must(w.Ask(ctx, sunniva, asking(code)))
		}
		back := asking(card.Code) // she takes it back before anybody answered
		w.must(w.Ask(ctx, sunniva, back))
		w.must(w.TakeBack(ctx, w.tam, w.selam, back.ID))
		mine, err := w.AskedByMe(ctx, sunniva)
		w.must(err)
		if len(mine) != 4 {
			t.Fatalf("%d on the list", len(mine))
		}
		for _, h := range mine {
			if h.State != voice.AskWaits || h.Record != "" {
				t.Errorf("one stands out: %+v", h)
			}
		}
		shown, err := w.Asks(ctx, w.iona, w.selam)
		w.must(err)
		if len(shown.Asks) != 2 {
			t.Errorf("asked with a card that counts: %d", len(shown.Asks))
		}
		w.passed.Add(int64(29 * 24 * time.Hour))
		mine, err = w.AskedByMe(ctx, sunniva)
		w.must(err)
		for _, h := range mine {
			if h.State != voice.AskLapsed {
				t.Errorf("after four weeks: %+v", h)
			}
		}
		for _, a := range shown.Asks { // too old, and taken back
			w.refused(w.DecideAsk(ctx, w.iona, w.selam, yes(a.ID)), problem.Conflict)
		}
	})
}

func TestAsk_isRefusedWhenWrongOrTooOften(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx, sunniva := t.Context(), w.elsewhere()
		for _, change := range []func(*voice.NewAsk){
			func(n *voice.NewAsk) { n.Code = "BCDF GHJK LMNP" }, func(n *voice.NewAsk) { n.Code = "" }, func(n *voice.NewAsk) { n.Code = strings.Repeat("é", 12) },
			func(n *voice.NewAsk) { n.Text.Who = " " }, func(n *voice.NewAsk) { n.Text.Why = strings.Repeat("a", 2001) }, func(n *voice.NewAsk) { n.Text.Language = "" },
			func(n *voice.NewAsk) { n.ID = "x" },
		} {
			n := asking(voice.NewCardCode())
			change(&n)
			w.refused(w.Ask(ctx, sunniva, n), problem.Invalid)
		}
		other := asking(voice.NewCardCode())
		other.OwnRecord = w.selam
		w.refused(w.Ask(ctx, sunniva, other), problem.NotFound)
		w.refused(w.Ask(ctx, w.admin, asking(voice.NewCardCode())), problem.Forbidden)
		for range 5 {
			w.must(w.Ask(ctx, sunniva, asking(voice.NewCardCode())))
		}
		w.refused(w.Ask(ctx, sunniva, asking(voice.NewCardCode())), problem.Conflict)
		w.passed.Add(int64(61 * time.Minute))
		w.must(w.Ask(ctx, sunniva, asking(voice.NewCardCode())))
	})
}

// A no leaves nothing to read; its reason is for the young person, and whoever asked reads none.
func TestDecideAsk_aNoGivesNothing(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx, sunniva := t.Context(), w.elsewhere()
		_, card := w.chosen()
		ask := asking(card.Code)
		w.must(w.Ask(ctx, sunniva, ask))
		w.refused(w.DecideAsk(ctx, w.iona, w.selam, voice.AskDecision{Ask: ask.ID}), problem.Invalid)
		w.refused(w.DecideAsk(ctx, w.iona, w.selam, yes(db.NewID())), problem.NotFound)
		w.must(w.DecideAsk(ctx, w.iona, w.selam, voice.AskDecision{Ask: ask.ID, Text: voice.AskAnswer{Reason: "we do not know her yet"}}))
		c, err := w.Carry(ctx, w.tam, w.selam)
		w.must(err)
		if c.Asks[0].State != voice.AskRefused || c.Asks[0].Answer.Reason == "" {
			t.Errorf("in her place: %+v", c.Asks[0])
		}
		_, err = w.Received(ctx, sunniva, w.selam, ask.ID)
		w.refused(err, problem.NotFound)
	})
}

// On a restricted record a yes lets nobody in who is not named there, and says so.
func TestDecideAsk_aRestrictedRecordOpensToTheNamedAlone(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx, sunniva := t.Context(), w.elsewhere()
		_, card := w.chosen()
		ask := asking(card.Code)
		w.must(w.Ask(ctx, sunniva, ask))
		boss := w.iona
		boss.Roles = []permit.Role{permit.Manager}
		w.must(w.records.Restrict(ctx, boss, w.accounts, w.selam, "danger", []access.Holder{{Kind: access.HolderAccount, ID: boss.ID}, {Kind: access.HolderAccount, ID: w.tam.ID}}))
		w.refused(w.DecideAsk(ctx, boss, w.selam, yes(ask.ID)), problem.Conflict)
	})
}

// What she says about it with somebody new is told to who said yes, and the answer is read there.
func TestPassOn_isToldAndAnswered(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx, sunniva := t.Context(), w.elsewhere()
		one, card := w.chosen()
		ask := asking(card.Code)
		w.must(w.Ask(ctx, sunniva, ask))
		r := conversation.Remark{ID: db.NewID(), Kind: conversation.Addition, About: one.Contribution, Words: conversation.Words{Text: "ሕጂ ጽቡቕ ኣሎ", Language: "ti", WrittenBy: "young_person"}}
		w.refused(w.PassOn(ctx, sunniva, w.selam, ask.ID, r), problem.NotFound)
		w.must(w.DecideAsk(ctx, w.iona, w.selam, yes(ask.ID)))
		w.must(w.PassOn(ctx, sunniva, w.selam, ask.ID, r))
		hidden := r
		hidden.ID, hidden.About = db.NewID(), w.hidden
		w.refused(w.PassOn(ctx, sunniva, w.selam, ask.ID, hidden), problem.NotFound)
		news, err := w.News(ctx, w.iona)
		w.must(err)
		if len(news) != 1 || !news[0].Mine {
			t.Fatalf("told: %+v", news)
		}
		w.must(w.Reply(ctx, w.iona, w.selam, conversation.Reply{ID: db.NewID(), Remark: r.ID, Answer: true, Text: conversation.ReplyText{Text: "Thank you"}}))
		got, err := w.Received(ctx, sunniva, w.selam, ask.ID)
		w.must(err)
		if len(got.Remarks) != 1 || len(got.Remarks[0].Answers()) != 1 || got.Names[w.iona.ID].Name != "Iona Birk" {
			t.Errorf("the loop: %+v", got.Remarks)
		}
	})
}

// It stands beside her record with somebody new, and is destroyed with the one it is read from.
func TestToldBefore_standsBesideTheirOwnRecordUntilItIsDestroyed(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx, sunniva := t.Context(), w.elsewhere()
		_, card := w.chosen()
		own := w.person(sunniva, "S.")
		ask := asking(card.Code)
		w.must(w.Ask(ctx, sunniva, ask))
		w.must(w.DecideAsk(ctx, w.iona, w.selam, yes(ask.ID)))
		w.must(w.KeepWith(ctx, sunniva, ask.ID, own))
		if err := w.KeepWith(ctx, w.noor, ask.ID, w.other); err == nil {
			t.Error("somebody else's record takes it")
		}
		list, err := w.ToldBefore(ctx, sunniva, own)
		w.must(err)
		if len(list) != 1 || list[0].Words[0].Words.Text == "" {
			t.Fatalf("told before: %+v", list)
		}
		unanswered := asking(card.Code)
		w.must(w.Ask(ctx, sunniva, unanswered))
		w.must(w.Ask(ctx, sunniva, asking(voice.NewCardCode())))
		boss := w.iona
		boss.Roles = []permit.Role{permit.Manager}
		w.must(w.records.Erase(ctx, boss, w.selam, "request"))
		if list, err = w.ToldBefore(ctx, sunniva, own); err != nil || len(list) != 0 {
			t.Errorf("after the record was destroyed: %+v, %v", list, err)
		}
		// What nobody answered waits on, like the code on no card: its being gone would tell that there was a record.
		if mine, err := w.AskedByMe(ctx, sunniva); err != nil || len(mine) != 2 || mine[0].State != mine[1].State || mine[0].Record != "" || mine[1].Record != "" {
			t.Errorf("left behind: %+v, %v", mine, err)
		}
		w.must(w.Ask(ctx, sunniva, asking(card.Code))) // the card of a destroyed record is a card that never was
	})
}

func FuzzReadCardCode(f *testing.F) {
	f.Add("KRTM WHXB DCFG")
	f.Add("")
	f.Fuzz(func(t *testing.T, typed string) {
		code, err := voice.ReadCardCode(typed)
		if err != nil {
			return
		}
		if again, err := voice.ReadCardCode(voice.ShowCardCode(code)); err != nil || again != code {
			t.Errorf("%q reads %q, then %q (%v)", typed, code, again, err)
		}
	})
}

// One wrong letter, or two that changed places, is found.
func TestReadCardCode_findsSlips(t *testing.T) {
	const letters = "BCDFGHJKLMNPRSTVWXZ"
	code := voice.NewCardCode()
	if have, err := voice.ReadCardCode(" " + strings.ToLower(code[:5]) + "-" + code[5:]); err != nil || have != code {
		t.Fatalf("read %q, %v", have, err)
	}
	for i := range code {
		for _, l := range letters {
			if wrong := code[:i] + string(l) + code[i+1:]; wrong != code {
				if _, err := voice.ReadCardCode(wrong); !problem.Is(err, problem.Invalid) {
					t.Errorf("%s passes for %s", wrong, code)
				}
			}
		}
		for k := i + 1; k < len(code); k++ {
			b := []byte(code)
			if b[i], b[k] = b[k], b[i]; string(b) == code {
				continue
			}
			if _, err := voice.ReadCardCode(string(b)); !problem.Is(err, problem.Invalid) {
				t.Errorf("%s passes for %s", b, code)
			}
		}
	}
}
