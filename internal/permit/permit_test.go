package permit

import (
	"strings"
	"testing"
)

func actor(roles ...Role) Actor { return Actor{ID: "a", Organisation: "o", Roles: roles} }

func parts(list ...Part) Facts { return Facts{Parts: list} }

func TestAllowed_table(t *testing.T) {
	record := Facts{Parts: []Part{PartRecord}}
	both := Facts{Parts: []Part{PartRecord, PartSealed}}
	for _, c := range []struct {
		who   Actor
		act   Action
		facts Facts
		want  bool
		why   string
	}{
		{Nobody, Public, Facts{}, true, "anybody"},
		{Nobody, Self, Facts{Own: true}, false, "no_grant"},
		{Nobody, ReadFramework, Facts{}, false, "no_grant"},
		{actor(Practitioner), OpenRecord, record, true, "granted_open"},
		{actor(Practitioner), OpenRecord, Facts{SameOrganisation: true}, false, "no_grant"},
		{actor(Practitioner), OpenSealed, record, false, "no_grant"},
		{actor(Practitioner), OpenSealed, both, true, "granted_sealed"},
		{actor(Guardian), HoldConversation, record, true, "granted_outcomes"},
		{actor(Manager), TakeOver, record, true, "take_over_sitting"},
		{actor(Manager), TakeOver, parts(PartOutcomes), true, "take_over_sitting"},
		{actor(Manager), TakeOver, parts(PartPromises), false, "no_grant"},
		{actor(Practitioner), TakeOver, record, false, "no_grant"},
		{actor(Guardian), TakeOver, record, false, "no_grant"},
		{actor(Administrator, Manager), TakeOver, record, false, "administrator_sees_no_content"},
		{actor(ProtectionOfficer), ConfirmMember, Facts{SameOrganisation: true}, true, "confirm_member"},
		{actor(ProtectionOfficer), ConfirmMember, Facts{}, false, "no_grant"},
		{actor(Practitioner), ConfirmMember, Facts{SameOrganisation: true}, false, "no_grant"},
		{actor(Guardian), TakeOut, Facts{}, true, "caseload"},
		{actor(Auditor), TakeOut, Facts{}, false, "no_grant"},
		{actor(Administrator, Practitioner), TakeOut, Facts{}, false, "administrator_sees_no_content"},
		{Nobody, TakeOut, Facts{}, false, "no_grant"},
		{actor(Practitioner), UsePaper, Facts{SameOrganisation: true}, true, "paper"},
		{actor(Practitioner), UsePaper, Facts{}, false, "no_grant"},
		{actor(Auditor), UsePaper, Facts{SameOrganisation: true}, false, "no_grant"},
		{actor(Administrator, Practitioner), UsePaper, Facts{SameOrganisation: true}, false, "administrator_sees_no_content"},
		{actor(Auditor), OpenRecord, record, true, "granted_open"},
		{actor(Auditor), ListRecords, Facts{}, true, "granted_list"},
		{actor(Auditor), CreateRecord, Facts{SameOrganisation: true}, false, "no_grant"},
		{actor(Auditor), MakePromise, record, false, "no_grant"},
		{actor(Auditor), OpenSealed, both, false, "no_grant"},
		{actor(Analyst), OpenRecord, both, false, "no_grant"},
		{actor(Trainer), OpenRecord, both, false, "no_grant"},
		{actor(Administrator), OpenRecord, both, false, "administrator_sees_no_content"},
		{actor(Administrator, Practitioner), OpenRecord, both, false, "administrator_sees_no_content"},
		{actor(Administrator), ManageAccounts, Facts{SameOrganisation: true}, true, "administer"},
		{actor(Administrator), ManageAccounts, Facts{}, false, "no_grant"},
		{actor(Practitioner), EraseRecord, record, false, "no_grant"},
		{actor(Manager), EraseRecord, record, true, "erase"},
		{actor(Manager), ExportRecord, record, true, "export"},
		{actor(Guardian), ExportRecord, record, true, "export"},
		{actor(Manager), ExportRecord, Facts{SameOrganisation: true}, false, "no_grant"},
		{actor(Practitioner), ExportRecord, both, false, "no_grant"},
		{actor(Auditor), ExportRecord, both, false, "no_grant"},
		{actor(Administrator, Manager), ExportRecord, both, false, "administrator_sees_no_content"},
		{actor(Manager), WatchAccess, Facts{SameOrganisation: true}, true, "watch"},
		{actor(Manager), WatchAccess, Facts{}, false, "no_grant"},
		{actor(ProtectionOfficer), WatchAccess, Facts{SameOrganisation: true}, true, "watch"},
		{actor(Practitioner), WatchAccess, Facts{SameOrganisation: true}, false, "no_grant"},
		{actor(Administrator, Manager), WatchAccess, Facts{SameOrganisation: true}, false, "administrator_sees_no_content"},
		{actor(Guardian), ReviewAccess, Facts{}, true, "review_access"},
		{actor(ProtectionOfficer), ReviewAccess, Facts{}, false, "no_grant"},
		{actor(Practitioner), NoteKeeping, record, true, "keeping"},
		{actor(Auditor), ReadKeeping, record, false, "no_grant"},
		{actor(Practitioner), HoldKeeping, record, false, "no_grant"},
		{actor(Manager), HoldKeeping, record, true, "legal_hold"},
		{actor(Manager), HoldKeeping, Facts{SameOrganisation: true}, false, "no_grant"},
		{actor(ProtectionOfficer), AnswerRequest, record, true, "answer_request"},
		{actor(ProtectionOfficer), AnswerRequest, Facts{SameOrganisation: true}, false, "no_grant"},
		{actor(Practitioner), AnswerRequest, record, false, "no_grant"},
		{actor(ProtectionOfficer), ReviewKeeping, Facts{}, false, "no_grant"},
		{actor(Manager), ReviewKeeping, Facts{}, true, "due_for_review"},
		{actor(ProtectionOfficer), WatchKeeping, Facts{SameOrganisation: true}, true, "watch_keeping"},
		{actor(ProtectionOfficer), WatchKeeping, Facts{}, false, "no_grant"},
		{actor(Administrator), SetKeeping, Facts{SameOrganisation: true}, false, "no_grant"},
		{actor(Administrator, Manager), HoldKeeping, record, false, "administrator_sees_no_content"},
		{actor(Manager), DecideShare, record, true, "decide_share"},
		{actor(Practitioner), DecideShare, record, false, "no_grant"},
		{actor(Manager), DecideShare, Facts{Parts: []Part{PartShare}}, false, "no_grant"},
		{actor(Practitioner), HoldMeeting, record, true, "hold_meeting"},
		{actor(Practitioner), HoldMeeting, Facts{Parts: []Part{PartShare}}, false, "no_grant"},
		{actor(Auditor), HoldMeeting, record, false, "no_grant"},
		{actor(Administrator, Manager), HoldMeeting, record, false, "administrator_sees_no_content"},
		{actor(Practitioner), OpenOwnPlace, record, true, "open_own_place"},
		{actor(Auditor), OpenOwnPlace, record, false, "no_grant"},
		{actor(Practitioner), ReadOwn, record, true, "own_place_beside"},
		{actor(Practitioner), ReadOwn, Facts{Parts: []Part{PartOwn}}, false, "no_grant"},
		{actor(Auditor), AnswerVoice, both, false, "no_grant"},
		{actor(Manager), AnswerVoice, record, true, "own_place_beside"},
		{actor(Administrator, Manager), ListVoices, both, false, "administrator_sees_no_content"},
		{actor(Practitioner), AskCarry, Facts{SameOrganisation: true}, true, "ask_carry"},
		{actor(Practitioner), AskCarry, Facts{}, false, "no_grant"},
		{actor(Auditor), AskCarry, Facts{SameOrganisation: true}, false, "no_grant"},
		{actor(Administrator, Practitioner), AskCarry, Facts{SameOrganisation: true}, false, "administrator_sees_no_content"},
		{actor(Manager), DecideCarry, record, true, "decide_carry"},
		{actor(Practitioner), DecideCarry, record, false, "no_grant"},
		{actor(Manager), DecideCarry, Facts{Parts: []Part{PartShare}}, false, "no_grant"},
		{actor(Practitioner), ListCarried, Facts{}, true, "list_carried"},
		{actor(Practitioner), ReadCarried, Facts{Parts: []Part{PartShare}}, true, "read_carried"},
		{actor(Practitioner), SayCarried, record, false, "no_grant"},
		{actor(Auditor), ReadCarried, Facts{Parts: []Part{PartShare}}, false, "no_grant"},
		{actor(YoungPerson), AskCarry, Facts{SameOrganisation: true}, false, "own_place_only"},
		{actor(YoungPerson), ReadOwn, Facts{Parts: []Part{PartOwn}}, true, "own_place_whole"},
		{actor(YoungPerson), ReadOwnWords, Facts{Parts: []Part{PartOwn}}, true, "own_place"},
		{actor(YoungPerson), EnterOwn, Facts{Parts: []Part{PartOwn}}, true, "own_place"},
		{actor(YoungPerson), EnterOwn, both, false, "no_grant"},
		{actor(YoungPerson, Spoken), ReadOwn, Facts{Parts: []Part{PartOwn}}, false, "no_grant"},
		{actor(YoungPerson, Spoken), ReadOwnWords, Facts{Parts: []Part{PartOwn}}, true, "own_place"},
		{actor(YoungPerson, Spoken), SpeakOwn, Facts{Parts: []Part{PartOwn}}, true, "own_place"},
		{actor(YoungPerson, Spoken, Manager), OpenRecord, both, false, "own_place_only"},
		{actor(Spoken, Manager), OpenRecord, both, false, "own_place_only"},
		{actor(Practitioner), EnterOwn, both, false, "no_grant"},
		{actor(Practitioner), ReadOwnWords, record, true, "own_place_beside"},
		{actor(Administrator), AllowPlaces, Facts{SameOrganisation: true}, true, "allow_own_places"},
		{actor(ProtectionOfficer), AllowPlaces, Facts{SameOrganisation: true}, true, "allow_own_places"},
		{actor(ProtectionOfficer), AllowPlaces, Facts{}, false, "no_grant"},
		{actor(Manager), AllowPlaces, Facts{SameOrganisation: true}, false, "no_grant"},
		{actor(YoungPerson), AllowPlaces, Facts{SameOrganisation: true}, false, "own_place_only"},
		{actor(YoungPerson), SpeakOwn, Facts{Parts: []Part{PartOwn}}, true, "own_place"},
		{actor(YoungPerson), SpeakOwn, both, false, "no_grant"},
		{actor(YoungPerson), AnswerVoice, Facts{Parts: []Part{PartOwn}}, false, "own_place_only"},
		{actor(YoungPerson), Self, Facts{Own: true}, false, "own_place_only"},
		{actor(YoungPerson), ReadFramework, Facts{}, false, "own_place_only"},
		{actor(YoungPerson), OpenRecord, Facts{Parts: []Part{PartOwn}}, false, "own_place_only"},
		{actor(YoungPerson), OpenRecord, both, false, "own_place_only"},
		{actor(YoungPerson), Public, Facts{}, true, "anybody"},
		{actor(ProtectionOfficer), OpenRecord, both, false, "no_grant"},
		{actor(Manager), OpenRecord, Facts{Parts: []Part{PartShare}}, false, "no_grant"},
		{actor(Practitioner), ReadConversation, parts(PartOutcomes), true, "granted_outcomes"},
		{actor(Practitioner), ReadConversation, parts(PartPromises, PartDocuments, PartSealed), false, "no_grant"},
		{actor(Practitioner), ReadPromises, parts(PartPromises), true, "granted_promises"},
		{actor(Practitioner), OpenFile, parts(PartDocuments), true, "granted_documents"},
		{actor(Practitioner), OpenFile, parts(PartOutcomes, PartPromises), false, "no_grant"},
		{actor(Practitioner), OpenRecord, parts(PartDocuments), true, "granted_open"},
		{actor(Practitioner), ReadProfile, parts(PartOutcomes, PartPromises, PartDocuments), false, "no_grant"},
		{actor(Practitioner), OpenRecord, parts(PartSealed, PartAddress), false, "no_grant"},
		{actor(Practitioner), ReadPicture, parts(PartOutcomes), false, "no_grant"},
		{actor(Practitioner), ReadPicture, parts(PartOutcomes, PartPromises), true, "granted_picture"},
		{actor(Practitioner), ReadCopy, parts(PartOutcomes, PartPromises), false, "no_grant"},
		{actor(Practitioner), OpenSealed, parts(PartPromises, PartPhone), true, "granted_sealed"},
		{actor(Practitioner), SealedPhone, parts(PartPromises, PartPhone), true, "granted_sealed_phone"},
		{actor(Practitioner), SealedAddress, parts(PartPromises, PartPhone), false, "no_grant"},
		{actor(Practitioner), OpenSafety, parts(PartRecord, PartPhone), false, "no_grant"},
		{actor(Manager), GiveGrant, parts(PartOutcomes, PartPromises, PartDocuments, PartSealed), false, "no_grant"},
		{actor(Auditor), ReadConversation, parts(PartOutcomes), true, "granted_reading_outcomes"},
		{actor(Manager), MakeRelease, Facts{SameOrganisation: true}, true, "make_release"},
		{actor(Analyst), MakeRelease, Facts{SameOrganisation: true}, true, "make_release"},
		{actor(Manager), MakeRelease, Facts{}, false, "no_grant"},
		{actor(Practitioner), MakeRelease, Facts{SameOrganisation: true}, false, "no_grant"},
		{actor(Analyst), ReadInsight, Facts{SameOrganisation: true}, true, "read_insight"},
		{actor(Manager), PoolFigures, Facts{SameOrganisation: true}, true, "read_insight"},
		{actor(Manager), HoldInsight, Facts{}, false, "no_grant"},
		{actor(Practitioner), ReadInsight, Facts{SameOrganisation: true}, false, "no_grant"},
		{actor(Administrator, Analyst), ReadInsight, Facts{SameOrganisation: true}, false, "administrator_sees_no_content"},
		{actor(Practitioner), ReadPolicy, Facts{SameOrganisation: true}, true, "read_policy"},
		{actor(Inspector, Analyst), ReadPolicy, Facts{SameOrganisation: true}, false, "visiting_only"},
		{actor(Analyst), MakePolicy, Facts{SameOrganisation: true}, true, "make_policy"},
		{actor(Analyst), LockPlan, Facts{}, false, "no_grant"},
		{actor(Practitioner), MakePolicy, Facts{SameOrganisation: true}, false, "no_grant"},
		{actor(Analyst), SignPolicy, Facts{SameOrganisation: true}, false, "no_grant"},
		{actor(Manager), SignPolicy, Facts{SameOrganisation: true}, true, "sign_policy"},
		{actor(Auditor), ReadReleases, Facts{SameOrganisation: true}, true, "read_releases"},
		{actor(Analyst), ReadTogether, Facts{SameOrganisation: true}, true, "read_together"},
		{actor(Analyst), HoldTogether, Facts{SameOrganisation: true}, false, "no_grant"},
		{actor(Trainer), HoldTogether, Facts{SameOrganisation: true}, true, "hold_together"},
		{actor(Practitioner), HoldTogether, Facts{}, false, "no_grant"},
		{actor(Practitioner), PublishWorks, Facts{SameOrganisation: true}, false, "no_grant"},
		{actor(Manager), PublishWorks, Facts{SameOrganisation: true}, true, "publish_works"},
		{actor(Administrator, Manager), PublishWorks, Facts{SameOrganisation: true}, false, "administrator_sees_no_content"},
		{actor(Manager), PublishWorks, record, true, "publish_works"},
		{actor(Manager), PublishWorks, parts(PartOutcomes), false, "no_grant"},
		{actor(Practitioner), GiveWork, record, true, "take_in_works"},
		{actor(Practitioner), GiveWork, Facts{SameOrganisation: true}, false, "no_grant"},
		{actor(Guardian), CheckWork, record, true, "take_in_works"},
		{actor(Guardian), CheckWork, parts(PartOutcomes, PartPromises, PartDocuments), false, "no_grant"},
		{actor(Auditor), CheckWork, record, false, "no_grant"},
		{actor(Practitioner), ListWorks, Facts{}, true, "list_works"},
		{actor(Auditor), ListWorks, Facts{}, false, "no_grant"},
		{actor(YoungPerson), GiveWork, Facts{Parts: Parts}, false, "own_place_only"},
		{actor(Administrator, Manager), CheckWork, record, false, "administrator_sees_no_content"},
		{actor(ProtectionOfficer), ReadTogether, Facts{SameOrganisation: true}, false, "no_grant"},
		{actor(Manager), ManagePartners, Facts{SameOrganisation: true}, true, "partners"},
		{actor(Administrator), ManagePartners, Facts{SameOrganisation: true}, true, "partners"},
		{actor(ProtectionOfficer), ManagePartners, Facts{}, false, "no_grant"},
		{actor(Practitioner), ManagePartners, Facts{SameOrganisation: true}, false, "no_grant"},
		{actor(Manager), TakeInShare, Facts{SameOrganisation: true}, true, "take_in_share"},
		{actor(Manager), TakeInShare, record, false, "no_grant"},
		{actor(Practitioner), TakeInShare, Facts{SameOrganisation: true}, false, "no_grant"},
		{actor(Administrator, Manager), TakeInShare, Facts{SameOrganisation: true}, false, "administrator_sees_no_content"},
		{actor(Practitioner), ReadReceived, Facts{Parts: []Part{PartShare}}, true, "received_share"},
		{actor(Practitioner), AnswerReceived, record, false, "no_grant"},
		{actor(Auditor), ReadReceived, Facts{Parts: []Part{PartShare}}, false, "no_grant"},
		{actor(Manager), CloseShare, Facts{Parts: Parts, SameOrganisation: true}, false, "no_grant"},
		{System, CloseShare, Facts{}, true, "close_share"},
		{System, ReadReceived, Facts{Parts: []Part{PartShare}}, false, "administrator_sees_no_content"},
		{System, ExportRecord, both, false, "administrator_sees_no_content"},
		{System, OpenRecord, both, false, "administrator_sees_no_content"},
		{System, Operate, Facts{}, true, "operate"},
		{actor(Auditor), RateCase, Facts{Rater: true}, true, "rate_case"},
		{actor(Auditor), RateCase, Facts{Rater: true, RatingLocked: true}, false, "ones_own_rating"},
		{actor(Manager), RateCase, Facts{SameOrganisation: true, RatingOpen: true}, false, "ones_own_rating"},
		{actor(Analyst), RateCase, Facts{Rater: true}, false, "no_grant"},
		{actor(Auditor), ReadRating, Facts{Rater: true}, true, "own_rating"},
		{actor(Manager), ReadRating, Facts{SameOrganisation: true}, false, "blind"},
		{actor(Manager), ReadRating, Facts{SameOrganisation: true, RatingLocked: true, Parts: Parts}, false, "blind"},
		{actor(Manager), ReadRating, Facts{SameOrganisation: true, RatingLocked: true, RatingOpen: true}, true, "read_rating"},
		{actor(Manager), ReadRating, Facts{RatingLocked: true, RatingOpen: true}, false, "no_grant"},
		{actor(Practitioner), ReadRating, Facts{SameOrganisation: true, RatingOpen: true}, false, "no_grant"},
		{actor(Administrator, Manager), ReadRating, Facts{SameOrganisation: true, RatingOpen: true}, false, "administrator_sees_no_content"},
		{actor(Auditor), ModerateCases, Facts{SameOrganisation: true}, true, "moderate"},
		{actor(Analyst), ModerateCases, Facts{SameOrganisation: true}, false, "no_grant"},
		{actor(Practitioner), ActOnAudits, Facts{SameOrganisation: true}, true, "act_on_audits"},
		{actor(Practitioner), TakePart, Facts{SameOrganisation: true}, true, "take_part_in_audit"},
		{actor(Auditor), TakePart, Facts{SameOrganisation: true}, false, "no_grant"},
		{actor(Manager), LetAuditorIn, record, true, "let_auditor_in"},
		{actor(Auditor), LetAuditorIn, record, false, "no_grant"},
		{actor(Manager), LetAuditorIn, Facts{SameOrganisation: true}, false, "no_grant"},
		{actor(Auditor), HoldPilot, Facts{SameOrganisation: true}, true, "hold_pilot"},
		{actor(Practitioner), HoldPilot, Facts{SameOrganisation: true}, false, "no_grant"},
		{actor(Practitioner), JoinPilot, Facts{SameOrganisation: true}, true, "join_pilot"},
		{actor(Analyst), ReadInspection, Facts{SameOrganisation: true}, true, "read_inspection"},
		{actor(Analyst), MakeInspection, Facts{SameOrganisation: true}, false, "no_grant"},
		{actor(Guardian), LetInspectorIn, record, true, "let_inspector_in"},
		{actor(Practitioner), LetInspectorIn, record, false, "no_grant"},
		{actor(Inspector), TrackCase, Facts{Parts: []Part{PartOutcomes, PartPromises}}, true, "track_case"},
		{actor(Inspector), TrackCase, Facts{Parts: []Part{PartOutcomes}}, false, "no_grant"},
		{actor(Inspector), VisitInspection, Facts{SameOrganisation: true}, true, "visit"},
		{actor(Inspector), OpenRecord, both, false, "visiting_only"},
		{actor(Inspector, Manager), OpenRecord, both, false, "visiting_only"},
		{actor(Inspector), ReadReviews, Facts{SameOrganisation: true}, false, "visiting_only"},
	} {
		if got := Allowed(c.who, c.act, c.facts); got.Allowed != c.want || got.Reason != c.why {
			t.Errorf("%v %s %+v: got %+v, want %v because %s", c.who.Roles, c.act, c.facts, got, c.want, c.why)
		}
	}
}

