"""What the payload of each command on an objection looks like."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, validates_schema

from shared.casework import labels
from shared.casework.fields import Choice, Part, PastDate, PersonalText, PlainText
from shared.casework.payload_parts import Agency, Party
from shared.casework.payloads import Command, Opening
from shared.http.labels import label
from shared.http.schemas import StrictSchema
from shared.language import Text


class NormativeDocument(StrictSchema):
    """A normative document (规范性文件) below the rank of a rule."""

    name = PlainText(300, required=True, metadata=label("文件名称", "name of the document"))
    number = PlainText(120, metadata=label("文号", "number of the document"))
    made_on = PastDate(metadata=label("制定日期", "made on"))


class Receive(Opening):
    """Who objects to which document, and why."""

    document = Part(
        NormativeDocument, required=True, metadata=label("规范性文件", "normative document")
    )
    maker = Part(Agency, required=True, metadata=label("制定机关", "maker of the document"))
    objector = Part(Party, required=True, metadata=label("提出人", "objector"))
    grounds = PersonalText(20_000, required=True, metadata=label("异议理由", "grounds"))
    received_on = PastDate(required=True, metadata=labels.RECEIVED_ON)


class AnswerObjection(Command):
    """What became of the document, and what the objector is told."""

    outcome = Choice(
        {
            "changed": Text("修改", "changed"),
            "kept": Text("继续有效", "kept"),
            "repealed": Text("废止", "repealed"),
            "referred": Text("转送有权机关", "referred to the competent organ"),
        },
        required=True,
        metadata=label("处理结果", "outcome"),
    )
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


class Close(Command):
    """The closing of the file."""
