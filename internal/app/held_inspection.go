package app

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/custody"
	"stablefutures/internal/exchange"
	"stablefutures/internal/i18n"
	"stablefutures/internal/inspection"
)

// heldInInspection says what was made ready of a record for an inspectorate's visitor, and who was let into it. The words are
// the record's own, with what was covered left out of them.
func (a *App) heldInInspection(ctx context.Context, w *access.Work, record string, l i18n.L) ([]custody.Section, error) {
	h, err := a.Inspection.HeldOf(ctx, w, record)
	if err != nil || h.Prepared == nil {
		return nil, err
	}
	p := h.Prepared
	s := custody.Section{ID: "tracked-" + p.ID, Title: l.T("inspection.held_title", "day", l.Moment(p.At)), About: l.T("inspection.held_about"),
		Lines: []string{l.T("inspection.told_is_" + p.Content.Told)}} // i18n: prefix inspection.told_is_
	for _, let := range h.Let {
		s.Lines = append(s.Lines, l.T("inspection.held_let", "inspectorate", let.Visit.Text.Inspectorate, "day", l.Moment(let.At), "until", l.Day(let.Visit.Last)))
	}
	s.Add("tracked:"+p.ID+":note", l.T("inspection.held_note"), p.Content.Note, p.Content.Lang, p.By)
	for i, line := range p.Content.Lines {
		if line.Left != "" {
			continue
		}
		by := p.By
		if line.Who == "young_person" {
			by = ""
		}
		label := l.Day(line.On) + " " + l.T("inspection.line_"+string(line.Kind)) // i18n: prefix inspection.line_
		s.Add("tracked:"+p.ID+":"+strconv.Itoa(i), label, inspection.Plain(line.Text), line.Lang, by)
	}
	return []custody.Section{s}, nil
}

// allInspection is what more/inspection.json holds.
type allInspection struct {
	Format   string          `json:"format"`
	Record   string          `json:"record"`
	ReadyAt  string          `json:"ready_at"`
	By       string          `json:"by"`
	SHA256   string          `json:"sha256"`
	Document json.RawMessage `json:"document,omitempty"`
	Let      []inspectionLet `json:"let"`
}

type inspectionLet struct {
	Visit        string `json:"visit"`
	Account      string `json:"account"`
	Inspectorate string `json:"inspectorate"`
	At           string `json:"at"`
	By           string `json:"by"`
	Last         string `json:"last"`
}

func (a *App) inspectionPart(ctx context.Context, w *access.Work, record string) (exchange.Part, error) {
	h, err := a.Inspection.HeldOf(ctx, w, record)
	if err != nil {
		return exchange.Part{}, err
	}
	whole := allInspection{Format: "stablefutures-record-inspection-1", Record: record, Let: []inspectionLet{}}
	p := exchange.Part{Name: "inspection"}
	if h.Prepared != nil {
		whole.ReadyAt, whole.By, whole.SHA256 = h.Prepared.At.UTC().Format(time.RFC3339), h.Prepared.By, h.Prepared.Hash
		if whole.Document, err = h.Prepared.JSON(); err != nil {
			return exchange.Part{}, err
		}
		p.Accounts = append(p.Accounts, h.Prepared.By)
	}
	for _, let := range h.Let {
		whole.Let = append(whole.Let, inspectionLet{let.Visit.ID, let.Visit.Account, let.Visit.Text.Inspectorate, let.At.UTC().Format(time.RFC3339), let.By, let.Visit.Last})
		p.Accounts = append(p.Accounts, let.Visit.Account, let.By)
	}
	p.Document = whole
	read, err := a.heldInInspection(ctx, w, record, i18n.For(archived))
	p.Sections = sectionsOf(read)
	return p, err
}
