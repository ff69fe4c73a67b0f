"""What the payload of each petition command looks like."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

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


class ReceivingAgency(Agency):
    """The agency that takes a petition over; its code opens the case to its officers."""

    code = fields.String(required=True, validate=Agency._declared_fields["code"].validate)


class Opinion(StrictSchema):
    """A handling opinion (信访处理意见书) with the contents of 信访工作条例32."""

    claims = PersonalText()
    facts_and_reasons = PersonalText()
    conclusion = PersonalText()
    legal_basis = PlainText(4000)


class Register(Opening):
    """A petition as it came in."""

    channel = Choice("visit", "letter", "web", "phone", "email", "terminal", required=True)
    received_on = PastDate(required=True)
    received_as = Choice("petition_office", "agency", required=True)
    petitioners = ListOf(Part(Party), least=1, required=True)
    representatives = ListOf(Part(Party))
    against = Part(Agency)
    opponents = ListOf(Part(Party))
    act = Part(Act)
    content = PersonalText(required=True)
    address_unclear = StrictBoolean()


class Classify(Command):
    """What kind of petition it is; an appeal with its item of article 31 and its path."""

    kind = Choice("suggestion", "report", "appeal", required=True)
    article31_item = StrictInteger(validate=validate.Range(min=1, max=6))
    legal_path = PlainText(500)
    confidential_reporter = StrictBoolean(dump_only=True)

    @post_load
    def _reporter_is_confidential(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Mark a report, so that its reporter stays hidden from the accused (信访工作条例30¶3)."""
        return {**data, "confidential_reporter": data["kind"] == "report"}


class Accept(Command):
    """The acceptance, with what justifies it where other procedures or petitions speak against."""

    reason = PlainText(2000)
    new_facts = PersonalText(4000)


class Decline(Command):
    """Why a petition is not accepted, and where the petitioner can turn."""

    ground = Choice(
        "accepted_elsewhere",
        "finalized",
        "in_statutory_procedure",
        "outside_jurisdiction",
        required=True,
    )
    advice = PersonalText(4000)


class Transfer(Command):
    """To whom a petition is forwarded or assigned; `received_on` when it got there later."""

    to_agency = Part(ReceivingAgency, required=True)
    mode = Choice("forward", "assign", required=True)
    feedback_due_on = LegalDate()
    received_on = PastDate()


class ReturnTransfer(Command):
    """Why the receiver hands a petition back, and whether the sender agreed."""

    reason = PlainText(2000, required=True)
    sender_consent = StrictBoolean(required=True)


class Refer(Command):
    """The procedure that a petition is led into (导入相应程序)."""

    to = Choice(
        "mediation",
        "reconsideration",
        "litigation",
        "arbitration",
        "adjudication",
        "party_discipline",
        "other_procedure",
        required=True,
    )
    article31_item = StrictInteger(validate=validate.Range(min=1, max=6))
    to_agency = Part(Agency)
    mediation_kind = Choice("people", "administrative", "labour", "industry")
    reason = PlainText(2000)


class Extend(Command):
    """A longer period of handling, approved by the head of the agency."""

    days = StrictInteger(required=True, validate=validate.Range(min=1))
    approved_by = PlainText(200, required=True)
    reason = PlainText(2000, required=True)


class Conclude(Command):
    """The handling opinion, and the day on which the petitioner received it."""

    outcome = Choice("supported", "partly_supported", "not_supported", required=True)
    opinion = Part(Opinion, required=True)
    served_on = PastDate()


class ServeOpinion(Command):
    """The day on which the petitioner received an opinion that was issued before."""

    served_on = PastDate(required=True)


class RequestReview(Command):
    """A request for review or re-examination; a late one needs a reason."""

    grounds = PersonalText()
    received_on = PastDate()
    to_agency = Part(ReceivingAgency)
    reason = PlainText(2000)


class ConcludeReview(Command):
    """The review opinion (复查意见)."""

    outcome = Choice("upheld", "changed", "revoked", required=True)
    opinion = PersonalText(required=True)
    served_on = PastDate()


class ConcludeReexamination(ConcludeReview):
    """The re-examination opinion (复核意见), with the days of a hearing if one was held."""

    hearing_from = PastDate()
    hearing_to = PastDate()


class Rate(Command):
    """How satisfied the petitioner is, from 1 (not at all) to 5 (fully)."""

    satisfaction = StrictInteger(required=True, validate=validate.Range(min=1, max=5))
    comment = PersonalText(2000)


class Urge(Command):
    """Why the handling agency is urged on, and until when it answers."""

    ground = Choice(
        "unlawful_acceptance",
        "unlawful_handling",
        "shirking_or_delay",
        "falsification",
        "opinion_not_performed",
        required=True,
    )
    suggestion = PlainText(4000)
    feedback_due_on = LegalDate()


class ReportBack(Command):
    """The feedback of an agency on an assignment or on having been urged."""

    about = Choice("assignment", "urging", required=True)
    report = PersonalText(required=True)
    adopted = Choice("adopted", "partly_adopted", "not_adopted")


class RecordReferralOutcome(Command):
    """What became of a referral, as another service told it."""

    track = Choice("mediation", "reconsideration", "litigation", required=True)
    case_id = PlainText(64, required=True)
    number = PlainText(120)
    outcome = Choice(
        "accepted",
        "declined",
        "agreed",
        "confirmed",
        "failed",
        "terminated",
        "performed",
        "breached",
        required=True,
    )
    happened_on = PastDate()


class ResumeHandling(Command):
    """Why a referred petition comes back into handling."""

    reason = PlainText(2000)


class Withdraw(Command):
    """Why the petitioner withdraws."""

    reason = PlainText(2000, required=True)


class Close(Command):
    """The closing of the file; a reason where a right or a referral is still open."""

    reason = PlainText(2000)
