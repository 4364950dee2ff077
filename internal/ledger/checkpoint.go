package ledger

import (
	"context"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"stablefutures/internal/db"
	"stablefutures/internal/problem"
)

// A checkpoint's text has four lines (the first three as in C2SP tlog-checkpoint, so that other people's tools read it):
//
//	the signer's name
//	how many entries, decimal
//	the root hash, base 64
//	when, UTC

// Checkpoint signs the log as it stands, unless the newest checkpoint already covers all of it. Call it at a graceful
// stop; Run does it from time to time.
func (l *Log) Checkpoint(ctx context.Context) error {
	_, err := l.checkpointIfDue(ctx, true)
	return err
}

// checkpointIfDue signs when there is anything new and either now is set or enough entries have come.
func (l *Log) checkpointIfDue(ctx context.Context, now bool) (signed bool, err error) {
	due := func(tx *db.Tx) (headRow, bool, error) {
		head, found, err := findHead(ctx, tx)
		if err != nil || !found {
			return head, false, err
		}
		last, err := findLastCheckpoint(ctx, tx)
		return head, head.size > last.size && (now || head.size >= last.size+checkpointEntries), err
	}
	var wanted bool
	if err := l.db.Read(ctx, func(tx *db.Tx) (err error) { _, wanted, err = due(tx); return err }); err != nil || !wanted {
		return false, err
	}
	err = l.db.Write(ctx, func(tx *db.Tx) error {
		if err := lockHead(ctx, tx); err != nil {
			return err
		}
		head, still, err := due(tx)
		if err != nil || !still {
			return err
		}
		edge, err := parseFrontier(head.size, head.frontier)
		if err != nil {
			return err
		}
		signedNote, err := l.sign(edge.size, edge.root())
		if err != nil {
			return err
		}
		head.checkpoints++
		if err := insertCheckpoint(ctx, tx, checkpointRow{head.checkpoints, head.size, signedNote, l.ring.Verifier()}); err != nil {
			return err
		}
		return updateHead(ctx, tx, head)
	})
	if err != nil {
		return false, fmt.Errorf("sign a checkpoint: %w", err)
	}
	return true, nil
}

func (l *Log) sign(size int64, root tlog.Hash) (string, error) {
	signer := l.ring.Signer()
	text := fmt.Sprintf("%s\n%d\n%s\n%s\n", signer.Name(), size, root, l.now().UTC().Format(time.RFC3339))
	signed, err := note.Sign(&note.Note{Text: text}, signer)
	return string(signed), err
}

// NewestCheckpoint gives the newest checkpoint as signed text, to be kept where nobody who holds this database can
// reach it: it is the only guard against somebody who cuts the log's end off. NotFound before the first.
func (l *Log) NewestCheckpoint(ctx context.Context, tx *db.Tx) ([]byte, error) {
	last, err := findLastCheckpoint(ctx, tx)
	if err != nil {
		return nil, fmt.Errorf("find the newest checkpoint: %w", err)
	}
	if last.note == "" {
		return nil, problem.New(problem.NotFound, "ledger.no_checkpoint")
	}
	return []byte(last.note), nil
}

// statement is what a checkpoint says.
type statement struct {
	size int64
	root tlog.Hash
	at   time.Time
}

// openCheckpoint checks a note's signature and reads it. It insists on the exact bytes that signing produces: base 64
// has spare bits, and a changed byte must not hide in them.
func openCheckpoint(signed, verifierKey string) (statement, error) {
	bad := func(why string) (statement, error) {
		return statement{}, problem.Wrap(fmt.Errorf("%s: %w", why, errMalformed), problem.Invalid, "ledger.bad_checkpoint")
	}
	verifier, err := strictVerifier(verifierKey)
	if err != nil {
		return bad("the verifier")
	}
	n, err := note.Open([]byte(signed), note.VerifierList(verifier))
	if err != nil || len(n.Sigs) != 1 || len(n.UnverifiedSigs) != 0 {
		return bad("the signature")
	}
	raw, err := base64.StdEncoding.Strict().DecodeString(n.Sigs[0].Base64)
	if err != nil || signed != n.Text+"\n— "+n.Sigs[0].Name+" "+base64.StdEncoding.EncodeToString(raw)+"\n" {
		return bad("the signature's form")
	}
	s, err := readStatement(n.Text)
	if err != nil || !strings.HasPrefix(n.Text, verifier.Name()+"\n") {
		return bad("the text")
	}
	return s, nil
}

// readUnsigned reads a checkpoint that whoever asks vouches for, where there is no key to hold its signature against.
func readUnsigned(signed string) (statement, error) {
	text, marks, found := strings.Cut(signed, "\n\n")
	if !found || !strings.HasPrefix(marks, "— ") {
		return statement{}, problem.Wrap(errMalformed, problem.Invalid, "ledger.bad_checkpoint")
	}
	s, err := readStatement(text + "\n")
	if err != nil {
		return statement{}, problem.Wrap(err, problem.Invalid, "ledger.bad_checkpoint")
	}
	return s, nil
}

// readStatement reads the four lines.
func readStatement(text string) (s statement, err error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 5 || lines[4] != "" {
		return s, errMalformed
	}
	if s.size, err = strconv.ParseInt(lines[1], 10, 64); err != nil || s.size < 1 || strconv.FormatInt(s.size, 10) != lines[1] {
		return s, errMalformed
	}
	if s.root, err = tlog.ParseHash(lines[2]); err != nil {
		return s, errMalformed
	}
	if s.at, err = time.Parse(time.RFC3339, lines[3]); err != nil {
		return s, errMalformed
	}
	return s, nil
}

// strictVerifier refuses other spellings of the same key.
func strictVerifier(key string) (note.Verifier, error) {
	v, err := note.NewVerifier(key)
	if err != nil {
		return nil, err
	}
	parts := strings.SplitN(key, "+", 3)
	if raw, err := base64.StdEncoding.Strict().DecodeString(parts[2]); err != nil ||
		key != fmt.Sprintf("%s+%08x+%s", v.Name(), v.KeyHash(), base64.StdEncoding.EncodeToString(raw)) {
		return nil, errMalformed
	}
	return v, nil
}
