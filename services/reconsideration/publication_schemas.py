"""The payloads by which a decision becomes public, and ceases to be."""

from __future__ import annotations

from marshmallow import validate

from shared.casework.fields import Choice, ListOf, Part, PersonalText, PlainText
from shared.casework.payloads import Command
from shared.http.labels import label
from shared.http.schemas import StrictInteger, StrictSchema
from shared.language import Text
from shared.redaction import BLANKED

LONGEST = 100_000
CLASSIFIED = "state_secret"
GROUNDS = {
    CLASSIFIED: Text("涉及国家秘密", "state secrets"),
    "commercial_secret": Text("涉及商业秘密", "commercial secrets"),
    "personal_privacy": Text("涉及个人隐私", "personal privacy"),
    "act_not_public": Text("原行政行为依法不公开", "the act itself is not public by law"),
}
"""Why a decision is not published (复议法79¶1; 政府信息公开条例14, 15)."""

_WHY = label("理由", "reason")
_QUOTED = label("原文", "words in the decision")


class LiftedMark(StrictSchema):
    """A mark of a rule that is taken off."""

    start = StrictInteger(
        required=True,
        validate=validate.Range(0, LONGEST),
        metadata=label("起始位置", "where it begins"),
    )
    quoted = PersonalText(500, required=True, metadata=_QUOTED)
    reason = PersonalText(500, required=True, metadata=_WHY)


class AddedMark(StrictSchema):
    """Words that are hidden wherever they stand, though no rule says so."""

    quoted = PersonalText(2000, required=True, metadata=_QUOTED)
    replacement = PlainText(
        100, load_default=BLANKED, metadata=label("替换为", "what stands there instead")
    )
    reason = PersonalText(500, required=True, metadata=_WHY)


class Redaction(StrictSchema):
    """The decision as it was made, and what is changed of the marks that rules put on it."""

    original = PersonalText(
        LONGEST,
        required=True,
        metadata=label("决定书全文", "the decision as it was made"),
    )
    lifted = ListOf(
        Part(LiftedMark), most=500, load_default=list, metadata=label("取消的标记", "marks lifted")
    )
    added = ListOf(
        Part(AddedMark), most=500, load_default=list, metadata=label("增加的标记", "marks added")
    )


class Publish(Command, Redaction):
    """Both versions of a decision: as it was made, and as the public reads it."""

    text = PlainText(
        LONGEST,
        required=True,
        metadata=label(
            "公开文本",
            "public text",
            "须与预览所得文本一致。",
            "The text that the preview showed.",
        ),
    )


class WithdrawPublication(Command):
    """Why the public no longer reads a decision."""

    reason = PersonalText(2000, required=True, metadata=_WHY)


class WithholdPublication(Command):
    """Why a decision is not made public."""

    ground = Choice(GROUNDS, required=True, metadata=label("不予公开的情形", "ground"))
    reason = PersonalText(2000, metadata=_WHY)
