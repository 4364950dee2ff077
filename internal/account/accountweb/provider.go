package accountweb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"stablefutures/internal/account"
)

// This file holds the one call that the program ever makes to the outside: to the OpenID provider that an organisation's
// administrator named, for its description, its public keys, and for what a code stands for. Nothing is called where no
// organisation switched single sign-on on.

// providers asks OpenID providers and keeps what they say of themselves for a while.
type providers struct {
	client *http.Client
	now    func() time.Time
	mu     sync.Mutex
	kept   map[string]keptProvider
}

type keptProvider struct {
	*oidc.Provider
	at time.Time
}

const (
	providerKept   = time.Hour
	providerAnswer = 1 << 20 // bytes at most
	providerTime   = 10 * time.Second
	clockSkew      = 2 * time.Minute
	tokenFresh     = 10 * time.Minute // how old a token may be that was made for this visit
)

// signatures are the algorithms a token may be signed with: none that shares a secret, and not none.
var signatures = []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.EdDSA}

// errProvider says that a provider's answer cannot be used. Its text is for our log alone and holds nothing the provider sent.
var errProvider = errors.New("the provider's answer cannot be used")

// newProviders makes the asking. here is the service's own address: one that runs on this machine alone may ask a
// provider on this machine.
func newProviders(here string, now func() time.Time) *providers {
	dialer := &net.Dialer{Timeout: providerTime, Control: func(_, address string, _ syscall.RawConn) error {
		return dialable(address, here)
	}}
	transport := &http.Transport{Proxy: http.ProxyFromEnvironment, DialContext: dialer.DialContext, ForceAttemptHTTP2: true,
		TLSHandshakeTimeout: providerTime, ResponseHeaderTimeout: providerTime, MaxIdleConns: 10, IdleConnTimeout: time.Minute}
	return &providers{now: now, kept: map[string]keptProvider{}, client: &http.Client{Timeout: providerTime,
		Transport:     shortAnswers{transport},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// dialable refuses addresses at which no provider stands: of this machine (unless the service is for this machine alone)
// and of this link, where clouds tell secrets.
func dialable(address, here string) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return errProvider
	}
	ip := at.Addr().Unmap()
	if ip.IsLinkLocalUnicast() || ip.IsUnspecified() || ip.IsMulticast() || ip.IsLoopback() && !onThisMachine(here) {
		return errProvider
	}
	return nil
}

func onThisMachine(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return u.Hostname() == "localhost" || err == nil && ip.IsLoopback()
}

// shortAnswers cuts answers that are longer than any of a provider's can be.
type shortAnswers struct{ http.RoundTripper }

func (s shortAnswers) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := s.RoundTripper.RoundTrip(r)
	if err == nil {
		answer.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(answer.Body, providerAnswer), answer.Body}
	}
	return answer, err
}

