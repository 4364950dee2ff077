package sharing

import (
	"context"
	"strings"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/problem"
)

const meetingColumns = `id, record_id, organisation_id, kind, starts_at, ends_at, convened_by, convened_at, called_off_by, called_off_at`

// times reads points in time; "" leaves the zero time.
func times(list ...any) error {
	for i := 0; i < len(list); i += 2 {
		if list[i] == "" {
			continue
		}
		at, err := db.ParseTime(list[i].(string))
		if err != nil {
			return err
		}
		*list[i+1].(*time.Time) = at
	}
	return nil
}

// mark is a time as it is stored; "" for the zero time.
func mark(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return db.Time(t)
}

func (m *Meeting) scan(r interface{ Scan(...any) error }) error {
	var starts, ends, at, off string
	if err := r.Scan(&m.ID, &m.Record, &m.Organisation, &m.Kind, &starts, &ends, &m.By, &at, &m.CalledOffBy, &off); err != nil {
		return err
	}
	return times(starts, &m.Starts, ends, &m.Until, at, &m.At, off, &m.CalledOffAt)
}

func insertMeeting(ctx context.Context, tx *db.Tx, m Meeting) error {
	_, err := tx.Exec(ctx, `insert into sharing_meetings (id, record_id, organisation_id, kind, starts_at, ends_at, convened_by, convened_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`, m.ID, m.Record, m.Organisation, string(m.Kind), db.Time(m.Starts), db.Time(m.Until), m.By, db.Time(m.At))
	return err
}

func updateMeeting(ctx context.Context, tx *db.Tx, m Meeting) error {
	return tx.ExecOne(ctx, `update sharing_meetings set kind = $1, starts_at = $2, ends_at = $3 where id = $4 and record_id = $5`,
		string(m.Kind), db.Time(m.Starts), db.Time(m.Until), m.ID, m.Record)
}

func callOff(ctx context.Context, tx *db.Tx, record, meeting, by, at string) error {
	return tx.ExecOne(ctx, `update sharing_meetings set called_off_by = $1, called_off_at = $2 where id = $3 and record_id = $4 and called_off_by = ''`,
		by, at, meeting, record)
}

// findMeeting looks in every record, so that an id that is taken elsewhere is a Conflict and never a second row.
func findMeeting(ctx context.Context, tx *db.Tx, id string) (m Meeting, err error) {
	err = m.scan(tx.QueryRow(ctx, `select `+meetingColumns+` from sharing_meetings where id = $1`, id))
	return m, err
}

func listMeetings(ctx context.Context, tx *db.Tx, record string) ([]Meeting, error) {
	return meetings(ctx, tx, `select `+meetingColumns+` from sharing_meetings where record_id = $1 order by starts_at desc, id desc`, record)
}

func meetings(ctx context.Context, tx *db.Tx, query string, args ...any) (list []Meeting, err error) {
	err = tx.Each(ctx, func(r *db.Rows) error {
		var m Meeting
		if err := m.scan(r); err != nil {
			return err
		}
		list = append(list, m)
		return nil
	}, query, args...)
	return list, err
}

// invitedRow is a meeting with the grant that lets an agency see its invitation.
type invitedRow struct {
	Meeting
	grant string
}

// listInvitedTo gives the meetings that an organisation is invited to, in records that the listing lets through.
func listInvitedTo(ctx context.Context, l *access.Listing, organisation string) (list []invitedRow, err error) {
	f := l.Visible("m.record_id", 2)
	err = l.Tx.Each(ctx, func(r *db.Rows) error {
		var m invitedRow
		var starts, ends string
		if err := r.Scan(&m.ID, &m.Record, &m.Organisation, &m.Kind, &starts, &ends, &m.grant); err != nil {
			return err
		}
		list = append(list, m)
		last := &list[len(list)-1]
		return times(starts, &last.Starts, ends, &last.Until)
	}, `select m.id, m.record_id, m.organisation_id, m.kind, m.starts_at, m.ends_at, i.grant_id from sharing_invitations i
		join sharing_meetings m on m.id = i.meeting_id
		where i.agency_id = $1 and i.withdrawn_by = '' and m.called_off_by = '' and `+f.SQL+` order by m.starts_at, m.id`,
		append([]any{organisation}, f.Args...)...)
	return list, err
}

