package translation_test

import (
	"bytes"
	"strings"
	"testing"

	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit"
	"stablefutures/internal/translation"
)

func TestProposals(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		p := translation.Proposal{ID: db.NewID(), Set: w.checklist.ID, Lang: "ar", Key: stopAR, Text: "نقف هنا الآن", Role: "interpreter", Dialect: "Sudanese", Note: "warmer"}
		w.must(w.s.Suggest(ctx, w.worker, p))
		w.must(w.s.Suggest(ctx, w.worker, p)) // a second press changes nothing
		list, err := w.s.Proposals(ctx, w.steward, translation.Waiting)
		w.must(err)
		if len(list) != 1 || list[0].Account != w.worker.ID || list[0].Dialect != "Sudanese" || list[0].Now != arabicStop(w) || list[0].NowStatus != framework.StatusMachineDraft {
			t.Fatalf("%+v", list)
		}
		if w.status("ar", stopAR) != framework.StatusMachineDraft {
			t.Error("a proposal stands before anybody accepted it")
		}
		for what, bad := range map[string]translation.Proposal{
			"no such text":       {Set: w.checklist.ID, Lang: "ar", Key: "ui/none", Text: "x", Role: "interpreter"},
			"placeholder lost":   {Set: w.checklist.ID, Lang: "ar", Key: "ui/copy.for", Text: "نص", Role: "interpreter"},
			"nobody's role":      {Set: w.checklist.ID, Lang: "ar", Key: stopAR, Text: "نص", Role: "boss"},
			"the same words":     {Set: w.checklist.ID, Lang: "ar", Key: stopAR, Text: arabicStop(w), Role: "interpreter"},
			"another's edition":  {Set: "nothing", Lang: "ar", Key: stopAR, Text: "نص", Role: "interpreter"},
			"turned-around text": {Set: w.checklist.ID, Lang: "ar", Key: stopAR, Text: "نص\u202e", Role: "interpreter"},
		} {
			if err := w.s.Suggest(ctx, w.worker, bad); !problem.Is(err, problem.Invalid) && !problem.Is(err, problem.NotFound) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if err := w.s.Suggest(ctx, w.stranger, p); !problem.Is(err, problem.Forbidden) {
			t.Errorf("an analyst suggests: %v", err)
		}
		if err := w.s.Decide(ctx, w.worker, p.ID, true, ""); !problem.Is(err, problem.Forbidden) {
			t.Errorf("a worker decides: %v", err)
		}
		if err := w.s.Decide(ctx, w.steward, p.ID, false, " "); !problem.Is(err, problem.Invalid) {
			t.Errorf("refused without a reason: %v", err)
		}
		w.must(w.s.Decide(ctx, w.steward, p.ID, true, ""))
		pack, _ := w.editions.Pack(ctx, w.checklist, "ar")
		if pack.Text("stop.title") != p.Text || pack.StatusOf(stopAR) != framework.StatusHuman {
			t.Errorf("accepted, and the screen says %q (%s)", pack.Text("stop.title"), pack.StatusOf(stopAR))
		}
		if err := w.s.Decide(ctx, w.steward, p.ID, false, "late"); !problem.Is(err, problem.Conflict) {
			t.Errorf("decided twice: %v", err)
		}
		reviewed := translation.Proposal{ID: db.NewID(), Set: w.checklist.ID, Lang: "ar", Key: stopAR, Text: "سنقف هنا", Role: translation.Speaker}
		w.must(w.s.Suggest(ctx, w.worker, reviewed))
		w.must(w.s.Decide(ctx, w.steward, reviewed.ID, true, ""))
		if got := w.status("ar", stopAR); got != framework.StatusReviewed {
			t.Errorf("said by a speaker with lived experience: %s", got)
		}
		english := translation.Proposal{ID: db.NewID(), Set: w.checklist.ID, Lang: "en", Key: stopAR, Text: "Here we stop", Role: "young_person"}
		w.must(w.s.Suggest(ctx, w.worker, english))
		w.must(w.s.Decide(ctx, w.steward, english.ID, true, ""))
		if pack, _ := w.editions.Pack(ctx, w.checklist, "en"); pack.Text("stop.title") == english.Text {
			t.Error("a published original was changed")
		}
	})
}

// sound makes bytes that begin as a kind of file does.
func sound(begin, then string) []byte {
	return append([]byte(begin+then), bytes.Repeat([]byte{7}, 300_000)...)
}

var webm = sound("\x1a\x45\xdf\xa3 webm", "A_OPUS")

