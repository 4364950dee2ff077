package together

import (
	"context"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/problem"
)

func insertGroup(ctx context.Context, w *access.Work, id string, g GroupText) error {
	document, err := w.SealDocument("together_groups", id, g)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into together_groups (id, organisation_id, begun_on, begun_by, ended_on, document) values ($1, $2, $3, $4, '', $5)`,
		id, w.Who.Organisation, today(w), w.Who.ID, document)
	return err
}

const groupColumns = `id, begun_on, document`

func scanGroup(w *access.Work, row interface{ Scan(...any) error }) (g Group, err error) {
	var document []byte
	if err = row.Scan(&g.ID, &g.BegunOn, &document); err != nil {
		return g, err
	}
	return g, w.OpenDocument("together_groups", g.ID, document, &g.Says)
}

func findGroup(ctx context.Context, w *access.Work, id string) (Group, error) {
	return scanGroup(w, w.Tx.QueryRow(ctx, `select `+groupColumns+` from together_groups where id = $1 and organisation_id = $2`, id, w.Who.Organisation))
}

func listGroups(ctx context.Context, w *access.Work) (list []Group, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		g, err := scanGroup(w, row)
		list = append(list, g)
		return err
	}, `select `+groupColumns+` from together_groups where organisation_id = $1 and ended_on = '' order by begun_on, id`, w.Who.Organisation)
	return list, err
}

func insertMeeting(ctx context.Context, w *access.Work, group, id, heldOn string, m MeetingText) error {
	document, err := w.SealDocument("together_meetings", id, m)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into together_meetings (id, group_id, held_on, written_by, document) values ($1, $2, $3, $4, $5)`,
		id, group, heldOn, w.Who.ID, document)
	return err
}

func listMeetings(ctx context.Context, w *access.Work, group string) (list []Meeting, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		var m Meeting
		var document []byte
		if err := row.Scan(&m.ID, &m.HeldOn, &document); err != nil {
			return err
		}
		err := w.OpenDocument("together_meetings", m.ID, document, &m.Says)
		list = append(list, m)
		return err
	}, `select id, held_on, document from together_meetings where group_id = $1 order by held_on desc, id desc`, group)
	return list, err
}

func insertProposal(ctx context.Context, w *access.Work, group, id, kind string, p ProposalText) error {
	document, err := w.SealDocument("together_proposals", id, p)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into together_proposals (id, group_id, kind, made_on, written_by, document) values ($1, $2, $3, $4, $5, $6)`,
		id, group, kind, today(w), w.Who.ID, document)
	return err
}

// findProposal is NotFound where the group made no such proposal.
func findProposal(ctx context.Context, w *access.Work, group, id string) error {
	var found string
	return w.Tx.QueryRow(ctx, `select id from together_proposals where id = $1 and group_id = $2`, id, group).Scan(&found)
}

func listProposals(ctx context.Context, w *access.Work, group string) (list []Proposal, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		var p Proposal
		var document []byte
		if err := row.Scan(&p.ID, &p.Kind, &p.MadeOn, &document); err != nil {
			return err
		}
		err := w.OpenDocument("together_proposals", p.ID, document, &p.Says)
		list = append(list, p)
		return err
	}, `select id, kind, made_on, document from together_proposals where group_id = $1 order by made_on desc, id desc`, group)
	for i := range list {
		if err == nil {
			list[i].Answers, err = listReplies(ctx, w, list[i].ID)
		}
	}
	return list, err
}

func insertReply(ctx context.Context, w *access.Work, proposal string, r Reply) error {
	id := db.NewID()
	document, err := w.SealDocument("together_answers", id, r)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into together_answers (id, proposal_id, state, answered_at, answered_by, document) values ($1, $2, $3, $4, $5, $6)`,
		id, proposal, r.State, db.Time(w.At), w.Who.ID, document)
	return err
}

func listReplies(ctx context.Context, w *access.Work, proposal string) (list []Reply, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		var r Reply
		var id, at string
		var document []byte
		if err := row.Scan(&id, &r.State, &at, &document); err != nil {
			return err
		}
		if err := w.OpenDocument("together_answers", id, document, &r); err != nil {
			return err
		}
		when, err := db.ParseTime(at)
		r.On = db.Day(when)
		list = append(list, r)
		return err
	}, `select id, state, answered_at, document from together_answers where proposal_id = $1 order by answered_at desc, id desc`, proposal)
	return list, err
}

func insertDecision(ctx context.Context, w *access.Work, group string, d Decision) error {
	id := db.NewID()
	document, err := w.SealDocument("together_decisions", id, d)
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into together_decisions (id, group_id, version_id, digest, decision, decided_on, written_at, written_by, document)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, id, group, d.Version, d.Digest, d.Decision, d.On, db.Time(w.At), w.Who.ID, document)
	return err
}

func listDecisions(ctx context.Context, w *access.Work, group string) (list []Decision, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		var d Decision
		var id string
		var document []byte
		if err := row.Scan(&id, &d.Version, &d.Digest, &d.Decision, &d.On, &document); err != nil {
			return err
		}
		err := w.OpenDocument("together_decisions", id, document, &d)
		list = append(list, d)
		return err
	}, `select id, version_id, digest, decision, decided_on, document from together_decisions where group_id = $1 order by written_at desc, id desc`, group)
	return list, err
}

// lastDecision is what a group said last to exactly these words; "" where it said nothing.
func lastDecision(ctx context.Context, w *access.Work, group, version, digest string) (said string, err error) {
	err = w.Tx.QueryRow(ctx, `select decision from together_decisions where group_id = $1 and version_id = $2 and digest = $3
		order by written_at desc, id desc limit 1`, group, version, digest).Scan(&said)
	if problem.Is(err, problem.NotFound) {
		return "", nil
	}
	return said, err
}
