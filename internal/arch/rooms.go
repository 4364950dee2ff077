package arch

// room is one row of the house: a folder, and the earlier rooms it may ask.
type room struct {
	path string // below internal/, except cmd/...
	may  string // names of rooms above it in the list, separated by blanks
}

// house lists every room in order. A room may import only rooms above it, and of
// those only the ones its row names; a folder without a row fails the build.
//
// It is a statement of policy, like Go's own deps_test.go. Never edit it to make a
// build pass: a room that needs more than its row has found a fact that is missing
// from the core, or a rule that lives in the wrong place.
//
// A room's folders (page/kit, framework/editions) belong to the room. Pages of the
// core stand below all of the core, since one page shows record, conversation and
// promise together; nothing but app imports a page.
var house = []room{
	// ground: pure, imports nothing of ours
	{"problem", ""},
	{"permit", ""},
	{"nation", ""},
	{"i18n", ""},
	{"stats", ""},
	{"disclosure", ""},
	{"seal", ""},
	{"docs", ""}, // the folder docs: the pages that travel with an export
	{"sheet", "problem"},
	{"fhir", ""},

	// engines
	{"db", "problem"},
	{"print", "i18n problem"},
	{"extract", "problem sheet"},
	{"chart", "disclosure i18n print sheet stats"},         // stats: the limits of XmR charts and funnels are defined there, once
	{"page", "chart disclosure i18n permit print problem"}, // chart: a picture comes into a page with its table, in one way; print: what is printed is shown on a page too,

	// the door
	{"ledger", "db problem seal"},
	{"access", "db ledger permit problem seal"},

	// people
	{"account", "access db permit problem seal"},

	// core
	{"framework", "access db i18n permit problem seal sheet"},
	{"loading", "access db extract framework permit problem seal sheet"},
	{"translation", "access db framework i18n permit problem"},
	{"record", "access account db framework i18n nation permit problem seal"},
	{"conversation", "access account db framework permit problem record seal"},
	{"promise", "access account conversation db framework permit problem record seal"},

	{"release", "access account db disclosure permit problem seal"},

	{"account/accountweb", "access account i18n page permit problem"},
	{"framework/frameworkweb", "access account framework i18n nation page permit problem"},
	{"loading/loadingweb", "access account extract framework i18n loading page permit problem"},
	{"translation/translationweb", "access account framework i18n page permit problem translation"},
	{"record/recordweb", "access account conversation framework i18n nation page permit problem promise record"},
	{"conversation/conversationweb", "access account conversation framework i18n nation page permit problem promise record translation"},
	{"promise/promiseweb", "access account conversation framework i18n page permit problem promise record"},

	// capabilities: they do not know each other; they may ask the core
	{"handover", "access account conversation db framework i18n nation permit print problem promise record seal"},
	{"handover/handoverweb", "access account conversation framework handover i18n nation page permit print problem promise record"}, // print: it hands files to the browser,
	{"paper", "framework i18n nation print problem"},
	{"paper/paperweb", "access account conversation framework i18n nation page paper permit print problem record"}, // print: it hands files to the browser; conversation: a printed sheet has a ticket
	{"explorer", "framework i18n nation problem"},
	{"explorer/explorerweb", "explorer framework i18n nation page permit problem"},
	{"sharing", "access account conversation db framework nation permit print problem promise record seal"},
	{"sharing/sharingweb", "access account conversation framework i18n nation page permit print problem promise record sharing"},
	{"voice", "access account conversation db framework i18n nation permit print problem promise record seal"},
	{"voice/voiceweb", "access account conversation framework i18n nation page permit print problem promise record translation voice"},
	{"custody", "access account conversation db framework i18n nation permit print problem promise record seal"},
	{"custody/custodyweb", "access account conversation custody framework i18n nation page permit print problem promise record"},
	{"watch", "access account db ledger permit problem record seal"},
	{"watch/watchweb", "access account i18n page permit problem record watch"},
	{"together", "access account conversation db disclosure framework i18n permit print problem promise record release seal"},
	{"together/togetherweb", "access account conversation disclosure framework i18n page permit print problem promise record release together"},
	{"assurance", "access account db framework i18n nation permit print problem record release seal"},
	{"caseaudit", "access account conversation db disclosure framework i18n nation permit print problem promise record release seal stats"},
	{"caseaudit/caseauditweb", "access account caseaudit conversation disclosure framework i18n nation page permit print problem promise record release stats"},
	{"inspection", "access account conversation db disclosure framework i18n nation permit print problem promise record release seal"},
	{"inspection/inspectionweb", "access account disclosure framework i18n inspection nation page permit print problem record release"},
	{"insight", "access account chart conversation db disclosure framework i18n nation permit print problem promise record release seal sheet stats"},
	{"insight/insightweb", "access account chart disclosure framework i18n insight nation page permit print problem release"}, // print: it hands files to the browser
	{"policy", "access account chart db disclosure framework i18n nation permit print problem release seal sheet stats"},
	{"policy/policyweb", "access account chart disclosure framework i18n nation page permit policy print problem release"}, // print: it hands files to the browser
	{"training", "access account db disclosure framework permit print problem seal sheet stats"},
	{"training/trainingweb", "access account disclosure framework i18n page permit problem training"},
	{"community", "access account db framework permit problem seal sheet"},
	{"community/communityweb", "access account community framework i18n page permit problem"},
	{"exchange", "access account conversation db docs fhir framework nation permit problem promise record seal sheet"},
	{"exchange/exchangeweb", "access account exchange framework i18n page permit problem record"},

	// top
	{"app", everything},
	{"cmd/stablefutures", everything},
}