// find gives a provider's description, asking for it once an hour.
func (p *providers) find(ctx context.Context, issuer string) (*oidc.Provider, error) {
	p.mu.Lock()
	kept, ok := p.kept[issuer]
	p.mu.Unlock()
	if ok && p.now().Sub(kept.at) < providerKept {
		return kept.Provider, nil
	}
	found, err := oidc.NewProvider(oidc.ClientContext(ctx, p.client), issuer)
	if err != nil {
		return nil, fmt.Errorf("ask the provider for its description: %w", errProvider)
	}
	var more struct {
		JWKS string `json:"jwks_uri"`
	}
	if err := found.Claims(&more); err != nil {
		return nil, errProvider
	}
	secure := strings.HasPrefix(issuer, "https://")
	for _, address := range []string{found.Endpoint().AuthURL, found.Endpoint().TokenURL, more.JWKS} {
		u, err := url.Parse(address)
		if err != nil || u.Host == "" || u.Scheme != "https" && (secure || u.Scheme != "http") {
			return nil, fmt.Errorf("an address of the provider: %w", errProvider)
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.kept) > 200 {
		clear(p.kept)
	}
	p.kept[issuer] = keptProvider{found, p.now()}
	return found, nil
}

func (p *providers) oauth(found *oidc.Provider, set account.Single, back string) *oauth2.Config {
	return &oauth2.Config{ClientID: set.Client, ClientSecret: set.Secret, Endpoint: found.Endpoint(), RedirectURL: back,
		Scopes: []string{oidc.ScopeOpenID, "email"}}
}

// visit gives the address at which the provider asks who somebody is.
func (p *providers) visit(ctx context.Context, start account.SingleStart, back string) (string, error) {
	found, err := p.find(ctx, start.Settings.Issuer)
	if err != nil {
		return "", err
	}
	options := []oauth2.AuthCodeOption{oidc.Nonce(start.Nonce), oauth2.S256ChallengeOption(start.Verifier)}
	if len(start.Settings.ACR) > 0 {
		options = append(options, oauth2.SetAuthURLParam("acr_values", strings.Join(start.Settings.ACR, " ")))
	}
	return p.oauth(found, start.Settings, back).AuthCodeURL(start.State, options...), nil
}

// said is what a token says beside what the library reads.
type said struct {
	Issuer        string         `json:"iss"`
	Email         string         `json:"email"`
	EmailVerified any            `json:"email_verified"` // some write "true"
	ACR           string         `json:"acr"`
	AMR           []string       `json:"amr"`
	SID           string         `json:"sid"`
	AZP           string         `json:"azp"`
	JTI           string         `json:"jti"`
	Nonce         *string        `json:"nonce"`
	Events        map[string]any `json:"events"`
}

// come exchanges the code of a visit for what the provider says, and checks every part of it. iss is the parameter with
// which a provider may sign its answer's address.
func (p *providers) come(ctx context.Context, start account.SingleStart, back, code, iss string) (account.Identity, error) {
	set := start.Settings
	found, err := p.find(ctx, set.Issuer)
	if err != nil {
		return account.Identity{}, err
	}
	var names struct {
		Always bool `json:"authorization_response_iss_parameter_supported"`
	}
	if err := found.Claims(&names); err != nil || iss != "" && iss != set.Issuer || iss == "" && names.Always {
		return account.Identity{}, fmt.Errorf("another provider answered: %w", errProvider)
	}
	token, err := p.oauth(found, set, back).Exchange(oidc.ClientContext(ctx, p.client), code, oauth2.VerifierOption(start.Verifier))
	if err != nil {
		return account.Identity{}, fmt.Errorf("exchange the code: %w", errProvider)
	}
	raw, _ := token.Extra("id_token").(string)
	id, says, err := p.verify(ctx, found, set, raw)
	if err != nil {
		return account.Identity{}, err
	}
	now := p.now()
	switch {
	case id.Nonce == "" || id.Nonce != start.Nonce:
		return account.Identity{}, fmt.Errorf("the token is not of this visit: %w", errProvider)
	case id.IssuedAt.After(now.Add(clockSkew)) || id.IssuedAt.Before(now.Add(-tokenFresh)):
		return account.Identity{}, fmt.Errorf("the token is not of this hour: %w", errProvider)
	}
	return account.Identity{Issuer: id.Issuer, Subject: id.Subject, Email: says.Email, ACR: says.ACR, AMR: says.AMR, SID: says.SID,
		EmailVerified: says.EmailVerified == true || says.EmailVerified == "true"}, nil
}

// verify checks a token's signature, issuer, audience, authorised party and expiry.
func (p *providers) verify(ctx context.Context, found *oidc.Provider, set account.Single, raw string) (*oidc.IDToken, said, error) {
	check := found.VerifierContext(oidc.ClientContext(ctx, p.client), &oidc.Config{ClientID: set.Client, SupportedSigningAlgs: signatures,
		Now: func() time.Time { return p.now().Add(-clockSkew) }})
	id, err := check.Verify(ctx, raw)
	if err != nil {
		return nil, said{}, fmt.Errorf("check the token: %w", errProvider)
	}
	var says said
	if err := id.Claims(&says); err != nil || says.Issuer != set.Issuer {
		return nil, said{}, fmt.Errorf("read the token: %w", errProvider)
	}
	if says.AZP != "" && says.AZP != set.Client || len(id.Audience) > 1 && says.AZP == "" {
		return nil, said{}, fmt.Errorf("the token is for somebody else: %w", errProvider)
	}
	return id, says, nil
}

// logoutEvent is how a message says that it ends a session.
const logoutEvent = "http://schemas.openid.net/event/backchannel-logout"

// left reads a provider's message that a session is over; number is good once.
func (p *providers) left(ctx context.Context, set account.Single, raw string) (who account.Identity, number string, err error) {
	found, err := p.find(ctx, set.Issuer)
	if err != nil {
		return who, "", err
	}
	id, says, err := p.verify(ctx, found, set, raw)
	if err != nil {
		return who, "", err
	}
	now := p.now()
	_, ends := says.Events[logoutEvent].(map[string]any)
	if !ends || says.Nonce != nil || says.JTI == "" || id.Subject == "" && says.SID == "" ||
		id.IssuedAt.After(now.Add(clockSkew)) || id.IssuedAt.Before(now.Add(-tokenFresh)) {
		return who, "", fmt.Errorf("the message ends nothing: %w", errProvider)
	}
	return account.Identity{Issuer: id.Issuer, Subject: id.Subject, SID: says.SID}, says.JTI, nil
}
