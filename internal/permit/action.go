package permit

// Action is something a person can do here. Every route and every use case names one.
type Action string

// The actions. Public needs no sign-in; Self is any signed-in person acting on their own account.
const (
	Public Action = "public"
	SignIn Action = "account.sign_in"
	Self   Action = "account.self"

	ManageAccounts Action = "account.manage"         // people, teams and roles of one's own organisation; never a record's content
	ConfirmMember  Action = "account.member.confirm" // let whom an administrator put there into a team
	ResetSignIn    Action = "account.reset"          // with a second person
	ManageService  Action = "account.service"        // trial mode, safety contact, controller

	ReadFramework   Action = "framework.read"
	ChooseFramework Action = "framework.choose"
	LoadFramework   Action = "framework.load"      // drafts of editions from somebody's own copy, and publishing them
	TranslateTexts  Action = "framework.translate" // give texts to translators, take them back, review them
	SuggestWording  Action = "framework.suggest"   // mark a text of a young person's screen and say a better one
	ChangeWording   Action = "framework.wording"   // what young people see: drafts of words and pictures, what a group said, putting into use
	MakeCrosswalk   Action = "framework.crosswalk" // say how the items of two editions stand to each other

	ListRecords  Action = "record.list"
	CreateRecord Action = "record.create"
	OpenRecord   Action = "record.open"         // whom it is about and what can be done; any part but what is sealed
	ReadProfile  Action = "record.profile.read" // all that is known of them, and what it was before
	EditRecord   Action = "record.edit"
	OpenSealed   Action = "record.sealed.open"
	EditSealed   Action = "record.sealed.edit"
	OpenSafety   Action = "record.sealed.safety" // the young person's own page of what keeps them safe
	// Each class of sealed detail is asked for by itself, beside OpenSealed or EditSealed.
	SealedAddress Action = "record.sealed.address"
	SealedPhone   Action = "record.sealed.phone"
	SealedSchool  Action = "record.sealed.school"
	SealedRoute   Action = "record.sealed.route"
	SealedContact Action = "record.sealed.contact"
	ReadGrants    Action = "record.grants.read"
	GiveGrant     Action = "record.grants.give"
	EraseRecord   Action = "record.erase"
	// A restricted record opens to those it names alone; lifting that takes a second person who is named.
	RestrictRecord  Action = "record.restrict"
	LiftRestriction Action = "record.restrict.lift"
	// In an emergency somebody lets themselves into a record of their own organisation; somebody else looks at it afterwards.
	BreakGlass      Action = "record.emergency"
	ListEmergencies Action = "record.emergency.list" // those of one's own records; a protection officer sees that there were any
	ReviewEmergency Action = "record.emergency.review"
	ReadLedger      Action = "record.ledger"
	AttachFile      Action = "record.file.attach"
	OpenFile        Action = "record.file.open"

	HoldConversation Action = "conversation.hold"
	ReadConversation Action = "conversation.read"
	TakeOver         Action = "conversation.take_over" // end, or go on with, what a colleague left open
	TakeOut          Action = "conversation.tickets"   // sittings without a network that are nobody's yet, and what came in from them
	UsePaper         Action = "paper.ticket"           // print sheets for nobody in particular, and find the ticket that a code belongs to
	AddView          Action = "conversation.view"      // a practitioner's, guardian's or agency's own view and findings

	ListPromises  Action = "promise.list"
	ReadPromises  Action = "promise.read"
	MakePromise   Action = "promise.make"
	SettlePromise Action = "promise.settle" // kept, changed, handed over, broken, told back

	ReadPicture Action = "handover.picture"
	ReadCopy    Action = "handover.copy"
	ReadNote    Action = "handover.note"

	DecideShare    Action = "share.decide"          // what goes to which agency, on which ground, until when; and what does not
	ManagePartners Action = "share.partners"        // other deployments: their cards, comparing fingerprints, our own card
	TakeInShare    Action = "share.take_in"         // what another deployment sends: look at it, take it in for a team
	ReadReceived   Action = "share.received.read"   // what was taken in
	AnswerReceived Action = "share.received.answer" // send our own view, findings and promises back
	CloseShare     Action = "share.close"           // end what was taken in, and destroy it at its day: the program itself
	ReadShares     Action = "share.log"             // what was decided about sharing a record, and who of the agencies looked
	ListShares     Action = "share.list"            // what is shared with one's own agency
	ReadShare      Action = "share.read"            // one share, as the agency it is for
	AnswerShare    Action = "share.answer"          // the agency's own view, findings and promises
	HoldMeeting    Action = "share.meeting"         // what happens in a meeting of agencies: who is there, what is decided, promised and said
	OpenOwnPlace   Action = "voice.open_place"      // let a young person into a place of their own, beside them, until a stated time
	ReadOwn        Action = "voice.own.read"        // what a young person said, what was written and promised, and who sees it: theirs to see
	ReadOwnWords   Action = "voice.own.words"       // what they said themselves, and nothing that anybody else wrote
	SpeakOwn       Action = "voice.own.speak"       // disagree, add, ask for somebody, say who may use their words
	EnterOwn       Action = "voice.own.enter"       // come into a place of one's own, go on there, leave it, or end it with the second word
	AllowPlaces    Action = "voice.allow_places"    // whether young people may have their place on a device of their own: one's own organisation
	ListVoices     Action = "voice.list"            // what young people said that waits for an answer
	AnswerVoice    Action = "voice.answer"          // read it, and answer
	AskCarry       Action = "voice.carry.ask"       // ask, with a young person's card and with them there, for the words they carry on
	DecideCarry    Action = "voice.carry.decide"    // yes or no to that, for whoever answers for the record
	ListCarried    Action = "voice.carry.list"      // what one asked for oneself, and what came of it
	ReadCarried    Action = "voice.carry.read"      // the words one was let see
	SayCarried     Action = "voice.carry.say"       // pass on what they say about them now, to whoever keeps them

	ReadKeeping   Action = "custody.read"   // why a record is held, and how long
	NoteKeeping   Action = "custody.note"   // care status, the basis for holding
	HoldKeeping   Action = "custody.hold"   // a legal hold, its end, and what two people say of destroying
	AnswerRequest Action = "custody.answer" // somebody asks for what is held about them: from search to the bundle
	ReviewKeeping Action = "custody.due"    // the records one holds whose time has ended
	WatchKeeping  Action = "custody.watch"  // that times have ended, without content; certificates of destruction
	SetKeeping    Action = "custody.policy" // how long an organisation keeps what no law fixes

	ExportRecord Action = "exchange.export" // one whole record as a file, out of this service's keeping

	MakeRelease  Action = "release.make" // let a table out, after disclosure control
	ReadReleases Action = "release.read"
	ReadTogether Action = "together.read"         // feedback rounds, the board, the advisory group's space, what is published: one's own organisation's
	HoldTogether Action = "together.hold"         // hold them with young people
	GiveWork     Action = "together.give"         // take in art and words that a young person gives to be published, ask them, and take them back
	CheckWork    Action = "together.check"        // look, as a second person, whether a work tells on anybody
	ListWorks    Action = "together.waiting"      // the works that wait, of the records one holds
	PublishWorks Action = "together.publish"      // publish art and words that young people gave, and take them down
	ReadReviews  Action = "caseaudit.review.read" // how a service of one's organisation sees its own practice; nothing about a young person
	HoldReviews  Action = "caseaudit.review.hold" // answer for it
	PlanAudits   Action = "caseaudit.plan"        // plan case audits, draw cases, share them out
	ReadAudits   Action = "caseaudit.read"        // programmes and which cases were drawn; ids of a service's own, never a record
	ReadCases    Action = "caseaudit.audit"       // read a case that one was given, and say what stands between one and it
	// A rating is a subject of its own. It is its rater's alone until every rating of its case is locked.
	RateCase        Action = "caseaudit.rate"        // write one's own rating, until it is locked
	ReadRating      Action = "caseaudit.rating.read" // read a rating
	ModerateCases   Action = "caseaudit.moderate"    // settle what two ratings say, once both are locked
	ActOnAudits     Action = "caseaudit.action"      // do what came of audits, say what came of it, and confirm what a colleague did
	TakePart        Action = "caseaudit.take_part"   // as the worker of a case: be told, be heard, read the feedback
	LetAuditorIn    Action = "caseaudit.let_in"      // decide whether an auditor may open a record that one answers for
	HoldPilot       Action = "caseaudit.pilot"       // plan a pilot, answer what is said in it, close it
	JoinPilot       Action = "caseaudit.pilot.part"  // one's own part of a pilot, and saying that it should stop
	ReadInspection  Action = "inspection.read"       // inspectorates' frameworks, and evidence packs
	MakeInspection  Action = "inspection.make"       // make packs, prepare for a visit
	LetInspectorIn  Action = "inspection.let_in"     // decide whether a visiting inspector may see a tracked case, and prepare it
	TrackCase       Action = "inspection.track"      // one young person's case in time, with its sources
	VisitInspection Action = "inspection.visit"      // as a visiting inspector: the cases one was let into
	ReadInsight     Action = "insight.read"          // what is in the way, promised and said over all records: dashboards, saved questions
	HoldInsight     Action = "insight.hold"          // save and schedule questions, say what happened when
	PoolFigures     Action = "insight.pool"          // put figures together with other organisations
	ReadPolicy      Action = "policy.read"           // initiatives, appraisals, evaluations, briefings of one's own organisation
	MakePolicy      Action = "policy.make"           // write them
	SignPolicy      Action = "policy.sign"           // sign an appraisal, publish what was made
	LockPlan        Action = "policy.plan"           // lock a plan of evaluation, and carry it out
	WatchAccess     Action = "watch.access"          // alerts about how access was used, and settling them; never one's own
	ReviewAccess    Action = "watch.review"          // go through who may open the records that one answers for

	Operate Action = "operate" // the command line on the machine itself: migrate, rebuild, verify, first administrator
)

