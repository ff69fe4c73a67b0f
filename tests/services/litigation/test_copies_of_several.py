"""Each copy of an appeal, and of an application for retrial, has fifteen days (解释108, 111)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.litigation.builders import Response, notified

SERVED: dict[str, Any] = {"served_on": "2024-08-05", "opponent_served_on": "2024-08-05"}
OF_P1, OF_P2 = "2024-09-06", "2024-09-12"
"""Fifteen days from the copies of 08-22 and 08-28."""


def judged() -> Response:
    suit = notified(plaintiffs=[{"name": "王小明"}, {"name": "李小红"}])
    suit.does("submit_answer", on="2024-05-24", evidence=["处罚决定书"], documents=["处罚法"])
    won: dict[str, Any] = {"kind": "judgment", "outcome": "claims_dismissed", "lost": False}
    return suit.does("record_judgment", on="2024-08-01", **won, **SERVED)


def appeals(party: str, suit: Response, **days: Any) -> Response:
    return suit.does("appeal", on="2024-08-15", by="opponent", party=party, **days)


def both_appealed() -> Response:
    first = appeals("p1", judged(), copy_served_on="2024-08-22")
    return appeals("p2", first, copy_served_on="2024-08-28")


def asks(party: str, suit: Response, **days: Any) -> Response:
    """Return the suit in which a plaintiff applies for retrial, the day of its copy known."""
    return suit.does(
        "record_retrial_application", on="2024-08-26", by="opponent", party=party, **days
    )


def both_asked() -> Response:
    suit = judged().does("take_effect", on="2024-08-21")
    return asks("p2", asks("p1", suit, copy_served_on="2024-08-28"), copy_served_on="2024-09-02")


def windows(suit: Response, rule: str) -> dict[str, tuple[str, str]]:
    return {
        str(each["party"]): (each["due_on"], each["status"])
        for each in suit.case["clocks"]
        if each["rule"] == rule
    }


class TestCopiesOfAppeals:
    def test_each_runs_from_its_own_day(self) -> None:
        assert windows(both_appealed(), "SS-18") == {
            "p1": (OF_P1, "running"),
            "p2": (OF_P2, "running"),
        }

    def test_an_answer_says_which_it_answers(self) -> None:
        suit = both_appealed().does("submit_answer", on="2024-09-05", evidence=[], party="p1")
        assert windows(suit, "SS-18") == {"p1": (OF_P1, "met"), "p2": (OF_P2, "running")}

        late = suit.does("submit_answer", on="2024-09-13", evidence=[], party="p2")
        assert late.basis_of("appeal-answer-late") == "解释108¶1"

    def test_one_that_names_nobody_answers_all(self) -> None:
        suit = both_appealed().does("submit_answer", on="2024-09-05", evidence=[])

        assert windows(suit, "SS-18") == {"p1": (OF_P1, "met"), "p2": (OF_P2, "met")}

    def test_a_copy_comes_later_than_the_news_of_its_appeal(self) -> None:
        suit = appeals("p2", appeals("p1", judged()))
        for party, day in (("p1", "2024-08-22"), ("p2", "2024-08-28")):
            suit.does("record_appeal_receipt", on="2024-08-29", party=party, copy_served_on=day)

        assert windows(suit, "SS-18") == {"p1": (OF_P1, "running"), "p2": (OF_P2, "running")}
        again: dict[str, Any] = {"party": "p1", "copy_served_on": "2024-08-23"}
        assert suit.refuses("record_appeal_receipt", on="2024-08-29", **again).code == "conflict"

    def test_what_was_answered_before_is_met_by_its_own_answer(self) -> None:
        suit = appeals("p2", appeals("p1", judged()))
        suit.does("submit_answer", on="2024-09-02", evidence=[], party="p2")

        for party, day in (("p1", "2024-08-22"), ("p2", "2024-08-28")):
            suit.does("record_appeal_receipt", on="2024-09-03", party=party, copy_served_on=day)

        assert windows(suit, "SS-18") == {"p1": (OF_P1, "running"), "p2": (OF_P2, "met")}

    def test_nothing_is_to_be_answered_to_who_withdrew_the_appeal(self) -> None:
        suit = both_appealed().does("withdraw_appeal", on="2024-09-02", by="opponent", party="p1")

        assert windows(suit, "SS-18") == {"p1": (OF_P1, "cancelled"), "p2": (OF_P2, "running")}

    def test_nor_to_who_withdrew_the_suit(self) -> None:
        suit = both_appealed().does("one_plaintiff_withdraws", on="2024-09-02", party="p2")

        assert windows(suit, "SS-18") == {"p1": (OF_P1, "running"), "p2": (OF_P2, "cancelled")}

    @pytest.mark.parametrize(
        ("command", "payload"),
        [
            ("record_appeal_receipt", {"copy_served_on": "2024-08-22"}),
            ("record_appeal_receipt", {"copy_served_on": "2024-08-22", "party": "p3"}),
            ("submit_answer", {"evidence": [], "party": "p3"}),
        ],
    )
    def test_it_is_said_whose_copy_it_is(self, command: str, payload: dict[str, Any]) -> None:
        suit = appeals("p2", appeals("p1", judged()))

        problem = suit.refuses(command, on="2024-09-02", **payload)

        assert (list(problem.errors or {}), problem.basis) == (["party"], "解释108")

    def test_at_first_instance_an_answer_is_to_the_suit(self) -> None:
        problem = notified().refuses("submit_answer", on="2024-05-24", evidence=[], party="p1")

        assert list(problem.errors or {}) == ["party"]

    def test_a_name_alone_is_no_day(self) -> None:
        problem = appeals("p1", judged()).refuses(
            "record_appeal_receipt", on="2024-09-02", party="p1"
        )

        assert list(problem.errors or {}) == ["copy_served_on"]


class TestCopiesOfApplications:
    def test_each_runs_from_its_own_day(self) -> None:
        assert windows(both_asked(), "SS-21") == {
            "p1": ("2024-09-12", "running"),
            "p2": ("2024-09-18", "running"),  # 09-17 is a holiday
        }

    def test_comments_say_on_which_they_are(self) -> None:
        suit = both_asked().does(
            "submit_retrial_comment", on="2024-09-10", content="原判正确", party="p2"
        )

        assert {name: state for name, (_, state) in windows(suit, "SS-21").items()} == {
            "p1": "running",
            "p2": "met",
        }

    def test_comments_that_name_nobody_are_on_all(self) -> None:
        suit = both_asked().does("submit_retrial_comment", on="2024-09-10", content="原判正确")

        assert {state for _, state in windows(suit, "SS-21").values()} == {"met"}

    def test_a_copy_comes_later_and_finds_its_comments(self) -> None:
        suit = asks("p2", asks("p1", judged().does("take_effect", on="2024-08-21")))
        suit.does("submit_retrial_comment", on="2024-09-03", content="原判正确", party="p2")

        for party, day in (("p1", "2024-08-28"), ("p2", "2024-09-02")):
            suit.does("record_retrial_receipt", on="2024-09-04", party=party, copy_served_on=day)

        assert {name: state for name, (_, state) in windows(suit, "SS-21").items()} == {
            "p1": "running",
            "p2": "met",
        }

    def test_no_comments_are_awaited_on_what_was_withdrawn(self) -> None:
        suit = both_asked().does(
            "withdraw_retrial_application", on="2024-09-05", by="opponent", party="p1"
        )

        assert {name: state for name, (_, state) in windows(suit, "SS-21").items()} == {
            "p1": "cancelled",
            "p2": "running",
        }

    @pytest.mark.parametrize(
        ("command", "payload"),
        [
            ("record_retrial_receipt", {"copy_served_on": "2024-08-28"}),
            ("submit_retrial_comment", {"content": "原判正确", "party": "p3"}),
        ],
    )
    def test_it_is_said_whose_copy_it_is(self, command: str, payload: dict[str, Any]) -> None:
        problem = both_asked().refuses(command, on="2024-09-05", **payload)

        assert (list(problem.errors or {}), problem.basis) == (["party"], "解释111")
