package account

import (
	"context"
	"encoding/json"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/idna"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// Single says how an organisation's people may sign in beside, or instead of, a password with a second factor.
type Single struct {
	On           bool
	PasskeysOnly bool     // nothing but a passkey completes a sign-in with a password
	Issuer       string   // the OpenID provider: an https address, exactly as its tokens name it
	Client       string   // what the provider calls us
	Secret       string   // never shown again
	Domains      []string // of e-mail addresses, in their ASCII form
	ACR          []string // one of these must stand in acr; none: acr is not looked at
	AMR          []string // all of these must stand in amr
}

// HasSecret reports whether one is kept, without showing it.
func (s Single) HasSecret() bool { return s.Secret != "" }

// most of what a list may hold.
const maxSingleList = 20

func singlePlace(id string) seal.Place {
	return seal.Place{Table: "account_single", Row: id, Column: "body"}
}

// foldDomain brings the spellings of a domain together; "" when it is none.
func foldDomain(s string) string {
	s = strings.TrimSuffix(lower(strings.TrimSpace(strings.TrimPrefix(s, "@"))), ".")
	ascii, err := idna.Lookup.ToASCII(s)
	if err != nil || !strings.Contains(ascii, ".") || len(ascii) > 253 {
		return ""
	}
	return ascii
}

func domainOf(email string) string {
	folded := foldEmail(email)
	return foldDomain(folded[strings.LastIndexByte(folded, '@')+1:])
}

// check tidies the settings. here is the service's own address: a service that runs on this machine alone may ask a
// provider on this machine without TLS.
func (s *Single) check(here string) error {
	var c problem.Check
	s.Issuer, s.Client = strings.TrimSpace(s.Issuer), strings.TrimSpace(s.Client)
	if !s.On && s.Issuer == "" {
		return nil
	}
	c.Require(issuerFits(s.Issuer, here), "issuer", "account.single.not_an_issuer")
	c.Require(s.Client != "" && len(s.Client) <= 300 && cleanLine(s.Client), "client", "problem.required")
	c.Require(len(s.Secret) <= 1000 && cleanLine(s.Secret), "secret", "problem.not_text")
	var domains []string
	for _, d := range s.Domains {
		folded := foldDomain(d)
		if folded == "" {
			c.Add("domains", "account.single.not_a_domain")
			break
		}
		if !slices.Contains(domains, folded) {
			domains = append(domains, folded)
		}
	}
	s.Domains = domains
	c.Require(len(domains) > 0 && len(domains) <= maxSingleList, "domains", "account.single.not_a_domain")
	c.Require(s.ACR != nil || s.AMR != nil, "acr", "account.single.strength_needed")
	for field, list := range map[string][]string{"acr": s.ACR, "amr": s.AMR} {
		for _, v := range list {
			c.Require(len(v) <= 300 && cleanLine(v) && !strings.ContainsAny(v, " ,") && len(list) <= maxSingleList, field, "problem.not_text")
		}
	}
	return c.Err()
}

// issuerFits wants https, or this machine alone for a service that runs on this machine alone.
func issuerFits(issuer, here string) bool {
	u, err := url.Parse(issuer)
	if err != nil || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || len(issuer) > 300 || !cleanLine(issuer) {
		return false
	}
	return u.Scheme == "https" && !loopback(issuer) || loopback(issuer) && loopback(here)
}

// loopback reports whether an address is of this machine.
func loopback(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return u.Hostname() == "localhost" || err == nil && ip.IsLoopback()
}

// SingleOf reads how one's own organisation signs in, for its administrator.
func (s *Service) SingleOf(ctx context.Context, who permit.Actor) (single Single, err error) {
	err = s.door.Read(ctx, who, permit.ManageService, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note("single")
		single, err = singleOf(ctx, w, who.Organisation)
		return err
	})
	if err != nil {
		return Single{}, fmt.Errorf("read single sign-on: %w", err)
	}
	return single, nil
}

