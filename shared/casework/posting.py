"""Acts that are posted: in time by the day of posting, however long the post takes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from marshmallow import ValidationError, validates_schema

from shared.casework.fields import Choice, PastDate
from shared.http.labels import label
from shared.http.schemas import StrictSchema
from shared.language import Text

MEANS_OF_POSTING: Mapping[str, Text] = MappingProxyType(
    {
        "express_mail": Text("邮政特快专递（EMS）", "express mail (EMS)"),
        "registered_mail": Text("挂号信", "registered mail"),
        "ordinary_mail": Text("平信", "ordinary mail"),
    }
)
_NO_MEANS = Text(
    "写明交邮日期的，应当写明交邮方式（民事诉讼法85¶4）。",
    "Say how it was posted (民事诉讼法85¶4).",
)
_NO_DAY = Text(
    "写明交邮方式的，应当写明交邮日期（民事诉讼法85¶4）。",
    "Say on which day it was posted (民事诉讼法85¶4).",
)
_AFTER_RECEIPT = Text(
    "交邮日期不能晚于收到日期（民事诉讼法85¶4）。",
    "Nothing is posted after it was received (民事诉讼法85¶4).",
)


class Posted(StrictSchema):
    """
    When and how an act was posted.

    The period that it answers is judged by this day, because time in the post does not count; the
    period that it starts runs from the day of receipt (民诉法85¶4; 复议法88¶1; 行诉解释48¶4).
    """

    posted_on = PastDate(
        metadata=label(
            "交邮日期",
            "posted on",
            "以邮戳为准；期满前交邮的，不算过期（民诉法第八十五条第四款）。",
            "By the postmark. Posted before the end of the period, it is in time (art. 85¶4 of the "
            "Civil Procedure Law).",
        )
    )
    posted_by = Choice(MEANS_OF_POSTING, metadata=label("交邮方式", "how it was posted"))

    @validates_schema(skip_on_field_errors=True)
    def _posting_is_whole(self, data: Mapping[str, Any], **_: Any) -> None:
        day, means = data.get("posted_on"), data.get("posted_by")
        if day and not means:
            raise ValidationError([_NO_MEANS], "posted_by")
        if means and not day:
            raise ValidationError([_NO_DAY], "posted_on")
        received = [data[name] for name in ("received_on", "on") if data.get(name)]
        if day and received and day > min(received):
            raise ValidationError([_AFTER_RECEIPT], "posted_on")
