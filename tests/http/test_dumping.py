"""An answer is written as marshmallow writes it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pytest
from marshmallow import Schema, fields

from shared.http.dumping import writer_of
from shared.http.schemas import IsoDate, IsoInstant

DAY = dt.date(2026, 5, 1)
INSTANT = dt.datetime(2026, 5, 1, 8, tzinfo=dt.UTC)


class Kind(StrEnum):
    LETTER = "letter"


class Part(Schema):
    zh = fields.String()
    below = fields.Nested(lambda: Part(only=("zh",)), allow_none=True)


class Answer(Schema):
    id = fields.String(attribute="_id")
    kind = fields.String()
    count = fields.Integer()
    share = fields.Float()
    done = fields.Boolean()
    on = IsoDate(data_key="from", allow_none=True)
    at = IsoInstant()
    open = fields.Dict()
    by_name = fields.Dict(keys=fields.String(), values=IsoDate())
    parts = fields.List(fields.Nested(Part))
    also = fields.Nested(Part, many=True)
    names = fields.List(fields.String(), allow_none=True)
    deep = fields.String(attribute="open.zh")
    always = fields.String(dump_default=None)


@dataclass(frozen=True)
class Row:
    _id: str
    on: dt.date


FULL = {
    "_id": "7",
    "kind": Kind.LETTER,
    "count": 3,
    "share": 0.5,
    "done": True,
    "on": DAY,
    "at": INSTANT,
    "open": {"zh": "任意"},
    "by_name": {"信": DAY},
    "parts": ({"zh": "一", "below": {"zh": "下", "en": "not told"}},),
    "also": [{"zh": "二", "below": None}],
    "names": None,
    "secret": "not told",
}


@pytest.mark.parametrize(
    "found",
    [
        FULL,
        FULL | {"on": None, "at": "2026-05-01T08:00:00Z", "count": "3", "id": "not this"},
        {"_id": 7, "names": ["信", 8], "done": "true", "parts": None},
        {"names": ["信", "函"], "parts": []},
        {"names": ["信", Kind.LETTER, None]},
        {"names": ("信", "函")},
        {},
        Row("7", DAY),
    ],
)
def test_an_answer_is_written_as_marshmallow_writes_it(found: Any) -> None:
    assert writer_of(Answer)(found) == Answer().dump(found)


def test_what_is_written_has_the_types_of_json() -> None:
    written = writer_of(Answer)(FULL)

    assert type(written["kind"]) is str
    assert written["from"] == "2026-05-01"
    assert written["by_name"] == {"信": "2026-05-01"}


def test_an_instance_with_many_writes_a_list() -> None:
    assert writer_of(Part(many=True))([{"zh": "一"}, {"zh": "二"}]) == [{"zh": "一"}, {"zh": "二"}]


def test_what_an_instance_leaves_out_is_not_written() -> None:
    assert writer_of(Part(exclude=("below",)))({"zh": "一", "below": None}) == {"zh": "一"}
