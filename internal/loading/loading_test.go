package loading_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/loading"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit"
)

const lines = "The yard\nWhat grows\nA hose is near\nA butt is full\nWhat rests\nA bench stands in the shade\n"

// small is a draft with six pasted lines.
func small(w *world) (string, *loading.Opened) {
	w.Helper()
	id := w.start(loading.Goal{Set: "yard", Name: "The yard", Expected: framework.Totals{Principles: 1, Outcomes: 2, Indicators: 3}})
	return id, w.put(id, loading.TextName, []byte(lines))
}

func roles(o *loading.Opened) string {
	var list []string
	for _, p := range o.Pieces {
		list = append(list, string(p.Role)+":"+p.Text())
	}
	return strings.Join(list, "|")
}

func all(o *loading.Opened) []loading.Step {
	var steps []loading.Step
	for i, role := range []loading.Role{loading.Principle, loading.Outcome, loading.Indicator, loading.Indicator, loading.Outcome, loading.Indicator} {
		steps = append(steps, loading.Step{Do: loading.Assign, Piece: o.Pieces[i].ID, Role: role})
	}
	return steps
}

func TestPublish_isTheTextThatWasPasted(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		id, o := small(w)
		w.act(id, all(o)...)
		e := w.publish(id)
		want := []string{"outcome 1 What grows", "outcome 2 What rests", "indicator 1.1 A hose is near", "indicator 1.2 A butt is full",
			"indicator 2.1 A bench stands in the shade"}
		for i, it := range e.Items() {
			if have := fmt.Sprintf("%s %s %s", it.Kind, it.Code, it.Text); have != want[i] {
				t.Errorf("item %d: %q, want %q", i, have, want[i])
			}
		}
		doc := e.Document()
		if doc.Copy == nil || doc.Copy.Original == "" || doc.Copy.Obtained != "2026-02-01" || doc.Permission.Uses != framework.UsesOrganisation {
			t.Errorf("%+v", doc.Copy)
		}
		again, err := w.shelf.Edition(t.Context(), e.ID)
		if err != nil || again.Checksum() != e.Checksum() {
			t.Errorf("the shelf has %v, %v", again, err)
		}
		after := w.open(id)
		if after.Draft.Open() || after.Edition != e.ID {
			t.Errorf("the draft says %s %s", after.Draft.State, after.Edition)
		}
		err = w.loading.Act(t.Context(), w.who, id, after.Seen, loading.Operation{ID: db.NewID(), Undo: true})
		w.refused(err, problem.Conflict, "loading.published")
		w.refused(w.loading.Discard(t.Context(), w.who, id), problem.Conflict, "loading.published")
		_, err = w.loading.Publish(t.Context(), w.who, id, after.Seen)
		w.refused(err, problem.Conflict, "loading.published")
	})
}

func TestUndo_isAnOperationOfItsOwn(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		id, o := small(w)
		if o.CanUndo {
			t.Error("the file itself can be undone")
		}
		before := roles(o)
		w.act(id, all(o)...)
		w.act(id, loading.Step{Do: loading.Join, Piece: o.Pieces[3].ID, With: o.Pieces[2].ID, How: loading.Break})
		joined := w.open(id)
		if got := joined.Pieces[2].Text(); got != "A hose is near\nA butt is full" || len(joined.Pieces) != 5 {
			t.Errorf("joined: %q", got)
		}
		do := func(undo bool) *loading.Opened {
			t.Helper()
			w.must(w.loading.Act(t.Context(), w.who, id, w.open(id).Seen, loading.Operation{ID: db.NewID(), Undo: undo, Redo: !undo}))
			return w.open(id)
		}
		do(true)
		if got := roles(do(true)); got != before {
			t.Errorf("after two undos: %s", got)
		}
		if got := do(true); roles(got) != before || got.CanUndo || !got.CanRedo || got.File == "" {
			t.Errorf("undo went behind the file: %s", roles(got))
		}
		do(false)
		last := do(false)
		if roles(last) != roles(joined) || last.CanRedo {
			t.Errorf("redone: %s", roles(last))
		}
		if last.Seen != joined.Seen+5 {
			t.Errorf("%d operations, not %d: something was taken away", last.Seen, joined.Seen+5)
		}
		do(true)
		w.act(id, loading.Step{Do: loading.Assign, Piece: o.Pieces[0].ID, Role: loading.Ignored})
		if w.open(id).CanRedo {
			t.Error("something new was done, and the old can still be redone")
		}
	})
}

