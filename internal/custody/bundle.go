package custody

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/i18n"
	"stablefutures/internal/permit"
	"stablefutures/internal/print"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
)

// MaxBundle is the most bytes of files that go into one bundle: it is made and kept in one piece.
const MaxBundle = 40 << 20

// covered is what stands in the place of a hidden passage: a bar of one length, whatever was hidden, and the reason. Our own
// fonts have its letters; they have no black square.
func covered(l i18n.L, reason string) string {
	return "[————— " + l.T("custody.covered", "why", l.T("custody.cover_"+reason)) + "]" // i18n: prefix custody.cover_
}

// runs writes a text with what is hidden cut out of it.
func runs(l i18n.L, text string, covers []Step) []print.Run {
	var list []print.Run
	for _, p := range Pieces(text, covers) {
		if p.Reason != "" {
			list = append(list, print.Run{Text: covered(l, p.Reason), Bold: true, Lang: l.Tag()})
			continue
		}
		list = append(list, print.Run{Text: p.Text})
	}
	return list
}

// Letter is the covering letter, in plain words.
func (c Case) Letter(l i18n.L, at string) print.Doc {
	t := l.T
	say := func(key string, args ...any) print.Block { return print.Para{Text: print.Say(t(key, args...))} }
	whose := "young"
	if c.Asked.By != "young_person" {
		whose = "other"
	}
	doc := print.Doc{Title: t("custody.letter_title"), Lang: l.Tag(), Size: 14, Footer: t("custody.letter_title"), Blocks: []print.Block{
		print.Heading{Level: 1, Text: print.Say(t("custody.letter_head"))},
		say("custody.letter_asked_"+whose, "day", l.Day(c.Asked.Received)), // i18n: prefix custody.letter_asked_
		say("custody.letter_made", "day", l.Day(at)),
		print.Heading{Level: 2, Text: print.Say(t("custody.letter_in"))}, say("custody.letter_in_what")}}
	list := print.List{}
	for _, s := range c.Sections {
		list.Items = append(list.Items, print.Item{Text: print.Say(s.Title)})
	}
	doc.Blocks = append(doc.Blocks, list, say("custody.letter_looks"), print.Heading{Level: 2, Text: print.Say(t("custody.letter_looked"))}, print.Para{Text: print.Say(c.Asked.Scope)})
	doc.Blocks = append(doc.Blocks, c.hiddenPart(l)...)
	doc.Blocks = append(doc.Blocks,
		print.Heading{Level: 2, Text: print.Say(t("custody.letter_together"))}, say("custody.letter_together_what"),
		print.Heading{Level: 2, Text: print.Say(t("custody.letter_wrong"))}, say("custody.letter_wrong_what"),
		print.Heading{Level: 2, Text: print.Say(t("custody.letter_complain"))}, say("custody.letter_complain_us"), say("custody.letter_complain_ico"))
	return doc
}

// hiddenPart says what is covered or left out, and why: every reason that was used, and what is never in it.
func (c Case) hiddenPart(l i18n.L) []print.Block {
	t, list := l.T, print.List{}
	for _, reason := range c.Reasons() {
		list.Items = append(list.Items, print.Item{Text: print.Strong(t("custody.cover_" + reason)), Notes: []print.Text{print.Say(t("custody.cover_" + reason + "_why"))}})
	}
	blocks := []print.Block{print.Heading{Level: 2, Text: print.Say(t("custody.letter_hidden"))}}
	if len(list.Items) == 0 {
		blocks = append(blocks, print.Para{Text: print.Say(t("custody.letter_hidden_none"))})
	} else {
		blocks = append(blocks, print.Para{Text: print.Say(t("custody.letter_hidden_what"))}, list)
	}
	return append(blocks, print.Para{Text: print.Say(t("custody.letter_sealed"))})
}

