// Command reader opens everything that a database holds, with the key ring and nothing of the product.
//
//	reader -keys FILE DATABASE        every sealed value, one JSON line each
//	reader -keys FILE -files DIR DATABASE   the files of every record too, into DIR
//
// It is the proof that docs/formats.md says enough: it was written from that page, shares no code with the product, and a
// test holds what it opens against the published schemas. Should the product be lost, this and that page are the way in.
// Whoever runs it sees everything, sealed details too. It writes nothing to the database and leaves no entry in its ledger.
package main

import (
	"database/sql"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"unicode/utf8"

	_ "modernc.org/sqlite"
)

func main() {
	keys := flag.String("keys", "", "the key ring's file")
	files := flag.String("files", "", "a folder to put the records' files into")
	flag.Parse()
	if *keys == "" || flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: reader -keys FILE [-files DIR] DATABASE")
		os.Exit(2)
	}
	if err := run(*keys, flag.Arg(0), *files, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "reader:", err)
		os.Exit(1)
	}
}

// opened is one line of what comes out. Of Text and Document one is there.
type opened struct {
	Table    string          `json:"table"`
	Row      string          `json:"row"`
	Column   string          `json:"column"`
	Owner    string          `json:"owner,omitempty"` // whose key opened it; "" for the ring's own
	Text     string          `json:"text,omitempty"`
	Document json.RawMessage `json:"document,omitempty"`
	Bytes    []byte          `json:"bytes,omitempty"` // neither text nor JSON
}

func run(keys, database, files string, out io.Writer) error {
	r, err := readRing(keys)
	if err != nil {
		return err
	}
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Opaque: database, RawQuery: "mode=ro&_pragma=query_only(1)"}).String())
	if err != nil {
		return err
	}
	defer db.Close()
	wrapped, err := readKeys(db)
	if err != nil {
		return err
	}
	to := json.NewEncoder(out)
	for _, c := range sealedColumns {
		if err := eachSealed(db, r, wrapped, c, func(o opened) error { return to.Encode(o) }); err != nil {
			return fmt.Errorf("%s.%s: %w", c.table, c.column, err)
		}
	}
	if files == "" {
		return nil
	}
	return eachFile(db, r, wrapped, func(id string, content []byte) error {
		return os.WriteFile(filepath.Join(files, id), content, 0o600)
	})
}

// keyName is whose key of which class.
type keyName struct{ owner, class string }

