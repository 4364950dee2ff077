package sharing

import (
	"slices"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/nation"
	"stablefutures/internal/problem"
)

// words gives what the trust can read of her own words in what it took in.
func (w *two) words(record string) []string {
	w.Helper()
	seen, err := w.trust.Received(w.Context(), w.trust.worker, record)
	must(w, err)
	var list []string
	for _, e := range seen.First().Elements {
		if e.Mark == MarkWords {
			list = append(list, e.Text)
		}
	}
	return list
}

// TestBack_herNoTakesHerWordsBackAlsoFromADeployment: the no makes the notice, by the button here and without one; taken in,
// it leaves her words nowhere on the other side, and the rest of the share stands.
func TestBack_herNoTakesHerWordsBackAlsoFromADeployment(t *testing.T) {
	for name, notice := range map[string]func(*two) error{
		"by the button": func(w *two) error {
			made, err := w.council.TakeBackWords(w.Context(), w.council.boss, w.person)
			if !made {
				w.Error("there is no notice to carry")
			}
			return err
		},
		"in the background": func(w *two) error { return w.council.Due(w.Context()) },
	} {
		t.Run(name, func(t *testing.T) {
			eachTwo(t, func(w *two) {
				ctx := w.Context()
				n, file := w.send()
				in := w.takeIn(file)
				if got := w.words(in.Record); len(got) != 1 {
					t.Fatalf("her words went as %v", got)
				}
				w.pass(time.Hour)
				w.says(false)
				must(w, notice(w))
				made, err := w.council.TakeBackWords(ctx, w.council.boss, w.person)
				if err != nil || made {
					t.Errorf("the same is taken back twice: %v %v", made, err)
				}
				must(w, w.council.Due(ctx))
				sent, err := w.council.SentOf(ctx, w.council.boss, w.person)
				must(w, err)
				if got := sent[0].TakenBack(); got != 1 || len(sent[0].Packages) != 2 {
					t.Fatalf("%d packages take back %d", len(sent[0].Packages), got)
				}
				back, err := w.council.File(ctx, w.council.boss, SideSent, w.person, n.ID, "")
				must(w, err)
				_, err = w.trust.TakeIn(ctx, w.trust.second, back, "") // somebody who cannot open the share
				must(w, err)
				if got := w.words(in.Record); len(got) != 0 {
					t.Errorf("the other side still has %v", got)
				}
				seen, err := w.trust.Received(ctx, w.trust.worker, in.Record)
				must(w, err)
				if len(seen.First().Elements) != 2 || seen.TakenBack() != 1 || seen.State != TransferOpen {
					t.Errorf("what is left of the share: %+v", seen)
				}
				must(w, w.trust.db.Read(ctx, func(tx *db.Tx) error {
					rows, err := listPackages(ctx, tx, in.ID)
					for _, r := range rows {
						if strings.Contains(string(r.document), "lilac") {
							t.Error("her words lie there open")
						}
					}
					return err
				}))
				_, err = w.trust.TakeIn(ctx, w.trust.second, back, "")
				refused(t, err, "between.package_replayed")
				_, err = w.council.TakeIn(ctx, w.council.boss, w.trust.newest(in, PackageReceipt), "")
				must(w, err)
				w.council.holds()
				w.trust.holds()
			})
		})
	}
}

// TestMayReach_isHerNewestWordToThisRecipient, and to nobody that she was not asked about.
func TestMayReach_isHerNewestWordToThisRecipient(t *testing.T) {
	eachTwo(t, func(w *two) {
		may := func(recipient string) (may bool) {
			must(w, w.council.door.Background(w.Context(), func(x *access.Work) (err error) {
				may, err = conversation.MayReach(w.Context(), x, w.person, w.said, w.item, recipient)
				return err
			}))
			return may
		}
		for _, yes := range []bool{true, false, true} {
			if w.says(yes); may(w.partner.ID) != yes {
				t.Errorf("she said %v, and that does not count", yes)
			}
		}
		for _, other := range []string{w.trust.team, conversation.Publication, ""} {
			if may(other) {
				t.Errorf("nobody asked about %q", other)
			}
		}
	})
}

// TestSend_herWordsNeedHerYesForThisPartner, whoever asks and whatever keys are sent; and nothing can be named that the record
// does not hold.
func TestSend_herWordsNeedHerYesForThisPartner(t *testing.T) {
	eachTwo(t, func(w *two) {
		ctx := w.Context()
		try := func(keys ...string) error {
			n := w.shared()
			if len(keys) > 0 {
				n.keys = keys
			}
			_, err := w.council.Send(ctx, w.council.boss, n.Decision, n.keys)
			return err
		}
		w.says(false)
		refused(t, try(), "problem.invalid")
		w.says(true)
		must(t, try())
		for _, key := range []string{"words/" + db.NewID() + "/" + w.item, "promise/" + db.NewID() + "/", "sealed//address", "field//address", ""} {
			if err := try(key); !problem.Is(err, problem.Conflict) {
				t.Errorf("%q is sent: %v", key, err)
			}
		}
		n := w.shared()
		if _, err := w.council.Send(ctx, w.council.worker, n.Decision, n.keys); err == nil {
			t.Error("a practitioner sends")
		}
		if _, err := w.council.Send(ctx, w.council.other, n.Decision, n.keys); !problem.Is(err, problem.NotFound) {
			t.Errorf("another organisation sends: %v", err)
		}
	})
}

