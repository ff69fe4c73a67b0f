"""What callers send about objections to normative documents."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from services.coordination.norms.objection import OUTCOMES, STATES
from shared.casework import labels
from shared.casework.fields import Choice, Part, PastDate, PersonalText, PlainText
from shared.casework.payload_parts import Agency, Party
from shared.casework.payloads import Command
from shared.http.labels import label
from shared.http.schemas import StrictSchema
from shared.language import Text


class NormativeDocument(StrictSchema):
    """A normative document (规范性文件) below the rank of a rule."""

    name = PlainText(300, required=True, metadata=label("文件名称", "name of the document"))
    number = PlainText(120, metadata=label("文号", "number of the document"))
    made_on = PastDate(metadata=label("制定日期", "made on"))


class NewObjection(Command):
    """Who objects to which document, and why."""

    document = Part(
        NormativeDocument, required=True, metadata=label("规范性文件", "normative document")
    )
    maker = Part(Agency, required=True, metadata=label("制定机关", "maker of the document"))
    objector = Part(Party, required=True, metadata=label("提出人", "objector"))
    grounds = PersonalText(20_000, required=True, metadata=label("异议理由", "grounds"))
    received_on = PastDate(required=True, metadata=labels.RECEIVED_ON)
    matter_id = fields.String(
        validate=validate.Regexp(r"[0-9A-Za-z_-]{8,64}\Z"), metadata=labels.MATTER_ID
    )


class Answer(Command):
    """What became of the document, and what the objector is told."""

    outcome = Choice(OUTCOMES, required=True, metadata=label("处理结果", "outcome"))
    text = PersonalText(20_000, required=True, metadata=label("答复内容", "answer"))
    referred_to = Part(
        Agency,
        metadata=label(
            "转送机关",
            "referred to",
            "转送有权机关处理的填写。",
            "Only where the objection is referred.",
        ),
    )

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

    state = Choice(STATES, metadata=labels.STATE)
    overdue = Choice(labels.TRUE_OR_FALSE, metadata=label("已逾期", "overdue"))
    limit = fields.String(metadata=labels.LIMIT)
    cursor = fields.String(metadata=labels.CURSOR)
