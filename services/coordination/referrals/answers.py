"""What is answered about referrals, as the OpenAPI document describes it."""

from __future__ import annotations

from marshmallow import Schema, fields

from services.coordination.joining.answers import CaseReference, DecidingOfficerAnswer
from shared.casework.answers import AgencyAnswer, TextAnswer
from shared.http.schemas import IsoDate, IsoInstant


class SenderAnswer(Schema):
    """The case, or the court, from which a referral comes."""

    track = fields.String()
    case_id = fields.String(allow_none=True, dump_default=None)
    number = fields.String(allow_none=True, dump_default=None)
    name = fields.String(allow_none=True, dump_default=None)
    agency = fields.Nested(AgencyAnswer, allow_none=True, dump_default=None)
    assignee = fields.String(allow_none=True, dump_default=None)


class BodyReference(Schema):
    """A body of the registry, named."""

    id = fields.String()
    name = fields.String()


class ReachedCase(CaseReference):
    """The case that a referral led to, as it stands."""

    status = fields.String(allow_none=True)


class ReceiverAnswer(Schema):
    """Where a referral leads: a procedure, and the agency, body or case that it reached."""

    target = fields.String()
    label = fields.Nested(TextAnswer)
    agency = fields.Nested(AgencyAnswer, allow_none=True)
    body = fields.Nested(BodyReference, allow_none=True)
    case = fields.Nested(ReachedCase, allow_none=True)


class OutcomeAnswer(Schema):
    """What came of a referral."""

    outcome = fields.String()
    on = IsoDate()
    ground = fields.String()
    text = fields.String()
    reason = fields.String()


class ReferralAnswer(Schema):
    """One referral from offer to outcome."""

    id = fields.String(attribute="_id")
    matter_id = fields.String()
    state = fields.String()
    state_label = fields.Nested(TextAnswer)
    outside = fields.Boolean()
    sender = fields.Nested(SenderAnswer, data_key="from", attribute="from")
    receiver = fields.Nested(ReceiverAnswer, data_key="to", attribute="to")
    needs_body = fields.Boolean()
    subject = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    reference = fields.String(allow_none=True, dump_default=None)
    offered_on = IsoDate()
    take_up_due_on = IsoDate()
    policy_days = fields.Integer()
    policy = fields.Nested(TextAnswer)
    taken_on = IsoDate(allow_none=True, dump_default=None)
    feedback_due_on = IsoDate(allow_none=True, dump_default=None)
    ended_on = IsoDate(allow_none=True, dump_default=None)
    overdue_since = IsoDate(allow_none=True, dump_default=None)
    outcome = fields.Nested(OutcomeAnswer, allow_none=True)
    due_on = IsoDate(allow_none=True)
    days_left = fields.Integer(allow_none=True)
    level = fields.String(allow_none=True)


class StepAnswer(Schema):
    """One step of a history."""

    version = fields.Integer()
    step = fields.String()
    on = IsoDate()
    at = IsoInstant()
    actor = fields.Nested(DecidingOfficerAnswer)
    details = fields.Dict()


class WholeReferralAnswer(ReferralAnswer):
    """One referral with its history and what may be done with it."""

    allowed = fields.List(fields.String())
    history = fields.List(fields.Nested(StepAnswer))


class ReferralPage(Schema):
    """One page of referrals, the latest first."""

    items = fields.List(fields.Nested(ReferralAnswer))
    next_cursor = fields.String(allow_none=True)
