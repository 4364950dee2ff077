package framework

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// FormatWordingFile is what a file of changed words and pictures says it is.
const FormatWordingFile = "stable-futures/wording-file/1"

// maxWordingFile is the most that such a file holds, in bytes.
const maxWordingFile = 4 << 20

// WordingFile is a group's work as it travels between deployments: what differs from the edition as it was published, and
// the drawings that were brought for it. It carries no approval: where it arrives, a group says yes again.
type WordingFile struct {
	Format   string                 `json:"format"` // FormatWordingFile
	Number   int                    `json:"number"` // of the version it was; 0 for a draft
	What     string                 `json:"what"`   // what changed, in a line
	Group    string                 `json:"group"`  // which group said yes to it where it was made; "" for none
	Changes  Changes                `json:"changes"`
	Drawings map[string]FileDrawing `json:"drawings,omitempty"` // by name
}

// FileDrawing is a drawing in a WordingFile.
type FileDrawing struct {
	Shows   string `json:"shows"`
	Strokes string `json:"strokes"`
}

// ExportWording writes the version of an edition and language that is in use, or its draft, as a file.
func (s *Service) ExportWording(ctx context.Context, who permit.Actor, e *Edition, lang string, draft bool) ([]byte, error) {
	list, err := s.Versions(ctx, who, e, lang)
	if err != nil {
		return nil, err
	}
	own, err := s.OwnDrawings(ctx, who)
	if err != nil {
		return nil, err
	}
	for _, v := range list {
		if draft != (v.State == VersionDraft) || v.State == VersionPutAway {
			continue
		}
		f := WordingFile{Format: FormatWordingFile, Number: v.Number, What: v.What, Changes: v.Changes, Drawings: map[string]FileDrawing{}}
		if group, _ := v.approvals(); group != nil {
			f.Group = group.Group
		}
		for _, d := range own {
			for _, name := range v.Changes.Pictures {
				if name == d.Name {
					f.Drawings[name] = FileDrawing{Shows: d.Shows, Strokes: s.strokes(name)}
				}
			}
		}
		return indented(f)
	}
	return nil, problem.New(problem.NotFound, "framework.wording.none_to_export")
}

// ImportWording makes a draft of what a file brings, with the same checks as on the pages. It is never in use by itself.
func (s *Service) ImportWording(ctx context.Context, who permit.Actor, file []byte) (v Version, err error) {
	f, err := readWordingFile(file)
	if err != nil {
		return v, err
	}
	e, err := s.Shown(ctx, who, f.Changes.Edition)
	if problem.Is(err, problem.NotFound) {
		return v, problem.New(problem.NotFound, "framework.wording.other_edition", "edition", f.Changes.Edition)
	}
	if err != nil {
		return v, err
	}
	list, err := s.Versions(ctx, who, e, f.Changes.Lang)
	if err != nil {
		return v, err
	}
	if len(list) > 0 && list[0].State == VersionDraft {
		return v, problem.New(problem.Conflict, "framework.wording.draft_open")
	}
	for _, name := range sortedKeys(f.Drawings) {
		d := f.Drawings[name]
		if read, err := ReadStrokes(d.Strokes); err != nil {
			return v, fmt.Errorf("read drawing %s: %w", name, err)
		} else if read.Name != name {
			return v, problem.New(problem.Invalid, "framework.wording.no_drawing", "name", name)
		}
		if _, err := s.AddDrawing(ctx, who, svg(d.Strokes), d.Shows); err != nil {
			return v, err
		}
	}
	return s.ChangeDraft(ctx, who, e, f.Changes.Lang, func(c *Changes) { c.Texts, c.Pictures = f.Changes.Texts, f.Changes.Pictures })
}

func readWordingFile(file []byte) (f WordingFile, err error) {
	wrong := func(err error) error { return problem.Wrap(err, problem.Invalid, "framework.wording.file") }
	if len(file) > maxWordingFile {
		return f, wrong(fmt.Errorf("%d bytes", len(file)))
	}
	d := json.NewDecoder(bytes.NewReader(file))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return f, wrong(err)
	}
	if f.Format != FormatWordingFile || f.Changes.Format != FormatChanges || d.More() {
		return f, wrong(fmt.Errorf("format %q", f.Format))
	}
	return f, nil
}
