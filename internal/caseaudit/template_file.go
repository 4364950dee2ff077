package caseaudit

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"

	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// TemplateFormat names the file of a template: docs/schemas/audit-template-1.json.
const TemplateFormat = "stablefutures-audit-template/1"

// MaxTemplateFile bounds a file of a template: many times the longest that can be written here.
const MaxTemplateFile = 256 << 10

type templateFile struct {
	Format string `json:"format"`
	Content
}

// File writes a template as a file that another organisation can load.
func (t Content) File() ([]byte, error) {
	if t.Questions == nil {
		t.Questions = []TemplateQuestion{}
	}
	b, err := json.MarshalIndent(templateFile{TemplateFormat, t}, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write a template: %w", err)
	}
	return append(b, '\n'), nil
}

// ReadTemplate reads a file of a template: one object with known fields and nothing after it. Whether the template can be used
// here is seen when it is kept.
func ReadTemplate(data []byte) (Content, error) {
	wrong := problem.New(problem.Invalid, "reading.no_template")
	if len(data) > MaxTemplateFile {
		return Content{}, wrong
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	var f templateFile
	if err := d.Decode(&f); err != nil || f.Format != TemplateFormat {
		return Content{}, wrong
	}
	if _, err := d.Token(); err != io.EOF {
		return Content{}, wrong
	}
	return f.Content, nil
}

// LoadTemplate keeps a template from a file as a new one. A scale that is none of those shipped becomes one of the organisation's
// own. id is made by whoever asks.
func (s *Service) LoadTemplate(ctx context.Context, who permit.Actor, id string, data []byte) error {
	t, err := ReadTemplate(data)
	if err != nil {
		return fmt.Errorf("load a template: %w", err)
	}
	if _, shipped := ShippedScale(t.Scale.ID); !shipped {
		own := db.NewID()
		if err := s.KeepScale(ctx, who, own, "", t.Scale); err != nil {
			return fmt.Errorf("load a template: %w", err)
		}
		t.Scale.ID, t.Scale.Version, t.Scale.Level = own, 1, "ordinal"
	}
	return s.KeepTemplate(ctx, who, id, "", t)
}
