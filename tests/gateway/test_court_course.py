"""What a court tells of the course of a suit, twice, late and in the wrong order."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.gateway.court_hall import Hall, a_number
from tests.gateway.court_messages import (
    SigningCourt,
    about,
    docketed,
    hearing,
    judgment,
)


def case_of(hall: Hall, taken: dict[str, Any]) -> dict[str, Any]:
    case: dict[str, Any] = hall.officer(f"litigations/{taken['id']}")
    return case


def cases_of(hall: Hall, number: str) -> list[str]:
    return [each["id"] for each in hall.officer(f"litigations?q={number}")["items"]]


def test_an_appeal_of_the_other_side_starts_the_answer_from_its_copy(hall: Hall) -> None:
    number = a_number()
    hall.takes(docketed(number))
    hall.takes(judgment(number))

    taken = hall.takes(
        about(number, "appeal_filed", by="opponent", on="2024-07-10", copy_served_on="2024-07-15")
    )

    assert taken["status"] == "appealed"
    clocks = {each["rule"]: each for each in case_of(hall, taken)["clocks"]}
    assert clocks["SS-18"]["due_on"] == "2024-07-30"


def test_an_appeal_posted_in_time_is_taken_by_its_day_of_posting(hall: Hall) -> None:
    number = a_number()
    hall.takes(docketed(number))
    hall.takes(judgment(number, opponent_served_on="2024-07-03"))

    # The window ended on 2024-07-18; what was posted on that day came later.
    appeal = about(number, "appeal_filed", by="opponent", on="2024-07-22")
    taken = hall.takes({**appeal, "posted_on": "2024-07-18", "posted_by": "express_mail"})

    windows = [each for each in case_of(hall, taken)["clocks"] if each["rule"] == "SS-16"]
    assert {each["due_on"] for each in windows} == {"2024-07-18"}
    assert sorted(each["status"] for each in windows) == ["met", "running"]


def test_a_suit_is_withdrawn_by_leave_of_the_court(hall: Hall) -> None:
    number = a_number()
    hall.takes(docketed(number))

    taken = hall.takes(about(number, "withdrawal_allowed", agency_changed_the_act=True))

    assert taken["status"] == "withdrawn"
    assert case_of(hall, taken)["facts"]["agency_changed_the_act"] is True


def test_one_of_two_namesakes_withdraws_and_the_suit_of_the_other_goes_on(hall: Hall) -> None:
    number = a_number()
    one, other = (
        {"name": "王伟", "id_number": each} for each in ("11010119900307117X", "110101199003070134")
    )
    hall.takes(docketed(number, plaintiffs=[one, other]))
    leave = about(number, "withdrawal_allowed", party={"name": "王伟"})

    refused = hall.court.sends(leave).get_json()
    taken = hall.takes({**leave, "party": other})
    again = hall.takes({**leave, "party": other, "reason": "和解"})

    assert list(refused["errors"]) == ["party"]
    assert "王" not in str(refused["errors"])
    assert (taken["status"], taken["recorded"], again["recorded"]) == ("notified", True, False)
    (left,) = case_of(hall, taken)["former_parties"]
    assert (left["id"], left["ground"], left["id_number"][-4:]) == ("p2", "withdrew", "0134")


def test_two_plaintiffs_who_withdraw_at_one_moment_end_the_suit(hall: Hall) -> None:
    number = a_number()
    hall.takes(docketed(number, plaintiffs=[{"name": "王小明"}, {"name": "李小红"}]))
    notices = [
        about(number, "withdrawal_allowed", party={"name": name}, reason=str(turn))
        for turn in range(3)
        for name in ("王小明", "李小红")
    ]

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(hall.court.sends, notices))

    assert [each.status_code for each in answers] == [202] * 6
    case = case_of(hall, answers[0].get_json())
    assert (case["status"], len(case["former_parties"])) == ("withdrawn", 1)


def test_the_slip_of_one_party_starts_their_own_window(hall: Hall) -> None:
    number = a_number()
    hall.takes(docketed(number))
    hall.takes(judgment(number))
    slip = about(number, "service_proved", party={"name": "王小明"}, served_on="2024-07-08")

    taken, again = hall.takes(slip), hall.takes({**slip, "method": "post"})

    assert (taken["recorded"], again["recorded"]) == (True, False)
    windows = [each for each in case_of(hall, taken)["clocks"] if each["party"] == "p1"]
    assert [(each["rule"], each["due_on"]) for each in windows] == [("SS-16", "2024-07-23")]


def on_appeal(hall: Hall, *sides: str) -> str:
    number = a_number()
    hall.takes(docketed(number))
    hall.takes(judgment(number))
    for side in sides:
        hall.takes(about(number, "appeal_filed", by=side, on="2024-07-10"))
    return number


def test_an_appeal_is_withdrawn_and_the_other_is_tried(hall: Hall) -> None:
    number = on_appeal(hall, "opponent", "agency")
    leave = about(number, "withdrawal_allowed", withdrawn="appeal", on="2024-08-05")

    assert hall.takes({**leave, "by": "agency"})["status"] == "appealed"
    assert hall.takes({**leave, "on": "2024-08-12"})["status"] == "final"


def test_the_suit_is_withdrawn_on_appeal_where_the_court_says_so(hall: Hall) -> None:
    number = on_appeal(hall, "opponent")
    leave = about(number, "withdrawal_allowed", on="2024-08-05")

    refused = hall.court.sends(leave)
    assert (refused.status_code, list(refused.get_json()["errors"])) == (422, ["withdrawn"])
    assert hall.takes({**leave, "withdrawn": "suit"})["status"] == "withdrawn"


def test_a_settlement_before_the_court_ends_the_suit(hall: Hall) -> None:
    number = a_number()
    hall.takes(docketed(number))

    taken = hall.takes(
        about(number, "settlement_reached", scope="discretion", signed_on="2024-07-08")
    )

    assert taken["status"] == "final"
    assert case_of(hall, taken)["milestones"]["final"] == "2024-07-08"


def test_a_suit_is_suspended_and_goes_on(hall: Hall) -> None:
    number = a_number()
    hall.takes(docketed(number))

    paused = hall.takes(about(number, "proceedings_suspended", ground="87(6)", on="2024-06-03"))
    resumed = hall.takes(about(number, "proceedings_resumed", on="2024-06-20"))

    assert (paused["status"], resumed["status"]) == ("suspended", "notified")
    (pause,) = next(c for c in case_of(hall, resumed)["clocks"] if c["rule"] == "SS-13")["pauses"]
    assert (pause["from"], pause["to"]) == ("2024-06-03", "2024-06-20")


def test_an_older_suspension_does_not_stop_a_suit_that_goes_on(hall: Hall) -> None:
    number = a_number()
    hall.takes(docketed(number))
    hall.takes(about(number, "proceedings_suspended", ground="87(6)", on="2024-06-03"))
    hall.takes(about(number, "proceedings_resumed", on="2024-06-20"))

    late = hall.takes(about(number, "proceedings_suspended", ground="87(6)", on="2024-06-04"))

    assert (late["status"], late["recorded"]) == ("notified", False)
    assert case_of(hall, late)["version"] == 3


def test_an_older_day_of_the_hearing_never_overwrites_a_newer_one(hall: Hall) -> None:
    number = a_number()
    hall.takes(docketed(number))
    hall.takes(hearing(number, on="2024-05-28", hearing_on="2024-07-05"))

    older = hall.takes(hearing(number, on="2024-05-20", hearing_on="2024-06-20"))

    assert older["recorded"] is False
    assert case_of(hall, older)["facts"]["hearing_on"] == "2024-07-05"


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("proceedings_suspended", {"ground": "87(6)"}),
        ("proceedings_resumed", {}),
        (
            "hearing_scheduled",
            {"hearing_on": "2024-06-20", "place": "第二法庭", "head_notice": "none"},
        ),
    ],
)
def test_what_comes_after_the_judgment_and_was_said_before_it_is_taken_and_changes_nothing(
    hall: Hall, kind: str, told: dict[str, Any]
) -> None:
    number = a_number()
    hall.takes(docketed(number))
    judged = hall.takes(judgment(number))

    late = hall.takes(about(number, kind, on="2024-06-03", **told))

    assert (late["status"], late["recorded"]) == ("judged", False)
    assert case_of(hall, late)["version"] == case_of(hall, judged)["version"]


@pytest.mark.parametrize(
    "written",
    [
        "（{}）津0101行初{}号",
        "〔{}〕津0101行初{}号",
        "({})津0101行初 {}号",
        "〖{}〗津0101\u200b行初{}号",
    ],
)
def test_the_same_suit_under_a_new_id_opens_no_second_case(hall: Hall, written: str) -> None:
    serial = uuid.uuid4().hex[:8]
    first = hall.takes(docketed(f"（2024）津0101行初{serial}号"))

    again = hall.takes(docketed(written.format(2024, serial)))

    assert again == {**first, "recorded": again["recorded"]}
    assert cases_of(hall, f"（2024）津0101行初{serial}号") == [first["id"]]


def test_the_same_suit_told_twice_at_once_is_one_case(hall: Hall) -> None:
    number = a_number()
    notices = [docketed(number, claims=f"请求撤销处罚决定{n}") for n in range(4)]

    def send(notice: dict[str, Any]) -> str:
        court = SigningCourt(hall.client.application.test_client())
        answer = court.sends(notice)
        assert answer.status_code == 202, answer.get_json()
        return str(answer.get_json()["id"])

    with ThreadPoolExecutor(4) as pool:
        opened = set(pool.map(send, notices))

    assert len(opened) == 1
    assert cases_of(hall, number) == list(opened)


def test_the_notice_of_a_suit_that_an_officer_entered_brings_the_day_of_service(
    hall: Hall,
) -> None:
    number = a_number()
    notice = docketed(number)
    known = {n: v for n, v in notice.items() if n not in {"type", "agency", "served_on"}}
    entered = hall.officer("litigations", known)

    taken = hall.takes(notice)

    assert (taken["id"], taken["recorded"]) == (entered["id"], True)
    due = {each["rule"]: each["due_on"] for each in case_of(hall, taken)["clocks"]}
    assert due["SS-09"] == "2024-05-27"
    assert hall.takes(docketed(number, title="再次通知"))["recorded"] is False


def test_a_notice_that_contradicts_the_open_case_is_refused_at_its_fields(hall: Hall) -> None:
    number = a_number()
    hall.takes(docketed(number))

    answer = hall.court.sends(docketed(number, served_on="2024-05-11"))

    assert (answer.status_code, answer.get_json()["code"]) == (409, "conflict")
    assert answer.get_json()["errors"] == {"served_on": ["The case says: 2024-05-10."]}
    assert len(cases_of(hall, number)) == 1


def test_the_same_suggestion_under_a_new_id_is_recorded_once(hall: Hall) -> None:
    number = a_number()
    hall.takes(docketed(number))
    notice = about(number, "suggestion_sent", suggestion_number="示法建〔2024〕9号")
    notice |= {"content": "完善听证程序", "served_on": "2024-07-08"}

    first, again = hall.takes(notice), hall.takes(notice)

    assert first == again
    assert len(case_of(hall, first)["facts"]["suggestions"]) == 1


def test_a_judgment_told_again_after_the_appeal_is_not_taken_for_the_final_one(hall: Hall) -> None:
    number = a_number()
    hall.takes(docketed(number))
    first = hall.takes(judgment(number))
    hall.officer(f"litigations/{first['id']}/appeal", {"on": "2024-07-10", "by": "agency"})

    assert hall.takes(judgment(number)) == first
    assert case_of(hall, first)["status"] == "appealed"


def test_a_suit_that_an_officer_enters_at_the_same_moment_is_one_case(hall: Hall) -> None:
    number = a_number()
    said = {n: v for n, v in docketed(number).items() if n not in {"type", "agency"}}

    def enter(_number: int) -> str | None:
        officer = Hall(hall.court, hall.client.application.test_client())
        answer = officer.tries("litigations", said)
        return str(answer.get_json()["id"]) if answer.status_code == 201 else None

    def tell(_number: int) -> str:
        court = SigningCourt(hall.client.application.test_client())
        answer = court.sends(docketed(number))
        assert answer.status_code == 202, answer.get_json()
        return str(answer.get_json()["id"])

    with ThreadPoolExecutor(8) as pool:
        entered, told = pool.map(enter, range(4)), pool.map(tell, range(4))
        opened = {each for each in (*entered, *told) if each}

    assert cases_of(hall, number) == list(opened)
