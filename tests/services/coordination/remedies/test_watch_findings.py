"""A finding that a right runs out is taken back once the right is used or is no more."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from services.coordination.assembly import Coordination
from shared.storage.database import Database
from tests.services.coordination.remedies.watched import (
    ACT,
    LAST_TO_APPLY,
    PETITION,
    SERVED,
    WatchOnADay,
    a_petition,
    a_review,
)
from tests.services.coordination.telling import Case, a_party, announced

SUIT = "018f0000bb"


def a_suit(**changes: Any) -> Case:
    plain: dict[str, Any] = {
        "case_id": SUIT,
        "track": "litigation",
        "number": "行诉〔2026〕1号",
        "status": "notified",
        "act": dict(ACT),
        "parties": [a_party("plaintiff", id="p3", id_number_index="blind-1")],
    }
    return Case(**{**plain, **changes})


class Watching(WatchOnADay):
    """What a watch announced to cases."""

    def __init__(self, database: Database, coordination: Coordination) -> None:
        super().__init__(database, coordination, "2026-08-10")
        self.database = database

    def sweep(self, *on: date) -> None:
        for self.day in on:
            self.watch.warn(self.day)

    def said(self, case_id: str = PETITION) -> list[str]:
        """Return `+` for each finding that a case was told, `-` for each withdrawal, in order."""
        signs = {"matter.finding_announced": "+", "matter.finding_withdrawn": "-"}
        events = announced(self.database, *signs)
        return [signs[each["type"]] for each in events if each["subject"] == case_id]

    def withdrawals(self) -> list[dict[str, Any]]:
        return [each["data"] for each in announced(self.database, "matter.finding_withdrawn")]


@pytest.fixture
def watching(database: Database, coordination: Coordination) -> Watching:
    return Watching(database, coordination)


def test_an_application_takes_back_that_the_time_to_apply_runs_out(watching: Watching) -> None:
    watching.take(a_petition().step("accept"))
    watching.sweep(date(2026, 9, 23), date(2026, 10, 3))
    review = a_review(status="filed")

    filed = review.step("file", on="2026-10-04")
    watching.take(filed, filed)

    assert watching.said() == ["+", "+", "-"]
    (withdrawal,) = watching.withdrawals()
    assert (withdrawal["track"], withdrawal["subject_case_id"]) == ("petition", PETITION)
    assert withdrawal["payload"]["code"] == "limitation-running-out"
    assert "行复〔2026〕1号" in withdrawal["payload"]["reason"]
    watching.sweep(date(2026, 10, 7), date(2026, 10, 9))
    assert watching.said() == ["+", "+", "-"]


def test_a_suit_takes_back_that_the_time_to_sue_runs_out(watching: Watching) -> None:
    watching.take(a_petition().step("accept"))
    watching.sweep(date(2027, 1, 20))
    assert watching.said() == ["+"]

    watching.take(a_suit().step("receive_notice", on="2027-01-25"))

    assert watching.said() == ["+", "-"]


def test_a_right_that_is_over_runs_out_no_longer(watching: Watching) -> None:
    watching.take(a_petition().step("accept"))
    watching.sweep(date(2026, 10, 7), LAST_TO_APPLY)
    assert watching.said() == ["+"]

    watching.sweep(date(2026, 10, 9), date(2026, 10, 10))

    assert watching.said() == ["+", "-"]
    assert "届满" in watching.withdrawals()[0]["payload"]["reason"]
    watching.watch.warn(date(2026, 10, 7))
    assert watching.said() == ["+", "-"]


def test_the_right_of_somebody_else_goes_on_being_told(watching: Watching) -> None:
    two = [
        a_party("petitioner", id="p1", id_number_index="blind-1"),
        a_party("petitioner", id="p2", id_number_index="blind-2"),
    ]
    watching.take(a_petition(parties=two).step("accept"))
    watching.sweep(date(2026, 10, 7))
    assert watching.said() == ["+", "+"]

    alone = [a_party("applicant", id="p7", id_number_index="blind-2")]
    watching.take(
        a_review(parties=alone, status="withdrawn", phase="ended").step("withdraw"),
    )
    assert watching.said() == ["+", "+"]

    watching.take(a_review(status="filed", parties=alone, sequence=5).step("file", on="2026-10-07"))

    assert watching.said() == ["+", "+", "-", "+"]


def test_a_last_day_that_moves_takes_back_what_was_said_of_the_earlier_one(
    watching: Watching,
) -> None:
    petition = a_petition()
    watching.take(petition.step("accept"))
    watching.sweep(date(2026, 10, 7))
    petition.act = {**SERVED, "served_on": "2026-08-31"}

    watching.take(petition.step())

    assert watching.said() == ["+", "-"]
    watching.sweep(date(2026, 10, 29))
    assert watching.said() == ["+", "-", "+"]


def test_an_application_that_came_to_nothing_lets_the_right_run_out_again(
    watching: Watching,
) -> None:
    review = a_review(status="filed")
    watching.take(a_petition().step("accept"))
    watching.sweep(date(2026, 9, 23))
    watching.take(review.step("file", on="2026-09-24"))
    assert watching.said() == ["+", "-"]

    review.status, review.phase = "lapsed", "ended"
    watching.take(review.step("lapse", on="2026-09-25"))
    watching.sweep(date(2026, 9, 26))

    assert watching.said() == ["+", "-", "+"]


def test_a_case_that_joins_another_matter_takes_its_finding_along(watching: Watching) -> None:
    petition = a_petition()
    watching.take(petition.step("accept"))
    watching.sweep(date(2026, 10, 7))
    petition.matter_id = "matter-0009"
    joined = petition.step("join_matter", from_matter_id="matter-0001")
    watching.take(joined, joined)
    assert watching.said() == ["+"]
    watching.sweep(date(2026, 10, 7))
    assert watching.said() == ["+"]

    watching.take(a_review(status="filed", matter_id="matter-0009").step("file", on="2026-10-07"))

    assert watching.said() == ["+", "-"]
    matters = watching.database["limitation_watch"].find({}, {"standing": 1})
    assert [each["standing"] for each in matters] == [[], []]
