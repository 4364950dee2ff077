package assurance

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"stablefutures/internal/db"
	"stablefutures/internal/i18n"
	"stablefutures/internal/print"
	"stablefutures/internal/problem"
)

// sheets are copies of docs/security and of the build's lock file; a test keeps them the same (make generate).
//
//go:embed sheets drafts
var embedded embed.FS

// sheet gives an embedded text; one that is missing is a mistake of ours and found by every test.
func sheet(name string) string {
	for _, folder := range []string{"sheets/", "drafts/"} {
		if content, err := embedded.ReadFile(folder + name); err == nil {
			return string(content)
		}
	}
	panic("assurance: no sheet " + name)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// draft is one document of the folder.
type draft struct {
	file   string // without ending
	about  string // one sentence for the index
	edit   bool   // a Word document too, for whoever goes on with it
	own    bool   // the makers' own statement, no draft of the controller's
	blocks func(Deployment) ([]print.Block, error)
	before string // markup of ours below the title
}

func fromText(name string) func(Deployment) ([]print.Block, error) {
	return func(d Deployment) ([]print.Block, error) { return read(sheet(name), d.fill) }
}

func (d Deployment) drafts() []draft {
	figure := "<figure>" + sheet("flows.svg") + "</figure>\n"
	all := []draft{
		{file: "impact-assessment", about: "Data protection impact assessment (UK GDPR Article 35), with what the program knows filled in and the rest as questions.", edit: true, blocks: fromText("dpia.md")},
		{file: "record-of-processing", about: "Record of processing activities (Article 30).", edit: true, blocks: fromText("record-of-processing.md")},
		{file: "appropriate-policy-document", about: "Outline of the appropriate policy document (Data Protection Act 2018, Schedule 1).", edit: true, blocks: fromText("policy.md")},
		{file: "sharing-agreement", about: "Outline of an agreement to share between agencies.", edit: true, blocks: fromText("sharing-agreement.md")},
	}
	for i, o := range d.Organisations {
		all = append(all, draft{file: fmt.Sprintf("privacy-notice-young-people-%d", i+1), about: "The notice for young people of " + o.Name + ", in every language that is drafted.", edit: true,
			blocks: func(d Deployment) ([]print.Block, error) { return d.noticeFor(o), nil }})
	}
	return append(all,
		draft{file: "data-flows", about: "What goes where, drawn and listed, with every table and what in it is sealed.", edit: true, blocks: fromText("flows.md"), before: figure},
		draft{file: "accessibility-statement", about: "Accessibility statement on the statutory model, honest about what nobody has tested.", edit: true, blocks: accessibility},
		draft{file: "asvs", about: "OWASP ASVS 5.0.0: each requirement with its status and what shows it. The makers’ own judgement.", own: true, blocks: fromText("asvs.md")},
		draft{file: "threats", about: "Who might do harm, what stands in the way, and what remains.", own: true, blocks: fromText("threats.md")},
		draft{file: "rules", about: "The security rules with their numbers: input, files, sign-in, sessions, keys, logs.", own: true, blocks: fromText("rules.md")},
		draft{file: "attacks", about: "Bad input and attacks, and the test of each.", own: true, blocks: fromText("attacks.md")},
	)
}

// draftNotice stands at the head of every document of the controller's.
func (d Deployment) draftNotice(own bool) print.Notice {
	made := fmt.Sprintf("Written by Stable Futures %s on %s from this deployment’s own settings.", d.Program.Version, i18n.For("en").Day(d.At.Format("2006-01-02")))
	if own {
		return print.Notice{Title: print.Say("The makers’ own statement, for the controller’s data protection officer"), Paras: []print.Text{print.Say(made + " Nobody independent has assessed it.")}}
	}
	return print.Notice{Title: print.Say("Draft for the controller’s data protection officer"),
		Paras: []print.Text{print.Say(made + " It is no legal advice and decides nothing. Bold questions are yours to answer.")}}
}

// document builds one draft whole.
func (d Deployment) document(t draft) (print.Doc, error) {
	blocks, err := t.blocks(d)
	if err != nil {
		return print.Doc{}, fmt.Errorf("%s: %w", t.file, err)
	}
	title := ""
	for i, b := range blocks {
		if h, ok := b.(print.Heading); ok && h.Level == 1 {
			title = plain(h.Text)
			blocks = slices.Insert(slices.Clone(blocks), i+1, print.Block(d.draftNotice(t.own)))
			break
		}
	}
	return print.Doc{Title: title, Lang: "en", Date: d.At, Footer: "Stable Futures " + d.Program.Version + " · draft", Blocks: blocks}, nil
}

// Files writes every document of the folder into memory, by name.
func (d Deployment) Files() (map[string][]byte, error) {
	files := map[string][]byte{"assurance.css": []byte(sheet("assurance.css"))}
	for _, t := range d.drafts() {
		doc, err := d.document(t)
		if err != nil {
			return nil, fmt.Errorf("write assurance: %w", err)
		}
		files[t.file+".html"] = []byte(page(doc, t.before))
		if t.edit {
			var word bytes.Buffer
			if err := print.WriteDOCX(&word, doc); err != nil {
				return nil, fmt.Errorf("write assurance: %s: %w", t.file, err)
			}
			files[t.file+".docx"] = word.Bytes()
		}
	}
	sbom, err := parts(d.Program, db.NewID(), d.At)
	if err != nil {
		return nil, err
	}
	files["sbom.cdx.json"] = sbom
	files["index.html"] = []byte(d.index())
	return files, nil
}

// Names lists the files of the folder.
func Names(files map[string][]byte) []string { return sortedKeys(files) }

// index is the folder's first page.
func (d Deployment) index() string {
	var b strings.Builder
	b.WriteString("<ul>\n")
	for _, t := range d.drafts() {
		doc, err := d.document(t)
		if err != nil {
			continue // Files has refused already
		}
		fmt.Fprintf(&b, "<li><a href=\"%s.html\">%s</a>", t.file, escape(doc.Title))
		if t.edit {
			fmt.Fprintf(&b, " (<a href=\"%s.docx\">to work on in Word<span class=\"hidden\">: %s</span></a>)", t.file, escape(doc.Title))
		}
		fmt.Fprintf(&b, "<br>%s</li>\n", escape(t.about))
	}
	b.WriteString("<li><a href=\"sbom.cdx.json\">Bill of materials</a> (CycloneDX 1.6)<br>Every library and tool that the program is made of, with version and licence.</li>\n</ul>\n")
	doc := print.Doc{Title: "Assurance", Lang: "en", Footer: "Stable Futures " + d.Program.Version, Blocks: []print.Block{
		print.Heading{Level: 1, Text: print.Say("What this deployment is answerable for")}, d.draftNotice(false),
		print.Para{Text: print.Say("It names no young person and counts nobody. Written anew at any time with “stablefutures assurance”; a folder that is there is never written over, since a draft may have been worked on.")},
	}}
	return strings.Replace(page(doc, ""), "</main>", b.String()+"</main>", 1)
}

// WriteFolder writes the files into a folder that is not there yet, or is empty, for its owner alone. A Conflict problem
// when there is something in it: a draft may have been worked on.
func WriteFolder(dir string, files map[string][]byte) error {
	there, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return problem.Wrap(err, problem.Invalid, "assurance.cannot_write", "folder", dir)
	}
	if len(there) > 0 {
		return problem.New(problem.Conflict, "assurance.not_empty", "folder", dir)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return problem.Wrap(err, problem.Invalid, "assurance.cannot_write", "folder", dir)
	}
	for _, name := range sortedKeys(files) {
		if err := os.WriteFile(filepath.Join(dir, name), files[name], 0o600); err != nil {
			return problem.Wrap(err, problem.Invalid, "assurance.cannot_write", "folder", dir)
		}
	}
	return nil
}
