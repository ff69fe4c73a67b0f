"""What is answered about bodies outside."""

from __future__ import annotations

from marshmallow import Schema, fields


class BodyAnswer(Schema):
    """One body of the registry."""

    id = fields.String(attribute="_id")
    kind = fields.String()
    name = fields.String()
    code = fields.String(allow_none=True, dump_default=None)
    region = fields.String(allow_none=True, dump_default=None)
    region_name = fields.String(allow_none=True)
    active = fields.Boolean()


class BodyPage(Schema):
    """One page of the registry, by kind."""

    items = fields.List(fields.Nested(BodyAnswer))
    next_cursor = fields.String(allow_none=True)
