"""Pauses: dated intervals that merge where they overlap."""

from __future__ import annotations

import pytest

from shared.law import Pause, PauseError, merge
from tests.law.builders import day


def a_pause(start: str, end: str | None, reason: str = "") -> Pause:
    return Pause(day(start), day(end) if end else None, reason)


def test_overlapping_and_touching_pauses_become_one() -> None:
    merged = merge(
        [
            a_pause("2024-03-05", "2024-03-10", "鉴定"),
            a_pause("2024-03-01", "2024-03-05", "勘验"),
            a_pause("2024-03-08", "2024-03-09", "勘验"),
        ]
    )

    assert merged == (a_pause("2024-03-01", "2024-03-10", "勘验；鉴定"),)


def test_separate_pauses_stay_apart_and_in_order() -> None:
    later, earlier = a_pause("2024-04-01", "2024-04-02"), a_pause("2024-03-01", "2024-03-02")

    assert merge([later, earlier]) == (earlier, later)


def test_an_open_pause_swallows_what_follows() -> None:
    merged = merge([a_pause("2024-03-01", None), a_pause("2024-03-05", "2024-03-06")])

    assert merged == (a_pause("2024-03-01", None),)


def test_a_closed_pause_that_an_open_one_follows_at_once_stays_open() -> None:
    merged = merge([a_pause("2024-03-01", "2024-03-05"), a_pause("2024-03-03", None)])

    assert merged == (a_pause("2024-03-01", None),)


def test_a_pause_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(PauseError) as refused:
        a_pause("2024-03-02", "2024-03-01")

    assert "2024-03-01" in refused.value.text.zh


@pytest.mark.parametrize("end", ["2024-03-02", None])
def test_a_pause_survives_storing(end: str | None) -> None:
    pause = a_pause("2024-03-01", end, "鉴定")

    assert Pause.from_dict(pause.as_dict()) == pause


def test_a_stored_pause_needs_only_its_start() -> None:
    assert Pause.from_dict({"from": "2024-03-01"}) == a_pause("2024-03-01", None)