// TestSend_sentTwiceIsSentOnce, and another decision under the same id is none.
func TestSend_sentTwiceIsSentOnce(t *testing.T) {
	eachTwo(t, func(w *two) {
		n, file := w.send()
		again, err := w.council.Send(w.Context(), w.council.boss, n.Decision, n.keys)
		if err != nil || string(again) != string(file) {
			t.Errorf("the same again: %v", err)
		}
		n.Share = false
		if err := w.council.shares.Decide(w.Context(), w.council.boss, n.Decision, nil); !problem.Is(err, problem.Conflict) {
			t.Errorf("the other answer under the same id: %v", err)
		}
	})
}

// TestSend_onTheTermsOfAShareHere: a ground of the nation or one in words, the number with its check digit, an end and a day of
// destruction, and what harm was weighed.
func TestSend_onTheTermsOfAShareHere(t *testing.T) {
	eachTwo(t, func(w *two) {
		for name, change := range map[string]func(*Decision){
			"a code of before":                   func(d *Decision) { d.Terms.Gateway = "duty" },
			"a ground of another nation":         func(d *Decision) { d.Terms.Gateway = "sswba-s130" },
			"another ground, and not which":      func(d *Decision) { d.Terms.Gateway = nation.OtherGateway },
			"two grounds":                        func(d *Decision) { d.Terms.Other = "a letter" },
			"no harm weighed":                    func(d *Decision) { d.Terms.Detriment = " " },
			"a number with a slip":               func(d *Decision) { d.Terms.Identifier, d.Terms.Number = "included", "9434765918" },
			"a number and a reason against it":   func(d *Decision) { d.Terms.Number = "9434765919" },
			"destroyed before it ends":           func(d *Decision) { d.DestroyBy = d.Until.Add(-time.Second) },
			"destroyed in three years":           func(d *Decision) { d.DestroyBy = w.now().AddDate(3, 0, 0) },
			"never destroyed":                    func(d *Decision) { d.DestroyBy = time.Time{} },
			"an end in ten years":                func(d *Decision) { d.Until = w.now().AddDate(10, 0, 0); d.DestroyBy = d.Until },
			"asked, and no, and nobody says why": func(d *Decision) { d.Terms.Asked = "no" },
		} {
			n := w.shared()
			change(&n.Decision)
			if _, err := w.council.Send(w.Context(), w.council.boss, n.Decision, n.keys); !problem.Is(err, problem.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		n := w.shared()
		n.Terms.Gateway, n.Terms.Other, n.Terms.Identifier, n.Terms.Number = nation.OtherGateway, "A memorandum of 2031", "included", "9434765919"
		n.Terms.Asked, n.Terms.AskedWhy, n.Terms.Response = "no", "SHEFEARS", "read it kindly"
		file, err := w.council.Send(w.Context(), w.council.boss, n.Decision, n.keys)
		must(w, err)
		look, err := w.trust.Look(w.Context(), w.trust.boss, file)
		must(w, err)
		got := look.Package.Terms
		if got.Gateway != n.Terms.Other || got.Number != n.Terms.Number || got.Nation != "england" || got.Response != "read it kindly" || got.Asked != "no" {
			t.Errorf("the terms travel as %+v", got)
		}
		if got.AskedWhy != "" || got.Detriment != "" {
			t.Error("why she said no goes to whom she said no to")
		}
	})
}

// TestDecide_notToShareWithADeploymentIsKeptToo, in the same log, and ends that are withdrawn are said there.
func TestDecide_notToShareWithADeploymentIsKeptToo(t *testing.T) {
	eachTwo(t, func(w *two) {
		ctx, h := w.Context(), w.council
		not := Decision{ID: db.NewID(), Record: w.person, Recipient: w.partner.ID, Terms: Terms{Purpose: "they asked for all", Asked: "no", AskedWhy: "she fears it", Detriment: "he may read it"}}
		must(w, h.shares.Decide(ctx, h.boss, not, nil))
		n, _ := w.send()
		_, err := h.Withdraw(ctx, h.boss, w.person, n.ID)
		must(w, err)
		log, err := h.shares.Shares(ctx, h.boss, w.person)
		must(w, err)
		if len(log.Entries) != 2 {
			t.Fatalf("the log has %d", len(log.Entries))
		}
		for _, e := range log.Entries {
			if !e.Beyond || log.Agencies[e.Recipient].Name != w.trust.name || e.Open(w.now()) {
				t.Errorf("it says %+v of %s", e.Decision, log.Agencies[e.Recipient].Name)
			}
			if e.Share != (e.ID == n.ID) || e.Share && e.EndedBy != h.boss.ID {
				t.Errorf("share %v, ended by %q", e.Share, e.EndedBy)
			}
		}
		if err := h.shares.Withdraw(ctx, h.boss, w.person, n.ID); !problem.Is(err, problem.NotFound) {
			t.Errorf("a share with a deployment is ended as one here: %v", err)
		}
		choice, err := h.shares.Choose(ctx, h.boss, w.person, "")
		must(w, err)
		if !slices.ContainsFunc(choice.Partners, func(p Partner) bool { return p.ID == w.partner.ID }) {
			t.Error("the partner is not offered")
		}
		must(w, h.EndPartner(ctx, h.boss, w.partner.ID))
		later := w.shared()
		if _, err := h.Send(ctx, h.boss, later.Decision, later.keys); err == nil {
			t.Error("something goes to a partner that was struck off")
		}
	})
}
