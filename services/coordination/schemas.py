"""What callers may send to coordination."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.coordination.docket.rows import STATUSES
from shared.casework import labels
from shared.casework.docket_query import WANTED_TRACK, DocketNarrowing
from shared.casework.fields import Choice, PlainText
from shared.casework.vocabulary import CLOCK_STATUSES
from shared.http.labels import label
from shared.http.page_query import PageQuery
from shared.http.schemas import LegalDate, StrictSchema
from shared.language import Text


def _coded(words: Mapping[Any, Text]) -> dict[str, Text]:
    return {str(code): text for code, text in words.items()}


class ClockQuery(DocketNarrowing, PageQuery):
    """What the docket may be narrowed by."""

    status = Choice(
        {status: CLOCK_STATUSES[status] for status in STATUSES},
        metadata=label("期限状态", "status of the clock"),
    )
    provisional = Choice(
        {"true": Text("只看暂定的", "provisional ones only")},
        metadata=label(
            "暂定",
            "provisional",
            "届满日所在年度的放假安排尚未公布。",
            "The holidays of the year of the last day are not announced yet.",
        ),
    )


class CountQuery(StrictSchema):
    """Which clocks of the caller's agency are counted."""

    track = PlainText(40, metadata=WANTED_TRACK)
    agency = PlainText(40, metadata=labels.AGENCY_CODE)
    assignee = PlainText(80, metadata=labels.ASSIGNEE_OR_NOBODY)


class DaysQuery(CountQuery):
    """The days of a calendar, both included, and whose clocks and hearings."""

    first = LegalDate(required=True, data_key="from", metadata=label("自", "from"))
    last = LegalDate(required=True, data_key="to", metadata=label("至", "to"))


class SweepOrder(StrictSchema):
    """As of which day to sweep; today when nothing is said."""

    as_of = LegalDate(
        metadata=label(
            "核查截至日", "as of", "不填为今天，不得晚于今天。", "Today when empty; never later."
        )
    )