func TestAct_inTwoTabsLosesNothing(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		id, o := small(w)
		first := loading.Operation{ID: db.NewID(), Steps: all(o)}
		for range 2 { // sent twice
			w.must(w.loading.Act(t.Context(), w.who, id, o.Seen, first))
		}
		if n := w.open(id).Seen; n != o.Seen+1 {
			t.Errorf("%d operations", n)
		}
		second := loading.Operation{ID: db.NewID(), Steps: []loading.Step{{Do: loading.Assign, Piece: o.Pieces[0].ID, Role: loading.Ignored}}}
		w.refused(w.loading.Act(t.Context(), w.who, id, o.Seen, second), problem.Conflict, "loading.moved_on")
		if got := w.open(id).Pieces[0].Role; got != loading.Principle {
			t.Errorf("the other tab's word is %q", got)
		}
		w.must(w.loading.Act(t.Context(), w.who, id, w.open(id).Seen, second))
		if got := w.open(id).Pieces[0].Role; got != loading.Ignored {
			t.Errorf("sent again it is %q", got)
		}
		if _, err := w.loading.Publish(t.Context(), w.who, id, o.Seen); !problem.Is(err, problem.Conflict) {
			t.Errorf("publishing from an old page: %v", err)
		}
	})
}

func TestSteps_keepEveryCharacter(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	id, o := small(w)
	bench := o.Pieces[5].ID
	w.act(id, loading.Step{Do: loading.Split, Piece: bench, Char: len("A bench ")})
	o = w.open(id)
	if o.Pieces[5].Text() != "A bench" || o.Pieces[6].Text() != "stands in the shade" || !o.Pieces[6].Split || !o.Pieces[5].Split {
		t.Errorf("cut: %s", roles(o))
	}
	w.act(id, loading.Step{Do: loading.Join, Piece: o.Pieces[6].ID, With: bench, How: loading.Nothing})
	if got := w.open(id).Pieces[5].Text(); got != "A bench stands in the shade" {
		t.Errorf("joined again: %q", got)
	}
	w.act(id, loading.Step{Do: loading.Rejoin, Piece: bench, Joins: []loading.Joiner{loading.Space}})
	if got := w.open(id).Pieces[5].Text(); got != "A bench  stands in the shade" {
		t.Errorf("with a space more: %q", got)
	}
	w.act(id, loading.Step{Do: loading.Move, Piece: bench, Near: o.Pieces[0].ID})
	w.act(id, loading.Step{Do: loading.Type, Role: loading.Indicator, Code: "9.9", Text: " Typed – „so“ ", Page: 1, Near: bench})
	o = w.open(id)
	if o.Pieces[0].ID != bench || o.Pieces[1].Text() != "Typed – „so“" || !o.Pieces[1].Typed || o.Pieces[1].Code != "9.9" {
		t.Errorf("moved and typed: %s", roles(o))
	}
	w.act(id, loading.Step{Do: loading.Retype, Piece: bench, Text: "A bench"})
	if got := w.open(id).Pieces[0]; got.Text() != "A bench" || !got.Typed || len(got.From) == 0 {
		t.Errorf("typed anew: %+v", got)
	}
	w.act(id, loading.Step{Do: loading.Assign, Piece: o.Pieces[2].ID, Role: loading.Principle, Prefix: "The ", Code: "T"})
	if got := w.open(id).Pieces[2]; got.Text() != "yard" || got.Printed() != "The yard" {
		t.Errorf("the number taken off: %q of %q", got.Text(), got.Printed())
	}
}

