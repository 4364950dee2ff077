package loading

import (
	"fmt"
	"regexp"
	"strings"

	"stablefutures/internal/framework"
)

var (
	setName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	article = regexp.MustCompile(`Article [0-9]+`)
)

// About is what the publishing form says of the edition as a whole.
type About struct {
	Version     string `json:"version"`
	Date        string `json:"date"`     // YYYY-MM-DD, when its authors published it
	Source      string `json:"source"`   // who made it, and from what this copy is
	Obtained    string `json:"obtained"` // YYYY-MM-DD
	Language    string `json:"language"` // tag of the wording's language
	Uses        string `json:"uses"`     // one of framework.Uses
	By          string `json:"by"`       // who permits it
	Licence     string `json:"licence"`
	Attribution string `json:"attribution"`
	Follows     string `json:"follows"` // id of the edition it follows
	Ages        string `json:"ages"`
	Levels      struct {
		Principle string `json:"principle"`
		Outcome   string `json:"outcome"`
		Indicator string `json:"indicator"`
	} `json:"levels"`
}

// Outline is the edition as it stands: items in their order, and those that stand under nothing.
type Outline struct {
	Principles []OutlinePrinciple
	Strays     []Piece           // indicators under no outcome, outcomes under no principle
	Codes      map[string]string // by the piece's id
	Pieces     map[string]string // by code, the piece's id; the first where one is used twice
}

// OutlinePrinciple is a principle with its outcomes. Its Piece is empty where the copy has no principles at all.
type OutlinePrinciple struct {
	Piece    Piece
	Code     string
	Outcomes []OutlineOutcome
}

// OutlineOutcome is an outcome with its indicators.
type OutlineOutcome struct {
	Piece      Piece
	Code       string
	Indicators []Piece
}

// Outline puts the pieces that have a role under one another: each under the one it was put under, else under the one
// before it. Codes that nobody gave are numbered by place.
func (s *State) Outline() Outline {
	o := Outline{Codes: map[string]string{}, Pieces: map[string]string{}}
	have := s.Have()
	if have.Principles == 0 && have.Outcomes > 0 && s.Goal.Expected.Principles == 0 {
		o.Principles = []OutlinePrinciple{{Code: "all"}} // the copy has none: its outcomes stand under the set's own name
	}
	o.principles(s)
	o.outcomes(s)
	o.indicators(s)
	o.number()
	return o
}

func (o *Outline) principles(s *State) {
	for _, p := range s.Pieces {
		if p.Role == Principle {
			o.Principles = append(o.Principles, OutlinePrinciple{Piece: p})
		}
	}
}

// outcomes deals the outcomes out. The principle before one is the nearest one above it.
func (o *Outline) outcomes(s *State) {
	at := -1
	if len(o.Principles) == 1 && o.Principles[0].Piece.ID == "" {
		at = 0
	}
	for _, p := range s.Pieces {
		switch p.Role {
		case Principle:
			at = o.principle(p.ID)
		case Outcome:
			to := at
			if p.Under != "" {
				to = o.principle(p.Under)
			}
			if to < 0 {
				o.Strays = append(o.Strays, p)
				continue
			}
			o.Principles[to].Outcomes = append(o.Principles[to].Outcomes, OutlineOutcome{Piece: p})
		}
	}
}

func (o *Outline) indicators(s *State) {
	before := ""
	for _, p := range s.Pieces {
		switch p.Role {
		case Outcome:
			before = p.ID
		case Principle:
			before = ""
		case Indicator:
			under := p.Under
			if under == "" {
				under = before
			}
			to := o.outcome(under)
			if to == nil {
				o.Strays = append(o.Strays, p)
				continue
			}
			to.Indicators = append(to.Indicators, p)
		}
	}
}

func (o *Outline) principle(id string) int {
	for i, p := range o.Principles {
		if p.Piece.ID == id {
			return i
		}
	}
	return -1
}

