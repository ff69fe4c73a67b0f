"""Which page of a list a query asks for."""

from __future__ import annotations

from marshmallow import fields

from shared.http.labels import label
from shared.http.paging import MAX_LIMIT
from shared.http.schemas import StrictSchema

LIMIT = label("每页条数", "items on a page") | {
    "type": "integer",
    "minimum": 1,
    "maximum": MAX_LIMIT,
}
CURSOR = label(
    "翻页标记", "cursor", "上一页答复中的 next_cursor。", "The next_cursor of the page before."
)


class PageQuery(StrictSchema):
    """How many items, and after which; both are read and checked where pages are cut."""

    limit = fields.String(metadata=LIMIT)
    cursor = fields.String(metadata=CURSOR)