// Actions lists every action, for tests that walk them.
var Actions = []Action{
	Public, SignIn, Self, ManageAccounts, ConfirmMember, ResetSignIn, ManageService, ReadFramework, ChooseFramework,
	LoadFramework, TranslateTexts, SuggestWording, ChangeWording, MakeCrosswalk,
	ListRecords, CreateRecord, OpenRecord, ReadProfile, EditRecord, OpenSealed, EditSealed,
	OpenSafety, SealedAddress, SealedPhone, SealedSchool, SealedRoute, SealedContact, ReadGrants, GiveGrant, EraseRecord,
	RestrictRecord, LiftRestriction, BreakGlass, ListEmergencies, ReviewEmergency,
	ReadLedger, AttachFile, OpenFile, HoldConversation, ReadConversation, TakeOver, TakeOut, UsePaper, AddView, ListPromises, ReadPromises,
	MakePromise, SettlePromise, ReadPicture, ReadCopy, ReadNote, DecideShare, ManagePartners, TakeInShare, ReadReceived, AnswerReceived,
	CloseShare, ReadShares, ListShares, ReadShare, AnswerShare, HoldMeeting, OpenOwnPlace, ReadOwn, ReadOwnWords, SpeakOwn, EnterOwn, AllowPlaces, ListVoices, AnswerVoice,
	AskCarry, DecideCarry, ListCarried, ReadCarried, SayCarried,
	ReadKeeping, NoteKeeping, HoldKeeping, AnswerRequest, ReviewKeeping, WatchKeeping, SetKeeping, ExportRecord, ReadReviews, HoldReviews,
	PlanAudits, ReadAudits, ReadCases, RateCase, ReadRating, ModerateCases, ActOnAudits, TakePart, LetAuditorIn, HoldPilot, JoinPilot,
	ReadInspection, MakeInspection, LetInspectorIn, TrackCase, VisitInspection,
	ReadInsight, HoldInsight, PoolFigures, ReadPolicy, MakePolicy, SignPolicy, LockPlan,
	GiveWork, CheckWork, ListWorks, PublishWorks, WatchAccess, ReviewAccess, Operate,
}