// readKeys reads the wrapped data keys: the table access_keys.
func readKeys(db *sql.DB) (map[keyName][]byte, error) {
	rows, err := db.Query(`select owner_id, class, wrapped from access_keys`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	keys := map[keyName][]byte{}
	for rows.Next() {
		var k keyName
		var wrapped []byte
		if err := rows.Scan(&k.owner, &k.class, &wrapped); err != nil {
			return nil, err
		}
		keys[k] = wrapped
	}
	return keys, rows.Err()
}

// ownWorks is the class of a young person's record where there is one, and the system key where a group gave a work; of a case of
// an audit, and the system key where something is about a whole programme.
const ownWorks = "record or group"

// sealedColumn is a row of the table "What is sealed" in docs/formats.md. class "" is the ring's system key.
type sealedColumn struct {
	table, column, class string
	row, owner           string // SQL: the row as it is bound, and whose key it is
}

var sealedColumns = []sealedColumn{
	{"record_profiles", "document", "record", "id", "record_id"},
	{"record_names", "names", "record", "record_id", "record_id"},
	{"record_identifiers", "document", "record", "record_id", "record_id"},
	{"record_sealed", "document", "sealed", "id", "record_id"},
	{"record_safety", "document", "sealed", "id", "record_id"},
	{"record_blobs", "document", "record", "id", "record_id"},
	{"access_emergencies", "document", "record", "id", "record_id"},
	{"access_emergencies", "review", "record", "id", "record_id"},
	{"conversation_sittings", "document", "record", "id", "record_id"},
	{"conversation_contributions", "document", "record", "id", "record_id"},
	{"conversation_talks", "document", "record", "id", "record_id"},
	{"conversation_marks", "document", "record", "id", "record_id"},
	{"conversation_permissions", "document", "record", "id", "record_id"},
	{"conversation_remarks", "document", "record", "id", "record_id"},
	{"conversation_remark_replies", "document", "record", "id", "record_id"},
	{"sharing_shares", "document", "record", "id", "record_id"},
	{"sharing_answers", "document", "record", "id", "record_id"},
	{"sharing_invitations", "document", "record", "id", "record_id"},
	{"sharing_lines", "document", "record", "id", "record_id"},
	{"sharing_minutes", "document", "record", "id", "record_id"},
	{"voice_cards", "document", "record", "id", "record_id"},
	{"voice_asks", "document", "record", "id", "record_id"},
	{"voice_asks", "decision", "record", "id", "record_id"},
	{"conversation_misplaced", "document", "record", "sitting_id", "record_id"},
	{"conversation_paper_drafts", "document", "record", "paper_id || '/' || author_id", "record_id"},
	{"conversation_drafts", "document", "record", "sitting_id || '/' || author_id || '/' || perspective", "record_id"},
	{"conversation_pictures", "document", "record", "record_id", "record_id"},
	{"promise_promises", "document", "record", "id", "record_id"},
	{"promise_events", "document", "record", "id", "record_id"},
	{"custody_entries", "document", "record", "id", "record_id"},
	{"custody_requests", "document", "record", "id", "record_id"},
	{"custody_steps", "document", "record", "id", "record_id"},
	{"custody_bundles", "content", "record", "id", "record_id"},
	{"custody_clocks", "document", "", "record_id", "''"},
	{"custody_policies", "source", "", "id", "''"},
	{"sharing_packages", "document", "record", "id", "(select t.record_id from sharing_transfers t where t.id = transfer_id)"},
	{"sharing_keys", "secret", "", "id", "''"},
	{"sharing_partners", "document", "", "id", "''"},
	{"framework_crosswalk_versions", "maker", "", "id", "''"},
	{"framework_crosswalk_links", "maker", "", "id", "''"},
	{"insight_pools", "document", "", "id", "''"},
	{"insight_pool_parts", "document", "", "id", "''"},
	{"insight_pool_rounds", "document", "", "id", "''"},
	{"insight_pool_files", "document", "", "id", "''"},
	{"loading_drafts", "document", "", "id", "''"},
	{"loading_files", "document", "", "id", "''"},
	{"loading_operations", "document", "", "id", "''"},
	{"loading_additions", "document", "", "id", "''"},
	{"loading_changes", "document", "", "id", "''"},
	{"caseaudit_pilots", "document", "", "id", "''"},
	{"caseaudit_pilot_lines", "document", "", "id", "''"},
	{"caseaudit_pilot_notes", "document", "", "id", "''"},
	{"caseaudit_pilot_tallies", "document", "", "pilot_id", "''"},
	{"caseaudit_pilot_words", "document", "", "id", "''"},
	{"caseaudit_programmes", "document", "", "id", "''"},
	{"caseaudit_cases", "document", "", "id", "''"},
	{"caseaudit_steps", "document", "", "id", "''"},
	{"caseaudit_notes", "document", "record", "id", "'case:' || case_id"},
	{"caseaudit_actions", "document", ownWorks, "id", "case when case_id = '' then '' else 'case:' || case_id end"},
	{"caseaudit_action_steps", "document", ownWorks, "id", "(select case when a.case_id = '' then '' else 'case:' || a.case_id end from caseaudit_actions a where a.id = action_id)"},
	{"caseaudit_ratings", "document", "record", "id", "'rating:' || id"},
	{"caseaudit_rounds", "document", "", "id", "''"},
	{"caseaudit_round_answers", "document", "", "id", "''"},
	{"caseaudit_moderations", "document", "record", "id", "'case:' || case_id"},
	{"caseaudit_templates", "document", "", "id", "''"},
	{"caseaudit_scales", "document", "", "id", "''"},
	{"caseaudit_known", "document", "", "id", "''"},
	{"caseaudit_lets", "document", "record", "id", "'case:' || case_id"},
	{"caseaudit_learnt", "document", "", "id", "''"},
	{"caseaudit_reports", "document", "", "id", "''"},
	{"caseaudit_reviews", "document", "", "id", "''"},
	{"caseaudit_answers", "document", "", "id", "''"},
	{"policy_briefings", "document", "", "id", "''"},
	{"policy_briefing_versions", "document", "", "id", "''"},
	{"policy_briefing_steps", "document", "", "id", "''"},
	{"policy_appraisals", "document", "", "id", "''"},
	{"policy_appraisal_parts", "document", "", "id", "''"},
	{"policy_appraisal_steps", "document", "", "id", "''"},
	{"policy_templates", "document", "", "id", "''"},
	{"policy_initiatives", "document", "", "id", "''"},
	{"policy_initiative_steps", "document", "", "id", "''"},
	{"insight_saved", "document", "", "id", "''"},
	{"insight_notes", "document", "", "id", "''"},
	{"insight_schedules", "document", "", "id", "''"},
	{"insight_reports", "document", "", "id", "''"},
	{"policy_plans", "document", "", "id", "''"},
	{"policy_evaluations", "document", "", "id", "''"},
	{"inspection_pack_versions", "document", "", "id", "''"},
	{"inspection_tracked", "document", "record", "id", "record_id"},
	{"inspection_tracked", "choices", "record", "id", "record_id"},
	{"inspection_visits", "document", "", "id", "''"},
	{"together_rounds", "document", "", "id", "''"},
	{"together_tallies", "document", "", "round_id", "''"},
	{"together_words", "document", "", "id", "''"},
	{"together_steps", "document", "", "id", "''"},
	{"together_groups", "document", "", "id", "''"},
	{"together_meetings", "document", "", "id", "''"},
	{"together_proposals", "document", "", "id", "''"},
	{"together_answers", "document", "", "id", "''"},
	{"together_decisions", "document", "", "id", "''"},
	{"together_works", "document", ownWorks, "id", "record_id"},
	{"together_works", "content", ownWorks, "id", "record_id"},
	{"together_work_answers", "document", ownWorks, "id", "record_id"},
	{"together_work_steps", "document", ownWorks, "id", "record_id"},
	{"together_published", "document", "record", "id", "'work:' || id"},
	{"together_published", "content", "record", "id", "'work:' || id"},
	{"account_organisations", "name", "", "id", "''"},
	{"account_teams", "name", "", "id", "''"},
	{"account_service", "body", "", "id", "''"},
	{"watch_settlements", "words", "account", "alert_id", "(select about_id from watch_alerts where id = alert_id)"},
	{"account_single", "body", "", "id", "''"},
	{"voice_allowed", "body", "", "id", "''"},
	{"voice_places", "passkey", "record", "id", "record_id"},
	{"voice_codes", "secret", "", "id", "''"},
	{"account_single_links", "subject", "account", "id", "account_id"},
	{"account_people", "name", "account", "id", "id"},
	{"account_people", "email", "account", "id", "id"},
	{"account_people", "password", "account", "id", "id"},
	{"account_factors", "secret", "account", "id", "account_id"},
	{"account_recovery", "shown", "account", "id", "account_id"},
}

// classFor is the class of the key that an owner's row lies under.
func (c sealedColumn) classFor(owner string) string {
	switch {
	case c.class != ownWorks:
		return c.class
	case owner == "":
		return ""
	}
	return "record"
}

// place is the column's name as it is bound. One differs from the table's: the case number is bound as "case".
func (c sealedColumn) place() string {
	if c.table == "record_identifiers" {
		return "case"
	}
	return c.column
}

func eachSealed(db *sql.DB, r ring, wrapped map[keyName][]byte, c sealedColumn, f func(opened) error) error {
	rows, err := db.Query(`select ` + c.row + `, ` + c.owner + `, ` + c.column + ` from ` + c.table + ` where ` + c.column + ` is not null order by 1`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var row, owner string
		var sealed []byte
		if err := rows.Scan(&row, &owner, &sealed); err != nil {
			return err
		}
		class := c.classFor(owner)
		if class != "" && owner == "" {
			continue // its record is none any more, and it holds nothing: conversation_misplaced, sharing_packages
		}
		keys := r.system
		if class != "" {
			key, err := r.unwrap(class, owner, wrapped[keyName{owner, class}])
			if err != nil {
				return err
			}
			keys = [][]byte{key}
		}
		plain, err := openWithAny(keys, sealed, c, row)
		if err != nil {
			return err
		}
		o := opened{Table: c.table, Row: row, Column: c.column, Owner: owner}
		switch {
		case len(plain) > 0 && (plain[0] == '{' || plain[0] == '[') && json.Valid(plain):
			o.Document = plain
		case utf8.Valid(plain) && c.table != "conversation_pictures":
			o.Text = string(plain)
		default:
			o.Bytes = plain
		}
		if err := f(o); err != nil {
			return err
		}
	}
	return rows.Err()
}

// openWithAny tries the keys in their order: the system key is one for each time that the ring was rotated.
func openWithAny(keys [][]byte, sealed []byte, c sealedColumn, row string) (plain []byte, err error) {
	for _, key := range keys {
		if plain, err = openValue(key, sealed, c.table, row, c.place()); err == nil {
			return plain, nil
		}
	}
	return nil, err
}

// eachFile opens every file of every record from its header and its numbered chunks.
func eachFile(db *sql.DB, r ring, wrapped map[keyName][]byte, f func(id string, content []byte) error) error {
	type head struct {
		id, record string
		header     []byte
	}
	var heads []head
	rows, err := db.Query(`select id, record_id, header from record_blobs order by id`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var h head
		if err := rows.Scan(&h.id, &h.record, &h.header); err != nil {
			return err
		}
		heads = append(heads, h)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, h := range heads {
		key, err := r.unwrap("record", h.record, wrapped[keyName{h.record, "record"}])
		if err != nil {
			return err
		}
		chunks, err := readChunks(db, h.id)
		if err != nil {
			return err
		}
		content, err := openFile(key, h.header, h.id, chunks)
		if err != nil {
			return fmt.Errorf("file %s: %w", h.id, err)
		}
		if err := f(h.id, content); err != nil {
			return err
		}
	}
	return nil
}

func readChunks(db *sql.DB, blob string) (chunks [][]byte, err error) {
	rows, err := db.Query(`select content from record_blob_chunks where blob_id = ? order by position`, blob)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var c []byte
		if err := rows.Scan(&c); err != nil {
			return nil, err
		}
		chunks = append(chunks, c)
	}
	return chunks, rows.Err()
}
