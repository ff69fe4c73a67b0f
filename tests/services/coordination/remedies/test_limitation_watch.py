"""The limitation watch: which right of a person ends when, from the events of the tracks alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.coordination.assembly import Coordination
from shared.legal_day import today
from shared.storage.database import Database
from tests.services.coordination.asking import Desk
from tests.services.coordination.remedies.watched import (
    ACT,
    LAST_TO_APPLY,
    SERVED,
    Watching,
    a_petition,
    a_review,
)
from tests.services.coordination.telling import Case, a_clock, a_party, tell
from tests.support.casework import application as an_application
from tests.support.casework import decided, procedure


def test_a_petition_about_an_act_shows_the_last_day_of_every_remedy_against_it(
    watching: Watching,
) -> None:
    watching.take(a_petition().step("accept", on="2026-08-05"))

    rows = watching.rows()
    assert set(rows) == {("reconsideration", "p1"), ("litigation", "p1")}
    apply = rows["reconsideration", "p1"]
    assert (apply["status"], apply["last_on"], apply["days_left"]) == ("open", "2026-10-08", 59)
    assert apply["rule"] == "FY-01"
    assert apply["act_number"] == ACT["number"]
    assert apply["explanation"]
    assert "最后一日是 2026-10-08，还有 59 天。信访不停止计算这一期限。" in apply["told"]["zh"]
    assert rows["litigation", "p1"]["last_on"] == "2027-02-03"


def test_petitioning_does_not_move_the_last_day(watching: Watching) -> None:
    petition = a_petition()
    watching.take(petition.step("register", on="2026-08-05"))
    before = watching.rows()["reconsideration", "p1"]["last_on"]
    watching.take(petition.step("conclude", on="2026-08-09"))

    assert watching.rows()["reconsideration", "p1"]["last_on"] == before


def test_an_act_of_which_no_day_is_known_says_what_to_find_out(watching: Watching) -> None:
    watching.take(a_petition(act={"number": "示罚〔2026〕1号"}).step("register"))

    row = watching.rows()["reconsideration", "p1"]
    assert (row["status"], row["last_on"]) == ("open", None)
    assert [each["fact"] for each in row["missing"]] == ["act.served_on"]
    assert row["told"]["zh"].startswith("请先查明")


def test_a_dispute_without_an_act_has_no_rights_against_one(watching: Watching) -> None:
    watching.take(a_petition(act={}).step("register"))

    assert watching.rows() == {}


def test_the_same_person_in_two_tracks_is_one_addressee(watching: Watching) -> None:
    watching.take(
        a_petition(status="referred", phase="ended").step("refer", on="2026-08-05"),
        a_review(status="invited").step("invite", on="2026-08-05"),
    )

    row = watching.rows()["reconsideration", "p7"]
    assert row["status"] == "open"
    assert [each["party"] for each in row["parties"]] == ["p1", "p7"]


def test_an_application_uses_the_right_and_shuts_the_court_meanwhile(watching: Watching) -> None:
    watching.take(a_petition().step("register"), a_review().step("accept", on="2026-08-06"))

    rows = watching.rows()
    assert rows["reconsideration", "p7"]["status"] == "used"
    assert rows["reconsideration", "p7"]["used_by"]["number"] == "行复〔2026〕1号"
    assert rows["litigation", "p7"]["status"] == "closed"
    assert "行政复议法29¶1" in rows["litigation", "p7"]["articles"]


def test_a_review_without_decision_says_when_the_court_opens(watching: Watching) -> None:
    clock = a_clock("FY-18", "2026-10-08", started_on="2026-08-06")
    watching.take(a_review().step("accept", on="2026-08-06", clocks=[clock]))

    row = watching.rows()["litigation_after_no_decision", "p7"]
    assert (row["status"], row["opens_on"]) == ("not_yet", "2026-10-09")
    watching.day = date(2026, 10, 12)
    row = watching.rows()["litigation_after_no_decision", "p7"]
    assert (row["status"], row["last_on"]) == ("open", "2026-10-23")


def test_each_addressee_of_a_decision_has_fifteen_days_from_own_service(
    watching: Watching,
) -> None:
    parties = [
        a_party("applicant", id="p1", id_number_index="blind-1"),
        a_party("applicant", id="p2", id_number_index="blind-2"),
        a_party("third_party", id="p3", id_number_index="blind-3"),
        a_party("respondent", id="p4", kind="agency"),
    ]
    review = a_review(parties=parties, status="decided", phase="ended", act=dict(SERVED))
    services = [
        a_clock("FY-29", due, id=f"FY-29.{n}", party=party, started_on=served)
        for n, (party, served, due) in enumerate(
            [("p1", "2026-09-01", "2026-09-16"), ("p3", "2026-09-04", "2026-09-20")], start=1
        )
    ]
    watching.day = date(2026, 9, 8)
    watching.take(
        review.step("decide", on="2026-08-31", kind="uphold"),
        review.step("serve_decision", on="2026-09-04", clocks=services),
    )

    rows = watching.rows()
    suit = {party: row for (right, party), row in rows.items() if right.startswith("litigation_a")}
    assert {party: row["last_on"] for party, row in suit.items()} == {
        "p1": "2026-09-16",
        "p2": None,
        "p3": "2026-09-20",  # a Sunday, worked to make up for the National Day holiday
    }
    assert [each["fact"] for each in suit["p2"]["missing"]] == ["prior.served_on"]
    assert ("reconsideration", "p3") not in rows
    assert rows["litigation", "p1"]["status"] == "closed"


def test_a_decision_that_did_not_tell_the_time_to_sue_is_open_for_a_year(
    watching: Watching,
) -> None:
    """解释64¶2, as the case itself has it: SS-04 from service, fifteen days once it was told."""
    review = a_review(status="decided", phase="ended", act=dict(SERVED))
    open_year = a_clock("SS-04", "2027-09-01", party="p7", started_on="2026-09-01")
    watching.day = date(2026, 10, 20)
    watching.take(
        review.step("decide", on="2026-08-31", kind="uphold", suit_window_told=False),
        review.step("serve_decision", on="2026-09-01", clocks=[open_year]),
    )
    suit = ("litigation_after_reconsideration", "p7")
    assert (watching.rows()[suit]["last_on"], watching.rows()[suit]["status"]) == (
        "2027-09-01",
        "open",
    )

    told = a_clock("FY-29", "2026-11-04", party="p7", started_on="2026-10-20")
    ended = {**open_year, "status": "cancelled"}
    watching.take(review.step("tell_time_to_sue", on="2026-10-20", clocks=[told, ended]))

    assert watching.rows()[suit]["last_on"] == "2026-11-04"


@pytest.mark.parametrize(
    ("status", "due_on", "safe_on"),
    [("missed", "2026-05-06", "2026-05-21"), ("met", "2026-06-15", "2026-07-02")],
)
def test_a_decision_that_came_late_tells_the_safe_day_and_one_in_time_does_not(
    watching: Watching, status: str, due_on: str, safe_on: str
) -> None:
    """行政诉讼法45: fifteen days from receipt, and fifteen from the end of the review."""
    review = a_review(status="decided", phase="ended", act=dict(SERVED))
    happened = {"accepted": "2026-03-02", "decided": "2026-06-15"}
    period = a_clock("FY-18", due_on, status=status, started_on="2026-03-02")
    served = a_clock("FY-29", "2026-07-02", party="p7", started_on="2026-06-17")
    watching.day = date(2026, 6, 22)
    watching.take(
        review.step("decide", on="2026-06-15", milestones=happened, clocks=[period]),
        review.step("serve_decision", on="2026-06-17", clocks=[served]),
    )

    row = watching.rows()["litigation_after_reconsideration", "p7"]
    assert (row["status"], row["last_on"], row["safe_on"]) == ("open", "2026-07-02", safe_on)


def test_a_suit_against_the_decision_uses_the_right_to_it(watching: Watching) -> None:
    review = a_review(status="decided", phase="ended", act=dict(SERVED))
    served = a_clock("FY-29", "2026-09-16", party="p7", started_on="2026-09-01")
    suit = Case(
        case_id="018f0000bb",
        track="litigation",
        number="行诉〔2026〕1号",
        status="notified",
        act=dict(ACT),
        parties=[a_party("plaintiff", id="p1", id_number_index="blind-1")],
    )
    watching.day = date(2026, 9, 20)
    watching.take(
        review.step("decide", on="2026-08-31", kind="uphold"),
        review.step("serve_decision", on="2026-09-01", clocks=[served]),
        suit.step("receive_notice", on="2026-09-18", milestones={"docketed": "2026-09-14"}),
    )

    rows = watching.rows()
    assert rows["litigation_after_reconsideration", "p1"]["status"] == "used"


def test_mediation_of_the_administrative_dispute_gives_time_to_sue(watching: Watching) -> None:
    mediation = Case(
        case_id="018f0000cc",
        track="mediation",
        number="调解〔2026〕1号",
        status="failed",
        phase="ended",
        act=dict(ACT),
        parties=[
            a_party("applicant", id="p1", id_number_index="blind-1"),
            a_party("respondent", id="p2", kind="agency"),
        ],
    )
    watching.take(
        a_petition().step("register"),
        mediation.step("accept", milestones={"accepted": "2026-08-05"}),
        mediation.step("fail", on="2026-09-04", milestones={"failed": "2026-09-04"}),
    )
    watching.day = date(2026, 9, 10)

    row = watching.rows()["litigation", "p1"]
    assert (row["last_on"], row["safe_on"]) == ("2027-03-05", "2027-02-03")
    assert "2027-02-03" in row["told"]["zh"]


def test_an_agreement_shows_until_when_it_can_be_confirmed_and_that_it_was(
    watching: Watching,
) -> None:
    mediation = Case(
        case_id="018f0000cc",
        track="mediation",
        number="调解〔2026〕1号",
        status="agreed",
        phase="ended",
        act={},
        parties=[a_party("applicant"), a_party("respondent", id="p2")],
    )
    clock = a_clock("TJ-02", "2026-09-02", started_on="2026-08-03")
    watching.take(mediation.step("agree", clocks=[clock], milestones={"agreed": "2026-08-03"}))
    row = watching.rows()["judicial_confirmation", None]
    assert (row["status"], row["last_on"]) == ("open", "2026-09-02")

    applied = {"confirmation_applied": "2026-08-07"}
    watching.take(mediation.step("apply_confirmation", milestones=applied))
    assert watching.rows()["judicial_confirmation", None]["status"] == "used"


def test_rights_that_are_over_say_so(watching: Watching) -> None:
    watching.take(a_petition().step("register"))
    watching.day = LAST_TO_APPLY + timedelta(days=1)

    row = watching.rows()["reconsideration", "p1"]
    assert (row["status"], row["last_on"], row["days_left"]) == ("lapsed", "2026-10-08", None)
    assert "届满" in row["told"]["zh"]


def test_an_event_that_comes_again_changes_nothing(database: Database, watching: Watching) -> None:
    petition = a_petition()
    first, second = petition.step("register"), petition.step("accept")
    watching.take(first, second)
    before = database["limitation_watch"].find_one({"_id": "matter-0001"})

    watching.take(first, second, first)

    assert database["limitation_watch"].find_one({"_id": "matter-0001"}) == before


def test_a_case_that_joins_another_matter_takes_its_rights_along(watching: Watching) -> None:
    review = a_review(status="decided", phase="ended", matter_id="matter-0009", act=dict(SERVED))
    served = a_clock("FY-29", "2026-09-16", party="p7", started_on="2026-09-01")
    watching.day = date(2026, 9, 8)
    watching.take(
        a_petition().step("register"),
        review.step("serve_decision", clocks=[served]),
    )
    review.matter_id = "matter-0001"
    joined = review.step("join_matter", from_matter_id="matter-0009")
    watching.take(joined, joined)

    assert watching.rows("matter-0009") == {}
    row = watching.rows()["litigation_after_reconsideration", "p7"]
    assert row["last_on"] == "2026-09-16"


def test_the_watch_reads_what_a_real_decision_tells(watching: Watching) -> None:
    real = decided(procedure(), {}, "file", an_application()).event_data
    event = replace(a_review().step("file"), data={**real, "case_id": "x", "number": "n"})

    watching.take(event)

    rows = watching.rows()
    assert {right for right, _ in rows} >= {"reconsideration", "litigation"}
    assert all(row["status"] == "used" for (right, _), row in rows.items() if right[0] == "r")


def test_the_matter_shows_its_limitation_watch(coordination: Coordination, desk: Desk) -> None:
    served = (today() - timedelta(days=90)).isoformat()
    act = {"number": ACT["number"], "kind": "penalty", "served_on": served}
    tell(coordination, a_petition(act=act).step("accept"))

    answer = desk.get("/api/v1/matters/matter-0001")
    rows = answer.get_json()["limitation_watch"]
    assert [(row["right"], row["status"]) for row in rows] == [
        ("reconsideration", "lapsed"),
        ("litigation", "open"),
    ]
    assert rows[1]["days_left"] >= 90
    assert rows[1]["told"]["en"].startswith("Tell the person")
    assert "blind-1" not in answer.get_data(as_text=True)
