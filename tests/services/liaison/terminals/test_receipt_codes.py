"""The codes on receipts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.liaison.terminals.receipt_codes import in_groups, new_code, read_code, read_tail


def test_a_code_is_read_however_it_is_written() -> None:
    code = new_code()

    assert len(code) == 16
    for written in (code, in_groups(code), in_groups(code).replace(" ", "-"), f" {code} "):
        assert read_code(written) == code


def test_no_two_codes_are_alike() -> None:
    assert len({new_code() for _ in range(10_000)}) == 10_000


@given(place=st.integers(0, 15), other=st.integers(1, 9))
def test_one_mistyped_digit_is_found(place: int, other: int) -> None:
    code = new_code()
    wrong = str((int(code[place]) + other) % 10)

    assert read_code(code[:place] + wrong + code[place + 1 :]) is None


@pytest.mark.parametrize("written", ["", "1234", "١" * 16, "1" * 17, "abcd abcd abcd abcd"])
def test_what_is_no_code_is_none(written: str) -> None:
    assert read_code(written) is None


def test_the_tail_is_compared_without_case_and_spaces() -> None:
    assert read_tail(" 001x ") == "001X"
