package conversation_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit"
)

// mark makes a mark as Mina.
func (w *world) mark(sitting, id string, kind conversation.MarkKind) error {
	return w.service.MarkSitting(w.t.Context(), w.mina, w.selam, sitting, id, kind)
}

func TestMark_isOneTouchAndStaysUntilSomebodySaysWhatCameOfIt(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		sitting, first, second := w.open(), db.NewID(), db.NewID()
		must(t, w.mark(sitting, first, conversation.Unsafe))
		must(t, w.mark(sitting, first, conversation.Unsafe)) // pressed twice
		must(t, w.service.Stop(t.Context(), w.mina, w.selam, sitting, db.NewID(), false))
		must(t, w.mark(sitting, second, conversation.Elsewhere)) // said at the door
		if n := w.count("conversation_marks"); n != 2 {
			t.Fatalf("%d marks are kept, want 2", n)
		}
		marks := w.kept(sitting).Marks
		if len(marks) != 2 || !marks[0].Open() || marks[0].Kind != conversation.Unsafe || marks[0].At.IsZero() || marks[0].Author != w.mina.ID {
			t.Fatalf("kept %+v", marks)
		}
		open, err := w.service.OpenMarks(t.Context(), w.omar, w.selam)
		must(t, err)
		if len(open) != 2 {
			t.Errorf("%d marks are open, want 2", len(open))
		}
		answer := db.NewID()
		must(t, w.service.SettleMark(t.Context(), w.omar, w.selam, first, answer, conversation.MarkText{Reference: "MASH-1"}))
		must(t, w.service.SettleMark(t.Context(), w.omar, w.selam, first, answer, conversation.MarkText{Reference: "MASH-1"}))
		must(t, w.service.SettleMark(t.Context(), w.mina, w.selam, second, db.NewID(), conversation.MarkText{Mistake: true}))
		marks = w.kept(sitting).Marks
		if len(marks) != 2 || marks[0].Outcome.Text.Reference != "MASH-1" || marks[0].Outcome.Author != w.omar.ID || !marks[1].Outcome.Text.Mistake {
			t.Errorf("kept %+v", marks)
		}
		if open, err = w.service.OpenMarks(t.Context(), w.omar, w.selam); err != nil || len(open) != 0 {
			t.Errorf("open: %+v, %v", open, err)
		}
	})
}

func TestMark_refusesWhatIsNotTrue(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		sitting, other, id := w.open(), w.open(), db.NewID()
		must(t, w.mark(sitting, id, conversation.Elsewhere))
		refused(t, w.mark(other, id, conversation.Elsewhere), problem.Conflict, "problem.duplicate")
		refused(t, w.mark(sitting, id, conversation.Unsafe), problem.Conflict, "problem.duplicate")
		refused(t, w.mark(db.NewID(), db.NewID(), conversation.Unsafe), problem.NotFound, "problem.not_found")
		refused(t, w.mark(sitting, db.NewID(), "sad"), problem.Invalid, "problem.not_a_choice")
		demands(t, w.mark(sitting, "x", conversation.Unsafe), "mark", "problem.stale_form")
		if err := w.service.MarkSitting(t.Context(), w.stranger, w.selam, sitting, db.NewID(), conversation.Unsafe); err == nil {
			t.Error("a stranger marked a sitting of another's")
		}
		settle := func(text conversation.MarkText) error {
			return w.service.SettleMark(t.Context(), w.mina, w.selam, id, db.NewID(), text)
		}
		demands(t, settle(conversation.MarkText{}), "reference", "conversation.needs_reference")
		demands(t, settle(conversation.MarkText{Reference: "a", Mistake: true}), "reference", "conversation.mistake_or_reference")
		demands(t, settle(conversation.MarkText{Reference: strings.Repeat("a", conversation.MaxLine+1)}), "reference", "problem.too_long")
		answer := db.NewID()
		must(t, w.service.SettleMark(t.Context(), w.mina, w.selam, id, answer, conversation.MarkText{Reference: "a"}))
		refused(t, w.service.SettleMark(t.Context(), w.mina, w.selam, id, answer, conversation.MarkText{Reference: "b"}), problem.Conflict, "problem.duplicate")
		refused(t, w.service.SettleMark(t.Context(), w.mina, w.selam, answer, db.NewID(), conversation.MarkText{Reference: "b"}), problem.NotFound, "problem.not_found")
		refused(t, w.service.SettleMark(t.Context(), w.stranger, w.dawit, id, db.NewID(), conversation.MarkText{Reference: "b"}), problem.NotFound, "problem.not_found")
	})
}

// What a device brings later keeps the moment it was pressed, and brought twice it is there once.
func TestMark_broughtByADeviceKeepsItsMoment(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		sitting := w.open()
		then := testkit.Now().Add(-48 * time.Hour).UTC()
		said := conversation.Mark{ID: db.NewID(), Sitting: sitting, At: then, Text: conversation.MarkText{Reference: "from the hostel"}}
		pressed := conversation.Mark{ID: db.NewID(), Sitting: sitting, At: then}
		for range 2 {
			must(t, w.door.Do(t.Context(), w.mina, permit.HoldConversation, access.Record(w.selam), func(work *access.Work) error {
				if err := conversation.NoteElsewhere(context.Background(), work, w.selam, said); err != nil {
					return err
				}
				return conversation.NoteUnsafe(context.Background(), work, w.selam, pressed)
			}))
		}
		marks := w.kept(sitting).Marks
		if len(marks) != 2 || !marks[0].At.Equal(then) || !marks[1].At.Equal(then) {
			t.Fatalf("kept %+v, want two at %v", marks, then)
		}
		for _, m := range marks {
			if m.Kind == conversation.Elsewhere && (m.Open() || m.Text.Reference != "from the hostel") {
				t.Errorf("the reference that came along is not there: %+v", m)
			}
			if m.Kind == conversation.Unsafe && !m.Open() {
				t.Errorf("nobody said what came of it, and yet: %+v", m)
			}
		}
	})
}