// SealedOf gives the action that opens one class of sealed detail ("address"); one that no policy permits for a class
// that is not there.
func SealedOf(class string) Action { return Action("record.sealed." + class) }

// ofEach names what a list of an action's own does to each record in it: a list shows just the records on which its
// reader could do that.
var ofEach = map[Action]Action{ListRecords: OpenRecord, ListPromises: ReadPromises, TakeOut: HoldConversation, ReviewKeeping: HoldKeeping,
	ListEmergencies: ReviewEmergency, ListShares: ReadShare, ListVoices: AnswerVoice, ReviewAccess: GiveGrant, ListWorks: CheckWork}

// OfEach gives what listing under act does to each record in the list: what a page about one of them would do. A list of
// which nobody said so shows only records that its reader may read whole.
func OfEach(act Action) Action {
	if each, ok := ofEach[act]; ok {
		return each
	}
	return ReadProfile
}

// Role is what somebody is in their organisation. An account may hold several, but an administrator holds no other.
type Role string

// The roles. Operator is the command line itself, and YoungPerson somebody in a place of their own: neither has an
// account.
const (
	Practitioner      Role = "practitioner"
	Manager           Role = "manager"
	Auditor           Role = "auditor"
	Analyst           Role = "analyst"
	Trainer           Role = "trainer"
	Steward           Role = "steward"            // framework steward
	ProtectionOfficer Role = "protection_officer" // data protection officer: watches over access, and opens no record without a grant
	Administrator     Role = "administrator"
	Guardian          Role = "guardian"
	Inspector         Role = "inspector" // visiting, until a day: the tracked cases they were let into, and nothing else
	Operator          Role = "operator"
	YoungPerson       Role = "young_person"
	Spoken            Role = "spoken" // beside YoungPerson: they came in with a spoken code, which opens their own words alone
)

