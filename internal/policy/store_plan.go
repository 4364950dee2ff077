package policy

import (
	"context"
	"encoding/json"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/problem"
)

func insertPlan(ctx context.Context, w *access.Work, p Plan) error {
	document, err := w.SealDocument("policy_plans", p.ID, p.Content)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into policy_plans (id, organisation_id, root_id, place, initiative_id, made_at, made_by, changed_at, locked_at, locked_by, hash, document)
		values ($1, $2, $3, $4, $5, $6, $7, $8, '', '', '', $9)`, p.ID, w.Who.Organisation, p.Root, p.Place, p.Initiative, db.Time(w.At), w.Who.ID, db.NewID(), document)
	return err
}

// updatePlan writes a draft again; what is locked is not touched.
func updatePlan(ctx context.Context, w *access.Work, p Plan) error {
	document, err := w.SealDocument("policy_plans", p.ID, p.Content)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `update policy_plans set document = $1, initiative_id = $2, changed_at = $3 where id = $4 and locked_at = ''`, document, p.Initiative, db.NewID(), p.ID)
	return err
}

func lockPlan(ctx context.Context, w *access.Work, p Plan) (hash string, err error) {
	plain, err := json.Marshal(p.Content)
	if err != nil {
		return "", err
	}
	document, err := w.SealDocument("policy_plans", p.ID, json.RawMessage(plain))
	if err != nil {
		return "", err
	}
	hash = disclosure.Hash(plain)
	_, err = w.Tx.Exec(ctx, `update policy_plans set document = $1, hash = $2, locked_at = $3, locked_by = $4 where id = $5 and locked_at = ''`,
		document, hash, db.Time(w.At), w.Who.ID, p.ID)
	return hash, err
}

const planColumns = `id, root_id, place, initiative_id, made_at, made_by, changed_at, locked_at, locked_by, hash, document`

func scanPlan(w *access.Work, row interface{ Scan(...any) error }) (p Plan, err error) {
	var made, locked string
	var document []byte
	if err := row.Scan(&p.ID, &p.Root, &p.Place, &p.Initiative, &made, &p.MadeBy, &p.ChangedAt, &locked, &p.LockedBy, &p.Hash, &document); err != nil {
		return p, err
	}
	if p.MadeAt, err = db.ParseTime(made); err != nil {
		return p, err
	}
	var plain json.RawMessage
	if err := w.OpenDocument("policy_plans", p.ID, document, &plain); err != nil {
		return p, err
	}
	if locked != "" {
		if p.LockedAt, err = db.ParseTime(locked); err != nil {
			return p, err
		}
		if disclosure.Hash(plain) != p.Hash {
			return p, errChanged
		}
	}
	return p, json.Unmarshal(plain, &p.Content)
}

func findPlan(ctx context.Context, w *access.Work, id string) (Plan, error) {
	if !db.IsID(id) {
		return Plan{}, problem.New(problem.NotFound, "problem.not_found")
	}
	return scanPlan(w, w.Tx.QueryRow(ctx, `select `+planColumns+` from policy_plans where id = $1 and organisation_id = $2`, id, w.Who.Organisation))
}

// lastPlan is the latest version.
func lastPlan(ctx context.Context, w *access.Work, root string) (Plan, error) {
	return scanPlan(w, w.Tx.QueryRow(ctx, `select `+planColumns+` from policy_plans where root_id = $1 and organisation_id = $2 order by place desc limit 1`, root, w.Who.Organisation))
}

// listPlans gives the versions of one root, or all where root is "", the latest first.
func listPlans(ctx context.Context, w *access.Work, root string) (list []Plan, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		p, err := scanPlan(w, row)
		list = append(list, p)
		return err
	}, `select `+planColumns+` from policy_plans where organisation_id = $1 and ($2 = '' or root_id = $2) order by made_at desc, place desc, id desc limit 500`, w.Who.Organisation, root)
	return list, err
}

// evaluationDoc is the document of an evaluation.
type evaluationDoc struct {
	Version int       `json:"v"`
	Found   string    `json:"found"`
	Other   []Another `json:"other,omitempty"`
}

func insertEvaluation(ctx context.Context, w *access.Work, e Evaluation) (hash string, err error) {
	plain, err := json.Marshal(evaluationDoc{1, e.Found, e.Other})
	if err != nil {
		return "", err
	}
	document, err := w.SealDocument("policy_evaluations", e.ID, json.RawMessage(plain))
	if err != nil {
		return "", err
	}
	hash = disclosure.Hash(plain)
	_, err = w.Tx.Exec(ctx, `insert into policy_evaluations (id, organisation_id, plan_id, made_at, made_by, source_id, source_hash, hash, document)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, e.ID, w.Who.Organisation, e.Plan.ID, db.Time(w.At), w.Who.ID, e.Figures.ID, e.Figures.Hash, hash, document)
	return hash, err
}

// evaluationRow is an evaluation before its plan and figures are found.
type evaluationRow struct {
	Evaluation
	plan, source, sourceHash string
}

func listEvaluations(ctx context.Context, w *access.Work, plan, id string) (list []evaluationRow, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		var e evaluationRow
		var at string
		var document []byte
		err := row.Scan(&e.ID, &e.plan, &at, &e.By, &e.source, &e.sourceHash, &e.Hash, &document)
		if err == nil {
			e.At, err = db.ParseTime(at)
		}
		var doc evaluationDoc
		if err == nil {
			err = w.OpenDocument("policy_evaluations", e.ID, document, &doc)
		}
		e.Found, e.Other = doc.Found, doc.Other
		list = append(list, e)
		return err
	}, `select id, plan_id, made_at, made_by, source_id, source_hash, hash, document from policy_evaluations
		where organisation_id = $1 and ($2 = '' or plan_id = $2) and ($3 = '' or id = $3) order by made_at desc, id desc limit 500`, w.Who.Organisation, plan, id)
	return list, err
}