func insertInvitation(ctx context.Context, tx *db.Tx, i Invitation, document []byte) error {
	_, err := tx.Exec(ctx, `insert into sharing_invitations (id, meeting_id, record_id, agency_id, invited_by, invited_at, grant_id, document)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`, i.ID, i.Meeting, i.Record, i.Agency, i.By, db.Time(i.At), i.Grant, document)
	return err
}

func updateInvitation(ctx context.Context, tx *db.Tx, i Invitation) error {
	return tx.ExecOne(ctx, `update sharing_invitations set grant_id = $1, withdrawn_by = $2, withdrawn_at = $3
		where id = $4 and record_id = $5 and withdrawn_by = ''`, i.Grant, i.WithdrawnBy, mark(i.WithdrawnAt), i.ID, i.Record)
}

func insertLine(ctx context.Context, tx *db.Tx, l Line, document []byte) error {
	_, err := tx.Exec(ctx, `insert into sharing_lines
		(id, meeting_id, record_id, kind, code, about, corrects, whose_id, audience, promise_id, due_on, author_id, organisation_id, at, document)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		l.ID, l.Meeting, l.Record, string(l.Kind), l.Code, l.About, l.Corrects, l.Whose, strings.Join(l.Audience, " "), l.Promise, l.Due,
		l.Author, l.Organisation, db.Time(l.At), document)
	return err
}

// lineOf finds whose line an id is, in every record.
func lineOf(ctx context.Context, tx *db.Tx, id string) (meeting, author string, kind LineKind, err error) {
	err = tx.QueryRow(ctx, `select meeting_id, author_id, kind from sharing_lines where id = $1`, id).Scan(&meeting, &author, &kind)
	return meeting, author, kind, err
}

// gather opens a meeting of a record with everything that was said of it, the oldest first.
func gather(ctx context.Context, w *access.Work, recordID, meeting string) (g Gathering, err error) {
	g.Now = w.At
	g.Meeting, err = findMeeting(ctx, w.Tx, meeting)
	if err != nil && !problem.Is(err, problem.NotFound) {
		return g, err
	}
	if err != nil || g.Record != recordID {
		return Gathering{}, problem.New(problem.NotFound, "problem.not_found")
	}
	if g.Lines, err = openLines(ctx, w, recordID, meeting); err != nil {
		return g, err
	}
	if g.Invitations, err = openInvitations(ctx, w, recordID, meeting); err != nil {
		return g, err
	}
	for _, l := range g.Lines {
		if l.Kind == PlanLine && l.Text.Plan != nil {
			g.Plan = *l.Text.Plan
		}
		for i := range g.Invitations {
			if l.Kind == AnswerLine && l.About == g.Invitations[i].ID {
				g.Invitations[i].Answer = l
			}
		}
	}
	g.Minutes, err = openMinutes(ctx, w, recordID, meeting)
	return g, err
}

func openLines(ctx context.Context, w *access.Work, recordID, meeting string) (list []Line, err error) {
	err = w.Tx.Each(ctx, func(r *db.Rows) error {
		l := Line{Meeting: meeting, Record: recordID}
		var audience, at string
		var document []byte
		if err := r.Scan(&l.ID, &l.Kind, &l.Code, &l.About, &l.Corrects, &l.Whose, &audience, &l.Promise, &l.Due, &l.Author, &l.Organisation, &at, &document); err != nil {
			return err
		}
		l.Audience = strings.Fields(audience)
		list = append(list, l)
		last := &list[len(list)-1]
		if err := times(at, &last.At); err != nil {
			return err
		}
		return unseal(w, document, linePlace(l.ID), &last.Text)
	}, `select id, kind, code, about, corrects, whose_id, audience, promise_id, due_on, author_id, organisation_id, at, document
		from sharing_lines where meeting_id = $1 and record_id = $2 order by at, id`, meeting, recordID)
	return list, err
}

func openInvitations(ctx context.Context, w *access.Work, recordID, meeting string) (list []Invitation, err error) {
	err = w.Tx.Each(ctx, func(r *db.Rows) error {
		i := Invitation{Meeting: meeting, Record: recordID}
		var at, gone string
		var document []byte
		if err := r.Scan(&i.ID, &i.Agency, &i.By, &at, &i.WithdrawnBy, &gone, &i.Grant, &document); err != nil {
			return err
		}
		list = append(list, i)
		last := &list[len(list)-1]
		if err := times(at, &last.At, gone, &last.WithdrawnAt); err != nil {
			return err
		}
		return unseal(w, document, invitedPlace(i.ID), &last.Text)
	}, `select id, agency_id, invited_by, invited_at, withdrawn_by, withdrawn_at, grant_id, document
		from sharing_invitations where meeting_id = $1 and record_id = $2 order by invited_at, id`, meeting, recordID)
	return list, err
}

func openMinutes(ctx context.Context, w *access.Work, recordID, meeting string) (list []Minutes, err error) {
	err = w.Tx.Each(ctx, func(r *db.Rows) error {
		m := Minutes{Meeting: meeting}
		var at string
		var document []byte
		if err := r.Scan(&m.ID, &m.Version, &m.By, &at, &m.Hash, &document); err != nil {
			return err
		}
		list = append(list, m)
		last := &list[len(list)-1]
		if err := times(at, &last.At); err != nil {
			return err
		}
		return unseal(w, document, minutesPlace(m.ID), &last.Kept)
	}, `select id, version, agreed_by, agreed_at, hash, document from sharing_minutes where meeting_id = $1 and record_id = $2 order by version`, meeting, recordID)
	return list, err
}

func insertMinutes(ctx context.Context, tx *db.Tx, record string, m Minutes, document []byte) error {
	_, err := tx.Exec(ctx, `insert into sharing_minutes (id, meeting_id, record_id, version, agreed_by, agreed_at, hash, document)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`, m.ID, m.Meeting, record, m.Version, m.By, db.Time(m.At), m.Hash, document)
	return err
}

// insertHeard keeps that somebody opened a meeting, and which lines were there to be read at any time of that day.
func insertHeard(ctx context.Context, tx *db.Tx, id, meeting, record, account, organisation, day, at string, lines []string) error {
	var before string
	err := tx.QueryRow(ctx, `select lines from sharing_heard where meeting_id = $1 and account_id = $2 and day = $3`, meeting, account, day).Scan(&before)
	if err != nil && !problem.Is(err, problem.NotFound) {
		return err
	}
	_, err = tx.Exec(ctx, `insert into sharing_heard (id, meeting_id, record_id, account_id, organisation_id, day, first_at, lines)
		values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (meeting_id, account_id, day) do update set lines = excluded.lines`,
		id, meeting, record, account, organisation, day, at, strings.Join(and(lines, before), " "))
	return err
}

func listHeard(ctx context.Context, tx *db.Tx, record, meeting string) (list []Heard, err error) {
	err = tx.Each(ctx, func(r *db.Rows) error {
		var h Heard
		var at, lines string
		if err := r.Scan(&h.Account, &h.Organisation, &h.Day, &at, &lines); err != nil {
			return err
		}
		var err error
		h.At, err = db.ParseTime(at)
		h.Lines = len(strings.Fields(lines))
		list = append(list, h)
		return err
	}, `select account_id, organisation_id, day, first_at, lines from sharing_heard where record_id = $1 and meeting_id = $2 order by first_at, id`, record, meeting)
	return list, err
}

func deleteMeetings(ctx context.Context, tx *db.Tx, record string) error {
	for _, statement := range []string{
		`delete from sharing_heard where record_id = $1`,
		`delete from sharing_minutes where record_id = $1`,
		`delete from sharing_lines where record_id = $1`,
		`delete from sharing_invitations where record_id = $1`,
		`delete from sharing_meetings where record_id = $1`,
	} {
		if _, err := tx.Exec(ctx, statement, record); err != nil {
			return err
		}
	}
	return nil
}
