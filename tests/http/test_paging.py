from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.http.paging import PageRequest, encode_cursor, page, page_request
from shared.http.problems import Problem

AN_OPERATOR: Any = {"$gt": ""}


def _read_all(numbers: list[int], limit: int) -> list[int]:
    """Read a sorted list page by page, as a client would."""
    read: list[int] = []
    cursor: str | None = None
    while True:
        arguments = {"limit": str(limit)} | ({"cursor": cursor} if cursor else {})
        asked = page_request(arguments, sort="number", key_length=1)
        answer = page(_after(numbers, asked)[: asked.limit + 1], asked, lambda n: (n,), lambda n: n)
        read += answer["items"]
        cursor = answer["next_cursor"]
        if cursor is None:
            return read


def _after(numbers: list[int], asked: PageRequest) -> list[int]:
    if asked.after is None:
        return numbers
    last = asked.after[0]
    assert isinstance(last, int)
    return [number for number in numbers if number > last]


@given(st.sets(st.integers(-(2**40), 2**40)), st.integers(1, 7))
def test_pages_together_are_the_whole_list_once(numbers: set[int], limit: int) -> None:
    assert _read_all(sorted(numbers), limit) == sorted(numbers)


def test_without_a_limit_a_page_has_twenty() -> None:
    assert page_request({}, sort="number", key_length=1).limit == 20


@pytest.mark.parametrize("limit", ["0", "101", "-1", "1.5", "x", "", "٣", "000100", "9" * 5000])
def test_a_limit_outside_one_to_hundred_is_refused(limit: str) -> None:
    with pytest.raises(Problem) as refused:
        page_request({"limit": limit}, sort="number", key_length=1)

    assert refused.value.status == 422
    assert list(refused.value.errors or ()) == ["limit"]


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "!",
        "ü",
        "e30",
        "W10",
        encode_cursor("other", ["a"]),
        encode_cursor("number", ["a", "b"]),
        encode_cursor("number", []),
        encode_cursor("number", [AN_OPERATOR]),
        encode_cursor("number", [float("nan")]),
        encode_cursor("number", [2**70]),
        "A" * 2000,
    ],
)
def test_a_cursor_that_is_not_of_this_list_is_refused(cursor: str) -> None:
    with pytest.raises(Problem) as refused:
        page_request({"cursor": cursor}, sort="number", key_length=1)

    assert refused.value.status == 422
    assert list(refused.value.errors or ()) == ["cursor"]
