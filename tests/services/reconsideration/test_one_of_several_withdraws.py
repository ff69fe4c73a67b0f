"""One of several applicants withdraws: the review of the others goes on."""

from __future__ import annotations

from typing import Any

import pytest

from shared.storage.database import Database
from tests.services.reconsideration.builders import (
    ID_NUMBER,
    OTHER_ID_NUMBER,
    Review,
    filed,
    ready,
    revoked,
)
from tests.services.reconsideration.offices import Office
from tests.support.offices import refused

APPLICANTS = [
    {"name": "王小明", "id_number": ID_NUMBER},
    {"name": "李小红", "id_number": OTHER_ID_NUMBER},
]
ACCEPTANCE: dict[str, Any] = {"on": "2024-05-13", "procedure": "ordinary"}
WITHDRAWS: dict[str, Any] = {"on": "2024-05-20", "party": "p1", "reason": "达成和解"}


def of_two() -> Review:
    return filed(applicants=APPLICANTS)


def under_review() -> Review:
    return of_two().does("accept", **ACCEPTANCE)


def test_the_review_of_the_other_goes_on() -> None:
    review = under_review().does("one_applicant_withdraws", **WITHDRAWS)

    assert review.status == "accepted"
    assert [each["id"] for each in review.case["parties"]] == ["p2", "p3"]
    (left,) = review.case["former_parties"]
    assert (left["id"], left["left_on"], left["ground"]) == ("p1", "2024-05-20", "withdrew")
    assert [each["rule"] for each in review.case["clocks"] if each["status"] == "running"]


def test_the_decision_is_served_on_the_other_alone() -> None:
    review = revoked(ready(under_review().does("one_applicant_withdraws", **WITHDRAWS)))
    served: dict[str, Any] = {"on": "2024-06-25", "method": "direct", "served_on": "2024-06-25"}

    gone = review.refuses("serve_decision", party="p1", **served)

    assert list(gone.errors or {}) == ["party"]
    review.does("serve_decision", party="p2", **served)


def test_with_them_ends_their_own_time_for_corrections() -> None:
    review = of_two().does("request_correction", on="2024-05-10", items=["证据"])
    for party in ("p1", "p2"):
        review.does(
            "serve_correction_notice",
            on="2024-05-13",
            party=party,
            method="direct",
            served_on="2024-05-13",
        )

    review.does("one_applicant_withdraws", **WITHDRAWS)

    running = [each["party"] for each in review.case["clocks"] if each["status"] == "running"]
    assert ("p1" in running, "p2" in running) == (False, True)


def test_the_last_one_withdraws_the_whole_application() -> None:
    review = under_review().does("one_applicant_withdraws", **WITHDRAWS)

    alone = review.refuses("one_applicant_withdraws", **{**WITHDRAWS, "party": "p2"})

    assert (alone.code, alone.basis) == ("conflict", "复议法41(1)")
    assert review.does("withdraw", on="2024-05-21", reason="不再申请").status == "terminated"


def test_nobody_but_an_applicant_withdraws() -> None:
    respondent = under_review().refuses("one_applicant_withdraws", **{**WITHDRAWS, "party": "p3"})

    assert list(respondent.errors or {}) == ["party"]


class TestApplyingAgain:
    """After acceptance who withdrew does not apply again on the same act (复议法74¶2)."""

    @pytest.fixture
    def office(self, database: Database) -> Office:
        return Office(database)

    def test_it_bars_who_withdrew(self, office: Office) -> None:
        first, second = office.opens(applicants=APPLICANTS), office.opens()
        office.does(first, "accept", **ACCEPTANCE)
        office.does(first, "one_applicant_withdraws", **WITHDRAWS)

        acceptance = {**ACCEPTANCE, "on": "2024-05-14"}

        problem = refused(office, second, "accept", **acceptance)
        assert (problem.status, problem.basis) == (428, "复议法30¶1(7)、74¶2")
        office.does(second, "accept", **acceptance, reason="撤回违背其真实意愿")

    def test_it_bars_nobody_who_withdrew_before_the_acceptance(self, office: Office) -> None:
        first, second = office.opens(applicants=APPLICANTS), office.opens()
        office.does(first, "one_applicant_withdraws", **{**WITHDRAWS, "on": "2024-05-10"})
        office.does(first, "accept", **ACCEPTANCE)

        office.does(second, "accept", **ACCEPTANCE)

        assert office.case(second)["status"] == "accepted"
