"""What callers send about bodies outside and referrals to them."""

from __future__ import annotations

from marshmallow import fields, validate

from services.coordination.outside.bodies import KINDS
from services.coordination.referrals.referral import STATES
from shared.casework.fields import (
    IS_ORGANISATION_CODE,
    Choice,
    Command,
    LegalDate,
    PersonalText,
    PlainText,
)
from shared.http.schemas import StrictSchema

OUTCOMES = ("resolved", "partly_resolved", "not_resolved", "rejected", "withdrawn")


class NewBody(StrictSchema):
    """A body to which a dispute may be referred."""

    kind = Choice(*KINDS, required=True)
    name = PlainText(200, required=True)
    code = fields.String(validate=IS_ORGANISATION_CODE)
    region = fields.String(validate=validate.Regexp(r"\d{6}\Z"))


class BodyChange(StrictSchema):
    """Why a body is taken out of use, or put back."""

    reason = PlainText(500, required=True)


class BodyQuery(StrictSchema):
    """What the registry may be narrowed by."""

    kind = Choice(*KINDS)
    region = fields.String(validate=validate.Regexp(r"\d{6}\Z"))
    active = Choice("true", "false")
    limit = fields.String()
    cursor = fields.String()


class NewOutsideReferral(Command):
    """A case that is led to a body outside."""

    track = PlainText(40, required=True)
    case_id = PlainText(64, required=True)
    body = PlainText(40, required=True)
    subject = PersonalText(500, required=True)
    feedback_due_on = LegalDate()
    reason = PersonalText(2000, required=True)


class NameBody(Command):
    """The body that a referral leads to, and until when it reports back."""

    body = PlainText(40, required=True)
    feedback_due_on = LegalDate()


class Take(Command):
    """That the body has taken the matter up, under which number, and when it reports back."""

    reference = PlainText(120)
    feedback_due_on = LegalDate()


class Decline(Command):
    """Why the body does not take the matter up."""

    reason = PersonalText(2000, required=True)


class Conclude(Command):
    """What came of it."""

    outcome = Choice(*OUTCOMES, required=True)
    text = PersonalText(4000, required=True)


class Recall(Command):
    """Why the referral is taken back."""

    reason = PersonalText(2000, required=True)


class ReferralQuery(StrictSchema):
    """What referrals may be narrowed by."""

    state = Choice(*STATES)
    track = PlainText(40)
    agency = PlainText(40)
    limit = fields.String()
    cursor = fields.String()
