package arch

import (
	"path/filepath"
	"sync"
	"testing"

	"stablefutures/internal/testkit"
)

var root = testkit.Root()

var readHouse = sync.OnceValues(func() (*building, error) { return read(root, house) })

// theHouse is the product as it stands, read once.
func theHouse(t *testing.T) *building {
	t.Helper()
	b, err := readHouse()
	if err != nil {
		t.Fatal(err)
	}
	if b.module != "stablefutures" || len(b.packages) < 3 {
		t.Fatalf("read the wrong house: module %q, %d packages", b.module, len(b.packages))
	}
	return b
}

// A package that does not compile escapes every other rule here, so it fails this one.
func TestHouse_compiles(t *testing.T) {
	for _, b := range theHouse(t).broken {
		t.Error(b)
	}
}

// stands fails the test for each finding that no exemption covers.
func stands(t *testing.T, found []finding) {
	t.Helper()
	left, _ := unless(found, exemptions)
	for _, f := range left {
		t.Error(f)
	}
}

func TestRooms_importOnlyEarlierRoomsTheyName(t *testing.T) {
	b := theHouse(t)
	stands(t, append(b.order(), b.folders()...))
}

func TestLibraries_areUsedInTheirPlace(t *testing.T) { stands(t, theHouse(t).misplaced(places)) }

func TestDatabase_isHeldByTheDoorAlone(t *testing.T) { stands(t, theHouse(t).databaseHolders(holders)) }

func TestSQL_livesInStoreFilesOverOwnTables(t *testing.T) {
	b := theHouse(t)
	stands(t, append(b.misplacedSQL(), b.foreignTables()...))
}

func TestSQL_keepsToThePortableSubset(t *testing.T) { stands(t, theHouse(t).unportable()) }

func TestMigrations_arePortableAndNamedAfterTheirRoom(t *testing.T) {
	stands(t, theHouse(t).migrations())
}

func TestRooms_sayWhatTheyAreFor(t *testing.T) { stands(t, theHouse(t).undocumented()) }

func TestExportedNames_sayWhatTheyPromise(t *testing.T) { stands(t, theHouse(t).uncommented()) }

func TestNames_sayWhatIsInside(t *testing.T) { stands(t, theHouse(t).misnamed()) }

func TestSizes_stayWithinTheBudget(t *testing.T) {
	found, report := theHouse(t).oversized()
	t.Log(report)
	stands(t, found)
}

func TestInterfaces_haveTwoRealImplementations(t *testing.T) { stands(t, theHouse(t).lonely()) }

// An exemption that covers nothing any more is taken off the list, so that the list
// says what is true today.
func TestExemptions_areFewAndInUse(t *testing.T) {
	b := theHouse(t)
	sizes, _ := b.oversized()
	var all []finding
	for _, found := range [][]finding{b.order(), b.misplaced(places), b.databaseHolders(holders), b.misplacedSQL(), b.foreignTables(),
		b.unportable(), b.migrations(), b.undocumented(), b.uncommented(), b.misnamed(), sizes, b.lonely(), b.unprepared()} {
		all = append(all, found...)
	}
	_, used := unless(all, exemptions)
	for _, e := range exemptions {
		if !used[e] {
			t.Errorf("the exemption %s %s %q covers nothing: take it off the list", e.rule, e.where, e.what)
		}
		if len(e.why) < 20 {
			t.Errorf("the exemption %s %s %q needs a reason", e.rule, e.where, e.what)
		}
	}
	if len(exemptions) > 12 {
		t.Errorf("%d exemptions: the house is no longer as drawn", len(exemptions))
	}
	oneEngineFiles := 0
	for _, p := range b.packages {
		for _, f := range p.GoFiles {
			if base := filepath.Base(f); isStore(base) && oneEngine(base) {
				oneEngineFiles++
			}
		}
	}
	for file := range b.migrationFiles() {
		if oneEngine(file) {
			oneEngineFiles++
		}
	}
	t.Logf("%d exemptions, %d files for one engine only", len(exemptions), oneEngineFiles)
	if oneEngineFiles > 8 {
		t.Errorf("%d files are for one engine only; the number should stay near zero", oneEngineFiles)
	}
}
