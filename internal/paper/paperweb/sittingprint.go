package paperweb

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"time"

	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/paper"
	"stablefutures/internal/problem"
)

// printSitting makes the ticket and gives its pages. The same form again gives the same code.
func (web *Web) printSitting(r *page.Request) (*page.Answer, error) {
	s, err := web.sitting(r)
	if problem.KeyOf(err) == "framework.not_chosen" {
		return s.unchosen(), nil
	}
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(r.Context(), patience)
	defer cancel()
	sheet, err := s.make(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = problem.New(problem.Conflict, "paper.busy")
	}
	if page.IsInvalid(err) {
		return s.answer(err), nil
	}
	if err != nil {
		return nil, err
	}
	return page.File(sheet.Name, "application/pdf", sheet.PDF), nil
}

func (s *sitting) make(ctx context.Context) (paper.Sheet, error) {
	f, o := s.r.Form, s.web.sittings
	label := conversation.Label{Picture: f.Line("picture", 60), Word: f.Line("word", 60)}
	if !label.Known() {
		f.Add("label", "problem.required_choice")
	}
	language := f.Line("language", 35)
	pack, err := s.web.pack(ctx, s.ed, paper.Order{Product: paper.Cards, Lang: language})
	if err != nil {
		f.Add("language", "problem.not_a_choice")
	}
	cards := f.All("cards")
	for _, code := range cards {
		if _, ok := s.ed.Outcome(code); !ok {
			f.Add("cards", "problem.not_a_choice")
		}
	}
	id := f.ID("paper")
	if err := f.Err(); err != nil {
		return paper.Sheet{}, err
	}
	guard := pack
	if !pack.Trusted() && !o.Demo {
		guard = original(s.ed)
	}
	shown, err := s.wordings(ctx, guard, pack)
	if err != nil {
		return paper.Sheet{}, err
	}
	p, err := o.Conversation.IssuePaper(ctx, s.r.Who, conversation.NewPaper{ID: id, Record: s.person.ID, EditionID: s.ed.ID, Language: pack.Lang(), Nation: s.nation(),
		Picture: label.Picture, Word: label.Word, Wording: shown})
	if err != nil {
		return paper.Sheet{}, err
	}
	terms := o.Nations.For(s.nation())
	return s.web.room.Sitting(ctx, paper.Sitting{Edition: s.ed, Pack: pack, Guard: guard, Staff: s.r.L, Nation: terms, Numbers: s.numbers(ctx, terms), Cards: cards,
		Large: f.Raw("large") == "1", Label: paper.Label{Picture: p.Picture, Word: p.Word}, Code: conversation.ShowPaperCode(p.Code), Scan: s.scan(p.Code)})
}

// wordings keeps what is printed and gives its checksums: the record says what a young person was shown.
func (s *sitting) wordings(ctx context.Context, packs ...*framework.Pack) (list []string, err error) {
	for _, pack := range packs {
		checksum, err := s.web.frameworks.KeepWording(ctx, s.ed, pack)
		if err != nil {
			return nil, err
		}
		if checksum != "" && !slices.Contains(list, checksum) {
			list = append(list, checksum)
		}
	}
	return list, nil
}

// scan is the address that the squares stand for. It tells which service this is, and nothing else.
func (s *sitting) scan(code string) string {
	scheme := "http://"
	if s.web.sittings.Secure || s.r.HTTP.TLS != nil {
		scheme = "https://"
	}
	return scheme + s.r.HTTP.Host + entering + "/" + code
}

// numbers are whom to ring: the local contact, then the nation's numbers in force today.
func (s *sitting) numbers(ctx context.Context, terms nation.Pack) []paper.Number {
	var list []paper.Number
	if s.web.sittings.SafetyContact != nil {
		c := s.web.sittings.SafetyContact(ctx, s.r.Who)
		if c.Phone != "" {
			list = append(list, paper.Number{Name: c.Name, Phone: c.Phone})
		}
		if c.OutOfHours != "" {
			list = append(list, paper.Number{Name: s.r.L.T("paper.sitting_at_night", "name", c.Name), Phone: c.OutOfHours})
		}
	}
	rule, err := terms.Rule(nation.RuleEmergencyNumbers, s.web.sittings.Record.Now().UTC().Format(time.DateOnly))
	if err != nil {
		return append(list, paper.Number{Name: s.r.L.T("paper.sitting_danger"), Phone: "999"})
	}
	tag := s.r.L.Tag()
	for _, row := range rule.Value.Rows {
		if len(row) > 1 {
			list = append(list, paper.Number{Name: row[0].In(tag), Phone: row[1].In(tag)})
		}
	}
	return list
}

// typeWithout opens the typing page for a sheet that has no code, or one that does not work: a ticket is made for it now.
func (web *Web) typeWithout(r *page.Request) (*page.Answer, error) {
	s, err := web.sitting(r)
	if err != nil {
		return nil, err
	}
	id, spoken := r.Form.ID("paper"), original(s.ed).Lang()
	if y, ok := i18n.Young(s.person.Profile.FirstLanguage()); ok {
		if _, there := web.frameworks.Pack(r.Context(), s.ed, y.Tag); there {
			spoken = y.Tag
		}
	}
	label := conversation.FreeLabel(nil, rand.IntN(len(conversation.LabelPictures)*len(conversation.LabelWords)))
	p, err := web.sittings.Conversation.IssuePaper(r.Context(), r.Who, conversation.NewPaper{ID: id, Record: s.person.ID, EditionID: s.ed.ID, Language: spoken, Nation: s.nation(),
		Picture: label.Picture, Word: label.Word, Unprinted: true})
	if err != nil {
		return nil, err
	}
	return page.Redirect("/people/" + p.Record + "/on-paper/" + p.ID), nil
}
