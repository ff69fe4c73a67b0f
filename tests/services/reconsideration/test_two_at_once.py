"""Two applications of one person on one act, accepted before their matters are joined."""

from __future__ import annotations

from typing import Any

import pytest

from shared.storage.database import Database
from tests.services.reconsideration.builders import OTHER_ID_NUMBER, act
from tests.services.reconsideration.offices import Office
from tests.support.offices import done_at_once, refused

ACCEPTANCE: dict[str, Any] = {"on": "2024-05-13", "procedure": "ordinary"}


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def test_the_second_is_accepted_for_a_reason_only(office: Office) -> None:
    first, second = office.opens(), office.opens()
    office.does(first, "accept", **ACCEPTANCE)

    problem = refused(office, second, "accept", **ACCEPTANCE)

    assert (problem.status, problem.basis) == (428, "复议法30¶1(7)")
    assert office.case(first)["number"] in problem.detail.zh
    office.does(second, "accept", **ACCEPTANCE, reason="系针对另一处罚事项")
    assert office.case(second)["status"] == "accepted"


def test_of_ten_at_the_same_moment_one_is_accepted(office: Office) -> None:
    filed = [office.opens() for _ in range(10)]

    found = done_at_once(office, filed, "accept", **ACCEPTANCE)

    assert found == {"done": 1, "reason-required": 9}


def test_one_that_was_withdrawn_bars_by_its_own_article(office: Office) -> None:
    first, second = office.opens(), office.opens()
    office.does(first, "accept", **ACCEPTANCE)
    office.does(first, "withdraw", on="2024-05-20", reason="达成和解")

    assert refused(office, second, "accept", **ACCEPTANCE).basis == "复议法74¶2"


@pytest.mark.parametrize(
    "changes",
    [
        {"applicants": [{"name": "李四", "id_number": OTHER_ID_NUMBER}]},
        {"act": act(number="示市监罚〔2024〕8号")},
    ],
)
def test_another_person_or_act_is_another_application(
    office: Office, changes: dict[str, Any]
) -> None:
    first, second = office.opens(), office.opens(**changes)
    office.does(first, "accept", **ACCEPTANCE)

    office.does(second, "accept", **ACCEPTANCE)

    assert office.case(second)["status"] == "accepted"


def test_silence_accepts_the_second_all_the_same(office: Office) -> None:
    first, second = office.opens(), office.opens()
    office.does(first, "accept", **ACCEPTANCE)

    office.hears_of_expiry(second, "FY-08")

    assert office.case(second)["status"] == "accepted"
