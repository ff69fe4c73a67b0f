"""Two petitions of one person on one act, accepted before their matters are joined."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared.http.problems import Problem
from shared.storage.database import Database
from tests.services.petitions.builders import OTHER_ID_NUMBER, registration
from tests.services.petitions.test_reactions import Office
from tests.support.offices import refused

ACT = {"number": "示住建函〔2026〕5号", "made_on": "2026-06-01"}
ACCEPTANCE = {"on": "2026-07-08"}


class Counter(Office):
    """An office at which petitions are registered and classified."""

    def registers(self, **changes: Any) -> str:
        opened = self.casework.open_case(
            self.asked("register", registration(**{"act": ACT, **changes}))
        )
        case_id = str(opened.case["_id"])
        path = {"legal_path": "信访程序办理", "article31_item": 6}
        self.does(case_id, "classify", on="2026-07-06", kind="appeal", **path)
        return case_id

    def does(self, case_id: str, command: str, **raw: Any) -> None:
        self.casework.perform(case_id, self.asked(command, raw))

    def case(self, case_id: str) -> dict[str, Any]:
        return dict(self.casework.get(case_id))


@pytest.fixture
def office(database: Database) -> Counter:
    return Counter(database)


def test_the_second_is_accepted_for_what_is_new_only(office: Counter) -> None:
    first, second = office.registers(), office.registers()
    office.does(first, "accept", **ACCEPTANCE)

    problem = refused(office, second, "accept", **ACCEPTANCE)

    assert (problem.status, problem.basis) == (409, "信访工作条例19¶3")
    assert office.case(first)["number"] in problem.detail.zh
    office.does(second, "accept", **ACCEPTANCE, new_facts="新的鉴定意见")
    assert office.case(second)["status"] == "accepted"


def test_of_ten_at_the_same_moment_one_is_accepted(office: Counter) -> None:
    registered = [office.registers() for _ in range(10)]

    def accepts(case_id: str) -> str:
        try:
            office.does(case_id, "accept", **ACCEPTANCE)
        except Problem as problem:
            return problem.code
        return "accepted"

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(accepts, registered))

    assert (answers.count("accepted"), answers.count("conflict")) == (1, 9)


def test_other_people_may_petition_on_the_same_act(office: Counter) -> None:
    first = office.registers()
    second = office.registers(petitioners=[{"name": "李四", "id_number": OTHER_ID_NUMBER}])
    office.does(first, "accept", **ACCEPTANCE)

    office.does(second, "accept", **ACCEPTANCE)

    assert office.case(second)["status"] == "accepted"
