"""What the court's notices do, with the services of litigation and mediation behind the gateway."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from services.liaison.partners import NewPartner
from tests.gateway.court_hall import OTHER_AGENCY, Hall, a_number
from tests.gateway.court_messages import (
    COURT_NAME,
    SigningCourt,
    assigned,
    docketed,
    encoded,
    hearing,
    judgment,
)
from tests.gateway.office import Office


def test_a_docketed_suit_becomes_a_case_of_the_agency(hall: Hall) -> None:
    number = a_number()

    taken = hall.takes(docketed(number))

    assert list(taken) == ["id", "number", "status", "track", "recorded"]
    assert (taken["status"], taken["track"]) == ("notified", "litigation")
    case = hall.officer(f"litigations/{taken['id']}")
    assert case["facts"]["court_case_no"] == number
    assert case["facts"]["court"] == COURT_NAME
    assert case["assignee"] is None
    assert [clock["rule"] for clock in case["clocks"]] == ["SS-09", "SS-13"]
    defendant = next(party for party in case["parties"] if party["role"] == "defendant")
    assert defendant["code"] == case["agency"]["code"]


def test_the_code_of_the_agency_is_read_in_any_writing(hall: Hall) -> None:
    number = a_number()
    notice = docketed(number)
    code = notice["agency"]["code"]

    taken = hall.takes({**notice, "agency": {"code": f" {code[:9]}-{code[9:].lower()}"}})

    assert hall.takes(hearing(number))["id"] == taken["id"]


def test_a_number_as_long_as_a_telephone_number_finds_its_case(hall: Hall) -> None:
    number = f"（2024）津0101行初{uuid.uuid4().int % 10**10 + 10**10}号"
    opened = hall.takes(docketed(number))

    assert hall.takes(hearing(number))["id"] == opened["id"]


def test_a_dispute_assigned_before_filing_becomes_a_mediation(hall: Hall) -> None:
    number = f"（2026）示0101诉前调{uuid.uuid4().hex[:8]}号"

    taken = hall.takes(assigned(number))

    assert (taken["status"], taken["track"]) == ("requested", "mediation")
    case = hall.officer(f"mediations/{taken['id']}", role="mediator")
    facts = case["facts"]
    assert (facts["kind"], facts["initiated_by"]) == ("court_assigned", "court")
    assert (facts["court"], facts["court_case_no"]) == (COURT_NAME, number)


def test_a_dispute_entrusted_after_filing_keeps_its_procedure(hall: Hall) -> None:
    notice = assigned(a_number(), kind="court_entrusted", court_procedure="simplified")

    taken = hall.takes(notice)

    facts = hall.officer(f"mediations/{taken['id']}", role="mediator")["facts"]
    assert (facts["kind"], facts["court_procedure"]) == ("court_entrusted", "simplified")


def test_a_hearing_is_recorded_on_the_case_of_that_number(hall: Hall) -> None:
    number = a_number()
    opened = hall.takes(docketed(number))
    hall.takes(docketed(a_number()))

    taken = hall.takes(hearing(number))

    assert taken == opened
    assert hall.officer(f"litigations/{opened['id']}")["facts"]["hearing_on"] == "2024-06-20"


@pytest.mark.parametrize("left_out", ["（）", "号", "（）号"])
@pytest.mark.parametrize("short_first", [False, True])
def test_a_number_without_brackets_or_its_end_is_the_same_number(
    hall: Hall, left_out: str, short_first: bool
) -> None:
    number = f"（2024）津0101行初{uuid.uuid4().int % 10**7}号"
    short = number.translate(dict.fromkeys(map(ord, left_out)))
    first, second = (short, number) if short_first else (number, short)
    opened = hall.takes(docketed(first))

    assert hall.takes(docketed(second))["id"] == opened["id"]
    assert hall.takes(hearing(second))["id"] == opened["id"]


def test_a_number_in_half_width_is_the_same_number(hall: Hall) -> None:
    number = a_number()
    opened = hall.takes(docketed(number))

    taken = hall.takes(hearing(number.replace("（", "(").replace("）", ")")))

    assert taken["id"] == opened["id"]


def test_a_judgment_is_recorded_on_a_case_that_an_officer_opened(hall: Hall) -> None:
    number = a_number()
    notice = docketed(number)
    body = {name: value for name, value in notice.items() if name not in {"type", "agency"}}
    opened = hall.officer("litigations", body)
    answer = {"on": "2024-05-20", "evidence": ["处罚决定书"]}
    hall.officer(f"litigations/{opened['id']}/submit_answer", answer)

    taken = hall.takes(judgment(number))

    assert taken["id"] == opened["id"]
    assert taken["status"] == "judged"
    facts = hall.officer(f"litigations/{opened['id']}")["facts"]
    assert (facts["outcome"], facts["lost"]) == ("revoked", True)


def test_after_an_appeal_the_next_judgment_is_the_final_one(hall: Hall) -> None:
    number = a_number()
    opened = hall.takes(docketed(number))
    hall.takes(judgment(number))
    hall.officer(f"litigations/{opened['id']}/appeal", {"on": "2024-07-10", "by": "agency"})

    taken = hall.takes(judgment(number, on="2024-09-02", outcome="upheld", served_on="2024-09-05"))

    assert taken["status"] == "final"
    facts = hall.officer(f"litigations/{opened['id']}")["facts"]
    assert (facts["outcome"], facts["final_outcome"]) == ("revoked", "upheld")


def suggestion(**changes: Any) -> dict[str, Any]:
    return {
        "type": "suggestion_sent",
        "agency": docketed("")["agency"],
        "court": COURT_NAME,
        "suggestion_number": "示法建〔2024〕3号",
        "content": "完善听证程序",
        "served_on": "2024-07-08",
        **changes,
    }


def test_a_suggestion_about_a_case_is_recorded_there(hall: Hall) -> None:
    number = a_number()
    opened = hall.takes(docketed(number))

    taken = hall.takes(suggestion(court_case_no=number))

    assert taken["id"] == opened["id"]
    [found] = hall.officer(f"litigations/{opened['id']}")["facts"]["suggestions"]
    assert (found["kind"], found["issuer"]) == ("judicial", COURT_NAME)


def test_a_suggestion_without_a_case_opens_one(hall: Hall) -> None:
    taken = hall.takes(suggestion())

    assert taken["status"] == "suggested"


@pytest.mark.parametrize("notice", [hearing, judgment])
def test_a_number_that_the_agency_does_not_know_is_not_found(hall: Hall, notice: Any) -> None:
    number = a_number()
    hall.takes(docketed(number))

    for unknown in (notice(a_number()), notice(number, agency={"code": OTHER_AGENCY["code"]})):
        answer = hall.court.sends(unknown)
        assert (answer.status_code, answer.get_json()["code"]) == (404, "not-found")


def test_the_number_of_an_act_or_a_title_is_not_the_courts_number(hall: Hall) -> None:
    title = a_number()
    hall.takes(docketed(a_number(), title=title))

    assert hall.court.sends(hearing(title)).status_code == 404


def test_the_same_message_again_changes_nothing_and_is_answered_the_same(hall: Hall) -> None:
    number = a_number()
    first = hall.takes(docketed(number), "msg-1-" + number[-9:-1])
    hall.takes(judgment(number))

    again = hall.takes(docketed(number), "msg-1-" + number[-9:-1])

    assert again == first
    found = hall.officer(f"litigations?q={number}")["items"]
    assert [(each["id"], each["version"]) for each in found] == [(first["id"], 2)]


def test_the_same_message_at_the_same_moment_has_one_effect(hall: Hall) -> None:
    number = a_number()
    message_id = f"msg_{uuid.uuid4().hex}"
    body = encoded(docketed(number))
    headers = hall.court.headers(body, message_id)

    def send(_: int) -> int:
        court = SigningCourt(hall.client.application.test_client())
        return court.posts(body, headers).status_code

    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(send, range(4)))

    assert statuses == [202] * 4
    assert len(hall.officer(f"litigations?q={number}")["items"]) == 1


def test_a_message_id_is_not_used_for_something_else(hall: Hall) -> None:
    message_id = f"msg_{uuid.uuid4().hex}"
    hall.takes(docketed(a_number()), message_id)

    answer = hall.court.sends(docketed(a_number()), message_id)

    assert (answer.status_code, answer.get_json()["code"]) == (422, "idempotency-key-reused")


def test_a_refusal_of_the_procedure_reaches_the_court_and_can_be_mended(hall: Hall) -> None:
    number = a_number()
    message_id = f"msg_{uuid.uuid4().hex}"

    refused = hall.court.sends(docketed(number, served_on="2024-05-01"), message_id)
    mended = hall.takes(docketed(number), message_id)

    assert (refused.status_code, refused.get_json()["code"]) == (422, "date-out-of-order")
    assert mended["status"] == "notified"


def test_the_court_reads_what_was_filed_with_it(hall: Hall) -> None:
    number = a_number()
    opened = hall.takes(docketed(number))
    empty = hall.court.reads(f"/api/v1/court/cases/{number}/submissions").get_json()
    filed = {
        "on": "2024-05-20",
        "evidence": ["处罚决定书", "送达回证"],
        "documents": ["行政处罚法"],
        "answer": "请求驳回原告的诉讼请求",
    }
    hall.officer(f"litigations/{opened['id']}/submit_answer", filed)

    answer = hall.court.reads(f"/api/v1/court/cases/{number}/submissions")

    assert [case["submissions"] for case in empty["cases"]] == [[]]
    assert answer.get_json()["court_case_no"] == number
    [case] = answer.get_json()["cases"]
    assert case["id"] == opened["id"]
    assert case["agency"]["code"] == docketed("")["agency"]["code"]
    assert case["submissions"] == [filed]


def test_a_court_reads_no_other_courts_cases(hall: Hall, court_office: Office) -> None:
    number = a_number()
    hall.takes(docketed(number))
    _, secret = court_office.partners.add(
        NewPartner("另一法院", speaks_for=["另一法院"]), by="admin"
    )

    answer = SigningCourt(hall.client, secret).reads(f"/api/v1/court/cases/{number}/submissions")

    assert answer.status_code == 404


def test_an_unknown_number_has_no_submissions(hall: Hall) -> None:
    answer = hall.court.reads(f"/api/v1/court/cases/{a_number()}/submissions")

    assert answer.status_code == 404