func (o *Outline) outcome(id string) *OutlineOutcome {
	for i := range o.Principles {
		for k := range o.Principles[i].Outcomes {
			if have := &o.Principles[i].Outcomes[k]; have.Piece.ID == id {
				return have
			}
		}
	}
	return nil
}

// number gives everything a code: the steward's own, else p1, 1 and 1.1 by place.
func (o *Outline) number() {
	n := 0
	set := func(p Piece, own string) string {
		code := p.Code
		if code == "" {
			code = own
		}
		o.Codes[p.ID] = code
		if o.Pieces[code] == "" {
			o.Pieces[code] = p.ID
		}
		return code
	}
	for i := range o.Principles {
		p := &o.Principles[i]
		if p.Piece.ID != "" {
			p.Code = set(p.Piece, fmt.Sprintf("p%d", i+1))
		}
		for k := range p.Outcomes {
			n++
			out := &p.Outcomes[k]
			out.Code = set(out.Piece, fmt.Sprintf("%d", n))
			for m, ind := range out.Indicators {
				set(ind, fmt.Sprintf("%s.%d", out.Code, m+1))
			}
		}
	}
}

// Document is the edition as it stands, in the open format. original is the SHA-256 of the file it was read from, ""
// when it was typed in. Every text is the piece's, character for character.
func (s *State) Document(original string) framework.Document {
	a, o := s.About, s.Outline()
	d := framework.Document{
		Format: framework.FormatEdition, Set: s.Goal.Set, Name: s.Goal.Name, Version: a.Version, Date: a.Date, Source: a.Source,
		Follows: a.Follows, Ages: a.Ages,
		Permission: framework.Permission{Uses: a.Uses, By: a.By, Licence: a.Licence, Attribution: a.Attribution},
		Levels:     framework.Levels{Principle: a.Levels.Principle, Outcome: a.Levels.Outcome, Indicator: a.Levels.Indicator},
		Expected:   s.Goal.Expected, Principles: []framework.DocumentPrinciple{},
		Copy: &framework.Copy{Obtained: a.Obtained, Original: original},
	}
	if a.Language != "" && a.Language != "en" {
		d.Languages = []framework.DocumentLanguage{{Lang: a.Language}}
	}
	if d.Expected.Principles == 0 {
		d.Expected.Principles = len(o.Principles)
	}
	for _, p := range o.Principles {
		dp := framework.DocumentPrinciple{Code: p.Code, Name: p.Piece.Text(), Outcomes: []framework.Outcome{}}
		if p.Piece.ID == "" {
			dp.Name = s.Goal.Name
		}
		dp.Article = article.FindString(dp.Name)
		for _, out := range p.Outcomes {
			do := framework.Outcome{Code: out.Code, Text: out.Piece.Text()}
			for _, ind := range out.Indicators {
				do.Indicators = append(do.Indicators, framework.Indicator{Code: o.Codes[ind.ID], Text: ind.Text()})
			}
			dp.Outcomes = append(dp.Outcomes, do)
		}
		d.Principles = append(d.Principles, dp)
	}
	return d
}

// Under names what a piece stands under, by code; "" for nothing.
func (o *Outline) Under(p Piece) string {
	for _, pr := range o.Principles {
		for _, out := range pr.Outcomes {
			if out.Piece.ID == p.ID {
				return pr.Code
			}
			for _, ind := range out.Indicators {
				if ind.ID == p.ID {
					return out.Code
				}
			}
		}
	}
	return ""
}

// ByCode finds the piece of a code as a person types it: in any case, with or without blanks around it.
func (o *Outline) ByCode(code string) (string, bool) {
	code = strings.TrimSpace(code)
	if id, ok := o.Pieces[code]; ok {
		return id, true
	}
	for have, id := range o.Pieces {
		if strings.EqualFold(have, code) {
			return id, true
		}
	}
	return "", false
}