// Roles lists the roles a person can sign in with, in the order people read them.
var Roles = []Role{Practitioner, Guardian, Manager, Auditor, Analyst, Trainer, Steward, ProtectionOfficer, Administrator}

// Actor is who acts: an account with its organisation, teams and roles as they are at this moment.
type Actor struct {
	ID           string // account id; "" when nobody is signed in
	Organisation string
	Teams        []string
	Roles        []Role
}

// Nobody is an actor who is not signed in.
var Nobody = Actor{}

// System is the command line on the machine itself. It can operate the service and open no record.
var System = Actor{ID: "system", Roles: []Role{Operator}}

// Is reports whether the actor holds the role.
func (a Actor) Is(r Role) bool {
	for _, have := range a.Roles {
		if have == r {
			return true
		}
	}
	return false
}

// AsAuditor is the actor where nothing but an audit lets them into a record: those who work with young people, or answer for who
// does, read as an auditor does. Nobody else becomes one by it.
func (a Actor) AsAuditor() Actor {
	roles, works := []Role{Auditor}, false
	for _, r := range a.Roles {
		switch r {
		case Practitioner, Guardian, Manager, Auditor:
			works = true
		default:
			roles = append(roles, r)
		}
	}
	if works {
		a.Roles = roles
	}
	return a
}

// Holders gives every id a grant may name for this actor: the account, its teams and its organisation.
func (a Actor) Holders() []string {
	if a.ID == "" {
		return nil
	}
	ids := append(make([]string, 0, len(a.Teams)+2), a.ID)
	ids = append(ids, a.Teams...)
	if a.Organisation != "" {
		ids = append(ids, a.Organisation)
	}
	return ids
}

// Facts is what a decision may rest on, about one subject at one moment.
type Facts struct {
	Parts            []Part // the parts of the record on which the actor holds a grant now
	SameOrganisation bool   // the subject belongs to the actor's organisation
	Own              bool   // the subject is the actor's own account
	Rater            bool   // the subject is a rating that the actor gives
	RatingLocked     bool   // it is locked, or was withdrawn: nobody writes it any more
	RatingOpen       bool   // it and every other rating of its case are locked
}

// Part is what a grant opens.
type Part string

// The parts. Record is everything but what is sealed, so it implies outcomes, promises and documents (policy.cedar says
// so, and nothing else does). Sealed is never implied by Record: it is given by itself, whole or class by class, and
// opened with a reason. Share opens what shares name to this holder, Own the young person's own place; neither opens
// anything else.
const (
	PartRecord    Part = "record"
	PartOutcomes  Part = "outcomes"  // conversations, views, findings, the picture
	PartPromises  Part = "promises"  // promises and what became of them
	PartDocuments Part = "documents" // files, and papers made from what is here
	PartSealed    Part = "sealed"
	PartAddress   Part = "sealed.address"
	PartPhone     Part = "sealed.phone"
	PartSchool    Part = "sealed.school"
	PartRoute     Part = "sealed.route"
	PartContact   Part = "sealed.contact"
	PartShare     Part = "share"
	PartOwn       Part = "own"
)

// Parts lists every part, in the order people read them.
var Parts = []Part{PartRecord, PartOutcomes, PartPromises, PartDocuments, PartSealed, PartAddress, PartPhone, PartSchool, PartRoute,
	PartContact, PartShare, PartOwn}

// Hidden reports whether parts alone tell their holder nothing of the record itself: somebody with a share or a place of
// their own does not learn from a refusal that there is a record behind it.
func Hidden(parts []Part) bool {
	for _, p := range parts {
		if p != PartShare && p != PartOwn {
			return false
		}
	}
	return true
}

// Opening gives the parts that, each by itself, let who do act on a record; the rest of a list's condition is who holds
// them. It asks the policies part by part, so that there is one source of what a part opens.
func Opening(who Actor, act Action) []Part {
	var open []Part
	for _, p := range Parts {
		if On(who, act, []Part{p}) {
			open = append(open, p)
		}
	}
	return open
}

// On reports whether who may do act on a record of which they hold these parts: what a page offers, and what a use case
// shows beside what it was decided for.
func On(who Actor, act Action, parts []Part) bool {
	return Allowed(who, act, Facts{Parts: parts}).Allowed
}

// Decision is yes or no with the name of the policy it rests on; a refusal that no policy forbids has Reason "no_grant".
type Decision struct {
	Allowed bool
	Reason  string
}