func TestSteps_thatCannotBeAreRefused(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	id, o := small(w)
	first, second := o.Pieces[0].ID, o.Pieces[1].ID
	for name, step := range map[string]loading.Step{
		"no such piece": {Do: loading.Assign, Piece: "x", Role: loading.Outcome}, "under itself": {Do: loading.Assign, Piece: first, Under: first},
		"under nothing": {Do: loading.Assign, Piece: first, Under: "x"}, "joined to itself": {Do: loading.Join, Piece: first, With: first, How: loading.Space},
		"cut off nothing": {Do: loading.Split, Piece: first}, "cut behind the end": {Do: loading.Split, Piece: first, Char: 99},
		"cut behind the lines": {Do: loading.Split, Piece: first, Line: 1}, "joiners for lines it has not": {Do: loading.Rejoin, Piece: first, Joins: []loading.Joiner{loading.Space}},
		"before itself": {Do: loading.Move, Piece: first, Near: first}, "after nothing": {Do: loading.Type, Role: loading.Outcome, Text: "x", Near: "x"},
		"another's number": {Do: loading.Assign, Piece: second, Prefix: "The "},
	} {
		err := w.loading.Act(t.Context(), w.who, id, o.Seen, loading.Operation{ID: db.NewID(), Steps: []loading.Step{step}})
		if !problem.Is(err, problem.Conflict) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, step := range map[string]loading.Step{
		"NUL": {Do: loading.Type, Role: loading.Outcome, Text: "a\x00b"}, "no text": {Do: loading.Retype, Piece: first, Text: "  "},
		"no UTF-8": {Do: loading.Type, Role: loading.Outcome, Text: "\xff"}, "too long": {Do: loading.Type, Role: loading.Outcome, Text: strings.Repeat("x", 4001)},
		"a code of two lines": {Do: loading.Assign, Piece: first, Code: "a\nb"}, "no role": {Do: loading.Type, Text: "x"},
		"no such role": {Do: loading.Assign, Piece: first, Role: "chapter"}, "no such joiner": {Do: loading.Join, Piece: first, With: second, How: "glue"},
		"nothing at all": {Do: "burn", Piece: first},
	} {
		err := w.loading.Act(t.Context(), w.who, id, o.Seen, loading.Operation{ID: db.NewID(), Steps: []loading.Step{step}})
		if !problem.Is(err, problem.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if w.open(id).Seen != o.Seen {
		t.Error("something was kept all the same")
	}
	w.refused(w.loading.Act(t.Context(), w.who, id, o.Seen, loading.Operation{ID: db.NewID(), Steps: make([]loading.Step, 2001)}), problem.Invalid, "loading.too_much")
}

func TestPut_whatCannotBeReadIsKeptWithItsReason(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for name, content := range map[string][]byte{
			"nul.txt": []byte("a\x00b\x00c"), "broken.pdf": []byte("%PDF-1.7\n nothing more"), "broken.xlsx": []byte("PK\x03\x04 nothing more"),
			"broken.json": []byte(`{"format": 7}`), "odd.json": []byte(`{"format":`), "noise.bin": bytes.Repeat([]byte{0xff, 0x00, 0x01}, 500),
			"lines.txt": []byte(strings.Repeat("x\n", 6000)),
		} {
			id := w.start(goal)
			w.act(id, loading.Step{Do: loading.Type, Role: loading.Principle, Text: "Typed before", Page: 1})
			o := w.put(id, name, content)
			f, ok := o.Last()
			if !ok || f.State != loading.FileRefused || f.Why.Key == "" || f.Name != name {
				t.Errorf("%s: %+v", name, f)
			}
			if o.File != "" || len(o.Pieces) != 1 || !o.Draft.Open() {
				t.Errorf("%s: the draft is not as it was: %+v", name, o.Pieces)
			}
			_, kept, err := w.loading.Original(t.Context(), w.who, id, f.ID)
			if err != nil || !bytes.Equal(kept, content) {
				t.Errorf("%s: the bytes are not kept: %v", name, err)
			}
			o = w.put(id, loading.TextName, []byte(lines))
			if o.File == "" || len(o.Pieces) != 7 || o.Pieces[6].Text() != "Typed before" {
				t.Errorf("%s, then a text: %s", name, roles(o))
			}
		}
	})
}

func TestPut_anotherFileKeepsWhatWasTyped(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	id, o := small(w)
	w.act(id, append(all(o), loading.Step{Do: loading.Type, Role: loading.Indicator, Text: "Typed", Page: 1, Near: o.Pieces[1].ID, Under: o.Pieces[1].ID})...)
	o = w.put(id, "../../odd\u202ename.txt", []byte("Another\nfile\n"))
	if roles(o) != ":Another|:file|indicator:Typed" || o.CanUndo {
		t.Errorf("%s", roles(o))
	}
	if f, _ := o.Current(); f.Name != "oddname.txt" {
		t.Errorf("its name is %q", f.Name)
	}
	if err := w.loading.Put(t.Context(), w.who, id, o.Seen, db.NewID(), "x", nil); !problem.Is(err, problem.Invalid) {
		t.Errorf("an empty file: %v", err)
	}
	if err := w.loading.Put(t.Context(), w.who, id, o.Seen, db.NewID(), "x", make([]byte, loading.FileLimit+1)); !problem.Is(err, problem.Invalid) {
		t.Errorf("a huge file: %v", err)
	}
}

func TestOthers_seeNothing(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	id, o := small(w)
	file := o.File
	w.who.Organisation = db.NewID()
	if list, err := w.loading.Drafts(t.Context(), w.who); err != nil || len(list) != 0 {
		t.Errorf("%v, %v", list, err)
	}
	_, err := w.loading.Open(t.Context(), w.who, id)
	w.refused(err, problem.NotFound, "problem.not_found")
	_, _, err = w.loading.Original(t.Context(), w.who, id, file)
	w.refused(err, problem.NotFound, "problem.not_found")
	_, err = w.loading.Picture(t.Context(), w.who, id, 1)
	w.refused(err, problem.NotFound, "problem.not_found")
	w.refused(w.loading.Discard(t.Context(), w.who, id), problem.NotFound, "problem.not_found")
	w.refused(w.loading.Act(t.Context(), w.who, id, o.Seen, loading.Operation{ID: db.NewID(), Undo: true}), problem.NotFound, "problem.not_found")
	w.refused(w.loading.Put(t.Context(), w.who, id, o.Seen, db.NewID(), "x", []byte("x")), problem.NotFound, "problem.not_found")
	w.who.Roles = []permit.Role{permit.Manager}
	_, err = w.loading.Drafts(t.Context(), w.who)
	w.refused(err, problem.Forbidden, "access.refused")
}

func TestDiscard_leavesNothing(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		id, _ := small(w)
		w.must(w.loading.Discard(t.Context(), w.who, id))
		_, err := w.loading.Open(t.Context(), w.who, id)
		w.refused(err, problem.NotFound, "problem.not_found")
		for _, table := range []string{"loading_drafts", "loading_files", "loading_chunks", "loading_operations"} {
			n := 0
			w.must(d.Read(t.Context(), func(tx *db.Tx) error { return tx.QueryRow(t.Context(), "select count(*) from "+table).Scan(&n) }))
			if n != 0 {
				t.Errorf("%s still has %d rows", table, n)
			}
		}
	})
}

// What stands in the tables is nobody else's to read: not the text, not the file, not the name.
func TestTables_holdNoWording(t *testing.T) {
	d := testkit.SQLite(t)
	w := newWorld(t, d)
	id, o := small(w)
	w.act(id, all(o)...)
	w.must(w.loading.Add(t.Context(), w.who, loading.NewAdditionID(), "somewhere quiet, A hose is near", true))
	for _, q := range []string{"select document from loading_drafts", "select document from loading_files", "select content from loading_chunks",
		"select document from loading_operations", "select document from loading_additions"} {
		n := 0
		w.must(d.Read(t.Context(), func(tx *db.Tx) error {
			return tx.Each(t.Context(), func(r *db.Rows) error {
				var b []byte
				n++
				if err := r.Scan(&b); err != nil {
					return err
				}
				if bytes.Contains(b, []byte("A hose")) || bytes.Contains(b, []byte("The yard")) || bytes.Contains(b, []byte("pasted")) {
					t.Errorf("%s gives wording", q)
				}
				return nil
			}, q)
		}))
		if n == 0 {
			t.Errorf("%s gives nothing", q)
		}
	}
}
