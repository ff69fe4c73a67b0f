"""What is told of referrals, as schemas."""

from __future__ import annotations

from marshmallow import fields

from services.coordination.referrals.referral import STATES
from shared.events.contract import EventContract, ToldAgency, ToldReference, ToldSchema
from shared.events.names import of_referral


class ToldSender(ToldReference):
    """The case that was led elsewhere; a court has none here, but a name."""

    track = fields.String(required=True, allow_none=True)
    case_id = fields.String(required=True, allow_none=True)
    name = fields.Raw(required=True, allow_none=True)


class ToldTargetCase(ToldReference):
    """The case that took a referral up."""

    status = fields.String(required=True)


class ToldReceiver(ToldSchema):
    """The agency named as the receiver, by its code where that is known."""

    code = fields.String(allow_none=True)
    name = fields.String(required=True, allow_none=True)


class ToldTarget(ToldSchema):
    """Where a referral leads: a track or a kind of body, and who there."""

    target = fields.String(required=True)
    agency = fields.Nested(ToldReceiver, required=True, allow_none=True)
    body = fields.Raw(required=True, allow_none=True)
    case = fields.Nested(ToldTargetCase, required=True, allow_none=True)


class ToldOutcome(ToldSchema):
    """What became of a referral."""

    outcome = fields.String(required=True, allow_none=True)
    on = fields.Date(required=True, allow_none=True)


class ToldReferral(ToldSchema):
    """A referral in the state that the event names."""

    referral_id = fields.String(required=True)
    state = fields.String(required=True)
    from_ = fields.Nested(ToldSender, data_key="from", required=True)
    to = fields.Nested(ToldTarget, required=True)
    offered_on = fields.Date(required=True)
    take_up_due_on = fields.Date(required=True, allow_none=True)
    feedback_due_on = fields.Date(required=True, allow_none=True)
    outcome = fields.Nested(ToldOutcome, required=True, allow_none=True)
    agency = fields.Nested(ToldAgency, required=True, allow_none=True)
    assignee = fields.String(required=True, allow_none=True)


TOLD = tuple(EventContract(of_referral(step), ToldReferral()) for step in (*STATES, "arrived"))
