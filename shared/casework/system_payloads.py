"""Payloads of the commands that every track has by itself."""

from __future__ import annotations

from marshmallow import fields

from shared.casework import labels
from shared.casework.fields import PlainText
from shared.casework.payloads import Command
from shared.http.labels import label
from shared.http.schemas import StrictSchema

FINDING_CODE = label("提示代码", "code of the finding")


class ExpiryNote(Command):
    """Which clock of the case has run out."""

    clock_id = PlainText(40, required=True, metadata=label("期限标识", "id of the clock"))
    rule = PlainText(40, required=True, metadata=label("期限规则", "rule of the clock"))


class Joining(Command):
    """The matter to which the case belongs from now on, and why."""

    matter_id = PlainText(64, required=True, metadata=label("归入的事项", "matter joined"))
    from_matter_id = PlainText(64, metadata=label("原属事项", "matter left"))
    reason = PlainText(500, required=True, metadata=labels.REASON)


class BothLanguages(StrictSchema):
    """One statement in Chinese and English."""

    zh = PlainText(1000, required=True, metadata=label("中文", "Chinese"))
    en = PlainText(1000, required=True, metadata=label("英文", "English"))


class FindingNote(Command):
    """What coordination found out about the case, and the other case that it concerns."""

    code = PlainText(80, required=True, metadata=FINDING_CODE)
    basis = PlainText(200, required=True, metadata=label("依据", "basis"))
    text = fields.Nested(BothLanguages, required=True, metadata=label("提示内容", "text"))
    track = PlainText(40, metadata=labels.TRACK)
    case_id = PlainText(64, metadata=labels.CASE_ID)
    number = PlainText(120, metadata=labels.CASE_NUMBER)
    kind = PlainText(60, metadata=labels.RELATION_KIND)


class FindingLift(Command):
    """The finding that no longer stands, and why."""

    code = PlainText(80, required=True, metadata=FINDING_CODE)
    reason = PlainText(500, required=True, metadata=labels.REASON)


class Recomputation(Command):
    """The calendar edition by which the open clocks are computed anew."""

    edition = PlainText(120, required=True, metadata=label("放假安排版本", "calendar edition"))
