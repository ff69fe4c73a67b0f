"""What partners are answered."""

from __future__ import annotations

from marshmallow import Schema, fields

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
