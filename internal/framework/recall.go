package framework

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"stablefutures/internal/access"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// FormatRecall is what a recall says it is.
const FormatRecall = "stable-futures/recall/1"

// Recall is a rights-holder's, or a holder's, word that an edition is no longer to be used: a small file, which the
// rights-holder signs. Records that stand on the edition keep standing, and show the notice.
type Recall struct {
	Format     string      `json:"format"`   // FormatRecall
	Edition    string      `json:"edition"`  // id
	Checksum   string      `json:"checksum"` // of the edition, so that a recall is of these words and no others
	Notice     string      `json:"notice"`   // shown wherever the edition is
	Date       string      `json:"date"`     // YYYY-MM-DD
	By         string      `json:"by"`       // who calls it back
	Signatures []Signature `json:"signatures,omitempty"`
}

// Canonical gives the bytes that a signature covers: the recall without signatures, in the form of RFC 8785.
func (r Recall) Canonical() ([]byte, error) {
	r.Signatures = nil
	return canonical(r)
}

// Sign adds a signature made with a private key, in place of an earlier one by the same key.
func (r Recall) Sign(private string) (Recall, error) {
	b, err := r.Canonical()
	if err != nil {
		return r, err
	}
	s, err := sign(b, private)
	if err == nil {
		r.Signatures = add(r.Signatures, s)
	}
	return r, err
}

// JSON writes the recall as a file.
func (r Recall) JSON() ([]byte, error) { return indented(r) }

// ReadRecall reads a recall as strictly as a document is read, and checks its signatures.
func ReadRecall(in io.Reader) (Recall, error) {
	b, err := io.ReadAll(io.LimitReader(in, maxRecall+1))
	if err != nil {
		return Recall{}, fmt.Errorf("read recall: %w", err)
	}
	if len(b) > maxRecall {
		return Recall{}, problem.New(problem.Invalid, "framework.file.large", "max", 1)
	}
	var r Recall
	if err := readStrictly(b, &r); err != nil {
		return r, err
	}
	f := &faults{}
	f.must(r.Format == FormatRecall, "/format", "format", "want", FormatRecall, "have", r.Format)
	f.text("/edition", r.Edition, maxShortText)
	f.text("/notice", r.Notice, maxText)
	f.text("/by", r.By, maxText)
	f.must(isDay(r.Date), "/date", "day", "day", r.Date)
	f.must(sha.MatchString(r.Checksum), "/checksum", "checksum")
	if len(f.list) > 0 {
		var c problem.Check
		for _, fault := range f.list {
			c.Add(fault.Place, fault.Key, fault.Values...)
		}
		return r, c.Err()
	}
	b, err = r.Canonical()
	if err != nil {
		return r, err
	}
	return r, checkSignatures(b, r.Signatures)
}

const maxRecall = 1 << 20

// CallBack marks a published edition as called back. The organisation that published it may, and the command line; any
// other only with a recall signed by a key that stands on the edition and is trusted here. An edition in the program
// cannot be called back but by a new program.
func (s *Service) CallBack(ctx context.Context, who permit.Actor, r Recall) error {
	b, err := r.Canonical()
	if err == nil {
		err = checkSignatures(b, r.Signatures)
	}
	if err != nil {
		return fmt.Errorf("call back edition: %w", err)
	}
	err = s.door.Do(ctx, who, permit.LoadFramework, access.Organisation(who.Organisation), func(w *access.Work) error {
		e, err := published(ctx, w.Tx, r.Edition)
		if err != nil {
			return err
		}
		if e.Checksum() != r.Checksum {
			return problem.New(problem.Invalid, "framework.recall.other_words")
		}
		if !who.Is(permit.Operator) && who.Organisation != e.Owner {
			keys, err := listKeys(ctx, w.Tx, e.Owner)
			if err != nil {
				return err
			}
			if !signedByTrusted(r, e, keys) {
				return problem.New(problem.Forbidden, "framework.recall.not_yours")
			}
		}
		w.Note(e.ID, "recalled")
		return insertRecall(ctx, w, r)
	})
	if err != nil {
		return fmt.Errorf("call back edition: %w", err)
	}
	s.forget()
	return nil
}

func signedByTrusted(r Recall, e *Edition, keys map[string]bool) bool {
	return slices.ContainsFunc(r.Signatures, func(s Signature) bool {
		return keys[s.Key] && slices.ContainsFunc(e.Signatures, func(on Signature) bool { return on.Key == s.Key })
	})
}

// Trust notes that an organisation has checked with its owner that a public key is theirs, or no longer holds it for
// theirs. The command line names no organisation: it speaks for the whole service.
func (s *Service) Trust(ctx context.Context, who permit.Actor, public string, trusted bool) error {
	public = strings.TrimSpace(public)
	if _, err := note.NewVerifier(public); err != nil {
		return problem.Wrap(err, problem.Invalid, "framework.key.public")
	}
	err := s.door.Do(ctx, who, permit.LoadFramework, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note("key")
		return insertKey(ctx, w, who.Organisation, public, trusted)
	})
	if err != nil {
		return fmt.Errorf("trust key: %w", err)
	}
	return nil
}

// Key is a rights-holder's public key that stands under an edition here, or about which somebody here decided.
type Key struct {
	Name, Key string
	Trusted   bool
	ForAll    bool      // decided for the whole service, on the command line
	At        time.Time // of the decision that stands; zero when nobody has decided
	On        []*Edition
}

// Keys lists them by name: those decided about by the actor's organisation or for the whole service, and those under
// editions that the actor may read.
func (s *Service) Keys(ctx context.Context, who permit.Actor) ([]Key, error) {
	list := []Key{}
	err := s.door.Read(ctx, who, permit.LoadFramework, access.Organisation(who.Organisation), func(w *access.Work) (err error) {
		list, err = decidedKeys(ctx, w.Tx, who.Organisation)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list keys: %w", err)
	}
	all, err := s.Readable(ctx, who)
	if err != nil {
		return nil, fmt.Errorf("list keys: %w", err)
	}
	for _, e := range all {
		for _, sig := range e.Signatures {
			i := slices.IndexFunc(list, func(k Key) bool { return k.Key == sig.Key })
			if i < 0 {
				i = len(list)
				list = append(list, Key{Name: sig.Name(), Key: sig.Key})
			}
			list[i].On = append(list[i].On, e)
		}
	}
	slices.SortFunc(list, func(a, b Key) int { return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Key, b.Key)) })
	return list, nil
}

// Now gives the room's clock.
func (s *Service) Now() time.Time { return s.door.Now() }

// Signer is whose key stands under an edition. Trusted is whether this service or the reader's organisation has checked
// that the key is theirs; the signature itself was verified when the edition was published.
type Signer struct {
	Name, Key string
	Trusted   bool
}

// Signers lists who signed an edition, as somebody here may take them.
func (s *Service) Signers(ctx context.Context, who permit.Actor, e *Edition) ([]Signer, error) {
	if len(e.Signatures) == 0 {
		return nil, nil
	}
	var keys map[string]bool
	err := s.door.Read(ctx, who, permit.ReadFramework, access.Nothing, func(w *access.Work) (err error) {
		keys, err = listKeys(ctx, w.Tx, who.Organisation)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list signers: %w", err)
	}
	list := make([]Signer, 0, len(e.Signatures))
	for _, sig := range e.Signatures {
		list = append(list, Signer{Name: sig.Name(), Key: sig.Key, Trusted: keys[sig.Key]})
	}
	return list, nil
}
