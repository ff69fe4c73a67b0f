"""`If-Match`: which versions it names, and what is no list of versions at all."""

from __future__ import annotations

import pytest
from flask import Flask, request

from shared.http.preconditions import expected_versions
from shared.http.problems import Problem


def versions(value: str | None) -> frozenset[int] | None:
    headers = {} if value is None else {"If-Match": value}
    with Flask("preconditions").test_request_context(headers=headers):
        expected = expected_versions(request)
        return None if expected is None else expected.versions


@pytest.mark.parametrize("value", [None, "*", " * "])
def test_without_a_tag_any_version_will_do(value: str | None) -> None:
    assert versions(value) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('"7"', {7}),
        ('"7", "8"', {7, 8}),
        (',"7",, ', {7}),
        ('W/"7"', {7}),
        ('W/"6", "7"', {6, 7}),
        ('"a,b", "7"', {7}),
    ],
)
def test_each_tag_of_a_list_names_a_version(value: str, expected: set[int]) -> None:
    assert versions(value) == frozenset(expected)


@pytest.mark.parametrize(
    "value", ['""', 'W/"07"', '"07"', '"0"', '"-7"', '"７"', '"7.0"', f'"{"9" * 400}"', '"*"']
)
def test_a_tag_that_is_no_version_of_ours_matches_none(value: str) -> None:
    assert versions(value.encode().decode("latin-1")) == frozenset()


@pytest.mark.parametrize(
    "value", ["", " ", ",", "7", '"7', '7"', 'w/"7"', '"7" "8"', '*, "7"', '"a b"', "W/7", "'7'"]
)
def test_what_is_no_list_of_tags_is_malformed(value: str) -> None:
    with pytest.raises(Problem) as refused:
        versions(value)

    assert (refused.value.status, refused.value.code) == (400, "malformed")


def test_a_long_list_is_read_in_no_time_that_grows_with_its_square() -> None:
    with pytest.raises(Problem):
        versions('"1"' + " ,\t" * 100_000 + "x")
