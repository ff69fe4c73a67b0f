"""What is told of holiday notices, as a schema."""

from __future__ import annotations

from marshmallow import fields

from shared.casework.holiday_notice import HolidayNotice
from shared.events.contract import EventContract, ToldSchema
from shared.events.names import EDITION_ADDED


class ToldEdition(ToldSchema):
    """A notice, in its own terms."""

    edition = fields.Nested(HolidayNotice, required=True)


TOLD = (EventContract(EDITION_ADDED, ToldEdition()),)