func TestRecordings(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx, words := t.Context(), arabicStop(w)
		r := translation.Recording{ID: db.NewID(), Set: w.checklist.ID, Lang: "ar", Key: stopAR, Role: translation.Speaker, Dialect: "Sudanese", Consent: true, Speaker: translation.NewSpeaker()}
		w.must(w.s.Record(ctx, w.worker, r, webm))
		w.must(w.s.Record(ctx, w.worker, r, webm))
		if _, ok := w.s.Voice(r.Set, "ar", stopAR, words); ok {
			t.Error("a voice is played before anybody accepted it")
		}
		if _, _, err := w.s.Sound(ctx, w.stranger, r.ID); !problem.Is(err, problem.NotFound) {
			t.Errorf("anybody hears what waits: %v", err)
		}
		kind, b, err := w.s.Sound(ctx, w.steward, r.ID)
		if err != nil || kind != "audio/webm" || !bytes.Equal(b, webm) {
			t.Errorf("reviewing: %s %d bytes %v", kind, len(b), err)
		}
		w.must(w.s.DecideRecording(ctx, w.steward, r.ID, true, ""))
		if id, ok := w.s.Voice(r.Set, "ar", stopAR, words); !ok || id != r.ID {
			t.Error("an accepted voice is not played")
		}
		if _, ok := w.s.Voice(r.Set, "ar", stopAR, words+" "); ok {
			t.Error("it is played for other words")
		}
		if _, _, err := w.s.Sound(ctx, w.stranger, r.ID); err != nil {
			t.Errorf("accepted, but not for everybody: %v", err)
		}
		if gone, err := w.s.Withdraw(ctx, w.worker, r.Speaker); err != nil || gone != 1 {
			t.Errorf("withdrawn: %d %v", gone, err)
		}
		if _, ok := w.s.Voice(r.Set, "ar", stopAR, words); ok {
			t.Error("a withdrawn voice is played")
		}
		if _, _, err := w.s.Sound(ctx, w.steward, r.ID); !problem.Is(err, problem.NotFound) {
			t.Errorf("a withdrawn voice is there: %v", err)
		}
		left := 0
		w.must(d.Read(ctx, func(tx *db.Tx) error { return tx.QueryRow(ctx, `select count(*) from translation_chunks`).Scan(&left) }))
		if left != 0 {
			t.Errorf("%d pieces of a withdrawn voice are left", left)
		}
		if _, err := w.s.Withdraw(ctx, w.worker, r.Speaker); !problem.Is(err, problem.NotFound) {
			t.Errorf("withdrawn twice: %v", err)
		}
		r.ID = db.NewID()
		w.must(w.s.Record(ctx, w.worker, r, webm))
		w.must(w.s.DecideRecording(ctx, w.steward, r.ID, false, "a door slams"))
		if _, _, err := w.s.Sound(ctx, w.steward, r.ID); !problem.Is(err, problem.NotFound) {
			t.Errorf("a refused voice is there: %v", err)
		}
		unsure := r
		unsure.Consent = false
		if err := w.s.Record(ctx, w.worker, unsure, webm); !problem.Is(err, problem.Invalid) {
			t.Errorf("recorded without consent: %v", err)
		}
	})
}

func TestRecordings_onlySoundIsTaken(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	for what, c := range map[string]struct {
		b    []byte
		want string
	}{
		"webm": {webm, "audio/webm"}, "ogg": {sound("OggS", "\x00\x02xxxxxxxxxxxxxxxxxxxxOpusHead"), "audio/ogg"},
		"mp4": {sound("\x00\x00\x00\x20ftypiso5", "....soun"), "audio/mp4"}, "wav": {sound("RIFF\x00\x00\x00\x00WAVEfmt ", ""), "audio/wav"},
		"video": {sound("\x1a\x45\xdf\xa3 webm", "V_VP9A_OPUS"), ""}, "a film": {sound("\x00\x00\x00\x20ftypiso5", "videsoun"), ""},
		"HTML": {sound("<html><script>", ""), ""}, "nothing": {nil, ""}, "a picture": {sound("\x89PNG\r\n\x1a\n", ""), ""}, "too long": {append(webm, make([]byte, translation.MaxRecording)...), ""},
	} {
		r := translation.Recording{ID: db.NewID(), Set: w.checklist.ID, Lang: "ar", Key: stopAR, Role: translation.Speaker, Consent: true, Speaker: translation.NewSpeaker()}
		err := w.s.Record(t.Context(), w.worker, r, c.b)
		if c.want == "" {
			if !problem.Is(err, problem.Invalid) {
				t.Errorf("%s is taken: %v", what, err)
			}
			continue
		}
		w.must(err)
		if kind, _, err := w.s.Sound(t.Context(), w.steward, r.ID); err != nil || kind != c.want {
			t.Errorf("%s is %q, %v", what, kind, err)
		}
	}
}

// Everything that is said in a sitting can be read aloud in about twenty minutes: some 130 words a minute, and as long
// again between the texts.
func TestSpoken_takesTwentyMinutes(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	list, _, err := w.s.Spoken(t.Context(), w.worker, w.checklist.ID, "en")
	w.must(err)
	words := 0
	for _, e := range list {
		words += len(strings.Fields(e.Target))
	}
	if words < 500 || words > 2600 {
		t.Errorf("%d texts with %d words", len(list), words)
	}
	t.Logf("%d texts, %d words", len(list), words)
}
