package policy

import (
	"context"
	"encoding/json"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/problem"
)

func insertBriefingTemplate(ctx context.Context, w *access.Work, t BriefingTemplate, file []byte) error {
	_, err := w.Tx.Exec(ctx, `insert into policy_briefing_templates (id, organisation_id, template_id, hash, loaded_at, loaded_by, document)
		values ($1, $2, $3, $4, $5, $6, $7)`, db.NewID(), w.Who.Organisation, t.ID, t.hash, db.Time(w.At), w.Who.ID, string(file))
	return err
}

// listBriefingTemplates gives what the organisation loaded, the earliest first.
func listBriefingTemplates(ctx context.Context, w *access.Work) (list []BriefingTemplate, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		var file string
		if err := row.Scan(&file); err != nil {
			return err
		}
		t, err := ReadBriefingTemplate([]byte(file))
		t.loaded = true
		list = append(list, t)
		return err
	}, `select document from policy_briefing_templates where organisation_id = $1 order by loaded_at, id`, w.Who.Organisation)
	return list, err
}

const briefingsTable = "policy_briefings"

func insertBriefing(ctx context.Context, w *access.Work, id string, d BriefingDraft) error {
	document, err := w.SealDocument(briefingsTable, id, d)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into policy_briefings (id, organisation_id, initiative_id, begun_at, begun_by, revision, changed_at, document)
		values ($1, $2, $3, $4, $5, 1, $4, $6)`, id, w.Who.Organisation, d.Initiative, db.Time(w.At), w.Who.ID, document)
	return err
}

func updateBriefing(ctx context.Context, w *access.Work, b Briefing) error {
	document, err := w.SealDocument(briefingsTable, b.ID, b.Draft)
	if err != nil {
		return err
	}
	n, err := w.Tx.Exec(ctx, `update policy_briefings set initiative_id = $1, revision = revision + 1, changed_at = $2, document = $3 where id = $4 and revision = $5`,
		b.Draft.Initiative, db.Time(w.At), document, b.ID, b.Revision)
	if err == nil && n != 1 {
		return problem.New(problem.Conflict, "briefing.changed_since")
	}
	return err
}

const briefingColumns = `id, initiative_id, begun_at, begun_by, revision, changed_at, document`

func scanBriefing(w *access.Work, row interface{ Scan(...any) error }) (b Briefing, err error) {
	var begun, changed, initiative string
	var document []byte
	if err := row.Scan(&b.ID, &initiative, &begun, &b.BegunBy, &b.Revision, &changed, &document); err != nil {
		return b, err
	}
	if b.BegunAt, err = db.ParseTime(begun); err != nil {
		return b, err
	}
	if b.ChangedAt, err = db.ParseTime(changed); err != nil {
		return b, err
	}
	err = w.OpenDocument(briefingsTable, b.ID, document, &b.Draft)
	b.Draft.Initiative = initiative
	return b, err
}

// findBriefing reads a briefing of the actor's organisation with its versions and steps.
func findBriefing(ctx context.Context, w *access.Work, id string) (b Briefing, err error) {
	if !db.IsID(id) {
		return b, problem.New(problem.NotFound, "problem.not_found")
	}
	b, err = scanBriefing(w, w.Tx.QueryRow(ctx, `select `+briefingColumns+` from policy_briefings where id = $1 and organisation_id = $2`, id, w.Who.Organisation))
	if err != nil {
		return b, err
	}
	return b, fillBriefing(ctx, w, &b)
}

// mostBriefings bounds a list.
const mostBriefings = 200

func listBriefings(ctx context.Context, w *access.Work) (list []Briefing, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		b, err := scanBriefing(w, row)
		list = append(list, b)
		return err
	}, `select `+briefingColumns+` from policy_briefings where organisation_id = $1 order by changed_at desc, id desc limit $2`, w.Who.Organisation, mostBriefings)
	for i := range list {
		if err == nil {
			err = fillBriefing(ctx, w, &list[i])
		}
	}
	return list, err
}

func fillBriefing(ctx context.Context, w *access.Work, b *Briefing) error {
	err := w.Tx.Each(ctx, func(row *db.Rows) error {
		var v BriefingVersion
		var at string
		err := row.Scan(&v.ID, &v.Place, &at, &v.By, &v.Hash)
		if err == nil {
			v.At, err = db.ParseTime(at)
		}
		b.Versions = append(b.Versions, v)
		return err
	}, `select id, place, made_at, made_by, hash from policy_briefing_versions where briefing_id = $1 order by place desc`, b.ID)
	if err != nil {
		return err
	}
	return w.Tx.Each(ctx, func(row *db.Rows) error {
		var s BriefingStep
		var at string
		var document []byte
		err := row.Scan(&s.ID, &s.Version, &s.Kind, &at, &s.By, &document)
		if err == nil {
			s.At, err = db.ParseTime(at)
		}
		if err == nil {
			err = w.OpenDocument("policy_briefing_steps", s.ID, document, &s.Says)
		}
		b.Steps = append(b.Steps, s)
		return err
	}, `select id, version_id, kind, step_at, step_by, document from policy_briefing_steps where briefing_id = $1 order by step_at, id`, b.ID)
}

func insertBriefingVersion(ctx context.Context, w *access.Work, id string, k KeptBriefing) (hash string, err error) {
	plain, err := json.Marshal(k)
	if err != nil {
		return "", err
	}
	document, err := w.SealDocument("policy_briefing_versions", id, json.RawMessage(plain))
	if err != nil {
		return "", err
	}
	hash = disclosure.Hash(plain)
	_, err = w.Tx.Exec(ctx, `insert into policy_briefing_versions (id, briefing_id, place, made_at, made_by, hash, document) values ($1, $2, $3, $4, $5, $6, $7)`,
		id, k.Briefing, k.Version, db.Time(w.At), w.Who.ID, hash, document)
	return hash, err
}

// findBriefingVersion reads a version of a briefing that was found; one whose document is not that of its hash is refused.
func findBriefingVersion(ctx context.Context, w *access.Work, briefing string, place int) (v BriefingVersion, k KeptBriefing, err error) {
	var at string
	var document []byte
	err = w.Tx.QueryRow(ctx, `select id, place, made_at, made_by, hash, document from policy_briefing_versions where briefing_id = $1 and place = $2`, briefing, place).
		Scan(&v.ID, &v.Place, &at, &v.By, &v.Hash, &document)
	if err != nil {
		return v, k, err
	}
	var raw json.RawMessage
	if err := w.OpenDocument("policy_briefing_versions", v.ID, document, &raw); err != nil {
		return v, k, err
	}
	if disclosure.Hash(raw) != v.Hash {
		return v, k, problem.New(problem.Internal, "problem.internal")
	}
	if v.At, err = db.ParseTime(at); err != nil {
		return v, k, err
	}
	return v, k, json.Unmarshal(raw, &k)
}

func insertBriefingStep(ctx context.Context, w *access.Work, briefing string, step BriefingStep) error {
	document, err := w.SealDocument("policy_briefing_steps", step.ID, step.Says)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into policy_briefing_steps (id, briefing_id, version_id, kind, step_at, step_by, document) values ($1, $2, $3, $4, $5, $6, $7)`,
		step.ID, briefing, step.Version, step.Kind, db.Time(w.At), w.Who.ID, document)
	return err
}
