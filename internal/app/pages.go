package app

import (
	"context"

	"stablefutures/internal/account"
	"stablefutures/internal/page"
	"stablefutures/internal/permit"
	"stablefutures/internal/voice/voiceweb"
)

// Mode says in which surroundings the pages are served.
type Mode struct {
	Demo     bool   // the demonstration: its banner, its one-button entry
	Secure   bool   // people reach the pages over TLS
	Proxied  bool   // a proxy of ours stands in front and says where requests come from
	Exit     string // where "exit this page" leads; "" for the default
	DraftsOK bool   // a young person may meet machine-drafted text (never for agreement, safety, stop and privacy)
	Dev      bool   // development: the component page

	demo *Demo // whose people have a button, when this is a running demonstration
}

// DefaultExit is a page that says nothing about where somebody was.
const DefaultExit = "https://www.bbc.co.uk/weather"

// nav is the service navigation; each entry is shown to those who could use it.
var nav = []page.NavItem{
	{Key: "app.nav_home", URL: "/promises", Needs: permit.ListPromises},
	{Key: "app.nav_people", URL: "/people", Needs: permit.ListRecords},
	{Key: "app.nav_shared", URL: "/shared", Needs: permit.ListShares},
	{Key: "app.nav_together", URL: "/together", Needs: permit.ReadTogether},
	{Key: "app.nav_reviews", URL: "/reviews", Needs: permit.ReadReviews},
	{Key: "app.nav_insight", URL: "/insight", Needs: permit.ReadInsight},
	{Key: "app.nav_policy", URL: "/policy", Needs: permit.ReadPolicy},
	{Key: "app.nav_visit", URL: "/visit", Needs: permit.VisitInspection},
	{Key: "app.nav_framework", URL: "/frameworks", Needs: permit.ReadFramework},
	{Key: "app.nav_keeping", URL: "/retention", Needs: permit.WatchKeeping},
	{Key: "app.nav_watch", URL: "/watch", Needs: permit.WatchAccess},
	{Key: "app.nav_administration", URL: "/administration", Needs: permit.ManageAccounts},
}

// Pages builds the server of pages.
func (a *App) Pages(mode Mode) (*page.Server, error) {
	if mode.Exit == "" {
		mode.Exit = DefaultExit
	}
	return page.NewServer(page.Config{
		SessionOf: a.sessionOf,
		PlaceOf:   a.placeOf,
		PlaceIn:   voiceweb.WayIn,
		Banner:    func(r *page.Request) page.Banner { return a.banner(r, mode) },
		Nav:       nav,
		Log:       a.log,
		Secure:    mode.Secure,
		Proxied:   mode.Proxied,
		Refused:   a.Door.Refused,
		Admit:     a.Door.Admit,
		Exit:      mode.Exit,
		Home:      "/",
	}, a.routes(mode))
}

func (a *App) sessionOf(ctx context.Context, token string) (page.Session, error) {
	s, err := a.Account.SessionOf(ctx, token)
	if err != nil {
		return page.Session{}, err
	}
	return page.Session{ID: s.ID, Actor: s.Actor, Name: s.Name, Organisation: s.Organisation, Nation: s.Nation,
		Language: s.Language, Until: s.Until}, nil
}

// placeOf finds whose own place is open on a young person's device.
func (a *App) placeOf(ctx context.Context, token string) (page.Place, error) {
	who, record, err := a.Voice.PlaceOf(ctx, token)
	return page.Place{Actor: who, Record: record}, err
}

func (a *App) banner(r *page.Request, mode Mode) page.Banner {
	if mode.Demo {
		return page.DemoBanner
	}
	m, err := a.Account.Mode(r.Context(), r.Who.Organisation)
	if err != nil || m != account.Live {
		return page.TrialBanner // when in doubt, the careful banner
	}
	return page.NoBanner
}
