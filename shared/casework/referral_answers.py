"""Referrals to bodies outside: what is said of one, and what the body itself reads of it."""

from __future__ import annotations

from marshmallow import Schema, fields

from shared.casework import labels
from shared.casework.answers import TextAnswer
from shared.casework.fields import Choice, PersonalText, PlainText
from shared.casework.vocabulary import OUTSIDE_OUTCOMES
from shared.http.labels import label
from shared.http.schemas import LegalDate, StrictSchema

FEEDBACK_DUE_ON = label(
    "反馈期限", "feedback due on", "对方反馈结果的最后一日。", "The last day for their feedback."
)


class TakenUp(StrictSchema):
    """That the body has taken the matter up, under which number, and when it reports back."""

    reference = PlainText(120, metadata=label("对方案号", "their number"))
    feedback_due_on = LegalDate(metadata=FEEDBACK_DUE_ON)


class TurnedDown(StrictSchema):
    """Why the body does not take the matter up."""

    reason = PersonalText(2000, required=True, metadata=labels.REASON)


class Concluded(StrictSchema):
    """What came of it."""

    outcome = Choice(OUTSIDE_OUTCOMES, required=True, metadata=label("结果", "outcome"))
    text = PersonalText(4000, required=True, metadata=label("结果说明", "what came of it"))


class BodyReferred(Schema):
    """The body of the registry to which it was referred."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class ReferringAgency(Schema):
    """The agency that referred."""

    code = fields.String(allow_none=True)
    name = fields.String()


class ReferringCase(Schema):
    """The case from which a referral comes, as the body may know it."""

    track = fields.String()
    number = fields.String(allow_none=True)
    agency = fields.Nested(ReferringAgency, allow_none=True)


class ReferredToBody(Schema):
    """A referral as the body reads it that is to take it up."""

    id = fields.String()
    state = fields.String()
    state_label = fields.Nested(TextAnswer)
    sender = fields.Nested(ReferringCase, data_key="from", attribute="from")
    body = fields.Nested(BodyReferred)
    subject = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    reference = fields.String(allow_none=True, dump_default=None)
    offered_on = fields.String()
    take_up_due_on = fields.String()
    taken_on = fields.String(allow_none=True, dump_default=None)
    feedback_due_on = fields.String(allow_none=True, dump_default=None)
    ended_on = fields.String(allow_none=True, dump_default=None)


class ReferredToBodies(Schema):
    """What waits for bodies, the earliest first, up to a hundred."""

    items = fields.List(fields.Nested(ReferredToBody))
