package conversation

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// RemarkKind says what a young person does with what is written of them.
type RemarkKind string

// The kinds of remark.
const (
	Disagree RemarkKind = "disagree" // this is not right
	Amend    RemarkKind = "correct"  // it should say this
	Addition RemarkKind = "add"      // there is more to say
	AskFor   RemarkKind = "ask"      // I want to talk to somebody
	Pressed  RemarkKind = "pressed"  // their second word was used: they may have been pressed to open their place
)

// RemarkKinds are those that a young person chooses between when they say something.
var RemarkKinds = []RemarkKind{Disagree, Amend, Addition}

// AskedFor are the people a young person can ask for.
var AskedFor = []string{"worker", "guardian", "advocate", "other"}

// Remark is what a young person says about what is written of them, or whom they ask for. It is never changed, and it
// travels with the record.
type Remark struct {
	ID      string
	Record  string
	Kind    RemarkKind
	About   string // the contribution or promise they speak of, or ""
	Whom    string // of AskFor: one of AskedFor
	Adult   string // the account that is told
	Author  string // the account that was beside them, or the id of their own place
	Own     bool   // nobody was beside them
	At      time.Time
	Words   Words
	Replies []Reply // oldest first
}

// Reply is what became of a remark.
type Reply struct {
	ID     string
	Remark string
	Author string
	Answer bool // false: it was read
	At     time.Time
	Text   ReplyText
}

// ReplyText is the sealed part of a reply: what is answered, and the same in the young person's language where somebody
// wrote it.
type ReplyText struct {
	Version  int    `json:"v"`
	Text     string `json:"text,omitempty"`
	ForYoung string `json:"for_young,omitempty"`
	Language string `json:"language,omitempty"`
}

// remarkText is the sealed part of a remark.
type remarkText struct {
	Version int   `json:"v"`
	Words   Words `json:"words"`
}

// ReadAt says when somebody first read it; zero while nobody has. Whoever answers has read it.
func (r Remark) ReadAt() time.Time {
	if len(r.Replies) == 0 {
		return time.Time{}
	}
	return r.Replies[0].At
}

// Answers are the replies that say something, oldest first.
func (r Remark) Answers() []Reply {
	return slices.DeleteFunc(slices.Clone(r.Replies), func(a Reply) bool { return !a.Answer })
}

func (r Remark) check() error {
	var c problem.Check
	kinds := append([]RemarkKind{AskFor, Pressed}, RemarkKinds...)
	c.Require(db.IsID(r.ID) && (r.About == "" || db.IsID(r.About)) && db.IsID(r.Adult), "words", "problem.stale_form")
	c.Require(slices.Contains(kinds, r.Kind), "kind", "problem.required_choice")
	c.Require((r.Kind == AskFor) == slices.Contains(AskedFor, r.Whom), "whom", "problem.required_choice")
	c.Require(!slices.Contains([]RemarkKind{Amend, Addition}, r.Kind) || !r.Words.Empty(), "words", "problem.required")
	r.Words.check(&c, "words")
	return c.Err()
}

func remarkPlace(id string) seal.Place {
	return seal.Place{Table: "conversation_remarks", Row: id, Column: "document"}
}

func replyPlace(id string) seal.Place {
	return seal.Place{Table: "conversation_remark_replies", Row: id, Column: "document"}
}

// AddRemark keeps a remark within a use case that is already decided. r.ID is made by the form: the same again changes
// nothing, and another one under it is a Conflict.
func AddRemark(ctx context.Context, w *access.Work, recordID string, r Remark) error {
	r.Author, r.At, r.Record = w.Who.ID, w.At, recordID
	if err := r.check(); err != nil {
		return err
	}
	w.Note(r.ID, string(r.Kind))
	have, err := findRemark(ctx, w.Tx, r.ID)
	if err == nil {
		return sameRemark(w, have, r)
	}
	if !problem.Is(err, problem.NotFound) {
		return err
	}
	document, err := json.Marshal(remarkText{Version: 1, Words: r.Words})
	if err != nil {
		return fmt.Errorf("write remark: %w", err)
	}
	return insertRemark(ctx, w.Tx, rowOf(r, w.Key.Seal(document, remarkPlace(r.ID))))
}

func rowOf(r Remark, document []byte) remarkRow {
	place := "beside"
	if r.Own {
		place = "own"
	}
	return remarkRow{id: r.ID, record: r.Record, kind: string(r.Kind), about: r.About, whom: r.Whom, adult: r.Adult,
		author: r.Author, place: place, at: db.Time(r.At), document: document}
}

// sameRemark refuses a remark whose id is taken by another one.
func sameRemark(w *access.Work, have remarkRow, r Remark) error {
	want := rowOf(r, nil)
	if have.record != want.record || have.kind != want.kind || have.about != want.about || have.whom != want.whom || have.author != want.author {
		return problem.New(problem.Conflict, "problem.duplicate")
	}
	kept, err := openRemark(w, have)
	if err == nil && kept.Words != r.Words {
		err = problem.New(problem.Conflict, "problem.duplicate")
	}
	return err
}

