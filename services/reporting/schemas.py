"""What callers may send to the reports."""

from __future__ import annotations

from shared.casework import labels
from shared.casework.fields import PlainText, RegionCode
from shared.http.labels import label
from shared.http.schemas import LegalDate, StrictSchema


class IndicatorQuery(StrictSchema):
    """A span of days, both included; by default this year so far. Of an agency and an area."""

    first = LegalDate(data_key="from", metadata=label("自", "from"))
    last = LegalDate(data_key="to", metadata=label("至", "to"))
    agency = PlainText(40, metadata=labels.AGENCY_CODE)
    region = RegionCode(metadata=labels.REGION)


class ReportQuery(StrictSchema):
    """The day whose period is reported; today when nothing is said."""

    on = LegalDate(
        metadata=label(
            "报告所属日", "day of the period", "不填为今天。", "Today when nothing is said."
        )
    )
    agency = PlainText(40, metadata=labels.AGENCY_CODE)
    region = RegionCode(metadata=labels.REGION)


class SupervisionQuery(StrictSchema):
    """The agency, which can only be the caller's own."""

    agency = PlainText(40, metadata=labels.AGENCY_CODE)