// Reasons lists the reasons for which something is hidden or left out, in their usual order.
func (c Case) Reasons() []string {
	used := map[string]bool{}
	for _, s := range c.Sections {
		for _, i := range s.Items {
			for _, h := range c.Covers(i) {
				used[h.Text.Reason] = true
			}
		}
	}
	for _, f := range c.Files {
		if d := c.FileOf(f.ID); d != nil && !d.Text.Include {
			used[d.Text.Reason] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(CoverReasons), func(r string) bool { return !used[r] })
}

// Contents is everything that is held, with what is hidden cut out.
func (c Case) Contents(l i18n.L) print.Doc {
	t := l.T
	doc := print.Doc{Title: t("custody.contents_title"), Lang: l.Tag(), Footer: t("custody.contents_title"),
		Blocks: []print.Block{print.Heading{Level: 1, Text: print.Say(t("custody.contents_title"))}, print.Para{Text: print.Say(t("custody.contents_lead"))}}}
	for _, s := range c.Sections {
		about := s.About
		if about == "" {
			about = t("custody.about_" + kindOf(s.ID)) // i18n: prefix custody.about_
		}
		doc.Blocks = append(doc.Blocks, print.Heading{Level: 2, Text: print.Say(s.Title)}, print.Para{Small: true, Text: print.Say(about)})
		list := print.List{}
		for _, line := range s.Lines {
			list.Items = append(list.Items, print.Item{Text: print.Say(line)})
		}
		if len(list.Items) > 0 {
			doc.Blocks = append(doc.Blocks, list)
		}
		for _, i := range s.Items {
			doc.Blocks = append(doc.Blocks, c.itemBlocks(l, i)...)
		}
	}
	doc.Blocks = append(doc.Blocks, c.fileBlocks(l)...)
	return doc
}

// kindOf is the kind of a section: that of a conversation has its id after it.
func kindOf(id string) string {
	kind, _, _ := strings.Cut(id, "-")
	return kind
}

func (c Case) itemBlocks(l i18n.L, i Item) []print.Block {
	text := print.Text{Lang: i.Lang, Runs: runs(l, i.Text, c.Covers(i))}
	if i.Own {
		return []print.Block{print.Heading{Level: 3, Text: print.Say(i.Label)}, print.Quote{Words: text}}
	}
	return []print.Block{print.Heading{Level: 3, Text: print.Say(i.Label)}, print.Para{Text: text}}
}

// fileBlocks lists the files: those that are in the folder, and those that are left out, each with its reason. Their own
// names are somebody's words that nobody has read through, so they stand under numbers.
func (c Case) fileBlocks(l i18n.L) []print.Block {
	if len(c.Files) == 0 {
		return nil
	}
	list := print.List{}
	for n, f := range c.Files {
		line := l.T("custody.file_line", "number", n+1, "day", l.Moment(f.At))
		if d := c.FileOf(f.ID); d != nil && d.Text.Include {
			line += ": " + filePath(n, f)
		} else if d != nil {
			line += " " + covered(l, d.Text.Reason)
		}
		list.Items = append(list.Items, print.Item{Text: print.Say(line)})
	}
	return []print.Block{print.Heading{Level: 2, Text: print.Say(l.T("custody.part_files"))}, list}
}

func filePath(n int, f record.File) string {
	return fmt.Sprintf("files/%03d%s", n+1, f.Kind.Extension())
}

// MakeBundle makes what is given out, once: nothing that it rests on changes afterwards. It is a Conflict while something
// is still to be done.
func (s *Service) MakeBundle(ctx context.Context, who permit.Actor, recordID, request string) error {
	err := s.door.Do(ctx, who, permit.AnswerRequest, access.Record(recordID), func(w *access.Work) error {
		c, err := s.caseOf(ctx, w, recordID, request)
		if err != nil {
			return err
		}
		if c.Bundle != nil {
			return nil // the same press again
		}
		if c.Over() || len(c.Lacks()) > 0 {
			return problem.New(problem.Conflict, "custody.not_ready")
		}
		content, err := s.pack(ctx, w, c)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(content)
		b := Bundle{ID: db.NewID(), At: w.At, SHA256: hex.EncodeToString(sum[:])}
		if err := s.keepStep(ctx, w, c, Step{Kind: Made, About: b.ID}); err != nil {
			return err
		}
		w.Note("sha256:" + b.SHA256)
		return insertBundle(ctx, w.Tx, request, recordID, who.ID, b, w.Key.Seal(content, bundlePlace(b.ID)))
	})
	if err != nil {
		return fmt.Errorf("make a bundle: %w", err)
	}
	return nil
}

// TakeBundle gives the ZIP as it was made.
func (s *Service) TakeBundle(ctx context.Context, who permit.Actor, recordID, request string) (content []byte, err error) {
	err = s.door.Read(ctx, who, permit.AnswerRequest, access.Record(recordID), func(w *access.Work) error {
		list, err := requests(ctx, w, recordID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(list, func(r Request) bool { return r.ID == request && r.Bundle != nil })
		if i < 0 {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		b := list[i].Bundle
		w.Note("bundle", b.ID, "sha256:"+b.SHA256)
		sealed, err := findBundleContent(ctx, w.Tx, b.ID)
		if err != nil {
			return err
		}
		content, err = w.Key.Open(sealed, bundlePlace(b.ID))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("take a bundle: %w", err)
	}
	return content, nil
}

// pack writes the ZIP: the letter and the contents, each to print, to read in a browser and as plain text, and the files.
func (s *Service) pack(ctx context.Context, w *access.Work, c Case) ([]byte, error) {
	l := i18n.For(c.Asked.Language)
	if err := s.wholeLog(ctx, w, &c); err != nil {
		return nil, err
	}
	letter, contents := c.Letter(l, s.today()), c.Contents(l)
	letter.Date, contents.Date = w.At, w.At
	var out bytes.Buffer
	z, sums := zip.NewWriter(&out), strings.Builder{}
	add := func(name string, content []byte) error {
		h := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: w.At}
		h.SetMode(0o600)
		to, err := z.CreateHeader(h)
		if err == nil {
			_, err = to.Write(content)
		}
		sum := sha256.Sum256(content)
		fmt.Fprintf(&sums, "%s  %s\n", hex.EncodeToString(sum[:]), name)
		return err
	}
	for _, d := range []struct {
		name string
		doc  print.Doc
	}{{"1-letter", letter}, {"2-contents", contents}} {
		for _, form := range []struct {
			end   string
			write func(io.Writer, print.Doc) error
		}{{".pdf", print.WritePDF}, {".html", print.WriteHTML}, {".txt", print.WriteText}} {
			var b bytes.Buffer
			if err := form.write(&b, d.doc); err != nil {
				return nil, fmt.Errorf("write a bundle: %w", err)
			}
			if err := add(d.name+form.end, b.Bytes()); err != nil {
				return nil, fmt.Errorf("write a bundle: %w", err)
			}
		}
	}
	if err := add("3-who-looked.txt", []byte(c.LooksText(l))); err != nil {
		return nil, fmt.Errorf("write a bundle: %w", err)
	}
	if err := addFiles(ctx, w, c, add); err != nil {
		return nil, err
	}
	if err := add("SHA256SUMS", []byte(sums.String())); err != nil {
		return nil, fmt.Errorf("write a bundle: %w", err)
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("write a bundle: %w", err)
	}
	return out.Bytes(), nil
}

func addFiles(ctx context.Context, w *access.Work, c Case, add func(string, []byte) error) error {
	total := int64(0)
	for n, f := range c.Files {
		d := c.FileOf(f.ID)
		if d == nil || !d.Text.Include {
			continue
		}
		if total += f.Size; total > MaxBundle {
			return problem.New(problem.Conflict, "custody.files_too_large")
		}
		content, err := record.FileContent(ctx, w, c.Person.ID, f.ID)
		if err != nil {
			return err
		}
		if err := add(filePath(n, f), content); err != nil {
			return fmt.Errorf("write a bundle: %w", err)
		}
	}
	return nil
}
