"""The time axis shows what happened on a day beside its mark, and lets no words meet others."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

from gateway.web.axis import TOP, WIDTH, Axis, axis_of

TODAY = date(2026, 3, 31)


def drawn(*facts: tuple[str, str]) -> Axis:
    """Return the picture of a matter with one case, in which these facts have their days."""
    matter: dict[str, Any] = {
        "cases": [{"track": "petition", "number": "XF-1", "clocks": []}],
        "timeline": [
            {
                "kind": "fact",
                "track": "petition",
                "on": on,
                "label": {"zh": words, "en": words},
            }
            for on, words in facts
        ],
    }
    axis = axis_of(matter, TODAY)
    assert axis is not None
    return axis


def test_facts_of_one_day_have_one_mark_that_says_how_many_more_there_are() -> None:
    (mark,) = drawn(("2026-03-02", "收到"), ("2026-03-02", "登记"), ("2026-03-02", "告知")).facts

    assert mark.label.zh == "收到 +2"
    assert mark.words.zh == "2026-03-02 收到、登记、告知"


def test_facts_whose_words_would_meet_stand_below_each_other_within_their_row() -> None:
    axis = drawn(*((f"2026-03-{day:02d}", "群众来信登记并转送") for day in range(2, 6)))

    lines = [mark.y for mark in axis.facts]
    assert all(above < below for above, below in pairwise(lines))
    (row,) = axis.rows
    assert row.y == TOP
    assert lines[-1] < row.y + row.height


def test_facts_far_from_each_other_stand_on_one_line() -> None:
    axis = drawn(("2026-01-05", "收到"), ("2026-03-30", "答复"))

    assert len({mark.y for mark in axis.facts}) == 1


def test_words_that_would_run_over_the_edge_stand_before_their_mark() -> None:
    long = "群众来信登记并转送有权处理的机关"
    early, late = drawn(("2026-01-05", "收到"), ("2026-03-31", long)).facts

    assert early.x < early.label_x < late.label_x < late.x < WIDTH


def test_a_period_of_one_of_several_says_whose_it_is() -> None:
    clock = {
        "rule": "SS-16",
        "number": "SS-1",
        "status": "running",
        "level": "green",
        "name": {"zh": "上诉期限", "en": "appeal"},
        "addressee": {"zh": "原告李小红", "en": "plaintiff 李小红"},
        "started_on": "2026-03-16",
        "due_on": "2026-03-31",
        "pauses": [],
    }
    case = {"track": "litigation", "number": "SS-1", "clocks": [clock]}

    axis = axis_of({"cases": [case], "timeline": []}, TODAY)

    assert axis is not None
    assert [span.label.zh for span in axis.spans] == ["上诉期限（原告李小红）"]
