"""A title is compared by a sketch, from which nobody reads who it speaks of."""

from __future__ import annotations

from shared.disputes.wording import likeness, sketch

NUMBER = "信访〔2024〕1号"
TITLE = "对示范区市场监督管理局无照经营处罚决定不服"


def test_the_same_title_is_wholly_alike() -> None:
    assert likeness(sketch((TITLE,), NUMBER), sketch((TITLE,), "行复〔2024〕9号")) == 100


def test_a_title_said_a_little_differently_is_still_alike() -> None:
    other = "不服示范区市场监督管理局无照经营处罚决定"

    assert likeness(sketch((TITLE,), NUMBER), sketch((other,), NUMBER)) >= 50


def test_another_subject_is_not_alike() -> None:
    other = "请求确认工伤认定决定违法"

    assert likeness(sketch((TITLE,), NUMBER), sketch((other,), NUMBER)) < 20


def test_a_title_that_is_only_the_case_number_says_nothing() -> None:
    assert sketch((f"信访 {NUMBER}",), NUMBER) == []
    assert likeness([], sketch((TITLE,), NUMBER)) == 0


def test_the_sketch_is_the_same_in_every_process() -> None:
    assert sketch(("工伤认定",), NUMBER)[:4] == [24672, 4810, 38316, 28]
