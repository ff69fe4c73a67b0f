"""Official numbers are compared as people mean them, not as they type them."""

from __future__ import annotations

import pytest

from shared.casework.official_numbers import normalised, same_number


@pytest.mark.parametrize(
    "written",
    [
        "示市监罚[2024]7号",
        "示市监罚（2024）7号",
        "示市监罚【2024】第7号",
        " 示市监罚 〔２０２４〕 第 007 号 ",
        "示市监罚〖2024〗7号",
        "示市监罚⟨2024⟩7号",
        "示市监罚⦅2024⦆7号",
        "示市监罚<2024>7号",
        "示市监罚\u200b〔2024〕\u2060 7号\ufeff",
    ],
)
def test_one_number_may_be_written_in_many_ways(written: str) -> None:
    assert normalised(written) == normalised("示市监罚〔2024〕7号")


@pytest.mark.parametrize(
    "written",
    ["2026京0105行初7号", "（2026）京0105行初7", "2026 京0105 行初 第7", "[2026]京0105行初007号"],
)
def test_a_court_s_number_is_the_same_without_brackets_and_without_its_end(written: str) -> None:
    assert normalised(written) == normalised("（2026）京0105行初7号")


@pytest.mark.parametrize("other", ["2026京0105行初7号之一", "2026京0105行初70", "2025京0105行初7"])
def test_another_number_of_a_court_stays_another(other: str) -> None:
    assert normalised(other) != normalised("（2026）京0105行初7号")


@pytest.mark.parametrize(
    "other",
    ["示市监罚〔2024〕70号", "示市监罚〔2023〕7号", "示市监复〔2024〕7号", "示市监罚20247号"],
)
def test_another_number_stays_another(other: str) -> None:
    assert normalised(other) != normalised("示市监罚〔2024〕7号")


def test_a_year_and_a_running_number_do_not_run_into_each_other() -> None:
    assert normalised("罚〔2024〕17号") != normalised("罚〔20241〕7号")


def test_a_number_that_is_not_known_is_neither_the_same_nor_another() -> None:
    assert same_number("罚〔2024〕7号", "罚(2024)7号") is True
    assert same_number("罚〔2024〕7号", "罚〔2024〕8号") is False
    assert same_number("罚〔2024〕7号", None) is None
