"""One suit of an agency for one number of the court, however often it is entered."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.http.problems import Problem
from shared.storage.database import Database
from tests.services.litigation.builders import notice, suggestion
from tests.services.litigation.offices import Office
from tests.support.offices import refused

NUMBER = "（2024）津0101行初12号"


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def problem_of(office: Office, number: str) -> Problem:
    with pytest.raises(Problem) as caught:
        office.opens(notice(court_case_no=number))
    return caught.value


@pytest.mark.parametrize(
    "written", ["(2024)津0101行初12号", "〔2024〕津 0101 行初第012号", "[2024]津0101行初12号"]
)
def test_a_second_entry_in_other_brackets_names_the_case_that_is_there(
    office: Office, written: str
) -> None:
    first = office.case(office.opens(notice(court_case_no=NUMBER)))

    problem = problem_of(office, written)

    assert (problem.status, problem.code, list(problem.errors or {})) == (
        409,
        "conflict",
        ["court_case_no"],
    )
    assert first["number"] in problem.detail.zh
    assert problem.basis == "关于人民法院案件案号的若干规定3¶2"


def test_of_twenty_at_once_one_is_opened(office: Office) -> None:
    def opens(_number: int) -> str:
        try:
            return office.opens(notice(court_case_no=NUMBER))
        except Problem as problem:
            return problem.code

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(opens, range(20)))

    assert answers.count("conflict") == 19


def test_a_refused_entry_takes_no_number(office: Office) -> None:
    office.opens(notice(court_case_no=NUMBER))
    problem_of(office, NUMBER)

    second = office.case(office.opens(notice(court_case_no="（2024）津0101行初13号")))

    assert second["number"].endswith("2号")


def test_it_is_said_in_the_rehearsal(office: Office) -> None:
    office.opens(notice(court_case_no=NUMBER))
    asked = office.asked("receive_notice", notice(court_case_no=NUMBER), dry_run=True)

    with pytest.raises(Problem) as caught:
        office.casework.open_case(asked)

    assert caught.value.code == "conflict"


def test_a_suggestion_that_is_sued_on_takes_its_number_too(office: Office) -> None:
    office.opens(notice(court_case_no=NUMBER))
    raised = office.opens(suggestion(), "receive_suggestion")

    problem = refused(
        office, raised, "receive_notice", **notice(court_case_no=NUMBER), on="2024-06-03"
    )

    assert problem.code == "conflict"


def test_a_corrected_number_frees_the_wrong_one_and_takes_no_other(office: Office) -> None:
    first = office.opens(notice(court_case_no=NUMBER))
    second = office.opens(notice(court_case_no="（2024）津0101行初13号"))
    correction = {"entry": 1, "reason": "案号录入有误"}

    taken = [{"field": "court_case_no", "value": NUMBER}]
    assert refused(office, second, "correct_entry", corrected=taken, **correction).status == 409

    free = [{"field": "court_case_no", "value": "（2024）津0101行初21号"}]
    office.does(first, "correct_entry", corrected=free, **correction)
    assert office.opens(notice(court_case_no=NUMBER))


def test_a_closed_case_keeps_its_number(office: Office) -> None:
    first = office.opens(notice(court_case_no=NUMBER))
    office.does(first, "plaintiff_withdraws", on="2024-06-20")
    office.does(first, "close", on="2024-06-21")

    assert problem_of(office, NUMBER).code == "conflict"


def test_cases_stored_before_go_on_side_by_side(office: Office) -> None:
    first = office.opens(notice(court_case_no=NUMBER))
    second = office.opens(notice(court_case_no="（2024）津0101行初13号"))
    database = office.casework.store.cases.database
    database["claims"].delete_many({})
    office.casework.store.cases.update_many({}, {"$set": {"facts.court_case_no": NUMBER}})

    for case_id in (first, second):
        office.does(case_id, "submit_answer", on="2024-05-24", evidence=["处罚决定书"])

    assert [office.case(each)["status"] for each in (first, second)] == ["answered"] * 2
