"""What each command of a reconsideration carries."""

from __future__ import annotations

from marshmallow import validate

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
    StrictInteger,
    StrictSchema,
)


def items(article: str, count: int) -> tuple[str, ...]:
    """Return the items of an article's list as they are cited: `39(1)`, `39(2)`, …"""
    return tuple(f"{article}({number})" for number in range(1, count + 1))


class RespondentAgent(StrictSchema):
    """Somebody who acts for the respondent: a member of its staff, a lawyer, or another."""

    name = PlainText(200, required=True)
    kind = Choice("staff", "lawyer", "other", required=True)


class Officer(StrictSchema):
    """A reconsideration officer (行政复议人员) put in charge of a case."""

    name = PlainText(80, required=True)
    qualification = PlainText(200)
    conflict_of_interest = StrictBoolean(load_default=False)


class Invite(Opening):
    """What a referral fills in before the applicant has applied."""

    applicants = ListOf(Part(Party), most=500)
    respondent = Part(Agency)
    act = Part(Act)


class File(Opening):
    """An application for reconsideration (行政复议申请) as it was received."""

    applicants = ListOf(Part(Party), least=1, most=500, required=True)
    representatives = ListOf(PersonalText(200), most=20)
    third_parties = ListOf(Part(Party), most=500)
    respondent = Part(Agency, required=True)
    co_respondents = ListOf(Part(Agency), most=20)
    act = Part(Act, required=True)
    requests = PersonalText(20_000, required=True)
    received_on = PastDate(required=True)
    channel = Choice("in_person", "post", "online", "oral", load_default="in_person")
    via_respondent = StrictBoolean(load_default=False)
    forwarded_on = PastDate()
    performance_ended_on = PastDate()


class RecordForwarding(Command):
    """The day an application handed in at the respondent reached the reconsideration organ."""

    forwarded_on = PastDate(required=True)


class RequestCorrection(Command):
    """The one notice that lists everything an application lacks (补正通知)."""

    items = ListOf(PersonalText(1000), least=1, most=50, required=True)
    served_on = PastDate()
    due_on = LegalDate()


class ExtendCorrection(Command):
    """A longer time for corrections, for a just reason."""

    until = LegalDate(required=True)
    reason = PersonalText(2000, required=True)


class Correct(Command):
    """The corrections, received on `on`."""

    description = PersonalText(5000)


class Lapse(Command):
    """The lapse of an application that was not corrected (视为放弃申请)."""


class BecomeFinal(Command):
    """The end of the last window to sue, in which nobody did."""


class DeemAccepted(Command):
    """The acceptance that follows from the end of the review period (视为受理)."""


class Accept(Command):
    """The acceptance of an application, with the procedure that governs its review."""

    procedure = Choice("ordinary", "simplified", required=True)
    ground = Choice(*items("53", 4), "53¶2")
    parties_agree = StrictBoolean()
    major = StrictBoolean(load_default=False)
    reason = PersonalText(2000)


class Reject(Command):
    """The decision not to accept an application (不予受理决定)."""

    ground = Choice(*items("30", 7), required=True)
    reason = PersonalText(5000, required=True)
    competent_agency = Part(Agency)
    served_on = PastDate()
    party = PlainText(20)


class ServeRespondent(Command):
    """The copy of the application sent on `on` and received by the respondent."""

    received_on = PastDate()
    party = PlainText(20)


class Reply(Command):
    """The respondent's written answer with its evidence, received on `on`."""

    evidence = ListOf(PersonalText(500), most=500, load_default=list)
    answer = PersonalText(20_000)
    respondent_agents = ListOf(Part(RespondentAgent), most=10)


class AssignOfficers(Command):
    """The officers who review the case."""

    officers = ListOf(Part(Officer), least=1, most=10, required=True)


class HearParties(Command):
    """How the parties were heard (听取意见), and what was recorded."""

    method = Choice("in_person", "online", "phone", "written", required=True)
    record = PersonalText(20_000)
    reason = PersonalText(2000)


class ScheduleHearing(Command):
    """The notice of a hearing (听证), given on `on`."""

    hearing_on = LegalDate(required=True)
    place = PlainText(300, required=True)
    topics = PersonalText(5000)


class HoldHearing(Command):
    """The hearing held on `on`."""

    chair = PlainText(80, required=True)
    listeners = ListOf(PlainText(80), most=20, required=True)
    recorder = PlainText(80, required=True)
    head_attended = StrictBoolean(required=True)
    excuse = PersonalText(2000)
    respondent_agents = ListOf(Part(RespondentAgent), most=10)
    applicant_attended = StrictBoolean(load_default=True)
    applicant_reason = PersonalText(2000)
    record = PersonalText(50_000)


class ConsultCommittee(Command):
    """What the reconsideration committee (行政复议委员会) advised, and what became of it."""

    ground = Choice(*items("52", 4), required=True)
    opinion = PersonalText(20_000, required=True)
    adopted = Choice("adopted", "partly_adopted", "not_adopted", required=True)
    reason = PersonalText(5000)


class Suspend(Command):
    """The suspension of a review (中止) on a ground of article 39."""

    ground = Choice(*items("39", 10), required=True)
    reason = PersonalText(2000)
    consent = StrictBoolean()


