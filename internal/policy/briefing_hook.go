package policy

import (
	"context"

	"stablefutures/internal/access"
	"stablefutures/internal/i18n"
	"stablefutures/internal/release"
)

// hooks are what other capabilities give to a briefing: they do not know each other, so app brings them together. Where one is
// not there nothing of its kind is offered.
type hooks struct {
	words  func(context.Context, *access.Work, i18n.L, release.Release) (func(code string) string, error)
	quotes func(context.Context, *access.Work) ([]PermittedQuote, error)
	used   func(ctx context.Context, w *access.Work, quote, step string) error
	themes func(context.Context, *access.Work, i18n.L) ([]AuditTheme, error)
	saved  func(context.Context, *access.Work) ([]SavedQuestion, error)
}

// PermittedQuote is words that a young person gave to be published, whose permission covers a paper that leaves and being read
// by those who work here, now. Two people found that they tell on nobody.
type PermittedQuote struct {
	ID          string
	Words       string
	Lang        string
	Translation string // in English; "" for none
	Name        string // the one they chose; "" for none
	Until       string // the day until which they said yes
}

// AuditTheme is something that was seen in more than one case and stands in a report, in general words.
type AuditTheme struct {
	ID     string
	Title  string
	Seen   string
	Source string // the report, its version and hash, in words
}

// SavedQuestion is a question over all records that somebody saved, with the releases that answer it now.
type SavedQuestion struct {
	ID       string
	Title    string
	Release  string // "" where it was not answered yet
	Coverage string // the release that says of whom; "" for none
}

// UseWords gives the words of the codes of a release in a language; a code without words stays as it is.
func (s *Service) UseWords(f func(context.Context, *access.Work, i18n.L, release.Release) (func(code string) string, error)) {
	s.hooks.words = f
}

// UseQuotes gives the words that may be quoted now. used writes down, within the work that gives a briefing to somebody, that a
// quotation left with it, so that whoever gave the words can be told.
func (s *Service) UseQuotes(list func(context.Context, *access.Work) ([]PermittedQuote, error), used func(ctx context.Context, w *access.Work, quote, step string) error) {
	s.hooks.quotes, s.hooks.used = list, used
}

// UseThemes gives what audits found, as it was reported.
func (s *Service) UseThemes(f func(context.Context, *access.Work, i18n.L) ([]AuditTheme, error)) {
	s.hooks.themes = f
}

// UseSaved gives the saved questions of the actor's organisation.
func (s *Service) UseSaved(f func(context.Context, *access.Work) ([]SavedQuestion, error)) {
	s.hooks.saved = f
}

func (s *Service) permittedQuotes(ctx context.Context, w *access.Work) ([]PermittedQuote, error) {
	if s.hooks.quotes == nil {
		return nil, nil
	}
	return s.hooks.quotes(ctx, w)
}

func (s *Service) auditThemes(ctx context.Context, w *access.Work, l i18n.L) ([]AuditTheme, error) {
	if s.hooks.themes == nil {
		return nil, nil
	}
	return s.hooks.themes(ctx, w, l)
}

func (s *Service) savedQuestions(ctx context.Context, w *access.Work) ([]SavedQuestion, error) {
	if s.hooks.saved == nil {
		return nil, nil
	}
	return s.hooks.saved(ctx, w)
}

// wordsOf gives the words of a release's codes; without the hook codes stand for themselves.
func (s *Service) wordsOf(ctx context.Context, w *access.Work, l i18n.L, r release.Release) (func(code string) string, error) {
	if s.hooks.words == nil {
		return func(code string) string { return code }, nil
	}
	return s.hooks.words(ctx, w, l, r)
}
