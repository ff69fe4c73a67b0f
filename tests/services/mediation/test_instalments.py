"""An agreement is performed in parts, each on a day of its own (人民调解法31)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.services.mediation.builders import (
    accepted,
    agreed,
    agreement,
)
from tests.support.case_in_memory import refuses_field, said
from tests.support.late_facts import LedCases

IN_PARTS: dict[str, Any] = {
    "performance_due_on": None,
    "instalments": [
        {"due_on": "2026-08-31", "what": "五千元"},
        {"due_on": "2026-09-30", "what": "五千元"},
        {"due_on": "2026-10-31", "what": "五千元"},
    ],
}


def dues(case: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (clock["party"], clock["due_on"], clock["status"])
        for clock in case["clocks"]
        if clock["rule"] == "POLICY-performance"
    ]


def test_each_instalment_has_a_clock_of_its_own() -> None:
    mediation = agreed(**IN_PARTS)

    assert dues(mediation.case) == [
        ("1", "2026-08-31", "running"),
        ("2", "2026-09-30", "running"),
        ("3", "2026-10-31", "running"),
    ]
    assert "missing-fact" not in mediation.codes()


def test_an_instalment_answers_its_own_day_and_the_last_is_pointed_out() -> None:
    mediation = agreed(**IN_PARTS).does("record_instalment", on="2026-08-30", instalment=1)
    assert (mediation.status, mediation.codes()) == ("agreed", [])

    mediation.does("record_instalment", on="2026-10-08", instalment=2)
    assert mediation.codes() == ["performed-late"]
    mediation.does("record_instalment", on="2026-10-31", instalment=3)

    assert mediation.codes() == ["all-instalments-performed"]
    assert [status for _, _, status in dues(mediation.case)] == ["met", "missed", "met"]
    assert mediation.does("record_performance", on="2026-10-31").status == "performed"


def test_all_that_is_left_may_be_performed_at_once() -> None:
    mediation = agreed(**IN_PARTS).does("record_instalment", on="2026-08-30", instalment=1)

    mediation.does("record_performance", on="2026-09-15", note="一次付清")

    assert mediation.status == "performed"
    assert [status for _, _, status in dues(mediation.case)] == ["met", "met", "met"]


def test_an_instalment_is_recorded_once_and_only_if_it_was_agreed_on() -> None:
    mediation = agreed(**IN_PARTS).does("record_instalment", on="2026-08-30", instalment=1)

    again = mediation.refuses("record_instalment", on="2026-09-01", instalment=1)
    assert said(again) == (409, "conflict", "人民调解法31¶1")
    beyond = mediation.refuses("record_instalment", on="2026-09-01", instalment=4)
    assert refuses_field(beyond) == ("instalment", "人民调解法31¶1")
    whole = agreed().refuses("record_instalment", on="2026-08-30", instalment=1)
    assert whole.code == "missing-fact"


def test_a_breach_begins_with_the_first_instalment_that_is_missed() -> None:
    mediation = agreed(**IN_PARTS).does("record_instalment", on="2026-08-30", instalment=1)

    early = mediation.refuses("record_breach", on="2026-09-30", reason="未付第二期")
    assert said(early) == (409, "conflict", "人民调解法31¶1")

    mediation.does("record_breach", on="2026-10-01", reason="未付第二期")
    assert mediation.status == "breached"
    assert [status for _, _, status in dues(mediation.case)] == ["met", "missed", "cancelled"]


def test_what_was_broken_is_performed_later() -> None:
    mediation = agreed().does("record_breach", on="2026-09-01", reason="未修复")

    assert mediation.does("record_performance", on="2026-10-08").status == "performed"
    assert mediation.clock("POLICY-performance")["status"] == "missed"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"performance_due_on": "2026-10-31"}, "performance_due_on"),
        (
            {"instalments": [{"due_on": "2026-09-30"}, {"due_on": "2026-08-31"}]},
            "instalments.1.due_on",
        ),
        (
            {"instalments": [{"due_on": "2026-07-01"}, {"due_on": "2026-08-31"}]},
            "instalments.0.due_on",
        ),
    ],
)
def test_instalments_come_in_order_and_alone(changes: dict[str, Any], field: str) -> None:
    problem = accepted().refuses("agree", **agreement(**{**IN_PARTS, **changes}))

    assert refuses_field(problem) == (field, "人民调解法31¶1")


def test_one_part_alone_is_no_instalment() -> None:
    problem = accepted().refuses(
        "agree", **agreement(**{**IN_PARTS, "instalments": [{"due_on": "2026-08-31"}]})
    )

    assert set(problem.errors or {}) == {"instalments"}


def test_an_instalment_is_paid_after_the_file_was_closed() -> None:
    mediation = agreed(**IN_PARTS).does("close", on="2026-08-20", reason="当事人要求归档")
    mediation.does("record_instalment", on="2026-08-30", instalment=1)

    assert (mediation.status, mediation.facts["instalments_performed"][0]["instalment"]) == (
        "closed",
        1,
    )


def test_instalments_are_agreed_anew() -> None:
    mediation = agreed(**IN_PARTS).does("record_instalment", on="2026-08-30", instalment=1)
    later = [{"due_on": "2026-10-31"}, {"due_on": "2026-12-31"}]
    new = agreement(
        on="2026-09-15", effective_on="2026-09-15", **{**IN_PARTS, "instalments": later}
    )

    mediation.does("agree_anew", **new)

    open_days = [
        (each["party"], each["due_on"])
        for each in mediation.case["clocks"]
        if each["rule"] == "POLICY-performance" and each["status"] == "running"
    ]
    assert open_days == [("1", "2026-10-31"), ("2", "2026-12-31")]
    mediation.does("record_instalment", on="2026-10-30", instalment=1)
    again = mediation.refuses("record_instalment", on="2026-10-31", instalment=1)
    assert said(again) == (409, "conflict", "人民调解法31¶1")


def test_an_instalment_is_told_after_a_later_breach_with_its_own_day(mediations: LedCases) -> None:
    mediation = mediations.led("accepted").does("agree", **agreement(**IN_PARTS))
    mediation.does("record_breach", on="2026-10-08", reason="第二期未付")

    mediation.does("record_instalment", on="2026-08-28", instalment=1)

    assert mediation.status == "breached"
    assert dues(mediation.case)[:2] == [("1", "2026-08-31", "met"), ("2", "2026-09-30", "missed")]
