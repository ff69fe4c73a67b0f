"""What the routes of views and drafts take and answer."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.me.drafts import MOST_BYTES
from gateway.me.views import LONGEST_ADDRESS, LONGEST_NAME
from shared.casework.fields import PlainText
from shared.http.labels import label
from shared.http.schemas import StrictSchema, refusal
from shared.language import Text

_TOO_LONG = Text(
    f"草稿至多 {MOST_BYTES} 字节。", f"A draft has at most {MOST_BYTES} bytes in UTF-8."
)


def check_size(content: str) -> None:
    """Refuse a draft that is longer than drafts may be; `ValidationError` says so."""
    if len(content.encode()) > MOST_BYTES:
        raise refusal(_TOO_LONG)


class NewView(StrictSchema):
    """A list under a name."""

    name = PlainText(LONGEST_NAME, required=True, metadata=label("视图名称", "name of the view"))
    address = PlainText(
        LONGEST_ADDRESS,
        required=True,
        metadata=label(
            "地址",
            "address",
            "工作台中列表的路径和筛选条件，不含查找词。",
            "Path and filters of a list of the workbench, without words searched for.",
        ),
    )


class NewDraft(StrictSchema):
    """A form as it was typed so far, in whatever form the client writes it."""

    content = fields.String(
        required=True, validate=check_size, metadata=label("草稿内容", "what was typed")
    )


class ViewAnswer(Schema):
    """A saved view."""

    key = fields.String(required=True)
    name = fields.String(required=True)
    address = fields.String(required=True)


class ViewList(Schema):
    """All saved views, in the order in which they were saved."""

    items = fields.List(fields.Nested(ViewAnswer), required=True)


class SavedDraft(Schema):
    """When a draft was saved."""

    key = fields.String(required=True)
    saved_at = fields.String(required=True)


class DraftList(Schema):
    """All drafts, the latest first, without what they hold."""

    items = fields.List(fields.Nested(SavedDraft), required=True)


class DraftAnswer(SavedDraft):
    """A draft."""

    content = fields.String(required=True)
