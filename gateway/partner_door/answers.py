"""What partners are answered."""

from __future__ import annotations

from marshmallow import Schema, fields

from shared.casework.answers import TextAnswer
from shared.casework.progress import ProgressAnswer


class PartnerNoticeTaken(Schema):
    """The case or the referral of a notice; `number` and `track` are null for a referral."""

    id = fields.String(required=True)
    number = fields.String(required=True, allow_none=True)
    status = fields.String(required=True)
    track = fields.String(required=True, allow_none=True)
    recorded = fields.Boolean(required=True)


class HandedInProgress(ProgressAnswer):
    """How a petition stands that a hotline handed in; nothing of persons."""

    id = fields.String(required=True)
    number = fields.String(required=True)
    received_on = fields.String(required=True)


class SuggestionReply(Schema):
    """A reply of the agency to a suggestion."""

    on = fields.String(required=True)
    outcome = fields.String(required=True)
    content = fields.String(allow_none=True)


class SuggestionReplies(Schema):
    """A suggestion as the agency has it, with its replies."""

    id = fields.String(required=True)
    case_number = fields.String(required=True)
    number = fields.String(required=True)
    received_on = fields.String(required=True)
    replies = fields.List(fields.Nested(SuggestionReply), required=True)


class ReferringAgency(Schema):
    """The agency that referred; its code is null where it is not known."""

    code = fields.String(required=True, allow_none=True)
    name = fields.String(required=True)


class ReferralSender(Schema):
    """The case from which a referral comes."""

    track = fields.String(required=True)
    number = fields.String(required=True, allow_none=True)
    agency = fields.Nested(ReferringAgency, required=True, allow_none=True)


class ReferredBody(Schema):
    """The body to which it was referred."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class PartnerReferral(Schema):
    """A referral as the body reads it that is to take it up."""

    id = fields.String(required=True)
    state = fields.String(required=True)
    state_label = fields.Nested(TextAnswer, required=True)
    sender = fields.Nested(ReferralSender, required=True, data_key="from", attribute="from")
    body = fields.Nested(ReferredBody, required=True)
    subject = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    reference = fields.String(required=True, allow_none=True)
    offered_on = fields.String(required=True)
    take_up_due_on = fields.String(required=True)
    taken_on = fields.String(required=True, allow_none=True)
    feedback_due_on = fields.String(required=True, allow_none=True)


class PartnerReferrals(Schema):
    """What is open of that which was referred to the partner, the earliest first, up to 100."""

    items = fields.List(fields.Nested(PartnerReferral), required=True)
