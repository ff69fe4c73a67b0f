from __future__ import annotations

import datetime as dt
import inspect
import re
from itertools import product
from typing import Any

import pytest
from marshmallow import ValidationError, fields, validate, validates_schema
from werkzeug.datastructures import MultiDict

from shared.http.messages import translated
from shared.http.problems import Problem
from shared.http.schemas import (
    LegalDate,
    StrictBoolean,
    StrictInteger,
    StrictSchema,
    load,
    load_query,
    refusal,
)
from shared.language import Text

_TOO_OLD = Text("年代过早。", "Too long ago.")


def _recent(value: dt.date) -> None:
    if value.year < 1949:
        raise refusal(_TOO_OLD)


class Person(StrictSchema):
    name = fields.String(required=True, validate=validate.Length(1, 5))


class Letter(StrictSchema):
    received_on = LegalDate(validate=_recent)
    pages = StrictInteger(validate=validate.Range(1, 9))
    urgent = StrictBoolean()
    people = fields.List(fields.Nested(Person))

    @validates_schema
    def _check_together(self, data: dict[str, Any], **_: object) -> None:
        if data.get("urgent") and "received_on" not in data:
            raise refusal(Text("加急须注明收到日期。", "An urgent letter needs its date."))


def _errors(raw: dict[str, Any]) -> dict[str, list[Text]]:
    with pytest.raises(Problem) as refused:
        load(Letter(), raw)
    assert (refused.value.status, refused.value.code) == (422, "validation")
    return {path: list(texts) for path, texts in (refused.value.errors or {}).items()}


def test_a_proper_letter_is_read() -> None:
    raw = {"received_on": "2024-02-29", "pages": 2, "urgent": True, "people": [{"name": "王五"}]}

    assert load(Letter(), raw) == raw | {"received_on": dt.date(2024, 2, 29)}


@pytest.mark.parametrize(
    "value",
    [
        "2023-02-29",
        "20240229",
        "2024-W09-4",
        "2024-2-9",
        "2024-02-29T00:00:00",
        20240229,
        None,
        "٢٠٢٤-02-29",
        {"$gt": "2024-01-01"},
    ],
)
def test_a_date_that_does_not_exist_or_is_written_otherwise_is_refused(value: object) -> None:
    assert list(_errors({"received_on": value})) == ["received_on"]


@pytest.mark.parametrize("value", ["2", 2.0, True, None, {"$ne": 1}, 0, 10])
def test_only_a_json_integer_in_range_is_a_number_of_pages(value: object) -> None:
    assert list(_errors({"pages": value})) == ["pages"]


@pytest.mark.parametrize("value", ["true", 1, 0, None, []])
def test_only_true_and_false_are_yes_and_no(value: object) -> None:
    assert list(_errors({"urgent": value})) == ["urgent"]


def test_an_unknown_field_is_named_where_it_stands() -> None:
    errors = _errors({"colour": "red", "people": [{"name": "李四"}, {"name": "王五", "age": 3}]})

    assert errors == {
        "colour": [Text("未知字段。", "Unknown field.")],
        "people.1.age": [Text("未知字段。", "Unknown field.")],
    }


def test_a_refusal_of_ours_keeps_both_languages() -> None:
    assert _errors({"received_on": "1920-01-01"}) == {"received_on": [_TOO_OLD]}


def test_a_refusal_of_the_whole_stands_at_the_root() -> None:
    assert list(_errors({"urgent": True})) == ["$"]


def test_a_parameter_given_twice_is_refused() -> None:
    with pytest.raises(Problem) as refused:
        load_query(Person(), MultiDict([("name", "a"), ("name", "b")]))

    assert list(refused.value.errors or ()) == ["name"]


def _field_messages() -> set[str]:
    return {
        message
        for _, kind in inspect.getmembers(fields, inspect.isclass)
        for message in getattr(kind, "default_error_messages", {}).values()
    }


def _validator_messages() -> set[str]:
    # The bounds of `Range` are put together from pieces; the next function makes whole ones.
    pieces = {"message_min", "message_max", "message_all", "message_gte", "message_gt"}
    pieces |= {"message_lte", "message_lt"}
    whole = {
        value
        for _, kind in inspect.getmembers(validate, inspect.isclass)
        if kind is not validate.Range
        for name, value in vars(kind).items()
        if isinstance(value, str) and name.startswith(("message", "default_message"))
    }
    assert pieces <= vars(validate.Range).keys()
    return whole


def _range_messages() -> set[str]:
    found: set[str] = set()
    for low, high, low_in, high_in in product((None, 3), (None, 5), (True, False), (True, False)):
        limits = validate.Range(low, high, min_inclusive=low_in, max_inclusive=high_in)
        for value in (-1, 9):
            try:
                limits(value)
            except ValidationError as error:
                found.update(map(str, error.messages))
    return found


def _marshmallow_messages() -> list[str]:
    """Return what marshmallow's fields and validators say, with a plausible value filled in."""
    templates = _field_messages() | _validator_messages()
    dated = {
        message.replace("{obj_type}", "datetime").replace("{awareness}", "naive")
        for message in templates
    }
    return sorted({re.sub(r"\{[^}]*\}", "3", message) for message in dated} | _range_messages())


_OF_DATA = "Missing data for required field."


@pytest.mark.parametrize("message", _marshmallow_messages())
def test_each_message_of_marshmallow_has_a_chinese_text(message: str) -> None:
    text = translated(message)

    assert text.en == ("This has to be filled in." if message == _OF_DATA else message)
    assert message not in text.zh
    assert any("一" <= character <= "鿿" for character in text.zh)


def test_a_message_nobody_translated_is_quoted_rather_than_lost() -> None:
    assert translated("Too blue.") == Text("值无效（Too blue.）", "Too blue.")


@pytest.mark.parametrize("on", ["1900-01-01", "2199-12-31"])
def test_the_first_and_the_last_date_that_a_case_can_speak_of(on: str) -> None:
    class Dated(StrictSchema):
        on = LegalDate()

    assert load(Dated(), {"on": on})["on"].isoformat() == on


@pytest.mark.parametrize("on", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])
def test_a_date_out_of_bounds_is_refused_with_its_bounds(on: str) -> None:
    class Dated(StrictSchema):
        on = LegalDate()

    with pytest.raises(Problem) as refused:
        load(Dated(), {"on": on})

    (text,) = (refused.value.errors or {})["on"]
    assert text == Text(
        "日期应在 1900-01-01 至 2199-12-31 之间。",
        "The date must lie between 1900-01-01 and 2199-12-31.",
    )
