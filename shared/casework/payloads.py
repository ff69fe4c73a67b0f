"""What every command carries, and how a payload is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from marshmallow import Schema, fields, validate

from shared.casework import labels
from shared.casework.disputed_fields import DISPUTED_FIELDS
from shared.casework.fields import FUTURE, Choice, PastDate, PlainText, RegionCode
from shared.casework.payload_parts import Agency, Origin
from shared.casework.personal_numbers import holds_personal_number
from shared.http.labels import label
from shared.http.problems import Problem
from shared.http.schemas import StrictSchema, load, refusal
from shared.language import Text

_MATTER = re.compile(r"[0-9A-Za-z_-]{8,64}\Z")


class Command(StrictSchema):
    """What every command carries: the legal date on which the act took place."""

    on = PastDate(metadata=labels.ON)


def is_impersonal(value: str) -> None:
    """Refuse a title with somebody's number in it: titles are listed, searched and told."""
    if holds_personal_number(value):
        raise refusal(
            Text(
                "不得含有身份证号码、电话号码或者银行卡号。",
                "No identity, telephone or bank card number may stand here.",
            )
        )


class Opening(Command):
    """What every creating command carries beside its own fields."""

    title = PlainText(
        200,
        validate=[validate.Length(min=1, max=200), is_impersonal],
        metadata=label(
            "标题",
            "title",
            "案件列表中显示，不得含身份证、电话、银行卡号码；不填时由系统生成。",
            "Shown in lists, without anybody's numbers; made by the system when empty.",
        ),
    )
    region = RegionCode(metadata=labels.REGION)
    assignee = PlainText(80, metadata=labels.ASSIGNEE)
    field = Choice(DISPUTED_FIELDS, metadata=label("争议领域", "field of the dispute"))
    matter_id = fields.String(validate=validate.Regexp(_MATTER), metadata=labels.MATTER_ID)
    agency = fields.Nested(
        Agency,
        metadata=label(
            "办理机关",
            "handling agency",
            "不填时为您所在的机关。",
            "Your own agency when empty.",
        ),
    )
    origin = fields.Nested(
        Origin,
        metadata=label(
            "案件来源",
            "origin of the case",
            "引出本案的案件，由系统记录。",
            "The case that led to this one, recorded by the system.",
        ),
    )


# Where a case comes from is settled when it is opened, not when it is filled in later. Whose it is
# changes by a command of its own.
BEGINNINGS = ("matter_id", "origin", "agency", "assignee")


@cache
def without_beginnings(schema: type[Schema]) -> type[Schema]:
    """Return the payload of an opening command given on a case that exists already."""
    left_out = tuple(name for name in BEGINNINGS if name in declared(schema))
    meta = type("Meta", (StrictSchema.Meta,), {"exclude": left_out})
    return type(f"{schema.__name__}OnCase", (schema,), {"Meta": meta, "__doc__": schema.__doc__})


def load_payload(schema: Schema, raw: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return `raw` as `schema` reads it.

    Raises `Problem` 422: `date-in-future` when that is all that is wrong, else `validation`.
    """
    try:
        return load(schema, raw)
    except Problem as problem:
        texts = [text for field in (problem.errors or {}).values() for text in field]
        if texts and all(text == FUTURE for text in texts):
            raise Problem(422, "date-in-future", FUTURE, errors=problem.errors) from problem
        raise


def as_given(schema: Schema, recorded: Mapping[str, Any]) -> dict[str, Any]:
    """Return a recorded payload as it was given: without what its schema adds and never reads."""
    added = {name for name, field in schema.fields.items() if field.dump_only}
    return {name: value for name, value in recorded.items() if name not in added}


def declared(schema: type[Schema]) -> Iterable[str]:
    """Return the names of the fields that a payload schema declares."""
    return schema._declared_fields.keys()
