"""How a petition stands, in plain words."""

from __future__ import annotations

from typing import Any

from services.liaison.terminals.standing import next_step, state_in_words


def progress(*clocks: dict[str, Any], status: str = "registered") -> dict[str, Any]:
    label = {"zh": "某状态", "en": "some state"}
    return {"status": status, "status_label": label, "clocks": list(clocks)}


def a_clock(rule: str, due_on: str | None, *, provisional: bool = False) -> dict[str, Any]:
    return {"rule": rule, "due_on": due_on, "provisional": provisional}


def test_the_period_that_ends_first_is_the_next_step() -> None:
    told = next_step(progress(a_clock("XF-05", "2027-01-25"), a_clock("XF-02", "2026-12-10")))

    assert told.zh == "最迟 2026年12月10日 告知您是否受理。"
    assert told.en == "By 2026-12-10 you are told whether it is accepted."


def test_a_day_that_may_move_says_so() -> None:
    told = next_step(progress(a_clock("XF-05", "2027-02-25", provisional=True)))

    assert "可能变动" in told.zh
    assert "may move" in told.en


def test_periods_that_mean_nothing_to_the_person_are_not_told() -> None:
    told = next_step(progress(a_clock("XF-04", "2026-12-01"), a_clock("XF-03", "2026-12-10")))
    assert "受理" in told.zh

    assert next_step(progress(a_clock("XF-05", None))).zh == "没有待办的期限。"


def test_the_right_to_ask_for_a_review_is_told_with_its_last_day() -> None:
    told = next_step(progress(a_clock("XF-06", "2026-12-10"), status="concluded"))

    assert told.zh == "不服的，2026年12月10日 以前可以请求复查。"


def test_a_state_without_plain_words_is_told_by_its_label() -> None:
    assert state_in_words(progress(status="some_state")).zh == "某状态"
    assert state_in_words(progress(status="accepted")).zh.startswith("已经受理")
