package sharing

import (
	"slices"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// TestBetween_aShareIsSentReadAnsweredWithdrawnAndDestroyed is the whole way, with each side's ledger at the end.
func TestBetween_aShareIsSentReadAnsweredWithdrawnAndDestroyed(t *testing.T) {
	eachTwo(t, func(w *two) {
		ctx := w.Context()
		n, file := w.send()
		look, err := w.trust.Look(ctx, w.trust.boss, file)
		must(w, err)
		if !strings.HasPrefix(look.Package.Terms.Gateway, "Children Act 2004, section 11") || look.Package.Terms.GatewayCode != n.Terms.Gateway || look.Package.Terms.Detriment != "" || len(look.Package.Elements) != 3 || look.Partner.Card.Name != "Wendmoor Council" || len(look.Package.Items) != 1 {
			t.Errorf("the preview shows %+v", look.Package)
		}
		in := w.takeIn(file)

		// The team reads it, nobody else does, and no list or page of records knows of it.
		seen, err := w.trust.Received(ctx, w.trust.worker, in.Record)
		must(w, err)
		if got := seen.First().Elements[2]; got.Text != "ድቃስ የብለይን" || got.Mark != MarkWords {
			t.Errorf("read %+v", got)
		}
		for _, who := range []permit.Actor{w.trust.second, w.trust.other, permit.System, permit.Nobody} {
			if _, err := w.trust.Received(ctx, who, in.Record); err == nil {
				t.Errorf("%v reads what was taken in for a team", who.Roles)
			}
		}
		if rows, _, err := w.trust.records.Caseload(ctx, w.trust.worker, ""); err != nil || len(rows) > 0 {
			t.Errorf("what was taken in stands in a caseload: %v, %v", rows, err)
		}
		if _, err := w.trust.records.Person(ctx, w.trust.worker, in.Record); !problem.Is(err, problem.NotFound) {
			t.Errorf("what was taken in opens as a record: %v", err)
		}

		// The receipt, then an answer with a promise, which is theirs on the record.
		receipt := w.trust.newest(in, PackageReceipt)
		_, err = w.council.TakeIn(ctx, w.council.boss, receipt, "")
		must(w, err)
		_, err = w.trust.Answer(ctx, w.trust.worker, in.Record, answers())
		must(w, err)
		_, err = w.council.TakeIn(ctx, w.council.boss, w.trust.newest(in, PackageAnswer), "")
		must(w, err)
		promises, err := w.council.promises.Promises(ctx, w.council.boss, w.person)
		must(w, err)
		if len(promises) != 2 || promises[1].Text.Owner != "school nurse, Northfell Health Trust" || promises[1].DueOn != "2026-03-10" {
			t.Errorf("the promise became %+v", promises)
		}
		sent, err := w.council.SentOf(ctx, w.council.boss, w.person)
		must(w, err)
		if len(sent) != 1 || len(sent[0].Answers()) != 1 || sent[0].Answers()[0].Elements[0].Text != answers()[0].Text {
			t.Errorf("the answer is %+v", sent)
		}

		// Withdrawn: shut at once, for the team too; destroyed at the stated day; the receipt says so.
		notice, err := w.council.Withdraw(ctx, w.council.boss, w.person, n.ID)
		must(w, err)
		again, err := w.council.Withdraw(ctx, w.council.boss, w.person, n.ID)
		if err != nil || string(again) != string(notice) {
			t.Errorf("withdrawing again gives another notice: %v", err)
		}
		_, err = w.trust.TakeIn(ctx, w.trust.second, notice, "") // somebody who cannot open the share
		must(w, err)
		if _, err := w.trust.Received(ctx, w.trust.worker, in.Record); !problem.Is(err, problem.NotFound) {
			t.Errorf("a withdrawn share opens: %v", err)
		}
		if _, err := w.trust.Answer(ctx, w.trust.worker, in.Record, answers()); !problem.Is(err, problem.NotFound) {
			t.Errorf("a withdrawn share is answered: %v", err)
		}
		_, err = w.council.TakeIn(ctx, w.council.boss, w.trust.newest(in, PackageReceipt), "")
		must(w, err)
		w.pass(61 * 24 * time.Hour)
		must(w, w.trust.Due(ctx))
		if !w.trust.ring.IsDestroyed(in.Record) {
			t.Error("its day came and its key is still there")
		}
		_, err = w.council.TakeIn(ctx, w.council.boss, w.trust.newest(in, PackageReceipt), "")
		must(w, err)
		sent, err = w.council.SentOf(ctx, w.council.boss, w.person)
		must(w, err)
		last := sent[0].Packages[len(sent[0].Packages)-1]
		if last.Kind != PackageReceipt || last.Package.Receipt.State != "destroyed" || last.Package.Receipt.Hash != hashOf(file) {
			t.Errorf("the last word is %+v", last)
		}
		w.proved(n, file, in)
	})
}

// proved looks for the package and its hash in both ledgers.
func (w *two) proved(n shared, file []byte, in Transfer) {
	w.Helper()
	w.council.holds()
	w.trust.holds()
	var details []string
	must(w, w.council.door.Read(w.Context(), w.council.boss, permit.ReadLedger, access.Record(w.person), func(x *access.Work) error {
		traces, _, err := x.Trail(w.Context(), 0, 100)
		for _, t := range traces {
			details = append(details, t.Detail...)
		}
		return err
	}))
	if !slices.Contains(details, "sha256:"+hashOf(file)) || !slices.Contains(details, "transfer:"+n.ID) {
		w.Errorf("the sender's ledger does not name the package: %v", details)
	}
	for _, d := range details {
		if strings.Contains(d, "lilac") || strings.Contains(d, "Selam") {
			w.Errorf("the ledger holds words: %s", d)
		}
	}
	// The receiver's record is destroyed, and so is what its entries said; that there were some stays.
	must(w, w.trust.db.Read(w.Context(), func(tx *db.Tx) error {
		rows, err := listPackages(w.Context(), tx, in.ID)
		for _, r := range rows {
			if len(r.document) > 0 {
				w.Errorf("a destroyed %s still has a document", r.Kind)
			}
		}
		if len(rows) == 0 || rows[0].Hash != hashOf(file) {
			w.Errorf("nothing proves what came: %+v", rows)
		}
		return err
	}))
}

// TestBetween_itsDayComes: nobody opens it from that moment on, before any job has run; then both sides say so.
func TestBetween_itsDayComes(t *testing.T) {
	eachTwo(t, func(w *two) {
		n, file := w.send()
		in := w.takeIn(file)
		_, late := w.send()
		w.pass(30 * 24 * time.Hour)
		if _, err := w.trust.Received(w.Context(), w.trust.worker, in.Record); !problem.Is(err, problem.NotFound) {
			t.Errorf("an expired share opens: %v", err)
		}
		_, err := w.trust.TakeIn(w.Context(), w.trust.boss, late, w.trust.team)
		refused(t, err, "between.package_expired")
		must(w, w.trust.Due(w.Context()))
		must(w, w.council.Due(w.Context()))
		must(w, w.trust.Due(w.Context()))
		for _, d := range []*deployment{w.council, w.trust} {
			must(w, d.db.Read(w.Context(), func(tx *db.Tx) error {
				for _, side := range []Side{SideSent, SideReceived} {
					list, err := listTransfers(w.Context(), tx, d.boss.Organisation, side, 10)
					if err != nil {
						return err
					}
					for _, one := range list {
						if one.State != TransferExpired || !one.EndedAt.Equal(n.Until) {
							t.Errorf("%s: %s is %s at %s", d.name, side, one.State, one.EndedAt)
						}
					}
				}
				return nil
			}))
		}
		// The notice says expired, not withdrawn.
		notice, err := w.council.Withdraw(w.Context(), w.council.boss, w.person, n.ID)
		must(w, err)
		look, err := w.trust.Look(w.Context(), w.trust.boss, notice)
		if err != nil || look.Package.End.Why != "expired" {
			t.Errorf("the notice says %+v, %v", look.Package.End, err)
		}
	})
}

// TestBetween_anEndThatComesFirstKeepsTheShareOut: whoever carries files may carry them in any order.
func TestBetween_anEndThatComesFirstKeepsTheShareOut(t *testing.T) {
	eachTwo(t, func(w *two) {
		n, file := w.send()
		notice, err := w.council.Withdraw(w.Context(), w.council.boss, w.person, n.ID)
		must(w, err)
		w.takeIn(notice)
		_, err = w.trust.TakeIn(w.Context(), w.trust.boss, file, w.trust.team)
		refused(t, err, "between.package_withdrawn")
		_, err = w.trust.TakeIn(w.Context(), w.trust.boss, notice, "")
		refused(t, err, "between.package_replayed")
	})
}

// TestBetween_whatIsRefused goes through what a hostile partner, or a careless hand, may bring.
func TestBetween_whatIsRefused(t *testing.T) {
	eachTwo(t, func(w *two) {
		ctx := w.Context()
		_, file := w.send()
		bring := func(name string, file []byte, key string) {
			t.Helper()
			if _, err := w.trust.TakeIn(ctx, w.trust.boss, file, w.trust.team); err == nil || problem.KeyOf(err) != key {
				t.Errorf("%s: want %s, got %v", name, key, err)
			}
		}
		for _, at := range []int{40, len(file) / 2, len(file) - 3} {
			changed := slices.Clone(file)
			changed[at] ^= 1
			if _, err := w.trust.TakeIn(ctx, w.trust.boss, changed, w.trust.team); problem.KeyOf(err) != "between.package_tampered" && problem.KeyOf(err) != "between.package_not_for_us" {
				t.Errorf("a byte changed at %d: %v", at, err)
			}
		}
		bring("the last byte changed", append(slices.Clone(file[:len(file)-1]), file[len(file)-1]^1), "between.package_tampered")
		bring("cut short", file[:len(file)-20], "between.package_tampered")
		bring("something else", []byte("hello"), "between.package_no_package")
		bring("too large", make([]byte, maxPackageFile+1), "between.package_too_large")
		bring("its head without an end", append([]byte("age-encryption.org/v1\n"), make([]byte, 2*maxHeader)...), "between.package_tampered")

		// Another organisation of the same deployment opens nothing that is not for it.
		_, err := w.trust.OwnCard(ctx, w.trust.other)
		must(w, err)
		_, err = w.trust.TakeIn(ctx, w.trust.other, file, "")
		refused(t, err, "between.package_not_for_us")
		// Only for a team of one's own.
		_, err = w.trust.TakeIn(ctx, w.trust.boss, file, db.NewID())
		refused(t, err, "problem.invalid")
		// Nor by somebody whose job it is not.
		if _, err := w.trust.TakeIn(ctx, w.trust.worker, file, w.trust.team); !problem.Is(err, problem.Forbidden) {
			t.Errorf("a practitioner takes a package in: %v", err)
		}

		in := w.takeIn(file)
		bring("the same again", file, "between.package_replayed")
		must(w, w.trust.EndPartner(ctx, w.trust.boss, in.PartnerID))
		_, more := w.send()
		bring("from a partner that was struck off", more, "between.package_ended_sender")
	})
}

// TestBetween_aHostilePartnerForges speaks with a partner's own keys, or with somebody else's.
func TestBetween_aHostilePartnerForges(t *testing.T) {
	eachTwo(t, func(w *two) {
		stranger, err := newIdentity(w.now())
		must(w, err)
		stranger.name = "Wendmoor Council" // anybody can write any name
		to, err := w.trust.OwnCard(w.Context(), w.trust.boss)
		must(w, err)
		good := w.made
		bring := func(name string, p Package, from Identity, key string) {
			t.Helper()
			file, _, err := sealPackage(p, from, to)
			must(t, err)
			if _, err := w.trust.TakeIn(w.Context(), w.trust.boss, file, w.trust.team); problem.KeyOf(err) != key {
				t.Errorf("%s: want %s, got %v", name, key, err)
			}
		}
		bring("a stranger under a partner's name", good(), stranger, "between.package_unknown_sender")
		stranger.name = "Somebody"
		_, err = w.trust.AddPartner(w.Context(), w.trust.boss, NewPartner{Card: string(stranger.card().Text()), Fingerprint: stranger.card().Fingerprint(), Compared: "at the door"})
		must(w, err)
		bring("whom one person knows", good(), stranger, "between.package_unconfirmed_sender")

		council := w.council.own()
		future := good()
		future.MadeAt = w.now().Add(48 * time.Hour)
		future.Terms.Until = future.MadeAt.Add(time.Hour)
		bring("made in the future", future, council, "between.package_from_the_future")
		second := good()
		second.Sequence = 2
		bring("the second before the first", second, council, "between.package_out_of_order")
		reply := Package{ID: db.NewID(), Kind: PackageAnswer, Share: db.NewID(), Sequence: 1, MadeAt: w.now(), Elements: answers()}
		bring("an answer to nothing", reply, council, "between.package_unknown_share")

		// A share that names the id of a record of ours, and of one of ours that exists, is a share like any other.
		mine := good()
		mine.Share, mine.Elements[0].ID = w.person, w.person
		file, _, err := sealPackage(mine, council, to)
		must(w, err)
		if in := w.takeIn(file); in.Record == w.person {
			t.Error("a package chose the id of its record")
		}
		// What answers a share of ours comes from whom it was sent to, and from nobody else.
		n, _ := w.send()
		stolen := Package{ID: db.NewID(), Kind: PackageAnswer, Share: n.ID, Sequence: 1, MadeAt: w.now(), Elements: answers()}
		must(w, w.trust.ConfirmPartner(w.Context(), w.trust.second, w.trust.register("Somebody").ID, stranger.card().Fingerprint()))
		own, err := w.council.OwnCard(w.Context(), w.council.boss)
		must(w, err)
		p, err := w.council.AddPartner(w.Context(), w.council.boss, NewPartner{Card: string(stranger.card().Text()), Fingerprint: stranger.card().Fingerprint(), Compared: "by telephone"})
		must(w, err)
		must(w, w.council.ConfirmPartner(w.Context(), w.council.second, p.ID, stranger.card().Fingerprint()))
		file, _, err = sealPackage(stolen, stranger, own)
		must(w, err)
		_, err = w.council.TakeIn(w.Context(), w.council.boss, file, "")
		refused(t, err, "between.package_unknown_share")
	})
}

// own gives a deployment's own identity, as only it has it.
func (h *deployment) own() (i Identity) {
	h.Helper()
	must(h, h.door.Read(h.Context(), h.boss, permit.ManagePartners, access.Organisation(h.boss.Organisation), func(w *access.Work) (err error) {
		i, err = h.identity(h.Context(), w, h.boss.Organisation)
		return err
	}))
	return i
}

func (h *deployment) register(name string) Partner {
	h.Helper()
	reg, err := h.Partners(h.Context(), h.boss)
	must(h, err)
	i := slices.IndexFunc(reg.Partners, func(p Partner) bool { return p.Card.Name == name })
	if i < 0 {
		h.Fatalf("%s is not in the register", name)
	}
	return reg.Partners[i]
}

// TestPartners_twoPeopleCompare: one person alone makes nobody trusted, nor does a fingerprint that differs.
func TestPartners_twoPeopleCompare(t *testing.T) {
	eachTwo(t, func(w *two) {
		ctx, h := w.Context(), w.council
		stranger, err := newIdentity(w.now())
		must(w, err)
		stranger.name = "Lea Borough"
		card := stranger.card()
		n := NewPartner{Card: string(card.Text()), Fingerprint: w.partner.Card.Fingerprint(), Compared: "by telephone"}
		_, err = h.AddPartner(ctx, h.boss, n)
		refused(t, err, "problem.invalid")
		n.Fingerprint = strings.ToUpper(ShownFingerprint(card.Fingerprint()))
		p, err := h.AddPartner(ctx, h.boss, n)
		must(w, err)
		share := w.shared()
		share.Recipient, share.keys = p.ID, share.keys[:2]
		_, err = h.Send(ctx, h.boss, share.Decision, share.keys)
		refused(t, err, "between.partner_not_trusted")
		if err := h.ConfirmPartner(ctx, h.boss, p.ID, card.Fingerprint()); err == nil {
			t.Error("one person is two")
		}
		if err := h.ConfirmPartner(ctx, h.second, p.ID, w.partner.Card.Fingerprint()); err == nil {
			t.Error("another fingerprint confirms")
		}
		if err := h.ConfirmPartner(ctx, h.other, p.ID, card.Fingerprint()); !problem.Is(err, problem.NotFound) {
			t.Errorf("another organisation confirms: %v", err)
		}
		must(w, h.ConfirmPartner(ctx, h.second, p.ID, card.Fingerprint()))
		if _, err := h.Send(ctx, h.boss, share.Decision, share.keys); err != nil {
			t.Errorf("a partner whom two compared: %v", err)
		}
		_, err = h.AddPartner(ctx, h.boss, n)
		refused(t, err, "between.partner_known")
		own, err := h.OwnCard(ctx, h.boss)
		must(w, err)
		_, err = h.AddPartner(ctx, h.boss, NewPartner{Card: string(own.Text()), Fingerprint: own.Fingerprint(), Compared: "here"})
		refused(t, err, "between.own_card")
	})
}

// TestPartners_aNewCardStillOpensWhatWasSealedToTheOld, which is on its way; what is signed with it is not known yet.
func TestPartners_aNewCardStillOpensWhatWasSealedToTheOld(t *testing.T) {
	eachTwo(t, func(w *two) {
		_, file := w.send()
		before, err := w.trust.OwnCard(w.Context(), w.trust.boss)
		must(w, err)
		after, err := w.trust.RenewCard(w.Context(), w.trust.boss)
		must(w, err)
		if before.Fingerprint() == after.Fingerprint() {
			t.Error("the new card is the old one")
		}
		must(w, w.trust.ring.Rotate())
		in := w.takeIn(file)
		_, err = w.council.TakeIn(w.Context(), w.council.boss, w.trust.newest(in, PackageReceipt), "")
		refused(t, err, "between.package_unknown_sender")
	})
}

// TestErase_aDestroyedRecordKeepsNothingOfWhatItShared, on the side that sent it.
func TestErase_aDestroyedRecordKeepsNothingOfWhatItShared(t *testing.T) {
	eachTwo(t, func(w *two) {
		n, file := w.send()
		in := w.takeIn(file)
		must(w, w.council.records.Erase(w.Context(), w.council.boss, w.person, "request"))
		must(w, w.council.db.Read(w.Context(), func(tx *db.Tx) error {
			rows, err := listPackages(w.Context(), tx, n.ID)
			if len(rows) != 1 || len(rows[0].document)+len(rows[0].file) > 0 || rows[0].Hash != hashOf(file) {
				t.Errorf("left over: %+v", rows)
			}
			return err
		}))
		_, err := w.council.TakeIn(w.Context(), w.council.second, w.trust.newest(in, PackageReceipt), "")
		must(w, err) // proof is still taken in
		_, err = w.trust.Answer(w.Context(), w.trust.worker, in.Record, answers())
		must(w, err)
		_, err = w.council.TakeIn(w.Context(), w.council.second, w.trust.newest(in, PackageAnswer), "")
		refused(t, err, "between.package_closed")
	})
}

// TestClose_destroysNoRecordThatAnybodyLooksAfter, whoever asks for it.
func TestClose_destroysNoRecordThatAnybodyLooksAfter(t *testing.T) {
	eachTwo(t, func(w *two) {
		err := w.council.door.Do(w.Context(), permit.System, permit.CloseShare, access.Record(w.person), func(x *access.Work) error {
			return x.Destroy(w.Context(), "retention")
		})
		if !problem.Is(err, problem.Forbidden) || w.council.ring.IsDestroyed(w.person) {
			t.Errorf("closing a share destroyed a young person's record: %v", err)
		}
	})
}
