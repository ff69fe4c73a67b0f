"""Two petitions of one person on one subject, accepted before their matters are joined."""

from __future__ import annotations

from typing import Any

import pytest

from shared.storage.database import Database
from tests.services.petitions.builders import OTHER_ID_NUMBER, registration
from tests.services.petitions.test_reactions import Office
from tests.support.offices import done_at_once, refused

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

    assert done_at_once(office, registered, "accept", **ACCEPTANCE) == {"done": 1, "conflict": 9}


@pytest.mark.parametrize(
    "again",
    ["楼道年久失修，多次反映无果", " 楼道年久失修,多次反映\u200b无果。"],
    ids=["to the letter", "other signs and spaces"],
)
def test_without_an_act_the_same_words_are_the_same_subject(office: Counter, again: str) -> None:
    first, second = office.registers(act=None), office.registers(act=None, content=again)
    office.does(first, "accept", **ACCEPTANCE)

    problem = refused(office, second, "accept", **ACCEPTANCE)

    assert (problem.status, problem.basis) == (409, "信访工作条例19¶3")
    assert office.case(first)["number"] in problem.detail.zh
    office.does(second, "accept", **ACCEPTANCE, new_facts="另一栋楼的楼道")
    assert office.case(second)["status"] == "accepted"


def test_without_an_act_of_ten_at_the_same_moment_one_is_accepted(office: Counter) -> None:
    registered = [office.registers(act=None) for _ in range(10)]

    assert done_at_once(office, registered, "accept", **ACCEPTANCE) == {"done": 1, "conflict": 9}


def test_what_is_put_otherwise_may_be_another_subject(office: Counter) -> None:
    first = office.registers(act=None)
    second = office.registers(act=None, content="小区停车位被占用")
    office.does(first, "accept", **ACCEPTANCE)

    office.does(second, "accept", **ACCEPTANCE)

    assert office.case(second)["status"] == "accepted"


def test_what_was_withdrawn_bars_no_other(office: Counter) -> None:
    first, second = office.registers(act=None), office.registers(act=None)
    office.does(first, "accept", **ACCEPTANCE)
    office.does(first, "withdraw", on="2026-07-09", reason="已自行解决")

    office.does(second, "accept", on="2026-07-10")

    assert office.case(second)["status"] == "accepted"


def test_other_people_may_petition_on_the_same_act(office: Counter) -> None:
    first = office.registers()
    second = office.registers(petitioners=[{"name": "李四", "id_number": OTHER_ID_NUMBER}])
    office.does(first, "accept", **ACCEPTANCE)

    office.does(second, "accept", **ACCEPTANCE)

    assert office.case(second)["status"] == "accepted"
