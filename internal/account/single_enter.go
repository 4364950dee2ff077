package account

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// singleLasts is how long a visit to the provider may take.
const singleLasts = 10 * time.Minute

// usedKept is how long it is remembered what was used once: longer than anything that could be sent again is good for.
const usedKept = 24 * time.Hour

// SingleStart is a sign-in that goes to an organisation's provider. Cookie is bound to the browser and holds, sealed,
// what the answer is checked against.
type SingleStart struct {
	Settings                Single
	State, Nonce, Verifier  string
	Cookie                  string
	Organisation            string
	Until                   time.Time
	linking, session, onway string
}

// singleFlow is what the cookie holds.
type singleFlow struct {
	Organisation, State, Nonce, Verifier, Account, Session, Next string
	Until                                                        time.Time
}

var singleFlowPlace = seal.Place{Table: "account_single_used", Row: "browser", Column: "flow"}

// Identity is what a provider said of somebody, after its signature, issuer, audience, nonce and times were checked.
type Identity struct {
	Issuer, Subject string
	Email           string
	EmailVerified   bool
	ACR             string
	AMR             []string
	SID             string // the provider's own session
}

// errSingle is the one answer to a visit to a provider that cannot lead in, whyever.
func errSingle() error { return problem.New(problem.Invalid, "account.single.unknown") }

// SingleFor finds the organisation whose people sign in with their organisation, by an e-mail address; NotFound when
// none does. It says nothing about whether the address has an account.
func (s *Service) SingleFor(ctx context.Context, email string, from From) (organisation string, err error) {
	wait, _ := s.throttle.try(countNetwork, Network(from.Network), paceNetwork)
	if wait > 0 {
		return "", throttled(wait)
	}
	err = s.door.Read(ctx, permit.Nobody, permit.SignIn, access.Nothing, func(w *access.Work) error {
		w.Note("single_looked_up")
		domain := domainOf(email)
		if _, ok := checkEmail(email); !ok || domain == "" {
			return problem.New(problem.NotFound, "account.single.none")
		}
		organisation, err = findDomain(ctx, w.Tx, w.Blind("account.domain", domain))
		if problem.Is(err, problem.NotFound) {
			return problem.New(problem.NotFound, "account.single.none")
		}
		return err
	})
	return organisation, err
}