// everything marks the rows that wire the house together.
const everything = "*"

// outside are folders with Go code that is no part of the product: they may import
// any room, and no room may import them.
var outside = map[string]string{
	"internal/arch":    "the rules of the house",
	"internal/testkit": "databases for tests",
	"bench":            "measures the product against its bounds",
	"tools":            "builds assets and documents",
	"e2e":              "drives a browser",
}

// places says where a library may be used. A key is an import path and everything
// below it; the value lists rooms, "*web" for every page folder, or "store*.go".
var places = map[string]string{
	"net/http":                "page *web app",
	"html/template":           "", // templ does this
	"text/template":           "", // never for HTML, and nothing else needs it
	"github.com/a-h/templ":    "page *web app",
	"database/sql":            "db store*.go",
	"modernc.org/sqlite":      "db",
	"github.com/jackc/pgx":    "db",
	"github.com/pressly":      "db",
	"github.com/tink-crypto":  "seal",
	"filippo.io/age":          "sharing",
	"github.com/cedar-policy": "permit",
	"github.com/klippa-app":   "extract",
	"github.com/tetratelabs":  "extract",
	"github.com/xuri":         "sheet",
	"gonum.org":               "stats",
}

// exemption is a finding we live with.
type exemption struct {
	rule  string // as in finding.rule
	where string // start of a file's path, below the module's root
	what  string // a part of the finding's text
	why   string
}

// exemptions are counted by a test: the number should stay near zero.
var exemptions = []exemption{
	{"place", "internal/db/", "SQL text", "db speaks to the engines themselves: pragmas, ping, versions; it knows no table of a room"},
	{"table", "internal/db/tables.go", "is not a table of db", "the engines' own catalogues, which say what tables there are; no row of any room is read"},
	{"place", "internal/access/visible.go", "SQL text", "the one fragment over the grants that lists filter by; other rooms put it into their own statements"},
	{"holder", "internal/account/", "account may not", "sessions tell who stands before the door, so they are read outside it; account/doc.go says so"},
}

// holders are the rooms that may name *db.DB. All others receive a *db.Tx through the
// door, so that no row is read or written without a decision and a ledger entry.
var holders = []string{"db", "ledger", "access", "app", "cmd/stablefutures"}
