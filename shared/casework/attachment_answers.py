"""What the routes for papers are asked and answer."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from shared.casework import labels
from shared.casework.answers import TextAnswer
from shared.casework.fields import Choice, PlainText
from shared.casework.revealing import PAPER_PURPOSES
from shared.http.labels import label
from shared.http.schemas import IsoDate, StrictSchema


class AttachmentAnswer(StrictSchema):
    """
    One paper of a case: `on` the day it was handed in, `withdrawn` why it no longer counts.

    What was withdrawn is listed, and not handed out.
    """

    id = fields.String(required=True)
    name = fields.String(required=True)
    sha256 = fields.String(required=True)
    size = fields.Integer(required=True)
    kind = fields.String(required=True)
    kind_label = fields.Nested(TextAnswer, required=True)
    on = IsoDate(required=True)
    by = fields.String(required=True, allow_none=True)
    thumbnail = fields.Boolean(required=True)
    withdrawn = fields.String(required=True, allow_none=True, dump_default=None)
    withdrawn_on = IsoDate(required=True, allow_none=True, dump_default=None)
    withdrawn_by = fields.String(required=True, allow_none=True, dump_default=None)


class AttachmentListAnswer(StrictSchema):
    """The papers of a case, in the order in which they came."""

    items = fields.List(fields.Nested(AttachmentAnswer), required=True)


class DownloadQuery(StrictSchema):
    """What a paper is handed out for."""

    purpose = Choice(
        PAPER_PURPOSES,
        required=True,
        metadata=label("下载目的", "purpose", "下载将被记录。", "It is written down."),
    )


class Withdrawing(StrictSchema):
    """Why a paper no longer counts."""

    reason = PlainText(2000, required=True, metadata=labels.REASON)


def uploading(field: str) -> dict[str, Any]:
    """Return the description of a form with one file or several."""
    files = {
        "type": "array",
        "description": "一个或者多个文件 one file or several",
        "items": {"type": "string", "format": "binary"},
        "minItems": 1,
    }
    schema = {"type": "object", "properties": {field: files}, "required": [field]}
    return {"required": True, "content": {"multipart/form-data": {"schema": schema}}}
