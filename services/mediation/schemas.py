"""What the payload of each mediation command looks like."""

from __future__ import annotations

from marshmallow import fields, validate

from shared.casework.fields import (
    Act,
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

KINDS = ("people", "administrative", "court_assigned", "court_entrusted", "labour", "industry")


def _party_id(*, required: bool = False) -> fields.String:
    """Return the field that names a party of the case by its id (`p1`, `p2`, …)."""
    return fields.String(validate=validate.Regexp(r"^p[1-9]\d{0,3}$"), required=required)


class Consent(StrictSchema):
    """What one party said to a proposal; silence is not recorded here."""

    party = _party_id(required=True)
    consented = StrictBoolean(required=True)


class Mediator(StrictSchema):
    """A mediator (调解员), with what could make them partial."""

    name = PersonalText(200, required=True)
    id_number = Party._declared_fields["id_number"]
    employer = PlainText(200)
    relation = PersonalText(500)
    parties_agree = StrictBoolean()


class Request(Opening):
    """A dispute that is to be mediated, asked for by a party, a referral, a court or nobody."""

    kind = Choice(*KINDS, required=True)
    initiated_by = Choice(
        "own_request", "referral", "ex_officio", "court", load_default="own_request"
    )
    subject = PersonalText(required=True)
    applicants = ListOf(Part(Party), least=1, required=True)
    respondents = ListOf(Part(Party))
    third_parties = ListOf(Part(Party))
    representatives = ListOf(Part(Party))
    act = Part(Act)
    received_on = PastDate()
    online = StrictBoolean()
    court = PlainText(200)
    court_case_no = PlainText(120)
    court_procedure = Choice("ordinary", "simplified")


class Accept(Command):
    """The acceptance, with what each party said to being mediated."""

    consents = ListOf(Part(Consent))


class Decline(Command):
    """Why the dispute is not mediated."""

    ground = Choice("party_refuses", "out_of_scope", "unsuitable", "other", required=True)
    reason = PersonalText(2000)


class AssignMediators(Command):
    """Who mediates."""

    mediators = ListOf(Part(Mediator), least=1, most=9, required=True)


class ReplaceMediator(AssignMediators):
    """Who mediates from now on, and why somebody was replaced."""

    reason = PersonalText(2000, required=True)


class ScheduleSession(Command):
    """When and where the parties meet."""

    session_on = LegalDate(required=True)
    time = fields.String(
        validate=[validate.Regexp(r"^([01]\d|2[0-3]):[0-5]\d$"), validate.Length(equal=5)],
        required=True,
    )
    place = PlainText(300, required=True)


class RecordSession(Command):
    """Who came to a session, and what was said."""

    place = PlainText(300)
    attendance = ListOf(_party_id(), required=True)
    record = PersonalText(required=True)


class Extend(Command):
    """A later last day, as the parties agreed or a superior approved."""

    until = LegalDate(required=True)
    consents = ListOf(Part(Consent))
    approved_by = PlainText(200)
    reason = PlainText(2000)


class Signing(Command):
    """Who signed a written agreement, and when it took effect."""

    signed_by = ListOf(_party_id())
    mediator_signed = StrictBoolean()
    seal_affixed = StrictBoolean()
    effective_on = PastDate()


class Agree(Signing):
    """What the parties agreed upon."""

    form = Choice("written", "oral", required=True)
    terms = PersonalText(required=True)
    performance_due_on = LegalDate()


class RecordEffect(Signing):
    """The last signature on a written agreement, given after it was reached."""

    effective_on = PastDate(required=True)


class End(Command):
    """Why the mediation ends without an agreement."""

    reason = PersonalText(2000, required=True)


class ApplyConfirmation(Command):
    """The parties' application to a court to confirm their agreement (司法确认)."""

    jointly = StrictBoolean(required=True)
    court = PlainText(200, required=True)
    court_received_on = PastDate()


class RecordCourtAcceptance(Command):
    """The court's acceptance of the application."""

    court_case_no = PlainText(120)


class Confirm(Command):
    """The court's ruling on the application."""

    court = PlainText(200)
    ruling_no = PlainText(120, required=True)


class RefuseConfirmation(Confirm):
    """The court's ruling that refuses confirmation."""

    reason = PersonalText(2000)


class RecordPerformance(Command):
    """The performance of the agreement."""

    note = PersonalText(2000)


class RecordBreach(Command):
    """What was not performed; `declared` when the debtor refused before the day came."""

    reason = PersonalText(2000, required=True)
    declared = StrictBoolean()


class Close(Command):
    """The closing of the file; a reason where performance is still awaited."""

    reason = PlainText(2000)
