package app

import (
	"context"
	"maps"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/caseaudit"
	"stablefutures/internal/custody"
	"stablefutures/internal/exchange"
	"stablefutures/internal/i18n"
)

// heldInAudits says that practice with the young person was looked at, when, and what was written of their life. Who read is not
// named, and what was found of the service is not about them: both stay with the audit.
func (a *App) heldInAudits(ctx context.Context, w *access.Work, record string, l i18n.L) ([]custody.Section, error) {
	list, err := a.Audits.AuditsOf(ctx, w, record)
	if err != nil {
		return nil, err
	}
	var all []custody.Section
	for _, one := range slices.Backward(list) {
		all = append(all, auditSection(l, one))
	}
	return all, nil
}

func auditSection(l i18n.L, one caseaudit.HeldAudit) custody.Section {
	s := custody.Section{ID: "audit-" + one.Case, Title: l.T("auditrecord.held_title", "day", l.Moment(one.DrawnAt)), About: l.T("auditrecord.held_about")}
	if one.LeftOut {
		s.Lines = append(s.Lines, l.T("auditrecord.held_left_out"))
	}
	for _, r := range one.Readings {
		when := l.T("auditrecord.held_read", "day", l.Moment(r.At))
		s.Lines = append(s.Lines, when)
		s.Add("audit:"+r.ID+":life", l.T("auditrecord.held_life"), r.Life, "", r.By)
		s.Add("audit:"+r.ID+":know", l.T("auditrecord.held_know"), r.Know, "", r.By)
		for _, code := range slices.Sorted(maps.Keys(r.Heard)) {
			s.Add("audit:"+r.ID+":heard:"+code, l.T("auditrecord.held_quoted"), r.Heard[code], "", r.By)
		}
	}
	if one.Waits {
		s.Lines = append(s.Lines, l.T("auditrecord.held_waits"))
	}
	for _, said := range one.TeamSaid {
		s.Add("audit-let:"+said.ID, l.T("auditrecord.held_team", "day", l.Moment(said.At)), said.Text, "", said.By)
	}
	for _, told := range one.Told {
		s.Add("audit-told:"+told.ID, l.T("auditrecord.held_told", "day", l.Moment(told.At)), told.Text, "", told.By)
	}
	return s
}

// allAudits is what more/audits.json holds.
type allAudits struct {
	Format string     `json:"format"`
	Record string     `json:"record"`
	Audits []oneAudit `json:"audits"`
}

type oneAudit struct {
	Programme string         `json:"programme"`
	Case      string         `json:"case"`
	Purpose   string         `json:"purpose"`
	DrawnAt   string         `json:"drawn_at"`
	LeftOut   bool           `json:"left_out"`
	Unended   bool           `json:"unended"`
	Readings  []auditReading `json:"readings"`
	Said      []auditSaid    `json:"said"`
	Told      []auditSaid    `json:"told"`
}

type auditReading struct {
	EndedAt string            `json:"ended_at"`
	By      string            `json:"by"`
	Life    string            `json:"life"`
	Know    string            `json:"know"`
	Quoted  map[string]string `json:"quoted"`
}

type auditSaid struct {
	At   string `json:"at"`
	By   string `json:"by"`
	Text string `json:"text"`
}

func (a *App) auditsPart(ctx context.Context, w *access.Work, record string) (exchange.Part, error) {
	list, err := a.Audits.AuditsOf(ctx, w, record)
	if err != nil {
		return exchange.Part{}, err
	}
	p := exchange.Part{Name: "audits"}
	whole := allAudits{Format: "stablefutures-record-audits-1", Record: record, Audits: []oneAudit{}}
	for _, one := range list {
		out := oneAudit{Programme: one.Programme, Case: one.Case, Purpose: one.Purpose, DrawnAt: one.DrawnAt.UTC().Format(time.RFC3339), LeftOut: one.LeftOut,
			Unended: one.Waits, Readings: []auditReading{}, Said: []auditSaid{}, Told: []auditSaid{}}
		for _, r := range one.Readings {
			out.Readings = append(out.Readings, auditReading{r.At.UTC().Format(time.RFC3339), r.By, r.Life, r.Know, r.Heard})
			p.Accounts = append(p.Accounts, r.By)
		}
		for _, said := range one.TeamSaid {
			out.Said = append(out.Said, auditSaid{said.At.UTC().Format(time.RFC3339), said.By, said.Text})
			p.Accounts = append(p.Accounts, said.By)
		}
		for _, told := range one.Told {
			out.Told = append(out.Told, auditSaid{told.At.UTC().Format(time.RFC3339), told.By, told.Text})
			p.Accounts = append(p.Accounts, told.By)
		}
		whole.Audits = append(whole.Audits, out)
	}
	p.Document = whole
	read, err := a.heldInAudits(ctx, w, record, i18n.For(archived))
	p.Sections = sectionsOf(read)
	return p, err
}
