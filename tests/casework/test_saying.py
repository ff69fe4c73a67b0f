"""What an entry says is read in words, and nothing personal is told by it."""

from __future__ import annotations

from typing import Any

from services.petitions.intake_schemas import Register
from services.petitions.routing_schemas import Urge
from services.reconsideration.outcome_schemas import OrderPerformance
from services.reconsideration.review_schemas import Suspend
from shared.casework.case import plain
from shared.casework.personal import Personal
from shared.casework.saying import said_in
from shared.http.schemas import StrictSchema, load

PHONE = "13800138000"


def said(schema: type[StrictSchema], payload: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found = said_in(schema, plain(load(schema(), payload)))
    return {each["field"]: each for each in found}


def petition() -> dict[str, Any]:
    return {
        "channel": "visit",
        "received_on": "2024-05-06",
        "received_as": "petition_office",
        "petitioners": [{"name": "王小明", "phone": PHONE}, {"name": "李小红"}],
        "content": "楼道的灯坏了三个月",
        "address_unclear": False,
    }


def test_a_field_is_told_with_label_value_and_the_words_of_the_value() -> None:
    told = said(Register, petition())

    assert told["channel"] == {
        "field": "channel",
        "label": {"zh": "信访形式", "en": "how it came in"},
        "value": "visit",
        "words": {"zh": "走访", "en": "visit"},
        "sealed": False,
    }
    assert told["address_unclear"]["words"] == {"zh": "否", "en": "no"}
    assert (told["received_on"]["value"], told["received_on"]["words"]) == ("2024-05-06", None)


def test_the_ground_of_an_article_is_told_in_the_words_of_the_law() -> None:
    words = said(Suspend, {"ground": "39(5)"})["ground"]["words"]

    assert words["zh"] == "39(5) 申请人、被申请人因不可抗力或者其他正当理由，不能参加行政复议"


def test_the_fields_of_parts_are_told_by_their_path_and_numbered() -> None:
    told = said(Register, petition())

    assert told["petitioners.1.kind"]["label"] == {
        "zh": "信访人 2：类型",
        "en": "petitioners 2: kind of party",
    }
    assert told["petitioners.1.kind"]["words"] == {"zh": "自然人", "en": "natural person"}


def test_what_is_personal_is_named_and_not_told() -> None:
    told = said(Register, petition())

    for path in ("content", "petitioners.0.name", "petitioners.0.phone"):
        assert (told[path]["value"], told[path]["sealed"]) == (None, True), path
    assert PHONE not in str(told)
    assert "王小明" not in str(told)
    assert "楼道" not in str(told)


def test_several_choices_are_told_in_one_line_and_empty_lists_not_at_all() -> None:
    told = said(OrderPerformance, {"due_on": "2024-06-01", "measures": ["summon", "criticise"]})

    assert told["measures"]["words"]["zh"] == "约谈有关负责人、通报批评"
    assert "measures" not in said(OrderPerformance, {"due_on": "2024-06-01"})


def test_a_field_that_the_code_no_longer_knows_keeps_its_name_and_its_seal() -> None:
    told = said_in(Urge, {"ground": "retired_code", "gone": "text", "secret": Personal("王")})

    assert [(each["field"], each["value"], each["words"]) for each in told] == [
        ("ground", "retired_code", None),
        ("gone", "text", None),
        ("secret", None, None),
    ]
