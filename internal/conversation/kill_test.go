package conversation_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

// The process that is killed is this test binary itself, told by its environment to hold conversations until it dies.
const (
	killDatabase = "STABLEFUTURES_TEST_KILL_DATABASE"
	killKeys     = "STABLEFUTURES_TEST_KILL_KEYS"
	killRecord   = "STABLEFUTURES_TEST_KILL_RECORD"
	killActor    = "STABLEFUTURES_TEST_KILL_ACTOR"
)

func TestMain(m *testing.M) {
	if address := os.Getenv(killDatabase); address != "" {
		if err := holdUntilKilled(address); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// holdUntilKilled saves conversations from eight callers at once and prints the id of each that was acknowledged.
func holdUntilKilled(address string) error {
	ctx := context.Background()
	h, err := openHouse(ctx, address, os.Getenv(killKeys))
	if err != nil {
		return err
	}
	defer h.d.Close()
	who := permit.Actor{ID: os.Getenv(killActor), Roles: []permit.Role{permit.Practitioner}}
	ed, _ := framework.BySet(framework.SetChecklist)
	said := make(chan string)
	for range 8 {
		go func() {
			for n := 0; ; n++ {
				c, id := conversation.Content{}, db.NewID()
				answer(&c, ed.Items()[n%20].Code, "keeps_changing", "said before the light went out")
				err := h.service.Hold(ctx, who, conversation.Whole{ContributionID: id, Content: c, Sitting: conversation.NewSitting{
					ID: db.NewID(), Record: os.Getenv(killRecord), EditionID: ed.ID, Setup: setup()}})
				if err != nil {
					fmt.Fprintln(os.Stderr, err)
					os.Exit(2)
				}
				said <- id
			}
		}()
	}
	for id := range said {
		fmt.Println(id) // one write to the pipe: what the parent reads was acknowledged
	}
	return nil
}

// house is the rooms over a database that outlives them.
type house struct {
	d       *db.DB
	ring    *seal.Ring
	door    *access.Door
	service *conversation.Service
}

func openHouse(ctx context.Context, address, keys string) (house, error) {
	ring, err := seal.OpenRing(keys)
	if err != nil {
		return house{}, err
	}
	d, err := db.Open(ctx, address)
	if err != nil {
		return house{}, err
	}
	ledger.New(d, ring, time.Now)
	door := access.New(d, ring, time.Now, nil)
	return house{d, ring, door, conversation.New(door)}, door.CheckRing(ctx)
}

func (h house) picture(t *testing.T, who permit.Actor, person string) (p conversation.Picture) {
	t.Helper()
	must(t, h.door.Read(t.Context(), who, permit.ReadPicture, access.Record(person), func(w *access.Work) (err error) {
		p, err = conversation.FindPicture(t.Context(), w, person)
		return err
	}))
	return p
}

func TestKill_losesNothingThatWasAcknowledged(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		for round := range testkit.Rounds(3, 100) {
			killRound(t, round, testkit.SQLiteAddress(t))
		}
	})
	t.Run("postgres", func(t *testing.T) {
		for round := range testkit.Rounds(1, 20) {
			killRound(t, round, testkit.PostgresAddress(t))
		}
	})
}

func killRound(t *testing.T, round int, address string) {
	ctx := t.Context()
	keys := filepath.Join(t.TempDir(), "keys")
	_, err := seal.CreateRing(keys)
	must(t, err)
	h, err := openHouse(ctx, address, keys)
	must(t, err)
	who := permit.Actor{ID: db.NewID(), Roles: []permit.Role{permit.Practitioner}, Organisation: db.NewID()}
	person, err := record.New(h.door).Create(ctx, who, record.NewPerson{Nation: "england", Profile: record.Profile{Names: record.Names{Given: "Selam"}}})
	must(t, err)
	must(t, h.d.Close())

	acknowledged := killSomewhere(t, append(os.Environ(), killDatabase+"="+address, killKeys+"="+keys, killRecord+"="+person, killActor+"="+who.ID))

	h, err = openHouse(ctx, address, keys)
	must(t, err)
	defer h.d.Close()
	list, err := h.service.Sittings(ctx, who, person)
	must(t, err)
	there := map[string]bool{}
	for _, s := range list { // a sitting without what was said in it would be half a save
		if len(s.Contributions) != 1 || s.Open() {
			t.Errorf("round %d: a sitting with %d contributions is half written", round, len(s.Contributions))
			continue
		}
		there[s.Contributions[0].ID] = true
	}
	for _, id := range acknowledged {
		if !there[id] {
			t.Errorf("round %d: %s was acknowledged and is lost", round, id)
		}
	}
	report, err := ledger.Verify(ctx, h.d, ledger.Options{Ring: h.ring})
	must(t, err)
	if !report.OK || report.Entries+report.Pending < int64(len(list)) {
		t.Errorf("round %d: the ledger says %+v for %d saves", round, report, len(list))
	}
	kept := h.picture(t, who, person)
	_, err = h.service.Rebuild(ctx)
	must(t, err)
	if !sameJSON(t, kept, h.picture(t, who, person)) {
		t.Errorf("round %d: the picture is not what was said", round)
	}
	t.Logf("round %d: %d acknowledged, %d there", round, len(acknowledged), len(list))
}

// killSomewhere starts the child, lets it work for a random while after its first save, and kills it with no warning.
func killSomewhere(t *testing.T, env []string) (acknowledged []string) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env, child.Stderr = env, os.Stderr
	out, err := child.StdoutPipe()
	must(t, err)
	must(t, child.Start())
	var once sync.Once
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		acknowledged = append(acknowledged, lines.Text())
		once.Do(func() {
			time.AfterFunc(time.Duration(rand.IntN(400))*time.Millisecond, func() { _ = child.Process.Kill() })
		})
	}
	err = child.Wait()
	if child.ProcessState.Exited() {
		t.Fatalf("the child ended by itself: %v", err)
	}
	if last := len(acknowledged) - 1; last >= 0 && !db.IsID(acknowledged[last]) {
		acknowledged = acknowledged[:last] // cut off in the middle of a line: nobody read it
	}
	if len(acknowledged) == 0 {
		t.Fatal("nothing was saved before the kill: the round proves nothing")
	}
	return acknowledged
}
