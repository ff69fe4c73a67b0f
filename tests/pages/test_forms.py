"""Forms are drawn from the schemas of commands, and read back into payloads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from gateway.web.forms import Field, fields_of, kind_of, payload_of, read_day, typed, whole_number

PERSON: dict[str, Any] = {
    "type": "object",
    "properties": {"name": {"type": "string", "title": "姓名"}, "agreed": {"type": "boolean"}},
    "required": ["name"],
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "on": {"type": "string", "format": "date"},
        "count": {"type": "integer"},
        "kind": {"type": "string", "oneOf": [{"const": "a", "title": "甲"}]},
        "applicants": {"type": "array", "items": PERSON, "minItems": 1},
    },
    "required": ["applicants"],
}


def test_a_posted_form_is_read_into_the_payload_of_its_schema() -> None:
    posted = (
        "csrf_token=x&_key=y&on=2026%E5%B9%B43%E6%9C%881%E6%97%A5&count=12&kind=a"
        "&applicants.0.name=%E5%BC%A0%E4%B8%89&applicants.0.agreed=false&applicants.1.name="
    )

    assert payload_of(SCHEMA, typed(posted)) == {
        "on": "2026-03-01",
        "count": 12,
        "kind": "a",
        "applicants": [{"name": "张三", "agreed": False}],
    }


def test_what_is_left_empty_is_left_out_and_nothing_unknown_comes_along() -> None:
    values = typed("on=&kind=&matter_id=abc")

    assert payload_of({**SCHEMA, "required": []}, values) == {}
    assert payload_of(SCHEMA, values) == {"applicants": [{}]}


def test_a_choice_taken_by_default_does_not_make_an_optional_part() -> None:
    kind = {"type": "string", "default": "suit", "oneOf": [{"const": "suit", "title": "诉讼"}]}
    part = {"type": "object", "properties": {"kind": kind, "id": {"type": "string"}}}
    schema = {"type": "object", "properties": {"origin": part}}

    assert payload_of(schema, typed("origin.kind=suit&origin.id=")) == {}
    assert payload_of(schema, typed("origin.kind=suit&origin.id=7")) == {
        "origin": {"kind": "suit", "id": "7"}
    }


def test_a_row_that_was_taken_out_in_the_middle_leaves_the_others_in_order() -> None:
    values = typed("applicants.0.name=a&applicants.7.name=b&applicants.12.name=c")

    names = [each["name"] for each in payload_of(SCHEMA, values)["applicants"]]
    assert names == ["a", "b", "c"]


def by_name(fields: Iterable[Field]) -> dict[str, Field]:
    return {field.name: field for field in fields}


def test_what_has_to_be_filled_in_stands_before_what_may_be_left_empty() -> None:
    party = {"properties": {"code": {}, "name": {}, "post": {}}, "required": ["name"]}

    assert [field.name for field in fields_of(party, {})] == ["name", "code", "post"]


def test_names_of_fields_are_the_paths_of_errors() -> None:
    applicants = by_name(fields_of(SCHEMA, {"applicants": [{"name": "张三"}]}))["applicants"]

    assert [part.name for part in applicants.items[0].parts] == [
        "applicants.0.name",
        "applicants.0.agreed",
    ]
    assert applicants.items[0].parts[0].value == "张三"


def test_a_list_that_needs_one_row_is_drawn_with_one() -> None:
    assert len(by_name(fields_of(SCHEMA, {}))["applicants"].items) == 1


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"type": "boolean"}, "yes_no"),
        ({"type": "string", "format": "date"}, "date"),
        ({"type": "string", "maxLength": 20_000}, "long"),
        ({"type": "string", "maxLength": 80}, "text"),
        ({"oneOf": [{"const": str(n), "title": "x"} for n in range(5)]}, "few"),
        ({"oneOf": [{"const": str(n), "title": "x"} for n in range(6)]}, "many"),
        ({"type": ["object", "null"], "properties": {}}, "group"),
        ({"type": "integer"}, "number"),
        ({"type": "integer", "oneOf": [{"const": n, "title": "x"} for n in range(6)]}, "many"),
    ],
)
def test_every_kind_of_value_has_the_control_that_fits(schema: dict[str, Any], kind: str) -> None:
    assert kind_of(schema) == kind


@pytest.mark.parametrize(
    "typed_day", ["2026-3-1", "2026/03/01", "2026.3.1", "20260301", "2026年3月1日", " 2026-03-01 "]
)
def test_a_day_is_understood_as_people_write_it(typed_day: str) -> None:
    assert read_day(typed_day) == "2026-03-01"


def test_what_is_no_day_stays_as_typed_so_that_the_service_can_say_so() -> None:
    assert read_day("上周三") == "上周三"


@pytest.mark.parametrize(
    "text", ["", "-", "1.5", "1e3", "--1", "\u00b2", "\uff11", "9" * 19, "9" * 5000]
)
def test_what_is_no_number_stays_as_typed_so_that_the_service_can_say_so(text: str) -> None:
    assert whole_number(text) is None
    assert payload_of(SCHEMA, {"count": text}).get("count", "") == text


ACT: dict[str, Any] = {
    "type": "object",
    "properties": {
        "kind": {"type": "string", "x-known": [{"const": "penalty", "title": "行政处罚"}]}
    },
}


@pytest.mark.parametrize(
    ("written", "meant", "shown"),
    [
        ("行政处罚", "penalty", "行政处罚"),
        ("penalty", "penalty", "行政处罚"),
        ("退休审批", "退休审批", "退休审批"),
    ],
)
def test_a_text_with_proposals_takes_their_words_and_others(
    written: str, meant: str, shown: str
) -> None:
    payload = payload_of(ACT, {"kind": written})
    (field,) = fields_of(ACT, payload)

    assert payload == {"kind": meant}
    assert (field.kind, field.value) == ("known", shown)
    assert field.choices == [("penalty", "行政处罚")]