func openRemark(w *access.Work, row remarkRow) (Remark, error) {
	r := Remark{ID: row.id, Record: row.record, Kind: RemarkKind(row.kind), About: row.about, Whom: row.whom, Adult: row.adult,
		Author: row.author, Own: row.place == "own"}
	var err error
	if r.At, err = db.ParseTime(row.at); err != nil {
		return r, err
	}
	plain, err := w.Key.Open(row.document, remarkPlace(row.id))
	if err != nil {
		return r, fmt.Errorf("open remark: %w", err)
	}
	var text remarkText
	err = json.Unmarshal(plain, &text)
	r.Words = text.Words
	return r, err
}

// Remarks gives every remark of a record with what became of it, the oldest first: for rooms below, within a use case
// that is already decided.
func Remarks(ctx context.Context, w *access.Work, recordID string) ([]Remark, error) {
	rows, err := listRemarks(ctx, w.Tx, recordID)
	if err != nil {
		return nil, fmt.Errorf("list remarks: %w", err)
	}
	replies, err := listReplies(ctx, w.Tx, recordID)
	if err != nil {
		return nil, fmt.Errorf("list replies: %w", err)
	}
	list := make([]Remark, len(rows))
	for i, row := range rows {
		if list[i], err = openRemark(w, row); err != nil {
			return nil, err
		}
		for _, a := range replies {
			if a.remark != row.id {
				continue
			}
			reply, err := openReply(w, a)
			if err != nil {
				return nil, err
			}
			list[i].Replies = append(list[i].Replies, reply)
		}
	}
	return list, nil
}

func openReply(w *access.Work, row replyRow) (Reply, error) {
	a := Reply{ID: row.id, Remark: row.remark, Author: row.author, Answer: row.kind == "answered"}
	var err error
	if a.At, err = db.ParseTime(row.at); err != nil {
		return a, err
	}
	plain, err := w.Key.Open(row.document, replyPlace(row.id))
	if err != nil {
		return a, fmt.Errorf("open reply: %w", err)
	}
	return a, json.Unmarshal(plain, &a.Text)
}

// ReplyTo keeps that a remark was read, or what is answered, within a use case that is already decided. Read twice is
// read once; the same id again changes nothing.
func ReplyTo(ctx context.Context, w *access.Work, recordID string, a Reply) error {
	var c problem.Check
	c.Require(db.IsID(a.ID), "text", "problem.stale_form")
	c.Require(!a.Answer || a.Text.Text != "", "text", "problem.required")
	for _, text := range []string{a.Text.Text, a.Text.ForYoung} {
		c.Require(utf8.RuneCountInString(text) <= MaxWords, "text", "problem.too_long", "max", MaxWords)
	}
	if err := c.Err(); err != nil {
		return err
	}
	w.Note(a.Remark, a.ID)
	remark, err := findRemark(ctx, w.Tx, a.Remark)
	if err != nil || remark.record != recordID {
		return problem.New(problem.NotFound, "problem.not_found")
	}
	replies, err := listReplies(ctx, w.Tx, recordID)
	if err != nil {
		return err
	}
	for _, have := range replies {
		if have.id == a.ID || have.remark == a.Remark && !a.Answer {
			return nil
		}
	}
	kind := "read"
	if a.Answer {
		kind = "answered"
	}
	a.Text.Version = 1
	document, err := json.Marshal(a.Text)
	if err != nil {
		return fmt.Errorf("write reply: %w", err)
	}
	return insertReply(ctx, w.Tx, replyRow{id: a.ID, remark: a.Remark, record: recordID, author: w.Who.ID, kind: kind,
		at: db.Time(w.At), document: w.Key.Seal(document, replyPlace(a.ID))})
}

// OpenRemark is a line of the list of what young people said that nobody has answered yet: no word of it, only whose
// record it is on.
type OpenRemark struct {
	ID, Record, Adult string
	Kind              RemarkKind
	Whom              string
	At                time.Time
	Read              bool
}

// CountRemarks says how many remarks wait for an answer on the records whose remarks who may answer.
func (s *Service) CountRemarks(ctx context.Context, who permit.Actor) (n int, err error) {
	if !permit.Could(who, permit.ListVoices) {
		return 0, nil
	}
	err = s.door.Background(ctx, func(w *access.Work) error {
		n, err = countOpenRemarks(ctx, w.Tx, access.Visible(who, permit.AnswerVoice, w.At, "m.record_id", 1))
		return err
	})
	return n, err
}

// OpenRemarks lists what waits for an answer on every record that who lists may open, the oldest first.
func OpenRemarks(ctx context.Context, l *access.Listing) ([]OpenRemark, error) {
	return listOpenRemarks(ctx, l)
}
