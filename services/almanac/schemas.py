"""What callers may send to the almanac."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import fields

from shared.casework import labels
from shared.casework.fields import Choice, ListOf, PlainText
from shared.http.labels import label
from shared.http.schemas import LegalDate, StrictInteger, StrictSchema
from shared.language import Text
from shared.law.rule import UNIT_NAMES


def _coded(words: Mapping[Any, Text]) -> dict[str, Text]:
    return {str(code): text for code, text in words.items()}


IN_FORCE_ON = label(
    "按哪日的规定", "in force on", "适用该日有效的规定。", "The version in force on that day."
)
STARTED_ON = label(
    "起算日",
    "started on",
    "引起期限的事件发生之日，当日不计入。",
    "The day of the event that starts the clock; it does not count itself.",
)


class RuleQuery(StrictSchema):
    """The day whose version is asked for."""

    on = LegalDate(metadata=IN_FORCE_ON)


class PausePart(StrictSchema):
    """An interval that does not count: the days after `from`, up to and including `to`."""

    start = LegalDate(required=True, data_key="from", metadata=label("自", "from"))
    end = LegalDate(
        allow_none=True,
        load_default=None,
        data_key="to",
        metadata=label("至", "to", "仍在继续的不填。", "Empty while it lasts."),
    )
    reason = PlainText(200, allow_none=True, metadata=labels.REASON)


class LengthPart(StrictSchema):
    """A length in place of the rule's own."""

    value = StrictInteger(required=True, metadata=label("长度", "length"))
    unit = Choice(_coded(UNIT_NAMES), required=True, metadata=label("单位", "unit"))
    direction = Choice(
        {"forward": Text("向后", "forward"), "backward": Text("向前倒算", "backward")},
        load_default="forward",
        metadata=label("计算方向", "direction"),
    )


class Computation(StrictSchema):
    """The facts from which a due date follows."""

    # Not required here: without it the answer names the fact that the rule counts from.
    started_on = LegalDate(allow_none=True, load_default=None, metadata=STARTED_ON)
    pauses = ListOf(
        fields.Nested(PausePart),
        most=100,
        load_default=list,
        metadata=label("不计入的期间", "pauses"),
    )
    extended_by = StrictInteger(load_default=0, metadata=label("延长", "extended by"))
    on = LegalDate(metadata=IN_FORCE_ON)
    variant = PlainText(
        60,
        allow_none=True,
        load_default=None,
        metadata=label(
            "情形",
            "variant",
            "同一规则有不同长度的，选定其中一种。",
            "Where one rule has several lengths.",
        ),
    )
    length = fields.Nested(
        LengthPart,
        allow_none=True,
        load_default=None,
        metadata=label(
            "另定长度",
            "length in place of the rule's",
            "法律允许另行指定长度的填写。",
            "Where the law lets somebody set the length.",
        ),
    )
    specified_on = LegalDate(
        allow_none=True,
        load_default=None,
        metadata=label(
            "指定的届满日",
            "specified day",
            "由机关或者法院指定的。",
            "Set by an agency or a court.",
        ),
    )


class ReceiptCheck(Computation):
    """A receipt with the inputs that it is said to follow from, and the date if it is known."""

    receipt = fields.String(required=True, metadata=label("计算凭证", "receipt"))
    rule = PlainText(60, required=True, metadata=label("期限规则", "rule"))
    version = PlainText(60, metadata=label("规则版本", "version of the rule"))
    due_on = LegalDate(allow_none=True, metadata=label("届满日", "due on"))


class DaySpan(StrictSchema):
    """Days from one to another, both included."""

    first = LegalDate(required=True, data_key="from", metadata=label("自", "from"))
    last = LegalDate(required=True, data_key="to", metadata=label("至", "to"))
