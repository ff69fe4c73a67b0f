"""What callers send about objections to normative documents."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from services.coordination.norms.objection import OUTCOMES, STATES
from shared.casework.fields import (
    Agency,
    Choice,
    Command,
    Part,
    Party,
    PastDate,
    PersonalText,
    PlainText,
)
from shared.http.schemas import StrictSchema
from shared.language import Text


class NormativeDocument(StrictSchema):
    """A normative document (规范性文件) below the rank of a rule."""

    name = PlainText(300, required=True)
    number = PlainText(120)
    made_on = PastDate()


class NewObjection(Command):
    """Who objects to which document, and why."""

    document = Part(NormativeDocument, required=True)
    maker = Part(Agency, required=True)
    objector = Part(Party, required=True)
    grounds = PersonalText(20_000, required=True)
    received_on = PastDate(required=True)
    matter_id = fields.String(validate=validate.Regexp(r"[0-9A-Za-z_-]{8,64}\Z"))


class Answer(Command):
    """What became of the document, and what the objector is told."""

    outcome = Choice(*OUTCOMES, required=True)
    text = PersonalText(20_000, required=True)
    referred_to = Part(Agency)

    @validates_schema
    def _a_referral_names_its_receiver(self, data: dict[str, Any], **_: Any) -> None:
        if (data.get("outcome") == "referred") != (data.get("referred_to") is not None):
            text = Text(
                "转送有权机关处理的（且仅在此时）须写明接收机关。",
                "The receiver is named when, and only when, the objection is referred.",
            )
            raise ValidationError([text], "referred_to")


class ObjectionQuery(StrictSchema):
    """What objections may be narrowed by."""

    state = Choice(*STATES)
    overdue = Choice("true", "false")
    limit = fields.String()
    cursor = fields.String()
