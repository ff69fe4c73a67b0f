"""A matter over HTTP: all cases of a dispute on one page, without a word about who they are."""

from __future__ import annotations

import pytest

from services.coordination.assembly import Coordination
from tests.services.coordination.asking import Desk, refused
from tests.services.coordination.telling import (
    ACT,
    AGENCY,
    OTHER_AGENCY,
    Case,
    a_clock,
    a_party,
    a_suit,
    tell,
)


@pytest.fixture
def dispute(coordination: Coordination) -> Coordination:
    """A reconsideration and a suit of two agencies on one act, in conflict."""
    case = Case(status="accepted")
    suit = a_suit(
        agency=dict(OTHER_AGENCY),
        parties=[
            a_party("plaintiff", id_number_index="blind-1"),
            a_party("plaintiff", id_number_index=None),
            a_party("plaintiff", kind="organisation", organisation_code="91110000X"),
        ],
    )
    tell(
        coordination,
        case.step("file", on="2024-05-08", milestones={"received": "2024-05-06"}),
        case.step(
            "accept",
            on="2024-05-09",
            clocks=[a_clock("FY-18", "2024-07-08"), a_clock("FY-08", status="met")],
        ),
        suit.step(
            "receive_notice",
            on="2024-05-10",
            origin={"track": "petition", "case_id": "018f000001", "kind": "referral"},
        ),
    )
    return coordination


@pytest.mark.usefixtures("dispute")
@pytest.mark.parametrize("agency", [AGENCY["code"], OTHER_AGENCY["code"]])
def test_every_agency_of_the_dispute_sees_all_its_cases(desk: Desk, agency: str) -> None:
    answer = desk.get("/api/v1/matters/matter-0001", agency=agency)
    matter = answer.get_json()

    assert answer.headers["Cache-Control"] == "no-store"
    assert matter["act"] == ACT
    assert [(case["track"], case["status"]) for case in matter["cases"]] == [
        ("reconsideration", "accepted"),
        ("litigation", "notified"),
    ]
    assert [clock["rule"] for clock in matter["cases"][0]["clocks"]] == ["FY-18"]
    assert matter["cases"][0]["clocks"][0]["level"] == "red"
    assert matter["cases"][1]["origin"]["case_id"] == "018f000001"
    assert matter["agencies"] == [AGENCY, OTHER_AGENCY]
    rights = {(row["right"], row["status"]) for row in matter["limitation_watch"]}
    assert ("reconsideration", "used") in rights
    (conflict,) = matter["conflicts"]
    assert (conflict["code"], conflict["severity"]) == (
        "parallel-reconsideration-and-suit",
        "blocking",
    )
    assert conflict["text"]["zh"].startswith("同一人对同一行政行为")


@pytest.mark.usefixtures("dispute")
def test_parties_are_counted_by_role_and_never_named(desk: Desk) -> None:
    answer = desk.get("/api/v1/matters/matter-0001")

    assert answer.get_json()["parties"] == [
        {"role": "applicant", "kind": "person", "count": 1},
        {"role": "respondent", "kind": "agency", "count": 1},
        {"role": "plaintiff", "kind": "person", "count": 2},
        {"role": "plaintiff", "kind": "organisation", "count": 1},
    ]
    assert "blind-1" not in answer.get_data(as_text=True)


@pytest.mark.usefixtures("dispute")
def test_the_timeline_puts_every_dated_fact_in_one_list(desk: Desk) -> None:
    facts = desk.get("/api/v1/matters/matter-0001/timeline").get_json()["items"]

    assert [(fact["on"], fact["kind"], fact["name"], fact["track"]) for fact in facts] == [
        ("2024-04-01", "act", "made_on", "reconsideration"),
        ("2024-04-01", "act", "made_on", "litigation"),
        ("2024-05-06", "milestone", "received", "reconsideration"),
        ("2024-05-08", "step", "file", "reconsideration"),
        ("2024-05-09", "step", "accept", "reconsideration"),
        ("2024-05-10", "step", "receive_notice", "litigation"),
    ]
    assert facts[4]["type"] == "reconsideration.accepted"
    assert facts[4]["number"] == "行复〔2024〕1号"
    assert facts[0]["label"] == {"zh": "行政行为作出", "en": "act made"}


@pytest.mark.usefixtures("dispute")
@pytest.mark.parametrize("path", ["", "/timeline"])
def test_a_stranger_learns_no_more_than_that_there_is_nothing(desk: Desk, path: str) -> None:
    elsewhere = desk.get(f"/api/v1/matters/matter-0001{path}", agency="11990000000000009Z")
    absent = desk.get(f"/api/v1/matters/matter-0009{path}")

    assert refused(elsewhere)[:2] == refused(absent)[:2] == (404, "not-found")
    assert elsewhere.get_json()["detail"] == absent.get_json()["detail"]


@pytest.mark.usefixtures("dispute")
@pytest.mark.parametrize("role", ["terminal", "court", "public"])
def test_matters_are_for_officers(desk: Desk, role: str) -> None:
    answer = desk.get("/api/v1/matters/matter-0001", role=role)

    assert refused(answer)[:2] == (403, "forbidden")


@pytest.mark.usefixtures("dispute")
def test_an_unknown_parameter_is_refused(desk: Desk) -> None:
    status, _, errors = refused(desk.get("/api/v1/matters/matter-0001?full=true"))

    assert (status, list(errors)) == (422, ["full"])
