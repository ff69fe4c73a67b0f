"""Columns hold where Chinese and English stand side by side."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.demo.columns import Ink, columns_of, in_columns, padded, width_of, wrapped


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_chinese_character_takes_two_places() -> None:
    assert width_of("期限 FY-18") == 10
    assert padded("受理", 6) == "受理  "


def test_the_columns_of_every_line_begin_at_the_same_place() -> None:
    lines = list(in_columns(["2024-01-11", "向被申请人发送申请书副本", "已受理"], [12, 12, 6]))

    assert lines[0] == "2024-01-11    向被申请人发  已受理"
    assert lines[1] == "              送申请书副本"


def test_english_is_broken_between_words_and_chinese_between_characters() -> None:
    assert wrapped("the last day is 2024-03-11", 12) == ["the last day", "is", "2024-03-11"]
    assert wrapped("期限届满，顺延", 8) == ["期限届满，", "顺延"]
    assert wrapped("决定〔复议法〕", 6) == ["决定", "〔复议", "法〕"]


def test_an_opening_bracket_stays_behind_what_fills_a_line_by_itself() -> None:
    assert wrapped("（11111", 6) == ["（", "11111"]
    assert wrapped("期（11111", 6) == ["期（", "11111"]


def test_what_is_longer_than_a_line_is_cut() -> None:
    assert wrapped("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]


@given(st.text(alphabet="期限，（）〔〕 ab-12.", max_size=60), st.integers(6, 30))
def test_wrapping_loses_nothing_and_keeps_the_width(text: str, width: int) -> None:
    lines = wrapped(text, width)

    assert "".join("".join(lines).split()) == "".join(text.split())
    # Punctuation may hang over: it never begins a line.
    hanging = [line.rstrip("，）〕. ") for line in lines]
    assert all(width_of(line) <= width for line in hanging)


def test_colour_is_for_terminals_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)

    assert Ink(Terminal())("red", "✗") == "\x1b[31m✗\x1b[0m"
    assert Ink(io.StringIO())("red", "✗") == "✗"
    monkeypatch.setenv("NO_COLOR", "1")
    assert Ink(Terminal())("red", "✗") == "✗"


def test_a_narrow_terminal_still_gets_all_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")

    assert columns_of(Terminal()) == 80
    assert columns_of(io.StringIO()) == 132
