package sharing

import (
	"context"
	"encoding/json"
	"fmt"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// Between is what can be shared between deployments. It is safe for concurrent use.
type Between struct {
	door     *access.Door
	accounts *account.Service
	sharing  *Service
}

// NewBetween makes the service beside that of shares within a deployment, which decides.
func NewBetween(s *Service) *Between { return &Between{s.door, s.accounts, s} }

func keyPlace(id string) seal.Place {
	return seal.Place{Table: "sharing_keys", Row: id, Column: "secret"}
}

func partnerPlace(id string) seal.Place {
	return seal.Place{Table: "sharing_partners", Row: id, Column: "document"}
}

// identities gives an organisation's keys, the newest last.
func (b *Between) identities(ctx context.Context, w *access.Work, organisation string) ([]Identity, error) {
	rows, err := listKeys(ctx, w.Tx, organisation)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	own, err := b.accounts.Organisation(ctx, w, organisation)
	if err != nil {
		return nil, err
	}
	list := make([]Identity, len(rows))
	for i, row := range rows {
		form, err := w.System().Open(row.secret, keyPlace(row.id))
		if err != nil {
			return nil, fmt.Errorf("open identity: %w", err)
		}
		if list[i], err = readIdentity(form); err != nil {
			return nil, err
		}
		list[i].id, list[i].name = row.id, own.Name
		if list[i].madeAt, err = db.ParseTime(row.madeAt); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// identity gives the newest key, which signs.
func (b *Between) identity(ctx context.Context, w *access.Work, organisation string) (Identity, error) {
	all, err := b.identities(ctx, w, organisation)
	if err != nil {
		return Identity{}, err
	}
	if len(all) == 0 {
		return Identity{}, problem.New(problem.Conflict, "between.no_card_yet")
	}
	return all[len(all)-1], nil
}

func (b *Between) makeIdentity(ctx context.Context, w *access.Work, organisation string) error {
	made, err := newIdentity(w.At)
	if err != nil {
		return err
	}
	form, err := made.form()
	if err != nil {
		return err
	}
	w.Note("card", made.card().Fingerprint())
	return insertKey(ctx, w.Tx, organisation, keyRow{made.id, db.Time(w.At), w.System().Seal(form, keyPlace(made.id))})
}

// OwnCard gives the card of one's own organisation, to hand to another deployment. The first call makes its keys.
func (b *Between) OwnCard(ctx context.Context, who permit.Actor) (c Card, err error) {
	return b.ownCard(ctx, who, false)
}

// RenewCard makes new keys: what is sealed to the old card still opens, but partners know this one only after they have
// compared it anew.
func (b *Between) RenewCard(ctx context.Context, who permit.Actor) (c Card, err error) {
	return b.ownCard(ctx, who, true)
}

func (b *Between) ownCard(ctx context.Context, who permit.Actor, renew bool) (c Card, err error) {
	err = b.door.Do(ctx, who, permit.ManagePartners, access.Organisation(who.Organisation), func(w *access.Work) error {
		all, err := b.identities(ctx, w, who.Organisation)
		if err != nil {
			return err
		}
		if len(all) == 0 || renew {
			if err := b.makeIdentity(ctx, w, who.Organisation); err != nil {
				return err
			}
		}
		own, err := b.identity(ctx, w, who.Organisation)
		c = own.card()
		return err
	})
	if err != nil {
		return Card{}, fmt.Errorf("own card: %w", err)
	}
	return c, nil
}

// partnerForm is the sealed part of a partner.
type partnerForm struct {
	Version  int    `json:"v"`
	Card     Card   `json:"card"`
	Compared string `json:"compared"`
}

func openPartner(w *access.Work, row partnerRow) (Partner, error) {
	plain, err := w.System().Open(row.document, partnerPlace(row.ID))
	if err != nil {
		return Partner{}, fmt.Errorf("open partner: %w", err)
	}
	var f partnerForm
	if err := json.Unmarshal(plain, &f); err != nil {
		return Partner{}, fmt.Errorf("read partner: %w", err)
	}
	row.Card, row.Compared = f.Card, f.Compared
	return row.Partner, nil
}

// NewPartner is what the first person says: the card that was handed over, and how its fingerprint was compared.
type NewPartner struct {
	Card        string // the text of the card
	Fingerprint string // as it was read out by the partner
	Compared    string // with whom, and how: by telephone, in the room
}

// AddPartner puts another deployment into the register. It is not trusted until somebody else has compared it too.
func (b *Between) AddPartner(ctx context.Context, who permit.Actor, n NewPartner) (p Partner, err error) {
	card, wrong := ReadCard([]byte(n.Card))
	var c problem.Check
	c.Require(wrong == nil, "card", "between.card_malformed")
	c.Require(wrong != nil || typedFingerprint(n.Fingerprint) == card.Fingerprint(), "fingerprint", "between.fingerprint_differs")
	c.Require(filled(n.Compared), "compared", "between.needs_compared")
	if err := c.Err(); err != nil {
		return Partner{}, err
	}
	err = b.door.Do(ctx, who, permit.ManagePartners, access.Organisation(who.Organisation), func(w *access.Work) error {
		p, err = b.addPartner(ctx, w, card, n.Compared)
		return err
	})
	if err != nil {
		return Partner{}, fmt.Errorf("add partner: %w", err)
	}
	return p, nil
}

func (b *Between) addPartner(ctx context.Context, w *access.Work, card Card, compared string) (Partner, error) {
	p := Partner{ID: db.NewID(), Organisation: w.Who.Organisation, Card: card, AddedBy: w.Who.ID, AddedAt: w.At, Compared: compared}
	mine, err := b.identities(ctx, w, w.Who.Organisation)
	if err != nil {
		return p, err
	}
	for _, own := range mine {
		if own.card().Fingerprint() == card.Fingerprint() {
			return p, problem.New(problem.Conflict, "between.own_card")
		}
	}
	have, err := findPartnerByFingerprint(ctx, w.Tx, p.Organisation, card.Fingerprint())
	known := err == nil
	if err != nil && !problem.Is(err, problem.NotFound) {
		return p, err
	}
	if known && have.EndedBy == "" {
		return p, problem.New(problem.Conflict, "between.partner_known")
	}
	if known {
		p.ID = have.ID
	}
	document, err := json.Marshal(partnerForm{Version: 1, Card: card, Compared: compared})
	if err != nil {
		return p, err
	}
	w.Note("partner", p.ID, card.Fingerprint())
	sealed := w.System().Seal(document, partnerPlace(p.ID))
	if known {
		return p, reopenPartner(ctx, w.Tx, p, sealed)
	}
	return p, insertPartner(ctx, w.Tx, p, sealed)
}

// ConfirmPartner is the second person: they had the fingerprint read to them too, and type what they heard.
func (b *Between) ConfirmPartner(ctx context.Context, who permit.Actor, id, typed string) error {
	return b.changePartner(ctx, who, id, "confirmed", func(w *access.Work, p Partner) error {
		var c problem.Check
		c.Require(p.AddedBy != who.ID, "fingerprint", "between.needs_second_person")
		c.Require(typedFingerprint(typed) == p.Card.Fingerprint(), "fingerprint", "between.fingerprint_differs")
		if err := c.Err(); err != nil {
			return err
		}
		return confirmPartner(ctx, w.Tx, id, who.ID, db.Time(w.At))
	})
}

// EndPartner strikes a partner off: from now on nothing of theirs is taken in, and nothing goes to them.
func (b *Between) EndPartner(ctx context.Context, who permit.Actor, id string) error {
	return b.changePartner(ctx, who, id, "ended", func(w *access.Work, _ Partner) error {
		return endPartner(ctx, w.Tx, id, who.ID, db.Time(w.At))
	})
}

func (b *Between) changePartner(ctx context.Context, who permit.Actor, id, what string, f func(*access.Work, Partner) error) error {
	err := b.door.Do(ctx, who, permit.ManagePartners, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note("partner", id, what)
		row, err := findPartner(ctx, w.Tx, who.Organisation, id)
		if err != nil {
			return err
		}
		p, err := openPartner(w, row)
		if err != nil {
			return err
		}
		return f(w, p)
	})
	if err != nil {
		return fmt.Errorf("change partner: %w", err)
	}
	return nil
}

// Register is what a page about partners shows.
type Register struct {
	Own      string // the fingerprint of our own newest card, to be read to others; "" before there is one
	Partners []Partner
	People   map[string]account.Person // who added, confirmed and ended them
}

// Partners gives the register of one's own organisation.
func (b *Between) Partners(ctx context.Context, who permit.Actor) (reg Register, err error) {
	err = b.door.Read(ctx, who, permit.ManagePartners, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note("partners")
		mine, err := b.identities(ctx, w, who.Organisation)
		if err != nil {
			return err
		}
		if len(mine) > 0 {
			reg.Own = mine[len(mine)-1].card().Fingerprint()
		}
		if reg.Partners, err = partnersOf(ctx, w, who.Organisation); err != nil {
			return err
		}
		var ids []string
		for _, p := range reg.Partners {
			ids = append(ids, p.AddedBy, p.ConfirmedBy, p.EndedBy)
		}
		reg.People, err = b.accounts.Names(ctx, w, ids)
		return err
	})
	if err != nil {
		return Register{}, fmt.Errorf("list partners: %w", err)
	}
	return reg, nil
}

func partnersOf(ctx context.Context, w *access.Work, organisation string) ([]Partner, error) {
	rows, err := listPartners(ctx, w.Tx, organisation)
	if err != nil {
		return nil, err
	}
	list := make([]Partner, len(rows))
	for i, row := range rows {
		if list[i], err = openPartner(w, row); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// trusted are the partners of one's own organisation that two people compared.
func trusted(ctx context.Context, w *access.Work) (list []Partner, err error) {
	all, err := partnersOf(ctx, w, w.Who.Organisation)
	for _, p := range all {
		if p.Trusted() {
			list = append(list, p)
		}
	}
	return list, err
}

// finder looks a sender up in the register and says precisely why one is not trusted.
func finder(ctx context.Context, w *access.Work, organisation string) func(string) (Partner, error) {
	return func(fingerprint string) (Partner, error) {
		row, err := findPartnerByFingerprint(ctx, w.Tx, organisation, fingerprint)
		if problem.Is(err, problem.NotFound) {
			return Partner{}, refuse("unknown_sender")
		}
		if err != nil {
			return Partner{}, err
		}
		p, err := openPartner(w, row)
		switch {
		case err != nil:
			return Partner{}, err
		case p.EndedBy != "":
			return Partner{}, refuse("ended_sender")
		case p.ConfirmedBy == "":
			return Partner{}, refuse("unconfirmed_sender")
		}
		return p, nil
	}
}