// AllSingles reads how each organisation signs in, by its id and without any secret, for the command line (permit.System).
func (s *Service) AllSingles(ctx context.Context, who permit.Actor) (map[string]Single, error) {
	var all map[string]Single
	err := s.door.Read(ctx, who, permit.Operate, access.Nothing, func(w *access.Work) error {
		w.Note("single")
		organisations, err := listOrganisations(ctx, w.Tx)
		if err != nil {
			return err
		}
		all = map[string]Single{}
		for _, o := range organisations {
			single, err := singleOf(ctx, w, o.ID)
			if err != nil {
				return err
			}
			single.Secret = ""
			all[o.ID] = single
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read single sign-on: %w", err)
	}
	return all, nil
}

func singleOf(ctx context.Context, w *access.Work, organisation string) (Single, error) {
	row, err := findSingle(ctx, w.Tx, organisation)
	if problem.Is(err, problem.NotFound) {
		return Single{}, nil
	}
	if err != nil {
		return Single{}, err
	}
	plain, err := w.System().Open(row.body, singlePlace(row.id))
	if err != nil {
		return Single{}, err
	}
	var single Single
	if err := json.Unmarshal(plain, &single); err != nil {
		return Single{}, fmt.Errorf("read single sign-on: %w", err)
	}
	single.On, single.PasskeysOnly = row.state == "on", row.passkeysOnly == "yes"
	return single, nil
}

// SaveSingle says how the people of one's own organisation sign in. An empty secret keeps the one that is there, of the
// same provider. Whoever came in by a provider that is no longer asked is out at once. Passkeys alone are a Conflict
// while an administrator has none: nobody could let the others in again.
func (s *Service) SaveSingle(ctx context.Context, who permit.Actor, single Single) error {
	if err := single.check(s.origin); err != nil {
		return err
	}
	err := s.door.Do(ctx, who, permit.ManageService, access.Organisation(who.Organisation), func(w *access.Work) error {
		next := single
		w.Note("single_saved", state(next.On, "on", "off"), state(next.PasskeysOnly, "passkeys_only", "any_factor"))
		before, err := singleOf(ctx, w, who.Organisation)
		if err != nil {
			return err
		}
		same := before.Issuer == next.Issuer && before.Client == next.Client
		if next.Secret == "" && same {
			next.Secret = before.Secret
		}
		if next.PasskeysOnly && !before.PasskeysOnly {
			if err := s.administratorsHavePasskeys(ctx, w, who.Organisation); err != nil {
				return err
			}
		}
		if before.On && (!next.On || !same) {
			if err := deleteSingleSessions(ctx, w.Tx, who.Organisation); err != nil {
				return err
			}
		}
		return keepSingle(ctx, w, who.Organisation, next)
	})
	if err != nil {
		return fmt.Errorf("save single sign-on: %w", err)
	}
	return nil
}

func state(yes bool, on, off string) string {
	if yes {
		return on
	}
	return off
}

func keepSingle(ctx context.Context, w *access.Work, organisation string, single Single) error {
	if err := deleteDomains(ctx, w.Tx, organisation); err != nil {
		return err
	}
	for _, d := range single.Domains {
		if !single.On {
			break
		}
		index := w.Blind("account.domain", d)
		if _, err := findDomain(ctx, w.Tx, index); err == nil {
			return &problem.Error{Kind: problem.Conflict, Key: "account.single.domain_taken",
				Fields: []problem.Field{{Name: "domains", Key: "account.single.domain_taken"}}}
		} else if !problem.Is(err, problem.NotFound) {
			return err
		}
		if err := insertDomain(ctx, w.Tx, index, organisation); err != nil {
			return err
		}
	}
	body, err := json.Marshal(single)
	if err != nil {
		return fmt.Errorf("write single sign-on: %w", err)
	}
	id := db.NewID()
	return insertSingle(ctx, w.Tx, organisation, singleRow{id: id, state: state(single.On, "on", "off"),
		passkeysOnly: state(single.PasskeysOnly, "yes", "no"), body: w.System().Seal(body, singlePlace(id))}, w.Who.ID, db.Time(w.At))
}

// administratorsHavePasskeys refuses when an administrator of the organisation has none.
func (s *Service) administratorsHavePasskeys(ctx context.Context, w *access.Work, organisation string) error {
	conflict := func(key string) error {
		return &problem.Error{Kind: problem.Conflict, Key: key, Fields: []problem.Field{{Name: "passkeys_only", Key: key}}}
	}
	if s.passkeys == nil {
		return conflict("account.no_passkeys_here")
	}
	ids, err := listWithoutPasskey(ctx, w.Tx, organisation)
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		return nil
	}
	roles, err := listRoles(ctx, w.Tx, ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if slices.Contains(roles[id], permit.Administrator) {
			return conflict("account.single.administrator_without_passkey")
		}
	}
	return nil
}

// WithoutPasskey lists who of one's own organisation would have to be let in anew, by two people, if nothing but a
// passkey were taken: the ids of active accounts that have none.
func (s *Service) WithoutPasskey(ctx context.Context, who permit.Actor) (ids []string, err error) {
	err = s.door.Read(ctx, who, permit.ManageService, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note("without_passkey")
		ids, err = listWithoutPasskey(ctx, w.Tx, who.Organisation)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list who has no passkey: %w", err)
	}
	return ids, nil
}

// refusesFactor is the Conflict of a second factor that is no passkey, where nothing else is taken.
func (s *Service) refusesFactor(ctx context.Context, w *access.Work, organisation, kind string) error {
	if kind == "passkey" {
		return nil
	}
	only, err := passkeysOnly(ctx, w.Tx, organisation)
	if err == nil && only {
		return problem.New(problem.Conflict, "account.single.passkeys_only_here")
	}
	return err
}
