package nation

// The nations, by the codes that every room uses.
const (
	England         = "england"
	Scotland        = "scotland"
	Wales           = "wales"
	NorthernIreland = "northern-ireland"
)

// Codes lists the nations in the order in which people are asked to choose.
func Codes() []string { return []string{England, Scotland, Wales, NorthernIreland} }

// Name gives a nation's name in a language (English or Welsh; any other reads English); the code itself when unknown.
func Name(code, lang string) string {
	names := map[string]Text{
		England:         {En: "England", Cy: "Lloegr"},
		Scotland:        {En: "Scotland", Cy: "Yr Alban"},
		Wales:           {En: "Wales", Cy: "Cymru"},
		NorthernIreland: {En: "Northern Ireland", Cy: "Gogledd Iwerddon"},
	}
	if n, ok := names[code]; ok {
		return n.In(lang)
	}
	return code
}

// TermKey names a thing that the nations call differently. Every pack has every term.
type TermKey string

// The terms. A term is a noun phrase for the middle of a sentence ("the local authority"), without an article.
const (
	TermGuardian             TermKey = "guardian"              // full title of the independent guardian
	TermGuardianShort        TermKey = "guardian_short"        // the same, short
	TermGuardianService      TermKey = "guardian_service"      // who provides guardians
	TermAuthority            TermKey = "authority"             // the public body with the social-work duty
	TermLookedAfterChild     TermKey = "looked_after_child"    // a child in the authority's care
	TermCareLeaver           TermKey = "care_leaver"           // a young person who left care
	TermSocialWorker         TermKey = "social_worker"         // the allocated worker
	TermPersonalAdviser      TermKey = "personal_adviser"      // the worker of a care leaver
	TermReviewingOfficer     TermKey = "reviewing_officer"     // who chairs and watches over reviews
	TermCaseSystem           TermKey = "case_system"           // where the authority keeps its own record
	TermCarePlan             TermKey = "care_plan"             // the plan of a child in care
	TermPathwayPlan          TermKey = "pathway_plan"          // the plan towards leaving care
	TermReviewMeeting        TermKey = "review_meeting"        // the regular review of the plan
	TermProtectionMeeting    TermKey = "protection_meeting"    // the meeting that decides on a protection plan
	TermCoreGroup            TermKey = "core_group"            // those who carry a protection plan out, when they meet
	TermUrgentDiscussion     TermKey = "urgent_discussion"     // what agencies hold first when harm is feared
	TermSafeguardingBody     TermKey = "safeguarding_body"     // the local or national safeguarding board
	TermSafeguardingReferral TermKey = "safeguarding_referral" // what a worker makes when a child may be at risk
	TermSafeguardingDuty     TermKey = "safeguarding_duty"     // the duty's phrase
	TermAllegationsOfficer   TermKey = "allegations_officer"   // whom to tell of harm by a worker (LADO in England)
	TermPolice               TermKey = "police"                // the police as people call them
	TermReferralMechanism    TermKey = "referral_mechanism"    // the National Referral Mechanism
	TermFirstResponder       TermKey = "first_responder"       // who may refer to it
	TermDecisionMaker        TermKey = "decision_maker"        // who decides there
	TermAdultSupport         TermKey = "adult_support"         // support for adult survivors
	TermLegalAid             TermKey = "legal_aid"             // the legal aid body
	TermImmigrationAdviser   TermKey = "immigration_adviser"   // who may advise on immigration
	TermAdvocate             TermKey = "advocate"              // the independent advocate
	TermComplaints           TermKey = "complaints"            // the way to complain, and the ombudsman after it
	TermCommissioner         TermKey = "commissioner"          // the children's commissioner
	TermInspectorate         TermKey = "inspectorate"          // who inspects children's services
	TermHealthNumber         TermKey = "health_number"         // the national health identifier
)

// termKeys lists every term; a test holds it against the constants.
var termKeys = []TermKey{TermGuardian, TermGuardianShort, TermGuardianService, TermAuthority, TermLookedAfterChild, TermCareLeaver,
	TermSocialWorker, TermPersonalAdviser, TermReviewingOfficer, TermCaseSystem, TermCarePlan, TermPathwayPlan, TermReviewMeeting,
	TermProtectionMeeting, TermCoreGroup, TermUrgentDiscussion, TermSafeguardingBody, TermSafeguardingReferral, TermSafeguardingDuty, TermAllegationsOfficer,
	TermPolice, TermReferralMechanism, TermFirstResponder, TermDecisionMaker, TermAdultSupport, TermLegalAid, TermImmigrationAdviser,
	TermAdvocate, TermComplaints, TermCommissioner, TermInspectorate, TermHealthNumber}

// TermKeys lists every term, in the order of the constants.
func TermKeys() []TermKey { return append([]TermKey(nil), termKeys...) }

