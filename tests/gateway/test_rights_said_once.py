"""Rights that many parties share are said once on the page of a matter."""

from __future__ import annotations

from typing import Any

from gateway.web.rights import said_once

CASES = [
    {"track": "petition", "case_id": "a", "number": "信访〔2026〕1号"},
    {"track": "mediation", "case_id": "b", "number": "调解〔2026〕1号"},
]


def right(case: str, party: str, last_on: str | None = "2026-12-28", **changes: Any) -> Any:
    track = "petition" if case == "a" else "mediation"
    return {
        "right": "reconsideration",
        "status": "open",
        "told": {"zh": f"最后一日是 {last_on}", "en": ""},
        "opens_on": None,
        "last_on": last_on,
        "parties": [{"track": track, "case_id": case, "party": party}],
        **changes,
    }


def said(*rights: Any) -> list[tuple[str | None, list[tuple[str, str]]]]:
    found = said_once({"cases": CASES, "limitation_watch": rights})
    return [
        (each["last_on"], [(number, count.zh) for number, count in each["whose"]]) for each in found
    ]


def test_the_same_right_of_many_parties_is_one_row_that_says_whose_it_is() -> None:
    assert said(right("a", "p1"), right("a", "p2"), right("b", "p1")) == [
        ("2026-12-28", [("信访〔2026〕1号", "2 人"), ("调解〔2026〕1号", "1 人")])
    ]


def test_what_may_still_be_used_and_ends_first_comes_first() -> None:
    used = right("a", "p1", None, status="used")
    later, earlier = right("a", "p1", "2027-04-27"), right("b", "p1")

    assert [day for day, _whose in said(used, later, earlier)] == ["2026-12-28", "2027-04-27", None]
