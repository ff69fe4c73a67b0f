"""What a decision about the people of a matter does is shown before it is made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from flask import Flask

from gateway.web.people import (
    HOLD_APART,
    MERGE,
    SPLIT,
    OnePerson,
    PersonDecision,
    PersonEntry,
    lacks,
    outcome_of,
)


@pytest.fixture(autouse=True)
def page() -> Iterator[None]:
    """A page in Chinese."""
    with Flask(__name__).test_request_context():
        yield


def people(*each: str) -> list[OnePerson]:
    """Return people, each with the entries of these letters."""
    return [
        OnePerson(None, [PersonEntry(name, {}, "petitioner") for name in names]) for names in each
    ]


def names(entries: Sequence[PersonEntry]) -> str:
    return "".join(entry.name for entry in entries)


@pytest.mark.parametrize(
    ("what", "chosen", "one", "apart"),
    [
        (MERGE, "ac", "abc", ""),
        (SPLIT, "a", "a", "b"),
        (HOLD_APART, "ac", "ab", "c"),
        (HOLD_APART, "bcd", "ab", "cd"),
    ],
)
def test_all_entries_of_the_people_that_are_touched_are_shown_where_they_will_be(
    what: str, chosen: str, one: str, apart: str
) -> None:
    rest = "d" if "d" in chosen else ""
    found = outcome_of(PersonDecision(what, tuple(chosen), "同一人"), people("ab", f"c{rest}", "e"))

    assert tuple(map(names, found)) == (one, apart)


@pytest.mark.parametrize(
    ("what", "chosen"),
    [
        (MERGE, ""),
        (MERGE, "ab"),
        (SPLIT, ""),
        (SPLIT, "ab"),
        (HOLD_APART, ""),
        (HOLD_APART, "ab"),
        (HOLD_APART, "acd"),
    ],
)
def test_a_decision_that_would_change_nothing_or_is_about_too_many_is_not_made(
    what: str, chosen: str
) -> None:
    found = lacks(PersonDecision(what, tuple(chosen), "同一人"), people("ab", "c", "d"))

    assert found is not None
    assert list(found["errors"]) == ["entries"]


@pytest.mark.parametrize(("what", "chosen"), [(MERGE, "acd"), (SPLIT, "a"), (HOLD_APART, "bc")])
def test_a_decision_needs_its_reason_and_nothing_else(what: str, chosen: str) -> None:
    everybody = people("ab", "c", "d")

    assert lacks(PersonDecision(what, tuple(chosen), "夫妻"), everybody) is None
    found = lacks(PersonDecision(what, tuple(chosen), ""), everybody)
    assert found is not None
    assert list(found["errors"]) == ["reason"]
