package accountweb

import (
	"net/http"
	"net/url"

	"stablefutures/internal/account"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// DeviceCookie holds the token by which a browser that has signed in before is known. Its name says nothing.
const DeviceCookie = "sd"

// deviceLasts is how long a browser keeps it, in seconds: as long as browsers allow.
const deviceLasts = 400 * 24 * 3600

// Web is the pages of the account room.
type Web struct {
	service   *account.Service
	home      string
	providers *providers
}

// New makes the pages. home is where somebody lands who has just signed in and was on the way to nowhere else.
func New(service *account.Service, home string) *Web {
	return &Web{service, home, newProviders(service.Origin(), service.Now)}
}

// Routes are the room's rows of the route table.
func (web *Web) Routes() []page.Route {
	routes := append(web.wayIn(), web.own()...)
	return append(routes, web.administration()...)
}

func (web *Web) wayIn() []page.Route {
	return []page.Route{
		page.Get("/sign-in", permit.SignIn, web.showSignIn),
		page.Post("/sign-in", permit.SignIn, web.saveSignIn),
		page.Get("/sign-in/second", permit.SignIn, web.showSecond),
		page.Post("/sign-in/second", permit.SignIn, web.saveSecond),
		page.Post("/sign-in/passkey", permit.SignIn, web.savePasskeySignIn),
		page.Get("/sign-in/recovery", permit.SignIn, web.showRecovery),
		page.Post("/sign-in/recovery", permit.SignIn, web.saveRecovery),
		page.Get("/sign-in/help", permit.SignIn, web.showHelp),
		page.Get("/sign-in/organisation", permit.SignIn, web.showSingle),
		page.Post("/sign-in/organisation", permit.SignIn, web.saveSingle),
		page.Get("/sign-in/organisation/{id}/back", permit.SignIn, web.showBack),
		page.Post("/sign-in/organisation/{id}/left", permit.SignIn, web.saveLeft),
		page.Post("/enrol/organisation", permit.SignIn, web.beginOwn),
		page.Post("/sign-out", permit.SignIn, web.saveSignOut),
		page.Get("/signed-out", permit.SignIn, web.showSignedOut),
		page.Get("/enrol", permit.SignIn, web.showInvitation),
		page.Post("/enrol", permit.SignIn, web.saveInvitation),
		page.Get("/enrol/password", permit.SignIn, web.showEnrolPassword),
		page.Post("/enrol/password", permit.SignIn, web.saveEnrolPassword),
		page.Get("/enrol/factor", permit.SignIn, web.showEnrolFactor),
		page.Post("/enrol/factor", permit.SignIn, web.saveEnrolFactor),
		page.Get("/enrol/app", permit.SignIn, web.showEnrolApp),
		page.Post("/enrol/app", permit.SignIn, web.saveEnrolApp),
		page.Get("/enrol/passkey", permit.SignIn, web.showEnrolPasskey),
		page.Post("/enrol/passkey", permit.SignIn, web.saveEnrolPasskey),
		page.Get("/enrol/codes", permit.SignIn, web.showEnrolCodes),
		page.Post("/enrol/codes", permit.SignIn, web.saveEnrolCodes),
	}
}

func (web *Web) own() []page.Route {
	return []page.Route{
		page.Get("/account", permit.Self, web.showAccount),
		page.Get("/account/prove", permit.Self, web.showProve),
		page.Post("/account/prove", permit.Self, web.saveProve),
		page.Get("/account/password", permit.Self, web.showPassword),
		page.Post("/account/password", permit.Self, web.savePassword),
		page.Post("/account/app/new", permit.Self, web.beginApp),
		page.Get("/account/app", permit.Self, web.showApp),
		page.Post("/account/app", permit.Self, web.saveApp),
		page.Get("/account/passkey", permit.Self, web.showPasskey),
		page.Post("/account/passkey", permit.Self, web.savePasskey),
		page.Get("/account/factors/{id}/remove", permit.Self, web.showRemoveFactor),
		page.Post("/account/factors/{id}/remove", permit.Self, web.saveRemoveFactor),
		page.Post("/account/codes/new", permit.Self, web.beginCodes),
		page.Get("/account/codes", permit.Self, web.showCodes),
		page.Post("/account/codes", permit.Self, web.saveCodes),
		page.Post("/account/organisation", permit.Self, web.beginOwn),
		page.Get("/account/sessions", permit.Self, web.showSessions),
		page.Post("/account/sessions/{id}/end", permit.Self, web.saveEndSession),
		page.Post("/account/sign-out-everywhere", permit.Self, web.saveEverywhere),
		page.Get("/account/language", permit.Self, web.showLanguage),
		page.Post("/account/language", permit.Self, web.saveLanguage),
		page.Get("/teams/waiting", permit.ConfirmMember, web.showJoining),
		page.Post("/teams/waiting/{membership}", permit.ConfirmMember, web.saveJoining),
	}
}

func (web *Web) administration() []page.Route {
	return []page.Route{
		page.Get("/administration", permit.ManageAccounts, web.showAdministration),
		page.Get("/administration/people", permit.ManageAccounts, web.showPeople),
		page.Get("/administration/people/new", permit.ManageAccounts, web.showInvite),
		page.Post("/administration/people/new", permit.ManageAccounts, web.saveInvite),
		page.Get("/administration/people/{id}", permit.ManageAccounts, web.showPerson),
		page.Post("/administration/people/{id}/invite", permit.ManageAccounts, web.saveInviteAgain),
		page.Get("/administration/people/{id}/name", permit.ManageAccounts, web.showName),
		page.Post("/administration/people/{id}/name", permit.ManageAccounts, web.saveName),
		page.Get("/administration/people/{id}/roles", permit.ManageAccounts, web.showRoles),
		page.Post("/administration/people/{id}/roles", permit.ManageAccounts, web.saveRoles),
		page.Get("/administration/people/{id}/teams", permit.ManageAccounts, web.showMemberships),
		page.Post("/administration/people/{id}/teams", permit.ManageAccounts, web.saveMemberships),
		page.Get("/administration/people/{id}/close", permit.ManageAccounts, web.showClose),
		page.Post("/administration/people/{id}/close", permit.ManageAccounts, web.saveClose),
		page.Get("/administration/teams", permit.ManageAccounts, web.showTeams),
		page.Post("/administration/teams", permit.ManageAccounts, web.saveTeam),
		page.Get("/administration/teams/{id}", permit.ManageAccounts, web.showTeam),
		page.Post("/administration/teams/{id}", permit.ManageAccounts, web.saveTeamName),
		page.Get("/administration/resets", permit.ResetSignIn, web.showResets),
		page.Post("/administration/resets", permit.ResetSignIn, web.saveAskReset),
		page.Post("/administration/resets/{id}/approve", permit.ResetSignIn, web.saveApprove),
		page.Post("/administration/resets/{id}/withdraw", permit.ResetSignIn, web.saveWithdraw),
		page.Get("/administration/single", permit.ManageService, web.showSingleSettings),
		page.Post("/administration/single", permit.ManageService, web.saveSingleSettings),
		page.Get("/administration/service", permit.ManageService, web.showService),
		page.Post("/administration/service", permit.ManageService, web.saveService),
	}
}

// from says where a request comes from.
func from(r *page.Request) account.From {
	return account.From{Network: r.Remote(), Agent: r.Agent(), Device: r.Cookie(DeviceCookie)}
}

// token is the session's, at whatever stage.
func token(r *page.Request) string { return r.Cookie(page.SessionCookie) }

// carry gives the browser what an entry brings.
func carry(a *page.Answer, e account.Entry) *page.Answer {
	a.Cookie(page.SessionCookie, e.Token, 0)
	if e.Device != "" {
		a.Cookie(DeviceCookie, e.Device, deviceLasts)
	}
	return a
}

// next is where somebody was on the way to, kept through the steps; a path of ours or nothing.
func next(r *page.Request) string { return page.SafeNext(r.Form.Raw("next"), "") }

// with adds where somebody was on the way to, to an address of ours.
func with(path, next string) string {
	if next == "" {
		return path
	}
	return path + "?next=" + url.QueryEscape(next)
}

// over reports whether a session, at whatever stage, is there no more.
func over(err error) bool {
	return problem.Is(err, problem.NotFound) || problem.KeyOf(err) == "account.begin_again"
}

// again says whether a form is to be shown again after err, with what is wrong and the status. A problem that belongs
// to no field is shown at the field named.
func again(r *page.Request, err error, field string) (p page.Problems, status int, yes bool) {
	switch {
	case account.IsThrottled(err):
		status = http.StatusTooManyRequests
	case page.IsInvalid(err), problem.Is(err, problem.Conflict):
		status = http.StatusUnprocessableEntity
	default:
		return p, 0, false
	}
	p = r.Problems(err)
	if !p.Any() {
		p.Items = []kit.ErrorItem{{Text: kit.T(r.L.T(problem.KeyOf(err), argsOf(err)...)), Href: "#" + field}}
	}
	return p, status, true
}

// shown answers with a form: fresh, or again with what is wrong.
func shown(v formView, status int) *page.Answer {
	a := page.Show(v.Title, formBody(v))
	if status != 0 {
		a.Status(status)
	}
	return a.Script("account.js")
}