// RuleKey names a rule. Every pack has every rule for today; a gap is a rule with evidence U that says so.
type RuleKey string

// The rules, with the kind of value that each has.
const (
	RulePresumptionOfAge     RuleKey = "presumption_of_age"     // text: when a person must be taken for a child
	RuleGuardianEligibility  RuleKey = "guardian_eligibility"   // text: which child may have a guardian
	RuleGuardianReferral     RuleKey = "guardian_referral"      // text: who must refer, and when
	RuleGuardianAvailability RuleKey = "guardian_availability"  // text: where there are guardians
	RuleGuardianMayBeAbsent  RuleKey = "guardian_may_be_absent" // flag: "not available in this area" is an answer
	RuleParentalTest         RuleKey = "parental_test"          // text: how parental responsibility bears on it
	RuleGuardianDueRegard    RuleKey = "guardian_due_regard"    // text: what others owe the guardian
	RuleGuardianAfter18      RuleKey = "guardian_after_18"      // text: what happens to guardianship at 18
	RuleRecordAge            RuleKey = "record_age"             // number, years: the age up to which a record is worked with
	RuleLeavingCareAge       RuleKey = "leaving_care_age"       // text: until when care leavers are supported
	RuleRetentionBirth       RuleKey = "retention_birth"        // duration from birth: how long a looked-after child's record is kept
	RuleRetentionDeath       RuleKey = "retention_death"        // duration from death before 18
	RuleRetentionOther       RuleKey = "retention_other"        // text: records of children not looked after
	RuleHoldingBasis         RuleKey = "holding_basis"          // table: lawful grounds for holding a record, and conditions
	RuleChildConsent         RuleKey = "child_consent"          // flag: a child is asked to consent to a referral (never)
	RuleReferralComplete     RuleKey = "referral_complete"      // list: what an NRM referral alone leaves undone
	RuleReferralDecisions    RuleKey = "referral_decisions"     // table: the decisions, their test and their time
	RuleLocalDecisions       RuleKey = "local_decisions"        // list: where a local panel decides
	RuleExplanationLimits    RuleKey = "explanation_limits"     // list: who may come to read what is written; for the explanation card
	RuleSharingDuty          RuleKey = "sharing_duty"           // text: the duty to share information about a child
	RuleHealthIdentifier     RuleKey = "health_identifier"      // text: the identifier, optional and never shown by default
	RuleEmergencyNumbers     RuleKey = "emergency_numbers"      // table: name, number, when
	RuleUNCRCStatus          RuleKey = "uncrc_status"           // text: what force the Convention has
	RuleImpactAssessment     RuleKey = "impact_assessment"      // text: the kind of children's rights impact assessment
)

// ruleTypes says which kind of value each rule has; the loader refuses any other.
var ruleTypes = map[RuleKey]ValueType{
	RulePresumptionOfAge: TypeText, RuleGuardianEligibility: TypeText, RuleGuardianReferral: TypeText, RuleGuardianAvailability: TypeText,
	RuleGuardianMayBeAbsent: TypeFlag, RuleParentalTest: TypeText, RuleGuardianDueRegard: TypeText, RuleGuardianAfter18: TypeText,
	RuleRecordAge: TypeNumber, RuleLeavingCareAge: TypeText, RuleRetentionBirth: TypeDuration, RuleRetentionDeath: TypeDuration,
	RuleRetentionOther: TypeText, RuleHoldingBasis: TypeTable, RuleChildConsent: TypeFlag, RuleReferralComplete: TypeList, RuleReferralDecisions: TypeTable,
	RuleLocalDecisions: TypeList, RuleExplanationLimits: TypeList, RuleSharingDuty: TypeText, RuleHealthIdentifier: TypeText,
	RuleEmergencyNumbers: TypeTable, RuleUNCRCStatus: TypeText, RuleImpactAssessment: TypeText,
}

// RuleKeys lists every rule in the order in which a screen of sources shows them.
func RuleKeys() []RuleKey {
	return []RuleKey{RulePresumptionOfAge, RuleGuardianEligibility, RuleGuardianReferral, RuleGuardianAvailability, RuleGuardianMayBeAbsent,
		RuleParentalTest, RuleGuardianDueRegard, RuleGuardianAfter18, RuleRecordAge, RuleLeavingCareAge, RuleRetentionBirth, RuleRetentionDeath,
		RuleRetentionOther, RuleHoldingBasis, RuleChildConsent, RuleReferralComplete, RuleReferralDecisions, RuleLocalDecisions, RuleExplanationLimits,
		RuleSharingDuty, RuleHealthIdentifier, RuleEmergencyNumbers, RuleUNCRCStatus, RuleImpactAssessment}
}
