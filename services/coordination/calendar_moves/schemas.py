"""What may be asked of the dates that a notice moved."""

from __future__ import annotations

from marshmallow import fields

from shared.casework import labels
from shared.http.schemas import StrictSchema


class MovesQuery(StrictSchema):
    """Which page; `limit` counts cases, of which one may have several moved dates."""

    limit = fields.String(metadata=labels.LIMIT)
    cursor = fields.String(metadata=labels.CURSOR)
