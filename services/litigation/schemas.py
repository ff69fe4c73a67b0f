"""What each command of a litigation response carries."""

from __future__ import annotations

from shared.casework.fields import (
    Act,
    Agency,
    Choice,
    Command,
    LegalDate,
    ListOf,
    Opening,
    Part,
    Party,
    PastDate,
    PersonalText,
    PlainText,
    StrictBoolean,
    StrictSchema,
)

SUGGESTIONS = ("judicial", "procuratorial", "public_interest", "public_interest_urgent")
WON = ("claims_dismissed", "suit_dismissed", "terminated")
LOST = (
    "revoked",
    "partly_revoked",
    "changed",
    "confirmed_unlawful",
    "confirmed_invalid",
    "ordered_to_perform",
    "ordered_to_pay",
    "compensation",
)
ON_APPEAL = ("upheld", "appeal_withdrawn", "remanded")
CAUSES = (
    "facts_unclear",
    "evidence_insufficient",
    "evidence_late",
    "law_misapplied",
    "procedure_violated",
    "beyond_authority",
    "abuse_of_power",
    "plainly_improper",
    "failure_to_act",
    "other",
)


class Agent(StrictSchema):
    """Somebody who acts for the agency in court: of its own staff, a lawyer, or another."""

    name = PlainText(200, required=True)
    kind = Choice("staff", "lawyer", "other", required=True)
    post = PlainText(200)


class Head(StrictSchema):
    """The head who attends (行政机关负责人), with the rank that makes them one."""

    name = PlainText(200, required=True)
    post = PlainText(200, required=True)
    rank = Choice(
        "principal", "deputy", "deputy_rank_in_charge", "other_in_charge", load_default="principal"
    )


class ReceiveNotice(Opening):
    """The court's notice to respond (应诉通知书) with the copy of the complaint."""

    court = PlainText(200, required=True)
    court_case_no = PlainText(120, required=True)
    plaintiffs = ListOf(Part(Party), least=1, most=500, required=True)
    third_parties = ListOf(Part(Party), most=500)
    defendant = Part(Agency)
    co_defendants = ListOf(Part(Agency), most=20)
    act = Part(Act)
    claims = PersonalText(20_000)
    served_on = PastDate()
    docketed_on = PastDate()
    procedure = Choice("ordinary", "simplified", load_default="ordinary")
    role = Choice("sole", "joint_original", "joint_reconsideration", load_default="sole")
    reconsideration_number = PlainText(120)


class ReceiveSuggestion(Opening):
    """A suggestion of a court (司法建议) or a procuratorate (检察建议), received on `served_on`."""

    kind = Choice(*SUGGESTIONS, required=True)
    issuer = PlainText(200, required=True)
    suggestion_number = PlainText(120)
    content = PersonalText(20_000)
    served_on = PastDate()
    reply_due_on = LegalDate()


class ReplySuggestion(Command):
    """The agency's written reply to a suggestion."""

    suggestion_number = PlainText(120)
    outcome = Choice("adopted", "partly_adopted", "refused", required=True)
    content = PersonalText(20_000)


class AssignAgents(Command):
    """The agents of the agency in court."""

    agents = ListOf(Part(Agent), least=1, most=10, required=True)


class RequestEvidenceExtension(Command):
    """The agency's written request for more time for evidence."""

    ground = Choice("force_majeure", "objective_cause", required=True)
    reason = PersonalText(5000, required=True)


class GrantEvidenceExtension(Command):
    """The court's leave: until a day it set, or fifteen days after the cause ended."""

    until = LegalDate()
    cause_ended_on = PastDate()


class SubmitAnswer(Command):
    """The answer (答辩状) with evidence and the norms relied on, handed in on `on`."""

    evidence = ListOf(PersonalText(500), most=1000, load_default=list)
    documents = ListOf(PlainText(500), most=200, load_default=list)
    answer = PersonalText(50_000)


