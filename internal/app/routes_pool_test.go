package app

import (
	"strings"
	"testing"

	"stablefutures/internal/db"
	"stablefutures/internal/insight"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/sharing"
)

// findPools names the demonstration's pool that is settled, the one that is open, and the round.
func (w *walker) findPools(t *testing.T) {
	t.Helper()
	list, err := w.demo.Insight.Pools(t.Context(), w.actors["manager"])
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		if p.Settled() {
			w.places["pool"] = p.ID
		} else {
			w.places["open pool"] = p.ID
		}
	}
	rounds, err := w.demo.Insight.Rounds(t.Context(), w.actors["manager"])
	if err != nil || len(rounds) != 1 {
		t.Fatalf("%v: %d rounds", err, len(rounds))
	}
	w.places["masked"], w.places["sent"] = rounds[0].ID, "round"
}

// A round goes its whole way between three organisations that know each other by their partner cards, and its page says at each
// step what is to be done. There are a dozen young people: nothing of the sum may be shown, and the page says so.
func TestRounds_wholeWayBetweenThreeOrganisations(t *testing.T) {
	w := newWalker(t)
	at := w.goRound(t, func(at, words string) {
		t.Helper()
		if a := w.ask("GET", at, w.tokens["manager"], "en"); a.Code != 200 || !strings.Contains(a.Body.String(), words) {
			t.Errorf("%d: the page does not say %q", a.Code, words)
		}
	})
	if a := w.ask("GET", at, w.tokens["manager"], "en"); !strings.Contains(a.Body.String(), "too few young people in all of these organisations together") {
		t.Error("the page does not say why nothing is shown")
	}
	if a := w.ask("GET", at+"/files/opening", w.tokens["manager"], "en"); a.Code != 200 {
		t.Errorf("the opening cannot be taken: %d", a.Code)
	}
}

// goRound lets the demonstration's round go its whole way, and gives the address of its page. After each step the page is to say
// some words.
func (w *walker) goRound(t *testing.T, say func(at, words string)) (at string) {
	t.Helper()
	ctx, in := t.Context(), w.demo.Insight
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	staff := func(key string, roles ...permit.Role) permit.Actor {
		return permit.Actor{ID: db.NewID(), Organisation: w.actors[key].Organisation, Roles: roles}
	}
	council, trust, welsh := w.actors["manager"], staff("guardian", permit.Manager), staff("practitioner_wales", permit.Manager)
	knows := func(here, other permit.Actor) {
		t.Helper()
		card, err := w.demo.Between.OwnCard(ctx, other)
		must(err)
		p, err := w.demo.Between.AddPartner(ctx, here, sharing.NewPartner{Card: string(card.Text()), Fingerprint: card.Fingerprint(), Compared: "by telephone"})
		if problem.KeyOf(err) == "between.partner_known" {
			return
		}
		must(err)
		second := here
		second.ID = db.NewID()
		must(w.demo.Between.ConfirmPartner(ctx, second, p.ID, card.Fingerprint()))
	}
	all := []permit.Actor{council, trust, welsh}
	for _, here := range all {
		for _, other := range all {
			if here.Organisation != other.Organisation {
				knows(here, other)
			}
		}
	}
	rounds, err := in.Rounds(ctx, council)
	must(err)
	id := rounds[0].ID
	at = "/insight/rounds/" + id
	shows := func(words string) { t.Helper(); say(at, words) }
	ids := []string{id, "", ""}
	mine := func(i int, step insight.Step) []byte {
		t.Helper()
		r, err := in.Round(ctx, all[i], ids[i])
		must(err)
		a, _ := r.Attempt()
		attempt := a.Hash
		if step == insight.Announcing {
			attempt = ""
		}
		f, ok := r.Mine(step, attempt)
		if !ok {
			t.Fatalf("%d has no %s", i, step)
		}
		return f.Text
	}
	carry := func(i, j int, step insight.Step) {
		t.Helper()
		_, err := in.TakeInPoolFile(ctx, all[j], mine(i, step))
		must(err)
	}
	shows("take in the key that each sends back")
	for i := range 2 {
		ids[i+1], err = in.TakeInPoolFile(ctx, all[i+1], rounds[0].Text())
		must(err)
		carry(i+1, 0, insight.Announcing)
	}
	shows("Make the list of who takes part")
	must(in.MakeRoster(ctx, council, id, nil))
	shows("Make our contribution")
	carry(0, 1, insight.Listing)
	carry(0, 2, insight.Listing)
	for i := range all {
		must(in.Contribute(ctx, all[i], ids[i]))
	}
	shows("Somebody does not contribute")
	steps := func(step insight.Step) {
		t.Helper()
		for i := range all {
			for j := range all {
				if i != j {
					carry(i, j, step)
				}
			}
		}
	}
	steps(insight.Contributing)
	shows("This can be done once in a round")
	for i := range all {
		must(in.Open(ctx, all[i], ids[i]))
	}
	shows("Send your opening to everybody")
	steps(insight.Opening)
	shows("keep what may be shown")
	must(in.Combine(ctx, council, id))
	return at
}