func TestEveryAction_isNamedInThePolicy(t *testing.T) {
	for _, a := range Actions {
		if !strings.Contains(PolicyText(), `Action::"`+string(a)+`"`) {
			t.Errorf("no policy names %s: nobody can ever do it", a)
		}
	}
}

func TestEveryPolicy_hasAnID(t *testing.T) {
	for id := range policies().All() {
		if strings.HasPrefix(string(id), "policy") {
			t.Errorf("policy %s has no @id: a refusal could not name it", id)
		}
	}
}

func TestAllowed_aRoleGivesNothingOnItsOwnRecordWithoutAGrant(t *testing.T) {
	for _, r := range Roles {
		for _, a := range Actions {
			if a == TakeOut { // about nobody yet: what it takes in is decided on the record
				continue
			}
			if !strings.HasPrefix(string(a), "conversation.") && !strings.HasPrefix(string(a), "handover.") && a != OpenRecord && a != ExportRecord {
				continue
			}
			if Allowed(actor(r), a, Facts{SameOrganisation: true, Own: true}).Allowed {
				t.Errorf("%s may %s without a grant", r, a)
			}
		}
	}
}

func BenchmarkAllowed(b *testing.B) {
	who := actor(Practitioner)
	for b.Loop() {
		Allowed(who, OpenRecord, Facts{Parts: []Part{PartRecord}})
	}
}