class ScheduleHearing(Command):
    """A hearing set by the court, and what it said about the head of the agency."""

    hearing_on = LegalDate(required=True)
    place = PlainText(300, required=True)
    head_notice = Choice("shall", "may", "none", required=True)
    head_notice_ground = Choice(
        "food_and_drug_safety",
        "ecology_and_resources",
        "public_health",
        "other_major_public_interest",
        "strong_public_concern",
        "possible_mass_incident",
        "major_personal_or_property_rights",
        "public_interest_litigation",
        "required_by_superior",
        "court_finds_necessary",
    )
    notified_on = PastDate()


class PlanAppearance(Command):
    """Who appears: the head, or an excuse with its proof and staff in the head's place."""

    head = Part(Head)
    excuse = Choice("force_majeure", "accident", "irreplaceable_duty", "other_just_cause")
    proof = PlainText(500)
    staff = ListOf(PlainText(200), most=10, load_default=list)
    lawyers = ListOf(PlainText(200), most=10, load_default=list)


class RecordHearing(Command):
    """The hearing held on `on`, with how the agency appeared."""

    head_attended = StrictBoolean(required=True)
    staff_attended = StrictBoolean(required=True)
    explained = StrictBoolean(load_default=True)
    left_early = StrictBoolean(load_default=False)
    excuse_accepted = StrictBoolean()
    adjourned = StrictBoolean(load_default=False)
    record = PersonalText(50_000)


class StartMediation(Command):
    """The sending of a suit into mediation."""

    scope = Choice("compensation", "discretion", "other", required=True)
    mediation_kind = Choice("administrative", "people", "industry", load_default="administrative")
    reason = PersonalText(2000)


class RecordMediationOutcome(Command):
    """How the mediation of a suit ended, as the mediation track tells it."""

    outcome = Choice("agreed", "failed", "terminated", "declined", required=True)
    mediation_id = PlainText(64)
    mediation_number = PlainText(120)


class RecordJudgment(Command):
    """The judgment or ruling of first instance, made on `on`."""

    kind = Choice("judgment", "ruling", required=True)
    outcome = Choice(*WON, *LOST, required=True)
    lost = StrictBoolean(required=True)
    document_number = PlainText(120)
    served_on = PastDate()
    opponent_served_on = PastDate()
    performance_due_on = LegalDate()


class Appeal(Command):
    """An appeal lodged on `on`."""

    by = Choice("agency", "opponent", required=True)
    copy_served_on = PastDate()
    court_received_on = PastDate()
    reason = PersonalText(20_000)


class RecordFinalJudgment(Command):
    """The judgment or ruling of second instance, final when served."""

    kind = Choice("judgment", "ruling", load_default="judgment")
    outcome = Choice(*ON_APPEAL, *WON, *LOST, required=True)
    lost = StrictBoolean(required=True)
    document_number = PlainText(120)
    served_on = PastDate()
    performance_due_on = LegalDate()


class TakeEffect(Command):
    """The effect of a judgment that nobody appealed against."""


class AnalyseLoss(Command):
    """Why a case was lost, and what will be done about it."""

    causes = ListOf(Choice(*CAUSES), least=1, most=len(CAUSES), required=True)
    measures = PersonalText(20_000, required=True)


class RecordPerformance(Command):
    """How the judgment was performed."""

    outcome = Choice("performed", "partly_performed", "not_performed", required=True)
    description = PersonalText(5000)


class PlaintiffWithdraws(Command):
    """The court's leave for the plaintiff to withdraw (准许撤诉)."""

    document_number = PlainText(120)
    agency_changed_the_act = StrictBoolean(load_default=False)
    reason = PersonalText(2000)


class Suspend(Command):
    """The suspension of a suit (中止诉讼) on a ground of article 87 of the interpretation."""

    ground = Choice(*(f"87({number})" for number in range(1, 8)), required=True)
    reason = PersonalText(2000)


class Resume(Command):
    """The end of a suspension."""

    reason = PersonalText(2000)


class Close(Command):
    """The end of all work on the case."""

    reason = PersonalText(2000)