class Resume(Command):
    """The end of a suspension."""

    reason = PersonalText(2000)
    mediation_outcome = Choice("failed", "terminated", "declined")
    mediation_id = PlainText(64)
    mediation_number = PlainText(120)


class ExcludeTime(Command):
    """A span of time that the review period does not include."""

    kind = Choice("inspection", "appraisal", "elevation", required=True)
    from_on = PastDate(required=True)
    to_on = PastDate(required=True)


class RequestNormReview(Command):
    """A norm on which the act rests and whose lawfulness has to be settled first (附带审查)."""

    document = PlainText(500, required=True)
    maker = Part(Agency)
    requested_by = Choice("applicant", "organ", load_default="applicant")
    competent = StrictBoolean(required=True)


class RecordNormReview(Command):
    """What has happened in the review of a norm, as far as it is known."""

    maker_notified_on = PastDate()
    maker_received_on = PastDate()
    maker_answered_on = PastDate()
    transferred_on = PastDate()
    transfer_received_on = PastDate()
    transfer_replied_on = PastDate()
    norm_result = Choice("lawful", "unlawful", "partly_unlawful", "no_reply")
    handled_on = PastDate()


class StartMediation(Command):
    """The sending of a case into mediation."""

    consent_to_suspend = StrictBoolean(required=True)
    mediation_kind = Choice("administrative", "people", "industry", load_default="administrative")
    reason = PersonalText(2000)


class RecordMediationOutcome(Command):
    """How the mediation of a case ended, as the mediation track tells it."""

    outcome = Choice("agreed", "failed", "terminated", "declined", required=True)
    mediation_id = PlainText(64)
    mediation_number = PlainText(120)


class Extend(Command):
    """A longer review period for a complex case."""

    days = StrictInteger(required=True, validate=validate.Range(min=1))
    approved_by = Choice("head_of_office", "head_of_organ", required=True)
    approver = PlainText(80)
    reason = PersonalText(2000, required=True)
    notified_on = PastDate()


class ConvertProcedure(Command):
    """The change from the simplified to the ordinary procedure."""

    approved_by = Choice("head_of_office", "head_of_organ", required=True)
    approver = PlainText(80)
    reason = PersonalText(2000)


class Decide(Command):
    """The reconsideration decision (行政复议决定)."""

    kind = Choice(
        "change",
        "revoke",
        "partly_revoke",
        "confirm_unlawful",
        "order_performance",
        "confirm_invalid",
        "uphold",
        "reject_request",
        "dismiss",
        required=True,
    )
    articles = ListOf(PlainText(60), least=1, most=20, required=True)
    approved_by = Choice("head_of_organ", "collective_discussion")
    reasoning = PersonalText(20_000)
    reason = PersonalText(2000)
    redo_ordered = StrictBoolean(load_default=False)
    redo_due_on = LegalDate()
    performance_due_on = LegalDate()
    compensation = PlainText(500)


class IssueMediationStatement(Command):
    """The mediation statement (行政复议调解书), in force once signed by all and sealed."""

    terms = PersonalText(20_000, required=True)
    signed_by_all = StrictBoolean(required=True)
    performance_due_on = LegalDate()


class Terminate(Command):
    """The end of a review without decision (终止) on a ground of article 41."""

    ground = Choice(*items("41", 5), required=True)
    reason = PersonalText(5000)


class Withdraw(Command):
    """The applicant's withdrawal, permitted by the reconsideration office."""

    reason = PersonalText(5000, required=True)
    settlement = StrictBoolean(load_default=False)
    represented_consent = StrictBoolean()


class ServeDecision(Command):
    """The service of a decision on one addressee."""

    party = PlainText(20, required=True)
    party_role = Choice("applicant", "third_party", "respondent", load_default="applicant")
    method = Choice(
        "direct", "left_in_place", "electronic", "entrusted", "post", "announcement", required=True
    )
    served_on = PastDate()
    published_on = PastDate()


class IssueOpinion(Command):
    """A reconsideration opinion (行政复议意见书) to an agency whose acts need correction."""

    to_agency = Part(Agency, required=True)
    content = PersonalText(20_000, required=True)
    served_on = PastDate()


class CopyToSuperior(Command):
    """What is copied to the department above the respondent (抄告), on the day it was sent."""

    about = Choice("decision", "opinion", required=True)
    to_agency = Part(Agency, required=True)


class ReportRectification(Command):
    """What an agency reports of its correction, received on `on`."""

    from_agency = PlainText(200)
    content = PersonalText(20_000, required=True)


class RecordPerformance(Command):
    """How the decision or mediation statement was performed."""

    outcome = Choice("performed", "partly_performed", "refused", required=True)
    description = PersonalText(5000)


class OrderPerformance(Command):
    """An order to perform within a limit, with what else was done about it."""

    due_on = LegalDate(required=True)
    measures = ListOf(Choice("summon", "criticise"), most=2, load_default=list)


class Publish(Command):
    """The redacted copy of the decision for the public site."""

    text = PlainText(100_000, required=True)


class Close(Command):
    """The end of all work on the case."""

    reason = PersonalText(2000)