// SingleHere says whether the organisation of a session, at the stage of setting up or signed in, has single sign-on,
// and whether this person is linked to it.
func (s *Service) SingleHere(ctx context.Context, token string) (organisation string, on, linked bool, err error) {
	row, err := s.session(ctx, token, StageEnrol, StageFull)
	if err != nil {
		return "", false, false, err
	}
	err = s.door.Read(ctx, row.actor(), row.act(), access.Account(row.account), func(w *access.Work) error {
		w.Note("single_here")
		r, err := findSingle(ctx, w.Tx, row.organisation)
		if problem.Is(err, problem.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		n, err := countLinks(ctx, w.Tx, row.account)
		on, linked = r.state == "on", n > 0
		return err
	})
	return row.organisation, on, linked, err
}

// BeginSingle begins a visit to an organisation's provider. With a token that sets up a sign-in, or of somebody who
// gave their password a short while ago, what comes back is linked to that account; with "" it must lead to an account
// that is linked or invited. NotFound where the organisation has no single sign-on.
func (s *Service) BeginSingle(ctx context.Context, organisation, token, next string) (SingleStart, error) {
	flow := singleFlow{Organisation: organisation, State: newToken(), Nonce: newToken(), Verifier: newToken(), Next: next}
	if token != "" {
		row, err := s.changing(ctx, token)
		if err != nil {
			return SingleStart{}, err
		}
		if row.organisation != organisation {
			return SingleStart{}, problem.New(problem.NotFound, "problem.not_found")
		}
		flow.Account, flow.Session = row.account, row.id
	}
	start := SingleStart{State: flow.State, Nonce: flow.Nonce, Verifier: flow.Verifier, Organisation: organisation}
	err := s.door.Read(ctx, permit.Nobody, permit.SignIn, access.Nothing, func(w *access.Work) (err error) {
		w.Note("single_begun", organisation)
		if start.Settings, err = singleOf(ctx, w, organisation); err != nil {
			return err
		}
		if !start.Settings.On {
			return problem.New(problem.NotFound, "account.single.none")
		}
		flow.Until = w.At.Add(singleLasts)
		plain, err := json.Marshal(flow)
		start.Cookie = base64.RawURLEncoding.EncodeToString(w.System().Seal(plain, singleFlowPlace))
		start.Until = flow.Until
		return err
	})
	if err != nil {
		return SingleStart{}, fmt.Errorf("begin single sign-on: %w", err)
	}
	return start, nil
}

// TakeSingle takes up a visit that came back, once: its state must be the one in this browser's cookie, of this
// organisation, in time, and never seen before. Anything else is the same Invalid problem.
func (s *Service) TakeSingle(ctx context.Context, organisation, state, cookie string) (SingleStart, error) {
	var start SingleStart
	refused := false
	err := s.door.Do(ctx, permit.Nobody, permit.SignIn, access.Nothing, func(w *access.Work) error {
		refused = true
		flow, ok := openFlow(w, cookie)
		if !ok || state == "" || flow.State != state || flow.Organisation != organisation || !w.At.Before(flow.Until) {
			w.Note("single_refused")
			return nil
		}
		if err := useOnce(ctx, w.Tx, w.Blind("account.used", "state "+state), db.Time(w.At.Add(usedKept))); problem.Is(err, problem.Conflict) {
			return err
		} else if err != nil {
			return err
		}
		settings, err := singleOf(ctx, w, organisation)
		if err != nil {
			return err
		}
		refused = !settings.On
		w.Note("single_taken", organisation)
		start = SingleStart{Settings: settings, State: state, Nonce: flow.Nonce, Verifier: flow.Verifier, Organisation: organisation,
			Until: flow.Until, linking: flow.Account, session: flow.Session, onway: flow.Next}
		return nil
	})
	if problem.Is(err, problem.Conflict) || err == nil && refused {
		return SingleStart{}, errSingle()
	}
	if err != nil {
		return SingleStart{}, fmt.Errorf("take up single sign-on: %w", err)
	}
	return start, nil
}

func openFlow(w *access.Work, cookie string) (flow singleFlow, ok bool) {
	raw, err := base64.RawURLEncoding.DecodeString(cookie)
	if err != nil {
		return flow, false
	}
	plain, err := w.System().Open(raw, singleFlowPlace)
	return flow, err == nil && json.Unmarshal(plain, &flow) == nil
}

// Next is where somebody was on the way to when they went to the provider.
func (s SingleStart) Next() string { return s.onway }

// Links reports whether the visit was to link an identity to an account, and not to sign in.
func (s SingleStart) Links() bool { return s.linking != "" }

// strong reports whether what the provider says of how somebody signed in is what the organisation asks for.
func (s Single) strong(who Identity) bool {
	if len(s.ACR) > 0 && !slices.Contains(s.ACR, who.ACR) {
		return false
	}
	for _, needed := range s.AMR {
		if !slices.Contains(who.AMR, needed) {
			return false
		}
	}
	return len(s.ACR)+len(s.AMR) > 0
}

// EnterSingle ends a visit with what the provider said. It leads in where the identity is linked to an account of the
// organisation that is open; where it was begun from an account, it is linked to that; where it is new, it is linked to
// an account that an administrator invited by the same verified address and whose invitation still stands. An address
// alone never opens an account that is in use. entry.Token is "" where somebody who is signed in linked their own.
func (s *Service) EnterSingle(ctx context.Context, start SingleStart, who Identity, token string, from From) (Entry, error) {
	if who.Subject == "" || who.Issuer != start.Settings.Issuer {
		return Entry{}, errSingle()
	}
	if !start.Settings.strong(who) {
		return Entry{}, s.refuseSingle(ctx, "single_too_weak", problem.New(problem.Invalid, "account.single.too_weak"))
	}
	if start.linking != "" {
		return s.linkOwn(ctx, start, who, token, from)
	}
	account, link, err := s.findIdentity(ctx, start, who)
	if err != nil {
		return Entry{}, err
	}
	if account == "" {
		return Entry{}, s.refuseSingle(ctx, "single_unknown", errSingle())
	}
	return s.enterLinked(ctx, start, who, account, link, from)
}

// refuseSingle leaves an entry of a visit that led nowhere, and gives the problem.
func (s *Service) refuseSingle(ctx context.Context, code string, with error) error {
	if err := s.refuse(ctx, "", code); err != nil {
		return fmt.Errorf("single sign-on: %w", err)
	}
	return with
}

// identityIndex finds an identity of one provider; the lengths of the parts are bound in.
func identityIndex(w *access.Work, issuer, subject string) string {
	return w.Blind("account.identity", fmt.Sprintf("%d %s %s", len(issuer), issuer, subject))
}

func sidIndex(w *access.Work, issuer, sid string) string {
	if sid == "" {
		return ""
	}
	return w.Blind("account.sid", fmt.Sprintf("%d %s %s", len(issuer), issuer, sid))
}

// findIdentity looks for the account: linked, or else invited by the same address. link is "" for one that is not
// linked yet.
func (s *Service) findIdentity(ctx context.Context, start SingleStart, who Identity) (account, link string, err error) {
	err = s.door.Read(ctx, permit.Nobody, permit.SignIn, access.Nothing, func(w *access.Work) error {
		w.Note("single_looked_up")
		link, account, err = findLink(ctx, w.Tx, identityIndex(w, who.Issuer, who.Subject))
		if err == nil || !problem.Is(err, problem.NotFound) {
			return err
		}
		link, account = "", ""
		if !who.EmailVerified || !slices.Contains(start.Settings.Domains, domainOf(who.Email)) {
			return nil
		}
		p, err := findPersonByEmail(ctx, w.Tx, w.Blind("account.email", foldEmail(who.Email)))
		if problem.Is(err, problem.NotFound) {
			return nil
		}
		if err == nil && p.organisation == start.Organisation && p.state == Invited {
			account = p.id
		}
		return err
	})
	if err != nil {
		return "", "", fmt.Errorf("single sign-on: %w", err)
	}
	return account, link, nil
}

// enterLinked goes in, linking first where the account was invited. Everything is looked at again inside.
func (s *Service) enterLinked(ctx context.Context, start SingleStart, who Identity, account, link string, from From) (Entry, error) {
	var entry Entry
	token, device, refused := newToken(), newToken(), false
	err := s.door.Do(ctx, permit.Nobody, permit.SignIn, access.Account(account), func(w *access.Work) error {
		refused = false
		p, err := findPerson(ctx, w.Tx, account)
		if err != nil {
			return err
		}
		if p.organisation != start.Organisation || link != "" && p.state != Active || link == "" && p.state != Invited {
			refused = true
			w.Note("single_refused")
			return nil
		}
		id := link
		if link == "" {
			if id, err = s.joinByAddress(ctx, w, p, who); problem.Is(err, problem.NotFound) {
				refused = true // the invitation ran out, or was used
				w.Note("single_refused")
				return nil
			} else if err != nil {
				return err
			}
		}
		w.Note("signed_in", "single")
		entry, err = s.enterBy(ctx, w, account, id, sidIndex(w, who.Issuer, who.SID), token, device, from)
		return err
	})
	if err != nil {
		return Entry{}, fmt.Errorf("single sign-on: %w", err)
	}
	if refused {
		return Entry{}, errSingle()
	}
	return entry, nil
}

// joinByAddress uses the invitation up, makes the account active and links the identity.
func (s *Service) joinByAddress(ctx context.Context, w *access.Work, p personRow, who Identity) (string, error) {
	invitation, err := openInvitation(ctx, w.Tx, p.id, db.Time(w.At))
	if err != nil {
		return "", err
	}
	if err := useInvitation(ctx, w.Tx, invitation, db.Time(w.At)); err != nil {
		return "", err
	}
	if err := deleteSessionsOf(ctx, w.Tx, p.id, ""); err != nil {
		return "", err
	}
	if err := updateState(ctx, w.Tx, p.id, Active); err != nil {
		return "", err
	}
	return link(ctx, w, p.id, who)
}

func link(ctx context.Context, w *access.Work, account string, who Identity) (string, error) {
	id := db.NewID()
	w.Note("single_linked", id)
	subject, err := json.Marshal(struct{ Issuer, Subject string }{who.Issuer, who.Subject})
	if err != nil {
		return "", fmt.Errorf("keep identity: %w", err)
	}
	err = insertLink(ctx, w.Tx, identityIndex(w, who.Issuer, who.Subject), id, account,
		w.Key.Seal(subject, seal.Place{Table: "account_single_links", Row: id, Column: "subject"}), db.Time(w.At))
	return id, err
}

// enterBy begins a full session that came in by a link.
func (s *Service) enterBy(ctx context.Context, w *access.Work, account, link, sid, token, device string, from From) (Entry, error) {
	entry := Entry{Token: token, Stage: StageFull, Until: w.At.Add(sessionMost)}
	r := sessionRow{account: account, stage: StageFull, endsAt: entry.Until, link: link, sid: sid}
	if err := begin(ctx, w, r, token, from); err != nil {
		return Entry{}, err
	}
	if hash := hashToken(from.Device); hash != "" {
		if known, err := touchDevice(ctx, w.Tx, account, hash, db.Time(w.At)); err != nil || known > 0 {
			return entry, err
		}
	}
	entry.Device = device
	return entry, insertDevice(ctx, w.Tx, db.NewID(), account, hashToken(device), db.Time(w.At))
}
